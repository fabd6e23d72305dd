//! The table of the workflow: who may do what in which state, held against what the graph does.

use std::fmt::Write;

use masthead::app::Call;
use masthead::articles::{self, ArticleInput, PublishInput, SavePatch, ScheduleInput, SharedPatch};
use masthead::articles::{SubmitInput, Takedown, Translation, UnpublishInput};
use masthead::fronts;
use masthead::platform::calendar::Typed;
use masthead::policy::Role;
use masthead::vocabulary::TranslationActionKind as Kind;
use masthead::vocabulary::{ArticleKind, CheckCode, DraftState, LiveState, UnpublishReason};
use serde_json::{Map, Value as Json, json};

use crate::support::people::People;
use crate::support::small::ENERGY;
use crate::support::{Newsroom, START, TestApp};

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

/// Those whose rights differ on a source text; the others may do nothing with it.
const ROLES: [Role; 4] = [
    Role::Reporter,
    Role::Editor,
    Role::DutyEditor,
    Role::Administrator,
];

/// A story in some state, of which `nobody` of the staff wrote the last words.
async fn story(call: &Call, draft: DraftState, live: LiveState) -> Translation {
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
    let (_, mut one) = articles::create(call, &input).await.unwrap();
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
        Kind::ChangeSlug => of("translationChangeSlug", &format!(", slug: \"word-{word}\"")),
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

/// What `actions` tells a person, by kind.
async fn offered(people: &People<'_>, role: Role, one: &Translation) -> Vec<(Kind, bool)> {
    let query = format!(
        "{{ desk {{ translation(id: \"{}\") {{ actions {{ kind isAllowed reason }} }} }} }}",
        one.id
    );
    let data = people.read(role, &query).await;
    let actions = data["desk"]["translation"]["actions"]
        .as_array()
        .unwrap()
        .clone();
    let read = |action: &Json| {
        let is_allowed = action["isAllowed"] == true;
        assert_eq!(is_allowed, action["reason"].is_null(), "a refusal says why");
        (
            action["kind"].as_str().unwrap().parse().unwrap(),
            is_allowed,
        )
    };
    let kinds = actions.iter().map(read);
    kinds.filter(|(kind, _)| *kind != Kind::BreakLock).collect()
}

/// Tries every action of every role in one state, and writes down who may.
async fn try_all(app: &TestApp, people: &People<'_>, draft: DraftState, live: LiveState) -> String {
    let call = Call::system(&app.app, "test");
    let mut one = story(&call, draft, live).await;
    let mut may: Vec<(Kind, String)> = Vec::new();
    for (place, role) in ROLES.into_iter().enumerate() {
        for (step, (kind, is_allowed)) in offered(people, role, &one).await.into_iter().enumerate()
        {
            let letter = if is_allowed {
                ["r", "e", "d", "a"][place]
            } else {
                "-"
            };
            match may.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, letters)) => letters.push_str(letter),
                None => may.push((kind, letter.to_owned())),
            }
            let field = mutation(kind, &one, place * 100 + step);
            let answer = people.mutate(role, &field).await;
            let done = answer["userErrors"] == json!([]);
            assert_eq!(
                done, is_allowed,
                "{role:?} {kind} in {draft} {live}: {answer:#}"
            );
            if done {
                one = story(&call, draft, live).await;
            } else {
                let error = answer["userErrors"][0]["__typename"].as_str().unwrap();
                assert!(
                    matches!(error, "TransitionError" | "PermissionError"),
                    "{kind}: {error}"
                );
            }
        }
    }
    may.iter()
        .map(|(_, letters)| format!("{letters:<6}"))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_cell_of_the_table_is_what_the_graph_does() {
    let app = TestApp::sqlite(Newsroom::Small).await;
    let people = People::of(&app).await;
    let mut table = format!(
        "r reporter, e editor, d duty editor, a administrator; none of them wrote the last words\n\n{:<34}",
        ""
    );
    for head in [
        "EDIT", "SUBM", "CHNG", "APPR", "SCHED", "UNSCH", "PUBL", "UNPUB", "ARCH", "DISC", "REVRT",
        "SLUG", "CORR", "RELST",
    ] {
        write!(table, "{head:<6}").unwrap();
    }
    for live in LIVES {
        for draft in DRAFTS {
            let state = format!("{live} {draft}");
            let row = try_all(&app, &people, draft, live).await;
            write!(table, "\n{state:<34}{row}").unwrap();
        }
    }

    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("workflow", table.join("\n"));
}
