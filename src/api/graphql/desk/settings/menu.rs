//! Menus: what they show, and what they are given.

use async_graphql::{Context, ID, InputObject, OneofObject, SimpleObject};

use crate::api::graphql::delivery::menu::{Menu, MenuItem};
use crate::api::graphql::desk::outcome::named;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::error::Result;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::app::{self, Problem};
use crate::editions::{self, MenuTarget};
use crate::fronts;
use crate::platform::locale::Locale;

/// A menu of one language.
#[derive(SimpleObject)]
pub struct DeskMenu {
    key: String,
    locale: Locale,
    /// As readers get them: what they cannot open is left out.
    items: Vec<MenuItem>,
}

impl DeskMenu {
    pub(super) async fn of(ctx: &Context<'_>, menu: &editions::Menu) -> Result<Option<Self>> {
        let Some(reader) = Reader::any(ctx, menu.locale).await? else {
            return Ok(None);
        };
        let shown = Menu::find(&reader, &menu.key).await?;
        Ok(shown.map(|shown| Self {
            key: menu.key.clone(),
            locale: menu.locale,
            items: shown.into_items(),
        }))
    }
}

/// Top-level entry.
#[derive(InputObject)]
pub struct MenuItemInput {
    label: String,
    target: MenuTargetInput,
    #[graphql(default = false)]
    is_highlighted: bool,
    children: Option<Vec<MenuChildInput>>,
}

/// Second-level entry.
#[derive(InputObject)]
pub struct MenuChildInput {
    label: String,
    target: MenuTargetInput,
    #[graphql(default = false)]
    is_highlighted: bool,
}

/// Exactly one target.
#[derive(OneofObject)]
pub enum MenuTargetInput {
    /// An address.
    Url(Url),
    /// A section.
    SectionId(ID),
    /// A tag.
    TagId(ID),
    /// A story.
    ArticleId(ID),
    /// A front of the edition, by its key.
    FrontKey(String),
}

impl MenuTargetInput {
    fn read(self, path: &[&str]) -> app::Result<MenuTarget> {
        Ok(match self {
            Self::Url(url) => MenuTarget::Url(url.0),
            Self::SectionId(id) => MenuTarget::Section(named(path, &id)?),
            Self::TagId(id) => MenuTarget::Tag(named(path, &id)?),
            Self::ArticleId(id) => MenuTarget::Article(named(path, &id)?),
            Self::FrontKey(key) => MenuTarget::Front(key),
        })
    }
}

pub(super) fn read_items(items: Vec<MenuItemInput>) -> app::Result<Vec<editions::MenuItem>> {
    let item = |(place, item): (usize, MenuItemInput)| {
        let place = place.to_string();
        let child = |(below, child): (usize, MenuChildInput)| {
            let path = ["items", &place, "children", &below.to_string(), "target"];
            Ok(editions::MenuChild {
                label: child.label,
                target: child.target.read(&path)?,
                is_highlighted: child.is_highlighted,
            })
        };
        let children = item
            .children
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(child);
        Ok(editions::MenuItem {
            label: item.label,
            target: item.target.read(&["items", &place, "target"])?,
            is_highlighted: item.is_highlighted,
            children: children.collect::<app::Result<_>>()?,
        })
    };
    items.into_iter().enumerate().map(item).collect()
}

/// What the entries of a menu lead to and that is not there.
pub(super) async fn missing_targets(
    reader: &DeskReader,
    menu: &editions::Menu,
) -> app::Result<Vec<Problem>> {
    let fronts = fronts::fronts(reader.call()).await?;
    let mut problems = Vec::new();
    for (path, target) in menu.targets() {
        let missing = match target {
            MenuTarget::Url(_) => None,
            MenuTarget::Section(id) => reader.sections().get(*id).is_none().then(|| id.to_string()),
            MenuTarget::Tag(id) => reader.tag(*id).await?.is_none().then(|| id.to_string()),
            MenuTarget::Article(id) => reader.article(*id).await?.is_none().then(|| id.to_string()),
            MenuTarget::Front(key) => fronts
                .by_key(menu.locale, key)
                .is_none()
                .then(|| key.clone()),
        };
        problems.extend(missing.map(|id| Problem::missing(path, id)));
    }
    Ok(problems)
}
