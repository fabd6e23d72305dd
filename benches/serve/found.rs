//! A served newsroom, and what there is to ask of it.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::routing::get;
use masthead::app::App;
use masthead::platform::secrets::sha256_hex;
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::load::{Requests, exchange, validator};

/// The story page, as `schema/operations` has it.
const STORY: &str = include_str!("../../schema/operations/story.graphql");
/// The home page.
const HOME: &str = include_str!("../../schema/operations/home.graphql");

const LIST: &str = "query($locale: Locale!, $after: String) { site { baseUrl } edition(locale: $locale) {
    recentNews(first: 100, after: $after) { edges { node { url } } pageInfo { hasNextPage endCursor } } } }";

/// A newsroom that is served, and its answers as they were, served from memory.
pub struct Newsroom {
    /// Where Masthead answers.
    pub live: SocketAddr,
    /// Where the same bytes are given from memory.
    pub kept: SocketAddr,
    /// Requests for one story page: of Masthead, and of memory.
    pub story: [Requests; 2],
    /// Requests for one home page.
    pub home: [Requests; 2],
    asked: Json,
    /// Requests for many story pages.
    pub stories: Requests,
}

impl Newsroom {
    /// Serves a newsroom, and finds so many of its story pages.
    pub fn open(runtime: &Runtime, app: &Arc<App>, pages: usize) -> Result<Self> {
        let live = serve(runtime, masthead::api::router(app)?)?;
        let paths = paths(runtime, live, pages)?;
        let story = paths.first().context("a story")?;
        let story = by_id(STORY, &json!({ "locale": story.0, "path": story.1 }), "");
        let home = by_id(HOME, &json!({ "locale": "uk" }), "");
        let mut answers = Vec::new();
        for request in [&story, &home] {
            for _ in 0..3 {
                runtime.block_on(exchange(live, request))?;
            }
            let answer = runtime.block_on(exchange(live, request))?;
            answers.push(Bytes::from(answer));
        }
        let asked = json!({ "locale": paths[0].0, "path": paths[0].1 });
        let kept = serve(runtime, keeping(answers))?;
        let one = |request: Vec<u8>| Arc::new(vec![request]);
        let stories = paths
            .iter()
            .map(|(locale, path)| by_id(STORY, &json!({ "locale": locale, "path": path }), ""));
        Ok(Self {
            live,
            kept,
            story: [one(story), one(plain("/0"))],
            home: [one(home), one(plain("/1"))],
            asked,
            stories: Arc::new(stories.collect()),
        })
    }

    /// The same as `story`, by a client that has the answer.
    pub fn held(&self, runtime: &Runtime) -> Result<Requests> {
        let [live, _] = &self.story;
        let tag = runtime.block_on(validator(self.live, &live[0]))?;
        let held = format!("if-none-match: {tag}\r\n");
        Ok(Arc::new(vec![by_id(STORY, &self.asked, &held)]))
    }
}

/// A request by GET.
pub fn plain(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").into_bytes()
}

/// A request by POST.
pub fn posted(body: &Json) -> Vec<u8> {
    let body = body.to_string();
    format!(
        "POST /graphql HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A request for a shipped document.
fn by_id(document: &str, variables: &Json, headers: &str) -> Vec<u8> {
    let variables = variables.to_string();
    let variables: String = url::form_urlencoded::byte_serialize(variables.as_bytes()).collect();
    let id = sha256_hex(document);
    format!(
        "GET /graphql?documentId=sha256:{id}&variables={variables} HTTP/1.1\r\n\
         host: localhost\r\naccept: application/json\r\n{headers}\r\n"
    )
    .into_bytes()
}

/// Paths of story pages, in all languages.
fn paths(runtime: &Runtime, live: SocketAddr, most: usize) -> Result<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    for locale in ["uk", "ru", "en"] {
        let mut after = Json::Null;
        loop {
            let variables = json!({ "locale": locale, "after": after });
            let request = posted(&json!({ "query": LIST, "variables": variables }));
            let answer = runtime.block_on(exchange(live, &request))?;
            let answer: Json = serde_json::from_slice(&answer)?;
            let base = answer["data"]["site"]["baseUrl"]
                .as_str()
                .context("an address")?;
            let list = &answer["data"]["edition"]["recentNews"];
            for edge in list["edges"].as_array().into_iter().flatten() {
                let url = edge["node"]["url"].as_str().unwrap_or_default();
                let path = url.strip_prefix(base).unwrap_or(url);
                found.push((locale, path.to_owned()));
            }
            let info = &list["pageInfo"];
            if info["hasNextPage"] != true || found.len() >= most {
                break;
            }
            after = info["endCursor"].clone();
        }
    }
    found.truncate(most);
    Ok(found)
}

/// Serves on a free port of this machine until the process ends.
pub fn serve(runtime: &Runtime, router: Router) -> Result<SocketAddr> {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    runtime.spawn(masthead::api::serve(
        listener,
        router,
        std::future::pending(),
    ));
    Ok(address)
}

/// The answers under their numbers, from memory.
fn keeping(answers: Vec<Bytes>) -> Router {
    let answer = async |State(all): State<Arc<Vec<Bytes>>>, Path(n): Path<usize>| {
        let body = all.get(n).cloned().unwrap_or_default();
        ([(header::CONTENT_TYPE, "application/json")], body)
    };
    Router::new()
        .route("/{number}", get(answer))
        .with_state(Arc::new(answers))
}
