//! What a tag is, and what makes one acceptable.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::addresses::Path;
use crate::app::{Problem, Result, refuse_if_any};
use crate::editions::Site;
use crate::platform::ids::{AssetId, TagId};
use crate::platform::language::{fold, is_slug, sort_key};
use crate::platform::locale::Locale;
use crate::vocabulary::{Sensitivity, TagKind, TagState, UserErrorCode};

/// The most characters of a name, and of a description.
const NAME_LENGTH: usize = 120;
const DESCRIPTION_LENGTH: usize = 2_000;

/// A tag across languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// Grows with every change.
    pub version: i32,
    /// What it stands for.
    pub kind: TagKind,
    /// Where it stands in its life.
    pub state: TagState,
    /// The tag that took its place.
    pub merged_into: Option<TagId>,
    /// Its picture.
    pub image: Option<AssetId>,
    /// Flags that its stories take over.
    pub sensitivity: Vec<Sensitivity>,
    /// Item of Wikidata, such as `Q1899`.
    pub wikidata_id: Option<String>,
    /// Concept of the IPTC Media Topics, such as `medtop:20000002`.
    pub media_topic_id: Option<String>,
    /// Categories for ads.
    pub ad_categories: Vec<String>,
    /// Its words, in each language that it has.
    pub texts: BTreeMap<Locale, TagText>,
}

/// A tag's words in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagText {
    /// Its name.
    pub name: String,
    /// Its address word.
    pub slug: String,
    /// A paragraph for its page.
    pub description: Option<String>,
    /// Other spellings, for search and autocomplete.
    pub aliases: Vec<String>,
}

/// What a tag is to become; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagInput {
    /// What it stands for.
    pub kind: Option<TagKind>,
    /// Names; the whole set.
    pub names: Option<BTreeMap<Locale, String>>,
    /// Address words; made from the names where absent.
    pub slugs: Option<BTreeMap<Locale, String>>,
    /// Paragraphs for its pages; the whole set.
    pub descriptions: Option<BTreeMap<Locale, String>>,
    /// Other spellings; the whole set.
    pub aliases: Option<BTreeMap<Locale, Vec<String>>>,
    /// Flags that its stories take over.
    pub sensitivity: Option<Vec<Sensitivity>>,
    /// Item of Wikidata; an inner `None` clears it.
    pub wikidata_id: Option<Option<String>>,
    /// Concept of the IPTC Media Topics; an inner `None` clears it.
    pub media_topic_id: Option<Option<String>>,
    /// Categories for ads.
    pub ad_categories: Option<Vec<String>>,
    /// Whether readers never meet it.
    pub is_hidden: Option<bool>,
    /// Its picture; an inner `None` clears it.
    pub image: Option<Option<AssetId>>,
}

impl Tag {
    /// A new tag without words.
    pub fn new(id: TagId, kind: TagKind) -> Self {
        Self {
            id,
            version: 1,
            kind,
            state: TagState::Active,
            merged_into: None,
            image: None,
            sensitivity: Vec::new(),
            wikidata_id: None,
            media_topic_id: None,
            ad_categories: Vec::new(),
            texts: BTreeMap::new(),
        }
    }

    /// Whether readers of a language meet it.
    pub fn is_public(&self, locale: Locale) -> bool {
        self.state == TagState::Active && self.texts.contains_key(&locale)
    }

    /// The path of its page.
    pub fn path(&self, locale: Locale) -> Option<Path> {
        Some(Path::Tag(self.texts.get(&locale)?.slug.clone()))
    }

    /// A name for lists of the newsroom: of the default language, else the first.
    pub fn label(&self, default: Locale) -> &str {
        let text = self.texts.get(&default).or_else(|| self.texts.values().next());
        text.map_or("", |text| text.name.as_str())
    }

    /// The tag as `input` makes it. Slugs that the input leaves open are empty: the store of
    /// addresses gives them.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub fn changed(&self, input: &TagInput, site: &Site) -> Result<Self> {
        let mut next = self.clone();
        next.take_facts(input);
        next.take_texts(input, site);
        refuse_if_any(next.problems(input, site))?;
        Ok(next)
    }

    fn take_facts(&mut self, input: &TagInput) {
        let TagInput { kind, sensitivity, ad_categories, .. } = input.clone();
        self.kind = kind.unwrap_or(self.kind);
        self.sensitivity = sensitivity.unwrap_or_else(|| self.sensitivity.clone());
        self.ad_categories = ad_categories.unwrap_or_else(|| self.ad_categories.clone());
        if let Some(id) = &input.wikidata_id {
            self.wikidata_id.clone_from(id);
        }
        if let Some(id) = &input.media_topic_id {
            self.media_topic_id.clone_from(id);
        }
        if let Some(image) = input.image {
            self.image = image;
        }
        match input.is_hidden {
            Some(true) => self.state = TagState::Hidden,
            Some(false) => self.state = TagState::Active,
            None => {}
        }
    }

    fn take_texts(&mut self, input: &TagInput, site: &Site) {
        if let Some(names) = &input.names {
            self.texts.retain(|locale, _| names.contains_key(locale));
            for (locale, name) in names {
                let text = self.texts.entry(*locale).or_insert_with(TagText::empty);
                text.name = site.clean(*locale, name);
            }
        }
        for (locale, text) in &mut self.texts {
            if let Some(slugs) = &input.slugs {
                text.slug = slugs.get(locale).cloned().unwrap_or_default();
            }
            if text.slug.is_empty() {
                text.slug = site.slugify(*locale, &text.name);
            }
            if let Some(descriptions) = &input.descriptions {
                let description = descriptions.get(locale).map(|text| site.clean(*locale, text));
                text.description = description.filter(|text| !text.is_empty());
            }
            if let Some(aliases) = &input.aliases {
                let aliases = aliases.get(locale).cloned().unwrap_or_default();
                text.aliases = aliases.iter().map(|alias| site.clean(*locale, alias)).collect();
                text.aliases.retain(|alias| !alias.is_empty());
            }
        }
    }

    fn problems(&self, input: &TagInput, site: &Site) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut at = |field: &str, locale: Locale, code, message: &str| {
            problems.push(Problem::at(["input", field, locale.as_str()], code, message));
        };
        for (locale, text) in &self.texts {
            if site.any_edition(*locale).is_none() {
                at("names", *locale, UserErrorCode::Invalid, "the site has no such edition");
            }
            if text.name.is_empty() {
                at("names", *locale, UserErrorCode::Required, "a name is needed");
            }
            if text.name.chars().count() > NAME_LENGTH {
                at("names", *locale, UserErrorCode::TooLong, "at most 120 characters");
            }
            if text.description.as_ref().is_some_and(|d| d.chars().count() > DESCRIPTION_LENGTH) {
                at("descriptions", *locale, UserErrorCode::TooLong, "at most 2000 characters");
            }
            if !text.name.is_empty() && !is_slug(&text.slug) {
                let why = "lower-case ASCII words joined by single hyphens, 1 to 96 characters";
                at("slugs", *locale, UserErrorCode::Invalid, why);
            }
        }
        for (field, given) in [("slugs", &input.slugs), ("descriptions", &input.descriptions)] {
            for locale in given.iter().flat_map(BTreeMap::keys) {
                if !self.texts.contains_key(locale) {
                    at(field, *locale, UserErrorCode::Invalid, "there is no name in this language");
                }
            }
        }
        if self.texts.is_empty() {
            let path = ["input", "names"];
            problems.push(Problem::at(path, UserErrorCode::Required, "at least one name"));
        }
        let is_item = |id: &str| {
            id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        if self.wikidata_id.as_deref().is_some_and(|id| !is_item(id)) {
            let why = "an item of Wikidata, such as Q1899";
            problems.push(Problem::at(["input", "wikidataId"], UserErrorCode::Invalid, why));
        }
        problems
    }
}

impl TagText {
    const fn empty() -> Self {
        Self {
            name: String::new(),
            slug: String::new(),
            description: None,
            aliases: Vec::new(),
        }
    }

    /// The name as it is compared.
    pub fn folded_name(&self) -> String {
        fold(&self.name)
    }

    /// The name as it is sorted: hexadecimal digits of its collation key.
    pub fn sort_key(&self, locale: Locale) -> String {
        crate::platform::secrets::hex(&sort_key(&self.name, locale.as_str()))
    }
}
