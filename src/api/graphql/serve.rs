//! `/graphql` and `/desk/graphql`: a door before each schema.

use std::sync::Arc;

use anyhow::Context;
use async_graphql::Executor;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;
use include_dir::{Dir, include_dir};

use super::door::{Documents, Door, Introspection, Limits, Refusal, negotiate};
use super::schema::{DELIVERY, DESK};
use super::{desk, error, reader};
use crate::api::caller::{anonymous, identified};
use crate::api::http::cors;
use crate::app::{App, Call, Error};
use crate::policy::Actor;

/// The documents that come with Masthead, known by the hash of their bytes.
static OPERATIONS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schema/operations");

/// Both graphs, open for one application.
struct Doors<D, S> {
    delivery: Door<D>,
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
        desk: opened(
            Door::new(DESK.strict.clone(), &DESK.sdl)
                .context("the printed schema of the desk")?
                .fast(DESK.fast.clone()),
            app,
        ),
    });
    let for_desk = Arc::clone(&doors);
    let delivery = async move |State(app): State<Arc<App>>, request: Request| {
        // Everybody is given the same: what readers may see.
        answer(&doors.delivery, &app, request, |call| {
            call.by(Actor::Anonymous)
        })
        .await
    };
    let desk = async move |State(app): State<Arc<App>>, request: Request| {
        answer(&for_desk.desk, &app, request, Clone::clone).await
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

async fn answer<E: Executor>(
    door: &Door<E>,
    app: &Arc<App>,
    request: Request,
    sees: impl Fn(&Call) -> Call,
) -> Response {
    let nobody = anonymous(app, request.headers());
    let call = match identified(&nobody, request.headers()).await {
        Ok(call) => call,
        Err(failure) => return refused(&failure, &request, nobody.request_id()),
    };
    let context = |request: async_graphql::Request| {
        request
            .data(sees(&call))
            .data(reader::Readers::default())
            .data(desk::Readers::default())
    };
    door.handle(request, context, &limits(call.actor()), call.request_id())
        .await
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
