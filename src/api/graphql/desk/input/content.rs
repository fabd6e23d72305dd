//! The text of one language.

use async_graphql::{ID, InputObject, OneofObject};

use super::block::{BlockInput, FigureInput};
use crate::api::graphql::scalars::Url;
use crate::platform::locale::Locale;
use crate::vocabulary::{AdBreakRule, HeadlineEmphasis, HeadlineMarkerKind, TextStyle};

/// Text of one language; a partial update.
#[derive(InputObject)]
pub struct TranslationContentInput {
    headline: Option<String>,
    short_headline: Option<String>,
    kicker: Option<String>,
    lede: Option<RichTextInput>,
    summary: Option<String>,
    /// Whole body in order. Ids are made by the client (UUIDv7) and kept for ever.
    blocks: Option<Vec<BlockInput>>,
    ad_breaks: Option<Vec<AdBreakInput>>,
    lead_caption: Option<RichTextInput>,
    lead_alt: Option<String>,
    /// Notice before the text, e.g. for graphic pictures; null clears it.
    content_warning: Option<String>,
    /// Suffixes of the headline; null = derived from the body.
    markers: Option<Vec<HeadlineMarkerKind>>,
    emphasis: Option<HeadlineEmphasis>,
    seo: Option<SeoOverridesInput>,
    feature: Option<FeatureInput>,
    /// True for the timed autosave: no revision is kept.
    #[graphql(default_with = "Some(false)")]
    is_autosave: Option<bool>,
}

/// A mark for ads after a block.
#[derive(InputObject)]
pub struct AdBreakInput {
    after_block_id: ID,
    rule: AdBreakRule,
}

/// What the editor sets for search engines and social networks; null = computed.
#[derive(InputObject)]
pub struct SeoOverridesInput {
    title: Option<String>,
    description: Option<String>,
    canonical_url: Option<Url>,
    no_index: Option<bool>,
    social_title: Option<String>,
    social_description: Option<String>,
    social_image_id: Option<ID>,
}

/// Text as spans; adjacent spans with equal marks are joined.
#[derive(InputObject)]
pub struct RichTextInput {
    spans: Vec<SpanInput>,
}

/// A run of text.
#[derive(InputObject)]
pub struct SpanInput {
    text: String,
    styles: Option<Vec<TextStyle>>,
    link: Option<TextLinkInput>,
    /// Such as `nofollow` or `sponsored`.
    link_rel: Option<Vec<String>>,
    /// Set when the words are in another language than the text.
    locale: Option<Locale>,
}

/// Where a link goes: an address, or an entity whose address we look after.
#[derive(OneofObject)]
pub enum TextLinkInput {
    /// An address outside.
    Url(Url),
    /// A story.
    ArticleId(ID),
    /// A tag.
    TagId(ID),
    /// A section.
    SectionId(ID),
    /// An author.
    AuthorId(ID),
}

/// Who said something.
#[derive(InputObject)]
pub struct QuoteAttributionInput {
    name: String,
    /// What he or she is.
    role: Option<String>,
    tag_id: Option<ID>,
    /// Language it was spoken in, when the text is our translation.
    original_locale: Option<Locale>,
    source_url: Option<Url>,
}

/// Data of the article's kind.
#[derive(OneofObject)]
pub enum FeatureInput {
    /// Of an interview.
    Interview(InterviewFeatureInput),
    /// Of a column.
    Opinion(OpinionFeatureInput),
    /// Of a photo story.
    PhotoStory(PhotoStoryFeatureInput),
    /// Of a video story.
    Video(VideoFeatureInput),
}

/// Who answers in an interview.
#[derive(InputObject)]
pub struct InterviewFeatureInput {
    interviewees: Vec<QuoteAttributionInput>,
}

/// Facts of a column.
#[derive(InputObject)]
pub struct OpinionFeatureInput {
    column_name: Option<String>,
    /// Whether the standing note is shown that the view is the author's.
    #[graphql(default = true)]
    show_disclaimer: bool,
}

/// The pictures of a photo story, in order.
#[derive(InputObject)]
pub struct PhotoStoryFeatureInput {
    figures: Vec<FigureInput>,
}

/// The video of a video story.
#[derive(InputObject)]
pub struct VideoFeatureInput {
    asset_id: ID,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::graphql::desk::lossless::Lossless;
    use crate::articles::Content;
    use async_graphql::{InputType, Value};
    use serde_json::{Value as Json, json};

    fn patched(sent: &Json) -> Json {
        let value = Value::from_json(sent.clone()).unwrap();
        let input = Lossless::<TranslationContentInput>::parse(Some(value));
        let input = input.unwrap_or_else(|_| panic!("the schema refuses {sent}"));
        let content = Content::default().patched(&input.members()).unwrap();
        let mut kept = serde_json::to_value(content).unwrap();
        kept.as_object_mut().unwrap().shift_remove("schema");
        kept
    }

    #[test]
    fn schema_and_domain_agree_on_every_member() {
        let text = json!({ "spans": [{ "text": "The ferry stays." }] });
        let everything = json!({
            "headline": "Ferry", "shortHeadline": "Ferry", "kicker": "Port", "lede": text,
            "summary": "It stays.", "blocks": [{ "divider": { "blockId": "b" } }],
            "adBreaks": [{ "afterBlockId": "b", "rule": "HERE" }], "leadCaption": text,
            "leadAlt": "A pier", "contentWarning": "Graphic", "markers": ["PHOTO"],
            "emphasis": "STRONG",
            "seo": { "title": "t", "description": "d", "canonicalUrl": "https://example.org/",
                     "noIndex": true, "socialTitle": "s", "socialDescription": "sd",
                     "socialImageId": "ast_01jd0000000000000000000000" },
            "feature": { "opinion": { "columnName": "Harbour", "showDisclaimer": false } },
        });

        assert_eq!(patched(&everything), everything);
    }

    #[test]
    fn schema_and_domain_agree_on_every_feature() {
        let asset = "ast_01jd0000000000000000000000";
        for feature in [
            json!({ "interview": { "interviewees": [{ "name": "Chair" }] } }),
            json!({ "opinion": { "showDisclaimer": true } }),
            json!({ "photoStory": { "figures": [{ "assetId": asset }] } }),
            json!({ "video": { "assetId": asset } }),
        ] {
            assert_eq!(patched(&json!({ "feature": feature }))["feature"], feature);
        }
    }
}
