//! A text on its way to readers: review, approval, flash, drafts thrown away, old texts, lists, the
//! trash.

use masthead::app::Call;
use masthead::articles::{self, StoryKey};
use masthead::policy::{Actor, Role};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};

use crate::support::people::{MOVED, People, Work};
use crate::support::{Newsroom, TestApp, both};

use Role::{Administrator, DutyEditor, Editor, Reporter};

/// The headline that readers get.
async fn read(app: &TestApp, work: &Work) -> Option<String> {
    let reader = Call::new(&app.app, Actor::Anonymous, "test".to_owned());
    let key = StoryKey::Id(work.article.parse().unwrap());
    let story = articles::story(&reader, "uk".parse().unwrap(), &key)
        .await
        .unwrap();
    story.map(|story| story.content.headline.clone())
}

async fn rail(app: &TestApp) -> Vec<String> {
    let data = app
        .read(
            "{ edition(locale: \"uk\") { recentNews(first: 50) { nodes { headline } } } }",
            json!({}),
        )
        .await;
    let nodes = data["edition"]["recentNews"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["headline"].as_str().unwrap().to_owned())
        .collect()
}

/// One text column of a statement's rows.
async fn texts(app: &TestApp, sql: &str) -> Vec<String> {
    let conn = app.app.db.reader();
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let rows = conn.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by(0).unwrap()).collect()
}

both!(
    a_text_goes_through_review_to_readers,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.create(Reporter, "Ferry").await;

        let handed_in = people
            .done(Reporter, &mut work, &work.clone().submit())
            .await;
        assert_eq!(handed_in["translation"]["draftState"], "IN_REVIEW");
        let blank = people.refused(Editor, &work.send_back(" ")).await;
        assert_eq!(
            (blank["code"].as_str(), blank["path"][0].as_str()),
            (Some("REQUIRED"), Some("note"))
        );
        let back = people
            .done(
                Editor,
                &mut work,
                &work.clone().send_back("the second sentence"),
            )
            .await;
        assert_eq!(back["translation"]["draftState"], "CHANGES_REQUESTED");
        let saved = people.save(Reporter, &mut work, "Night ferry").await;
        assert_eq!(saved["translation"]["draftState"], "DRAFT");
        people
            .done(Reporter, &mut work, &work.clone().submit())
            .await;
        let accepted = people
            .done(DutyEditor, &mut work, &work.clone().approve())
            .await;
        assert_eq!(accepted["translation"]["draftState"], "APPROVED");
        assert_eq!(read(&app, &work).await, None);
        let live = people
            .done(DutyEditor, &mut work, &work.clone().publish())
            .await;

        assert_eq!(live["translation"]["draftState"], "NONE");
        assert_eq!(live["published"]["headline"], "Night ferry");
        let reasons = texts(&app, "SELECT reason FROM revisions ORDER BY number").await;
        assert_eq!(
            reasons,
            [
                "MANUAL",
                "SUBMITTED",
                "MANUAL",
                "SUBMITTED",
                "APPROVED",
                "PUBLISHED"
            ]
        );
        let said = texts(
            &app,
            "SELECT reason FROM audit WHERE action = 'translationRequestChanges'",
        )
        .await;
        assert_eq!(said, ["the second sentence"]);
        let told = texts(
            &app,
            "SELECT kind FROM events WHERE kind = 'ARTICLE_REVIEW_REQUESTED'",
        )
        .await;
        assert_eq!(told.len(), 2);
    }
);

both!(
    nobody_accepts_the_text_that_they_wrote_last,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.create(DutyEditor, "Ferry").await;
        people
            .done(DutyEditor, &mut work, &work.clone().submit())
            .await;

        let error = people.refused(DutyEditor, &work.approve()).await;

        assert_eq!(
            (error["__typename"].as_str(), error["needed"].as_str()),
            (Some("PermissionError"), Some("SELF_APPROVE"))
        );
        // The administrator's last words would be his own, and he holds SELF_APPROVE.
        people.save(Administrator, &mut work, "Ferry again").await;
        people
            .done(Administrator, &mut work, &work.clone().approve())
            .await;
    }
);

both!(
    an_edit_during_review_falls_back_to_draft_but_a_reviewer_fixes_in_place,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.create(Reporter, "Ferry").await;
        people
            .done(Reporter, &mut work, &work.clone().submit())
            .await;

        let fixed = people.save(Editor, &mut work, "The ferry").await;
        let written = people.save(Reporter, &mut work, "A ferry").await;

        assert_eq!(fixed["translation"]["draftState"], "IN_REVIEW");
        assert_eq!(written["translation"]["draftState"], "DRAFT");
    }
);

both!(
    a_state_that_does_not_allow_it_says_what_it_allows,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let work = people.create(Reporter, "Ferry").await;

        let error = people.refused(DutyEditor, &work.approve()).await;

        assert_eq!(error["__typename"], "TransitionError");
        assert_eq!(error["draftState"], "DRAFT");
        assert_eq!(
            error["allowed"],
            json!([
                "EDIT",
                "SUBMIT",
                "PUBLISH",
                "DISCARD_DRAFT",
                "REVERT",
                "CHANGE_SLUG"
            ])
        );
    }
);

both!(
    what_goes_out_without_approval_is_looked_at_afterwards,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.create(Reporter, "Flash").await;
        let waiting = "SELECT slug FROM translations WHERE after_review_since IS NOT NULL";

        people
            .done(DutyEditor, &mut work, &work.clone().publish())
            .await;
        assert_eq!(texts(&app, waiting).await, ["flash"]);
        let audit = texts(
            &app,
            "SELECT CAST(changes AS TEXT) FROM audit WHERE action = 'translationPublish'",
        )
        .await;
        assert!(audit[0].contains("afterReview"), "{audit:?}");
        people
            .done(DutyEditor, &mut work, &work.clone().approve())
            .await;

        assert!(texts(&app, waiting).await.is_empty());
        let again = people.refused(DutyEditor, &work.approve()).await;
        assert_eq!(again["__typename"], "TransitionError");
    }
);

both!(
    a_discarded_draft_leaves_readers_what_they_have_and_its_text_among_the_revisions,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Before").await;
        people
            .done(DutyEditor, &mut work, &work.clone().publish())
            .await;
        people.save(Reporter, &mut work, "After").await;

        let field = format!(
            "translationDiscardDraft(id: {:?}, expectedVersion: {})",
            work.id, work.version
        );
        let gone = people.done(Reporter, &mut work, &field).await;

        assert_eq!(gone["translation"]["draftState"], "NONE");
        assert_eq!(read(&app, &work).await.as_deref(), Some("Before"));
        let field = format!(
            "translationRevert(id: {:?}, expectedVersion: {}, toRevision: 5)",
            work.id, work.version
        );
        people.done(Reporter, &mut work, &field).await;
        let desk = people.read(Reporter, &format!("{{ desk {{ translation(id: {:?}) {{ draftState content {{ headline }} }} }} }}", work.id)).await;
        assert_eq!(desk["desk"]["translation"]["content"]["headline"], "After");
        assert_eq!(read(&app, &work).await.as_deref(), Some("Before"));
        let unknown = format!(
            "translationRevert(id: {:?}, expectedVersion: {}, toRevision: 99)",
            work.id, work.version
        );
        assert_eq!(
            people.refused(Reporter, &unknown).await["__typename"],
            "NotFoundError"
        );
    }
);

both!(
    an_autosave_that_is_thrown_away_is_kept_as_a_revision,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.create(Reporter, "Kept").await;
        let field = format!(
            "translationSave(id: {:?}, expectedVersion: {}, input: {{ headline: \"Autosaved\", isAutosave: true }}) {{ translation {{ version }} userErrors {{ message }} }}",
            work.id, work.version
        );
        let saved = people.mutate(Reporter, &field).await;
        work.version = saved["translation"]["version"].as_i64().unwrap();

        let field = format!(
            "translationDiscardDraft(id: {:?}, expectedVersion: {})",
            work.id, work.version
        );
        people.done(Reporter, &mut work, &field).await;

        let reasons = texts(&app, "SELECT reason FROM revisions ORDER BY number").await;
        assert_eq!(reasons, ["MANUAL", "AUTOSAVE_CHECKPOINT"]);
    }
);

both!(
    an_archived_story_leaves_the_lists_and_keeps_its_page,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Ferry").await;
        people
            .done(DutyEditor, &mut work, &work.clone().publish())
            .await;

        let put_away = people
            .done(
                DutyEditor,
                &mut work,
                &work.clone().plain("translationArchive"),
            )
            .await;
        assert_eq!(put_away["translation"]["liveState"], "ARCHIVED");
        assert_eq!(read(&app, &work).await.as_deref(), Some("Ferry"));
        assert!(rail(&app).await.is_empty());
        let twice = people
            .refused(DutyEditor, &work.plain("translationArchive"))
            .await;
        assert_eq!(twice["__typename"], "TransitionError");
        people
            .done(
                DutyEditor,
                &mut work,
                &work.clone().plain("translationUnarchive"),
            )
            .await;

        assert_eq!(rail(&app).await, ["Ferry"]);
    }
);

both!(
    a_relisted_story_moves_in_lists_and_nowhere_else,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut first = people.approved("First").await;
        people
            .done(DutyEditor, &mut first, &first.clone().publish())
            .await;
        app.clock.advance(60_000);
        let mut second = people.approved("Second").await;
        people
            .done(DutyEditor, &mut second, &second.clone().publish())
            .await;
        app.clock.advance(60_000);
        let relist = |at: &str, reason: &str| {
            format!(
                "translationRelist(id: {:?}, listedAt: {at:?}, reason: {reason:?})",
                first.id
            )
        };

        let ahead = people
            .refused(DutyEditor, &relist("2030-01-01T00:00:00Z", "why"))
            .await;
        let silent = people
            .refused(DutyEditor, &relist("2026-07-11T08:00:00Z", ""))
            .await;
        assert_eq!(
            (ahead["path"][0].as_str(), silent["path"][0].as_str()),
            (Some("listedAt"), Some("reason"))
        );
        people
            .done(
                DutyEditor,
                &mut first.clone(),
                &relist("2026-07-11T08:00:00Z", "more to read"),
            )
            .await;

        assert_eq!(rail(&app).await, ["First", "Second"]);
        let day = app.read("{ edition(locale: \"uk\") { recentNews(first: 1) { nodes { publishedAt { instant } listedAt { instant } } } } }", json!({})).await;
        let node = &day["edition"]["recentNews"]["nodes"][0];
        assert_eq!(node["publishedAt"]["instant"], "2026-07-11T07:58:00Z");
        assert_eq!(node["listedAt"]["instant"], "2026-07-11T08:00:00Z");
    }
);

both!(
    a_story_that_nobody_read_goes_to_the_trash_and_frees_its_word,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let work = people.create(Reporter, "Ferry").await;
        let mut public = people.create(Reporter, "Public").await;
        people
            .done(DutyEditor, &mut public, &public.clone().publish())
            .await;
        let trash = |work: &Work| {
            format!(
                "articleTrash(id: {:?}) {{ trashedId userErrors {{ __typename }} }}",
                work.article
            )
        };

        let thrown = people.mutate(Reporter, &trash(&work)).await;
        let kept = people.mutate(Reporter, &trash(&public)).await;

        assert_eq!(thrown["trashedId"], work.article.as_str());
        assert_eq!(kept["userErrors"][0]["__typename"], "TransitionError");
        let desk = format!(
            "{{ desk {{ article(id: {:?}) {{ id }} translation(id: {:?}) {{ id }} articles {{ totalCount }} }} }}",
            work.article, work.id
        );
        let seen = people.read(Administrator, &desk).await;
        assert_eq!(
            seen["desk"],
            json!({ "article": null, "translation": null, "articles": { "totalCount": 1 } })
        );
        assert_eq!(
            people.refused(Reporter, &work.submit()).await["__typename"],
            "NotFoundError"
        );
        let again = people.create(Reporter, "Ferry").await;
        let slug = people
            .read(
                Reporter,
                &format!(
                    "{{ desk {{ translation(id: {:?}) {{ slug }} }} }}",
                    again.id
                ),
            )
            .await;
        assert_eq!(slug["desk"]["translation"]["slug"], "ferry");
    }
);

both!(
    a_withdrawn_note_takes_back_what_it_did,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Ferry").await;
        people
            .done(DutyEditor, &mut work, &work.clone().publish())
            .await;
        let issue = format!(
            "correctionIssue(translationId: {:?}, input: {{ kind: RETRACTION, text: {{ spans: [{{ text: \"Wrong.\" }}] }}, expectedVersion: {} }}) {{ correction {{ id }} userErrors {{ message }} }}",
            work.id, work.version
        );
        let issued = people.mutate(Editor, &issue).await;
        let id = issued["correction"]["id"].as_str().unwrap();
        let story = "{ edition(locale: \"uk\") { recentNews(first: 1) { nodes { corrections { kind } } } } }";
        let before = app.read(story, json!({})).await;

        let withdraw = format!(
            "correctionWithdraw(id: {id:?}, reason: \"the other story\") {{ correction {{ withdrawnAt }} userErrors {{ message }} }}"
        );
        let withdrawn = people.mutate(Editor, &withdraw).await;
        let twice = people.mutate(Editor, &withdraw).await;

        assert!(
            withdrawn["correction"]["withdrawnAt"].is_string(),
            "{withdrawn:#}"
        );
        assert_eq!(twice["userErrors"][0]["message"], "it is withdrawn already");
        let after = app.read(story, json!({})).await;
        let node = |data: &Json| data["edition"]["recentNews"]["nodes"][0].clone();
        assert_eq!(
            node(&before),
            json!({ "corrections": [{ "kind": "RETRACTION" }] })
        );
        assert_eq!(node(&after), json!({ "corrections": [] }));
    }
);

both!(
    a_text_that_could_never_be_published_is_not_handed_in,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.create(Reporter, "Ferry").await;
        let field = format!(
            "articleUpdate(id: {:?}, expectedVersion: 1, input: {{ kind: ARTICLE }}) {{ userErrors {{ message }} }}",
            work.article
        );
        people.mutate(Reporter, &field).await;

        let error = people.refused(Reporter, &work.submit()).await;

        assert_eq!(error["__typename"], "PublicationBlockedError");
        assert_eq!(error["checks"][0]["code"], "MISSING_LEDE");
        people.save(Reporter, &mut work, "Still").await;
        let missing = format!(
            "translationSubmit(id: {:?}, expectedVersion: {}, input: {{ reviewerId: \"usr_00000000000000000000000000\" }}) {MOVED}",
            work.id, work.version
        );
        let nobody = people.mutate(Reporter, &missing).await;
        assert_eq!(nobody["userErrors"][0]["__typename"], "NotFoundError");
    }
);
