//! What surrounds the stories of a page: menus, appeals, accounts elsewhere and interface words.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::article::Article;
use super::cited::LinkTarget;
use super::media::Image;
use super::names;
use super::rich_text::RichText;
use super::section::Section;
use super::tag::Tag;
use crate::addresses::Path;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::app;
use crate::articles::is_web;
use crate::editions::{self, CallToActionText, MenuTarget};
use crate::fronts::{Fronts, HOME};
use crate::platform::ids::{ArticleId, AssetId, SectionId, TagId};
use crate::vocabulary::SocialNetwork;

/// A named menu.
#[derive(SimpleObject)]
pub struct Menu {
    key: String,
    /// Two levels. Bounded (<= 40).
    items: Vec<MenuItem>,
}

/// A menu entry; entries of the second level have no children.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct MenuItem {
    label: String,
    url: Url,
    /// What it leads to, when it is a page of this edition.
    target: Option<LinkTarget>,
    is_highlighted: bool,
    children: Vec<MenuItem>,
}

impl Menu {
    /// The menu of the edition with this name; entries that lead to what readers cannot open are
    /// left out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(reader: &Arc<Reader>, key: &str) -> app::Result<Option<Self>> {
        let Some(menu) = reader.site().menu(reader.locale(), key) else {
            return Ok(None);
        };
        let targets = Targets::of(reader, menu).await?;
        let items = menu.items.iter().filter_map(|item| {
            let below = item.children.iter();
            let children = below.filter_map(|one| {
                targets.item(&one.label, &one.target, one.is_highlighted, Vec::new())
            });
            let children = children.collect();
            targets.item(&item.label, &item.target, item.is_highlighted, children)
        });
        Ok(Some(Self {
            key: menu.key.clone(),
            items: items.collect(),
        }))
    }
}

impl Menu {
    /// The entries.
    pub fn into_items(self) -> Vec<MenuItem> {
        self.items
    }
}

/// Pages that the entries of a menu lead to.
struct Targets<'r> {
    reader: &'r Arc<Reader>,
    articles: HashMap<ArticleId, Article>,
    tags: HashMap<TagId, Tag>,
    fronts: Arc<Fronts>,
}

impl<'r> Targets<'r> {
    async fn of(reader: &'r Arc<Reader>, menu: &editions::Menu) -> app::Result<Self> {
        let (mut articles, mut tags) = (Vec::new(), Vec::new());
        let below = |item: &editions::MenuItem| {
            let below = item.children.iter().map(|child| child.target.clone());
            std::iter::once(item.target.clone())
                .chain(below)
                .collect::<Vec<_>>()
        };
        for target in menu.items.iter().flat_map(below) {
            match target {
                MenuTarget::Article(id) => articles.push(id),
                MenuTarget::Tag(id) => tags.push(id),
                _ => {}
            }
        }
        let articles = reader.all_published(&articles).await?.into_iter();
        let tags = reader.all_tags(&tags).await?.into_iter();
        Ok(Self {
            reader,
            articles: articles
                .map(|story| (story.article_id, Article::new(reader, story)))
                .collect(),
            tags: tags.map(|tag| (tag.id, Tag::new(reader, tag))).collect(),
            fronts: reader.fronts().await?,
        })
    }

    fn item(
        &self,
        label: &str,
        target: &MenuTarget,
        is_highlighted: bool,
        children: Vec<MenuItem>,
    ) -> Option<MenuItem> {
        let target_page = match target {
            MenuTarget::Url(_) | MenuTarget::Front(_) => None,
            MenuTarget::Article(id) => Some(LinkTarget::Article(self.articles.get(id)?.clone())),
            MenuTarget::Tag(id) => Some(LinkTarget::Tag(self.tags.get(id)?.clone())),
            MenuTarget::Section(id) => Some(LinkTarget::Section(Section::find(self.reader, *id)?)),
        };
        let url = match (target, &target_page) {
            (_, Some(page)) => page.address(),
            (MenuTarget::Url(address), _) => Some(address.clone()).filter(|one| is_web(one))?,
            (MenuTarget::Front(key), _) => self.front(key)?,
            (MenuTarget::Section(_) | MenuTarget::Tag(_) | MenuTarget::Article(_), None) => {
                return None;
            }
        };
        Some(MenuItem {
            label: label.to_owned(),
            url: Url(url),
            target: target_page,
            is_highlighted,
            children,
        })
    }

    fn front(&self, key: &str) -> Option<String> {
        if key == HOME {
            return Some(self.reader.url(&Path::Home));
        }
        let front = self.reader.front(&self.fronts, key)?;
        Some(self.reader.url(&front.path()))
    }
}

/// An appeal to the reader.
#[derive(Clone)]
pub struct CallToAction {
    reader: Arc<Reader>,
    key: String,
    url: String,
    image: Option<AssetId>,
    text: CallToActionText,
}

impl CallToAction {
    /// What stands in a slot of a page of `sections`; `None` when nothing runs there.
    pub fn in_slot(reader: &Arc<Reader>, slot: &str, sections: &[SectionId]) -> Option<Self> {
        let (site, locale) = (reader.site(), reader.locale());
        let now = reader.now(site.turns());
        let (call, text) = site.call_to_action(locale, slot, now, sections)?;
        Some(Self::of(reader, call, text))
    }

    /// The one with this name, if it runs now in a page of `sections`.
    pub fn running(reader: &Arc<Reader>, key: &str, sections: &[SectionId]) -> Option<Self> {
        let calls = &reader.site().calls_to_action;
        let call = calls.iter().find(|call| call.key == key)?;
        let text = call.texts.get(&reader.locale())?;
        let runs = call.runs(reader.now(call.turns()), sections);
        runs.then(|| Self::of(reader, call, text))
    }

    fn of(reader: &Arc<Reader>, call: &editions::CallToAction, text: &CallToActionText) -> Self {
        Self {
            reader: Arc::clone(reader),
            key: call.key.clone(),
            url: call.url.clone(),
            image: call.image,
            text: text.clone(),
        }
    }

    /// Its heading.
    pub fn title_text(&self) -> &str {
        &self.text.title
    }

    /// Where the button leads, and what it says.
    pub fn button(&self) -> (&str, &str) {
        (&self.url, &self.text.button_label)
    }
}

/// An appeal to the reader.
#[Object]
impl CallToAction {
    async fn key(&self) -> &str {
        &self.key
    }

    async fn title(&self) -> &str {
        &self.text.title
    }

    /// A sentence or two.
    async fn text(&self) -> Option<RichText<'_>> {
        self.text.text.as_deref().map(RichText::plain_text)
    }

    async fn button_label(&self) -> &str {
        &self.text.button_label
    }

    /// Where the button leads.
    async fn url(&self) -> Url {
        self.url.as_str().into()
    }

    async fn image(&self) -> Result<Option<Image>> {
        Ok(Image::find(&self.reader, self.image).await?)
    }
}

/// An account of the paper or of a person elsewhere.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct SocialLink {
    network: SocialNetwork,
    /// What readers call the network, e.g. `YouTube`; of one that has no name here, its host.
    name: String,
    url: Url,
    /// Account name shown to readers.
    handle: Option<String>,
}

impl From<&editions::SocialLink> for SocialLink {
    fn from(link: &editions::SocialLink) -> Self {
        Self {
            network: link.network,
            name: names::network(link.network, &link.url),
            url: link.url.as_str().into(),
            handle: link.handle.clone(),
        }
    }
}

/// One interface word of the edition.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct UiLabel {
    key: String,
    text: String,
}

impl UiLabel {
    /// All words of an edition, by key.
    pub fn of_edition(edition: &editions::Edition) -> Vec<Self> {
        let words = edition.labels.iter();
        let word = |(key, text): (&String, &String)| Self {
            key: key.clone(),
            text: text.clone(),
        };
        words.map(word).collect()
    }

    /// The words of the edition under `keys`, in their order; unknown keys are left out.
    pub fn all(reader: &Reader, keys: Vec<String>) -> Vec<Self> {
        let labels = &reader.edition().labels;
        let word = |key: String| {
            let text = labels.get(&key)?.clone();
            Some(Self { key, text })
        };
        keys.into_iter().filter_map(word).collect()
    }
}
