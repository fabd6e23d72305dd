//! What is sold: from a buyer to what readers are shown, and who may do what on the way.

mod finding;
mod inputs;
mod tags;
mod way;

use masthead::app::Call;
use masthead::platform::clock::Instant;
use masthead::policy::Role::{self, AdApprover, AdManager, Administrator, Reporter};
use masthead::users::{self, Assignment, NewUser};
use serde_json::{Value as Json, json};

use crate::support::people::People;
use crate::support::{Newsroom, TestApp, both};

const ERRORS: &str = "userErrors { __typename code message path
    ... on NotFoundError { missingId } ... on PermissionError { needed }
    ... on VersionConflictError { currentVersion } ... on LocalTimeError { problem candidates } }";

/// The desk that sells: what its two people do, step by step.
struct Sales<'a> {
    people: People<'a>,
}

/// Ids of what is sold.
struct Sold {
    advertiser: String,
    campaign: String,
    creative: String,
    line_item: String,
}

fn id(value: &Json) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value:#}"))
        .to_owned()
}

fn codes(payload: &Json) -> Vec<(String, String)> {
    let errors = payload["userErrors"].as_array().unwrap().iter();
    let told = errors.map(|error| {
        let path = error["path"].as_array().map_or(String::new(), |path| {
            let steps = path.iter().map(|step| step.as_str().unwrap());
            steps.collect::<Vec<_>>().join(".")
        });
        (path, error["code"].as_str().unwrap().to_owned())
    });
    told.collect()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(path, code)| ((*path).to_owned(), (*code).to_owned()))
        .collect()
}

impl<'a> Sales<'a> {
    async fn of(app: &'a TestApp) -> Self {
        Self {
            people: People::of(app).await,
        }
    }

    /// What a mutation with one input answers.
    async fn give(&self, role: Role, name: &str, arguments: &str, input: (&str, Json)) -> Json {
        let (ty, input) = input;
        let thing = match name.split_at(4).0 {
            "adve" => "advertiser { id version name legalName domains isHouse }",
            "camp" => "campaign { id version state }",
            "line" => "lineItem { id version state campaign { state } }",
            _ => "creative { id version review reviewNote variants { id landingUrl byteSize } }",
        };
        let document = format!(
            "mutation($input: {ty}!) {{ {name}({arguments} input: $input) {{ {thing} {ERRORS} }} }}"
        );
        let mut answer = self
            .people
            .ask(role, &document, json!({ "input": input }))
            .await;
        assert!(answer["errors"].is_null(), "{answer:#}");
        answer["data"][name].take()
    }

    /// What a mutation without an input answers.
    async fn step(&self, role: Role, name: &str, arguments: &str) -> Json {
        let thing = match name.split_at(4).0 {
            "camp" => "campaign { id version state }",
            "line" => {
                "lineItem { id version state campaign { state } delivery { delivered goal pacingIndex risk } }"
            }
            _ => "creative { id version review reviewNote }",
        };
        let field = format!("{name}({arguments}) {{ {thing} {ERRORS} }}");
        self.people.mutate(role, &field).await
    }

    /// A step that succeeds.
    async fn done(&self, role: Role, name: &str, arguments: &str) -> Json {
        let payload = self.step(role, name, arguments).await;
        assert_eq!(payload["userErrors"], json!([]), "{name}");
        payload
    }

    async fn advertiser(&self, name: &str) -> String {
        let input = json!({
            "name": name,
            "legalName": format!("ТОВ «{name}»"),
            "domains": ["khvylia.example"],
            "categories": ["1042"],
        });
        let made = self
            .give(
                AdManager,
                "advertiserCreate",
                "",
                ("AdvertiserInput", input),
            )
            .await;
        assert_eq!(made["userErrors"], json!([]));
        id(&made["advertiser"]["id"])
    }

    async fn campaign(&self, advertiser: &str) -> String {
        let input = json!({
            "advertiserId": advertiser,
            "name": "Весна на Хвилі",
            "orderNumber": "2026/117",
            "budget": { "amountMicros": "50000000000", "currency": "UAH" },
            "frequencyCaps": [{ "limit": 10, "window": "P1D", "scope": "CAMPAIGN" }],
        });
        let made = self
            .give(AdManager, "campaignCreate", "", ("CampaignInput", input))
            .await;
        assert_eq!(made["userErrors"], json!([]));
        assert_eq!(made["campaign"]["state"], "DRAFT");
        id(&made["campaign"]["id"])
    }

    async fn creative(&self, advertiser: &str) -> String {
        let made = self
            .give(
                AdManager,
                "creativeCreate",
                "",
                ("CreativeInput", creative(advertiser)),
            )
            .await;
        assert_eq!(made["userErrors"], json!([]));
        id(&made["creative"]["id"])
    }

    /// A planned line item, with its buyer, its order and its creative.
    async fn planned(&self) -> Sold {
        let advertiser = self.advertiser("Хвиля").await;
        let campaign = self.campaign(&advertiser).await;
        let creative = self.creative(&advertiser).await;
        let input = line_item(&campaign, &creative);
        let made = self
            .give(AdManager, "lineItemCreate", "", ("LineItemInput", input))
            .await;
        assert_eq!(made["userErrors"], json!([]));
        assert_eq!(made["lineItem"]["state"], "DRAFT");
        Sold {
            line_item: id(&made["lineItem"]["id"]),
            advertiser,
            campaign,
            creative,
        }
    }

    /// The same, once everything is approved.
    async fn sold(&self) -> Sold {
        let sold = self.planned().await;
        let line_item = format!("id: \"{}\"", sold.line_item);
        self.done(AdManager, "lineItemSubmit", &line_item).await;
        let creative = format!("id: \"{}\", expectedVersion: 1", sold.creative);
        self.done(AdApprover, "creativeApprove", &creative).await;
        self.done(AdApprover, "lineItemApprove", &line_item).await;
        sold
    }

    async fn state(&self, sold: &Sold) -> Json {
        let document = format!(
            "{{ ads {{ lineItem(id: \"{}\") {{ state campaign {{ state }} }} }} }}",
            sold.line_item
        );
        let mut read = self.people.read(AdManager, &document).await;
        read["ads"]["lineItem"].take()
    }
}

fn creative(advertiser: &str) -> Json {
    json!({
        "advertiserId": advertiser,
        "name": "Пором, літо",
        "variants": [
            { "locale": "uk", "size": { "width": 300, "height": 250 },
              "content": { "html": "<p>Пором щогодини</p>" },
              "landingUrl": "https://khvylia.example/porom" },
            { "locale": "uk", "size": { "width": 728, "height": 90 },
              "content": { "native": { "headline": "Пором щогодини", "buttonLabel": "Розклад" } },
              "landingUrl": "https://shop.khvylia.example/" },
        ],
    })
}

fn line_item(campaign: &str, creative: &str) -> Json {
    json!({
        "campaignId": campaign,
        "name": "Прямокутник, липень",
        "tier": "STANDARD",
        "flight": {
            "start": { "local": { "time": "2026-07-12T00:00" } },
            "end": { "local": { "time": "2026-08-01T00:00" } },
        },
        "goal": { "metric": "IMPRESSIONS", "quantity": "100000" },
        "price": { "amountMicros": "90000000", "currency": "UAH" },
        "frequencyCaps": [{ "limit": 3, "window": "P1D" }],
        "targeting": { "locales": ["uk"], "devices": ["DESKTOP", "MOBILE_WEB"], "keywords": [" Пором "] },
        "creatives": [{ "creativeId": creative }],
    })
}

/// The input with one member replaced.
fn with(mut input: Json, member: &str, value: Json) -> Json {
    input[member] = value;
    input
}
