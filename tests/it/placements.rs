//! Placements: creating, changing and importing them.

use masthead::ads::{self, Placement, PlacementInput, Size};
use masthead::app::{Call, Error};
use masthead::policy::{Action, Subject};
use masthead::vocabulary::{AdPageKind, AdZone, DeviceClass, UserErrorCode};

use crate::support::{Newsroom, TestApp, both};

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

fn input(key: &str) -> PlacementInput {
    PlacementInput {
        key: key.to_owned(),
        name: "Beside the text".to_owned(),
        page_kinds: vec![AdPageKind::Article],
        zone: AdZone::Rail,
        devices: vec![DeviceClass::Desktop],
        sizes: vec![Size {
            width: 300,
            height: 600,
        }],
        max_per_page: 2,
        in_article: None,
        blocked_sensitivity: Vec::new(),
        is_active: true,
    }
}

fn wider(key: &str) -> PlacementInput {
    PlacementInput {
        sizes: vec![Size {
            width: 336,
            height: 600,
        }],
        ..input(key)
    }
}

async fn known(app: &TestApp, key: &str) -> Option<Placement> {
    let placements = ads::placements(&desk(app)).await.unwrap();
    placements
        .iter()
        .find(|placement| placement.key == key)
        .cloned()
}

fn code(result: Result<Placement, Error>) -> UserErrorCode {
    match result {
        Err(Error::Refused(problems)) => problems[0].code,
        other => panic!("{other:?}"),
    }
}

both!(
    a_change_of_a_placement_is_seen_at_once_and_on_every_node,
    Newsroom::Small,
    |app| {
        let made = ads::create(&desk(&app), input("quasar"), None)
            .await
            .unwrap();
        assert_eq!(known(&app, "quasar").await.as_ref(), Some(&made));
        let other = app.another_node().await;

        let changed = ads::update(&desk(&app), made.id, 1, wider("quasar"))
            .await
            .unwrap();

        assert_eq!(changed.version, 2);
        assert_eq!(known(&app, "quasar").await.as_ref(), Some(&changed));
        let there = ads::placements(&Call::system(&other, "test"))
            .await
            .unwrap();
        assert!(there.contains(&changed) && !there.contains(&made));
    }
);

both!(
    an_outdated_change_of_a_placement_is_refused,
    Newsroom::Small,
    |app| {
        let made = ads::create(&desk(&app), input("quasar"), None)
            .await
            .unwrap();
        ads::update(&desk(&app), made.id, 1, wider("quasar"))
            .await
            .unwrap();

        let stale = ads::update(&desk(&app), made.id, 1, input("quasar")).await;

        assert_eq!(code(stale), UserErrorCode::VersionConflict);
    }
);

both!(a_key_belongs_to_one_placement, Newsroom::Small, |app| {
    let made = ads::create(&desk(&app), input("quasar"), None)
        .await
        .unwrap();
    let other = ads::create(&desk(&app), input("pulsar"), None)
        .await
        .unwrap();

    let again = ads::create(&desk(&app), input("quasar"), None).await;
    assert_eq!(code(again), UserErrorCode::Duplicate);
    let renamed = ads::update(&desk(&app), other.id, 1, input("quasar")).await;
    assert_eq!(code(renamed), UserErrorCode::Duplicate);
    ads::update(&desk(&app), made.id, 1, input("blazar"))
        .await
        .unwrap();
    ads::update(&desk(&app), other.id, 1, input("quasar"))
        .await
        .unwrap();
});

both!(
    a_retried_creation_makes_one_placement,
    Newsroom::Small,
    |app| {
        let id = Some("0197f2b4-8c1e-7000-8000-000000000001");
        let first = ads::create(&desk(&app), input("quasar"), id).await.unwrap();

        let second = ads::create(&desk(&app), input("quasar"), id).await.unwrap();

        assert_eq!(first, second);
    }
);

both!(
    an_import_of_placements_writes_what_has_changed,
    Newsroom::Small,
    |app| {
        let write = async |inputs: Vec<PlacementInput>| -> Result<usize, Error> {
            let tx = desk(&app).begin().await?;
            let permit = tx.authorize(Action::NewsroomImport, &Subject::default())?;
            let written = ads::import(&permit, inputs).await?;
            tx.commit().await?;
            Ok(written)
        };

        assert_eq!(
            write(vec![input("quasar"), input("pulsar")]).await.unwrap(),
            2
        );
        assert_eq!(
            write(vec![wider("quasar"), input("pulsar")]).await.unwrap(),
            1
        );
        assert_eq!(known(&app, "quasar").await.unwrap().version, 2);
        let Err(Error::Refused(problems)) = write(vec![input("Not a key")]).await else {
            panic!("a key is in kebab case");
        };
        assert_eq!(problems[0].path, ["Not a key", "input", "key"]);
    }
);
