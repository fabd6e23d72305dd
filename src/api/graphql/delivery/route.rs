//! The front end's router: what stands at a path.

use std::sync::Arc;

use async_graphql::{Context, Lookahead, SimpleObject, Union};

use super::ads::AdPlan;
use super::article::Article;
use super::author::Author;
use super::day::ArchiveDay;
use super::front::Front;
use super::language::LanguageOption;
use super::section::Section;
use super::tag::Tag;
use crate::addresses::{Path, Target};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::{Reader, Shown};
use crate::api::graphql::scalars::Url;
use crate::app;
use crate::articles::StoryKey;
use crate::fronts::HOME;
use crate::vocabulary::{AdPageKind, DeviceClass};

/// What stands at a path.
#[derive(Union)]
pub enum RouteTarget {
    /// A story.
    Article(Article),
    /// A tag.
    Tag(Tag),
    /// A section.
    Section(Section),
    /// An author.
    Author(Author),
    /// A day of the archive.
    ArchiveDay(ArchiveDay),
    /// A curated page.
    Front(Front),
    /// Another address.
    Redirect(Redirect),
    /// Nothing any more.
    Gone(Gone),
}

/// The path moved; answer with this status and `Location`.
#[derive(Debug, SimpleObject)]
pub struct Redirect {
    /// Where it stands now.
    pub location: Url,
    /// 301 or 308 for renamed and merged things, 302 or 307 for temporary ones.
    pub status: i32,
}

/// The path was public and is withdrawn: answer 410 (or 451). Never a redirect to the home page.
#[derive(Debug, SimpleObject)]
pub struct Gone {
    /// 410, or 451 when a court or office ordered it.
    pub status: i32,
    /// Editor's public explanation, when one was given.
    pub notice: Option<String>,
    /// Live versions in other languages, to offer (not to serve) to the reader.
    pub alternates: Vec<LanguageOption>,
}

impl RouteTarget {
    /// Where ads may stand on the page; `None` where there is no page.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn ad_plan(&self, ctx: &Context<'_>, device: DeviceClass) -> Result<Option<AdPlan>> {
        match self {
            Self::Article(article) => article.ad_plan(ctx, device, AdPageKind::Article).await,
            Self::Tag(tag) => tag.ad_plan(ctx, device).await,
            Self::Section(section) => section.ad_plan(ctx, device).await,
            Self::Author(author) => author.ad_plan(ctx, device).await,
            Self::ArchiveDay(day) => day.ad_plan(ctx, device).await,
            Self::Front(front) => front.ad_plan(ctx, device).await,
            Self::Redirect(_) | Self::Gone(_) => Ok(None),
        }
    }
}

/// A page that was found: the path that it counts by, and what it shows.
struct Page<'a> {
    path: Path,
    target: RouteTarget,
    shown: Option<Shown<'a>>,
}

/// Finds what readers of the edition get at a path with its edition's prefix. `ahead` looks into
/// what is selected on it.
///
/// # Errors
/// Those of the database.
pub async fn resolve<'a>(
    reader: &Arc<Reader>,
    path: &str,
    ahead: impl Fn() -> Lookahead<'a>,
) -> Result<Option<RouteTarget>> {
    let asked = path.split(['?', '#']).next().unwrap_or_default();
    let Some((locale, own)) = reader.addresses().split(asked) else {
        return Ok(None);
    };
    if locale != reader.locale() {
        return Ok(None);
    }
    let parsed = Path::parse(own);
    if let Some(parsed) = &parsed
        && let Some(page) = page(reader, parsed, ahead).await?
    {
        if reader.addresses().path(locale, &page.path) != asked {
            return Ok(Some(moved(reader.url(&page.path), 301)));
        }
        reader.prefetch(page.shown).await?;
        return Ok(Some(page.target));
    }
    if let Some(target) = redirected(reader, own).await? {
        return Ok(Some(target));
    }
    let key = match parsed {
        Some(Path::Article { number, .. }) => StoryKey::Number(number),
        Some(Path::Page(slug)) => StoryKey::Page(slug),
        _ => return Ok(None),
    };
    withdrawn(reader, &key).await
}

/// The page at a path, by whatever of the path names it.
async fn page<'a>(
    reader: &Arc<Reader>,
    path: &Path,
    ahead: impl Fn() -> Lookahead<'a>,
) -> app::Result<Option<Page<'a>>> {
    let locale = reader.locale();
    match path {
        Path::Home => front(reader, HOME).await,
        Path::Front(key) => front(reader, key).await,
        Path::Article { number, .. } => story(reader, StoryKey::Number(*number), ahead).await,
        Path::Page(slug) => story(reader, StoryKey::Page(slug.clone()), ahead).await,
        Path::Day(day) => {
            let found = ArchiveDay::find(reader, *day).await?;
            Ok(found.map(|found| Page {
                path: path.clone(),
                target: RouteTarget::ArchiveDay(found),
                shown: None,
            }))
        }
        Path::Section(slugs) => {
            let found = reader.sections().by_slugs(locale, slugs);
            let section = found.and_then(|found| Section::find(reader, found.id));
            Ok(found.zip(section).map(|(found, section)| Page {
                path: path.clone(),
                target: RouteTarget::Section(section),
                shown: Some(Shown::Sections(vec![found.id], ahead())),
            }))
        }
        Path::Tag(slug) => {
            let found = reader.tag_by_slug(slug).await?;
            Ok(found.map(|tag| Page {
                path: path.clone(),
                target: RouteTarget::Tag(Tag::new(reader, Arc::clone(&tag))),
                shown: Some(Shown::Tags(vec![tag], ahead())),
            }))
        }
        Path::Author(slug) => {
            let found = reader.author_by_slug(slug).await?;
            Ok(found.map(|author| Page {
                path: path.clone(),
                target: RouteTarget::Author(Author::new(reader, Arc::clone(&author))),
                shown: Some(Shown::Authors(vec![author], ahead())),
            }))
        }
    }
}

async fn front<'a>(reader: &Arc<Reader>, key: &str) -> app::Result<Option<Page<'a>>> {
    let found = Front::find(reader, key).await?;
    Ok(found.map(|front| Page {
        path: front.path(),
        target: RouteTarget::Front(front),
        shown: None,
    }))
}

/// A wrong day or address word in a story's path is forgiven: the number names it.
async fn story<'a>(
    reader: &Arc<Reader>,
    key: StoryKey,
    ahead: impl Fn() -> Lookahead<'a>,
) -> app::Result<Option<Page<'a>>> {
    let found = reader.story(&key).await?;
    Ok(found.map(|story| Page {
        path: story.path(),
        target: RouteTarget::Article(Article::new(reader, Arc::clone(&story))),
        shown: Some(Shown::Articles(vec![story], ahead())),
    }))
}

const fn moved(location: String, status: i32) -> RouteTarget {
    RouteTarget::Redirect(Redirect {
        location: Url(location),
        status,
    })
}

/// Where an old path leads; nowhere when readers cannot open what it leads to.
async fn redirected(reader: &Arc<Reader>, path: &str) -> Result<Option<RouteTarget>> {
    let locale = reader.locale();
    let Some(redirect) = reader.redirect(path).await? else {
        return Ok(None);
    };
    let location = match redirect.target {
        Target::Url(url) => Some(url),
        Target::Translation(id) => match reader.version_of(id).await? {
            Some(version) => Some(reader.addresses().url(version.locale, &version.path)),
            None => return withdrawn(reader, &StoryKey::Translation(id)).await,
        },
        Target::Tag(id) => {
            let path = reader.tag(id).await?.and_then(|tag| tag.path(locale));
            path.map(|path| reader.url(&path))
        }
        Target::Author(id) => {
            let author = reader.author(id).await?;
            let path = author.filter(|author| author.is_public(locale));
            let path = path.and_then(|author| author.path(locale));
            path.map(|path| reader.url(&path))
        }
        Target::Section(id) => {
            let section = reader.section(id);
            let path = section.and_then(|_| reader.sections().path(locale, id));
            path.map(|path| reader.url(&path))
        }
    };
    Ok(location.map(|location| moved(location, redirect.status)))
}

/// What is said of a story that was taken down.
async fn withdrawn(reader: &Arc<Reader>, key: &StoryKey) -> Result<Option<RouteTarget>> {
    let found = reader.withdrawn(key).await?;
    let Some((article, withdrawal)) = found else {
        return Ok(None);
    };
    let versions = reader.versions(article).await?;
    Ok(Some(RouteTarget::Gone(Gone {
        status: withdrawal.status(),
        notice: withdrawal.notice,
        alternates: LanguageOption::elsewhere(reader, &versions),
    })))
}
