//! Structured data of pages: JSON-LD in the words of schema.org, as search engines read it.

use serde::Serialize;
use serde_json::Value as Json;

use crate::app::Result;
use crate::vocabulary::ArticleKind;

const CONTEXT: &str = "https://schema.org";

/// A page on the way from the home page to one: its name and address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub url: String,
}

/// A story.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewsArticle {
    /// `NewsArticle`, or `OpinionNewsArticle` for columns.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// Its page.
    pub main_entity_of_page: Named,
    /// Full headline.
    pub headline: String,
    /// Plain summary.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Its lead picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageObject>,
    /// Local time with offset.
    pub date_published: String,
    /// Local time with offset of the last substantive change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// Who wrote it; the paper for unsigned news.
    pub author: Vec<Maker>,
    /// Who translated it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub translator: Vec<Maker>,
    /// The paper.
    pub publisher: Maker,
    /// BCP 47 tag.
    pub in_language: String,
    /// Name of its section.
    pub article_section: String,
    /// Whether everybody may read it.
    pub is_accessible_for_free: bool,
    /// What was wrong in it before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub correction: Vec<CorrectionComment>,
    /// The story in the language that it was first written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation_of_work: Option<Work>,
}

/// A thing that is named by its address.
#[derive(Debug, Serialize)]
pub struct Named {
    /// What it is.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// Its address.
    #[serde(rename = "@id")]
    pub id: String,
}

/// A person or an organisation.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Maker {
    /// `Person`, `Organization` or `NewsMediaOrganization`.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// The page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What the person does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Accounts elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
}

/// A picture.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageObject {
    /// Always `ImageObject`.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// Its address.
    pub url: String,
    /// In pixels.
    pub width: i32,
    /// In pixels.
    pub height: i32,
    /// Who made or supplied it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub credit_text: String,
}

/// A public note on an error.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CorrectionComment {
    /// Always `CorrectionComment`.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// Its words.
    pub text: String,
    /// Local time with offset.
    pub date_published: String,
}

/// The story in another language.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Work {
    /// As that of the story.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// Its page.
    pub url: String,
    /// BCP 47 tag.
    pub in_language: String,
}

#[derive(Serialize)]
struct Document<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    thing: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BreadcrumbList {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<ListItem>,
}

#[derive(Serialize)]
struct ListItem {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: String,
    item: String,
}

/// The schema.org type of a kind of story; `None` for standing pages, which are no news.
pub const fn news_type(kind: ArticleKind) -> Option<&'static str> {
    match kind {
        ArticleKind::Page => None,
        ArticleKind::Opinion => Some("OpinionNewsArticle"),
        _ => Some("NewsArticle"),
    }
}

/// A story as JSON-LD.
///
/// # Errors
/// Never in practice: all of it can be written as JSON.
pub fn news_article(thing: NewsArticle) -> Result<Json> {
    let context = CONTEXT;
    Ok(serde_json::to_value(Document { context, thing })?)
}

/// The way to a page as JSON-LD, the home page first; `None` for the home page itself.
///
/// # Errors
/// Never in practice: all of it can be written as JSON.
pub fn breadcrumbs(crumbs: &[Crumb]) -> Result<Option<Json>> {
    if crumbs.len() < 2 {
        return Ok(None);
    }
    let item = |(position, crumb): (usize, &Crumb)| ListItem {
        kind: "ListItem",
        position,
        name: crumb.name.clone(),
        item: crumb.url.clone(),
    };
    let thing = BreadcrumbList {
        kind: "BreadcrumbList",
        item_list_element: (1..).zip(crumbs).map(item).collect(),
    };
    let context = CONTEXT;
    Ok(Some(serde_json::to_value(Document { context, thing })?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn person(name: &str) -> Maker {
        Maker {
            kind: "Person",
            name: name.to_owned(),
            url: None,
            job_title: None,
            same_as: Vec::new(),
        }
    }

    fn story() -> NewsArticle {
        NewsArticle {
            kind: "NewsArticle",
            main_entity_of_page: Named {
                kind: "WebPage",
                id: "https://mayak.example/en/news/2026/07/11/7-ferry".to_owned(),
            },
            headline: "Ferry stays </script>".to_owned(),
            description: String::new(),
            image: None,
            date_published: "2026-07-11T10:58:00+03:00".to_owned(),
            date_modified: None,
            author: vec![person("Olena Hnatiuk")],
            translator: Vec::new(),
            publisher: Maker {
                kind: "NewsMediaOrganization",
                url: Some("https://mayak.example".to_owned()),
                ..person("Mayak")
            },
            in_language: "en".to_owned(),
            article_section: "Transport".to_owned(),
            is_accessible_for_free: true,
            correction: Vec::new(),
            translation_of_work: None,
        }
    }

    #[test]
    fn a_story_says_what_it_knows_and_nothing_else() {
        let json = news_article(story()).unwrap();

        assert_eq!(
            json,
            json!({
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "mainEntityOfPage": {
                    "@type": "WebPage",
                    "@id": "https://mayak.example/en/news/2026/07/11/7-ferry",
                },
                "headline": "Ferry stays </script>",
                "datePublished": "2026-07-11T10:58:00+03:00",
                "author": [{ "@type": "Person", "name": "Olena Hnatiuk" }],
                "publisher": {
                    "@type": "NewsMediaOrganization",
                    "name": "Mayak",
                    "url": "https://mayak.example",
                },
                "inLanguage": "en",
                "articleSection": "Transport",
                "isAccessibleForFree": true,
            })
        );
    }

    #[test]
    fn a_corrected_translation_names_its_error_and_its_source() {
        let json = news_article(NewsArticle {
            date_modified: Some("2026-07-11T12:00:00+03:00".to_owned()),
            correction: vec![CorrectionComment {
                kind: "CorrectionComment",
                text: "It was nine, not ten.".to_owned(),
                date_published: "2026-07-11T12:00:00+03:00".to_owned(),
            }],
            translation_of_work: Some(Work {
                kind: "NewsArticle",
                url: "https://mayak.example/news/2026/07/11/7-porom".to_owned(),
                in_language: "uk".to_owned(),
            }),
            ..story()
        })
        .unwrap();

        assert_eq!(json["dateModified"], "2026-07-11T12:00:00+03:00");
        assert_eq!(json["correction"][0]["@type"], "CorrectionComment");
        assert_eq!(json["translationOfWork"]["inLanguage"], "uk");
    }

    #[test]
    fn a_page_is_not_news() {
        assert_eq!(news_type(ArticleKind::Page), None);
        assert_eq!(news_type(ArticleKind::Opinion), Some("OpinionNewsArticle"));
        assert_eq!(news_type(ArticleKind::Interview), Some("NewsArticle"));
    }

    #[test]
    fn crumbs_are_counted_from_the_home_page() {
        let crumb = |name: &str, url: &str| Crumb {
            name: name.to_owned(),
            url: url.to_owned(),
        };
        let home = crumb("Mayak", "https://mayak.example/");

        assert_eq!(breadcrumbs(std::slice::from_ref(&home)).unwrap(), None);
        let json = breadcrumbs(&[home, crumb("NATO", "https://mayak.example/tag/nato")]).unwrap();
        assert_eq!(
            json.unwrap()["itemListElement"][1],
            json!({
                "@type": "ListItem",
                "position": 2,
                "name": "NATO",
                "item": "https://mayak.example/tag/nato",
            })
        );
    }
}
