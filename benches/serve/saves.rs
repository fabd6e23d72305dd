//! Saves by many editors at once, beside Directus changing titles.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use masthead::app::{App, Call};
use masthead::articles::{self, ListQuery};
use masthead::platform::page::Page;
use masthead::policy::Role;
use masthead::users::{self, Assignment, NewUser};
use serde_json::{Value as Json, json};
use tokio::runtime::Runtime;

use super::load::{Line, ask, exchange};
use super::median;
use super::others::Other;

/// Editors who save at the same time, each a text of their own.
const CLIENTS: usize = 16;

const PASSWORD: &str = "correct horse battery staple";

const SAVE: &str = "mutation Save($id: ID!, $version: Int!, $headline: String!) {
    translationSave(id: $id, expectedVersion: $version, input: { headline: $headline }) {
        translation { version } userErrors { message } } }";

/// Measures saves by turns with Directus, and tells.
pub fn tell(
    runtime: &Runtime,
    app: &Arc<App>,
    live: SocketAddr,
    other: &Other,
    (rounds, span): (usize, Duration),
) -> Result<()> {
    let editors = runtime.block_on(editors(app, live))?;
    let (mut ratios, mut rates) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let theirs = ask(other.address, &other.requests, CLIENTS, span)?;
        let own = runtime.block_on(save(live, &editors, span))?;
        ratios.push(own / theirs.per_second);
        rates.push(own);
    }
    println!(
        "Saves by {CLIENTS} clients, beside Directus changing titles ({})",
        other.told
    );
    println!(
        "    {:>8.2} × its changes a second ({:.0} saves a second)",
        median(ratios)?,
        median(rates)?
    );
    Ok(())
}

/// Somebody who saves one text.
#[derive(Clone)]
struct Editor {
    token: String,
    text: String,
}

async fn editors(app: &Arc<App>, live: SocketAddr) -> Result<Vec<Editor>> {
    let call = Call::system(app, "saves");
    let list = ListQuery::all("uk".parse()?);
    let most = u32::try_from(CLIENTS)?;
    let newest = articles::list(&call, &list, &Page::first(most)).await?;
    let mut editors = Vec::with_capacity(CLIENTS);
    for (place, story) in newest.items.iter().enumerate() {
        let email = format!("editor-{place}@mayak.example");
        let new = NewUser {
            email: email.clone(),
            display_name: format!("Editor {place}"),
            ui_locale: "en".parse()?,
            assignments: vec![Assignment {
                role: Role::Administrator,
                locales: None,
                sections: None,
            }],
            password: Some(PASSWORD.to_owned()),
        };
        users::create(&call, new).await?;
        let body = json!({ "email": email, "password": PASSWORD });
        let answer = exchange(live, &posted("/auth/sign-in", None, &body)).await?;
        let answer: Json = serde_json::from_slice(&answer)?;
        let token = answer["accessToken"]
            .as_str()
            .context("a token")?
            .to_owned();
        let text = story.translation_id.to_string();
        editors.push(Editor { token, text });
    }
    Ok(editors)
}

/// Saves a second.
async fn save(live: SocketAddr, editors: &[Editor], span: Duration) -> Result<f64> {
    let began = Instant::now();
    let end = began + span;
    let each = editors
        .iter()
        .cloned()
        .map(|editor| tokio::spawn(edit(live, editor, end)));
    let mut saves = 0_u32;
    for editor in each.collect::<Vec<_>>() {
        saves += editor.await??;
    }
    Ok(f64::from(saves) / began.elapsed().as_secs_f64())
}

async fn edit(live: SocketAddr, editor: Editor, end: Instant) -> Result<u32> {
    let Editor { token, text } = editor;
    let mut line = Line::open(live).await?;
    let query = format!("{{ node(id: {text:?}) {{ ... on DeskTranslation {{ version }} }} }}");
    let found = desk(&mut line, &token, &json!({ "query": query })).await?;
    let mut version = found["data"]["node"]["version"]
        .as_i64()
        .context("a version")?;
    let mut saves = 0;
    while Instant::now() < end {
        let headline = format!("Нічний пором лишається, редакція {version}");
        let variables = json!({ "id": text, "version": version, "headline": headline });
        let done = desk(
            &mut line,
            &token,
            &json!({ "query": SAVE, "variables": variables }),
        )
        .await?;
        let payload = &done["data"]["translationSave"];
        ensure!(payload["userErrors"] == json!([]), "{done}");
        version = payload["translation"]["version"]
            .as_i64()
            .context("a version")?;
        saves += 1;
    }
    Ok(saves)
}

async fn desk(line: &mut Line, token: &str, body: &Json) -> Result<Json> {
    let answer = line
        .ask(&posted("/desk/graphql", Some(token), body))
        .await?;
    Ok(serde_json::from_slice(answer)?)
}

fn posted(path: &str, token: Option<&str>, body: &Json) -> Vec<u8> {
    let (body, who) = (
        body.to_string(),
        token.map(|token| format!("authorization: Bearer {token}\r\n")),
    );
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n{}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        who.unwrap_or_default(),
        body.len()
    )
    .into_bytes()
}
