//! A server that speaks S3, for tests: it listens on a free port for as long as its test runs.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tokio::net::TcpListener;

use crate::platform::config::{Bucket, MediaPlace};

const NAME: &str = "press";
const KEY: (&str, &str) = ("test-key", "test-secret");

/// The server, with one bucket in a folder of its own.
pub struct Server {
    address: SocketAddr,
    folder: tempfile::TempDir,
}

impl Server {
    /// Starts it.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(NAME)).unwrap();
        let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY.0, KEY.1));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let served =
                    http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone());
                // Whoever hangs up ends its connection, not the test.
                tokio::spawn(async move { drop(served.await) });
            }
        });
        Self { address, folder }
    }

    /// Its bucket below a prefix, as settings name it.
    pub fn place(&self, prefix: &str) -> MediaPlace {
        let options = [
            ("AWS_ACCESS_KEY_ID", KEY.0.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", KEY.1.to_owned()),
            ("AWS_REGION", "eu-central-1".to_owned()),
            ("AWS_ENDPOINT_URL", format!("http://{}", self.address)),
        ];
        MediaPlace::Bucket(Bucket {
            name: NAME.to_owned(),
            prefix: prefix.to_owned(),
            options: BTreeMap::from(options.map(|(name, value)| (name.to_owned(), value))),
        })
    }

    /// The folder that its bucket stands in.
    pub fn folder(&self) -> std::path::PathBuf {
        self.folder.path().join(NAME)
    }
}
