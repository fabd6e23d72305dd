//! How SQLite finds what the pages ask for: by an index that leads to few rows, whatever the size of
//! the archive. PostgreSQL knows the size of its tables and needs no help.

use sea_orm::{ConnectionTrait, Statement};

use crate::support::{Newsroom, TestApp};

/// The steps by which SQLite would answer.
async fn plan(app: &TestApp, sql: &str) -> String {
    let conn = app.app.db.reader();
    let asked = format!("EXPLAIN QUERY PLAN {sql}");
    let statement = Statement::from_string(conn.get_database_backend(), asked);
    let steps = conn.query_all_raw(statement).await.unwrap();
    let steps = steps.iter().map(|row| row.try_get::<String>("", "detail"));
    steps.collect::<Result<Vec<_>, _>>().unwrap().join("; ")
}

/// As many ids as a page asks for at once.
fn ids() -> String {
    vec!["x'00'"; 40].join(", ")
}

#[tokio::test]
async fn stories_of_an_edition_are_found_by_id_and_not_by_reading_the_edition() {
    let app = TestApp::sqlite(Newsroom::Empty).await;

    let steps = plan(
        &app,
        &format!(
            "SELECT id, card FROM publications WHERE visible_from <= 1 AND visible_until > 1
             AND locale = 'uk' AND article_id IN ({})",
            ids()
        ),
    )
    .await;

    let by_id = "publications_by_article (article_id=? AND locale=? AND visible_until>?)";
    assert!(steps.contains(by_id), "{steps}");
}

#[tokio::test]
async fn the_newest_stories_stand_in_the_order_of_an_index() {
    let app = TestApp::sqlite(Newsroom::Empty).await;

    let visible = "visible_from <= 1 AND visible_until > 1 AND locale = 'uk' AND is_listed";
    let rail = plan(
        &app,
        &format!(
            "SELECT id, card FROM publications WHERE {visible} AND kind <> 'PAGE'
             ORDER BY listed_at DESC, number DESC LIMIT 61"
        ),
    )
    .await;
    let day = plan(
        &app,
        &format!(
            "SELECT id, card FROM publications WHERE {visible} AND published_on = '2026-07-11'
             ORDER BY published_at DESC, number DESC LIMIT 101"
        ),
    )
    .await;

    assert!(
        rail.contains("publications_by_listing (locale=?)"),
        "{rail}"
    );
    assert!(
        day.contains("publications_by_day (locale=? AND published_on=?)"),
        "{day}"
    );
    assert!(
        !format!("{rail}{day}").contains("TEMP B-TREE"),
        "{rail}; {day}"
    );
}
