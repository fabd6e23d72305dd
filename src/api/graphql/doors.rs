//! The doors of both graphs, open for one application.

use std::sync::Arc;

use anyhow::Context;
use async_graphql::{EmptySubscription, Executor, Schema};
use include_dir::{Dir, DirEntry, include_dir};

use super::cache::ResponseCache;
use super::delivery::ad_event::Mutation as DeliveryMutation;
use super::delivery::query::Query as DeliveryQuery;
use super::desk::{Mutation, Query as DeskQuery};
use super::door::documents::document_id;
use super::door::{AdHoc, Documents, Door, Introspection};
use super::error;
use super::registered::Registered;
use super::schema::{DELIVERY, DESK};
use crate::app::App;
use crate::documents::Graph;
use crate::platform::config::TrustedDocuments;

/// The documents that come with Masthead, known by the hash of their bytes and the names of their
/// files: those of delivery, and in the folder `desk` those of the desk.
static OPERATIONS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/schema/operations");

/// The document that feeds are made of.
const FEED: &str = include_str!("../../../schema/operations/feeds/feed.graphql");

/// The door of delivery.
pub type Delivery = Door<Schema<DeliveryQuery, DeliveryMutation, EmptySubscription>>;

/// The door of the desk.
pub type Desk = Door<Schema<DeskQuery, Mutation, EmptySubscription>>;

/// Both doors.
pub struct Doors {
    /// What readers ask.
    pub delivery: Delivery,
    /// Its answers that are kept.
    pub(super) cache: ResponseCache,
    /// What the staff asks.
    pub desk: Desk,
    /// The id of the document that feeds are made of.
    feed: String,
}

impl Doors {
    /// Opens both.
    ///
    /// # Errors
    /// When a schema does not parse as it was printed.
    pub fn open(app: &Arc<App>) -> anyhow::Result<Self> {
        let delivery = Door::new(DELIVERY.strict.clone(), &DELIVERY.sdl)
            .context("the printed schema of delivery")?
            .fast(DELIVERY.fast.clone());
        let desk = Door::new(DESK.strict.clone(), &DESK.sdl)
            .context("the printed schema of the desk")?
            .fast(DESK.fast.clone());
        Ok(Self {
            delivery: opened(delivery, app, Graph::Delivery),
            cache: ResponseCache::new(app.config.cache_mib as usize * 1024 * 1024),
            desk: opened(desk, app, Graph::Desk),
            feed: document_id(FEED),
        })
    }
}

impl Doors {
    /// The answers of delivery that are kept.
    pub(in crate::api) const fn cache(&self) -> &ResponseCache {
        &self.cache
    }

    /// The id of the document that feeds are made of.
    pub(in crate::api) fn feed(&self) -> &str {
        &self.feed
    }
}

fn opened<E: Executor>(door: Door<E>, app: &Arc<App>, graph: Graph) -> Door<E> {
    let introspection = if app.config.introspection {
        Introspection::On
    } else {
        Introspection::Off
    };
    let ad_hoc = match app.config.trusted_documents {
        TrustedDocuments::Off => AdHoc::Allowed,
        TrustedDocuments::Log => AdHoc::Logged,
        TrustedDocuments::Only => AdHoc::Refused,
    };
    door.documents(shipped(graph))
        .registry(Arc::new(Registered::new(app, graph)))
        .introspection(introspection)
        .ad_hoc(ad_hoc)
        .report(error::log)
}

/// The documents that come with Masthead and that a graph takes; the desk takes delivery's too.
pub fn shipped(graph: Graph) -> Documents {
    let of_desk = OPERATIONS.get_dir("desk").map(Dir::entries);
    let of_desk = of_desk.filter(|_| graph == Graph::Desk).unwrap_or_default();
    let files = OPERATIONS.entries().iter().chain(of_desk);
    let named = files.filter_map(DirEntry::as_file).filter_map(|file| {
        let name = file.path().file_stem()?.to_str()?;
        Some((Some(name.to_owned()), Arc::from(file.contents_utf8()?)))
    });
    // It has doors of its own, so the JSON API has no name for it.
    Documents::default().renewed(named.chain([(None, Arc::from(FEED))]))
}
