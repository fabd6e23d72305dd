//! Fronts from the inside: zones with their rules and pins.

mod arrange;
mod input;
mod pin;
mod zone;

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

pub use arrange::FrontMutations;
use pin::FrontPin;
use zone::DeskFrontZone;

use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use crate::api::graphql::door::directives::{assumed, list_size};
use crate::api::graphql::error::Result;
use crate::app;
use crate::fronts::{self, Front, Pin};
use crate::platform::clock::Instant;
use crate::platform::ids::FrontId;
use crate::platform::locale::Locale;
use crate::policy::Permission;

/// A front from the inside.
pub struct DeskFront {
    reader: Arc<DeskReader>,
    front: Arc<Front>,
}

impl DeskFront {
    /// The front with this id, if there is one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(reader: &Arc<DeskReader>, id: FrontId) -> app::Result<Option<Self>> {
        let fronts = fronts::fronts(reader.call()).await?;
        Ok(fronts.get(id).map(|front| Self::new(reader, front)))
    }

    fn new(reader: &Arc<DeskReader>, front: &Arc<Front>) -> Self {
        Self {
            reader: Arc::clone(reader),
            front: Arc::clone(front),
        }
    }

    /// Reads what is selected on the zones and `pins`, each kind of thing in one statement.
    async fn read_ahead(&self, ctx: &Context<'_>, pins: &[Pin]) -> Result<()> {
        let ahead = || ctx.look_ahead();
        let of_pins = || ahead().field("pins");
        let rules = || self.front.zones.iter().map(|zone| &zone.rule);
        let stories: Vec<_> = pins.iter().map(|pin| pin.article).collect();
        let named: Vec<_> = pins.iter().flat_map(|pin| pin.sublinks.clone()).collect();
        let all: Vec<_> = stories.iter().chain(&named).copied().collect();
        self.reader.all_articles(&all).await?;
        let tags: Vec<_> = rules().flat_map(|rule| rule.tags.clone()).collect();
        let of_rules = ahead().field("rule");
        let tags = match of_rules.field("tags").exists() {
            true => self.reader.all_tags(&tags).await?,
            false => Vec::new(),
        };
        let sections = rules().flat_map(|rule| rule.sections.clone()).collect();
        let shown = [
            Shown::Articles(
                self.reader.all_articles(&stories).await?,
                of_pins().field("article"),
            ),
            Shown::Articles(
                self.reader.all_articles(&named).await?,
                of_pins().field("sublinks"),
            ),
            Shown::Assets(
                pins.iter().filter_map(|pin| pin.image).collect(),
                of_pins().field("imageOverride"),
            ),
            Shown::Users(
                pins.iter().map(|pin| pin.pinned_by).collect(),
                of_pins().field("pinnedBy"),
            ),
            Shown::Tags(tags, of_rules.field("tags")),
            Shown::Sections(sections, of_rules.field("sections")),
        ];
        for shown in shown {
            self.reader.prefetch(ctx, shown).await?;
        }
        Ok(())
    }
}

/// A front from the inside.
#[Object]
impl DeskFront {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.front.id.to_string().into()
    }

    /// Its name, the same in all editions.
    async fn key(&self) -> &str {
        &self.front.key
    }

    async fn locale(&self) -> Locale {
        self.front.locale
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.front.version
    }

    /// What readers read above it.
    async fn title(&self) -> &str {
        &self.front.title
    }

    /// Page order. Bounded (<= 30).
    #[graphql(directive = list_size::apply(assumed(12)))]
    async fn zones(&self, ctx: &Context<'_>) -> Result<Vec<DeskFrontZone>> {
        let mut pins = Vec::new();
        if ctx.look_ahead().field("pins").exists() {
            pins = fronts::planned_pins(self.reader.call(), self.front.id).await?;
        }
        self.read_ahead(ctx, &pins).await?;
        let pins = FrontPin::all(&self.reader, pins).await?;
        Ok(DeskFrontZone::all(&self.reader, &self.front.zones, pins))
    }

    /// When it was last changed: changes go live at once.
    async fn last_published_at(&self) -> Option<Instant> {
        Some(self.front.published_at)
    }
}

/// What the desk reads of fronts.
#[derive(Default)]
pub struct FrontReads;

#[Object]
impl FrontReads {
    /// A front by its name, e.g. `home`.
    #[graphql(directive = requires_permission::apply(&[Permission::ContentRead]))]
    async fn front(
        &self,
        ctx: &Context<'_>,
        key: String,
        locale: Locale,
    ) -> Result<Option<DeskFront>> {
        let reader = DeskReader::of(ctx).await?;
        let fronts = fronts::fronts(reader.call()).await?;
        let front = fronts.by_key(locale, &key);
        Ok(front.map(|front| DeskFront::new(&reader, front)))
    }
}
