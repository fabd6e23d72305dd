//! Reading ahead: whatever a selection will ask of the things in one place of an answer, level by
//! level, each kind of thing in one statement.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, Lookahead};

use super::DeskReader;
use super::shown::{Shown, Wanted};
use crate::api::graphql::delivery::cited::Cited;
use crate::api::graphql::reader::{self, Reader};
use crate::app::Result;
use crate::articles::{Article, Content, References, Translation};
use crate::platform::locale::Locale;

impl DeskReader {
    /// Reads what the selection will ask of `shown`, so that the fields find it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn prefetch(&self, ctx: &Context<'_>, shown: Shown<'_>) -> Result<()> {
        let mut level = vec![shown];
        level.retain(Shown::asks);
        while !level.is_empty() {
            let mut wanted = Wanted::default();
            level.iter().for_each(|one| one.ask(&mut wanted));
            self.read(wanted).await?;
            let mut below = Vec::new();
            for one in &level {
                below.extend(self.below(one).await?);
                self.read_editions(ctx, one).await?;
            }
            below.retain(Shown::asks);
            level = below;
        }
        Ok(())
    }

    async fn read(&self, wanted: Wanted) -> Result<()> {
        self.read_articles(wanted.articles).await?;
        self.read_translations_of(wanted.translations_of).await?;
        self.read_contents(wanted.contents).await?;
        self.read_revisions(wanted.revisions).await?;
        self.read_corrections(wanted.corrections).await?;
        self.read_tags(wanted.tags).await?;
        self.read_tag_counts(wanted.tag_counts).await?;
        self.read_section_counts(wanted.section_counts).await?;
        self.read_authors(wanted.authors).await?;
        self.read_authors_of(wanted.authors_of).await?;
        self.read_assets(wanted.assets).await?;
        self.read_users(wanted.users).await
    }

    /// What is shown below the things of one place.
    async fn below<'l>(&self, shown: &Shown<'l>) -> Result<Vec<Shown<'l>>> {
        match shown {
            Shown::Articles(all, ahead) => self.below_articles(all, ahead).await,
            Shown::Translations(all, ahead) => self.below_translations(all, ahead).await,
            Shown::Revisions(all, ahead) => {
                let content = ahead.field("content");
                let pictures = all.iter().filter_map(|one| social_image(&one.content));
                let authors = all.iter().map(|one| one.created_by);
                Ok(vec![
                    Shown::Users(authors.collect(), ahead.field("createdBy")),
                    Shown::Assets(
                        pictures.collect(),
                        content.field("seo").field("socialImage"),
                    ),
                ])
            }
            Shown::Tags(all, ahead) => {
                let merged: Vec<_> = all.iter().filter_map(|tag| tag.merged_into).collect();
                let images = all.iter().filter_map(|tag| tag.image);
                Ok(vec![
                    Shown::Assets(images.collect(), ahead.field("image")),
                    Shown::Tags(self.all_tags(&merged).await?, ahead.field("mergedInto")),
                ])
            }
            Shown::Authors(all, ahead) => {
                let photos = all.iter().filter_map(|author| author.photo);
                let accounts = all.iter().filter_map(|author| author.account);
                Ok(vec![
                    Shown::Assets(photos.collect(), ahead.field("photo")),
                    Shown::Users(accounts.collect(), ahead.field("account")),
                ])
            }
            Shown::Assets(ids, ahead) => {
                let assets = self.assets.all(ids.iter().copied()).await;
                let owners = assets.iter().map(|asset| asset.uploaded_by);
                Ok(vec![Shown::Users(
                    owners.collect(),
                    ahead.field("uploadedBy"),
                )])
            }
            Shown::Users(ids, ahead) => {
                let mut authors = Vec::new();
                for id in ids {
                    authors.extend(self.authors_of.get(*id).await);
                }
                Ok(vec![Shown::Authors(authors, ahead.field("author"))])
            }
            Shown::Sections(..) => Ok(Vec::new()),
        }
    }

    async fn below_articles<'l>(
        &self,
        all: &[Arc<Article>],
        ahead: &Lookahead<'l>,
    ) -> Result<Vec<Shown<'l>>> {
        let (mut related, mut tags, mut sections) = (Vec::new(), Vec::new(), Vec::new());
        let (mut authors, mut translations) = (Vec::new(), Vec::new());
        let leads = all
            .iter()
            .filter_map(|one| Some(one.lead_media.as_ref()?.asset_id));
        let creators = all.iter().map(|one| one.created_by);
        for article in all {
            related.extend(self.articles.all(article.related.iter().copied()).await);
            tags.extend(self.tags.all(article.tags.iter().copied()).await);
            sections.push(article.section);
            sections.extend(&article.secondary_sections);
            let byline = article.contributions.iter().map(|part| part.author_id);
            authors.extend(self.authors.all(byline).await);
            let of = self.translations_of.get(article.id).await;
            translations.extend(of.iter().flat_map(|all| all.iter().cloned()));
        }
        let lead = ahead.field("leadMedia");
        if lead.field("captions").exists() || lead.field("altTexts").exists() {
            self.read_contents(translations.clone()).await?;
        }
        Ok(vec![
            Shown::Translations(translations.clone(), ahead.field("translations")),
            Shown::Translations(translations, ahead.field("translation")),
            Shown::Articles(related, ahead.field("related")),
            Shown::Tags(tags.clone(), ahead.field("tags")),
            Shown::Tags(tags, ahead.field("primaryTag")),
            Shown::Sections(sections.clone(), ahead.field("section")),
            Shown::Sections(sections, ahead.field("secondarySections")),
            Shown::Authors(authors, ahead.field("contributions").field("author")),
            Shown::Assets(leads.collect(), lead),
            Shown::Users(creators.collect(), ahead.field("createdBy")),
        ])
    }

    async fn below_translations<'l>(
        &self,
        all: &[Arc<Translation>],
        ahead: &Lookahead<'l>,
    ) -> Result<Vec<Shown<'l>>> {
        let (mut revisions, mut pictures) = (Vec::new(), Vec::new());
        let (mut issuers, mut articles) = (Vec::new(), Vec::new());
        for one in all {
            articles.extend(self.articles.get(one.article_id).await);
            if let Some(id) = one.live_revision_id {
                revisions.extend(self.revisions.get(id).await);
            }
            let content = self.contents.get(one.id).await;
            pictures.extend(content.and_then(|content| social_image(&content)));
            let notes = self.corrections.get(one.id).await;
            issuers.extend(
                notes
                    .iter()
                    .flat_map(|notes| notes.iter().map(|note| note.issued_by)),
            );
        }
        if ahead.field("checks").exists() {
            let stories = articles.iter().map(|article| article.id);
            self.read_translations_of(stories).await?;
            self.read_checks(all).await?;
        }
        let picture = ahead.field("content").field("seo").field("socialImage");
        let next = all.iter().filter_map(|one| one.plan.all().next());
        let planners = next.map(|(_, planned)| planned.by).collect();
        Ok(vec![
            Shown::Articles(articles, ahead.field("article")),
            Shown::Revisions(revisions, ahead.field("liveRevision")),
            Shown::Assets(pictures, picture),
            Shown::Users(issuers, ahead.field("corrections").field("by")),
            Shown::Users(planners, ahead.field("schedule").field("scheduledBy")),
        ])
    }

    /// Reads, for each edition, what texts point at and what readers get of the stories.
    async fn read_editions(&self, ctx: &Context<'_>, shown: &Shown<'_>) -> Result<()> {
        let Shown::Translations(all, ahead) = shown else {
            return Ok(());
        };
        let content = ahead.field("content");
        let is_published = ahead.field("published").exists();
        let is_read = ["blocks", "lede", "leadCaption"];
        let is_read = is_read
            .into_iter()
            .any(|field| content.field(field).exists());
        if !is_published && !is_read {
            return Ok(());
        }
        let mut editions: BTreeMap<Locale, (Vec<_>, References)> = BTreeMap::new();
        for one in all {
            let (stories, found) = editions.entry(one.locale).or_default();
            stories.push(one.article_id);
            if is_read && let Some(content) = self.contents.get(one.id).await {
                found.merge(content.references());
            }
        }
        for (locale, (mut stories, found)) in editions {
            let Some(reader) = Reader::any(ctx, locale).await? else {
                continue;
            };
            stories.retain(|_| is_published);
            stories.extend(&found.articles);
            let published = reader.all_published(&stories).await?;
            Cited::of(&reader, &found).await?;
            let ahead = ahead.field("published");
            reader
                .prefetch([reader::Shown::Articles(published, ahead)])
                .await?;
        }
        Ok(())
    }
}

fn social_image(content: &Content) -> Option<crate::platform::ids::AssetId> {
    content.seo.as_ref()?.social_image_id
}
