//! Work lists: what waits for whom.

use masthead::app::Call;
use masthead::articles::{self, ArticleInput, LeadMedia, PublishInput, SharedPatch, Translation};
use masthead::media::{AssetInput, Credit, ImportedAsset, ImportedContent, Playback, Rights};
use masthead::platform::ids::AssetId;
use masthead::policy::Role;
use masthead::vocabulary::{ArticleKind, AssetUse, CheckCode, CreditKind, LicenceKind};
use serde_json::{Map, Value as Json, json};

use crate::support::assets;
use crate::support::people::People;
use crate::support::small::ECONOMY;
use crate::support::{Newsroom, START, TestApp, both};

const QUEUE: &str = "query($kind: QueueKind!, $locale: Locale, $mine: Boolean! = false, $first: Int, $after: String) {
    desk { queue(kind: $kind, locale: $locale, mine: $mine, first: $first, after: $after) {
        totalCount edges { cursor node { locale draftState content { headline } article { section { id } } } }
        pageInfo { hasNextPage endCursor } } } }";

async fn story(app: &TestApp, token: &str, headline: &str) -> Json {
    let document = "mutation($section: ID!, $headline: String!) { articleCreate(input: {
        kind: NEWS, locale: \"uk\", sectionId: $section, headline: $headline,
        content: { lede: { spans: [{ text: \"Слова\" }] } } }) {
        article { id } translation { id version } userErrors { message } } }";
    let variables = json!({ "section": ECONOMY.to_string(), "headline": headline });
    let made = app.done(token, document, variables).await;
    app.clock.advance(1_000);
    made["translation"].clone()
}

async fn submit(app: &TestApp, token: &str, one: &Json) -> Json {
    let document =
        "mutation($id: ID!, $v: Int!) { translationSubmit(id: $id, expectedVersion: $v) {
        translation { id version } userErrors { message } } }";
    let variables = json!({ "id": one["id"], "v": one["version"] });
    let done = app.done(token, document, variables).await;
    app.clock.advance(1_000);
    done["translation"].clone()
}

async fn queue(app: &TestApp, token: &str, variables: Json) -> Json {
    app.desk(token, QUEUE, variables).await["desk"]["queue"].take()
}

fn headlines(list: &Json) -> Vec<String> {
    let edges = list["edges"].as_array().unwrap();
    let headline = |edge: &Json| {
        edge["node"]["content"]["headline"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    edges.iter().map(headline).collect()
}

both!(each_list_shows_what_waits_for_it, Newsroom::Small, |app| {
    let olena = app.sign_in("Olena", Role::DutyEditor).await;
    let pavlo = app.sign_in("Pavlo", Role::DutyEditor).await;
    let draft = story(&app, &olena, "Чернетка").await;
    let first = story(&app, &olena, "Перша").await;
    let first = submit(&app, &olena, &first).await;
    let second = story(&app, &pavlo, "Друга").await;
    submit(&app, &pavlo, &second).await;

    let own = queue(&app, &olena, json!({ "kind": "MY_DRAFTS" })).await;
    assert_eq!(headlines(&own), ["Чернетка"]);
    let none = queue(&app, &pavlo, json!({ "kind": "MY_DRAFTS" })).await;
    assert_eq!(headlines(&none), [""; 0]);
    let review = queue(&app, &pavlo, json!({ "kind": "TO_REVIEW" })).await;
    assert_eq!(headlines(&review), ["Перша", "Друга"]);
    assert_eq!(review["totalCount"], 2);
    let approve = queue(&app, &pavlo, json!({ "kind": "TO_APPROVE", "mine": true })).await;
    assert_eq!(headlines(&approve), ["Перша"]);

    let ask = "mutation($id: ID!) { translationRequestChanges(id: $id, note: \"Хто сказав?\") { userErrors { message } } }";
    app.done(&pavlo, ask, json!({ "id": first["id"] })).await;
    let back = queue(
        &app,
        &olena,
        json!({ "kind": "CHANGES_REQUESTED", "mine": true }),
    )
    .await;
    assert_eq!(headlines(&back), ["Перша"]);

    let publish = "mutation($id: ID!, $v: Int!) { translationPublish(id: $id, expectedVersion: $v) { userErrors { message } } }";
    app.done(
        &olena,
        publish,
        json!({ "id": draft["id"], "v": draft["version"] }),
    )
    .await;
    let missing = queue(
        &app,
        &olena,
        json!({ "kind": "MISSING_TRANSLATIONS", "locale": "en" }),
    )
    .await;
    assert_eq!(headlines(&missing), ["Чернетка"]);
    let none = queue(
        &app,
        &olena,
        json!({ "kind": "MISSING_TRANSLATIONS", "locale": "uk" }),
    )
    .await;
    assert_eq!(headlines(&none), [""; 0]);
    // Published without anybody's approval: it waits for somebody else to look at it.
    let after = queue(&app, &pavlo, json!({ "kind": "TO_APPROVE", "mine": true })).await;
    assert_eq!(headlines(&after), ["Чернетка"]);
});

both!(
    a_list_is_paged_and_costs_the_same_whatever_its_length,
    Newsroom::Small,
    |app| {
        let olena = app.sign_in("Olena", Role::DutyEditor).await;
        for number in 0..7 {
            let one = story(&app, &olena, &format!("Історія {number}")).await;
            submit(&app, &olena, &one).await;
        }

        let mut all = Vec::new();
        let mut after = Json::Null;
        loop {
            let variables = json!({ "kind": "TO_REVIEW", "first": 3, "after": after });
            let page = queue(&app, &olena, variables).await;
            all.extend(headlines(&page));
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }

        let expected: Vec<String> = (0..7).map(|number| format!("Історія {number}")).collect();
        assert_eq!(all, expected);
        let few = queue(&app, &olena, json!({ "kind": "TO_REVIEW", "first": 2 }));
        let (_, few) = app.statements(few).await;
        let many = queue(&app, &olena, json!({ "kind": "TO_REVIEW", "first": 50 }));
        let (_, many) = app.statements(many).await;
        assert_eq!(few, many);
    }
);

both!(
    missing_translations_are_asked_for_by_language,
    Newsroom::Small,
    |app| {
        let olena = app.sign_in("Olena", Role::DutyEditor).await;

        let variables = json!({ "kind": "MISSING_TRANSLATIONS" });
        let answer = app
            .ask("/desk/graphql", Some(&olena), QUEUE, variables)
            .await;

        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }
);

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A video whose rights end after so many days.
async fn video(app: &TestApp, days: i64) -> AssetId {
    let call = Call::system(&app.app, "test");
    let id: AssetId = call.new_id();
    let asset = ImportedAsset {
        id,
        content: ImportedContent::Video(Playback {
            embed_url: Some(format!("https://youtu.be/{id}")),
            ..Playback::default()
        }),
        input: AssetInput {
            credit: Some(Some(Credit {
                kind: CreditKind::Photo,
                name: "Agency".to_owned(),
                url: None,
            })),
            rights: Some(Rights {
                licence: LicenceKind::Stock,
                valid_until: Some(START.plus_ms(days * DAY)),
                uses: vec![AssetUse::Web],
                ..Rights::unknown()
            }),
            ..AssetInput::default()
        },
    };
    assets::import(app, vec![asset]).await.unwrap();
    id
}

/// A draft that leads with a video.
async fn led_by(app: &TestApp, headline: &str, asset_id: AssetId) -> Translation {
    let lead = LeadMedia {
        asset_id,
        credit_override: None,
    };
    let input = ArticleInput {
        kind: ArticleKind::News,
        locale: "uk".parse().unwrap(),
        section: ECONOMY,
        headline: headline.to_owned(),
        slug: None,
        content: Map::new(),
        shared: SharedPatch {
            lead_media: Some(Some(lead)),
            ..SharedPatch::default()
        },
        request_id: None,
    };
    let call = Call::system(&app.app, "test");
    articles::create(&call, &input).await.unwrap().1
}

async fn publish(app: &TestApp, one: &Translation) {
    let how = PublishInput {
        accept_warnings: CheckCode::ALL.to_vec(),
        ..PublishInput::default()
    };
    let call = Call::system(&app.app, "test");
    articles::publish(&call, one.id, one.version, &how)
        .await
        .unwrap();
}

async fn expiring(people: &People<'_>, role: Role) -> Vec<String> {
    let document = "{ desk { queue(kind: EXPIRING_RIGHTS) { totalCount
        edges { node { content { headline } } } } } }";
    let mut data = people.read(role, document).await;
    let list = data["desk"]["queue"].take();
    let found = headlines(&list);
    assert_eq!(list["totalCount"], found.len());
    found
}

both!(
    stories_wait_for_another_picture_from_14_days_before_its_rights_end,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        for (headline, days) in [("Soon", 13), ("Later", 20), ("Tomorrow", 1)] {
            let one = led_by(&app, headline, video(&app, days).await).await;
            publish(&app, &one).await;
        }
        let soon = video(&app, 5).await;
        led_by(&app, "Not out", soon).await;

        assert_eq!(
            expiring(&people, Role::Reporter).await,
            ["Tomorrow", "Soon"],
            "readers do not see the draft"
        );
        app.clock.advance(6 * DAY);
        let page =
            "query($after: String) { desk { queue(kind: EXPIRING_RIGHTS, first: 2, after: $after) {
            edges { node { content { headline } } } pageInfo { hasNextPage endCursor } } } }";
        let first = people.ask(Role::Editor, page, json!({})).await["data"]["desk"]["queue"].take();
        assert_eq!(headlines(&first), ["Tomorrow", "Soon"], "the ended first");
        let after = json!({ "after": first["pageInfo"]["endCursor"] });
        let rest = people.ask(Role::Editor, page, after).await["data"]["desk"]["queue"].take();
        assert_eq!(headlines(&rest), ["Later"]);
        assert_eq!(rest["pageInfo"]["hasNextPage"], false);
    }
);

both!(
    an_embargo_keeps_planned_pictures_out_of_the_list,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let secret = led_by(&app, "Secret", video(&app, 2).await).await;
        let embargo = format!(
            "articleSetEmbargo(id: \"{}\", until: \"2026-07-12T08:00:00Z\") {{ userErrors {{ message }} }}",
            secret.article_id
        );
        people.mutate(Role::DutyEditor, &embargo).await;
        let call = Call::system(&app.app, "test");
        let one = articles::submit(&call, secret.id, secret.version, &<_>::default())
            .await
            .unwrap();
        let one = articles::approve(&call, one.id, one.version, None)
            .await
            .unwrap();
        let plan = articles::ScheduleInput {
            at: masthead::platform::calendar::Typed::Exact(START.0 + DAY + 3_600_000),
            unpublish_at: None,
            accept_warnings: CheckCode::ALL.to_vec(),
        };
        articles::schedule(&call, one.id, one.version, &plan)
            .await
            .unwrap();

        assert_eq!(expiring(&people, Role::Editor).await, ["Secret"]);
        assert_eq!(expiring(&people, Role::Reporter).await, [""; 0]);
    }
);

both!(every_list_answers, Newsroom::Small, |app| {
    let people = People::of(&app).await;
    for kind in masthead::vocabulary::QueueKind::ALL {
        let document = format!(
            "{{ desk {{ queue(kind: {kind}, locale: \"en\") {{ totalCount edges {{ node {{ id }} }} }} }} }}"
        );
        let data = people.read(Role::Editor, &document).await;
        assert_eq!(data["desk"]["queue"]["totalCount"], 0, "{kind}");
    }
});
