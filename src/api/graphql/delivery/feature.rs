//! What only one kind of story has.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject, Union};

use super::blocks::{QuoteAttribution, attributions};
use super::cited::Cited;
use super::figure::Figure;
use super::live_blog::LiveBlogFeature;
use super::media::Video;
use super::podcast::PodcastFeature;
use crate::api::graphql::reader::Reader;
use crate::app;
use crate::articles::{Content, Feature};

/// Extra facts of one kind of story.
#[derive(Union)]
pub enum ArticleFeature {
    /// Of an interview.
    Interview(InterviewFeature),
    /// Of a column.
    Opinion(OpinionFeature),
    /// Of a photo story.
    PhotoStory(PhotoStoryFeature),
    /// Of a video story.
    Video(VideoFeature),
    /// Of running coverage.
    LiveBlog(LiveBlogFeature),
    /// Of an audio episode.
    Podcast(PodcastFeature),
}

impl ArticleFeature {
    /// The feature of a content, as readers of the edition get it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(reader: &Arc<Reader>, content: &Arc<Content>) -> app::Result<Option<Self>> {
        let Some(feature) = &content.feature else {
            return Ok(None);
        };
        let cited = async || -> app::Result<Told> {
            let cited = Cited::of(reader, &content.references()).await?;
            let content = Arc::clone(content);
            Ok(Told { content, cited })
        };
        Ok(match feature {
            Feature::Interview { .. } => Some(Self::Interview(InterviewFeature(cited().await?))),
            Feature::Opinion {
                column_name,
                show_disclaimer,
            } => Some(Self::Opinion(OpinionFeature {
                disclaimer: disclaimer(reader).filter(|_| *show_disclaimer),
                column_name: column_name.clone(),
            })),
            Feature::PhotoStory { .. } => Some(Self::PhotoStory(PhotoStoryFeature(cited().await?))),
            Feature::Video { asset_id } => {
                let asset = reader.asset(*asset_id).await?;
                let video = asset.and_then(|asset| Video::of(reader, &asset));
                video.map(|video| Self::Video(VideoFeature { video }))
            }
        })
    }
}

fn disclaimer(reader: &Reader) -> Option<String> {
    reader.edition().labels.get("opinionDisclaimer").cloned()
}

/// A content and what it points at.
struct Told {
    content: Arc<Content>,
    cited: Cited,
}

/// Extra facts of an interview.
pub struct InterviewFeature(Told);

/// Extra facts of an interview.
#[Object]
impl InterviewFeature {
    /// Who answers.
    async fn interviewees(&self) -> Vec<QuoteAttribution<'_>> {
        match &self.0.content.feature {
            Some(Feature::Interview { interviewees }) => attributions(interviewees, &self.0.cited),
            _ => Vec::new(),
        }
    }
}

/// Extra facts of a column.
#[derive(SimpleObject)]
pub struct OpinionFeature {
    /// Standing note that the view is the author's.
    disclaimer: Option<String>,
    /// Name of the column or blog.
    column_name: Option<String>,
}

/// The pictures of a photo story, in order.
pub struct PhotoStoryFeature(Told);

/// The pictures of a photo story, in order.
#[Object]
impl PhotoStoryFeature {
    /// In order; pictures that are gone are left out.
    async fn figures(&self) -> Vec<Figure<'_>> {
        match &self.0.content.feature {
            Some(Feature::PhotoStory { figures }) => {
                let figures = figures.iter();
                figures
                    .filter_map(|figure| Figure::of(&self.0.cited, figure))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The video of a video story.
#[derive(SimpleObject)]
pub struct VideoFeature {
    video: Video,
}
