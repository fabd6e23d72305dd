//! Stories across languages.

mod board;
mod mutations;
mod reads;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::audit::AuditConnection;
use super::author::DeskAuthor;
use super::figure::DeskFigure;
use super::lock::Presence;
use super::reader::{DeskReader, Shown};
use super::sales::Advertiser;
use super::section::DeskSection;
use super::staff::StaffUser;
use super::tag::DeskTag;
use super::translation::DeskTranslation;
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::BigInt;
use crate::app;
use crate::articles::Article;
use crate::audit::Filter;
use crate::platform::clock::Instant;
use crate::platform::ids::TypedId;
use crate::platform::locale::Locale;
use crate::vocabulary::{AdServing, ArticleKind, ContributionRole, Sensitivity};

pub use board::DeskArticleConnection;
pub use mutations::ArticleMutations;
pub use reads::ArticleReads;

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

    /// Paid content: which advertiser.
    async fn sponsor(&self) -> Result<Option<Advertiser>> {
        let Some(id) = self.article.sponsor else {
            return Ok(None);
        };
        Ok(Advertiser::payer(self.reader.call(), id).await?)
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
