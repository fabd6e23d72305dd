//! From what a file writes for people to what the program reads: Markdown becomes rich text, moments
//! become instants, keys become ids.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;
use uuid::Uuid;

use super::kind::Kind;
use super::{markdown, moment};
use crate::app::Problem;
use crate::platform::clock::Instant;
use crate::platform::ids::{
    AdvertiserId, ArticleId, AssetId, AuthorId, CampaignId, CreativeId, SectionId, TagId,
};
use crate::vocabulary::UserErrorCode;

/// The name of a record: its type and its key.
pub type Name = (Kind, String);

/// What the named records are.
pub type Ids = HashMap<Name, Uuid>;

/// Where a text stands in a record.
struct Path<'p> {
    above: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Start,
    Field(&'p str),
    Place(usize),
}

impl<'p> Path<'p> {
    const START: Self = Self {
        above: None,
        step: Step::Start,
    };

    const fn below(&'p self, step: Step<'p>) -> Self {
        Self {
            above: Some(self),
            step,
        }
    }

    fn steps(&self) -> Vec<String> {
        let mut steps = self.above.map(Path::steps).unwrap_or_default();
        match self.step {
            Step::Start => {}
            Step::Field(name) => steps.push(name.to_owned()),
            Step::Place(place) => steps.push(place.to_string()),
        }
        steps
    }
}

/// Visits every text below `value` with the name of the field that holds it, alone or in a list. The
/// words of rich text are left out, its links are not.
fn each_text(
    value: &mut Json,
    field: &str,
    path: &Path<'_>,
    visit: &mut dyn FnMut(&str, &mut Json, &Path<'_>),
) {
    if value.is_string() {
        visit(field, value, path);
    }
    match value {
        Json::Array(items) => {
            for (place, item) in items.iter_mut().enumerate() {
                each_text(item, field, &path.below(Step::Place(place)), visit);
            }
        }
        Json::Object(members) if members.contains_key("spans") => {
            let spans = members.get_mut("spans").and_then(Json::as_array_mut);
            for (place, span) in spans.into_iter().flatten().enumerate() {
                if let Some(link) = span.get_mut("link") {
                    let spans = path.below(Step::Field("spans"));
                    let span = spans.below(Step::Place(place));
                    each_text(link, "link", &span.below(Step::Field("link")), visit);
                }
            }
        }
        Json::Object(members) => {
            for (name, member) in members.iter_mut() {
                each_text(member, name, &path.below(Step::Field(name)), visit);
            }
        }
        _ => {}
    }
}

/// Whether a field of a story holds rich text.
fn is_rich(field: &str) -> bool {
    matches!(
        field,
        "lede"
            | "leadCaption"
            | "text"
            | "leadIn"
            | "intro"
            | "points"
            | "children"
            | "caption"
            | "fallback"
            | "header"
            | "cells"
            | "question"
            | "answer"
            | "explanation"
    )
}

/// Reads moments, and in a story Markdown. Gives the names of the records that this one names.
///
/// # Errors
/// The moments that are none.
pub fn open(body: &mut Json, kind: Kind, now: Instant) -> Result<BTreeSet<Name>, Vec<Problem>> {
    let mut names = BTreeSet::new();
    let mut problems = Vec::new();
    each_text(body, "", &Path::START, &mut |field, value, path| {
        let Json::String(text) = &*value else { return };
        if let Some(named) = Kind::named_by(field) {
            names.insert((named, text.clone()));
        } else if moment::is_moment(field) {
            match moment::read(text, now) {
                Some(moment) => *value = moment.0.into(),
                None => problems.push(Problem::at(
                    path.steps(),
                    UserErrorCode::Invalid,
                    moment::FORM,
                )),
            }
        } else if kind == Kind::Article && is_rich(field) {
            *value = markdown::rich_text(text);
        }
    });
    if problems.is_empty() {
        Ok(names)
    } else {
        Err(problems)
    }
}

/// Puts ids in the place of keys.
///
/// # Errors
/// The keys that name nothing.
pub fn resolve(body: &mut Json, ids: &Ids) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    each_text(body, "", &Path::START, &mut |field, value, path| {
        let (Some(kind), Json::String(key)) = (Kind::named_by(field), &*value) else {
            return;
        };
        let name = (kind, key.clone());
        match ids.get(&name) {
            Some(id) => *value = id_of(kind, *id).into(),
            None => {
                let why = format!("there is no {kind} with the key `{key}`");
                problems.push(Problem::at(path.steps(), UserErrorCode::NotFound, why));
            }
        }
    });
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// The id as the API writes it. Records of other types are never named.
fn id_of(kind: Kind, id: Uuid) -> String {
    match kind {
        Kind::Section => SectionId(id).to_string(),
        Kind::Asset => AssetId(id).to_string(),
        Kind::Author => AuthorId(id).to_string(),
        Kind::Tag => TagId(id).to_string(),
        Kind::Article => ArticleId(id).to_string(),
        Kind::Advertiser => AdvertiserId(id).to_string(),
        Kind::Campaign => CampaignId(id).to_string(),
        Kind::Creative => CreativeId(id).to_string(),
        _ => id.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn story() -> Json {
        json!({
            "section": "transport",
            "tags": ["ferry", "port"],
            "translations": { "uk": {
                "publishedAt": "-PT40M",
                "lede": "See [the ferry](tag:ferry).",
                "blocks": [
                    { "figure": { "blockId": "b1", "figure": { "assetId": "quay", "caption": "A *quay*" } } },
                    { "readAlso": { "blockId": "b2", "articleIds": ["history"] } },
                ],
            } },
        })
    }

    fn name(kind: Kind, key: &str) -> Name {
        (kind, key.to_owned())
    }

    #[test]
    fn a_story_names_what_its_fields_blocks_and_links_name() {
        let names = open(&mut story(), Kind::Article, NOW).unwrap();

        let expected = [
            name(Kind::Section, "transport"),
            name(Kind::Asset, "quay"),
            name(Kind::Tag, "ferry"),
            name(Kind::Tag, "port"),
            name(Kind::Article, "history"),
        ];
        assert_eq!(names, BTreeSet::from(expected));
    }

    #[test]
    fn moments_become_instants_and_markdown_becomes_spans() {
        let mut story = story();

        open(&mut story, Kind::Article, NOW).unwrap();

        let text = &story["translations"]["uk"];
        assert_eq!(text["publishedAt"], json!(NOW.0 - 2_400_000));
        assert_eq!(
            text["blocks"][0]["figure"]["figure"]["caption"]["spans"][1]["text"],
            "quay"
        );
        assert_eq!(
            text["lede"]["spans"][1]["link"],
            json!({ "tagId": "ferry" })
        );
    }

    #[test]
    fn keys_become_ids_wherever_they_stand() {
        let mut story = story();
        let names = open(&mut story, Kind::Article, NOW).unwrap();
        let ids: Ids = names.into_iter().zip((1..).map(Uuid::from_u128)).collect();

        resolve(&mut story, &ids).unwrap();

        let ferry = TagId(ids[&name(Kind::Tag, "ferry")]).to_string();
        assert_eq!(story["tags"][0], ferry.as_str());
        assert_eq!(
            story["translations"]["uk"]["lede"]["spans"][1]["link"]["tagId"],
            ferry.as_str()
        );
    }

    #[test]
    fn a_key_that_names_nothing_is_told_with_its_path() {
        let mut story = json!({ "tags": ["ferry", "fery"] });
        let ids = Ids::from([(name(Kind::Tag, "ferry"), Uuid::nil())]);

        let problems = resolve(&mut story, &ids).unwrap_err();

        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, ["tags", "1"]);
        assert_eq!(problems[0].message, "there is no tag with the key `fery`");
    }

    #[test]
    fn plain_texts_of_other_records_stay_as_they_are() {
        let mut call = json!({ "texts": { "en": { "text": "Give **ten** coins" } } });
        let before = call.clone();

        open(&mut call, Kind::CallToAction, NOW).unwrap();

        assert_eq!(call, before);
    }

    #[test]
    fn what_is_no_moment_is_told_with_its_path() {
        let mut story = json!({ "translations": { "en": { "publishedAt": "soon" } } });

        let problems = open(&mut story, Kind::Article, NOW).unwrap_err();

        assert_eq!(problems[0].path, ["translations", "en", "publishedAt"]);
    }
}
