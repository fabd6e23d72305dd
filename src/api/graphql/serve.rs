//! `/graphql` and `/desk/graphql`: a door before each schema.

use std::sync::Arc;

use anyhow::Context;
use async_graphql::Executor;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::any;
use include_dir::{Dir, include_dir};

use super::cache::{Asking, ResponseCache};
use super::door::{Documents, Door, Introspection, Limits, MediaType, Refusal, negotiate};
use super::schema::{DELIVERY, DESK};
use super::{desk, error, reader};
use crate::api::caller::{anonymous, identified};
use crate::api::http::cors;
use crate::app::{App, Error};
use crate::policy::Actor;

/// The documents that come with Masthead, known by the hash of their bytes.
static OPERATIONS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schema/operations");

/// Both graphs, open for one application.
struct Doors<D, S> {
    delivery: Door<D>,
    cache: ResponseCache,
    desk: Door<S>,
}

/// The two addresses. Any page may ask delivery; the desk is for this site's own.
///
/// # Errors
/// When a schema does not parse as it was printed.
pub fn router(app: &App) -> anyhow::Result<Router<Arc<App>>> {
    let doors = Arc::new(Doors {
        delivery: opened(
            Door::new(DELIVERY.strict.clone(), &DELIVERY.sdl)
                .context("the printed schema of delivery")?
                .fast(DELIVERY.fast.clone()),
            app,
        ),
        cache: ResponseCache::new(app.config.cache_mib as usize * 1024 * 1024),
        desk: opened(
            Door::new(DESK.strict.clone(), &DESK.sdl)
                .context("the printed schema of the desk")?
                .fast(DESK.fast.clone()),
            app,
        ),
    });
    let for_desk = Arc::clone(&doors);
    let delivery = async move |State(app): State<Arc<App>>, request: Request| {
        deliver(&doors.delivery, &doors.cache, &app, request).await
    };
    let desk = async move |State(app): State<Arc<App>>, request: Request| {
        answer(&for_desk.desk, &app, request).await
    };
    Ok(Router::new()
        .route("/graphql", any(delivery).layer(cors::open()))
        .route("/desk/graphql", any(desk)))
}

fn opened<E: Executor>(door: Door<E>, app: &App) -> Door<E> {
    let introspection = if app.config.introspection {
        Introspection::On
    } else {
        Introspection::Off
    };
    door.documents(documents())
        .introspection(introspection)
        .report(error::log)
}

fn documents() -> Documents {
    let named = OPERATIONS.files().filter_map(|file| {
        let name = file.path().file_stem()?.to_str()?;
        Some((name, file.contents_utf8()?))
    });
    Documents::new(named)
}

/// Answers the staff: everybody is given what they may see, and nothing is kept.
async fn answer<E: Executor>(door: &Door<E>, app: &Arc<App>, request: Request) -> Response {
    let nobody = anonymous(app, request.headers());
    let call = match identified(&nobody, request.headers()).await {
        Ok(call) => call,
        Err(failure) => return refused(&failure, &request, nobody.request_id()),
    };
    let context = |request: async_graphql::Request| {
        request
            .data(call.clone())
            .data(reader::Readers::default())
            .data(desk::Readers::default())
    };
    door.handle(request, context, &limits(call.actor()), call.request_id())
        .await
}

/// Answers readers: everybody is given the same, from what is kept as far as it goes.
async fn deliver<E: Executor>(
    door: &Door<E>,
    cache: &ResponseCache,
    app: &Arc<App>,
    request: Request,
) -> Response {
    let nobody = anonymous(app, request.headers());
    let caller = match identified(&nobody, request.headers()).await {
        Ok(call) => call,
        Err(failure) => return refused(&failure, &request, nobody.request_id()),
    };
    let media = match negotiate(request.headers()) {
        Ok(media) => media,
        Err(refusal) => return refusal.into_response(MediaType::Json, nobody.request_id()),
    };
    let (limits, headers) = (limits(caller.actor()), request.headers().clone());
    let address = address(&request, caller.actor());
    if let Some(address) = &address
        && let Some(whole) = cache.by_address(&nobody, address)
    {
        return whole.respond(&headers, media, nobody.now()).await;
    }
    let readers = reader::Readers::default();
    let context =
        |request: async_graphql::Request| request.data(nobody.clone()).data(readers.clone());
    let answer = async {
        let prepared = door.admit(request, &limits).await?;
        let asking = Asking {
            door,
            prepared: &prepared,
            context,
            limits: &limits,
            call: &nobody,
        };
        if let Some(whole) = cache.answer(asking).await? {
            if let Some(address) = address {
                cache.remember(address, &whole);
            }
            return Ok(whole.respond(&headers, media, nobody.now()).await);
        }
        let answer = door
            .execute(prepared, context, &limits, nobody.request_id())
            .await?;
        Ok(answer.into_response(media, nobody.request_id()))
    };
    answer
        .await
        .unwrap_or_else(|refusal: Refusal| refusal.into_response(media, nobody.request_id()))
}

/// What an answer by GET is remembered under: its address, and what its caller may ask for.
fn address(request: &Request, actor: &Actor) -> Option<String> {
    let query = request.uri().query()?;
    let class = match actor {
        Actor::Anonymous => 'r',
        Actor::Token { .. } => 't',
        Actor::Staff { .. } | Actor::System { .. } => 's',
    };
    (request.method() == Method::GET).then(|| format!("{class}{query}"))
}

/// What a caller may ask for at once.
const fn limits(actor: &Actor) -> Limits {
    match actor {
        Actor::Anonymous => Limits::anonymous(),
        Actor::Token { .. } => Limits::api_token(),
        Actor::Staff { .. } | Actor::System { .. } => Limits::staff(),
    }
}

/// The answer to somebody who could not be identified.
fn refused(failure: &Error, request: &Request, request_id: &str) -> Response {
    let refusal = match failure {
        Error::Limited => Refusal::rate_limited(1),
        Error::Internal(cause) => {
            tracing::error!(request_id, error = format!("{cause:#}"), "no caller");
            Refusal::internal()
        }
        _ => Refusal::unauthenticated(),
    };
    match negotiate(request.headers()) {
        Ok(media) => refusal.into_response(media, request_id),
        Err(other) => other.into_response(super::door::MediaType::Json, request_id),
    }
}
