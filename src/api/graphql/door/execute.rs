//! Runs a prepared operation, and puts what it gave in the specification's shape.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Response as Executed, ServerError, Value};

use tracing::Instrument;

use super::walk::Given;
use super::{
    Answer, Code, Door, Hints, Introspection, Limits, Members, Part, Parts, Prepared, PublicError,
    Refusal, Source, complete, publish,
};

impl<E: Executor> Door<E> {
    /// Validates and executes. A write goes on when its client hangs up or its time is over.
    ///
    /// # Errors
    ///
    /// Refuses what is not valid, with `TIMEOUT` what takes too long, and arguments that do not
    /// parse.
    pub async fn execute(
        &self,
        prepared: Prepared,
        context: impl FnOnce(async_graphql::Request) -> async_graphql::Request,
        limits: &Limits,
        request_id: &str,
    ) -> Result<Answer, Refusal> {
        let request = context(prepared.request(self.introspection));
        let executor = match (&prepared.source, &self.fast) {
            (Source::Known, Some(fast)) => fast.clone(),
            _ => self.strict.clone(),
        };
        let executed = match prepared.kind {
            OperationType::Mutation => {
                let written =
                    tokio::spawn(async move { executor.execute(request).await }.in_current_span());
                tokio::time::timeout(limits.wall_time, written).await
            }
            _ => tokio::time::timeout(limits.wall_time, executor.execute(request))
                .await
                .map(Ok),
        };
        match executed {
            Ok(Ok(executed)) => self.complete(&prepared, executed, request_id),
            Ok(Err(panicked)) => {
                (self.report)(&ServerError::new(panicked.to_string(), None), request_id);
                Err(Refusal::internal())
            }
            Err(_) if prepared.kind == OperationType::Mutation => {
                let message = "the operation takes too long; it may still be carried out";
                Err(Refusal::new(Code::Timeout, message))
            }
            Err(_) => Err(Refusal::new(Code::Timeout, "the operation took too long")),
        }
    }

    /// The parts of a query that was found valid before; `None` of what is executed whole: other
    /// operations, documents seen for the first time, and what only the reader's own device may
    /// keep.
    pub fn parts(&self, prepared: &Prepared) -> Option<Arc<Parts>> {
        if !matches!(prepared.source, Source::Known) || self.fast.is_none() {
            return None;
        }
        let name = prepared.operation_name.as_ref();
        let parts = prepared.ready.parts(&self.costs.sdl, name)?;
        let is_private = parts.mentions_private && self.hints(prepared, &parts).is_private;
        (!is_private).then_some(parts)
    }

    /// How long, and by whom, the answer that is put together from these parts may be kept.
    pub fn hints(&self, prepared: &Prepared, parts: &Parts) -> Hints {
        let document = &prepared.ready.document;
        let name = prepared.operation_name.as_deref();
        match prepared.ready.operation(name) {
            Ok((_, operation)) => {
                let given = Given {
                    operation: &operation.node,
                    variables: &prepared.variables,
                };
                parts.hints((&self.costs.sdl, document), given)
            }
            Err(_) => Hints::default(),
        }
    }

    /// Executes one part of a query; `None` when anything went wrong on the way, so that the whole
    /// has to be executed.
    ///
    /// # Errors
    ///
    /// Refuses with `TIMEOUT` what takes too long.
    pub async fn execute_part(
        &self,
        prepared: &Prepared,
        part: &Part,
        context: impl FnOnce(async_graphql::Request) -> async_graphql::Request,
        limits: &Limits,
    ) -> Result<Option<Members>, Refusal> {
        let Some(executor) = self.fast.clone() else {
            return Ok(None);
        };
        let mut request =
            async_graphql::Request::new(String::new()).variables(prepared.variables.clone());
        request.set_parsed_query(part.document.clone());
        let executing = executor.execute(context(request.disable_introspection()));
        let executed = tokio::time::timeout(limits.wall_time, executing)
            .await
            .map_err(|_| Refusal::new(Code::Timeout, "the operation took too long"))?;
        let is_clean = executed.errors.is_empty()
            && executed.extensions.is_empty()
            && executed.http_headers.is_empty();
        if !is_clean {
            return Ok(None);
        }
        let mut data = Vec::with_capacity(1024);
        complete::write_data(&mut data, &part.plan, &executed.data, &[]);
        Ok(part.members(data))
    }

    /// Puts what was executed in the specification's shape.
    fn complete(
        &self,
        prepared: &Prepared,
        executed: Executed,
        request_id: &str,
    ) -> Result<Answer, Refusal> {
        // What stops before execution has neither data, nor a path, nor an extension.
        let is_early = |error: &ServerError| error.path.is_empty() && error.extensions.is_none();
        let has_data = executed.data != Value::Null;
        let errors = executed.errors.into_iter();
        let (before, during): (Vec<_>, Vec<_>) =
            errors.partition(|error| !has_data && is_early(error));
        if !before.is_empty() {
            let names = (self.introspection == Introspection::On).then_some(&*self.costs.sdl);
            return Err(publish::validation_errors(before, names));
        }
        self.keep(prepared);
        let errors = self.publish(&during, prepared.kind, request_id)?;
        let plan = prepared
            .ready
            .plan(&self.costs.sdl, prepared.operation_name.as_ref());
        let mut data = Vec::with_capacity(1024);
        complete::write_data(&mut data, &plan, &executed.data, &errors);
        let extensions = executed.extensions.into_iter();
        let extensions =
            extensions.filter_map(|(name, value)| Some((name, value.into_json().ok()?)));
        let (errors, extensions) = (publish::few(errors), extensions.collect());
        Ok(Answer {
            data,
            errors,
            extensions,
            headers: executed.http_headers,
        })
    }

    /// Makes what resolvers raised fit to be read, and reports what is our own fault. A query whose
    /// argument did not parse is refused as a whole, as if the scalar had been known before.
    fn publish(
        &self,
        raised: &[ServerError],
        kind: OperationType,
        request_id: &str,
    ) -> Result<Vec<PublicError>, Refusal> {
        let mut errors = Vec::with_capacity(raised.len());
        for error in raised {
            let public = publish::resolver_error(error);
            if kind == OperationType::Query && publish::is_bad_input(error) {
                return Err(Refusal::of(vec![PublicError {
                    path: Vec::new(),
                    ..public
                }]));
            }
            if public.code == Code::Internal {
                (self.report)(error, request_id);
            }
            errors.push(public);
        }
        Ok(errors)
    }

    /// Keeps a document that was found valid.
    fn keep(&self, prepared: &Prepared) {
        match &prepared.source {
            Source::Known => {}
            Source::Text(text) => self
                .cache
                .insert(Arc::clone(text), Arc::clone(&prepared.ready)),
            Source::Trusted(document) => document.found_valid(),
        }
    }
}

impl Prepared {
    fn request(&self, introspection: Introspection) -> async_graphql::Request {
        let mut request =
            async_graphql::Request::new(String::new()).variables(self.variables.clone());
        request.operation_name = self.operation_name.as_ref().map(ToString::to_string);
        request.set_parsed_query(self.ready.document.clone());
        match introspection {
            Introspection::On => request,
            Introspection::Off => request.disable_introspection(),
        }
    }
}
