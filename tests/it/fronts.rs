//! Fronts: arranging them, and what stands on them when.

use masthead::app::{Call, Error};
use masthead::articles::{
    self, ArticleInput, PublishInput, SharedPatch, Takedown, Translation, UnpublishInput,
};
use masthead::fronts::{self, Arrangement, Front, Pin, Rule, Zone};
use masthead::platform::ids::{ArticleId, TagId};
use masthead::platform::locale::Locale;
use masthead::policy::{Action, Subject};
use masthead::vocabulary::{
    ArticleKind, HeadlineEmphasis, UnpublishReason, UserErrorCode, ZoneLayout,
};
use serde_json::Map;
use uuid::Uuid;

use crate::support::small::ENERGY;
use crate::support::{Newsroom, START, TestApp, both};

fn uk() -> Locale {
    "uk".parse().unwrap()
}

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

async fn live(app: &TestApp, headline: &str) -> Translation {
    let input = ArticleInput {
        kind: ArticleKind::News,
        locale: uk(),
        section: ENERGY,
        headline: headline.to_owned(),
        slug: None,
        content: Map::new(),
        shared: SharedPatch::default(),
        request_id: None,
    };
    let (_, one) = articles::create(&desk(app), &input).await.unwrap();
    let publish = PublishInput::default();
    articles::publish(&desk(app), one.id, one.version, &publish)
        .await
        .unwrap()
}

fn zone(key: &str, tags: &[TagId]) -> Zone {
    Zone {
        key: key.to_owned(),
        position: 0,
        title: None,
        layout: ZoneLayout::Cards,
        more_url: None,
        size: 3,
        rule: Rule {
            tags: tags.to_vec(),
            ..Rule::default()
        },
    }
}

fn pin(app: &TestApp, position: i32, article: ArticleId) -> Pin {
    let call = desk(app);
    Pin {
        id: call.new_id(),
        zone_key: "top".to_owned(),
        position,
        article,
        headline: None,
        image: None,
        emphasis: HeadlineEmphasis::Normal,
        sublinks: Vec::new(),
        starts_at: None,
        expires_at: None,
        pinned_by: call.actor().user().unwrap(),
    }
}

fn home(zones: Vec<Zone>, pins: Vec<Pin>) -> Arrangement {
    Arrangement {
        key: "home".to_owned(),
        locale: uk(),
        title: "Головна".to_owned(),
        zones,
        pins,
    }
}

async fn arrange(app: &TestApp, wanted: &Arrangement) -> Result<bool, Error> {
    let tx = desk(app).begin().await?;
    let is_new = fronts::arrange(&tx, wanted).await?;
    tx.commit().await?;
    Ok(is_new)
}

async fn front(app: &TestApp) -> Front {
    let fronts = fronts::fronts(&desk(app)).await.unwrap();
    Front::clone(fronts.by_key(uk(), "home").unwrap())
}

async fn pinned(app: &TestApp) -> Vec<ArticleId> {
    let pins = fronts::pins(&desk(app), front(app).await.id).await.unwrap();
    pins.into_iter().map(|pin| pin.article).collect()
}

both!(
    a_front_is_arranged_whole_and_left_alone_when_it_stands_so,
    Newsroom::Small,
    |app| {
        let story = live(&app, "Ferry").await.article_id;
        let first = home(vec![zone("top", &[])], vec![pin(&app, 1, story)]);

        assert!(arrange(&app, &first).await.unwrap());
        let made = front(&app).await;
        app.clock.advance(1_000);
        assert!(!arrange(&app, &first).await.unwrap());
        assert_eq!(
            (front(&app).await, pinned(&app).await),
            (made.clone(), vec![story])
        );

        assert!(
            arrange(&app, &home(vec![zone("news", &[])], Vec::new()))
                .await
                .unwrap()
        );

        let next = front(&app).await;
        assert_eq!(
            (next.id, next.version, next.published_at),
            (made.id, 2, START.plus_ms(1_000))
        );
        assert_eq!(next.zones, [zone("news", &[])]);
        assert!(pinned(&app).await.is_empty());
    }
);

both!(pins_come_and_go_by_the_clock, Newsroom::Small, |app| {
    let (early, late) = (
        live(&app, "Ferry").await.article_id,
        live(&app, "Tram").await.article_id,
    );
    let change = START.plus_ms(60_000);
    let pins = vec![
        Pin {
            expires_at: Some(change),
            ..pin(&app, 1, early)
        },
        Pin {
            starts_at: Some(change),
            ..pin(&app, 1, late)
        },
    ];
    arrange(&app, &home(vec![zone("top", &[])], pins))
        .await
        .unwrap();

    assert_eq!(pinned(&app).await, [early]);
    app.clock.set(change);
    assert_eq!(pinned(&app).await, [late]);
});

both!(
    a_front_that_does_not_fit_is_refused_whole,
    Newsroom::Small,
    |app| {
        let story = live(&app, "Ferry").await.article_id;
        let pins = vec![pin(&app, 1, story), pin(&app, 4, story)];

        let refused = arrange(&app, &home(vec![zone("top", &[])], pins)).await;

        let Err(Error::Refused(problems)) = refused else {
            panic!("{refused:?}")
        };
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [UserErrorCode::Invalid, UserErrorCode::Duplicate]);
        assert!(
            fronts::fronts(&desk(&app))
                .await
                .unwrap()
                .iter()
                .next()
                .is_none()
        );
    }
);

both!(
    taking_a_story_down_takes_its_pins_along,
    Newsroom::Small,
    |app| {
        let (ferry, tram) = (live(&app, "Ferry").await, live(&app, "Tram").await);
        let pins = vec![
            pin(&app, 1, ferry.article_id),
            pin(&app, 2, tram.article_id),
        ];
        arrange(&app, &home(vec![zone("top", &[])], pins))
            .await
            .unwrap();
        let input = UnpublishInput {
            reason: UnpublishReason::Error,
            public_notice: None,
            note: "twice".to_owned(),
        };

        let what = Takedown::Translation(ferry.id);
        let (_, dropped) = fronts::take_down(&desk(&app), &what, &input).await.unwrap();

        assert_eq!(dropped, 1);
        assert_eq!(pinned(&app).await, [tram.article_id]);
    }
);

both!(
    a_merged_tag_moves_in_the_rules_of_zones,
    Newsroom::Small,
    |app| {
        let [ferry, boats, sea] = [1, 2, 3].map(|n| TagId(Uuid::from_u128(n)));
        let zones = vec![zone("top", &[ferry, boats]), zone("more", &[sea])];
        arrange(&app, &home(zones, Vec::new())).await.unwrap();
        let tx = desk(&app).begin().await.unwrap();
        let permit = tx.authorize(Action::TagMerge, &Subject::default()).unwrap();

        let moved = fronts::move_tag(&permit, ferry, boats).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!(moved, 1);
        let rules = front(&app)
            .await
            .zones
            .into_iter()
            .map(|zone| zone.rule.tags);
        assert_eq!(rules.collect::<Vec<_>>(), [vec![boats], vec![sea]]);
    }
);

both!(
    a_call_that_began_before_an_arrangement_does_not_hide_it,
    Newsroom::Small,
    |app| {
        let slow = desk(&app);
        app.clock.advance(1_000);

        arrange(&app, &home(vec![zone("top", &[])], Vec::new()))
            .await
            .unwrap();
        fronts::fronts(&slow).await.unwrap();

        assert_eq!(front(&app).await.zones.len(), 1);
    }
);
