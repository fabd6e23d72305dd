//! Pictures, videos and recordings, as long as readers may get them, and their addresses.

use std::sync::Arc;

use super::Reader;
use crate::app::Result;
use crate::media::{self, Asset};
use crate::platform::ids::AssetId;
use crate::vocabulary::{ImageAspect, ImageFormat};

impl Reader {
    /// A picture, video or recording that readers may get in the place of this one: itself, or what
    /// has replaced it, as long as its rights hold.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn asset(&self, id: AssetId) -> Result<Option<Arc<Asset>>> {
        self.read_assets([id]).await?;
        let asset = self.shelf.assets.get(id).await;
        Ok(self.usable(id, asset))
    }

    /// Pictures, videos and recordings that readers may get in the places of these, in the order of
    /// `ids`; each with the one whose place it stands in.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_assets(&self, ids: &[AssetId]) -> Result<Vec<(AssetId, Arc<Asset>)>> {
        self.read_assets(ids.iter().copied()).await?;
        let mut usable = Vec::with_capacity(ids.len());
        for id in ids {
            let asset = self.usable(*id, self.shelf.assets.get(*id).await);
            usable.extend(asset.map(|asset| (*id, asset)));
        }
        Ok(usable)
    }

    /// The asset if its rights hold; the answer ends when that changes.
    fn usable(&self, id: AssetId, asset: Option<Arc<Asset>>) -> Option<Arc<Asset>> {
        self.trace.thing(id);
        let (asset, now) = (asset?, self.call.now());
        let rights = &asset.rights;
        for border in [rights.valid_from, rights.valid_until]
            .into_iter()
            .flatten()
        {
            self.trace.ends(now, border);
        }
        rights.is_valid(now).then_some(asset)
    }

    /// The absolute address of a file that this server gives to readers.
    pub fn media_url(&self, path: &str) -> String {
        format!("{}{path}", self.call.app().config.public_url)
    }

    /// The absolute address of the document of an HTML ad, on the origin of ads.
    pub fn ad_frame_url(&self, token: &str) -> String {
        format!("{}/f/{token}", self.call.app().config.ads_origin)
    }

    /// Address of the rendition of a picture that is as wide as `width`, without it of the widest.
    pub fn rendition_url(
        &self,
        asset: &Asset,
        width: Option<u32>,
        how: (ImageAspect, ImageFormat),
    ) -> Option<String> {
        let path = media::path_of_width(&self.call.app().keys, asset, width, how)?;
        Some(self.media_url(&path))
    }

    /// Addresses of the renditions of a picture up to a width, each with its own.
    pub fn rendition_urls(
        &self,
        asset: &Asset,
        most: Option<u32>,
        how: (ImageAspect, ImageFormat),
    ) -> Vec<(String, u32)> {
        let paths = media::paths(&self.call.app().keys, asset, most, how);
        let address = |(path, width): (String, u32)| (self.media_url(&path), width);
        paths.into_iter().map(address).collect()
    }
}
