//! The settings of the site, its menus and its calls to action.

use masthead::app::{Call, CreationKey, Error, Problem, Remedy};
use masthead::editions::{self, CallToActionInput, Menu, SettingsInput, Site};
use masthead::fronts;
use masthead::policy::{Action, Subject};
use masthead::vocabulary::{CreditKind, DateStyle, UserErrorCode};
use serde_json::{Value as Json, json};

use crate::support::{Newsroom, START, TestApp, both};

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

fn settings(json: Json) -> SettingsInput {
    serde_json::from_value(json).unwrap()
}

fn support(key: &str, title: &str) -> CallToActionInput {
    let texts = json!({ "uk": { "title": title, "buttonLabel": "Підтримати" } });
    let url = "https://support.mayak.example/";
    let input = json!({ "key": key, "slot": "article-end", "url": url, "texts": texts });
    serde_json::from_value(input).unwrap()
}

fn menu(label: &str) -> Menu {
    let items = json!([{ "label": label, "url": "https://mayak.example/about" }]);
    serde_json::from_value(json!({ "locale": "uk", "key": "footer", "items": items })).unwrap()
}

fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> Problem {
    match result {
        Err(Error::Refused(mut problems)) => problems.remove(0),
        other => panic!("{other:?}"),
    }
}

async fn site(app: &TestApp) -> std::sync::Arc<Site> {
    editions::site(&desk(app)).await.unwrap()
}

both!(
    a_change_of_settings_is_seen_at_once_and_on_every_node,
    Newsroom::Small,
    |app| {
        let other = app.another_node().await;
        let before = site(&app).await.version;
        let words = json!({ "creditKind.STOCK_PHOTO": "Фотобанк" });
        let uk = json!({ "locale": "uk", "labels": words, "datePatterns": { "TIME": "HH.mm" } });

        let input = settings(json!({ "name": "Маяк", "locales": [uk] }));
        let changed = fronts::update_settings(&desk(&app), before, &input)
            .await
            .unwrap();

        assert_eq!(
            (changed.name.as_str(), changed.version),
            ("Маяк", before + 1)
        );
        let there = editions::site(&Call::system(&other, "test")).await.unwrap();
        let uk = there.edition("uk".parse().unwrap()).unwrap();
        assert_eq!(uk.word(CreditKind::StockPhoto), "Фотобанк");
        assert_eq!(uk.word(CreditKind::Photo), "Фото");
        assert_eq!(
            uk.display(DateStyle::Time, START, there.time_zone).unwrap(),
            "10.58"
        );
    }
);

both!(
    an_outdated_change_of_settings_is_refused,
    Newsroom::Small,
    |app| {
        let rename = |name| settings(json!({ "name": name }));
        let version = site(&app).await.version;
        fronts::update_settings(&desk(&app), version, &rename("Маяк"))
            .await
            .unwrap();

        let late = fronts::update_settings(&desk(&app), version, &rename("Beacon")).await;

        let Remedy::VersionConflict(conflict) = problem(late).remedy else {
            panic!("no conflict")
        };
        assert_eq!(conflict.current_version, version + 1);
        assert_eq!(site(&app).await.name, "Маяк");
    }
);

both!(
    a_change_that_changes_nothing_leaves_the_version,
    Newsroom::Small,
    |app| {
        let before = site(&app).await;

        let same = settings(json!({ "name": before.name, "locales": [{ "locale": "uk" }] }));
        let after = fronts::update_settings(&desk(&app), before.version, &same)
            .await
            .unwrap();

        assert_eq!(after.version, before.version);
    }
);

both!(
    a_new_edition_is_closed_until_it_is_opened,
    Newsroom::Small,
    |app| {
        let version = site(&app).await.version;
        let polish = |open: bool| {
            settings(json!({ "locales": [{
            "locale": "pl", "autonym": "Polski", "shortLabel": "POL", "homeTitle": "Latarnia",
            "isEnabled": open,
        }] }))
        };
        let locale = "pl".parse().unwrap();

        let added = fronts::update_settings(&desk(&app), version, &polish(false))
            .await
            .unwrap();
        let opened = fronts::update_settings(&desk(&app), version + 1, &polish(true))
            .await
            .unwrap();

        assert!(added.edition(locale).is_none() && added.any_edition(locale).is_some());
        assert_eq!(
            opened.edition(locale).unwrap().id,
            added.any_edition(locale).unwrap().id
        );
    }
);

both!(a_menu_is_replaced_whole, Newsroom::Small, |app| {
    let version = site(&app).await.version;
    editions::save_menu(&desk(&app), version, menu("Про нас"))
        .await
        .unwrap();

    let site = editions::save_menu(&desk(&app), version + 1, menu("Редакція"))
        .await
        .unwrap();

    let saved = site.menu("uk".parse().unwrap(), "footer").unwrap();
    assert_eq!((saved, site.version), (&menu("Редакція"), version + 2));
    let late = editions::save_menu(&desk(&app), version, menu("Пізно")).await;
    assert_eq!(problem(late).code, UserErrorCode::VersionConflict);
});

both!(
    a_creation_sent_twice_makes_one_call_to_action,
    Newsroom::Small,
    |app| {
        let id = "0197f2b4-8c1e-7000-8000-000000000001";
        let key = || Some(CreationKey::parse(["requestId"], id).unwrap());
        let input = || support("support-mayak", "Підтримайте");

        let first = editions::create_call_to_action(&desk(&app), input(), key())
            .await
            .unwrap();
        let again = editions::create_call_to_action(&desk(&app), input(), key())
            .await
            .unwrap();

        assert_eq!(first, again);
        let other = editions::create_call_to_action(&desk(&app), input(), None).await;
        assert_eq!(
            problem(other).remedy,
            Remedy::Duplicate(first.id.to_string())
        );
        assert_eq!(site(&app).await.calls_to_action, [first]);
    }
);

both!(
    an_outdated_change_of_a_call_to_action_is_refused,
    Newsroom::Small,
    |app| {
        let input = |title| support("support-mayak", title);
        let made = editions::create_call_to_action(&desk(&app), input("Раз"), None)
            .await
            .unwrap();
        let update = async |version, title| {
            editions::update_call_to_action(&desk(&app), made.id, version, input(title)).await
        };

        assert_eq!(update(1, "Два").await.unwrap().version, 2);

        assert_eq!(
            problem(update(1, "Три").await).code,
            UserErrorCode::VersionConflict
        );
        assert_eq!(update(2, "Два").await.unwrap().version, 2);
    }
);

both!(
    an_import_sets_an_empty_site_up_and_a_second_one_changes_nothing,
    Newsroom::Empty,
    |app| {
        assert!(!editions::site_exists(&desk(&app)).await.unwrap());
        let input = settings(json!({
            "name": "Mayak", "baseUrl": "https://mayak.example", "defaultLocale": "uk",
            "timeZone": "Europe/Kyiv",
            "locales": [{
                "locale": "uk", "isEnabled": true, "autonym": "Українська", "shortLabel": "УКР",
                "homeTitle": "Маяк",
            }],
        }));
        let id = desk(&app).new_id();
        let import = async || {
            let call = desk(&app);
            let tx = call.begin().await?;
            let permit = tx.authorize(Action::NewsroomImport, &Subject::default())?;
            let site = editions::import(&permit, &input).await?;
            let menus = editions::import_menus(&permit, &site, vec![menu("Про нас")]).await?;
            let calls = vec![(id, support("support-mayak", "Підтримайте"))];
            let calls = editions::import_calls_to_action(&permit, &site, calls).await?;
            tx.commit().await?;
            Ok::<_, Error>((menus, calls))
        };

        assert_eq!(import().await.unwrap(), (1, 1));
        let version = site(&app).await.version;
        assert_eq!(import().await.unwrap(), (0, 0));

        let site = site(&app).await;
        assert_eq!(
            (
                site.version,
                site.menus.len(),
                site.calls_to_action[0].version
            ),
            (version, 1, 1)
        );
    }
);
