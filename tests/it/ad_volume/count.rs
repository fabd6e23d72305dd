//! The raw log as it stands in the database, and what it comes to, counted by itself.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::{DateTime, Timelike};
use chrono_tz::Europe::Kyiv;
use masthead::platform::db::Db;
use masthead::platform::ids::{
    AdvertiserId, CampaignId, CreativeId, LineItemId, PlacementId, SectionId, TypedId,
};
use masthead::vocabulary::AdEventKind;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde_json::Value as Json;
use uuid::Uuid;

use super::day::What;
use crate::support::TestApp;

/// Every dimension of a report, and the name of its values in a file.
const DIMENSIONS: [(&str, &str); 11] = [
    ("DAY", "day"),
    ("HOUR", "hour"),
    ("ADVERTISER", "advertiser"),
    ("CAMPAIGN", "campaign"),
    ("LINE_ITEM", "lineItem"),
    ("CREATIVE", "creative"),
    ("PLACEMENT", "placement"),
    ("LOCALE", "locale"),
    ("SECTION", "section"),
    ("ARTICLE_KIND", "articleKind"),
    ("DEVICE", "device"),
];

/// Impressions, measurable ones, viewable ones, clicks, and what does not count.
type Figures = [i64; 5];

async fn rows(db: &Db, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(db.reader().get_database_backend(), sql);
    db.reader().query_all_raw(statement).await.unwrap()
}

fn uuid(row: &QueryResult, column: &str) -> Uuid {
    row.try_get("", column).unwrap()
}

fn text(row: &QueryResult, column: &str) -> String {
    row.try_get("", column).unwrap()
}

/// What the demo newsroom has sold.
pub async fn sold(db: &Db) -> Vec<LineItemId> {
    let rows = rows(db, "SELECT id FROM line_items ORDER BY id").await;
    let sold: Vec<_> = rows.iter().map(|row| LineItemId(uuid(row, "id"))).collect();
    assert!(sold.len() > 3, "the demo newsroom sells ads");
    sold
}

/// What happened, with the reason for which it does not count.
pub async fn log(db: &Db) -> BTreeMap<What, String> {
    let sql = "SELECT decision_id, kind, COALESCE(reason, '') AS reason FROM ad_events";
    let rows = rows(db, sql).await;
    let what = |row: &QueryResult| {
        let kind = text(row, "kind");
        let known = AdEventKind::ALL.iter().find(|one| one.as_str() == kind);
        What {
            decision: uuid(row, "decision_id"),
            kind: known.unwrap().as_str(),
        }
    };
    rows.iter()
        .map(|row| (what(row), text(row, "reason")))
        .collect()
}

/// One event of the log: what it may be counted by, and what it adds.
struct Entry {
    values: BTreeMap<&'static str, String>,
    adds: Figures,
}

impl Entry {
    fn of(row: &QueryResult) -> Self {
        let at = DateTime::from_timestamp_millis(row.try_get("", "at").unwrap()).unwrap();
        let at = at.with_timezone(&Kyiv);
        let hour = at.with_minute(0).and_then(|at| at.with_second(0)).unwrap();
        let section = uuid(row, "section_id");
        let values = BTreeMap::from([
            ("day", at.format("%Y-%m-%d").to_string()),
            ("hour", hour.format("%Y-%m-%dT%H:%M:%S%:z").to_string()),
            (
                "advertiser",
                AdvertiserId(uuid(row, "advertiser_id")).to_string(),
            ),
            ("campaign", CampaignId(uuid(row, "campaign_id")).to_string()),
            (
                "lineItem",
                LineItemId(uuid(row, "line_item_id")).to_string(),
            ),
            ("creative", CreativeId(uuid(row, "creative_id")).to_string()),
            (
                "placement",
                PlacementId(uuid(row, "placement_id")).to_string(),
            ),
            ("locale", text(row, "locale")),
            (
                "section",
                if section.is_nil() {
                    String::new()
                } else {
                    SectionId::from_uuid(section).to_string()
                },
            ),
            ("articleKind", text(row, "article_kind")),
            ("device", text(row, "device")),
        ]);
        let is_measurable: bool = row.try_get("", "is_measurable").unwrap();
        let adds = match (text(row, "reason").as_str(), text(row, "kind").as_str()) {
            ("HELD", _) => [0; 5],
            ("", "IMPRESSION") => [1, i64::from(is_measurable), 0, 0, 0],
            ("", "VIEWABLE") => [0, 0, 1, 0, 0],
            ("", "CLICK") => [0, 0, 0, 1, 0],
            _ => [0, 0, 0, 0, 1],
        };
        Self { values, adds }
    }
}

/// Figures by the values of some dimensions.
type Table = BTreeMap<Vec<String>, Figures>;

fn add(table: &mut Table, key: Vec<String>, figures: Figures) {
    let sum = table.entry(key).or_default();
    for (sum, one) in sum.iter_mut().zip(figures) {
        *sum += one;
    }
}

fn counted(log: &[Entry], names: &[&str]) -> Table {
    let mut table = Table::new();
    for entry in log.iter().filter(|entry| entry.adds != [0; 5]) {
        let key = names
            .iter()
            .map(|name| entry.values[*name].clone())
            .collect();
        add(&mut table, key, entry.adds);
    }
    table
}

/// What a report says, as a program reads it.
async fn reported(app: &TestApp, token: &str, days: &[String; 2], by: &[(&str, &str)]) -> Table {
    let dimensions: Vec<_> = by.iter().map(|(dimension, _)| *dimension).collect();
    let [from, to] = days;
    let path = format!(
        "/ads/report.ndjson?from={from}&to={to}&dimensions={}",
        dimensions.join(",")
    );
    let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    let answer = app.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let mut table = Table::new();
    for line in answer.text().lines() {
        let row: Json = serde_json::from_str(line).unwrap();
        let value = |name: &str| row[name].as_str().unwrap().to_owned();
        let key = by.iter().map(|(_, name)| value(name)).collect();
        let figures = [
            "impressions",
            "measurableImpressions",
            "viewableImpressions",
            "clicks",
            "invalidEvents",
        ];
        add(
            &mut table,
            key,
            figures.map(|name| row[name].as_i64().unwrap()),
        );
    }
    table
}

/// Holds what reports say against the raw log: by each dimension, by all of them together, and in
/// all.
pub async fn reconcile(app: &TestApp, token: &str, db: &Db) {
    let sql = "SELECT e.at, e.kind, e.is_measurable, COALESCE(e.reason, '') AS reason, \
         e.line_item_id, e.creative_id, e.placement_id, e.locale, e.section_id, e.article_kind, \
         e.device, l.campaign_id, c.advertiser_id FROM ad_events e \
         JOIN line_items l ON l.id = e.line_item_id JOIN campaigns c ON c.id = l.campaign_id";
    let log: Vec<_> = rows(db, sql).await.iter().map(Entry::of).collect();
    let days = log.iter().map(|entry| entry.values["day"].clone());
    let days = [days.clone().min().unwrap(), days.max().unwrap()];
    let mut breakdowns: Vec<Vec<(&str, &str)>> = DIMENSIONS.map(|one| vec![one]).to_vec();
    breakdowns.push(Vec::new());
    breakdowns.push(DIMENSIONS.to_vec());
    for by in breakdowns {
        let names: Vec<_> = by.iter().map(|(_, name)| *name).collect();
        let (counted, reported) = (
            counted(&log, &names),
            reported(app, token, &days, &by).await,
        );
        assert_eq!(counted.len(), reported.len(), "rows by {names:?}");
        for (key, figures) in counted {
            assert_eq!(reported.get(&key), Some(&figures), "{names:?} {key:?}");
        }
    }
}
