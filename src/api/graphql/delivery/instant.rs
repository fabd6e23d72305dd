//! Moments as readers are told them.

use std::sync::Arc;

use async_graphql::Object;

use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::platform::calendar::{Day, Zone};
use crate::platform::clock::Instant;
use crate::vocabulary::DateStyle;

/// One moment, ready to print in the edition's language and the site's zone.
pub struct LocalizedInstant {
    reader: Arc<Reader>,
    moment: Instant,
}

impl LocalizedInstant {
    /// A moment as the edition prints it.
    pub fn new(reader: &Arc<Reader>, moment: Instant) -> Self {
        Self {
            reader: Arc::clone(reader),
            moment,
        }
    }

    fn zone(&self) -> Zone {
        self.reader.site().time_zone
    }
}

/// One moment, ready to print in the edition's language and the site's zone.
#[Object(directive = cost::apply("0"))]
impl LocalizedInstant {
    /// The moment itself.
    async fn instant(&self) -> Instant {
        self.moment
    }

    /// The site's zone.
    async fn time_zone(&self) -> Zone {
        self.zone()
    }

    /// Offset in force at that moment, e.g. `+03:00`.
    async fn offset(&self) -> String {
        self.zone().offset_at(self.moment.0)
    }

    /// The day it belongs to in the site's zone.
    async fn date(&self) -> Day {
        self.zone().day_of(self.moment.0)
    }

    /// For `datetime` attributes: local time with offset.
    async fn iso(&self) -> String {
        self.zone().local_iso(self.moment.0)
    }

    /// The moment in words, in one of the edition's styles.
    async fn display(
        &self,
        #[graphql(default_with = "DateStyle::Full")] style: DateStyle,
    ) -> Result<String> {
        Ok(self.reader.display(style, self.moment)?)
    }
}
