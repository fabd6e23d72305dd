//! `kill -9` in the middle of writes: what was acknowledged is there, whole; nothing is half.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use masthead::platform::db::Db;
use masthead::platform::ids::{ArticleId, TranslationId};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};

use crate::support::{Newsroom, TestApp};

const PASSWORD: &str = "a password for tests only";

/// A server of its own process.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start(url: &str, data: &Path) -> Self {
        let mut child = masthead(url, data)
            .arg("serve")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Its first line of log says where it listens.
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = lines
            .by_ref()
            .map(Result::unwrap)
            .find(|line| line.contains("serving"))
            .unwrap();
        let line: Json = serde_json::from_str(&line).unwrap();
        thread::spawn(move || lines.for_each(drop));
        let address = line["fields"]["address"].as_str().unwrap().to_owned();
        Self { child, address }
    }

    fn post(&self, path: &str, token: Option<&str>, body: &Json) -> Option<Json> {
        post(&self.address, path, token, body)
    }

    pub fn kill(mut self) {
        // SIGKILL: the process gets no chance to tidy up.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn masthead(url: &str, data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_masthead"));
    command
        .env("MASTHEAD_DATABASE_URL", url)
        .env("MASTHEAD_DATA_DIR", data)
        .env("MASTHEAD_LISTEN", "127.0.0.1:0")
        .env("MASTHEAD_LOG_FORMAT", "json")
        .env("MASTHEAD_LOG", "info")
        .current_dir(data);
    command
}

/// One request; `None` when the server went away in the middle.
fn post(address: &str, path: &str, token: Option<&str>, body: &Json) -> Option<Json> {
    let body = body.to_string();
    let authorization = token
        .map(|token| format!("authorization: Bearer {token}\r\n"))
        .unwrap_or_default();
    let mut stream = TcpStream::connect(address).ok()?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\naccept: application/graphql-response+json, application/json\r\n{authorization}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    serde_json::from_str(body).ok()
}

const SECTION: &str = "{ desk { sections { id } } }";

const CREATE: &str = "mutation($input: ArticleCreateInput!) { articleCreate(input: $input) {
    article { id } translation { id version } userErrors { message } } }";

const PUBLISH: &str = "mutation($id: ID!, $version: Int!) {
    translationPublish(id: $id, expectedVersion: $version) {
        translation { id } userErrors { message } } }";

/// What the server has acknowledged.
#[derive(Default, Clone)]
struct Acknowledged {
    /// Ids of stories that were started.
    created: BTreeSet<String>,
    /// Ids of texts that were published.
    published: BTreeSet<String>,
}

/// One hand at work.
struct Writer {
    address: String,
    token: String,
    section: Json,
    number: usize,
    stop: Arc<AtomicBool>,
}

impl Writer {
    /// Writes and publishes stories until the server is gone.
    fn work(&self) -> Acknowledged {
        let mut done = Acknowledged::default();
        let mut count = 0;
        while !self.stop.load(Ordering::SeqCst) && self.write(count, &mut done).is_some() {
            count += 1;
        }
        done
    }

    fn write(&self, count: usize, done: &mut Acknowledged) -> Option<()> {
        let headline = format!("Crash {} {count}", self.number);
        let input = json!({ "kind": "NEWS", "locale": "en", "sectionId": self.section, "headline": headline });
        let made = self.mutate(CREATE, &json!({ "input": input }))?;
        done.created.insert(id(&made["article"]));
        let text = &made["translation"];
        let variables = json!({ "id": text["id"], "version": text["version"] });
        let made = self.mutate(PUBLISH, &variables)?;
        done.published.insert(id(&made["translation"]));
        Some(())
    }

    /// The payload of a mutation; `None` when the server went away.
    fn mutate(&self, document: &str, variables: &Json) -> Option<Json> {
        let body = json!({ "query": document, "variables": variables });
        let mut answer = post(&self.address, "/desk/graphql", Some(&self.token), &body)?;
        let payload = answer["data"]
            .as_object_mut()
            .and_then(|data| data.values_mut().next());
        Some(payload.unwrap_or_else(|| panic!("{body:#}")).take())
    }
}

fn id(thing: &Json) -> String {
    let id = thing["id"].as_str().unwrap_or_else(|| panic!("{thing:#}"));
    id.to_owned()
}

/// Writes with four hands, kills the server, and checks what is left. Returns how many writes were
/// acknowledged.
async fn crash(app: &TestApp) -> usize {
    let url = app.app.config.database_url.clone();
    let data = app.app.config.data_dir.clone();
    let mut add = masthead(&url, &data)
        .args([
            "user",
            "add",
            "--email",
            "crash@test.invalid",
            "--name",
            "Crash",
            "--role",
            "admin",
            "--password-stdin",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    add.stdin
        .take()
        .unwrap()
        .write_all(PASSWORD.as_bytes())
        .unwrap();
    assert!(add.wait().unwrap().success());
    let server = Server::start(&url, &data);
    let signed_in = server
        .post(
            "/auth/sign-in",
            None,
            &json!({ "email": "crash@test.invalid", "password": PASSWORD }),
        )
        .unwrap();
    let token = signed_in["accessToken"].as_str().unwrap().to_owned();

    let sections = json!({ "query": SECTION });
    let sections = server
        .post("/desk/graphql", Some(&token), &sections)
        .unwrap();
    let section = &sections["data"]["desk"]["sections"][0]["id"];

    let stop = Arc::new(AtomicBool::new(false));
    let all: Arc<Mutex<Vec<Acknowledged>>> = Arc::default();
    let writers: Vec<_> = (0..4)
        .map(|number| {
            let writer = Writer {
                address: server.address.clone(),
                token: token.clone(),
                section: section.clone(),
                number,
                stop: Arc::clone(&stop),
            };
            let all = Arc::clone(&all);
            thread::spawn(move || {
                let done = writer.work();
                all.lock().unwrap().push(done);
            })
        })
        .collect();
    // Long enough for all hands to be at work; how far they get does not matter.
    let probe = json!({ "query": "{ __typename }" });
    for _ in 0..200 {
        server.post("/graphql", None, &probe);
    }
    server.kill();
    stop.store(true, Ordering::SeqCst);
    tokio::task::spawn_blocking(move || {
        writers
            .into_iter()
            .for_each(|writer| writer.join().unwrap())
    })
    .await
    .unwrap();
    let all = all.lock().unwrap().clone();
    let of = |which: fn(Acknowledged) -> BTreeSet<String>| -> BTreeSet<String> {
        all.iter().cloned().flat_map(which).collect()
    };
    let acknowledged = Acknowledged {
        created: of(|one| one.created),
        published: of(|one| one.published),
    };
    check(&url, &acknowledged).await;
    acknowledged.published.len()
}

/// What was acknowledged is there, each change with its audit entry and its event, a publication
/// with its revision; and none of these is there without the others.
async fn check(url: &str, acknowledged: &Acknowledged) {
    let db = Db::connect(url, 1).await.unwrap();
    let ids = |sql: &str| {
        let (conn, sql) = (db.reader().clone(), sql.to_owned());
        async move {
            let statement = Statement::from_string(conn.get_database_backend(), sql);
            let rows = conn.query_all_raw(statement).await.unwrap();
            let ids = rows
                .iter()
                .map(|row| row.try_get_by::<uuid::Uuid, _>(0).unwrap());
            ids.collect::<BTreeSet<_>>()
        }
    };
    let stories = ids("SELECT article_id FROM translations WHERE slug LIKE 'crash-%'").await;
    assert_eq!(
        stories,
        ids("SELECT subject_id FROM audit WHERE action = 'articleCreate'").await
    );
    assert!(
        stories.is_subset(&ids("SELECT subject_id FROM events WHERE kind = 'DRAFT_SAVED'").await)
    );
    let named: BTreeSet<_> = stories
        .iter()
        .map(|id| ArticleId(*id).to_string())
        .collect();
    assert!(
        named.is_superset(&acknowledged.created),
        "an acknowledged story is gone"
    );
    let live = ids(
        "SELECT p.translation_id FROM publications p JOIN revisions r ON r.id = p.revision_id \
         WHERE p.slug LIKE 'crash-%'",
    )
    .await;
    assert_eq!(
        live,
        ids("SELECT subject_id FROM audit WHERE action = 'translationPublish'").await
    );
    assert!(
        live.is_subset(
            &ids("SELECT subject_id FROM events WHERE kind = 'ARTICLE_PUBLISHED'").await
        )
    );
    let named: BTreeSet<_> = live
        .iter()
        .map(|id| TranslationId(*id).to_string())
        .collect();
    assert!(
        named.is_superset(&acknowledged.published),
        "an acknowledged publication is gone"
    );
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_writes_survive_a_kill_on_sqlite() {
    let app = TestApp::sqlite(Newsroom::Demo).await;

    let written = crash(&app).await;

    assert!(written > 0);
    let conn = app.app.db.writer();
    for (pragma, healthy) in [
        ("PRAGMA integrity_check", Some("ok")),
        ("PRAGMA foreign_key_check", None),
    ] {
        let statement = Statement::from_string(conn.get_database_backend(), pragma);
        let row = conn.query_one_raw(statement).await.unwrap();
        let found: Option<String> = row.map(|row| row.try_get_by(0).unwrap());
        assert_eq!(found.as_deref(), healthy, "{pragma}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_writes_survive_a_kill_on_postgres() {
    let Some(app) = TestApp::postgres(Newsroom::Demo).await else {
        return;
    };

    let written = crash(&app).await;

    assert!(written > 0);
}
