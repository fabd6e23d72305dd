//! What a text points at.

use std::collections::BTreeSet;

use super::{Content, Feature};
use crate::articles::domain::block::Block;
use crate::articles::domain::rich_text::{Link, RichText};
use crate::platform::ids::{ArticleId, AssetId, AuthorId, SectionId, TagId};

/// What a content points at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Stories.
    pub articles: BTreeSet<ArticleId>,
    /// Tags.
    pub tags: BTreeSet<TagId>,
    /// Sections.
    pub sections: BTreeSet<SectionId>,
    /// Authors.
    pub authors: BTreeSet<AuthorId>,
    /// Pictures and videos.
    pub assets: BTreeSet<AssetId>,
    /// Calls to action, by key.
    pub calls_to_action: BTreeSet<String>,
}

impl References {
    /// Adds everything that `more` names.
    pub fn merge(&mut self, more: Self) {
        self.articles.extend(more.articles);
        self.tags.extend(more.tags);
        self.sections.extend(more.sections);
        self.authors.extend(more.authors);
        self.assets.extend(more.assets);
        self.calls_to_action.extend(more.calls_to_action);
    }

    /// Adds what a link leads to, if it is one of our own things.
    pub fn add(&mut self, link: &Link) {
        match link {
            Link::Url(_) => {}
            Link::Article(id) => drop(self.articles.insert(*id)),
            Link::Tag(id) => drop(self.tags.insert(*id)),
            Link::Section(id) => drop(self.sections.insert(*id)),
            Link::Author(id) => drop(self.authors.insert(*id)),
        }
    }
}

impl Content {
    /// Everything that the content points at.
    pub fn references(&self) -> References {
        let mut found = References::default();
        let links = self.rich_texts().flat_map(RichText::links);
        links.for_each(|link| found.add(link));
        for block in &self.blocks {
            found.tags.extend(block.tags());
            found
                .assets
                .extend(block.figures().iter().map(|figure| figure.asset_id));
            match block {
                Block::ReadAlso(also) => found.articles.extend(&also.article_ids),
                Block::CallToAction(call) => drop(found.calls_to_action.insert(call.key.clone())),
                _ => {}
            }
        }
        self.feature_references(&mut found);
        found
            .assets
            .extend(self.seo.as_ref().and_then(|seo| seo.social_image_id));
        found
    }

    fn feature_references(&self, found: &mut References) {
        match &self.feature {
            Some(Feature::Interview { interviewees }) => {
                found
                    .tags
                    .extend(interviewees.iter().filter_map(|person| person.tag_id));
            }
            Some(Feature::PhotoStory { figures }) => {
                found
                    .assets
                    .extend(figures.iter().map(|figure| figure.asset_id));
            }
            Some(Feature::Video { asset_id }) => drop(found.assets.insert(*asset_id)),
            Some(Feature::Opinion { .. }) | None => {}
        }
    }
}
