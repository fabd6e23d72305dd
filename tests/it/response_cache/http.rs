//! Kept answers as clients meet them: validators, encodings, lifetimes, other nodes.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use masthead::app::changes;
use masthead::platform::clock::Instant;
use masthead::platform::secrets::sha256_hex;
use masthead::policy::Role;
use serde_json::{Value as Json, json};

use super::{Ground, HOME, STORY, anew, version, write};
use crate::pages::model_path;
use crate::support::people::People;
use crate::support::{Answer, Newsroom, START, TestApp, both};

/// Gets a shipped document with headers.
async fn get(app: &TestApp, document: &str, variables: &Json, headers: &[(&str, &str)]) -> Answer {
    let variables = variables.to_string();
    let variables = url::form_urlencoded::byte_serialize(variables.as_bytes());
    let variables: String = variables.collect();
    let id = sha256_hex(document);
    let address = format!("/graphql?documentId=sha256:{id}&variables={variables}");
    let mut request = Request::get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::empty()).unwrap()).await
}

/// An app whose story page has been asked for, and is kept.
async fn kept_story(app: &TestApp) -> Json {
    changes::look(&app.app).await.unwrap();
    let asked = json!({ "locale": "uk", "path": model_path(app, "uk").await });
    for _ in 0..2 {
        get(app, STORY, &asked, &[]).await;
    }
    asked
}

both!(
    what_is_kept_is_given_without_a_statement,
    Newsroom::Demo,
    |app| {
        let asked = kept_story(&app).await;

        let (kept, sent) = app.statements(get(&app, STORY, &asked, &[])).await;
        let etag = kept.header("etag").unwrap().to_owned();
        let held = [("if-none-match", etag.as_str())];
        let (same, sent_again) = app.statements(get(&app, STORY, &asked, &held)).await;

        assert_eq!((sent, sent_again), (0, 0));
        assert_eq!(kept.bytes, anew(&app, STORY, &asked).await);
        assert_eq!(same.status, StatusCode::NOT_MODIFIED);
        assert_eq!((same.bytes.len(), same.header("etag")), (0, Some(&*etag)));
        let lifetime = "public, max-age=5, s-maxage=5, stale-while-revalidate=30";
        assert_eq!(kept.header("cache-control"), Some(lifetime));
        assert_eq!(same.header("cache-control"), Some(lifetime));
        assert_eq!(kept.header("vary"), Some("Accept, Accept-Encoding"));
        let (names, tags) = (kept.header("surrogate-key"), kept.header("cache-tag"));
        let names: Vec<_> = names.unwrap().split(' ').collect();
        assert!(names.contains(&"news_uk"), "{names:?}");
        assert!(names.iter().any(|name| name.starts_with("art_")));
        assert_eq!(names, tags.unwrap().split(',').collect::<Vec<_>>());
    }
);

both!(
    an_answer_is_compressed_as_the_client_takes_it,
    Newsroom::Demo,
    |app| {
        let asked = kept_story(&app).await;
        let plain = get(&app, STORY, &asked, &[]).await;

        let taken = [("accept-encoding", "gzip, deflate")];
        let zipped = get(&app, STORY, &asked, &taken).await;

        assert_eq!(zipped.header("content-encoding"), Some("gzip"));
        assert_ne!(zipped.header("etag"), plain.header("etag"));
        let mut unzipped = Vec::new();
        let mut reader = flate2::read::GzDecoder::new(&*zipped.bytes);
        std::io::Read::read_to_end(&mut reader, &mut unzipped).unwrap();
        assert_eq!(unzipped, plain.bytes);
        let taken = [("accept-encoding", "gzip, deflate, br")];
        let smaller = get(&app, STORY, &asked, &taken).await;
        assert_eq!(smaller.header("content-encoding"), Some("br"));
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*smaller.bytes, &mut unpacked).unwrap();
        assert_eq!(unpacked, plain.bytes);
        let held = [("if-none-match", zipped.header("etag").unwrap())];
        let same = get(&app, STORY, &asked, &held).await;
        assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    }
);

/// What was kept, and what was right.
type Given = (Answer, Vec<u8>);

/// Seconds that the answer may be kept by shared caches, and go on being given afterwards.
fn spans(answer: &Answer) -> i64 {
    let said = answer.header("cache-control").unwrap();
    let span = |name: &str| -> i64 {
        let parts = said.split(", ").filter_map(|part| part.split_once('='));
        let mut found = parts.filter(|(own, _)| *own == name);
        found
            .next()
            .map_or(0, |(_, seconds)| seconds.parse().unwrap())
    };
    assert!(span("max-age") <= span("s-maxage"), "{said}");
    span("s-maxage") + span("stale-while-revalidate")
}

both!(
    no_answer_is_given_past_a_moment_of_change,
    Newsroom::Demo,
    |app| {
        let people = People::of(&app).await;
        let ground = Ground::of(&app, &people).await;
        changes::look(&app.app).await.unwrap();
        let hour = 3_600_000;
        // The planned story appears, breaking news calms down, labels go, the day turns.
        let mut borders = vec![START.plus_ms(3 * hour), START.plus_ms(6 * hour)];
        borders.extend([9, 13, 14, 24, 27, 38].map(|hours| START.plus_ms(hours * hour)));
        let moments = borders
            .iter()
            .flat_map(|border| [border.plus_ms(-1_500), border.plus_ms(-1), *border]);
        let mut before: Option<(Instant, Vec<Given>)> = None;
        for moment in moments {
            app.clock.set(moment);
            let mut answers = Vec::new();
            for (document, variables) in ground.questions() {
                let body = json!({ "query": document, "variables": variables });
                app.post("/graphql", None, &body).await;
                let kept = app.post("/graphql", None, &body).await;
                let right = anew(&app, document, &variables).await;
                assert!(kept.bytes == right, "{moment}: {variables}");
                answers.push((kept, right));
            }
            if let Some((then, earlier)) = &before {
                for ((kept, was), (_, is)) in earlier.iter().zip(&answers) {
                    let may_be_kept = then.plus_ms(spans(kept) * 1_000) >= moment;
                    assert!(!may_be_kept || was == is, "kept from {then} to {moment}");
                }
            }
            before = Some((moment, answers));
        }
    }
);

both!(
    a_write_on_one_node_is_seen_on_the_other,
    Newsroom::Demo,
    |app| {
        let asked = kept_story(&app).await;
        let people = People::of(&app).await;
        let ground = Ground::of(&app, &people).await;
        let headline = "query($locale: Locale!, $path: String!) { edition(locale: $locale) { resolve(path: $path) { ... on Article { headline } } } }";
        let other = app.another_node().await;
        let other = app.beside(other);
        changes::look(&other.app).await.unwrap();
        for _ in 0..3 {
            other.read(headline, asked.clone()).await;
        }
        let (before, sent) = other.statements(other.read(headline, asked.clone())).await;
        assert_eq!(sent, 0, "it is kept there");

        for (text, _) in &ground.texts {
            let version = version(&people, text, "DeskTranslation").await;
            let field = format!(
                "translationSave(id: {text:?}, expectedVersion: {version}, input: {{ headline: \"Another\" }}) {{ userErrors {{ message }} }}"
            );
            people.mutate(Role::Administrator, &field).await;
            write(&app, &people, &ground, (0, 0, 7)).await;
        }
        write(&app, &people, &ground, (18, 0, 9)).await;
        for step in 0..ground.texts.len() {
            write(&app, &people, &ground, (1, step, 11)).await;
        }

        changes::look(&other.app).await.unwrap();
        let after = other.read(headline, asked.clone()).await;
        assert_ne!(after, before);
        assert_eq!(after, app.read(headline, asked.clone()).await);
    }
);

both!(
    a_page_that_stays_when_others_are_forgotten_still_hears_of_changes,
    Newsroom::Demo,
    |app| {
        let mut other = app.another_node().await;
        Arc::get_mut(&mut other).unwrap().config.cache_mib = 1;
        let other = app.beside(other);
        let asked = kept_story(&other).await;
        let before = get(&other, STORY, &asked, &[]).await;
        // Several times as much as may be kept; the page is asked for all the while.
        for number in 0..40 {
            let list = "recentNews(first: 30) { nodes { headline summary body { html } } }";
            let document = format!("{{ edition(locale: \"uk\") {{ list{number}: {list} }} }}");
            for _ in 0..2 {
                other.read(&document, json!({})).await;
            }
            let (same, sent) = other.statements(get(&other, STORY, &asked, &[])).await;
            assert_eq!(sent, 0);
            assert!(same.bytes == before.bytes);
        }
        let people = People::of(&app).await;
        let ground = Ground::of(&app, &people).await;

        for step in 0..ground.texts.len() {
            write(&app, &people, &ground, (1, step, 11)).await;
        }

        changes::look(&other.app).await.unwrap();
        let after = get(&other, STORY, &asked, &[]).await;
        assert!(after.bytes != before.bytes);
        assert!(after.bytes == anew(&other, STORY, &asked).await);
    }
);

both!(
    pages_that_share_a_changed_rail_read_it_once,
    Newsroom::Demo,
    |app| {
        let people = People::of(&app).await;
        let ground = Ground::of(&app, &people).await;
        changes::look(&app.app).await.unwrap();
        let page = |own: &str| {
            let rail = "recentNews(first: 5) { nodes { headline } }";
            let document = format!("{{ edition(locale: \"uk\") {{ {own} {rail} }} }}");
            let app = &app;
            async move { app.read(&document, json!({})).await }
        };
        for own in ["autonym", "homeUrl"] {
            for _ in 0..3 {
                page(own).await;
            }
        }
        let (before, sent) = app.statements(page("homeUrl")).await;
        assert_eq!(sent, 0, "it is kept");

        for step in 0..ground.texts.len() {
            write(&app, &people, &ground, (1, step, 11)).await;
        }

        let (_, read) = app.statements(page("autonym")).await;
        let (after, sent) = app.statements(page("homeUrl")).await;
        assert!(read > 0, "the rail is read again");
        assert_eq!(sent, 0, "and by nobody else");
        let (before, after) = (&before["edition"], &after["edition"]);
        assert_ne!(before["recentNews"], after["recentNews"]);
        assert_eq!(before["homeUrl"], after["homeUrl"]);
    }
);

both!(
    those_who_ask_at_the_same_time_are_answered_by_one_reading,
    Newsroom::Demo,
    |app| {
        changes::look(&app.app).await.unwrap();
        let home = json!({ "locale": "uk" });
        let body = json!({ "query": HOME, "variables": home });
        app.post("/graphql", None, &body).await;
        let (alone, once) = app.statements(app.post("/graphql", None, &body)).await;
        // Another language, read by nobody yet.
        let body = json!({ "query": HOME, "variables": { "locale": "en" } });
        let asking = (0..16).map(|_| app.post("/graphql", None, &body));

        let (answers, sent) = app.statements(futures_join(asking)).await;

        assert!(
            answers
                .iter()
                .all(|answer| answer.bytes == answers[0].bytes)
        );
        assert_ne!(answers[0].bytes, alone.bytes);
        assert!(
            sent <= once + 16,
            "{sent} statements for all, {once} for one"
        );
    }
);

/// Waits for all at the same time.
async fn futures_join<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    async_graphql::futures_util::future::join_all(all).await
}
