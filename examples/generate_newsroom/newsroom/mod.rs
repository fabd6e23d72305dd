//! The records of an invented newsroom: what stories name, the stories, and the pages made of them.

mod dice;
mod furniture;
mod story;
mod words;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Value as Json, json};

use story::Stories;
use words::{FAMILY_NAMES, FIRST_NAMES, LOCALES, SECTIONS, TAG_FIRST, TAG_LAST};

/// How much to write.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Number of stories, each in every language.
    pub stories: u64,
    /// Where chance begins.
    pub seed: u64,
    /// Whether bodies are as short as those of wire news: a kilobyte at most.
    pub is_short: bool,
}

/// Pictures that the stories share: those of the demo.
const PICTURES: &[(&str, [&str; 3], &[u8])] = &[
    (
        "harbour",
        ["Гавань увечері", "Гавань вечером", "The harbour at dusk"],
        include_bytes!("../../newsroom/media/harbour.jpg"),
    ),
    (
        "lighthouse",
        ["Маяк на молі", "Маяк на молу", "The lighthouse on the mole"],
        include_bytes!("../../newsroom/media/lighthouse.jpg"),
    ),
    (
        "market",
        ["Ринкова площа", "Рыночная площадь", "The market square"],
        include_bytes!("../../newsroom/media/market.jpg"),
    ),
    (
        "theatre",
        ["Сцена театру", "Сцена театра", "The stage of the theatre"],
        include_bytes!("../../newsroom/media/theatre.jpg"),
    ),
    (
        "tram",
        [
            "Трамвай на мосту",
            "Трамвай на мосту",
            "A tram on the bridge",
        ],
        include_bytes!("../../newsroom/media/tram.jpg"),
    ),
    (
        "stadium",
        [
            "Трибуни стадіону",
            "Трибуны стадиона",
            "The stands of the stadium",
        ],
        include_bytes!("../../newsroom/media/stadium.jpg"),
    ),
];

/// Writes the records and their pictures below `folder`, and gives the file of the records.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(folder: &Path, size: Size) -> Result<PathBuf> {
    fs::create_dir_all(folder.join("media"))?;
    for (key, _, bytes) in PICTURES {
        fs::write(folder.join(format!("media/{key}.jpg")), bytes)?;
    }
    let file = folder.join("newsroom.ndjson");
    let mut out = BufWriter::new(File::create(&file)?);
    let records = furniture::site()
        .into_iter()
        .chain(sections())
        .chain(assets())
        .chain(authors())
        .chain(tags())
        .chain(furniture::around_stories()?)
        .chain(Stories::of(size))
        .chain(furniture::pages());
    for record in records {
        writeln!(out, "{record}")?;
    }
    out.flush()?;
    Ok(file)
}

/// One text for each language.
fn each(words: impl Fn(usize) -> String) -> Json {
    let texts = LOCALES
        .iter()
        .enumerate()
        .map(|(place, locale)| ((*locale).to_owned(), words(place).into()));
    Json::Object(texts.collect())
}

fn all(words: [&str; 3]) -> Json {
    each(|place| words[place].to_owned())
}

fn sections() -> impl Iterator<Item = Json> {
    SECTIONS.iter().enumerate().map(|(place, (words, parent))| {
        let mut section =
            json!({ "key": format!("s{place}"), "position": place + 1, "names": all(*words) });
        if let Some(parent) = parent {
            section["parent"] = format!("s{parent}").into();
        }
        json!({ "section": section })
    })
}

fn assets() -> impl Iterator<Item = Json> {
    PICTURES.iter().map(|(key, titles, _)| {
        json!({ "asset": {
            "key": key, "file": format!("media/{key}.jpg"),
            "titles": all(*titles), "altTexts": all(*titles),
            "credit": { "kind": "ILLUSTRATION", "name": "Mayak graphics" },
            "rights": { "licence": "OWN", "holder": "Mayak", "uses": ["WEB", "APP", "SOCIAL"] },
        } })
    })
}

/// How many authors there are.
const AUTHORS: usize = FIRST_NAMES.len() * FAMILY_NAMES.len();

fn authors() -> impl Iterator<Item = Json> {
    (0..AUTHORS).map(|place| {
        let first = FIRST_NAMES[place / FAMILY_NAMES.len()];
        let family = FAMILY_NAMES[place % FAMILY_NAMES.len()];
        let names = each(|locale| format!("{} {}", first[locale], family[locale]));
        json!({ "author": { "key": format!("a{place}"), "names": names } })
    })
}

/// How many tags there are.
const TAGS: usize = TAG_FIRST.len() * TAG_LAST.len();

fn tags() -> impl Iterator<Item = Json> {
    (0..TAGS).map(|place| {
        let (kind, _) = TAG_LAST[place % TAG_LAST.len()];
        let names = each(|locale| tag_name(place, locale));
        json!({ "tag": { "key": format!("t{place}"), "kind": kind, "names": names } })
    })
}

/// Name of a tag.
fn tag_name(place: usize, locale: usize) -> String {
    let first = TAG_FIRST[place / TAG_LAST.len()];
    let (_, last) = TAG_LAST[place % TAG_LAST.len()];
    format!("{} {}", first[locale], last[locale])
}
