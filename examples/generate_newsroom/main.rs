//! Writes a large invented newsroom in the format of `examples/newsroom/README.md`, for
//! measurements: the same number gives the same bytes.
//!
//! ```sh
//! cargo run --release --example generate_newsroom -- 20000 /tmp/large
//! cargo run --release -- import newsroom /tmp/large/newsroom.ndjson
//! ```

mod words;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};

use words::{
    FAMILY_NAMES, FIRST_NAMES, HEADLINES, LEAD_IN, LOCALES, QUOTES, SECTIONS, SENTENCES, SPEAKER,
    TAG_FIRST, TAG_LAST,
};

/// Pictures that the stories share.
const PICTURES: &[(&str, &[u8])] = &[
    ("harbour", include_bytes!("../newsroom/media/harbour.jpg")),
    (
        "lighthouse",
        include_bytes!("../newsroom/media/lighthouse.jpg"),
    ),
    ("market", include_bytes!("../newsroom/media/market.jpg")),
    ("theatre", include_bytes!("../newsroom/media/theatre.jpg")),
    ("tram", include_bytes!("../newsroom/media/tram.jpg")),
    ("stadium", include_bytes!("../newsroom/media/stadium.jpg")),
];

/// Minutes between two stories.
const MINUTES_APART: u64 = 11;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: generate_newsroom NUMBER_OF_STORIES FOLDER";
    let count: u64 = arguments.next().context(usage)?.parse().context(usage)?;
    let folder = arguments.next().context(usage)?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("media"))?;
    for (key, bytes) in PICTURES {
        fs::write(folder.join(format!("media/{key}.jpg")), bytes)?;
    }
    let mut out = BufWriter::new(File::create(folder.join("newsroom.ndjson"))?);
    let mut write = |record: Json| writeln!(out, "{record}");
    for record in around() {
        write(record)?;
    }
    for number in 0..count {
        write(story(number, count))?;
    }
    for record in fronts() {
        write(record)?;
    }
    out.flush()?;
    Ok(())
}

/// Numbers that look like chance and are not (SplitMix64, by Sebastiano Vigna).
struct Dice(u64);

impl Dice {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// One text for each language.
fn each(words: impl Fn(usize) -> String) -> Json {
    let texts = LOCALES
        .iter()
        .enumerate()
        .map(|(place, locale)| ((*locale).to_owned(), words(place)));
    Json::Object(texts.map(|(locale, text)| (locale, text.into())).collect())
}

fn all(words: [&str; 3]) -> Json {
    each(|place| words[place].to_owned())
}

/// Everything that stories name.
fn around() -> Vec<Json> {
    let mut records = vec![json!({ "site": {
        "name": "Large Mayak", "baseUrl": "https://large.mayak.example",
        "defaultLocale": "uk", "timeZone": "Europe/Kyiv",
    } })];
    let schemes = ["UKRAINIAN_KMU55_2010", "RUSSIAN_ICAO_9303", "ASCII_FOLD"];
    let names = ["Українська", "Русский", "English"];
    for (place, locale) in LOCALES.iter().enumerate() {
        records.push(json!({ "edition": {
            "locale": locale, "position": place + 1, "autonym": names[place],
            "shortLabel": locale.to_uppercase(), "homeTitle": "Mayak",
            "transliteration": schemes[place],
        } }));
    }
    for (place, (words, parent)) in SECTIONS.iter().enumerate() {
        let mut section =
            json!({ "key": format!("s{place}"), "position": place + 1, "names": all(*words) });
        if let Some(parent) = parent {
            section["parent"] = format!("s{parent}").into();
        }
        records.push(json!({ "section": section }));
    }
    for (key, _) in PICTURES {
        records.push(json!({ "asset": {
            "key": key, "file": format!("media/{key}.jpg"), "titles": { "en": key },
            "credit": { "kind": "ILLUSTRATION", "name": "Mayak graphics" },
            "rights": { "licence": "OWN", "holder": "Mayak", "uses": ["WEB", "APP", "SOCIAL"] },
        } }));
    }
    for place in 0..FIRST_NAMES.len() * FAMILY_NAMES.len() {
        let (first, family) = (
            FIRST_NAMES[place / FAMILY_NAMES.len()],
            FAMILY_NAMES[place % FAMILY_NAMES.len()],
        );
        let names = each(|locale| format!("{} {}", first[locale], family[locale]));
        records.push(json!({ "author": { "key": format!("a{place}"), "names": names } }));
    }
    for place in 0..TAG_FIRST.len() * TAG_LAST.len() {
        let names = each(|locale| tag_name(place, locale));
        records.push(
            json!({ "tag": { "key": format!("t{place}"), "kind": "TOPIC", "names": names } }),
        );
    }
    records
}

fn tag_name(place: usize, locale: usize) -> String {
    let (first, last) = (
        TAG_FIRST[place / TAG_LAST.len()],
        TAG_LAST[place % TAG_LAST.len()],
    );
    format!("{} {}", first[locale], last[locale])
}

/// A story in three languages.
fn story(number: u64, count: u64) -> Json {
    let mut dice = Dice(number.wrapping_mul(0xd1b5_4a32_d192_ed03));
    let tags = TAG_FIRST.len() * TAG_LAST.len();
    let subject = dice.below(tags);
    let other_tags: Vec<usize> = (0..dice.below(4))
        .map(|step| (subject + 7 * (step + 1)) % tags)
        .collect();
    let tag_keys: Vec<String> = std::iter::once(subject)
        .chain(other_tags)
        .map(|tag| format!("t{tag}"))
        .collect();
    let section = dice.below(SECTIONS.len());
    let (first, second) = (dice.below(40), dice.below(40));
    let mut byline = vec![json!({ "author": format!("a{first}") })];
    if second != first && dice.below(4) == 0 {
        byline.push(json!({ "author": format!("a{second}"), "role": "PHOTOGRAPHER" }));
    }
    let earlier = number.saturating_sub(1 + dice.next() % 50);
    let related = if number > earlier {
        vec![format!("story-{earlier}")]
    } else {
        Vec::new()
    };
    let minutes = (count - number) * MINUTES_APART;
    let picture = dice.of(PICTURES).0;
    let seed = dice.next();
    let translations = LOCALES.iter().enumerate().map(|(place, locale)| {
        let later = minutes.saturating_sub(u64::try_from(place).unwrap_or(0) * 5);
        let text = text(&mut Dice(seed), subject, place, later);
        ((*locale).to_owned(), text)
    });
    let kinds = ["NEWS", "NEWS", "NEWS", "NEWS", "ARTICLE", "OPINION"];
    json!({ "article": {
        "key": format!("story-{number}"), "kind": dice.of(&kinds), "sourceLocale": "uk",
        "section": format!("s{section}"), "tags": tag_keys, "byline": byline,
        "leadMedia": { "asset": picture }, "related": related,
        "translations": Json::Object(translations.collect()),
    } })
}

/// Puts a number in its place, one that all three languages count by the same form of the noun.
fn with_number(text: &str, dice: &mut Dice) -> String {
    let number = 10 * dice.below(9) + 5 + dice.below(5);
    text.replace('#', &number.to_string())
}

/// One language: a headline, a lede, and a body of eight to fourteen blocks. The same dice give the
/// same blocks in every language.
fn text(dice: &mut Dice, subject: usize, locale: usize, minutes: u64) -> Json {
    let tag = tag_name(subject, locale);
    let headline = format!("{tag}: {}", with_number(dice.of(HEADLINES)[locale], dice));
    let lede = sentences(dice, locale, 2);
    let mut blocks = vec![json!({ "labelled": {
        "blockId": "b0", "role": "SOURCE", "text": sentences(dice, locale, 1),
        "sources": [{ "name": SPEAKER[locale], "tagId": format!("t{subject}") }],
    } })];
    for place in 1..8 + dice.below(7) {
        blocks.push(block(dice, place, locale));
    }
    json!({
        "publishedAt": format!("-PT{minutes}M"),
        "headline": headline, "lede": lede, "summary": sentences(dice, locale, 1),
        "leadCaption": tag, "leadAlt": tag, "blocks": blocks,
    })
}

fn sentences(dice: &mut Dice, locale: usize, count: usize) -> String {
    let each = (0..count).map(|_| with_number(dice.of(SENTENCES)[locale], dice));
    each.collect::<Vec<_>>().join(" ")
}

fn block(dice: &mut Dice, place: usize, locale: usize) -> Json {
    let id = format!("b{place}");
    match dice.below(12) {
        0 => json!({ "quote": {
            "blockId": id,
            "segments": [
                { "text": dice.of(QUOTES)[locale] },
                { "leadIn": LEAD_IN[locale], "text": dice.of(QUOTES)[locale] },
            ],
            "attribution": { "name": SPEAKER[locale] },
        } }),
        1 => json!({ "background": {
            "blockId": id, "points": [sentences(dice, locale, 1), sentences(dice, locale, 1)],
        } }),
        2 => json!({ "list": {
            "blockId": id,
            "items": [{ "text": sentences(dice, locale, 1) }, { "text": sentences(dice, locale, 1) }],
        } }),
        3 => {
            json!({ "heading": { "blockId": id, "level": 2, "text": tag_name(dice.below(190), locale) } })
        }
        4 => {
            let tag = dice.below(190);
            let name = tag_name(tag, locale);
            let words = format!("{} [{name}](tag:t{tag}).", sentences(dice, locale, 2));
            json!({ "paragraph": { "blockId": id, "text": words } })
        }
        5 => {
            let words = format!(
                "**{}** {}",
                sentences(dice, locale, 1),
                sentences(dice, locale, 2)
            );
            json!({ "paragraph": { "blockId": id, "text": words } })
        }
        _ => json!({ "paragraph": { "blockId": id, "text": sentences(dice, locale, 3) } }),
    }
}

/// A home page for each edition.
fn fronts() -> impl Iterator<Item = Json> {
    LOCALES.iter().map(|locale| {
        json!({ "front": {
            "key": "home", "locale": locale, "title": "Mayak",
            "zones": [
                { "key": "lead", "layout": "HERO", "size": 1 },
                { "key": "top", "layout": "LEAD_LIST", "size": 6 },
                { "key": "economy", "layout": "CARDS", "size": 4, "rule": { "sections": ["s2"] } },
                { "key": "culture", "layout": "CARDS", "size": 4, "rule": { "sections": ["s8"] } },
            ],
        } })
    })
}
