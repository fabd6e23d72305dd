//! The door of a graph: GraphQL over HTTP, and all that is checked before a resolver runs.
//!
//! A request passes these rooms in turn: [`negotiate()`] the answer's type, [`GraphRequest::read`],
//! the trusted [`Documents`] or the text's own limits, the parser, the [`Limits`] and the
//! [`CostTable`], the variables, then validation and execution by async-graphql; at last the
//! answer is put in the specification's shape. What fails is a [`Refusal`] with a [`Code`] of the
//! closed set. Nothing here knows news.
//!
//! ```text
//! let door = Door::new(schema, &sdl)?.documents(documents).introspection(Introspection::Off);
//! door.handle(request, |request| request.data(call), &Limits::anonymous(), "req_01…").await
//! ```

mod automatic;
mod cache;
pub mod coerce;
mod complete;
pub mod cost;
pub mod directives;
pub mod documents;
mod execute;
pub mod hints;
pub mod limits;
pub mod negotiate;
pub mod parameters;
pub mod parts;
mod publish;
pub mod refusal;
pub mod request;
pub mod respond;
mod scan;
mod sdl;
mod shape;
mod walk;

use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, OperationType};
use async_graphql::{Executor, Name, ServerError, Variables};
use axum::extract::Request;
use axum::response::Response;

pub use cost::CostTable;
pub use documents::{Documents, Registry, TrustedDocument};
pub use hints::Hints;
pub use limits::Limits;
pub use negotiate::{MediaType, negotiate};
pub use parts::{Members, Part, Parts};
pub use refusal::{Code, PublicError, Refusal};
pub use request::{Document, GraphRequest};
pub use respond::Answer;

use automatic::Automatic;
use cache::{DocumentCache, Ready};
use coerce::Naming;

/// Whether clients may ask for the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Introspection {
    /// `__schema` and `__type` answer.
    On,
    /// They are refused, and errors do not name what the schema has.
    Off,
}

/// Whether clients may send documents in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdHoc {
    /// Any document within the limits.
    Allowed,
    /// Any too, but those that are not trusted are logged.
    Logged,
    /// Trusted ones alone.
    Refused,
}

/// Told of each error that is our own fault, with the request's id.
pub type Report = Arc<dyn Fn(&ServerError, &str) + Send + Sync>;

/// One graph's door; see the module's description.
pub struct Door<E> {
    strict: E,
    fast: Option<E>,
    costs: CostTable,
    documents: Documents,
    registry: Option<Arc<dyn Registry>>,
    cache: DocumentCache,
    automatic: Automatic,
    introspection: Introspection,
    ad_hoc: AdHoc,
    report: Report,
}

/// An operation that may be executed: parsed, within its caller's limits, its variables checked.
pub struct Prepared {
    ready: Arc<Ready>,
    operation_name: Option<Name>,
    /// What the operation is given.
    pub variables: Variables,
    source: Source,
    /// Whether it reads, writes or subscribes.
    pub kind: OperationType,
}

/// Where a document came from.
enum Source {
    /// Valid already.
    Known,
    /// Seen for the first time: kept under its text once it is found valid.
    Text(Arc<str>),
    /// Trusted, and executed for the first time.
    Trusted(Arc<TrustedDocument>),
}

impl<E: Executor> Door<E> {
    /// Opens a door before a schema, given with its printed form.
    ///
    /// # Errors
    ///
    /// Fails when the printed form is not a schema.
    pub fn new(schema: E, sdl: &str) -> Result<Self, async_graphql::parser::Error> {
        Ok(Self {
            strict: schema,
            fast: None,
            costs: CostTable::from_sdl(sdl)?,
            documents: Documents::default(),
            registry: None,
            cache: DocumentCache::default(),
            automatic: Automatic::default(),
            introspection: Introspection::On,
            ad_hoc: AdHoc::Allowed,
            report: Arc::new(|error, request_id| {
                tracing::error!(request_id, path = ?error.path, error = %error.message, "resolver failed");
            }),
        })
    }

    /// Gives the same schema built with `ValidationMode::Fast`, for documents found valid before.
    #[must_use]
    pub fn fast(self, schema: E) -> Self {
        Self {
            fast: Some(schema),
            ..self
        }
    }

    /// Gives the trusted documents that are there from the start.
    #[must_use]
    pub fn documents(self, documents: Documents) -> Self {
        Self { documents, ..self }
    }

    /// Says who knows further trusted documents, and is told of the use of all.
    #[must_use]
    pub fn registry(self, registry: Arc<dyn Registry>) -> Self {
        let registry = Some(registry);
        Self { registry, ..self }
    }

    /// Says whether clients may ask for the schema; they may unless told otherwise.
    #[must_use]
    pub fn introspection(self, introspection: Introspection) -> Self {
        Self {
            introspection,
            ..self
        }
    }

    /// Says whether clients may send documents in full; they may unless told otherwise.
    #[must_use]
    pub fn ad_hoc(self, ad_hoc: AdHoc) -> Self {
        Self { ad_hoc, ..self }
    }

    /// Says who is told of errors that are our own fault; unless told otherwise, the log.
    #[must_use]
    pub fn report(self, report: impl Fn(&ServerError, &str) + Send + Sync + 'static) -> Self {
        Self {
            report: Arc::new(report),
            ..self
        }
    }

    /// The trusted documents that are there from the start.
    pub const fn shipped(&self) -> &Documents {
        &self.documents
    }

    /// The further trusted documents of now.
    ///
    /// # Errors
    ///
    /// Refuses when they cannot be read.
    pub async fn registered(&self) -> Result<Arc<Documents>, Refusal> {
        match &self.registry {
            Some(registry) => registry.documents().await,
            None => Ok(Arc::default()),
        }
    }

    /// Finds a trusted document by its name.
    ///
    /// # Errors
    ///
    /// Refuses when the registered ones cannot be read.
    pub async fn by_name(&self, name: &str) -> Result<Option<Arc<TrustedDocument>>, Refusal> {
        match self.documents.by_name(name) {
            Some(shipped) => Ok(Some(Arc::clone(shipped))),
            None => Ok(self.registered().await?.by_name(name).cloned()),
        }
    }

    async fn by_id(&self, id: &str) -> Result<Option<Arc<TrustedDocument>>, Refusal> {
        match self.documents.by_id(id) {
            Some(shipped) => Ok(Some(Arc::clone(shipped))),
            None => Ok(self.registered().await?.by_id(id).cloned()),
        }
    }

    /// The weights of the schema.
    pub const fn costs(&self) -> &CostTable {
        &self.costs
    }

    /// Answers an HTTP request; `context` attaches what resolvers need to the operation.
    pub async fn handle(
        &self,
        request: Request,
        context: impl FnOnce(async_graphql::Request) -> async_graphql::Request,
        audience: &Limits,
        request_id: &str,
    ) -> Response {
        let media = match negotiate(request.headers()) {
            Ok(media) => media,
            Err(refusal) => return refusal.into_response(MediaType::Json, request_id),
        };
        let answer = async {
            let prepared = self.admit(request, audience).await?;
            self.execute(prepared, context, audience, request_id).await
        };
        match answer.await {
            Ok(answer) => answer.into_response(media, request_id),
            Err(refusal) => refusal.into_response(media, request_id),
        }
    }

    /// Reads a request, and does all that comes before validation and execution.
    ///
    /// # Errors
    ///
    /// As [`Door::prepare`]; refuses what is no request, mutations by GET, and subscriptions.
    pub async fn admit(&self, request: Request, audience: &Limits) -> Result<Prepared, Refusal> {
        let request = GraphRequest::read(request, audience).await?;
        self.admit_read(request, audience).await
    }

    /// The same of a request that has been read, whichever way it came.
    ///
    /// # Errors
    ///
    /// As [`Door::admit`].
    pub async fn admit_read(
        &self,
        request: GraphRequest,
        audience: &Limits,
    ) -> Result<Prepared, Refusal> {
        let is_get = request.is_get;
        let prepared = self.prepare(request, audience).await?;
        match prepared.kind {
            OperationType::Mutation if is_get => {
                Err(Refusal::method("POST", "mutations are sent by POST"))
            }
            OperationType::Subscription => {
                let message = "subscriptions need a transport that streams";
                Err(Refusal::request(Code::BadRequest, message))
            }
            OperationType::Query | OperationType::Mutation => Ok(prepared),
        }
    }

    /// Says whether what was answered under a query string may be given again, and counts it: a
    /// document that was taken back since then is not.
    ///
    /// # Errors
    ///
    /// Refuses when the registered documents cannot be read.
    pub async fn repeats(&self, query: &str, client: Option<&str>) -> Result<bool, Refusal> {
        let Some(id) = request::document_in(query) else {
            return Ok(self.ad_hoc == AdHoc::Allowed);
        };
        match self.by_id(&id).await? {
            Some(document) => {
                self.used(&document, client);
                Ok(true)
            }
            None => Ok(self.automatic.get(&id).is_some()),
        }
    }

    /// Counts a use of a trusted document.
    pub fn used(&self, document: &TrustedDocument, client: Option<&str>) {
        if let Some(registry) = &self.registry {
            registry.used(document, client);
        }
    }

    /// Does all that comes before validation and execution.
    ///
    /// # Errors
    ///
    /// Refuses unknown documents, text that does not parse, whatever is beyond the limits, and
    /// variables that are not of their types.
    pub async fn prepare(
        &self,
        request: GraphRequest,
        limits: &Limits,
    ) -> Result<Prepared, Refusal> {
        let (ready, source, is_trusted) = self.find(&request, limits).await?;
        limits.check_shape(&ready.shape)?;
        if ready.shape.introspects && self.introspection == Introspection::Off {
            return Err(Refusal::request(
                Code::ValidationFailed,
                "introspection is off",
            ));
        }
        let (name, operation) = ready.operation(request.operation_name.as_deref())?;
        let (name, kind, operation) = (name.cloned(), operation.node.ty, &operation.node);
        if !is_trusted {
            let cost = self
                .costs
                .operation_cost(&ready.document, operation, &request.variables);
            limits.check_cost(cost)?;
        }
        let naming = if is_trusted {
            Naming::Named
        } else {
            Naming::Nameless
        };
        coerce::check_variables(&self.costs.sdl, operation, &request.variables, naming)?;
        Ok(Prepared {
            ready,
            operation_name: name,
            variables: request.variables,
            source,
            kind,
        })
    }

    /// Finds or parses the document, and says whether it is trusted.
    async fn find(&self, request: &GraphRequest, limits: &Limits) -> Result<Found, Refusal> {
        let client = request.client.as_deref();
        let unknown = |message: &'static str| Refusal::request(Code::DocumentUnknown, message);
        match &request.document {
            Document::Id(id) => match self.by_id(id).await? {
                Some(document) => self.trusted(&document, client),
                None => Err(unknown("no trusted document has this id")),
            },
            Document::Persisted { id, text: None } => match self.by_id(id).await? {
                Some(document) => self.trusted(&document, client),
                // Apollo's clients wait for this word before they send the document in full.
                None if self.ad_hoc != AdHoc::Refused => match self.automatic.get(id) {
                    Some(text) => self.sent(&text, client, limits).await,
                    None => Err(unknown("PersistedQueryNotFound")),
                },
                None => Err(unknown("no trusted document has this hash")),
            },
            Document::Persisted {
                id,
                text: Some(text),
            } => {
                let found = self.sent(text, client, limits).await?;
                if !found.2 {
                    self.automatic.insert(id, text);
                }
                Ok(found)
            }
            Document::Text(text) => self.sent(text, client, limits).await,
        }
    }

    /// Finds a document that came in full.
    async fn sent(
        &self,
        text: &str,
        client: Option<&str>,
        limits: &Limits,
    ) -> Result<Found, Refusal> {
        limits.check_text(text)?;
        let known = self.cache.get(text);
        let trusted = match (self.ad_hoc, &known) {
            // A registered document is asked for by its hash; in full it is like any other.
            (AdHoc::Allowed, Some(_)) => None,
            (AdHoc::Allowed, None) => {
                let shipped = self.documents.by_id(&documents::document_id(text));
                shipped.cloned()
            }
            _ => self.by_id(&documents::document_id(text)).await?,
        };
        if let Some(document) = trusted {
            return self.trusted(&document, client);
        }
        match (self.ad_hoc, &self.registry) {
            (AdHoc::Refused, _) => {
                let message = "only trusted documents are taken here; send a documentId";
                return Err(Refusal::request(Code::DocumentUnknown, message));
            }
            (AdHoc::Logged, Some(registry)) => registry.let_through(text, client),
            _ => {}
        }
        match known {
            Some(ready) => Ok((ready, Source::Known, false)),
            None => Ok((parsed(text)?, Source::Text(text.into()), false)),
        }
    }

    fn trusted(
        &self,
        document: &Arc<TrustedDocument>,
        client: Option<&str>,
    ) -> Result<Found, Refusal> {
        self.used(document, client);
        let source = if document.is_valid() {
            Source::Known
        } else {
            Source::Trusted(Arc::clone(document))
        };
        Ok((document.ready()?, source, true))
    }
}

/// A document, where it came from, and whether it is trusted.
type Found = (Arc<Ready>, Source, bool);

/// Checks what a document amounts to against the limits of those who will send it.
///
/// # Errors
///
/// Refuses what is beyond the limits.
pub fn document_shape(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    limits.check_shape(&shape::Shape::of(document)?)
}

fn parsed(text: &str) -> Result<Arc<Ready>, Refusal> {
    let document = parse_query(text).map_err(|error| publish::parse_error(&error))?;
    Ok(Arc::new(Ready::new(document)?))
}

#[cfg(test)]
mod tests;
