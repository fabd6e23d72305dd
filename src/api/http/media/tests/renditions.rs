//! Drawing renditions, and whether they are shown.

use super::*;
use crate::vocabulary::{ImageAspect, ImageFormat as Format};

fn square(house: &House, asset: &media::Asset, format: Format) -> String {
    let how = (ImageAspect::Square, format);
    media::path_of_width(&house.app.keys, asset, Some(320), how).unwrap()
}

everywhere!(
    a_rendition_is_drawn_once_in_the_format_that_the_client_takes,
    |house| {
        let asset = house.shelved(800, 400).await;
        let path = square(&house, &asset, Format::Auto);
        let browser = "text/html,image/avif;q=0,image/webp,*/*;q=0.8";

        let webp = house.accepting(&path, browser).await;
        let jpeg = house.accepting(&path, "*/*").await;
        let avif = house.accepting(&path, "image/avif,image/webp").await;

        assert_eq!(webp.headers[CONTENT_TYPE], "image/webp");
        assert_eq!(jpeg.headers[CONTENT_TYPE], "image/jpeg");
        assert_eq!(avif.headers[CONTENT_TYPE], "image/avif");
        assert_eq!(webp.headers[VARY], "Accept");
        assert_ne!(webp.headers[ETAG], jpeg.headers[ETAG]);
        let picture = image::load_from_memory(&jpeg.bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (320, 320));
        // What is drawn is found again though the original were gone.
        std::fs::remove_dir_all(house.media.join(&asset.checksum[..2])).unwrap();
        let public = &asset.public_checksum.as_ref().unwrap()[..2];
        std::fs::remove_dir_all(house.media.join(public)).ok();
        assert_eq!(house.accepting(&path, browser).await.bytes, webp.bytes);
    }
);

everywhere!(
    an_address_shows_what_it_showed_when_the_focal_point_moves,
    |house| {
        let asset = house.shelved(800, 400).await;
        let png = Format::Png;
        let at = |x| media::AssetInput {
            focal_point: Some(Some(media::FocalPoint { x, y: 0.5 })),
            ..media::AssetInput::default()
        };
        let left = media::update(&house.desk(), asset.id, asset.version, at(0.0))
            .await
            .unwrap();
        let before = square(&house, &left, png);
        let first = house.get(&before).await;

        let right = media::update(&house.desk(), asset.id, left.version, at(1.0))
            .await
            .unwrap();
        let after = square(&house, &right, png);

        let middle = |answer: &Answer| {
            let picture = image::load_from_memory(&answer.bytes).unwrap().to_rgb8();
            picture.get_pixel(160, 160).0
        };
        let again = house.get(&before).await;
        assert_eq!(first.bytes, again.bytes);
        assert!(middle(&again)[0] > 150 && middle(&again)[2] < 60);
        let moved = house.get(&after).await;
        assert!(middle(&moved)[2] > 150 && middle(&moved)[0] < 60);
        assert!(
            moved.headers[CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
    }
);

everywhere!(only_what_was_offered_is_drawn, |house| {
    let asset = house.shelved(800, 400).await;
    let other = house.shelved(640, 400).await;
    let path = square(&house, &asset, Format::Webp);
    assert_eq!(house.get(&path).await.status, StatusCode::OK);
    let id = asset.id.to_string();
    for forged in [
        path.replace("/320-", "/640-"),
        path.replace("/320-", "/321-"),
        path.replace(".webp", ".avif"),
        path.replace("-500x500", "-501x500"),
        path.replace(&id, &other.id.to_string()),
        path.replace("/320-1x1", "/../320-1x1"),
        format!("/media/{id}/320-1x1-500x500.webp"),
        format!("/media/{id}/x"),
        "/media/x/y".to_owned(),
    ] {
        let status = house.get(&forged).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{forged}");
    }
});

everywhere!(
    a_picture_is_withdrawn_on_the_second_that_its_rights_end,
    |house| {
        let asset = house.shelved(800, 400).await;
        let rights = media::Rights {
            valid_until: Some(START.plus_ms(90_000)),
            ..asset.rights.clone()
        };
        let input = media::AssetInput {
            rights: Some(rights),
            ..media::AssetInput::default()
        };
        let asset = media::update(&house.desk(), asset.id, asset.version, input)
            .await
            .unwrap();
        let path = square(&house, &asset, Format::Webp);

        let shown = house.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert_eq!(
            shown.headers[CACHE_CONTROL],
            "public, max-age=90, immutable"
        );
        house.clock.advance(90_000);
        assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            house.get(&asset.public_path().unwrap()).await.status,
            StatusCode::NOT_FOUND
        );
    }
);

everywhere!(a_width_outside_the_ladder_makes_no_work, |house| {
    let asset = house.shelved(800, 400).await;
    let made = house.media.join("made");
    // Even with a mark of our own: of a width that is not on the ladder nothing is drawn.
    for width in [1, 319, 321, 799, 801, 2_560, 4_000_000_000_u32] {
        let name = format!("{width}-original.webp");
        let mark = house
            .app
            .keys
            .mark("rendition", &format!("{}/{name}", asset.id));
        let path = format!("/media/{}/{width}-original.{}.webp", asset.id, &mark[..16]);

        assert_eq!(
            house.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{width}"
        );
    }

    assert!(!made.exists());
    let how = (ImageAspect::Original, Format::Webp);
    let path = media::path_of_width(&house.app.keys, &asset, Some(321), how).unwrap();
    assert_eq!(house.get(&path).await.status, StatusCode::OK);
    assert!(path.contains("/480-original."), "{path}");
    let drawn = house
        .app
        .files
        .made_in(&asset.id.to_string())
        .await
        .unwrap();
    assert_eq!(drawn.len(), 1);
});

everywhere!(a_picture_held_sideways_is_drawn_upright, |house| {
    let bytes = media::samples::jpeg_with_metadata(6);
    let asset = house.brought(&bytes).await;
    let how = (ImageAspect::Original, Format::Png);
    let path = media::path_of_width(&house.app.keys, &asset, None, how).unwrap();

    let answer = house.get(&path).await;

    let drawn = image::load_from_memory(&answer.bytes).unwrap().to_rgb8();
    assert_eq!((asset.width_px, asset.height_px), (Some(20), Some(40)));
    assert_eq!(drawn.dimensions(), (20, 40));
    // What is left in the file is above on the screen: dark there, bright below.
    let [top, bottom] = [1, 38].map(|y| drawn.get_pixel(10, y).0[0]);
    assert!(top < 60 && bottom > 190, "{top} {bottom}");
});

everywhere!(a_retired_picture_is_shown_no_longer, |house| {
    let asset = house.shelved(800, 400).await;
    let path = square(&house, &asset, Format::Webp);
    let public = asset.public_path().unwrap();
    assert_eq!(house.get(&path).await.status, StatusCode::OK);
    let other = house.shelved(640, 480).await;

    let heir = Some(other.id);
    let desk = house.desk();
    let gone = media::retire(&desk, asset.id, "a claim", heir);
    gone.await.unwrap();

    for path in [&path, &public] {
        assert_eq!(
            house.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let theirs = square(&house, &other, Format::Webp);
    assert_eq!(house.get(&theirs).await.status, StatusCode::OK);
});
