//! What settings are given.

use async_graphql::{InputObject, MaybeUndefined};

use crate::api::graphql::scalars::Url;
use crate::editions::{self, EditionInput, LanguageParity, SettingsInput as Settings};
use crate::platform::calendar::Zone;
use crate::platform::locale::Locale;
use crate::vocabulary::{
    DateStyle, ParityMode, SocialNetwork, TextDirection, TransliterationScheme,
};

/// Partial update of the settings.
#[derive(InputObject)]
pub struct SettingsInput {
    name: Option<String>,
    base_url: Option<Url>,
    default_locale: Option<Locale>,
    time_zone: Option<Zone>,
    /// The whole list.
    social_links: Option<Vec<SocialLinkInput>>,
    /// Editions to change or to add; the others stay as they are.
    locales: Option<Vec<LocaleSettingsInput>>,
    /// The whole of it.
    language_parity: Option<LanguageParityInput>,
    retention: Option<RetentionInput>,
}

impl From<SettingsInput> for Settings {
    fn from(input: SettingsInput) -> Self {
        let links = input
            .social_links
            .map(|links| links.into_iter().map(Into::into).collect());
        Self {
            name: input.name,
            base_url: input.base_url.map(|url| url.0),
            default_locale: input.default_locale,
            time_zone: input.time_zone,
            social_links: links,
            locales: input
                .locales
                .unwrap_or_default()
                .into_iter()
                .map(Into::into)
                .collect(),
            language_parity: input.language_parity.map(Into::into),
            retention: input.retention.map(Into::into),
        }
    }
}

/// An account elsewhere.
#[derive(InputObject)]
pub struct SocialLinkInput {
    network: SocialNetwork,
    url: Url,
    /// Account name shown to readers.
    handle: Option<String>,
}

impl From<SocialLinkInput> for editions::SocialLink {
    fn from(input: SocialLinkInput) -> Self {
        Self {
            network: input.network,
            url: input.url.0,
            handle: input.handle,
        }
    }
}

/// Partial update of one language. The site gets an edition in a language that it has none in,
/// closed until it is enabled.
#[derive(InputObject)]
pub struct LocaleSettingsInput {
    locale: Locale,
    is_enabled: Option<bool>,
    autonym: Option<String>,
    short_label: Option<String>,
    direction: Option<TextDirection>,
    home_title: Option<String>,
    /// Null clears it.
    home_description: MaybeUndefined<String>,
    /// Styles to change; an empty pattern goes back to the house's.
    date_patterns: Option<Vec<DatePatternInput>>,
    /// Words to change; an empty text goes back to the built-in one.
    labels: Option<Vec<UiLabelInput>>,
    transliteration: Option<TransliterationScheme>,
    name_fallback: Option<Vec<Locale>>,
    ad_locales: Option<Vec<Locale>>,
}

impl From<LocaleSettingsInput> for EditionInput {
    fn from(input: LocaleSettingsInput) -> Self {
        let patterns = input.date_patterns.map(|patterns| {
            patterns
                .into_iter()
                .map(|one| (one.style, one.pattern))
                .collect()
        });
        let labels = input.labels;
        let labels = labels.map(|words| {
            words
                .into_iter()
                .map(|word| (word.key, word.text))
                .collect()
        });
        let home_description = match input.home_description {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(String::new()),
            MaybeUndefined::Value(text) => Some(text),
        };
        Self {
            locale: input.locale,
            position: None,
            is_enabled: input.is_enabled,
            autonym: input.autonym,
            short_label: input.short_label,
            direction: input.direction,
            home_title: input.home_title,
            home_description,
            date_patterns: patterns,
            labels,
            transliteration: input.transliteration,
            name_fallback: input.name_fallback,
            ad_locales: input.ad_locales,
        }
    }
}

/// A CLDR pattern for one style.
#[derive(InputObject)]
pub struct DatePatternInput {
    style: DateStyle,
    pattern: String,
}

/// One interface word.
#[derive(InputObject)]
pub struct UiLabelInput {
    key: String,
    text: String,
}

/// See LanguageParityPolicy.
#[derive(InputObject)]
pub struct LanguageParityInput {
    mode: ParityMode,
    required_locale: Option<Locale>,
    applies_to: Option<Vec<Locale>>,
    grace_minutes: Option<i32>,
}

impl From<LanguageParityInput> for LanguageParity {
    fn from(input: LanguageParityInput) -> Self {
        Self {
            mode: input.mode,
            required_locale: input.required_locale,
            applies_to: input.applies_to.unwrap_or_default(),
            grace_minutes: input.grace_minutes.unwrap_or_default(),
        }
    }
}

/// Days; null = unchanged.
#[derive(InputObject)]
pub struct RetentionInput {
    trashed_draft_days: Option<i32>,
    autosave_days: Option<i32>,
    ad_event_days: Option<i32>,
    audit_days: Option<i32>,
}

impl From<RetentionInput> for editions::RetentionInput {
    fn from(input: RetentionInput) -> Self {
        Self {
            trashed_draft_days: input.trashed_draft_days,
            autosave_days: input.autosave_days,
            ad_event_days: input.ad_event_days,
            audit_days: input.audit_days,
        }
    }
}
