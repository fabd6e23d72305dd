//! Fronts: curated pages.

mod composed;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use self::composed::Composed;
use super::ads::AdPlan;
use super::article::Article;
use super::language::{HreflangLink, LanguageOption};
use super::media::Image;
use super::seo::Seo;
use crate::addresses::Path;
use crate::api::graphql::door::directives::{assumed, cache_control, cost, list_size, max_age};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::{Reader, Shown};
use crate::api::graphql::scalars::Url;
use crate::app;
use crate::articles::{Publication, is_web};
use crate::fronts::{self, Fronts, HOME, Item};
use crate::platform::ids::{AssetId, FrontId};
use crate::platform::locale::Locale;
use crate::vocabulary::{AdPageKind, DeviceClass, HeadlineEmphasis, ZoneLayout};

/// A curated page: zones of ordered slots, pinned or filled by rule.
#[derive(Clone)]
pub struct Front {
    reader: Arc<Reader>,
    fronts: Arc<Fronts>,
    front: Arc<fronts::Front>,
}

impl Front {
    /// The edition's front with this name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(reader: &Arc<Reader>, key: &str) -> app::Result<Option<Self>> {
        let fronts = reader.fronts().await?;
        let front = reader.front(&fronts, key);
        let reader = Arc::clone(reader);
        Ok(front.map(|front| Self {
            reader,
            fronts,
            front,
        }))
    }

    /// The edition's front with this id.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn by_id(reader: &Arc<Reader>, id: FrontId) -> app::Result<Option<Self>> {
        let fronts = reader.fronts().await?;
        let front = fronts
            .get(id)
            .filter(|front| front.locale == reader.locale());
        let key = front.map(|front| front.key.clone());
        match key {
            Some(key) => Self::find(reader, &key).await,
            None => Ok(None),
        }
    }

    /// The path of its page.
    pub fn path(&self) -> Path {
        self.front.path()
    }

    /// The page of the same name in another language.
    fn page(&self, locale: Locale) -> Option<Path> {
        if self.front.key == HOME {
            return Some(Path::Home);
        }
        let front = self.fronts.by_key(locale, &self.front.key)?;
        Some(front.path())
    }
}

/// A curated page: zones of ordered slots, pinned or filled by rule.
#[Object(directive = cache_control::apply(max_age(15)))]
impl Front {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.reader.id(self.front.id)
    }

    async fn key(&self) -> &str {
        &self.front.key
    }

    async fn title(&self) -> &str {
        &self.front.title
    }

    async fn url(&self) -> Url {
        self.reader.url(&self.front.path()).into()
    }

    /// Page order. Bounded (<= 30).
    #[graphql(directive = list_size::apply(assumed(12)))]
    async fn zones(&self, ctx: &Context<'_>) -> Result<Vec<FrontZone>> {
        let composed = Composed::of(&self.reader, &self.front).await?;
        let items = ctx.look_ahead().field("items");
        if items.field("image").exists() {
            self.reader.all_assets(&composed.pictures()).await?;
        }
        let shown = [
            Shown::Articles(composed.stories(), items.field("article")),
            Shown::Articles(composed.sublinks(), items.field("sublinks")),
        ];
        self.reader.prefetch(shown).await?;
        let zones = self
            .front
            .zones
            .iter()
            .zip(composed.into_items(&self.reader));
        let zones = zones.map(|(zone, items)| FrontZone {
            key: zone.key.clone(),
            title: zone.title.clone(),
            layout: zone.layout,
            more_url: zone.more_url.clone().filter(|url| is_web(url)).map(Url),
            items,
        });
        Ok(zones.collect())
    }

    /// All editions, for the switcher; editions without this front point at their home page.
    async fn language_options(&self) -> Vec<LanguageOption> {
        LanguageOption::all(&self.reader, |locale| self.page(locale))
    }

    /// Its pages in all languages, self included, plus x-default: for hreflang.
    async fn hreflang(&self) -> Vec<HreflangLink> {
        HreflangLink::all(&self.reader, |locale| self.page(locale))
    }

    async fn seo(&self) -> Seo {
        Seo::of_front(&self.reader, &self.front)
    }

    /// Where ads may stand on it, for this device class.
    pub(in crate::api::graphql) async fn ad_plan(
        &self,
        #[graphql(default_with = "DeviceClass::Desktop")] device: DeviceClass,
    ) -> Result<Option<AdPlan>> {
        let plan = AdPlan::of_page(&self.reader, AdPageKind::Home, device).await?;
        Ok(Some(plan))
    }
}

/// One band of a front.
#[derive(SimpleObject)]
pub struct FrontZone {
    key: String,
    title: Option<String>,
    layout: ZoneLayout,
    /// Where readers find more of the same.
    more_url: Option<Url>,
    /// Pins at their positions, the rest by the zone's rule; an article appears once per front.
    /// Bounded by the zone's size.
    #[graphql(directive = list_size::apply(assumed(8)))]
    items: Vec<FrontItem>,
}

/// One story as this zone shows it.
pub struct FrontItem {
    reader: Arc<Reader>,
    story: Arc<Publication>,
    item: Item,
    sublinks: Vec<Article>,
}

/// One story as this zone shows it.
#[Object(directive = cost::apply("0"))]
impl FrontItem {
    async fn article(&self) -> Article {
        Article::new(&self.reader, Arc::clone(&self.story))
    }

    /// The zone's own wording, else the article's.
    async fn headline(&self) -> String {
        let own = self.item.headline.clone();
        own.unwrap_or_else(|| self.reader.headline(&self.story))
    }

    /// The zone's own picture, else the article's lead picture.
    async fn image(&self) -> Result<Option<Image>> {
        Ok(Image::find(&self.reader, picture(&self.item, &self.story)).await?)
    }

    /// The greater of the zone's and the article's.
    async fn emphasis(&self) -> HeadlineEmphasis {
        let now = self.reader.now(self.story.calms_at());
        let own = self.story.emphasis_at(now);
        own.max(self.item.emphasis)
    }

    /// Whether it is held here by hand.
    async fn is_pinned(&self) -> bool {
        self.item.is_pinned
    }

    /// Stories named below it.
    async fn sublinks(&self) -> &[Article] {
        &self.sublinks
    }
}

fn picture(item: &Item, story: &Publication) -> Option<AssetId> {
    let lead = story.card.lead.as_ref().map(|lead| lead.asset_id);
    item.image.or(lead)
}
