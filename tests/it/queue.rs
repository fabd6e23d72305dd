//! Work lists: what waits for whom.

use masthead::policy::Role;
use serde_json::{Value as Json, json};

use crate::support::small::ECONOMY;
use crate::support::{Newsroom, TestApp, both};

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
