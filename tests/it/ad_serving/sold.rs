//! What is sold in these tests, put straight into the tables.

use masthead::ads::engine::{Cap, Targeting};
use masthead::app::App;
use masthead::platform::clock::Instant;
use masthead::platform::ids::{
    AdvertiserId, CampaignId, CreativeId, LineItemId, TypedId, VariantId,
};
use masthead::vocabulary::{GoalMetric, LineItemTier, Pacing};
use sea_orm::{ConnectionTrait, Statement, Value};
use serde_json::json;
use uuid::Uuid;

const SIZES: [(i32, i32); 6] = [
    (970, 250),
    (728, 90),
    (300, 250),
    (300, 600),
    (320, 100),
    (320, 50),
];

pub fn id<I: TypedId>(number: u128) -> I {
    I::from_uuid(Uuid::from_u128(7 << 64 | number))
}

pub async fn execute(app: &App, sql: &str, values: Vec<Value>) {
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

/// What a line item is for.
pub struct Offer {
    /// Its own, and that of its order.
    pub number: u128,
    pub campaign: u128,
    pub name: &'static str,
    pub tier: LineItemTier,
    pub goal: (GoalMetric, Option<i64>, Option<f64>),
    pub pacing: Pacing,
    pub flight: (Instant, Option<Instant>),
    pub caps: Vec<Cap>,
}

impl Offer {
    /// Whatever is left over, without a promise.
    pub fn remnant(number: u128, campaign: u128, caps: Vec<Cap>) -> Self {
        Self {
            number,
            campaign,
            name: "Літо всюди",
            tier: LineItemTier::Remnant,
            goal: (GoalMetric::None, None, None),
            pacing: Pacing::Even,
            flight: (Instant(0), None),
            caps,
        }
    }
}

/// Sells one remnant line item that fits everywhere, with these caps; the demo's own are held back.
pub async fn sell(app: &App, caps: Vec<Cap>) -> LineItemId {
    order(app, 2, Vec::new()).await;
    offer(app, Offer::remnant(4, 2, caps)).await
}

/// An order with caps of its own. The first brings its buyer and what is shown, and holds back what
/// the demo sells.
pub async fn order(app: &App, number: u128, caps: Vec<Cap>) {
    if number == 2 {
        buyer(app).await;
    }
    execute(
        app,
        "INSERT INTO campaigns (id, version, advertiser_id, name, search_text, state, \
         frequency_caps) VALUES (?, 1, ?, 'Літо', 'літо', 'ACTIVE', ?)",
        vec![
            id::<CampaignId>(number).into(),
            id::<AdvertiserId>(1).into(),
            json_of(caps),
        ],
    )
    .await;
}

async fn buyer(app: &App) {
    execute(app, "UPDATE line_items SET state = 'PAUSED'", Vec::new()).await;
    let none = || json_of(Vec::<String>::new());
    let user = masthead::app::BUILT_IN_ACCOUNT;
    execute(
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
    execute(
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
        execute(
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
}

/// A line item that fits everywhere.
pub async fn offer(app: &App, offer: Offer) -> LineItemId {
    let none = || json_of(Vec::<String>::new());
    let user = masthead::app::BUILT_IN_ACCOUNT;
    let (metric, quantity, share) = offer.goal;
    let binding =
        json!([{ "creative": id::<CreativeId>(3).to_string(), "weight": 1, "locales": [] }]);
    execute(
        app,
        "INSERT INTO line_items (id, version, campaign_id, name, tier, state, starts_at, ends_at, \
         dayparts, goal_metric, goal_quantity, share_of_voice, pacing, weight, price_micros, \
         price_currency, price_model, frequency_caps, when_no_visitor_key, targeting, exclusions, \
         exclusivity_groups, accepts_sensitivity, roadblock, creatives, created_by, changed_by) \
         VALUES (?, 1, ?, ?, ?, 'READY', ?, ?, ?, ?, ?, ?, ?, 10, 90000000, 'UAH', 'CPM', ?, \
         'SKIP', ?, ?, ?, ?, 'NONE', ?, ?, ?)",
        vec![
            id::<LineItemId>(offer.number).into(),
            id::<CampaignId>(offer.campaign).into(),
            offer.name.into(),
            offer.tier.as_str().into(),
            offer.flight.0.0.into(),
            offer.flight.1.map(|end| end.0).into(),
            none(),
            metric.as_str().into(),
            quantity.into(),
            share.into(),
            offer.pacing.as_str().into(),
            json_of(offer.caps),
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
    execute(app, "UPDATE facts SET version = version + 1", Vec::new()).await;
    id(offer.number)
}
