//! Podcasts. The type stands in the schema, so that pages can ask for it; no value of it can be
//! made before podcasts can be published.

use async_graphql::Object;

use super::media::Audio;

/// The episode.
pub enum PodcastFeature {}

/// The episode.
#[Object]
impl PodcastFeature {
    async fn audio(&self) -> Audio {
        match *self {}
    }

    async fn show_name(&self) -> String {
        match *self {}
    }

    async fn season(&self) -> Option<i32> {
        match *self {}
    }

    async fn episode(&self) -> Option<i32> {
        match *self {}
    }

    /// Name of the episode in feeds; never changes.
    async fn guid(&self) -> String {
        match *self {}
    }
}
