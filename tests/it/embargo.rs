//! Embargoes: nothing goes out before their end, and few know of the story.

use masthead::policy::{Permission, Role};
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

/// A program that may do all but know of embargoes.
async fn outsider(people: &People<'_>) -> String {
    let may = Permission::ALL.iter().filter(|one| {
        !matches!(
            one,
            Permission::EmbargoRead | Permission::AdsManage | Permission::AdsApprove
        )
    });
    let names: Vec<_> = may.map(|one| one.as_str()).collect();
    let field = format!(
        "apiTokenCreate(input: {{ name: \"Outsider\", permissions: [{}] }}) {{ secret userErrors {{ message }} }}",
        names.join(", ")
    );
    let made = people.mutate(Administrator, &field).await;
    made["secret"].as_str().unwrap().to_owned()
}

/// Lists, counts, searches, queues, the calendar, fronts and the trail.
const EVERYWHERE: &str = "{
    desk {
        articles { totalCount edges { node { id } } }
        found: articles(filter: { query: \"zebrafinch\" }) { totalCount edges { node { id } } }
        planned: articles(sort: SCHEDULED_ASC) { totalCount edges { node { id } } }
        sections { id articleCount }
        tags { edges { node { id usage { articles liveArticles } } } }
        schedule(from: \"2026-07-11T00:00:00Z\", to: \"2026-07-12T00:00:00Z\") { instant }
        drafts: queue(kind: MY_DRAFTS) { totalCount edges { node { id } } }
        review: queue(kind: TO_REVIEW) { totalCount edges { node { id } } }
        approve: queue(kind: TO_APPROVE) { totalCount edges { node { id } } }
        changes: queue(kind: CHANGES_REQUESTED) { totalCount edges { node { id } } }
        scheduled: queue(kind: SCHEDULED) { totalCount edges { node { id } } }
        missing: queue(kind: MISSING_TRANSLATIONS, locale: \"en\") { totalCount edges { node { id } } }
        front(key: \"home\", locale: \"uk\") { zones { pins { id } } }
    }
    admin { audit(first: 100) { edges { cursor node { id action subjectId subjectLabel } } pageInfo { hasNextPage endCursor } } }
    edition(locale: \"uk\", asOf: \"2026-07-11T12:00:00Z\") {
        recentNews(first: 10) { totalCount nodes { headline } }
        front { zones { items { headline } } } }
}";

/// Changes what the languages of a new story share.
async fn share(people: &People<'_>, work: &Work, facts: &str) {
    let share = format!(
        "articleUpdate(id: {:?}, expectedVersion: 1, input: {{ {facts} }}) {{ userErrors {{ message }} }}",
        work.article
    );
    assert_eq!(
        people.mutate(DutyEditor, &share).await["userErrors"],
        json!([])
    );
}

both!(
    to_an_outsider_nothing_says_that_there_is_a_story_under_embargo,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let token = outsider(&people).await;
        let tag = "tagCreate(input: { kind: TOPIC, names: [{ locale: \"uk\", text: \"Birds\" }] }) { tag { id } }";
        let tag = people.mutate(DutyEditor, tag).await["tag"]["id"].clone();
        let before = app.desk(&token, EVERYWHERE, json!({})).await;

        let mut work = people.approved("Zebrafinch").await;
        share(
            &people,
            &work,
            &format!("tagIds: [{tag}], slugline: \"zebrafinch\""),
        )
        .await;
        people.mutate(DutyEditor, &embargo(&work, END)).await;
        let at_the_end = format!("{{ instant: {END:?} }}");
        people
            .done(DutyEditor, &work.schedule(&at_the_end), &mut work)
            .await;
        let lock = format!(
            "lockAcquire(translationId: {:?}) {{ lock {{ isMine }} }}",
            work.id
        );
        assert_eq!(people.mutate(Reporter, &lock).await["lock"]["isMine"], true);
        let remark = format!(
            "commentAdd(translationId: {:?}, input: {{ text: \"sings\" }}) {{ comment {{ id }} }}",
            work.id
        );
        let remark = people.mutate(Reporter, &remark).await;
        let thread = remark["comment"]["id"].as_str().unwrap().to_owned();
        let revisions = format!(
            "{{ desk {{ translation(id: {:?}) {{ revisions {{ edges {{ node {{ id }} }} }} }} }} }}",
            work.id
        );
        let kept = people.read(Reporter, &revisions).await;
        let kept = &kept["desk"]["translation"]["revisions"]["edges"][0]["node"]["id"];

        let after = app.desk(&token, EVERYWHERE, json!({})).await;
        assert_eq!(before, after);

        let ids = format!("[{:?}, {:?}, {thread:?}, {kept}]", work.article, work.id);
        let by_id = format!(
            "{{ nodes(ids: {ids}) {{ id }} desk {{ article(id: {:?}) {{ id presence {{ mode }} audit {{ edges {{ node {{ id }} }} }} }} translation(id: {:?}) {{ id lock {{ isMine }} comments {{ edges {{ node {{ id }} }} }} }} }} }}",
            work.article, work.id
        );
        let by_id = app.desk(&token, &by_id, json!({})).await;
        assert_eq!(
            by_id,
            json!({ "nodes": [null, null, null, null], "desk": { "article": null, "translation": null } })
        );
        let trail = format!(
            "{{ admin {{ audit(filter: {{ subjectId: {:?} }}) {{ edges {{ node {{ id }} }} }} }} }}",
            work.id
        );
        let trail = app.desk(&token, &trail, json!({})).await;
        assert_eq!(trail["admin"]["audit"]["edges"], json!([]));
        let entry = people
            .read(Administrator, "{ admin { audit(first: 1, filter: { actions: [\"articleSetEmbargo\"] }) { edges { node { id subjectLabel } } } } }")
            .await;
        let entry = &entry["admin"]["audit"]["edges"][0]["node"];
        assert!(
            entry["subjectLabel"]
                .as_str()
                .unwrap()
                .contains("zebrafinch")
        );
        let node = format!("{{ node(id: {}) {{ id }} }}", entry["id"]);
        assert_eq!(app.desk(&token, &node, json!({})).await["node"], Json::Null);
        let word = "{ desk { slugPreview(text: \"Zebrafinch\", locale: \"uk\") { isFree takenBy { title url } } } }";
        let word = app.desk(&token, word, json!({})).await;
        assert_eq!(
            word["desk"]["slugPreview"],
            json!({ "isFree": false, "takenBy": { "title": "", "url": null } })
        );
        // The trail is the same from its other end, and complete for whoever may know.
        app.clock.advance(3_600_000);
        let then = app.desk(&token, EVERYWHERE, json!({})).await;
        assert_eq!(then["desk"]["articles"]["totalCount"], 1);
        assert!(then.to_string().contains("zebrafinch"));
    }
);

both!(
    an_outsider_can_do_nothing_to_a_story_under_embargo,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let token = outsider(&people).await;
        let mut work = people.approved("Zebrafinch").await;
        people.mutate(DutyEditor, &embargo(&work, END)).await;
        let at_the_end = format!("{{ instant: {END:?} }}");
        people
            .done(DutyEditor, &work.schedule(&at_the_end), &mut work)
            .await;
        let remark = format!(
            "commentAdd(translationId: {:?}, input: {{ text: \"sings\" }}) {{ comment {{ id }} }}",
            work.id
        );
        let remark = people.mutate(Reporter, &remark).await;
        let thread = &remark["comment"]["id"];
        let (story, text, version) = (&work.article, &work.id, work.version);
        let unpublish = "input: { reason: EDITORIAL, note: \"why\" }";
        let tries = [
            format!(
                "articleUpdate(id: {story:?}, expectedVersion: 2, input: {{ slugline: \"x\" }})"
            ),
            format!(
                "articlePublish(id: {story:?}, input: {{ locales: [{{ locale: \"uk\", expectedVersion: {version} }}] }})"
            ),
            format!(
                "articleUnpublish(id: {story:?}, input: {{ locales: [\"uk\"], details: {{ reason: EDITORIAL, note: \"why\" }} }})"
            ),
            format!("articleTrash(id: {story:?})"),
            format!("articleSetEmbargo(id: {story:?}, until: null)"),
            format!("translationCreate(articleId: {story:?}, input: {{ locale: \"en\" }})"),
            format!(
                "translationSave(id: {text:?}, expectedVersion: {version}, input: {{ headline: \"x\" }})"
            ),
            format!(
                "translationPatchBlocks(id: {text:?}, expectedVersion: {version}, operations: [])"
            ),
            format!("translationChangeSlug(id: {text:?}, slug: \"x\")"),
            format!("translationPublish(id: {text:?}, expectedVersion: {version})"),
            format!("translationUnpublish(id: {text:?}, {unpublish})"),
            format!("translationSubmit(id: {text:?}, expectedVersion: {version})"),
            format!("translationRequestChanges(id: {text:?}, note: \"x\")"),
            format!("translationApprove(id: {text:?}, expectedVersion: {version})"),
            format!("translationArchive(id: {text:?})"),
            format!("translationUnarchive(id: {text:?})"),
            format!("translationDiscardDraft(id: {text:?}, expectedVersion: {version})"),
            format!("translationRevert(id: {text:?}, expectedVersion: {version}, toRevision: 1)"),
            format!("translationRelist(id: {text:?}, listedAt: {END:?}, reason: \"x\")"),
            format!(
                "translationSchedule(id: {text:?}, expectedVersion: {version}, input: {{ at: {at_the_end} }})"
            ),
            format!("translationUnschedule(id: {text:?})"),
            format!("translationMarkCurrent(id: {text:?}, sourceRevision: 1)"),
            format!("lockAcquire(translationId: {text:?})"),
            format!("lockRenew(translationId: {text:?})"),
            format!("lockRelease(translationId: {text:?})"),
            format!("lockBreak(translationId: {text:?}, reason: \"x\")"),
            format!("commentAdd(translationId: {text:?}, input: {{ text: \"x\" }})"),
            format!("commentReply(commentId: {thread}, text: \"x\")"),
            format!("commentResolve(commentId: {thread})"),
            format!("commentReopen(commentId: {thread})"),
            format!(
                "correctionIssue(translationId: {text:?}, input: {{ kind: UPDATE, text: {{ spans: [{{ text: \"x\" }}] }}, expectedVersion: {version} }})"
            ),
            format!("previewLinkCreate(translationId: {text:?})"),
            format!(
                "redirectCreate(input: {{ fromPath: \"/old\", to: {{ translationId: {text:?} }} }})"
            ),
        ];

        for field in tries {
            let document =
                format!("mutation {{ done: {field} {{ userErrors {{ __typename }} }} }}");
            let payload = app.payload(&token, &document, json!({})).await;
            assert_eq!(
                payload["userErrors"],
                json!([{ "__typename": "NotFoundError" }]),
                "{field}"
            );
        }
    }
);

const HOME_PINS: &str = "{ desk { front(key: \"home\", locale: \"uk\") { id version zones { key pins { id article { id } } } } } }";

both!(
    a_story_under_embargo_is_kept_secret_where_other_things_name_it,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let token = outsider(&people).await;
        let (work, other) = (
            people.approved("Zebrafinch").await,
            people.create(Reporter, "Ferry").await,
        );
        people.mutate(DutyEditor, &embargo(&work, END)).await;
        let front = crate::front_desk::home(&app, &["lead"]).await;
        let pin = format!(
            "frontPin(frontId: {front:?}, expectedVersion: 1, input: {{ zoneKey: \"lead\", position: 1, articleId: {:?} }}) {{ userErrors {{ message }} }}",
            work.article
        );
        assert_eq!(
            people.mutate(DutyEditor, &pin).await["userErrors"],
            json!([])
        );
        let relate = format!(
            "articleUpdate(id: {:?}, expectedVersion: 1, input: {{ relatedIds: [{:?}], slugline: \"ferry\" }}) {{ userErrors {{ message }} }}",
            other.article, work.article
        );
        assert_eq!(
            people.mutate(DutyEditor, &relate).await["userErrors"],
            json!([])
        );

        let changes = "{ admin { audit(filter: { actions: [\"frontPin\", \"articleUpdate\"] }) { edges { node { changes { field after } } } } } }";
        let seen = app.desk(&token, changes, json!({})).await.to_string();
        let whole = people.read(Administrator, changes).await.to_string();
        assert!(
            !seen.contains(&work.article) && seen.contains("ferry"),
            "{seen}"
        );
        assert_eq!(whole.matches(&work.article).count(), 2, "{whole}");
        let related = format!(
            "{{ desk {{ article(id: {:?}) {{ related {{ id }} }} }} }}",
            other.article
        );
        let related = app.desk(&token, &related, json!({})).await;
        assert_eq!(related["desk"]["article"]["related"], json!([]));

        // Who arranges a front takes away nothing that they cannot see.
        let pins = app.desk(&token, HOME_PINS, json!({})).await;
        assert_eq!(pins["desk"]["front"]["zones"][0]["pins"], json!([]));
        let arrange = format!(
            "mutation {{ frontArrange(frontId: {front:?}, expectedVersion: 2, title: \"Home\", zones: [{{ zoneKey: \"lead\", size: 3, pins: [] }}]) {{ userErrors {{ message }} }} }}"
        );
        app.done(&token, &arrange, json!({})).await;
        let pins = people.read(DutyEditor, HOME_PINS).await;
        let pins = &pins["desk"]["front"]["zones"][0]["pins"];
        assert_eq!(pins[0]["article"]["id"], json!(work.article), "{pins}");
    }
);

both!(
    a_tag_of_a_story_under_embargo_stays_and_nobody_is_told_why,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let token = outsider(&people).await;
        let tag = "tagCreate(input: { kind: TOPIC, names: [{ locale: \"uk\", text: \"Birds\" }] }) { tag { id } }";
        let tag = people.mutate(DutyEditor, tag).await["tag"]["id"].clone();
        let work = people.create(Reporter, "Zebrafinch").await;
        share(&people, &work, &format!("tagIds: [{tag}]")).await;
        people.mutate(DutyEditor, &embargo(&work, END)).await;

        let retire = format!(
            "tagRetire(id: {tag}) {{ userErrors {{ __typename ... on InUseError {{ usage {{ articles liveArticles }} examples {{ id }} }} }} }}"
        );
        let document = format!("mutation {{ {retire} }}");
        let refused = app.payload(&token, &document, json!({})).await;
        let told = people.mutate(DutyEditor, &retire).await;

        let usage = |articles: i32| json!({ "articles": articles, "liveArticles": 0 });
        assert_eq!(refused["userErrors"][0]["usage"], usage(0), "{refused}");
        assert_eq!(refused["userErrors"][0]["examples"], json!([]));
        assert_eq!(told["userErrors"][0]["usage"], usage(1));
    }
);
