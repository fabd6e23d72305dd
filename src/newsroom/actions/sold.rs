//! Bringing in what is sold: advertisers, their campaigns, creatives and line items, as approved.

use super::Import;
use super::fresh::Fresh;
use crate::ads::creative::CreativeInput;
use crate::ads::line_item::{Known, LineItemInput};
use crate::ads::{advertiser, campaign, creative, line_item};
use crate::app::{Permit, Result, Tx};
use crate::editions;
use crate::media;
use crate::newsroom::domain::record::typed;
use crate::newsroom::domain::sold::LineItemRecord;
use crate::platform::ids::{AdvertiserId, CampaignId, CreativeId, LineItemId};

impl Import<'_> {
    /// Writes advertisers.
    pub(super) async fn save_advertisers(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        self.save(fresh, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let input = typed(one.record.body.clone(), &[])?;
            let id = AdvertiserId(one.id);
            advertiser::import(permit, id, &input).await.map(drop)
        })
        .await
    }

    /// Writes campaigns.
    pub(super) async fn save_campaigns(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        self.save(fresh, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let input = typed(one.record.body.clone(), &[])?;
            let id = CampaignId(one.id);
            campaign::import(permit, id, input).await.map(drop)
        })
        .await
    }

    /// Writes creatives.
    pub(super) async fn save_creatives(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let site = editions::site(self.call).await?;
        self.save(fresh, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let input: CreativeInput = typed(one.record.body.clone(), &[])?;
            let assets = media::by_ids(permit.call(), &input.assets()).await?;
            let id = CreativeId(one.id);
            let imported = creative::import(permit, id, input, (&site, &assets));
            imported.await.map(drop)
        })
        .await
    }

    /// Writes line items.
    pub(super) async fn save_line_items(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        self.save(fresh, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let record: LineItemRecord = typed(one.record.body.clone(), &[])?;
            let input = LineItemInput::from(record);
            let named = [&input.targeting, &input.exclusions];
            let known = Known::of(permit.call(), named).await?;
            let id = LineItemId(one.id);
            let imported = line_item::import(permit, id, input, &known);
            imported.await.map(drop)
        })
        .await
    }
}
