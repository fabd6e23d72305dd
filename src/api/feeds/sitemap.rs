//! Sitemaps (sitemaps.org/protocol.html): an index, the news of the last two days of each edition
//! (the extension for news), and the whole archive of each edition in parts of ten thousand numbers,
//! each address with its other languages.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use axum::extract::{Path as UrlPath, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use super::xml::{self, Xml};
use crate::addresses::Addresses;
use crate::api::caller::anonymous;
use crate::api::http::held::validated;
use crate::api::http::problem::ProblemDetails;
use crate::app::{App, Call, Error, Result};
use crate::articles::{self, ListOrder, ListQuery, Mapped, Publication};
use crate::editions::{self, Site};
use crate::platform::clock::Instant;
use crate::platform::ids::ArticleId;
use crate::platform::locale::Locale;
use crate::platform::page::Page;

/// Numbers of one part: with every number taken, a fifth of the addresses that a file may name.
const PART: i64 = 10_000;

/// The age of the oldest news.
const NEWS_MS: i64 = 2 * 24 * 60 * 60 * 1_000;

/// The most news that a file may name.
const MOST_NEWS: u32 = 1_000;

const XML: &str = "application/xml; charset=utf-8";

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Which sitemap a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum File {
    Index,
    News(Locale),
    /// A part of an edition's archive.
    Articles(Locale, i64),
}

impl File {
    fn of(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".xml")?;
        if stem == "index" {
            return Some(Self::Index);
        }
        if let Some(locale) = stem.strip_prefix("news-") {
            return locale.parse().ok().map(Self::News);
        }
        let (locale, part) = stem.strip_prefix("articles-")?.rsplit_once('-')?;
        let number: i64 = part.parse().ok()?;
        let is_plain = number >= 0 && number.to_string() == part;
        is_plain.then_some(Self::Articles(locale.parse().ok()?, number))
    }

    fn name(self) -> String {
        match self {
            Self::Index => "index.xml".to_owned(),
            Self::News(locale) => format!("news-{locale}.xml"),
            Self::Articles(locale, part) => format!("articles-{locale}-{part}.xml"),
        }
    }
}

/// Answers with the sitemap of this name, as things stand now: what was taken down is not in it.
pub async fn answer(
    State(app): State<Arc<App>>,
    UrlPath(name): UrlPath<String>,
    headers: HeaderMap,
) -> std::result::Result<Response, ProblemDetails> {
    let call = anonymous(&app, &headers);
    let written = match File::of(&name) {
        Some(file) => written(&call, file).await,
        None => Err(Error::NotFound),
    };
    let body = written.map_err(|error| ProblemDetails::of(error, call.request_id()))?;
    // Kept by nobody without asking: a story that is taken down leaves at once.
    let asking = HeaderValue::from_static("public, no-cache");
    let said = HeaderMap::from_iter([(CACHE_CONTROL, asking)]);
    Ok(validated(body, XML, said, &headers))
}

async fn written(call: &Call, file: File) -> Result<Vec<u8>> {
    let site = editions::site(call).await?;
    let is_edition = |locale: Locale| site.editions().any(|edition| edition.locale == locale);
    let document = match file {
        File::Index => index(call, &site).await?,
        File::News(locale) | File::Articles(locale, _) if !is_edition(locale) => {
            return Err(Error::NotFound);
        }
        File::News(locale) => news(call, &site, locale).await?,
        File::Articles(locale, part) => part_of(call, &site, locale, part).await?,
    };
    Ok(document)
}

async fn index(call: &Call, site: &Site) -> Result<Vec<u8>> {
    let mut files = Vec::new();
    for edition in site.editions() {
        files.push(File::News(edition.locale));
        let mut least = 0;
        // One look for each part that there is, whatever it holds.
        while let Some(number) = articles::next_number(call, edition.locale, least).await? {
            let part = number / PART;
            files.push(File::Articles(edition.locale, part));
            least = (part + 1) * PART;
        }
    }
    let base = &call.app().config.public_url;
    let document = xml::document(|xml| {
        let root = xml
            .create_element("sitemapindex")
            .with_attribute(("xmlns", SITEMAP));
        root.write_inner_content(|xml| {
            for file in &files {
                let address = format!("{base}/sitemaps/{}", file.name());
                let sitemap = xml.create_element("sitemap");
                sitemap.write_inner_content(|xml| xml::text(xml, "loc", &address))?;
            }
            Ok(())
        })?;
        Ok(())
    });
    Ok(document.map_err(anyhow::Error::from)?)
}

async fn news(call: &Call, site: &Site, locale: Locale) -> Result<Vec<u8>> {
    let since = Instant(call.now().0 - NEWS_MS);
    let query = ListQuery {
        from: Some(site.day_of(since)),
        order: ListOrder::Newest,
        ..ListQuery::all(locale)
    };
    let found = articles::list(call, &query, &Page::first(MOST_NEWS)).await?;
    // Paid content is no news, and neither is what search engines are kept from.
    let is_news = |one: &&Publication| {
        one.published_at >= since
            && one.is_indexable
            && !one.is_retracted
            && one.card.sponsor.is_none()
    };
    let stories: Vec<_> = found.items.iter().filter(is_news).collect();
    let addresses = site.addresses();
    let document = xml::document(|xml| {
        let root = xml.create_element("urlset");
        let root = root.with_attributes([("xmlns", SITEMAP), ("xmlns:news", NEWS)]);
        root.write_inner_content(|xml| {
            for story in &stories {
                let url = xml.create_element("url");
                url.write_inner_content(|xml| one_news(xml, site, &addresses, story))?;
            }
            Ok(())
        })?;
        Ok(())
    });
    Ok(document.map_err(anyhow::Error::from)?)
}

fn one_news(
    xml: &mut Xml,
    site: &Site,
    addresses: &Addresses,
    one: &Publication,
) -> io::Result<()> {
    xml::text(xml, "loc", &addresses.url(one.locale, &one.path()))?;
    let news = xml.create_element("news:news");
    news.write_inner_content(|xml| {
        let publication = xml.create_element("news:publication");
        publication.write_inner_content(|xml| {
            xml::text(xml, "news:name", &site.name)?;
            xml::text(xml, "news:language", one.locale.as_str())
        })?;
        xml::text(xml, "news:publication_date", &one.published_at.to_string())?;
        xml::text(xml, "news:title", &one.card.headline)
    })?;
    Ok(())
}

/// A part of the archive; the languages of a story name each other.
async fn part_of(call: &Call, site: &Site, locale: Locale, part: i64) -> Result<Vec<u8>> {
    let least = part.saturating_mul(PART);
    let all = articles::numbered(call, least, least.saturating_add(PART)).await?;
    let mut languages: HashMap<ArticleId, Vec<&Mapped>> = HashMap::new();
    for one in &all {
        languages.entry(one.article).or_default().push(one);
    }
    let own: Vec<_> = all
        .iter()
        .filter(|one| one.version.locale == locale)
        .collect();
    if own.is_empty() {
        return Err(Error::NotFound);
    }
    let addresses = site.addresses();
    let document = xml::document(|xml| {
        let root = xml.create_element("urlset");
        let root = root.with_attributes([("xmlns", SITEMAP), ("xmlns:xhtml", XHTML)]);
        root.write_inner_content(|xml| {
            for one in own {
                let same = &languages[&one.article];
                let url = xml.create_element("url");
                url.write_inner_content(|xml| address(xml, &addresses, one, same))?;
            }
            Ok(())
        })?;
        Ok(())
    });
    Ok(document.map_err(anyhow::Error::from)?)
}

fn address(xml: &mut Xml, addresses: &Addresses, one: &Mapped, same: &[&Mapped]) -> io::Result<()> {
    let url = |one: &Mapped| addresses.url(one.version.locale, &one.version.path);
    xml::text(xml, "loc", &url(one))?;
    xml::text(xml, "lastmod", &one.changed_at.to_string())?;
    let mut link = |language: &str, one: &Mapped| {
        let attributes = [
            ("rel", "alternate"),
            ("hreflang", language),
            ("href", &url(one)),
        ];
        xml::empty(xml, "xhtml:link", &attributes)
    };
    for other in same {
        link(other.version.locale.as_str(), other)?;
        if other.version.locale == addresses.default_locale {
            link("x-default", other)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_in_one_way() {
        let uk: Locale = "uk".parse().unwrap();
        for file in [File::Index, File::News(uk), File::Articles(uk, 12)] {
            assert_eq!(File::of(&file.name()), Some(file));
        }
        for name in [
            "",
            "index",
            "news-.xml",
            "articles-uk.xml",
            "articles-uk-01.xml",
            "articles-uk--1.xml",
        ] {
            assert_eq!(File::of(name), None, "{name}");
        }
    }
}
