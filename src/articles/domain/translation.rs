//! A story in one language: its two lanes, its kept texts, its public notes.

use super::content::Content;
use super::plan::Plan;
use super::rich_text::RichText;
use crate::addresses::Path;
use crate::app::Problem;
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, CorrectionId, RevisionId, TranslationId, UserId};
use crate::platform::locale::Locale;
use crate::vocabulary::{
    ArticleKind, CorrectionKind, CorrectionPlacement, DraftState, LiveState, RevisionReason,
    UnpublishReason, UserErrorCode,
};

/// One language of a story: a LIVE lane that readers see, and a DRAFT lane that is being prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// Its id.
    pub id: TranslationId,
    /// Its story.
    pub article_id: ArticleId,
    /// Its language.
    pub locale: Locale,
    /// Grows with every saved change of the working copy.
    pub version: i32,
    /// Its address word.
    pub slug: String,
    /// What readers see.
    pub live_state: LiveState,
    /// What is being prepared.
    pub draft_state: DraftState,
    /// The text that readers see or last saw.
    pub live_revision_id: Option<RevisionId>,
    /// The newest kept text of the open draft.
    pub draft_revision_id: Option<RevisionId>,
    /// Number of the newest revision.
    pub last_revision: i32,
    /// Revision of the source language that the text was made from.
    pub based_on_revision: Option<i32>,
    /// First time live; never changes.
    pub first_published_at: Option<Instant>,
    /// Last time that a text went live.
    pub last_published_at: Option<Instant>,
    /// Byline clock shown to readers when it must differ from the true one.
    pub display_published_at: Option<Instant>,
    /// Day of publication in the site's zone of that time; never moves.
    pub published_on: Option<Day>,
    /// Position in lists.
    pub listed_at: Option<Instant>,
    /// Last substantive change that a reader should know of.
    pub updated_at: Option<Instant>,
    /// Whether that change shows the `Updated` label.
    pub shows_update: bool,
    /// First publication as breaking news.
    pub breaking_since: Option<Instant>,
    /// When and why it was taken down.
    pub withdrawal: Option<Withdrawal>,
    /// What is planned to happen to it.
    pub plan: Plan,
    /// Who was asked to review the draft.
    pub reviewer: Option<UserId>,
    /// Since when a text is live that nobody had approved; `None` once somebody has looked at it.
    pub after_review_since: Option<Instant>,
    /// Who last changed the text.
    pub text_author: UserId,
    /// When it was opened.
    pub created_at: Instant,
    /// When anything of it last changed.
    pub changed_at: Instant,
}

/// What of a translation its story and its other languages go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    listed_at: Option<Instant>,
    publish_at: Option<Instant>,
    live_revision_id: Option<RevisionId>,
    based_on_revision: Option<i32>,
}

/// A takedown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Since when.
    pub at: Instant,
    /// Why.
    pub reason: UnpublishReason,
    /// Public explanation.
    pub notice: Option<String>,
}

/// An immutable text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// Its translation.
    pub translation_id: TranslationId,
    /// 1, 2, 3 … without gaps.
    pub number: i32,
    /// The version of the working copy that it was kept at; `None` of texts from elsewhere.
    pub version: Option<i32>,
    /// Why it was kept.
    pub reason: RevisionReason,
    /// What its maker said.
    pub note: Option<String>,
    /// Revision of the source that it was made from.
    pub based_on_revision: Option<i32>,
    /// When it was kept.
    pub created_at: Instant,
    /// By whom.
    pub created_by: UserId,
    /// The text.
    pub content: Content,
}

/// A public note on a change after publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// Its translation.
    pub translation_id: TranslationId,
    /// What it says.
    pub kind: CorrectionKind,
    /// Its words.
    pub text: RichText,
    /// Where it stands.
    pub placement: CorrectionPlacement,
    /// The block that it is about.
    pub block_id: Option<String>,
    /// Whether it shows the `Updated` label.
    pub shows_update: bool,
    /// When it was issued.
    pub issued_at: Instant,
    /// By whom.
    pub issued_by: UserId,
    /// The revision that carries the change.
    pub revision: i32,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Instant>,
}

impl Correction {
    /// Whether readers see it at `now`: it is issued, and not withdrawn.
    pub fn is_public_at(&self, now: Instant) -> bool {
        self.issued_at <= now && self.withdrawn_at.is_none_or(|at| now < at)
    }

    /// Faults of the note beside the text that it is on; paths start at the note.
    pub fn problems(&self, content: &Content) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, code, why: &str| {
            problems.push(Problem::at([field], code, why));
        };
        if self.text.is_blank() {
            wrong("text", UserErrorCode::Required, "say what was changed");
        }
        if self.text.chars() > 2_000 {
            wrong("text", UserErrorCode::TooLong, "at most 2000 characters");
        }
        if self.shows_update && !self.updates() {
            wrong(
                "showUpdateLabel",
                UserErrorCode::Invalid,
                "only for UPDATE and CORRECTION",
            );
        }
        let has = |id: &String| content.blocks.iter().any(|block| block.id() == id);
        if self.block_id.as_ref().is_some_and(|id| !has(id)) {
            wrong(
                "blockId",
                UserErrorCode::NotFound,
                "no block of this body has this id",
            );
        }
        problems
    }

    /// Whether it tells of a change that moves the time of the last update.
    pub const fn updates(&self) -> bool {
        matches!(
            self.kind,
            CorrectionKind::Update | CorrectionKind::Correction
        )
    }
}

impl Withdrawal {
    /// The HTTP status of its address: 451 (RFC 7725) for a legal order, else 410.
    pub const fn status(&self) -> i32 {
        match self.reason {
            UnpublishReason::LegalOrder => 451,
            _ => 410,
        }
    }
}

impl Translation {
    /// What its story and its other languages go by.
    pub fn standing(&self) -> Standing {
        Standing {
            listed_at: self.listed_at,
            publish_at: self.plan.publish.as_ref().map(|planned| planned.at),
            live_revision_id: self.live_revision_id,
            based_on_revision: self.based_on_revision,
        }
    }

    /// The path that the text has, or would have if it went live on `today`.
    pub fn path(&self, kind: ArticleKind, number: i64, today: Day) -> Path {
        match kind {
            ArticleKind::Page => Path::Page(self.slug.clone()),
            _ => {
                let day = self.published_on.unwrap_or(today);
                Path::Article {
                    day,
                    number,
                    slug: self.slug.clone(),
                }
            }
        }
    }

    /// Whether it was ever public.
    pub const fn was_published(&self) -> bool {
        self.first_published_at.is_some()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use uuid::Uuid;

    /// A translation in some state, with nothing else to it.
    pub fn translation(draft_state: DraftState, live_state: LiveState) -> Translation {
        Translation {
            id: TranslationId(Uuid::from_u128(1)),
            article_id: ArticleId(Uuid::from_u128(2)),
            locale: "uk".parse().unwrap(),
            version: 1,
            slug: "night-ferry".to_owned(),
            live_state,
            draft_state,
            live_revision_id: None,
            draft_revision_id: None,
            last_revision: 1,
            based_on_revision: None,
            first_published_at: None,
            last_published_at: None,
            display_published_at: None,
            published_on: None,
            listed_at: None,
            updated_at: None,
            shows_update: false,
            breaking_since: None,
            withdrawal: None,
            plan: Plan::default(),
            reviewer: None,
            after_review_since: None,
            text_author: UserId(Uuid::nil()),
            created_at: Instant(0),
            changed_at: Instant(0),
        }
    }
}
