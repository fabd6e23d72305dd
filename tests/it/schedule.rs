//! What is planned: on the second for readers, announced once, whatever the workers do.

use masthead::app::Call;
use masthead::articles::{self, StoryKey};
use masthead::fronts::{self, PinInput};
use masthead::platform::clock::Instant;
use masthead::platform::ids::FrontId;
use masthead::policy::{Actor, Role};
use masthead::vocabulary::HeadlineEmphasis;
use masthead::worker;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::front_desk::home;
use crate::support::people::{People, Work};
use crate::support::{Newsroom, START, TestApp, both};

use Role::{DutyEditor, Editor, Reporter};

/// 12:00 in Kyiv, an hour and two minutes after the start.
const NOON: &str = "{ local: { time: \"2026-07-11T12:00\" } }";

fn noon() -> Instant {
    Instant::parse("2026-07-11T09:00:00Z").unwrap()
}

async fn read(app: &TestApp, work: &Work) -> Option<String> {
    let reader = Call::new(&app.app, Actor::Anonymous, "test".to_owned());
    let key = StoryKey::Id(work.article.parse().unwrap());
    let story = articles::story(&reader, "uk".parse().unwrap(), &key)
        .await
        .unwrap();
    story.map(|story| story.content.headline.clone())
}

async fn count(app: &TestApp, sql: &str) -> i64 {
    let conn = app.app.db.reader();
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by(0).unwrap()
}

const PUBLISHED: &str = "SELECT COUNT(*) FROM events WHERE kind = 'ARTICLE_PUBLISHED'";

async fn desk_states(people: &People<'_>, work: &Work) -> (String, String) {
    let data = people
        .read(
            Reporter,
            &format!(
                "{{ desk {{ translation(id: {:?}) {{ draftState liveState }} }} }}",
                work.id
            ),
        )
        .await;
    let one = &data["desk"]["translation"];
    let text = |field: &str| one[field].as_str().unwrap().to_owned();
    (text("draftState"), text("liveState"))
}

both!(
    a_planned_story_is_there_on_the_second_with_no_worker_at_all,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Noon").await;

        let planned = people
            .done(DutyEditor, &work.schedule(NOON), &mut work)
            .await;

        assert_eq!(planned["translation"]["draftState"], "SCHEDULED");
        let schedule = &planned["translation"]["schedule"];
        assert_eq!(
            schedule,
            &json!({ "instant": "2026-07-11T09:00:00Z", "local": "2026-07-11T12:00", "timeZone": "Europe/Kyiv", "action": "PUBLISH", "revision": 3 })
        );
        app.clock.set(noon().plus_ms(-1));
        assert_eq!(read(&app, &work).await, None);
        assert_eq!(
            desk_states(&people, &work).await,
            ("SCHEDULED".to_owned(), "NEVER_PUBLISHED".to_owned())
        );
        app.clock.set(noon());
        assert_eq!(read(&app, &work).await.as_deref(), Some("Noon"));
        assert_eq!(
            desk_states(&people, &work).await,
            ("NONE".to_owned(), "LIVE".to_owned())
        );
        assert_eq!(count(&app, PUBLISHED).await, 0);

        // The process was not there at noon; it comes back ten minutes later.
        app.clock.advance(600_000);
        assert_eq!(worker::tick(&app.app).await.unwrap(), 1);
        assert_eq!(worker::tick(&app.app).await.unwrap(), 0);

        assert_eq!(count(&app, PUBLISHED).await, 1);
        let story = app.read("{ edition(locale: \"uk\") { recentNews(first: 1) { nodes { publishedAt { instant } } } } }", json!({})).await;
        assert_eq!(
            story["edition"]["recentNews"]["nodes"][0]["publishedAt"]["instant"],
            "2026-07-11T09:00:00Z"
        );
        let drafts = "SELECT COUNT(*) FROM drafts";
        assert_eq!(count(&app, drafts).await, 0);
        let by_itself = "SELECT COUNT(*) FROM audit WHERE action = 'translationGoLive' AND actor_kind = 'SYSTEM'";
        assert_eq!(count(&app, by_itself).await, 1);
    }
);

both!(two_nodes_announce_once, Newsroom::Small, |app| {
    let people = People::of(&app).await;
    for number in 0..5 {
        let mut work = people.approved(&format!("Noon {number}")).await;
        people
            .done(DutyEditor, &work.schedule(NOON), &mut work)
            .await;
    }
    let other = app.another_node().await;
    app.clock.set(noon());

    let (one, two) = tokio::join!(worker::tick(&app.app), worker::tick(&other));

    one.unwrap();
    two.unwrap();
    assert_eq!(count(&app, PUBLISHED).await, 5);
});

both!(
    whoever_acts_before_the_worker_finds_the_story_live_and_announced,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Noon").await;
        people
            .done(DutyEditor, &work.schedule(NOON), &mut work)
            .await;
        app.clock.set(noon());
        work.version += 1;

        people.save(Reporter, &mut work, "Later").await;
        worker::tick(&app.app).await.unwrap();

        assert_eq!(
            desk_states(&people, &work).await,
            ("DRAFT".to_owned(), "LIVE".to_owned())
        );
        assert_eq!(count(&app, PUBLISHED).await, 1);
        assert_eq!(read(&app, &work).await.as_deref(), Some("Noon"));
        let person = "SELECT COUNT(*) FROM audit WHERE action = 'translationGoLive' AND actor_kind <> 'SYSTEM'";
        assert_eq!(count(&app, person).await, 0);
    }
);

both!(
    a_worker_that_runs_announces_when_its_clock_says_so_and_rests_when_told,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Noon").await;
        people
            .done(DutyEditor, &work.schedule(NOON), &mut work)
            .await;
        let (rest, stops) = tokio::sync::watch::channel(false);
        let worker = tokio::spawn(worker::run(std::sync::Arc::clone(&app.app), stops));

        app.clock.set(noon());
        while count(&app, PUBLISHED).await == 0 {
            // The round may have begun a moment before the clock was set.
            app.clock.advance(1_000);
            tokio::task::yield_now().await;
        }
        rest.send_replace(true);
        worker.await.unwrap();

        assert_eq!(count(&app, PUBLISHED).await, 1);
    }
);

/// A story that is held at a position of a front and has gone off by plan, with its front.
async fn gone_off(app: &TestApp, people: &People<'_>) -> (Work, FrontId) {
    let front = home(app, &["top"]).await.parse().unwrap();
    let mut work = people.approved("Noon").await;
    let both = format!("at: {NOON}, unpublishAt: {{ instant: \"2026-07-11T10:00:00Z\" }}");
    people
        .done(DutyEditor, &work.schedule_with(&both), &mut work)
        .await;
    let call = people.call(DutyEditor).await;
    let held = fronts::fronts(&call).await.unwrap();
    let pin = PinInput {
        zone_key: "top".to_owned(),
        position: 1,
        article: work.article.parse().unwrap(),
        headline: None,
        image: None,
        emphasis: HeadlineEmphasis::Normal,
        sublinks: Vec::new(),
        starts_at: None,
        expires_at: None,
    };
    let version = held.get(front).unwrap().version;
    fronts::pin(&call, front, version, pin).await.unwrap();
    app.clock
        .set(Instant::parse("2026-07-11T10:00:00Z").unwrap());
    (work, front)
}

both!(
    a_story_that_goes_off_by_plan_gives_its_position_back,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let (_, front) = gone_off(&app, &people).await;

        assert_eq!(worker::tick(&app.app).await.unwrap(), 1);

        let call = people.call(DutyEditor).await;
        assert_eq!(fronts::planned_pins(&call, front).await.unwrap(), []);
    }
);

both!(
    it_does_so_too_when_an_editor_comes_before_the_worker_and_brings_it_back,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let (mut work, front) = gone_off(&app, &people).await;
        work.version += 2;
        people.save(Reporter, &mut work, "Later").await;
        app.clock.advance(1);
        people.done(DutyEditor, &work.publish(), &mut work).await;
        assert_eq!(worker::tick(&app.app).await.unwrap(), 0);

        worker::sweep(&app.app).await.unwrap();

        assert_eq!(read(&app, &work).await.as_deref(), Some("Later"));
        let call = people.call(DutyEditor).await;
        assert_eq!(fronts::planned_pins(&call, front).await.unwrap(), []);
        let freed = "SELECT COUNT(*) FROM audit WHERE action = 'frontFree'";
        assert_eq!(count(&app, freed).await, 1);
    }
);

both!(
    a_moment_taken_back_or_an_edit_leaves_nothing_for_readers,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut taken_back = people.approved("Taken back").await;
        people
            .done(DutyEditor, &taken_back.schedule(NOON), &mut taken_back)
            .await;
        let mut edited = people.approved("Edited").await;
        people
            .done(DutyEditor, &edited.schedule(NOON), &mut edited)
            .await;

        let back = people
            .done(
                DutyEditor,
                &taken_back.plain("translationUnschedule"),
                &mut taken_back,
            )
            .await;
        let written = people.save(Reporter, &mut edited, "Other words").await;

        assert_eq!(
            (
                &back["translation"]["draftState"],
                &back["translation"]["schedule"]
            ),
            (&json!("APPROVED"), &json!(null))
        );
        assert_eq!(written["translation"]["draftState"], "DRAFT");
        app.clock.set(noon());
        assert_eq!(read(&app, &taken_back).await, None);
        assert_eq!(read(&app, &edited).await, None);
        assert_eq!(worker::tick(&app.app).await.unwrap(), 0);
        let nothing = people
            .refused(DutyEditor, &taken_back.plain("translationUnschedule"))
            .await;
        assert_eq!(nothing["__typename"], "TransitionError");
    }
);

both!(
    a_reviewers_last_fix_is_what_goes_out,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Noon").await;
        people
            .done(DutyEditor, &work.schedule(NOON), &mut work)
            .await;

        let fixed = people.save(Editor, &mut work, "High noon").await;
        let slug = format!(
            "translationChangeSlug(id: {:?}, slug: \"high-noon\") {{ userErrors {{ message }} }}",
            work.id
        );
        people.mutate(Reporter, &slug).await;

        assert_eq!(fixed["translation"]["draftState"], "SCHEDULED");
        app.clock.set(noon());
        assert_eq!(read(&app, &work).await.as_deref(), Some("High noon"));
        let url = app
            .read(
                "{ edition(locale: \"uk\") { recentNews(first: 1) { nodes { url } } } }",
                json!({}),
            )
            .await;
        let url = url["edition"]["recentNews"]["nodes"][0]["url"]
            .as_str()
            .unwrap();
        assert!(url.ends_with("-high-noon"), "{url}");
        worker::tick(&app.app).await.unwrap();
        assert_eq!(
            count(
                &app,
                "SELECT COUNT(*) FROM slugs WHERE slug = 'high-noon' AND state = 'LIVE'"
            )
            .await,
            1
        );
    }
);

both!(
    a_planned_update_leaves_the_live_text_until_its_moment,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Before").await;
        people.done(DutyEditor, &work.publish(), &mut work).await;
        people.save(Reporter, &mut work, "After").await;
        people.done(Reporter, &work.submit(), &mut work).await;
        people.done(DutyEditor, &work.approve(), &mut work).await;
        people
            .done(DutyEditor, &work.schedule(NOON), &mut work)
            .await;
        // A note on the live text changes nothing about the plan.
        let issue = format!(
            "correctionIssue(translationId: {:?}, input: {{ kind: CLARIFICATION, text: {{ spans: [{{ text: \"Clear.\" }}] }}, publishDraft: false, expectedVersion: {} }}) {{ userErrors {{ message }} }}",
            work.id, work.version
        );
        assert_eq!(people.mutate(Editor, &issue).await["userErrors"], json!([]));

        app.clock.set(noon().plus_ms(-1));
        assert_eq!(read(&app, &work).await.as_deref(), Some("Before"));
        app.clock.set(noon());
        assert_eq!(read(&app, &work).await.as_deref(), Some("After"));
        worker::tick(&app.app).await.unwrap();

        assert_eq!(
            count(
                &app,
                "SELECT COUNT(*) FROM events WHERE kind = 'ARTICLE_UPDATED'"
            )
            .await,
            2
        );
        let first = people
            .read(
                Reporter,
                &format!(
                    "{{ desk {{ translation(id: {:?}) {{ firstPublishedAt lastPublishedAt }} }} }}",
                    work.id
                ),
            )
            .await;
        assert_eq!(
            first["desk"]["translation"]["firstPublishedAt"],
            START.to_string()
        );
        assert_eq!(
            first["desk"]["translation"]["lastPublishedAt"],
            noon().to_string()
        );
    }
);

both!(
    a_planned_takedown_answers_410_from_its_second_on,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Short").await;
        let both = format!("at: {NOON}, unpublishAt: {{ instant: \"2026-07-11T10:00:00Z\" }}");
        people
            .done(DutyEditor, &work.schedule_with(&both), &mut work)
            .await;
        app.clock.set(noon());
        worker::tick(&app.app).await.unwrap();
        let next = people
            .read(
                Reporter,
                &format!(
                    "{{ desk {{ translation(id: {:?}) {{ schedule {{ action instant }} }} }} }}",
                    work.id
                ),
            )
            .await;
        assert_eq!(
            next["desk"]["translation"]["schedule"],
            json!({ "action": "UNPUBLISH", "instant": "2026-07-11T10:00:00Z" })
        );

        app.clock.set(noon().plus_ms(3_600_000));

        assert_eq!(read(&app, &work).await, None);
        let gone = "query($path: String!) { edition(locale: \"uk\") { resolve(path: $path) { __typename ... on Gone { status } } } }";
        let path = "/news/2026/07/11/1-short";
        let answer = app.read(gone, json!({ "path": path })).await;
        assert_eq!(
            answer["edition"]["resolve"],
            json!({ "__typename": "Gone", "status": 410 })
        );
        assert_eq!(desk_states(&people, &work).await.1, "UNPUBLISHED");
        assert_eq!(worker::tick(&app.app).await.unwrap(), 1);
        assert_eq!(
            count(
                &app,
                "SELECT COUNT(*) FROM events WHERE kind = 'ARTICLE_UNPUBLISHED'"
            )
            .await,
            1
        );
    }
);

both!(
    a_takedown_calls_off_what_is_planned_and_says_so,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Before").await;
        people.done(DutyEditor, &work.publish(), &mut work).await;
        people.save(Reporter, &mut work, "After").await;
        people.done(Reporter, &work.submit(), &mut work).await;
        people.done(DutyEditor, &work.approve(), &mut work).await;
        people
            .done(DutyEditor, &work.schedule(NOON), &mut work)
            .await;

        let down = people.done(DutyEditor, &work.take_down(), &mut work).await;

        assert_eq!(down["effects"]["cancelledSchedules"], 1);
        assert_eq!(down["translation"]["draftState"], "APPROVED");
        app.clock.set(noon());
        assert_eq!(read(&app, &work).await, None);
    }
);

both!(
    wall_clocks_of_both_change_days_are_understood,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let work = people.approved("Clock").await;
        let local = |time: &str, more: &str| format!("{{ local: {{ time: {time:?}{more} }} }}");

        let never = people
            .refused(DutyEditor, &work.schedule(&local("2027-03-28T03:30", "")))
            .await;
        let twice = people
            .refused(DutyEditor, &work.schedule(&local("2026-10-25T03:30", "")))
            .await;
        let past = people
            .refused(DutyEditor, &work.schedule(&local("2026-07-11T10:58", "")))
            .await;
        let early = people
            .refused(
                DutyEditor,
                &work.schedule_with(&format!("at: {NOON}, unpublishAt: {NOON}")),
            )
            .await;

        assert_eq!(never["__typename"], "LocalTimeError");
        assert_eq!(never["path"], json!(["input", "at"]));
        assert_eq!(
            (&never["problem"], &never["candidates"]),
            (
                &json!("NONEXISTENT"),
                &json!(["2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"])
            )
        );
        assert_eq!(
            (&twice["problem"], &twice["candidates"]),
            (
                &json!("AMBIGUOUS"),
                &json!(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])
            )
        );
        assert_eq!(
            (&past["problem"], &past["candidates"]),
            (&json!("PAST"), &json!([]))
        );
        assert_eq!(early["path"], json!(["input", "unpublishAt"]));
        for (choice, instant) in [
            ("EARLIER", "2026-10-25T00:30:00Z"),
            ("LATER", "2026-10-25T01:30:00Z"),
        ] {
            let mut work = people.approved(choice).await;
            let at = local("2026-10-25T03:30", &format!(", onAmbiguous: {choice}"));
            let planned = people
                .done(DutyEditor, &work.schedule(&at), &mut work)
                .await;
            assert_eq!(planned["translation"]["schedule"]["instant"], instant);
            assert_eq!(
                planned["translation"]["schedule"]["local"],
                "2026-10-25T03:30"
            );
            app.clock.set(Instant::parse(instant).unwrap().plus_ms(-1));
            assert_eq!(read(&app, &work).await, None);
            app.clock.set(Instant::parse(instant).unwrap());
            assert!(read(&app, &work).await.is_some());
            app.clock.set(START);
        }
    }
);

both!(
    the_calendar_shows_what_is_planned_in_as_many_statements_however_much_it_is,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let query = "{ desk { schedule(from: \"2026-07-11T00:00:00Z\", to: \"2026-07-12T00:00:00Z\") { action instant revision scheduledBy { displayName } translation { locale article { number } schedule { instant scheduledBy { displayName } } } } } }";
        let board = "{ desk { articles(sort: SCHEDULED_ASC) { edges { node { number } } } } }";
        let both = format!("at: {NOON}, unpublishAt: {{ instant: \"2026-07-11T10:00:00Z\" }}");
        let mut work = people.approved("First").await;
        people
            .done(DutyEditor, &work.schedule_with(&both), &mut work)
            .await;
        // What is held in memory is there after the first time.
        people.read(Reporter, query).await;
        let (one, few) = app.statements(people.read(Reporter, query)).await;
        let (_, few_of_board) = app.statements(people.read(Reporter, board)).await;
        for number in 0..4 {
            let mut work = people.approved(&format!("Noon {number}")).await;
            people
                .done(DutyEditor, &work.schedule(NOON), &mut work)
                .await;
        }

        people.read(Reporter, query).await;
        let (many, more) = app.statements(people.read(Reporter, query)).await;
        let (listed, more_of_board) = app.statements(people.read(Reporter, board)).await;

        let actions = |data: &serde_json::Value| {
            data["desk"]["schedule"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["action"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(actions(&one), ["PUBLISH", "UNPUBLISH"]);
        assert_eq!(
            actions(&many),
            [
                "PUBLISH",
                "PUBLISH",
                "PUBLISH",
                "PUBLISH",
                "PUBLISH",
                "UNPUBLISH"
            ]
        );
        assert_eq!(
            one["desk"]["schedule"][0]["scheduledBy"]["displayName"],
            "Duty editor"
        );
        assert_eq!(
            listed["desk"]["articles"]["edges"]
                .as_array()
                .unwrap()
                .len(),
            5
        );
        assert_eq!((few, few_of_board), (more, more_of_board));
        let long = people.ask(Reporter, "{ desk { schedule(from: \"2026-07-01T00:00:00Z\", to: \"2026-09-01T00:00:00Z\") { instant } } }", json!({})).await;
        assert_eq!(long["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }
);
