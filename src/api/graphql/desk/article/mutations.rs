//! What is done with stories across their languages.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::DeskArticle;
use crate::ads::advertiser;
use crate::api::graphql::delivery::article::Article as Delivered;
use crate::api::graphql::desk::input::article::{
    ArticleCreateInput, ArticlePublishInput, ArticleUnpublishInput, ArticleUpdateInput,
};
use crate::api::graphql::desk::lossless::Lossless;
use crate::api::graphql::desk::outcome::{named, settle};
use crate::api::graphql::desk::permission::requires_permission;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::desk::translation::{DeskTranslation, UnpublishEffects, published};
use crate::api::graphql::desk::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::articles::{self, SharedPatch, Takedown};
use crate::fronts;
use crate::platform::ids::{AdvertiserId, ArticleId};
use crate::policy::Permission;

const WRITE: &[Permission] = &[Permission::ContentWrite];

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

/// Makes sure that who pays for a story is there.
async fn known_sponsor(
    call: &Call,
    path: &[&str],
    sponsor: Option<Option<AdvertiserId>>,
) -> app::Result<()> {
    match sponsor.flatten() {
        Some(id) if advertiser::payer(call, id).await?.is_none() => {
            let path = path.iter().copied().chain(["sponsorId"]);
            Err(app::Error::missing(path, id))
        }
        _ => Ok(()),
    }
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
        let create = Box::pin(async {
            let input = input.read()?;
            known_sponsor(call, &["input", "shared"], input.shared.sponsor_id).await?;
            articles::create(call, &input).await
        });
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
            let input: SharedPatch = input.read(&["input"])?;
            known_sponsor(call, &["input"], input.sponsor_id).await?;
            articles::update(call, id, expected_version, &input).await
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
