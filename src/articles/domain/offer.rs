//! What may be done with a translation now, and by whom.

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

/// Everything that can be done with a translation in some state, and the action that decides on it.
const ACTIONS: [(TranslationActionKind, Action); 5] = [
    (TranslationActionKind::Edit, Action::TranslationSave),
    (TranslationActionKind::Publish, Action::TranslationPublish),
    (
        TranslationActionKind::Unpublish,
        Action::TranslationUnpublish,
    ),
    (
        TranslationActionKind::ChangeSlug,
        Action::TranslationChangeSlug,
    ),
    (
        TranslationActionKind::IssueCorrection,
        Action::CorrectionIssue,
    ),
];

impl Translation {
    /// What its state allows, permissions aside.
    pub fn allowed(&self) -> Vec<TranslationActionKind> {
        let kinds = ACTIONS.iter().map(|(kind, _)| *kind);
        kinds
            .filter(|kind| self.obstacle(*kind).is_none())
            .collect()
    }

    /// What stands in the way of an action in this state.
    fn obstacle(&self, kind: TranslationActionKind) -> Option<&'static str> {
        use TranslationActionKind as Kind;
        let is_public = matches!(self.live_state, LiveState::Live | LiveState::Archived);
        let has_draft = self.draft_state != DraftState::None;
        match kind {
            Kind::Publish if !has_draft && self.live_state != LiveState::Unpublished => {
                Some("there is no draft to publish")
            }
            Kind::Unpublish | Kind::IssueCorrection if !is_public => Some("it is not live"),
            _ => None,
        }
    }

    /// What `actor` may do with it now; `sections` are those of its story with those above.
    pub fn offers(&self, actor: &Actor, article: &Article, sections: &[SectionId]) -> Vec<Offer> {
        let subject = article.subject_of(self, sections.to_vec());
        let offer = |(kind, action)| {
            let refusal = match actor.may(action, &subject) {
                Verdict::Allowed => self.obstacle(kind).map(ToOwned::to_owned),
                Verdict::Denied(needed) => Some(format!("this needs {}", needed.as_str())),
                Verdict::Unseen | Verdict::Anonymous => Some("sign in first".to_owned()),
            };
            Offer { kind, refusal }
        };
        ACTIONS.into_iter().map(offer).collect()
    }
}
