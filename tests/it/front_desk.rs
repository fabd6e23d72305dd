//! Fronts as the front desk changes them, over the graph.

use masthead::app::Call;
use masthead::articles::{self, ArticleInput, PublishInput, SharedPatch, Translation};
use masthead::fronts::{self, Arrangement, Rule, Zone};
use masthead::policy::Role;
use masthead::vocabulary::{ArticleKind, ZoneLayout};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Map, Value as Json, json};

use crate::support::small::ENERGY;
use crate::support::{Newsroom, START, TestApp, both};

const HOUR: i64 = 3_600_000;

const FRONT: &str = "query($key: String!) { desk { front(key: $key, locale: \"uk\") {
    id key locale version title lastPublishedAt
    zones { key title layout moreUrl size
        rule { sections { id names { locale text } } tags { id } kinds maxAge onePerSection }
        pins { id position article { number translations { locale } } headlineOverride emphasis
            imageOverride { id } sublinks { number } startsAt expiresAt pinnedBy { displayName } } } } } }";

const PIN: &str = "mutation($id: ID!, $v: Int!, $input: FrontPinInput!) {
    done: frontPin(frontId: $id, expectedVersion: $v, input: $input) {
        front { version zones { key pins { id position article { id } } } }
        userErrors { __typename code path ... on VersionConflictError { currentVersion } } } }";

const UNPIN: &str = "mutation($id: ID!, $v: Int!, $pin: ID!) {
    done: frontUnpin(frontId: $id, expectedVersion: $v, pinId: $pin) {
        front { version zones { key pins { id } } } userErrors { __typename code path } } }";

const ARRANGE: &str = "mutation($id: ID!, $v: Int!, $title: String, $zones: [FrontZoneInput!]!) {
    done: frontArrange(frontId: $id, expectedVersion: $v, title: $title, zones: $zones) {
        front { version title zones { key title layout size rule { kinds onePerSection }
            pins { id position article { id } pinnedBy { displayName } } } }
        userErrors { __typename code path } } }";

const HOME: &str =
    "{ edition(locale: \"uk\") { front { zones { key items { headline isPinned emphasis } } } } }";

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

async fn draft(app: &TestApp, headline: &str) -> Translation {
    let input = ArticleInput {
        kind: ArticleKind::News,
        locale: "uk".parse().unwrap(),
        section: ENERGY,
        headline: headline.to_owned(),
        slug: None,
        content: Map::new(),
        shared: SharedPatch::default(),
        request_id: None,
    };
    articles::create(&desk(app), &input).await.unwrap().1
}

async fn publish(app: &TestApp, one: &Translation) {
    let how = PublishInput::default();
    articles::publish(&desk(app), one.id, one.version, &how)
        .await
        .unwrap();
}

/// Live stories, the last one the newest.
async fn live<const N: usize>(app: &TestApp, headlines: [&str; N]) -> [Translation; N] {
    let mut stories = Vec::new();
    for headline in headlines {
        app.clock.advance(1_000);
        let one = draft(app, headline).await;
        publish(app, &one).await;
        stories.push(one);
    }
    stories.try_into().unwrap()
}

fn zone(key: &str) -> Zone {
    Zone {
        key: key.to_owned(),
        position: 0,
        title: None,
        layout: ZoneLayout::Cards,
        more_url: None,
        size: 2,
        rule: Rule::default(),
    }
}

/// A home page of these zones, and its id.
pub async fn home(app: &TestApp, zones: &[&str]) -> String {
    let wanted = Arrangement {
        key: "home".to_owned(),
        locale: "uk".parse().unwrap(),
        title: "Головна".to_owned(),
        zones: zones.iter().map(|key| zone(key)).collect(),
        pins: Vec::new(),
    };
    let tx = desk(app).begin().await.unwrap();
    fronts::arrange(&tx, &wanted).await.unwrap();
    tx.commit().await.unwrap();
    let fronts = fronts::fronts(&desk(app)).await.unwrap();
    let front = fronts.by_key(wanted.locale, "home").unwrap();
    front.id.to_string()
}

/// What a mutation gives.
async fn act(app: &TestApp, token: &str, document: &str, variables: Json) -> Json {
    let mut answer = app
        .ask("/desk/graphql", Some(token), document, variables)
        .await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"]["done"].take()
}

/// Pins a story, with what else the input is to say.
async fn pin(
    app: &TestApp,
    token: &str,
    (front, version): (&str, i32),
    (zone, position, story): (&str, i32, &Translation),
    more: Json,
) -> Json {
    let mut input = json!({
        "zoneKey": zone, "position": position, "articleId": story.article_id.to_string(),
    });
    let members = more.as_object().cloned().unwrap_or_default();
    input.as_object_mut().unwrap().extend(members);
    let variables = json!({ "id": front, "v": version, "input": input });
    act(app, token, PIN, variables).await
}

/// Headlines of the zone `top` as readers get them; pinned ones with a star.
async fn top(app: &TestApp) -> Vec<String> {
    let data = app.read(HOME, json!({})).await;
    let zones = data["edition"]["front"]["zones"].as_array().unwrap();
    let top = zones.iter().find(|zone| zone["key"] == "top").unwrap();
    let items = top["items"].as_array().unwrap().iter();
    let text = |item: &Json| {
        let star = if item["isPinned"] == true { "*" } else { "" };
        format!("{star}{}", item["headline"].as_str().unwrap())
    };
    items.map(text).collect()
}

fn errors(done: &Json) -> Vec<(String, Json)> {
    let errors = done["userErrors"].as_array().unwrap().iter();
    errors
        .map(|one| {
            (
                one["code"].as_str().unwrap().to_owned(),
                one["path"].clone(),
            )
        })
        .collect()
}

both!(
    a_pinned_story_stands_at_its_position_until_its_time_is_over,
    Newsroom::Small,
    |app| {
        let [ferry, _, _] = live(&app, ["Ferry", "Tram", "Bus"]).await;
        let (staff, id) = (app.staff().await, home(&app, &["top"]).await);
        assert_eq!(top(&app).await, ["Bus", "Tram"]);
        let until = START.plus_ms(HOUR);
        let more = json!({
            "expiresAt": until.to_string(), "headlineOverride": "Ferry!", "emphasis": "STRONG",
        });

        let done = pin(
            &app,
            staff.token(Role::FrontEditor),
            (&id, 1),
            ("top", 1, &ferry),
            more,
        )
        .await;

        assert_eq!(done["userErrors"], json!([]));
        assert_eq!(done["front"]["version"], 2);
        let held = &done["front"]["zones"][0]["pins"][0];
        assert_eq!(held["article"]["id"], ferry.article_id.to_string());
        assert_eq!(top(&app).await, ["*Ferry!", "Bus"]);
        app.clock.set(until);
        assert_eq!(top(&app).await, ["Bus", "Tram"]);
        let front = app
            .ask(
                "/desk/graphql",
                Some(staff.token(Role::FrontEditor)),
                FRONT,
                json!({ "key": "home" }),
            )
            .await;
        let zone = &front["data"]["desk"]["front"]["zones"][0];
        assert_eq!(zone["pins"], json!([]), "{front:#}");
    }
);

both!(
    a_position_is_given_back_to_the_rule,
    Newsroom::Small,
    |app| {
        let [ferry, _, _] = live(&app, ["Ferry", "Tram", "Bus"]).await;
        let (staff, id) = (app.staff().await, home(&app, &["top"]).await);
        let token = staff.token(Role::FrontEditor);
        let done = pin(&app, token, (&id, 1), ("top", 2, &ferry), Json::Null).await;
        assert_eq!(top(&app).await, ["Bus", "*Ferry"]);
        app.clock.advance(1_000);
        let pinned_at = START.plus_ms(3_500);
        let pin_id = done["front"]["zones"][0]["pins"][0]["id"].clone();

        let variables = json!({ "id": id, "v": 2, "pin": pin_id });
        let freed = act(&app, token, UNPIN, variables.clone()).await;

        assert_eq!(freed["front"]["version"], 3);
        assert_eq!(freed["front"]["zones"][0]["pins"], json!([]));
        assert_eq!(top(&app).await, ["Bus", "Tram"]);
        let again = json!({ "id": id, "v": 3, "pin": pin_id });
        let again = act(&app, token, UNPIN, again).await;
        assert_eq!(errors(&again), [("NOT_FOUND".to_owned(), json!(["pinId"]))]);
        // What stood there can still be told.
        let then = HOME.replace("\"uk\")", &format!("\"uk\", asOf: \"{pinned_at}\")"));
        let then = app
            .ask("/desk/graphql", Some(token), &then, json!({}))
            .await;
        let items = &then["data"]["edition"]["front"]["zones"][0]["items"];
        assert_eq!(items[1]["headline"], "Ferry", "{then:#}");
        assert_eq!(items[1]["isPinned"], true);
    }
);

both!(
    a_story_that_is_not_live_waits_at_its_position,
    Newsroom::Small,
    |app| {
        live(&app, ["Tram", "Bus"]).await;
        let (staff, id) = (app.staff().await, home(&app, &["top"]).await);
        let ferry = draft(&app, "Ferry").await;

        let done = pin(
            &app,
            staff.token(Role::FrontEditor),
            (&id, 1),
            ("top", 1, &ferry),
            Json::Null,
        )
        .await;

        assert_eq!(done["userErrors"], json!([]));
        assert_eq!(top(&app).await, ["Bus", "Tram"]);
        publish(&app, &ferry).await;
        assert_eq!(top(&app).await, ["*Ferry", "Bus"]);
    }
);

both!(a_pin_that_starts_later_is_planned, Newsroom::Small, |app| {
    let [ferry, _, _] = live(&app, ["Ferry", "Tram", "Bus"]).await;
    let (staff, id) = (app.staff().await, home(&app, &["top"]).await);
    let token = staff.token(Role::FrontEditor);
    let (from, until) = (START.plus_ms(HOUR), START.plus_ms(2 * HOUR));
    let period = json!({ "startsAt": from.to_string(), "expiresAt": until.to_string() });

    let done = pin(&app, token, (&id, 1), ("top", 1, &ferry), period).await;

    assert_eq!(
        done["front"]["zones"][0]["pins"].as_array().unwrap().len(),
        1
    );
    assert_eq!(top(&app).await, ["Bus", "Tram"]);
    let planned = HOME.replace("\"uk\")", &format!("\"uk\", asOf: \"{from}\")"));
    let planned = app
        .ask("/desk/graphql", Some(token), &planned, json!({}))
        .await;
    app.clock.set(from);
    assert_eq!(top(&app).await, ["*Ferry", "Bus"]);
    assert_eq!(planned["data"], app.read(HOME, json!({})).await);
    app.clock.set(until);
    assert_eq!(top(&app).await, ["Bus", "Tram"]);
});

both!(
    a_pin_that_does_not_fit_is_refused_with_its_reason,
    Newsroom::Small,
    |app| {
        let [ferry, tram] = live(&app, ["Ferry", "Tram"]).await;
        let (staff, id) = (app.staff().await, home(&app, &["top", "more"]).await);
        let token = staff.token(Role::FrontEditor);
        let at = (&*id, 2);
        pin(&app, token, (&id, 1), ("top", 1, &ferry), Json::Null).await;
        let nobody = Translation {
            article_id: "art_00000000000000000000000009".parse().unwrap(),
            ..tram.clone()
        };
        let past = json!({ "expiresAt": START.to_string() });
        let backwards = json!({
            "startsAt": START.plus_ms(2 * HOUR).to_string(),
            "expiresAt": START.plus_ms(HOUR).to_string(),
        });
        let tries = [
            (at, ("top", 1, &tram), Json::Null, "DUPLICATE", "position"),
            (
                at,
                ("more", 1, &ferry),
                Json::Null,
                "DUPLICATE",
                "articleId",
            ),
            (at, ("top", 3, &tram), Json::Null, "INVALID", "position"),
            (at, ("gone", 1, &tram), Json::Null, "NOT_FOUND", "zoneKey"),
            (
                at,
                ("top", 2, &nobody),
                Json::Null,
                "NOT_FOUND",
                "articleId",
            ),
            (at, ("top", 2, &tram), past, "INVALID", "expiresAt"),
            (at, ("top", 2, &tram), backwards, "INVALID", "expiresAt"),
        ];
        for (front, place, more, code, field) in tries {
            let done = pin(&app, token, front, place, more).await;
            let expected = (code.to_owned(), json!(["input", field]));
            assert_eq!(errors(&done), [expected], "{field}");
            assert_eq!(done["front"], Json::Null);
        }
        let outdated = pin(&app, token, (&id, 1), ("top", 2, &tram), Json::Null).await;
        assert_eq!(
            outdated["userErrors"][0]["__typename"],
            "VersionConflictError"
        );
        assert_eq!(outdated["userErrors"][0]["currentVersion"], 2);
    }
);

both!(zones_are_arranged_in_one_step, Newsroom::Small, |app| {
    let [ferry, tram] = live(&app, ["Ferry", "Tram"]).await;
    let staff = app.staff().await;
    let id = home(&app, &["top", "more", "old"]).await;
    let done = pin(
        &app,
        staff.token(Role::DutyEditor),
        (&id, 1),
        ("top", 1, &ferry),
        Json::Null,
    )
    .await;
    let kept = &done["front"]["zones"][0]["pins"][0]["id"];
    let held = |story: &Translation, zone: &str, position: i32| {
        json!({
            "zoneKey": zone, "position": position, "articleId": story.article_id.to_string(),
        })
    };
    let zones = json!([
        { "zoneKey": "new", "layout": "HERO", "size": 1, "title": "Нове",
          "rule": { "kinds": ["OPINION"], "onePerSection": true }, "pins": [held(&tram, "new", 1)] },
        { "zoneKey": "more", "size": 5, "pins": [] },
        { "zoneKey": "top", "title": "Головне", "pins": [held(&ferry, "top", 1)] },
    ]);

    let variables = json!({ "id": id, "v": 2, "title": "Перша", "zones": zones });
    let done = act(
        &app,
        staff.token(Role::FrontEditor),
        ARRANGE,
        variables.clone(),
    )
    .await;

    assert_eq!(done["userErrors"], json!([]), "{done:#}");
    let front = &done["front"];
    assert_eq!(
        (&front["version"], &front["title"]),
        (&json!(3), &json!("Перша"))
    );
    let keys = front["zones"].as_array().unwrap().iter();
    let keys: Vec<_> = keys.map(|zone| zone["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["new", "more", "top"]);
    assert_eq!(
        front["zones"][0]["rule"],
        json!({ "kinds": ["OPINION"], "onePerSection": true })
    );
    assert_eq!(front["zones"][1]["size"], 5);
    assert_eq!(front["zones"][1]["layout"], "CARDS");
    let pin = &front["zones"][2]["pins"][0];
    assert_eq!(&pin["id"], kept);
    assert_eq!(pin["pinnedBy"]["displayName"], "Duty editor");
    // The same again changes nothing.
    let again = json!({ "id": id, "v": 3, "title": "Перша", "zones": zones });
    let again = act(&app, staff.token(Role::FrontEditor), ARRANGE, again).await;
    assert_eq!(again["front"]["version"], 3);
    let outdated = act(&app, staff.token(Role::FrontEditor), ARRANGE, variables).await;
    assert_eq!(errors(&outdated)[0].0, "VERSION_CONFLICT");
});

both!(
    an_arrangement_that_does_not_fit_is_refused_whole,
    Newsroom::Small,
    |app| {
        let [ferry] = live(&app, ["Ferry"]).await;
        let (staff, id) = (app.staff().await, home(&app, &["top"]).await);
        let held = |zone: &str| json!({ "zoneKey": zone, "position": 1, "articleId": ferry.article_id.to_string() });
        let path = |steps: &[&str]| json!(steps);
        let tries = [
            (
                json!([{ "zoneKey": "new", "pins": [] }]),
                vec![
                    path(&["zones", "0", "layout"]),
                    path(&["zones", "0", "size"]),
                ],
            ),
            (
                json!([{ "zoneKey": "top", "pins": [held("other")] }]),
                vec![path(&["zones", "0", "pins", "0", "zoneKey"])],
            ),
            (
                json!([
                    { "zoneKey": "top", "pins": [held("top"), held("top")] },
                    { "zoneKey": "Bad Key", "layout": "CARDS", "size": 51, "pins": [] },
                ]),
                vec![
                    path(&["zones", "1", "zoneKey"]),
                    path(&["zones", "1", "size"]),
                    path(&["zones", "0", "pins", "1", "position"]),
                    path(&["zones", "0", "pins", "1", "articleId"]),
                ],
            ),
            (
                json!([{ "zoneKey": "top", "pins": [], "rule": {
                    "tagIds": ["tag_00000000000000000000000009"], "sectionIds": ["nonsense"] } }]),
                vec![path(&["zones", "0", "rule", "sectionIds", "0"])],
            ),
        ];

        for (zones, paths) in tries {
            let variables = json!({ "id": id, "v": 1, "zones": zones });
            let done = act(&app, staff.token(Role::FrontEditor), ARRANGE, variables).await;
            let found: Vec<_> = errors(&done).into_iter().map(|(_, path)| path).collect();
            assert_eq!(found, paths, "{done:#}");
        }
        assert_eq!(top(&app).await, ["Ferry"]);
    }
);

both!(
    fronts_are_curated_by_those_who_may,
    Newsroom::Small,
    |app| {
        let [ferry] = live(&app, ["Ferry"]).await;
        let (staff, id) = (app.staff().await, home(&app, &["top"]).await);

        for (role, error) in [
            (Role::Reporter, "PermissionError"),
            (Role::Editor, "PermissionError"),
            (Role::AdManager, "PermissionError"),
        ] {
            let done = pin(
                &app,
                staff.token(role),
                (&id, 1),
                ("top", 1, &ferry),
                Json::Null,
            )
            .await;
            let found = done["userErrors"].as_array().unwrap();
            assert!(
                found.iter().any(|one| one["__typename"] == error),
                "{role:?}: {done:#}"
            );
            assert_eq!(done["front"], Json::Null);
        }
        let asked = json!({ "key": "home" });
        let seller = app
            .ask(
                "/desk/graphql",
                Some(staff.token(Role::AdManager)),
                FRONT,
                asked.clone(),
            )
            .await;
        assert_eq!(seller["data"]["desk"]["front"], Json::Null);
        assert_eq!(seller["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let reporter = app
            .ask(
                "/desk/graphql",
                Some(staff.token(Role::Reporter)),
                FRONT,
                asked,
            )
            .await;
        assert_eq!(
            reporter["data"]["desk"]["front"]["key"], "home",
            "{reporter:#}"
        );
    }
);

both!(
    changes_of_fronts_are_audited_and_told,
    Newsroom::Small,
    |app| {
        let [ferry] = live(&app, ["Ferry"]).await;
        let (staff, id) = (app.staff().await, home(&app, &["top"]).await);
        let done = pin(
            &app,
            staff.token(Role::FrontEditor),
            (&id, 1),
            ("top", 1, &ferry),
            Json::Null,
        )
        .await;
        let pin_id = &done["front"]["zones"][0]["pins"][0]["id"];
        act(
            &app,
            staff.token(Role::FrontEditor),
            UNPIN,
            json!({ "id": id, "v": 2, "pin": pin_id }),
        )
        .await;
        let zones = json!([{ "zoneKey": "top", "size": 9, "pins": [] }]);
        act(
            &app,
            staff.token(Role::FrontEditor),
            ARRANGE,
            json!({ "id": id, "v": 3, "zones": zones }),
        )
        .await;

        let actions = strings(&app, "SELECT action FROM audit WHERE action LIKE 'front%' AND token_id IS NULL AND actor_kind = 'STAFF' ORDER BY id").await;
        let kinds = strings(
            &app,
            "SELECT kind FROM events WHERE kind = 'FRONT_PUBLISHED'",
        )
        .await;

        assert_eq!(actions, ["frontPin", "frontUnpin", "frontArrange"]);
        // One of them is the home page's own beginning.
        assert_eq!(kinds.len(), 4);
    }
);

async fn strings(app: &TestApp, sql: &str) -> Vec<String> {
    let conn = app.app.db.reader();
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let rows = conn.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by(0).unwrap()).collect()
}

both!(
    the_statements_for_a_front_do_not_grow_with_it,
    Newsroom::Demo,
    |app| {
        let staff = app.staff().await;
        let token = staff.token(Role::FrontEditor);
        let asked = json!({ "key": "home" });
        let read = async || {
            let answer = app
                .ask("/desk/graphql", Some(token), FRONT, asked.clone())
                .await;
            assert!(answer.get("errors").is_none(), "{answer:#}");
            answer["data"]["desk"]["front"].clone()
        };
        read().await;
        let (front, few) = app.statements(read()).await;
        let list = "{ desk { articles(first: 12) { edges { node { id } } } tags(first: 5) { edges { node { id } } } sections { id } } }";
        let list = app.ask("/desk/graphql", Some(token), list, json!({})).await;
        let ids = |field: &str| -> Vec<Json> {
            let edges = list["data"]["desk"][field]["edges"].as_array().unwrap();
            edges
                .iter()
                .map(|edge| edge["node"]["id"].clone())
                .collect()
        };
        let (stories, tags) = (ids("articles"), ids("tags"));
        let section = &list["data"]["desk"]["sections"][0]["id"];
        let zones: Vec<Json> = stories
            .chunks(3)
            .enumerate()
            .map(|(place, held)| {
                let key = format!("zone-{place}");
                let pins = held.iter().enumerate().map(|(position, story)| {
                    json!({ "zoneKey": key, "position": position + 1, "articleId": story })
                });
                json!({
                    "zoneKey": key, "layout": "CARDS", "size": 6, "pins": pins.collect::<Vec<_>>(),
                    "rule": { "tagIds": tags, "sectionIds": [section] },
                })
            })
            .collect();
        let variables = json!({ "id": front["id"], "v": front["version"], "zones": zones });
        let done = act(&app, token, ARRANGE, variables).await;
        assert_eq!(done["userErrors"], json!([]), "{done:#}");
        read().await;

        let (front, many) = app.statements(read()).await;

        assert_eq!(front["zones"].as_array().unwrap().len(), 4);
        assert!(front["zones"][0]["pins"].as_array().unwrap().len() > 1);
        // Tags of rules are a kind of thing that the first front may lack.
        assert!(many <= few + 1, "{many} after {few}");
    }
);

both!(
    a_story_that_is_thrown_away_gives_its_positions_back,
    Newsroom::Small,
    |app| {
        let staff = app.staff().await;
        let token = staff.token(Role::DutyEditor);
        let id = home(&app, &["top"]).await;
        let [other] = live(&app, ["Ferry"]).await;
        let one = draft(&app, "Never mind").await;
        for (version, (story, position)) in (1..).zip([(&one, 1), (&other, 2)]) {
            let input =
                json!({ "zoneKey": "top", "position": position, "articleId": story.article_id });
            let asked = json!({ "id": id, "v": version, "input": input });
            act(&app, token, PIN, asked).await;
        }

        let trash = "mutation($id: ID!) { done: articleTrash(id: $id) { trashedId userErrors { message } } }";
        app.done(token, trash, json!({ "id": one.article_id }))
            .await;

        let conn = app.app.db.reader();
        let sql = format!(
            "SELECT COUNT(*) FROM front_pins WHERE valid_until > {}",
            START.0 + HOUR
        );
        let statement = Statement::from_string(conn.get_database_backend(), sql);
        let row = conn.query_one_raw(statement).await.unwrap().unwrap();
        assert_eq!(row.try_get_by::<i64, _>(0).unwrap(), 1);
    }
);

const HOMES: &str = "{ desk {
    uk: front(key: \"home\", locale: \"uk\") { id version title zones { key size } }
    en: front(key: \"home\", locale: \"en\") { title }
    pl: front(key: \"home\", locale: \"pl\") { title } } }";

both!(every_edition_has_a_home_page, Newsroom::Small, |app| {
    let staff = app.staff().await;
    let admin = staff.token(Role::Administrator);
    let [_] = live(&app, ["Ferry"]).await;

    assert_eq!(masthead::worker::sweep(&app.app).await.unwrap(), 2);
    assert_eq!(masthead::worker::sweep(&app.app).await.unwrap(), 0);

    let homes = app.desk(admin, HOMES, json!({})).await;
    assert_eq!(
        homes["desk"]["uk"]["zones"],
        json!([{ "key": "latest", "size": 20 }])
    );
    assert_eq!(homes["desk"]["en"]["title"], "Mayak");
    let read = app.read(HOME, json!({})).await;
    assert_eq!(
        read["edition"]["front"]["zones"][0]["items"][0]["headline"],
        "Ferry"
    );
    let add = "mutation($v: Int!) { settingsUpdate(expectedVersion: $v, input: { locales: [{
        locale: \"pl\", autonym: \"Polski\", shortLabel: \"POL\", homeTitle: \"Latarnia\", isEnabled: false }] }) {
        userErrors { message path } } }";
    app.done(admin, add, json!({ "v": 1 })).await;
    let homes = app.desk(admin, HOMES, json!({})).await;
    assert_eq!(homes["desk"]["pl"]["title"], "Latarnia");
});
