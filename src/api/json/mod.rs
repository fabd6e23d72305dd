//! The JSON API: named operations. `GET /v1/{name}` runs a trusted document of delivery with its
//! parameters as variables, `POST /v1/{name}` one of the desk that writes. Both go through the
//! doors of the graphs, so that nothing is decided, limited or kept here a second time.
//!
//! An answer is the `data` of the document. What went wrong is a problem (RFC 9457), which keeps
//! what could be read all the same.

mod answer;
mod openapi;
mod outcome;
mod reference;

use std::sync::Arc;

use async_graphql::Variables;
use async_graphql::parser::types::OperationType;
use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};

use super::graphql::Doors;
use super::graphql::door::parameters::Unfit;
use super::graphql::door::request::{GraphRequest, client, read_object};
use super::graphql::door::{Refusal, TrustedDocument};
use super::graphql::scalars::takes;
use super::graphql::serving::{Caller, Form, Given};
use super::http::problem::ProblemDetails;
use super::http::{cors, not_this_way};
use crate::app::App;
use crate::policy::Actor;
pub(in crate::api) use answer::refused;
use openapi::Described;

/// The addresses below `/v1`. Pages of any site may read; writing is for programs with a token.
pub fn router(doors: &Arc<Doors>) -> Router<Arc<App>> {
    let described = Arc::new(Described::default());
    Router::new()
        .route("/v1", get(async || Redirect::permanent("/v1/")))
        .route("/v1/", reference_page(doors, &described))
        .route("/v1/openapi.json", description(doors, described))
        .route("/v1/{name}", named(doors))
}

fn reference_page(doors: &Arc<Doors>, described: &Arc<Described>) -> MethodRouter<Arc<App>> {
    let (doors, described) = (Arc::clone(doors), Arc::clone(described));
    let answer = async move |State(app): State<Arc<App>>, headers: HeaderMap| {
        let call = super::caller::anonymous(&app, &headers);
        match described.document(&doors, &call).await {
            Ok(document) => reference::page(&document),
            Err(refusal) => answer::refused(refusal, call.request_id()),
        }
    };
    get(answer).fallback(not_this_way)
}

fn description(doors: &Arc<Doors>, described: Arc<Described>) -> MethodRouter<Arc<App>> {
    let doors = Arc::clone(doors);
    let answer = async move |State(app): State<Arc<App>>, headers: HeaderMap| {
        let call = super::caller::anonymous(&app, &headers);
        match described.document(&doors, &call).await {
            Ok(document) => answer::described(document.to_string().into_bytes(), &headers),
            Err(refusal) => answer::refused(refusal, call.request_id()),
        }
    };
    get(answer).fallback(not_this_way).layer(cors::reading())
}

fn named(doors: &Arc<Doors>) -> MethodRouter<Arc<App>> {
    let (for_reading, for_writing) = (Arc::clone(doors), Arc::clone(doors));
    let read = async move |State(app): State<Arc<App>>, name: Name, request: Request| {
        let (parts, _) = request.into_parts();
        match Asked::of(&app, parts, name).await {
            Ok(asked) => read(&for_reading, &asked).await,
            Err(response) => response,
        }
    };
    let write = async move |State(app): State<Arc<App>>, name: Name, request: Request| {
        let (parts, body) = request.into_parts();
        match Asked::of(&app, parts, name).await {
            Ok(asked) => Box::pin(write(&for_writing, &asked, body)).await,
            Err(response) => response,
        }
    };
    get(read)
        .fallback(not_this_way)
        .layer(cors::reading())
        .merge(post(write))
}

/// The name in an address, unless it cannot be read.
type Name = Result<Path<String>, PathRejection>;

/// A request without its body, and who sent it.
struct Asked {
    parts: Parts,
    name: String,
    caller: Caller,
}

impl Asked {
    async fn of(app: &Arc<App>, parts: Parts, name: Name) -> Result<Self, Response> {
        let caller = Caller::of(app, &parts.headers).await;
        let caller =
            caller.map_err(|unknown| answer::refused(unknown.refusal, &unknown.request_id))?;
        Ok(Self {
            // No document has an empty name.
            name: name.map_or_else(|_| String::new(), |Path(name)| name),
            parts,
            caller,
        })
    }

    fn request_id(&self) -> &str {
        self.caller.nobody.request_id()
    }

    fn problem(&self, status: StatusCode, detail: &str) -> ProblemDetails {
        ProblemDetails::new(status, detail, self.request_id())
    }

    fn refused(&self, refusal: Refusal) -> Response {
        answer::refused(refusal, self.request_id())
    }

    fn unfit(&self, unfit: Unfit) -> Response {
        match unfit {
            Unfit::Refused(refusal) => self.refused(refusal),
            Unfit::Misfits(misfits) => answer::misfits(&misfits, self.request_id()),
        }
    }

    fn query(&self) -> &str {
        self.parts.uri.query().unwrap_or_default()
    }

    /// What a request for the document is to the door.
    fn graph_request(&self, document: &TrustedDocument, variables: Variables) -> GraphRequest {
        let is_get = self.parts.method != Method::POST;
        GraphRequest::of(document.id.clone(), variables, &self.parts.headers, is_get)
    }
}

/// Runs a document that reads.
async fn read(doors: &Doors, asked: &Asked) -> Response {
    let door = &doors.delivery;
    let document = match door.by_name(&asked.name).await {
        Ok(Some(document)) => document,
        Ok(None) => return elsewhere(doors, asked, OperationType::Query).await,
        Err(refusal) => return asked.refused(refusal),
    };
    match given(doors, asked, &document).await {
        Ok(given) => shown(asked, &document, given).await,
        Err(unfit) => asked.unfit(unfit),
    }
}

/// What a document gives, from what is kept as far as it goes.
async fn given(doors: &Doors, asked: &Asked, document: &TrustedDocument) -> Result<Given, Unfit> {
    let (door, nobody) = (&doors.delivery, &asked.caller.nobody);
    // The id, because a name may go to another document.
    let address = format!("{}{}?{}", asked.caller.class(), document.id, asked.query());
    if let Some(whole) = doors.cache().by_address(nobody, &address) {
        door.used(document, client(&asked.parts.headers).as_deref());
        return Ok(Given::Kept(whole));
    }
    let pairs: Vec<_> = url::form_urlencoded::parse(asked.query().as_bytes())
        .into_owned()
        .collect();
    let variables = door.variables_from_texts(document, &pairs, &takes)?;
    let request = asked.graph_request(document, variables);
    let prepared = door.admit_read(request, &asked.caller.limits).await?;
    let given = doors.read(&asked.caller, prepared, Form::Data).await?;
    if let Given::Kept(whole) = &given {
        doors.cache().remember(address, whole);
    }
    Ok(given)
}

/// Shows it with the status that it amounts to.
async fn shown(asked: &Asked, document: &TrustedDocument, given: Given) -> Response {
    let places = match document.places_asked_for() {
        Ok(places) => places,
        Err(refusal) => return asked.refused(refusal),
    };
    let (headers, id) = (&asked.parts.headers, asked.request_id());
    match given {
        Given::Kept(whole) => {
            let outcome = outcome::of(&whole.body, places);
            answer::kept(&whole, outcome, headers, &asked.caller.nobody).await
        }
        Given::Made(made) => {
            let outcome = outcome::of(&made.data, places);
            answer::made(*made, outcome, headers, id)
        }
    }
}

/// Runs a document that writes.
async fn write(doors: &Doors, asked: &Asked, body: Body) -> Response {
    let door = &doors.desk;
    let document = match door.by_name(&asked.name).await {
        Ok(document) => document,
        Err(refusal) => return asked.refused(refusal),
    };
    let writes = |document: &Arc<TrustedDocument>| {
        document
            .kind()
            .is_ok_and(|kind| kind == OperationType::Mutation)
    };
    let Some(document) = document.filter(writes) else {
        return elsewhere(doors, asked, OperationType::Mutation).await;
    };
    if matches!(asked.caller.call.actor(), Actor::Anonymous) {
        return asked.refused(Refusal::unauthenticated());
    }
    let members = match read_object(&asked.parts.headers, body, &asked.caller.limits).await {
        Ok(members) => members,
        Err(refusal) => return asked.refused(refusal),
    };
    let variables = match door.variables_from_members(&document, members, &takes) {
        Ok(variables) => variables,
        Err(unfit) => return asked.unfit(unfit),
    };
    let written = async {
        let request = asked.graph_request(&document, variables);
        let prepared = door.admit_read(request, &asked.caller.limits).await?;
        let context = |request| asked.caller.attach(request);
        door.execute(prepared, context, &asked.caller.limits, asked.request_id())
            .await
    };
    match written.await {
        Ok(answer) => answer::written(answer, asked.request_id()),
        Err(refusal) => asked.refused(refusal),
    }
}

/// The answer where no document of this name does what the method asks for.
async fn elsewhere(doors: &Doors, asked: &Asked, wanted: OperationType) -> Response {
    let found = match wanted {
        OperationType::Query => doors.desk.by_name(&asked.name).await,
        _ => doors.delivery.by_name(&asked.name).await,
    };
    match found {
        Err(refusal) => asked.refused(refusal),
        Ok(Some(_)) => {
            let (allow, why) = match wanted {
                OperationType::Query => ("POST", "this writes: send its variables by POST"),
                _ => ("GET, HEAD", "this reads: ask it by GET"),
            };
            let problem = asked.problem(StatusCode::METHOD_NOT_ALLOWED, why);
            problem.allow(allow).into_response()
        }
        Ok(None) => {
            let why = "there is no operation of this name; /v1/ lists them";
            asked.problem(StatusCode::NOT_FOUND, why).into_response()
        }
    }
}
