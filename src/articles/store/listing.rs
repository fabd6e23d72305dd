//! Lists of what readers see: one statement each, by keyset, whatever the size of the archive.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, Order as Direction, Query, SelectStatement, SimpleExpr,
    UnionType,
};
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::listed::PageRead;
use super::rows::{publication, term};
use super::seen::known_article;
use crate::app::{Call, Result, Tx};
use crate::articles::domain::{Card, Publication};
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{
    ArticleId, AuthorId, PublicationId, RevisionId, SectionId, TagId, TranslationId, TypedId,
};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
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

    const fn column(self) -> publication::Column {
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
    pub(super) fn conditions(&self, call: &Call) -> Condition {
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

/// Publications that readers get at the moment of the call. Somebody of the newsroom who looks ahead
/// is not shown what an embargo keeps from them.
pub fn on_view(call: &Call) -> Condition {
    let open = Condition::all()
        .add(publication::Column::VisibleFrom.lte(call.now()))
        .add(publication::Column::VisibleUntil.gt(call.now()));
    match call.looks_ahead() {
        Some((actor, at)) => {
            open.add_option(known_article(actor, at, publication::Column::ArticleId))
        }
        None => open,
    }
}

/// Everything of a publication but its text.
pub const LIGHT: &[publication::Column] = {
    use publication::Column as C;
    &[
        C::Id,
        C::ArticleId,
        C::TranslationId,
        C::Locale,
        C::Number,
        C::RevisionId,
        C::Revision,
        C::Kind,
        C::Slug,
        C::PublishedOn,
        C::SectionId,
        C::PublishedAt,
        C::UpdatedAt,
        C::ShowsUpdate,
        C::ListedAt,
        C::VisibleFrom,
        C::VisibleUntil,
        C::IsListed,
        C::IsIndexable,
        C::IsRetracted,
        C::Emphasis,
        C::BreakingSince,
        C::Card,
    ]
};

/// A row of [`LIGHT`] columns.
#[derive(Debug, FromQueryResult)]
pub struct LightRow {
    pub id: PublicationId,
    pub article_id: ArticleId,
    pub translation_id: TranslationId,
    pub locale: Locale,
    pub number: i64,
    pub revision_id: RevisionId,
    pub revision: i32,
    pub kind: ArticleKind,
    pub slug: String,
    pub published_on: Day,
    pub section_id: SectionId,
    pub published_at: Instant,
    pub updated_at: Option<Instant>,
    pub shows_update: bool,
    pub listed_at: Instant,
    pub visible_from: Instant,
    pub visible_until: Instant,
    pub is_listed: bool,
    pub is_indexable: bool,
    pub is_retracted: bool,
    pub emphasis: HeadlineEmphasis,
    pub breaking_since: Option<Instant>,
    pub card: Json<Card>,
}

impl From<LightRow> for Publication {
    fn from(row: LightRow) -> Self {
        Self {
            id: row.id,
            article_id: row.article_id,
            translation_id: row.translation_id,
            locale: row.locale,
            number: row.number,
            revision_id: row.revision_id,
            revision: row.revision,
            kind: row.kind,
            slug: row.slug,
            published_on: row.published_on,
            section: row.section_id,
            published_at: row.published_at,
            updated_at: row.updated_at,
            shows_update: row.shows_update,
            listed_at: row.listed_at,
            visible_from: row.visible_from,
            visible_until: row.visible_until,
            is_listed: row.is_listed,
            is_indexable: row.is_indexable,
            is_retracted: row.is_retracted,
            emphasis: row.emphasis,
            breaking_since: row.breaking_since,
            card: row.card.0,
        }
    }
}

/// `(column, number) < key` or `>`, by which a list goes on.
fn beyond(left: [SimpleExpr; 2], key: ListKey, ascending: bool) -> SimpleExpr {
    let place = Expr::tuple(left);
    let key = Expr::tuple([Expr::val(key.0), Expr::val(key.1)]);
    if ascending {
        place.gt(key)
    } else {
        place.lt(key)
    }
}

fn keyset(page: &Page<ListKey>, order: ListOrder, left: &[SimpleExpr; 2]) -> Condition {
    let after = page
        .after
        .map(|key| beyond(left.clone(), key, order.ascends()));
    let before = page
        .before
        .map(|key| beyond(left.clone(), key, !order.ascends()));
    Condition::all().add_option(after).add_option(before)
}

const fn direction(page: &Page<ListKey>, order: ListOrder) -> Direction {
    if page.backwards == order.ascends() {
        Direction::Desc
    } else {
        Direction::Asc
    }
}

/// Ids of the first `size + 1` publications under one term, by the term's own index.
fn under_term(
    term_id: Uuid,
    query: &ListQuery,
    page: &Page<ListKey>,
    call: &Call,
    others: &[Vec<Uuid>],
) -> SelectStatement {
    let moment = (term::Entity, term::Column::ListedAt);
    let number = (term::Entity, term::Column::Number);
    let left = [Expr::col(moment), Expr::col(number)];
    let mut select = Query::select();
    select
        .column((publication::Entity, publication::Column::Id))
        .from(term::Entity)
        .inner_join(
            publication::Entity,
            Expr::col((publication::Entity, publication::Column::Id))
                .equals((term::Entity, term::Column::PublicationId)),
        )
        .and_where(Expr::col((term::Entity, term::Column::TermId)).eq(term_id))
        .and_where(Expr::col((term::Entity, term::Column::Locale)).eq(query.locale))
        .cond_where(query.conditions(call))
        .cond_where(under_all(others))
        .cond_where(keyset(page, ListOrder::Listed, &left))
        .order_by(moment, direction(page, ListOrder::Listed))
        .order_by(number, direction(page, ListOrder::Listed))
        .limit(u64::from(page.size) + 1);
    select
}

/// Publications that stand under any term of each list.
fn under_all(lists: &[Vec<Uuid>]) -> Condition {
    lists.iter().fold(Condition::all(), |all, list| {
        let held = Query::select()
            .column(term::Column::PublicationId)
            .from(term::Entity)
            .and_where(Expr::col((term::Entity, term::Column::TermId)).is_in(list.iter().copied()))
            .to_owned();
        all.add(Expr::col((publication::Entity, publication::Column::Id)).in_subquery(held))
    })
}

/// The ids that a list by terms is made of: one bounded subquery a term, so that the size of the
/// archive does not matter.
fn under_any(
    terms: &[Uuid],
    others: &[Vec<Uuid>],
    query: &ListQuery,
    page: &Page<ListKey>,
    call: &Call,
) -> SelectStatement {
    let mut wrapped = terms.iter().enumerate().map(|(place, term_id)| {
        let inner = under_term(*term_id, query, page, call, others);
        let name = Alias::new(format!("t{place}"));
        Query::select()
            .column("id")
            .from_subquery(inner, name)
            .to_owned()
    });
    let mut all = wrapped.next().unwrap_or_default();
    for one in wrapped {
        all.union(UnionType::All, one);
    }
    all
}

/// One page of a list.
///
/// # Errors
/// Those of the database.
pub async fn list(
    call: &Call,
    query: &ListQuery,
    page: &Page<ListKey>,
) -> Result<Slice<Publication>> {
    Ok(page_of(call, query, page).await?.0)
}

/// One page of a list, and the part of the list that was looked at for it.
///
/// # Errors
/// Those of the database.
pub async fn page_of(
    call: &Call,
    query: &ListQuery,
    page: &Page<ListKey>,
) -> Result<(Slice<Publication>, PageRead)> {
    let terms = query.terms();
    let column = (publication::Entity, query.order.column());
    let number = (publication::Entity, publication::Column::Number);
    let mut find = publication::Entity::find()
        .select_only()
        .columns(LIGHT.iter().copied());
    find = match (terms.split_first(), query.order) {
        (Some((driver, others)), ListOrder::Listed) => {
            let ids = under_any(driver, others, query, page, call);
            find.filter(Expr::col((publication::Entity, publication::Column::Id)).in_subquery(ids))
        }
        _ => find
            .filter(query.conditions(call))
            .filter(under_all(&terms))
            .filter(keyset(
                page,
                query.order,
                &[Expr::col(column), Expr::col(number)],
            )),
    };
    let direction = direction(page, query.order);
    let rows = find
        .order_by(Expr::col(column), direction.clone())
        .order_by(Expr::col(number), direction)
        .limit(u64::from(page.size) + 1)
        .into_model::<LightRow>()
        .all(call.db())
        .await?;
    let rows: Vec<Publication> = rows.into_iter().map(Into::into).collect();
    let is_more = rows.len() > page.size as usize;
    let last = rows.last().filter(|_| is_more);
    let last = last.map(|last| query.order.key(last));
    let read = PageRead::of(query, page, last);
    Ok((Slice::of(page, rows), read))
}

/// How many items a list has in all.
///
/// # Errors
/// Those of the database.
pub async fn count(call: &Call, query: &ListQuery) -> Result<i64> {
    let find = publication::Entity::find()
        .select_only()
        .column_as(publication::Column::Id.count(), "count")
        .filter(query.conditions(call))
        .filter(under_all(&query.terms()));
    let count = find.into_tuple::<i64>().one(call.db()).await?;
    Ok(count.unwrap_or_default())
}

/// A story that may fill a position, as much of it as the choice needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The story.
    pub article: ArticleId,
    /// Its publication.
    pub publication: PublicationId,
    /// Its section.
    pub section: SectionId,
    /// Its moment in lists.
    pub listed_at: Instant,
    /// Its number.
    pub number: i64,
}

impl Candidate {
    /// Its place in lists.
    pub const fn key(&self) -> ListKey {
        ListKey(self.listed_at.0, self.number)
    }
}

#[derive(FromQueryResult)]
struct CandidateRow {
    place: i32,
    article_id: ArticleId,
    id: PublicationId,
    section_id: SectionId,
    listed_at: Instant,
    number: i64,
}

/// The newest stories of several lists at once, at most so many of each, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn candidates(call: &Call, wanted: &[(ListQuery, u32)]) -> Result<Vec<Vec<Candidate>>> {
    let mut found = vec![Vec::new(); wanted.len()];
    let mut parts = wanted
        .iter()
        .enumerate()
        .map(|(place, (query, size))| candidates_of(place, query, *size, call));
    let Some(mut all) = parts.next() else {
        return Ok(found);
    };
    for part in parts {
        all.union(UnionType::All, part);
    }
    let rows = call.db().query_all(&all).await?;
    for row in &rows {
        let row = CandidateRow::from_query_result(row, "")?;
        if let Some(list) = usize::try_from(row.place)
            .ok()
            .and_then(|place| found.get_mut(place))
        {
            list.push(Candidate {
                article: row.article_id,
                publication: row.id,
                section: row.section_id,
                listed_at: row.listed_at,
                number: row.number,
            });
        }
    }
    for list in &mut found {
        list.sort_by_key(|one| std::cmp::Reverse((one.listed_at, one.number)));
    }
    Ok(found)
}

/// The newest stories of one list, marked with the list's place.
fn candidates_of(place: usize, query: &ListQuery, size: u32, call: &Call) -> SelectStatement {
    use publication::Column as C;
    let page = Page::first(size.saturating_sub(1));
    let terms = query.terms();
    let mut inner = Query::select();
    inner
        .expr_as(Expr::val(place as i32), "place")
        .columns([C::ArticleId, C::Id, C::SectionId, C::ListedAt, C::Number].map(qualified))
        .from(publication::Entity);
    match terms.split_first() {
        Some((driver, others)) => {
            let ids = under_any(driver, others, query, &page, call);
            inner.and_where(Expr::col(qualified(C::Id)).in_subquery(ids));
        }
        None => {
            inner.cond_where(query.conditions(call));
        }
    }
    inner
        .order_by(qualified(C::ListedAt), Direction::Desc)
        .order_by(qualified(C::Number), Direction::Desc)
        .limit(u64::from(size));
    let columns = [
        "place",
        "article_id",
        "id",
        "section_id",
        "listed_at",
        "number",
    ];
    let name = Alias::new(format!("z{place}"));
    Query::select()
        .columns(columns)
        .from_subquery(inner, name)
        .to_owned()
}

const fn qualified(column: publication::Column) -> (publication::Entity, publication::Column) {
    (publication::Entity, column)
}

/// Terms that stand beside `tag` in its newest stories, the most frequent first.
///
/// # Errors
/// Those of the database.
pub async fn beside(call: &Call, locale: Locale, tag: TagId, most: u64) -> Result<Vec<Uuid>> {
    let newest = under_term(
        tag.uuid(),
        &ListQuery::all(locale),
        &Page::first(NEWEST_OF_A_TAG),
        call,
        &[],
    );
    let query = Query::select()
        .column(term::Column::TermId)
        .from(term::Entity)
        .and_where(Expr::col(term::Column::PublicationId).in_subquery(newest))
        .and_where(Expr::col(term::Column::TermId).ne(tag.uuid()))
        .group_by_col(term::Column::TermId)
        .order_by_expr(
            Expr::col(term::Column::PublicationId).count(),
            Direction::Desc,
        )
        .order_by(term::Column::TermId, Direction::Asc)
        .limit(most)
        .to_owned();
    let rows = call.db().query_all(&query).await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get_by(0))
        .collect::<Result<Vec<Uuid>, DbErr>>()?)
}

/// How many of a tag's stories tell what it stands beside.
const NEWEST_OF_A_TAG: u32 = 100;

/// Among how many of the newest stories under any of the tags the related ones are sought.
const SHARING_CANDIDATES: u32 = 40;

/// How many live publications link to a story.
pub async fn links_to(tx: &Tx, id: ArticleId) -> Result<i64> {
    let linking = Query::select()
        .column(term::Column::PublicationId)
        .from(term::Entity)
        .and_where(Expr::col(term::Column::TermId).eq(id.uuid()))
        .to_owned();
    let find = publication::Entity::find()
        .select_only()
        .column_as(publication::Column::Id.count(), "count")
        .filter(on_view(tx.call()))
        .filter(publication::Column::ArticleId.ne(id))
        .filter(Expr::col((publication::Entity, publication::Column::Id)).in_subquery(linking));
    Ok(find
        .into_tuple::<i64>()
        .one(tx.conn())
        .await?
        .unwrap_or_default())
}
