//! How far a translation is behind its source: what the source says now and did not say, or said
//! otherwise, in the revision that the translation was made from.
//!
//! Only what a text *says* counts: its words, its media and where its links lead. Marks such as
//! bold, the level of a heading, the width of a picture, the order of blocks, white space and
//! marks for ads are cosmetic.

use super::block::{Attribution, Block, Figure};
use super::content::{Content, Feature};
use super::rich_text::RichText;
use super::translation::Correction;
use crate::platform::secrets::sha256_hex;

/// How far a translation is behind its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staleness {
    /// Source revision that the translation was made from.
    pub based_on: i32,
    /// Source revision that readers see, or last saw.
    pub source_live: Option<i32>,
    /// Fields of the source, beside its blocks, that say something else now.
    pub fields: Vec<&'static str>,
    /// Blocks of the source that say something else now, in the order of the body.
    pub blocks: Vec<SourceChange>,
    /// Notes that the source has got since, newest first.
    pub notes: Vec<Correction>,
}

/// One block of the source, then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceChange {
    /// The block.
    pub block_id: String,
    /// As the translation knows it; `None` for a new one.
    pub before: Option<Block>,
    /// As readers see it; `None` for one that has gone.
    pub after: Option<Block>,
}

impl Staleness {
    /// What lies between two texts of the source.
    pub fn between(
        (based_on, before): (i32, &Content),
        (source_live, after): (i32, &Content),
    ) -> Self {
        let (fields, blocks) = if source_live > based_on {
            (fields_between(before, after), blocks_between(before, after))
        } else {
            // The translator has seen a newer draft than readers have.
            (Vec::new(), Vec::new())
        };
        Self {
            based_on,
            source_live: Some(source_live),
            fields,
            blocks,
            notes: Vec::new(),
        }
    }

    /// Of a source that readers have not seen yet: nothing to be behind of.
    pub const fn of_unpublished(based_on: i32) -> Self {
        Self {
            based_on,
            source_live: None,
            fields: Vec::new(),
            blocks: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Whether the translation says less, more or other than its source.
    pub const fn is_stale(&self) -> bool {
        !(self.fields.is_empty() && self.blocks.is_empty() && self.notes.is_empty())
    }
}

impl Content {
    /// SHA-256 of what the text says; texts that differ in form alone have one hash.
    pub fn meaning_hash(&self) -> String {
        let mut whole = String::new();
        let mut add = |name: &str, said: &[String]| {
            // Stored texts hold no control characters, so these part them.
            for part in std::iter::once(name).chain(said.iter().map(String::as_str)) {
                whole.push_str(part);
                whole.push('\u{1F}');
            }
            whole.push('\u{1E}');
        };
        for (name, said) in fields(self) {
            add(name, &said);
        }
        let mut blocks: Vec<&Block> = self.blocks.iter().collect();
        blocks.sort_by_key(|block| block.id());
        for block in blocks {
            add(block.id(), &said(block));
        }
        sha256_hex(whole)
    }
}

fn fields_between(before: &Content, after: &Content) -> Vec<&'static str> {
    let pairs = fields(before).into_iter().zip(fields(after));
    pairs
        .filter(|(before, after)| before != after)
        .map(|(_, (name, _))| name)
        .collect()
}

fn blocks_between(before: &Content, after: &Content) -> Vec<SourceChange> {
    let find = |content: &Content, id: &str| {
        let found = content.blocks.iter().find(|block| block.id() == id);
        found.cloned()
    };
    let gone = before.blocks.iter();
    let gone = gone.filter(|block| find(after, block.id()).is_none());
    let ids = after.blocks.iter().chain(gone).map(Block::id);
    ids.filter_map(|id| {
        let (then, now) = (find(before, id), find(after, id));
        (then.as_ref().map(said) != now.as_ref().map(said)).then(|| SourceChange {
            block_id: id.to_owned(),
            before: then,
            after: now,
        })
    })
    .collect()
}

/// What the fields beside the blocks say, by name, always in one order.
fn fields(content: &Content) -> Vec<(&'static str, Vec<String>)> {
    let line = |text: &Option<String>| text.iter().map(|text| words(text)).collect();
    let rich = |text: &Option<RichText>| text.iter().map(meaning).collect();
    vec![
        ("headline", vec![words(&content.headline)]),
        ("shortHeadline", line(&content.short_headline)),
        ("kicker", line(&content.kicker)),
        ("lede", rich(&content.lede)),
        ("summary", line(&content.summary)),
        ("leadCaption", rich(&content.lead_caption)),
        ("leadAlt", line(&content.lead_alt)),
        ("contentWarning", line(&content.content_warning)),
        (
            "feature",
            content.feature.as_ref().map(featured).unwrap_or_default(),
        ),
    ]
}

/// What a block says: its words, its media, and where it leads.
fn said(block: &Block) -> Vec<String> {
    let mut said = vec![block.kind().to_string()];
    said.extend(block.rich_texts().into_iter().map(meaning));
    said.extend(block.lines().into_iter().map(|line| words(line)));
    said.extend(
        block
            .figures()
            .iter()
            .map(|figure| figure.asset_id.to_string()),
    );
    match block {
        Block::Labelled(labelled) => said.push(labelled.role.to_string()),
        Block::Embed(embed) => said.push(embed.url.clone()),
        Block::ReadAlso(also) => said.extend(also.article_ids.iter().map(ToString::to_string)),
        Block::FactCheck(fact) => said.push(fact.verdict.to_string()),
        Block::CallToAction(call) => said.push(call.key.clone()),
        _ => {}
    }
    said
}

fn featured(feature: &Feature) -> Vec<String> {
    let person = |one: &Attribution| {
        let role = one.role.as_deref().unwrap_or_default();
        words(&format!("{} {role}", one.name))
    };
    match feature {
        Feature::Interview { interviewees } => interviewees.iter().map(person).collect(),
        Feature::Opinion { column_name, .. } => column_name.iter().map(|n| words(n)).collect(),
        Feature::PhotoStory { figures } => figures.iter().flat_map(pictured).collect(),
        Feature::Video { asset_id } => vec![asset_id.to_string()],
    }
}

fn pictured(figure: &Figure) -> Vec<String> {
    let caption = figure.caption.iter().map(meaning);
    let alt = figure.alt.iter().map(|alt| words(alt));
    std::iter::once(figure.asset_id.to_string())
        .chain(caption)
        .chain(alt)
        .collect()
}

/// The words of a text and where its links lead, without marks.
fn meaning(text: &RichText) -> String {
    let links = text.links().map(|link| format!("\n{link:?}"));
    words(&text.plain()) + &links.collect::<String>()
}

/// Words with one space between them.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value as Json, json};

    fn content(json: Json) -> Content {
        serde_json::from_value(json).unwrap()
    }

    fn paragraph(id: &str, spans: Json) -> Json {
        json!({ "paragraph": { "blockId": id, "text": { "spans": spans } } })
    }

    fn body(blocks: &[Json]) -> Content {
        content(json!({ "headline": "Ferry", "blocks": blocks }))
    }

    fn changed(before: &Content, after: &Content) -> Vec<String> {
        let staleness = Staleness::between((1, before), (2, after));
        let same = before.meaning_hash() == after.meaning_hash();
        assert_eq!(same, !staleness.is_stale(), "hash and difference agree");
        staleness
            .blocks
            .into_iter()
            .map(|change| change.block_id)
            .collect()
    }

    #[test]
    fn changed_added_and_removed_blocks_are_named_in_reading_order() {
        let text = |text: &str| json!([{ "text": text }]);
        let before = body(&[
            paragraph("a", text("one")),
            paragraph("b", text("two")),
            paragraph("c", text("three")),
        ]);
        let after = body(&[
            paragraph("n", text("new")),
            paragraph("a", text("one")),
            paragraph("c", text("THREE")),
        ]);

        assert_eq!(changed(&before, &after), ["n", "c", "b"]);
    }

    #[test]
    fn form_is_cosmetic() {
        let before = body(&[
            paragraph("a", json!([{ "text": "The ferry stays." }])),
            json!({ "heading": { "blockId": "h", "level": 2, "text": { "spans": [{ "text": "Why" }] } } }),
        ]);
        let after = body(&[
            json!({ "heading": { "blockId": "h", "level": 3, "text": { "spans": [{ "text": "Why" }] } } }),
            paragraph(
                "a",
                json!([{ "text": "The  ferry", "styles": ["STRONG"] }, { "text": " stays." }]),
            ),
        ]);

        assert_eq!(changed(&before, &after), [""; 0]);
    }

    #[test]
    fn where_a_link_leads_is_not_cosmetic() {
        let link = |url: &str| json!([{ "text": "here", "link": { "url": url } }]);
        let before = body(&[paragraph("a", link("https://example.org/1"))]);
        let after = body(&[paragraph("a", link("https://example.org/2"))]);

        assert_eq!(changed(&before, &after), ["a"]);
    }

    #[test]
    fn another_picture_or_another_caption_counts() {
        let figure = |asset: &str, caption: &str| {
            json!({ "figure": { "blockId": "f", "width": "COLUMN", "figure": {
                "assetId": asset, "caption": { "spans": [{ "text": caption }] } } } })
        };
        let (one, two) = (
            "ast_01jd0000000000000000000000",
            "ast_01jd0000000000000000000001",
        );
        let before = body(&[figure(one, "A pier")]);

        assert_eq!(changed(&before, &body(&[figure(two, "A pier")])), ["f"]);
        assert_eq!(changed(&before, &body(&[figure(one, "A quay")])), ["f"]);
    }

    #[test]
    fn a_changed_headline_is_stale_without_any_block() {
        let after = content(json!({ "headline": "Ferry returns", "kicker": "Port" }));

        let staleness = Staleness::between((1, &body(&[])), (2, &after));

        assert!(staleness.is_stale());
        assert_eq!(staleness.fields, ["headline", "kicker"]);
    }

    #[test]
    fn who_has_seen_a_newer_draft_is_not_behind() {
        let after = content(json!({ "headline": "Other" }));

        assert!(!Staleness::between((3, &body(&[])), (2, &after)).is_stale());
    }
}
