//! `SellAds.graphql` step by step, each by whoever's turn it is, until a reader has seen the ad and
//! the ad manager reads of it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use masthead::policy::Role::{self, AdApprover, AdManager};
use serde_json::{Value as Json, json};
use url::Url;

use crate::support::people::People;
use crate::support::{Newsroom, TestApp, both};

const SELL: &str = include_str!("SellAds.graphql");

/// A page of the newest story with its ads, for a reader nobody knows.
const PAGE: &str = "{ edition(locale: \"uk\") { recentNews(first: 1) { nodes {
    headline
    adPlan(device: DESKTOP) { slots { key label } decisions(viewer: {}) { decisions {
        slotKey label advertiserName isHouse impressionUrl clickUrl
        content { __typename ... on NativeAd { headline sponsorName buttonLabel } } } } }
} } } }";

/// A step of the operations file; it must succeed.
async fn step(people: &People<'_>, role: Role, name: &str, variables: Json) -> Json {
    let mut answer = people.operate(role, (SELL, name), variables).await;
    assert!(answer["errors"].is_null(), "{name}: {answer:#}");
    let payload = answer["data"]
        .as_object_mut()
        .and_then(|data| data.values_mut().next())
        .unwrap()
        .take();
    if let Some(errors) = payload.get("userErrors") {
        assert_eq!(*errors, json!([]), "{name}");
    }
    payload
}

/// Makes what comes before a line item: who pays, the order, what is shown. Gives the ids of the
/// order and of the creative.
async fn before(people: &People<'_>) -> (Json, Json) {
    let make = async |thing: &str, document: &str, of: &Json| {
        let made = people.ask(AdManager, document, json!({ "of": of })).await;
        let payload = made["data"].as_object().unwrap().values().next().unwrap();
        assert_eq!(payload["userErrors"], json!([]), "{made:#}");
        payload[thing]["id"].clone()
    };
    let advertiser = make(
        "advertiser",
        "mutation { advertiserCreate(input: { name: \"Солодка пристань\", legalName: \"ТОВ «Солодка пристань»\", domains: [\"prystan.example\"] }) { advertiser { id } userErrors { message } } }",
        &Json::Null,
    )
    .await;
    let campaign = make(
        "campaign",
        "mutation($of: ID!) { campaignCreate(input: { advertiserId: $of, name: \"Відкриття\" }) { campaign { id } userErrors { message } } }",
        &advertiser,
    )
    .await;
    let creative = make(
        "creative",
        "mutation($of: ID!) { creativeCreate(input: { advertiserId: $of, name: \"Тістечка\", variants: [
            { locale: \"uk\", size: { width: 336, height: 280 }, landingUrl: \"https://prystan.example/menu\",
              content: { native: { headline: \"Тістечка до кави\", buttonLabel: \"Меню\" } } }] }) { creative { id } userErrors { message } } }",
        &advertiser,
    )
    .await;
    (campaign, creative)
}

/// What a browser gets at an address of a decision.
async fn visit(app: &TestApp, address: &Json) -> (StatusCode, Option<String>) {
    let url = Url::parse(address.as_str().unwrap()).unwrap();
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let request = Request::get(url.path()).header(header::USER_AGENT, agent);
    let answer = app.send(request.body(Body::empty()).unwrap()).await;
    let location = answer.header("location").map(ToOwned::to_owned);
    (answer.status, location)
}

both!(
    an_ad_is_planned_approved_shown_and_reported,
    Newsroom::Demo,
    |app| {
        let people = People::of(&app).await;
        let (campaign, creative) = before(&people).await;
        let input = json!({
            "campaignId": campaign,
            "name": "Усі статті",
            "tier": "SPONSORSHIP",
            "flight": {
                "start": { "instant": "2026-07-01T00:00:00Z" },
                "end": { "instant": "2026-08-01T00:00:00Z" },
            },
            "goal": { "metric": "SHARE_OF_VOICE", "shareOfVoice": 1.0 },
            "price": { "amountMicros": "900000000", "currency": "UAH" },
            "priceModel": "CPD",
            "targeting": { "pageKinds": ["ARTICLE"] },
            "creatives": [{ "creativeId": creative }],
        });

        let planned = step(&people, AdManager, "A1_Plan", json!({ "input": input })).await;
        let id = planned["lineItem"]["id"].clone();
        assert_eq!(planned["lineItem"]["state"], "DRAFT");
        // Nobody has asked for an ad yet, so nothing is known of the readers.
        assert_eq!(planned["forecast"]["matched"], "0");
        let of = json!({ "id": id });
        step(&people, AdManager, "A2_Submit", of.clone()).await;
        let check = json!({ "id": creative, "version": 1 });
        step(&people, AdApprover, "A3_ApproveCreative", check).await;
        let approved = step(&people, AdApprover, "A4_Approve", of).await;
        assert_eq!(approved["lineItem"]["state"], "DELIVERING");

        let page = app.read(PAGE, json!({})).await;
        let plan = &page["edition"]["recentNews"]["nodes"][0]["adPlan"];
        let decisions = plan["decisions"]["decisions"].as_array().unwrap();
        let ours = decisions
            .iter()
            .find(|one| one["advertiserName"] == "ТОВ «Солодка пристань»")
            .unwrap_or_else(|| panic!("{page:#}"));
        assert_eq!(ours["label"], "Реклама");
        assert_eq!(ours["content"]["headline"], "Тістечка до кави");
        let (shown, _) = visit(&app, &ours["impressionUrl"]).await;
        assert_eq!(shown, StatusCode::NO_CONTENT);
        let (clicked, landing) = visit(&app, &ours["clickUrl"]).await;
        assert_eq!(clicked, StatusCode::FOUND);
        assert_eq!(landing.as_deref(), Some("https://prystan.example/menu"));

        let input =
            json!({ "from": "2026-07-11", "to": "2026-07-11", "dimensions": ["LINE_ITEM"] });
        let told = step(&people, AdManager, "A5_Report", json!({ "input": input })).await;
        let rows = told["report"]["rows"].as_array().unwrap();
        let row = rows
            .iter()
            .find(|row| row["keys"][0]["value"] == id)
            .unwrap_or_else(|| panic!("{told:#}"));
        assert_eq!(row["keys"][0]["label"], "Усі статті");
        assert_eq!(row["metrics"]["impressions"], "1");
        assert_eq!(row["metrics"]["clicks"], "1");
    }
);

/// The newest stories with who paid for them.
const PAID: &str = "query($locale: Locale!) { edition(locale: $locale) {
    recentNews(first: 100) { nodes { headline
        sponsorship { label sponsorName url logo { url(width: 200) } } } } } }";

both!(
    the_demo_has_a_paid_story_in_every_language,
    Newsroom::Demo,
    |app| {
        for (locale, label) in [
            ("uk", "На правах реклами"),
            ("ru", "На правах рекламы"),
            ("en", "Paid content"),
        ] {
            let data = app.read(PAID, json!({ "locale": locale })).await;
            let nodes = data["edition"]["recentNews"]["nodes"].as_array().unwrap();
            let paid: Vec<_> = nodes
                .iter()
                .map(|node| &node["sponsorship"])
                .filter(|paid| !paid.is_null())
                .collect();

            assert_eq!(paid.len(), 1, "{locale}");
            assert_eq!(paid[0]["label"], label);
            assert_eq!(paid[0]["sponsorName"], "ПП «Сонячний двір»");
            assert_eq!(paid[0]["url"], "https://soniachnyi-dvir.example/");
            let logo = paid[0]["logo"]["url"].as_str().unwrap();
            assert_eq!(
                app.get(&path_at(logo)).await.status,
                StatusCode::OK,
                "{logo}"
            );
        }
    }
);

/// The path of an address of ours, as it stands in it.
fn path_at(url: &str) -> String {
    let url = Url::parse(url).unwrap();
    url[url::Position::BeforePath..].to_owned()
}

both!(
    a_paid_story_says_so_wherever_its_headline_stands,
    Newsroom::Demo,
    |app| {
        const NEWEST: &str = "{ edition(locale: \"uk\") { recentNews(first: 1) { nodes {
            articleId markers { kind label } sponsorship { label sponsorName } } } } }";
        let newest = async || {
            let mut page = app.read(NEWEST, json!({})).await;
            page["edition"]["recentNews"]["nodes"][0].take()
        };
        let people = People::of(&app).await;
        let id = newest().await["articleId"].clone();
        let paid = json!({ "kind": "ADVERTORIAL", "label": "реклама" });
        let marks = |story: &Json| story["markers"].as_array().unwrap().clone();
        assert!(!marks(&newest().await).contains(&paid));

        let made = people
            .read(
                Role::Administrator,
                &format!("{{ desk {{ article(id: {id}) {{ version }} }} }}"),
            )
            .await;
        let version = &made["desk"]["article"]["version"];
        let buyers = people
            .read(
                AdManager,
                "{ ads { advertisers(first: 1) { edges { node { id legalName } } } } }",
            )
            .await;
        let buyer = &buyers["ads"]["advertisers"]["edges"][0]["node"];
        let done = people
            .ask(
                Role::Administrator,
                "mutation($id: ID!, $version: Int!, $buyer: ID!) {
                    articleUpdate(id: $id, expectedVersion: $version, input: { sponsorId: $buyer }) {
                        article { version } userErrors { message } } }",
                json!({ "id": id, "version": version, "buyer": buyer["id"] }),
            )
            .await;
        assert_eq!(
            done["data"]["articleUpdate"]["userErrors"],
            json!([]),
            "{done:#}"
        );

        let story = newest().await;
        assert_eq!(marks(&story)[0], paid, "{story:#}");
        assert_eq!(marks(&story).iter().filter(|one| **one == paid).count(), 1);
        assert_eq!(story["sponsorship"]["label"], "На правах реклами");
        assert_eq!(story["sponsorship"]["sponsorName"], buyer["legalName"]);
    }
);
