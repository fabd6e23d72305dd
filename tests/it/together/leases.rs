//! The editing lease, and who has a story open.

use masthead::policy::Role;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};

use super::{Colleague, paragraph, save, story, tries_to_save};
use crate::support::{Newsroom, TestApp, both};

const LOCK: &str = "lock { holder { displayName } acquiredAt expiresAt isMine } \
    presence { user { displayName } locale blockId mode } \
    userErrors { __typename code message path \
    ... on LockedError { lock { holder { displayName } isMine expiresAt } } \
    ... on PermissionError { needed } }";

async fn acquire(by: &Colleague<'_>, one: &Json) -> Json {
    let document = format!("mutation($id: ID!) {{ lockAcquire(translationId: $id) {{ {LOCK} }} }}");
    by.tries(&document, json!({ "id": one["id"] })).await
}

async fn renew(by: &Colleague<'_>, one: &Json, block: &str) -> Json {
    let document = format!(
        "mutation($id: ID!, $block: ID) {{ lockRenew(translationId: $id, blockId: $block) {{ {LOCK} }} }}"
    );
    by.tries(&document, json!({ "id": one["id"], "block": block }))
        .await
}

async fn release(by: &Colleague<'_>, one: &Json) -> Json {
    let document = format!("mutation($id: ID!) {{ lockRelease(translationId: $id) {{ {LOCK} }} }}");
    by.tries(&document, json!({ "id": one["id"] })).await
}

async fn take_over(by: &Colleague<'_>, one: &Json, reason: &str) -> Json {
    let document = format!(
        "mutation($id: ID!, $why: String!) {{ lockBreak(translationId: $id, reason: $why) {{ {LOCK} }} }}"
    );
    by.tries(&document, json!({ "id": one["id"], "why": reason }))
        .await
}

async fn holder(by: &Colleague<'_>, one: &Json) -> Json {
    let query = "query($id: ID!) { desk { translation(id: $id) { \
        lock { holder { displayName } } } } }";
    let data = by.asks(query, json!({ "id": one["id"] })).await;
    data["desk"]["translation"]["lock"]["holder"]["displayName"].clone()
}

async fn last_reason(app: &TestApp) -> String {
    let conn = app.app.db.reader();
    let sql = "SELECT reason FROM audit WHERE action = 'lockBreak'";
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by(0).unwrap()
}

both!(
    a_lease_is_held_for_90_seconds_and_then_free,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
        let petro = Colleague::joins(&app, "Petro", Role::Reporter).await;
        let (_, one) = story(&olena, "Пором", &[paragraph("a", "one")]).await;

        let taken = acquire(&olena, &one).await;
        assert_eq!(taken["userErrors"], json!([]));
        assert_eq!(
            taken["lock"],
            json!({ "holder": { "displayName": "Olena" }, "isMine": true,
                "acquiredAt": "2026-07-11T07:58:00Z", "expiresAt": "2026-07-11T07:59:30Z" })
        );
        let refused = acquire(&petro, &one).await;
        let error = &refused["userErrors"][0];
        assert_eq!(
            (&error["__typename"], &error["code"], &error["path"]),
            (
                &json!("LockedError"),
                &json!("LOCKED"),
                &json!(["translationId"])
            )
        );
        assert_eq!(error["lock"]["holder"]["displayName"], "Olena");
        assert_eq!(error["lock"]["isMine"], false);
        assert_eq!(refused["lock"], Json::Null);

        app.clock.advance(60_000);
        let renewed = renew(&olena, &one, "a").await;
        assert_eq!(renewed["lock"]["acquiredAt"], "2026-07-11T07:58:00Z");
        assert_eq!(renewed["lock"]["expiresAt"], "2026-07-11T08:00:30Z");
        app.clock.advance(89_999);
        assert_eq!(holder(&petro, &one).await, "Olena");
        app.clock.advance(1);
        assert_eq!(holder(&petro, &one).await, Json::Null);
        assert_eq!(acquire(&petro, &one).await["lock"]["isMine"], true);
        let late = renew(&olena, &one, "a").await;
        assert_eq!(late["userErrors"][0]["__typename"], "LockedError");
    }
);

both!(losing_the_lease_loses_no_text, Newsroom::Small, |app| {
    let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
    let petro = Colleague::joins(&app, "Petro", Role::Reporter).await;
    let (_, one) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
    acquire(&olena, &one).await;
    app.clock.advance(90_000);
    acquire(&petro, &one).await;

    // The lease is a courtesy: a save from the newest version goes in without it.
    let saved = save(&olena, &one, json!({ "kicker": "Порт" })).await;

    // And with it, a save from an older version does not.
    let refused = tries_to_save(&petro, &one, json!({ "kicker": "Море" })).await;
    let error = &refused["userErrors"][0];
    assert_eq!(error["__typename"], "VersionConflictError");
    assert_eq!(error["currentVersion"], saved["version"]);
    assert_eq!(error["changedBy"]["displayName"], "Olena");
});

both!(
    a_lease_is_given_back_or_taken_over_with_a_reason,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
        let duty = Colleague::joins(&app, "Duty", Role::DutyEditor).await;
        let (_, one) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
        let offered = async || {
            let query = "query($id: ID!) { desk { translation(id: $id) { \
                actions { kind isAllowed } } } }";
            let data = duty.asks(query, json!({ "id": one["id"] })).await;
            let actions = data["desk"]["translation"]["actions"].as_array().unwrap();
            let of = actions.iter().find(|one| one["kind"] == "BREAK_LOCK");
            of.unwrap()["isAllowed"].clone()
        };
        assert_eq!(offered().await, false, "nobody edits it");
        acquire(&olena, &one).await;
        assert_eq!(offered().await, true);

        let denied = take_over(&olena, &one, "mine").await;
        assert_eq!(denied["userErrors"][0]["needed"], "LOCK_BREAK");
        let silent = take_over(&duty, &one, "  ").await;
        assert_eq!(silent["userErrors"][0]["code"], "REQUIRED");
        let taken = take_over(&duty, &one, "She went home").await;

        assert_eq!(taken["lock"]["isMine"], true);
        assert_eq!(last_reason(&app).await, "She went home");
        // Who does not hold it gives nothing back, and learns who does.
        let kept = release(&olena, &one).await;
        assert_eq!(kept["lock"]["holder"]["displayName"], "Duty");
        let freed = release(&duty, &one).await;
        assert_eq!(
            (&freed["lock"], &freed["userErrors"]),
            (&Json::Null, &json!([]))
        );
        assert_eq!(acquire(&olena, &one).await["lock"]["isMine"], true);
    }
);

both!(
    who_may_not_see_stories_learns_nothing_of_their_leases,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
        let seller = Colleague::joins(&app, "Seller", Role::AdManager).await;
        let (_, one) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
        acquire(&olena, &one).await;

        let refused = acquire(&seller, &one).await;

        assert_eq!(refused["userErrors"][0]["__typename"], "NotFoundError");
        assert_eq!(refused["presence"], json!([]));
    }
);

both!(
    presence_shows_who_reads_and_who_writes_and_where,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
        let petro = Colleague::joins(&app, "Petro", Role::Reporter).await;
        let (article, one) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
        let present = async |by: &Colleague<'_>| {
            let query = "query($id: ID!) { desk { article(id: $id) { presence { \
                user { displayName } locale blockId mode } } } }";
            let data = by.asks(query, json!({ "id": article })).await;
            data["desk"]["article"]["presence"].clone()
        };

        let renewed = renew(&olena, &one, "a").await;
        let writing = json!({ "user": { "displayName": "Olena" }, "locale": "uk",
            "blockId": "a", "mode": "EDITING" });
        assert_eq!(renewed["presence"], json!([writing]));
        let reading = json!({ "user": { "displayName": "Petro" }, "locale": null,
            "blockId": null, "mode": "VIEWING" });
        assert_eq!(present(&petro).await, json!([writing, reading]));

        release(&olena, &one).await;
        assert_eq!(present(&petro).await, json!([reading]));
    }
);

both!(leases_of_a_page_are_read_together, Newsroom::Small, |app| {
    let olena = Colleague::joins(&app, "Olena", Role::Editor).await;
    for place in 0..4 {
        let (_, one) = story(&olena, &format!("Пором {place}"), &[paragraph("a", "x")]).await;
        acquire(&olena, &one).await;
    }
    let ask = async |first: i32| {
        let query = "query($first: Int) { desk { articles(first: $first) { edges { node { \
                presence { user { displayName } } \
                translations { lock { holder { displayName } } } } } } } }";
        let asked = olena.asks(query, json!({ "first": first }));
        app.statements(asked).await.1
    };

    assert_eq!(ask(1).await, ask(4).await);
});

both!(
    who_is_suspended_holds_no_lease_and_is_nowhere_any_more,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::Reporter).await;
        let petro = Colleague::joins(&app, "Petro", Role::Editor).await;
        let admin = Colleague::joins(&app, "Admin", Role::Administrator).await;
        let (article, one) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
        let (_, other) = story(&petro, "Порт", &[paragraph("a", "one")]).await;
        acquire(&olena, &one).await;
        acquire(&petro, &other).await;
        let me = olena.asks("{ viewer { account { id } } }", json!({})).await;
        let suspend = "mutation($id: ID!) { userSuspend(id: $id, reason: \"left\") { \
            user { state } userErrors { message } } }";

        admin
            .does(suspend, json!({ "id": me["viewer"]["account"]["id"] }))
            .await;

        assert_eq!(acquire(&petro, &one).await["lock"]["isMine"], true);
        assert_eq!(holder(&admin, &other).await, "Petro");
        let here =
            "query($id: ID!) { desk { article(id: $id) { presence { user { displayName } } } } }";
        let here = petro.asks(here, json!({ "id": article })).await.to_string();
        assert!(here.contains("Petro") && !here.contains("Olena"), "{here}");
        let conn = app.app.db.reader();
        let told = "SELECT COUNT(*) FROM events WHERE kind = 'LOCK_CHANGED'";
        let statement = Statement::from_string(conn.get_database_backend(), told);
        let row = conn.query_one_raw(statement).await.unwrap().unwrap();
        assert_eq!(row.try_get_by::<i64, _>(0).unwrap(), 4);
    }
);
