//! Feeds and sitemaps: what programs follow that know nothing of GraphQL.
//!
//! A feed is one document of delivery (`schema/operations/feeds/feed.graphql`) written down in
//! another format: it goes through the graph's door, is kept with its answers, and ends with them.
//! Sitemaps are read a bounded part at a time, so that the largest archive never stands in memory.

mod answer;
mod atom;
mod json_feed;
mod ninjs;
mod rss;
mod sitemap;
mod story;
mod xml;

use std::sync::Arc;

use async_graphql::Variables;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use self::answer::{Format, Source};
use self::story::Followed;
use super::graphql::Doors;
use super::graphql::door::request::GraphRequest;
use super::graphql::door::{Code, Limits, Refusal};
use super::graphql::serving::{Caller, Form, Given};
use super::http::problem::ProblemDetails;
use super::http::{cors, not_this_way};
use super::json::refused;
use crate::app::App;

/// The addresses of feeds and sitemaps, which programs of any site may read.
pub fn router(doors: &Arc<Doors>) -> Router<Arc<App>> {
    let (of_edition, of_page) = (Arc::clone(doors), Arc::clone(doors));
    let edition = async move |State(app): State<Arc<App>>,
                              Path((locale, file)): Path<(String, String)>,
                              headers: HeaderMap| {
        let page = Page {
            locale,
            of: None,
            file,
        };
        feed(&of_edition, &app, &page, &headers).await
    };
    let page =
        async move |State(app): State<Arc<App>>,
                    Path((locale, kind, slug, file)): Path<(String, String, String, String)>,
                    headers: HeaderMap| {
            let page = Page {
                locale,
                of: Some((kind, slug)),
                file,
            };
            feed(&of_page, &app, &page, &headers).await
        };
    let open = |method: axum::routing::MethodRouter<Arc<App>>| {
        method.fallback(not_this_way).layer(cors::reading())
    };
    Router::new()
        .route("/feeds/{locale}/{file}", open(get(edition)))
        .route("/feeds/{locale}/{kind}/{slug}/{file}", open(get(page)))
        .route("/sitemaps/{file}", open(get(sitemap::answer)))
}

/// What an address names.
struct Page {
    locale: String,
    /// `section`, `tag` or `author`, and its address word; none of a whole edition.
    of: Option<(String, String)>,
    file: String,
}

impl Page {
    /// The path that it stands at, with the words as they came.
    fn path(&self) -> String {
        match &self.of {
            None => format!("/feeds/{}/{}", self.locale, self.file),
            Some((kind, slug)) => format!("/feeds/{}/{kind}/{slug}/{}", self.locale, self.file),
        }
    }

    /// The variables of the document; `None` of an address that names nothing.
    fn variables(&self) -> Option<Variables> {
        let mut variables = json!({ "locale": self.locale });
        let switch = match &self.of {
            None => "ofEdition",
            Some((kind, slug)) => {
                variables["slug"] = slug.as_str().into();
                match kind.as_str() {
                    "section" => "ofSection",
                    "tag" => "ofTag",
                    "author" => "ofAuthor",
                    _ => return None,
                }
            }
        };
        variables[switch] = true.into();
        Some(Variables::from_json(variables))
    }
}

async fn feed(doors: &Doors, app: &Arc<App>, page: &Page, headers: &HeaderMap) -> Response {
    let caller = match Caller::of(app, headers).await {
        // The document is our own: what may be asked at once does not depend on who asks.
        Ok(caller) => Caller {
            limits: Limits::staff(),
            ..caller
        },
        Err(unknown) => return refused(unknown.refusal, &unknown.request_id),
    };
    let request_id = caller.nobody.request_id();
    let missing = || {
        let why = "there is no such feed";
        ProblemDetails::new(StatusCode::NOT_FOUND, why, request_id).into_response()
    };
    let (Some(format), Some(variables)) = (Format::of(&page.file), page.variables()) else {
        return missing();
    };
    let given = match given(doors, &caller, page, variables, headers).await {
        Ok(given) => given,
        // A locale or an address word of another form names nothing.
        Err(refusal) if is_about_input(&refusal) => return missing(),
        Err(refusal) => return refused(refusal, request_id),
    };
    let source = match Source::of(given, caller.nobody.now()) {
        Ok(source) => source,
        Err(refusal) => return refused(refusal, request_id),
    };
    if let Some(same) = source.held_by(headers, format) {
        return same;
    }
    let own = format!("{}{}", app.config.public_url, page.path());
    let written = match Followed::read(source.data()) {
        Ok(None) => return missing(),
        Ok(Some(followed)) => format
            .write(&followed, &page.locale, &own)
            .map(|body| source.answer(format, followed.changed_at(), body))
            .map_err(anyhow::Error::from),
        Err(error) => Err(error.into()),
    };
    written.unwrap_or_else(|error| {
        ProblemDetails::of(crate::app::Error::Internal(error), request_id).into_response()
    })
}

/// The answer of the document, from what is kept as far as it goes.
async fn given(
    doors: &Doors,
    caller: &Caller,
    page: &Page,
    variables: Variables,
    headers: &HeaderMap,
) -> Result<Given, Refusal> {
    let of = page.of.as_ref();
    let of = of.map_or_else(String::new, |(kind, slug)| format!("{kind}/{slug}"));
    let address = format!("feed {} {of}", page.locale);
    if let Some(whole) = doors.cache().by_address(&caller.nobody, &address) {
        return Ok(Given::Kept(whole));
    }
    let asked = GraphRequest::of(doors.feed().to_owned(), variables, headers, true);
    let prepared = doors.delivery.admit_read(asked, &caller.limits).await?;
    let given = doors.read(caller, prepared, Form::Data).await?;
    if let Given::Kept(whole) = &given {
        doors.cache().remember(address, whole);
    }
    Ok(given)
}

fn is_about_input(refusal: &Refusal) -> bool {
    let mut errors = refusal.errors.iter();
    errors.any(|error| error.code == Code::BadUserInput)
}
