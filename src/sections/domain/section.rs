//! One section: its words in all languages, and whether it is open.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::Problem;
use crate::editions::{Site, Wording};
use crate::platform::given::given;
use crate::platform::ids::SectionId;
use crate::platform::locale::Locale;
use crate::vocabulary::UserErrorCode;

/// The most characters of a name, and of a description.
const NAME_LENGTH: usize = 120;
const DESCRIPTION_LENGTH: usize = 2_000;

/// A section across languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    /// Its id.
    #[serde(skip)]
    pub id: SectionId,
    /// Grows with every change.
    #[serde(skip)]
    pub version: i32,
    /// The section above it; `None` at the top.
    pub parent: Option<SectionId>,
    /// Its place among those beside it, from 0.
    pub position: i32,
    /// Whether it is open: has a page, and may hold stories.
    pub is_active: bool,
    /// Its words, in each language that it has.
    pub texts: BTreeMap<Locale, SectionText>,
}

/// A section's words in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SectionText {
    /// Its name.
    pub name: String,
    /// Its address word, unique among all sections.
    pub slug: String,
    /// A paragraph for its page.
    pub description: Option<String>,
}

/// What a section is to become; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct SectionInput {
    /// Names; the whole set.
    pub names: Option<BTreeMap<Locale, String>>,
    /// Address words made by hand; a language left out keeps its own, a new one gets one made from
    /// its name.
    pub slugs: Option<BTreeMap<Locale, String>>,
    /// Paragraphs for its pages; the whole set.
    pub descriptions: Option<BTreeMap<Locale, String>>,
    /// The section above it; an inner `None` takes it to the top.
    #[serde(deserialize_with = "given")]
    pub parent: Option<Option<SectionId>>,
    /// Its place among those beside it, from 0; the last where absent.
    pub position: Option<i32>,
    /// Whether it is open; a new one is not until told.
    pub is_active: Option<bool>,
}

impl Section {
    /// A new section without words, at the top and not yet open.
    pub const fn new(id: SectionId) -> Self {
        Self {
            id,
            version: 1,
            parent: None,
            position: 0,
            is_active: false,
            texts: BTreeMap::new(),
        }
    }

    /// A name for lists of the newsroom: of the default language, else the first.
    pub fn label(&self, default: Locale) -> &str {
        let text = self.texts.get(&default);
        let text = text.or_else(|| self.texts.values().next());
        text.map_or("", |text| text.name.as_str())
    }

    /// Its address words.
    pub fn slugs(&self) -> BTreeMap<Locale, String> {
        self.texts
            .iter()
            .map(|(locale, text)| (*locale, text.slug.clone()))
            .collect()
    }

    /// Takes the address words that were free.
    pub fn take_slugs(&mut self, slugs: BTreeMap<Locale, String>) {
        for (locale, slug) in slugs {
            if let Some(text) = self.texts.get_mut(&locale) {
                text.slug = slug;
            }
        }
    }

    /// The section with the words, the parent and the state of `input`.
    #[must_use]
    pub fn with(&self, input: &SectionInput, site: &Site) -> Self {
        let mut next = self.clone();
        next.parent = input.parent.unwrap_or(self.parent);
        next.is_active = input.is_active.unwrap_or(self.is_active);
        if let Some(names) = &input.names {
            next.texts.retain(|locale, _| names.contains_key(locale));
            for (locale, name) in names {
                next.texts.entry(*locale).or_default().name = site.clean(*locale, name);
            }
        }
        for (locale, text) in &mut next.texts {
            if let Some(slug) = input.slugs.as_ref().and_then(|slugs| slugs.get(locale)) {
                text.slug.clone_from(slug);
            } else if text.slug.is_empty() {
                text.slug = site.slugify(*locale, &text.name);
            }
            if let Some(descriptions) = &input.descriptions {
                let given = descriptions
                    .get(locale)
                    .map(|text| site.clean(*locale, text));
                text.description = given.filter(|text| !text.is_empty());
            }
        }
        next
    }

    /// What is wrong with the words that `input` gave, and with opening or closing by it.
    pub fn problems(&self, before: &Self, input: &SectionInput, site: &Site) -> Vec<Problem> {
        let mut wording = Wording::of(site);
        for (locale, text) in &self.texts {
            wording.name(*locale, &text.name, NAME_LENGTH);
            wording.slug(*locale, &text.name, &text.slug);
            let description = text.description.as_deref();
            wording.text("descriptions", *locale, description, DESCRIPTION_LENGTH);
        }
        wording.only_named("slugs", input.slugs.as_ref(), &self.texts);
        wording.only_named("descriptions", input.descriptions.as_ref(), &self.texts);
        if self.is_active {
            let unnamed = site
                .editions()
                .filter(|edition| !self.texts.contains_key(&edition.locale));
            for edition in unnamed {
                let why = "an open section has a name in every edition";
                wording.note("names", edition.locale, UserErrorCode::Required, why);
            }
        }
        let mut problems = wording.into_problems();
        if self.texts.is_empty() {
            let path = ["input", "names"];
            problems.push(Problem::at(
                path,
                UserErrorCode::Required,
                "at least one name",
            ));
        }
        if before.is_active && !self.is_active {
            let why = "an open section is retired, so that its stories get another";
            let path = ["input", "isActive"];
            problems.push(Problem::at(path, UserErrorCode::Invalid, why));
        }
        problems
    }
}
