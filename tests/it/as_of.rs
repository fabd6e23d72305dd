//! The portal at another moment: what `asOf` shows is what is served then.

use masthead::ads::{self, PlacementInput};
use masthead::app::Call;
use masthead::fronts::{self, Arrangement};
use masthead::platform::clock::Instant;
use masthead::policy::Role;
use masthead::vocabulary::AdZone;
use serde_json::{Value as Json, json};

use crate::pages::{model_path, path_of};
use crate::support::people::People;
use crate::support::{Newsroom, START, TestApp, both};

const STORY: &str = include_str!("../../schema/operations/story.graphql");
const HOME: &str = include_str!("../../schema/operations/home.graphql");
const TAG: &str = include_str!("../../schema/operations/tag.graphql");
const DAY: &str = include_str!("../../schema/operations/day.graphql");

const HOUR: i64 = 3_600_000;

/// When the demo newsroom's planned story appears.
const PLANNED: Instant = START.plus_ms(3 * HOUR);

/// The document with the moment written into its edition.
fn at(document: &str, moment: Instant) -> String {
    let asked = document.replace(
        "edition(locale: $locale)",
        &format!("edition(locale: $locale, asOf: \"{moment}\")"),
    );
    assert_ne!(asked, document);
    asked
}

/// What readers are served when the clock stands at `moment`.
async fn served(app: &TestApp, moment: Instant, document: &str, variables: &Json) -> Vec<u8> {
    let before = masthead::platform::clock::Clock::now(&*app.clock);
    app.clock.set(moment);
    let body = json!({ "query": document, "variables": variables });
    let answer = app.post("/graphql", None, &body).await;
    app.clock.set(before);
    assert!(answer.json().get("errors").is_none(), "{}", answer.text());
    answer.bytes
}

/// What the desk is shown of `moment`.
async fn shown(
    app: &TestApp,
    token: &str,
    moment: Instant,
    document: &str,
    variables: &Json,
) -> Vec<u8> {
    let body = json!({ "query": at(document, moment), "variables": variables });
    let answer = app.post("/desk/graphql", Some(token), &body).await;
    assert!(answer.json().get("errors").is_none(), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.bytes
}

async fn assert_same(app: &TestApp, token: &str, moment: Instant, asked: (&str, &Json)) {
    let shown = shown(app, token, moment, asked.0, asked.1).await;
    let served = served(app, moment, asked.0, asked.1).await;
    assert!(
        shown == served,
        "{moment}: {}\nshown  {}\nserved {}",
        asked.0.lines().next().unwrap(),
        String::from_utf8_lossy(&shown),
        String::from_utf8_lossy(&served)
    );
}

/// The path of the story that the demo newsroom plans.
async fn planned_path(app: &TestApp) -> String {
    app.clock.set(PLANNED);
    let query = "{ edition(locale: \"uk\") { recentNews(first: 1) { nodes { url } } } }";
    let data = app.read(query, json!({})).await;
    app.clock.set(START);
    let url = &data["edition"]["recentNews"]["nodes"][0]["url"];
    path_of(url.as_str().unwrap())
}

/// Slug of a tag that recent stories carry.
async fn tag_slug(app: &TestApp) -> String {
    let query = "{ edition(locale: \"uk\") { recentNews(first: 20) { nodes { tags { slug } } } } }";
    let data = app.read(query, json!({})).await;
    let nodes = data["edition"]["recentNews"]["nodes"].as_array().unwrap();
    let slug = nodes
        .iter()
        .find_map(|node| node["tags"][0]["slug"].as_str());
    slug.unwrap().to_owned()
}

both!(
    what_as_of_shows_is_what_is_served_at_that_moment,
    Newsroom::Demo,
    |app| {
        let staff = app.staff().await;
        let token = staff.token(Role::Reporter);
        let (model, planned) = (model_path(&app, "uk").await, planned_path(&app).await);
        let slug = tag_slug(&app).await;
        let moments = [
            START.plus_ms(-40 * 24 * HOUR),
            START.plus_ms(-3 * 24 * HOUR),
            START.plus_ms(-HOUR),
            START,
            START.plus_ms(2 * HOUR),
            PLANNED.plus_ms(-1),
            PLANNED,
            // BREAKING calms down, the `Updated` label goes, the day and the ads' grid turn.
            PLANNED.plus_ms(3 * HOUR),
            START.plus_ms(14 * HOUR),
            START.plus_ms(24 * HOUR),
            START.plus_ms(48 * HOUR),
            START.plus_ms(400 * 24 * HOUR),
        ];
        for moment in moments {
            for path in [&model, &planned] {
                let asked = json!({ "locale": "uk", "path": path });
                assert_same(&app, token, moment, (STORY, &asked)).await;
            }
            let home = json!({ "locale": "uk" });
            assert_same(&app, token, moment, (HOME, &home)).await;
            let tag = json!({ "locale": "uk", "slug": slug });
            assert_same(&app, token, moment, (TAG, &tag)).await;
            for date in ["2026-07-10", "2026-07-11", "2026-07-12"] {
                let day = json!({ "locale": "uk", "date": date });
                assert_same(&app, token, moment, (DAY, &day)).await;
            }
        }
    }
);

both!(
    a_planned_story_is_shown_before_its_time_to_the_desk_alone,
    Newsroom::Demo,
    |app| {
        let staff = app.staff().await;
        let token = staff.token(Role::Reporter);
        let path = planned_path(&app).await;
        let query = "query($locale: Locale!, $path: String!) { edition(locale: $locale) { resolve(path: $path) { ... on Article { headline isPreview } } } }";
        let asked = json!({ "locale": "uk", "path": path });

        let early = served(&app, START, query, &asked).await;
        let shown = shown(&app, token, PLANNED, query, &asked).await;

        assert_eq!(
            String::from_utf8(early).unwrap(),
            r#"{"data":{"edition":{"resolve":null}}}"#
        );
        let shown: Json = serde_json::from_slice(&shown).unwrap();
        let story = &shown["data"]["edition"]["resolve"];
        assert!(story["headline"].is_string());
        assert_eq!(story["isPreview"], false);
    }
);

both!(
    another_moment_is_for_those_who_read_stories,
    Newsroom::Demo,
    |app| {
        let query = "{ edition(locale: \"uk\", asOf: \"2026-07-12T00:00:00Z\") { locale } }";
        let staff = app.staff().await;
        let seller = staff.token(Role::AdManager);

        for (token, code) in [(None, "UNAUTHENTICATED"), (Some(seller), "FORBIDDEN")] {
            let answer = app.ask("/desk/graphql", token, query, json!({})).await;
            assert_eq!(answer["data"], json!({ "edition": null }));
            assert_eq!(answer["errors"][0]["extensions"]["code"], code);
        }
        let answer = app.ask("/graphql", None, query, json!({})).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(*code, "GRAPHQL_VALIDATION_FAILED");
    }
);

both!(the_ends_of_time_can_be_asked_for, Newsroom::Demo, |app| {
    let staff = app.staff().await;
    let token = staff.token(Role::Reporter);
    for moment in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        let moment = Instant::parse(moment).unwrap();
        let home = shown(&app, token, moment, HOME, &json!({ "locale": "uk" })).await;
        let home: Json = serde_json::from_slice(&home).unwrap();
        assert!(home["data"]["edition"]["front"].is_object());
    }
});

both!(
    fronts_and_places_for_ads_are_shown_as_they_stood,
    Newsroom::Demo,
    |app| {
        let staff = app.staff().await;
        let token = staff.token(Role::Reporter);
        let home = json!({ "locale": "uk" });
        let before = served(&app, START, HOME, &home).await;
        app.clock.advance(HOUR);
        let call = Call::system(&app.app, "test");
        let placements = ads::placements(&call).await.unwrap();
        let placement = placements.iter().find(|one| one.zone == AdZone::Top);
        let placement = placement.unwrap().clone();
        let (id, version) = (placement.id, placement.version);
        let closed = PlacementInput {
            is_active: false,
            ..placement.into()
        };
        ads::update(&call, id, version, closed).await.unwrap();
        let tx = call.begin().await.unwrap();
        let bare = Arrangement {
            key: "home".to_owned(),
            locale: "uk".parse().unwrap(),
            title: "Головна".to_owned(),
            zones: Vec::new(),
            pins: Vec::new(),
        };
        fronts::arrange(&tx, &bare).await.unwrap();
        tx.commit().await.unwrap();

        let then = shown(&app, token, START, HOME, &home).await;
        let now = shown(&app, token, START.plus_ms(HOUR), HOME, &home).await;

        assert!(then == before);
        assert!(now == served(&app, START.plus_ms(HOUR), HOME, &home).await);
        let now: Json = serde_json::from_slice(&now).unwrap();
        assert_eq!(now["data"]["edition"]["front"]["zones"], json!([]));
    }
);

/// What the desk is shown at the address of a text at `moment`.
async fn at_address(people: &People<'_>, path: &str, moment: Instant) -> Json {
    let document = format!(
        "{{ edition(locale: \"uk\", asOf: \"{moment}\") {{ resolve(path: {path:?}) {{ __typename ... on Gone {{ status notice }} ... on Article {{ headline }} }} }} }}"
    );
    let mut data = people.read(Role::DutyEditor, &document).await;
    data["edition"]["resolve"].take()
}

both!(
    what_was_withdrawn_then_is_gone_then_whatever_came_after,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Ferry").await;
        let live = people
            .done(Role::DutyEditor, &work.publish(), &mut work)
            .await;
        let path = path_of(live["published"]["url"].as_str().unwrap());
        let withdraw = |reason: &str, notice: &str| {
            format!(
                "translationUnpublish(id: {:?}, input: {{ reason: {reason}, note: \"why\", publicNotice: {notice:?} }})",
                work.id
            )
        };
        let (first, second) = (
            withdraw("LEGAL_ORDER", "By order of a court"),
            withdraw("EDITORIAL", "A mistake"),
        );
        // Live for an hour, withdrawn for an hour, back by hand; and again, back by the clock.
        app.clock.advance(HOUR);
        people.done(Role::DutyEditor, &first, &mut work).await;
        app.clock.advance(HOUR);
        people
            .done(Role::DutyEditor, &work.publish(), &mut work)
            .await;
        app.clock.advance(HOUR);
        people.done(Role::DutyEditor, &second, &mut work).await;
        people.save(Role::Reporter, &mut work, "Ferry again").await;
        people.done(Role::Reporter, &work.submit(), &mut work).await;
        people
            .done(Role::DutyEditor, &work.approve(), &mut work)
            .await;
        let back = START.plus_ms(4 * HOUR);
        let plan = work.schedule(&format!("{{ instant: \"{back}\" }}"));
        people.done(Role::DutyEditor, &plan, &mut work).await;
        let planned = at_address(&people, &path, back).await;
        app.clock.set(back);
        masthead::worker::tick(&app.app).await.unwrap();
        app.clock.advance(HOUR);

        let at = async |hours: i64| {
            at_address(&people, &path, START.plus_ms(hours * HOUR + HOUR / 2)).await
        };
        let story = |headline: &str| json!({ "__typename": "Article", "headline": headline });
        let gone = |status: i32, notice: &str| json!({ "__typename": "Gone", "status": status, "notice": notice });
        assert_eq!(planned, story("Ferry again"));
        assert_eq!(at(0).await, story("Ferry"));
        assert_eq!(at(1).await, gone(451, "By order of a court"));
        assert_eq!(at(2).await, story("Ferry"));
        assert_eq!(at(3).await, gone(410, "A mistake"));
        assert_eq!(at(4).await, story("Ferry again"));
        assert_eq!(at(-1).await, Json::Null);
    }
);
