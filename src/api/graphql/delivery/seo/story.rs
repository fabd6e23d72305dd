//! A story in the words of schema.org.

use std::sync::Arc;

use super::structured::{
    self, CorrectionComment, Crumb, ImageObject, Maker, Named, NewsArticle, Work,
};
use super::{home, section_crumbs};
use crate::addresses::Path;
use crate::api::graphql::delivery::figure::Figure;
use crate::api::graphql::delivery::media::Media;
use crate::api::graphql::reader::Reader;
use crate::app::Result;
use crate::articles::{Contribution, Correction, Publication};
use crate::authors::Author;
use crate::platform::clock::Instant;
use crate::vocabulary::{ContributionRole, CorrectionKind};

/// A story, for structured data.
pub struct Story<'s> {
    reader: &'s Arc<Reader>,
    story: &'s Publication,
}

impl<'s> Story<'s> {
    /// A story as readers of the edition get it.
    pub const fn new(reader: &'s Arc<Reader>, story: &'s Publication) -> Self {
        Self { reader, story }
    }

    /// The story in the words of schema.org, `url` being the address that counts as the original;
    /// `None` when it is no news.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn news(&self, url: &str) -> Result<Option<NewsArticle>> {
        let Some(kind) = structured::news_type(self.story.kind) else {
            return Ok(None);
        };
        let card = &self.story.card;
        let section = section_crumbs(self.reader, self.story.section).pop();
        let publisher = self.publisher();
        let mut author = self.makers(writes).await?;
        if author.is_empty() {
            author.push(publisher.clone());
        }
        Ok(Some(NewsArticle {
            kind,
            main_entity_of_page: Named {
                kind: "WebPage",
                id: url.to_owned(),
            },
            headline: self.reader.headline(self.story),
            description: card.summary.clone(),
            image: self.image().await?,
            date_published: self.iso(self.story.published_at),
            date_modified: self.story.updated_at.map(|at| self.iso(at)),
            author,
            translator: self
                .makers(|role| role == ContributionRole::Translator)
                .await?,
            publisher,
            in_language: self.story.locale.to_string(),
            article_section: section.map_or_else(String::new, |crumb| crumb.name),
            is_accessible_for_free: true,
            correction: self.corrections().await?,
            translation_of_work: self.source(kind).await?,
        }))
    }

    /// The way to the story.
    pub fn crumbs(&self) -> Vec<Crumb> {
        let own = Crumb {
            name: self.reader.headline(self.story),
            url: self.reader.url(&self.story.path()),
        };
        let sections = section_crumbs(self.reader, self.story.section);
        std::iter::once(home(self.reader))
            .chain(sections)
            .chain([own])
            .collect()
    }

    fn iso(&self, moment: Instant) -> String {
        self.reader.site().time_zone.local_iso(moment.0)
    }

    fn publisher(&self) -> Maker {
        let site = self.reader.site();
        Maker {
            kind: "NewsMediaOrganization",
            name: site.name.clone(),
            url: Some(self.reader.url(&Path::Home)),
            job_title: None,
            same_as: site
                .social_links
                .iter()
                .map(|link| link.url.clone())
                .collect(),
        }
    }

    /// Those of the byline who did what `is_part` says.
    async fn makers(&self, is_part: fn(ContributionRole) -> bool) -> Result<Vec<Maker>> {
        let parts = self
            .story
            .card
            .byline
            .iter()
            .filter(|part| is_part(part.role));
        let mut makers = Vec::new();
        for Contribution { author_id, role } in parts {
            if let Some(author) = self.reader.author(*author_id).await? {
                makers.push(self.maker(&author, *role));
            }
        }
        Ok(makers)
    }

    fn maker(&self, author: &Author, role: ContributionRole) -> Maker {
        let locale = self.reader.locale();
        let text = author.texts.get(&locale);
        let path = author.path(locale).filter(|_| author.is_public(locale));
        Maker {
            kind: match role {
                ContributionRole::Agency => "Organization",
                _ => "Person",
            },
            name: author.name(locale, self.reader.site()),
            url: path.map(|path| self.reader.url(&path)),
            job_title: text.and_then(|text| text.job_title.clone()),
            same_as: author.links.iter().map(|link| link.url.clone()).collect(),
        }
    }

    async fn image(&self) -> Result<Option<ImageObject>> {
        let Some(lead) = &self.story.card.lead else {
            return Ok(None);
        };
        let Some(figure) = Figure::of_lead(self.reader, lead).await? else {
            return Ok(None);
        };
        let Media::Image(image) = figure.shown() else {
            return Ok(None);
        };
        let (width, height) = image.size();
        Ok(Some(ImageObject {
            kind: "ImageObject",
            url: image.address().to_owned(),
            width,
            height,
            credit_text: figure.credit_line(),
        }))
    }

    async fn corrections(&self) -> Result<Vec<CorrectionComment>> {
        let notes = self.reader.corrections(self.story.translation_id).await?;
        let comment = |note: &Correction| CorrectionComment {
            kind: "CorrectionComment",
            text: note.text.plain(),
            date_published: self.iso(note.issued_at),
        };
        let errors = notes.iter().filter(|note| tells_of_an_error(note.kind));
        Ok(errors.map(comment).collect())
    }

    /// The story in the language that it was first written in, when it is live there.
    async fn source(&self, kind: &'static str) -> Result<Option<Work>> {
        let source = self.story.card.source_locale;
        if source == self.story.locale {
            return Ok(None);
        }
        let versions = self.reader.versions(self.story.article_id).await?;
        let found = versions.iter().find(|version| version.locale == source);
        Ok(found.map(|version| Work {
            kind,
            url: self.reader.addresses().url(source, &version.path),
            in_language: source.to_string(),
        }))
    }
}

const fn writes(role: ContributionRole) -> bool {
    matches!(
        role,
        ContributionRole::Author
            | ContributionRole::Columnist
            | ContributionRole::Contributor
            | ContributionRole::Interviewer
            | ContributionRole::Agency
    )
}

const fn tells_of_an_error(kind: CorrectionKind) -> bool {
    matches!(
        kind,
        CorrectionKind::Correction | CorrectionKind::Clarification | CorrectionKind::Retraction
    )
}
