//! A hundred thousand ad events, told to a real server that is killed in the middle: with repeats,
//! forgeries, replays of another day, robots, browsers that load ahead, late and expired ones. What
//! is in the raw log is what was told, each thing once, and what a report says of it is what this
//! test counts in the raw log by itself, to the unit, however it is broken down.

mod count;
mod day;
mod hands;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

use masthead::app::Keys;
use masthead::platform::clock::{Clock, SystemClock};
use masthead::platform::db::Db;
use masthead::policy::Role;

pub use self::day::Dice;
use self::day::{Day, What};
use self::hands::Hands;
use crate::crash::Server;
use crate::support::{Newsroom, TestApp};
use crate::workflow_properties::seed;

/// How many events are told in all, repeats and forgeries included.
const EVENTS: usize = 100_000;

async fn tell_all_and_count(app: &TestApp) {
    let seed = seed();
    println!("again: MASTHEAD_TEST_SEED={seed:016x}");
    let (url, data) = (
        app.app.config.database_url.clone(),
        app.app.config.data_dir.clone(),
    );
    let token = app.sign_in("Ада", Role::AdManager).await;
    let server = Server::start(&url, &data);
    let db = Db::connect(&url, 1).await.unwrap();
    let sold = count::sold(&db).await;
    let keys = Keys::open(&db, SystemClock.now()).await.unwrap();
    let day = Day::live(seed, (&keys, &sold), SystemClock.now(), EVENTS);
    let requests = Arc::new(day.requests);

    // Two fifths of the way the server dies, and whatever is on its way with it.
    let hands = Hands::default();
    let work = {
        let (address, requests, hands) =
            (server.address.clone(), Arc::clone(&requests), hands.clone());
        thread::spawn(move || hands.tell(&address, &requests))
    };
    hands.wait_for(requests.len() * 2 / 5);
    server.kill();
    work.join().unwrap();
    let before = hands.answered();
    assert!(!before.is_empty() && before.len() < day.wanted.len());
    let logged = count::log(&db).await;
    assert!(
        before.iter().all(|what| logged.contains_key(what)),
        "an answered event is gone"
    );
    count::reconcile(app, &token, &db).await;

    // Another server is told what nobody answered, and a tenth of the rest once more, a day later.
    let server = Server::start(&url, &data);
    hands.tell(&server.address, &requests);
    hands.tell_again(&server.address, &day.replays);
    server.kill();

    let logged = count::log(&db).await;
    assert_eq!(logged.len(), day.wanted.len());
    check(&logged, &day.wanted);
    count::reconcile(app, &token, &db).await;
    db.close().await;
}

/// Each thing that was told is in the log, and counts or not as it should.
fn check(logged: &BTreeMap<What, String>, wanted: &BTreeMap<What, Option<&'static str>>) {
    for (what, reason) in wanted {
        let found = logged
            .get(what)
            .unwrap_or_else(|| panic!("{what:?} is gone"));
        let impression = logged.get(&What::impression(what.decision));
        match reason {
            // How a capped one fell depends on which came first.
            Some("") if what.is_impression() => {
                assert!(found.is_empty() || found == "OVER_CAP", "{what:?}: {found}");
            }
            Some(reason) => assert_eq!(found, reason, "{what:?}"),
            // A viewable one goes as its impression goes, and waits where none came.
            None => match impression.map(String::as_str) {
                None => assert!(
                    ["HELD", "NO_IMPRESSION"].contains(&&**found),
                    "{what:?}: {found}"
                ),
                Some("") => assert_eq!(found, "", "{what:?}"),
                Some(_) => assert_eq!(found, "INVALID_IMPRESSION", "{what:?}"),
            },
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_events_are_reported_to_the_unit_on_sqlite() {
    tell_all_and_count(&TestApp::sqlite(Newsroom::Demo).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_events_are_reported_to_the_unit_on_postgres() {
    if let Some(app) = TestApp::postgres(Newsroom::Demo).await {
        tell_all_and_count(&app).await;
    }
}
