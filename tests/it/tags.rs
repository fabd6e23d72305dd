//! Tags: their names, their addresses, and what becomes of both.

use masthead::addresses::{self, Changed, Target};
use masthead::app::{Call, CreationKey, Error, Problem, Remedy};
use masthead::editions;
use masthead::platform::ids::TagId;
use masthead::platform::locale::Locale;
use masthead::platform::page::Page;
use masthead::policy::{Action, Actor, Subject};
use masthead::tags::{self, Tag, TagInput};
use masthead::vocabulary::{SlugOwnerKind, TagKind, TagState, UserErrorCode};
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

fn input(json: Json) -> TagInput {
    serde_json::from_value(json).unwrap()
}

fn topic(name: &str) -> TagInput {
    input(json!({ "kind": "TOPIC", "names": { "uk": name } }))
}

async fn create(app: &TestApp, input: &TagInput) -> Tag {
    tags::create(&desk(app), input, None).await.unwrap()
}

async fn update(app: &TestApp, tag: &Tag, change: Json) -> Changed<Tag> {
    let change = input(change);
    let changed = tags::update(&desk(app), tag.id, tag.version, &change).await;
    changed.unwrap()
}

async fn merge(app: &TestApp, id: TagId, into: TagId) -> Result<Changed<Tag>, Error> {
    let call = desk(app);
    let site = editions::site(&call).await?;
    let tx = call.begin().await?;
    let (_, changed) = tags::merge_within(&tx, &site, id, into).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn retire(app: &TestApp, id: TagId) -> Result<Tag, Error> {
    let call = desk(app);
    let site = editions::site(&call).await?;
    let tx = call.begin().await?;
    let (_, changed) = tags::retire_within(&tx, &site, id).await?;
    tx.commit().await?;
    Ok(changed.thing)
}

async fn import(app: &TestApp, tags: &[(TagId, TagInput)]) -> Result<usize, Error> {
    let call = desk(app);
    let site = editions::site(&call).await?;
    let tx = call.begin().await?;
    let permit = tx.authorize(Action::NewsroomImport, &Subject::default())?;
    let written = tags::import(&permit, &site, tags).await?;
    tx.commit().await?;
    Ok(written)
}

async fn find(app: &TestApp, query: Option<&str>, kinds: &[TagKind]) -> Vec<String> {
    let page = Page::first(100);
    let found = tags::list(&desk(app), locale("uk"), (query, kinds), &page).await;
    let found = found.unwrap().items.into_iter();
    found
        .map(|tag| tag.label(locale("uk")).to_owned())
        .collect()
}

async fn by_slug(call: &Call, slug: &str) -> Option<TagId> {
    let found = tags::by_slug(call, locale("uk"), slug).await.unwrap();
    found.map(|tag| tag.id)
}

async fn redirect(app: &TestApp, path: &str) -> Option<Target> {
    let found = addresses::by_path(&reader(app), locale("uk"), path).await;
    found.unwrap().map(|redirect| redirect.target)
}

fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> Problem {
    match result {
        Err(Error::Refused(mut problems)) => problems.remove(0),
        other => panic!("{other:?}"),
    }
}

both!(
    a_tag_is_found_at_the_word_made_of_its_name,
    Newsroom::Small,
    |app| {
        let tag = create(&app, &topic("Нічний пором")).await;

        assert_eq!(by_slug(&reader(&app), "nichnyi-porom").await, Some(tag.id));
        assert_eq!(by_slug(&reader(&app), "porom").await, None);
    }
);

both!(
    a_creation_sent_twice_makes_one_tag,
    Newsroom::Small,
    |app| {
        let request = "0197f2b4-8c1e-7000-8000-000000000001";
        let key = || Some(CreationKey::parse(["requestId"], request).unwrap());

        let first = tags::create(&desk(&app), &topic("Пором"), key())
            .await
            .unwrap();
        let again = tags::create(&desk(&app), &topic("Пором"), key())
            .await
            .unwrap();

        assert_eq!(first, again);
    }
);

both!(
    a_name_that_another_tag_of_the_kind_has_is_refused,
    Newsroom::Small,
    |app| {
        let first = create(&app, &topic("Знам’янка")).await;

        let same = tags::create(&desk(&app), &topic("ЗНАМЯНКА"), None).await;
        let place = input(json!({ "kind": "PLACE", "names": { "uk": "Знамʼянка" } }));
        let place = create(&app, &place).await;

        let same = problem(same);
        assert_eq!(same.path, ["input", "names", "uk"]);
        assert_eq!(same.remedy, Remedy::Duplicate(first.id.to_string()));
        assert_eq!(place.texts[&locale("uk")].slug, "znamianka-2");
    }
);

both!(
    a_typed_word_that_is_taken_is_refused_with_free_ones,
    Newsroom::Small,
    |app| {
        create(&app, &topic("Пором")).await;
        let typed =
            json!({ "kind": "TOPIC", "names": { "uk": "Катер" }, "slugs": { "uk": "porom" } });

        let refused = problem(tags::create(&desk(&app), &input(typed), None).await);

        let Remedy::SlugTaken(owner, free) = refused.remedy else {
            panic!("{refused:?}")
        };
        assert_eq!(
            (owner.kind, owner.title.as_str()),
            (SlugOwnerKind::Live, "Пором")
        );
        assert_eq!(owner.path.as_deref(), Some("/tag/porom"));
        assert_eq!(free, ["porom-2", "porom-3", "porom-4"]);
    }
);

both!(a_preview_says_who_has_the_word, Newsroom::Small, |app| {
    let tag = create(&app, &topic("Пором")).await;
    let uk = locale("uk");

    let taken = tags::slug_preview(&desk(&app), uk, "Пором", None)
        .await
        .unwrap();
    let own = tags::slug_preview(&desk(&app), uk, "Пором", Some(tag.id))
        .await
        .unwrap();
    let denied = tags::slug_preview(&reader(&app), uk, "Пором", None).await;

    assert_eq!(taken.taken_by.unwrap().title, "Пором");
    assert_eq!(taken.suggestions[0], "porom-2");
    assert_eq!((own.slug.as_str(), own.taken_by), ("porom", None));
    assert!(matches!(denied, Err(Error::Unauthenticated)));
});

both!(
    an_old_address_leads_to_the_tag_until_it_is_back,
    Newsroom::Small,
    |app| {
        let tag = create(&app, &topic("Пором")).await;

        let renamed = update(&app, &tag, json!({ "slugs": { "uk": "ferry" } })).await;
        assert_eq!(renamed.redirects[0].from_path, "/tag/porom");
        assert_eq!(
            redirect(&app, "/tag/porom").await,
            Some(Target::Tag(tag.id))
        );
        assert_eq!(by_slug(&reader(&app), "porom").await, None);

        app.clock.advance(60_000);
        update(&app, &renamed.thing, json!({ "slugs": { "uk": "porom" } })).await;
        assert_eq!(redirect(&app, "/tag/porom").await, None);
        assert_eq!(
            redirect(&app, "/tag/ferry").await,
            Some(Target::Tag(tag.id))
        );
    }
);

both!(
    a_word_once_used_stays_its_tags_own,
    Newsroom::Small,
    |app| {
        let tag = create(&app, &topic("Пором")).await;
        update(&app, &tag, json!({ "slugs": { "uk": "ferry" } })).await;

        let typed =
            json!({ "kind": "TOPIC", "names": { "uk": "Катер" }, "slugs": { "uk": "porom" } });
        let refused = problem(tags::create(&desk(&app), &input(typed), None).await);

        let Remedy::SlugTaken(owner, _) = refused.remedy else {
            panic!("{refused:?}")
        };
        assert_eq!(owner.kind, SlugOwnerKind::Redirect);
    }
);

both!(
    an_outdated_change_of_a_tag_is_refused,
    Newsroom::Small,
    |app| {
        let tag = create(&app, &topic("Пором")).await;
        update(&app, &tag, json!({ "isHidden": true })).await;

        let late = tags::update(&desk(&app), tag.id, tag.version, &topic("Катер")).await;

        let Remedy::VersionConflict(conflict) = problem(late).remedy else {
            panic!()
        };
        assert_eq!(conflict.current_version, 2);
    }
);

both!(a_hidden_tag_is_the_newsrooms_own, Newsroom::Small, |app| {
    let tag = create(&app, &topic("Пором")).await;
    update(&app, &tag, json!({ "isHidden": true })).await;

    assert_eq!(by_slug(&reader(&app), "porom").await, None);
    assert_eq!(by_slug(&desk(&app), "porom").await, Some(tag.id));
    assert!(
        tags::by_ids(&reader(&app), &[tag.id])
            .await
            .unwrap()
            .is_empty()
    );
});

both!(
    tags_are_listed_by_the_alphabet_and_found_by_any_spelling,
    Newsroom::Small,
    |app| {
        let aliases = json!({ "uk": ["100%_нова", "П'ята"] });
        for name in ["Ґанок", "Дім", "Гай"] {
            create(&app, &topic(name)).await;
        }
        let five =
            json!({ "kind": "EVENT", "names": { "uk": "Єва", "en": "Five" }, "aliases": aliases });
        create(&app, &input(five)).await;

        assert_eq!(find(&app, None, &[]).await, ["Гай", "Ґанок", "Дім", "Єва"]);
        assert_eq!(find(&app, Some("ГА"), &[]).await, ["Гай", "Ґанок"][..1]);
        assert_eq!(find(&app, Some("пята"), &[]).await, ["Єва"]);
        assert_eq!(find(&app, Some("0%_"), &[]).await, ["Єва"]);
        assert_eq!(find(&app, Some("0_н"), &[]).await, [""; 0]);
        assert_eq!(find(&app, Some("ive"), &[]).await, ["Єва"]);
        assert_eq!(find(&app, None, &[TagKind::Event]).await, ["Єва"]);
    }
);

both!(the_list_goes_on_after_each_page, Newsroom::Small, |app| {
    let english = |name| input(json!({ "kind": "TOPIC", "names": { "en": name } }));
    for name in ["б", "в", "а"] {
        create(&app, &topic(name)).await;
    }
    create(&app, &english("ferry")).await;

    let mut seen = Vec::new();
    let mut page = Page::first(1);
    loop {
        let all = (None, &[][..]);
        let slice = tags::list(&desk(&app), locale("uk"), all, &page)
            .await
            .unwrap();
        let last = slice.items.last().unwrap();
        page.after = Some((last.sort_key(locale("uk")), last.id));
        seen.extend(
            slice
                .items
                .iter()
                .map(|tag| tag.label(locale("uk")).to_owned()),
        );
        if !slice.has_next {
            break;
        }
    }

    // Ukrainian sorts its own letters before the Latin ones.
    assert_eq!(seen, ["а", "б", "в", "ferry"]);
});

both!(
    merging_makes_names_spellings_and_old_addresses_lead_on,
    Newsroom::Small,
    |app| {
        let old = json!({ "kind": "TOPIC", "names": { "uk": "Паром", "en": "Ferry" },
        "aliases": { "uk": ["Поромчик"] } });
        let old = create(&app, &input(old)).await;
        let kept = create(&app, &topic("Пором")).await;

        let merged = merge(&app, old.id, kept.id).await.unwrap();

        let (uk, en) = (locale("uk"), locale("en"));
        assert_eq!(merged.thing.texts[&uk].aliases, ["Паром", "Поромчик"]);
        assert_eq!(merged.thing.texts[&en].name, "Ferry");
        assert_eq!(merged.redirects.len(), 1);
        assert_eq!(
            redirect(&app, "/tag/parom").await,
            Some(Target::Tag(kept.id))
        );
        let english = tags::by_slug(&reader(&app), en, "ferry").await.unwrap();
        assert_eq!(english.map(|tag| tag.id), Some(kept.id));
        let gone = &tags::by_ids(&desk(&app), &[old.id]).await.unwrap()[&old.id];
        assert_eq!(
            (gone.state, gone.merged_into),
            (TagState::Merged, Some(kept.id))
        );
        assert_eq!(find(&app, None, &[]).await, ["Пором"]);
    }
);

both!(a_chain_of_merges_has_one_link, Newsroom::Small, |app| {
    let mut ids = Vec::new();
    for name in ["Перший", "Другий", "Третій"] {
        ids.push(create(&app, &topic(name)).await.id);
    }

    merge(&app, ids[0], ids[1]).await.unwrap();
    merge(&app, ids[1], ids[2]).await.unwrap();
    let again = merge(&app, ids[0], ids[2]).await.unwrap();

    let first = &tags::by_ids(&desk(&app), &ids).await.unwrap()[&ids[0]];
    assert_eq!(first.merged_into, Some(ids[2]));
    assert_eq!(again, Changed::in_place(again.thing.clone()));
    assert_eq!(
        redirect(&app, "/tag/pershyi").await,
        Some(Target::Tag(ids[2]))
    );
    assert_eq!(again.thing.texts[&locale("uk")].aliases.len(), 2);
});

both!(
    a_tag_is_not_merged_into_itself_or_another_kind_or_a_merged_one,
    Newsroom::Small,
    |app| {
        let tag = create(&app, &topic("Пором")).await.id;
        let other = create(&app, &topic("Катер")).await.id;
        let place = input(json!({ "kind": "PLACE", "names": { "uk": "Порт" } }));
        let place = create(&app, &place).await.id;
        let unknown = TagId(Uuid::from_u128(7));

        for (id, into, field, code) in [
            (tag, tag, "intoId", UserErrorCode::Invalid),
            (tag, place, "intoId", UserErrorCode::Invalid),
            (tag, unknown, "intoId", UserErrorCode::NotFound),
            (unknown, tag, "id", UserErrorCode::NotFound),
        ] {
            let refused = problem(merge(&app, id, into).await);
            assert_eq!((refused.path, refused.code), (vec![field.to_owned()], code));
        }

        merge(&app, other, tag).await.unwrap();
        assert_eq!(problem(merge(&app, tag, other).await).path, ["intoId"]);
        let late = tags::update(&desk(&app), other, 2, &topic("Човен")).await;
        assert_eq!(problem(late).path, ["id"]);
    }
);

both!(
    a_retired_tag_frees_its_name_and_keeps_its_address,
    Newsroom::Small,
    |app| {
        let tag = create(&app, &topic("Пором")).await;

        let retired = retire(&app, tag.id).await.unwrap();
        let again = retire(&app, tag.id).await.unwrap();
        let heir = create(&app, &topic("Пором")).await;

        assert_eq!(
            (retired.state, again.version),
            (TagState::Retired, retired.version)
        );
        assert_eq!(heir.texts[&locale("uk")].slug, "porom-2");
        assert_eq!(by_slug(&desk(&app), "porom").await, None);
        let back = input(json!({ "isHidden": false }));
        let back = tags::update(&desk(&app), tag.id, retired.version, &back).await;
        assert_eq!(problem(back).code, UserErrorCode::Duplicate);
    }
);

both!(
    an_import_writes_what_is_new_or_changed_in_few_statements,
    Newsroom::Small,
    |app| {
        let id = |number: u128| TagId(Uuid::from_u128(number));
        let mut tags: Vec<_> = (1..=300)
            .map(|number| (id(number), topic(&format!("Тема {number}"))))
            .collect();
        tags.push((id(301), topic("Тема-300!")));

        let (first, statements) = app.statements(import(&app, &tags)).await;
        let again = import(&app, &tags).await.unwrap();
        tags[0].1 = topic("Тема нова");
        let changed = import(&app, &tags).await.unwrap();

        assert_eq!((first.unwrap(), again, changed), (301, 0, 1));
        assert!(statements < 20, "{statements}");
        let twin = &tags::by_ids(&desk(&app), &[id(301)]).await.unwrap()[&id(301)];
        assert_eq!(twin.texts[&locale("uk")].slug, "tema-300-2");
        // A new name leaves the address where it was.
        assert_eq!(by_slug(&desk(&app), "tema-1").await, Some(id(1)));
    }
);

both!(
    an_import_names_the_tags_that_have_one_name,
    Newsroom::Small,
    |app| {
        let there = create(&app, &topic("Пором")).await.id;
        let id = |number: u128| TagId(Uuid::from_u128(number));
        let tags = [
            (id(1), topic("Катер")),
            (id(2), topic("КАТЕР")),
            (id(3), topic("пором")),
        ];

        let Err(Error::Refused(problems)) = import(&app, &tags).await else {
            panic!()
        };

        let told: Vec<_> = problems
            .iter()
            .map(|one| (one.path[0].clone(), &one.remedy))
            .collect();
        let duplicate = |id: TagId| Remedy::Duplicate(id.to_string());
        assert_eq!(told[0], (id(2).to_string(), &duplicate(id(1))));
        assert_eq!(told[1], (id(3).to_string(), &duplicate(there)));
    }
);
