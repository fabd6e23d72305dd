//! What readers can open, and from when.

use serde_json::{Value as Json, json};

use crate::support::{Newsroom, START, both};

const RESOLVE: &str =
    "query($locale: Locale!, $path: String!) { edition(locale: $locale) { resolve(path: $path) {
    __typename
    ... on Article { headline }
    ... on Redirect { location status }
    ... on Gone { status notice alternates { locale } } } } }";

const RAIL: &str = "query($locale: Locale!) { edition(locale: $locale) { recentNews(first: 100) { nodes { number headline url } } } }";

fn headlines(data: &Json) -> Vec<String> {
    let nodes = data["edition"]["recentNews"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["headline"].as_str().unwrap().to_owned())
        .collect()
}

both!(
    a_story_with_a_time_ahead_appears_at_that_moment,
    Newsroom::Demo,
    |app| {
        let before = headlines(&app.read(RAIL, json!({ "locale": "uk" })).await);

        // The demo newsroom plans one story three hours ahead.
        app.clock.set(START.plus_ms(3 * 3_600_000 - 1));
        let just_before = headlines(&app.read(RAIL, json!({ "locale": "uk" })).await);
        app.clock.set(START.plus_ms(3 * 3_600_000));
        let then = headlines(&app.read(RAIL, json!({ "locale": "uk" })).await);

        assert_eq!(before, just_before);
        assert_eq!(then.len(), before.len() + 1);
        assert_eq!(then[1..], before[..]);
    }
);

both!(
    withdrawn_stories_are_gone_with_their_status_and_notice,
    Newsroom::Demo,
    |app| {
        // Numbers of stories are public; the withdrawn ones are those that no list shows.
        let mut statuses = std::collections::BTreeSet::new();
        for number in 1..=70 {
            let path = format!("/news/2026/07/01/{number}-x");
            let data = app
                .read(RESOLVE, json!({ "locale": "uk", "path": path }))
                .await;
            let found = &data["edition"]["resolve"];
            if found["__typename"] == "Gone" {
                statuses.insert(found["status"].as_i64().unwrap());
                assert!(found["notice"].is_string());
                assert_eq!(found["alternates"], json!([]));
            }
        }
        assert_eq!(statuses, [410, 451].into());
    }
);

both!(
    a_wrong_slug_or_day_leads_to_the_right_address,
    Newsroom::Demo,
    |app| {
        let rail = app.read(RAIL, json!({ "locale": "en" })).await;
        let first = &rail["edition"]["recentNews"]["nodes"][0];
        let (number, url) = (
            first["number"].as_str().unwrap(),
            first["url"].as_str().unwrap(),
        );

        let path = format!("/en/news/2020/01/01/{number}-another-headline");
        let data = app
            .read(RESOLVE, json!({ "locale": "en", "path": path }))
            .await;

        assert_eq!(
            data["edition"]["resolve"],
            json!({ "__typename": "Redirect", "location": url, "status": 301 })
        );
    }
);

both!(
    a_language_without_the_story_does_not_have_it,
    Newsroom::Demo,
    |app| {
        let query = "{ edition(locale: \"uk\") { recentNews(first: 100) { nodes { number url languageOptions { locale target url } } } } }";
        let data = app.read(query, json!({})).await;
        let nodes = data["edition"]["recentNews"]["nodes"].as_array().unwrap();
        let lacks = |node: &&Json, locale: &str| {
            let options = node["languageOptions"].as_array().unwrap();
            options
                .iter()
                .any(|option| option["locale"] == locale && option["target"] == "EDITION_HOME")
        };
        let story = nodes
            .iter()
            .find(|node| lacks(node, "ru"))
            .expect("one story has no Russian text");

        let path = format!(
            "/ru/news/2026/07/10/{}-x",
            story["number"].as_str().unwrap()
        );
        let data = app
            .read(RESOLVE, json!({ "locale": "ru", "path": path }))
            .await;

        assert_eq!(data["edition"]["resolve"], Json::Null);
    }
);

both!(
    the_path_of_another_edition_is_nothing_here,
    Newsroom::Demo,
    |app| {
        let rail = app.read(RAIL, json!({ "locale": "en" })).await;
        let url = rail["edition"]["recentNews"]["nodes"][0]["url"]
            .as_str()
            .unwrap();
        let path = crate::pages::path_of(url);

        let data = app
            .read(RESOLVE, json!({ "locale": "uk", "path": path }))
            .await;

        assert_eq!(data["edition"]["resolve"], Json::Null);
    }
);

both!(
    every_address_that_the_api_gives_is_one_that_it_resolves,
    Newsroom::Demo,
    |app| {
        let query = "query($l: Locale!) { edition(locale: $l) { homeUrl
        sections { url } authors(first: 20) { edges { node { url } } }
        recentNews(first: 30) { nodes { url archiveDay { url } tags { url } } } } }";
        for locale in ["uk", "ru", "en"] {
            let data = app.read(query, json!({ "l": locale })).await;
            let mut urls = Vec::new();
            collect_urls(&data, &mut urls);
            assert!(urls.len() > 50);
            for url in urls {
                let path = match crate::pages::path_of(&url) {
                    path if path.is_empty() => "/".to_owned(),
                    path => path,
                };
                let data = app
                    .read(RESOLVE, json!({ "locale": locale, "path": path }))
                    .await;
                let kind = data["edition"]["resolve"]["__typename"].as_str();
                assert!(
                    !matches!(kind, None | Some("Redirect" | "Gone")),
                    "{locale} {url}: {kind:?}"
                );
            }
        }
    }
);

fn collect_urls(value: &Json, urls: &mut Vec<String>) {
    match value {
        Json::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(url) if name == "url" || name == "homeUrl" => urls.push(url.to_owned()),
                    _ => collect_urls(value, urls),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| collect_urls(item, urls)),
        _ => {}
    }
}
