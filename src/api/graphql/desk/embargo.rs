//! Embargoes.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::article::DeskArticle;
use super::outcome::{named, settle};
use super::permission::requires_permission;
use super::reader::DeskReader;
use super::schedule::ScheduledPublication;
use super::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::app::Call;
use crate::articles;
use crate::platform::clock::Instant;
use crate::policy::Permission;

/// A story under another embargo, and what that called off.
#[derive(SimpleObject)]
pub struct ArticleSetEmbargoPayload {
    article: Option<DeskArticle>,
    /// Publications that were planned before the end of the embargo.
    cancelled_schedules: Vec<ScheduledPublication>,
    user_errors: Vec<UserError>,
}

/// What is done about embargoes.
#[derive(Default)]
pub struct EmbargoMutations;

#[Object]
impl EmbargoMutations {
    /// Set, move or lift (null) the embargo. Fails while a language is live.
    #[graphql(directive = requires_permission::apply(&[Permission::EmbargoSet]))]
    async fn article_set_embargo(
        &self,
        ctx: &Context<'_>,
        id: ID,
        until: Option<Instant>,
        note: Option<String>,
    ) -> Result<ArticleSetEmbargoPayload> {
        let call = ctx.data_unchecked::<Call>();
        let set = Box::pin(async {
            articles::set_embargo(call, named(&["id"], &id)?, until, note.as_deref()).await
        });
        let (done, user_errors) = settle(ctx, set).await?;
        let (article, cancelled) = done.unzip();
        let reader = DeskReader::of(ctx).await?;
        let mut planned = Vec::new();
        for one in cancelled.unwrap_or_default().into_iter().map(Arc::new) {
            let of_it = one.plan.all();
            planned.extend(of_it.map(|(action, plan)| (Arc::clone(&one), action, plan.clone())));
        }
        let ahead = ctx.look_ahead().field("cancelledSchedules");
        Ok(ArticleSetEmbargoPayload {
            cancelled_schedules: ScheduledPublication::all(&reader, ctx, planned, ahead).await?,
            article: DeskArticle::in_payload(ctx, article).await?,
            user_errors,
        })
    }
}
