//! The publication, whatever the language.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::edition::Edition;
use super::menu::SocialLink;
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::editions;
use crate::platform::calendar::Zone;
use crate::platform::locale::Locale;

/// The publication, language-independent.
pub struct Site(pub Arc<editions::Site>);

/// The publication, language-independent.
#[Object]
impl Site {
    /// Name of the portal.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Address of the front end, without a slash at its end.
    async fn base_url(&self) -> Url {
        self.0.base_url.as_str().into()
    }

    /// The zone that days and printed times are of.
    async fn time_zone(&self) -> Zone {
        self.0.time_zone
    }

    /// All editions in switcher order. Bounded (<= 10).
    async fn editions(&self, ctx: &Context<'_>) -> Result<Vec<Edition>> {
        let mut editions = Vec::new();
        for edition in self.0.editions() {
            editions.extend(Reader::of(ctx, edition.locale).await?.map(Edition::new));
        }
        Ok(editions)
    }

    /// Edition of `x-default` and of the bare domain.
    async fn default_locale(&self) -> Locale {
        self.0.default_locale
    }

    /// Accounts of the paper elsewhere.
    async fn social_links(&self) -> Vec<SocialLink> {
        self.0.social_links.iter().map(Into::into).collect()
    }
}
