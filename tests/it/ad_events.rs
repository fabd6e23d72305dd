//! Ad events: each counted once, whatever comes twice, late, forged or from robots.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use masthead::ads::events::{self, Claims, Door, Facets, HOUR_MS};
use masthead::app::Call;
use masthead::platform::clock::Instant;
use masthead::platform::ids::{
    CreativeId, DecisionId, LineItemId, PlacementId, SectionId, VariantId,
};
use masthead::vocabulary::{AdEventKind, ArticleKind, DeviceClass};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Answer, Newsroom, START, TestApp, both};
use AdEventKind::{Click, Impression, Viewable};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const ROBOT: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

/// A decision of the test's own: what its number says.
fn claims(number: u128, kind: AdEventKind, device: DeviceClass) -> Claims {
    let id = |kind: u128| Uuid::from_u128((kind << 64) | (number % 7));
    let validity = if device == DeviceClass::App { 24 } else { 1 };
    Claims {
        door: Door::Event(kind),
        decision: DecisionId(Uuid::from_u128(9 << 64 | number)),
        facets: Facets {
            line_item: Some(LineItemId(id(1))),
            creative: Some(CreativeId(id(2))),
            placement: PlacementId(id(3)),
            locale: "uk".parse().unwrap(),
            section: number.is_multiple_of(2).then(|| SectionId(id(4))),
            article_kind: number.is_multiple_of(3).then_some(ArticleKind::News),
            device,
        },
        variant: VariantId(id(5)),
        visitor: None,
        issued: START,
        expires: START.plus_ms(validity * HOUR_MS),
        is_staff: false,
    }
}

/// Its token.
pub fn token(app: &TestApp, number: u128, kind: AdEventKind) -> String {
    token_on(app, number, kind, DeviceClass::Desktop)
}

fn token_on(app: &TestApp, number: u128, kind: AdEventKind, device: DeviceClass) -> String {
    events::seal(&app.app.keys, &claims(number, kind, device)).unwrap()
}

/// Tells of an event as a browser does.
async fn tell(app: &TestApp, kind: AdEventKind, token: &str, agent: &str) -> Answer {
    let request = match kind {
        Impression => Request::get(format!("/ads/i/{token}")),
        Viewable => Request::post(format!("/ads/v/{token}")),
        Click => Request::get(format!("/ads/c/{token}")),
    };
    app.send(
        request
            .header(header::USER_AGENT, agent)
            .body(Body::empty())
            .unwrap(),
    )
    .await
}

/// The sums of the hours: impressions, measurable, viewable, clicks, invalid.
async fn sums(app: &TestApp) -> [i64; 5] {
    let conn = app.app.db.reader();
    let columns = ["impressions", "measurable", "viewable", "clicks", "invalid"];
    let columns = columns.map(|column| format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)"));
    let sql = format!("SELECT {} FROM ad_hours", columns.join(", "));
    let row = conn
        .query_one_raw(Statement::from_string(conn.get_database_backend(), sql))
        .await
        .unwrap()
        .unwrap();
    [0, 1, 2, 3, 4].map(|place| row.try_get_by(place).unwrap())
}

/// The reasons in the raw log, with how often each stands there; nothing for what counts.
async fn reasons(app: &TestApp) -> BTreeMap<(String, String), usize> {
    let conn = app.app.db.reader();
    let sql = "SELECT kind, COALESCE(reason, '') FROM ad_events";
    let rows = conn
        .query_all_raw(Statement::from_string(conn.get_database_backend(), sql))
        .await
        .unwrap();
    let mut found = BTreeMap::new();
    for row in rows {
        let key = (row.try_get_by(0).unwrap(), row.try_get_by(1).unwrap());
        *found.entry(key).or_default() += 1;
    }
    found
}

both!(
    an_event_is_counted_once_however_often_it_is_told,
    Newsroom::Small,
    |app| {
        let (shown, seen) = (token(&app, 1, Impression), token(&app, 1, Viewable));
        for _ in 0..3 {
            let answer = tell(&app, Impression, &shown, FIREFOX).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT);
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
            tell(&app, Viewable, &seen, FIREFOX).await;
        }

        assert_eq!(sums(&app).await, [1, 1, 1, 0, 0]);
    }
);

both!(
    many_events_at_once_are_each_counted_once,
    Newsroom::Small,
    |app| {
        let tokens: Vec<_> = (0..200)
            .map(|number| token(&app, number % 150, Impression))
            .collect();

        let told = tokens
            .iter()
            .map(|token| tell(&app, Impression, token, FIREFOX));
        let answers = async_graphql::futures_util::future::join_all(told).await;

        assert!(
            answers
                .iter()
                .all(|answer| answer.status == StatusCode::NO_CONTENT)
        );
        assert_eq!(sums(&app).await, [150, 150, 0, 0, 0]);
    }
);

both!(
    forged_tokens_and_those_of_other_doors_count_for_nothing,
    Newsroom::Small,
    |app| {
        let click = token(&app, 1, Click);
        let mut forged = token(&app, 1, Impression);
        let last = forged.pop().unwrap();
        forged.push(if last == 'A' { 'E' } else { 'A' });

        for token in [&*click, &*forged, "nonsense", "%00"] {
            let answer = tell(&app, Impression, token, FIREFOX).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{token}");
        }

        assert_eq!(sums(&app).await, [0; 5]);
        assert!(reasons(&app).await.is_empty());
    }
);

both!(
    what_does_not_count_is_kept_apart_with_its_reason,
    Newsroom::Small,
    |app| {
        let of = |number| token(&app, number, Impression);
        tell(&app, Impression, &of(1), ROBOT).await;
        tell(&app, Impression, &of(2), "curl/8.5.0").await;
        let ahead = Request::get(format!("/ads/i/{}", of(3)))
            .header(header::USER_AGENT, FIREFOX)
            .header("sec-purpose", "prefetch;prerender");
        app.send(ahead.body(Body::empty()).unwrap()).await;
        let dot =
            Request::get(format!("/ads/i/{}?w=1&h=1", of(4))).header(header::USER_AGENT, FIREFOX);
        app.send(dot.body(Body::empty()).unwrap()).await;
        let head = Request::head(format!("/ads/i/{}", of(5))).header(header::USER_AGENT, FIREFOX);
        app.send(head.body(Body::empty()).unwrap()).await;
        // The first wins: what a robot told first stays a robot's.
        tell(&app, Impression, &of(1), FIREFOX).await;
        tell(&app, Viewable, &token(&app, 1, Viewable), FIREFOX).await;
        app.clock.advance(HOUR_MS);
        tell(&app, Impression, &of(6), FIREFOX).await;

        assert_eq!(sums(&app).await, [0, 0, 0, 0, 6]);
        let reasons: Vec<_> = reasons(&app)
            .await
            .into_keys()
            .map(|(_, reason)| reason)
            .collect();
        assert!(
            [
                "EXPIRED",
                "INVALID_IMPRESSION",
                "PREFETCH",
                "ROBOT",
                "UNSEEN"
            ]
            .iter()
            .all(|reason| reasons.iter().any(|one| one == reason)),
            "{reasons:?}"
        );
    }
);

both!(
    what_is_seen_waits_for_its_impression,
    Newsroom::Small,
    |app| {
        for number in [1, 2] {
            tell(&app, Viewable, &token(&app, number, Viewable), FIREFOX).await;
        }
        assert_eq!(sums(&app).await, [0; 5]);

        app.clock.advance(5 * 60_000);
        tell(&app, Impression, &token(&app, 1, Impression), FIREFOX).await;
        assert_eq!(sums(&app).await, [1, 1, 1, 0, 0]);

        app.clock.advance(6 * 60_000);
        let call = Call::system(&app.app, "test");
        assert_eq!(events::sweep(&call, 30).await.unwrap(), 1);
        assert_eq!(sums(&app).await, [1, 1, 1, 0, 1]);
    }
);

both!(raw_events_go_and_counts_stay, Newsroom::Small, |app| {
    tell(&app, Impression, &token(&app, 1, Impression), FIREFOX).await;
    app.clock.advance(31 * 24 * HOUR_MS);
    let call = Call::system(&app.app, "test");

    assert_eq!(events::sweep(&call, 30).await.unwrap(), 1);

    assert!(reasons(&app).await.is_empty());
    assert_eq!(sums(&app).await, [1, 1, 0, 0, 0]);
    // Its token is good for nothing any more, so it cannot be counted a second time.
    tell(&app, Impression, &token(&app, 1, Impression), FIREFOX).await;
    assert_eq!(sums(&app).await, [1, 1, 0, 0, 0]);
});

const REPORT: &str = "mutation($events: [AdEventInput!]!) {
    adEventsReport(events: $events) { accepted rejected userErrors { code path } }
}";

both!(
    an_app_that_was_offline_tells_later,
    Newsroom::Small,
    |app| {
        let event = |number, kind, at: Instant| {
            let token = token_on(&app, number, kind, DeviceClass::App);
            json!({ "token": token, "kind": kind, "at": at.to_string() })
        };
        let shown_at = START.plus_ms(20 * HOUR_MS);
        let mut told = vec![
            event(1, Impression, shown_at),
            event(1, Viewable, shown_at),
            event(1, Impression, shown_at),
            event(2, Impression, START.plus_ms(25 * HOUR_MS)),
        ];
        let mut forged = event(3, Impression, shown_at);
        forged["kind"] = json!("CLICK");
        told.push(forged);
        app.clock.advance(3 * 24 * HOUR_MS);

        let answer = app
            .ask("/graphql", None, REPORT, json!({ "events": told }))
            .await;

        let wanted = json!({ "accepted": 4, "rejected": 1, "userErrors": [] });
        assert_eq!(answer["data"]["adEventsReport"], wanted, "{answer:#}");
        assert_eq!(sums(&app).await, [1, 1, 1, 0, 1]);

        app.clock.advance(6 * 24 * HOUR_MS);
        let late = json!({ "events": [event(4, Impression, shown_at)] });
        let answer = app.ask("/graphql", None, REPORT, late).await;
        assert_eq!(
            answer["data"]["adEventsReport"]["rejected"], 1,
            "{answer:#}"
        );
        assert_eq!(sums(&app).await, [1, 1, 1, 0, 1]);
    }
);

#[tokio::test]
async fn a_report_has_a_hundred_events_at_most() {
    let app = TestApp::sqlite(Newsroom::Small).await;
    let event = json!({ "token": "x", "kind": "CLICK", "at": START.to_string() });

    let answer = app
        .ask(
            "/graphql",
            None,
            REPORT,
            json!({ "events": vec![event; 101] }),
        )
        .await;

    let wanted = json!({
        "accepted": 0, "rejected": 0,
        "userErrors": [{ "code": "TOO_MANY", "path": ["events"] }],
    });
    assert_eq!(answer["data"]["adEventsReport"], wanted, "{answer:#}");
}
