//! Feeds and sitemaps, as programs meet them that follow a newsroom.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use masthead::app::{Call, changes};
use masthead::articles::{Takedown, UnpublishInput};
use masthead::fronts;
use masthead::vocabulary::UnpublishReason;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value as Json, json};

use crate::support::{Answer, Newsroom, TestApp, both};

/// An element of a document: its name with all that stand above it, and its words.
type Element = (String, String);

/// Everything in a document that is well formed: elements with their words, and attributes as
/// `name@attribute`.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    let (mut path, mut words) = (Vec::<String>::new(), vec![String::new()]);
    let mut found = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let (start, is_empty) = match event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::Text(text) => {
                words.last_mut().unwrap().push_str(&text);
                continue;
            }
            Event::GeneralRef(name) => {
                let resolved = quick_xml::escape::resolve_xml_entity(&name);
                let text = resolved.unwrap_or_else(|| panic!("{name:?}"));
                words.last_mut().unwrap().push_str(text);
                continue;
            }
            Event::CData(data) => {
                words.last_mut().unwrap().push_str(&data);
                continue;
            }
            Event::End(_) => {
                found.push((path.join("/"), words.pop().unwrap().trim().to_owned()));
                path.pop();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        path.push(start.name().as_ref().to_owned());
        for attribute in start.attributes() {
            let attribute = attribute.unwrap();
            let name = attribute.key.as_ref();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .unwrap()
                .into_owned();
            found.push((format!("{}@{name}", path.join("/")), value));
        }
        if is_empty {
            path.pop();
        } else {
            words.push(String::new());
        }
    }
    assert!(path.is_empty());
    found
}

fn all<'e>(elements: &'e [Element], name: &str) -> Vec<&'e str> {
    let named = elements.iter().filter(|(own, _)| own == name);
    named.map(|(_, words)| words.as_str()).collect()
}

/// The addresses of the newest stories of an edition, of all kinds that lists show.
async fn newest(app: &TestApp) -> Vec<Json> {
    let document = "{ edition(locale: \"uk\") { recentNews(first: 50) { nodes { articleId url headline section { slug } primaryTag { slug } byline { author { slug } } } } } }";
    let mut data = app.read(document, json!({})).await;
    let nodes = data["edition"]["recentNews"]["nodes"].take();
    nodes.as_array().unwrap().clone()
}

fn texts(stories: &[Json], member: &str) -> Vec<String> {
    let member = stories.iter().map(|story| story[member].as_str().unwrap());
    member.map(str::to_owned).collect()
}

async fn take_down(app: &TestApp, story: &Json) {
    let call = Call::system(&app.app, "test");
    let input = UnpublishInput {
        reason: UnpublishReason::LegalOrder,
        public_notice: None,
        note: "Case 1/2".to_owned(),
    };
    let id = story["articleId"].as_str().unwrap().parse().unwrap();
    let what = Takedown::Article(id, vec!["uk".parse().unwrap()]);
    fronts::take_down(&call, &what, &input).await.unwrap();
    changes::look(&app.app).await.unwrap();
}

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answer {
    let request = headers
        .iter()
        .fold(Request::get(path), |request, (name, value)| {
            request.header(*name, *value)
        });
    app.send(request.body(Body::empty()).unwrap()).await
}

both!(
    an_rss_feed_tells_the_newest_stories_whole,
    Newsroom::Demo,
    |app| {
        let stories = newest(&app).await;

        let answer = app.get("/feeds/uk/rss.xml").await;

        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let kind = answer.header("content-type");
        assert_eq!(kind, Some("application/rss+xml; charset=utf-8"));
        let found = elements(&answer.text());
        assert_eq!(all(&found, "rss/channel/item/link"), texts(&stories, "url"));
        assert_eq!(
            all(&found, "rss/channel/item/title"),
            texts(&stories, "headline")
        );
        let guids = all(&found, "rss/channel/item/guid");
        assert!(
            guids
                .iter()
                .all(|guid| guid.starts_with("tag:") && guid.ends_with(".uk")),
            "{guids:?}"
        );
        let bodies = all(&found, "rss/channel/item/content:encoded");
        assert!(bodies.iter().all(|body| body.contains("<p>")), "{bodies:?}");
        let dates = all(&found, "rss/channel/item/pubDate");
        assert!(
            dates.iter().all(|date| date.ends_with("+0000")),
            "{dates:?}"
        );
        assert_eq!(all(&found, "rss/channel/language"), ["uk"]);
        let own = all(&found, "rss/channel/atom:link@href");
        assert_eq!(own, ["http://127.0.0.1:4000/feeds/uk/rss.xml"]);
        let pictures = all(&found, "rss/channel/item/media:content@url");
        assert!(!pictures.is_empty());
    }
);

both!(
    the_same_stories_stand_in_every_format,
    Newsroom::Demo,
    |app| {
        let urls = texts(&newest(&app).await, "url");

        let atom = app.get("/feeds/uk/atom.xml").await;
        let json_feed = app.get("/feeds/uk/feed.json").await;
        let ninjs = app.get("/feeds/uk/ninjs.json").await;

        let found = elements(&atom.text());
        let links = all(&found, "feed/entry/link@href");
        let links: Vec<_> = links
            .into_iter()
            .filter(|link| !link.contains("/media/"))
            .collect();
        assert_eq!(links, urls);
        assert_eq!(all(&found, "feed/entry/id").len(), urls.len());
        assert_eq!(all(&found, "feed@xml:lang"), ["uk"]);
        assert!(all(&found, "feed/updated")[0].ends_with('Z'));
        let json_feed = json_feed.json();
        assert_eq!(json_feed["version"], "https://jsonfeed.org/version/1.1");
        let items = json_feed["items"].as_array().unwrap();
        assert_eq!(texts(items, "url"), urls);
        assert_eq!(texts(items, "id"), all(&found, "feed/entry/id"));
        let ninjs = ninjs.json();
        let items = ninjs["associations"].as_array().unwrap();
        assert_eq!(texts(items, "uri"), urls);
        assert_eq!(ninjs["type"], "composite");
        assert!(items.iter().any(|item| item["people"].is_array()));
    }
);

/// The members that ninjs 3.1 knows of an item, and the two that an association has besides.
const NINJS: &str = "uri type representationType profile version firstCreated versionCreated contentCreated embargoedUntil pubStatus urgency copyrightHolder copyrightNotice usageTerms edNote language descriptions bodies headlines people organisations places subjects events eventDetails plannedCoverage objects infoSources title by slugline located renditions associations altIds trustIndicators standard genres expires rightsInfo digitalSourceType name rel";

fn assert_is_ninjs(item: &Json) {
    let known: Vec<_> = NINJS.split(' ').collect();
    for member in item.as_object().unwrap().keys() {
        assert!(known.contains(&member.as_str()), "{member}");
    }
    assert!(
        item["uri"]
            .as_str()
            .is_some_and(|uri| uri.starts_with("http"))
    );
    for named in item["associations"].as_array().into_iter().flatten() {
        assert!(named["name"].is_string(), "{named}");
        assert_is_ninjs(named);
    }
    for text in ["headlines", "descriptions", "bodies"] {
        let all = item[text].as_array().into_iter().flatten();
        for one in all {
            assert!(one["value"].is_string(), "{one}");
        }
    }
}

both!(
    ninjs_keeps_the_members_of_its_schema,
    Newsroom::Demo,
    |app| {
        let feed = app.get("/feeds/en/ninjs.json").await.json();

        assert_is_ninjs(&feed);
        assert_eq!(feed["standard"]["version"], "3.1");
    }
);

both!(
    sections_tags_and_authors_have_feeds_of_their_own,
    Newsroom::Demo,
    |app| {
        let stories = newest(&app).await;
        let of_tag = stories
            .iter()
            .find(|story| story["primaryTag"].is_object())
            .unwrap();
        let of_author = stories
            .iter()
            .find(|story| story["byline"][0].is_object())
            .unwrap();
        let section = stories[0]["section"]["slug"].as_str().unwrap();
        let tag = of_tag["primaryTag"]["slug"].as_str().unwrap();
        let author = of_author["byline"][0]["author"]["slug"].as_str().unwrap();
        let pages = [
            (format!("section/{section}"), &stories[0]),
            (format!("tag/{tag}"), of_tag),
            (format!("author/{author}"), of_author),
        ];
        for (page, story) in pages {
            let answer = app.get(&format!("/feeds/uk/{page}/rss.xml")).await;
            assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
            let found = elements(&answer.text());
            let links = all(&found, "rss/channel/item/link");
            assert!(links.contains(&story["url"].as_str().unwrap()), "{page}");
        }
        for nothing in [
            "/feeds/pl/rss.xml",
            "/feeds/x y/rss.xml".replace(' ', "%20").as_str(),
            "/feeds/uk/rss",
            "/feeds/uk/tag/nothing/rss.xml",
            "/feeds/uk/tag/UPPER%20case/rss.xml",
            "/feeds/uk/page/about/rss.xml",
            "/sitemaps/news-pl.xml",
            "/sitemaps/articles-uk-99.xml",
            "/sitemaps/x.xml",
        ] {
            let answer = app.get(nothing).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
            assert_eq!(
                answer.header("content-type"),
                Some("application/problem+json")
            );
        }
    }
);

both!(
    a_feed_is_kept_and_ends_with_what_it_tells,
    Newsroom::Demo,
    |app| {
        changes::look(&app.app).await.unwrap();
        for _ in 0..2 {
            app.get("/feeds/uk/atom.xml").await;
        }
        let stories = newest(&app).await;

        let (kept, sent) = app.statements(app.get("/feeds/uk/rss.xml")).await;
        let etag = kept.header("etag").unwrap().to_owned();
        let same = get(&app, "/feeds/uk/rss.xml", &[("if-none-match", &etag)]).await;

        assert_eq!(sent, 0, "another format is made of the same answer");
        assert_eq!(
            (same.status, same.bytes.len()),
            (StatusCode::NOT_MODIFIED, 0)
        );
        assert!(
            kept.header("cache-control")
                .unwrap()
                .starts_with("public, max-age=")
        );
        assert!(kept.header("surrogate-key").unwrap().contains("more"));
        take_down(&app, &stories[0]).await;
        let after = get(&app, "/feeds/uk/rss.xml", &[("if-none-match", &etag)]).await;
        assert_eq!(after.status, StatusCode::OK);
        let found = elements(&after.text());
        // The next one has come up in its place.
        let links = all(&found, "rss/channel/item/link");
        assert_eq!(links[..stories.len() - 1], texts(&stories[1..], "url"));
    }
);

both!(
    sitemaps_name_what_stands_and_nothing_else,
    Newsroom::Demo,
    |app| {
        let stories = newest(&app).await;
        let index = elements(&app.get("/sitemaps/index.xml").await.text());
        let files = all(&index, "sitemapindex/sitemap/loc");
        let news_file = "http://127.0.0.1:4000/sitemaps/news-uk.xml";
        assert!(files.contains(&news_file), "{files:?}");
        let part = files
            .iter()
            .find(|file| file.contains("articles-uk-"))
            .unwrap();
        let part = part.strip_prefix("http://127.0.0.1:4000").unwrap();

        let archive = elements(&app.get(part).await.text());
        let news = elements(&app.get("/sitemaps/news-uk.xml").await.text());

        let urls = all(&archive, "urlset/url/loc");
        let newest = stories[0]["url"].as_str().unwrap();
        assert!(urls.contains(&newest));
        let languages = all(&archive, "urlset/url/xhtml:link@hreflang");
        assert!(languages.contains(&"x-default") && languages.contains(&"ru"));
        let in_news = all(&news, "urlset/url/loc");
        assert!(in_news.contains(&newest) && in_news.len() < urls.len());
        let dates = all(&news, "urlset/url/news:news/news:publication_date");
        let since = app
            .app
            .clock
            .now()
            .plus_ms(-2 * 24 * 60 * 60 * 1_000)
            .to_string();
        assert!(
            dates.iter().all(|date| *date >= since.as_str()),
            "{dates:?}"
        );

        take_down(&app, &stories[0]).await;

        for file in [part, "/sitemaps/news-uk.xml"] {
            let found = elements(&app.get(file).await.text());
            assert!(!all(&found, "urlset/url/loc").contains(&newest), "{file}");
        }
    }
);

both!(
    an_edition_tells_where_its_feeds_are,
    Newsroom::Demo,
    |app| {
        let document = "{ edition(locale: \"en\") { feeds { format title url } } }";
        let data = app.read(document, json!({})).await;
        let feeds = data["edition"]["feeds"].as_array().unwrap();

        assert_eq!(feeds.len(), 6);
        for feed in feeds {
            let path = feed["url"]
                .as_str()
                .unwrap()
                .strip_prefix("http://127.0.0.1:4000");
            let answer = app.get(path.unwrap()).await;
            assert_eq!(answer.status, StatusCode::OK, "{feed}");
            assert!(!feed["title"].as_str().unwrap().is_empty());
        }
    }
);
