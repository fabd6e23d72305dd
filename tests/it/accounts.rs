//! Accounts: asking people in, giving and taking roles, stopping.

use axum::http::StatusCode;
use masthead::app::Call;
use masthead::policy::Role;
use masthead::users::{self, Assignment, NewUser};
use serde_json::{Value as Json, json};

use crate::support::{Newsroom, TestApp, both};

const PASSWORD: &str = "a lighthouse by the sea";
const DESK: &str = "/desk/graphql";
const INVITE: &str = "mutation($input: UserInviteInput!) { userInvite(input: $input) {
    user { id state assignments { role { key } locales sections { id } } } invitationUrl
    userErrors { __typename code path message } } }";
const SET: &str = "mutation($id: ID!, $given: [RoleAssignmentInput!]!) { userSetAssignments(id: $id, assignments: $given) {
    user { assignments { role { key } } } userErrors { __typename code path } } }";
const SUSPEND: &str =
    "mutation($id: ID!, $reason: String!) { userSuspend(id: $id, reason: $reason) {
    user { state } userErrors { __typename code path } } }";

async fn account(app: &TestApp, role: Role, name: &str) -> String {
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
    let made = users::create(&Call::system(&app.app, "test"), new).await;
    made.unwrap().id.to_string()
}

async fn sign_in(app: &TestApp, name: &str) -> Option<String> {
    let body = json!({ "email": format!("{name}@mayak.example"), "password": PASSWORD });
    let answer = app.post("/auth/sign-in", None, &body).await;
    let is_in = answer.status == StatusCode::OK;
    is_in.then(|| answer.json()["accessToken"].as_str().unwrap().to_owned())
}

async fn ask(app: &TestApp, token: &str, document: &str, variables: Json) -> Json {
    let answer = app.ask(DESK, Some(token), document, variables).await;
    assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
    answer["data"]
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap()
        .clone()
}

fn invitation(email: &str, given: Json) -> Json {
    json!({ "input": { "email": email, "displayName": "Ірина", "uiLocale": "uk", "assignments": given } })
}

async fn accept(app: &TestApp, url: &Json, password: &str) -> crate::support::Answer {
    let (_, secret) = url.as_str().unwrap().split_once('#').unwrap();
    let body = json!({ "invitation": secret, "password": password });
    app.post("/auth/accept-invitation", None, &body).await
}

both!(
    an_invited_person_chooses_a_password_once,
    Newsroom::Small,
    |app| {
        account(&app, Role::Administrator, "olena").await;
        let admin = sign_in(&app, "olena").await.unwrap();
        let section = crate::support::small::ENERGY.to_string();
        let given = json!([{ "roleKey": "editor", "sectionIds": [section] }, { "roleKey": "translator", "locales": ["en"] }]);

        let made = ask(
            &app,
            &admin,
            INVITE,
            invitation("iryna@mayak.example", given),
        )
        .await;

        assert_eq!(made["userErrors"], json!([]));
        assert_eq!(made["user"]["state"], "INVITED");
        assert_eq!(made["user"]["assignments"][1]["locales"], json!(["en"]));
        assert!(sign_in(&app, "iryna").await.is_none());
        let short = accept(&app, &made["invitationUrl"], "short").await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        let came = accept(&app, &made["invitationUrl"], PASSWORD).await;
        assert_eq!(came.status, StatusCode::OK, "{}", came.text());
        let own = came.json()["accessToken"].as_str().unwrap().to_owned();
        let viewer = ask(
            &app,
            &own,
            "{ viewer { account { displayName state } permissions } }",
            json!({}),
        )
        .await;
        assert_eq!(
            viewer["account"],
            json!({ "displayName": "Ірина", "state": "ACTIVE" })
        );
        assert!(sign_in(&app, "iryna").await.is_some());
        let again = accept(&app, &made["invitationUrl"], "another long password").await;
        assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    }
);

both!(
    an_invitation_is_void_when_it_is_old_or_made_anew,
    Newsroom::Small,
    |app| {
        account(&app, Role::Administrator, "olena").await;
        let admin = sign_in(&app, "olena").await.unwrap();
        let reporter = json!([{ "roleKey": "reporter" }]);
        let first = ask(
            &app,
            &admin,
            INVITE,
            invitation("iryna@mayak.example", reporter),
        )
        .await;
        let editor = json!([{ "roleKey": "editor" }]);

        let second = ask(
            &app,
            &admin,
            INVITE,
            invitation("Iryna@mayak.example", editor),
        )
        .await;

        assert_eq!(second["user"]["id"], first["user"]["id"]);
        assert_eq!(second["user"]["assignments"][0]["role"]["key"], "editor");
        let void = accept(&app, &first["invitationUrl"], PASSWORD).await;
        assert_eq!(void.status, StatusCode::UNAUTHORIZED);
        app.clock.advance(72 * 3_600_000);
        let old = accept(&app, &second["invitationUrl"], PASSWORD).await;
        assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    }
);

both!(what_cannot_be_given_is_named, Newsroom::Small, |app| {
    account(&app, Role::Administrator, "olena").await;
    let admin = sign_in(&app, "olena").await.unwrap();
    let unknown = "sec_0000000000000000000000000z";
    for (given, path) in [
        (
            json!([{ "roleKey": "chief" }]),
            json!(["input", "assignments", "0", "roleKey"]),
        ),
        (
            json!([{ "roleKey": "editor", "sectionIds": [unknown] }]),
            json!(["input", "assignments", "0", "sectionIds"]),
        ),
        (
            json!([{ "roleKey": "translator", "locales": ["fr"] }]),
            json!(["input", "assignments", "0", "locales"]),
        ),
        (
            json!([{ "roleKey": "translator", "locales": [] }]),
            json!(["input", "assignments"]),
        ),
    ] {
        let refused = ask(
            &app,
            &admin,
            INVITE,
            invitation("iryna@mayak.example", given),
        )
        .await;
        assert_eq!(refused["user"], Json::Null);
        assert_eq!(refused["userErrors"][0]["path"], path, "{refused}");
    }
    let taken = ask(
        &app,
        &admin,
        INVITE,
        invitation("olena@mayak.example", json!([])),
    )
    .await;
    assert_eq!(taken["userErrors"][0]["__typename"], "DuplicateError");
});

both!(
    taken_roles_are_missing_at_the_next_request,
    Newsroom::Small,
    |app| {
        account(&app, Role::Administrator, "olena").await;
        let editor = account(&app, Role::DutyEditor, "pavlo").await;
        let (admin, own) = (
            sign_in(&app, "olena").await.unwrap(),
            sign_in(&app, "pavlo").await.unwrap(),
        );

        let set = ask(
            &app,
            &admin,
            SET,
            json!({ "id": editor, "given": [{ "roleKey": "frontEditor" }] }),
        )
        .await;

        assert_eq!(
            set["user"]["assignments"],
            json!([{ "role": { "key": "frontEditor" } }])
        );
        let viewer = ask(&app, &own, "{ viewer { permissions } }", json!({})).await;
        assert_eq!(
            viewer["permissions"],
            json!(["CONTENT_READ", "FRONT_CURATE"])
        );
    }
);

both!(a_suspended_person_is_out_at_once, Newsroom::Small, |app| {
    account(&app, Role::Administrator, "olena").await;
    let editor = account(&app, Role::DutyEditor, "pavlo").await;
    let (admin, own) = (
        sign_in(&app, "olena").await.unwrap(),
        sign_in(&app, "pavlo").await.unwrap(),
    );
    let nothing = ask(
        &app,
        &admin,
        SUSPEND,
        json!({ "id": editor, "reason": " " }),
    )
    .await;
    assert_eq!(nothing["userErrors"][0]["path"], json!(["reason"]));

    let stopped = ask(
        &app,
        &admin,
        SUSPEND,
        json!({ "id": editor, "reason": "left the paper" }),
    )
    .await;

    assert_eq!(stopped["user"]["state"], "SUSPENDED");
    let refused = app
        .ask(DESK, Some(&own), "{ viewer { permissions } }", json!({}))
        .await;
    assert_eq!(
        refused["errors"][0]["extensions"]["code"],
        "UNAUTHENTICATED"
    );
    assert!(sign_in(&app, "pavlo").await.is_none());
    let list = "{ admin { users(query: \"pavlo\") { edges { node { state email } } } audit(first: 1, filter: { actions: [\"userSuspend\"] }) { edges { node { reason } } } } }";
    let found = ask(&app, &admin, list, json!({})).await;
    assert_eq!(
        found["users"]["edges"][0]["node"],
        json!({ "state": "SUSPENDED", "email": "pavlo@mayak.example" })
    );
    assert_eq!(
        found["audit"]["edges"][0]["node"]["reason"],
        "left the paper"
    );
});

both!(the_last_administrator_stays, Newsroom::Small, |app| {
    let first = account(&app, Role::Administrator, "olena").await;
    let second = account(&app, Role::Administrator, "ivan").await;
    let admin = sign_in(&app, "olena").await.unwrap();
    let gone = ask(
        &app,
        &admin,
        SUSPEND,
        json!({ "id": second, "reason": "left" }),
    )
    .await;
    assert_eq!(gone["userErrors"], json!([]));

    let stopped = ask(
        &app,
        &admin,
        SUSPEND,
        json!({ "id": first, "reason": "by mistake" }),
    )
    .await;
    let demoted = ask(
        &app,
        &admin,
        SET,
        json!({ "id": first, "given": [{ "roleKey": "editor" }] }),
    )
    .await;

    for refused in [stopped, demoted] {
        assert_eq!(refused["user"], Json::Null);
        assert_eq!(refused["userErrors"][0]["code"], "TRANSITION_NOT_ALLOWED");
    }
    assert!(sign_in(&app, "olena").await.is_some());
});

both!(
    two_administrators_cannot_remove_each_other_at_once,
    Newsroom::Small,
    |app| {
        let first = account(&app, Role::Administrator, "olena").await;
        let second = account(&app, Role::Administrator, "ivan").await;
        let (one, two) = (
            sign_in(&app, "olena").await.unwrap(),
            sign_in(&app, "ivan").await.unwrap(),
        );
        let suspend = |token: String, id: String| {
            let app = &app;
            async move {
                let variables = json!({ "id": id, "reason": "a quarrel" });
                app.ask(DESK, Some(&token), SUSPEND, variables).await
            }
        };

        let (a, b) = tokio::join!(suspend(one, second), suspend(two, first));

        let is_done = |answer: &Json| answer["data"]["userSuspend"]["user"]["state"] == "SUSPENDED";
        assert_eq!(
            [&a, &b]
                .into_iter()
                .filter(|answer| is_done(answer))
                .count(),
            1,
            "{a}\n{b}"
        );
    }
);

both!(
    who_does_not_manage_accounts_learns_nothing_of_them,
    Newsroom::Small,
    |app| {
        account(&app, Role::Administrator, "olena").await;
        let other = account(&app, Role::DutyEditor, "pavlo").await;
        let own = sign_in(&app, "pavlo").await.unwrap();

        let refused = ask(
            &app,
            &own,
            SUSPEND,
            json!({ "id": other, "reason": "a try" }),
        )
        .await;
        let list = app
            .ask(
                DESK,
                Some(&own),
                "{ admin { users { edges { node { email } } } } }",
                json!({}),
            )
            .await;

        assert_eq!(refused["userErrors"][0]["__typename"], "NotFoundError");
        assert_eq!(list["errors"][0]["extensions"]["code"], "FORBIDDEN");
    }
);
