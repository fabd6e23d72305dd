//! Every mutation, tried over the graph by everybody: what the table of roles says is what happens.

use std::collections::BTreeMap;
use std::fmt::Write;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use masthead::api::graphql::{Graph, sdl};
use masthead::platform::ids::{CorrectionId, PinId, RedirectId, SectionId, TokenId, UserId};
use masthead::platform::locale::Locale;
use masthead::policy::Role;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{Newsroom, TestApp, both};

/// Each mutation with arguments that the right person's call gets past the policy with, and then
/// fails on: so that trying changes nothing.
const TRIED: &[(&str, &str)] = &[
    (
        "articleCreate",
        "input: { kind: NEWS, locale: \"uk\", sectionId: \"{section}\", headline: \"\" }",
    ),
    (
        "articleUpdate",
        "id: \"{draft}\", expectedVersion: 999, input: { urgency: 3 }",
    ),
    (
        "articleUpdate (live)",
        "id: \"{live}\", expectedVersion: 999, input: { urgency: 3 }",
    ),
    (
        "articlePublish",
        "id: \"{draft}\", input: { locales: [{ locale: \"uk\", expectedVersion: 999 }] }",
    ),
    (
        "articleUnpublish",
        "id: \"{draft}\", input: { locales: [\"uk\"], details: { reason: LEGAL_ORDER, note: \"n\" } }",
    ),
    (
        "translationCreate",
        "articleId: \"{draft}\", input: { locale: \"en\" }",
    ),
    (
        "translationSave (source)",
        "id: \"{source}\", expectedVersion: 999, input: { kicker: \"k\" }",
    ),
    (
        "translationSave",
        "id: \"{translation}\", expectedVersion: 999, input: { kicker: \"k\" }",
    ),
    (
        "translationPatchBlocks",
        "id: \"{translation}\", expectedVersion: 1, operations: [{ put: { block: { paragraph: { blockId: \"no id\", text: { spans: [] } } } } }]",
    ),
    (
        "translationChangeSlug",
        "id: \"{source}\", slug: \"{taken}\"",
    ),
    (
        "translationMarkCurrent",
        "id: \"{translation}\", sourceRevision: 999",
    ),
    ("lockAcquire", "translationId: \"{translation}\""),
    ("lockRenew", "translationId: \"{translation}\""),
    ("lockRelease", "translationId: \"{translation}\""),
    (
        "lockBreak",
        "translationId: \"{translation}\", reason: \"\"",
    ),
    (
        "commentAdd",
        "translationId: \"{translation}\", input: { text: \"\" }",
    ),
    ("commentReply", "commentId: \"{thread}\", text: \"\""),
    ("commentResolve", "commentId: \"{thread}\""),
    ("commentReopen", "commentId: \"{thread}\""),
    (
        "translationPublish",
        "id: \"{translation}\", expectedVersion: 999",
    ),
    (
        "translationUnpublish",
        "id: \"{translation}\", input: { reason: EDITORIAL, note: \"n\" }",
    ),
    (
        "correctionIssue",
        "translationId: \"{translation}\", input: { kind: UPDATE, text: { spans: [] }, expectedVersion: 999 }",
    ),
    (
        "articleSetEmbargo",
        "id: \"{draft}\", until: \"2020-01-01T00:00:00Z\"",
    ),
    ("articleTrash", "id: \"{live}\""),
    (
        "translationSubmit (source)",
        "id: \"{source}\", expectedVersion: 999",
    ),
    (
        "translationSubmit",
        "id: \"{translation}\", expectedVersion: 999",
    ),
    (
        "translationRequestChanges",
        "id: \"{translation}\", note: \"n\"",
    ),
    (
        "translationApprove",
        "id: \"{translation}\", expectedVersion: 999",
    ),
    (
        "translationSchedule",
        "id: \"{translation}\", expectedVersion: 999, input: { at: { instant: \"2020-01-01T00:00:00Z\" } }",
    ),
    ("translationUnschedule", "id: \"{translation}\""),
    ("translationArchive", "id: \"{translation}\""),
    ("translationUnarchive", "id: \"{translation}\""),
    (
        "translationDiscardDraft",
        "id: \"{translation}\", expectedVersion: 999",
    ),
    (
        "translationRevert",
        "id: \"{translation}\", expectedVersion: 999, toRevision: 1",
    ),
    (
        "translationRelist",
        "id: \"{translation}\", listedAt: \"2020-01-01T00:00:00Z\", reason: \"r\"",
    ),
    ("correctionWithdraw", "id: \"{note}\", reason: \"r\""),
    (
        "previewLinkCreate",
        "translationId: \"{source}\", input: { validFor: \"P8D\" }",
    ),
    ("tagCreate", "input: { kind: TOPIC, names: [] }"),
    (
        "tagUpdate",
        "id: \"{tag}\", expectedVersion: 999, input: {}",
    ),
    ("tagMerge", "id: \"{tag}\", intoId: \"{tag}\""),
    ("tagRetire", "id: \"{tag}\""),
    ("sectionCreate", "input: { names: [] }"),
    (
        "sectionUpdate",
        "id: \"{section}\", expectedVersion: 999, input: {}",
    ),
    (
        "sectionMove",
        "id: \"{section}\", parentId: \"{section}\", position: 0",
    ),
    (
        "sectionRetire",
        "id: \"{section}\", moveArticlesToId: \"{section}\"",
    ),
    ("authorCreate", "input: { names: [] }"),
    (
        "authorUpdate",
        "id: \"{author}\", expectedVersion: 999, input: {}",
    ),
    ("authorMerge", "id: \"{author}\", intoId: \"{author}\""),
    (
        "assetBeginUpload",
        "input: { fileName: \"a.svg\", mimeType: \"image/svg+xml\", byteSize: \"10\", checksum: \"00\" }",
    ),
    ("assetCompleteUpload", "id: \"{asset}\""),
    (
        "assetUpdate",
        "id: \"{asset}\", expectedVersion: 999, input: {}",
    ),
    (
        "assetRetire",
        "id: \"{asset}\", reason: \"r\", replaceWithId: \"{asset}\"",
    ),
    (
        "frontPin",
        "frontId: \"{front}\", expectedVersion: 999, input: { zoneKey: \"lead\", position: 1, articleId: \"{live}\" }",
    ),
    (
        "frontUnpin",
        "frontId: \"{front}\", expectedVersion: 999, pinId: \"{pin}\"",
    ),
    (
        "frontArrange",
        "frontId: \"{front}\", expectedVersion: 999, zones: []",
    ),
    (
        "redirectCreate",
        "input: { fromPath: \"no-slash\", to: { tagId: \"{tag}\" } }",
    ),
    ("redirectDelete", "id: \"{redirect}\""),
    (
        "menuSave",
        "locale: \"uk\", key: \"sections\", expectedVersion: 999, items: []",
    ),
    ("settingsUpdate", "expectedVersion: 999, input: {}"),
    (
        "callToActionCreate",
        "input: { key: \"\", slot: \"x\", texts: [], url: \"https://mayak.example\" }",
    ),
    (
        "callToActionUpdate",
        "id: \"{appeal}\", expectedVersion: 999, input: { key: \"k\", slot: \"x\", texts: [], url: \"https://mayak.example\" }",
    ),
    (
        "apiTokenCreate",
        "input: { name: \"\", permissions: [ADS_MANAGE] }",
    ),
    ("apiTokenRevoke", "id: \"{token}\""),
    (
        "userInvite",
        "input: { email: \"\", displayName: \"\", uiLocale: \"uk\", assignments: [] }",
    ),
    ("userSetAssignments", "id: \"{account}\", assignments: []"),
    ("userSuspend", "id: \"{account}\", reason: \"\""),
    (
        "placementCreate",
        "input: { key: \"\", name: \"\", pageKinds: [], zone: RAIL, devices: [], sizes: [] }",
    ),
    (
        "placementUpdate",
        "id: \"{placement}\", expectedVersion: 999, input: { key: \"k\", name: \"n\", pageKinds: [], zone: RAIL, devices: [], sizes: [] }",
    ),
    (
        "advertiserCreate",
        "input: { name: \"\", legalName: \"\", domains: [] }",
    ),
    (
        "advertiserUpdate",
        "id: \"{buyer}\", expectedVersion: 999, input: { name: \"\", legalName: \"\", domains: [] }",
    ),
    (
        "campaignCreate",
        "input: { advertiserId: \"{buyer}\", name: \"\" }",
    ),
    (
        "campaignUpdate",
        "id: \"{order}\", expectedVersion: 999, input: { advertiserId: \"{buyer}\", name: \"\" }",
    ),
    ("campaignPause", "id: \"{order}\""),
    ("campaignResume", "id: \"{order}\""),
    ("campaignArchive", "id: \"{order}\""),
    (
        "lineItemCreate",
        "input: { campaignId: \"{order}\", name: \"\", tier: HOUSE, flight: { start: { instant: \"2026-01-01T00:00:00Z\" } }, goal: { metric: NONE }, targeting: {}, creatives: [] }",
    ),
    (
        "lineItemUpdate",
        "id: \"{line item}\", expectedVersion: 999, input: { campaignId: \"{order}\", name: \"\", tier: HOUSE, flight: { start: { instant: \"2026-01-01T00:00:00Z\" } }, goal: { metric: NONE }, targeting: {}, creatives: [] }",
    ),
    ("lineItemSubmit", "id: \"{line item}\""),
    ("lineItemApprove", "id: \"{line item}\""),
    ("lineItemPause", "id: \"{line item}\""),
    ("lineItemResume", "id: \"{line item}\""),
    ("lineItemArchive", "id: \"{line item}\""),
    (
        "creativeCreate",
        "input: { advertiserId: \"{buyer}\", name: \"\", variants: [] }",
    ),
    (
        "creativeUpdate",
        "id: \"{creative}\", expectedVersion: 999, input: { advertiserId: \"{buyer}\", name: \"\", variants: [] }",
    ),
    (
        "creativeApprove",
        "id: \"{creative}\", expectedVersion: 999",
    ),
    (
        "creativeReject",
        "id: \"{creative}\", expectedVersion: 999, reason: \"r\"",
    ),
];

/// Those that may be said again of what they have been done to already, and change nothing.
const REPEATABLE: &[&str] = &[
    "assetCompleteUpload",
    "lockAcquire",
    "lockRenew",
    "lockRelease",
    "commentResolve",
    "commentReopen",
    "campaignPause",
    "campaignResume",
    "campaignArchive",
    "lineItemArchive",
];

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
async fn world(app: &TestApp) -> BTreeMap<&'static str, String> {
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

/// What became of a try: `yes` past the policy, `-` denied, `?` not to be known of, `401` nobody.
fn verdict(name: &str, answer: &Json) -> &'static str {
    if let Some(code) = answer["errors"][0]["extensions"]["code"].as_str() {
        assert_eq!(code, "UNAUTHENTICATED", "{name}: {answer:#}");
        return "401";
    }
    let payload = answer["data"]
        .as_object()
        .and_then(|data| data.values().next());
    let payload = payload.unwrap_or_else(|| panic!("{name}: {answer:#}"));
    let errors = payload["userErrors"].as_array().unwrap();
    assert!(
        !errors.is_empty() || REPEATABLE.contains(&name),
        "{name}: {answer:#}"
    );
    let kind = errors
        .first()
        .map(|error| error["__typename"].as_str().unwrap());
    match kind {
        Some("PermissionError") => "-",
        Some("NotFoundError") if errors[0]["missingId"].is_null() => "?",
        _ => "yes",
    }
}

fn filled(arguments: &str, world: &BTreeMap<&str, String>) -> String {
    world.iter().fold(arguments.to_owned(), |text, (name, id)| {
        text.replace(&format!("{{{name}}}"), id)
    })
}

#[test]
fn every_mutation_of_the_schema_is_tried() {
    let document = parse_schema(sdl(Graph::Desk)).unwrap();
    let mutation = document.definitions.iter().find_map(|one| match one {
        TypeSystemDefinition::Type(ty) if ty.node.name.node == "Mutation" => Some(&ty.node.kind),
        _ => None,
    });
    let Some(TypeKind::Object(mutation)) = mutation else {
        panic!("the desk graph has mutations")
    };
    let tried = |name: &str| {
        TRIED
            .iter()
            .any(|(one, _)| one.split(' ').next() == Some(name))
    };
    let names = mutation
        .fields
        .iter()
        .map(|field| field.node.name.node.as_str());
    let untried: Vec<_> = names.filter(|name| !tried(name)).collect();
    assert!(untried.is_empty(), "{untried:?}");
}

both!(
    everybody_may_do_what_the_table_says_and_no_more,
    Newsroom::Demo,
    |app| {
        let world = world(&app).await;
        let (elsewhere, other_section) = elsewhere(&app, &world).await;
        let mut people = vec![("nobody".to_owned(), None)];
        for role in Role::ALL {
            let token = app.sign_in(role.key(), *role).await;
            people.push((role.key().to_owned(), Some(token)));
        }
        for role in [
            Role::Reporter,
            Role::Translator,
            Role::Editor,
            Role::DutyEditor,
        ] {
            for (mark, locale, section) in [
                ("l", Some(elsewhere), None),
                ("s", None, Some(other_section)),
            ] {
                let name = format!("{}/{mark}", role.key());
                let token = app
                    .sign_in_within(&name.replace('/', "-"), role, locale, section)
                    .await;
                people.push((name, Some(token)));
            }
        }
        let mut table = format!("{:<28}", "mutation");
        for (name, _) in &people {
            write!(table, "{name:<14}").unwrap();
        }
        for (name, arguments) in TRIED {
            write!(table, "\n{name:<28}").unwrap();
            let field = name.split(' ').next().unwrap();
            let document = format!(
                "mutation {{ {field}({}) {{ userErrors {{ __typename message path ... on NotFoundError {{ missingId }} }} }} }}",
                filled(arguments, &world)
            );
            for (_, token) in &people {
                let answer = app
                    .ask("/desk/graphql", token.as_deref(), &document, json!({}))
                    .await;
                write!(table, "{:<14}", verdict(name, &answer)).unwrap();
            }
        }
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        insta::assert_snapshot!("mutations", table.join("\n"));
    }
);

/// A language and a section that none of the things tried are in.
async fn elsewhere(app: &TestApp, world: &BTreeMap<&str, String>) -> (Locale, SectionId) {
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
