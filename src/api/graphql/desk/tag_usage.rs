//! Where a tag is in use.

use async_graphql::{ComplexObject, Context, SimpleObject};

use super::reader::DeskReader;
use crate::ads::line_item;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::app::error::InUse;
use crate::app::{self, Call};
use crate::editions::MenuTarget;
use crate::fronts;
use crate::platform::ids::TagId;

/// Where a tag is in use.
#[derive(SimpleObject)]
#[graphql(complex, directive = cost::apply("0"))]
pub struct TagUsage {
    #[graphql(skip)]
    tag: TagId,
    /// Stories of any state.
    articles: i32,
    live_articles: i32,
    fronts: i32,
    menus: i32,
}

#[ComplexObject]
impl TagUsage {
    /// Line items that name it in what they are for or in what they avoid, and are not archived.
    async fn line_items(&self, ctx: &Context<'_>) -> Result<i32> {
        let uses = line_item::tag_uses(ctx.data_unchecked::<Call>()).await?;
        Ok(i32::try_from(uses.count(self.tag)).unwrap_or(i32::MAX))
    }
}

impl TagUsage {
    /// The uses of a tag, as the caller may know of them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(reader: &DeskReader, id: TagId) -> app::Result<Self> {
        let (articles, live_articles) = reader.tag_count(id).await?;
        let fronts = fronts::fronts(reader.call()).await?;
        let fronts = fronts.rules_with_tag(id);
        let leads_here = |target: &MenuTarget| *target == MenuTarget::Tag(id);
        let menus = reader.site().menus.iter();
        let menus = menus.filter(|menu| menu.targets().iter().any(|(_, to)| leads_here(to)));
        Ok(Self {
            tag: id,
            articles: count(articles),
            live_articles: count(live_articles),
            fronts: i32::try_from(fronts).unwrap_or(i32::MAX),
            menus: i32::try_from(menus.count()).unwrap_or(i32::MAX),
        })
    }
}

impl From<&InUse> for TagUsage {
    fn from(usage: &InUse) -> Self {
        Self {
            tag: usage.tag,
            articles: count(usage.articles),
            live_articles: count(usage.live_articles),
            fronts: count(usage.fronts),
            menus: count(usage.menus),
        }
    }
}

fn count(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
