//! `/graphql` and `/desk/graphql`: a door before each schema.

use std::sync::Arc;

use async_graphql::Executor;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::any;

use super::cache::{Asking, Form, Whole, Wish};
use super::door::{Answer, Door, Limits, MediaType, Prepared, Refusal, negotiate, request};
use super::doors::Doors;
use super::{desk, reader};
use crate::ads::events::Signs;
use crate::api::caller::{anonymous, identified};
use crate::api::http::ads::Peer;
use crate::api::http::cors;
use crate::app::{App, Call, Error};
use crate::policy::Actor;

/// The two addresses. Any page may ask delivery; the desk is for this site's own.
pub fn router(doors: Arc<Doors>) -> Router<Arc<App>> {
    let for_desk = Arc::clone(&doors);
    let delivery = async move |State(app): State<Arc<App>>, request: Request| {
        deliver(&doors, &app, request).await
    };
    let desk = async move |State(app): State<Arc<App>>, request: Request| {
        answer(&for_desk.desk, &app, request).await
    };
    Router::new()
        .route("/graphql", any(delivery).layer(cors::open()))
        .route("/desk/graphql", any(desk))
}

/// Answers the staff: everybody is given what they may see, and nothing is kept.
async fn answer<E: Executor>(door: &Door<E>, app: &Arc<App>, request: Request) -> Response {
    let caller = match Caller::of(app, request.headers()).await {
        Ok(caller) => caller,
        Err(refused) => return refused.into_response(request.headers()),
    };
    let context = |request| caller.attach(request);
    let request_id = caller.call.request_id();
    door.handle(request, context, &caller.limits, request_id)
        .await
}

/// Answers readers: everybody is given the same, from what is kept as far as it goes.
async fn deliver(doors: &Doors, app: &Arc<App>, request: Request) -> Response {
    let caller = match Caller::of(app, request.headers()).await {
        Ok(caller) => caller.at(Peer::in_request(&request)),
        Err(refused) => return refused.into_response(request.headers()),
    };
    let nobody = &caller.nobody;
    let media = match negotiate(request.headers()) {
        Ok(media) => media,
        Err(refusal) => return refusal.into_response(MediaType::Json, nobody.request_id()),
    };
    let wish = Wish::of(request.headers());
    let answer = async {
        let address = caller.address(&request);
        if let Some(address) = &address
            && let Some(whole) = doors.cache.by_address(nobody, address)
        {
            let client = request::client(request.headers());
            let query = request.uri().query().unwrap_or_default();
            if doors.delivery.repeats(query, client.as_deref()).await? {
                return Ok(whole.respond(&wish, media, nobody.now()).await);
            }
        }
        let prepared = doors.delivery.admit(request, &caller.limits).await?;
        match doors.read(&caller, prepared, Form::Graph).await? {
            Given::Kept(whole) => {
                if let Some(address) = address {
                    doors.cache.remember(address, &whole);
                }
                Ok(whole.respond(&wish, media, nobody.now()).await)
            }
            Given::Made(answer) => Ok(answer.into_response(media, nobody.request_id())),
        }
    };
    answer
        .await
        .unwrap_or_else(|refusal: Refusal| refusal.into_response(media, nobody.request_id()))
}

/// What readers are given.
pub enum Given {
    /// From what is kept, as far as that went.
    Kept(Arc<Whole>),
    /// Executed as a whole, for this request alone.
    Made(Box<Answer>),
}

impl Doors {
    /// Reads for whoever asks delivery, from what is kept as far as it goes.
    ///
    /// # Errors
    /// Refuses what is not valid, and what takes too long.
    pub async fn read(
        &self,
        caller: &Caller,
        prepared: Prepared,
        form: Form,
    ) -> Result<Given, Refusal> {
        let (door, nobody) = (&self.delivery, &caller.nobody);
        let readers = reader::Readers::default();
        let context = |request: async_graphql::Request| {
            request
                .data(nobody.clone())
                .data(readers.clone())
                .data(Arc::clone(&caller.signs))
        };
        let asking = Asking {
            door,
            prepared: &prepared,
            context,
            limits: &caller.limits,
            call: nobody,
            form,
        };
        if let Some(whole) = self.cache.answer(asking).await? {
            return Ok(Given::Kept(whole));
        }
        let request_id = nobody.request_id();
        let answer = door
            .execute(prepared, context, &caller.limits, request_id)
            .await?;
        Ok(Given::Made(Box::new(answer)))
    }
}

/// Who asks, and within which limits.
pub struct Caller {
    /// Whom delivery answers: everybody is given the same.
    pub nobody: Call,
    /// Whom the desk answers.
    pub call: Call,
    /// What may be asked for at once.
    pub limits: Limits,
    /// What is known of the request, for what it tells of ads.
    pub signs: Arc<Signs>,
}

/// What is said to somebody who could not be identified, and the name of the request.
pub struct Unidentified {
    /// What is said.
    pub refusal: Refusal,
    /// The name of the request.
    pub request_id: String,
}

impl Caller {
    /// Whoever sends a request with these headers.
    ///
    /// # Errors
    /// When the credentials are not good.
    pub async fn of(app: &Arc<App>, headers: &HeaderMap) -> Result<Self, Unidentified> {
        let nobody = anonymous(app, headers);
        match identified(&nobody, headers).await {
            Ok(call) => Ok(Self {
                limits: limits(call.actor()),
                signs: Arc::new(Peer::default().signs(headers)),
                nobody,
                call,
            }),
            Err(failure) => Err(Unidentified {
                refusal: refusal(&failure, nobody.request_id()),
                request_id: nobody.request_id().to_owned(),
            }),
        }
    }

    /// The same, who asks from there.
    fn at(mut self, peer: Peer) -> Self {
        Arc::make_mut(&mut self.signs).peer = peer.address();
        self
    }

    /// Attaches what resolvers of the desk need.
    pub fn attach(&self, request: async_graphql::Request) -> async_graphql::Request {
        request
            .data(self.call.clone())
            .data(reader::Readers::default())
            .data(desk::Readers::default())
    }

    /// A letter for what the caller may ask for: answers are remembered apart by it.
    pub fn class(&self) -> char {
        match self.call.actor() {
            Actor::Anonymous => 'r',
            Actor::Token { .. } => 't',
            Actor::Staff { .. } | Actor::System { .. } => 's',
        }
    }

    /// What an answer by GET is remembered under: its address, and what its caller may ask for.
    fn address(&self, request: &Request) -> Option<String> {
        let query = request.uri().query()?;
        (request.method() == Method::GET).then(|| format!("{}{query}", self.class()))
    }
}

/// What a caller may ask for at once.
const fn limits(actor: &Actor) -> Limits {
    match actor {
        Actor::Anonymous => Limits::anonymous(),
        Actor::Token { .. } => Limits::api_token(),
        Actor::Staff { .. } | Actor::System { .. } => Limits::staff(),
    }
}

fn refusal(failure: &Error, request_id: &str) -> Refusal {
    match failure {
        Error::Limited => Refusal::rate_limited(1),
        Error::Internal(cause) => {
            tracing::error!(request_id, error = format!("{cause:#}"), "no caller");
            Refusal::internal()
        }
        _ => Refusal::unauthenticated(),
    }
}

impl Unidentified {
    fn into_response(self, headers: &HeaderMap) -> Response {
        let media = negotiate(headers).unwrap_or(MediaType::Json);
        self.refusal.into_response(media, &self.request_id)
    }
}
