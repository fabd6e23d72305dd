//! The newsroom in which it is tried.

use std::collections::BTreeMap;

use masthead::platform::ids::{CorrectionId, PinId, RedirectId, SectionId, TokenId, UserId};
use masthead::platform::locale::Locale;
use masthead::policy::Role;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::TestApp;

const DRAFT: &str = "mutation($section: ID!) { articleCreate(input: {
    kind: NEWS, locale: \"uk\", sectionId: $section, headline: \"Чернетка про пором\" }) {
    article { id } translation { id } userErrors { message } } }";

const OPEN: &str = "mutation($id: ID!) { translationCreate(articleId: $id, input: {
    locale: \"en\", headline: \"A draft about the ferry\" }) {
    translation { id } userErrors { message } } }";

const THREAD: &str =
    "mutation($id: ID!) { commentAdd(translationId: $id, input: { text: \"Why?\" }) {
    comment { id } userErrors { message } } }";

const WORLD: &str = "{ desk {
    sections { id }
    tags(first: 1) { edges { node { id } } }
    authors(first: 1) { edges { node { id } } }
    assets(first: 1) { edges { node { id } } }
    front(key: \"home\", locale: \"uk\") { id }
    settings { callsToAction { id } }
    articles(first: 1, filter: { liveStates: [LIVE] }) {
        edges { node { id translation(locale: \"uk\") { slug } } } }
} }";

/// The names in `TRIED`, and what they stand for in this newsroom.
pub async fn world(app: &TestApp) -> BTreeMap<&'static str, String> {
    let admin = app.sign_in("Root", Role::Administrator).await;
    let found = app.desk(&admin, WORLD, json!({})).await["desk"].take();
    let id = |value: &Json| {
        value
            .as_str()
            .unwrap_or_else(|| panic!("{found:#}"))
            .to_owned()
    };
    let first = |list: &str| id(&found[list]["edges"][0]["node"]["id"]);
    let section = id(&found["sections"][0]["id"]);
    let draft = app.done(&admin, DRAFT, json!({ "section": section })).await;
    let story = id(&draft["article"]["id"]);
    let english = app.done(&admin, OPEN, json!({ "id": story })).await;
    let opened = json!({ "id": english["translation"]["id"] });
    let thread = app.done(&admin, THREAD, opened).await;
    let approver = app.sign_in("Sales", Role::AdApprover).await;
    let places = app
        .desk(&approver, "{ ads { placements { id } } }", json!({}))
        .await;
    let seller = app.sign_in("Seller", Role::AdManager).await;
    let [buyer, order, creative, line_item] = sold(app, &seller).await;
    BTreeMap::from([
        ("buyer", buyer),
        ("order", order),
        ("creative", creative),
        ("line item", line_item),
        ("section", section),
        ("draft", story),
        ("source", id(&draft["translation"]["id"])),
        ("translation", id(&english["translation"]["id"])),
        ("thread", id(&thread["comment"]["id"])),
        ("live", first("articles")),
        (
            "taken",
            id(&found["articles"]["edges"][0]["node"]["translation"]["slug"]),
        ),
        ("tag", first("tags")),
        ("author", first("authors")),
        ("asset", first("assets")),
        ("front", id(&found["front"]["id"])),
        ("pin", PinId(Uuid::nil()).to_string()),
        // Deleting and revoking would succeed; what is not there can be neither.
        ("redirect", RedirectId(Uuid::nil()).to_string()),
        ("note", CorrectionId(Uuid::nil()).to_string()),
        ("appeal", id(&found["settings"]["callsToAction"][0]["id"])),
        ("token", TokenId(Uuid::nil()).to_string()),
        ("account", UserId(Uuid::nil()).to_string()),
        ("placement", id(&places["ads"]["placements"][0]["id"])),
    ])
}

/// A buyer, an order, a creative and a line item, all of them drafts.
async fn sold(app: &TestApp, seller: &str) -> [String; 4] {
    let make = async |document: &str, thing: &str, variables: Json| {
        let made = app.done(seller, document, variables).await;
        made[thing]["id"].as_str().unwrap().to_owned()
    };
    let buyer = make(
        "mutation { advertiserCreate(input: { name: \"B\", legalName: \"B\", domains: [\"b.example\"] }) {
            advertiser { id } userErrors { message } } }",
        "advertiser",
        json!({}),
    )
    .await;
    let order = make(
        "mutation($of: ID!) { campaignCreate(input: { advertiserId: $of, name: \"O\" }) {
            campaign { id } userErrors { message } } }",
        "campaign",
        json!({ "of": buyer }),
    )
    .await;
    let creative = make(
        "mutation($of: ID!) { creativeCreate(input: { advertiserId: $of, name: \"C\", variants: [
            { size: { width: 300, height: 250 }, content: { html: \"<p>C</p>\" }, landingUrl: \"https://b.example\" }] }) {
            creative { id } userErrors { message } } }",
        "creative",
        json!({ "of": buyer }),
    )
    .await;
    let line_item = make(
        "mutation($of: ID!) { lineItemCreate(input: { campaignId: $of, name: \"L\", tier: REMNANT,
            flight: { start: { instant: \"2026-07-01T00:00:00Z\" } }, goal: { metric: NONE },
            priceModel: FREE, targeting: {}, creatives: [] }) {
            lineItem { id } userErrors { message } } }",
        "lineItem",
        json!({ "of": order }),
    )
    .await;
    [buyer, order, creative, line_item]
}

/// A language and a section that none of the things tried are in.
pub async fn elsewhere(app: &TestApp, world: &BTreeMap<&str, String>) -> (Locale, SectionId) {
    let call = masthead::app::Call::system(&app.app, "test");
    let tree = masthead::sections::tree(&call).await.unwrap();
    let own = world["section"].parse().unwrap();
    let apart = tree.iter().find(|section| {
        section.is_active
            && section.id != own
            && tree
                .ancestors(own)
                .iter()
                .all(|above| above.id != section.id)
    });
    ("ru".parse().unwrap(), apart.unwrap().id)
}
