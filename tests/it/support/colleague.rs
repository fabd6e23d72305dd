//! Somebody of the newsroom, signed in, who asks the desk graph.

use masthead::app::Call;
use masthead::policy::Role;
use masthead::users::{self, Assignment, NewUser};
use serde_json::{Value as Json, json};

use super::TestApp;

const PASSWORD: &str = "a lighthouse by the sea";

/// An account with one role and no limits, and its access token.
pub struct Colleague<'a> {
    app: &'a TestApp,
    name: &'static str,
    token: String,
}

impl<'a> Colleague<'a> {
    /// Makes the account and signs in.
    pub async fn joins(app: &'a TestApp, name: &'static str, role: Role) -> Self {
        let new = NewUser {
            email: format!("{name}@mayak.example").to_lowercase(),
            display_name: name.to_owned(),
            ui_locale: "uk".parse().unwrap(),
            assignments: vec![Assignment {
                role,
                locales: None,
                sections: None,
            }],
            password: Some(PASSWORD.to_owned()),
        };
        users::create(&Call::system(&app.app, "test"), new)
            .await
            .unwrap();
        let mut colleague = Self {
            app,
            name,
            token: String::new(),
        };
        colleague.signs_in().await;
        colleague
    }

    /// Signs in anew, after the clock has moved beyond the life of a token.
    pub async fn signs_in(&mut self) {
        let email = format!("{}@mayak.example", self.name).to_lowercase();
        let body = json!({ "email": email, "password": PASSWORD });
        let tokens = self.app.post("/auth/sign-in", None, &body).await.json();
        tokens["accessToken"]
            .as_str()
            .unwrap()
            .clone_into(&mut self.token);
    }

    /// Asks the desk graph; there must be no top-level errors.
    pub async fn asks(&self, document: &str, variables: Json) -> Json {
        let mut answer = self
            .app
            .ask("/desk/graphql", Some(&self.token), document, variables)
            .await;
        assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
        answer["data"].take()
    }

    /// Carries one mutation out and gives its payload, whatever its user errors.
    pub async fn tries(&self, document: &str, variables: Json) -> Json {
        let data = self.asks(document, variables).await;
        let payload = data.as_object().and_then(|data| data.values().next());
        payload.cloned().unwrap()
    }

    /// Carries one mutation out; there must be no user errors.
    pub async fn does(&self, document: &str, variables: Json) -> Json {
        let payload = self.tries(document, variables).await;
        assert_eq!(payload["userErrors"], json!([]), "{document}\n{payload:#}");
        payload
    }
}
