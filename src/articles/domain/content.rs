//! The text of one language: what a revision keeps.

mod problems;
mod references;
mod shown;

pub use references::References;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::block::{Attribution, Block, Figure};
use super::rich_text::{Link, RichText, listed};
use crate::app::{Error, Problem, Result};
use crate::platform::ids::AssetId;
use crate::platform::language::{clean_paragraphs, clean_text};
use crate::vocabulary::{AdBreakRule, HeadlineEmphasis, HeadlineMarkerKind};

/// Version of the block schema that this program writes.
pub const SCHEMA: u8 = 1;

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

    /// All rich texts, in reading order.
    pub fn rich_texts(&self) -> impl Iterator<Item = &RichText> {
        let opening = self.lead_caption.iter().chain(self.lede.iter());
        let figures = self.own_figures().iter();
        let captions = figures.filter_map(|figure| figure.caption.as_ref());
        opening
            .chain(self.blocks.iter().flat_map(Block::rich_texts))
            .chain(captions)
    }

    /// The same text with each link to the web marked as paid for: `rel="sponsored"`, as search
    /// engines ask for (<https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links>).
    #[must_use]
    pub fn sponsored(&self) -> Self {
        let mut paid = self.clone();
        let opening = paid.lead_caption.iter_mut().chain(paid.lede.iter_mut());
        let body = paid.blocks.iter_mut().flat_map(Block::rich_texts_mut);
        for span in opening.chain(body).flat_map(|text| text.spans.iter_mut()) {
            let is_known = span.link_rel.iter().any(|rel| rel == "sponsored");
            if matches!(span.link, Some(Link::Url(_))) && !is_known {
                span.link_rel.push("sponsored".to_owned());
            }
        }
        paid
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{ArticleKind, UserErrorCode};
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
}
