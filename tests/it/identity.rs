//! Signing in, and staying so only as long as one should.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use masthead::app::Call;
use masthead::policy::{Actor, Role};
use masthead::users::{self, Assignment, NewUser};
use serde_json::{Value as Json, json};

use crate::support::{Answer, Newsroom, TestApp, both};

const EMAIL: &str = "olena@mayak.example";
const PASSWORD: &str = "a lighthouse by the sea";

async fn account(app: &TestApp) {
    let new = NewUser {
        email: EMAIL.to_owned(),
        display_name: "Olena".to_owned(),
        ui_locale: "uk".parse().unwrap(),
        assignments: vec![Assignment {
            role: Role::Editor,
            locales: None,
            sections: None,
        }],
        password: Some(PASSWORD.to_owned()),
    };
    users::create(&Call::system(&app.app, "test"), new)
        .await
        .unwrap();
}

async fn sign_in(app: &TestApp, password: &str) -> Answer {
    app.post(
        "/auth/sign-in",
        None,
        &json!({ "email": EMAIL, "password": password }),
    )
    .await
}

async fn tokens(app: &TestApp) -> Json {
    account(app).await;
    let answer = sign_in(app, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

async fn refresh(app: &TestApp, token: &Json) -> Answer {
    app.post("/auth/refresh", None, &json!({ "refreshToken": token }))
        .await
}

/// Whom an access token stands for now.
async fn actor(app: &TestApp, tokens: &Json) -> Result<Actor, masthead::app::Error> {
    let call = Call::new(&app.app, Actor::Anonymous, "test".to_owned());
    users::authenticate(&call, tokens["accessToken"].as_str().unwrap(), None).await
}

both!(
    a_password_opens_a_session_and_a_wrong_one_says_nothing,
    Newsroom::Small,
    |app| {
        let tokens = tokens(&app).await;

        assert_eq!(
            (&tokens["tokenType"], &tokens["expiresIn"]),
            (&json!("Bearer"), &json!(600))
        );
        assert!(matches!(
            actor(&app, &tokens).await,
            Ok(Actor::Staff { .. })
        ));
        let wrong = sign_in(&app, "a lighthouse by the lake").await;
        let unknown = json!({ "email": "nobody@mayak.example", "password": PASSWORD });
        let unknown = app.post("/auth/sign-in", None, &unknown).await;
        for answer in [wrong, unknown] {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            assert_eq!(
                answer.header("content-type"),
                Some("application/problem+json")
            );
            assert_eq!(answer.json()["title"], "Unauthorized");
        }
    }
);

both!(
    an_access_token_ends_after_ten_minutes,
    Newsroom::Small,
    |app| {
        let tokens = tokens(&app).await;

        app.clock.advance(606_000);

        assert!(actor(&app, &tokens).await.is_err());
    }
);

both!(
    a_refresh_token_works_once_and_its_return_ends_the_session,
    Newsroom::Small,
    |app| {
        let first = tokens(&app).await;

        let second = refresh(&app, &first["refreshToken"]).await.json();
        assert!(actor(&app, &second).await.is_ok());
        let stolen = refresh(&app, &first["refreshToken"]).await;

        assert_eq!(stolen.status, StatusCode::UNAUTHORIZED);
        assert!(
            actor(&app, &second).await.is_err(),
            "the session has ended for everybody"
        );
        assert_eq!(
            refresh(&app, &second["refreshToken"]).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
);

both!(signing_out_is_seen_at_once, Newsroom::Small, |app| {
    let tokens = tokens(&app).await;
    let token = tokens["accessToken"].as_str();

    let answer = app.post("/auth/sign-out", token, &Json::Null).await;

    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(actor(&app, &tokens).await.is_err());
    assert_eq!(
        app.post("/auth/sign-out", token, &Json::Null).await.status,
        StatusCode::UNAUTHORIZED
    );
});

both!(
    the_public_key_verifies_and_the_private_one_stays_home,
    Newsroom::Small,
    |app| {
        let keys = app.get("/.well-known/jwks.json").await.json();

        let key = &keys["keys"][0];
        assert_eq!(
            (&key["kty"], &key["crv"], &key["alg"]),
            (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"))
        );
        assert!(key.get("d").is_none());
    }
);

both!(the_process_says_how_it_is, Newsroom::Small, |app| {
    assert_eq!(app.get("/health/live").await.status, StatusCode::OK);
    assert_eq!(
        app.get("/health/ready").await.json(),
        json!({ "status": "ready" })
    );
});

both!(
    what_is_not_there_is_a_problem_with_the_name_of_the_request,
    Newsroom::Small,
    |app| {
        let request = Request::get("/nothing").header("x-request-id", "proxy-7");
        let answer = app.send(request.body(Body::empty()).unwrap()).await;

        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.header("x-request-id"), Some("proxy-7"));
        assert_eq!(answer.json()["requestId"], "proxy-7");
        assert_eq!(
            app.get("/auth/sign-in").await.status,
            StatusCode::METHOD_NOT_ALLOWED
        );
        let strange = Request::get("/nothing").header("x-request-id", "<script>");
        let strange = app.send(strange.body(Body::empty()).unwrap()).await;
        assert!(strange.header("x-request-id").unwrap().starts_with("req_"));
    }
);

both!(a_body_of_another_kind_is_refused, Newsroom::Small, |app| {
    let form =
        Request::post("/auth/sign-in").header("content-type", "application/x-www-form-urlencoded");
    let form = app
        .send(form.body(Body::from("email=a&password=b")).unwrap())
        .await;
    assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);

    let large = json!({ "email": "x".repeat(9_000), "password": "" });
    assert_eq!(
        app.post("/auth/sign-in", None, &large).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        app.post("/auth/sign-in", None, &json!({})).await.status,
        StatusCode::BAD_REQUEST
    );
});
