//! The audit trail: what it tells, and that nobody changes it unseen.

use std::process::Command;

use masthead::app::Call;
use masthead::audit::{self, Fault, Verdict};
use masthead::policy::Role;
use masthead::users::{self, Assignment, NewUser};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::{Value as Json, json};

use crate::support::{Newsroom, TestApp, both};

const PASSWORD: &str = "a lighthouse by the sea";
const DESK: &str = "/desk/graphql";

/// Signs somebody with this role in.
async fn token(app: &TestApp, role: Role) -> String {
    let new = NewUser {
        email: format!("{}@mayak.example", role.key()),
        display_name: role.name().to_owned(),
        ui_locale: "uk".parse().unwrap(),
        assignments: vec![Assignment {
            role,
            locales: None,
            sections: None,
        }],
        password: Some(PASSWORD.to_owned()),
    };
    users::create(&Call::system(&app.app, "test"), new)
        .await
        .unwrap();
    let body = json!({ "email": format!("{}@mayak.example", role.key()), "password": PASSWORD });
    let tokens = app.post("/auth/sign-in", None, &body).await.json();
    tokens["accessToken"].as_str().unwrap().to_owned()
}

async fn ask(app: &TestApp, token: &str, document: &str, variables: Json) -> Json {
    let answer = app.ask(DESK, Some(token), document, variables).await;
    assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
    answer["data"].clone()
}

async fn tag(app: &TestApp, token: &str, name: &str) -> String {
    let document = "mutation($input: TagInput!) { tagCreate(input: $input) { tag { id } userErrors { message } } }";
    let input = json!({ "kind": "TOPIC", "names": [{ "locale": "uk", "text": name }] });
    let made = ask(app, token, document, json!({ "input": input })).await;
    made["tagCreate"]["tag"]["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{made}"))
        .to_owned()
}

async fn verdict(app: &TestApp) -> Verdict {
    audit::verify(&Call::system(&app.app, "test"))
        .await
        .unwrap()
}

/// Runs SQL as somebody with the database's own password would.
async fn as_owner(app: &TestApp, sqlite: &[&str], postgres: &[&str]) {
    let conn = app.app.db.writer();
    let all = match conn.get_database_backend() {
        DbBackend::Postgres => postgres,
        _ => sqlite,
    };
    for sql in all {
        conn.execute_unprepared(sql)
            .await
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
}

const OPEN_SQLITE: [&str; 2] = [
    "DROP TRIGGER audit_is_never_changed",
    "DROP TRIGGER audit_is_never_deleted",
];
const OPEN_POSTGRES: [&str; 2] = [
    "DROP TRIGGER audit_is_only_added_to ON audit",
    "DROP TRIGGER audit_goes_from_its_beginning ON audit",
];

/// A trail of some entries whose guards somebody has taken away, and then what `sql` does to it.
async fn tampered(app: &TestApp, sql: &str) -> Verdict {
    let token = token(app, Role::DutyEditor).await;
    for name in ["Море", "Порт", "Маяк"] {
        tag(app, &token, name).await;
    }
    assert!(matches!(
        verdict(app).await,
        Verdict::Whole { entries: 6, .. }
    ));
    as_owner(app, &OPEN_SQLITE, &OPEN_POSTGRES).await;
    as_owner(app, &[sql], &[sql]).await;
    verdict(app).await
}

const LIST: &str = "query($filter: AuditFilter, $after: String) { admin { audit(first: 2, after: $after, filter: $filter) {
    edges { node { id at action subjectId subjectLabel reason requestId changes { field before after }
        answerable { displayName }
        actor { __typename ... on StaffUser { displayName } ... on SystemActor { name } ... on ApiToken { name } } } }
    pageInfo { hasNextPage endCursor } } } }";

both!(the_trail_tells_who_did_what, Newsroom::Small, |app| {
    let admin = token(&app, Role::Administrator).await;
    let editor = token(&app, Role::DutyEditor).await;
    let made = tag(&app, &editor, "Море").await;

    let filter = json!({ "filter": { "subjectId": made } });
    let found = ask(&app, &admin, LIST, filter).await;
    let edges = found["admin"]["audit"]["edges"].as_array().unwrap().clone();

    assert_eq!(edges.len(), 1);
    let entry = &edges[0]["node"];
    assert_eq!(entry["action"], "tagCreate");
    assert_eq!(entry["subjectId"], json!(made));
    assert_eq!(entry["actor"]["displayName"], "Duty editor");
    let names = entry["changes"].as_array().unwrap();
    assert!(
        names.iter().any(|change| change["after"]
            .as_str()
            .is_some_and(|text| text.contains("Море"))),
        "{names:?}"
    );
    let again = "query($id: ID!) { node(id: $id) { ... on AuditEntry { action } } }";
    let again = ask(&app, &admin, again, json!({ "id": entry["id"] })).await;
    assert_eq!(again["node"]["action"], "tagCreate");
});

both!(
    the_trail_is_paged_and_filtered_in_a_fixed_number_of_statements,
    Newsroom::Small,
    |app| {
        let admin = token(&app, Role::Administrator).await;
        let editor = token(&app, Role::DutyEditor).await;
        for name in ["Море", "Порт", "Маяк"] {
            tag(&app, &editor, name).await;
            app.clock.advance(1_000);
        }
        let filter = json!({ "actions": ["tagCreate"] });

        let first = ask(&app, &admin, LIST, json!({ "filter": filter })).await;
        let page = &first["admin"]["audit"];
        let after = page["pageInfo"]["endCursor"].clone();
        let rest = ask(
            &app,
            &admin,
            LIST,
            json!({ "filter": filter, "after": after }),
        )
        .await;

        assert_eq!(page["edges"].as_array().unwrap().len(), 2);
        assert_eq!(page["pageInfo"]["hasNextPage"], true);
        assert_eq!(rest["admin"]["audit"]["edges"].as_array().unwrap().len(), 1);
        let label = |edge: &Json| edge["node"]["subjectLabel"].as_str().unwrap().to_owned();
        assert_eq!(label(&page["edges"][0]), "Маяк");
        let from = page["edges"][0]["node"]["at"].clone();
        let late = ask(
            &app,
            &admin,
            LIST,
            json!({ "filter": { "actions": ["tagCreate"], "from": from } }),
        )
        .await;
        assert_eq!(late["admin"]["audit"]["edges"].as_array().unwrap().len(), 1);
        let none = ask(&app, &admin, LIST, json!({ "filter": { "actorIds": [] } })).await;
        assert_eq!(none["admin"]["audit"]["edges"], json!([]));

        let wide = LIST.replace("first: 2", "first: 50");
        let (_, few) = app.statements(ask(&app, &admin, LIST, json!({}))).await;
        let (_, many) = app.statements(ask(&app, &admin, &wide, json!({}))).await;
        assert_eq!(few, many);
    }
);

both!(
    a_program_is_told_by_its_token_and_answered_for_by_its_maker,
    Newsroom::Small,
    |app| {
        let admin = token(&app, Role::Administrator).await;
        let document =
            "mutation($input: ApiTokenInput!) { apiTokenCreate(input: $input) { secret } }";
        let input = json!({ "name": "Wire", "permissions": ["TAG_MANAGE", "CONTENT_READ"] });
        let made = ask(&app, &admin, document, json!({ "input": input })).await;
        let secret = made["apiTokenCreate"]["secret"].as_str().unwrap();
        let subject = tag(&app, secret, "Море").await;

        let found = ask(
            &app,
            &admin,
            LIST,
            json!({ "filter": { "subjectId": subject } }),
        )
        .await;

        let entry = &found["admin"]["audit"]["edges"][0]["node"];
        assert_eq!(
            entry["actor"],
            json!({ "__typename": "ApiToken", "name": "Wire" })
        );
        assert_eq!(entry["answerable"]["displayName"], "Administrator");
    }
);

both!(
    only_auditors_read_the_whole_trail_and_readers_of_stories_theirs,
    Newsroom::Small,
    |app| {
        let editor = token(&app, Role::DutyEditor).await;
        let refused = app.ask(DESK, Some(&editor), LIST, json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let create = "mutation($input: ArticleCreateInput!) { articleCreate(input: $input) { article { id } translation { id } userErrors { message } } }";
        let section = crate::support::small::ECONOMY.to_string();
        let input =
            json!({ "kind": "NEWS", "locale": "uk", "sectionId": section, "headline": "Пором" });
        let made = app
            .ask(DESK, Some(&editor), create, json!({ "input": input }))
            .await;
        let made = &made["data"]["articleCreate"];
        let id = made["article"]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{made}"));
        let (one, version) = (made["translation"]["id"].clone(), 1);
        let save = "mutation($id: ID!, $v: Int!, $input: TranslationContentInput!) { translationSave(id: $id, expectedVersion: $v, input: $input) { translation { version } userErrors { message } } }";
        ask(
            &app,
            &editor,
            save,
            json!({ "id": one, "v": version, "input": { "headline": "Порт" } }),
        )
        .await;

        let trail = "query($id: ID!) { desk { article(id: $id) { audit { edges { node { action subjectId changes { field } actor { ... on StaffUser { displayName } } } } } } } }";
        let found = ask(&app, &editor, trail, json!({ "id": id })).await;

        let edges = found["desk"]["article"]["audit"]["edges"]
            .as_array()
            .unwrap();
        let actions: Vec<_> = edges
            .iter()
            .map(|edge| edge["node"]["action"].as_str().unwrap())
            .collect();
        assert_eq!(actions, ["translationSave", "articleCreate"]);
        assert_eq!(edges[0]["node"]["subjectId"], one);
    }
);

both!(
    the_database_itself_refuses_to_change_an_entry,
    Newsroom::Small,
    |app| {
        let conn = app.app.db.writer();
        let editor = token(&app, Role::DutyEditor).await;
        tag(&app, &editor, "Море").await;

        for sql in [
            "UPDATE audit SET subject_label = 'another'",
            "DELETE FROM audit WHERE seq = 1",
        ] {
            let refused = conn.execute_unprepared(sql).await.unwrap_err();
            assert!(refused.to_string().contains("never"), "{refused}");
        }
        assert!(matches!(verdict(&app).await, Verdict::Whole { .. }));
    }
);

both!(a_changed_entry_is_named, Newsroom::Small, |app| {
    let sql = "UPDATE audit SET subject_label = 'another' WHERE subject_label = 'Порт'";

    let found = tampered(&app, sql).await;

    assert!(
        matches!(
            found,
            Verdict::Broken {
                entry: Some(_),
                fault: Fault::Changed,
                ..
            }
        ),
        "{found:?}"
    );
});

both!(
    a_removed_entry_is_missed_in_the_middle_and_at_the_end,
    Newsroom::Small,
    |app| {
        // Alone in its lane, it leaves none behind that could be named.
        let found = tampered(&app, "DELETE FROM audit WHERE subject_label = 'Порт'").await;
        assert!(
            matches!(
                found,
                Verdict::Broken {
                    fault: Fault::Missing,
                    ..
                }
            ),
            "{found:?}"
        );

        let sql = "DELETE FROM audit WHERE seq > (SELECT MIN(seq) FROM audit)";
        as_owner(&app, &[sql], &[sql]).await;

        let found = verdict(&app).await;
        assert!(
            matches!(
                found,
                Verdict::Broken {
                    entry: None,
                    fault: Fault::Missing,
                    ..
                }
            ),
            "{found:?}"
        );
    }
);

both!(
    an_entry_that_was_slipped_in_is_named,
    Newsroom::Small,
    |app| {
        let columns =
            "at, actor_kind, user_id, action, subject_id, subject_label, changes, request_id";
        let id = |sqlite: bool| {
            if sqlite {
                "x'00000000000000000000000000000007'"
            } else {
                "'00000000-0000-0000-0000-000000000007'"
            }
        };
        let sql = |sqlite| {
            format!(
                "INSERT INTO audit (id, {columns}) SELECT {}, {columns} FROM audit LIMIT 1",
                id(sqlite)
            )
        };
        let editor = token(&app, Role::DutyEditor).await;
        tag(&app, &editor, "Море").await;

        as_owner(&app, &[&sql(true)], &[&sql(false)]).await;

        assert!(matches!(verdict(&app).await, Verdict::Stray(_)));
    }
);

both!(
    writers_at_the_same_time_keep_the_chain_whole,
    Newsroom::Small,
    |app| {
        let editor = token(&app, Role::DutyEditor).await;
        let writer = async |name: &str| {
            for number in 0..3 {
                tag(&app, &editor, &format!("{name} {number}")).await;
            }
        };

        tokio::join!(
            writer("Море"),
            writer("Порт"),
            writer("Маяк"),
            writer("Хвиля")
        );

        assert!(matches!(
            verdict(&app).await,
            Verdict::Whole { entries: 15, .. }
        ));
    }
);

both!(the_command_tells_by_its_exit_code, Newsroom::Small, |app| {
    let run = || {
        Command::new(env!("CARGO_BIN_EXE_masthead"))
            .args(["audit", "verify"])
            .env("MASTHEAD_DATABASE_URL", &app.app.config.database_url)
            .env("MASTHEAD_DATA_DIR", &app.app.config.data_dir)
            .current_dir(&app.app.config.data_dir)
            .output()
            .unwrap()
    };
    let editor = token(&app, Role::DutyEditor).await;
    tag(&app, &editor, "Море").await;
    let whole = run();
    assert!(
        whole.status.success(),
        "{}",
        String::from_utf8_lossy(&whole.stderr)
    );
    assert!(String::from_utf8_lossy(&whole.stdout).starts_with("4 entries"));

    as_owner(&app, &OPEN_SQLITE, &OPEN_POSTGRES).await;
    let sql = "UPDATE audit SET reason = 'none' WHERE action = 'tagCreate'";
    as_owner(&app, &[sql], &[sql]).await;

    let broken = run();
    assert_eq!(broken.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&broken.stdout).contains("aud_"));
});
