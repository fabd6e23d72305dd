//! What goes when it has been kept for long enough, and what stays.

use masthead::app::Call;
use masthead::audit::{self, Fault, Verdict};
use masthead::policy::Role;
use masthead::worker;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value as Json, json};

use crate::support::people::{People, Work};
use crate::support::{Newsroom, TestApp, both};

use Role::{Administrator, DutyEditor, Reporter};

const DAY: i64 = 86_400_000;

async fn count(app: &TestApp, table: &str) -> i64 {
    let conn = app.app.db.reader();
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by(0).unwrap()
}

async fn verdict(app: &TestApp) -> Verdict {
    let call = Call::system(&app.app, "test");
    audit::verify(&call).await.unwrap()
}

/// Sweeps until there is nothing left to do.
async fn sweep(app: &TestApp) -> usize {
    let mut done = 0;
    loop {
        match worker::sweep(&app.app).await.unwrap() {
            0 => return done,
            some => done += some,
        }
    }
}

async fn tag(people: &People<'_>, name: &str) {
    let field = format!(
        "tagCreate(input: {{ kind: TOPIC, names: [{{ locale: \"uk\", text: {name:?} }}] }}) {{ userErrors {{ message }} }}"
    );
    let made = people.mutate(DutyEditor, &field).await;
    assert_eq!(made["userErrors"], json!([]));
}

async fn tell(app: &TestApp, sql: &str) {
    let conn = app.app.db.writer();
    conn.execute_unprepared(sql)
        .await
        .unwrap_or_else(|error| panic!("{error}: {sql}"));
}

both!(
    the_oldest_entries_of_the_trail_go_and_the_rest_can_still_be_verified,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        for name in ["Old", "Older"] {
            tag(&people, name).await;
        }
        app.clock.advance(400 * DAY);
        // Signed in anew, since sessions end meanwhile.
        let people = People::of(&app).await;
        for name in ["New", "Newer"] {
            tag(&people, name).await;
        }
        worker::sweep(&app.app).await.unwrap();
        let all = count(&app, "audit").await;

        app.clock.advance(800 * DAY);
        let gone = sweep(&app).await;

        let left = count(&app, "audit").await;
        let told = count(&app, "audit WHERE action = 'auditTrim'").await;
        assert!(gone > 2, "{gone}");
        assert_eq!(left, all - gone as i64 + told);
        let old = count(&app, "audit WHERE subject_label IN ('Old', 'Older')").await;
        let new = count(&app, "audit WHERE subject_label IN ('New', 'Newer')").await;
        assert_eq!((old, new), (0, 2));
        let found = verdict(&app).await;
        assert!(
            matches!(found, Verdict::Whole { entries, .. } if entries == left),
            "{found:?} of {left}"
        );

        // All goes in time but what tells of it.
        app.clock.advance(2_000 * DAY);
        sweep(&app).await;
        let left = count(&app, "audit").await;
        assert_eq!(left, count(&app, "audit WHERE action = 'auditTrim'").await);
        assert!(matches!(verdict(&app).await, Verdict::Whole { .. }));
    }
);

both!(
    what_is_removed_before_its_time_is_missed,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        tag(&people, "One").await;
        app.clock.advance(1_100 * DAY);
        let people = People::of(&app).await;
        tag(&people, "Two").await;
        sweep(&app).await;
        assert!(matches!(verdict(&app).await, Verdict::Whole { .. }));

        // The database refuses what stands behind the anchor.
        let early = "DELETE FROM audit WHERE subject_label = 'Two'";
        let refused = app.app.db.writer().execute_unprepared(early).await;
        assert!(refused.unwrap_err().to_string().contains("never"));

        // Who moves the anchor along cannot make an entry that tells of it.
        let first = match app.app.db.writer().get_database_backend() {
            DbBackend::Postgres => {
                "UPDATE audit_anchors AS a SET position = e.position, seal = e.seal FROM audit AS e WHERE e.lane = a.lane AND e.subject_label = 'Two'"
            }
            _ => {
                "UPDATE audit_anchors SET (position, seal) = (SELECT position, seal FROM audit WHERE subject_label = 'Two') WHERE lane = (SELECT lane FROM audit WHERE subject_label = 'Two')"
            }
        };
        tell(&app, first).await;
        let before = "DELETE FROM audit WHERE EXISTS (SELECT 1 FROM audit_anchors AS a WHERE a.lane = audit.lane AND audit.position <= a.position)";
        tell(&app, before).await;

        let found = verdict(&app).await;
        assert!(
            matches!(
                found,
                Verdict::Broken {
                    fault: Fault::Untold,
                    ..
                }
            ),
            "{found:?}"
        );
    }
);

async fn trash(people: &People<'_>, work: &Work) {
    let field = format!(
        "articleTrash(id: {:?}) {{ userErrors {{ message }} }}",
        work.article
    );
    let gone = people.mutate(DutyEditor, &field).await;
    assert_eq!(gone["userErrors"], json!([]));
}

const OF_STORIES: [&str; 13] = [
    "articles",
    "translations",
    "revisions",
    "revision_blocks",
    "drafts",
    "saves",
    "comments",
    "comment_replies",
    "edit_locks",
    "publications",
    "article_related",
    "front_pins",
    "article_tags",
];

both!(
    a_story_in_the_trash_goes_with_all_that_hangs_on_it,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let other = people.create(Reporter, "Ferry").await;
        let mut kept = Vec::new();
        for table in OF_STORIES {
            kept.push(count(&app, table).await);
        }
        let mut work = people.approved("Never mind").await;
        let steps = [
            format!(
                "commentAdd(translationId: {:?}, input: {{ text: \"x\" }}) {{ comment {{ id }} userErrors {{ message }} }}",
                work.id
            ),
            format!(
                "lockAcquire(translationId: {:?}) {{ userErrors {{ message }} }}",
                work.id
            ),
            format!(
                "articleUpdate(id: {:?}, expectedVersion: 1, input: {{ relatedIds: [{:?}] }}) {{ userErrors {{ message }} }}",
                other.article, work.article
            ),
            format!(
                "articleUpdate(id: {:?}, expectedVersion: 1, input: {{ relatedIds: [{:?}] }}) {{ userErrors {{ message }} }}",
                work.article, other.article
            ),
        ];
        let mut thread = Json::Null;
        for step in steps {
            let done = people.mutate(Reporter, &step).await;
            assert_eq!(done["userErrors"], json!([]), "{step}");
            thread = [done["comment"]["id"].clone(), thread]
                .into_iter()
                .find(Json::is_string)
                .unwrap_or_default();
        }
        let reply = format!(
            "commentReply(commentId: {thread}, text: \"y\") {{ userErrors {{ message }} }}"
        );
        people.mutate(Reporter, &reply).await;
        let front = crate::front_desk::home(&app, &["top"]).await;
        let pin = format!(
            "frontPin(frontId: {front:?}, expectedVersion: 1, input: {{ zoneKey: \"top\", position: 1, articleId: {:?} }}) {{ userErrors {{ message }} }}",
            work.article
        );
        assert_eq!(
            people.mutate(DutyEditor, &pin).await["userErrors"],
            json!([])
        );
        let plan = work.schedule_with(
            "at: { instant: \"2026-07-12T00:00:00Z\" }, acceptWarnings: [UNRESOLVED_COMMENTS, UNPUBLISHED_REFERENCE]",
        );
        people.done(DutyEditor, &plan, &mut work).await;
        trash(&people, &work).await;
        // The home pages of the editions are opened.
        sweep(&app).await;

        app.clock.advance(30 * DAY);
        assert_eq!(sweep(&app).await, 0, "not a moment too soon");
        app.clock.advance(1);
        assert_eq!(sweep(&app).await, 1);

        for (table, kept) in OF_STORIES.into_iter().zip(kept) {
            assert_eq!(count(&app, table).await, kept, "{table}");
        }
        let told = "audit WHERE action = 'articlePurge' AND actor_kind = 'SYSTEM'";
        assert_eq!(count(&app, told).await, 1);
        assert!(matches!(verdict(&app).await, Verdict::Whole { .. }));
    }
);

both!(
    a_secret_in_the_trash_waits_for_the_end_of_its_embargo,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let work = people.create(Reporter, "Secret").await;
        let embargo = format!(
            "articleSetEmbargo(id: {:?}, until: \"2026-09-11T00:00:00Z\") {{ userErrors {{ message }} }}",
            work.article
        );
        assert_eq!(
            people.mutate(DutyEditor, &embargo).await["userErrors"],
            json!([])
        );
        trash(&people, &work).await;
        // The home pages of the editions are opened.
        sweep(&app).await;

        app.clock.advance(31 * DAY);
        assert_eq!(sweep(&app).await, 0);
        app.clock.advance(31 * DAY);
        assert_eq!(sweep(&app).await, 1);
    }
);

async fn autosave(people: &People<'_>, work: &mut Work, headline: &str) {
    let field = format!(
        "translationSave(id: {:?}, expectedVersion: {}, input: {{ headline: {headline:?}, isAutosave: true }}) {{ translation {{ version }} userErrors {{ message }} }}",
        work.id, work.version
    );
    let saved = people.mutate(Reporter, &field).await;
    assert_eq!(saved["userErrors"], json!([]));
    work.version = saved["translation"]["version"].as_i64().unwrap();
}

both!(
    autosaves_go_though_nobody_saves_again,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.create(Reporter, "One").await;
        for headline in ["Two", "Three"] {
            app.clock.advance(11 * 60_000);
            autosave(&people, &mut work, headline).await;
        }
        let autosaves = "revisions WHERE reason = 'AUTOSAVE_CHECKPOINT'";
        assert_eq!(count(&app, autosaves).await, 2);
        // The home pages of the editions are opened.
        sweep(&app).await;

        app.clock.advance(7 * DAY + 1);
        assert_eq!(sweep(&app).await, 1);

        // The last is the text in work.
        assert_eq!(count(&app, autosaves).await, 1);
        assert_eq!(count(&app, "saves").await, 0);
        let people = People::of(&app).await;
        let state = format!(
            "{{ desk {{ translation(id: {:?}) {{ content {{ headline }} }} }} }}",
            work.id
        );
        let state = people.read(Administrator, &state).await;
        assert_eq!(state["desk"]["translation"]["content"]["headline"], "Three");
    }
);
