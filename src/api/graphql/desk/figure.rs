//! An asset as a story uses it.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::asset::{DeskAsset, default_edition};
use super::localized::LocalizedText;
use super::reader::DeskReader;
use crate::api::graphql::delivery::figure::Credit;
use crate::api::graphql::error::Result;
use crate::articles::{LeadMedia, RichText, Translation};

/// An asset as a story uses it, across languages.
pub struct DeskFigure {
    reader: Arc<DeskReader>,
    lead: LeadMedia,
    translations: Arc<Vec<Arc<Translation>>>,
}

impl DeskFigure {
    /// The lead of a story with the words that its languages use with it.
    pub const fn new(
        reader: Arc<DeskReader>,
        lead: LeadMedia,
        translations: Arc<Vec<Arc<Translation>>>,
    ) -> Self {
        Self {
            reader,
            lead,
            translations,
        }
    }

    /// The words of each language, as far as it has any.
    async fn words(
        &self,
        of: impl Fn(&crate::articles::Content) -> Option<String>,
    ) -> Result<Vec<LocalizedText>> {
        self.reader
            .read_contents(self.translations.to_vec())
            .await?;
        let mut words = Vec::new();
        for one in self.translations.iter() {
            let content = self.reader.content(one).await?;
            words.extend(of(&content).map(|text| LocalizedText {
                locale: one.locale,
                text,
            }));
        }
        Ok(words)
    }
}

/// An asset as a story uses it, across languages.
#[Object]
impl DeskFigure {
    async fn asset(&self, ctx: &Context<'_>) -> Result<DeskAsset> {
        let id = self.lead.asset_id;
        let asset = DeskAsset::shown(&self.reader, ctx, Some(id)).await?;
        Ok(asset.ok_or_else(|| anyhow::anyhow!("there is no asset {id}"))?)
    }

    /// Of the working copies.
    async fn captions(&self) -> Result<Vec<LocalizedText>> {
        self.words(|content| content.lead_caption.as_ref().map(RichText::plain))
            .await
    }

    /// Of the working copies.
    async fn alt_texts(&self) -> Result<Vec<LocalizedText>> {
        self.words(|content| content.lead_alt.clone()).await
    }

    /// The story's own, else the asset's; its label is that of the default edition.
    async fn credit(&self, ctx: &Context<'_>) -> Result<Option<Credit>> {
        let Some(asset) = self.reader.asset(self.lead.asset_id).await? else {
            return Ok(None);
        };
        let reader = default_edition(&self.reader, ctx).await?;
        Ok(Credit::of_asset(
            &reader,
            self.lead.credit_override.as_ref(),
            &asset,
        ))
    }
}
