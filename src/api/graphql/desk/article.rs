//! Stories across languages.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};

use super::audit::AuditConnection;
use super::author::DeskAuthor;
use super::figure::DeskFigure;
use super::input::article::{
    ArticleCreateInput, ArticlePublishInput, ArticleUnpublishInput, ArticleUpdateInput,
};
use super::lock::{Presence, note_viewing};
use super::lossless::Lossless;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::section::DeskSection;
use super::staff::StaffUser;
use super::tag::DeskTag;
use super::translation::{DeskTranslation, UnpublishEffects, published};
use super::user_error::UserError;
use crate::addresses::{self, Path, Target};
use crate::api::graphql::connection::{DEFAULT_PAGE, Edge, PageInfo};
use crate::api::graphql::delivery::article::Article as Delivered;
use crate::api::graphql::door::directives::{cost, list_size, paged};
use crate::api::graphql::error::{Fault, Result};
use crate::api::graphql::scalars::{BigInt, Url};
use crate::app::{self, Call};
use crate::articles::{self, Article, BoardFilter, BoardKey, BoardOrder, Takedown};
use crate::audit::Filter;
use crate::fronts;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AuthorId, NotAnId, SectionId, TagId, TypedId, UserId};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, PageArgs, Slice, cursor};
use crate::policy::Permission;
use crate::vocabulary::{
    AdServing, ArticleKind, ContributionRole, DraftState, LiveState, Sensitivity,
};

const READ: &[Permission] = &[Permission::ContentRead];
const WRITE: &[Permission] = &[Permission::ContentWrite];

/// The story across languages: what the translations share.
pub struct DeskArticle {
    reader: Arc<DeskReader>,
    article: Arc<Article>,
}

impl DeskArticle {
    /// A story as the desk sees it.
    pub fn new(reader: &Arc<DeskReader>, article: impl Into<Arc<Article>>) -> Self {
        Self {
            reader: Arc::clone(reader),
            article: article.into(),
        }
    }

    /// Stories as the desk sees them.
    pub fn all(reader: &Arc<DeskReader>, articles: Vec<Arc<Article>>) -> Vec<Self> {
        articles
            .into_iter()
            .map(|article| Self::new(reader, article))
            .collect()
    }

    /// A story with what is selected on it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn shown(
        reader: &Arc<DeskReader>,
        ctx: &Context<'_>,
        article: Option<Arc<Article>>,
    ) -> Result<Option<Self>> {
        let shown = article.iter().cloned().collect();
        reader
            .prefetch(ctx, Shown::Articles(shown, ctx.look_ahead()))
            .await?;
        Ok(article.map(|article| Self::new(reader, article)))
    }

    /// A story as an action left it, with what is selected on it in the payload.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn in_payload(ctx: &Context<'_>, article: Option<Article>) -> Result<Option<Self>> {
        let Some(article) = article else {
            return Ok(None);
        };
        let reader = DeskReader::of(ctx).await?;
        let article = Arc::new(article);
        let ahead = ctx.look_ahead().field("article");
        reader
            .prefetch(ctx, Shown::Articles(vec![Arc::clone(&article)], ahead))
            .await?;
        Ok(Some(Self::new(&reader, article)))
    }
}

/// The story across languages: what the translations share.
#[Object]
impl DeskArticle {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.article.id.to_string().into()
    }

    /// Short public number, kept from imports.
    async fn number(&self) -> BigInt {
        BigInt(self.article.number)
    }

    /// Lock-step counter of the shared fields.
    async fn version(&self) -> i32 {
        self.article.version
    }

    async fn kind(&self) -> ArticleKind {
        self.article.kind
    }

    /// The language the story was first written in; others derive from it.
    async fn source_locale(&self) -> Locale {
        self.article.source_locale
    }

    /// In the order that they were opened.
    async fn translations(&self, ctx: &Context<'_>) -> Result<Vec<DeskTranslation>> {
        let all = self.reader.translations_of(self.article.id).await?;
        let shown = Shown::Translations(all.to_vec(), ctx.look_ahead());
        self.reader.prefetch(ctx, shown).await?;
        let desk = |one: &Arc<_>| DeskTranslation::new(&self.reader, Arc::clone(one));
        Ok(all.iter().map(desk).collect())
    }

    async fn translation(
        &self,
        ctx: &Context<'_>,
        locale: Locale,
    ) -> Result<Option<DeskTranslation>> {
        let all = self.reader.translations_of(self.article.id).await?;
        let one = all.iter().find(|one| one.locale == locale).cloned();
        DeskTranslation::shown(&self.reader, ctx, one).await
    }

    async fn section(&self) -> Result<DeskSection> {
        Ok(DeskSection::known(&self.reader, self.article.section)?)
    }

    async fn secondary_sections(&self) -> Result<Vec<DeskSection>> {
        let ids = self.article.secondary_sections.iter();
        Ok(ids
            .map(|id| DeskSection::known(&self.reader, *id))
            .collect::<app::Result<_>>()?)
    }

    /// Primary first.
    async fn tags(&self, ctx: &Context<'_>) -> Result<Vec<DeskTag>> {
        let tags = self.reader.all_tags(&self.article.tags).await?;
        self.reader
            .prefetch(ctx, Shown::Tags(tags.clone(), ctx.look_ahead()))
            .await?;
        Ok(DeskTag::all(&self.reader, tags))
    }

    /// The editor's choice for the `All news` block.
    async fn primary_tag(&self, ctx: &Context<'_>) -> Result<Option<DeskTag>> {
        let Some(id) = self.article.primary_tag else {
            return Ok(None);
        };
        let tags = self.reader.all_tags(&[id]).await?;
        self.reader
            .prefetch(ctx, Shown::Tags(tags.clone(), ctx.look_ahead()))
            .await?;
        Ok(DeskTag::all(&self.reader, tags).pop())
    }

    /// In byline order.
    async fn contributions(&self, ctx: &Context<'_>) -> Result<Vec<DeskContribution>> {
        let ids: Vec<_> = self
            .article
            .contributions
            .iter()
            .map(|part| part.author_id)
            .collect();
        let authors = self.reader.all_authors(&ids).await?;
        let ahead = ctx.look_ahead().field("author");
        self.reader
            .prefetch(ctx, Shown::Authors(authors, ahead))
            .await?;
        let mut byline = Vec::with_capacity(ids.len());
        for part in &self.article.contributions {
            if let Some(author) = self.reader.author(part.author_id).await? {
                let author = DeskAuthor::new(&self.reader, author);
                byline.push(DeskContribution {
                    role: part.role,
                    author,
                });
            }
        }
        Ok(byline)
    }

    async fn lead_media(&self) -> Result<Option<DeskFigure>> {
        let Some(lead) = &self.article.lead_media else {
            return Ok(None);
        };
        let translations = self.reader.translations_of(self.article.id).await?;
        Ok(Some(DeskFigure::new(
            Arc::clone(&self.reader),
            lead.clone(),
            translations,
        )))
    }

    /// Picked by the editor.
    async fn related(&self, ctx: &Context<'_>) -> Result<Vec<DeskArticle>> {
        let related = self.reader.all_articles(&self.article.related).await?;
        self.reader
            .prefetch(ctx, Shown::Articles(related.clone(), ctx.look_ahead()))
            .await?;
        Ok(Self::all(&self.reader, related))
    }

    async fn sensitivity(&self) -> &[Sensitivity] {
        &self.article.sensitivity
    }

    async fn ad_policy(&self) -> AdPolicy {
        AdPolicy {
            serve: self.article.ad_serving,
            content_categories: self.article.content_categories.clone(),
            hide_call_to_action: self.article.hide_call_to_action,
        }
    }

    /// No language may go live before this moment.
    async fn embargo_until(&self) -> Option<Instant> {
        self.article.embargo_until
    }

    /// Words about the embargo, for the newsroom.
    async fn embargo_note(&self) -> Option<&str> {
        self.article.embargo_note.as_deref()
    }

    /// Newsroom name.
    async fn slugline(&self) -> Option<&str> {
        self.article.slugline.as_deref()
    }

    /// 1 (flash) .. 9; newsroom urgency, never shown to readers.
    async fn urgency(&self) -> i32 {
        self.article.urgency
    }

    async fn created_at(&self) -> Instant {
        self.article.created_at
    }

    async fn created_by(&self, ctx: &Context<'_>) -> Result<StaffUser> {
        let id = self.article.created_by;
        self.reader
            .prefetch(ctx, Shown::Users(vec![id], ctx.look_ahead()))
            .await?;
        Ok(StaffUser::known(&self.reader, id).await?)
    }

    /// Who has the story open, in any language, as far as this server knows.
    async fn presence(&self, ctx: &Context<'_>) -> Result<Vec<Presence>> {
        Presence::of(&self.reader, ctx, self.article.id).await
    }

    async fn archived_at(&self) -> Option<Instant> {
        self.article.archived_at
    }

    /// Who did what to the story and its languages, newest first.
    #[graphql(directive = list_size::apply(paged("first")))]
    async fn audit(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<AuditConnection> {
        let languages = self.reader.translations_of(self.article.id).await?;
        let languages = languages.iter().map(|one| one.id.uuid());
        let filter = Filter {
            subjects: languages.chain([self.article.id.uuid()]).collect(),
            ..Filter::default()
        };
        AuditConnection::read(ctx, Some(filter), first, after).await
    }
}

/// One byline entry.
#[derive(SimpleObject)]
pub struct DeskContribution {
    role: ContributionRole,
    author: DeskAuthor,
}

/// Editor's say on ads for this story.
#[derive(SimpleObject)]
pub struct AdPolicy {
    serve: AdServing,
    /// IAB Content Taxonomy 3.x ids added by hand.
    content_categories: Vec<String>,
    hide_call_to_action: bool,
}

/// Order of the board.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum DeskArticleSort {
    /// Last changed first.
    ChangedDesc,
    /// Newest first.
    CreatedDesc,
    /// Last listed first, by the newest language.
    ListedDesc,
    /// First listed first, by the newest language.
    ListedAsc,
    /// Next to go live first; stories that are not planned are left out.
    ScheduledAsc,
}

impl DeskArticleSort {
    const fn read(self) -> BoardOrder {
        match self {
            Self::ChangedDesc => BoardOrder::Changed,
            Self::CreatedDesc => BoardOrder::Created,
            Self::ListedDesc => BoardOrder::Listed,
            Self::ListedAsc => BoardOrder::ListedFirst,
            Self::ScheduledAsc => BoardOrder::Scheduled,
        }
    }
}

/// All given conditions must hold.
#[derive(Default, InputObject)]
pub struct DeskArticleFilter {
    /// Words of the slugline, or a short number.
    query: Option<String>,
    kinds: Option<Vec<ArticleKind>>,
    /// Languages that the story has a translation in.
    locales: Option<Vec<Locale>>,
    /// Of a translation in `locales`.
    draft_states: Option<Vec<DraftState>>,
    /// Of a translation in `locales`.
    live_states: Option<Vec<LiveState>>,
    /// Primary or secondary.
    section_ids: Option<Vec<ID>>,
    tag_ids: Option<Vec<ID>>,
    author_ids: Option<Vec<ID>>,
    /// Who changed it last.
    changed_by_ids: Option<Vec<ID>>,
    changed_since: Option<Instant>,
    /// Translations that are behind their source.
    stale: Option<bool>,
    /// Articles that have no translation in this locale.
    missing_locale: Option<Locale>,
}

impl DeskArticleFilter {
    /// The filter as the board takes it. A list that is given and empty matches nothing.
    fn read(self) -> Result<Option<BoardFilter>> {
        let is_empty = [
            self.kinds.as_ref().is_some_and(Vec::is_empty),
            self.locales.as_ref().is_some_and(Vec::is_empty),
            self.draft_states.as_ref().is_some_and(Vec::is_empty),
            self.live_states.as_ref().is_some_and(Vec::is_empty),
            self.section_ids.as_ref().is_some_and(Vec::is_empty),
            self.tag_ids.as_ref().is_some_and(Vec::is_empty),
            self.author_ids.as_ref().is_some_and(Vec::is_empty),
            self.changed_by_ids.as_ref().is_some_and(Vec::is_empty),
        ];
        if is_empty.contains(&true) {
            return Ok(None);
        }
        Ok(Some(BoardFilter {
            query: self.query,
            kinds: self.kinds.unwrap_or_default(),
            locales: self.locales.unwrap_or_default(),
            draft_states: self.draft_states.unwrap_or_default(),
            live_states: self.live_states.unwrap_or_default(),
            sections: ids::<SectionId>("sectionIds", self.section_ids)?,
            tags: ids::<TagId>("tagIds", self.tag_ids)?,
            authors: ids::<AuthorId>("authorIds", self.author_ids)?,
            changed_by: ids::<UserId>("changedByIds", self.changed_by_ids)?,
            changed_since: self.changed_since,
            stale: self.stale,
            missing_locale: self.missing_locale,
            asset: None,
        }))
    }
}

/// The ids that a member of the filter names.
fn ids<I: std::str::FromStr<Err = NotAnId>>(
    member: &str,
    given: Option<Vec<ID>>,
) -> Result<Vec<I>> {
    let ids = given.unwrap_or_default();
    let ids: Result<Vec<I>, NotAnId> = ids.iter().map(|id| id.parse()).collect();
    ids.map_err(|NotAnId| Fault::bad_input(format!("{member} holds what is no such id")))
}

/// A page of the board.
pub struct DeskArticleConnection {
    reader: Arc<DeskReader>,
    slice: Slice<(BoardKey, Arc<Article>)>,
    order: BoardOrder,
    filter: Option<BoardFilter>,
}

impl DeskArticleConnection {
    /// A page of the board, with what is selected on its stories; without a filter nothing.
    ///
    /// # Errors
    /// BAD_USER_INPUT for a page that cannot be given; those of the database.
    pub async fn read(
        ctx: &Context<'_>,
        filter: Option<BoardFilter>,
        order: BoardOrder,
        args: &PageArgs,
    ) -> Result<Self> {
        let reader = DeskReader::of(ctx).await?;
        let page = Page::<BoardKey>::new(args, DEFAULT_PAGE, order.name())?;
        let slice = match &filter {
            Some(filter) => articles::board(reader.call(), filter, order, &page).await?,
            None => Slice {
                items: Vec::new(),
                has_next: false,
                has_previous: false,
            },
        };
        let slice = slice.map(|(key, article)| (key, Arc::new(article)));
        let stories: Vec<_> = slice
            .items
            .iter()
            .map(|(_, story)| Arc::clone(story))
            .collect();
        reader.note_articles(&stories).await;
        let ahead = ctx.look_ahead().field("edges").field("node");
        reader
            .prefetch(ctx, Shown::Articles(stories, ahead))
            .await?;
        Ok(Self {
            reader,
            slice,
            order,
            filter,
        })
    }
}

/// A page of the board.
#[Object]
impl DeskArticleConnection {
    async fn edges(&self) -> Vec<Edge<DeskArticle>> {
        let edge = |(key, article): &(BoardKey, Arc<Article>)| Edge {
            cursor: cursor(self.order.name(), key),
            node: DeskArticle::new(&self.reader, Arc::clone(article)),
        };
        self.slice.items.iter().map(edge).collect()
    }

    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.slice, self.order.name(), |(key, _)| *key)
    }

    /// Exact; counted only when selected.
    #[graphql(directive = cost::apply("10"))]
    async fn total_count(&self) -> Result<i32> {
        let Some(filter) = &self.filter else {
            return Ok(0);
        };
        let count = articles::board_count(self.reader.call(), filter).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// What the desk reads of stories.
#[derive(Default)]
pub struct ArticleReads;

#[Object]
impl ArticleReads {
    #[graphql(directive = requires_permission::apply(READ))]
    async fn article(&self, ctx: &Context<'_>, id: ID) -> Result<Option<DeskArticle>> {
        let Ok(id) = id.parse::<ArticleId>() else {
            return Ok(None);
        };
        let reader = DeskReader::of(ctx).await?;
        let article = reader.article(id).await?;
        note_opened(&reader, article.as_deref());
        DeskArticle::shown(&reader, ctx, article).await
    }

    /// Open by public address, the desk's most common start.
    #[graphql(directive = requires_permission::apply(READ))]
    async fn article_by_url(&self, ctx: &Context<'_>, url: Url) -> Result<Option<DeskArticle>> {
        let reader = DeskReader::of(ctx).await?;
        let article = at_address(&reader, &url.0).await?;
        note_opened(&reader, article.as_deref());
        DeskArticle::shown(&reader, ctx, article).await
    }

    /// The board.
    #[graphql(
        directive = requires_permission::apply(READ),
        directive = cost::apply("5"),
        directive = list_size::apply(paged("first last"))
    )]
    #[expect(
        clippy::too_many_arguments,
        reason = "these are the arguments of the field"
    )]
    async fn articles(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<DeskArticleFilter>,
        #[graphql(default_with = "DeskArticleSort::ChangedDesc")] sort: DeskArticleSort,
    ) -> Result<DeskArticleConnection> {
        let args = PageArgs {
            first,
            after,
            last,
            before,
        };
        let filter = filter.unwrap_or_default().read()?;
        DeskArticleConnection::read(ctx, filter, sort.read(), &args).await
    }
}

/// Notes that the caller looks at a story.
fn note_opened(reader: &DeskReader, article: Option<&Article>) {
    if let Some(article) = article {
        note_viewing(reader.call(), article.id, None);
    }
}

/// The story at a public address, the present one or an old one.
async fn at_address(reader: &DeskReader, url: &str) -> app::Result<Option<Arc<Article>>> {
    let addresses = reader.addresses();
    let Some(path) = url.strip_prefix(&addresses.base_url) else {
        return Ok(None);
    };
    let Some((locale, rest)) = addresses.split(if path.is_empty() { "/" } else { path }) else {
        return Ok(None);
    };
    let call = reader.call();
    let found = match Path::parse(rest) {
        Some(Path::Article { number, .. }) => articles::by_number(call, number)
            .await?
            .map(|article| article.id),
        Some(Path::Page(slug)) => articles::page_at(call, locale, &slug).await?,
        _ => None,
    };
    let id = match found {
        Some(id) => Some(id),
        None => match addresses::by_path(call, locale, rest)
            .await?
            .map(|old| old.target)
        {
            Some(Target::Translation(id)) => {
                reader.translation(id).await?.map(|one| one.article_id)
            }
            _ => None,
        },
    };
    match id {
        Some(id) => reader.article(id).await,
        None => Ok(None),
    }
}

/// A new story and its first language.
#[derive(SimpleObject)]
pub struct ArticleCreatePayload {
    article: Option<DeskArticle>,
    translation: Option<DeskTranslation>,
    user_errors: Vec<UserError>,
}

/// A changed story.
#[derive(SimpleObject)]
pub struct ArticleUpdatePayload {
    article: Option<DeskArticle>,
    user_errors: Vec<UserError>,
}

/// A story and what readers get of it now.
#[derive(SimpleObject)]
pub struct ArticlePublishPayload {
    article: Option<DeskArticle>,
    published: Vec<Delivered>,
    user_errors: Vec<UserError>,
}

/// A story and what its takedown touched.
#[derive(SimpleObject)]
pub struct ArticleUnpublishPayload {
    article: Option<DeskArticle>,
    affected: Option<UnpublishEffects>,
    user_errors: Vec<UserError>,
}

/// What is done with stories.
#[derive(Default)]
pub struct ArticleMutations;

#[Object]
impl ArticleMutations {
    /// Start a story with its first language; opens a draft.
    #[graphql(directive = requires_permission::apply(WRITE))]
    async fn article_create(
        &self,
        ctx: &Context<'_>,
        input: ArticleCreateInput,
    ) -> Result<ArticleCreatePayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async { articles::create(call, &input.read()?).await });
        let (made, user_errors) = settle(ctx, create).await?;
        let (article, translation) = made.unzip();
        Ok(ArticleCreatePayload {
            article: DeskArticle::in_payload(ctx, article).await?,
            translation: DeskTranslation::in_payload(ctx, translation).await?,
            user_errors,
        })
    }

    /// Change what the languages share. With a live language it takes effect at once, and then
    /// needs PUBLISH.
    #[graphql(directive = requires_permission::apply(WRITE))]
    async fn article_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: Lossless<ArticleUpdateInput>,
    ) -> Result<ArticleUpdatePayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            let id = named(&["id"], &id)?;
            articles::update(call, id, expected_version, &input.read(&["input"])?).await
        });
        let (article, user_errors) = settle(ctx, update).await?;
        let article = DeskArticle::in_payload(ctx, article).await?;
        Ok(ArticleUpdatePayload {
            article,
            user_errors,
        })
    }

    /// Publish several languages together: all or none.
    #[graphql(directive = requires_permission::apply(&[Permission::Publish]))]
    async fn article_publish(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: ArticlePublishInput,
    ) -> Result<ArticlePublishPayload> {
        let call = ctx.data_unchecked::<Call>();
        let publish = Box::pin(async {
            let id: ArticleId = named(&["id"], &id)?;
            let locales = input.locales.iter();
            let versions: Vec<_> = locales
                .map(|one| (one.locale, one.expected_version))
                .collect();
            articles::publish_together(call, id, &versions, &input.read()).await?;
            Ok((id, versions))
        });
        let (done, user_errors) = settle(ctx, publish).await?;
        let mut payload = ArticlePublishPayload {
            article: None,
            published: Vec::new(),
            user_errors,
        };
        if let Some((id, versions)) = done {
            let reader = DeskReader::of(ctx).await?;
            let article = reader.article(id).await?.map(|article| (*article).clone());
            payload.article = DeskArticle::in_payload(ctx, article).await?;
            for (locale, _) in versions {
                payload.published.extend(published(ctx, locale, id).await?);
            }
        }
        Ok(payload)
    }

    /// Take down several languages together, e.g. on a legal order.
    #[graphql(directive = requires_permission::apply(&[Permission::Unpublish]))]
    async fn article_unpublish(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: ArticleUnpublishInput,
    ) -> Result<ArticleUnpublishPayload> {
        let call = ctx.data_unchecked::<Call>();
        let take_down = Box::pin(async {
            let what = Takedown::Article(named(&["id"], &id)?, input.locales);
            fronts::take_down(call, &what, &input.details.into()).await
        });
        let (done, user_errors) = settle(ctx, take_down).await?;
        let (affected, article) = match done {
            Some((taken, pins)) => (
                Some(UnpublishEffects::of(ctx, &taken, pins).await?),
                Some(taken.article),
            ),
            None => (None, None),
        };
        let article = DeskArticle::in_payload(ctx, article).await?;
        Ok(ArticleUnpublishPayload {
            article,
            affected,
            user_errors,
        })
    }
}
