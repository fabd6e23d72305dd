//! The same page in other languages.

use async_graphql::SimpleObject;

use crate::addresses::Path;
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::reader::Reader;
use crate::api::graphql::scalars::Url;
use crate::articles::Version;
use crate::platform::locale::Locale;
use crate::vocabulary::LanguageTarget;

/// One entry of the language switcher.
#[derive(Debug, SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct LanguageOption {
    /// The language.
    pub locale: Locale,
    /// Short name of the edition, e.g. `УКР`.
    pub label: String,
    /// The language's own name, e.g. `Українська`.
    pub autonym: String,
    /// The page in that language, or the edition's home page.
    pub url: Url,
    /// Whether it is the edition being read.
    pub is_current: bool,
    /// What stands at the address.
    pub target: LanguageTarget,
}

impl LanguageOption {
    /// The switcher of a page that stands at `path` in each language that it has: all editions, in
    /// switcher order.
    pub fn all(reader: &Reader, path: impl Fn(Locale) -> Option<Path>) -> Vec<Self> {
        let editions = reader.site().editions();
        let option = |edition: &crate::editions::Edition| {
            let locale = edition.locale;
            let (target, path) = match path(locale) {
                Some(path) => (LanguageTarget::Translation, path),
                None => (LanguageTarget::EditionHome, Path::Home),
            };
            Self {
                locale,
                label: edition.short_label.clone(),
                autonym: edition.autonym.clone(),
                url: reader.addresses().url(locale, &path).into(),
                is_current: locale == reader.locale(),
                target,
            }
        };
        editions.map(option).collect()
    }

    /// The languages other than the reader's in which a story is live, to offer instead of it.
    pub fn elsewhere(reader: &Reader, versions: &[Version]) -> Vec<Self> {
        let mut options = Self::all(reader, |locale| path_in(versions, locale));
        options.retain(|one| !one.is_current && one.target == LanguageTarget::Translation);
        options
    }
}

/// One `rel=alternate` entry.
#[derive(Debug, PartialEq, Eq, SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct HreflangLink {
    /// `uk`, `en`, ... or `x-default`.
    pub hreflang: String,
    /// The page in that language.
    pub url: Url,
}

impl HreflangLink {
    /// The alternates of a page that search engines find at `path` in each language that it has:
    /// itself included, and the default edition's as `x-default`. None when they do not keep the
    /// page itself, because alternates must be mutual.
    pub fn all(reader: &Reader, path: impl Fn(Locale) -> Option<Path>) -> Vec<Self> {
        let addresses = reader.addresses();
        if path(reader.locale()).is_none() {
            return Vec::new();
        }
        let link = |hreflang: &str, locale: Locale| {
            let url = addresses.url(locale, &path(locale)?).into();
            let hreflang = hreflang.to_owned();
            Some(Self { hreflang, url })
        };
        let each = addresses.locales.iter();
        let each = each.filter_map(|locale| link(locale.as_str(), *locale));
        each.chain(link("x-default", addresses.default_locale))
            .collect()
    }
}

/// The path of a story in a language, when it is live there.
pub fn path_in(versions: &[Version], locale: Locale) -> Option<Path> {
    let mut versions = versions.iter();
    let version = versions.find(|version| version.locale == locale)?;
    Some(version.path.clone())
}
