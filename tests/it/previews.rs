//! Links that open a text before readers get it.

use masthead::app::Call;
use masthead::articles::{self, ArticleInput, PublishInput, SavePatch, SharedPatch, Translation};
use masthead::fronts;
use masthead::policy::Role;
use masthead::vocabulary::ArticleKind;
use serde_json::{Map, Value as Json, json};

use crate::support::small::ENERGY;
use crate::support::{Answer, Newsroom, TestApp, both};

const CREATE: &str = "mutation($id: ID!, $input: PreviewLinkInput) {
    previewLinkCreate(translationId: $id, input: $input) {
        url token expiresAt userErrors { __typename code path } } }";

const PREVIEW: &str = "query($token: String!) { preview(token: $token) {
    headline isPreview previewExpiresAt { iso } revision url publishedAt { iso } lede { plain }
    body { plainText } seo { robots } adPlan { isServing slots { key } } } }";

const HOUR: i64 = 3_600_000;

/// A draft that was never published.
async fn draft(app: &TestApp) -> Translation {
    let words = json!({ "spans": [{ "text": "Zebrafinch lede" }] });
    let content = json!({
        "lede": words,
        "blocks": [{ "paragraph": { "blockId": "p1", "text": words } }],
    });
    let input = ArticleInput {
        kind: ArticleKind::News,
        locale: "uk".parse().unwrap(),
        section: ENERGY,
        headline: "Zebrafinch".to_owned(),
        slug: None,
        content: content.as_object().unwrap().clone(),
        shared: SharedPatch::default(),
        request_id: None,
    };
    let call = Call::system(&app.app, "test");
    articles::create(&call, &input).await.unwrap().1
}

async fn rename(app: &TestApp, one: &Translation, headline: &str) -> Translation {
    let mut members = Map::new();
    members.insert("headline".to_owned(), headline.into());
    let patch = SavePatch {
        members,
        is_autosave: false,
    };
    let call = Call::system(&app.app, "test");
    articles::save(&call, one.id, one.version, &patch)
        .await
        .unwrap()
}

async fn link(app: &TestApp, token: &str, one: &Translation, input: Json) -> Json {
    let asked = json!({ "id": one.id.to_string(), "input": input });
    let mut answer = app.ask("/desk/graphql", Some(token), CREATE, asked).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"]["previewLinkCreate"].take()
}

/// What a link shows to somebody without an account.
async fn open(app: &TestApp, token: &str) -> Answer {
    let body = json!({ "query": PREVIEW, "variables": { "token": token } });
    let answer = app.post("/desk/graphql", None, &body).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer
}

async fn headline(app: &TestApp, link: &Json) -> Json {
    let mut answer = open(app, link["token"].as_str().unwrap()).await.json();
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"]["preview"]["headline"].take()
}

both!(
    a_link_opens_a_draft_to_somebody_without_an_account,
    Newsroom::Small,
    |app| {
        let (staff, one) = (app.staff().await, draft(&app).await);

        let made = link(&app, staff.token(Role::Reporter), &one, Json::Null).await;

        let token = made["token"].as_str().unwrap();
        let url = format!("https://mayak.example/preview?token={token}");
        assert_eq!(made["url"], url);
        assert_eq!(made["expiresAt"], "2026-07-12T07:58:00Z");
        let data = open(&app, token).await.json();
        let story = &data["data"]["preview"];
        assert_eq!(story["headline"], "Zebrafinch", "{data:#}");
        assert_eq!(story["isPreview"], true);
        assert_eq!(
            story["previewExpiresAt"]["iso"],
            "2026-07-12T10:58:00+03:00"
        );
        assert_eq!(story["lede"]["plain"], "Zebrafinch lede");
        assert_eq!(story["publishedAt"]["iso"], "2026-07-11T10:58:00+03:00");
        assert!(story["seo"]["robots"].as_str().unwrap().contains("noindex"));
        assert_eq!(story["adPlan"]["isServing"], false);
        assert_eq!(story["adPlan"]["slots"], json!([]));
    }
);

both!(
    a_link_shows_the_working_copy_as_it_is_then_or_one_kept_text,
    Newsroom::Small,
    |app| {
        let (staff, one) = (app.staff().await, draft(&app).await);
        let call = Call::system(&app.app, "test");
        let live = articles::publish(&call, one.id, one.version, &PublishInput::default())
            .await
            .unwrap();
        let token = staff.token(Role::Reporter);
        let (working, kept) = (
            link(&app, token, &one, Json::Null).await,
            link(&app, token, &one, json!({ "revision": live.last_revision })).await,
        );

        rename(&app, &live, "Zebrafinch sings").await;

        assert_eq!(headline(&app, &working).await, "Zebrafinch sings");
        assert_eq!(headline(&app, &kept).await, "Zebrafinch");
        let public = "{ edition(locale: \"uk\") { recentNews { nodes { headline isPreview previewExpiresAt { iso } } } } }";
        let public = app.read(public, json!({})).await;
        let nodes = &public["edition"]["recentNews"]["nodes"];
        assert_eq!(
            *nodes,
            json!([{ "headline": "Zebrafinch", "isPreview": false, "previewExpiresAt": null }])
        );
    }
);

both!(
    without_a_good_token_no_byte_of_a_draft_is_shown,
    Newsroom::Small,
    |app| {
        let (staff, one) = (app.staff().await, draft(&app).await);
        let made = link(
            &app,
            staff.token(Role::Reporter),
            &one,
            json!({ "validFor": "PT1H" }),
        )
        .await;
        let good = made["token"].as_str().unwrap().to_owned();
        let keys = &app.app.keys;
        let page = keys
            .seal(r#"{"page":{"pageKind":"HOME","locale":"uk"},"until":9000000000000}"#)
            .unwrap();
        let plain = json!({ "preview": one.id, "revision": null, "until": 9_000_000_000_000_i64 });
        let forged = [
            String::new(),
            plain.to_string(),
            format!(
                "{}{}",
                if good.starts_with('A') { "B" } else { "A" },
                &good[1..]
            ),
            masthead::app::Keys::in_memory()
                .unwrap()
                .seal(&plain.to_string())
                .unwrap(),
            page,
        ];

        for token in forged {
            let answer = open(&app, &token).await;
            assert_eq!(answer.text(), r#"{"data":{"preview":null}}"#, "{token}");
        }
        assert_eq!(headline(&app, &made).await, "Zebrafinch");
        app.clock.advance(HOUR);
        let answer = open(&app, &good).await;
        assert_eq!(answer.text(), r#"{"data":{"preview":null}}"#);
        // The delivery graph does not even know of it.
        let body = json!({ "query": PREVIEW, "variables": { "token": good } });
        let answer = app.post("/graphql", None, &body).await;
        assert!(!answer.text().contains("ebrafinch"), "{}", answer.text());
    }
);

both!(
    links_are_made_by_those_who_read_stories_for_a_week_at_most,
    Newsroom::Small,
    |app| {
        let (staff, one) = (app.staff().await, draft(&app).await);
        let reporter = staff.token(Role::Reporter);

        let refused = [
            (json!({ "validFor": "P8D" }), "validFor"),
            (json!({ "validFor": "PT0S" }), "validFor"),
            (json!({ "revision": 99 }), "revision"),
        ];
        for (input, field) in refused {
            let made = link(&app, reporter, &one, input).await;
            assert_eq!(made["token"], Json::Null);
            assert_eq!(made["userErrors"][0]["path"], json!(["input", field]));
        }
        let made = link(&app, staff.token(Role::AdManager), &one, Json::Null).await;
        assert_eq!(made["userErrors"][0]["__typename"], "NotFoundError");
        let asked = json!({ "id": one.id.to_string() });
        let answer = app.ask("/desk/graphql", None, CREATE, asked).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(*code, "UNAUTHENTICATED");
    }
);

both!(
    a_link_to_a_text_that_was_thrown_away_shows_nothing,
    Newsroom::Small,
    |app| {
        let (staff, one) = (app.staff().await, draft(&app).await);
        let made = link(&app, staff.token(Role::Reporter), &one, Json::Null).await;
        assert_eq!(headline(&app, &made).await, "Zebrafinch");

        let call = Call::system(&app.app, "test");
        fronts::trash(&call, one.article_id).await.unwrap();

        let answer = open(&app, made["token"].as_str().unwrap()).await;
        assert_eq!(answer.text(), r#"{"data":{"preview":null}}"#);
    }
);
