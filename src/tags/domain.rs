//! What a tag is, and what makes one acceptable.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::addresses::Path;
use crate::app::Problem;
use crate::editions::{Site, Wording};
use crate::platform::given::given;
use crate::platform::ids::{AssetId, TagId};
use crate::platform::language::{fold, sort_key};
use crate::platform::locale::Locale;
use crate::platform::secrets::hex;
use crate::vocabulary::{Sensitivity, TagKind, TagState, UserErrorCode};

/// The most characters of a name, and of a description.
const NAME_LENGTH: usize = 120;
const DESCRIPTION_LENGTH: usize = 2_000;
/// The most other spellings in one language.
const MAX_ALIASES: usize = 100;

/// A tag across languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tag {
    /// Its id.
    #[serde(skip)]
    pub id: TagId,
    /// Grows with every change.
    #[serde(skip)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
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
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct TagInput {
    /// What it stands for.
    pub kind: Option<TagKind>,
    /// Names; the whole set.
    pub names: Option<BTreeMap<Locale, String>>,
    /// Address words made by hand; a language left out keeps its own, a new one gets one made from
    /// its name.
    pub slugs: Option<BTreeMap<Locale, String>>,
    /// Paragraphs for its pages; the whole set.
    pub descriptions: Option<BTreeMap<Locale, String>>,
    /// Other spellings; the whole set.
    pub aliases: Option<BTreeMap<Locale, Vec<String>>>,
    /// Flags that its stories take over.
    pub sensitivity: Option<Vec<Sensitivity>>,
    /// Item of Wikidata; an inner `None` clears it.
    #[serde(deserialize_with = "given")]
    pub wikidata_id: Option<Option<String>>,
    /// Concept of the IPTC Media Topics; an inner `None` clears it.
    #[serde(deserialize_with = "given")]
    pub media_topic_id: Option<Option<String>>,
    /// Categories for ads.
    pub ad_categories: Option<Vec<String>>,
    /// Whether readers never meet it.
    pub is_hidden: Option<bool>,
    /// Its picture; an inner `None` clears it.
    #[serde(deserialize_with = "given")]
    pub image: Option<Option<AssetId>>,
}

impl TagInput {
    /// The problem of a new tag that does not say what it stands for.
    pub fn kind_problem(&self) -> Option<Problem> {
        let why = "a new tag says what it stands for";
        let problem = || Problem::at(["input", "kind"], UserErrorCode::Required, why);
        self.kind.is_none().then(problem)
    }
}

impl Tag {
    /// A new tag without words.
    pub const fn new(id: TagId) -> Self {
        Self {
            id,
            version: 1,
            kind: TagKind::Topic,
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
        let text = self
            .texts
            .get(&default)
            .or_else(|| self.texts.values().next());
        text.map_or("", |text| text.name.as_str())
    }

    /// Where it stands in the newsroom's lists: by its name in the default language, else by the
    /// first of its names.
    pub fn sort_key(&self, default: Locale) -> String {
        let own = self.texts.get(&default).map(|text| text.sort_key(default));
        let all = || {
            let texts = self.texts.iter();
            texts.map(|(locale, text)| text.sort_key(*locale))
        };
        own.or_else(|| all().min()).unwrap_or_default()
    }

    /// Whether its names are its own: those of a merged or retired tag are free for others.
    pub const fn holds_names(&self) -> bool {
        matches!(self.state, TagState::Active | TagState::Hidden)
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

    /// The tag as `input` makes it. An address word that the input leaves open is made from the
    /// name; it may still be taken.
    #[must_use]
    pub fn with(&self, input: &TagInput, site: &Site) -> Self {
        let mut next = self.clone();
        next.take_facts(input);
        next.take_texts(input, site);
        next
    }

    fn take_facts(&mut self, input: &TagInput) {
        self.kind = input.kind.unwrap_or(self.kind);
        self.image = input.image.unwrap_or(self.image);
        if let Some(sensitivity) = &input.sensitivity {
            self.sensitivity.clone_from(sensitivity);
        }
        if let Some(categories) = &input.ad_categories {
            self.ad_categories.clone_from(categories);
        }
        if let Some(id) = &input.wikidata_id {
            self.wikidata_id.clone_from(id);
        }
        if let Some(id) = &input.media_topic_id {
            self.media_topic_id.clone_from(id);
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
                self.texts.entry(*locale).or_default().name = site.clean(*locale, name);
            }
        }
        for (locale, text) in &mut self.texts {
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
            if let Some(aliases) = &input.aliases {
                let given = aliases.get(locale).into_iter().flatten();
                text.aliases.clear();
                text.take_aliases(given.map(|alias| site.clean(*locale, alias)));
            }
        }
    }

    /// What is wrong with the tag that `input` made.
    pub fn problems(&self, input: &TagInput, site: &Site) -> Vec<Problem> {
        let mut wording = Wording::of(site);
        for (locale, text) in &self.texts {
            wording.name(*locale, &text.name, NAME_LENGTH);
            wording.slug(*locale, &text.name, &text.slug);
            let description = text.description.as_deref();
            wording.text("descriptions", *locale, description, DESCRIPTION_LENGTH);
            for alias in &text.aliases {
                wording.text("aliases", *locale, Some(alias), NAME_LENGTH);
            }
            if text.aliases.len() > MAX_ALIASES {
                let why = "at most 100 other spellings";
                wording.note("aliases", *locale, UserErrorCode::TooMany, why);
            }
        }
        wording.only_named("slugs", input.slugs.as_ref(), &self.texts);
        wording.only_named("descriptions", input.descriptions.as_ref(), &self.texts);
        wording.only_named("aliases", input.aliases.as_ref(), &self.texts);
        let mut problems = wording.into_problems();
        if self.texts.is_empty() {
            let path = ["input", "names"];
            let why = "at least one name";
            problems.push(Problem::at(path, UserErrorCode::Required, why));
        }
        if self.wikidata_id.as_deref().is_some_and(|id| !is_item(id)) {
            let path = ["input", "wikidataId"];
            let why = "an item of Wikidata, such as Q1899";
            problems.push(Problem::at(path, UserErrorCode::Invalid, why));
        }
        if self
            .media_topic_id
            .as_deref()
            .is_some_and(|id| !is_media_topic(id))
        {
            let path = ["input", "mediaTopicId"];
            let why = "a concept of the IPTC Media Topics, such as medtop:20000002";
            problems.push(Problem::at(path, UserErrorCode::Invalid, why));
        }
        problems
    }
}

impl Tag {
    /// What forbids to merge the tag into `target`.
    pub fn merge_problem(&self, target: &Self) -> Option<Problem> {
        let invalid = |why: &str| Some(Problem::at(["intoId"], UserErrorCode::Invalid, why));
        if self.id == target.id {
            return invalid("a tag cannot be merged into itself");
        }
        if self.state == TagState::Merged {
            let why = "this tag has been merged into another one";
            return Some(Problem::at(["id"], UserErrorCode::Invalid, why));
        }
        if target.state != TagState::Active {
            return invalid("a tag is merged into an active one only");
        }
        if self.kind != target.kind {
            let why = format!(
                "a tag of the kind {} cannot take over one of the kind {}: change the kind first",
                target.kind, self.kind
            );
            return invalid(&why);
        }
        None
    }

    /// Both tags after a merge. The names become other spellings of the target's; a language that
    /// the target lacks comes over whole.
    pub fn merged(&self, target: &Self) -> (Self, Self) {
        let mut from = self.clone();
        from.version += 1;
        from.state = TagState::Merged;
        from.merged_into = Some(target.id);
        let mut into = target.clone();
        into.version += 1;
        for (locale, text) in &self.texts {
            match into.texts.get_mut(locale) {
                Some(own) => {
                    let spellings = std::iter::once(&text.name).chain(&text.aliases);
                    own.take_aliases(spellings.cloned());
                }
                None => {
                    into.texts.insert(*locale, text.clone());
                }
            }
        }
        (from, into)
    }
}

/// Whether this names an item of Wikidata: `Q` and a number.
fn is_item(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(is_number)
}

/// Whether this names a concept of the IPTC Media Topics: `medtop:` and a number.
fn is_media_topic(id: &str) -> bool {
    id.strip_prefix("medtop:").is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    (1..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl TagText {
    /// Adds other spellings; those that fold to the name or to one that is there are passed over.
    pub fn take_aliases(&mut self, given: impl IntoIterator<Item = String>) {
        let mut known: Vec<String> = self.aliases.iter().map(|alias| fold(alias)).collect();
        known.push(self.folded_name());
        for alias in given {
            let folded = fold(&alias);
            if !folded.is_empty() && !known.contains(&folded) {
                known.push(folded);
                self.aliases.push(alias);
            }
        }
    }

    /// The name as it is compared.
    pub fn folded_name(&self) -> String {
        fold(&self.name)
    }

    /// The name as it is sorted: hexadecimal digits of its collation key.
    pub fn sort_key(&self, locale: Locale) -> String {
        hex(&sort_key(&self.name, locale.as_str()))
    }

    /// What it is searched by: the folded name and other spellings, one a line.
    pub fn search_text(&self) -> String {
        let spellings = std::iter::once(&self.name).chain(&self.aliases);
        let folded: Vec<String> = spellings.map(|text| fold(text)).collect();
        folded.join("\n")
    }
}
