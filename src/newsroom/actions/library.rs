//! Bringing pictures and videos in.

use std::collections::HashMap;

use bytes::Bytes;

use super::fresh::{Fresh, drop_stranded};
use super::{Import, refusal};
use crate::app::{Error, Permit, Result, Tx};
use crate::editions::{self, Site};
use crate::media::{self, ImportedAsset, ImportedContent};
use crate::newsroom::domain::asset::{Shown, asset};
use crate::platform::ids::AssetId;

impl Import<'_> {
    /// Writes assets. Pictures are examined and kept before the transaction begins: that takes its
    /// time, and what is kept and not used does no harm.
    pub(super) async fn save_assets(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let site = editions::site(self.call).await?;
        let mut assets = HashMap::new();
        let mut kept = Vec::with_capacity(fresh.len());
        for one in fresh {
            match refusal(self.read_asset(&site, &one).await)? {
                Ok(asset) => {
                    assets.insert(one.id, asset);
                    kept.push(one);
                }
                Err(problems) => self.report.refuse(&one.record, problems),
            }
        }
        drop_stranded(&mut kept, &mut self.report);
        self.save(kept, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let asset: Vec<_> = assets.get(&one.id).cloned().into_iter().collect();
            media::import(permit, &site, asset).await.map(drop)
        })
        .await
    }

    async fn read_asset(&self, site: &Site, one: &Fresh) -> Result<ImportedAsset> {
        let (shown, input) = asset(one.record.body.clone())?;
        let content = match shown {
            Shown::Video(playback) => ImportedContent::Video(playback),
            Shown::File(named) => {
                let bytes = self.source.bytes(&one.record.place.file, &named);
                let bytes = bytes.map_err(|error| {
                    let why = format!("cannot read {named}: {error:#}");
                    Error::invalid(["file"], why)
                })?;
                let name = named.rsplit('/').next().unwrap_or(&named).to_owned();
                let bytes = Bytes::from(bytes);
                {
                    let kept = media::keep(self.call, site.time_zone, bytes).await?;
                    ImportedContent::Picture(name, Box::new(kept))
                }
            }
        };
        Ok(ImportedAsset {
            id: AssetId(one.id),
            content,
            input,
        })
    }
}
