//! Ad events through a `kill -9`: with repeats, forgeries, robots and late ones among them, the
//! counts are those of the raw log, and whatever was answered is in it once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufReader;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use masthead::ads::events::{self, Claims, Door, Facets, HOUR_MS};
use masthead::app::Keys;
use masthead::platform::clock::{Clock, Instant, SystemClock};
use masthead::platform::db::Db;
use masthead::platform::ids::{CreativeId, DecisionId, LineItemId, PlacementId, VariantId};
use masthead::vocabulary::{AdEventKind, DeviceClass};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::crash::Server;
use crate::support::line::exchange;
use crate::support::{Newsroom, TestApp};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const ROBOT: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
/// Decisions; each has an impression and some have more.
const DECISIONS: u128 = 2_000;
const HANDS: usize = 8;

/// One request, and what is to become of it.
#[derive(Clone)]
struct Told {
    /// Decision and kind; nothing of a forged one.
    what: Option<(u128, &'static str)>,
    line: String,
    agent: &'static str,
}

fn claims(number: u128, kind: AdEventKind, issued: Instant) -> Claims {
    let id = |kind: u128| Uuid::from_u128((kind << 64) | (number % 5));
    Claims {
        door: Door::Event(kind),
        decision: DecisionId(Uuid::from_u128(9 << 64 | number)),
        facets: Facets {
            line_item: Some(LineItemId(id(1))),
            creative: Some(CreativeId(id(2))),
            placement: PlacementId(id(3)),
            locale: "uk".parse().unwrap(),
            section: None,
            article_kind: None,
            device: DeviceClass::Desktop,
        },
        variant: VariantId(id(4)),
        visitor: None,
        issued,
        expires: issued.plus_ms(HOUR_MS),
        is_staff: false,
    }
}

/// What readers, robots and forgers send, each thing once.
fn all(keys: &Keys) -> Vec<Told> {
    let now = SystemClock.now();
    let mut all = Vec::new();
    for number in 0..DECISIONS {
        let issued = if number % 11 == 0 {
            now.plus_ms(-2 * HOUR_MS)
        } else {
            now
        };
        let agent = if number % 7 == 0 { ROBOT } else { FIREFOX };
        let mut tell = |kind, name, line: &str| {
            let token = events::seal(keys, &claims(number, kind, issued)).unwrap();
            let what = Some((number, name));
            all.push(Told {
                what,
                line: line.replace("{}", &token),
                agent,
            });
        };
        tell(AdEventKind::Impression, "IMPRESSION", "GET /ads/i/{}");
        if number % 2 == 0 {
            tell(AdEventKind::Viewable, "VIEWABLE", "POST /ads/v/{}");
        }
        if number % 13 == 0 {
            let other = Keys::in_memory().unwrap();
            let token =
                events::seal(&other, &claims(number, AdEventKind::Impression, now)).unwrap();
            all.push(Told {
                what: None,
                line: format!("GET /ads/i/{token}"),
                agent: FIREFOX,
            });
        }
    }
    all
}

/// Sends one request on an open connection; its status, or nothing when the server went away.
fn send(stream: &mut BufReader<TcpStream>, told: &Told) -> Option<u16> {
    let request = format!(
        "{} HTTP/1.1\r\nhost: test\r\nuser-agent: {}\r\ncontent-length: 0\r\n\r\n",
        told.line, told.agent
    );
    exchange(stream, &request).map(|(status, _)| status)
}

/// What was answered as written down.
type Answered = Arc<Mutex<BTreeSet<(u128, &'static str)>>>;

/// Sends everything with several hands, every fourth thing twice, until the server goes away.
fn send_all(address: &str, all: &Arc<Vec<Told>>, answered: &Answered, sent: &Arc<AtomicUsize>) {
    let hands: Vec<_> = (0..HANDS)
        .map(|hand| {
            let (all, answered, sent) = (Arc::clone(all), Arc::clone(answered), Arc::clone(sent));
            let address = address.to_owned();
            thread::spawn(move || {
                let Ok(stream) = TcpStream::connect(address) else {
                    return;
                };
                let mut stream = BufReader::new(stream);
                for (place, told) in all
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| place % HANDS == hand)
                {
                    for _ in 0..if place % 4 == 0 { 2 } else { 1 } {
                        let Some(status) = send(&mut stream, told) else {
                            return;
                        };
                        let wanted = if told.what.is_some() { 204 } else { 404 };
                        assert_eq!(status, wanted, "{}", told.line);
                        answered.lock().unwrap().extend(told.what);
                        sent.fetch_add(1, Ordering::SeqCst);
                    }
                }
            })
        })
        .collect();
    hands.into_iter().for_each(|hand| hand.join().unwrap());
}

/// Sends everything, kills the server in the middle, starts another, sends everything again, and
/// holds the counts against the raw log.
async fn crash(app: &TestApp) {
    let (url, data) = (
        app.app.config.database_url.clone(),
        app.app.config.data_dir.clone(),
    );
    let server = Server::start(&url, &data);
    let db = Db::connect(&url, 1).await.unwrap();
    let keys = Keys::open(&db, SystemClock.now()).await.unwrap();
    let all = Arc::new(all(&keys));
    let (answered, sent) = (Answered::default(), Arc::new(AtomicUsize::new(0)));
    let work = {
        let (address, all) = (server.address.clone(), Arc::clone(&all));
        let (answered, sent) = (Arc::clone(&answered), Arc::clone(&sent));
        thread::spawn(move || send_all(&address, &all, &answered, &sent))
    };
    while sent.load(Ordering::SeqCst) < all.len() / 3 && !work.is_finished() {
        thread::yield_now();
    }
    server.kill();
    work.join().unwrap();
    let before = answered.lock().unwrap().clone();
    assert!(!before.is_empty() && before.len() < all.len());
    let logged = log(&db).await;
    assert!(
        before.iter().all(|what| logged.contains_key(what)),
        "an answered event is gone"
    );
    check(&db).await;

    let server = Server::start(&url, &data);
    send_all(&server.address, &all, &answered, &sent);
    server.kill();

    let logged = log(&db).await;
    let told: BTreeSet<_> = all.iter().filter_map(|told| told.what).collect();
    assert_eq!(logged.keys().copied().collect::<BTreeSet<_>>(), told);
    for ((number, kind), reason) in &logged {
        let wanted = match (number % 7 == 0, number % 11 == 0, *kind) {
            (true, ..) => "ROBOT",
            (_, true, _) => "EXPIRED",
            _ => "",
        };
        // A viewable event may have been told before its impression, by another hand.
        assert!(
            reason == wanted || reason == "HELD",
            "{number} {kind}: {reason}"
        );
    }
    check(&db).await;
    db.close().await;
}

/// The raw log: what happened, with its reason.
async fn log(db: &Db) -> BTreeMap<(u128, &'static str), String> {
    let sql = "SELECT decision_id, kind, COALESCE(reason, '') FROM ad_events";
    let statement = Statement::from_string(db.reader().get_database_backend(), sql);
    let rows = db.reader().query_all_raw(statement).await.unwrap();
    let rows = rows.iter().map(|row| {
        let number = row.try_get_by::<Uuid, _>(0).unwrap().as_u128() & u128::from(u64::MAX);
        let kind: String = row.try_get_by(1).unwrap();
        let kind = if kind == "IMPRESSION" {
            "IMPRESSION"
        } else {
            "VIEWABLE"
        };
        ((number, kind), row.try_get_by(2).unwrap())
    });
    rows.collect()
}

/// The counts by the hour and the totals are those of the raw log.
async fn check(db: &Db) {
    let sums = |sql: &'static str| async move {
        let statement = Statement::from_string(db.reader().get_database_backend(), sql);
        let row = db.reader().query_one_raw(statement).await.unwrap().unwrap();
        [0, 1, 2].map(|place| row.try_get_by::<i64, _>(place).unwrap())
    };
    let raw = sums(
        "SELECT CAST(COALESCE(SUM(CASE WHEN kind = 'IMPRESSION' AND reason IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT), \
         CAST(COALESCE(SUM(CASE WHEN kind = 'VIEWABLE' AND reason IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT), \
         CAST(COALESCE(SUM(CASE WHEN reason IS NOT NULL AND reason <> 'HELD' THEN 1 ELSE 0 END), 0) AS BIGINT) \
         FROM ad_events",
    )
    .await;
    let counted = sums(
        "SELECT CAST(COALESCE(SUM(impressions), 0) AS BIGINT), \
         CAST(COALESCE(SUM(viewable), 0) AS BIGINT), CAST(COALESCE(SUM(invalid), 0) AS BIGINT) FROM ad_hours",
    )
    .await;
    assert_eq!(raw, counted);
    let totals = sums(
        "SELECT CAST(COALESCE(SUM(impressions), 0) AS BIGINT), \
         CAST(COALESCE(SUM(viewable), 0) AS BIGINT), CAST(0 AS BIGINT) FROM ad_totals",
    )
    .await;
    assert_eq!(totals, [raw[0], raw[1], 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answered_event_is_counted_once_through_a_kill_on_sqlite() {
    crash(&TestApp::sqlite(Newsroom::Small).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answered_event_is_counted_once_through_a_kill_on_postgres() {
    if let Some(app) = TestApp::postgres(Newsroom::Small).await {
        crash(&app).await;
    }
}
