//! The quality of search: questions in three languages, and the stories that they find, in order; the
//! same on both databases. `queries.tsv` holds them, `newsroom.json` the stories.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::{headlines, newsroom, search};
use crate::support::{Newsroom, both};

const QUERIES: &str = include_str!("queries.tsv");
const STORIES: &str = include_str!("newsroom/newsroom.json");

/// Keys of the stories by edition and headline.
fn keys() -> HashMap<(String, String), String> {
    let records: Vec<Json> = serde_json::from_str(STORIES).unwrap();
    let articles = records.iter().filter_map(|record| record.get("article"));
    articles
        .flat_map(|article| {
            let key = article["key"].as_str().unwrap();
            let texts = article["translations"].as_object().unwrap().iter();
            texts.map(move |(locale, text)| {
                let headline = text["headline"].as_str().unwrap().to_owned();
                ((locale.clone(), headline), key.to_owned())
            })
        })
        .collect()
}

both!(each_question_finds_its_stories, Newsroom::Empty, |app| {
    newsroom(&app).await;
    let keys = keys();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for line in QUERIES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [locale, query, wanted] = fields[..] else {
            panic!("not three fields: {line:?}");
        };
        let found = search(&app, json!({ "locale": locale, "query": query })).await;
        let found: Vec<&str> = headlines(&found)
            .into_iter()
            .map(|headline| keys[&(locale.to_owned(), headline)].as_str())
            .collect();
        if found != wanted.split_whitespace().collect::<Vec<_>>() {
            wrong.push(format!("{locale} {query}: {found:?} instead of {wanted:?}"));
        }
        asked += 1;
    }
    assert!(asked >= 60, "{asked} questions");
    assert!(wrong.is_empty(), "{wrong:#?}");
});
