//! What is sold: from a buyer to what readers are shown, and who may do what on the way.

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

both!(
    an_order_goes_from_a_buyer_to_its_flight,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let line_item = format!("id: \"{}\"", sold.line_item);

        // The ad manager hands it in; somebody else checks the creative, and approves.
        let submitted = sales.done(AdManager, "lineItemSubmit", &line_item).await;
        assert_eq!(submitted["lineItem"]["state"], "PENDING_APPROVAL");
        let queue = "{ ads { creativeReviewQueue { edges { node { id name advertiser { legalName } variants { format size { width } } } } } } }";
        let waiting = sales.people.read(AdApprover, queue).await;
        let waiting = &waiting["ads"]["creativeReviewQueue"]["edges"];
        assert_eq!(waiting[0]["node"]["id"], sold.creative);
        assert_eq!(waiting[0]["node"]["advertiser"]["legalName"], "ТОВ «Хвиля»");
        assert_eq!(waiting[0]["node"]["variants"][1]["format"], "NATIVE");
        let creative = format!("id: \"{}\", expectedVersion: 1", sold.creative);
        let checked = sales.done(AdApprover, "creativeApprove", &creative).await;
        assert_eq!(checked["creative"]["review"], "APPROVED");
        let approved = sales.done(AdApprover, "lineItemApprove", &line_item).await;
        assert_eq!(approved["lineItem"]["state"], "READY");
        assert_eq!(approved["lineItem"]["campaign"]["state"], "ACTIVE");
        assert_eq!(approved["lineItem"]["delivery"]["delivered"], "0");
        assert_eq!(approved["lineItem"]["delivery"]["goal"], "100000");

        // Nobody has to do anything on the day.
        app.clock.set(at("2026-07-11T21:00:00Z"));
        assert_eq!(sales.state(&sold).await["state"], "DELIVERING");
        app.clock.set(at("2026-07-31T21:00:00Z"));
        let over = sales.state(&sold).await;
        assert_eq!(over["state"], "COMPLETED");
        assert_eq!(over["campaign"]["state"], "COMPLETED");
    }
);

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Somebody who both sells and approves.
async fn seller_and_approver(app: &TestApp) -> String {
    let password = "a lighthouse by the sea";
    let of = |role| Assignment {
        role,
        locales: None,
        sections: None,
    };
    let new = NewUser {
        email: "one@mayak.example".to_owned(),
        display_name: "One for all".to_owned(),
        ui_locale: "en".parse().unwrap(),
        assignments: vec![of(AdManager), of(AdApprover)],
        password: Some(password.to_owned()),
    };
    let call = Call::system(&app.app, "test");
    users::create(&call, new).await.unwrap();
    let body = json!({ "email": "one@mayak.example", "password": password });
    let answer = app.post("/auth/sign-in", None, &body).await.json();
    id(&answer["accessToken"])
}

both!(
    nobody_approves_what_they_made_or_changed,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let one = seller_and_approver(&app).await;
        let approve = format!(
            "mutation {{ creativeApprove(id: \"{}\", expectedVersion: 2) {{ creative {{ review }} {ERRORS} }} }}",
            sold.creative
        );
        let line_item = format!(
            "mutation {{ lineItemApprove(id: \"{}\") {{ lineItem {{ state }} {ERRORS} }} }}",
            sold.line_item
        );

        // They changed somebody else's creative, which is theirs since.
        let change = "mutation($id: ID!, $input: CreativeInput!) { creativeUpdate(id: $id, expectedVersion: 1, input: $input) { userErrors { message } } }";
        let input = with(creative(&sold.advertiser), "name", json!("Інша назва"));
        app.done(&one, change, json!({ "id": sold.creative, "input": input }))
            .await;
        let own = app.payload(&one, &approve, json!({})).await;
        assert_eq!(codes(&own), told(&[("", "FORBIDDEN")]));
        assert_eq!(own["userErrors"][0]["__typename"], "PermissionError");
        // The line item is the ad manager's, and free to be approved by them.
        let of = format!("id: \"{}\"", sold.line_item);
        sales.done(AdManager, "lineItemSubmit", &of).await;
        let other = app.done(&one, &line_item, json!({})).await;
        assert_eq!(other["lineItem"]["state"], "READY");
        // Who lacks the permission is told which.
        let manager = sales.step(AdManager, "lineItemApprove", &of).await;
        assert_eq!(manager["userErrors"][0]["needed"], "ADS_APPROVE");
    }
);

both!(
    a_campaign_stops_and_starts_all_of_its_line_items,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.sold().await;
        app.clock.set(at("2026-07-12T09:00:00Z"));
        let campaign = format!("id: \"{}\"", sold.campaign);
        assert_eq!(sales.state(&sold).await["state"], "DELIVERING");

        let paused = sales.done(AdManager, "campaignPause", &campaign).await;
        assert_eq!(paused["campaign"]["state"], "PAUSED");
        assert_eq!(sales.state(&sold).await["state"], "READY");
        let resumed = sales.done(AdManager, "campaignResume", &campaign).await;
        assert_eq!(resumed["campaign"]["state"], "ACTIVE");
        assert_eq!(sales.state(&sold).await["state"], "DELIVERING");
        let closed = sales.done(AdManager, "campaignArchive", &campaign).await;
        assert_eq!(closed["campaign"]["state"], "ARCHIVED");
        assert_eq!(sales.state(&sold).await["state"], "ARCHIVED");
        let again = sales.step(AdManager, "campaignResume", &campaign).await;
        assert_eq!(codes(&again), told(&[("id", "TRANSITION_NOT_ALLOWED")]));
    }
);

both!(
    a_line_item_goes_the_way_of_its_states_only,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let of = format!("id: \"{}\"", sold.line_item);
        let no_way = told(&[("id", "TRANSITION_NOT_ALLOWED")]);
        for (role, early) in [
            (AdApprover, "lineItemApprove"),
            (AdManager, "lineItemPause"),
            (AdManager, "lineItemResume"),
        ] {
            let refused = sales.step(role, early, &of).await;
            assert_eq!(codes(&refused), no_way, "{early}");
        }
        sales.done(AdManager, "lineItemSubmit", &of).await;
        sales.done(AdApprover, "lineItemApprove", &of).await;

        let paused = sales.done(AdManager, "lineItemPause", &of).await;
        assert_eq!(paused["lineItem"]["state"], "PAUSED");
        let resumed = sales.done(AdManager, "lineItemResume", &of).await;
        assert_eq!(resumed["lineItem"]["state"], "READY");
        let archived = sales.done(AdManager, "lineItemArchive", &of).await;
        assert_eq!(archived["lineItem"]["state"], "ARCHIVED");
        let back = sales.step(AdManager, "lineItemResume", &of).await;
        assert_eq!(codes(&back), no_way);
    }
);

both!(
    all_that_is_wrong_with_a_line_item_is_told_at_once,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let input = json!({
            "campaignId": sold.campaign,
            "name": " ",
            "tier": "STANDARD",
            "weight": 0,
            "flight": {
                "start": { "local": { "time": "2027-03-28T03:30" } },
                "dayparts": [{ "weekday": "MONDAY", "fromHour": 22, "toHour": 2 }],
            },
            "goal": { "metric": "IMPRESSIONS" },
            "frequencyCaps": [{ "limit": 0, "window": "PT1S" }],
            "targeting": { "locales": ["de"], "tagIds": ["tag_00000000000000000000000000"] },
            "creatives": [],
        });

        let refused = sales
            .give(AdManager, "lineItemCreate", "", ("LineItemInput", input))
            .await;

        let expected = told(&[
            ("input.name", "REQUIRED"),
            ("input.weight", "INVALID"),
            ("input.flight.dayparts.0", "INVALID"),
            ("input.goal.quantity", "REQUIRED"),
            ("input.flight.end", "REQUIRED"),
            ("input.price", "REQUIRED"),
            ("input.frequencyCaps.0.limit", "INVALID"),
            ("input.frequencyCaps.0.window", "INVALID"),
            ("input.targeting.tagIds.0", "NOT_FOUND"),
            ("input.targeting.locales", "INVALID"),
            ("input.flight.start", "LOCAL_TIME_INVALID"),
        ]);
        assert_eq!(codes(&refused), expected, "{refused:#}");
        let start = &refused["userErrors"][10];
        assert_eq!(start["problem"], "NONEXISTENT");
        assert_eq!(
            start["candidates"],
            json!(["2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"])
        );
    }
);

both!(
    what_a_creative_shows_is_checked_again_whenever_it_changes,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.sold().await;
        let same = creative(&sold.advertiser);
        let of = |version: i32| format!("id: \"{}\", expectedVersion: {version},", sold.creative);

        // Another name is no other content.
        let renamed = with(same.clone(), "name", json!("Пором, осінь"));
        let renamed = sales
            .give(
                AdManager,
                "creativeUpdate",
                &of(2),
                ("CreativeInput", renamed),
            )
            .await;
        assert_eq!(renamed["creative"]["review"], "APPROVED", "{renamed:#}");
        let mut other = same.clone();
        other["variants"][0]["landingUrl"] = json!("https://khvylia.example/other");
        let changed = sales
            .give(
                AdManager,
                "creativeUpdate",
                &of(3),
                ("CreativeInput", other),
            )
            .await;
        assert_eq!(changed["creative"]["review"], "PENDING");
        let (before, after) = (&renamed["creative"], &changed["creative"]);
        assert_ne!(before["variants"][0]["id"], after["variants"][0]["id"]);
        assert_eq!(before["variants"][1]["id"], after["variants"][1]["id"]);
        let stale = sales
            .give(AdManager, "creativeUpdate", &of(3), ("CreativeInput", same))
            .await;
        assert_eq!(
            codes(&stale),
            told(&[("expectedVersion", "VERSION_CONFLICT")])
        );
        let reason = format!("{} reason: \"Без ліцензії\"", of(4));
        let rejected = sales.done(AdApprover, "creativeReject", &reason).await;
        assert_eq!(rejected["creative"]["review"], "REJECTED");
        assert_eq!(rejected["creative"]["reviewNote"], "Без ліцензії");
        let late = sales.step(AdApprover, "creativeApprove", &of(5)).await;
        assert_eq!(codes(&late), told(&[("id", "TRANSITION_NOT_ALLOWED")]));
    }
);

both!(
    a_creative_leads_to_hosts_of_its_buyer_and_weighs_little,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let advertiser = sales.advertiser("Хвиля").await;
        let mut input = creative(&advertiser);
        input["variants"][0]["landingUrl"] = json!("https://elsewhere.example/");
        input["variants"][0]["content"] = json!({ "html": "x".repeat(200_001) });
        input["variants"][1]["content"] = json!({ "vastXml": "<html/>" });

        let refused = sales
            .give(AdManager, "creativeCreate", "", ("CreativeInput", input))
            .await;

        let expected = told(&[
            ("input.variants.0.landingUrl", "INVALID"),
            ("input.variants.0.content", "TOO_LONG"),
            ("input.variants.1.content.vastXml", "INVALID"),
        ]);
        assert_eq!(codes(&refused), expected, "{refused:#}");
        // A host that something leads to is not taken away.
        sales.creative(&advertiser).await;
        let less = json!({ "name": "Х", "legalName": "Х", "domains": ["other.example"] });
        let of = format!("id: \"{advertiser}\", expectedVersion: 1,");
        let refused = sales
            .give(
                AdManager,
                "advertiserUpdate",
                &of,
                ("AdvertiserInput", less),
            )
            .await;
        assert_eq!(codes(&refused), told(&[("input.domains", "IN_USE")]));
    }
);

both!(
    a_line_item_shows_creatives_of_its_own_buyer,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let other = sales.advertiser("Берег").await;
        let strange = sales.creative(&other).await;

        let refused = sales
            .give(
                AdManager,
                "lineItemCreate",
                "",
                ("LineItemInput", line_item(&sold.campaign, &strange)),
            )
            .await;

        assert_eq!(
            codes(&refused),
            told(&[("input.creatives.0.creativeId", "NOT_FOUND")])
        );
    }
);

both!(
    a_creation_that_is_sent_twice_is_done_once,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let key = "requestId: \"0197f2b4-8c1e-7000-8000-000000000001\",";
        let input = json!({ "name": "Х", "legalName": "Х", "domains": ["x.example"] });
        let create = async || {
            sales
                .give(
                    AdManager,
                    "advertiserCreate",
                    key,
                    ("AdvertiserInput", input.clone()),
                )
                .await
        };

        let (first, second) = (create().await, create().await);

        assert_eq!(first["advertiser"]["id"], second["advertiser"]["id"]);
        let all = sales
            .people
            .read(
                AdManager,
                "{ ads { advertisers { edges { node { name } } } } }",
            )
            .await;
        assert_eq!(
            all["ads"]["advertisers"]["edges"].as_array().unwrap().len(),
            1
        );
    }
);

both!(
    what_is_sold_is_found_by_name_state_and_buyer,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.sold().await;
        let other = sales.advertiser("Берег").await;
        sales.campaign(&other).await;
        let document = format!(
            "{{ ads {{
                named: advertisers(query: \"ХВИЛЯ\") {{ edges {{ node {{ id campaigns {{ edges {{ node {{ id }} }} }} }} }} }}
                sorted: advertisers(first: 1) {{ edges {{ cursor node {{ name }} }} pageInfo {{ hasNextPage }} }}
                active: campaigns(filter: {{ states: [ACTIVE] }}) {{ edges {{ node {{ id lineItems {{ edges {{ node {{ id creatives {{ creative {{ id }} weight }} targeting {{ keywords devices }} }} }} }} }} }} }}
                drafts: campaigns(filter: {{ states: [DRAFT], advertiserIds: [\"{other}\"], query: \"117\" }}) {{ edges {{ node {{ advertiser {{ id }} budget {{ amountMicros currency }} frequencyCaps {{ limit window scope }} }} }} }}
            }} node(id: \"{}\") {{ __typename ... on LineItem {{ name flight {{ start end }} price {{ amountMicros }} }} }} }}",
            sold.line_item
        );

        let read = sales.people.read(AdManager, &document).await;

        let ads = &read["ads"];
        assert_eq!(ads["named"]["edges"][0]["node"]["id"], sold.advertiser);
        let campaigns = &ads["named"]["edges"][0]["node"]["campaigns"]["edges"];
        assert_eq!(campaigns[0]["node"]["id"], sold.campaign);
        assert_eq!(ads["sorted"]["edges"][0]["node"]["name"], "Берег");
        assert_eq!(ads["sorted"]["pageInfo"]["hasNextPage"], true);
        let active = ads["active"]["edges"].as_array().unwrap();
        assert_eq!(active.len(), 1);
        let line_item = &active[0]["node"]["lineItems"]["edges"][0]["node"];
        assert_eq!(line_item["creatives"][0]["creative"]["id"], sold.creative);
        assert_eq!(line_item["targeting"]["keywords"], json!(["Пором"]));
        let draft = &ads["drafts"]["edges"][0]["node"];
        assert_eq!(draft["advertiser"]["id"], other);
        assert_eq!(draft["budget"]["currency"], "UAH");
        assert_eq!(draft["frequencyCaps"][0]["window"], "P1D");
        assert_eq!(read["node"]["__typename"], "LineItem");
        assert_eq!(read["node"]["flight"]["start"], "2026-07-11T21:00:00Z");
    }
);

both!(
    a_change_of_what_is_sold_is_in_the_audit_trail,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.sold().await;
        let document = format!(
            "{{ admin {{ audit(filter: {{ subjectId: \"{}\" }}) {{ edges {{ node {{ action }} }} }} }} }}",
            sold.line_item
        );

        let trail = sales.people.read(Administrator, &document).await;

        let entries = trail["admin"]["audit"]["edges"].as_array().unwrap().iter();
        let actions: Vec<_> = entries.map(|entry| &entry["node"]["action"]).collect();
        assert_eq!(
            actions,
            ["lineItemApprove", "lineItemSubmit", "lineItemCreate"]
        );
    }
);

both!(editors_never_see_what_is_sold, Newsroom::Small, |app| {
    let sales = Sales::of(&app).await;
    let sold = sales.planned().await;
    let document = format!(
        "{{ node(id: \"{}\") {{ id }} ads {{ campaigns {{ edges {{ node {{ id }} }} }} }} }}",
        sold.line_item
    );

    let answer = sales.people.ask(Reporter, &document, json!({})).await;

    assert_eq!(answer["data"], json!({ "node": null, "ads": null }));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
});
