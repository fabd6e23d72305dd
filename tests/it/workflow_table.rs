//! The table of the workflow: who may do what in which state, held against what the graph does.

use std::fmt::Write;

use masthead::app::Call;
use masthead::articles::{self, ArticleInput, PublishInput, SavePatch, ScheduleInput, SharedPatch};
use masthead::articles::{SubmitInput, Takedown, Translation, TranslationInput, UnpublishInput};
use masthead::fronts;
use masthead::platform::calendar::Typed;
use masthead::policy::{Permission, Role};
use masthead::vocabulary::TranslationActionKind as Kind;
use masthead::vocabulary::{
    ArticleKind, CheckCode, DraftState, LiveState, Prefill, UnpublishReason,
};
use serde_json::{Map, Value as Json, json};

use crate::support::people::People;
use crate::support::small::ENERGY;
use crate::support::{Newsroom, START, TestApp, both};

const DRAFTS: [DraftState; 6] = [
    DraftState::None,
    DraftState::Draft,
    DraftState::InReview,
    DraftState::ChangesRequested,
    DraftState::Approved,
    DraftState::Scheduled,
];

const LIVES: [LiveState; 4] = [
    LiveState::NeverPublished,
    LiveState::Live,
    LiveState::Archived,
    LiveState::Unpublished,
];

/// The letter that stands for each role in the table.
const ROLES: [(Role, char); 9] = [
    (Role::Reporter, 'r'),
    (Role::Translator, 't'),
    (Role::Editor, 'e'),
    (Role::DutyEditor, 'd'),
    (Role::PhotoEditor, 'p'),
    (Role::FrontEditor, 'f'),
    (Role::Administrator, 'a'),
    (Role::AdManager, 'm'),
    (Role::AdApprover, 'v'),
];

/// Which text of a story is tried: the first one, or one that was made from it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Source,
    Translated,
}

/// A text in some state, of which nobody of the staff wrote the last words.
async fn story(call: &Call, text: Text, draft: DraftState, live: LiveState) -> Translation {
    let mut one = start(call, text).await;
    if live != LiveState::NeverPublished {
        let how = PublishInput {
            accept_warnings: CheckCode::ALL.to_vec(),
            ..PublishInput::default()
        };
        one = articles::publish(call, one.id, one.version, &how)
            .await
            .unwrap();
    }
    if live == LiveState::Archived {
        one = articles::archive_translation(call, one.id).await.unwrap();
    }
    if live == LiveState::Unpublished {
        let input = UnpublishInput {
            reason: UnpublishReason::Editorial,
            public_notice: None,
            note: "why".to_owned(),
        };
        let (mut taken, _) = fronts::take_down(call, &Takedown::Translation(one.id), &input)
            .await
            .unwrap();
        one = taken.taken.remove(0);
    }
    draft_lane(call, one, draft).await
}

async fn start(call: &Call, text: Text) -> Translation {
    let input = ArticleInput {
        kind: ArticleKind::News,
        locale: "uk".parse().unwrap(),
        section: ENERGY,
        headline: "Ferry".to_owned(),
        slug: None,
        content: Map::new(),
        shared: SharedPatch::default(),
        request_id: None,
    };
    let (story, source) = articles::create(call, &input).await.unwrap();
    if text == Text::Source {
        return source;
    }
    let input = TranslationInput {
        locale: "en".parse().unwrap(),
        from_locale: None,
        prefill: Prefill::SourceText,
        headline: Some("Ferry".to_owned()),
        slug: None,
        request_id: None,
    };
    articles::create_translation(call, story.id, &input)
        .await
        .unwrap()
}

async fn draft_lane(call: &Call, mut one: Translation, draft: DraftState) -> Translation {
    if draft == DraftState::None {
        return match one.draft_state {
            DraftState::None => one,
            _ => articles::discard_draft(call, one.id, one.version)
                .await
                .unwrap(),
        };
    }
    if one.draft_state == DraftState::None {
        let patch = SavePatch {
            members: json!({ "kicker": "New" }).as_object().unwrap().clone(),
            is_autosave: false,
        };
        one = articles::save(call, one.id, one.version, &patch)
            .await
            .unwrap();
    }
    if draft == DraftState::Draft {
        return one;
    }
    one = articles::submit(call, one.id, one.version, &SubmitInput::default())
        .await
        .unwrap();
    match draft {
        DraftState::InReview => return one,
        DraftState::ChangesRequested => {
            return articles::request_changes(call, one.id, "why")
                .await
                .unwrap();
        }
        _ => {
            one = articles::approve(call, one.id, one.version, None)
                .await
                .unwrap()
        }
    }
    if draft == DraftState::Scheduled {
        let input = ScheduleInput {
            at: Typed::Exact(START.0 + 3_600_000),
            unpublish_at: None,
            accept_warnings: CheckCode::ALL.to_vec(),
        };
        one = articles::schedule(call, one.id, one.version, &input)
            .await
            .unwrap();
    }
    one
}

/// The mutation that does `kind`.
fn mutation(kind: Kind, one: &Translation, word: usize) -> String {
    let (id, version) = (one.id, one.version);
    let moved = "{ translation { id } userErrors { __typename message } }";
    let of = |name: &str, more: &str| format!("{name}(id: \"{id}\"{more}) {moved}");
    let with = |name: &str, more: &str| of(name, &format!(", expectedVersion: {version}{more}"));
    match kind {
        Kind::Edit => with(
            "translationSave",
            &format!(", input: {{ kicker: \"K{word}\" }}"),
        ),
        Kind::Submit => with("translationSubmit", ""),
        Kind::RequestChanges => of("translationRequestChanges", ", note: \"why\""),
        Kind::Approve => with("translationApprove", ""),
        Kind::Schedule => with(
            "translationSchedule",
            ", input: { at: { instant: \"2026-07-11T20:00:00Z\" }, acceptWarnings: [DUPLICATE_TITLE] }",
        ),
        Kind::Unschedule => of("translationUnschedule", ""),
        Kind::Publish => with(
            "translationPublish",
            ", input: { acceptWarnings: [DUPLICATE_TITLE] }",
        ),
        Kind::Unpublish => of(
            "translationUnpublish",
            ", input: { reason: EDITORIAL, note: \"why\" }",
        ),
        Kind::Archive => of("translationArchive", ""),
        Kind::DiscardDraft => with("translationDiscardDraft", ""),
        Kind::Revert => with("translationRevert", ", toRevision: 1"),
        Kind::ChangeSlug => {
            let word = id.to_string().replace('_', "-");
            of("translationChangeSlug", &format!(", slug: \"{word}\""))
        }
        Kind::Relist => of(
            "translationRelist",
            ", listedAt: \"2026-07-11T07:00:00Z\", reason: \"why\"",
        ),
        Kind::IssueCorrection => format!(
            "correctionIssue(translationId: \"{id}\", input: {{ kind: CLARIFICATION, text: {{ spans: [{{ text: \"x\" }}] }}, publishDraft: false, expectedVersion: {version} }}) {{ translation: correction {{ id }} userErrors {{ __typename message }} }}"
        ),
        Kind::BreakLock => String::new(),
    }
}

/// What `actions` tells a person, by kind; `None` when the person may not see the text at all.
async fn offered(people: &People<'_>, role: Role, one: &Translation) -> Option<Vec<(Kind, bool)>> {
    let query = format!(
        "{{ desk {{ translation(id: \"{}\") {{ actions {{ kind isAllowed reason }} }} }} }}",
        one.id
    );
    let answer = people.ask(role, &query, json!({})).await;
    let Some(actions) = answer["data"]["desk"]["translation"]["actions"].as_array() else {
        assert!(!role.permissions().contains(&Permission::ContentRead));
        return None;
    };
    let read = |action: &Json| {
        let is_allowed = action["isAllowed"] == true;
        assert_eq!(is_allowed, action["reason"].is_null(), "a refusal says why");
        (
            action["kind"].as_str().unwrap().parse().unwrap(),
            is_allowed,
        )
    };
    let kinds = actions.iter().map(read);
    Some(kinds.filter(|(kind, _)| *kind != Kind::BreakLock).collect())
}

/// Tries every action of every role on a text in one state, and writes down who may.
async fn try_all(
    people: &People<'_>,
    call: &Call,
    text: Text,
    (draft, live): (DraftState, LiveState),
) -> String {
    let mut one = story(call, text, draft, live).await;
    let mut may: Vec<(Kind, String)> = Vec::new();
    for (place, (role, letter)) in ROLES.into_iter().enumerate() {
        let offered = offered(people, role, &one).await;
        let is_hidden = offered.is_none();
        // Whoever may not see it is refused whatever there is to do.
        let offered =
            offered.unwrap_or_else(|| may.iter().map(|(kind, _)| (*kind, false)).collect());
        for (step, (kind, is_allowed)) in offered.into_iter().enumerate() {
            let letter = if is_allowed { letter } else { '-' };
            match may.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, letters)) => letters.push(letter),
                None => may.push((kind, letter.to_string())),
            }
            let field = mutation(kind, &one, place * 100 + step);
            let answer = people.mutate(role, &field).await;
            let done = answer["userErrors"] == json!([]);
            assert_eq!(
                done, is_allowed,
                "{role:?} {kind} in {draft} {live}: {answer:#}"
            );
            if done {
                one = story(call, text, draft, live).await;
            } else {
                let error = answer["userErrors"][0]["__typename"].as_str().unwrap();
                let is_said = match is_hidden {
                    true => error == "NotFoundError",
                    false => matches!(error, "TransitionError" | "PermissionError"),
                };
                assert!(is_said, "{role:?} {kind}: {error}");
            }
        }
    }
    may.iter()
        .map(|(_, letters)| format!("{letters:<10}"))
        .collect()
}

/// The table of one text, made by trying all of it.
async fn table(app: &TestApp, text: Text) -> String {
    let people = People::of(app).await;
    let call = Call::system(&app.app, "test");
    let mut table = String::new();
    for (role, letter) in ROLES {
        writeln!(table, "{letter} {}", role.name()).unwrap();
    }
    write!(table, "None of them wrote the last words.\n\n{:<34}", "").unwrap();
    for head in [
        "EDIT", "SUBM", "CHNG", "APPR", "SCHED", "UNSCH", "PUBL", "UNPUB", "ARCH", "DISC", "REVRT",
        "SLUG", "CORR", "RELST",
    ] {
        write!(table, "{head:<10}").unwrap();
    }
    for live in LIVES {
        for draft in DRAFTS {
            let state = format!("{live} {draft}");
            let row = try_all(&people, &call, text, (draft, live)).await;
            write!(table, "\n{state:<34}{row}").unwrap();
        }
    }
    let lines: Vec<&str> = table.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// The tables that both databases must give.
fn agree(name: &str, table: &str) {
    insta::assert_snapshot!(name, table);
}

both!(
    every_cell_of_the_table_is_what_the_graph_does_to_a_source,
    Newsroom::Small,
    |app| {
        agree("source", &table(&app, Text::Source).await);
    }
);

both!(
    every_cell_of_the_table_is_what_the_graph_does_to_a_translation,
    Newsroom::Small,
    |app| {
        agree("translation", &table(&app, Text::Translated).await);
    }
);
