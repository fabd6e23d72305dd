//! What settings are changed by; the same from the API and from a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{LanguageParity, SocialLink};
use crate::platform::calendar::Zone;
use crate::platform::locale::Locale;
use crate::vocabulary::{DateStyle, TextDirection, TransliterationScheme};

/// What the settings are to become; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct SettingsInput {
    /// Name of the portal.
    pub name: Option<String>,
    /// Address of the front end.
    pub base_url: Option<String>,
    /// Edition of the bare domain.
    pub default_locale: Option<Locale>,
    /// The zone that days and printed times are of.
    pub time_zone: Option<Zone>,
    /// Accounts of the paper elsewhere; the whole list.
    pub social_links: Option<Vec<SocialLink>>,
    /// Editions to change or to add; the others stay as they are.
    pub locales: Vec<EditionInput>,
    /// Rule between languages at publication; the whole of it.
    pub language_parity: Option<LanguageParity>,
    /// Days before purge.
    pub retention: Option<RetentionInput>,
}

/// What an edition is to become; absent fields stay as they are. The site gets an edition in a
/// language that it has none in, closed until it is told to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EditionInput {
    /// Its language.
    pub locale: Locale,
    /// Place in the switcher; a new one comes last.
    pub position: Option<i32>,
    /// Whether readers can open it.
    pub is_enabled: Option<bool>,
    /// Own-language name.
    pub autonym: Option<String>,
    /// Short switcher label.
    pub short_label: Option<String>,
    /// Writing direction.
    pub direction: Option<TextDirection>,
    /// Title of the home page.
    pub home_title: Option<String>,
    /// Description of the home page; an empty one is taken away.
    pub home_description: Option<String>,
    /// CLDR patterns of the styles to change; an empty one goes back to the house's.
    pub date_patterns: Option<BTreeMap<DateStyle, String>>,
    /// Interface words to change; an empty one goes back to the built-in one.
    pub labels: Option<BTreeMap<String, String>>,
    /// How slugs are made.
    pub transliteration: Option<TransliterationScheme>,
    /// Where names may be borrowed from.
    pub name_fallback: Option<Vec<Locale>>,
    /// Languages of ads, best first.
    pub ad_locales: Option<Vec<Locale>>,
}

/// Days before purge; absent ones stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct RetentionInput {
    /// Of trashed drafts.
    pub trashed_draft_days: Option<i32>,
    /// Of autosaves.
    pub autosave_days: Option<i32>,
    /// Of raw ad events.
    pub ad_event_days: Option<i32>,
    /// Of the audit trail.
    pub audit_days: Option<i32>,
}
