//! Asking for the four page documents, and for stories by words.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::routing::post;
use masthead::platform::clock::{Clock, SystemClock};
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::client::Client;
use super::clock::{Watch, median};
use super::place::Place;

/// The documents: those of pages as `schema/operations` has them.
pub const DOCUMENTS: [(&str, &str); 5] = [
    (
        "StoryPage",
        include_str!("../../schema/operations/story.graphql"),
    ),
    (
        "HomePage",
        include_str!("../../schema/operations/home.graphql"),
    ),
    (
        "TagPage",
        include_str!("../../schema/operations/tag.graphql"),
    ),
    (
        "DayArchive",
        include_str!("../../schema/operations/day.graphql"),
    ),
    ("Search", SEARCH),
];

/// A page of what is found, as a front end shows it.
const SEARCH: &str = "query Search($locale: Locale!, $query: String!) {
    edition(locale: $locale) { search(query: $query, first: 20) {
        edges { score highlights node { headline url publishedAt leadMedia { media { ... on Image { url(width: 320) } } } } }
        pageInfo { hasNextPage endCursor } } } }";

const LOCALES: [&str; 3] = ["uk", "ru", "en"];

/// Different pages that a document is asked for: spread over the whole archive.
const PAGES: usize = 48;

/// What one document takes over one newsroom.
pub struct Measured {
    /// Middle answer time, as a client sees it.
    pub p50: Duration,
    /// Processor time of one request, server and client; the middle of the rounds.
    pub cpu: Duration,
    /// The same bytes, kept in memory and sent by the same server: middle answer time.
    pub static_p50: Duration,
    /// And processor time.
    pub static_cpu: Duration,
    /// Statements that one page sends to the database, in the mean.
    pub statements: f64,
    /// Size of one answer, in the mean.
    pub bytes: usize,
}

/// Measures every document over every newsroom, by turns.
pub fn measured<const N: usize>(
    runtime: &Runtime,
    places: [&Place; N],
    rounds: usize,
    requests: usize,
) -> Result<Vec<[Measured; N]>> {
    let mut newsrooms = Vec::with_capacity(N);
    for place in places {
        newsrooms.push(Newsroom::open(runtime, place)?);
    }
    for round in 0..rounds {
        for document in 0..DOCUMENTS.len() {
            for newsroom in &mut newsrooms {
                newsroom.ask(document, round * requests..(round + 1) * requests)?;
            }
        }
    }
    let all = (0..DOCUMENTS.len()).map(|document| {
        let of = newsrooms.iter().map(|one| one.lists[document].told());
        <[Measured; N]>::try_from(of.collect::<Vec<_>>()).ok()
    });
    all.collect::<Option<_>>().context("a newsroom is missing")
}

/// A served newsroom.
struct Newsroom {
    live: Client,
    kept: Client,
    lists: Vec<Pages>,
}

/// Pages of one document.
struct Pages {
    bodies: Vec<String>,
    first_kept: usize,
    bytes: usize,
    statements: f64,
    live: Samples,
    kept: Samples,
}

#[derive(Default)]
struct Samples {
    wall: Vec<Duration>,
    cpu: Vec<Duration>,
}

impl Newsroom {
    fn open(runtime: &Runtime, place: &Place) -> Result<Self> {
        let app = runtime.block_on(place.open())?;
        let mut live = Client::connect(serve(runtime, masthead::api::router(&app)?)?)?;
        let found = Found::walk(&mut live)?;
        let (mut lists, mut answers) = (Vec::new(), Vec::new());
        for (place, (_, document)) in DOCUMENTS.iter().enumerate() {
            let bodies = found.bodies(place, document);
            let first_kept = answers.len();
            // The first of all fills what is held in memory.
            live.post("/graphql", &bodies[0])?;
            let before = app.db.statements();
            for body in &bodies {
                let answer = live.post("/graphql", body)?;
                let told: Json = serde_json::from_slice(&answer)?;
                ensure!(told.get("errors").is_none(), "{told:#}");
                answers.push(Bytes::from(answer));
            }
            #[expect(clippy::cast_precision_loss, reason = "a mean for people")]
            let statements = (app.db.statements() - before) as f64 / bodies.len() as f64;
            let bytes: usize = answers[first_kept..].iter().map(Bytes::len).sum();
            lists.push(Pages {
                bytes: bytes / bodies.len(),
                first_kept,
                statements,
                bodies,
                live: Samples::default(),
                kept: Samples::default(),
            });
        }
        let kept = Client::connect(serve(runtime, keeping(answers))?)?;
        Ok(Self { live, kept, lists })
    }

    /// Asks for pages of a document, first each as it is, then each as it was kept.
    fn ask(&mut self, document: usize, which: std::ops::Range<usize>) -> Result<()> {
        let Self { live, kept, lists } = self;
        let pages = &mut lists[document];
        let which = which.map(|n| n % pages.bodies.len());
        let all: Vec<_> = which.map(|n| (n, pages.bodies[n].as_str())).collect();
        pages
            .live
            .take(&all, |(_, body)| live.post("/graphql", body).map(drop))?;
        pages.kept.take(&all, |(n, body)| {
            let path = format!("/{}", pages.first_kept + n);
            kept.post(&path, body).map(drop)
        })
    }
}

impl Samples {
    fn take<T: Copy>(&mut self, all: &[T], mut ask: impl FnMut(T) -> Result<()>) -> Result<()> {
        let watch = Watch::start();
        for one in all {
            let began = Instant::now();
            ask(*one)?;
            self.wall.push(began.elapsed());
        }
        let count = u32::try_from(all.len())?.max(1);
        self.cpu.push(watch.took().cpu / count);
        Ok(())
    }
}

impl Pages {
    fn told(&self) -> Measured {
        Measured {
            p50: median(self.live.wall.clone()),
            cpu: median(self.live.cpu.clone()),
            static_p50: median(self.kept.wall.clone()),
            static_cpu: median(self.kept.cpu.clone()),
            statements: self.statements,
            bytes: self.bytes,
        }
    }
}

/// Serves on a free port of this machine until the process ends.
fn serve(runtime: &Runtime, router: Router) -> Result<std::net::SocketAddr> {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    runtime.spawn(masthead::api::serve(
        listener,
        router,
        std::future::pending(),
    ));
    Ok(address)
}

/// The answers under their numbers, from memory.
fn keeping(answers: Vec<Bytes>) -> Router {
    let answer = async |State(all): State<Arc<Vec<Bytes>>>, Path(n): Path<usize>, _: Bytes| {
        let body = all.get(n).cloned().unwrap_or_default();
        ([(header::CONTENT_TYPE, "application/json")], body)
    };
    Router::new()
        .route("/{number}", post(answer))
        .with_state(Arc::new(answers))
}

/// What there is to ask for: by language, paths of stories, words of tags, days, and words.
pub struct Found {
    stories: Vec<(&'static str, String)>,
    tags: Vec<(&'static str, String)>,
    days: Vec<(&'static str, String)>,
    /// The longest word of a headline, and the two longest.
    words: Vec<(&'static str, String)>,
}

const DAY: &str = "query($locale: Locale!, $date: Date!) { site { baseUrl }
    edition(locale: $locale) { day(date: $date) { previous
        articles(first: 40) { edges { node { url headline tags { slug } } } } } } }";

impl Found {
    /// Goes through the archive, a day after the other, from today.
    pub fn walk(client: &mut Client) -> Result<Self> {
        let mut found = Self {
            stories: Vec::new(),
            tags: Vec::new(),
            days: Vec::new(),
            words: Vec::new(),
        };
        for locale in LOCALES {
            let now = SystemClock.now().to_chrono().context("the time")?;
            let mut day = Some(now.date_naive().to_string());
            while let Some(date) = day {
                let variables = json!({ "locale": locale, "date": date });
                let asked = json!({ "query": DAY, "variables": variables }).to_string();
                let answer: Json = serde_json::from_slice(&client.post("/graphql", &asked)?)?;
                let base = answer["data"]["site"]["baseUrl"].as_str();
                let base = base.context("an address")?;
                let archive = &answer["data"]["edition"]["day"];
                for edge in archive["articles"]["edges"]
                    .as_array()
                    .into_iter()
                    .flatten()
                {
                    let node = &edge["node"];
                    let path = node["url"].as_str().and_then(|url| url.strip_prefix(base));
                    found
                        .stories
                        .extend(path.map(|path| (locale, path.to_owned())));
                    let headline = node["headline"].as_str().unwrap_or_default();
                    let mut words: Vec<&str> = headline.split_whitespace().collect();
                    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
                    let count = 1 + found.words.len() % 2;
                    let asked = words.into_iter().take(count).collect::<Vec<_>>().join(" ");
                    found.words.push((locale, asked));
                    let tag = node["tags"][0]["slug"].as_str();
                    found.tags.extend(tag.map(|tag| (locale, tag.to_owned())));
                }
                day = archive["previous"].as_str().map(ToOwned::to_owned);
                found.days.push((locale, date));
            }
        }
        found.tags.sort_unstable();
        found.tags.dedup();
        Ok(found)
    }

    /// How many story pages there are.
    pub const fn count(&self) -> usize {
        self.stories.len()
    }

    /// A request for one of the story pages.
    pub fn story(&self, document: &str, number: usize) -> String {
        let (locale, path) = &self.stories[number % self.stories.len()];
        let variables = json!({ "locale": locale, "path": path });
        json!({ "query": document, "variables": variables }).to_string()
    }

    /// Requests for pages of the document at `place`.
    fn bodies(&self, place: usize, document: &str) -> Vec<String> {
        let home = LOCALES.map(|locale| (locale, String::new()));
        let (of, name) = match place {
            0 => (&self.stories[..], "path"),
            1 => (&home[..], "none"),
            2 => (&self.tags[..], "slug"),
            3 => (&self.days[..], "date"),
            _ => (&self.words[..], "query"),
        };
        let count = of.len().min(PAGES);
        let spread = (0..count).map(|n| &of[n * of.len() / count]);
        let body = spread.map(|(locale, value)| {
            let mut variables = json!({ "locale": locale });
            if name != "none" {
                variables[name] = value.as_str().into();
            }
            json!({ "query": document, "variables": variables }).to_string()
        });
        body.collect()
    }
}
