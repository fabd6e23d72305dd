//! Videos, recordings and text tracks at the doors.

use axum::http::header::{ACCEPT_RANGES, CONTENT_RANGE, IF_RANGE, RANGE};

use super::*;
use crate::media::{TextTrack, films};
use crate::vocabulary::AssetKind;

impl House {
    async fn range(&self, path: &str, headers: &[(HeaderName, &str)]) -> Answer {
        let asked = headers
            .iter()
            .fold(Request::get(path), |asked, (name, value)| {
                asked.header(name, *value)
            });
        self.send(asked.body(Body::empty()).unwrap()).await
    }
}

everywhere!(a_video_is_taken_blanked_and_played_in_ranges, |house| {
    let bytes = films::mp4(2_600, &[b"vide", b"soun"], false);
    let video = house.brought(&bytes).await;

    assert_eq!(
        (video.kind, &*video.mime_type),
        (AssetKind::Video, "video/mp4")
    );
    assert_eq!((video.width_px, video.height_px), (Some(640), Some(360)));
    let playback = video.playback.clone().unwrap();
    assert_eq!(playback.duration_seconds, Some(3));
    let path = video.public_path().unwrap();
    let whole = house.get(&path).await;
    assert_eq!(
        (whole.status, whole.bytes.len()),
        (StatusCode::OK, bytes.len())
    );
    assert_eq!(whole.headers[ACCEPT_RANGES], "bytes");
    assert_eq!(whole.headers[CONTENT_TYPE], "video/mp4");
    assert_eq!(whole.headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
    let holds = |text: &[u8]| whole.bytes.windows(text.len()).any(|part| part == text);
    assert!(!holds(films::PLACE) && holds(b"coded pictures"));

    let size = bytes.len();
    let part = house.range(&path, &[(RANGE, "bytes=4-11")]).await;
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.bytes, whole.bytes[4..12]);
    assert_eq!(part.headers[CONTENT_RANGE], format!("bytes 4-11/{size}"));
    assert_eq!(part.headers[CONTENT_LENGTH], "8");
    let tail = house.range(&path, &[(RANGE, "bytes=-6")]).await;
    assert_eq!(tail.bytes, whole.bytes[size - 6..]);
    let beyond = format!("bytes={size}-");
    let beyond = house.range(&path, &[(RANGE, &beyond)]).await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    let changed = [(RANGE, "bytes=4-11"), (IF_RANGE, "\"another\"")];
    assert_eq!(house.range(&path, &changed).await.status, StatusCode::OK);
    let etag = whole.headers[ETAG].to_str().unwrap();
    let known = house.range(&path, &[(IF_NONE_MATCH, etag)]).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
});

everywhere!(a_long_recording_comes_whole_piece_by_piece, |house| {
    let bytes = films::wav(1_400_000);
    let sound = house.brought(&bytes).await;

    let answer = house.get(&sound.public_path().unwrap()).await;

    assert_eq!(sound.kind, AssetKind::Audio);
    assert_eq!(sound.playback.unwrap().duration_seconds, Some(175));
    assert!(answer.bytes == bytes, "{}", answer.bytes.len());
});

everywhere!(
    captions_and_a_poster_are_put_to_a_video_and_nothing_else,
    |house| {
        let video = house.brought(&films::webm(9_000.0, &[1, 2])).await;
        let track = house.brought(films::VTT.as_bytes()).await;
        let poster = house.shelved(640, 360).await;
        let captions = |asset: &media::Asset| TextTrack {
            locale: "uk".parse().unwrap(),
            asset: asset.id,
        };
        let describe = async |asset: &media::Asset, poster: &media::Asset, tracks| {
            let input = media::AssetInput {
                poster: Some(Some(poster.id)),
                tracks: Some(tracks),
                ..media::AssetInput::default()
            };
            media::update(&house.desk(), asset.id, asset.version, input).await
        };

        let wrong = [
            describe(&video, &track, vec![captions(&track)]).await,
            describe(&video, &poster, vec![captions(&poster)]).await,
            describe(&poster, &poster, vec![captions(&track)]).await,
        ];
        let done = describe(&video, &poster, vec![captions(&track)])
            .await
            .unwrap();

        for refused in wrong {
            assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        }
        let playback = done.playback.unwrap();
        assert_eq!(playback.poster, Some(poster.id));
        assert_eq!(playback.tracks, [captions(&track)]);
        let shown = house.get(&track.public_path().unwrap()).await;
        assert_eq!(shown.headers[CONTENT_TYPE], "text/vtt");
        assert_eq!(shown.bytes, films::VTT);
    }
);

#[tokio::test]
async fn films_that_are_cut_off_or_carry_data_are_refused() {
    let house = House::open().await;
    let whole = films::mp4(900, &[b"vide"], false);
    for bytes in [
        whole[..whole.len() - 3].to_vec(),
        [&whole[..], b"<script>alert(1)</script>"].concat(),
        films::mp4(900, &[b"vide", b"meta"], false),
        b"WEBVTT\n\n00:02.000 --> 00:01.000\nx\n".to_vec(),
    ] {
        let (id, path) = house.announce(&bytes).await;

        let status = house.put(&path, &bytes).await;

        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(house.state(id).await, AssetState::Failed);
    }
}
