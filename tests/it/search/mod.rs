//! Searching an edition: what is found, when, and what it costs.

mod quality;

use std::path::Path;
use std::sync::{Arc, Mutex};

use masthead::app::Call;
use masthead::app::changes::look;
use masthead::articles;
use masthead::newsroom::{self, Source};
use masthead::policy::Role;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value as Json, json};

use crate::support::people::{Colleague, People};
use crate::support::{Newsroom, START, TestApp, both};

const SEARCH: &str = "query($locale: Locale!, $query: String!, $first: Int, $after: String, $filter: ArticleFilter) {
    edition(locale: $locale) { search(query: $query, first: $first, after: $after, filter: $filter) {
        edges { cursor score highlights node { headline number } }
        pageInfo { hasNextPage hasPreviousPage endCursor } } } }";

/// Brings the stories of these tests in.
async fn newsroom(app: &TestApp) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/search/newsroom");
    let source = Source::at(&folder).unwrap();
    let report = newsroom::import(&Call::system(&app.app, "import"), &source)
        .await
        .unwrap();
    assert!(report.is_clean(), "{report}");
}

async fn search(app: &TestApp, variables: Json) -> Json {
    app.read(SEARCH, variables).await["edition"]["search"].take()
}

/// Headlines of what is found in the Ukrainian edition.
async fn found(app: &TestApp, query: &str) -> Vec<String> {
    headlines(&search(app, json!({ "locale": "uk", "query": query })).await)
}

fn headlines(found: &Json) -> Vec<String> {
    let edges = found["edges"].as_array().unwrap().iter();
    edges
        .map(|edge| edge["node"]["headline"].as_str().unwrap().to_owned())
        .collect()
}

both!(words_are_marked_where_they_stand, Newsroom::Empty, |app| {
    newsroom(&app).await;

    let found = search(
        &app,
        json!({ "locale": "uk", "query": "пороми Вербицької" }),
    )
    .await;

    let edge = &found["edges"][0];
    assert_eq!(
        edge["highlights"],
        json!([
            "…за три рейси на ніч. Мер Олена <mark>Вербицька</mark> обіцяє квитки за ціною денних.",
            "<mark>Пором</mark> ходитиме з червня до жовтня."
        ])
    );
    assert!(edge["score"].as_f64().unwrap() > 0.0);
});

both!(pages_follow_one_another, Newsroom::Empty, |app| {
    newsroom(&app).await;
    let whole = search(&app, json!({ "locale": "uk", "query": "рада" })).await;
    assert_eq!(whole["edges"].as_array().unwrap().len(), 3);

    let mut seen = Vec::new();
    let mut after = Json::Null;
    for place in 0..3 {
        // Meanwhile an hour passes, and the order stays as it was.
        app.clock.set(START.plus_ms(place * 3_600_000));
        let asked = json!({ "locale": "uk", "query": "рада", "first": 1, "after": after });
        let page = search(&app, asked).await;
        seen.extend(headlines(&page));
        assert_eq!(page["pageInfo"]["hasNextPage"], place < 2);
        after = page["pageInfo"]["endCursor"].clone();
    }

    assert_eq!(seen, headlines(&whole));
});

both!(filters_narrow_what_is_found, Newsroom::Empty, |app| {
    newsroom(&app).await;
    let query = "{ edition(locale: \"uk\") { tags: search(query: \"енергії\") { edges { node { tags { id } section { id } } } } } }";
    let data = app.read(query, json!({})).await;
    let node = &data["edition"]["tags"]["edges"][0]["node"];
    let ask = |filter: Json| json!({ "locale": "uk", "query": "перший", "filter": filter });

    let all = search(&app, ask(json!({}))).await;
    let tagged = search(&app, ask(json!({ "tagIds": [node["tags"][0]["id"]] }))).await;
    let in_city = search(&app, ask(json!({ "sectionIds": [node["section"]["id"]] }))).await;
    let both = search(
        &app,
        ask(json!({ "tagIds": [node["tags"][0]["id"]], "sectionIds": [node["section"]["id"]] })),
    )
    .await;
    let interviews = search(&app, ask(json!({ "kinds": ["INTERVIEW"] }))).await;

    let [tram, solar, wind] = [
        "Харків відновлює трамвай після зими",
        "Школи купують сонячні панелі",
        "Вітропарк дав перший струм",
    ];
    assert_eq!(headlines(&all), [wind, tram, solar]);
    assert_eq!(headlines(&tagged), [wind, solar]);
    assert_eq!(headlines(&in_city), [tram, solar]);
    assert_eq!(headlines(&both), [solar]);
    assert!(headlines(&interviews).is_empty());
});

both!(
    a_planned_story_is_found_on_the_second,
    Newsroom::Demo,
    |app| {
        let query = "query($at: DateTime!) { edition(locale: \"uk\", asOf: $at) { recentNews(first: 1) { nodes { headline } } } }";
        let admin = Colleague::joins(&app, "Admin", Role::Administrator).await;
        let then = START.plus_ms(3 * 3_600_000);
        let ahead = admin.asks(query, json!({ "at": then.to_string() })).await;
        let planned = ahead["edition"]["recentNews"]["nodes"][0]["headline"]
            .as_str()
            .unwrap()
            .to_owned();

        app.clock.set(then.plus_ms(-1));
        assert!(!found(&app, &planned).await.contains(&planned));
        app.clock.set(then);
        assert_eq!(found(&app, &planned).await.first(), Some(&planned));
    }
);

both!(
    what_is_kept_of_a_search_goes_with_each_change,
    Newsroom::Small,
    |app| {
        // As a server does: what is kept may be used as long as changes are followed.
        look(&app.app).await.unwrap();
        let people = People::of(&app).await;
        let mut work = people.approved("Дирижабль над портом").await;
        assert!(found(&app, "дирижаблі").await.is_empty());
        people
            .done(Role::DutyEditor, &work.publish(), &mut work)
            .await;
        for _ in 0..2 {
            assert_eq!(found(&app, "дирижаблі").await, ["Дирижабль над портом"]);
            assert!(found(&app, "цепелін").await.is_empty());
        }

        let saved = people
            .save(Role::Administrator, &mut work, "Цепелін над портом")
            .await;
        assert_eq!(saved["userErrors"], json!([]));
        assert!(
            found(&app, "цепелін").await.is_empty(),
            "a draft is not to be found"
        );
        people
            .done(Role::Administrator, &work.publish(), &mut work)
            .await;
        assert_eq!(found(&app, "цепелін").await, ["Цепелін над портом"]);

        people
            .done(Role::Administrator, &work.take_down(), &mut work)
            .await;
        assert!(found(&app, "цепелін").await.is_empty());
    }
);

both!(a_search_takes_few_statements, Newsroom::Empty, |app| {
    newsroom(&app).await;
    let ask = |query: &str| search(&app, json!({ "locale": "uk", "query": query }));
    // Facts are in memory then.
    ask("комета").await;

    for (query, most) in [
        ("рада", 3),
        ("Kharkiv", 4),
        ("тарамвай презедент обсерваторыя вербитська лікарьні", 6),
        ("—", 0),
    ] {
        let (_, sent) = app.statements(ask(query)).await;
        assert!(sent <= most + 1, "{query}: {sent}");
    }
});

both!(
    questions_that_are_too_long_are_refused,
    Newsroom::Empty,
    |app| {
        newsroom(&app).await;
        for query in ["а".repeat(201), "рік ".repeat(17)] {
            let answer = app
                .ask(
                    "/graphql",
                    None,
                    SEARCH,
                    json!({ "locale": "uk", "query": query }),
                )
                .await;
            assert_eq!(
                answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
                "{answer}"
            );
        }
        assert!(found(&app, " \"' OR * ) NEAR( : -").await.is_empty());
    }
);

both!(the_index_can_be_made_anew, Newsroom::Empty, |app| {
    newsroom(&app).await;
    let conn = app.app.db.writer();
    let mut sql = vec![
        "DELETE FROM search_rows",
        "DELETE FROM search_words",
        "DELETE FROM search_trigrams",
    ];
    if conn.get_database_backend() == DbBackend::Sqlite {
        sql.push("INSERT INTO search_index(search_index) VALUES ('delete-all')");
    }
    for statement in sql {
        conn.execute_unprepared(statement).await.unwrap();
    }
    assert!(found(&app, "комета").await.is_empty());

    for _ in 0..2 {
        let call = Call::system(&app.app, "search rebuild");
        let done = articles::rebuild_search(&call, |_| {}).await.unwrap();

        assert_eq!(done, 14 + 14 + 13);
        assert_eq!(
            found(&app, "комети").await,
            ["Обсерваторія показала знімок комети"]
        );
        assert_eq!(
            found(&app, "Kharkiv").await,
            ["Харків відновлює трамвай після зими"]
        );
        assert_eq!(
            found(&app, "презедент").await,
            ["Президент Литви відвідав Чернівці"]
        );
    }
});

/// The statements that `work` sends and that read the index.
async fn heard(app: &TestApp, query: &str) -> Vec<Statement> {
    let sent: Arc<Mutex<Vec<Statement>>> = Arc::default();
    let own = Arc::clone(&sent);
    app.app
        .db
        .listen(move |statement| own.lock().unwrap().push(statement.clone()));
    found(app, query).await;
    let mut sent = std::mem::take(&mut *sent.lock().unwrap());
    sent.retain(|statement| statement.sql.contains("search_"));
    sent
}

both!(the_databases_use_their_indexes, Newsroom::Empty, |app| {
    newsroom(&app).await;
    let is_postgres = app.app.db.reader().get_database_backend() == DbBackend::Postgres;
    let (how, column, scan) = match is_postgres {
        true => ("EXPLAIN", "QUERY PLAN", "Seq Scan"),
        false => ("EXPLAIN QUERY PLAN", "detail", "SCAN search_rows"),
    };

    let sent = heard(&app, "Kharkiv тарамвай").await;

    // The sound, the stories, one word to correct, and the stories again.
    assert!(sent.len() >= 3, "{sent:#?}");
    for statement in sent {
        let asked = Statement {
            sql: format!("{how} {}", statement.sql),
            ..statement
        };
        let tx = app.app.db.begin().await.unwrap();
        if is_postgres {
            // So few rows are read whole otherwise: what matters is that the index can be used.
            tx.execute_unprepared("SET LOCAL enable_seqscan = off")
                .await
                .unwrap();
        }
        let rows = tx.query_all_raw(asked).await.unwrap();
        let steps: Vec<String> = rows
            .iter()
            .map(|row| row.try_get("", column).unwrap())
            .collect();
        let steps = steps.join("\n");
        assert!(
            !steps.contains(scan) && !steps.contains("SCAN publications"),
            "{steps}"
        );
        // Stories come out of the index of SQLite in their order, so that it stops early.
        let is_sorted = steps.contains("search_index") && steps.contains("USE TEMP B-TREE");
        assert!(!is_sorted, "{steps}");
    }
});
