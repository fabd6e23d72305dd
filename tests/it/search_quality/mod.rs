//! How well search finds: questions that readers ask of the demo newsroom, and the stories that
//! they mean. `queries.json` is the table: one question a line, told apart by what is hard in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::support::{Newsroom, TestApp, both};

/// How deep a reader looks.
const PAGE: usize = 20;

const SEARCH: &str =
    "query($locale: Locale!, $query: String!, $first: Int!) { edition(locale: $locale) {
    search(query: $query, first: $first) { edges { score highlights node { headline } } } } }";

/// A line of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    locale: String,
    /// What is hard: inflection, a misspelling, a word typed in other letters.
    about: String,
    query: String,
    /// The story that stands above all others.
    first: Option<String>,
    /// Stories on the page, wherever they stand.
    #[serde(default)]
    finds: Vec<String>,
    /// Stories that are not on it.
    #[serde(default)]
    never: Vec<String>,
    /// The page is empty.
    #[serde(default)]
    nothing: bool,
}

impl Asked {
    fn expected(&self) -> impl Iterator<Item = &String> {
        self.first.iter().chain(&self.finds).chain(&self.never)
    }

    /// What is wrong with the stories that were found.
    fn faults(&self, found: &[String]) -> Vec<String> {
        let mut faults = Vec::new();
        if let Some(first) = &self.first
            && found.first() != Some(first)
        {
            faults.push(format!("{first} is not first"));
        }
        let missing = self.finds.iter().filter(|key| !found.contains(key));
        faults.extend(missing.map(|key| format!("{key} is missing")));
        let wrong = self.never.iter().filter(|key| found.contains(key));
        faults.extend(wrong.map(|key| format!("{key} is there")));
        if self.nothing && !found.is_empty() {
            faults.push("something is there".to_owned());
        }
        faults
    }
}

fn table() -> Vec<Asked> {
    serde_json::from_str(include_str!("queries.json")).unwrap()
}

/// Keys of the newsroom's stories by language and headline.
fn keys() -> BTreeMap<(String, String), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/newsroom/articles");
    let mut keys = BTreeMap::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let story: Json = serde_json::from_str(&text).unwrap();
        let story = &story["article"];
        for (locale, translation) in story["translations"].as_object().unwrap() {
            let headline = translation["headline"].as_str().unwrap().to_owned();
            let key = story["key"].as_str().unwrap().to_owned();
            let other = keys.insert((locale.clone(), headline), key);
            assert_eq!(other, None, "two stories have one headline");
        }
    }
    keys
}

async fn found(
    app: &TestApp,
    asked: &Asked,
    keys: &BTreeMap<(String, String), String>,
) -> Vec<String> {
    let variables = json!({ "locale": asked.locale, "query": asked.query, "first": PAGE });
    let data = app.read(SEARCH, variables).await;
    let edges = data["edition"]["search"]["edges"].as_array().unwrap();
    let headlines = edges.iter().map(|edge| &edge["node"]["headline"]);
    headlines
        .map(|headline| {
            let headline = headline.as_str().unwrap().to_owned();
            keys[&(asked.locale.clone(), headline)].clone()
        })
        .collect()
}

#[test]
fn the_table_asks_enough_in_three_languages_and_names_stories_that_exist() {
    let (table, keys) = (table(), keys());
    assert!(table.len() >= 60);
    let mut seen = BTreeSet::new();
    for asked in &table {
        assert!(
            asked.nothing || asked.expected().next().is_some(),
            "{asked:?}"
        );
        assert!(
            seen.insert((&asked.locale, &asked.query)),
            "twice: {asked:?}"
        );
        for key in asked.expected() {
            assert!(keys.values().any(|known| known == key), "{key}");
        }
    }
    for locale in ["uk", "ru", "en"] {
        assert!(table.iter().filter(|asked| asked.locale == locale).count() >= 20);
    }
}

both!(readers_find_what_they_mean, Newsroom::Demo, |app| {
    let keys = keys();
    let mut faults = String::new();
    for asked in table() {
        let found = found(&app, &asked, &keys).await;
        for fault in asked.faults(&found) {
            let (locale, about, query) = (&asked.locale, &asked.about, &asked.query);
            writeln!(faults, "{locale} {about} {query}: {fault} in {found:?}").unwrap();
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
});

// One snapshot for two databases: they find the same stories in the same order.
both!(both_databases_order_alike, Newsroom::Demo, |app| {
    let keys = keys();
    let mut answers = String::new();
    for asked in table() {
        let found = found(&app, &asked, &keys).await;
        writeln!(
            answers,
            "{} {}: {}",
            asked.locale,
            asked.query,
            found.join(" ")
        )
        .unwrap();
    }
    insta::assert_snapshot!("what_search_finds", answers);
});
