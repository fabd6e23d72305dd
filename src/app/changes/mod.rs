//! What writes changed of what readers are given, in the order in which this node learnt of it:
//! whoever keeps answers drops them by it.
//!
//! A write of this node is noted as soon as it is committed. Writes of others are read from the
//! table `changes`; [`follow`] does that several times a second. As long as the table cannot be
//! read, [`Changes::are_followed`] says so and nothing kept may be used.

mod follow;
mod table;

use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

pub use follow::{follow, look};
pub(super) use table::write;

use crate::platform::clock::Instant;
use crate::platform::ids::TypedId;
use crate::policy::Action;

/// How many changes are remembered: whoever is further behind drops everything.
const REMEMBERED: usize = 4_096;

/// One thing that became different for readers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The thing, and others that are read by their own ids and changed with it.
    pub things: Vec<Uuid>,
    /// What stands before the id of the first of them outside.
    pub kind: String,
    /// Address words, numbers and paths that led to it before or lead to it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// When it becomes different; `None` = it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// Whether readers get it no longer, rather than from then on.
    #[serde(default)]
    pub ends: bool,
    /// What answers that only mention the thing say of it: where it takes the place of itself and
    /// this is the same, they stay as they are. They read it by the first of `things`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
    /// What lists go by when they hold the thing; its own module reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<Json>,
}

impl Change {
    /// A change of a thing.
    pub fn of<I: TypedId>(id: I) -> Self {
        Self {
            things: vec![id.uuid()],
            kind: I::PREFIX.to_owned(),
            ..Self::default()
        }
    }

    /// The same, of a thing that names lead to.
    #[must_use]
    pub fn named(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.names.extend(names);
        self.names.sort_unstable();
        self.names.dedup();
        self
    }
}

/// What one transaction changed for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Changed {
    /// So much that it is not told apart.
    Everything,
    /// These things.
    Things(Vec<Change>),
    /// These things, and facts that are held in memory.
    Facts(Vec<Change>),
}

impl Changed {
    /// What these changes come to. Where a thing takes the place of itself, what is the same of both
    /// has not changed.
    pub(super) fn things(mut changes: Vec<Change>, with_facts: bool) -> Self {
        let is_now = |one: &Change| one.at.is_none();
        let replaces = |one: &Change, other: &Change| {
            one.ends != other.ends && one.things == other.things && is_now(one) && is_now(other)
        };
        let same = |one: &Change| {
            let twin = changes.iter().find(|other| replaces(one, other))?;
            let is_mentioned_alike = one.mention.is_some() && one.mention == twin.mention;
            Some((is_mentioned_alike, one.listing == twin.listing))
        };
        let same: Vec<_> = changes.iter().map(same).collect();
        for (change, same) in changes.iter_mut().zip(same) {
            let (is_mentioned_alike, is_listed_alike) = same.unwrap_or_default();
            if is_mentioned_alike {
                change.things.remove(0);
                change.names.clear();
            }
            if is_listed_alike {
                change.listing = None;
            }
        }
        if with_facts {
            Self::Facts(changes)
        } else {
            Self::Things(changes)
        }
    }

    /// The things, if they are told apart.
    pub fn told(&self) -> Option<&[Change]> {
        match self {
            Self::Everything => None,
            Self::Things(things) | Self::Facts(things) => Some(things),
        }
    }
}

/// The changes that this node has learnt of.
#[derive(Debug, Default)]
pub struct Changes {
    latest: AtomicU64,
    facts: AtomicU64,
    are_followed: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The newest last.
    recent: VecDeque<Arc<Changed>>,
    /// Rows of this node's own writes that the table will show again.
    own: HashSet<Uuid>,
    /// How far the table was read.
    place: Option<table::Place>,
}

impl Changes {
    /// Number of the newest change; it grows by one with each.
    pub fn latest(&self) -> u64 {
        self.latest.load(Ordering::Acquire)
    }

    /// How often facts that are held in memory have changed.
    pub fn facts(&self) -> u64 {
        self.facts.load(Ordering::Acquire)
    }

    /// Whether the writes of all nodes are heard of, so that what is kept may be used.
    pub fn are_followed(&self) -> bool {
        self.are_followed.load(Ordering::Acquire)
    }

    /// The changes after the one with the number `after`; `None` when they are forgotten.
    pub fn since(&self, after: u64) -> Option<Vec<Arc<Changed>>> {
        let state = self.state();
        let behind = usize::try_from(self.latest().saturating_sub(after)).ok()?;
        let from = state.recent.len().checked_sub(behind)?;
        Some(state.recent.range(from..).cloned().collect())
    }

    /// Notes what a committed write of this node changed; `row` is its row of the table.
    pub(super) fn note(&self, row: Uuid, changed: Changed) {
        let mut state = self.state();
        if self.are_followed() {
            state.own.insert(row);
        }
        self.push(&mut state, Arc::new(changed));
    }

    fn push(&self, state: &mut State, changed: Arc<Changed>) {
        if state.recent.len() == REMEMBERED {
            state.recent.pop_front();
        }
        if !matches!(*changed, Changed::Things(_)) {
            self.facts.fetch_add(1, Ordering::Release);
        }
        state.recent.push_back(changed);
        self.latest.fetch_add(1, Ordering::Release);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an action changes so much of what readers get that it is not told apart. Where it does
/// not, the stores tell each thing that they change.
#[expect(clippy::too_many_lines, reason = "one table of all actions")]
pub(super) const fn changes_everything(action: Action) -> bool {
    use Action as A;
    match action {
        // Stories: what their publications become is told by the store.
        A::ArticleCreate
        | A::ArticleUpdate
        | A::ArticleUpdateLive
        | A::ArticlePublish
        | A::ArticleUnpublish
        | A::ArticleSetEmbargo
        | A::ArticleTrash
        | A::TranslationCreate
        | A::TranslationSave
        | A::TranslationMarkCurrent
        | A::TranslationChangeSlug
        | A::TranslationPublish
        | A::TranslationBackdate
        | A::TranslationUnpublish
        | A::TranslationSubmit
        | A::TranslationRequestChanges
        | A::TranslationApprove
        | A::TranslationApproveOwn
        | A::TranslationSchedule
        | A::TranslationUnschedule
        | A::TranslationOverrideEmbargo
        | A::TranslationOverrideRights
        | A::TranslationReschedule
        | A::TranslationArchive
        | A::TranslationUnarchive
        | A::TranslationDiscardDraft
        | A::TranslationRevert
        | A::TranslationRelist
        | A::TranslationGoLive
        | A::TranslationGoOff
        | A::CorrectionIssue
        | A::CorrectionWithdraw => false,
        // Seen by the staff alone.
        A::LockAcquire
        | A::LockRenew
        | A::LockRelease
        | A::LockBreak
        | A::CommentAdd
        | A::CommentReply
        | A::CommentResolve
        | A::CommentReopen
        | A::PreviewLinkCreate
        | A::ArticlePurge
        | A::TranslationPrune
        | A::AuditTrim
        | A::UploadsForget
        | A::ApiTokenCreate
        | A::ApiTokenRevoke
        | A::ApiTokenUse
        | A::UserCreate
        | A::UserInvite
        | A::UserAccept
        | A::UserSetAssignments
        | A::UserSuspend
        | A::SessionBegin
        | A::SessionRefresh
        | A::SessionEnd
        | A::DocumentsUse
        | A::AdEventsRecord => false,
        // What is sold is decided on at each request, and no answer with it is kept.
        A::AdvertiserCreate
        | A::AdvertiserUpdate
        | A::CampaignCreate
        | A::CampaignUpdate
        | A::CampaignPause
        | A::CampaignResume
        | A::CampaignArchive
        | A::LineItemCreate
        | A::LineItemUpdate
        | A::LineItemSubmit
        | A::LineItemApprove
        | A::LineItemPause
        | A::LineItemResume
        | A::LineItemArchive
        | A::CreativeCreate
        | A::CreativeUpdate
        | A::CreativeApprove
        | A::CreativeReject => false,
        // By `touch_facts`: an answer may have been given by the hash of a document.
        A::DocumentsPush | A::DocumentsRemove => false,
        // Told one by one.
        A::TagCreate
        | A::TagUpdate
        | A::AuthorCreate
        | A::AuthorUpdate
        | A::AssetBeginUpload
        | A::AssetCompleteUpload
        | A::AssetUpdate
        | A::AssetRetire
        | A::FrontPin
        | A::FrontUnpin
        | A::FrontArrange
        | A::FrontOpen
        | A::FrontFree
        | A::RedirectCreate
        | A::RedirectDelete => false,
        // Rare, and seen on every page.
        A::TagMerge
        | A::TagRetire
        | A::AuthorMerge
        | A::SectionCreate
        | A::SectionUpdate
        | A::SectionMove
        | A::SectionRetire
        | A::MenuSave
        | A::CallToActionCreate
        | A::CallToActionUpdate
        | A::SettingsUpdate
        | A::PlacementCreate
        | A::PlacementUpdate
        | A::ClockRulesAdopt
        | A::SearchRebuild
        | A::NewsroomImport => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    #[test]
    fn changes_are_told_in_their_order_from_any_place() {
        let changes = Changes::default();
        let one = Changed::Things(vec![Change::default()]);
        changes.note(row(1), one.clone());
        changes.note(row(2), Changed::Everything);

        let told = |after| {
            let since = changes.since(after).unwrap();
            since.iter().map(|one| (**one).clone()).collect::<Vec<_>>()
        };

        assert_eq!(changes.latest(), 2);
        assert_eq!(told(0), [one, Changed::Everything]);
        assert_eq!(told(1), [Changed::Everything]);
        assert_eq!(told(2), []);
    }

    #[test]
    fn what_is_replaced_by_its_like_is_mentioned_as_before() {
        let of = |ends, mention: &str| Change {
            things: vec![row(1), row(2)],
            ends,
            mention: Some(mention.to_owned()),
            ..Change::default()
        };
        let things = |changes| {
            let changed = Changed::things(changes, false);
            changed.told().unwrap()[0].things.clone()
        };

        assert_eq!(things(vec![of(true, "a"), of(false, "a")]), [row(2)]);
        assert_eq!(
            things(vec![of(true, "a"), of(false, "b")]),
            [row(1), row(2)]
        );
        assert_eq!(things(vec![of(true, "a")]), [row(1), row(2)]);
    }

    #[test]
    fn who_is_too_far_behind_is_told_so() {
        let changes = Changes::default();
        for number in 0..=REMEMBERED as u128 {
            changes.note(row(number), Changed::Everything);
        }

        assert!(changes.since(0).is_none());
        assert!(changes.since(1).is_some());
    }
}
