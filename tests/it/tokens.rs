//! API tokens and the tokens of the demo: whom they stand for, and for how much.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use masthead::app::{Call, CreationKey, Error, Remedy};
use masthead::platform::ids::{TagId, TypedId, UserId};
use masthead::policy::{Action, Actor, Permission, Role, Subject};
use masthead::users::{self, ApiToken, Assignment, NewApiToken, NewUser, User};
use masthead::vocabulary::UserErrorCode;
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::support::{Newsroom, TestApp, both};

const PASSWORD: &str = "a lighthouse by the sea";

fn system(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

async fn account(app: &TestApp, role: Role) -> User {
    let new = NewUser {
        email: format!("{}@mayak.example", role.key()),
        display_name: role.name().to_owned(),
        ui_locale: "uk".parse().unwrap(),
        assignments: vec![Assignment {
            role,
            locales: None,
            sections: None,
        }],
        password: Some(PASSWORD.to_owned()),
    };
    users::create(&system(app), new).await.unwrap()
}

/// A call of somebody who has just signed in.
async fn signed_in(app: &TestApp, role: Role) -> Call {
    account(app, role).await;
    let body = json!({ "email": format!("{}@mayak.example", role.key()), "password": PASSWORD });
    let tokens = app.post("/auth/sign-in", None, &body).await.json();
    let call = Call::new(&app.app, Actor::Anonymous, "test".to_owned());
    let token = tokens["accessToken"].as_str().unwrap();
    let actor = users::authenticate(&call, token, None).await.unwrap();
    call.by(actor)
}

fn wanted(permissions: &[Permission]) -> NewApiToken {
    NewApiToken {
        name: "Front end".to_owned(),
        permissions: permissions.to_vec(),
        ..NewApiToken::default()
    }
}

async fn bearer(app: &TestApp, secret: &str, origin: Option<&str>) -> Result<Actor, Error> {
    let call = Call::new(&app.app, Actor::Anonymous, "test".to_owned());
    users::authenticate(&call, secret, origin).await
}

async fn made(app: &TestApp, new: NewApiToken) -> (Call, ApiToken, String) {
    let admin = signed_in(app, Role::Administrator).await;
    let (token, secret) = users::create_token(&admin, new).await.unwrap();
    (admin, token, secret)
}

async fn suspend(app: &TestApp, user: UserId) {
    let set = sea_orm::sea_query::Query::update()
        .table("users")
        .value("state", "SUSPENDED")
        .and_where(sea_orm::sea_query::ExprTrait::eq(
            sea_orm::sea_query::Expr::col("id"),
            user,
        ))
        .to_owned();
    app.app.db.writer().execute(&set).await.unwrap();
}

both!(
    a_token_can_do_what_it_was_made_for_and_no_more,
    Newsroom::Small,
    |app| {
        let (_, token, secret) = made(&app, wanted(&[Permission::TagManage])).await;

        let actor = bearer(&app, &secret, None).await.unwrap();

        assert!(secret.starts_with(&token.prefix));
        assert!(actor.holds(&[Permission::TagManage]));
        assert!(!actor.holds(&[Permission::ContentRead, Permission::TokenManage]));
        assert!(matches!(actor, Actor::Token { user, .. } if user == token.owner));
        assert!(bearer(&app, "mht_another", None).await.is_err());
    }
);

both!(
    nobody_gives_away_what_he_does_not_have,
    Newsroom::Small,
    |app| {
        let admin = signed_in(&app, Role::Administrator).await;
        let reporter = signed_in(&app, Role::Reporter).await;

        let beyond = users::create_token(&admin, wanted(&[Permission::AdsManage])).await;
        let unseen = users::create_token(&reporter, wanted(&[])).await;

        let Err(Error::Refused(problems)) = beyond else {
            panic!("it was made");
        };
        assert_eq!(problems[0].code, UserErrorCode::Forbidden);
        assert_eq!(
            problems[0].remedy,
            Remedy::Permission(Permission::AdsManage, None)
        );
        assert!(matches!(unseen, Err(Error::NotFound)));
        assert!(users::tokens(&system(&app)).await.unwrap().is_empty());
    }
);

both!(
    a_revoked_token_is_refused_at_once_and_stays_known,
    Newsroom::Small,
    |app| {
        let (admin, token, secret) = made(&app, wanted(&[])).await;
        assert!(bearer(&app, &secret, None).await.is_ok());

        let revoked = users::revoke_token(&admin, token.id).await.unwrap();
        users::revoke_token(&admin, token.id).await.unwrap();

        assert!(revoked.revoked_at.is_some());
        assert!(matches!(
            bearer(&app, &secret, None).await,
            Err(Error::Unauthenticated)
        ));
        assert_eq!(
            users::tokens(&admin).await.unwrap()[0].revoked_at,
            revoked.revoked_at
        );
    }
);

both!(a_token_ends_when_it_expires, Newsroom::Small, |app| {
    let expires_at = Some(crate::support::START.plus_ms(60_000));
    let (_, _, secret) = made(
        &app,
        NewApiToken {
            expires_at,
            ..wanted(&[])
        },
    )
    .await;
    assert!(bearer(&app, &secret, None).await.is_ok());

    app.clock.advance(60_000);

    assert!(bearer(&app, &secret, None).await.is_err());
});

both!(
    pages_of_other_sites_cannot_use_a_token,
    Newsroom::Small,
    |app| {
        let allowed_origins = vec!["https://mayak.example".to_owned()];
        let (_, _, secret) = made(
            &app,
            NewApiToken {
                allowed_origins,
                ..wanted(&[])
            },
        )
        .await;

        assert!(
            bearer(&app, &secret, Some("https://mayak.example"))
                .await
                .is_ok()
        );
        assert!(
            bearer(&app, &secret, Some("https://other.example"))
                .await
                .is_err()
        );
    }
);

both!(
    a_token_falls_with_the_account_that_made_it,
    Newsroom::Small,
    |app| {
        let (admin, token, secret) = made(&app, wanted(&[])).await;
        assert!(bearer(&app, &secret, None).await.is_ok());

        suspend(&app, token.owner).await;

        assert!(bearer(&app, &secret, None).await.is_err());
        let body = json!({ "email": "admin@mayak.example", "password": PASSWORD });
        let again = app.post("/auth/sign-in", None, &body).await;
        assert_eq!(again.status, StatusCode::UNAUTHORIZED);
        drop(admin);
    }
);

both!(its_limits_of_language_hold, Newsroom::Small, |app| {
    let uk: BTreeSet<_> = ["uk".parse().unwrap()].into();
    let locales = Some(uk.clone());
    let (_, _, secret) = made(
        &app,
        NewApiToken {
            locales,
            ..wanted(&[Permission::Publish])
        },
    )
    .await;

    let actor = bearer(&app, &secret, None).await.unwrap();

    let text = |locale: &str| Subject {
        locales: vec![locale.parse().unwrap()],
        ..Subject::default()
    };
    let may = |locale| actor.may(Action::TranslationPublish, &text(locale));
    assert_eq!(may("uk"), masthead::policy::Verdict::Allowed);
    assert_ne!(may("ru"), masthead::policy::Verdict::Allowed);
});

both!(
    finding_out_who_calls_takes_one_statement,
    Newsroom::Small,
    |app| {
        let (_, token, secret) = made(&app, wanted(&[])).await;
        let body = json!({ "email": "admin@mayak.example", "password": PASSWORD });
        let tokens = app.post("/auth/sign-in", None, &body).await.json();
        let access = tokens["accessToken"].as_str().unwrap();
        bearer(&app, &secret, None).await.unwrap();
        // Its use is noted beside the request, once a minute.
        while users::tokens(&system(&app)).await.unwrap()[0]
            .last_used_at
            .is_none()
        {
            tokio::task::yield_now().await;
        }

        let (person, of_person) = app.statements(bearer(&app, access, None)).await;
        let (program, of_program) = app.statements(bearer(&app, &secret, None)).await;

        assert!(person.is_ok() && program.is_ok());
        assert_eq!((of_person, of_program), (1, 1));
        assert_eq!(users::tokens(&system(&app)).await.unwrap()[0].id, token.id);
    }
);

both!(
    each_demo_token_signs_its_own_role_in,
    Newsroom::Small,
    |app| {
        let first = users::demo_tokens(&system(&app)).await.unwrap();
        app.clock.advance(1_000 * 86_400_000);
        for token in &first {
            let actor = bearer(&app, &token.token, None).await.unwrap();
            match Role::from_key(token.key) {
                Some(role) => assert!(
                    matches!(&actor, Actor::Staff { grants, .. } if grants.permissions() == role.permissions())
                ),
                None => assert!(
                    matches!(&actor, Actor::Token { grants, .. } if grants.permissions().is_empty())
                ),
            }
        }
        assert_eq!(first.len(), Role::ALL.len() + 1);

        let again = users::demo_tokens(&system(&app)).await.unwrap();

        assert!(bearer(&app, &first[0].token, None).await.is_err());
        assert!(bearer(&app, &first[1].token, None).await.is_err());
        assert!(bearer(&app, &again[1].token, None).await.is_ok());
        // Another node has keys of its own.
        let node = app.another_node().await;
        let call = Call::new(&node, Actor::Anonymous, "test".to_owned());
        assert!(
            users::authenticate(&call, &again[1].token, None)
                .await
                .is_err()
        );
    }
);

both!(
    two_accounts_never_have_one_address,
    Newsroom::Small,
    |app| {
        account(&app, Role::Editor).await;
        let again = NewUser {
            email: "EDITOR@mayak.example".to_owned(),
            display_name: "Editor".to_owned(),
            ui_locale: "uk".parse().unwrap(),
            assignments: Vec::new(),
            password: None,
        };

        let refused = users::create(&system(&app), again).await;

        assert!(
            matches!(refused, Err(Error::Refused(problems)) if problems[0].code == UserErrorCode::Duplicate)
        );
    }
);

both!(
    colleagues_are_listed_by_address_and_found_by_name,
    Newsroom::Small,
    |app| {
        for role in [Role::Editor, Role::Translator] {
            account(&app, role).await;
        }
        let page = masthead::platform::page::Page::first(2);
        let call = system(&app);

        let all = users::list(&call, None, &page).await.unwrap();
        let named = users::list(&call, Some("transl"), &page).await.unwrap();
        let reader = call.by(Actor::Anonymous);

        let emails: Vec<_> = all.items.iter().map(User::list_key).collect();
        assert_eq!(emails, ["editor@mayak.example", "import@masthead.invalid"]);
        assert!(all.has_next && all.items[0].assignments.len() == 1);
        assert_eq!(named.items.len(), 1);
        assert!(
            users::list(&reader, None, &page)
                .await
                .unwrap()
                .items
                .is_empty()
        );
    }
);

both!(
    a_creation_sent_twice_is_known_for_a_day,
    Newsroom::Small,
    |app| {
        let key =
            CreationKey::parse(["requestId"], "0197f2b4-8c1e-7000-8000-000000000001").unwrap();
        let claim = async |action: Action| {
            let call = system(&app);
            let tx = call.begin().await.unwrap();
            let new: TagId = call.new_id();
            let permit = tx.authorize(action, &Subject::default()).unwrap();
            let earlier = key.claim(&permit, new).await;
            tx.commit().await.unwrap();
            (new, earlier)
        };

        let (first, none) = claim(Action::TagCreate).await;
        let (_, repeated) = claim(Action::TagCreate).await;
        let (_, otherwise) = claim(Action::AuthorCreate).await;
        app.clock.advance(86_400_000);
        let (_, forgotten) = claim(Action::TagCreate).await;

        assert_eq!((none.unwrap(), repeated.unwrap()), (None, Some(first)));
        assert!(matches!(otherwise, Err(Error::Refused(_))));
        assert_eq!(forgotten.unwrap(), None);
        assert_ne!(first.uuid(), uuid::Uuid::nil());
    }
);
