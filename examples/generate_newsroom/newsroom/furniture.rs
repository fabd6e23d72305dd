//! What stands around stories: the site and its editions, places for ads, appeals, menus and fronts.

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};

use super::words::{HOME, LOCALES, SECTIONS};

/// Places for ads and appeals, as in the demo.
const FROM_THE_DEMO: [&str; 2] = [
    include_str!("../../newsroom/placements.json"),
    include_str!("../../newsroom/calls-to-action.json"),
];

/// The site and its editions.
pub fn site() -> Vec<Json> {
    let mut records = vec![json!({ "site": {
        "name": "Large Mayak", "baseUrl": "https://large.mayak.example",
        "defaultLocale": "uk", "timeZone": "Europe/Kyiv",
        "socialLinks": [
            { "network": "TELEGRAM", "url": "https://t.me/large_mayak", "handle": "@large_mayak" },
            { "network": "BLUESKY", "url": "https://bsky.app/profile/large.mayak.example" },
        ],
    } })];
    let schemes = ["UKRAINIAN_KMU55_2010", "RUSSIAN_ICAO_9303", "ASCII_FOLD"];
    let names = ["Українська", "Русский", "English"];
    for (place, locale) in LOCALES.iter().enumerate() {
        records.push(json!({ "edition": {
            "locale": locale, "position": place + 1, "autonym": names[place],
            "shortLabel": locale.to_uppercase(), "homeTitle": HOME[place],
            "transliteration": schemes[place],
        } }));
    }
    records
}

/// What stories are shown with, and does not name them; the appeals of sections of the demo are
/// left out.
///
/// # Errors
/// When a file of the demo is of another form.
pub fn around_stories() -> Result<Vec<Json>> {
    let mut records = Vec::new();
    for text in FROM_THE_DEMO {
        let list: Vec<Json> = serde_json::from_str(text).context("a file of the demo")?;
        let names_section = |record: &Json| {
            let bodies = record.as_object().into_iter().flatten();
            bodies
                .into_iter()
                .any(|(_, body)| body.get("sections").is_some())
        };
        records.extend(list.into_iter().filter(|record| !names_section(record)));
    }
    Ok(records)
}

/// Sections that stand under no other.
fn main_sections() -> impl Iterator<Item = usize> {
    let places = SECTIONS.iter().enumerate();
    places.filter_map(|(place, (_, above))| above.is_none().then_some(place))
}

/// The menu and the home page of each edition.
pub fn pages() -> impl Iterator<Item = Json> {
    let all = LOCALES.iter().enumerate();
    all.flat_map(|(place, locale)| [menu(place, locale), front(place, locale)])
}

fn menu(language: usize, locale: &str) -> Json {
    let item = |section: usize| json!({ "label": SECTIONS[section].0[language], "section": format!("s{section}") });
    let items = main_sections().map(|section| {
        let below = (0..SECTIONS.len()).filter(|one| SECTIONS[*one].1 == Some(section));
        let below: Vec<_> = below.map(item).collect();
        let mut item = item(section);
        if !below.is_empty() {
            item["children"] = below.into();
        }
        item
    });
    json!({ "menu": { "key": "sections", "locale": locale, "items": items.collect::<Vec<_>>() } })
}

/// A home page: a lead, the newest, and a zone for each main section.
fn front(language: usize, locale: &str) -> Json {
    let mut zones = vec![
        json!({ "key": "lead", "layout": "HERO", "size": 1 }),
        json!({ "key": "top", "layout": "LEAD_LIST", "size": 6 }),
    ];
    zones.extend(main_sections().map(|section| {
        let key = format!("s{section}");
        json!({
            "key": key, "title": SECTIONS[section].0[language], "layout": "CARDS", "size": 4,
            "rule": { "sections": [key] },
        })
    }));
    json!({ "front": { "key": "home", "locale": locale, "title": HOME[language], "zones": zones } })
}
