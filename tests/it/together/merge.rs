//! Saves that meet.

use masthead::policy::Role;
use serde_json::{Value as Json, json};

use super::{Colleague, WORK, paragraph, save, story, tries_to_save};
use crate::support::{Newsroom, TestApp, both};

async fn patch(by: &Colleague<'_>, one: &Json, operations: Json) -> Json {
    let document = format!(
        "mutation($id: ID!, $version: Int!, $operations: [BlockOperationInput!]!) {{ \
         translationPatchBlocks(id: $id, expectedVersion: $version, operations: $operations) {{ \
         translation {{ ...Work }} userErrors {{ ...Err }} }} }} {WORK}"
    );
    let variables = json!({ "id": one["id"], "version": one["version"], "operations": operations });
    by.tries(&document, variables).await
}

fn put(block: Json) -> Json {
    json!([{ "put": { "block": block } }])
}

async fn document(by: &Colleague<'_>, one: &Json) -> Json {
    let query = "query($id: ID!) { desk { translation(id: $id) { content { document } } } }";
    let data = by.asks(query, json!({ "id": one["id"] })).await;
    data["desk"]["translation"]["content"]["document"].clone()
}

async fn two_editors(app: &TestApp) -> (Colleague<'_>, Colleague<'_>) {
    (
        Colleague::joins(app, "Olena", Role::Editor).await,
        Colleague::joins(app, "Petro", Role::Editor).await,
    )
}

both!(
    editors_who_change_different_blocks_both_succeed,
    Newsroom::Small,
    |app| {
        let (olena, petro) = two_editors(&app).await;
        let blocks = [paragraph("a", "one"), paragraph("b", "two")];
        let (_, one) = story(&olena, "Пором", &blocks).await;

        let first = patch(&olena, &one, put(paragraph("a", "ONE"))).await;
        let second = patch(&petro, &one, put(paragraph("b", "TWO"))).await;

        assert_eq!(first["userErrors"], json!([]));
        assert_eq!(second["userErrors"], json!([]));
        assert_eq!(
            document(&olena, &one).await,
            json!([paragraph("a", "ONE"), paragraph("b", "TWO")])
        );
    }
);

both!(
    an_overlap_comes_back_in_three_versions_and_nothing_is_lost,
    Newsroom::Small,
    |app| {
        let (olena, petro) = two_editors(&app).await;
        let blocks = [paragraph("a", "one"), paragraph("b", "two")];
        let (_, one) = story(&olena, "Пором", &blocks).await;
        patch(&olena, &one, put(paragraph("a", "hers"))).await;

        let refused = patch(&petro, &one, put(paragraph("a", "his"))).await;

        let error = &refused["userErrors"][0];
        assert_eq!(error["__typename"], "VersionConflictError");
        assert_eq!(error["changedBy"]["displayName"], "Olena");
        assert_eq!(
            error["conflicts"],
            json!([{ "blockId": "a", "base": paragraph("a", "one"),
                "theirs": paragraph("a", "hers"), "mine": paragraph("a", "his") }])
        );
        assert_eq!(refused["translation"], Json::Null);
        assert_eq!(document(&petro, &one).await[0], paragraph("a", "hers"));
        // With the version that the refusal names, the merged text goes in.
        let merged = json!({ "id": one["id"], "version": error["currentVersion"] });
        let saved = patch(&petro, &merged, put(paragraph("a", "hers and his"))).await;
        assert_eq!(saved["userErrors"], json!([]));
    }
);

both!(
    a_block_that_somebody_removed_comes_back_without_their_version,
    Newsroom::Small,
    |app| {
        let (olena, petro) = two_editors(&app).await;
        let blocks = [paragraph("a", "one"), paragraph("b", "two")];
        let (_, one) = story(&olena, "Пором", &blocks).await;
        patch(&olena, &one, json!([{ "remove": "b" }])).await;

        let refused = patch(&petro, &one, put(paragraph("b", "mine"))).await;

        let conflict = &refused["userErrors"][0]["conflicts"][0];
        assert_eq!(conflict["theirs"], Json::Null);
        assert_eq!(conflict["mine"], paragraph("b", "mine"));
    }
);

both!(
    a_whole_save_from_an_old_version_is_refused_with_what_changed,
    Newsroom::Small,
    |app| {
        let (olena, petro) = two_editors(&app).await;
        let blocks = [paragraph("a", "one"), paragraph("b", "two")];
        let (_, one) = story(&olena, "Пором", &blocks).await;
        save(&olena, &one, json!({ "kicker": "Порт" })).await;

        let refused = tries_to_save(&petro, &one, json!({ "kicker": "Море" })).await;

        let error = &refused["userErrors"][0];
        assert_eq!(error["code"], "VERSION_CONFLICT");
        assert_eq!(error["changedPaths"], json!(["kicker"]));
        assert_eq!(error["conflicts"], json!([]));
    }
);
