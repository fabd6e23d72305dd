//! Parts of a story: its byline, the marks of its headline, its neighbours.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::article::Article;
use super::author::Author;
use super::media::Image;
use super::tag::Tag;
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::app;
use crate::articles::Publication;
use crate::platform::ids::AdvertiserId;
use crate::vocabulary::{ContributionRole, HeadlineMarkerKind, RelatedReason};

/// A suffix after the headline.
#[derive(Debug, SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct HeadlineMarker {
    /// What it announces.
    pub kind: HeadlineMarkerKind,
    /// Localised suffix, e.g. `фото`.
    pub label: String,
}

impl HeadlineMarker {
    /// A marker in the words of the edition.
    pub fn new(reader: &Reader, kind: HeadlineMarkerKind) -> Self {
        let key = format!("markerKind.{kind}");
        let label = reader.label(&key).to_owned();
        Self { kind, label }
    }

    /// Those of a story. Whoever paid for it cannot leave the word for that away.
    pub fn all(reader: &Reader, story: &Publication) -> Vec<Self> {
        let paid = HeadlineMarkerKind::Advertorial;
        let chosen = story.card.markers.iter().copied();
        let sponsored = story.card.sponsor.map(|_| paid);
        let others = chosen.filter(|kind| sponsored.is_none() || *kind != paid);
        let shown = sponsored.into_iter().chain(others);
        shown.map(|kind| Self::new(reader, kind)).collect()
    }
}

/// One person's part in the story.
pub struct Contribution {
    reader: Arc<Reader>,
    role: ContributionRole,
    author: Author,
}

impl Contribution {
    /// The byline of a story.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all(reader: &Arc<Reader>, story: &Publication) -> app::Result<Vec<Self>> {
        let mut byline = Vec::with_capacity(story.card.byline.len());
        for part in &story.card.byline {
            let author = reader.author(part.author_id).await?;
            byline.extend(author.map(|author| Self {
                reader: Arc::clone(reader),
                role: part.role,
                author: Author::new(reader, author),
            }));
        }
        Ok(byline)
    }
}

/// One person's part in the story.
#[Object(directive = cost::apply("0"))]
impl Contribution {
    /// What the person did.
    async fn role(&self) -> ContributionRole {
        self.role
    }

    /// Localised role, e.g. `Photo by`.
    async fn role_label(&self) -> String {
        let key = format!("contributionRole.{}", self.role);
        self.reader.label(&key).to_owned()
    }

    /// The person.
    async fn author(&self) -> &Author {
        &self.author
    }
}

/// A related headline and why it is there.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct RelatedArticle {
    /// The story.
    pub article: Article,
    /// Why it is there.
    pub reason: RelatedReason,
}

/// A tag with its newest stories.
#[derive(SimpleObject)]
pub struct TagSpotlight {
    /// The tag.
    pub tag: Tag,
    /// Newest first.
    #[graphql(directive = list_size::apply(assumed(5)))]
    pub articles: Vec<Article>,
}

/// Who paid for the story.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct Sponsorship {
    /// Localised, e.g. `На правах реклами`.
    pub label: String,
    /// Who paid, by the name that readers know.
    pub sponsor_name: String,
    /// The sponsor's sign; null where it gave none, or its rights have ended.
    pub logo: Option<Image>,
    /// Where the sponsor is found.
    pub url: Option<Url>,
}

impl Sponsorship {
    /// Who pays for a story, by the name that the law asks for.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(reader: &Arc<Reader>, id: AdvertiserId) -> app::Result<Option<Self>> {
        let Some(payer) = reader.payer(id).await? else {
            return Ok(None);
        };
        Ok(Some(Self {
            label: reader.label("sponsored").to_owned(),
            url: payer.home().map(Url),
            sponsor_name: payer.legal_name,
            logo: Image::find(reader, payer.logo).await?,
        }))
    }
}
