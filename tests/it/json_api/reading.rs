//! Pages and lists by name.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use masthead::platform::secrets::sha256_hex;
use masthead::policy::Role;
use serde_json::{Value as Json, json};

use super::{ads_of, findings, get, is_problem, with};
use crate::pages::{model_path, path_of};
use crate::support::{Newsroom, both};

both!(
    the_ads_of_a_page_come_with_it_or_after_it,
    Newsroom::Demo,
    |app| {
        let path = model_path(&app, "en").await;
        let whole = get(
            &app,
            "story",
            &[("locale", "en"), ("path", &path), ("withAds", "true")],
        )
        .await;
        let plan = &whole.json()["edition"]["page"]["adPlan"];
        let with_it = plan["decisions"]["decisions"].as_array().unwrap();
        assert!(!with_it.is_empty(), "{plan:#}");

        let input = ads_of(&app, "en", &path).await;
        let after_it = get(&app, "ads", &[("input", &input)]).await;
        assert_eq!(after_it.status, StatusCode::OK, "{}", after_it.text());
        let cache = after_it.header("cache-control").unwrap();
        assert!(cache.contains("no-store"), "{cache}");
        let data = after_it.json();
        let after_it = data["adDecisions"]["decisions"].as_array().unwrap();
        assert!(!after_it.is_empty());
        for decision in after_it {
            let is_of = |slot: &&Json| slot["key"] == decision["slotKey"];
            assert!(
                plan["slots"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|slot| is_of(&slot))
            );
            assert!(
                decision["impressionUrl"]
                    .as_str()
                    .unwrap()
                    .contains("/ads/i/")
            );
        }

        // A front end sends the hash of the file that it was built with.
        let text = include_str!("../../../schema/operations/ads.graphql");
        let variables = json!({ "input": serde_json::from_str::<Json>(&input).unwrap() });
        let by_hash = json!({
            "variables": variables,
            "extensions": { "persistedQuery": { "version": 1, "sha256Hash": sha256_hex(text) } },
        });
        let answer = app.post("/graphql", None, &by_hash).await.json();
        assert!(answer["errors"].is_null(), "{answer:#}");
        assert!(
            !answer["data"]["adDecisions"]["decisions"]
                .as_array()
                .unwrap()
                .is_empty()
        );

        // The token is over, or nobody's: the page is to be asked for again.
        app.clock.advance(49 * 3_600_000);
        let over = get(&app, "ads", &[("input", &input)]).await;
        is_problem(&over, StatusCode::NOT_FOUND);
        let posted = app.post("/v1/ads", None, &json!({})).await;
        is_problem(&posted, StatusCode::METHOD_NOT_ALLOWED);
    }
);

both!(
    every_page_answers_with_the_data_of_its_document,
    Newsroom::Demo,
    |app| {
        let path = model_path(&app, "en").await;
        let news = get(&app, "news", &[("locale", "en"), ("first", "40")])
            .await
            .json();
        let nodes = news["edition"]["recentNews"]["nodes"].as_array().unwrap();
        assert!((1..=40).contains(&nodes.len()));
        let section = path_of(nodes[0]["section"]["url"].as_str().unwrap());
        let section = section.rsplit('/').next().unwrap();
        let story = get(&app, "story", &[("locale", "en"), ("path", &path)])
            .await
            .json();
        let page = &story["edition"]["page"];
        let last = |url: &Json| url.as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let (tag, author) = (
            last(&page["tags"][0]["url"]),
            last(&page["byline"][0]["author"]["url"]),
        );
        let day = nodes[0]["listedAt"]["date"].as_str().unwrap();

        for (name, parameters, member) in [
            ("home", vec![], "front"),
            ("tag", vec![("slug", tag.as_str())], "tag"),
            ("section", vec![("slug", section)], "section"),
            ("author", vec![("slug", author.as_str())], "author"),
            ("day", vec![("date", day)], "day"),
            ("resolve", vec![("path", path.as_str())], "page"),
        ] {
            let parameters: Vec<_> = [("locale", "en")].into_iter().chain(parameters).collect();
            let answer = get(&app, name, &parameters).await;
            assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text());
            assert_eq!(
                answer.header("content-type"),
                Some("application/json; charset=utf-8")
            );
            let data = answer.json();
            assert!(data["edition"][member].is_object(), "{name}: {data}");
        }

        let text = include_str!("../../../schema/operations/story.graphql");
        let data = app
            .read(text, json!({ "locale": "en", "path": path }))
            .await;
        assert_eq!(story, data, "it is the data that GraphQL gives");
    }
);

both!(
    parameters_are_of_the_declared_types_and_all_that_is_wrong_is_told,
    Newsroom::Demo,
    |app| {
        for (name, query, wanted) in [
            ("news", "first=2", vec![("locale", "this is required")]),
            (
                "news",
                "locale=en&first=two&utm=x",
                vec![
                    ("first", "this is not a valid Int"),
                    ("utm", "there is nothing of this name"),
                ],
            ),
            (
                "tag",
                "locale=en&slug=No+Slug",
                vec![("slug", "this is not a valid Slug")],
            ),
            (
                "day",
                "locale=en&date=2026-02-30",
                vec![("date", "this is not a valid Date")],
            ),
            (
                "home",
                "locale=en&locale=uk",
                vec![("locale", "this is given more than once")],
            ),
            (
                "home",
                "locale=en&device=FRIDGE",
                vec![("device", "this is not a valid DeviceClass")],
            ),
            (
                "news",
                "locale=en&filter=%7B%22kinds%22%3A%5B%22NOVEL%22%5D%7D",
                vec![("filter.kinds.0", "this is not a valid ArticleKind")],
            ),
        ] {
            let answer = app.get(&format!("/v1/{name}?{query}")).await;
            let problem = is_problem(&answer, StatusCode::BAD_REQUEST);
            let wanted: Vec<_> = wanted
                .into_iter()
                .map(|(path, message)| (path.to_owned(), message.to_owned()))
                .collect();
            assert_eq!(findings(&problem), wanted, "{query}");
            assert_eq!(problem["code"], "BAD_USER_INPUT");
        }
        // What only a resolver can judge is a problem too.
        let answer = get(&app, "news", &[("locale", "en"), ("first", "1000")]).await;
        assert_eq!(
            is_problem(&answer, StatusCode::BAD_REQUEST)["code"],
            "BAD_USER_INPUT"
        );
        let filter = json!({ "kinds": ["OPINION"] }).to_string();
        let answer = get(&app, "news", &[("locale", "en"), ("filter", &filter)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }
);

both!(
    what_is_not_there_has_the_status_that_says_so,
    Newsroom::Demo,
    |app| {
        for (name, parameters) in [
            ("tag", [("locale", "en"), ("slug", "no-such-tag")]),
            ("story", [("locale", "en"), ("path", "/en/nowhere")]),
            ("day", [("locale", "fr"), ("date", "2026-07-11")]),
        ] {
            let answer = get(&app, name, &parameters).await;
            let problem = is_problem(&answer, StatusCode::NOT_FOUND);
            assert!(
                problem["data"].is_object(),
                "{name} keeps what could be read"
            );
        }
        let answer = app.get("/v1/weather").await;
        is_problem(&answer, StatusCode::NOT_FOUND);
        let answer = app.get("/v1/%FF").await;
        is_problem(&answer, StatusCode::NOT_FOUND);
        let answer = app.get("/v1/articleCreate").await;
        is_problem(&answer, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), Some("POST"));
        let answer = app.post("/v1/home", None, &json!({ "locale": "en" })).await;
        is_problem(&answer, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), Some("GET, HEAD"));
    }
);

both!(
    a_story_that_was_taken_down_is_gone_and_offers_other_languages,
    Newsroom::Demo,
    |app| {
        let path = model_path(&app, "en").await;
        let admin = app.sign_in("Ada", Role::DutyEditor).await;
        let query = "query($locale: Locale!) { edition(locale: $locale) { recentNews(first: 60) { nodes { articleId url } } } }";
        let news = app.read(query, json!({ "locale": "en" })).await;
        let nodes = news["edition"]["recentNews"]["nodes"].as_array().unwrap();
        let story = nodes
            .iter()
            .find(|node| path_of(node["url"].as_str().unwrap()) == path);
        let id = story.unwrap()["articleId"].clone();
        let texts = app
            .desk(
                &admin,
                "query($id: ID!) { node(id: $id) { ... on DeskArticle { translations { id locale } } } }",
                json!({ "id": id }),
            )
            .await;
        let english = texts["node"]["translations"].as_array().unwrap().iter();
        let english = english.clone().find(|text| text["locale"] == "en").unwrap();
        let input =
            json!({ "reason": "LEGAL_ORDER", "note": "court", "publicNotice": "Withdrawn." });
        let body = json!({ "id": english["id"], "input": input });
        let taken = app
            .post("/v1/translationUnpublish", Some(&admin), &body)
            .await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());

        let answer = get(&app, "story", &[("locale", "en"), ("path", &path)]).await;

        let status = StatusCode::from_u16(451).unwrap();
        let problem = is_problem(&answer, status);
        let page = &problem["data"]["edition"]["page"];
        assert_eq!(page["notice"], "Withdrawn.");
        assert_eq!(page["alternates"].as_array().unwrap().len(), 2);
    }
);

both!(
    an_answer_is_sent_once_to_who_keeps_it_and_pages_of_any_site_may_read_it,
    Newsroom::Small,
    |app| {
        let first = get(&app, "home", &[("locale", "en")]).await;
        let tag = first.header("etag").unwrap().to_owned();
        let again = |tags: &str| {
            let request = Request::get(with("home", &[("locale", "en")]))
                .header(header::IF_NONE_MATCH, tags)
                .header(header::ORIGIN, "https://mayak.example");
            request.body(Body::empty()).unwrap()
        };

        let second = app.send(again(&tag)).await;
        assert_eq!(second.status, StatusCode::NOT_MODIFIED);
        assert!(second.bytes.is_empty());
        assert_eq!(second.header("etag"), Some(tag.as_str()));
        assert_eq!(second.header("access-control-allow-origin"), Some("*"));
        assert_eq!(app.send(again("\"other\"")).await.status, StatusCode::OK);

        let preflight = Request::options("/v1/articleCreate")
            .header(header::ORIGIN, "https://mayak.example")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST");
        let answer = app.send(preflight.body(Body::empty()).unwrap()).await;
        let methods = answer.header("access-control-allow-methods").unwrap();
        assert!(!methods.contains("POST"), "{methods}");
        let head = Request::head(with("home", &[("locale", "en")]));
        let head = app.send(head.body(Body::empty()).unwrap()).await;
        assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0));
        assert_eq!(head.header("etag"), Some(tag.as_str()));
    }
);
