//! What lists go by: which publications a list holds, told without asking the database. Whoever
//! keeps a page of a list learns by it whether a change concerns the page.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use serde::{Deserialize, Serialize};

use super::listing::{BREAKING_MS, LightRow, ListKey, ListOrder, ListQuery};
use super::rows::publication;
use crate::app::changes::Change;
use crate::app::{Call, Result};
use crate::articles::domain::Publication;
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, SectionId, TypedId};
use crate::platform::locale::Locale;
use crate::platform::page::Page;
use crate::vocabulary::{ArticleKind, HeadlineEmphasis};

/// One publication, as far as lists ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// The story.
    pub article: ArticleId,
    /// The edition.
    pub locale: Locale,
    /// What sort of story it is.
    pub kind: ArticleKind,
    /// Whether lists show it.
    pub is_listed: bool,
    /// Its day.
    pub day: Day,
    /// Its place in lists.
    pub listed_at: Instant,
    /// Its place in lists by publication.
    pub published_at: Instant,
    /// Its number.
    pub number: i64,
    /// Weight of its headline, as the editor set it.
    pub emphasis: HeadlineEmphasis,
    /// Since when it is breaking news.
    pub breaking_since: Option<Instant>,
    /// Sections, tags and authors that it stands under.
    pub terms: Vec<Uuid>,
}

/// A page of a list as it was read: what stands from one place to another, both included; from the
/// start or to the end of the list where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRead {
    /// The list.
    pub query: ListQuery,
    /// The first place that was looked at.
    pub from: Option<ListKey>,
    /// The last place that was looked at.
    pub until: Option<ListKey>,
}

/// What a list is known by: the narrowest that all it holds have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownBy {
    /// Each stands under one of these terms.
    Under(Vec<Uuid>),
    /// All are of this day.
    Day(Day),
    /// All are of this edition.
    News(Locale),
}

impl Listed {
    /// What lists ask of a publication.
    pub fn of(publication: &Publication) -> Self {
        let card = &publication.card;
        let sections = std::iter::once(publication.section).chain(card.secondary_sections.clone());
        let terms = sections
            .map(SectionId::uuid)
            .chain(card.tags.iter().map(|id| id.uuid()))
            .chain(card.byline.iter().map(|part| part.author_id.uuid()));
        Self {
            article: publication.article_id,
            locale: publication.locale,
            kind: publication.kind,
            is_listed: publication.is_listed,
            day: publication.published_on,
            listed_at: publication.listed_at,
            published_at: publication.published_at,
            number: publication.number,
            emphasis: publication.emphasis,
            breaking_since: publication.breaking_since,
            terms: terms.collect(),
        }
    }

    const fn key(&self, order: ListOrder) -> ListKey {
        match order {
            ListOrder::Listed => ListKey(self.listed_at.0, self.number),
            ListOrder::Newest | ListOrder::Oldest => ListKey(self.published_at.0, self.number),
        }
    }
}

impl PageRead {
    /// A list from its start to its end.
    pub const fn whole(query: ListQuery) -> Self {
        Self {
            query,
            from: None,
            until: None,
        }
    }

    /// What was looked at for a page, `last` being the last of the list that was read.
    pub fn of(query: &ListQuery, page: &Page<ListKey>, last: Option<ListKey>) -> Self {
        let (from, until) = if page.backwards {
            (last, page.before)
        } else {
            (page.after, last)
        };
        let query = query.clone();
        Self { query, from, until }
    }

    /// What the list is known by.
    pub fn known_by(&self) -> KnownBy {
        let query = &self.query;
        let terms = query.terms().into_iter().min_by_key(Vec::len);
        match (terms, query.from) {
            (Some(terms), _) => KnownBy::Under(terms),
            (None, Some(day)) if query.to == Some(day) => KnownBy::Day(day),
            (None, _) => KnownBy::News(query.locale),
        }
    }

    /// Whether a publication stands, or stood, where it was looked at. What the headlines weigh is
    /// not asked, because that passes.
    pub fn holds(&self, listed: &Listed) -> bool {
        self.query.holds(listed) && self.reaches(listed.key(self.query.order))
    }

    fn reaches(&self, key: ListKey) -> bool {
        let (low, high) = if self.query.order.ascends() {
            (self.from, self.until)
        } else {
            (self.until, self.from)
        };
        low.is_none_or(|low| low <= key) && high.is_none_or(|high| key <= high)
    }
}

impl ListQuery {
    /// Whether the list holds a publication, were the moment and its headline right.
    fn holds(&self, listed: &Listed) -> bool {
        let of_kind = if self.kinds.is_empty() {
            listed.kind != ArticleKind::Page
        } else {
            self.kinds.contains(&listed.kind)
        };
        of_kind
            && listed.is_listed
            && self.locale == listed.locale
            && self.from.is_none_or(|from| from <= listed.day)
            && self.to.is_none_or(|to| listed.day <= to)
            && self
                .listed_since
                .is_none_or(|since| since <= listed.listed_at)
            && !self.exclude.contains(&listed.article)
            && self
                .terms()
                .iter()
                .all(|any| any.iter().any(|term| listed.terms.contains(term)))
    }
}

/// What becomes different when readers get a publication, or do so no longer (`ends`): now or at
/// `at`.
pub fn change_of(publication: &Publication, at: Option<Instant>, ends: bool) -> Change {
    let listing = serde_json::to_value(Listed::of(publication));
    let names = [publication.slug.clone(), publication.number.to_string()];
    let mut change = Change::of(publication.article_id).named(names);
    change.things.push(publication.translation_id.uuid());
    change
        .things
        .push(in_edition(publication.article_id, publication.locale));
    change.at = at;
    change.ends = ends;
    let (path, is_indexable) = (publication.path(), publication.is_indexable);
    change.mention = Some(format!("{path:?} {is_indexable}"));
    change.listing = listing.ok();
    change
}

/// A story as one edition shows it, as a thing of its own.
pub fn in_edition(id: ArticleId, locale: Locale) -> Uuid {
    let mut mixed = id.uuid().into_bytes();
    for (byte, letter) in mixed.iter_mut().rev().zip(locale.as_str().bytes()) {
        *byte ^= letter;
    }
    // The bits of the version keep it apart from all ids of things.
    mixed[6] |= 0xf0;
    Uuid::from_bytes(mixed)
}

/// What becomes different by itself after `since`, each with its moment: publications that begin
/// or end, and headlines that calm down.
///
/// # Errors
/// Those of the database.
pub async fn upcoming(call: &Call, since: Instant) -> Result<Vec<(Instant, Change)>> {
    use publication::Column as C;
    let breaking_since = since.plus_ms(-BREAKING_MS);
    let calms = C::Emphasis
        .eq(HeadlineEmphasis::Breaking)
        .and(C::BreakingSince.gt(breaking_since));
    let ends = C::VisibleUntil
        .gt(since)
        .and(C::VisibleUntil.lt(Instant::FOREVER));
    let soon = Condition::any()
        .add(C::VisibleFrom.gt(since))
        .add(ends)
        .add(calms);
    let is_ever = ExprTrait::lt(Expr::col(C::VisibleFrom), Expr::col(C::VisibleUntil));
    let rows = publication::Entity::find()
        .filter(soon)
        .filter(is_ever)
        .into_partial_model::<LightRow>()
        .all(call.db())
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let publication = Publication::from(row);
        let calms = publication.breaking_since.map(|at| at.plus_ms(BREAKING_MS));
        let turns = [
            Some((publication.visible_from, false)),
            Some((publication.visible_until, true)),
            calms.map(|at| (at, false)),
        ];
        for (at, ends) in turns.into_iter().flatten() {
            if since < at && at < Instant::FOREVER {
                found.push((at, change_of(&publication, Some(at), ends)));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    Ok(found)
}
