//! Lists of stories: their filter, their arguments and their pages.

use std::str::FromStr;
use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, InputType, Name, Object, SelectionField, Value};

use super::article::Article;
use crate::api::graphql::connection::{DEFAULT_PAGE, PageInfo};
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::reader::{Reader, Shown, Stories};
use crate::articles::{ListKey, ListQuery, Publication};
use crate::platform::calendar::Day;
use crate::platform::ids::{AuthorId, SectionId, TagId};
use crate::platform::page::{Page, PageArgs, cursor};
use crate::vocabulary::{ArticleKind, HeadlineEmphasis};

/// The most ids that one list of a filter names.
const MAX_IDS: usize = 50;

/// All given conditions must hold; inside one list any value matches. Ids may be those of this
/// edition or the language-independent ones.
#[derive(Debug, Clone, Default, InputObject)]
pub struct ArticleFilter {
    /// PAGE never matches unless named here.
    kinds: Option<Vec<ArticleKind>>,
    /// Sections, those below them included. At most 50.
    section_ids: Option<Vec<ID>>,
    /// At most 50.
    tag_ids: Option<Vec<ID>>,
    /// At most 50.
    author_ids: Option<Vec<ID>>,
    /// Inclusive days in the site's zone.
    from: Option<Day>,
    /// The last day.
    to: Option<Day>,
    /// Weights of the headline, as they show now.
    emphasis: Option<Vec<HeadlineEmphasis>>,
    /// Leave out, e.g. the article on screen. At most 50.
    exclude_ids: Option<Vec<ID>>,
}

impl ArticleFilter {
    /// Narrows a list.
    ///
    /// # Errors
    /// BAD_USER_INPUT for too many ids, or an id of something else.
    pub fn narrow(self, reader: &Reader, query: &mut ListQuery) -> Result<()> {
        query.kinds = self.kinds.unwrap_or_default();
        query.emphasis = self.emphasis.unwrap_or_default();
        query.from = query.from.max(self.from);
        query.to = match (query.to, self.to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        query.tags = ids::<TagId>(reader, "tagIds", self.tag_ids)?;
        query.authors = ids::<AuthorId>(reader, "authorIds", self.author_ids)?;
        query.exclude = ids(reader, "excludeIds", self.exclude_ids)?;
        let sections = ids::<SectionId>(reader, "sectionIds", self.section_ids)?;
        query.sections = reader.with_below(&sections);
        Ok(())
    }
}

/// Reads ids of one type, in either form.
fn ids<I: FromStr>(reader: &Reader, name: &str, given: Option<Vec<ID>>) -> Result<Vec<I>> {
    let given = given.unwrap_or_default();
    if given.len() > MAX_IDS {
        return Err(Fault::bad_input(format!(
            "`{name}` holds at most {MAX_IDS} ids"
        )));
    }
    let read = |id: ID| reader.parse_id(&id);
    let read: Option<Vec<I>> = given.into_iter().map(read).collect();
    read.ok_or_else(|| Fault::bad_input(format!("`{name}` holds an id of something else")))
}

/// The arguments of a list.
#[derive(Debug, Clone, Default)]
pub struct ListArgs {
    /// How many from the start.
    pub first: Option<i32>,
    /// After which cursor.
    pub after: Option<String>,
    /// How many from the end.
    pub last: Option<i32>,
    /// Before which cursor.
    pub before: Option<String>,
    /// What the list is narrowed by.
    pub filter: Option<ArticleFilter>,
}

impl ListArgs {
    /// The arguments of a selected list; `None` when they cannot be read, as its resolver will say.
    pub fn of(field: &SelectionField<'_>) -> Option<Self> {
        let given = field.arguments().ok()?;
        Some(Self {
            first: argument(&given, "first")?,
            after: argument(&given, "after")?,
            last: argument(&given, "last")?,
            before: argument(&given, "before")?,
            filter: argument(&given, "filter")?,
        })
    }

    /// The list and the page of it that are asked for; `size` items unless the arguments say.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a size outside 1..100, a cursor of another list, or an id of something
    /// else.
    pub fn asked(
        self,
        reader: &Reader,
        mut query: ListQuery,
        size: u32,
    ) -> Result<(ListQuery, Page<ListKey>)> {
        if let Some(filter) = self.filter {
            filter.narrow(reader, &mut query)?;
        }
        let args = PageArgs {
            first: self.first,
            after: self.after,
            last: self.last,
            before: self.before,
        };
        let page = Page::new(&args, size, query.order.name())?;
        Ok((query, page))
    }
}

fn argument<T: InputType>(given: &[(Name, Value)], name: &str) -> Option<T> {
    let given = given.iter().find(|(given, _)| given == name);
    T::parse(given.map(|(_, value)| value.clone())).ok()
}

/// A page of a list of stories.
pub struct ArticleConnection {
    reader: Arc<Reader>,
    query: ListQuery,
    stories: Arc<Stories>,
}

impl ArticleConnection {
    /// One page of a list, of 20 unless the arguments say.
    ///
    /// # Errors
    /// BAD_USER_INPUT for wrong arguments; those of the database.
    pub async fn of(reader: &Arc<Reader>, base: ListQuery, args: ListArgs) -> Result<Self> {
        Self::sized(reader, base, args, DEFAULT_PAGE).await
    }

    /// One page of a list, of `size` unless the arguments say.
    ///
    /// # Errors
    /// BAD_USER_INPUT for wrong arguments; those of the database.
    pub async fn sized(
        reader: &Arc<Reader>,
        base: ListQuery,
        args: ListArgs,
        size: u32,
    ) -> Result<Self> {
        let (query, page) = args.asked(reader, base, size)?;
        let stories = reader.list(query.clone(), page).await?;
        Ok(Self {
            reader: Arc::clone(reader),
            query,
            stories,
        })
    }

    fn articles(&self) -> impl Iterator<Item = Article> {
        let stories = self.stories.items.iter();
        stories.map(|story| Article::new(&self.reader, Arc::clone(story)))
    }
}

/// A page of a list of stories.
#[Object]
impl ArticleConnection {
    /// The stories with their cursors, in list order.
    async fn edges(&self, ctx: &Context<'_>) -> Result<Vec<ArticleEdge>> {
        let node = ctx.look_ahead().field("node");
        let shown = Shown::Articles(self.stories.items.clone(), node);
        self.reader.prefetch([shown]).await?;
        let order = self.query.order;
        let edge = |(story, node): (&Arc<Publication>, Article)| ArticleEdge {
            cursor: cursor(order.name(), order.key(story)),
            node,
        };
        Ok(self
            .stories
            .items
            .iter()
            .zip(self.articles())
            .map(edge)
            .collect())
    }

    /// Shortcut for edges.node.
    async fn nodes(&self, ctx: &Context<'_>) -> Result<Vec<Article>> {
        let shown = Shown::Articles(self.stories.items.clone(), ctx.look_ahead());
        self.reader.prefetch([shown]).await?;
        Ok(self.articles().collect())
    }

    /// Whether the list goes on.
    async fn page_info(&self) -> PageInfo {
        let order = self.query.order;
        PageInfo::of(&self.stories, order.name(), |story| order.key(story))
    }

    /// Exact; counted only when selected.
    #[graphql(directive = cost::apply("10"))]
    async fn total_count(&self) -> Result<i32> {
        let count = self.reader.count(&self.query).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// One story of a list, and its place.
#[derive(async_graphql::SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct ArticleEdge {
    /// Where the story stands, for `after` and `before`.
    pub cursor: String,
    /// The story.
    pub node: Article,
}
