//! Whatever is written, and whatever time passes: a server that keeps its answers gives what one
//! that keeps nothing gives.

mod http;
mod parts;

use std::sync::atomic::{AtomicU64, Ordering};

use masthead::app::changes;
use masthead::platform::clock::Clock;
use masthead::policy::Role;
use masthead::worker;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value as Json, json};

use crate::pages::path_of;
use crate::support::people::People;
use crate::support::{Newsroom, TestApp};

const STORY: &str = include_str!("../../../schema/operations/story.graphql");
const HOME: &str = include_str!("../../../schema/operations/home.graphql");
const TAG: &str = include_str!("../../../schema/operations/tag.graphql");
const DAY: &str = include_str!("../../../schema/operations/day.graphql");

/// Lists, pages of them, and what leads to nothing yet.
const LISTS: &str = "query Lists($locale: Locale!, $tag: Slug!, $date: Date!) { edition(locale: $locale) {
    direction
    first: recentNews(first: 3) { nodes { headline emphasis markers { kind } tags { name } } pageInfo { hasNextPage } }
    last: recentNews(last: 2) { edges { cursor node { id updateLabel } } pageInfo { hasPreviousPage } totalCount }
    breaking: recentNews(first: 3, filter: { emphasis: [BREAKING] }) { nodes { headline } }
    tag(slug: $tag) { name related(first: 3) { name } articles(first: 2) { nodes { headline } totalCount } }
    new: resolve(path: \"/tag/rename\") { __typename }
    old: resolve(path: \"/old/path\") { __typename ... on Redirect { location } }
    day(date: $date) { previous next articles(first: 2, order: OLDEST_FIRST) { nodes { headline publishedAt { display(style: TIME) } } } }
    authors(first: 3) { edges { node { name articles(first: 1) { nodes { headline } } } } }
    sections { name articles(first: 1) { nodes { headline } } }
    menu(key: \"sections\") { items { label url } }
    callToAction(slot: \"article-end\") { title }
    labels(keys: [\"updated\"]) { text }
} site { name editions { locale homeUrl } } }";

/// What the newsroom's first stories, tags and people are called outside.
struct Ground {
    /// Translations with the stories that they are of.
    texts: Vec<(String, String)>,
    tags: Vec<String>,
    authors: Vec<String>,
    front: String,
    paths: Vec<String>,
    slug: String,
}

impl Ground {
    async fn of(app: &TestApp, people: &People<'_>) -> Self {
        let query = "{ desk { articles(first: 6) { edges { node { id translations { id } } } } front(locale: \"uk\", key: \"home\") { id } tags(first: 4) { edges { node { id } } } authors(first: 3) { edges { node { id } } } } }";
        let data = people.read(Role::Administrator, query).await;
        let desk = &data["desk"];
        let id = |node: &Json| node["id"].as_str().unwrap().to_owned();
        let nodes = |list: &Json| -> Vec<Json> {
            let edges = list["edges"].as_array().unwrap();
            edges.iter().map(|edge| edge["node"].clone()).collect()
        };
        let texts = nodes(&desk["articles"]).into_iter().flat_map(|article| {
            let of = id(&article);
            let texts = article["translations"].as_array().unwrap().clone();
            texts.into_iter().map(move |text| (id(&text), of.clone()))
        });
        let query = "{ edition(locale: \"uk\") { recentNews(first: 4) { edges { node { url tags { slug } } } } } }";
        let read = app.read(query, json!({})).await;
        let stories = nodes(&read["edition"]["recentNews"]);
        let slug = stories
            .iter()
            .find_map(|node| node["tags"][0]["slug"].as_str());
        Self {
            texts: texts.collect(),
            tags: nodes(&desk["tags"]).iter().map(id).collect(),
            authors: nodes(&desk["authors"]).iter().map(id).collect(),
            front: id(&desk["front"]),
            paths: stories
                .iter()
                .map(|node| path_of(node["url"].as_str().unwrap()))
                .collect(),
            slug: slug.unwrap().to_owned(),
        }
    }

    /// Everything that is asked after each step.
    fn questions(&self) -> Vec<(&'static str, Json)> {
        let mut all = vec![
            (HOME, json!({ "locale": "uk" })),
            (HOME, json!({ "locale": "en" })),
            (TAG, json!({ "locale": "uk", "slug": self.slug })),
            (DAY, json!({ "locale": "uk", "date": "2026-07-11" })),
            (
                LISTS,
                json!({ "locale": "uk", "tag": self.slug, "date": "2026-07-11" }),
            ),
            (
                LISTS,
                json!({ "locale": "ru", "tag": "rename", "date": "2026-07-12" }),
            ),
        ];
        for path in &self.paths {
            all.push((STORY, json!({ "locale": "uk", "path": path })));
        }
        all
    }
}

/// One thing that happens in the newsroom.
#[derive(Debug, Clone, Copy)]
enum Step {
    Write(u8, usize, u32),
    Pass(i64),
    Work,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        10 => (0_u8..20, 0_usize..64, any::<u32>()).prop_map(|(what, which, salt)| Step::Write(what, which, salt)),
        3 => (1_i64..7_200_000).prop_map(Step::Pass),
        1 => Just(Step::Work),
    ];
    prop::collection::vec(step, 24)
}

async fn version(people: &People<'_>, id: &str, of: &str) -> Json {
    let query = format!("{{ node(id: {id:?}) {{ ... on {of} {{ version }} }} }}");
    people.read(Role::Administrator, &query).await["node"]["version"].clone()
}

/// Writes something, and tells whether it was not refused.
async fn write(
    app: &TestApp,
    people: &People<'_>,
    ground: &Ground,
    step: (u8, usize, u32),
) -> bool {
    let (what, which, salt) = step;
    let (text, article) = &ground.texts[which % ground.texts.len()];
    let tag = &ground.tags[which % ground.tags.len()];
    let author = &ground.authors[which % ground.authors.len()];
    let now = app.clock.now();
    let later = |ms: i64| now.plus_ms(ms).to_string();
    let own = version(people, text, "DeskTranslation").await;
    let all = "acceptWarnings: [MISSING_ALT_TEXT, STALE_TRANSLATION, DUPLICATE_TITLE, MIXED_SCRIPT, BROKEN_LINK, UNRESOLVED_COMMENTS, UNPUBLISHED_REFERENCE, SENSITIVE_WITHOUT_FLAG, LANGUAGE_PARITY]";
    let save = format!(
        "translationSave(id: {text:?}, expectedVersion: {own}, input: {{ headline: \"Headline {salt}\", emphasis: {} }}) {{ userErrors {{ message }} }}",
        ["NORMAL", "STRONG", "BREAKING"][salt as usize % 3]
    );
    let field = match what {
        0..=3 => {
            people.mutate(Role::Administrator, &save).await;
            let own = version(people, text, "DeskTranslation").await;
            format!(
                "translationPublish(id: {text:?}, expectedVersion: {own}, input: {{ markUpdated: {}, {all} }})",
                salt % 2 == 0
            )
        }
        4 => {
            people.mutate(Role::Administrator, &save).await;
            for step in ["translationSubmit", "translationApprove"] {
                let own = version(people, text, "DeskTranslation").await;
                let field = format!(
                    "{step}(id: {text:?}, expectedVersion: {own}) {{ userErrors {{ message }} }}"
                );
                people.mutate(Role::Administrator, &field).await;
            }
            let own = version(people, text, "DeskTranslation").await;
            format!(
                "translationSchedule(id: {text:?}, expectedVersion: {own}, input: {{ at: {{ instant: \"{}\" }}, unpublishAt: {{ instant: \"{}\" }}, {all} }})",
                later(1_800_000),
                later(5_400_000)
            )
        }
        5 => format!("translationUnschedule(id: {text:?})"),
        6 => format!(
            "translationUnpublish(id: {text:?}, input: {{ reason: EDITORIAL, note: \"why\" }})"
        ),
        7 => format!("translationArchive(id: {text:?})"),
        8 => format!("translationUnarchive(id: {text:?})"),
        9 => format!(
            "translationRelist(id: {text:?}, listedAt: \"{}\", reason: \"why\")",
            later(-i64::from(salt % 100_000_000))
        ),
        10 => {
            let version = version(people, article, "DeskArticle").await;
            let second = &ground.tags[salt as usize % ground.tags.len()];
            format!(
                "articleUpdate(id: {article:?}, expectedVersion: {version}, input: {{ tagIds: [{tag:?}, {second:?}], sensitivity: [] }})"
            )
        }
        11 => {
            let version = version(people, tag, "DeskTag").await;
            format!(
                "tagUpdate(id: {tag:?}, expectedVersion: {version}, input: {{ names: [{{ locale: \"uk\", text: \"Тег {salt}\" }}, {{ locale: \"ru\", text: \"Rename\" }}], isHidden: {} }})",
                salt % 3 == 0
            )
        }
        12 => {
            let version = version(people, author, "DeskAuthor").await;
            format!(
                "authorUpdate(id: {author:?}, expectedVersion: {version}, input: {{ names: [{{ locale: \"uk\", text: \"Автор {salt}\" }}], isActive: {} }})",
                salt % 3 > 0
            )
        }
        13 | 14 => {
            let version = version(people, &ground.front, "DeskFront").await;
            let front = &ground.front;
            format!(
                "frontPin(frontId: {front:?}, expectedVersion: {version}, input: {{ zoneKey: \"top\", position: {}, articleId: {article:?}, startsAt: \"{}\", expiresAt: \"{}\" }})",
                1 + salt % 3,
                later(i64::from(salt % 2) * 600_000),
                later(3_600_000)
            )
        }
        15 => format!(
            "redirectCreate(input: {{ fromPath: \"/old/path\", to: {{ translationId: {text:?} }} }})"
        ),
        16 => format!(
            "correctionIssue(translationId: {text:?}, input: {{ kind: CORRECTION, text: {{ spans: [{{ text: \"Note {salt}\" }}] }}, placement: TOP, expectedVersion: {own} }})"
        ),
        17 => format!(
            "articleSetEmbargo(id: {article:?}, until: \"{}\")",
            later(900_000)
        ),
        18 => format!("translationChangeSlug(id: {text:?}, slug: \"slug-{salt}\")"),
        _ => format!("tagMerge(id: {tag:?}, intoId: {:?})", ground.tags[0]),
    };
    let field = format!("{field} {{ userErrors {{ message }} }}");
    let document = format!("mutation {{ done: {field} }}");
    let answer = people.ask(Role::Administrator, &document, json!({}));
    answer.await["data"]["done"]["userErrors"] == json!([])
}

/// What a server that keeps nothing gives: a document that it sees for the first time is executed
/// whole.
async fn anew(app: &TestApp, document: &str, variables: &Json) -> Vec<u8> {
    static SEEN: AtomicU64 = AtomicU64::new(0);
    let number = SEEN.fetch_add(1, Ordering::Relaxed);
    let body = json!({ "query": format!("{document}# {number}"), "variables": variables });
    app.post("/graphql", None, &body).await.bytes
}

async fn assert_right(app: &TestApp, ground: &Ground, what: &str) {
    for (document, variables) in ground.questions() {
        let body = json!({ "query": document, "variables": variables });
        let kept = app.post("/graphql", None, &body).await;
        let right = anew(app, document, &variables).await;
        let name = document
            .lines()
            .find(|line| line.starts_with("query"))
            .unwrap();
        assert!(
            kept.bytes == right,
            "after {what}: {name} {variables}\nkept  {}\nright {}",
            kept.text(),
            String::from_utf8_lossy(&right)
        );
    }
}

async fn live_through(app: &TestApp, steps: &[Step]) {
    let people = People::of(app).await;
    let ground = Ground::of(app, &people).await;
    changes::look(&app.app).await.unwrap();
    // Seen once, and kept from the second time on.
    assert_right(app, &ground, "nothing").await;
    assert_right(app, &ground, "nothing").await;
    let mut written = 0;
    for step in steps {
        match *step {
            Step::Pass(ms) => app.clock.advance(ms),
            Step::Work => drop(worker::tick(&app.app).await.unwrap()),
            Step::Write(what, which, salt) => {
                let is_done = write(app, &people, &ground, (what, which, salt)).await;
                written += usize::from(is_done);
            }
        }
        assert_right(app, &ground, &format!("{step:?}")).await;
    }
    let tally = &app.app.tally;
    assert!(tally.answers_kept.get() > 0, "whole answers are kept");
    let (dropped, needless) = (
        tally.parts_dropped.get(),
        tally.parts_dropped_needlessly.get(),
    );
    assert!(written > 2, "{written} writes were taken");
    println!(
        "{} parts read, {dropped} dropped, {needless} of them needlessly",
        tally.parts_read.get()
    );
}

fn try_days(cases: u32, open: impl AsyncFn() -> Option<TestApp>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let config = Config {
        cases,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let tried = runner.run(&steps(), |steps| {
        runtime.block_on(async {
            if let Some(app) = open().await {
                live_through(&app, &steps).await;
            }
        });
        Ok(())
    });
    tried.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn random_writes_never_leave_an_outdated_answer_on_sqlite() {
    try_days(3, async || Some(TestApp::sqlite(Newsroom::Demo).await));
}

#[test]
fn random_writes_never_leave_an_outdated_answer_on_postgres() {
    try_days(2, async || TestApp::postgres(Newsroom::Demo).await);
}
