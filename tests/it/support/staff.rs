//! People of the newsroom, signed in.

use std::collections::BTreeSet;

use masthead::app::Call;
use masthead::platform::ids::SectionId;
use masthead::platform::locale::Locale;
use masthead::policy::Role;
use masthead::users::{self, Assignment, NewUser};
use serde_json::{Value as Json, json};

use super::TestApp;

const PASSWORD: &str = "a lighthouse by the sea";

impl TestApp {
    /// The access token of a new account with a role everywhere.
    pub async fn sign_in(&self, name: &str, role: Role) -> String {
        self.sign_in_within(name, role, None, None).await
    }

    /// The access token of a new account with a role within limits.
    pub async fn sign_in_within(
        &self,
        name: &str,
        role: Role,
        locale: Option<Locale>,
        section: Option<SectionId>,
    ) -> String {
        let email = format!("{name}@mayak.example").to_lowercase();
        let new = NewUser {
            email: email.clone(),
            display_name: name.to_owned(),
            ui_locale: "en".parse().unwrap(),
            assignments: vec![Assignment {
                role,
                locales: locale.map(|locale| BTreeSet::from([locale])),
                sections: section.map(|section| BTreeSet::from([section])),
            }],
            password: Some(PASSWORD.to_owned()),
        };
        users::create(&Call::system(&self.app, "test"), new)
            .await
            .unwrap();
        let body = json!({ "email": email, "password": PASSWORD });
        let answer = self.post("/auth/sign-in", None, &body).await.json();
        answer["accessToken"].as_str().unwrap().to_owned()
    }

    /// Asks the desk; there must be no errors but those of a payload.
    pub async fn desk(&self, token: &str, document: &str, variables: Json) -> Json {
        let mut answer = self
            .ask("/desk/graphql", Some(token), document, variables)
            .await;
        assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
        answer["data"].take()
    }

    /// Carries a mutation out, the only one of its document; it must succeed.
    pub async fn done(&self, token: &str, document: &str, variables: Json) -> Json {
        let payload = self.payload(token, document, variables).await;
        assert_eq!(payload["userErrors"], json!([]), "{document}");
        payload
    }

    /// The payload of the only mutation of a document.
    pub async fn payload(&self, token: &str, document: &str, variables: Json) -> Json {
        let data = self.desk(token, document, variables).await;
        let mut members = data.as_object().unwrap().values();
        let payload = members.next().unwrap().clone();
        assert!(members.next().is_none(), "one mutation at a time");
        payload
    }
}
