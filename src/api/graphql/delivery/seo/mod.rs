//! What stands in the head of a page, for search engines and social networks.

mod story;
mod structured;

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use self::story::Story;
use self::structured::Crumb;
use super::media::Image;
use crate::addresses::Path;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::{Json, Url};
use crate::app;
use crate::articles::{Publication, is_web};
use crate::authors::Author;
use crate::fronts::{Front, HOME};
use crate::platform::ids::{AssetId, SectionId};
use crate::sections::SectionText;
use crate::tags::Tag;

/// Everything for the head of a page, computed: own values first, then defaults.
pub struct Seo {
    reader: Arc<Reader>,
    title: String,
    description: Option<String>,
    canonical_url: String,
    is_indexed: bool,
    social: Social,
    page: Page,
}

/// What differs in social previews.
struct Social {
    kind: &'static str,
    title: Option<String>,
    description: Option<String>,
    image: Option<AssetId>,
}

/// What the page shows.
enum Page {
    /// A story.
    Article(Arc<Publication>),
    /// Anything else, at the end of this way from the home page.
    Other(Vec<Crumb>),
}

/// A page that shows no story.
struct Plain<'p> {
    kind: &'static str,
    title: String,
    description: Option<String>,
    image: Option<AssetId>,
    /// What the page is called, and where it stands, below `above`.
    name: &'p str,
    url: String,
    above: Vec<Crumb>,
}

impl Seo {
    /// Of a story.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of_article(reader: &Arc<Reader>, story: &Arc<Publication>) -> app::Result<Self> {
        let content = reader.content(story).await?;
        let own = content.seo.clone().unwrap_or_default();
        let headline = reader.headline(story);
        let summary = Some(story.card.summary.clone()).filter(|text| !text.is_empty());
        let foreign = own.canonical_url.filter(|address| is_web(address));
        let lead = story.card.lead.as_ref().map(|lead| lead.asset_id);
        Ok(Self {
            reader: Arc::clone(reader),
            title: own.title.unwrap_or_else(|| headline.clone()),
            description: own.description.or(summary),
            canonical_url: foreign.unwrap_or_else(|| reader.url(&story.path())),
            is_indexed: own.no_index != Some(true),
            social: Social {
                kind: "article",
                title: Some(own.social_title.unwrap_or(headline)),
                description: own.social_description,
                image: own.social_image_id.or(lead),
            },
            page: Page::Article(Arc::clone(story)),
        })
    }

    /// Of the edition's home page.
    pub fn of_home(reader: &Arc<Reader>) -> Self {
        let edition = reader.edition();
        Self {
            reader: Arc::clone(reader),
            title: edition.home_title.clone(),
            description: edition.home_description.clone(),
            canonical_url: reader.url(&Path::Home),
            is_indexed: true,
            social: Social::website(None),
            page: Page::Other(vec![home(reader)]),
        }
    }

    /// Of a front.
    pub fn of_front(reader: &Arc<Reader>, front: &Front) -> Self {
        if front.key == HOME {
            return Self::of_home(reader);
        }
        Self::of(
            reader,
            Plain {
                kind: "website",
                title: front.title.clone(),
                description: None,
                image: None,
                name: &front.title,
                url: reader.url(&front.path()),
                above: Vec::new(),
            },
        )
    }

    /// Of a tag's page at `url`.
    pub fn of_tag(reader: &Arc<Reader>, tag: &Tag, url: String) -> Self {
        let text = tag.texts.get(&reader.locale());
        let name = text.map_or("", |text| text.name.as_str());
        Self::of(
            reader,
            Plain {
                kind: "website",
                title: reader.edition().label_with("allNews", name),
                description: text.and_then(|text| text.description.clone()),
                image: tag.image,
                name,
                url,
                above: Vec::new(),
            },
        )
    }

    /// Of a section's page at `url`.
    pub fn of_section(
        reader: &Arc<Reader>,
        id: SectionId,
        text: &SectionText,
        url: String,
    ) -> Self {
        let mut above = section_crumbs(reader, id);
        above.pop();
        Self::of(
            reader,
            Plain {
                kind: "website",
                title: text.name.clone(),
                description: text.description.clone(),
                image: None,
                name: &text.name,
                url,
                above,
            },
        )
    }

    /// Of an author's page at `url`.
    pub fn of_author(reader: &Arc<Reader>, author: &Author, url: String) -> Self {
        let name = author.name(reader.locale(), reader.site());
        let text = author.texts.get(&reader.locale());
        Self::of(
            reader,
            Plain {
                kind: "profile",
                title: name.clone(),
                description: text.and_then(|text| text.bio.clone()),
                image: author.photo,
                name: &name,
                url,
                above: Vec::new(),
            },
        )
    }

    /// Of a day of the archive, under its localised title.
    pub fn of_day(reader: &Arc<Reader>, title: &str, path: &Path) -> Self {
        Self::of(
            reader,
            Plain {
                kind: "website",
                title: title.to_owned(),
                description: None,
                image: None,
                name: title,
                url: reader.url(path),
                above: Vec::new(),
            },
        )
    }

    fn of(reader: &Arc<Reader>, plain: Plain<'_>) -> Self {
        let own = Crumb {
            name: plain.name.to_owned(),
            url: plain.url.clone(),
        };
        let crumbs = std::iter::once(home(reader))
            .chain(plain.above)
            .chain([own]);
        Self {
            reader: Arc::clone(reader),
            title: plain.title,
            description: plain.description,
            canonical_url: plain.url,
            is_indexed: true,
            social: Social {
                kind: plain.kind,
                ..Social::website(plain.image)
            },
            page: Page::Other(crumbs.collect()),
        }
    }
}

impl Social {
    const fn website(image: Option<AssetId>) -> Self {
        Self {
            kind: "website",
            title: None,
            description: None,
            image,
        }
    }
}

fn home(reader: &Reader) -> Crumb {
    Crumb {
        name: reader.site().name.clone(),
        url: reader.url(&Path::Home),
    }
}

/// A section and those above it, the root first.
fn section_crumbs(reader: &Reader, id: SectionId) -> Vec<Crumb> {
    let (tree, locale) = (reader.sections(), reader.locale());
    let line = tree.ancestors(id).into_iter();
    let crumbs = line.filter_map(|section| {
        Some(Crumb {
            name: section.texts.get(&locale)?.name.clone(),
            url: reader.url(&tree.path(locale, section.id)?),
        })
    });
    crumbs.collect()
}

/// Everything for the head of a page, computed: own values first, then defaults.
#[Object]
impl Seo {
    async fn title(&self) -> &str {
        &self.title
    }

    async fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The address that counts as the original.
    async fn canonical_url(&self) -> Url {
        self.canonical_url.as_str().into()
    }

    /// e.g. `index,follow,max-image-preview:large`.
    async fn robots(&self) -> &str {
        if self.is_indexed {
            "index,follow,max-image-preview:large"
        } else {
            "noindex"
        }
    }

    /// For social previews.
    async fn open_graph(&self) -> Result<OpenGraph> {
        let social = &self.social;
        let own = social.description.as_ref().or(self.description.as_ref());
        Ok(OpenGraph {
            title: social.title.clone().unwrap_or_else(|| self.title.clone()),
            description: own.cloned(),
            image: Image::find(&self.reader, social.image).await?,
            kind: social.kind,
            locale: self.reader.locale().as_str().replace('-', "_"),
        })
    }

    /// schema.org JSON-LD: NewsArticle, OpinionNewsArticle, BreadcrumbList.
    async fn structured_data(&self) -> Result<Vec<Json>> {
        let mut data = Vec::new();
        let crumbs = match &self.page {
            Page::Article(story) => {
                let told = Story::new(&self.reader, story);
                let news = told.news(&self.canonical_url).await?;
                data.extend(news.map(structured::news_article).transpose()?);
                told.crumbs()
            }
            Page::Other(crumbs) => crumbs.clone(),
        };
        data.extend(structured::breadcrumbs(&crumbs)?);
        Ok(data.into_iter().map(Json).collect())
    }
}

/// Social preview.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct OpenGraph {
    title: String,
    description: Option<String>,
    image: Option<Image>,
    /// `article`, `profile` or `website`.
    #[graphql(name = "type")]
    kind: &'static str,
    /// Language as Open Graph writes it, with an underscore: `en_GB`.
    locale: String,
}
