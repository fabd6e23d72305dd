//! The portal as readers have it, and as they had it or will have it at another moment.

use async_graphql::{Context, Object};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;

use crate::api::graphql::delivery::edition::Edition;
use crate::api::graphql::door::directives::{cache_control, max_age};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::app::Call;
use crate::platform::clock::Instant;
use crate::platform::locale::Locale;
use crate::policy::Permission;

/// The editions, at any moment.
#[derive(Default)]
pub struct EditionReads;

#[Object]
impl EditionReads {
    /// The portal in one language. Null when the site has no such edition: content negotiation is
    /// the client's job. `asOf`, on the desk graph only and for CONTENT_READ, shows everything
    /// below as readers saw it or will see it at that moment. Names, labels, menus and settings
    /// are today's.
    #[graphql(directive = cache_control::apply(max_age(60)))]
    async fn edition(
        &self,
        ctx: &Context<'_>,
        locale: Locale,
        as_of: Option<Instant>,
    ) -> Result<Option<Edition>> {
        let Some(moment) = as_of else {
            return Ok(Reader::of(ctx, locale).await?.map(Edition::new));
        };
        let call = ctx.data_unchecked::<Call>();
        call.demand_in(Permission::ContentRead, locale)?;
        // What is planned is the newsroom's own, and a plan may change at any time.
        ctx.insert_http_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(Reader::as_of(ctx, locale, moment).await?.map(Edition::new))
    }
}
