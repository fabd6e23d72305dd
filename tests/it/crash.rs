//! `kill -9` in the middle of writes: what was acknowledged is there, whole; nothing is half.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use masthead::platform::db::Db;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};

use crate::support::{Newsroom, TestApp};

const PASSWORD: &str = "a password for tests only";

/// A server of its own process.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(url: &str, data: &Path) -> Self {
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

    fn kill(mut self) {
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

const CREATE: &str = "mutation($input: TagInput!) { tagCreate(input: $input) { tag { id } userErrors { message } } }";

/// Creates tags until the server is gone, and gives the ids of those that were acknowledged.
fn write_until_gone(
    address: String,
    token: String,
    writer: usize,
    stop: Arc<AtomicBool>,
) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for count in 0.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let name = format!("Tag {writer} {count}");
        let input = json!({ "kind": "TOPIC", "names": [{ "locale": "en", "text": name }] });
        let body = json!({ "query": CREATE, "variables": { "input": input } });
        let Some(answer) = post(&address, "/desk/graphql", Some(&token), &body) else {
            break;
        };
        let id = answer["data"]["tagCreate"]["tag"]["id"].as_str();
        acknowledged.push(id.unwrap_or_else(|| panic!("{answer:#}")).to_owned());
    }
    acknowledged
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

    let stop = Arc::new(AtomicBool::new(false));
    let all: Arc<Mutex<Vec<String>>> = Arc::default();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (address, token, stop) = (server.address.clone(), token.clone(), Arc::clone(&stop));
            let all = Arc::clone(&all);
            thread::spawn(move || {
                let ids = write_until_gone(address, token, writer, stop);
                all.lock().unwrap().extend(ids);
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
    let acknowledged = all.lock().unwrap().clone();
    check(&url, &acknowledged).await;
    acknowledged.len()
}

/// Every acknowledged tag is there with its audit entry and its event, and there is no tag, entry
/// or event without the others.
async fn check(url: &str, acknowledged: &[String]) {
    let db = Db::connect(url, 1).await.unwrap();
    let ids = |sql: &str| {
        let (conn, sql) = (db.reader().clone(), sql.to_owned());
        async move {
            let statement = Statement::from_string(conn.get_database_backend(), sql);
            let rows = conn.query_all_raw(statement).await.unwrap();
            let ids = rows
                .iter()
                .map(|row| row.try_get_by::<uuid::Uuid, _>(0).unwrap());
            ids.map(|id| masthead::platform::ids::TagId(id).to_string())
                .collect::<std::collections::BTreeSet<_>>()
        }
    };
    let tags = ids(
        "SELECT id FROM tags WHERE id IN (SELECT tag_id FROM tag_texts WHERE name LIKE 'Tag %')",
    )
    .await;
    let audited = ids("SELECT subject_id FROM audit WHERE action = 'tagCreate'").await;
    let told = ids("SELECT subject_id FROM events WHERE kind = 'TAG_CHANGED'").await;
    for id in acknowledged {
        assert!(tags.contains(id), "{id} was acknowledged and is gone");
    }
    assert_eq!(tags, audited);
    assert!(tags.is_subset(&told));
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
