//! Addresses of pages: one place builds them, and the same place reads them.

use crate::platform::calendar::Day;
use crate::platform::locale::Locale;

/// A page of an edition, without the edition's prefix.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Path {
    /// The front `home`: `/`.
    Home,
    /// Another front: `/front/{key}`.
    Front(String),
    /// A story: `/news/{day}/{number}-{slug}`.
    Article {
        /// Day of its publication.
        day: Day,
        /// Its short number.
        number: i64,
        /// Its address word.
        slug: String,
    },
    /// A standing page: `/{slug}`.
    Page(String),
    /// A tag: `/tag/{slug}`.
    Tag(String),
    /// An author: `/author/{slug}`.
    Author(String),
    /// A section, those above it first: `/section/{slug}/{slug}`.
    Section(Vec<String>),
    /// A day of the archive: `/news/{day}`.
    Day(Day),
}

/// First parts of paths that no standing page may take.
pub const RESERVED: &[&str] = &[
    "admin", "ads", "api", "auth", "author", "desk", "explorer", "feeds", "front", "graphql",
    "health", "media", "news", "pages", "preview", "search", "section", "sitemaps", "tag",
    "uploads", "v1",
];

impl Path {
    /// Reads a path without its edition's prefix. Upper case and a trailing slash are forgiven:
    /// the page found then says its own path, and the two differ.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let rest = path.strip_prefix('/')?;
        let parts: Vec<&str> = rest.trim_end_matches('/').split('/').collect();
        match parts.as_slice() {
            [""] => Some(Self::Home),
            ["front", key] => Some(Self::Front((*key).to_owned())),
            ["tag", slug] => Some(Self::Tag((*slug).to_owned())),
            ["author", slug] => Some(Self::Author((*slug).to_owned())),
            ["section", slugs @ ..] if !slugs.is_empty() => Some(Self::Section(
                slugs.iter().map(|slug| (*slug).to_owned()).collect(),
            )),
            ["news", year, month, day] => Some(Self::Day(date(year, month, day)?)),
            ["news", year, month, day, story] => {
                let (number, slug) = story.split_once('-').unwrap_or((story, ""));
                let day = date(year, month, day)?;
                Some(Self::Article {
                    day,
                    number: number.parse().ok()?,
                    slug: slug.to_owned(),
                })
            }
            [slug] => Some(Self::Page((*slug).to_owned())),
            _ => None,
        }
    }
}

fn date(year: &str, month: &str, day: &str) -> Option<Day> {
    format!("{year}-{month}-{day}").parse().ok()
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Home => f.write_str("/"),
            Self::Front(key) => write!(f, "/front/{key}"),
            Self::Article { day, number, slug } => {
                write!(
                    f,
                    "/news/{}/{number}-{slug}",
                    day.to_string().replace('-', "/")
                )
            }
            Self::Page(slug) => write!(f, "/{slug}"),
            Self::Tag(slug) => write!(f, "/tag/{slug}"),
            Self::Author(slug) => write!(f, "/author/{slug}"),
            Self::Section(slugs) => write!(f, "/section/{}", slugs.join("/")),
            Self::Day(day) => write!(f, "/news/{}", day.to_string().replace('-', "/")),
        }
    }
}

/// Where the editions stand: the default one at `/`, the others under `/{locale}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Address of the front end, without a slash at its end.
    pub base_url: String,
    /// The edition at `/`.
    pub default_locale: Locale,
    /// All editions.
    pub locales: Vec<Locale>,
}

impl Addresses {
    /// The path of a page, with its edition's prefix.
    pub fn path(&self, locale: Locale, path: &Path) -> String {
        match path {
            _ if locale == self.default_locale => path.to_string(),
            Path::Home => format!("/{locale}"),
            _ => format!("/{locale}{path}"),
        }
    }

    /// The absolute URL of a page.
    pub fn url(&self, locale: Locale, path: &Path) -> String {
        format!("{}{}", self.base_url, self.path(locale, path))
    }

    /// The absolute URL at which the front end shows a text before readers get it.
    pub fn preview_url(&self, locale: Locale, token: &str) -> String {
        let page = self.url(locale, &Path::Page("preview".to_owned()));
        format!("{page}?token={token}")
    }

    /// What is left of `path` without its edition's prefix, and that edition.
    pub fn split<'p>(&self, path: &'p str) -> Option<(Locale, &'p str)> {
        let rest = path.strip_prefix('/')?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let first = &rest[..end];
        let named = self.locales.iter().find(|locale| {
            **locale != self.default_locale && locale.as_str().eq_ignore_ascii_case(first)
        });
        match named {
            Some(locale) if rest[end..].starts_with('/') => Some((*locale, &rest[end..])),
            Some(locale) => Some((*locale, "/")),
            None => Some((self.default_locale, path)),
        }
    }

    /// The path within an edition: paths of other systems are told as readers knew them.
    pub fn within<'p>(&self, locale: Locale, path: &'p str) -> &'p str {
        match self.split(path) {
            Some((edition, rest)) if edition == locale => rest,
            _ => path,
        }
    }

    /// Reads an absolute URL of a page.
    pub fn parse_url(&self, url: &str) -> Option<(Locale, Path)> {
        let path = url.strip_prefix(&self.base_url)?;
        let (locale, rest) = self.split(if path.is_empty() { "/" } else { path })?;
        Some((locale, Path::parse(rest)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses() -> Addresses {
        let locale = |text: &str| text.parse().unwrap();
        Addresses {
            base_url: "https://mayak.example".to_owned(),
            default_locale: locale("uk"),
            locales: vec![locale("uk"), locale("ru"), locale("en")],
        }
    }

    #[test]
    fn every_path_is_read_as_it_was_built() {
        for text in [
            "/",
            "/front/weekend",
            "/news/2026/07/11/123456-ferry-stays",
            "/about",
            "/tag/nato",
            "/author/olena-hnatiuk",
            "/section/economy/energy",
            "/news/2026/07/11",
        ] {
            assert_eq!(Path::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn case_and_trailing_slash_are_forgiven() {
        assert_eq!(
            Path::parse("/Tag/NATO/"),
            Some(Path::Tag("nato".to_owned()))
        );
    }

    #[test]
    fn what_is_no_page_is_not_read() {
        for text in [
            "",
            "tag/nato",
            "/news/2026/13/40",
            "/a/b/c",
            "/section",
            "/news/2026/07",
        ] {
            let path = Path::parse(text);
            assert!(
                matches!(path, None | Some(Path::Page(_))),
                "{text}: {path:?}"
            );
        }
        assert_eq!(Path::parse("/news/2026/07"), None);
    }

    #[test]
    fn the_default_edition_stands_at_the_root_and_the_others_below_their_locale() {
        let addresses = addresses();
        let tag = Path::Tag("nato".to_owned());

        assert_eq!(addresses.path("uk".parse().unwrap(), &tag), "/tag/nato");
        assert_eq!(addresses.path("en".parse().unwrap(), &tag), "/en/tag/nato");
        assert_eq!(addresses.path("en".parse().unwrap(), &Path::Home), "/en");
        assert_eq!(
            addresses.split("/en/tag/nato"),
            Some(("en".parse().unwrap(), "/tag/nato"))
        );
        assert_eq!(addresses.split("/en"), Some(("en".parse().unwrap(), "/")));
        assert_eq!(
            addresses.split("/tag/nato"),
            Some(("uk".parse().unwrap(), "/tag/nato"))
        );
    }
}
