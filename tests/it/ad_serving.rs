//! Ads at work: chosen with a page or after it, counted, capped, explained.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use masthead::ads::engine::{Cap, Targeting};
use masthead::ads::serving::{self, Why};
use masthead::app::{App, Call};
use masthead::platform::ids::{
    AdvertiserId, CampaignId, CreativeId, LineItemId, TypedId, VariantId,
};
use masthead::policy::Role;
use masthead::vocabulary::{CandidateOutcome, CapScope};
use sea_orm::{ConnectionTrait, Statement, Value};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{Answer, Newsroom, START, TestApp, both};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SIZES: [(i32, i32); 6] = [
    (970, 250),
    (728, 90),
    (300, 250),
    (300, 600),
    (320, 100),
    (320, 50),
];

const PAGE: &str = "query($viewer: AdViewerInput!, $with: Boolean!) { edition(locale: \"uk\") {
    front { adPlan(device: DESKTOP) { pageToken slots { key }
        decisions(viewer: $viewer) @include(if: $with) { ...Ads } } } } }
fragment Ads on AdDecisionResult { requestId decisions {
    id slotKey label advertiserName isHouse impressionUrl viewableUrl clickUrl
    viewability { minVisibleShare minDuration } size { width height }
    content { __typename ... on NativeAd { headline sponsorName } ... on HtmlAd { frameUrl } } } }";

const FILL: &str = "query($input: AdDecisionsInput!) { adDecisions(input: $input) {
    requestId decisions { id slotKey } } }";

fn id<I: TypedId>(number: u128) -> I {
    I::from_uuid(Uuid::from_u128(7 << 64 | number))
}

async fn run(app: &App, sql: &str, values: Vec<Value>) {
    let conn = app.db.writer();
    let backend = conn.get_database_backend();
    let mut number = 0;
    let sql: String = match backend {
        sea_orm::DbBackend::Postgres => sql
            .chars()
            .map(|c| {
                number += usize::from(c == '?');
                if c == '?' {
                    format!("${number}")
                } else {
                    c.to_string()
                }
            })
            .collect(),
        _ => sql.to_owned(),
    };
    conn.execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await
        .unwrap();
}

fn json_of(value: impl serde::Serialize) -> Value {
    Value::Json(Some(Box::new(serde_json::to_value(value).unwrap())))
}

/// Sells one remnant line item that fits everywhere, with these caps; the demo's own are held back.
async fn sell(app: &App, caps: Vec<Cap>) -> LineItemId {
    run(app, "UPDATE line_items SET state = 'PAUSED'", Vec::new()).await;
    let none = || json_of(Vec::<String>::new());
    let user = masthead::app::BUILT_IN_ACCOUNT;
    run(
        app,
        "INSERT INTO advertisers (id, version, name, search_text, sort_key, legal_name, domains, \
         categories, is_house) VALUES (?, 1, 'Веснянка', 'веснянка', 'веснянка', \
         'ТОВ «Веснянка»', ?, ?, FALSE)",
        vec![
            id::<AdvertiserId>(1).into(),
            json_of(["vesna.example"]),
            none(),
        ],
    )
    .await;
    run(
        app,
        "INSERT INTO campaigns (id, version, advertiser_id, name, search_text, state, \
         frequency_caps) VALUES (?, 1, ?, 'Літо', 'літо', 'ACTIVE', ?)",
        vec![
            id::<CampaignId>(2).into(),
            id::<AdvertiserId>(1).into(),
            none(),
        ],
    )
    .await;
    run(
        app,
        "INSERT INTO creatives (id, version, advertiser_id, name, review, pending_since, \
         created_by, changed_by) VALUES (?, 1, ?, 'Літня', 'APPROVED', 0, ?, ?)",
        vec![
            id::<CreativeId>(3).into(),
            id::<AdvertiserId>(1).into(),
            user.into(),
            user.into(),
        ],
    )
    .await;
    for (number, (width, height)) in (0_i32..).zip(SIZES) {
        let format = if number == 0 { "HTML" } else { "NATIVE" };
        run(
            app,
            "INSERT INTO creative_variants (id, creative_id, position, width, height, format, html, \
             headline, landing_url, byte_size, approved_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'https://vesna.example/summer', 10, 0)",
            vec![
                id::<VariantId>(10 + u128::from(number as u32)).into(),
                id::<CreativeId>(3).into(),
                number.into(),
                width.into(),
                height.into(),
                format.into(),
                Value::String((number == 0).then(|| "<b>Літо</b>".to_owned())),
                Value::String((number > 0).then(|| "Літо поруч".to_owned())),
            ],
        )
        .await;
    }
    let binding =
        json!([{ "creative": id::<CreativeId>(3).to_string(), "weight": 1, "locales": [] }]);
    run(
        app,
        "INSERT INTO line_items (id, version, campaign_id, name, tier, state, starts_at, dayparts, \
         goal_metric, pacing, weight, price_micros, price_currency, price_model, frequency_caps, \
         when_no_visitor_key, targeting, exclusions, exclusivity_groups, accepts_sensitivity, \
         roadblock, creatives, created_by, changed_by) VALUES (?, 1, ?, 'Літо всюди', 'REMNANT', \
         'READY', 0, ?, 'NONE', 'EVEN', 10, 90000000, 'UAH', 'CPM', ?, 'SKIP', ?, ?, ?, ?, 'NONE', \
         ?, ?, ?)",
        vec![
            id::<LineItemId>(4).into(),
            id::<CampaignId>(2).into(),
            none(),
            json_of(caps),
            json_of(Targeting::default()),
            json_of(Targeting::default()),
            none(),
            none(),
            json_of(binding),
            user.into(),
            user.into(),
        ],
    )
    .await;
    run(app, "UPDATE facts SET version = version + 1", Vec::new()).await;
    id(4)
}

fn viewer(key: Option<&str>) -> Json {
    json!({ "visitorKey": key, "consent": "FULL" })
}

/// The decisions that come with the page.
async fn page(app: &TestApp, key: Option<&str>) -> Vec<Json> {
    let plan = plan(app, key, true).await;
    plan["decisions"]["decisions"].as_array().unwrap().clone()
}

async fn plan(app: &TestApp, key: Option<&str>, with: bool) -> Json {
    let variables = json!({ "viewer": viewer(key), "with": with });
    let mut data = app.read(PAGE, variables).await;
    data["edition"]["front"]["adPlan"].take()
}

async fn follow(app: &TestApp, url: &Json, method: &str) -> Answer {
    let path = url
        .as_str()
        .unwrap()
        .strip_prefix("http://127.0.0.1:4000")
        .unwrap()
        .to_owned();
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::USER_AGENT, FIREFOX);
    app.send(request.body(Body::empty()).unwrap()).await
}

/// Impressions, viewable ones, clicks and what is invalid, in all.
async fn sums(app: &TestApp) -> [i64; 4] {
    let conn = app.app.db.reader();
    let sql = "SELECT CAST(COALESCE(SUM(impressions), 0) AS BIGINT), \
         CAST(COALESCE(SUM(viewable), 0) AS BIGINT), CAST(COALESCE(SUM(clicks), 0) AS BIGINT), \
         CAST(COALESCE(SUM(invalid), 0) AS BIGINT) FROM ad_hours";
    let row = conn
        .query_one_raw(Statement::from_string(conn.get_database_backend(), sql))
        .await
        .unwrap()
        .unwrap();
    [0, 1, 2, 3].map(|place| row.try_get_by(place).unwrap())
}

both!(
    a_page_is_filled_in_one_request_and_its_ads_are_counted,
    Newsroom::Demo,
    |app| {
        sell(&app.app, Vec::new()).await;

        let decisions = page(&app, None).await;

        // Once a page: it is no roadblock.
        assert_eq!(decisions.len(), 1, "{decisions:#?}");
        let ad = &decisions[0];
        assert_eq!(ad["label"], "Реклама");
        assert_eq!(ad["advertiserName"], "ТОВ «Веснянка»");
        assert_eq!(
            follow(&app, &ad["impressionUrl"], "GET").await.status,
            StatusCode::NO_CONTENT
        );
        assert_eq!(
            follow(&app, &ad["viewableUrl"], "POST").await.status,
            StatusCode::NO_CONTENT
        );
        for _ in 0..2 {
            let click = follow(&app, &ad["clickUrl"], "GET").await;
            assert_eq!(click.status, StatusCode::FOUND);
            assert_eq!(
                click.header("location"),
                Some("https://vesna.example/summer")
            );
        }
        assert_eq!(sums(&app).await, [1, 1, 1, 0]);
    }
);

both!(
    a_page_from_a_cdn_is_filled_by_its_token,
    Newsroom::Demo,
    |app| {
        sell(&app.app, Vec::new()).await;
        let plan = plan(&app, None, false).await;
        assert!(plan.get("decisions").is_none());
        let keys: Vec<_> = plan["slots"]
            .as_array()
            .unwrap()
            .iter()
            .map(|slot| slot["key"].clone())
            .collect();
        let input = |keys: &[Json], shown: Json| {
            json!({ "input": {
            "pageToken": plan["pageToken"], "slotKeys": keys, "viewer": viewer(None),
            "shownDecisionIds": shown,
        } })
        };

        let body = json!({ "query": FILL, "variables": input(&keys, json!([])) });
        let answer = app.post("/graphql", None, &body).await;
        assert!(
            answer.header("cache-control").unwrap().contains("no-store"),
            "{answer:?}"
        );
        let filled = answer.json();
        let filled = &filled["data"]["adDecisions"]["decisions"];
        assert_eq!(filled.as_array().unwrap().len(), 1, "{filled:#}");

        // What the page view shows already does not come again.
        let later = app.read(FILL, input(&keys, json!([filled[0]["id"]]))).await;
        assert_eq!(later["adDecisions"]["decisions"], json!([]), "{later:#}");

        app.clock.advance(49 * 3_600_000);
        let over = app.read(FILL, input(&keys, json!([]))).await;
        assert_eq!(over["adDecisions"], Json::Null);
    }
);

fn once_a_day() -> Vec<Cap> {
    vec![Cap {
        limit: 1,
        window_ms: 24 * 3_600_000,
        scope: CapScope::LineItem,
    }]
}

both!(
    a_cap_holds_for_a_visitor_and_is_not_guessed_for_others,
    Newsroom::Demo,
    |app| {
        sell(&app.app, once_a_day()).await;

        assert_eq!(page(&app, None).await.len(), 0);
        let first = page(&app, Some("a")).await;
        assert_eq!(first.len(), 1);
        // A place is kept for two minutes.
        assert_eq!(page(&app, Some("a")).await.len(), 0);
        assert_eq!(page(&app, Some("b")).await.len(), 1);
        app.clock.advance(121_000);
        assert_eq!(page(&app, Some("a")).await.len(), 1);
        follow(&app, &first[0]["impressionUrl"], "GET").await;
        app.clock.advance(23 * 3_600_000);
        assert_eq!(page(&app, Some("a")).await.len(), 0);
        app.clock.advance(3_600_000);
        assert_eq!(page(&app, Some("a")).await.len(), 1);
    }
);

both!(
    what_is_told_late_does_not_pass_a_cap,
    Newsroom::Demo,
    |app| {
        sell(&app.app, once_a_day()).await;
        // The first place lapses, and another node, or this one, gives it to a second page view.
        let first = page(&app, Some("a")).await;
        app.clock.advance(121_000);
        let second = page(&app, Some("a")).await;
        assert_eq!((first.len(), second.len()), (1, 1));

        follow(&app, &second[0]["impressionUrl"], "GET").await;
        follow(&app, &first[0]["impressionUrl"], "GET").await;

        assert_eq!(sums(&app).await, [1, 0, 0, 1]);
    }
);

both!(
    a_decision_is_made_again_and_explained,
    Newsroom::Demo,
    |app| {
        let sold = sell(&app.app, once_a_day()).await;
        let first = page(&app, Some("a")).await;
        page(&app, Some("a")).await;
        let call = Call::system(&app.app, "test");
        let decision = first[0]["id"].as_str().unwrap().parse().unwrap();

        let Why { slots } = serving::explain_decision(&call, decision).unwrap().unwrap();

        let won = slots.iter().find(|slot| slot.winner == Some(sold)).unwrap();
        assert_eq!(Json::from(won.slot_key.clone()), first[0]["slotKey"]);
        for slot in &slots {
            let (_, outcome, _) = &slot.candidates[0];
            assert_eq!(
                *outcome == CandidateOutcome::Won,
                slot.winner.is_some(),
                "{slot:?}"
            );
        }
        app.clock.advance(2 * 3_600_000);
        page(&app, Some("b")).await;
        assert!(
            serving::explain_decision(&call, decision)
                .unwrap()
                .is_none()
        );
    }
);

both!(
    a_report_has_what_was_asked_shown_and_paid_for,
    Newsroom::Demo,
    |app| {
        let sold = sell(&app.app, Vec::new()).await;
        let slots = plan(&app, None, false).await["slots"]
            .as_array()
            .unwrap()
            .len();
        let ads = page(&app, None).await;
        follow(&app, &ads[0]["impressionUrl"], "GET").await;
        let call = Call::system(&app.app, "test");
        serving::write_counts(&call, true).await.unwrap();
        let token = app.sign_in("Ада", Role::AdManager).await;

        let day = "2026-07-11";
        let path = format!("/ads/report.ndjson?from={day}&to={day}&dimensions=DAY,LINE_ITEM");
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let answer = app.send(request.body(Body::empty()).unwrap()).await;

        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let rows: Vec<Json> = answer
            .text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let of_sold = rows
            .iter()
            .find(|row| row["lineItem"] == sold.to_string())
            .unwrap();
        assert_eq!(of_sold["lineItemLabel"], "Літо всюди");
        assert_eq!(
            (&of_sold["impressions"], &of_sold["decisions"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(
            (&of_sold["revenueMicros"], &of_sold["currency"]),
            (&json!(90_000), &json!("UAH"))
        );
        let asked: i64 = rows
            .iter()
            .map(|row| row["requests"].as_i64().unwrap())
            .sum();
        assert_eq!(asked, slots as i64);
        assert_eq!(rows[0]["day"], day);

        let table = app
            .get(&format!("/ads/report.csv?from={day}&to={day}"))
            .await;
        assert_eq!(table.status, StatusCode::UNAUTHORIZED);
        assert!(START.to_string().starts_with(day));
    }
);

both!(an_html_ad_is_alone_in_its_frame, Newsroom::Demo, |app| {
    sell(&app.app, Vec::new()).await;
    // The first slot of the page is the largest, and its creative is the document.
    let frame = page(&app, None).await[0]["content"]["frameUrl"].clone();

    let answer = follow(&app, &frame, "GET").await;

    assert_eq!(answer.status, StatusCode::OK);
    let policy = answer.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("sandbox allow-scripts allow-popups"),
        "{policy}"
    );
    for word in ["allow-same-origin", "allow-top-navigation", "allow-forms"] {
        assert!(!policy.contains(word), "{policy}");
    }
    assert!(
        answer
            .text()
            .contains("clickTag=\"http://127.0.0.1:4000/ads/c/")
    );
    assert!(answer.text().ends_with("<b>Літо</b>"));
    app.clock.advance(3_600_000);
    assert_eq!(
        follow(&app, &frame, "GET").await.status,
        StatusCode::NOT_FOUND
    );
});
