//! Writing by name, and documents that an operator registers.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use masthead::api::graphql::check;
use masthead::app::Call;
use masthead::documents::{self, Graph, NewDocument};
use masthead::policy::Role;
use serde_json::{Value as Json, json};

use super::{findings, get, is_problem};
use crate::pages::path_of;
use crate::support::small::ECONOMY;
use crate::support::{Newsroom, both};

both!(
    scripts_write_a_story_from_its_first_word_to_its_publication,
    Newsroom::Small,
    |app| {
        let editor = app.sign_in("Oksana", Role::DutyEditor).await;
        let post = async |name: &str, body: Json| {
            app.post(&format!("/v1/{name}"), Some(&editor), &body).await
        };
        let input = json!({
            "kind": "NEWS", "locale": "en", "sectionId": ECONOMY.to_string(), "headline": "A ferry",
        });
        let made = post("articleCreate", json!({ "input": input })).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
        assert_eq!(made.header("cache-control"), Some("no-store"));
        let text = made.json()["articleCreate"]["translation"].clone();

        let content = json!({ "blocks": [{ "paragraph": { "blockId": "01", "text": { "spans": [{ "text": "It goes at night." }] } } }] });
        let save =
            json!({ "id": text["id"], "expectedVersion": text["version"], "input": content });
        let saved = post("translationSave", save).await;
        assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
        let version = saved.json()["translationSave"]["translation"]["version"].clone();
        let stale =
            json!({ "id": text["id"], "expectedVersion": text["version"], "input": content });
        let refused = is_problem(
            &post("translationSave", stale).await,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
        assert_eq!(refused["errors"][0]["code"], "VERSION_CONFLICT");
        assert_eq!(refused["errors"][0]["currentVersion"], version);

        let publish = json!({ "id": text["id"], "expectedVersion": version });
        let published = post("translationPublish", publish).await;
        assert_eq!(published.status, StatusCode::OK, "{}", published.text());
        let url = published.json()["translationPublish"]["published"]["url"].clone();
        let path = path_of(url.as_str().unwrap());
        let story = get(&app, "story", &[("locale", "en"), ("path", &path)])
            .await
            .json();
        assert_eq!(story["edition"]["page"]["headline"], "A ferry");
    }
);

both!(
    writing_asks_for_a_token_and_a_body_that_fits,
    Newsroom::Small,
    |app| {
        let reporter = app.sign_in("Petro", Role::Reporter).await;
        let input = json!({ "kind": "TOPIC", "names": [] });

        let nobody = app
            .post("/v1/tagCreate", None, &json!({ "input": input }))
            .await;
        is_problem(&nobody, StatusCode::UNAUTHORIZED);
        assert_eq!(nobody.header("www-authenticate"), Some("Bearer"));
        let made_up = app
            .post("/v1/tagCreate", Some("mht_x"), &json!({ "input": input }))
            .await;
        is_problem(&made_up, StatusCode::UNAUTHORIZED);
        let denied = app
            .post("/v1/tagCreate", Some(&reporter), &json!({ "input": input }))
            .await;
        let denied = is_problem(&denied, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(denied["errors"][0]["code"], "FORBIDDEN");

        let body = json!({ "input": { "kind": "SONG", "colour": 1 }, "x": 1 });
        let unfit = app.post("/v1/tagCreate", Some(&reporter), &body).await;
        let unfit = is_problem(&unfit, StatusCode::BAD_REQUEST);
        let wanted = [
            ("x", "there is nothing of this name"),
            ("input.kind", "this is not a valid TagKind"),
            ("input.colour", "there is nothing of this name"),
        ];
        let wanted = wanted.map(|(path, message)| (path.to_owned(), message.to_owned()));
        assert_eq!(findings(&unfit), wanted);
        let list = app.post("/v1/tagCreate", Some(&reporter), &json!([])).await;
        is_problem(&list, StatusCode::BAD_REQUEST);
        let form = Request::post("/v1/tagCreate")
            .header(header::AUTHORIZATION, format!("Bearer {reporter}"))
            .body(Body::from("a=b"));
        is_problem(
            &app.send(form.unwrap()).await,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        );
    }
);

both!(
    what_an_operator_registers_has_an_address_too,
    Newsroom::Small,
    |app| {
        let push = async |graph: Graph, name: &str, text: &str| {
            let new = [NewDocument {
                name: Some(name.to_owned()),
                text: text.to_owned(),
            }];
            let fits = async |document: &NewDocument| check(graph, document).await;
            let client = "ops@1".parse().unwrap();
            let call = Call::system(&app.app, "test");
            documents::push(&call, &client, graph, &new, fits)
                .await
                .unwrap();
            app.clock.advance(1_000);
        };
        push(Graph::Delivery, "siteName", "query A { site { name } }").await;
        push(
            Graph::Desk,
            "retire",
            "mutation A($id: ID!) { tagRetire(id: $id) { tag { id } userErrors { code path message } } }",
        )
        .await;

        assert_eq!(
            app.get("/v1/siteName").await.json(),
            json!({ "site": { "name": "Mayak" } })
        );
        let editor = app.sign_in("Oksana", Role::DutyEditor).await;
        let answer = app
            .post("/v1/retire", Some(&editor), &json!({ "id": "tag_0" }))
            .await;
        let problem = is_problem(&answer, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["errors"][0]["code"], "NOT_FOUND");
        let described = app.get("/v1/openapi.json").await.json();
        assert!(described["paths"]["/v1/siteName"]["get"].is_object());
        assert!(described["paths"]["/v1/retire"]["post"].is_object());

        push(Graph::Delivery, "siteName", "query A { site { baseUrl } }").await;
        let renewed = app.get("/v1/siteName").await.json();
        assert_eq!(
            renewed,
            json!({ "site": { "baseUrl": "https://mayak.example" } })
        );
    }
);
