//! What a feed is made of: the answer to `schema/operations/feeds/feed.graphql`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::vocabulary::{ContributionRole, TagKind};

/// A page whose stories a feed follows.
#[derive(Debug)]
pub struct Followed {
    /// The name of the portal.
    pub site: String,
    /// What the page is called.
    pub title: String,
    /// What it is about.
    pub about: Option<String>,
    /// Its address.
    pub url: String,
    /// Its stories, newest first.
    pub stories: Vec<Story>,
}

/// A story as feeds tell it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Story {
    pub id: String,
    pub number: String,
    pub url: String,
    pub headline: String,
    pub summary: String,
    lede: Option<Markup>,
    body: Markup,
    pub revision: i32,
    pub word_count: i32,
    pub published_at: Published,
    updated_at: Option<Moment>,
    pub section: Named,
    pub tags: Vec<Tag>,
    byline: Vec<Contribution>,
    lead_media: Option<Lead>,
    corrections: Vec<Correction>,
    pub sponsorship: Option<Sponsorship>,
}

#[derive(Debug, Deserialize)]
struct Markup {
    html: String,
}

/// When a story was published.
#[derive(Debug, Deserialize)]
pub struct Published {
    /// The moment.
    pub instant: DateTime<Utc>,
    /// Its day in the site's zone.
    pub date: NaiveDate,
}

#[derive(Debug, Deserialize)]
struct Moment {
    instant: DateTime<Utc>,
}

/// Something with a name and a page.
#[derive(Debug, Deserialize)]
pub struct Named {
    pub name: String,
    pub url: String,
}

/// What a story is about.
#[derive(Debug, Deserialize)]
pub struct Tag {
    pub kind: TagKind,
    pub name: String,
    pub url: String,
}

#[derive(Debug, Deserialize)]
struct Contribution {
    role: ContributionRole,
    author: Named,
}

#[derive(Debug, Deserialize)]
struct Lead {
    line: String,
    alt: String,
    credit: Option<Credit>,
    media: LeadMedia,
}

#[derive(Debug, Deserialize)]
struct Credit {
    name: String,
}

/// Empty for what is no picture.
#[derive(Debug, Deserialize)]
struct LeadMedia {
    id: Option<String>,
    url: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Correction {
    text: Markup,
}

/// Who paid for a story, and the label that the law asks for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sponsorship {
    pub label: String,
    pub sponsor_name: String,
}

/// The picture that stands for a story.
#[derive(Debug)]
pub struct Picture<'s> {
    pub id: &'s str,
    pub url: &'s str,
    /// Caption and credit.
    pub line: &'s str,
    pub alt: &'s str,
    pub credit: Option<&'s str>,
}

impl Story {
    /// When a reader last found something of substance changed.
    pub fn changed_at(&self) -> DateTime<Utc> {
        let updated = self.updated_at.as_ref().map(|at| at.instant);
        updated.unwrap_or(self.published_at.instant)
    }

    /// Those who wrote it, in the order of the byline.
    pub fn authors(&self) -> impl Iterator<Item = &Named> {
        let wrote = |one: &&Contribution| one.role == ContributionRole::Author;
        self.byline.iter().filter(wrote).map(|one| &one.author)
    }

    /// The lead photo; none of a story that is led by something else.
    pub fn picture(&self) -> Option<Picture<'_>> {
        let lead = self.lead_media.as_ref()?;
        let media = &lead.media;
        Some(Picture {
            id: media.id.as_deref()?,
            url: media.url.as_deref()?,
            line: &lead.line,
            alt: &lead.alt,
            credit: lead.credit.as_ref().map(|credit| credit.name.as_str()),
        })
    }

    /// The whole text as HTML: the label of paid content first, as the law asks, then lede, body and
    /// what has been corrected.
    pub fn html(&self) -> String {
        let mut html = String::with_capacity(self.body.html.len() + 512);
        if let Some(paid) = &self.sponsorship {
            let label = quick_xml::escape::escape(&paid.label);
            let sponsor = quick_xml::escape::escape(&paid.sponsor_name);
            html.push_str(&format!("<p><strong>{label}: {sponsor}</strong></p>"));
        }
        if let Some(lede) = &self.lede {
            html.push_str(&format!("<p>{}</p>", lede.html));
        }
        html.push_str(&self.body.html);
        for note in &self.corrections {
            html.push_str(&format!("<p><em>{}</em></p>", note.text.html));
        }
        html
    }

    /// A name that it keeps for good, whatever becomes of its address: a tag URI (RFC 4151) of the
    /// portal on the day of publication.
    pub fn tag_uri(&self) -> String {
        let url = url::Url::parse(&self.url).ok();
        let host = url.as_ref().and_then(url::Url::host_str);
        let (host, day) = (host.unwrap_or("localhost"), self.published_at.date);
        format!("tag:{host},{day}:{}", self.id)
    }
}

impl Followed {
    /// The newest change of anything in it.
    pub fn changed_at(&self) -> Option<DateTime<Utc>> {
        self.stories.iter().map(Story::changed_at).max()
    }

    /// Reads the answer; `None` when the page is not there.
    ///
    /// # Errors
    /// When it is not the answer of the document.
    pub fn read(data: &[u8]) -> serde_json::Result<Option<Self>> {
        let data: Data = serde_json::from_slice(data)?;
        Ok(data
            .edition
            .and_then(|edition| edition.followed(data.site.name)))
    }
}

#[derive(Deserialize)]
struct Data {
    site: Site,
    edition: Option<Edition>,
}

#[derive(Deserialize)]
struct Site {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Edition {
    seo: Option<Seo>,
    recent_news: Option<Listed>,
    section: Option<Page>,
    tag: Option<Page>,
    author: Option<Page>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Seo {
    title: String,
    description: Option<String>,
    canonical_url: String,
}

#[derive(Deserialize)]
struct Listed {
    nodes: Vec<Story>,
}

/// A section has a description, tags and authors say what they are about.
#[derive(Deserialize)]
struct Page {
    title: String,
    description: Option<String>,
    about: Option<Plain>,
    url: String,
    articles: Listed,
}

#[derive(Deserialize)]
struct Plain {
    plain: String,
}

impl Edition {
    fn followed(self, site: String) -> Option<Followed> {
        if let Some((seo, listed)) = self.seo.zip(self.recent_news) {
            return Some(Followed {
                site,
                title: seo.title,
                about: seo.description,
                url: seo.canonical_url,
                stories: listed.nodes,
            });
        }
        let page = self.section.or(self.tag).or(self.author)?;
        Some(Followed {
            site,
            title: page.title,
            about: page.description.or(page.about.map(|about| about.plain)),
            url: page.url,
            stories: page.articles.nodes,
        })
    }
}
