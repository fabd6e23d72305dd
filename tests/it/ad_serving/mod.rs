//! Ads at work: chosen with a page or after it, counted, capped, explained.

mod caps;
mod reports;
mod sellers;
pub mod sold;
mod why;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use masthead::ads::serving;
use masthead::app::Call;
use masthead::policy::Role;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};

use self::sold::sell;
use crate::support::{Answer, Newsroom, START, TestApp, both};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const PAGE: &str = "query($viewer: AdViewerInput!, $with: Boolean!) { edition(locale: \"uk\") {
    front { adPlan(device: DESKTOP) { pageToken slots { key }
        decisions(viewer: $viewer) @include(if: $with) { ...Ads } } } } }
fragment Ads on AdDecisionResult { requestId decisions {
    id slotKey label advertiserName isHouse impressionUrl viewableUrl clickUrl
    viewability { minVisibleShare minDuration } size { width height }
    content { __typename ... on NativeAd { headline sponsorName } ... on HtmlAd { frameUrl } } } }";

const FILL: &str = "query($input: AdDecisionsInput!) { adDecisions(input: $input) {
    requestId decisions { id slotKey } } }";

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
