//! A reader's app in small: the newest headlines and the first story, over the JSON API.
//!
//! ```sh
//! cargo run -- demo &
//! cargo run --example json_client -- http://127.0.0.1:4000 en
//! ```
//!
//! It speaks plain HTTP with nothing but the standard library and `serde_json`, keeps every answer
//! with its `ETag` in a folder, asks with `If-None-Match` the next time, and reads from the folder
//! when the server cannot be reached: run it twice, then stop the server and run it again. A real
//! app does the same with its platform's HTTP client, and with types made from `/v1/openapi.json`.

#[path = "support/http.rs"]
mod http;

use std::path::PathBuf;

use anyhow::{Context, Result};
use http::Answer;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let base = arguments
        .next()
        .unwrap_or_else(|| "http://127.0.0.1:4000".to_owned());
    let locale = arguments.next().unwrap_or_else(|| "en".to_owned());
    let app = App::of(&base)?;

    let news: News = app.get("news", &[("locale", &locale), ("first", "10")])?;
    let edition = news.edition.context("there is no such edition")?;
    for story in &edition.recent_news.nodes {
        println!("{}  {}", story.listed_at.display, story.short_headline);
    }

    let Some(first) = edition.recent_news.nodes.first() else {
        return Ok(());
    };
    // Links lead to the site; its paths are what `story` takes.
    let path = url::Url::parse(&first.url)?.path().to_owned();
    let page: Json = app.get("story", &[("locale", &locale), ("path", &path)])?;
    let story = &page["edition"]["page"];
    println!("\n{}", story["headline"].as_str().unwrap_or_default());
    println!(
        "{}",
        story["publishedAt"]["display"].as_str().unwrap_or_default()
    );
    for block in story["body"]["blocks"].as_array().into_iter().flatten() {
        // A kind that this app does not know is passed over: new ones may come.
        if block["__typename"] == "ParagraphBlock" {
            println!(
                "\n{}",
                plain(block["text"]["html"].as_str().unwrap_or_default())
            );
        }
    }
    Ok(())
}

/// What this app reads of `/v1/news`; the rest of the answer is left alone.
#[derive(Deserialize)]
struct News {
    edition: Option<Edition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Edition {
    recent_news: List,
}

#[derive(Deserialize)]
struct List {
    nodes: Vec<Headline>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Headline {
    url: String,
    short_headline: String,
    listed_at: Moment,
}

#[derive(Deserialize)]
struct Moment {
    display: String,
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    etag: String,
    body: Json,
}

/// The server, and the folder of what is known of it.
struct App {
    host: String,
    folder: PathBuf,
}

impl App {
    fn of(base: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join("masthead-json-client");
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            host: http::host(base)?,
            folder,
        })
    }

    /// Asks for an operation; what is kept serves when it is still so, or when nobody answers.
    fn get<T: for<'de> Deserialize<'de>>(
        &self,
        name: &str,
        parameters: &[(&str, &str)],
    ) -> Result<T> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(parameters)
            .finish();
        let file = self
            .folder
            .join(format!("{name}-{}.json", query.replace(['/', '%'], "_")));
        let kept: Option<Kept> = std::fs::read(&file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let etag = kept.as_ref().map(|kept| kept.etag.as_str());
        let answer = match (self.ask(&format!("/v1/{name}?{query}"), etag), kept) {
            (Ok(Answer { status: 304, .. }), Some(kept)) => kept.body,
            (Ok(answer), _) => {
                let body = answer.read()?;
                let etag = answer.header("etag").unwrap_or_default().to_owned();
                let kept = Kept { etag, body };
                std::fs::write(&file, serde_json::to_vec(&kept)?)?;
                kept.body
            }
            (Err(error), Some(kept)) => {
                eprintln!("offline ({error:#}): as it was last seen");
                kept.body
            }
            (Err(error), None) => return Err(error),
        };
        Ok(serde_json::from_value(answer)?)
    }

    fn ask(&self, target: &str, etag: Option<&str>) -> Result<Answer> {
        let known = etag.map_or_else(String::new, |etag| format!("if-none-match: {etag}\r\n"));
        let head = format!(
            "GET {target} HTTP/1.1\r\n\
             graphql-client-name: json-client\r\ngraphql-client-version: 1\r\n{known}"
        );
        http::exchange(&self.host, &head, b"")
    }
}

/// The words of an HTML fragment of ours, which has few tags and no scripts.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, words)| words));
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
