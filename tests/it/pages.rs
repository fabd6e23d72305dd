//! The four page documents, sent unchanged, over the demo newsroom.

use masthead::app::changes;
use serde_json::{Value as Json, json};

use crate::support::{Newsroom, TestApp, both};

const STORY: &str = include_str!("../../schema/operations/story.graphql");
const HOME: &str = include_str!("../../schema/operations/home.graphql");
const TAG: &str = include_str!("../../schema/operations/tag.graphql");
const DAY: &str = include_str!("../../schema/operations/day.graphql");

const LOCALES: [&str; 3] = ["uk", "ru", "en"];

/// Path of the model story in an edition.
pub async fn model_path(app: &TestApp, locale: &str) -> String {
    let query = "query($locale: Locale!) { edition(locale: $locale) {
        recentNews(first: 60) { nodes { url kicker corrections { kind } } } } }";
    let data = app.read(query, json!({ "locale": locale })).await;
    let nodes = data["edition"]["recentNews"]["nodes"]
        .as_array()
        .unwrap()
        .clone();
    // The one story with an update and a correction.
    let model = nodes
        .iter()
        .find(|node| node["corrections"].as_array().unwrap().len() == 2);
    path_of(
        model.expect("the model story is in the rail")["url"]
            .as_str()
            .unwrap(),
    )
}

pub fn path_of(url: &str) -> String {
    url.strip_prefix("https://mayak.example")
        .unwrap()
        .to_owned()
}

async fn story(app: &TestApp, locale: &str) -> Json {
    let path = model_path(app, locale).await;
    app.read(STORY, json!({ "locale": locale, "path": path }))
        .await
}

both!(
    one_request_feeds_the_whole_story_page,
    Newsroom::Demo,
    |app| {
        for locale in LOCALES {
            let data = story(&app, locale).await;
            let page = &data["edition"]["page"];

            assert_eq!(page["__typename"], "Article", "{locale}");
            assert_eq!(page["byline"].as_array().unwrap().len(), 2);
            assert!(
                page["leadMedia"]["line"]
                    .as_str()
                    .unwrap()
                    .contains("Mayak")
            );
            assert_eq!(page["languageOptions"].as_array().unwrap().len(), 3);
            assert_eq!(
                page["tagSpotlight"]["articles"].as_array().unwrap().len(),
                5
            );
            assert_eq!(page["related"].as_array().unwrap().len(), 5);
            assert!(!page["updateLabel"].is_null());
            assert_eq!(page["markers"], Json::Null);
            let kinds: Vec<_> = page["body"]["blocks"]
                .as_array()
                .unwrap()
                .iter()
                .map(|b| b["__typename"].as_str().unwrap())
                .collect();
            for kind in [
                "LabelledBlock",
                "QuoteBlock",
                "BackgroundBlock",
                "FigureBlock",
                "GalleryBlock",
                "EmbedBlock",
                "ReadAlsoBlock",
            ] {
                assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
            }
            let slots = page["adPlan"]["slots"].as_array().unwrap();
            assert!(slots.iter().any(|slot| slot["zone"] == "IN_ARTICLE"));
            assert!(
                slots
                    .iter()
                    .all(|slot| !slot["label"].as_str().unwrap().is_empty())
            );
            assert_eq!(
                data["edition"]["rail"]["nodes"].as_array().unwrap().len(),
                40
            );
        }
    }
);

both!(the_home_page_fills_its_zones, Newsroom::Demo, |app| {
    for locale in LOCALES {
        let data = app.read(HOME, json!({ "locale": locale })).await;
        let zones = data["edition"]["front"]["zones"].as_array().unwrap();
        assert!(zones.len() >= 5);
        let mut seen = std::collections::HashSet::new();
        for item in zones
            .iter()
            .flat_map(|zone| zone["items"].as_array().unwrap())
        {
            assert!(
                seen.insert(item["article"]["id"].clone()),
                "an article once a front"
            );
        }
    }
});

both!(
    a_tag_page_and_a_day_answer_in_every_language,
    Newsroom::Demo,
    |app| {
        for locale in LOCALES {
            let data = app.read("query($l: Locale!) { edition(locale: $l) { recentNews(first: 20) { nodes { tags { slug } archiveDay { date } } } } }", json!({ "l": locale })).await;
            let nodes = data["edition"]["recentNews"]["nodes"].as_array().unwrap();
            let slug = nodes
                .iter()
                .find_map(|node| node["tags"][0]["slug"].as_str())
                .unwrap();
            let tag = app
                .read(TAG, json!({ "locale": locale, "slug": slug }))
                .await;
            assert!(
                !tag["edition"]["tag"]["articles"]["edges"]
                    .as_array()
                    .unwrap()
                    .is_empty()
            );
            let date = nodes[0]["archiveDay"]["date"].as_str().unwrap();
            let day = app
                .read(DAY, json!({ "locale": locale, "date": date }))
                .await;
            let day = &day["edition"]["day"];
            assert_eq!(
                day["articles"]["totalCount"].as_u64().unwrap() as usize,
                day["articles"]["edges"].as_array().unwrap().len()
            );
        }
    }
);

both!(
    a_page_costs_a_bounded_number_of_statements,
    Newsroom::Demo,
    |app| {
        let path = model_path(&app, "uk").await;
        let tag = app.read("{ edition(locale: \"uk\") { recentNews(first: 10) { nodes { tags { slug } archiveDay { date } } } } }", json!({})).await;
        let nodes = &tag["edition"]["recentNews"]["nodes"];
        let slug = nodes
            .as_array()
            .unwrap()
            .iter()
            .find_map(|node| node["tags"][0]["slug"].as_str())
            .unwrap()
            .to_owned();
        let date = nodes[0]["archiveDay"]["date"].clone();
        let pages = [
            (STORY, json!({ "locale": "uk", "path": path }), 8),
            (HOME, json!({ "locale": "uk" }), 6),
            (TAG, json!({ "locale": "uk", "slug": slug }), 4),
            (DAY, json!({ "locale": "uk", "date": date }), 4),
        ];
        // Tags, authors and pictures are held in memory as long as the writes of all are heard of.
        changes::look(&app.app).await.unwrap();
        for (document, variables, most) in pages {
            app.read(document, variables.clone()).await;
            // Seen for the first time, it is executed whole, whatever is kept.
            let anew = format!("{document}# again");
            let (_, sent) = app.statements(app.read(&anew, variables)).await;
            assert!(
                sent <= most,
                "{sent} statements, at most {most}: {}",
                &document[..60]
            );
        }
    }
);

/// What a list of stories may be asked for, in two parts: together they cost more than a reader may
/// spend.
const FIELDS: [&str; 2] = [
    "headline byline { author { name } } tags { name url } section { name }
        leadMedia { media { __typename } } languageOptions { url } corrections { kind }
        body { plainText } related { article { headline } }",
    "lede { html } seo { structuredData } hreflang { url } tagSpotlight { articles { headline } }
        feature { __typename } adPlan { slots { key } }",
];

both!(
    a_list_costs_the_same_whatever_its_size,
    Newsroom::Demo,
    |app| {
        for fields in FIELDS {
            let list = format!(
                "query($n: Int!) {{ edition(locale: \"uk\") {{
                    recentNews(first: $n) {{ nodes {{ {fields} }} }}
                    section(slug: \"transport\") {{ articles(first: $n) {{ edges {{ node {{ headline }} }} }} }}
                    day(date: \"2026-07-11\") {{ articles(first: $n) {{ edges {{ node {{ headline }} }} }} }} }} }}"
            );
            let mut counts = std::collections::BTreeSet::new();
            for size in [5, 10, 20] {
                let variables = json!({ "n": size });
                app.read(&list, variables.clone()).await;
                let (_, sent) = app.statements(app.read(&list, variables)).await;
                counts.insert(sent);
            }
            assert_eq!(counts.len(), 1, "{counts:?}: {fields}");
        }
    }
);

both!(
    pages_of_lists_name_themselves_in_every_language,
    Newsroom::Demo,
    |app| {
        let page =
            "languageOptions { locale target url } hreflang { hreflang url } adPlan { isServing }";
        let query = format!(
            "{{ edition(locale: \"uk\") {{ sections {{ {page} }} authors(first: 3) {{ edges {{ node {{ {page} }} }} }} day(date: \"2026-07-11\") {{ {page} }} }} }}"
        );
        let data = app.read(&query, json!({})).await;
        let edition = &data["edition"];
        let author = &edition["authors"]["edges"][0]["node"];

        for one in [&edition["sections"][0], author, &edition["day"]] {
            let options = one["languageOptions"].as_array().unwrap();
            assert_eq!(options.len(), LOCALES.len(), "{one:#}");
            assert!(
                options
                    .iter()
                    .all(|option| option["target"] == "TRANSLATION")
            );
            let named = one["hreflang"].as_array().unwrap();
            let names: Vec<_> = named
                .iter()
                .map(|link| link["hreflang"].as_str().unwrap())
                .collect();
            assert_eq!(names, ["uk", "ru", "en", "x-default"]);
            assert_eq!(named[1]["url"], options[1]["url"]);
            assert_eq!(one["adPlan"]["isServing"], true);
        }
    }
);
