//! A whole Masthead on a fresh database, with a clock that stands still and ids that count.

pub mod assets;
pub mod line;
pub mod people;
pub mod postgres;
pub mod small;
mod staff;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use masthead::app::{App, Call, Keys};
use masthead::newsroom::{self, Source};
use masthead::platform::clock::{Instant, ManualClock};
use masthead::platform::config::Config;
use masthead::platform::db::Db;
use masthead::platform::files::Files;
use masthead::platform::ids::CountingIds;
use masthead::platform::migrate::migrate;
use masthead::platform::secrets::sha256_hex;
use serde_json::{Value as Json, json};
use tower::ServiceExt;

/// Saturday, 11 July 2026, 10:58 in Kyiv.
pub const START: Instant = Instant(1_783_756_680_000);

/// What a test starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newsroom {
    /// The schema, and nothing in it.
    Empty,
    /// Two editions and three sections.
    Small,
    /// The newsroom of the demo.
    Demo,
}

/// A running Masthead.
pub struct TestApp {
    pub app: Arc<App>,
    pub clock: Arc<ManualClock>,
    pub router: Router,
    // Dropped last, after the connections.
    _folder: tempfile::TempDir,
    _database: Option<postgres::Database>,
}

/// Runs a test on both databases; on SQLite alone where PostgreSQL is not installed.
macro_rules! both {
    ($name:ident, $newsroom:expr, |$app:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn run($app: crate::support::TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run(crate::support::TestApp::sqlite($newsroom).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if let Some(app) = crate::support::TestApp::postgres($newsroom).await {
                    run(app).await;
                }
            }
        }
    };
}
pub(crate) use both;

impl TestApp {
    /// A copy of a database file that was made once for this run.
    pub async fn sqlite(newsroom: Newsroom) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let template = sqlite_template(newsroom).await;
        let file = folder.path().join("test.sqlite");
        tokio::fs::copy(template.join("template.sqlite"), &file)
            .await
            .unwrap();
        copy_folder(&template.join("files"), &folder.path().join("files"));
        let url = format!("sqlite:{}", file.display());
        Self::open(url, folder, None).await
    }

    /// A clone of a template database; `None` where PostgreSQL is not installed.
    pub async fn postgres(newsroom: Newsroom) -> Option<Self> {
        let version = template_version(newsroom);
        let database = postgres::fresh_database(&version, async |url| {
            fill(&url, &template_folder(newsroom).join("pg-files"), newsroom).await;
        })
        .await?;
        let folder = tempfile::tempdir().unwrap();
        copy_folder(
            &template_folder(newsroom).join("pg-files"),
            &folder.path().join("files"),
        );
        let url = database.url.clone();
        Some(Self::open(url, folder, Some(database)).await)
    }

    async fn open(
        url: String,
        folder: tempfile::TempDir,
        database: Option<postgres::Database>,
    ) -> Self {
        let clock = Arc::new(ManualClock::new(START));
        let app = open(&url, &folder.path().join("files"), Arc::clone(&clock)).await;
        let router = masthead::api::router(&app).unwrap();
        Self {
            app,
            clock,
            router,
            _folder: folder,
            _database: database,
        }
    }

    /// Another process on the same database, with its own connections and memory.
    pub async fn another_node(&self) -> Arc<App> {
        let url = self.app.config.database_url.clone();
        let files = self.app.config.data_dir.join("files");
        open(&url, &files, Arc::clone(&self.clock)).await
    }

    /// Another node as an app of its own, as long as this one stands.
    pub fn beside(&self, app: Arc<App>) -> Self {
        let router = masthead::api::router(&app).unwrap();
        Self {
            app,
            clock: Arc::clone(&self.clock),
            router,
            _folder: tempfile::tempdir().unwrap(),
            _database: None,
        }
    }

    /// Sends a request and gives its answer whole.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: bytes.to_vec(),
        }
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, token: Option<&str>, body: &Json) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// Asks a graph, and gives what it answers with, data and errors.
    pub async fn ask(
        &self,
        path: &str,
        token: Option<&str>,
        document: &str,
        variables: Json,
    ) -> Json {
        let body = json!({ "query": document, "variables": variables });
        self.post(path, token, &body).await.json()
    }

    /// Asks a graph for one operation of a document.
    pub async fn operate(
        &self,
        path: &str,
        token: &str,
        (document, operation): (&str, &str),
        variables: Json,
    ) -> Json {
        let body = json!({
            "query": document, "operationName": operation, "variables": variables,
        });
        self.post(path, Some(token), &body).await.json()
    }

    /// Reads what readers are given; there must be no errors.
    pub async fn read(&self, document: &str, variables: Json) -> Json {
        let mut answer = self.ask("/graphql", None, document, variables).await;
        assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
        answer["data"].take()
    }

    /// Gets an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// The moment at which its clock stands.
    pub fn clock_now(&self) -> Instant {
        masthead::platform::clock::Clock::now(&*self.clock)
    }

    /// How many statements `work` sends.
    pub async fn statements<T>(&self, work: impl Future<Output = T>) -> (T, u64) {
        let before = self.app.db.statements();
        let result = work.await;
        (result, self.app.db.statements() - before)
    }
}

/// An HTTP answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// Opens a Masthead on a database that is there already.
async fn open(url: &str, files: &Path, clock: Arc<ManualClock>) -> Arc<App> {
    let data_dir = files.parent().unwrap().to_owned();
    let set = |name: &str| match name {
        "MASTHEAD_DATABASE_URL" => Some(url.to_owned()),
        "MASTHEAD_DATA_DIR" => Some(data_dir.display().to_string()),
        "MASTHEAD_PUBLIC_URL" => Some("http://127.0.0.1:4000".to_owned()),
        "MASTHEAD_INTROSPECTION" => Some("on".to_owned()),
        _ => None,
    };
    let config = Config::read(&set, None).unwrap();
    let db = Db::connect(url, 4).await.unwrap();
    let files = Files::open(files).unwrap();
    // Above the ids of a template's rows.
    let ids = Arc::new(CountingIds::starting_at(1_000_000));
    App::new(config, db, clock, ids, files, Keys::in_memory().unwrap())
}

/// Migrates a database and fills it.
async fn fill(url: &str, files: &Path, newsroom: Newsroom) {
    std::fs::create_dir_all(files).unwrap();
    let clock = Arc::new(ManualClock::new(START));
    let db = Db::connect(url, 2).await.unwrap();
    migrate(&db).await.unwrap();
    let data_dir = files.parent().unwrap().to_owned();
    let set = |name: &str| match name {
        "MASTHEAD_DATABASE_URL" => Some(url.to_owned()),
        "MASTHEAD_DATA_DIR" => Some(data_dir.display().to_string()),
        _ => None,
    };
    let config = Config::read(&set, None).unwrap();
    let ids = Arc::new(CountingIds::default());
    let files = Files::open(files).unwrap();
    let app = App::new(config, db, clock, ids, files, Keys::in_memory().unwrap());
    masthead::users::ensure_built_in(&Call::system(&app, "test"))
        .await
        .unwrap();
    match newsroom {
        Newsroom::Empty => {}
        Newsroom::Small => small::fill(&app).await,
        Newsroom::Demo => import_demo(&app).await,
    }
    app.db.close().await;
}

/// Brings the demo newsroom in, as the demo does.
async fn import_demo(app: &Arc<App>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/newsroom");
    let source = Source::at(&folder).unwrap();
    let report = newsroom::import(&Call::system(app, "import"), &source)
        .await
        .unwrap();
    assert!(report.is_clean(), "{report}");
}

fn template_folder(newsroom: Newsroom) -> PathBuf {
    let name = match newsroom {
        Newsroom::Empty => "empty",
        Newsroom::Small => "small",
        Newsroom::Demo => "demo",
    };
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("templates")
        .join(name)
}

/// Names everything that a template is made from, this program included.
fn template_version(newsroom: Newsroom) -> String {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        let bytes = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        sha256_hex(bytes)[..16].to_owned()
    });
    format!("{newsroom:?}-{program}").to_lowercase()
}

/// The folder with the template of this run, made by whichever test comes first.
async fn sqlite_template(newsroom: Newsroom) -> PathBuf {
    let folder = template_folder(newsroom);
    std::fs::create_dir_all(&folder).unwrap();
    let lock = std::fs::File::create(folder.join("lock")).unwrap();
    let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock))
        .await
        .unwrap();
    let _held = lock.unwrap();
    let stamp = folder.join("version");
    let version = template_version(newsroom);
    if std::fs::read_to_string(&stamp).unwrap_or_default() != version {
        let file = folder.join("template.sqlite");
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("template.sqlite{suffix}")));
        }
        fill(
            &format!("sqlite:{}", file.display()),
            &folder.join("files"),
            newsroom,
        )
        .await;
        std::fs::write(&stamp, version).unwrap();
    }
    folder
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let Ok(entries) = std::fs::read_dir(from) else {
        return;
    };
    for entry in entries.map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            // Files are written once and never changed, so a link is as good as a copy.
            std::fs::hard_link(entry.path(), &target).unwrap();
        }
    }
}
