//! Languages that follow their source.

use masthead::policy::Role;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};

use super::{Colleague, WORK, english, now, paragraph, publish, save, story};
use crate::support::{Newsroom, TestApp, both};

/// How often the change feed says that a translation fell behind.
async fn stale_events(app: &TestApp) -> i64 {
    let conn = app.app.db.reader();
    let sql = "SELECT COUNT(*) FROM events WHERE kind = 'TRANSLATION_STALE'";
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by(0).unwrap()
}

async fn mark_current(by: &Colleague<'_>, one: &Json, revision: i64) -> Json {
    let document = format!(
        "mutation($id: ID!, $revision: Int!) {{ \
         translationMarkCurrent(id: $id, sourceRevision: $revision) {{ \
         translation {{ ...Work }} userErrors {{ ...Err }} }} }} {WORK}"
    );
    let variables = json!({ "id": one["id"], "revision": revision });
    by.tries(&document, variables).await
}

async fn board(by: &Colleague<'_>, filter: Json) -> Vec<String> {
    let query = "query($filter: DeskArticleFilter) { desk { articles(filter: $filter) { \
        totalCount edges { node { id } } } } }";
    let data = by.asks(query, json!({ "filter": filter })).await;
    let edges = data["desk"]["articles"]["edges"].as_array().unwrap();
    assert_eq!(data["desk"]["articles"]["totalCount"], edges.len());
    let ids = edges.iter().map(|edge| edge["node"]["id"].as_str());
    ids.map(|id| id.unwrap().to_owned()).collect()
}

/// A live story of two paragraphs in both languages.
async fn in_both_languages(by: &Colleague<'_>) -> (String, Json, Json) {
    in_both_languages_named(by, "Пором", "Ferry").await
}

async fn in_both_languages_named(
    by: &Colleague<'_>,
    source: &str,
    translated: &str,
) -> (String, Json, Json) {
    let blocks = [paragraph("a", "one"), paragraph("b", "two")];
    let (article, uk) = story(by, source, &blocks).await;
    let uk = publish(by, &uk).await;
    let en = english(by, &article, translated).await;
    let en = publish(by, &en).await;
    (article, uk, en)
}

both!(
    one_changed_paragraph_makes_exactly_that_block_stale,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        let (_, uk, en) = in_both_languages(&olena).await;
        assert_eq!(en["staleness"]["isStale"], false);
        assert_eq!(uk["staleness"], Json::Null, "a source is behind nothing");

        let blocks = json!({ "blocks": [paragraph("a", "one"), paragraph("b", "TWO")] });
        let uk = save(&olena, &uk, blocks).await;
        assert_eq!(
            now(&olena, &en).await["staleness"]["isStale"],
            false,
            "a draft that nobody reads makes nothing stale"
        );
        assert_eq!(stale_events(&app).await, 0);
        publish(&olena, &uk).await;

        let staleness = now(&olena, &en).await["staleness"].clone();
        assert_eq!(staleness["isStale"], true);
        assert_eq!(staleness["changedBlockIds"], json!(["b"]));
        assert_eq!(
            staleness["changedBlocks"],
            json!([{ "blockId": "b", "before": paragraph("b", "two"),
                "after": paragraph("b", "TWO") }])
        );
        assert_eq!(
            (
                &staleness["basedOnRevision"],
                &staleness["sourceLiveRevision"]
            ),
            (&json!(2), &json!(4))
        );
        assert_eq!(now(&olena, &en).await["liveState"], "LIVE");
        assert_eq!(stale_events(&app).await, 1);
    }
);

both!(
    cosmetic_changes_make_nothing_stale,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        let (article, uk, en) = in_both_languages(&olena).await;

        let bold = json!({ "paragraph": { "blockId": "a", "text": { "spans": [
            { "text": "one", "styles": ["STRONG"] }] } } });
        let uk = save(
            &olena,
            &uk,
            json!({ "blocks": [paragraph("b", "two"), bold] }),
        )
        .await;
        publish(&olena, &uk).await;

        let staleness = now(&olena, &en).await["staleness"].clone();
        assert_eq!(staleness["isStale"], false);
        assert_eq!(staleness["sourceLiveRevision"], 4);
        assert_eq!(stale_events(&app).await, 0);
        assert!(board(&olena, json!({ "stale": true })).await.is_empty());
        assert_eq!(board(&olena, json!({ "stale": false })).await, [article]);
    }
);

both!(
    a_translation_marked_current_is_no_longer_stale,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        let (article, uk, en) = in_both_languages(&olena).await;
        let uk = save(&olena, &uk, json!({ "headline": "Пором іде" })).await;
        let uk = publish(&olena, &uk).await;
        let before = now(&olena, &en).await;
        assert_eq!(before["staleness"]["changedFields"], json!(["headline"]));
        assert_eq!(
            board(&olena, json!({ "stale": true, "locales": ["en"] })).await,
            std::slice::from_ref(&article)
        );
        assert!(
            board(&olena, json!({ "stale": true, "locales": ["uk"] }))
                .await
                .is_empty()
        );
        assert!(board(&olena, json!({ "stale": false })).await.is_empty());

        let marked = mark_current(&olena, &en, 4).await;

        assert_eq!(marked["userErrors"], json!([]));
        assert_eq!(marked["translation"]["staleness"]["isStale"], false);
        assert_eq!(
            marked["translation"]["version"], before["version"],
            "the text is as it was"
        );
        assert!(board(&olena, json!({ "stale": true })).await.is_empty());
        let unknown = mark_current(&olena, &en, 5).await;
        assert_eq!(unknown["userErrors"][0]["path"], json!(["sourceRevision"]));
        let source = mark_current(&olena, &uk, 4).await;
        assert_eq!(source["userErrors"][0]["code"], "FORBIDDEN");
    }
);

both!(
    a_note_on_the_source_is_shown_in_every_language,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        let (_, uk, en) = in_both_languages(&olena).await;

        let document = "mutation($id: ID!, $input: CorrectionIssueInput!) { \
            correctionIssue(translationId: $id, input: $input) { correction { id } \
            userErrors { message } } }";
        let input = json!({ "kind": "CORRECTION", "expectedVersion": uk["version"],
            "text": { "spans": [{ "text": "Рейсів три." }] } });
        let issued = olena
            .does(document, json!({ "id": uk["id"], "input": input }))
            .await;

        let query = "query($id: ID!) { desk { translation(id: $id) { staleness { isStale \
            changedBlockIds sourceNotes { id by { displayName } } } } } }";
        let data = olena.asks(query, json!({ "id": en["id"] })).await;
        assert_eq!(
            data["desk"]["translation"]["staleness"],
            json!({ "isStale": true, "changedBlockIds": [], "sourceNotes": [
                { "id": issued["correction"]["id"], "by": { "displayName": "Olena" } }] })
        );
        assert_eq!(stale_events(&app).await, 1);
        assert_eq!(board(&olena, json!({ "stale": true })).await.len(), 1);
    }
);

both!(
    a_translation_that_is_corrected_first_tells_its_source,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        let (_, _, en) = in_both_languages(&olena).await;

        let document = "mutation($id: ID!, $input: CorrectionIssueInput!) { \
            correctionIssue(translationId: $id, input: $input) { userErrors { message } } }";
        let input = json!({ "kind": "CORRECTION", "expectedVersion": en["version"],
            "text": { "spans": [{ "text": "Three trips." }] } });
        olena
            .does(document, json!({ "id": en["id"], "input": input }))
            .await;

        let staleness = now(&olena, &en).await["staleness"].clone();
        assert_eq!(
            (&staleness["isStale"], &staleness["basedOnRevision"]),
            (&json!(false), &json!(2))
        );
        assert_eq!(stale_events(&app).await, 1);
    }
);

both!(
    a_new_language_starts_as_much_as_was_asked_for,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        let document = "mutation($id: ID!, $input: TranslationCreateInput!) { \
            translationCreate(articleId: $id, input: $input) { \
            translation { content { headline document } staleness { isStale } } \
            userErrors { message } } }";
        for (prefill, headline, blocks) in [
            ("EMPTY", "", json!([])),
            (
                "SKELETON",
                "",
                json!([{ "paragraph": { "blockId": "a", "text": { "spans": [] } } }]),
            ),
            ("SOURCE_TEXT", "Пором", json!([paragraph("a", "one")])),
        ] {
            let (article, _) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
            let input = json!({ "locale": "en", "fromLocale": "uk", "prefill": prefill });
            let made = olena
                .does(document, json!({ "id": article, "input": input }))
                .await;

            assert_eq!(
                made["translation"],
                json!({ "content": { "headline": headline, "document": blocks },
                    "staleness": { "isStale": false } }),
                "{prefill}"
            );
        }
    }
);

both!(
    staleness_costs_as_many_statements_for_many_as_for_few,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        for (source, translated) in [
            ("Пором", "Ferry"),
            ("Міст", "Bridge"),
            ("Порт", "Port"),
            ("Маяк", "Lighthouse"),
        ] {
            in_both_languages_named(&olena, source, translated).await;
        }
        let ask = async |first: i32| {
            let query = "query($first: Int) { desk { articles(first: $first) { edges { node { \
                translations { staleness { isStale changedBlockIds sourceNotes { id } } } } } } } }";
            let asked = olena.asks(query, json!({ "first": first }));
            app.statements(asked).await.1
        };

        assert_eq!(ask(1).await, ask(4).await);
    }
);
