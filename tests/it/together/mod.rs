//! Working together: languages that follow their source, checks before publication, leases, threads
//! and saves that meet.

mod checks;
mod leases;
mod merge;
mod stale;
mod threads;

use serde_json::{Value as Json, json};

pub use crate::support::people::Colleague;
use crate::support::small::ENERGY;

/// What tests ask of a translation after each step.
const WORK: &str = "fragment Work on DeskTranslation { id version locale draftState liveState \
    staleness { isStale basedOnRevision sourceLiveRevision changedBlockIds changedFields \
    changedBlocks { blockId before after } } } \
    fragment Err on UserError { __typename code message path \
    ... on VersionConflictError { currentVersion changedPaths changedBy { displayName } \
    conflicts { blockId base theirs mine } } \
    ... on PublicationBlockedError { locale checks { severity code message path } } }";

pub fn paragraph(id: &str, text: &str) -> Json {
    json!({ "paragraph": { "blockId": id, "text": { "spans": [{ "text": text }] } } })
}

/// A story in Ukrainian of these blocks; gives the story's id and the translation.
pub async fn story(by: &Colleague<'_>, headline: &str, blocks: &[Json]) -> (String, Json) {
    let document = format!(
        "mutation($input: ArticleCreateInput!) {{ articleCreate(input: $input) {{ \
         article {{ id }} translation {{ ...Work }} userErrors {{ ...Err }} }} }} {WORK}"
    );
    let input = json!({ "kind": "NEWS", "locale": "uk", "sectionId": ENERGY.to_string(),
        "headline": headline, "content": { "blocks": blocks } });
    let made = by.does(&document, json!({ "input": input })).await;
    let id = made["article"]["id"].as_str().unwrap().to_owned();
    (id, made["translation"].clone())
}

/// Opens English, made from Ukrainian with all its words.
pub async fn english(by: &Colleague<'_>, article: &str, headline: &str) -> Json {
    let document = format!(
        "mutation($id: ID!, $input: TranslationCreateInput!) {{ \
         translationCreate(articleId: $id, input: $input) {{ \
         translation {{ ...Work }} userErrors {{ ...Err }} }} }} {WORK}"
    );
    let input = json!({ "locale": "en", "fromLocale": "uk", "prefill": "SOURCE_TEXT",
        "headline": headline });
    let made = by
        .does(&document, json!({ "id": article, "input": input }))
        .await;
    made["translation"].clone()
}

pub async fn tries_to_save(by: &Colleague<'_>, one: &Json, content: Json) -> Json {
    let document = format!(
        "mutation($id: ID!, $version: Int!, $input: TranslationContentInput!) {{ \
         translationSave(id: $id, expectedVersion: $version, input: $input) {{ \
         translation {{ ...Work }} userErrors {{ ...Err }} }} }} {WORK}"
    );
    let variables = json!({ "id": one["id"], "version": one["version"], "input": content });
    by.tries(&document, variables).await
}

pub async fn save(by: &Colleague<'_>, one: &Json, content: Json) -> Json {
    let payload = tries_to_save(by, one, content).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    payload["translation"].clone()
}

pub async fn tries_to_publish(by: &Colleague<'_>, one: &Json, accepted: &[&str]) -> Json {
    let document = format!(
        "mutation($id: ID!, $version: Int!, $input: PublishInput) {{ \
         translationPublish(id: $id, expectedVersion: $version, input: $input) {{ \
         translation {{ ...Work }} userErrors {{ ...Err }} }} }} {WORK}"
    );
    let input = json!({ "acceptWarnings": accepted });
    let variables = json!({ "id": one["id"], "version": one["version"], "input": input });
    by.tries(&document, variables).await
}

pub async fn publish(by: &Colleague<'_>, one: &Json) -> Json {
    let payload = tries_to_publish(by, one, &[]).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    payload["translation"].clone()
}

/// A translation as it stands now.
pub async fn now(by: &Colleague<'_>, one: &Json) -> Json {
    let document =
        format!("query($id: ID!) {{ desk {{ translation(id: $id) {{ ...Work }} }} }} {WORK_ALONE}");
    let data = by.asks(&document, json!({ "id": one["id"] })).await;
    data["desk"]["translation"].clone()
}

/// [`WORK`] without the fragment of errors, which a query has no place for.
const WORK_ALONE: &str = "fragment Work on DeskTranslation { id version locale draftState \
    liveState staleness { isStale basedOnRevision sourceLiveRevision changedBlockIds \
    changedFields changedBlocks { blockId before after } } }";
