//! One story from its first word to its last, as the clients of the newsroom do it: the operations of
//! `EditorialFlow.graphql` step by step over the graph, each by whoever's turn it is.

use masthead::app::Call;
use masthead::fronts::{self, Arrangement, Rule, Zone};
use masthead::platform::clock::Instant;
use masthead::policy::Role;
use masthead::vocabulary::ZoneLayout;
use masthead::worker;
use serde_json::{Value as Json, json};

use crate::support::people::People;
use crate::support::small::ENERGY;
use crate::support::{Newsroom, TestApp, both};

use Role::{DutyEditor, Editor, FrontEditor, Reporter, Translator};

/// The document of the clients, an operation a step.
const FLOW: &str = include_str!("EditorialFlow.graphql");

const STORY: &str = "query($locale: Locale!, $number: BigInt!) { edition(locale: $locale) {
    article(by: { number: $number }) { headline url updateLabel corrections { kind }
        body { blocks { __typename ... on ParagraphBlock { text { plain } } } } } } }";

const HOME: &str =
    "{ edition(locale: \"uk\") { front { zones { items { headline isPinned } } } } }";

/// A newsroom at work.
struct Desk<'a> {
    app: &'a TestApp,
    people: People<'a>,
}

impl Desk<'_> {
    /// A step, whatever comes of it.
    async fn tries(&self, who: Role, step: &str, variables: Json) -> Json {
        let mut answer = self.people.operate(who, (FLOW, step), variables).await;
        assert!(answer.get("errors").is_none(), "{step}: {answer:#}");
        let payload = answer["data"].as_object_mut().unwrap().values_mut().next();
        payload.unwrap().take()
    }

    /// A step that succeeds.
    async fn does(&self, who: Role, step: &str, variables: Json) -> Json {
        let payload = self.tries(who, step, variables).await;
        assert_eq!(payload["userErrors"], json!([]), "{step}: {payload:#}");
        payload
    }

    /// The error of a step that fails.
    async fn may_not(&self, who: Role, step: &str, variables: Json) -> Json {
        self.tries(who, step, variables).await["userErrors"][0].take()
    }

    /// The version of a translation now.
    async fn version(&self, id: &Json) -> Json {
        let document = format!("{{ desk {{ translation(id: {id}) {{ version }} }} }}");
        let mut data = self.people.read(Reporter, &document).await;
        data["desk"]["translation"]["version"].take()
    }

    /// What readers get of the story.
    async fn readers_get(&self, locale: &str, number: &Json) -> Json {
        let variables = json!({ "locale": locale, "number": number });
        self.app.read(STORY, variables).await["edition"]["article"].take()
    }

    /// Time goes by, and the worker works.
    async fn wait_until(&self, moment: &str) {
        self.app.clock.set(Instant::parse(moment).unwrap());
        worker::tick(&self.app.app).await.unwrap();
    }

    /// A home page of one zone of two stories, and its id.
    async fn home(&self) -> String {
        let zone = Zone {
            key: "top".to_owned(),
            position: 0,
            title: None,
            layout: ZoneLayout::Cards,
            more_url: None,
            size: 2,
            rule: Rule::default(),
        };
        let home = Arrangement {
            key: "home".to_owned(),
            locale: "uk".parse().unwrap(),
            title: "Головна".to_owned(),
            zones: vec![zone],
            pins: Vec::new(),
        };
        let call = Call::system(&self.app.app, "test");
        let tx = call.begin().await.unwrap();
        fronts::arrange(&tx, &home).await.unwrap();
        tx.commit().await.unwrap();
        let fronts = fronts::fronts(&call).await.unwrap();
        fronts.by_key(home.locale, "home").unwrap().id.to_string()
    }
}

fn paragraph(id: &str, text: &str) -> Json {
    json!({ "paragraph": { "blockId": id, "text": { "spans": [{ "text": text }] } } })
}

fn body(blocks: &[(&str, &str)]) -> Json {
    blocks
        .iter()
        .map(|(id, text)| paragraph(id, text))
        .collect()
}

fn version(payload: &Json) -> &Json {
    &payload["translation"]["version"]
}

fn is_allowed(payload: &Json, kind: &str) -> bool {
    let actions = payload["translation"]["actions"].as_array().unwrap();
    let action = actions.iter().find(|action| action["kind"] == kind);
    action.unwrap()["isAllowed"] == true
}

both!(
    a_story_is_written_reviewed_planned_translated_corrected_and_taken_down,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let desk = Desk { app: &app, people };
        let (id, number) = it_is_written(&desk).await;
        it_is_reviewed_and_planned(&desk, &id, &number).await;
        let story = story_of(&desk, &id).await;
        let english = it_is_translated(&desk, &story, &id).await;
        let corrected = it_is_corrected(&desk, &id, &number).await;
        the_translation_follows(&desk, &english, &corrected).await;
        it_leads_the_home_page(&desk, &story).await;
        it_moves_and_is_taken_down(&desk, &id, &number).await;
    }
);

async fn story_of(desk: &Desk<'_>, id: &Json) -> Json {
    let document = format!("{{ desk {{ translation(id: {id}) {{ article {{ id }} }} }} }}");
    let mut data = desk.people.read(Reporter, &document).await;
    data["desk"]["translation"]["article"]["id"].take()
}

/// The reporter starts it, takes the lease that keeps the editor out, and writes.
async fn it_is_written(desk: &Desk<'_>) -> (Json, Json) {
    let input = json!({ "kind": "NEWS", "locale": "uk", "sectionId": ENERGY.to_string(),
        "headline": "Нічний пором" });
    let made = desk
        .does(Reporter, "S1_Create", json!({ "input": input }))
        .await;
    let id = made["translation"]["id"].clone();
    assert!(is_allowed(&made, "SUBMIT") && !is_allowed(&made, "PUBLISH"));

    let held = desk.does(Reporter, "S2_Lock", json!({ "id": id })).await;
    assert_eq!(
        held["lock"],
        json!({ "expiresAt": "2026-07-11T07:59:30Z", "isMine": true })
    );
    let kept_out = desk.may_not(Editor, "S2_Lock", json!({ "id": id })).await;
    assert_eq!(kept_out["__typename"], "LockedError");
    assert_eq!(kept_out["lock"]["holder"]["displayName"], "Reporter");

    let words = body(&[("a", "Пором відходить."), ("b", "Квитки є.")]);
    let variables =
        |version: &Json| json!({ "id": id, "version": version, "input": { "blocks": words } });
    desk.does(Reporter, "S3_Save", variables(version(&made)))
        .await;
    let late = desk
        .may_not(Editor, "S3_Save", variables(version(&made)))
        .await;
    assert_eq!(late["__typename"], "VersionConflictError");
    assert_eq!(late["changedBy"]["displayName"], "Reporter");
    (id, made["article"]["number"].clone())
}

/// Handed in, sent back, handed in again, accepted, planned for noon; at noon it is there.
async fn it_is_reviewed_and_planned(desk: &Desk<'_>, id: &Json, number: &Json) {
    let submit = async || {
        let variables = json!({ "id": id, "version": desk.version(id).await });
        desk.does(Reporter, "S4_Submit", variables).await
    };
    submit().await;
    let note = json!({ "id": id, "note": "О котрій?" });
    let back = desk.does(Editor, "S5_AskForChanges", note).await;
    assert_eq!(back["translation"]["draftState"], "CHANGES_REQUESTED");
    let words = body(&[("a", "Пором відходить о 23:00."), ("b", "Квитки є.")]);
    let again = json!({ "id": id, "version": version(&back), "input": { "blocks": words } });
    desk.does(Reporter, "S3_Save", again).await;
    let handed_in = submit().await;
    let approve = json!({ "id": id, "version": version(&handed_in) });
    let refused = desk.may_not(Reporter, "S6_Approve", approve.clone()).await;
    assert_eq!(refused["needed"], "APPROVE");
    let accepted = desk.does(DutyEditor, "S6_Approve", approve).await;

    let at = |hour: &str| json!({ "id": id, "version": version(&accepted), "at": format!("2026-07-11T{hour}") });
    let past = desk.may_not(DutyEditor, "S7_Schedule", at("09:00")).await;
    assert_eq!(past["problem"], "PAST");
    let planned = desk.does(DutyEditor, "S7_Schedule", at("12:00")).await;
    let plan = &planned["translation"]["schedule"];
    assert_eq!(plan["instant"], "2026-07-11T09:00:00Z");
    assert_eq!(plan["timeZone"], "Europe/Kyiv");
    assert_eq!(desk.readers_get("uk", number).await, Json::Null);
    desk.wait_until("2026-07-11T09:00:00Z").await;
    let shown = desk.readers_get("uk", number).await;
    assert_eq!(shown["headline"], "Нічний пором");
}

/// Translated, and published together with a better Ukrainian text.
async fn it_is_translated(desk: &Desk<'_>, story: &Json, id: &Json) -> Json {
    let opened = desk
        .does(Translator, "S8_OpenEnglish", json!({ "articleId": story }))
        .await;
    assert_eq!(opened["translation"]["staleness"]["isStale"], false);
    let english = opened["translation"]["id"].clone();
    let words = json!({ "headline": "Night ferry",
        "blocks": body(&[("a", "The ferry leaves at 23:00."), ("b", "There are tickets.")]) });
    let variables = json!({ "id": english, "version": version(&opened), "input": words });
    let saved = desk.does(Translator, "S3_Save", variables).await;
    let variables = json!({ "id": english, "version": version(&saved) });
    desk.does(Translator, "S4_Submit", variables.clone()).await;
    let accepted = desk.does(DutyEditor, "S6_Approve", variables).await;

    let better = [json!({ "put": { "block": paragraph("b", "Квитки в касах.") } })];
    let variables = json!({ "id": id, "version": desk.version(id).await, "operations": better });
    let fixed = desk.does(Reporter, "S10_FixOneBlock", variables).await;
    let together = json!({ "acceptWarnings": ["STALE_TRANSLATION"], "locales": [
        { "locale": "uk", "expectedVersion": version(&fixed) },
        { "locale": "en", "expectedVersion": version(&accepted) },
    ] });
    let variables = json!({ "articleId": story, "input": together });
    let live = desk.does(DutyEditor, "S9_PublishTogether", variables).await;
    let live = live["published"].as_array().unwrap();
    let languages: Vec<_> = live.iter().map(|one| &one["locale"]).collect();
    assert_eq!(languages, ["uk", "en"]);
    english
}

/// The hour was wrong: one block is put right, with a note. Gives the revision that says so.
async fn it_is_corrected(desk: &Desk<'_>, id: &Json, number: &Json) -> Json {
    let right = [json!({ "put": { "block": paragraph("a", "Пором відходить о 22:00.") } })];
    let variables = json!({ "id": id, "version": desk.version(id).await, "operations": right });
    let fixed = desk.does(Reporter, "S10_FixOneBlock", variables).await;
    let note = json!({ "kind": "CORRECTION", "showUpdateLabel": true,
        "text": { "spans": [{ "text": "Час виправлено." }] },
        "expectedVersion": version(&fixed) });
    let issued = desk
        .does(Editor, "S11_Correct", json!({ "id": id, "input": note }))
        .await;
    assert_eq!(issued["correction"]["kind"], "CORRECTION");

    let shown = desk.readers_get("uk", number).await;
    assert_eq!(shown["corrections"], json!([{ "kind": "CORRECTION" }]));
    let first = &shown["body"]["blocks"][0];
    assert_eq!(first["text"]["plain"], "Пором відходить о 22:00.");
    issued["published"]["revision"].clone()
}

/// The English text is behind until the translator says that it is not.
async fn the_translation_follows(desk: &Desk<'_>, english: &Json, corrected: &Json) {
    let document = format!(
        "{{ desk {{ translation(id: {english}) {{ staleness {{ isStale changedBlockIds }} }}
            queue(kind: STALE_TRANSLATIONS, locale: \"en\") {{ edges {{ node {{ id }} }} }} }} }}"
    );
    let before = desk.people.read(Translator, &document).await;
    let staleness = &before["desk"]["translation"]["staleness"];
    assert_eq!(staleness["isStale"], true);
    assert_eq!(staleness["changedBlockIds"], json!(["a", "b"]));
    let waits = json!([{ "node": { "id": english } }]);
    assert_eq!(before["desk"]["queue"]["edges"], waits);

    let variables = json!({ "id": english, "sourceRevision": corrected });
    let caught_up = desk
        .does(Translator, "S12_TranslationCaughtUp", variables)
        .await;
    assert_eq!(caught_up["translation"]["staleness"]["isStale"], false);
    let after = desk.people.read(Translator, &document).await;
    assert_eq!(after["desk"]["queue"]["edges"], json!([]));
}

/// The front editor pins it to the top of the home page until the ferry has left.
async fn it_leads_the_home_page(desk: &Desk<'_>, story: &Json) {
    let pin = json!({ "zoneKey": "top", "position": 1, "articleId": story,
        "expiresAt": "2026-07-11T19:00:00Z" });
    let variables = json!({ "frontId": desk.home().await, "version": 1, "pin": pin });
    let pinned = desk.does(FrontEditor, "S14_PinOnHome", variables).await;
    let pins = &pinned["front"]["zones"][0]["pins"];
    assert_eq!(
        *pins,
        json!([{ "position": 1, "article": { "id": story }, "expiresAt": "2026-07-11T19:00:00Z" }])
    );
    let home = desk.app.read(HOME, json!({})).await;
    let first = &home["edition"]["front"]["zones"][0]["items"][0];
    assert_eq!(first["isPinned"], true);
}

/// Renamed, and in the end one language is taken down by a court; the other stays.
async fn it_moves_and_is_taken_down(desk: &Desk<'_>, id: &Json, number: &Json) {
    let variables = json!({ "id": id, "slug": "porom-o-22" });
    let renamed = desk.does(Reporter, "S13_Rename", variables).await;
    assert_eq!(renamed["redirect"]["status"], 301);
    let url = renamed["translation"]["url"].as_str().unwrap();
    assert!(url.ends_with("-porom-o-22"), "{url}");

    let down = desk
        .does(DutyEditor, "S15_TakeDown", json!({ "id": id }))
        .await;
    assert_eq!(down["effects"]["stillLive"][0]["locale"], "en");
    assert_eq!(down["effects"]["removedPins"], 1);
    assert_eq!(desk.readers_get("uk", number).await, Json::Null);
    let english = desk.readers_get("en", number).await;
    assert_eq!(english["headline"], "Night ferry");
}
