//! What may be done with a translation now, and by whom: the table of the workflow.

use super::article::Article;
use super::translation::Translation;
use crate::platform::ids::SectionId;
use crate::policy::{Action, Actor, Verdict};
use crate::vocabulary::{DraftState, LiveState, TranslationActionKind};

/// One thing that somebody may or may not do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub kind: TranslationActionKind,
    /// Why not; `None` when it may be done.
    pub refusal: Option<String>,
}

use TranslationActionKind as Kind;

/// Everything that can be done with a translation in some state, and the action that decides on it.
const ACTIONS: [(Kind, Action); 14] = [
    (Kind::Edit, Action::TranslationSave),
    (Kind::Submit, Action::TranslationSubmit),
    (Kind::RequestChanges, Action::TranslationRequestChanges),
    (Kind::Approve, Action::TranslationApprove),
    (Kind::Schedule, Action::TranslationSchedule),
    (Kind::Unschedule, Action::TranslationUnschedule),
    (Kind::Publish, Action::TranslationPublish),
    (Kind::Unpublish, Action::TranslationUnpublish),
    (Kind::Archive, Action::TranslationArchive),
    (Kind::DiscardDraft, Action::TranslationDiscardDraft),
    (Kind::Revert, Action::TranslationRevert),
    (Kind::ChangeSlug, Action::TranslationChangeSlug),
    (Kind::IssueCorrection, Action::CorrectionIssue),
    (Kind::Relist, Action::TranslationRelist),
];

impl Translation {
    /// What its state allows, permissions aside.
    pub fn allowed(&self) -> Vec<Kind> {
        let kinds = ACTIONS.iter().map(|(kind, _)| *kind);
        kinds
            .filter(|kind| self.obstacle(*kind).is_none())
            .collect()
    }

    /// Whether readers can open it.
    pub const fn is_public(&self) -> bool {
        matches!(self.live_state, LiveState::Live | LiveState::Archived)
    }

    /// Whether a text went live that nobody had approved, and nobody has looked at since.
    pub fn awaits_after_review(&self) -> bool {
        self.after_review_since.is_some() && self.draft_state == DraftState::None
    }

    /// What stands in the way of an action in this state.
    pub fn obstacle(&self, kind: Kind) -> Option<&'static str> {
        use DraftState as Draft;
        let draft = self.draft_state;
        let (is_open, why) = match kind {
            Kind::Edit | Kind::Revert | Kind::ChangeSlug => (true, ""),
            Kind::Submit => (
                matches!(draft, Draft::Draft | Draft::ChangesRequested),
                "a draft, or one that was sent back, is handed in",
            ),
            Kind::RequestChanges => (
                matches!(draft, Draft::InReview | Draft::Approved),
                "what is in review, or approved, is sent back",
            ),
            Kind::Approve => (
                draft == Draft::InReview || self.awaits_after_review(),
                "nothing waits for approval",
            ),
            Kind::Schedule => (draft == Draft::Approved, "what is approved is planned"),
            Kind::Unschedule => (!self.plan.is_empty(), "nothing is planned"),
            Kind::Publish => (
                draft != Draft::None || self.live_state == LiveState::Unpublished,
                "there is no draft to publish",
            ),
            Kind::Unpublish | Kind::IssueCorrection => (self.is_public(), "it is not live"),
            Kind::Archive => (self.live_state == LiveState::Live, "it is not live"),
            Kind::Relist => (self.live_state == LiveState::Live, "no list shows it"),
            Kind::DiscardDraft => (draft != Draft::None, "there is no draft"),
            Kind::BreakLock => (false, "nobody holds it"),
        };
        (!is_open).then_some(why)
    }

    /// The action that decides whether `actor` may approve: one's own text takes more.
    pub fn approval(&self, actor: &Actor) -> Action {
        match actor {
            Actor::System { .. } => Action::TranslationApprove,
            _ if actor.user() == Some(self.text_author) => Action::TranslationApproveOwn,
            _ => Action::TranslationApprove,
        }
    }

    /// The draft lane after its text has changed. A reviewer fixes it in place.
    pub const fn after_edit(&self, by_reviewer: bool) -> DraftState {
        match self.draft_state {
            DraftState::InReview | DraftState::Approved | DraftState::Scheduled if by_reviewer => {
                self.draft_state
            }
            _ => DraftState::Draft,
        }
    }

    /// What `actor` may do with it now; `sections` are those of its story with those above.
    pub fn offers(&self, actor: &Actor, article: &Article, sections: &[SectionId]) -> Vec<Offer> {
        let subject = article.subject_of(self, sections.to_vec());
        let offer = |(kind, action)| {
            let action = match kind {
                Kind::Approve => self.approval(actor),
                _ => action,
            };
            let refusal = match actor.may(action, &subject) {
                Verdict::Allowed => self.obstacle(kind).map(ToOwned::to_owned),
                Verdict::Denied(needed) => Some(format!("this needs {}", needed.as_str())),
                Verdict::Own => Some("somebody else has to do this".to_owned()),
                Verdict::Unseen | Verdict::Anonymous => Some("sign in first".to_owned()),
            };
            Offer { kind, refusal }
        };
        ACTIONS.into_iter().map(offer).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::translation::tests::translation;
    use super::*;

    #[test]
    fn an_edit_falls_back_to_draft_unless_a_reviewer_makes_it() {
        use DraftState::{Approved, ChangesRequested, Draft, InReview, None, Scheduled};
        let after =
            |state, by_reviewer| translation(state, LiveState::Live).after_edit(by_reviewer);

        for state in [None, Draft, ChangesRequested, InReview, Approved, Scheduled] {
            assert_eq!(after(state, false), Draft, "{state}");
        }
        for state in [InReview, Approved, Scheduled] {
            assert_eq!(after(state, true), state);
        }
        assert_eq!(after(None, true), Draft);
    }

    #[test]
    fn a_flash_waits_for_approval_until_a_new_draft_is_opened() {
        let mut one = translation(DraftState::None, LiveState::Live);
        assert!(one.obstacle(Kind::Approve).is_some());

        one.after_review_since = Some(crate::platform::clock::Instant(1));
        assert_eq!(one.obstacle(Kind::Approve), None);
        one.draft_state = DraftState::Draft;

        assert!(one.obstacle(Kind::Approve).is_some());
    }
}
