//! Embargoes: nothing goes out before their end, and few know of the story.

use masthead::policy::Role;
use serde_json::{Value as Json, json};

use crate::support::people::{People, Work};
use crate::support::{Newsroom, both};

use Role::{Administrator, DutyEditor, Editor, FrontEditor, Reporter, Translator};

/// The end of the embargo, an hour after the start.
const END: &str = "2026-07-11T08:58:00Z";

fn embargo(work: &Work, until: &str) -> String {
    let until = match until {
        "" => "null".to_owned(),
        until => format!("{until:?}"),
    };
    format!(
        "articleSetEmbargo(id: {:?}, until: {until}, note: \"the minister asks\") {{ article {{ embargoUntil embargoNote version }} cancelledSchedules {{ action instant translation {{ draftState }} }} userErrors {{ __typename path }} }}",
        work.article
    )
}

both!(
    nothing_goes_out_before_the_end_of_an_embargo_unless_somebody_may_override_it,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Secret").await;
        let set = people.mutate(DutyEditor, &embargo(&work, END)).await;
        assert_eq!(
            set["article"],
            json!({ "embargoUntil": END, "embargoNote": "the minister asks", "version": 2 })
        );

        let blocked = people.refused(DutyEditor, &work.publish()).await;
        let too_soon = people
            .refused(
                DutyEditor,
                &work.schedule("{ instant: \"2026-07-11T08:57:59Z\" }"),
            )
            .await;
        assert_eq!(
            blocked["checks"],
            json!([{ "code": "EMBARGOED", "severity": "BLOCKER" }])
        );
        assert_eq!(too_soon["checks"][0]["code"], "EMBARGOED");
        let at_the_end = format!("{{ instant: {END:?} }}");
        people
            .done(DutyEditor, &work.schedule(&at_the_end), &mut work)
            .await;
        people
            .done(DutyEditor, &work.plain("translationUnschedule"), &mut work)
            .await;
        people.done(Administrator, &work.publish(), &mut work).await;

        let live = people.mutate(DutyEditor, &embargo(&work, END)).await;
        assert_eq!(live["userErrors"][0]["__typename"], "TransitionError");
    }
);

both!(
    a_later_embargo_calls_off_what_is_planned_before_its_end,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Secret").await;
        let at_the_end = format!("{{ instant: {END:?} }}");
        people
            .done(DutyEditor, &work.schedule(&at_the_end), &mut work)
            .await;

        let same = people.mutate(DutyEditor, &embargo(&work, END)).await;
        let later = people
            .mutate(DutyEditor, &embargo(&work, "2026-07-11T09:58:00Z"))
            .await;
        let past = people
            .mutate(DutyEditor, &embargo(&work, "2026-07-11T07:00:00Z"))
            .await;
        let lifted = people.mutate(DutyEditor, &embargo(&work, "")).await;

        assert_eq!(same["cancelledSchedules"], json!([]));
        assert_eq!(later["cancelledSchedules"][0]["instant"], END);
        assert_eq!(past["userErrors"][0]["path"], json!(["until"]));
        assert_eq!(lifted["article"]["embargoNote"], Json::Null);
        let state = people.read(DutyEditor, &format!("{{ desk {{ translation(id: {:?}) {{ draftState schedule {{ instant }} }} }} }}", work.id)).await;
        assert_eq!(
            state["desk"]["translation"],
            json!({ "draftState": "APPROVED", "schedule": null })
        );
    }
);

both!(few_know_of_a_story_under_embargo, Newsroom::Small, |app| {
    let people = People::of(&app).await;
    let mut work = people.create(Reporter, "Secret").await;
    people.mutate(DutyEditor, &embargo(&work, END)).await;
    people.done(Reporter, &work.submit(), &mut work).await;
    let seen = async |role| {
        let query = format!(
            "{{ node(id: {:?}) {{ id }} desk {{ article(id: {:?}) {{ id }} translation(id: {:?}) {{ id }} articles {{ totalCount edges {{ node {{ id }} }} }} sections {{ articleCount }} schedule(from: \"2026-07-11T00:00:00Z\", to: \"2026-07-12T00:00:00Z\") {{ instant }} }} }}",
            work.article, work.article, work.id
        );
        people.read(role, &query).await
    };
    let knows = |data: &Json| !data["desk"]["article"].is_null();
    let sections = |data: &Json| {
        data["desk"]["sections"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["articleCount"].as_i64().unwrap())
            .sum::<i64>()
    };

    for role in [Reporter, Editor, DutyEditor, Administrator] {
        assert!(knows(&seen(role).await), "{role:?}");
    }
    for role in [Translator, FrontEditor] {
        let data = seen(role).await;
        assert_eq!(data["node"], Json::Null, "{role:?}");
        assert_eq!(data["desk"]["article"], Json::Null);
        assert_eq!(data["desk"]["translation"], Json::Null);
        assert_eq!(
            data["desk"]["articles"],
            json!({ "totalCount": 0, "edges": [] })
        );
        assert_eq!(sections(&data), 0);
    }
    let unseen = people.refused(Translator, &work.submit()).await;
    assert_eq!(unseen["__typename"], "NotFoundError");

    // A reviewer asked knows of it.
    let viewer = people
        .read(Translator, "{ viewer { account { id } } }")
        .await;
    let back = people
        .done(Editor, &work.send_back("again"), &mut work.clone())
        .await;
    assert_eq!(back["translation"]["draftState"], "CHANGES_REQUESTED");
    let ask = format!(
        "translationSubmit(id: {:?}, expectedVersion: {}, input: {{ reviewerId: {} }})",
        work.id, work.version, viewer["viewer"]["account"]["id"]
    );
    people.done(Reporter, &ask, &mut work.clone()).await;
    assert!(knows(&seen(Translator).await));
    assert!(!knows(&seen(FrontEditor).await));

    // And at its end everybody does.
    app.clock.advance(3_600_000);
    assert!(knows(&seen(FrontEditor).await));
});

both!(
    who_looks_ahead_is_not_shown_what_an_embargo_keeps_from_them,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Secret").await;
        people.mutate(DutyEditor, &embargo(&work, END)).await;
        let at_the_end = format!("{{ instant: {END:?} }}");
        people
            .done(DutyEditor, &work.schedule(&at_the_end), &mut work)
            .await;
        let rail = format!(
            "{{ edition(locale: \"uk\", asOf: {END:?}) {{ recentNews(first: 10) {{ totalCount nodes {{ headline }} }} }} }}"
        );
        let seen = async |role| {
            let data = people.read(role, &rail).await;
            data["edition"]["recentNews"]["totalCount"]
                .as_i64()
                .unwrap()
        };

        assert_eq!(seen(DutyEditor).await, 1);
        assert_eq!(seen(FrontEditor).await, 0);

        // At its end everybody may look further ahead.
        app.clock.advance(3_600_000);
        assert_eq!(seen(FrontEditor).await, 1);
    }
);
