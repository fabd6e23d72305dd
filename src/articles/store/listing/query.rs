//! What a list shows, in which order, and where an item stands in it.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, ExprTrait};
use serde::{Deserialize, Serialize};

use super::on_view;
use crate::app::Call;
use crate::articles::domain::Publication;
use crate::articles::store::rows::publication;
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AuthorId, SectionId, TagId, TypedId};
use crate::platform::locale::Locale;
use crate::vocabulary::{ArticleKind, HeadlineEmphasis};

/// How long breaking news stays breaking, as the filter by emphasis must know.
pub const BREAKING_MS: i64 = 3 * 60 * 60 * 1000;

/// What a list shows; all given conditions hold, inside one list any value matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// The edition.
    pub locale: Locale,
    /// Whose own list it is: a tag, an author, or a section with those below it. A story stands
    /// under any of them, whatever the other conditions say.
    pub under: Vec<Uuid>,
    /// Kinds of story; PAGE only when it is named here.
    pub kinds: Vec<ArticleKind>,
    /// Sections, those below them already added by the caller.
    pub sections: Vec<SectionId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Authors.
    pub authors: Vec<AuthorId>,
    /// First day, inclusive.
    pub from: Option<Day>,
    /// Last day, inclusive.
    pub to: Option<Day>,
    /// Weights of the headline, as they show now.
    pub emphasis: Vec<HeadlineEmphasis>,
    /// Stories to leave out.
    pub exclude: Vec<ArticleId>,
    /// Listed at this moment or later.
    pub listed_since: Option<Instant>,
    /// In which order.
    pub order: ListOrder,
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListOrder {
    /// By `listedAt`, newest first.
    Listed,
    /// By `publishedAt`, newest first.
    Newest,
    /// By `publishedAt`, oldest first.
    Oldest,
}

/// Place of an item in a list: the moment that it is ordered by, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListKey(pub i64, pub i64);

impl ListOrder {
    /// Name of the order in cursors.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }

    pub(super) const fn column(self) -> publication::Column {
        match self {
            Self::Listed => publication::Column::ListedAt,
            Self::Newest | Self::Oldest => publication::Column::PublishedAt,
        }
    }

    /// Whether the order goes from the least on.
    pub const fn ascends(self) -> bool {
        matches!(self, Self::Oldest)
    }

    /// Place of a publication in a list of this order.
    pub const fn key(self, publication: &Publication) -> ListKey {
        match self {
            Self::Listed => ListKey(publication.listed_at.0, publication.number),
            Self::Newest | Self::Oldest => ListKey(publication.published_at.0, publication.number),
        }
    }
}

impl ListQuery {
    /// Everything of an edition, newest first.
    pub const fn all(locale: Locale) -> Self {
        Self {
            locale,
            under: Vec::new(),
            kinds: Vec::new(),
            sections: Vec::new(),
            tags: Vec::new(),
            authors: Vec::new(),
            from: None,
            to: None,
            emphasis: Vec::new(),
            exclude: Vec::new(),
            listed_since: None,
            order: ListOrder::Listed,
        }
    }

    /// The list of a tag or an author, or of a section with those below it, newest first.
    pub fn under<I: TypedId>(locale: Locale, ids: impl IntoIterator<Item = I>) -> Self {
        Self {
            under: ids.into_iter().map(TypedId::uuid).collect(),
            ..Self::all(locale)
        }
    }

    /// The newest stories under any of a story's tags, itself and `exclude` left out: among them
    /// those that share most are sought. `None` for a story without tags.
    pub fn sharing_tags(story: &Publication, exclude: &[ArticleId]) -> Option<(Self, u32)> {
        let query = Self {
            tags: story.card.tags.clone(),
            exclude: exclude.iter().copied().chain([story.article_id]).collect(),
            ..Self::all(story.locale)
        };
        (!query.tags.is_empty()).then_some((query, SHARING_CANDIDATES))
    }

    /// The lists of terms, the most selective kind first.
    pub fn terms(&self) -> Vec<Vec<Uuid>> {
        let of = |ids: Vec<Uuid>| (!ids.is_empty()).then_some(ids);
        [
            of(self.under.clone()),
            of(self.tags.iter().map(|id| id.uuid()).collect()),
            of(self.authors.iter().map(|id| id.uuid()).collect()),
            of(self.sections.iter().map(|id| id.uuid()).collect()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Conditions on the publication itself.
    pub(in crate::articles::store) fn conditions(&self, call: &Call) -> Condition {
        use publication::Column as C;
        let mut all = on_view(call)
            .add(C::Locale.eq(self.locale))
            .add(C::IsListed.eq(true));
        all = if self.kinds.is_empty() {
            all.add(C::Kind.ne(ArticleKind::Page))
        } else {
            all.add(C::Kind.is_in(self.kinds.iter().copied()))
        };
        all = match (self.from, self.to) {
            // One day stands in its index in the order of lists; several would have to be sorted.
            (Some(day), Some(to)) if day == to => all.add(C::PublishedOn.eq(day)),
            (from, to) => all
                .add_option(from.map(|day| C::PublishedOn.gte(day)))
                .add_option(to.map(|day| C::PublishedOn.lte(day))),
        };
        if let Some(since) = self.listed_since {
            all = all.add(C::ListedAt.gte(since));
        }
        if !self.exclude.is_empty() {
            all = all.add(C::ArticleId.is_not_in(self.exclude.iter().copied()));
        }
        if !self.emphasis.is_empty() {
            all = all.add(self.emphasis_at(call.now()));
        }
        all
    }

    fn emphasis_at(&self, now: Instant) -> Condition {
        use publication::Column as C;
        let calm = C::BreakingSince.lte(now.plus_ms(-BREAKING_MS));
        let breaking = || C::Emphasis.eq(HeadlineEmphasis::Breaking);
        self.emphasis
            .iter()
            .fold(Condition::any(), |any, emphasis| match emphasis {
                HeadlineEmphasis::Normal => any.add(C::Emphasis.eq(HeadlineEmphasis::Normal)),
                HeadlineEmphasis::Strong => any
                    .add(C::Emphasis.eq(HeadlineEmphasis::Strong))
                    .add(breaking().and(calm.clone())),
                HeadlineEmphasis::Breaking => any.add(breaking().and(calm.clone().not())),
            })
    }
}

/// Among how many of the newest stories under any of the tags the related ones are sought.
const SHARING_CANDIDATES: u32 = 40;
