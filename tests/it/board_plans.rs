//! How a board of 50 000 stories is answered: whatever its order and its filter, the database reads
//! stories in the order of an index until the page is full, or looks up the few that an index names.
//! It never reads a whole table, and never sorts more than those few.

use std::sync::{Arc, Mutex};

use masthead::app::{App, Call};
use masthead::articles::{self, BoardFilter, BoardKey, BoardOrder};
use masthead::platform::clock::Instant;
use masthead::platform::ids::{AuthorId, TagId, UserId};
use masthead::platform::page::Page;
use masthead::policy::Role;
use masthead::vocabulary::{ArticleKind, DraftState, LiveState};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::support::people::People;
use crate::support::small::{ENERGY, SPORT};
use crate::support::{Newsroom, both};

/// Stories on the board. One of three has an English text beside the Ukrainian one.
const SIZE: i64 = 50_000;

/// Two of each: one that most stories have, and one that few have.
const TAGS: [TagId; 2] = [TagId(Uuid::from_u128(0x7a1)), TagId(Uuid::from_u128(0x7a2))];
const AUTHORS: [AuthorId; 2] = [
    AuthorId(Uuid::from_u128(0xa01)),
    AuthorId(Uuid::from_u128(0xa02)),
];

const ORDERS: [BoardOrder; 5] = [
    BoardOrder::Changed,
    BoardOrder::Created,
    BoardOrder::Listed,
    BoardOrder::ListedFirst,
    BoardOrder::Scheduled,
];

/// Up to so many stories of each condition are counted.
const MANY: i64 = 500;

/// The most rows that may be put in order.
const FEW: f64 = 1_000.0;

/// SQL of the two databases for the same rows.
struct Sql {
    is_postgres: bool,
}

impl Sql {
    /// An id made of a letter and the number of a row.
    fn id(&self, letter: char) -> String {
        match self.is_postgres {
            true => format!("('{letter}' || lpad(i::text, 31, '0'))::uuid"),
            false => format!("CAST(printf('{letter}%015d', i) AS BLOB)"),
        }
    }

    fn uuid(&self, id: Uuid) -> String {
        match self.is_postgres {
            true => format!("'{id}'::uuid"),
            false => format!("x'{}'", id.simple()),
        }
    }

    /// As many rows as the board has stories, numbered `i`.
    fn rows(&self) -> String {
        match self.is_postgres {
            true => format!("generate_series(1::bigint, {SIZE}) AS n(i)"),
            false => format!(
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {SIZE}) SELECT i FROM n) AS n"
            ),
        }
    }

    /// The newsroom, changed by `most` and here and there by `few`.
    fn newsroom(&self, most: UserId, few: UserId) -> Vec<String> {
        let (most, few) = (self.uuid(most.0), self.uuid(few.0));
        let [article, uk, en, first, second] = ['a', 'b', 'c', 'd', 'e'].map(|l| self.id(l));
        let (energy, sport) = (self.uuid(ENERGY.0), self.uuid(SPORT.0));
        let rows = self.rows();
        let by = format!("CASE WHEN i % 1000 = 0 THEN {few} ELSE {most} END");
        let moment = "1700000000000 + i * 60000";
        let text = "id, article_id, locale, version, slug, live_state, draft_state, live_revision_id, last_revision, based_on_revision, source_revision, listed_at, publish_at, shows_update, text_author_id, created_at, changed_at";
        let mut all = vec![
            format!(
                "INSERT INTO articles (id, number, version, kind, source_locale, section_id, sensitivity, ad_serving, content_categories, hide_call_to_action, slugline, urgency, created_at, created_by, changed_at, changed_by, listed_at, publish_at)
                 SELECT {article}, i, 1, CASE WHEN i % 2500 = 0 THEN 'PODCAST' WHEN i % 5 = 0 THEN 'ARTICLE' ELSE 'NEWS' END, 'uk',
                 CASE WHEN i % 500 = 0 THEN {sport} ELSE {energy} END, '[]', 'AUTOMATIC', '[]', FALSE, 'story ' || i, 5,
                 {moment}, {most}, {moment}, {by},
                 CASE WHEN i % 2000 <> 0 THEN {moment} END, CASE WHEN i % 5000 = 0 THEN {moment} + 9000000000 END FROM {rows}"
            ),
            format!(
                "INSERT INTO translations ({text}) SELECT {uk}, {article}, 'uk', 1, 's' || i,
                 CASE WHEN i % 2000 = 0 THEN 'NEVER_PUBLISHED' ELSE 'LIVE' END,
                 CASE WHEN i % 5000 = 0 THEN 'SCHEDULED' WHEN i % 2000 = 0 THEN 'IN_REVIEW' ELSE 'NONE' END,
                 CASE WHEN i % 3000 = 0 THEN {second} ELSE {first} END, 2, NULL, NULL,
                 CASE WHEN i % 2000 <> 0 THEN {moment} END, CASE WHEN i % 5000 = 0 THEN {moment} + 9000000000 END,
                 FALSE, {by}, {moment}, {moment} FROM {rows}"
            ),
            format!(
                "INSERT INTO translations ({text}) SELECT {en}, {article}, 'en', 1, 's' || i, 'LIVE', 'NONE', NULL, 1, 1,
                 CASE WHEN i % 3000 = 0 THEN 2 ELSE 1 END, {moment}, NULL, FALSE, {most}, {moment}, {moment} FROM {rows} WHERE i % 3 = 0"
            ),
        ];
        for (id, number, which) in [(first, 1, 1), (second, 2, 3_000)] {
            all.push(format!(
                "INSERT INTO revisions (id, translation_id, number, reason, created_at, created_by, content_hash, meaning_hash, content)
                 SELECT {id}, {uk}, {number}, 'MANUAL', {moment}, {most}, 'h{number}', 'h{number}', '{{}}' FROM {rows} WHERE i % {which} = 0"
            ));
        }
        for (tag, which) in TAGS.into_iter().zip([1, 5_000]) {
            let tag = self.uuid(tag.0);
            all.push(format!(
                "INSERT INTO tags VALUES ({tag}, 1, 'TOPIC', 'ACTIVE', NULL, NULL, '[]', NULL, NULL, '[]')"
            ));
            all.push(format!(
                "INSERT INTO article_tags SELECT {article}, {tag}, 0 FROM {rows} WHERE i % {which} = 0"
            ));
        }
        for (author, which) in AUTHORS.into_iter().zip([1, 5_000]) {
            let author = self.uuid(author.0);
            all.push(format!(
                "INSERT INTO authors VALUES ({author}, 1, NULL, '[]', NULL, TRUE, NULL)"
            ));
            all.push(format!(
                "INSERT INTO article_contributions SELECT {article}, {author}, 'AUTHOR', 0 FROM {rows} WHERE i % {which} = 0"
            ));
        }
        all.push("ANALYZE".to_owned());
        all
    }
}

/// Each condition, once naming many stories and once few, and some together.
fn filters(most: UserId, few: UserId) -> Vec<BoardFilter> {
    let any = BoardFilter::default;
    let locale = |name: &str| name.parse().unwrap();
    let kinds = |kinds: &[ArticleKind]| BoardFilter {
        kinds: kinds.to_vec(),
        ..any()
    };
    let locales = |name| BoardFilter {
        locales: vec![locale(name)],
        ..any()
    };
    let drafts = |state| BoardFilter {
        draft_states: vec![state],
        ..any()
    };
    let lives = |state| BoardFilter {
        live_states: vec![state],
        ..any()
    };
    let sections = |section| BoardFilter {
        sections: vec![section],
        ..any()
    };
    let tags = |tag| BoardFilter {
        tags: vec![tag],
        ..any()
    };
    let authors = |author| BoardFilter {
        authors: vec![author],
        ..any()
    };
    let changed_by = |user| BoardFilter {
        changed_by: vec![user],
        ..any()
    };
    let since = |minutes: i64| BoardFilter {
        changed_since: Some(Instant(1_700_000_000_000 + minutes * 60_000)),
        ..any()
    };
    let stale = |stale| BoardFilter {
        stale: Some(stale),
        ..any()
    };
    let missing = |name| BoardFilter {
        missing_locale: Some(locale(name)),
        ..any()
    };
    vec![
        any(),
        kinds(&[ArticleKind::News, ArticleKind::Article]),
        kinds(&[ArticleKind::Podcast]),
        locales("uk"),
        locales("en"),
        drafts(DraftState::None),
        drafts(DraftState::InReview),
        lives(LiveState::Live),
        lives(LiveState::NeverPublished),
        lives(LiveState::Unpublished),
        sections(ENERGY),
        sections(SPORT),
        tags(TAGS[0]),
        tags(TAGS[1]),
        authors(AUTHORS[0]),
        authors(AUTHORS[1]),
        changed_by(most),
        changed_by(few),
        since(10),
        since(SIZE - 10),
        stale(true),
        stale(false),
        missing("en"),
        BoardFilter {
            locales: vec![locale("en")],
            ..stale(true)
        },
        BoardFilter {
            locales: vec![locale("uk")],
            live_states: vec![LiveState::Live],
            sections: vec![ENERGY],
            ..tags(TAGS[0])
        },
        BoardFilter {
            kinds: vec![ArticleKind::News],
            ..tags(TAGS[1])
        },
    ]
}

/// What the database does for a statement, and why that is too much, if it is.
async fn too_much(app: &App, sent: &Statement) -> Option<String> {
    let conn = app.db.reader();
    let explain = |how: &str| Statement {
        sql: format!("{how} {}", sent.sql),
        values: sent.values.clone(),
        db_backend: sent.db_backend,
    };
    if sent.db_backend == DbBackend::Postgres {
        let rows = conn.query_all_raw(explain("EXPLAIN (FORMAT JSON)")).await;
        let plan: Json = rows.unwrap()[0].try_get_by(0).unwrap();
        return postgres_too_much(&plan[0]["Plan"]).then(|| format!("{plan:#}"));
    }
    let rows = conn
        .query_all_raw(explain("EXPLAIN QUERY PLAN"))
        .await
        .unwrap();
    let steps = rows.iter().map(|row| row.try_get("", "detail"));
    let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
    sqlite_too_much(&steps).then(|| steps.join("\n"))
}

/// Whether it counts up to a bound what so many stories are that it is reached at once, in whatever
/// order they are read.
async fn ends_soon(app: &App, sent: &Statement) -> bool {
    if !sent.sql.starts_with("SELECT (SELECT COUNT(*)") {
        return false;
    }
    let row = app.db.reader().query_one_raw(sent.clone()).await.unwrap();
    let row = row.unwrap();
    let counts = (0..row.column_names().len()).map(|place| row.try_get_by(place).unwrap());
    counts.into_iter().any(|count: i64| count >= MANY)
}

/// A table that is read whole, or a great many rows that are put in order.
fn postgres_too_much(node: &Json) -> bool {
    let large = [
        "articles",
        "translations",
        "revisions",
        "article_tags",
        "article_contributions",
    ];
    let is_read_whole = node["Node Type"] == "Seq Scan"
        && large.contains(&node["Relation Name"].as_str().unwrap_or_default());
    let is_sorted = node["Node Type"] == "Sort" && node["Plan Rows"].as_f64().unwrap() > FEW;
    let below = node["Plans"].as_array().into_iter().flatten();
    is_read_whole || is_sorted || below.into_iter().any(postgres_too_much)
}

/// A table that is read whole; or an order that no index has, of stories that no index named.
fn sqlite_too_much(steps: &[String]) -> bool {
    let of_an_index = [
        "articles USING",
        "behind USING",
        "some",
        "CONSTANT ROW",
        "(subquery",
    ];
    let is_read_whole = |step: &String| {
        step.strip_prefix("SCAN ")
            .is_some_and(|what| !of_an_index.iter().any(|known| what.starts_with(known)))
    };
    let is_sorted = steps.iter().any(|step| step.contains("FOR ORDER BY"));
    let are_named = |step: &String| {
        let by_id = ["(id=?)", "(article_id=?"]
            .iter()
            .any(|key| step.contains(key));
        step.starts_with("SEARCH ") && by_id
    };
    steps.iter().any(is_read_whole) || (is_sorted && !steps.iter().any(are_named))
}

/// What is heard of one database.
type Heard = Arc<Mutex<Vec<Statement>>>;

/// Begins to hear.
fn hear(app: &App) -> Heard {
    let heard = Heard::default();
    let own = Arc::clone(&heard);
    app.db
        .listen(move |statement| own.lock().unwrap().push(statement.clone()));
    heard
}

/// The statements that an answer was made of.
async fn sent(heard: &Heard, work: impl Future<Output = ()>) -> Vec<Statement> {
    heard.lock().unwrap().clear();
    work.await;
    std::mem::take(&mut *heard.lock().unwrap())
}

both!(
    every_order_and_filter_of_a_large_board_is_answered_by_index,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let most = people.call(Role::Administrator).await.actor().clone();
        let few = people.call(Role::Reporter).await.actor().clone();
        let (by_most, by_few) = (most.user().unwrap(), few.user().unwrap());
        let conn = app.app.db.writer();
        let is_postgres = conn.get_database_backend() == DbBackend::Postgres;
        for sql in (Sql { is_postgres }).newsroom(by_most, by_few) {
            conn.execute_unprepared(&sql)
                .await
                .unwrap_or_else(|error| panic!("{error}: {sql}"));
        }
        // Connections that know the new figures.
        let node = app.another_node().await;
        let heard = hear(&node);

        // A reporter may not know of every embargo, which every statement has to ask.
        for (caller, knows_all) in [(most, true), (few, false)] {
            let call = Call::new(&node, caller, "test".to_owned());
            for filter in filters(by_most, by_few) {
                for order in ORDERS {
                    let page = |size| Page {
                        after: Some(BoardKey(1_701_500_000_000, SIZE / 2)),
                        ..Page::first(size)
                    };
                    let board = async |size: u32| {
                        articles::board(&call, &filter, order, &page(size))
                            .await
                            .unwrap();
                    };
                    let small = sent(&heard, board(2)).await;
                    let large = sent(&heard, board(50)).await;
                    assert_eq!(small.len(), large.len(), "{filter:?}");
                    // PostgreSQL joins no more than eight tables in the best order, and who is
                    // behind and whom the embargoes are known to takes more.
                    let is_guessed = is_postgres && filter.stale == Some(true) && !knows_all;
                    for one in large.iter().filter(|_| !is_guessed) {
                        if ends_soon(&node, one).await {
                            continue;
                        }
                        if let Some(plan) = too_much(&node, one).await {
                            panic!("{order:?} {filter:?}\n{}\n{plan}", one.sql);
                        }
                    }
                }
            }
        }
    }
);
