//! Pages for people, `GET /`, `GET /explorer` and `GET /invitation`, with their files. They work offline, under a
//! policy that lets them load nothing from elsewhere.

mod examples;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};

use super::problem::ProblemDetails;
use crate::api::caller::anonymous;
use crate::app::{App, Call, Result};
use crate::editions;
use crate::users::DemoToken;
use examples::Examples;

const WELCOME: &str = include_str!("pages/welcome.html");
const EXPLORER: &str = include_str!("pages/explorer.html");
const INVITATION: &str = include_str!("pages/invitation.html");

/// The pages may use their own files and ask this server, and nothing else.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; \
    frame-ancestors 'none'";

/// How many headlines the welcome page shows.
const HEADLINES: u32 = 6;

/// The pages. The explorer hands out `tokens`; where there are any, this is the demo.
pub fn router(tokens: Vec<DemoToken>) -> Router<Arc<App>> {
    Router::new()
        .route("/", get(welcome))
        .route("/explorer", get(explorer))
        .route("/invitation", get(invitation))
        .route("/explorer/operations.json", get(operations))
        .route("/explorer/roles.json", get(roles))
        .route("/pages/{name}", get(file))
        .layer(Extension(Arc::<[DemoToken]>::from(tokens)))
}

async fn welcome(
    State(app): State<Arc<App>>,
    Extension(tokens): Extension<Arc<[DemoToken]>>,
    headers: HeaderMap,
) -> Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let is_demo = !tokens.is_empty();
    let page = greeting(&call, is_demo).await;
    let page = page.map_err(|error| ProblemDetails::of(error, call.request_id()))?;
    Ok(html(page))
}

async fn greeting(call: &Call, is_demo: bool) -> Result<String> {
    let is_set_up = editions::site_exists(call).await?;
    let site = if is_set_up {
        editions::site(call).await?.name.clone()
    } else {
        "Masthead".to_owned()
    };
    let headlines = if is_demo && is_set_up {
        Examples::read(call, HEADLINES).await?.headlines()?
    } else {
        String::new()
    };
    let mode = if is_demo { "demo" } else { "production" };
    Ok(filled(
        WELCOME,
        &[
            ("site_name", escaped(&site)),
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("base", escaped(&call.app().config.public_url)),
            ("mode", mode.to_owned()),
            ("headlines", headlines),
        ],
    ))
}

async fn explorer() -> Response {
    html(EXPLORER)
}

async fn invitation() -> Response {
    html(INVITATION)
}

async fn operations(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let found = async {
        if editions::site_exists(&call).await? {
            Examples::read(&call, 1).await?.operations(&call).await
        } else {
            Ok(Vec::new())
        }
    };
    let operations = found.await;
    let operations = operations.map_err(|error| ProblemDetails::of(error, call.request_id()))?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(operations)).into_response())
}

async fn roles(Extension(tokens): Extension<Arc<[DemoToken]>>) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(&*tokens)).into_response()
}

async fn file(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ProblemDetails> {
    let (kind, text) = match name.as_str() {
        "welcome.css" => ("text/css; charset=utf-8", include_str!("pages/welcome.css")),
        "reference.css" => (
            "text/css; charset=utf-8",
            include_str!("pages/reference.css"),
        ),
        "invitation.js" => (
            "text/javascript; charset=utf-8",
            include_str!("pages/invitation.js"),
        ),
        "explorer.css" => (
            "text/css; charset=utf-8",
            include_str!("pages/explorer.css"),
        ),
        "explorer.js" => (
            "text/javascript; charset=utf-8",
            include_str!("pages/explorer.js"),
        ),
        _ => {
            let call = anonymous(&app, &headers);
            let why = "there is nothing at this address";
            return Err(ProblemDetails::new(
                StatusCode::NOT_FOUND,
                why,
                call.request_id(),
            ));
        }
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, text).into_response())
}

fn html(page: impl Into<String>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, page.into()).into_response()
}

/// Puts values into the places `{{name}}` of a template, in one pass, so that a value is never
/// taken for a place.
pub fn filled(template: &str, values: &[(&str, String)]) -> String {
    let mut parts = template.split("{{");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let place = part.split_once("}}");
        let value = place.and_then(|(name, rest)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, rest))
        });
        match value {
            Some((value, rest)) => {
                page.push_str(value);
                page.push_str(rest);
            }
            None => {
                page.push_str("{{");
                page.push_str(part);
            }
        }
    }
    page
}

/// A text as it stands in HTML, attributes included.
pub fn escaped(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut html, c| {
            match c {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\'' => html.push_str("&#39;"),
                c => html.push(c),
            }
            html
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_put_in_once_and_never_read_as_places() {
        let values = [("a", "{{b}}".to_owned()), ("b", "two".to_owned())];

        assert_eq!(
            filled("<{{a}}|{{b}}|{{c}}|{{>", &values),
            "<{{b}}|two|{{c}}|{{>"
        );
    }

    #[test]
    fn markup_in_a_text_stays_text() {
        assert_eq!(
            escaped("<a title='\"&'>"),
            "&lt;a title=&#39;&quot;&amp;&#39;&gt;"
        );
    }

    #[test]
    fn the_pages_ask_for_nothing_that_is_not_here() {
        for page in [WELCOME, EXPLORER, INVITATION] {
            for (_, rest) in page.split('"').zip(page.split('"').skip(1)) {
                let is_elsewhere = rest.starts_with("http") || rest.starts_with("//");
                assert!(!is_elsewhere, "{rest}");
            }
            assert!(!page.contains("<script>") && !page.contains("<style"));
        }
    }
}
