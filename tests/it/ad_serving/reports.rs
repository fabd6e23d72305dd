//! What reports say is to be paid by the day.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use masthead::policy::Role;
use serde_json::{Value as Json, json};

use super::sold::{execute, sell};
use super::{follow, page};
use crate::support::{Newsroom, TestApp, both};

/// What a day costs in these tests.
const PRICE: i64 = 90_000_000;

/// The revenue of each row of two days.
async fn revenue(app: &TestApp, token: &str, dimensions: &str) -> Vec<Json> {
    let path = format!("/ads/report.ndjson?from=2026-07-11&to=2026-07-13&dimensions={dimensions}");
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    let answer = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let rows = answer.text();
    let rows = rows
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap());
    rows.filter(|row| row["impressions"] != 0)
        .map(|row| row["revenueMicros"].clone())
        .collect()
}

both!(
    a_price_by_the_day_is_charged_for_each_day_of_the_site_on_which_it_was_shown,
    Newsroom::Demo,
    |app| {
        sell(&app.app, Vec::new()).await;
        let by_day = "UPDATE line_items SET price_model = 'CPD' WHERE state = 'READY'";
        execute(&app.app, by_day, Vec::new()).await;
        execute(
            &app.app,
            "UPDATE facts SET version = version + 1",
            Vec::new(),
        )
        .await;
        // Twice on the first day, hours apart, and once a little after midnight in Kyiv.
        for hours in [0, 2, 12] {
            app.clock.advance(hours * 3_600_000);
            let shown = page(&app, None).await;
            assert_eq!(
                follow(&app, &shown[0]["impressionUrl"], "GET").await.status,
                204
            );
        }
        let token = app.sign_in("Ада", Role::AdManager).await;

        assert_eq!(
            revenue(&app, &token, "DAY").await,
            [json!(PRICE), json!(PRICE)]
        );
        assert_eq!(revenue(&app, &token, "LINE_ITEM").await, [json!(2 * PRICE)]);
        assert_eq!(
            revenue(&app, &token, "ADVERTISER,DAY").await,
            [json!(PRICE), json!(PRICE)]
        );
        // The places of a day share its price, and nothing says how.
        let by_place = revenue(&app, &token, "PLACEMENT").await;
        assert!(
            !by_place.is_empty() && by_place.iter().all(Json::is_null),
            "{by_place:?}"
        );
    }
);
