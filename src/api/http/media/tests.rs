use axum::http::Request;
use axum::http::header::IF_NONE_MATCH;
use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use sea_orm::ConnectionTrait;
use tower::ServiceExt;

use super::*;
use crate::app::{Call, Keys};
use crate::media::{NewUpload, Upload};
use crate::platform::clock::{Instant, ManualClock};
use crate::platform::config::Config;
use crate::platform::db::Db;
use crate::platform::files::Files;
use crate::platform::ids::CountingIds;
use crate::platform::migrate::migrate;
use crate::platform::secrets::sha256_hex;
use crate::vocabulary::AssetState;

/// 2026-07-11T07:58:00Z
const START: Instant = Instant(1_783_756_680_000);

/// The house needs a zone, for cameras that name none.
const SITE: &str = "INSERT INTO site VALUES \
    (1, 1, 'Mayak', 'https://mayak.example', 'uk', 'Europe/Kyiv', '[]', '{\"mode\":\"OFF\"}', \
    '{\"trashedDraftDays\":30,\"autosaveDays\":7,\"adEventDays\":30,\"auditDays\":1095}')";

struct House {
    app: Arc<App>,
    clock: Arc<ManualClock>,
    _folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Bytes,
}

impl House {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
        let db = Db::connect(&url, 2).await.unwrap();
        migrate(&db).await.unwrap();
        db.writer().execute_unprepared(SITE).await.unwrap();
        let files = Files::open(&folder.path().join("media")).unwrap();
        let config = Config::read(&|_| None, None).unwrap();
        let clock = Arc::new(ManualClock::new(START));
        let ids = Arc::new(CountingIds::default());
        let keys = Keys::in_memory().unwrap();
        let app = App::new(config, db, clock.clone(), ids, files, keys);
        crate::users::ensure_built_in(&Call::system(&app, "test"))
            .await
            .unwrap();
        Self {
            app,
            clock,
            _folder: folder,
        }
    }

    fn desk(&self) -> Call {
        Call::system(&self.app, "test")
    }

    /// Announces bytes, and gives the asset and the path that they are sent to.
    async fn announce(&self, bytes: &[u8]) -> (AssetId, String) {
        let new = NewUpload {
            file_name: "ferry.png".to_owned(),
            mime_type: "image/png".to_owned(),
            byte_size: i64::try_from(bytes.len()).unwrap(),
            checksum: sha256_hex(bytes),
        };
        match media::begin_upload(&self.desk(), new).await.unwrap() {
            Upload::Awaited(asset, url) => {
                let path = url.strip_prefix(&self.app.config.public_url).unwrap();
                (asset.id, path.to_owned())
            }
            Upload::Duplicate(asset) => panic!("{} is there already", asset.id),
        }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let router = router().with_state(Arc::clone(&self.app));
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: to_bytes(body, usize::MAX).await.unwrap(),
        }
    }

    async fn put(&self, path: &str, bytes: &[u8]) -> StatusCode {
        let request = Request::put(path).header(CONTENT_LENGTH, bytes.len());
        self.send(request.body(Body::from(bytes.to_vec())).unwrap())
            .await
            .status
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// A picture of this size in the library, red on the left and blue on the right.
    async fn library(&self, width: u32, height: u32) -> crate::media::Asset {
        let colour = |x| {
            if x < width / 2 {
                Rgb([200, 0, 0])
            } else {
                Rgb([0, 0, 200])
            }
        };
        let image = RgbImage::from_fn(width, height, |x, _| colour(x));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        let bytes = bytes.into_inner();
        let (id, path) = self.announce(&bytes).await;
        assert_eq!(self.put(&path, &bytes).await, StatusCode::NO_CONTENT);
        media::complete_upload(&self.desk(), id).await.unwrap()
    }

    /// The picture at a path, for a client that takes what `accept` says.
    async fn accepting(&self, path: &str, accept: &str) -> Answer {
        let request = Request::get(path).header(ACCEPT, accept);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn state(&self, id: AssetId) -> AssetState {
        media::by_ids(&self.desk(), &[id]).await.unwrap()[&id].state
    }
}

fn picture() -> Vec<u8> {
    let image = DynamicImage::ImageRgb8(RgbImage::from_pixel(30, 20, Rgb([9, 99, 199])));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_picture_is_announced_sent_completed_and_shown() {
    let house = House::open().await;
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
}

#[tokio::test]
async fn a_known_file_is_not_sent_again() {
    let house = House::open().await;
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
}

#[tokio::test]
async fn nothing_is_shown_before_it_is_complete_nor_under_another_name() {
    let house = House::open().await;
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

#[tokio::test]
async fn an_upload_shows_the_token_of_its_own_address_while_it_lasts() {
    let house = House::open().await;
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

#[tokio::test]
async fn other_bytes_than_announced_are_refused_and_the_right_ones_may_follow() {
    let house = House::open().await;
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

#[tokio::test]
async fn bytes_that_are_no_picture_fail_for_good() {
    let house = House::open().await;
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
}

#[tokio::test]
async fn an_upload_says_how_long_it_is_and_what() {
    let house = House::open().await;
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
}

#[tokio::test]
async fn the_same_picture_is_kept_once() {
    let house = House::open().await;
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
}

fn square(house: &House, asset: &media::Asset, format: crate::vocabulary::ImageFormat) -> String {
    let how = (crate::vocabulary::ImageAspect::Square, format);
    media::path_of_width(&house.app.keys, asset, Some(320), how).unwrap()
}

#[tokio::test]
async fn a_rendition_is_drawn_once_in_the_format_that_the_client_takes() {
    let house = House::open().await;
    let asset = house.library(800, 400).await;
    let path = square(&house, &asset, crate::vocabulary::ImageFormat::Auto);
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
    std::fs::remove_dir_all(
        house
            ._folder
            .path()
            .join("media")
            .join(&asset.checksum[..2]),
    )
    .unwrap();
    let public = &asset.public_checksum.as_ref().unwrap()[..2];
    std::fs::remove_dir_all(house._folder.path().join("media").join(public)).ok();
    assert_eq!(house.accepting(&path, browser).await.bytes, webp.bytes);
}

#[tokio::test]
async fn an_address_shows_what_it_showed_when_the_focal_point_moves() {
    let house = House::open().await;
    let asset = house.library(800, 400).await;
    let png = crate::vocabulary::ImageFormat::Png;
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

#[tokio::test]
async fn only_what_was_offered_is_drawn() {
    let house = House::open().await;
    let asset = house.library(800, 400).await;
    let other = house.library(640, 400).await;
    let path = square(&house, &asset, crate::vocabulary::ImageFormat::Webp);
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
}

#[tokio::test]
async fn a_picture_is_withdrawn_on_the_second_that_its_rights_end() {
    let house = House::open().await;
    let asset = house.library(800, 400).await;
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
    let path = square(&house, &asset, crate::vocabulary::ImageFormat::Webp);

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
