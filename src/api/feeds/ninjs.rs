//! ninjs 3.1 (iptc.org/std/ninjs), for agencies and partners: one composite item whose associations
//! are the stories.

use serde_json::{Map, Value as Json, json};

use super::story::{Followed, Picture, Story, Tag};
use crate::vocabulary::TagKind;

const STANDARD: [(&str, &str); 3] = [
    ("name", "ninjs"),
    ("version", "3.1"),
    (
        "schema",
        "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
    ),
];

/// The feed, which stands at `own`.
pub fn write(followed: &Followed, locale: &str, own: &str) -> Vec<u8> {
    let stories = followed.stories.iter().enumerate();
    let stories: Vec<Json> = stories
        .map(|(place, story)| {
            let mut item = item(story, locale);
            item["name"] = format!("story-{}", place + 1).into();
            item
        })
        .collect();
    let standard: Map<String, Json> = STANDARD
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).into()))
        .collect();
    let mut feed = json!({
        "uri": own,
        "standard": standard,
        "type": "composite",
        "language": locale,
        "title": followed.title,
        "pubStatus": "usable",
        "associations": stories,
    });
    if let Some(changed) = followed.changed_at() {
        feed["versionCreated"] = json!(changed);
    }
    feed.to_string().into_bytes()
}

fn item(story: &Story, locale: &str) -> Json {
    let html = story.html();
    let names: Vec<&str> = story.authors().map(|author| author.name.as_str()).collect();
    let mut item = json!({
        "uri": story.url,
        "type": "text",
        "representationType": "full",
        "version": story.revision.to_string(),
        "firstCreated": story.published_at.instant,
        "versionCreated": story.changed_at(),
        "pubStatus": "usable",
        "language": locale,
        "headlines": [{ "role": "main", "contentType": "text/plain", "value": story.headline }],
        "descriptions": [{ "role": "summary", "contentType": "text/plain", "value": story.summary }],
        "bodies": [{
            "role": "main", "contentType": "text/html", "charCount": html.chars().count(),
            "wordCount": story.word_count, "value": html,
        }],
        "by": names.join(", "),
        "altIds": [
            { "role": "number", "value": story.number },
            { "role": "masthead", "value": story.id },
        ],
    });
    for (member, kinds) in [
        ("people", &[TagKind::Person][..]),
        ("organisations", &[TagKind::Organisation]),
        ("places", &[TagKind::Place]),
        ("events", &[TagKind::Event]),
    ] {
        let tags = story.tags.iter().filter(|tag| kinds.contains(&tag.kind));
        let tags: Vec<Json> = tags.map(named).collect();
        if !tags.is_empty() {
            item[member] = tags.into();
        }
    }
    let section = json!({ "name": story.section.name, "uri": story.section.url, "rel": "section" });
    let topics = story.tags.iter().filter(|tag| tag.kind == TagKind::Topic);
    item["subjects"] = std::iter::once(section).chain(topics.map(named)).collect();
    if let Some(picture) = story.picture() {
        item["associations"] = json!([self::picture(&picture, locale)]);
    }
    if let Some(paid) = &story.sponsorship {
        item["edNote"] = format!("{}: {}", paid.label, paid.sponsor_name).into();
    }
    item
}

fn named(tag: &Tag) -> Json {
    json!({ "name": tag.name, "uri": tag.url, "rel": "about" })
}

fn picture(picture: &Picture<'_>, locale: &str) -> Json {
    let mut item = json!({
        "name": "lead",
        "uri": picture.url,
        "type": "picture",
        "language": locale,
        "altIds": [{ "role": "masthead", "value": picture.id }],
        "descriptions": [
            { "role": "caption", "contentType": "text/plain", "value": picture.line },
            { "role": "alternative", "contentType": "text/plain", "value": picture.alt },
        ],
        "renditions": [{ "name": "main", "href": picture.url }],
    });
    if let Some(credit) = picture.credit {
        item["by"] = credit.into();
    }
    item
}
