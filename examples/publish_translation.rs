//! Publishes a translation from a script, over the JSON API: what a translation agency's program does
//! when a text has come back.
//!
//! ```sh
//! cargo run -- demo &
//! export MASTHEAD_TOKEN=…   # of a duty editor: the explorer of the demo shows one
//! cargo run --example publish_translation -- art_… uk en text.txt
//! ```
//!
//! The first line of the file is the headline, each further one that is not empty a paragraph; the
//! first paragraph is the lede. The story must have a text in the first language and none in the
//! second. What an editor would be warned of is told, and published all the same.

#[path = "support/http.rs"]
mod http;

use anyhow::{Context, Result, ensure};
use serde_json::{Value as Json, json};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [article, from, into, file] = arguments.as_slice() else {
        anyhow::bail!("usage: publish_translation ARTICLE FROM INTO FILE");
    };
    let text = std::fs::read_to_string(file).with_context(|| file.clone())?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let headline = lines.next().context("the file has no headline")?;
    let lede = lines.next().context("the file has no lede")?;
    let newsroom = Newsroom::of_environment()?;

    let created = newsroom.does(
        "translationCreate",
        &json!({ "articleId": article, "input": {
            "locale": into, "fromLocale": from, "prefill": "EMPTY", "headline": headline,
        } }),
    )?;
    let id = &created["translation"]["id"];
    let blocks: Vec<Json> = lines.enumerate().map(paragraph).collect();
    let saved = newsroom.does(
        "translationSave",
        &json!({ "id": id, "expectedVersion": created["translation"]["version"], "input": {
            "headline": headline, "lede": words(lede), "blocks": blocks,
        } }),
    )?;
    let warnings = saved["warnings"].as_array();
    let mut accepted = Vec::new();
    for warning in warnings.into_iter().flatten() {
        println!("{}: {}", warning["severity"], warning["message"]);
        if warning["severity"] == "WARNING" {
            accepted.push(&warning["code"]);
        }
    }
    let published = newsroom.does(
        "translationPublish",
        &json!({ "id": id, "expectedVersion": saved["translation"]["version"], "input": {
            "acceptWarnings": accepted,
        } }),
    )?;
    let url = published["published"]["url"].as_str();
    println!("published: {}", url.context("it was not published")?);
    Ok(())
}

/// A paragraph under a name that lasts, so that later edits of it are seen as such.
fn paragraph((place, line): (usize, &str)) -> Json {
    json!({ "paragraph": { "blockId": format!("p{}", place + 1), "text": words(line) } })
}

fn words(line: &str) -> Json {
    json!({ "spans": [{ "text": line }] })
}

/// A newsroom that a token opens.
struct Newsroom {
    host: String,
    token: String,
}

impl Newsroom {
    #[expect(
        clippy::disallowed_methods,
        reason = "a script has settings of its own"
    )]
    fn of_environment() -> Result<Self> {
        let base = std::env::var("MASTHEAD_URL");
        let base = base.unwrap_or_else(|_| "http://127.0.0.1:4000".to_owned());
        let token = std::env::var("MASTHEAD_TOKEN");
        let token = token.context("set MASTHEAD_TOKEN to an API token, or an access token")?;
        ensure!(!token.contains(['\r', '\n']), "a token has one line");
        Ok(Self {
            host: http::host(&base)?,
            token,
        })
    }

    /// Runs an operation that writes, and gives what the mutation of its name gave. What it refused
    /// comes back as a problem.
    fn does(&self, operation: &str, variables: &Json) -> Result<Json> {
        let head = format!(
            "POST /v1/{operation} HTTP/1.1\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\n",
            self.token
        );
        let body = variables.to_string();
        let answer = http::exchange(&self.host, &head, body.as_bytes())?;
        let mut data = answer.read().context(operation.to_owned())?;
        Ok(data[operation].take())
    }
}
