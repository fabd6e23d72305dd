//! What a text points at, as readers of the edition meet it.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Union;

use super::article::Article;
use super::author::Author;
use super::section::Section;
use super::tag::Tag;
use crate::api::graphql::reader::Reader;
use crate::app::Result;
use crate::articles::{Link, References, RichText};
use crate::media::Asset;
use crate::platform::ids::{ArticleId, AssetId, TagId};

/// What stands behind a link to one of our own pages.
#[derive(Clone, Union)]
pub enum LinkTarget {
    /// A story.
    Article(Article),
    /// A tag.
    Tag(Tag),
    /// A section.
    Section(Section),
    /// An author.
    Author(Author),
}

/// Links to our own things that readers can follow.
pub type Links = Arc<HashMap<Link, LinkTarget>>;

/// The things that a text points at; those that readers do not meet are left out.
#[derive(Clone)]
pub struct Cited {
    /// Who reads.
    pub reader: Arc<Reader>,
    /// Stories, tags, sections and authors.
    pub links: Links,
    assets: HashMap<AssetId, Arc<Asset>>,
}

impl LinkTarget {
    /// The address of the page.
    pub fn address(&self) -> String {
        match self {
            Self::Article(article) => article.address(),
            Self::Tag(tag) => tag.address(),
            Self::Section(section) => section.address(),
            Self::Author(author) => author.address(),
        }
    }
}

impl Cited {
    /// Finds what `references` name; each kind in one statement at most.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(reader: &Arc<Reader>, references: &References) -> Result<Self> {
        let mut links = HashMap::new();
        let ids: Vec<_> = references.articles.iter().copied().collect();
        for story in reader.all_published(&ids).await? {
            let link = Link::Article(story.article_id);
            links.insert(link, LinkTarget::Article(Article::new(reader, story)));
        }
        let ids: Vec<_> = references.tags.iter().copied().collect();
        for tag in reader.all_tags(&ids).await? {
            links.insert(Link::Tag(tag.id), LinkTarget::Tag(Tag::new(reader, tag)));
        }
        let ids: Vec<_> = references.authors.iter().copied().collect();
        for author in reader.all_authors(&ids).await? {
            if author.is_public(reader.locale()) {
                let link = Link::Author(author.id);
                links.insert(link, LinkTarget::Author(Author::new(reader, author)));
            }
        }
        for id in &references.sections {
            if let Some(section) = Section::find(reader, *id) {
                links.insert(Link::Section(*id), LinkTarget::Section(section));
            }
        }
        let ids: Vec<_> = references.assets.iter().copied().collect();
        let assets = reader.all_assets(&ids).await?;
        Ok(Self {
            reader: Arc::clone(reader),
            links: Arc::new(links),
            assets: assets.into_iter().collect(),
        })
    }

    /// Finds what the links of `texts` name.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn by_texts<'t>(
        reader: &Arc<Reader>,
        texts: impl IntoIterator<Item = &'t RichText>,
    ) -> Result<Self> {
        let mut references = References::default();
        let links = texts.into_iter().flat_map(RichText::links);
        links.for_each(|link| references.add(link));
        Self::of(reader, &references).await
    }

    /// What stands in the place of a picture, video or recording.
    pub fn asset(&self, id: AssetId) -> Option<&Arc<Asset>> {
        self.assets.get(&id)
    }

    /// A story.
    pub fn article(&self, id: ArticleId) -> Option<Article> {
        match self.links.get(&Link::Article(id))? {
            LinkTarget::Article(article) => Some(article.clone()),
            _ => None,
        }
    }

    /// A tag.
    pub fn tag(&self, id: Option<TagId>) -> Option<Tag> {
        match self.links.get(&Link::Tag(id?))? {
            LinkTarget::Tag(tag) => Some(tag.clone()),
            _ => None,
        }
    }
}
