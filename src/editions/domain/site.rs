//! The publication as a whole.

use serde::{Deserialize, Serialize};

use super::{CallToAction, CallToActionText, Edition, Menu, MenuTarget};
use crate::addresses::Addresses;
use crate::app::{Error, Result};
use crate::platform::calendar::{Day, Zone};
use crate::platform::clock::Instant;
use crate::platform::ids::{CallToActionId, EditionId, SectionId};
use crate::platform::language::{self, Scheme};
use crate::platform::locale::Locale;
use crate::policy::{Subject, TAXONOMY};
use crate::vocabulary::{ParityMode, SocialNetwork, TransliterationScheme};

/// The publication: what its editions share, and the editions in switcher order.
#[derive(Debug, Clone)]
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

impl Site {
    /// A site before its first settings: nothing of it is acceptable yet.
    pub fn blank(default_locale: Locale) -> Self {
        Self {
            version: 0,
            name: String::new(),
            base_url: String::new(),
            default_locale,
            time_zone: Zone::UTC,
            social_links: Vec::new(),
            language_parity: LanguageParity::default(),
            retention: Retention::default(),
            all_editions: Vec::new(),
            menus: Vec::new(),
            calls_to_action: Vec::new(),
        }
    }

    /// What the policy must know of the settings. The site's id is that of its default edition.
    pub fn subject(&self) -> Subject {
        let edition = self.any_edition(self.default_locale);
        let id = edition.map_or(EditionId(uuid::Uuid::nil()), |edition| edition.id);
        Subject {
            seen_with: TAXONOMY,
            ..Subject::of(id, &*self.name)
        }
    }

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

    /// How many menu entries lead to a thing.
    pub fn entries_leading_to(&self, target: &MenuTarget) -> usize {
        let targets = self.menus.iter().flat_map(Menu::targets);
        targets.filter(|(_, one)| *one == target).count()
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

    /// When any call to action begins or ceases to run.
    pub fn turns(&self) -> impl Iterator<Item = Instant> {
        self.calls_to_action.iter().flat_map(CallToAction::turns)
    }

    /// The call to action with this id, running or not.
    pub fn any_call_to_action(&self, id: CallToActionId) -> Option<&CallToAction> {
        self.calls_to_action.iter().find(|call| call.id == id)
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

    /// The same, of a text that somebody asks for.
    ///
    /// # Errors
    /// [`Error::BadInput`] when it has no letter or digit that can be spelled.
    pub fn address_word(&self, locale: Locale, text: &str) -> Result<String> {
        let slug = self.slugify(locale, text);
        if slug.is_empty() {
            let why = "`text` has no letter or digit that can be spelled in an address";
            return Err(Error::BadInput(why.to_owned()));
        }
        Ok(slug)
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
