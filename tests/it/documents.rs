//! Registered documents: pushed for a build, known on every node, and the only ones where the
//! operator says so.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use masthead::api;
use masthead::api::graphql::check;
use masthead::app::{App, Call, Error};
use masthead::documents::{self, Client, Graph, NewDocument, Pushed};
use masthead::platform::config::{Config, TrustedDocuments};
use masthead::platform::secrets::sha256_hex;
use masthead::worker;
use serde_json::{Value as Json, json};
use tower::ServiceExt;

use crate::support::{Newsroom, TestApp, both};

const SITE: &str = "query SiteName { site { name } }";
const FIRST: &str = "query First($locale: Locale!) { edition(locale: $locale) { autonym } }";

fn call(app: &Arc<App>) -> Call {
    Call::system(app, "test")
}

fn web(version: &str) -> Client {
    format!("web@{version}").parse().unwrap()
}

fn unnamed(text: &str) -> NewDocument {
    NewDocument {
        name: None,
        text: text.to_owned(),
    }
}

fn named(name: &str, text: &str) -> NewDocument {
    NewDocument {
        name: Some(name.to_owned()),
        ..unnamed(text)
    }
}

async fn push(
    app: &Arc<App>,
    client: &Client,
    graph: Graph,
    new: &[NewDocument],
) -> Result<Pushed, Vec<String>> {
    let fits = async |document: &NewDocument| check(graph, document).await;
    match documents::push(&call(app), client, graph, new, fits).await {
        Ok(pushed) => Ok(pushed),
        Err(Error::Refused(problems)) => Err(problems
            .into_iter()
            .map(|problem| problem.message)
            .collect()),
        Err(error) => panic!("{error:?}"),
    }
}

fn id(text: &str) -> String {
    format!("sha256:{}", sha256_hex(text))
}

/// The same Masthead with another setting.
async fn with(app: &TestApp, trusted_documents: TrustedDocuments) -> Router {
    let node = app.another_node().await;
    let config = Config {
        trusted_documents,
        ..node.config.clone()
    };
    let node = App::new(
        config,
        node.db.clone(),
        Arc::clone(&node.clock),
        Arc::clone(&node.ids),
        masthead::platform::files::Files::open(&node.config.data_dir.join("files")).unwrap(),
        masthead::app::Keys::in_memory().unwrap(),
    );
    api::router(&node).unwrap()
}

async fn ask(router: &Router, client: Option<&str>, body: &Json) -> Json {
    let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
    if let Some(client) = client {
        let (name, version) = client.split_once('@').unwrap();
        request = request
            .header("graphql-client-name", name)
            .header("graphql-client-version", version);
    }
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    serde_json::from_slice(&bytes.unwrap()).unwrap()
}

fn code(answer: &Json) -> &str {
    answer["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or("none")
}

both!(
    a_registered_document_is_asked_for_by_its_hash_in_every_way,
    Newsroom::Small,
    |app| {
        let unknown = ask(&app.router, None, &json!({ "documentId": id(SITE) })).await;
        assert_eq!(code(&unknown), "DOCUMENT_UNKNOWN");

        let pushed = push(&app.app, &web("1"), Graph::Delivery, &[unnamed(SITE)]).await;
        assert_eq!(pushed, Ok(Pushed { new: 1, known: 0 }));
        app.clock.advance(1_000);

        let hash = sha256_hex(SITE);
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
        for body in [
            json!({ "documentId": id(SITE) }),
            json!({ "documentId": id(SITE).to_uppercase().replace("SHA256", "sha256") }),
            json!({ "extensions": extensions }),
            json!({ "extensions": extensions, "query": SITE }),
        ] {
            let answer = ask(&app.router, None, &body).await;
            assert_eq!(answer["data"]["site"]["name"], "Mayak", "{body}");
        }
        let encoded: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("extensions", &extensions.to_string())
            .finish();
        for query in [format!("documentId={}", id(SITE)), encoded] {
            let answer = app.get(&format!("/graphql?{query}")).await.json();
            assert_eq!(answer["data"]["site"]["name"], "Mayak", "{query}");
        }
    }
);

both!(
    another_node_hears_of_a_push_and_of_a_removal_within_a_second,
    Newsroom::Small,
    |app| {
        let other = api::router(&app.another_node().await).unwrap();
        let body = json!({ "documentId": id(SITE) });
        assert_eq!(code(&ask(&other, None, &body).await), "DOCUMENT_UNKNOWN");

        push(&app.app, &web("1"), Graph::Delivery, &[unnamed(SITE)])
            .await
            .unwrap();
        app.clock.advance(1_000);
        assert_eq!(
            ask(&other, None, &body).await["data"]["site"]["name"],
            "Mayak"
        );

        let gone = documents::remove(&call(&app.app), &web("1"), &[]).await;
        assert_eq!(gone.unwrap(), 1);
        app.clock.advance(1_000);
        assert_eq!(code(&ask(&other, None, &body).await), "DOCUMENT_UNKNOWN");
    }
);

both!(
    a_document_stays_as_long_as_any_build_sends_it,
    Newsroom::Small,
    |app| {
        let both = [unnamed(SITE), unnamed(FIRST)];
        push(&app.app, &web("1"), Graph::Delivery, &both)
            .await
            .unwrap();
        let second = push(&app.app, &web("2"), Graph::Delivery, &both[..1]).await;
        assert_eq!(second, Ok(Pushed { new: 0, known: 1 }));
        let again = push(&app.app, &web("2"), Graph::Delivery, &both[..1]).await;
        assert_eq!(again, Ok(Pushed { new: 0, known: 1 }));

        let call = call(&app.app);
        assert_eq!(documents::remove(&call, &web("1"), &[]).await.unwrap(), 1);

        let left = documents::registered(&call).await.unwrap();
        let texts: Vec<_> = left.documents.iter().map(|one| &*one.text).collect();
        assert_eq!(texts, [SITE]);
        assert_eq!(left.documents[0].clients, [web("2")].into());
        for (client, only) in [(web("1"), vec![]), (web("2"), vec![sha256_hex(FIRST)])] {
            let refused = documents::remove(&call, &client, &only).await;
            assert!(matches!(refused, Err(Error::Refused(_))), "{client}");
        }
    }
);

both!(
    what_does_not_fit_is_told_and_nothing_is_registered,
    Newsroom::Small,
    |app| {
        let deep = format!(
            "query Deep {{ {} }}",
            "node(id: 1) { ".repeat(20) + &"}".repeat(20)
        );
        for (document, wanted) in [
            (unnamed("query A { site { nam } }"), "1:18: Unknown field"),
            (unnamed("query A {"), "1:10"),
            (unnamed("{ site { name } }"), "has no name"),
            (unnamed("query A { a } query B { b }"), "one operation"),
            (
                unnamed("mutation A { tagRetire(id: 1) { tag { id } } }"),
                "1:14: Unknown field",
            ),
            (unnamed(&deep), ""),
            (named("story", SITE), "comes with Masthead"),
        ] {
            let new = [unnamed(FIRST), document.clone()];
            let faults = push(&app.app, &web("1"), Graph::Delivery, &new)
                .await
                .unwrap_err();
            assert!(
                faults.iter().any(|fault| fault.contains(wanted)),
                "{document:?}: {faults:?}"
            );
        }
        let query_of_the_desk = [named("board", "query A { viewer { locales } }")];
        let faults = push(&app.app, &web("1"), Graph::Desk, &query_of_the_desk).await;
        assert!(faults.unwrap_err()[0].contains("mutations only"));

        let none = documents::registered(&call(&app.app)).await.unwrap();
        assert!(none.documents.is_empty() && none.clients.is_empty());
    }
);

both!(
    only_registered_documents_are_taken_where_the_operator_says_so,
    Newsroom::Small,
    |app| {
        push(&app.app, &web("1"), Graph::Delivery, &[unnamed(SITE)])
            .await
            .unwrap();
        let only = with(&app, TrustedDocuments::Only).await;

        let shipped = include_str!("../../schema/operations/news.graphql");
        let news = json!({ "query": shipped, "variables": { "locale": "en" } });
        for body in [
            json!({ "query": SITE }),
            json!({ "documentId": id(SITE) }),
            news,
        ] {
            let answer = ask(&only, None, &body).await;
            assert!(answer.get("errors").is_none(), "{answer}");
        }
        let hash = sha256_hex(FIRST);
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
        for body in [
            json!({ "query": FIRST, "variables": { "locale": "en" } }),
            json!({ "query": "{ __schema { queryType { name } } }" }),
            json!({ "extensions": extensions }),
            json!({ "extensions": extensions, "query": FIRST }),
        ] {
            let answer = ask(&only, None, &body).await;
            assert_eq!(code(&answer), "DOCUMENT_UNKNOWN", "{body}");
            assert!(answer.get("data").is_none());
            assert_ne!(answer["errors"][0]["message"], "PersistedQueryNotFound");
        }
        let logged = with(&app, TrustedDocuments::Log).await;
        let body = json!({ "query": FIRST, "variables": { "locale": "en" } });
        assert_eq!(
            ask(&logged, None, &body).await["data"]["edition"]["autonym"],
            "en"
        );
    }
);

both!(
    apollos_clients_send_a_document_in_full_once,
    Newsroom::Small,
    |app| {
        let hash = sha256_hex(FIRST);
        let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
        let variables = json!({ "locale": "en" });
        let short = json!({ "extensions": extensions, "variables": variables });
        let full = json!({ "extensions": extensions, "query": FIRST, "variables": variables });

        let first = ask(&app.router, None, &short).await;
        assert_eq!(first["errors"][0]["message"], "PersistedQueryNotFound");
        assert_eq!(
            ask(&app.router, None, &full).await["data"]["edition"]["autonym"],
            "en"
        );
        assert_eq!(
            ask(&app.router, None, &short).await["data"]["edition"]["autonym"],
            "en"
        );

        let forged = json!({ "extensions": extensions, "query": SITE });
        assert_eq!(code(&ask(&app.router, None, &forged).await), "BAD_REQUEST");
        // What is known by its hash is as limited as in full.
        let dear = "query Dear($locale: Locale!) { edition(locale: $locale) { \
            recentNews(first: 100) { nodes { articles: related(first: 20) { article { id tags { articles(first: 100) { nodes { id } } } } } } } } }";
        let extensions = json!({ "persistedQuery": { "sha256Hash": sha256_hex(dear) } });
        let body = json!({ "extensions": extensions, "query": dear, "variables": variables });
        assert_eq!(code(&ask(&app.router, None, &body).await), "TOO_COSTLY");
        push(&app.app, &web("1"), Graph::Delivery, &[unnamed(dear)])
            .await
            .unwrap();
        app.clock.advance(1_000);
        let body = json!({ "documentId": id(dear), "variables": variables });
        assert_eq!(code(&ask(&app.router, None, &body).await), "none");
    }
);

both!(
    uses_are_counted_by_document_and_known_client_and_written_down_once_a_minute,
    Newsroom::Small,
    |app| {
        push(&app.app, &web("1"), Graph::Delivery, &[unnamed(SITE)])
            .await
            .unwrap();
        app.clock.advance(1_000);
        let body = json!({ "documentId": id(SITE) });
        for client in [None, Some("web@1"), Some("web@1"), Some("made@up")] {
            ask(&app.router, client, &body).await;
        }
        let uses = async || {
            let uses = documents::uses(&call(&app.app)).await.unwrap();
            let told = uses
                .into_iter()
                .map(|one| (one.hash, one.client, one.requests));
            told.collect::<Vec<_>>()
        };
        worker::tick(&app.app).await.unwrap();
        assert_eq!(uses().await, []);

        app.clock.advance(60_000);
        worker::tick(&app.app).await.unwrap();
        let hash = sha256_hex(SITE);
        let wanted = [
            (hash.clone(), String::new(), 2),
            (hash.clone(), "web@1".to_owned(), 2),
        ];
        assert_eq!(uses().await, wanted);

        ask(&app.router, Some("web@1"), &body).await;
        documents::write_uses(&call(&app.app), true).await.unwrap();
        assert_eq!(uses().await[0], (hash, "web@1".to_owned(), 3));
    }
);

both!(
    registering_and_taking_back_stand_in_the_audit_trail,
    Newsroom::Small,
    |app| {
        push(&app.app, &web("1"), Graph::Delivery, &[named("name", SITE)])
            .await
            .unwrap();
        documents::remove(&call(&app.app), &web("1"), &[])
            .await
            .unwrap();

        let page = masthead::platform::page::Page::first(10);
        let filter = masthead::audit::Filter::default();
        let trail = masthead::audit::list(&call(&app.app), &filter, &page)
            .await
            .unwrap();
        let told: Vec<_> = trail
            .items
            .iter()
            .take(2)
            .map(|entry| (entry.record.action.as_str(), entry.record.label.as_str()))
            .collect();
        assert_eq!(
            told,
            [("documentsRemove", "web@1"), ("documentsPush", "web@1")]
        );
        let hash = sha256_hex(SITE);
        let pushed = &trail.items[1].record.changes;
        assert!(
            pushed.iter().any(|one| one["after"] == json!([hash])),
            "{pushed:?}"
        );
    }
);

#[tokio::test]
async fn documents_are_found_valid_by_the_documents_that_come_with_masthead() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/operations");
    for (graph, folder) in [
        (Graph::Delivery, folder.clone()),
        (Graph::Desk, folder.join("desk")),
    ] {
        let mut files = 0;
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let checked = check(graph, &unnamed(&text)).await;
            assert!(checked.is_ok(), "{}: {checked:?}", entry.path().display());
        }
        assert!(files >= 8, "{graph:?}");
    }
}
