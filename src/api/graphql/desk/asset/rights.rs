//! What may be done with an asset, and what ended its use.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::DeskAsset;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::error::Result;
use crate::media::{Retirement, Rights};
use crate::platform::clock::Instant;
use crate::vocabulary::{AssetUse, LicenceKind};

/// When and why an asset was taken out of use.
pub struct AssetRetirement {
    pub reader: Arc<DeskReader>,
    pub retirement: Retirement,
}

/// When and why an asset was taken out of use.
#[Object]
impl AssetRetirement {
    /// When.
    async fn at(&self) -> Instant {
        self.retirement.at
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.retirement.reason
    }

    /// What readers get in all its places since; null = they get nothing there.
    async fn replaced_by(&self, ctx: &Context<'_>) -> Result<Option<DeskAsset>> {
        DeskAsset::shown(&self.reader, ctx, self.retirement.replaced_by).await
    }
}

/// What we may do with it, and until when.
pub struct AssetRights {
    pub rights: Rights,
    pub now: Instant,
}

/// What we may do with it, and until when.
#[Object]
impl AssetRights {
    async fn licence(&self) -> LicenceKind {
        self.rights.licence
    }

    /// Whose rights they are.
    async fn holder(&self) -> Option<&str> {
        self.rights.holder.as_deref()
    }

    /// Where the asset came from.
    async fn source(&self) -> Option<&str> {
        self.rights.source.as_deref()
    }

    async fn valid_from(&self) -> Option<Instant> {
        self.rights.valid_from
    }

    async fn valid_until(&self) -> Option<Instant> {
        self.rights.valid_until
    }

    async fn uses(&self) -> &[AssetUse] {
        &self.rights.uses
    }

    /// IPTC digital source type, e.g. trained algorithmic media.
    async fn digital_source_type(&self) -> Option<&str> {
        self.rights.digital_source_type.as_deref()
    }

    async fn note(&self) -> Option<&str> {
        self.rights.note.as_deref()
    }

    /// On the web, at this moment.
    async fn is_usable_now(&self) -> bool {
        self.rights.is_usable(self.now, AssetUse::Web)
    }
}
