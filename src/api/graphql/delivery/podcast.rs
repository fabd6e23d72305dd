//! Podcasts. The type stands in the schema, so that pages can ask for it; nothing makes
//! one before podcasts can be published.

use async_graphql::SimpleObject;

use super::media::Audio;

/// The episode.
#[derive(SimpleObject)]
pub struct PodcastFeature {
    audio: Audio,
    show_name: String,
    season: Option<i32>,
    episode: Option<i32>,
    /// Name of the episode in feeds; never changes.
    guid: String,
}
