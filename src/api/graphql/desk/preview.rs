//! Links that open a text before readers get it, and what they open.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;

use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::user_error::UserError;
use crate::api::graphql::delivery::article::Article;
use crate::api::graphql::door::directives::{cache_control, private};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::{Reader, Shown};
use crate::api::graphql::scalars::{Duration, Url};
use crate::app::Call;
use crate::articles::{self, PreviewInput};
use crate::platform::clock::Instant;
use crate::policy::Permission;

/// What is read by a link.
#[derive(Default)]
pub struct PreviewReads;

#[Object]
impl PreviewReads {
    /// An unpublished revision as its readers would see it, opened by a signed, expiring token.
    /// Null when the token does not hold, or no longer.
    #[graphql(directive = cache_control::apply(private()))]
    async fn preview(&self, ctx: &Context<'_>, token: String) -> Result<Option<Article>> {
        ctx.insert_http_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let call = ctx.data_unchecked::<Call>();
        let Some((story, until)) = articles::preview(call, &token).await? else {
            return Ok(None);
        };
        let Some(reader) = Reader::any(ctx, story.publication.locale).await? else {
            return Ok(None);
        };
        let story = reader.take_in(story).await;
        let shown = Shown::Articles(vec![Arc::clone(&story)], ctx.look_ahead());
        reader.prefetch([shown]).await?;
        Ok(Some(Article::previewed(&reader, story, until)))
    }
}

/// Default: the working copy, 24 h; at most 7 days.
#[derive(Debug, Default, InputObject)]
pub struct PreviewLinkInput {
    /// Number of a kept text.
    revision: Option<i32>,
    /// How long the link holds.
    valid_for: Option<Duration>,
}

/// A link to a text, and until when it holds.
#[derive(SimpleObject)]
pub struct PreviewLinkCreatePayload {
    /// Where the front end shows it.
    url: Option<Url>,
    /// What `preview` is given.
    token: Option<String>,
    expires_at: Option<Instant>,
    user_errors: Vec<UserError>,
}

/// What is done with links.
#[derive(Default)]
pub struct PreviewMutations;

#[Object]
impl PreviewMutations {
    /// A signed link to read a draft without an account.
    #[graphql(directive = requires_permission::apply(&[Permission::ContentRead]))]
    async fn preview_link_create(
        &self,
        ctx: &Context<'_>,
        translation_id: ID,
        input: Option<PreviewLinkInput>,
    ) -> Result<PreviewLinkCreatePayload> {
        let call = ctx.data_unchecked::<Call>();
        let input = input.unwrap_or_default();
        let wanted = PreviewInput {
            revision: input.revision,
            valid_for_ms: input
                .valid_for
                .map(|length| length.seconds.saturating_mul(1000)),
        };
        let create = Box::pin(async {
            let id = named(&["translationId"], &translation_id)?;
            articles::create_preview_link(call, id, &wanted).await
        });
        let (link, user_errors) = settle(ctx, create).await?;
        let mut payload = PreviewLinkCreatePayload {
            url: None,
            token: None,
            expires_at: None,
            user_errors,
        };
        if let Some(link) = link {
            payload.url = Some(Url(link.url));
            payload.token = Some(link.token);
            payload.expires_at = Some(link.pass.until);
        }
        Ok(payload)
    }
}
