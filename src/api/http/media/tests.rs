mod clearing;
mod hostile;
mod playing;
mod renditions;
mod uploads;

use std::path::PathBuf;

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
use crate::platform::config::{Config, MediaPlace};
use crate::platform::db::Db;
use crate::platform::files::Files;
use crate::platform::files::bucket::Server;
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

/// A newsroom with the doors of media.
struct House {
    app: Arc<App>,
    clock: Arc<ManualClock>,
    /// Where its media stand.
    media: PathBuf,
    _place: (tempfile::TempDir, Option<Server>),
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Bytes,
}

/// A test of the doors: with media in a folder, and in a bucket.
macro_rules! everywhere {
    ($name:ident, |$house:ident| $body:block) => {
        mod $name {
            use super::*;

            async fn test($house: House) $body

            #[tokio::test]
            async fn in_a_folder() {
                test(House::open().await).await;
            }

            #[tokio::test]
            async fn in_a_bucket() {
                test(House::beside_a_bucket().await).await;
            }
        }
    };
}

use everywhere;

impl House {
    /// A house with its media in a folder.
    async fn open() -> Self {
        Self::with(None).await
    }

    /// A house with its media in a bucket.
    async fn beside_a_bucket() -> Self {
        Self::with(Some(Server::start().await)).await
    }

    async fn with(server: Option<Server>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
        let db = Db::connect(&url, 2).await.unwrap();
        migrate(&db).await.unwrap();
        db.writer().execute_unprepared(SITE).await.unwrap();
        let (place, media) = match &server {
            Some(server) => (server.place("media"), server.folder().join("media")),
            None => {
                let media = folder.path().join("media");
                (MediaPlace::Folder(media.clone()), media)
            }
        };
        let files = Files::at(&place).unwrap();
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
            media,
            _place: (folder, server),
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

    /// These bytes in the library.
    async fn brought(&self, bytes: &[u8]) -> media::Asset {
        let (id, path) = self.announce(bytes).await;
        assert_eq!(self.put(&path, bytes).await, StatusCode::NO_CONTENT);
        media::complete_upload(&self.desk(), id).await.unwrap()
    }

    /// A picture of this size in the library, red on the left and blue on the right.
    async fn shelved(&self, width: u32, height: u32) -> crate::media::Asset {
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
        self.brought(&bytes.into_inner()).await
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
