//! The house plan, held against the `use` lines of the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Who may import whom. `app`, `policy`, `vocabulary` and `platform` are below all nouns.
const EDGES: &[(&str, &[&str])] = &[
    ("platform", &[]),
    ("vocabulary", &[]),
    ("policy", &["platform"]),
    ("app", &["platform", "policy", "vocabulary"]),
    ("addresses", &[]),
    ("users", &[]),
    ("audit", &["articles"]),
    ("documents", &[]),
    ("editions", &["addresses"]),
    ("sections", &["addresses", "editions"]),
    ("tags", &["addresses", "editions"]),
    ("media", &["addresses", "editions"]),
    ("authors", &["addresses", "editions", "media", "users"]),
    (
        "articles",
        &[
            "addresses",
            "authors",
            "editions",
            "media",
            "sections",
            "tags",
            "users",
        ],
    ),
    (
        "fronts",
        &[
            "addresses",
            "articles",
            "authors",
            "editions",
            "media",
            "sections",
            "tags",
        ],
    ),
    (
        "ads",
        &["addresses", "editions", "media", "sections", "tags"],
    ),
];

const BELOW_NOUNS: &[&str] = &["app", "platform", "policy", "vocabulary"];

/// Rooms that introduce the nouns to each other; nothing below may import them.
const ABOVE_NOUNS: &[&str] = &["api", "commands", "demo", "newsroom", "worker"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let room = inside
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_string_lossy();
            let room = room.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (room, inside.to_owned(), text)
        })
        .collect()
}

/// The top-level rooms named after `crate::` in a source, its own tests left out.
fn imported(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut rooms = BTreeSet::new();
    for line in lines {
        for part in line.split("crate::").skip(1) {
            let group = part.strip_prefix('{');
            let names = group.map_or(vec![part], |group| group.split(',').collect());
            for name in names {
                let room: String = name
                    .trim()
                    .chars()
                    .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                    .collect();
                rooms.insert(room);
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for (room, path, text) in all_sources() {
        let Some((_, allowed)) = EDGES.iter().find(|(name, _)| *name == room) else {
            continue;
        };
        let is_noun = !BELOW_NOUNS.contains(&room.as_str());
        for other in imported(&text) {
            let is_known = EDGES.iter().any(|(name, _)| *name == other)
                || ABOVE_NOUNS.contains(&other.as_str());
            let is_allowed = other == room
                || allowed.contains(&other.as_str())
                || (is_noun && BELOW_NOUNS.contains(&other.as_str()));
            if is_known && !is_allowed {
                wrong.push(format!("{} imports {other}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_stores_speak_to_the_database() {
    let stores = |path: &Path| {
        let text = path.to_string_lossy();
        text.contains("store") || text.starts_with("platform") || text.starts_with("app")
    };
    let speaks = |text: &str| text.contains("Entity::find") || text.contains("sea_query::Query");
    let wrong: Vec<_> = all_sources()
        .into_iter()
        .filter(|(_, path, text)| !stores(path) && speaks(text))
        .map(|(_, path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_below_the_api_knows_graphql_or_http() {
    let wrong: Vec<_> = all_sources()
        .into_iter()
        .filter(|(room, ..)| EDGES.iter().any(|(name, _)| name == room))
        // The words carry their GraphQL names: docs/decisions/0003.
        .filter(|(room, ..)| !matches!(room.as_str(), "vocabulary" | "policy"))
        .filter(|(.., text)| text.contains("async_graphql") || text.contains("axum"))
        .map(|(_, path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn writing_asks_for_a_permit() {
    let writes = [
        ".insert(permit",
        "insert_many(",
        "update_many()",
        "delete_many()",
    ];
    let wrong: Vec<_> = all_sources()
        .into_iter()
        .filter(|(_, path, _)| path.to_string_lossy().contains("store"))
        .filter(|(.., text)| writes.iter().any(|write| text.contains(write)))
        .filter(|(.., text)| !text.contains("Permit<'_>"))
        .map(|(_, path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
