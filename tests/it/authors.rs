//! Authors: their names in every language, their lists and their joining.

use masthead::addresses::{self, Changed, Target};
use masthead::app::{Call, Error, Problem};
use masthead::authors::{self, Author, AuthorInput};
use masthead::editions::{self, SettingsInput};
use masthead::fronts;
use masthead::platform::ids::{AssetId, AuthorId, UserId};
use masthead::platform::locale::Locale;
use masthead::platform::page::Page;
use masthead::policy::{Action, Actor, Subject};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::{Newsroom, TestApp, both};

fn locale(text: &str) -> Locale {
    text.parse().unwrap()
}

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

fn reader(app: &TestApp) -> Call {
    Call::new(&app.app, Actor::Anonymous, "reader".to_owned())
}

fn input(json: Json) -> AuthorInput {
    serde_json::from_value(json).unwrap()
}

async fn create(app: &TestApp, json: Json) -> Author {
    authors::create(&desk(app), &input(json), None)
        .await
        .unwrap()
}

async fn merge(app: &TestApp, id: AuthorId, into: AuthorId) -> Result<Changed<Author>, Error> {
    let call = desk(app);
    let site = editions::site(&call).await?;
    let tx = call.begin().await?;
    let (_, changed) = authors::merge_within(&tx, &site, id, into).await?;
    tx.commit().await?;
    Ok(changed)
}

fn problems<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<Problem> {
    match result {
        Err(Error::Refused(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

fn names(found: masthead::platform::page::Slice<(String, Author)>) -> Vec<String> {
    let names = found
        .items
        .iter()
        .map(|(_, author)| author.label(locale("uk")).to_owned());
    names.collect()
}

both!(
    a_name_is_borrowed_or_spelled_in_latin_letters,
    Newsroom::Small,
    |app| {
        let author = create(&app, json!({ "names": { "uk": "Знаменська Юля" } })).await;
        let both = create(
            &app,
            json!({ "names": { "uk": "Юрій Гай", "en": "Yuri Hai" } }),
        )
        .await;
        let site = editions::site(&desk(&app)).await.unwrap();
        let en = locale("en");

        assert_eq!(author.name(en, &site), "Znamenska Yulia");
        assert_eq!(both.name(en, &site), "Yuri Hai");

        let lend = json!({ "locales": [{ "locale": "en", "nameFallback": ["uk"] }] });
        let lend: SettingsInput = serde_json::from_value(lend).unwrap();
        fronts::update_settings(&desk(&app), site.version, &lend)
            .await
            .unwrap();
        let site = editions::site(&desk(&app)).await.unwrap();
        assert_eq!(author.name(en, &site), "Знаменська Юля");
        assert_eq!(author.path(en), None);
    }
);

both!(what_an_author_names_must_exist, Newsroom::Small, |app| {
    let (photo, account) = (AssetId(Uuid::from_u128(5)), UserId(Uuid::from_u128(6)));
    let wrong = json!({ "names": { "en": "Yuri" }, "photo": photo, "account": account });

    let refused = problems(authors::create(&desk(&app), &input(wrong), None).await);

    let paths: Vec<_> = refused
        .iter()
        .map(|problem| problem.path.join("."))
        .collect();
    assert_eq!(
        paths,
        ["input.names.uk", "input.photoId", "input.accountId"]
    );
});

both!(
    those_who_write_are_listed_and_all_are_found,
    Newsroom::Small,
    |app| {
        for (name, is_active) in [("Ґалаґан", true), ("Гай", true), ("Дяк", false)] {
            create(
                &app,
                json!({ "names": { "uk": name }, "isActive": is_active }),
            )
            .await;
        }
        let (uk, page) = (locale("uk"), Page::first(10));

        let listed = authors::list(&reader(&app), uk, &page).await.unwrap();
        let found = authors::search(&desk(&app), uk, Some("ГА"), &page)
            .await
            .unwrap();
        let all = authors::search(&desk(&app), uk, None, &page).await.unwrap();

        assert_eq!(names(listed), ["Гай", "Ґалаґан"]);
        assert_eq!(names(found), ["Гай"]);
        assert_eq!(names(all), ["Гай", "Ґалаґан", "Дяк"]);
    }
);

both!(
    the_list_of_authors_goes_on_after_each_page,
    Newsroom::Small,
    |app| {
        for name in ["б", "в", "а"] {
            create(&app, json!({ "names": { "uk": name } })).await;
        }
        let mut page = Page::first(2);

        let first = authors::list(&reader(&app), locale("uk"), &page)
            .await
            .unwrap();
        let (key, author) = first.items.last().unwrap().clone();
        page.after = Some((key, author.id));
        let rest = authors::list(&reader(&app), locale("uk"), &page)
            .await
            .unwrap();

        assert!(first.has_next && !rest.has_next && rest.has_previous);
        assert_eq!(
            (names(first), names(rest)),
            (vec!["а".into(), "б".into()], vec!["в".into()])
        );
    }
);

both!(
    a_merged_author_lives_on_in_the_other,
    Newsroom::Small,
    |app| {
        let link = json!([{ "network": "X", "url": "https://x.example/hai" }]);
        let old = json!({ "names": { "uk": "Ю. Гай", "en": "Yuri Hai" }, "links": link });
        let old = create(&app, old).await;
        let kept = create(&app, json!({ "names": { "uk": "Юрій Гай" } })).await;

        let merged = merge(&app, old.id, kept.id).await.unwrap();
        let again = merge(&app, old.id, kept.id).await.unwrap();

        assert_eq!(again, Changed::in_place(merged.thing.clone()));
        assert_eq!(merged.thing.links, old.links);
        assert_eq!(merged.redirects.len(), 1);
        let left = addresses::by_path(&reader(&app), locale("uk"), "/author/yu-hai")
            .await
            .unwrap();
        assert_eq!(left.map(|one| one.target), Some(Target::Author(kept.id)));
        let english = authors::by_slug(&reader(&app), locale("en"), "yuri-hai")
            .await
            .unwrap();
        assert_eq!(english.map(|author| author.id), Some(kept.id));
        assert!(
            authors::by_ids(&reader(&app), &[old.id])
                .await
                .unwrap()
                .is_empty()
        );
        let refused = problems(merge(&app, kept.id, old.id).await);
        assert_eq!(refused[0].path, ["intoId"]);
    }
);

both!(
    a_changed_word_of_an_author_leaves_a_redirect,
    Newsroom::Small,
    |app| {
        let author = create(&app, json!({ "names": { "uk": "Юрій Гай" } })).await;
        let typed = input(json!({ "slugs": { "uk": "hai" }, "jobTitles": { "uk": "Редактор" } }));

        let changed = authors::update(&desk(&app), author.id, 1, &typed)
            .await
            .unwrap();
        let late = authors::update(&desk(&app), author.id, 1, &typed).await;

        assert_eq!(changed.redirects[0].from_path, "/author/yurii-hai");
        assert_eq!(changed.thing.version, 2);
        assert_eq!(problems(late)[0].path, ["expectedVersion"]);
    }
);

both!(authors_are_imported_once, Newsroom::Small, |app| {
    let call = desk(&app);
    let site = editions::site(&call).await.unwrap();
    let id = |number: u128| AuthorId(Uuid::from_u128(number));
    let twins = [1, 2].map(|number| (id(number), input(json!({ "names": { "uk": "Юрій Гай" } }))));

    for written in [2, 0] {
        let tx = call.begin().await.unwrap();
        let permit = tx
            .authorize(Action::NewsroomImport, &Subject::default())
            .unwrap();
        assert_eq!(
            authors::import(&permit, &site, &twins).await.unwrap(),
            written
        );
        tx.commit().await.unwrap();
    }

    let found = authors::by_slug(&reader(&app), locale("uk"), "yurii-hai-2")
        .await
        .unwrap();
    assert_eq!(found.map(|author| author.id), Some(id(2)));
});
