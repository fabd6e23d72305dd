//! What a selection asks of each story.

use async_graphql::{Lookahead, Value};

use super::lists::{BLOCK_SIZE, MAX_BLOCK};

/// What is selected on stories, beyond what their publications hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// Their texts.
    pub content: bool,
    /// What their texts point at.
    pub references: bool,
    /// Their versions in other languages.
    pub versions: bool,
    /// Their public notes.
    pub corrections: bool,
    /// Their authors.
    pub byline: bool,
    /// Their tags.
    pub tags: bool,
    /// Their lead pictures.
    pub lead: bool,
    /// So many related stories of each.
    pub related: Option<u32>,
    /// So many stories of each one's tag block.
    pub spotlight: Option<u32>,
}

impl Needs {
    /// Reads them from a selection on stories.
    pub fn of(ahead: &Lookahead<'_>) -> Self {
        let asks = |name: &str| ahead.field(name).exists();
        let body = ahead.field("body");
        let seo = ahead.field("seo");
        let structured = seo.field("structuredData").exists();
        let block = |name: &str| {
            let field = ahead.field(name);
            field.exists().then(|| size(&field))
        };
        let spotlight = block("tagSpotlight");
        Self {
            content: [
                "lede",
                "feature",
                "contentWarning",
                "readingTime",
                "wordCount",
                "adPlan",
            ]
            .into_iter()
            .any(asks)
                || body.exists()
                || seo.exists(),
            references: body.exists() || asks("lede") || asks("feature"),
            versions: asks("languageOptions") || asks("hreflang") || structured,
            corrections: asks("corrections") || structured,
            byline: asks("byline") || structured,
            tags: ["tags", "primaryTag", "adPlan"].into_iter().any(asks)
                || spotlight.is_some()
                || structured,
            lead: asks("leadMedia") || structured || seo.field("openGraph").field("image").exists(),
            related: block("related"),
            spotlight,
        }
    }
}

/// The largest `first` of the field's uses, within its bounds.
fn size(field: &Lookahead<'_>) -> u32 {
    let given = field.selection_fields().into_iter().map(|field| {
        let arguments = field.arguments().unwrap_or_default();
        let first = arguments.into_iter().find(|(name, _)| name == "first");
        match first {
            Some((_, Value::Number(first))) => first.as_u64().and_then(|n| u32::try_from(n).ok()),
            _ => None,
        }
    });
    let largest = given.map(|first| first.unwrap_or(BLOCK_SIZE)).max();
    largest.unwrap_or(BLOCK_SIZE).clamp(1, MAX_BLOCK)
}
