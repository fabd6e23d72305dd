//! Settings of the site and of its editions.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::addresses::Addresses;
use crate::platform::calendar::{Day, Formatter, Zone};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AssetId, CallToActionId, EditionId, SectionId, TagId};
use crate::platform::language::{self, Scheme};
use crate::platform::locale::Locale;
use crate::vocabulary::{
    DateStyle, ParityMode, SocialNetwork, TextDirection, TransliterationScheme,
};

/// The publication: what its editions share, and the editions in switcher order.
pub struct Site {
    /// Grows with every change of settings or menus.
    pub version: i32,
    /// Name of the portal.
    pub name: String,
    /// Address of the front end, without a slash at its end.
    pub base_url: String,
    /// Edition of the bare domain and of `x-default`.
    pub default_locale: Locale,
    /// The zone that days and printed times are of.
    pub time_zone: Zone,
    /// Accounts of the paper elsewhere.
    pub social_links: Vec<SocialLink>,
    /// Rule between languages at publication.
    pub language_parity: LanguageParity,
    /// Days before purge.
    pub retention: Retention,
    /// All editions, closed ones too, in switcher order.
    pub all_editions: Vec<Edition>,
    /// Menus of all editions.
    pub menus: Vec<Menu>,
    /// Calls to action, active or not.
    pub calls_to_action: Vec<CallToAction>,
}

/// The portal in one language.
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// Its language.
    pub locale: Locale,
    /// Place in the switcher, from 0.
    pub position: i32,
    /// Whether readers can open it.
    pub is_enabled: bool,
    /// Own-language name, such as `Українська`.
    pub autonym: String,
    /// Short switcher label, such as `УКР`.
    pub short_label: String,
    /// Writing direction.
    pub direction: TextDirection,
    /// Title of the home page.
    pub home_title: String,
    /// Description of the home page.
    pub home_description: Option<String>,
    /// CLDR patterns, one for each style.
    pub date_patterns: HashMap<DateStyle, String>,
    /// Interface words by key, the built-in ones included.
    pub labels: BTreeMap<String, String>,
    /// How slugs are made.
    pub transliteration: TransliterationScheme,
    /// What is stored for the letter apostrophe; empty when the language has none.
    pub apostrophe: String,
    /// Where names, alt texts and credits may be borrowed from.
    pub name_fallback: Vec<Locale>,
    /// Languages of ads, best first.
    pub ad_locales: Vec<Locale>,
    /// Prints dates in this language.
    pub formatter: Formatter,
}

/// An account of the paper or of a person elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocialLink {
    /// Where.
    pub network: SocialNetwork,
    /// Its address.
    pub url: String,
    /// Account name shown to readers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
}

/// A CLDR pattern for one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatePattern {
    /// The style.
    pub style: DateStyle,
    /// The pattern.
    pub pattern: String,
}

/// Rule between languages at publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct LanguageParity {
    /// How strictly it is meant.
    pub mode: ParityMode,
    /// The language that must be live first.
    #[serde(default)]
    pub required_locale: Option<Locale>,
    /// The languages that wait for it.
    #[serde(default)]
    pub applies_to: Vec<Locale>,
    /// How long it may come later; zero = not at all.
    #[serde(default)]
    pub grace_minutes: i32,
}

impl Default for LanguageParity {
    fn default() -> Self {
        Self {
            mode: ParityMode::Off,
            required_locale: None,
            applies_to: Vec::new(),
            grace_minutes: 0,
        }
    }
}

/// Days before purge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Retention {
    /// Of trashed drafts.
    pub trashed_draft_days: i32,
    /// Of autosaves.
    pub autosave_days: i32,
    /// Of raw ad events.
    pub ad_event_days: i32,
    /// Of the audit trail.
    pub audit_days: i32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            trashed_draft_days: 30,
            autosave_days: 7,
            ad_event_days: 30,
            audit_days: 1095,
        }
    }
}

/// A named menu of one edition, of two levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// Its edition.
    pub locale: Locale,
    /// Its name.
    pub key: String,
    /// Its entries.
    pub items: Vec<MenuItem>,
}

/// A menu entry of the first level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MenuItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub target: MenuTarget,
    /// Whether it stands out.
    #[serde(default)]
    pub is_highlighted: bool,
    /// The entries below it.
    #[serde(default)]
    pub children: Vec<MenuChild>,
}

/// A menu entry of the second level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MenuChild {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub target: MenuTarget,
    /// Whether it stands out.
    #[serde(default)]
    pub is_highlighted: bool,
}

/// Where a menu entry leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MenuTarget {
    /// An address.
    Url(String),
    /// A section.
    #[serde(rename = "sectionId")]
    Section(SectionId),
    /// A tag.
    #[serde(rename = "tagId")]
    Tag(TagId),
    /// A story.
    #[serde(rename = "articleId")]
    Article(ArticleId),
    /// A front.
    #[serde(rename = "frontKey")]
    Front(String),
}

/// An appeal to the reader, across languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallToAction {
    /// Its id.
    pub id: CallToActionId,
    /// Grows with every change.
    pub version: i32,
    /// Its name.
    pub key: String,
    /// Where it stands, such as `article-end`.
    pub slot: String,
    /// Its words, in each language that it runs in.
    pub texts: BTreeMap<Locale, CallToActionText>,
    /// Where it leads.
    pub url: String,
    /// Its picture.
    pub image: Option<AssetId>,
    /// Sections that it runs in, those below them included; empty = all.
    pub sections: Vec<SectionId>,
    /// From when it runs.
    pub starts_at: Option<Instant>,
    /// Until when it runs.
    pub ends_at: Option<Instant>,
    /// The heaviest of those that fit is shown.
    pub weight: i32,
    /// Whether it runs at all.
    pub is_active: bool,
}

/// Its words in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct CallToActionText {
    /// Heading.
    pub title: String,
    /// A sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What the button says.
    pub button_label: String,
}

impl CallToAction {
    /// Whether it runs at `now` in a page of `sections` (the page's section and those above it).
    pub fn runs(&self, now: Instant, sections: &[SectionId]) -> bool {
        self.is_active
            && self.starts_at.is_none_or(|start| start <= now)
            && self.ends_at.is_none_or(|end| now < end)
            && (self.sections.is_empty() || self.sections.iter().any(|s| sections.contains(s)))
    }
}

impl Site {
    /// Editions that readers can open, in switcher order.
    pub fn editions(&self) -> impl Iterator<Item = &Edition> {
        self.all_editions
            .iter()
            .filter(|edition| edition.is_enabled)
    }

    /// The open edition of a language.
    pub fn edition(&self, locale: Locale) -> Option<&Edition> {
        self.editions().find(|edition| edition.locale == locale)
    }

    /// The edition of a language, open or closed.
    pub fn any_edition(&self, locale: Locale) -> Option<&Edition> {
        self.all_editions
            .iter()
            .find(|edition| edition.locale == locale)
    }

    /// Where the editions stand.
    pub fn addresses(&self) -> Addresses {
        Addresses {
            base_url: self.base_url.clone(),
            default_locale: self.default_locale,
            locales: self.editions().map(|edition| edition.locale).collect(),
        }
    }

    /// The menu of an edition.
    pub fn menu(&self, locale: Locale, key: &str) -> Option<&Menu> {
        self.menus
            .iter()
            .find(|menu| menu.locale == locale && menu.key == key)
    }

    /// The call to action of a slot in a page of `sections`; the heaviest, then the first by key.
    pub fn call_to_action(
        &self,
        locale: Locale,
        slot: &str,
        now: Instant,
        sections: &[SectionId],
    ) -> Option<(&CallToAction, &CallToActionText)> {
        self.calls_to_action
            .iter()
            .filter(|call| call.slot == slot && call.runs(now, sections))
            .filter_map(|call| Some((call, call.texts.get(&locale)?)))
            .min_by_key(|(call, _)| (-call.weight, &call.key))
    }

    /// A line of text as it is stored in a language: NFC, trimmed, without invisible characters,
    /// with the language's own apostrophe.
    pub fn clean(&self, locale: Locale, text: &str) -> String {
        language::clean_text(text, self.apostrophe(locale))
    }

    /// The letter apostrophe of a language.
    pub fn apostrophe(&self, locale: Locale) -> Option<char> {
        self.any_edition(locale)?.apostrophe.chars().next()
    }

    /// A text as an address word in a language; empty when nothing of it is left.
    pub fn slugify(&self, locale: Locale, text: &str) -> String {
        language::slugify(text, self.scheme(locale))
    }

    /// How letters of a language become ASCII.
    pub fn scheme(&self, locale: Locale) -> Scheme {
        let scheme = self
            .any_edition(locale)
            .map(|edition| edition.transliteration);
        match scheme.unwrap_or(TransliterationScheme::AsciiFold) {
            TransliterationScheme::UkrainianKmu55_2010 => Scheme::UkrainianKmu55_2010,
            TransliterationScheme::RussianIcao9303 => Scheme::RussianIcao9303,
            TransliterationScheme::AsciiFold => Scheme::AsciiFold,
        }
    }

    /// The day of the site's zone that a moment belongs to.
    pub fn day_of(&self, moment: Instant) -> Day {
        self.time_zone.day_of(moment.0)
    }
}

impl Edition {
    /// An interface word; its key when there is none.
    pub fn label<'e>(&'e self, key: &'e str) -> &'e str {
        self.labels.get(key).map_or(key, String::as_str)
    }

    /// An interface word with a name in it.
    pub fn label_with(&self, key: &str, name: &str) -> String {
        self.label(key).replace("{name}", name)
    }
}
