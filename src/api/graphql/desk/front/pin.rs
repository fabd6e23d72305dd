//! Stories held at positions.

use std::sync::Arc;

use async_graphql::{ID, Object};

use crate::api::graphql::desk::article::DeskArticle;
use crate::api::graphql::desk::asset::DeskAsset;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::desk::staff::StaffUser;
use crate::api::graphql::error::Result;
use crate::app;
use crate::articles::Article;
use crate::fronts::Pin;
use crate::platform::clock::Instant;
use crate::vocabulary::HeadlineEmphasis;

/// A story held at a position.
pub struct FrontPin {
    reader: Arc<DeskReader>,
    pin: Pin,
    article: Arc<Article>,
}

impl FrontPin {
    /// Pins as the desk sees them; those of stories that the caller may not see are left out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all(reader: &Arc<DeskReader>, pins: Vec<Pin>) -> app::Result<Vec<Self>> {
        let mut all = Vec::with_capacity(pins.len());
        for pin in pins {
            if let Some(article) = reader.article(pin.article).await? {
                let reader = Arc::clone(reader);
                all.push(Self {
                    reader,
                    pin,
                    article,
                });
            }
        }
        Ok(all)
    }

    /// Whether it is of this zone.
    pub fn is_in(&self, zone_key: &str) -> bool {
        self.pin.zone_key == zone_key
    }
}

/// A story held at a position.
#[Object]
impl FrontPin {
    async fn id(&self) -> ID {
        self.pin.id.to_string().into()
    }

    /// The place in the zone, from 1.
    async fn position(&self) -> i32 {
        self.pin.position
    }

    /// One that readers cannot open yet waits: until then the rule fills the position.
    async fn article(&self) -> DeskArticle {
        DeskArticle::new(&self.reader, Arc::clone(&self.article))
    }

    /// The zone's own wording, instead of the story's.
    async fn headline_override(&self) -> Option<&str> {
        self.pin.headline.as_deref()
    }

    /// The zone's own picture, instead of the story's.
    async fn image_override(&self) -> Result<Option<DeskAsset>> {
        let Some(id) = self.pin.image else {
            return Ok(None);
        };
        let found = self.reader.asset(id).await?;
        Ok(found.map(|asset| DeskAsset::new(&self.reader, asset)))
    }

    /// The least weight of the headline; the story's own may be greater.
    async fn emphasis(&self) -> HeadlineEmphasis {
        self.pin.emphasis
    }

    /// Stories named below it.
    async fn sublinks(&self) -> Result<Vec<DeskArticle>> {
        let stories = self.reader.all_articles(&self.pin.sublinks).await?;
        Ok(DeskArticle::all(&self.reader, stories))
    }

    /// From when it holds; null = since it was put there.
    async fn starts_at(&self) -> Option<Instant> {
        self.pin.starts_at
    }

    /// After this the position goes back to the rule.
    async fn expires_at(&self) -> Option<Instant> {
        self.pin.expires_at
    }

    async fn pinned_by(&self) -> Result<StaffUser> {
        Ok(StaffUser::known(&self.reader, self.pin.pinned_by).await?)
    }
}
