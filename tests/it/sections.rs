//! Sections: arranging the tree, and what becomes of addresses.

use masthead::addresses::{self, Changed, Target};
use masthead::app::{Call, Error, Problem, Remedy};
use masthead::editions;
use masthead::platform::ids::SectionId;
use masthead::platform::locale::Locale;
use masthead::policy::{Action, Subject};
use masthead::sections::{self, Section, SectionInput};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::support::small::{ECONOMY, ENERGY, SPORT};
use crate::support::{Newsroom, TestApp, both};

fn uk() -> Locale {
    "uk".parse().unwrap()
}

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

fn input(json: Json) -> SectionInput {
    serde_json::from_value(json).unwrap()
}

fn named(name: &str, parent: SectionId) -> SectionInput {
    let names = json!({ "uk": name, "en": name });
    input(json!({ "names": names, "parent": parent, "isActive": true }))
}

async fn create(app: &TestApp, input: &SectionInput) -> Section {
    sections::create(&desk(app), input, None).await.unwrap()
}

async fn retire(app: &TestApp, id: SectionId, into: SectionId) -> Result<Changed<Section>, Error> {
    let call = desk(app);
    let site = editions::site(&call).await?;
    let tx = call.begin().await?;
    let (_, changed) = sections::retire_within(&tx, &site, id, into).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn import(app: &TestApp, all: &[(SectionId, SectionInput)]) -> Result<usize, Error> {
    let call = desk(app);
    let site = editions::site(&call).await?;
    let tx = call.begin().await?;
    let permit = tx.authorize(Action::NewsroomImport, &Subject::default())?;
    let written = sections::import(&permit, &site, all).await?;
    tx.commit().await?;
    Ok(written)
}

async fn path(app: &TestApp, id: SectionId) -> String {
    let tree = sections::tree(&desk(app)).await.unwrap();
    tree.path(uk(), id).unwrap().to_string()
}

async fn redirect(app: &TestApp, path: &str) -> Option<Target> {
    let found = addresses::by_path(&desk(app), uk(), path).await.unwrap();
    found.map(|redirect| redirect.target)
}

fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> Problem {
    match result {
        Err(Error::Refused(mut problems)) => problems.remove(0),
        other => panic!("{other:?}"),
    }
}

both!(
    a_new_section_is_seen_by_every_node,
    Newsroom::Small,
    |app| {
        let other = app.another_node().await;
        sections::tree(&Call::system(&other, "test")).await.unwrap();

        let grid = create(&app, &named("Мережа", ENERGY)).await;

        let tree = sections::tree(&Call::system(&other, "test")).await.unwrap();
        assert!(tree.is_public(uk(), grid.id));
        assert_eq!(tree.by_slug(uk(), "merezha"), Some(&grid));
        assert_eq!(path(&app, grid.id).await, "/section/economy/energy/merezha");
    }
);

both!(
    an_open_section_has_a_name_in_every_edition,
    Newsroom::Small,
    |app| {
        let uk_alone = json!({ "names": { "uk": "Погода" } });
        let closed = create(&app, &input(uk_alone)).await;

        let open = |json| {
            let (call, open) = (desk(&app), input(json));
            async move { sections::update(&call, closed.id, 1, &open).await }
        };
        let refused = problem(open(json!({ "isActive": true })).await);
        let names = json!({ "uk": "Погода", "en": "Weather" });
        let opened = open(json!({ "names": names, "isActive": true }))
            .await
            .unwrap();

        assert_eq!(refused.path, ["input", "names", "en"]);
        assert!(opened.thing.is_active);
    }
);

both!(
    addresses_below_a_moved_section_lead_on,
    Newsroom::Small,
    |app| {
        let grid = create(&app, &named("Мережа", ENERGY)).await.id;

        let moved = sections::move_to(&desk(&app), ENERGY, Some(SPORT), 0)
            .await
            .unwrap();

        assert_eq!(path(&app, grid).await, "/section/sport/energy/merezha");
        assert_eq!(moved.redirects.len(), 4);
        let old = redirect(&app, "/section/economy/energy/merezha").await;
        assert_eq!(old, Some(Target::Section(grid)));

        app.clock.advance(60_000);
        sections::move_to(&desk(&app), ENERGY, Some(ECONOMY), 0)
            .await
            .unwrap();
        assert_eq!(
            redirect(&app, "/section/economy/energy/merezha").await,
            None
        );
    }
);

both!(
    a_section_cannot_be_moved_below_itself,
    Newsroom::Small,
    |app| {
        let refused = problem(sections::move_to(&desk(&app), ECONOMY, Some(ENERGY), 0).await);

        assert_eq!(refused.path, ["parentId"]);
    }
);

both!(
    a_renamed_address_moves_those_below_it,
    Newsroom::Small,
    |app| {
        let change = input(json!({ "slugs": { "uk": "business" } }));

        let changed = sections::update(&desk(&app), ECONOMY, 1, &change)
            .await
            .unwrap();

        let from: Vec<_> = changed
            .redirects
            .iter()
            .map(|one| one.from_path.as_str())
            .collect();
        assert_eq!(from, ["/section/economy", "/section/economy/energy"]);
        assert_eq!(path(&app, ENERGY).await, "/section/business/energy");
    }
);

both!(
    a_typed_word_of_another_section_is_refused,
    Newsroom::Small,
    |app| {
        create(&app, &named("Погода", SPORT)).await;
        let typed = json!({ "slugs": { "uk": "pohoda" } });

        let refused = problem(sections::update(&desk(&app), ENERGY, 1, &input(typed)).await);

        let Remedy::SlugTaken(owner, _) = refused.remedy else {
            panic!("{refused:?}")
        };
        assert_eq!(owner.path.as_deref(), Some("/section/sport/pohoda"));
    }
);

both!(
    an_outdated_change_of_a_section_is_refused,
    Newsroom::Small,
    |app| {
        sections::move_to(&desk(&app), SPORT, None, 0)
            .await
            .unwrap();

        let late = sections::update(&desk(&app), SPORT, 1, &input(json!({ "position": 1 }))).await;

        assert!(matches!(problem(late).remedy, Remedy::VersionConflict(_)));
    }
);

both!(
    a_retired_section_leads_to_the_one_that_takes_its_stories,
    Newsroom::Small,
    |app| {
        let early = problem(retire(&app, ECONOMY, SPORT).await);
        let retired = retire(&app, ENERGY, SPORT).await.unwrap();
        let again = retire(&app, ENERGY, SPORT).await.unwrap();

        assert_eq!(early.path, ["id"]);
        assert!(!retired.thing.is_active);
        assert_eq!(again, Changed::in_place(retired.thing.clone()));
        let old = redirect(&app, "/section/economy/energy").await;
        assert_eq!(old, Some(Target::Section(SPORT)));

        app.clock.advance(60_000);
        let open = input(json!({ "isActive": true }));
        let version = retired.thing.version;
        sections::update(&desk(&app), ENERGY, version, &open)
            .await
            .unwrap();
        assert_eq!(redirect(&app, "/section/economy/energy").await, None);
    }
);

both!(
    an_open_section_is_not_closed_by_an_update,
    Newsroom::Small,
    |app| {
        let close = input(json!({ "isActive": false }));

        let refused = problem(sections::update(&desk(&app), SPORT, 1, &close).await);

        assert_eq!(refused.path, ["input", "isActive"]);
    }
);

both!(sections_are_imported_in_any_order, Newsroom::Small, |app| {
    let id = |number: u128| SectionId(Uuid::from_u128(number));
    let at = |name: &str, parent: Json, position: i32| {
        let names = json!({ "uk": name, "en": name });
        input(json!({ "names": names, "parent": parent, "position": position }))
    };
    let all = [
        (id(3), at("Мости", json!(id(2)), 0)),
        (id(2), at("Дороги", json!(id(1)), 1)),
        (id(4), at("Потяги", json!(id(1)), 0)),
        (id(1), at("Рух", Json::Null, 0)),
    ];

    let first = import(&app, &all).await.unwrap();
    let again = import(&app, &all).await.unwrap();

    assert_eq!((first, again), (4, 0));
    assert_eq!(path(&app, id(3)).await, "/section/rukh/dorohy/mosty");
    let tree = sections::tree(&desk(&app)).await.unwrap();
    let below: Vec<_> = tree
        .children(Some(id(1)))
        .map(|one| one.label(uk()))
        .collect();
    assert_eq!(below, ["Потяги", "Дороги"]);
    assert_eq!(tree.children(None).next().map(|one| one.id), Some(id(1)));
});
