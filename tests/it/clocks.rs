//! Plans made by a wall clock, when the rules of its zone change.

use masthead::app::Call;
use masthead::articles;
use masthead::policy::Role;
use masthead::worker;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value as Json, json};

use crate::support::people::{People, Work};
use crate::support::{Newsroom, TestApp, both};

use Role::DutyEditor;

const HOUR: i64 = 3_600_000;
/// 12:00 in Kyiv by the rules of now.
const NOON: i64 = 1_783_760_400_000;

/// Makes all that is planned what it would be had the clock of Kyiv been an hour behind when it was
/// planned.
async fn plan_by_other_rules(app: &TestApp) {
    let conn = app.app.db.writer();
    let moved = |member: &str| match conn.get_database_backend() {
        DbBackend::Postgres => format!(
            "UPDATE translations SET plan = jsonb_set(plan, '{{{member},at}}', to_jsonb((plan->'{member}'->>'at')::bigint + {HOUR})) WHERE plan ? '{member}'"
        ),
        _ => format!(
            "UPDATE translations SET plan = json_set(plan, '$.{member}.at', json_extract(plan, '$.{member}.at') + {HOUR}) WHERE json_extract(plan, '$.{member}.at') IS NOT NULL"
        ),
    };
    let mut all = vec![moved("publish"), moved("unpublish")];
    for column in ["publish_at", "unpublish_at"] {
        all.push(format!(
            "UPDATE translations SET {column} = {column} + {HOUR}"
        ));
    }
    for column in ["visible_from", "published_at", "listed_at"] {
        all.push(format!(
            "UPDATE publications SET {column} = {column} + {HOUR} WHERE {column} >= {NOON}"
        ));
    }
    let forever = i64::MAX;
    all.push(format!("UPDATE publications SET visible_until = visible_until + {HOUR} WHERE visible_until < {forever}"));
    for sql in all {
        conn.execute_unprepared(&sql)
            .await
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }
}

async fn planned(people: &People<'_>, work: &Work) -> Json {
    let document = format!(
        "{{ desk {{ translation(id: {:?}) {{ schedule {{ instant local timeZone }} }} }} }}",
        work.id
    );
    let mut data = people.read(DutyEditor, &document).await;
    data["desk"]["translation"]["schedule"].take()
}

async fn count(app: &TestApp, table: &str) -> i64 {
    let conn = app.app.db.reader();
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    let row = conn.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by(0).unwrap()
}

both!(
    what_was_planned_by_a_wall_clock_follows_it_and_its_readers_with_it,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let (mut local, mut exact) = (
            people.approved("By the clock").await,
            people.approved("By the instant").await,
        );
        worker::sweep(&app.app).await.unwrap();
        let by_clock = local.schedule_with(
            "at: { local: { time: \"2026-07-11T12:00\" } }, unpublishAt: { local: { time: \"2026-07-11T18:00\" } }",
        );
        people.done(DutyEditor, &by_clock, &mut local).await;
        let by_instant = exact.schedule("{ instant: \"2026-07-11T09:00:00Z\" }");
        people.done(DutyEditor, &by_instant, &mut exact).await;
        plan_by_other_rules(&app).await;
        assert_eq!(
            planned(&people, &local).await["instant"],
            "2026-07-11T10:00:00Z"
        );

        let call = Call::system(&app.app, "test");
        let moved = articles::follow_clocks(&call, "2027a").await.unwrap();
        let again = articles::follow_clocks(&call, "2027a").await.unwrap();

        assert_eq!((moved, again), (1, 0));
        assert_eq!(
            planned(&people, &local).await,
            json!({ "instant": "2026-07-11T09:00:00Z", "local": "2026-07-11T12:00", "timeZone": "Europe/Kyiv" })
        );
        assert_eq!(
            planned(&people, &exact).await["instant"],
            "2026-07-11T10:00:00Z"
        );
        let told = "audit WHERE action = 'translationReschedule' AND reason IS NOT NULL";
        assert_eq!(count(&app, told).await, 1);
        assert_eq!(
            count(&app, "events WHERE kind = 'ARTICLE_SCHEDULED'").await,
            4
        );

        let rail = async || {
            let query = "{ edition(locale: \"uk\") { recentNews(first: 5) { nodes { headline publishedAt { instant } } } } }";
            let data = app.read(query, json!({})).await;
            data["edition"]["recentNews"]["nodes"].clone()
        };
        app.clock.advance(HOUR + 60_000);
        assert_eq!(rail().await, json!([]), "{NOON}");
        app.clock.advance(60_000);
        assert_eq!(
            rail().await,
            json!([{ "headline": "By the clock", "publishedAt": { "instant": "2026-07-11T09:00:00Z" } }])
        );
        app.clock.advance(6 * HOUR);
        assert_eq!(rail().await[0]["headline"], "By the instant");
        assert_eq!(rail().await.as_array().unwrap().len(), 1);
    }
);

both!(
    a_plan_that_new_rules_put_into_the_past_is_carried_out_now,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("By the clock").await;
        let plan = work.schedule("{ local: { time: \"2026-07-11T12:00\" } }");
        people.done(DutyEditor, &plan, &mut work).await;
        plan_by_other_rules(&app).await;
        // Twelve by the new rules has gone by; by the old ones it lies ahead.
        app.clock.advance(HOUR + HOUR / 2);

        worker::sweep(&app.app).await.unwrap();
        assert_eq!(worker::tick(&app.app).await.unwrap(), 1);

        let query = "{ edition(locale: \"uk\") { recentNews(first: 5) { nodes { publishedAt { instant } } } } }";
        let data = app.read(query, json!({})).await;
        assert_eq!(
            data["edition"]["recentNews"]["nodes"],
            json!([{ "publishedAt": { "instant": "2026-07-11T09:28:00Z" } }])
        );
    }
);
