//! The library: describing, finding and importing assets.

use std::collections::BTreeMap;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use masthead::app::{Call, Error};
use masthead::editions;
use masthead::media::{
    self, Asset, AssetFilter, AssetInput, FocalPoint, ImportedAsset, ImportedContent, Playback,
    Rights,
};
use masthead::platform::clock::Instant;
use masthead::platform::ids::{AssetId, TypedId};
use masthead::platform::locale::Locale;
use masthead::platform::page::Page;
use masthead::policy::Actor;
use masthead::vocabulary::{AssetKind, AssetState, LicenceKind, UserErrorCode};

use crate::support::assets;
use crate::support::{Newsroom, TestApp, both};

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

fn reader(app: &TestApp) -> Call {
    Call::new(&app.app, Actor::Anonymous, "reader".to_owned())
}

fn picture(shade: u8) -> Bytes {
    let image = DynamicImage::ImageRgb8(RgbImage::from_pixel(30, 20, Rgb([shade, 99, 199])));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner().into()
}

fn titled(locale: &str, title: &str) -> AssetInput {
    let titles = BTreeMap::from([(locale.parse::<Locale>().unwrap(), title.to_owned())]);
    AssetInput {
        titles: Some(titles),
        ..AssetInput::default()
    }
}

fn licensed(licence: LicenceKind, until: Option<Instant>) -> AssetInput {
    AssetInput {
        rights: Some(Rights {
            licence,
            valid_until: until,
            ..Rights::unknown()
        }),
        ..AssetInput::default()
    }
}

/// Imports a picture of its own shade and gives its id.
async fn import(app: &TestApp, shade: u8, input: AssetInput) -> AssetId {
    let call = desk(app);
    let site = editions::site(&call).await.unwrap();
    let kept = media::keep(&call, site.time_zone, picture(shade))
        .await
        .unwrap();
    let asset = ImportedAsset {
        id: call.new_id(),
        content: ImportedContent::Picture(format!("{shade}.png"), Box::new(kept)),
        input,
    };
    let id = asset.id;
    assert_eq!(assets::import(app, vec![asset]).await.unwrap(), 1);
    id
}

async fn one(app: &TestApp, id: AssetId) -> Asset {
    media::by_ids(&desk(app), &[id])
        .await
        .unwrap()
        .remove(&id)
        .unwrap()
}

async fn found(app: &TestApp, query: &str, filter: &AssetFilter) -> Vec<AssetId> {
    let page = Page::first(100);
    let slice = media::list(&desk(app), Some(query), filter, &page)
        .await
        .unwrap();
    slice.items.iter().map(|asset| asset.id).collect()
}

fn code(result: Result<Asset, Error>) -> UserErrorCode {
    match result {
        Err(Error::Refused(problems)) => problems[0].code,
        other => panic!("{other:?}"),
    }
}

both!(
    an_asset_is_described_from_its_newest_version_only,
    Newsroom::Small,
    |app| {
        let id = import(&app, 1, AssetInput::default()).await;
        let input = AssetInput {
            focal_point: Some(Some(FocalPoint { x: 0.25, y: 1.0 })),
            ..titled("uk", "  Маяк   на молі ")
        };

        let described = media::update(&desk(&app), id, 1, input.clone())
            .await
            .unwrap();

        assert_eq!(described.version, 2);
        assert_eq!(
            described.titles.values().collect::<Vec<_>>(),
            ["Маяк на молі"]
        );
        assert_eq!(one(&app, id).await, described);
        let stale = media::update(&desk(&app), id, 1, AssetInput::default()).await;
        assert_eq!(code(stale), UserErrorCode::VersionConflict);
        let same = media::update(&desk(&app), id, 2, input).await.unwrap();
        assert_eq!(same.version, 2);
    }
);

both!(
    a_description_of_the_wrong_form_changes_nothing,
    Newsroom::Small,
    |app| {
        let id = import(&app, 1, AssetInput::default()).await;
        let input = AssetInput {
            focal_point: Some(Some(FocalPoint {
                x: f64::NAN,
                y: 2.0,
            })),
            ..titled("fr", "Le phare")
        };

        assert!(media::update(&desk(&app), id, 1, input).await.is_err());

        assert_eq!(one(&app, id).await.version, 1);
    }
);

both!(
    the_library_is_searched_by_every_word_whatever_its_case,
    Newsroom::Small,
    |app| {
        let lighthouse = import(&app, 1, titled("uk", "Зелений квазар над маяком")).await;
        let other = import(&app, 2, titled("uk", "Червоний квазар 100%")).await;
        let all = AssetFilter::default();

        assert_eq!(found(&app, "КВАЗАР зелен", &all).await, [lighthouse]);
        assert_eq!(found(&app, "квазар", &all).await.len(), 2);
        assert_eq!(found(&app, "квазар 0%", &all).await, [other]);
        assert!(found(&app, "квазар _", &all).await.is_empty());
    }
);

both!(
    the_library_is_narrowed_by_kind_licence_and_rights,
    Newsroom::Small,
    |app| {
        let named = |mut input: AssetInput| {
            input.keywords = Some(vec!["quasar".to_owned()]);
            input
        };
        let until = crate::support::START.plus_ms(1_000);
        let own = import(&app, 1, named(licensed(LicenceKind::Own, None))).await;
        let stock = import(&app, 2, named(licensed(LicenceKind::Stock, Some(until)))).await;
        let filter = |licences, usable_on| AssetFilter {
            kinds: Some(vec![AssetKind::Image]),
            licences,
            usable_on,
            ..AssetFilter::default()
        };

        let stock_only = filter(Some(vec![LicenceKind::Stock]), None);
        assert_eq!(found(&app, "quasar", &stock_only).await, [stock]);
        assert_eq!(
            found(&app, "quasar", &filter(None, Some(until))).await,
            [own]
        );
        assert_eq!(
            found(&app, "quasar", &filter(None, Some(until.plus_ms(-1))))
                .await
                .len(),
            2
        );
    }
);

both!(
    the_library_goes_from_the_newest_to_the_oldest_both_ways,
    Newsroom::Small,
    |app| {
        let mut ids = Vec::new();
        for shade in 1..=5 {
            let input = AssetInput {
                keywords: Some(vec!["quasar".to_owned()]),
                ..AssetInput::default()
            };
            ids.insert(0, import(&app, shade, input).await);
            // Two of them at the same moment.
            app.clock.advance(i64::from(shade != 2));
        }
        let first = async |page: Page<_>| {
            let filter = AssetFilter::default();
            media::list(&desk(&app), Some("quasar"), &filter, &page)
                .await
                .unwrap()
        };
        let shown = |items: &[Asset]| items.iter().map(|asset| asset.id).collect::<Vec<_>>();

        let start = first(Page::first(2)).await;
        assert_eq!(shown(&start.items), ids[..2]);
        assert!(start.has_next && !start.has_previous);
        let after = Some(start.items[1].key());
        let next = first(Page {
            after,
            ..Page::first(3)
        })
        .await;
        assert_eq!(shown(&next.items), ids[2..]);
        let before = Some(next.items[0].key());
        let back = first(Page {
            before,
            backwards: true,
            ..Page::first(1)
        })
        .await;
        assert_eq!(shown(&back.items), ids[1..2]);
        assert!(back.has_previous && back.has_next);
    }
);

both!(
    readers_get_usable_assets_and_no_lists,
    Newsroom::Small,
    |app| {
        let ready = import(&app, 1, AssetInput::default()).await;
        let new = media::NewUpload {
            file_name: "later.png".to_owned(),
            mime_type: "image/png".to_owned(),
            byte_size: 10,
            checksum: "ab".repeat(32),
        };
        let media::Upload::Awaited(awaited, _) =
            media::begin_upload(&desk(&app), new).await.unwrap()
        else {
            panic!("nobody has sent this before");
        };
        assert_eq!(awaited.state, AssetState::Uploading);

        let seen = media::by_ids(&reader(&app), &[ready, awaited.id])
            .await
            .unwrap();
        assert_eq!(seen.into_keys().collect::<Vec<_>>(), [ready]);
        let list = media::list(
            &reader(&app),
            None,
            &AssetFilter::default(),
            &Page::first(1),
        )
        .await;
        assert!(matches!(list, Err(Error::Unauthenticated)));
    }
);

both!(
    an_import_writes_what_has_changed_and_nothing_else,
    Newsroom::Small,
    |app| {
        let video = |title: &str| ImportedAsset {
            id: AssetId::from_uuid(uuid::Uuid::from_u128(77)),
            content: ImportedContent::Video(Playback {
                embed_url: Some("https://video.example/embed/1".to_owned()),
                duration_seconds: Some(252),
                ..Playback::default()
            }),
            input: titled("uk", title),
        };

        assert_eq!(assets::import(&app, vec![video("Ніч")]).await.unwrap(), 1);
        assert_eq!(assets::import(&app, vec![video("Ніч")]).await.unwrap(), 0);
        assert_eq!(assets::import(&app, vec![video("День")]).await.unwrap(), 1);
        let asset = one(&app, video("").id).await;
        assert_eq!(
            (asset.kind, asset.state, asset.version),
            (AssetKind::Video, AssetState::Ready, 2)
        );

        let Err(Error::Refused(problems)) = assets::import(
            &app,
            vec![ImportedAsset {
                input: titled("fr", "La nuit"),
                ..video("")
            }],
        )
        .await
        else {
            panic!("there is no French edition");
        };
        assert_eq!(
            problems[0].path,
            [&*asset.id.to_string(), "input", "titles", "fr"]
        );
    }
);
