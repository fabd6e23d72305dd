//! Threads on drafts.

use masthead::policy::Role;
use serde_json::{Value as Json, json};

use super::{Colleague, paragraph, publish, save, story, tries_to_publish};
use crate::support::{Newsroom, both};

const THREAD: &str = "comment { id text author { displayName } resolvedAt \
    resolvedBy { displayName } anchor { blockId start end quotedText isDetached } \
    replies { text author { displayName } } } \
    userErrors { __typename code message path }";

async fn tries_to_add(by: &Colleague<'_>, one: &Json, input: Json) -> Json {
    let document = format!(
        "mutation($id: ID!, $input: CommentAddInput!) {{ \
         commentAdd(translationId: $id, input: $input) {{ {THREAD} }} }}"
    );
    by.tries(&document, json!({ "id": one["id"], "input": input }))
        .await
}

async fn add(by: &Colleague<'_>, one: &Json, input: Json) -> Json {
    let payload = tries_to_add(by, one, input).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    payload["comment"].clone()
}

async fn tries_to_reply(by: &Colleague<'_>, thread: &Json, text: &str) -> Json {
    let document = format!(
        "mutation($id: ID!, $text: String!) {{ \
         commentReply(commentId: $id, text: $text) {{ {THREAD} }} }}"
    );
    by.tries(&document, json!({ "id": thread["id"], "text": text }))
        .await
}

async fn set(by: &Colleague<'_>, verb: &str, thread: &Json) -> Json {
    let document = format!("mutation($id: ID!) {{ {verb}(commentId: $id) {{ {THREAD} }} }}");
    let payload = by.does(&document, json!({ "id": thread["id"] })).await;
    payload["comment"].clone()
}

async fn anchor(by: &Colleague<'_>, thread: &Json) -> Json {
    let query = "query($id: ID!) { node(id: $id) { ... on DraftComment { \
        anchor { blockId start end quotedText isDetached } } } }";
    let data = by.asks(query, json!({ "id": thread["id"] })).await;
    data["node"]["anchor"].clone()
}

async fn texts(by: &Colleague<'_>, one: &Json, args: &str) -> Vec<String> {
    let query = format!(
        "query($id: ID!) {{ desk {{ translation(id: $id) {{ \
         comments({args}) {{ edges {{ node {{ text }} }} }} }} }} }}"
    );
    let data = by.asks(&query, json!({ "id": one["id"] })).await;
    let edges = data["desk"]["translation"]["comments"]["edges"].as_array();
    let texts = edges
        .unwrap()
        .iter()
        .map(|edge| edge["node"]["text"].as_str());
    texts.map(|text| text.unwrap().to_owned()).collect()
}

both!(
    a_thread_is_started_answered_closed_and_opened,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        let petro = Colleague::joins(&app, "Petro", Role::Reporter).await;
        let (_, one) = story(&petro, "Пором", &[paragraph("a", "one")]).await;

        let whole = add(&olena, &one, json!({ "text": " Хто сказав? " })).await;
        assert_eq!(
            (&whole["text"], &whole["anchor"]),
            (&json!("Хто сказав?"), &Json::Null)
        );
        let answered = tries_to_reply(&petro, &whole, "Капітан").await;
        assert_eq!(
            answered["comment"]["replies"],
            json!([{ "text": "Капітан", "author": { "displayName": "Petro" } }])
        );
        let refused = tries_to_publish(&olena, &one, &[]).await;
        assert_eq!(
            refused["userErrors"][0]["checks"][0]["code"],
            "UNRESOLVED_COMMENTS"
        );

        let closed = set(&olena, "commentResolve", &whole).await;
        assert_eq!(closed["resolvedBy"]["displayName"], "Olena");
        assert_eq!(texts(&olena, &one, "resolved: false").await, [""; 0]);
        assert_eq!(texts(&olena, &one, "resolved: true").await, ["Хто сказав?"]);
        let again = set(&petro, "commentResolve", &whole).await;
        assert_eq!(
            again["resolvedBy"]["displayName"], "Olena",
            "what is closed stays as it was"
        );
        let open = set(&petro, "commentReopen", &whole).await;
        assert_eq!(open["resolvedAt"], Json::Null);
        set(&petro, "commentResolve", &whole).await;
        publish(&olena, &one).await;
    }
);

both!(
    a_thread_follows_its_words_and_outlives_its_block,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
        let words = paragraph("a", "Пором ходить щодня");
        let (_, one) = story(&olena, "Пором", std::slice::from_ref(&words)).await;
        let on_words = json!({ "text": "?", "blockId": "a", "start": 6, "end": 12 });
        let thread = add(&olena, &one, on_words).await;
        let at = |start: Json, end: Json, is_detached: bool| {
            json!({ "blockId": "a", "start": start, "end": end, "quotedText": "ходить",
                "isDetached": is_detached })
        };
        assert_eq!(thread["anchor"], at(json!(6), json!(12), false));
        let write =
            async |one: &Json, blocks: Json| save(&olena, one, json!({ "blocks": blocks })).await;

        let one = write(&one, json!([paragraph("a", "Новий пором ходить")])).await;
        assert_eq!(
            anchor(&olena, &thread).await,
            at(json!(12), json!(18), false),
            "the words have moved"
        );
        let one = write(&one, json!([paragraph("a", "Пором стоїть")])).await;
        assert_eq!(
            anchor(&olena, &thread).await,
            at(Json::Null, Json::Null, false),
            "the words are gone, the block is not"
        );
        let one = write(&one, json!([paragraph("b", "Інше")])).await;
        assert_eq!(
            anchor(&olena, &thread).await,
            at(Json::Null, Json::Null, true),
            "on the whole draft, with the words that it was about"
        );
        write(&one, json!([words])).await;
        assert_eq!(
            anchor(&olena, &thread).await,
            at(json!(6), json!(12), false)
        );
    }
);

both!(
    a_thread_with_faults_is_not_started,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
        let seller = Colleague::joins(&app, "Seller", Role::AdManager).await;
        let (_, one) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
        let stranger = "usr_01jd0000000000000000000000";
        for (input, code, path) in [
            (json!({ "text": " " }), "REQUIRED", json!(["input", "text"])),
            (
                json!({ "text": "?", "blockId": "z" }),
                "NOT_FOUND",
                json!(["input", "blockId"]),
            ),
            (
                json!({ "text": "?", "blockId": "a", "start": 1, "end": 9 }),
                "INVALID",
                json!(["input", "start"]),
            ),
            (
                json!({ "text": "?", "mentionIds": [stranger] }),
                "NOT_FOUND",
                json!(["input", "mentionIds", "0"]),
            ),
        ] {
            let refused = tries_to_add(&olena, &one, input).await;
            assert_eq!(
                (
                    &refused["userErrors"][0]["code"],
                    &refused["userErrors"][0]["path"]
                ),
                (&json!(code), &path)
            );
        }
        let unseen = tries_to_add(&seller, &one, json!({ "text": "?" })).await;
        assert_eq!(unseen["userErrors"][0]["__typename"], "NotFoundError");
        assert_eq!(texts(&olena, &one, "first: 5").await, [""; 0]);
    }
);

both!(
    threads_come_newest_first_page_by_page,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
        let (_, one) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
        for text in ["1", "2", "3"] {
            add(&olena, &one, json!({ "text": text })).await;
        }
        let query = "query($id: ID!, $after: String) { desk { translation(id: $id) { \
            comments(first: 2, after: $after) { edges { cursor node { text } } \
            pageInfo { hasNextPage endCursor } } } } }";
        let page = async |after: Json| {
            let data = olena
                .asks(query, json!({ "id": one["id"], "after": after }))
                .await;
            data["desk"]["translation"]["comments"].clone()
        };

        let first = page(Json::Null).await;
        assert_eq!(first["edges"][0]["node"]["text"], "3");
        assert_eq!(first["edges"][1]["node"]["text"], "2");
        assert_eq!(first["pageInfo"]["hasNextPage"], true);
        let second = page(first["pageInfo"]["endCursor"].clone()).await;
        assert_eq!(second["edges"][0]["node"]["text"], "1");
        assert_eq!(second["pageInfo"]["hasNextPage"], false);
    }
);

both!(
    threads_of_a_page_are_read_together,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
        for place in 0..4 {
            let (_, one) = story(&olena, &format!("Пором {place}"), &[paragraph("a", "x")]).await;
            let thread = add(&olena, &one, json!({ "text": "?", "blockId": "a" })).await;
            tries_to_reply(&olena, &thread, "!").await;
        }
        let ask = async |first: i32| {
            let query = "query($first: Int) { desk { articles(first: $first) { edges { node { \
                translations { comments(resolved: false, first: 3) { edges { node { text \
                author { displayName } anchor { start } \
                replies { text author { displayName } } } } } } } } } } }";
            let asked = olena.asks(query, json!({ "first": first }));
            app.statements(asked).await.1
        };

        assert_eq!(ask(1).await, ask(4).await);
    }
);
