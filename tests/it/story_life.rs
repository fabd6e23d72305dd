//! One story from its first word to its last, as the clients of the newsroom do it: step by step
//! over the graph, each by whoever's turn it is.

use masthead::platform::clock::Instant;
use masthead::policy::Role;
use masthead::worker;
use serde_json::{Value as Json, json};

use crate::support::people::People;
use crate::support::small::ENERGY;
use crate::support::{Newsroom, both};

use Role::{DutyEditor, Editor, Reporter, Translator};

/// The documents of the clients, an operation a step.
const FLOW: &str = "
mutation S1_Create($input: ArticleCreateInput!) {
  step: articleCreate(input: $input) {
    article { id number version }
    translation { ...Work }
    userErrors { ...Err }
  }
}
mutation S3_Save($id: ID!, $version: Int!, $input: TranslationContentInput!) {
  step: translationSave(id: $id, expectedVersion: $version, input: $input) {
    translation { ...Work }
    warnings { severity code message path }
    userErrors { ...Err }
  }
}
mutation S4_Submit($id: ID!, $version: Int!) {
  step: translationSubmit(id: $id, expectedVersion: $version, input: { note: \"Ready\" }) { ...Moved }
}
mutation S5_AskForChanges($id: ID!, $note: String!) {
  step: translationRequestChanges(id: $id, note: $note) { ...Moved }
}
mutation S6_Approve($id: ID!, $version: Int!) {
  step: translationApprove(id: $id, expectedVersion: $version) { ...Moved }
}
mutation S7_Schedule($id: ID!, $version: Int!, $at: LocalDateTime!) {
  step: translationSchedule(id: $id, expectedVersion: $version, input: { at: { local: { time: $at } } }) { ...Moved }
}
mutation S8_OpenEnglish($articleId: ID!) {
  step: translationCreate(articleId: $articleId, input: { locale: \"en\", fromLocale: \"uk\", prefill: SKELETON }) {
    translation { ...Work }
    userErrors { ...Err }
  }
}
mutation S9_PublishTogether($articleId: ID!, $input: ArticlePublishInput!) {
  step: articlePublish(id: $articleId, input: $input) {
    published { locale url revision }
    userErrors { ...Err }
  }
}
mutation S10_FixOneBlock($id: ID!, $version: Int!, $operations: [BlockOperationInput!]!) {
  step: translationPatchBlocks(id: $id, expectedVersion: $version, operations: $operations) { translation { ...Work } warnings { code message } userErrors { ...Err } }
}
mutation S11_Correct($id: ID!, $input: CorrectionIssueInput!) {
  step: correctionIssue(translationId: $id, input: $input) {
    correction { id kind at }
    published { revision updateLabel }
    userErrors { ...Err }
  }
}
mutation S13_Rename($id: ID!, $slug: Slug!) {
  step: translationChangeSlug(id: $id, slug: $slug) { translation { ...Work url } redirect { fromPath status } userErrors { ...Err } }
}
mutation S15_TakeDown($id: ID!) {
  step: translationUnpublish(id: $id, input: { reason: LEGAL_ORDER, publicNotice: \"Removed by court order\", note: \"Case 1/2\" }) { ...Moved }
}
fragment Work on DeskTranslation {
  id version locale draftState liveState slug
  actions { kind isAllowed reason }
  checks { severity code message path }
}
fragment Moved on TranslationTransitionPayload {
  translation { ...Work schedule { instant local timeZone } }
  published { url revision }
  effects { stillLive { locale url } removedPins linksDisabled cancelledSchedules }
  userErrors { ...Err }
}
fragment Err on UserError {
  __typename code message path
  ... on VersionConflictError { currentVersion changedPaths changedBy { displayName } }
  ... on TransitionError { draftState liveState allowed }
  ... on SlugTakenError { takenBy { kind title url } suggestions }
  ... on PublicationBlockedError { locale checks { severity code message path } }
  ... on LocalTimeError { problem candidates }
  ... on PermissionError { needed locale }
  ... on DuplicateError { existingId }
}";

/// The operation of a step, with the fragments that it uses.
fn operation(name: &str) -> String {
    let parts = FLOW.split("\nmutation ").skip(1);
    let (fragments_at, all) = (FLOW.find("\nfragment ").unwrap(), FLOW);
    let mut own = parts
        .map(|part| part.split("\nfragment ").next().unwrap())
        .find(|part| part.starts_with(name))
        .unwrap()
        .to_owned();
    let mut needed = vec!["Err"];
    for fragment in ["Moved", "Work"] {
        if own.contains(&format!("...{fragment}"))
            || (fragment == "Work" && needed.contains(&"Moved"))
        {
            needed.push(fragment);
        }
    }
    for fragment in all[fragments_at..].split("\nfragment ").skip(1) {
        if needed.iter().any(|name| fragment.starts_with(name)) {
            own = format!("{own}\nfragment {fragment}");
        }
    }
    format!("mutation {own}")
}

/// One step, which succeeds.
async fn step(people: &People<'_>, role: Role, name: &str, variables: Json) -> Json {
    let mut answer = people.ask(role, &operation(name), variables).await;
    assert!(answer.get("errors").is_none(), "{name}: {answer:#}");
    let payload = answer["data"]["step"].take();
    assert_eq!(payload["userErrors"], json!([]), "{name}: {payload:#}");
    payload
}

fn paragraph(id: &str, text: &str) -> Json {
    json!({ "paragraph": { "blockId": id, "text": { "spans": [{ "text": text }] } } })
}

const STORY: &str = "query($locale: Locale!, $number: BigInt!) { edition(locale: $locale) {
    article(by: { number: $number }) { headline url updateLabel corrections { kind }
        body { blocks { __typename ... on ParagraphBlock { text { plain } } } } } } }";

both!(
    a_story_is_written_reviewed_planned_translated_corrected_and_taken_down,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let version = |payload: &Json| payload["translation"]["version"].clone();

        // Written, handed in, sent back, handed in again, accepted, planned for noon.
        let input = json!({ "kind": "NEWS", "locale": "uk", "sectionId": ENERGY.to_string(), "headline": "Нічний пором" });
        let made = step(&people, Reporter, "S1_Create", json!({ "input": input })).await;
        let (story, id) = (
            made["article"]["id"].clone(),
            made["translation"]["id"].clone(),
        );
        let number = made["article"]["number"].clone();
        let body = json!([
            paragraph("a", "Пором відходить."),
            paragraph("b", "Квитки є.")
        ]);
        let saved = step(
            &people,
            Reporter,
            "S3_Save",
            json!({ "id": id, "version": version(&made), "input": { "blocks": body } }),
        )
        .await;
        step(
            &people,
            Reporter,
            "S4_Submit",
            json!({ "id": id, "version": version(&saved) }),
        )
        .await;
        let back = step(
            &people,
            Editor,
            "S5_AskForChanges",
            json!({ "id": id, "note": "О котрій?" }),
        )
        .await;
        assert_eq!(back["translation"]["draftState"], "CHANGES_REQUESTED");
        let body = json!([
            paragraph("a", "Пором відходить о 23:00."),
            paragraph("b", "Квитки є.")
        ]);
        let saved = step(
            &people,
            Reporter,
            "S3_Save",
            json!({ "id": id, "version": version(&back), "input": { "blocks": body } }),
        )
        .await;
        step(
            &people,
            Reporter,
            "S4_Submit",
            json!({ "id": id, "version": version(&saved) }),
        )
        .await;
        let accepted = step(
            &people,
            DutyEditor,
            "S6_Approve",
            json!({ "id": id, "version": version(&saved) }),
        )
        .await;
        let planned = step(
            &people,
            DutyEditor,
            "S7_Schedule",
            json!({ "id": id, "version": version(&accepted), "at": "2026-07-11T12:00" }),
        )
        .await;
        assert_eq!(
            planned["translation"]["schedule"]["instant"],
            "2026-07-11T09:00:00Z"
        );
        let uk = json!({ "locale": "uk", "number": number });
        assert_eq!(
            app.read(STORY, uk.clone()).await["edition"]["article"],
            Json::Null
        );
        app.clock
            .set(Instant::parse("2026-07-11T09:00:00Z").unwrap());
        worker::tick(&app.app).await.unwrap();
        assert_eq!(
            app.read(STORY, uk.clone()).await["edition"]["article"]["headline"],
            "Нічний пором"
        );

        // Translated, and published together with a better Ukrainian text.
        let english = step(
            &people,
            Translator,
            "S8_OpenEnglish",
            json!({ "articleId": story }),
        )
        .await;
        let en = english["translation"]["id"].clone();
        let words = json!({ "headline": "Night ferry", "blocks": [paragraph("a", "The ferry leaves at 23:00."), paragraph("b", "There are tickets.")] });
        let english = step(
            &people,
            Translator,
            "S3_Save",
            json!({ "id": en, "version": version(&english), "input": words }),
        )
        .await;
        step(
            &people,
            Translator,
            "S4_Submit",
            json!({ "id": en, "version": version(&english) }),
        )
        .await;
        let english = step(
            &people,
            DutyEditor,
            "S6_Approve",
            json!({ "id": en, "version": version(&english) }),
        )
        .await;
        let desk = people
            .read(
                Reporter,
                &format!("{{ desk {{ translation(id: {id}) {{ version }} }} }}"),
            )
            .await;
        let fixed = step(
            &people,
            Reporter,
            "S10_FixOneBlock",
            json!({
                "id": id, "version": desk["desk"]["translation"]["version"],
                "operations": [{ "put": { "block": paragraph("b", "Квитки в касах.") } }],
            }),
        )
        .await;
        let together = json!({ "locales": [
        { "locale": "uk", "expectedVersion": version(&fixed) }, { "locale": "en", "expectedVersion": version(&english) },
    ], "acceptWarnings": ["STALE_TRANSLATION"] });
        let live = step(
            &people,
            DutyEditor,
            "S9_PublishTogether",
            json!({ "articleId": story, "input": together }),
        )
        .await;
        assert_eq!(live["published"].as_array().unwrap().len(), 2);

        // Corrected, renamed, and in the end one language is taken down by a court.
        let desk = people
            .read(
                Reporter,
                &format!("{{ desk {{ translation(id: {id}) {{ version }} }} }}"),
            )
            .await;
        let fixed = step(
            &people,
            Reporter,
            "S10_FixOneBlock",
            json!({
                "id": id, "version": desk["desk"]["translation"]["version"],
                "operations": [{ "put": { "block": paragraph("a", "Пором відходить о 22:00.") } }],
            }),
        )
        .await;
        let note = json!({ "kind": "CORRECTION", "text": { "spans": [{ "text": "Час виправлено." }] }, "showUpdateLabel": true, "expectedVersion": version(&fixed) });
        step(
            &people,
            Editor,
            "S11_Correct",
            json!({ "id": id, "input": note }),
        )
        .await;
        let shown = app.read(STORY, uk.clone()).await["edition"]["article"].take();
        assert_eq!(shown["corrections"], json!([{ "kind": "CORRECTION" }]));
        assert_eq!(
            shown["body"]["blocks"][0]["text"]["plain"],
            "Пором відходить о 22:00."
        );
        let renamed = step(
            &people,
            Reporter,
            "S13_Rename",
            json!({ "id": id, "slug": "porom-o-22" }),
        )
        .await;
        assert_eq!(renamed["redirect"]["status"], 301);
        let down = step(&people, DutyEditor, "S15_TakeDown", json!({ "id": id })).await;
        assert_eq!(down["effects"]["stillLive"][0]["locale"], "en");
        assert_eq!(app.read(STORY, uk).await["edition"]["article"], Json::Null);
        let en = json!({ "locale": "en", "number": number });
        assert_eq!(
            app.read(STORY, en).await["edition"]["article"]["headline"],
            "Night ferry"
        );
    }
);
