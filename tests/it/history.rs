//! The history of a text: what is kept, how little it takes, and what changed.

use masthead::app::Call;
use masthead::articles::{
    self, ArticleInput, Content, PublishInput, Revision, SavePatch, SharedPatch, Translation,
};
use masthead::platform::ids::UserId;
use masthead::platform::page::Page;
use masthead::policy::{Actor, Role};
use masthead::users::{self, Assignment, NewUser};
use masthead::vocabulary::{ArticleKind, RevisionReason};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Map, Value as Json, json};

use crate::support::small::ECONOMY;
use crate::support::{Newsroom, TestApp, both};

const PASSWORD: &str = "a lighthouse by the sea";
const MINUTE: i64 = 60_000;

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

/// A call in the name of somebody.
fn of(app: &TestApp, user: UserId) -> Call {
    desk(app).by(Actor::System { name: "test", user })
}

async fn person(app: &TestApp, role: Role, name: &str) -> UserId {
    let new = NewUser {
        email: format!("{name}@mayak.example"),
        display_name: name.to_owned(),
        ui_locale: "uk".parse().unwrap(),
        assignments: vec![Assignment {
            role,
            locales: None,
            sections: None,
        }],
        password: Some(PASSWORD.to_owned()),
    };
    users::create(&desk(app), new).await.unwrap().id
}

fn members(json: Json) -> Map<String, Json> {
    json.as_object().unwrap().clone()
}

fn paragraph(id: &str, text: &str) -> Json {
    json!({ "paragraph": { "blockId": id, "text": { "spans": [{ "text": text }] } } })
}

async fn draft(call: &Call, blocks: Vec<Json>) -> Translation {
    let input = ArticleInput {
        kind: ArticleKind::News,
        locale: "uk".parse().unwrap(),
        section: ECONOMY,
        headline: "Пором".to_owned(),
        slug: None,
        content: members(json!({ "blocks": blocks })),
        shared: SharedPatch::default(),
        request_id: None,
    };
    articles::create(call, &input).await.unwrap().1
}

async fn save(call: &Call, one: &Translation, json: Json, is_autosave: bool) -> Translation {
    let patch = SavePatch {
        members: members(json),
        is_autosave,
    };
    articles::save(call, one.id, one.version, &patch)
        .await
        .unwrap()
}

async fn revisions(app: &TestApp, one: &Translation) -> Vec<Revision> {
    let page = Page::first(100);
    let found = articles::revisions_of(&desk(app), one.id, &page).await;
    found.unwrap().items
}

fn told(kept: &[Revision]) -> Vec<(i32, RevisionReason)> {
    kept.iter().map(|one| (one.number, one.reason)).collect()
}

async fn count(app: &TestApp, table: &str) -> i64 {
    let conn = app.app.db.writer();
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let row = conn
        .query_one_raw(Statement::from_string(conn.get_database_backend(), sql))
        .await
        .unwrap();
    row.unwrap().try_get_by(0).unwrap()
}

both!(
    autosaves_of_one_person_leave_one_revision_for_ten_minutes,
    Newsroom::Small,
    |app| {
        use RevisionReason::{AutosaveCheckpoint, Manual};
        let (olena, pavlo) = (
            person(&app, Role::DutyEditor, "olena").await,
            person(&app, Role::DutyEditor, "pavlo").await,
        );
        let mut one = draft(&of(&app, olena), vec![paragraph("a", "one")]).await;
        for number in 0..4 {
            app.clock.advance(10_000);
            let text = json!({ "blocks": [paragraph("a", &format!("text {number}"))] });
            one = save(&of(&app, olena), &one, text, true).await;
        }

        let kept = revisions(&app, &one).await;

        assert_eq!(told(&kept), [(2, AutosaveCheckpoint), (1, Manual)]);
        assert_eq!(kept[0].content.blocks[0].rich_texts()[0].plain(), "text 3");
        assert_eq!(one.draft_revision_id, Some(kept[0].id));

        let other = json!({ "headline": "Порт" });
        one = save(&of(&app, pavlo), &one, other, true).await;
        app.clock.advance(10 * MINUTE);
        let later = json!({ "headline": "Порт і пором" });
        one = save(&of(&app, pavlo), &one, later, true).await;

        let kept = revisions(&app, &one).await;
        let numbers: Vec<i32> = kept.iter().map(|one| one.number).collect();
        assert_eq!(numbers, [4, 3, 2, 1]);
        assert_eq!(kept[1].created_by, pavlo);
    }
);

both!(
    a_text_that_is_kept_by_its_blocks_comes_back_as_it_was,
    Newsroom::Small,
    |app| {
        let call = desk(&app);
        let all = |words: &[(&str, &str)]| -> Vec<Json> {
            words.iter().map(|(id, text)| paragraph(id, text)).collect()
        };
        let texts = [
            vec![("a", "one"), ("b", "two"), ("c", "three")],
            vec![("c", "three"), ("a", "one"), ("b", "two")],
            vec![("c", "three"), ("b", "TWO"), ("d", "one")],
            vec![],
            vec![("a", "one"), ("b", "two"), ("c", "three")],
        ];
        let mut one = draft(&call, all(&texts[0])).await;
        for text in &texts[1..] {
            let blocks = json!({ "blocks": all(text) });
            one = save(&call, &one, blocks, false).await;
        }

        let kept = revisions(&app, &one).await;

        for (kept, text) in kept.iter().rev().zip(&texts) {
            let blocks: Vec<Json> = kept
                .content
                .blocks
                .iter()
                .map(|block| serde_json::to_value(block).unwrap())
                .collect();
            assert_eq!(blocks, all(text), "revision {}", kept.number);
        }
        // From the second text on: `a`, `b` in two forms, `c` and `d`; each body once.
        assert_eq!(count(&app, "revision_blocks").await, 5);
        let page = Page::first(2);
        let (_, few) = app
            .statements(articles::revisions_of(&call, one.id, &page))
            .await;
        let page = Page::first(50);
        let (_, many) = app
            .statements(articles::revisions_of(&call, one.id, &page))
            .await;
        assert_eq!(few, many);
    }
);

both!(
    a_long_story_saved_every_second_leaves_a_short_history,
    Newsroom::Small,
    |app| {
        let call = desk(&app);
        let text = "слово ".repeat(60);
        let blocks: Vec<Json> = (0..200)
            .map(|number| paragraph(&format!("b{number}"), &format!("{number} {text}")))
            .collect();
        let size = serde_json::to_string(&blocks).unwrap().len() as i64;
        let mut one = draft(&call, blocks).await;
        // The clock stands at the beginning of a stretch of ten minutes.
        app.clock.advance(2 * MINUTE);

        for second in 0..600_i64 {
            app.clock.advance(1_000);
            let call = desk(&app);
            let put = paragraph("b7", &format!("now {second} {text}"));
            let body = revisions_body(&one, &call, put).await;
            one = save(&call, &one, body, true).await;
        }

        let kept = revisions(&app, &one).await;
        assert_eq!(kept.len(), 3, "{:?}", told(&kept));
        let blocks = count(&app, "revision_blocks").await;
        assert!(blocks <= 201, "{blocks} blocks");
        let conn = app.app.db.writer();
        let held = "SELECT CAST((SELECT SUM(LENGTH(CAST(body AS TEXT))) FROM revision_blocks) \
            + (SELECT SUM(LENGTH(CAST(content AS TEXT)) + COALESCE(LENGTH(CAST(blocks AS TEXT)), 0)) FROM revisions) AS BIGINT)";
        let statement = Statement::from_string(conn.get_database_backend(), held);
        let row = conn.query_one_raw(statement).await.unwrap().unwrap();
        let bytes: i64 = row.try_get_by(0).unwrap();
        println!("a body of {size} bytes; its history of 600 saves holds {bytes} characters");
        // The first text whole, and each block once more.
        assert!(bytes <= size * 5 / 2, "{bytes} of {size}");
    }
);

/// The working copy with one block replaced.
async fn revisions_body(one: &Translation, call: &Call, put: Json) -> Json {
    let found = articles::working_contents(call, std::slice::from_ref(one)).await;
    let content: Content = found.unwrap().remove(&one.id).unwrap();
    let mut blocks: Vec<Json> = content
        .blocks
        .iter()
        .map(|block| serde_json::to_value(block).unwrap())
        .collect();
    blocks[7] = put;
    json!({ "blocks": blocks })
}

both!(
    old_autosaves_go_and_everything_else_stays,
    Newsroom::Small,
    |app| {
        use RevisionReason::{AutosaveCheckpoint, Manual, Published};
        let call = desk(&app);
        let mut one = draft(&call, vec![paragraph("a", "one")]).await;
        one = save(
            &call,
            &one,
            json!({ "blocks": [paragraph("a", "two")] }),
            true,
        )
        .await;
        one = articles::publish(&call, one.id, one.version, &PublishInput::default())
            .await
            .unwrap();
        one = save(
            &call,
            &one,
            json!({ "blocks": [paragraph("a", "three")] }),
            true,
        )
        .await;
        one = save(
            &call,
            &one,
            json!({ "blocks": [paragraph("a", "four")] }),
            false,
        )
        .await;
        let before = revisions(&app, &one).await;
        assert_eq!(
            told(&before),
            [
                (5, Manual),
                (4, AutosaveCheckpoint),
                (3, Published),
                (2, AutosaveCheckpoint),
                (1, Manual)
            ]
        );

        app.clock.advance(8 * 24 * 60 * MINUTE);
        let call = desk(&app);
        one = save(&call, &one, json!({ "headline": "Порт" }), false).await;

        let after = revisions(&app, &one).await;
        assert_eq!(
            told(&after),
            [(6, Manual), (5, Manual), (3, Published), (1, Manual)]
        );
        // `two`, which was published, and `four`; nothing holds `three` any more.
        assert_eq!(count(&app, "revision_blocks").await, 2);
        assert_eq!(count(&app, "saves").await, 1);
    }
);

const DIFF: &str = "query($id: ID!, $from: Int!, $to: Int!) { desk { translation(id: $id) { diff(from: $from, to: $to) {
    fields { field before after }
    blocks { blockId change words { kind text }
        before { blockId ... on ParagraphBlock { text { plain } } }
        after { blockId ... on ParagraphBlock { text { plain } } } } } } } }";

both!(
    a_difference_tells_fields_blocks_and_words,
    Newsroom::Small,
    |app| {
        let olena = person(&app, Role::DutyEditor, "olena").await;
        let call = of(&app, olena);
        let first = vec![
            paragraph("a", "The ferry stays"),
            paragraph("b", "Two"),
            paragraph("c", "Three"),
        ];
        let mut one = draft(&call, first).await;
        let second = json!({
            "headline": "Порт",
            "blocks": [paragraph("c", "Three"), paragraph("a", "The ferry leaves"), paragraph("x", "New")],
        });
        one = save(&call, &one, second, false).await;
        let body = json!({ "email": "olena@mayak.example", "password": PASSWORD });
        let tokens = app.post("/auth/sign-in", None, &body).await.json();
        let token = tokens["accessToken"].as_str().unwrap();
        let ask = async |from: i32, to: i32| {
            let variables = json!({ "id": one.id, "from": from, "to": to });
            app.ask("/desk/graphql", Some(token), DIFF, variables).await
        };

        let answer = ask(1, 2).await;

        let diff = &answer["data"]["desk"]["translation"]["diff"];
        assert_eq!(
            diff["fields"],
            json!([{ "field": "headline", "before": "Пором", "after": "Порт" }]),
            "{answer}"
        );
        let blocks = diff["blocks"].as_array().unwrap();
        let kinds: Vec<_> = blocks
            .iter()
            .map(|block| {
                (
                    block["blockId"].as_str().unwrap(),
                    block["change"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            kinds,
            [
                ("c", "MOVED"),
                ("a", "CHANGED"),
                ("x", "ADDED"),
                ("b", "REMOVED")
            ]
        );
        assert_eq!(blocks[1]["before"]["text"]["plain"], "The ferry stays");
        assert_eq!(
            blocks[1]["words"][0],
            json!({ "kind": "SAME", "text": "The ferry" })
        );
        assert_eq!(blocks[2]["before"], Json::Null);
        assert_eq!(blocks[3]["after"], Json::Null);
        let unknown = ask(1, 9).await;
        assert_eq!(unknown["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }
);
