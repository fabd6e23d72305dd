//! What the pages show of the newsroom: its newest stories, and operations ready to ask for them.

use std::fmt::Write;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::escaped;
use crate::app::{Call, Result};
use crate::articles::{self, ListQuery, Publication};
use crate::editions::{self, Site};
use crate::platform::locale::Locale;
use crate::platform::page::Page;
use crate::tags;
use crate::vocabulary::DateStyle;

/// Newest stories in the language of the pages, or else in the portal's first.
pub struct Examples {
    site: Arc<Site>,
    locale: Locale,
    stories: Vec<Publication>,
}

/// An operation that stands ready in the explorer.
#[derive(Debug, Serialize)]
pub struct Operation {
    name: &'static str,
    graph: &'static str,
    document: &'static str,
    variables: Json,
}

impl Examples {
    /// The `count` newest stories.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn read(call: &Call, count: u32) -> Result<Self> {
        let site = editions::site(call).await?;
        let english = site
            .editions()
            .find(|edition| edition.locale.as_str() == "en");
        let locale = english.map_or(site.default_locale, |edition| edition.locale);
        let newest = articles::list(call, &ListQuery::all(locale), &Page::first(count)).await?;
        Ok(Self {
            site,
            locale,
            stories: newest.items,
        })
    }

    /// The headlines as items of an HTML list; each leads into the explorer.
    ///
    /// # Errors
    /// When the edition's date pattern is none.
    pub fn headlines(&self) -> Result<String> {
        let mut html = String::new();
        for story in &self.stories {
            let variables = json!({ "locale": self.locale, "path": self.path(story) }).to_string();
            let address = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("op", "StoryPage")
                .append_pair("graph", "delivery")
                .append_pair("variables", &variables)
                .finish();
            write!(
                html,
                "<li lang=\"{}\"><a href=\"/explorer#{}\">{}</a> <time datetime=\"{}\">{}</time></li>",
                self.locale,
                escaped(&address),
                escaped(&story.card.headline),
                story.listed_at,
                escaped(&self.clock(story)?),
            )
            .map_err(anyhow::Error::from)?;
        }
        Ok(html)
    }

    /// The operations of a page each, asking for what is there; and one for the desk.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn operations(&self, call: &Call) -> Result<Vec<Operation>> {
        let newest = self.stories.first();
        let path = newest.map(|story| self.path(story));
        let day = newest.map(|story| story.published_on.to_string());
        let tag = match newest.and_then(|story| story.card.tags.first()) {
            Some(id) => tags::by_ids(call, &[*id]).await?.remove(id),
            None => None,
        };
        let slug = tag.and_then(|tag| Some(tag.texts.get(&self.locale)?.slug.clone()));
        let locale = self.locale;
        let delivery = |name, document, variables| Operation {
            name,
            graph: "delivery",
            document,
            variables,
        };
        Ok(vec![
            delivery(
                "StoryPage",
                STORY,
                json!({ "locale": locale, "path": path }),
            ),
            delivery("HomePage", HOME, json!({ "locale": locale })),
            delivery("TagPage", TAG, json!({ "locale": locale, "slug": slug })),
            delivery("DayArchive", DAY, json!({ "locale": locale, "date": day })),
            Operation {
                name: "Newsroom",
                graph: "desk",
                document: include_str!("newsroom.graphql"),
                variables: json!({}),
            },
        ])
    }

    /// The path of a story's page, as `resolve` and `page` take it.
    fn path(&self, story: &Publication) -> String {
        self.site.addresses().path(self.locale, &story.path())
    }

    fn clock(&self, story: &Publication) -> Result<String> {
        let Some(edition) = self.site.edition(self.locale) else {
            return Ok(story.listed_at.to_string());
        };
        let pattern = edition.date_patterns.get(&DateStyle::Time);
        let pattern = pattern.map_or("HH:mm", String::as_str);
        let zone = self.site.time_zone;
        let printed = edition.formatter.format(story.listed_at.0, zone, pattern);
        Ok(printed.map_err(anyhow::Error::from)?)
    }
}

const STORY: &str = include_str!("../../../../schema/operations/story.graphql");
const HOME: &str = include_str!("../../../../schema/operations/home.graphql");
const TAG: &str = include_str!("../../../../schema/operations/tag.graphql");
const DAY: &str = include_str!("../../../../schema/operations/day.graphql");
