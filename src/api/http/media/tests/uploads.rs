//! Announcing, sending and completing.

use super::*;

everywhere!(a_picture_is_announced_sent_completed_and_shown, |house| {
    let bytes = picture();
    let (id, path) = house.announce(&bytes).await;

    assert_eq!(house.put(&path, &bytes).await, StatusCode::NO_CONTENT);
    let asset = media::complete_upload(&house.desk(), id).await.unwrap();
    assert_eq!(asset.state, AssetState::Ready);
    assert_eq!((asset.width_px, asset.height_px), (Some(30), Some(20)));

    let answer = house.get(&asset.public_path().unwrap()).await;
    assert_eq!(
        (answer.status, &answer.bytes[..]),
        (StatusCode::OK, &bytes[..])
    );
    assert_eq!(answer.headers[CONTENT_TYPE], "image/png");
    assert_eq!(answer.headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert!(
        answer.headers[CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
});

everywhere!(a_known_file_is_not_sent_again, |house| {
    let bytes = picture();
    let (id, path) = house.announce(&bytes).await;
    house.put(&path, &bytes).await;
    let asset = media::complete_upload(&house.desk(), id).await.unwrap();
    let path = asset.public_path().unwrap();
    let etag = house.get(&path).await.headers[ETAG].clone();

    let again = Request::get(&path)
        .header(IF_NONE_MATCH, etag)
        .body(Body::empty())
        .unwrap();
    let again = house.send(again).await;

    assert_eq!(
        (again.status, again.bytes.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    let head = house
        .send(Request::head(&path).body(Body::empty()).unwrap())
        .await;
    assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0));
});

everywhere!(
    nothing_is_shown_before_it_is_complete_nor_under_another_name,
    |house| {
        let bytes = picture();
        let (id, path) = house.announce(&bytes).await;
        house.put(&path, &bytes).await;
        let public = format!("/media/{}.png", sha256_hex(&bytes));

        assert_eq!(house.get(&public).await.status, StatusCode::NOT_FOUND);
        media::complete_upload(&house.desk(), id).await.unwrap();
        assert_eq!(house.get(&public).await.status, StatusCode::OK);
        for name in [
            public.replace("png", "jpg"),
            public.replace(".png", ""),
            "/media/x".to_owned(),
        ] {
            assert_eq!(
                house.get(&name).await.status,
                StatusCode::NOT_FOUND,
                "{name}"
            );
        }
    }
);

everywhere!(
    an_upload_shows_the_token_of_its_own_address_while_it_lasts,
    |house| {
        let bytes = picture();
        let (id, path) = house.announce(&bytes).await;
        let (_, other) = house.announce(&bytes[1..]).await;
        let stolen = format!("/uploads/{id}?{}", other.split_once('?').unwrap().1);

        assert_eq!(
            house.put(&format!("/uploads/{id}"), &bytes).await,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            house.put(&format!("/uploads/{id}?token=x"), &bytes).await,
            StatusCode::FORBIDDEN
        );
        assert_eq!(house.put(&stolen, &bytes).await, StatusCode::FORBIDDEN);
        house.clock.advance(3_600_000);
        assert_eq!(house.put(&path, &bytes).await, StatusCode::FORBIDDEN);
    }
);

everywhere!(
    other_bytes_than_announced_are_refused_and_the_right_ones_may_follow,
    |house| {
        let bytes = picture();
        let (id, path) = house.announce(&bytes).await;
        let mut other = bytes.clone();
        other[40] ^= 1;

        assert_eq!(
            house.put(&path, &other).await,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            house.put(&path, &bytes[1..]).await,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(house.state(id).await, AssetState::Uploading);
        assert_eq!(house.put(&path, &bytes).await, StatusCode::NO_CONTENT);
        assert_eq!(house.put(&path, &bytes).await, StatusCode::NO_CONTENT);
    }
);

everywhere!(bytes_that_are_no_picture_fail_for_good, |house| {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let cut = &picture()[..60];
    let expected = [
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        StatusCode::UNPROCESSABLE_ENTITY,
    ];
    for (bytes, status) in [&svg[..], cut].into_iter().zip(expected) {
        let (id, path) = house.announce(bytes).await;

        assert_eq!(house.put(&path, bytes).await, status);
        assert_eq!(house.state(id).await, AssetState::Failed);
        assert!(media::complete_upload(&house.desk(), id).await.is_err());
    }
});

everywhere!(an_upload_says_how_long_it_is_and_what, |house| {
    let (_, path) = house.announce(&picture()).await;
    let status = async |headers: &[(HeaderName, &str)]| {
        let request = headers
            .iter()
            .fold(Request::put(&path), |request, (name, value)| {
                request.header(name, *value)
            });
        house
            .send(request.body(Body::empty()).unwrap())
            .await
            .status
    };

    assert_eq!(status(&[]).await, StatusCode::LENGTH_REQUIRED);
    assert_eq!(
        status(&[(CONTENT_LENGTH, "26214401")]).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    let svg = (CONTENT_TYPE, "image/svg+xml");
    assert_eq!(status(&[svg]).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
});

everywhere!(the_same_picture_is_kept_once, |house| {
    let bytes = picture();
    let (first, path) = house.announce(&bytes).await;
    let (second, other_path) = house.announce(&bytes).await;
    house.put(&path, &bytes).await;
    house.put(&other_path, &bytes).await;

    media::complete_upload(&house.desk(), first).await.unwrap();

    assert!(media::complete_upload(&house.desk(), second).await.is_err());
    let known = media::by_checksum(&house.desk(), &sha256_hex(&bytes))
        .await
        .unwrap();
    assert_eq!(known.unwrap().id, first);
});
