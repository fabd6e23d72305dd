//! Days of the archive.

use std::sync::Arc;

use async_graphql::{Enum, Object};

use super::ads::AdPlan;
use super::language::{HreflangLink, LanguageOption};
use super::list::{ArticleConnection, ArticleFilter, ListArgs};
use super::seo::Seo;
use crate::addresses::Path;
use crate::api::graphql::door::directives::{list_size, paged};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::app;
use crate::articles::{ListOrder, ListQuery};
use crate::platform::calendar::Day;
use crate::platform::clock::Instant;
use crate::vocabulary::{AdPageKind, DeviceClass};

/// How the heading of a day is printed (CLDR letters): `11 липня 2026, субота`.
const TITLE: &str = "d MMMM y, EEEE";

/// Order of the stories of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum DayOrder {
    /// As in lists.
    NewestFirst,
    /// As the day went.
    OldestFirst,
}

/// One calendar day of the site's zone: half-open [start, end), 23 or 25 hours long on clock-change
/// days.
pub struct ArchiveDay {
    reader: Arc<Reader>,
    day: Day,
}

impl ArchiveDay {
    /// A day that the archive is known to have: a story was published on it.
    pub fn new(reader: &Arc<Reader>, day: Day) -> Self {
        Self {
            reader: Arc::clone(reader),
            day,
        }
    }

    /// A day of the archive; `None` before the archive starts or in the future.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(reader: &Arc<Reader>, day: Day) -> app::Result<Option<Self>> {
        let archive = reader.archive(day).await?;
        let is_there = archive.has(reader.locale(), day, reader.today());
        Ok(is_there.then(|| Self::new(reader, day)))
    }

    fn heading(&self) -> app::Result<String> {
        self.reader.print(TITLE, Instant(self.bounds().0))
    }

    fn bounds(&self) -> (i64, i64) {
        self.day.bounds(self.reader.site().time_zone)
    }
}

/// One calendar day of the site's zone: half-open [start, end), 23 or 25 hours long on clock-change
/// days.
#[Object]
impl ArchiveDay {
    /// The day.
    async fn date(&self) -> Day {
        self.day
    }

    /// Its page.
    async fn url(&self) -> Url {
        self.reader.url(&Path::Day(self.day)).into()
    }

    /// Localised heading, e.g. `11 липня 2026, субота`.
    async fn title(&self) -> Result<String> {
        Ok(self.heading()?)
    }

    /// Its first instant.
    async fn start(&self) -> Instant {
        Instant(self.bounds().0)
    }

    /// The first instant of the next day.
    async fn end(&self) -> Instant {
        Instant(self.bounds().1)
    }

    /// The nearest day before with a story. Null at the start of the archive.
    async fn previous(&self) -> Result<Option<Day>> {
        Ok(self.reader.archive(self.day).await?.before)
    }

    /// The nearest day after with a story, or today. Null today.
    async fn next(&self) -> Result<Option<Day>> {
        let archive = self.reader.archive(self.day).await?;
        Ok(archive.next(self.day, self.reader.today()))
    }

    /// The page of the day before with a story.
    async fn previous_url(&self) -> Result<Option<Url>> {
        let before = self.reader.archive(self.day).await?.before;
        Ok(before.map(|day| self.reader.url(&Path::Day(day)).into()))
    }

    /// The page of the day after with a story, or of today.
    async fn next_url(&self) -> Result<Option<Url>> {
        let archive = self.reader.archive(self.day).await?;
        let after = archive.next(self.day, self.reader.today());
        Ok(after.map(|day| self.reader.url(&Path::Day(day)).into()))
    }

    /// Newest first by publishedAt unless `order` says otherwise. Default 20.
    #[graphql(directive = list_size::apply(paged("first").sized("edges nodes")))]
    async fn articles(
        &self,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<ArticleFilter>,
        #[graphql(default_with = "DayOrder::NewestFirst")] order: DayOrder,
    ) -> Result<ArticleConnection> {
        let base = ListQuery {
            from: Some(self.day),
            to: Some(self.day),
            order: match order {
                DayOrder::NewestFirst => ListOrder::Newest,
                DayOrder::OldestFirst => ListOrder::Oldest,
            },
            ..ListQuery::all(self.reader.locale())
        };
        let args = ListArgs {
            first,
            after,
            filter,
            ..ListArgs::default()
        };
        ArticleConnection::of(&self.reader, base, args).await
    }

    /// All editions, for the switcher; editions whose archive lacks the day point at their home
    /// page.
    async fn language_options(&self) -> Result<Vec<LanguageOption>> {
        let archive = self.reader.archive(self.day).await?;
        let today = self.reader.today();
        let page = |locale| {
            let is_there = archive.has(locale, self.day, today);
            is_there.then_some(Path::Day(self.day))
        };
        Ok(LanguageOption::all(&self.reader, page))
    }

    /// Its pages in all languages, self included, plus x-default: for hreflang.
    async fn hreflang(&self) -> Result<Vec<HreflangLink>> {
        let archive = self.reader.archive(self.day).await?;
        let today = self.reader.today();
        let page = |locale| {
            let is_there = archive.has(locale, self.day, today);
            is_there.then_some(Path::Day(self.day))
        };
        Ok(HreflangLink::all(&self.reader, page))
    }

    /// What stands in the head of its page.
    async fn seo(&self) -> Result<Seo> {
        let path = Path::Day(self.day);
        Ok(Seo::of_day(&self.reader, &self.heading()?, &path))
    }

    /// Where ads may stand on its page, for this device class.
    pub(in crate::api::graphql) async fn ad_plan(
        &self,
        #[graphql(default_with = "DeviceClass::Desktop")] device: DeviceClass,
    ) -> Result<Option<AdPlan>> {
        let plan = AdPlan::of_page(&self.reader, AdPageKind::Day, device).await?;
        Ok(Some(plan))
    }
}
