//! The text of one language: what a revision keeps.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::block::{Attribution, Block, Figure};
use super::rich_text::{Link, RichText, listed};
use crate::app::{Error, Problem, Result};
use crate::platform::ids::{ArticleId, AssetId, AuthorId, SectionId, TagId};
use crate::platform::language::{clean_paragraphs, clean_text};
use crate::vocabulary::{
    AdBreakRule, ArticleKind, BlockKind, HeadlineEmphasis, HeadlineMarkerKind, UserErrorCode,
};

/// Version of the block schema that this program writes.
pub const SCHEMA: u8 = 1;

/// How many pictures make a story a photo story for the headline's marker.
const FIGURES_OF_A_PHOTO_MARKER: usize = 5;

/// Characters of a summary that is cut from the lede.
const SUMMARY_LENGTH: usize = 300;

/// What a reader reads in a minute.
const WORDS_A_MINUTE: usize = 200;

/// The text of one language at one revision, in the shape of the API's `TranslationContentInput`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Content {
    /// Version of the block schema.
    #[serde(default = "schema")]
    pub schema: u8,
    /// Full headline.
    #[serde(default)]
    pub headline: String,
    /// Headline of rails and cards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_headline: Option<String>,
    /// Text above the headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// Opening paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lede: Option<RichText>,
    /// Plain summary; cut from the lede when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The body, in reading order.
    #[serde(
        default,
        deserialize_with = "listed",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub blocks: Vec<Block>,
    /// Editor's marks for ads.
    #[serde(
        default,
        deserialize_with = "listed",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub ad_breaks: Vec<AdBreak>,
    /// Caption of the lead picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_caption: Option<RichText>,
    /// Accessible text of the lead picture; empty = decorative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_alt: Option<String>,
    /// Notice before the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_warning: Option<String>,
    /// Suffixes of the headline; derived from the body when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markers: Option<Vec<HeadlineMarkerKind>>,
    /// Weight of the headline in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emphasis: Option<HeadlineEmphasis>,
    /// What the editor set for search engines and social networks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seo: Option<SeoOverrides>,
    /// What only this kind of article has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feature: Option<Feature>,
}

/// A mark for ads after a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct AdBreak {
    /// The block.
    pub after_block_id: String,
    /// What is asked.
    pub rule: AdBreakRule,
}

/// What the editor set; absent = computed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SeoOverrides {
    /// Title of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Description of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Address that counts as the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical_url: Option<String>,
    /// Whether search engines should leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_index: Option<bool>,
    /// Title in social previews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub social_title: Option<String>,
    /// Description in social previews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub social_description: Option<String>,
    /// Picture of social previews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub social_image_id: Option<AssetId>,
}

/// What only one kind of article has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Feature {
    /// Of an interview.
    Interview {
        /// Who answers.
        interviewees: Vec<Attribution>,
    },
    /// Of a column.
    Opinion {
        /// Name of the column or blog.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        column_name: Option<String>,
        /// Whether the standing disclaimer is shown.
        #[serde(default = "shown")]
        show_disclaimer: bool,
    },
    /// Of a photo story.
    PhotoStory {
        /// The pictures, in order.
        figures: Vec<Figure>,
    },
    /// Of a video story.
    Video {
        /// The video.
        asset_id: AssetId,
    },
}

const fn schema() -> u8 {
    SCHEMA
}

const fn shown() -> bool {
    true
}

impl Default for Content {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            headline: String::new(),
            short_headline: None,
            kicker: None,
            lede: None,
            summary: None,
            blocks: Vec::new(),
            ad_breaks: Vec::new(),
            lead_caption: None,
            lead_alt: None,
            content_warning: None,
            markers: None,
            emphasis: None,
            seo: None,
            feature: None,
        }
    }
}

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
    /// The content after a partial update: an absent member is unchanged, a null one cleared.
    ///
    /// # Errors
    /// [`Error::Refused`] with the path of what is not of the right form.
    pub fn patched(&self, patch: &Map<String, Json>) -> Result<Self> {
        let mut whole = serde_json::to_value(self)?;
        let members = whole.as_object_mut().ok_or(Error::NotFound)?;
        for (name, value) in patch {
            match (name.as_str(), value) {
                ("isAutosave" | "schema", _) => {}
                ("seo", Json::Object(fields)) => {
                    let seo = members
                        .entry(name.clone())
                        .or_insert_with(|| Map::new().into());
                    if let Some(seo) = seo.as_object_mut() {
                        merge(seo, fields);
                    }
                }
                _ => merge(members, &Map::from_iter([(name.clone(), value.clone())])),
            }
        }
        read(whole)
    }

    /// As it is stored: letters and apostrophes in one form, no invisible characters, blank
    /// optional fields absent.
    pub fn clean(&mut self, apostrophe: Option<char>) {
        self.headline = clean_text(&self.headline, apostrophe);
        let lines = [
            &mut self.short_headline,
            &mut self.kicker,
            &mut self.summary,
            &mut self.content_warning,
        ];
        for line in lines {
            *line = line
                .take()
                .map(|text| clean_text(&text, apostrophe))
                .filter(|t| !t.is_empty());
        }
        if let Some(alt) = &mut self.lead_alt {
            *alt = clean_text(alt, apostrophe);
        }
        for text in [&mut self.lede, &mut self.lead_caption] {
            if let Some(text) = text {
                text.clean(apostrophe);
            }
            *text = text.take().filter(|text| !text.is_blank());
        }
        for block in &mut self.blocks {
            block
                .rich_texts_mut()
                .into_iter()
                .for_each(|text| text.clean(apostrophe));
            for line in block.lines_mut() {
                *line = clean_paragraphs(line, apostrophe);
            }
        }
    }

    /// Faults of form that no save may store, all at once; paths start below `input`.
    pub fn problems(&self, kind: ArticleKind) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut too_long = |field: &str, text: Option<&str>, most: usize| {
            if text.is_some_and(|text| text.chars().count() > most) {
                let message = format!("at most {most} characters");
                problems.push(Problem::at([field], UserErrorCode::TooLong, message));
            }
        };
        too_long("headline", Some(&self.headline), 200);
        too_long("shortHeadline", self.short_headline.as_deref(), 200);
        too_long("kicker", self.kicker.as_deref(), 100);
        too_long("summary", self.summary.as_deref(), SUMMARY_LENGTH);
        too_long("contentWarning", self.content_warning.as_deref(), 300);
        if self.blocks.len() > 400 {
            problems.push(Problem::at(
                ["blocks"],
                UserErrorCode::TooMany,
                "at most 400 blocks",
            ));
        }
        if self
            .markers
            .as_ref()
            .is_some_and(|markers| markers.len() > 4)
        {
            problems.push(Problem::at(
                ["markers"],
                UserErrorCode::TooMany,
                "at most 4 markers",
            ));
        }
        problems.extend(self.block_problems());
        problems.extend(self.feature_problem(kind));
        problems
    }

    fn block_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen = HashSet::new();
        for (place, block) in self.blocks.iter().enumerate() {
            let place = place.to_string();
            if !seen.insert(block.id()) {
                let path = ["blocks", &place, block.name(), "blockId"];
                let message = "another block of this body has the same id";
                problems.push(Problem::at(path, UserErrorCode::Duplicate, message));
            }
            let found = super::check::block_problems(block);
            problems.extend(
                found
                    .into_iter()
                    .map(|p| p.below(["blocks", &place, block.name()])),
            );
        }
        for (place, mark) in self.ad_breaks.iter().enumerate() {
            if !seen.contains(mark.after_block_id.as_str()) {
                let path = ["adBreaks", &place.to_string(), "afterBlockId"];
                let message = "no block of this body has this id";
                problems.push(Problem::at(path, UserErrorCode::NotFound, message));
            }
        }
        problems
    }

    fn feature_problem(&self, kind: ArticleKind) -> Option<Problem> {
        let fits = match &self.feature {
            None => return None,
            Some(Feature::Interview { .. }) => kind == ArticleKind::Interview,
            Some(Feature::Opinion { .. }) => kind == ArticleKind::Opinion,
            Some(Feature::PhotoStory { .. }) => kind == ArticleKind::PhotoStory,
            Some(Feature::Video { .. }) => kind == ArticleKind::Video,
        };
        let message = format!("an article of kind {kind} has no such feature");
        (!fits).then(|| Problem::at(["feature"], UserErrorCode::Unsupported, message))
    }

    /// All rich texts, in reading order.
    pub fn rich_texts(&self) -> impl Iterator<Item = &RichText> {
        let opening = self.lead_caption.iter().chain(self.lede.iter());
        let figures = self.own_figures().iter();
        let captions = figures.filter_map(|figure| figure.caption.as_ref());
        opening
            .chain(self.blocks.iter().flat_map(Block::rich_texts))
            .chain(captions)
    }

    /// All rich texts by the place where an editor finds them, as a path.
    pub fn places(&self) -> Vec<(Vec<String>, Vec<&RichText>)> {
        let opening = [("leadCaption", &self.lead_caption), ("lede", &self.lede)];
        let opening = opening.into_iter().filter_map(|(name, text)| {
            let text = text.as_ref()?;
            Some((vec![name.to_owned()], vec![text]))
        });
        let blocks = self.blocks.iter().enumerate().map(|(place, block)| {
            let path = vec!["blocks".to_owned(), place.to_string()];
            (path, block.rich_texts())
        });
        let figures = self.own_figures().iter();
        let captions: Vec<_> = figures.filter_map(|one| one.caption.as_ref()).collect();
        let feature = Some((vec!["feature".to_owned()], captions));
        opening.chain(blocks).chain(feature).collect()
    }

    /// The pictures of a photo story.
    pub fn own_figures(&self) -> &[Figure] {
        match &self.feature {
            Some(Feature::PhotoStory { figures }) => figures,
            _ => &[],
        }
    }

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

    /// Suffixes of the headline: the editor's, else what the body holds.
    pub fn shown_markers(&self, kind: ArticleKind) -> Vec<HeadlineMarkerKind> {
        if let Some(markers) = &self.markers {
            return markers.clone();
        }
        let mut markers = Vec::new();
        let has = |kind| self.blocks.iter().any(|block| block.kind() == kind);
        let figures = self
            .blocks
            .iter()
            .filter(|b| b.kind() == BlockKind::Figure)
            .count();
        if has(BlockKind::Gallery)
            || figures >= FIGURES_OF_A_PHOTO_MARKER
            || kind == ArticleKind::PhotoStory
        {
            markers.push(HeadlineMarkerKind::Photo);
        }
        if kind == ArticleKind::Video || self.blocks.iter().any(super::check::is_video) {
            markers.push(HeadlineMarkerKind::Video);
        }
        markers
    }

    /// The summary: the editor's, else the lede or the first paragraph, cut at a word.
    pub fn shown_summary(&self) -> String {
        if let Some(summary) = &self.summary {
            return summary.clone();
        }
        let first = self.blocks.iter().find_map(|block| match block {
            Block::Paragraph(paragraph) => Some(&paragraph.text),
            _ => None,
        });
        let text = self
            .lede
            .as_ref()
            .or(first)
            .map(RichText::plain)
            .unwrap_or_default();
        cut_at_word(&text, SUMMARY_LENGTH)
    }

    /// Headline of rails and cards.
    pub fn shown_short_headline(&self) -> &str {
        self.short_headline.as_deref().unwrap_or(&self.headline)
    }

    /// Words that a reader reads, headline and lede included.
    pub fn word_count(&self) -> usize {
        let words = |text: &str| text.split_whitespace().count();
        words(&self.headline)
            + self
                .rich_texts()
                .map(|text| words(&text.plain()))
                .sum::<usize>()
    }

    /// How long a reader takes, in whole minutes: 200 words in each, and at least one.
    pub fn reading_minutes(&self) -> usize {
        self.word_count().div_ceil(WORDS_A_MINUTE).max(1)
    }

    /// The same content without its words: what a translator starts from.
    #[must_use]
    pub fn skeleton(&self) -> Self {
        Self {
            blocks: self.blocks.iter().map(Block::skeleton).collect(),
            ad_breaks: self.ad_breaks.clone(),
            markers: self.markers.clone(),
            emphasis: self.emphasis,
            ..Self::default()
        }
    }

    /// The content as it is stored, and the SHA-256 of that.
    ///
    /// # Errors
    /// Never in practice: all of it can be written as JSON.
    pub fn stored(&self) -> Result<(String, String)> {
        let text = serde_json::to_string(self)?;
        let hash = crate::platform::secrets::sha256_hex(&text);
        Ok((text, hash))
    }
}

/// Reads a content and tells where it is not of the right form.
///
/// # Errors
/// [`Error::Refused`] with the path below `input`.
pub fn read(whole: Json) -> Result<Content> {
    serde_path_to_error::deserialize(whole)
        .map_err(|error| Error::problem(Problem::misshapen(error.path())))
}

fn merge(members: &mut Map<String, Json>, patch: &Map<String, Json>) {
    for (name, value) in patch {
        if value.is_null() {
            members.shift_remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
}

/// At most `most` characters of a text, cut between words and marked so.
fn cut_at_word(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let end = text
        .char_indices()
        .nth(most - 1)
        .map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!(
        "{}…",
        text[..cut].trim_end_matches([' ', ',', '.', ';', ':', '—'])
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn patch(value: Json) -> Map<String, Json> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn an_absent_member_is_unchanged_and_a_null_one_cleared() {
        let before = Content {
            headline: "Ferry".to_owned(),
            kicker: Some("Exclusive".to_owned()),
            ..Content::default()
        };

        let after = before
            .patched(&patch(json!({ "kicker": null, "emphasis": "STRONG" })))
            .unwrap();

        assert_eq!(after.headline, "Ferry");
        assert_eq!(after.kicker, None);
        assert_eq!(after.emphasis, Some(HeadlineEmphasis::Strong));
    }

    #[test]
    fn a_fault_of_form_is_named_by_its_path() {
        let wrong = json!({ "blocks": [{ "paragraph": { "blockId": "b", "text": { "spans": [{ "text": 1 }] } } }] });

        let Err(Error::Refused(problems)) = Content::default().patched(&patch(wrong)) else {
            panic!("the text is a number");
        };

        assert_eq!(problems[0].path.first().map(String::as_str), Some("blocks"));
    }

    #[test]
    fn two_blocks_of_one_id_are_refused() {
        let block = json!({ "divider": { "blockId": "same" } });
        let content = Content::default()
            .patched(&patch(json!({ "blocks": [block, block] })))
            .unwrap();

        let problems = content.problems(ArticleKind::News);

        assert_eq!(problems[0].code, UserErrorCode::Duplicate);
        assert_eq!(problems[0].path, ["blocks", "1", "divider", "blockId"]);
    }

    #[test]
    fn a_long_lede_is_cut_between_words() {
        let content = Content {
            lede: Some(RichText::plain_text("слово ".repeat(100))),
            ..Content::default()
        };

        let summary = content.shown_summary();

        assert!(summary.chars().count() <= SUMMARY_LENGTH);
        assert!(summary.ends_with("слово…"));
    }
}
