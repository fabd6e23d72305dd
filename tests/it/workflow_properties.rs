//! Whatever people do, in whatever order, what the newsroom promises stays true.
//!
//! Each run makes up other days. One that fails prints its seed; `MASTHEAD_TEST_SEED=SEED` lives
//! through the same days again.

use std::hash::{BuildHasher, RandomState};

use masthead::app::{Call, Error};
use masthead::articles::{self, PublishInput, SavePatch, ScheduleInput, StoryKey, SubmitInput};
use masthead::articles::{Takedown, Translation, UnpublishInput};
use masthead::fronts;
use masthead::platform::calendar::Typed;
use masthead::platform::clock::Instant;
use masthead::platform::ids::TranslationId;
use masthead::policy::{Actor, Permission, Role};
use masthead::vocabulary::{CheckCode, DraftState, LiveState, UnpublishReason};
use masthead::worker;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::support::people::People;
use crate::support::{Newsroom, TestApp};

const PEOPLE: [Role; 5] = [
    Role::Reporter,
    Role::Translator,
    Role::Editor,
    Role::DutyEditor,
    Role::Administrator,
];

/// One thing that happens: somebody does something, or time passes.
#[derive(Debug, Clone, Copy)]
enum Step {
    Does(usize, u8),
    Passes(i64),
    Works,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (0..PEOPLE.len(), 0_u8..17).prop_map(|(who, what)| Step::Does(who, what)),
        2 => (1_i64..5_400_000).prop_map(Step::Passes),
        1 => Just(Step::Works),
    ];
    prop::collection::vec(step, 20..40)
}

async fn act(call: &Call, one: &Translation, what: u8) -> Result<(), Error> {
    let (id, version, now) = (one.id, one.version, call.now());
    let later = |ms: i64| Typed::Exact(now.0 + ms);
    match what {
        0..=2 => {
            let patch = SavePatch {
                members: json!({ "kicker": format!("{version}") })
                    .as_object()
                    .unwrap()
                    .clone(),
                is_autosave: what == 0,
            };
            articles::save(call, id, version, &patch).await.map(drop)
        }
        3 | 4 => articles::submit(call, id, version, &SubmitInput::default())
            .await
            .map(drop),
        5 => articles::request_changes(call, id, "why").await.map(drop),
        6 | 7 => articles::approve(call, id, version, None).await.map(drop),
        8 | 9 => {
            let input = ScheduleInput {
                at: later(1_800_000),
                unpublish_at: (what == 9).then(|| later(3_600_000)),
                accept_warnings: CheckCode::ALL.to_vec(),
            };
            articles::schedule(call, id, version, &input)
                .await
                .map(drop)
        }
        10 => articles::unschedule(call, id).await.map(drop),
        11 => articles::publish(call, id, version, &PublishInput::default())
            .await
            .map(drop),
        12 => {
            let input = UnpublishInput {
                reason: UnpublishReason::Editorial,
                public_notice: None,
                note: "why".to_owned(),
            };
            fronts::take_down(call, &Takedown::Translation(id), &input)
                .await
                .map(drop)
        }
        13 => articles::archive_translation(call, id).await.map(drop),
        14 => articles::unarchive_translation(call, id).await.map(drop),
        15 => articles::discard_draft(call, id, version).await.map(drop),
        _ => articles::revert(call, id, version, 1).await.map(drop),
    }
}

async fn translation(app: &TestApp, id: TranslationId) -> Translation {
    let call = Call::system(&app.app, "test");
    articles::translations(&call, &[id])
        .await
        .unwrap()
        .remove(&id)
        .unwrap()
}

/// What readers get: the revision, and whether lists show it.
async fn shown(app: &TestApp, one: &Translation) -> Option<(i32, bool)> {
    let reader = Call::new(&app.app, Actor::Anonymous, "test".to_owned());
    let key = StoryKey::Id(one.article_id);
    let story = articles::story(&reader, one.locale, &key).await.unwrap()?;
    Some((story.publication.revision, story.publication.is_listed))
}

async fn number(app: &TestApp, sql: &str) -> i64 {
    let conn = app.app.db.reader();
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by(0).unwrap()
}

/// What is true at all times.
async fn check(app: &TestApp, one: &Translation, first: Option<Instant>) {
    let is_open = one.draft_state != DraftState::None;
    assert_eq!(one.draft_revision_id.is_some(), is_open, "{one:?}");
    assert_eq!(
        one.plan.publish.is_some(),
        one.draft_state == DraftState::Scheduled
    );
    assert_eq!(
        one.live_revision_id.is_some(),
        one.live_state != LiveState::NeverPublished
    );
    assert_eq!(
        one.was_published(),
        one.live_state != LiveState::NeverPublished
    );
    assert_eq!(
        one.withdrawal.is_some(),
        one.live_state == LiveState::Unpublished
    );
    if first.is_some() {
        assert_eq!(one.first_published_at, first, "the first publication stays");
    }
    let shown = shown(app, one).await;
    assert_eq!(shown.is_some(), one.is_public(), "{one:?}");
    assert_eq!(
        shown.map(|(_, is_listed)| is_listed),
        one.is_public().then_some(one.live_state == LiveState::Live)
    );
    let gaps = "SELECT COUNT(*) FROM (SELECT MAX(number) AS m, COUNT(*) AS c FROM revisions GROUP BY translation_id) AS r WHERE m <> c";
    assert_eq!(number(app, gaps).await, 0);
    let overlaps = "SELECT COUNT(*) FROM publications a JOIN publications b ON a.translation_id = b.translation_id AND a.id < b.id WHERE a.visible_from < b.visible_until AND b.visible_from < a.visible_until AND a.visible_from < a.visible_until AND b.visible_from < b.visible_until";
    assert_eq!(
        number(app, overlaps).await,
        0,
        "readers get one text at a time"
    );
}

async fn live_through(app: TestApp, steps: Vec<Step>) {
    let people = People::of(&app).await;
    let work = people.create(Role::Reporter, "Ferry").await;
    let id: TranslationId = work.id.parse().unwrap();
    let mut first = None;
    for step in steps {
        let before = translation(&app, id).await;
        let seen = shown(&app, &before).await;
        match step {
            Step::Passes(ms) => app.clock.advance(ms),
            Step::Works => {
                worker::tick(&app.app).await.unwrap();
            }
            Step::Does(who, what) => {
                let call = people.call(PEOPLE[who]).await;
                match act(&call, &before, what).await {
                    Err(Error::Internal(error)) => panic!("{step:?} in {before:?}: {error:?}"),
                    Err(_) => assert_eq!(
                        translation(&app, id).await,
                        before,
                        "a refusal changes nothing"
                    ),
                    Ok(()) => {}
                }
                let may = [Permission::Publish, Permission::Unpublish];
                if !call.actor().holds(&may) {
                    assert_eq!(shown(&app, &before).await, seen, "{step:?} reached readers");
                }
            }
        }
        let after = translation(&app, id).await;
        check(&app, &after, first).await;
        first = first.or(after.first_published_at);
    }
    // In the end everything planned comes to pass, and is announced.
    app.clock.advance(10_000_000);
    worker::tick(&app.app).await.unwrap();
    let pending = "SELECT COUNT(*) FROM translations WHERE publish_at IS NOT NULL OR unpublish_at IS NOT NULL";
    assert_eq!(number(&app, pending).await, 0);
    check(&app, &translation(&app, id).await, first).await;
    let ups = number(
        &app,
        "SELECT COUNT(*) FROM events WHERE kind = 'ARTICLE_PUBLISHED'",
    )
    .await;
    let downs = number(
        &app,
        "SELECT COUNT(*) FROM events WHERE kind = 'ARTICLE_UNPUBLISHED'",
    )
    .await;
    let is_up = i64::from(translation(&app, id).await.is_public());
    assert_eq!(ups - downs, is_up, "each way up and down is announced once");
}

/// The seed of this run: the one that is asked for, or a new one.
#[expect(
    clippy::disallowed_methods,
    reason = "tests stand outside the injected environment"
)]
pub fn seed() -> u64 {
    match std::env::var("MASTHEAD_TEST_SEED") {
        Ok(seed) => u64::from_str_radix(&seed, 16).expect("a seed is a hexadecimal number"),
        Err(_) => RandomState::new().hash_one(0),
    }
}

/// Random numbers that one seed always gives again.
fn random(seed: u64) -> TestRng {
    let bytes: Vec<u8> = seed.to_le_bytes().repeat(4);
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

/// Lives through random days, each in a newsroom that `open` makes; `None` lives through nothing.
fn live_through_random_days(open: impl AsyncFn() -> Option<TestApp>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let config = Config {
        cases: 8,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    };
    let seed = seed();
    let mut runner = TestRunner::new_with_rng(config, random(seed));
    runner
        .run(&steps(), |steps| {
            runtime.block_on(async {
                if let Some(app) = open().await {
                    live_through(app, steps).await;
                }
            });
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}\nagain: MASTHEAD_TEST_SEED={seed:016x}"));
}

mod random_days_in_the_newsroom_keep_its_promises {
    use super::*;

    #[test]
    fn on_sqlite() {
        live_through_random_days(async || Some(TestApp::sqlite(Newsroom::Small).await));
    }

    #[test]
    fn on_postgres() {
        live_through_random_days(async || TestApp::postgres(Newsroom::Small).await);
    }
}

#[test]
fn a_seed_gives_the_same_days_again() {
    let days = |seed| {
        let mut runner = TestRunner::new_with_rng(Config::default(), random(seed));
        let tree = steps().new_tree(&mut runner).unwrap();
        format!("{:?}", tree.current())
    };

    assert_eq!(days(7), days(7));
    assert_ne!(days(7), days(8));
}
