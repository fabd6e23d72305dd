//! A publication a second while readers ask for thousands of pages.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use masthead::app::{App, Call};
use masthead::articles::{self, ListQuery, PublishInput, SavePatch};
use masthead::platform::ids::TranslationId;
use masthead::platform::page::Page;
use masthead::vocabulary::CheckCode;
use serde_json::json;
use tokio::runtime::Runtime;

use super::found::Newsroom;
use super::found::posted;
use super::load::{ask, exchange};

const CONNECTIONS: usize = 16;

const RAIL: &str = "{ edition(locale: \"uk\") { recentNews(first: 20) { nodes { headline } } } }";

/// Measures the calm and the storm, and tells.
pub fn tell(runtime: &Runtime, app: &Arc<App>, newsroom: &Newsroom, span: Duration) -> Result<()> {
    let stories = &newsroom.stories;
    // Until every page has been asked for once.
    let warm = Duration::from_millis(6 * u64::try_from(stories.len())?);
    ask(newsroom.live, stories, CONNECTIONS, warm)?;
    let tally = &app.tally;
    let calm = ask(newsroom.live, stories, CONNECTIONS, span)?;
    let before = [
        tally.parts_read.get(),
        tally.parts_dropped.get(),
        tally.parts_dropped_needlessly.get(),
    ];
    let goes_on = Arc::new(AtomicBool::new(true));
    let publishing = runtime.spawn(publish(
        Arc::clone(app),
        newsroom.live,
        Arc::clone(&goes_on),
    ));
    let storm = ask(newsroom.live, stories, CONNECTIONS, span)?;
    goes_on.store(false, Ordering::Release);
    let published = runtime.block_on(publishing)??;
    let after = [
        tally.parts_read.get(),
        tally.parts_dropped.get(),
        tally.parts_dropped_needlessly.get(),
    ];
    println!(
        "A publication a second, {} different story pages",
        stories.len()
    );
    println!(
        "    {:>8.2} × the answers of the calm ({:.0} a second; p99 {:.1} ms, in the calm {:.1} ms)",
        storm.per_second / calm.per_second,
        storm.per_second,
        storm.p99.as_secs_f64() * 1_000.0,
        calm.p99.as_secs_f64() * 1_000.0
    );
    println!(
        "    {published} publications, each in the next answer; {} parts read, {} dropped, {} of them needlessly",
        after[0] - before[0],
        after[1] - before[1],
        after[2] - before[2]
    );
    Ok(())
}

/// Publishes the newest stories again under new headlines, one a second; each must be what readers
/// get next.
async fn publish(app: Arc<App>, live: SocketAddr, goes_on: Arc<AtomicBool>) -> Result<usize> {
    let call = Call::system(&app, "storm");
    let list = ListQuery::all("uk".parse()?);
    let newest = articles::list(&call, &list, &Page::first(20)).await?;
    let texts: Vec<TranslationId> = newest.items.iter().map(|one| one.translation_id).collect();
    let mut published = 0;
    let mut rest = tokio::time::interval(Duration::from_secs(1));
    while goes_on.load(Ordering::Acquire) {
        rest.tick().await;
        let id = texts[published % texts.len()];
        let call = Call::system(&app, "storm");
        let version = |found: &articles::Translation| found.version;
        let found = articles::translations(&call, &[id]).await?;
        let one = found.get(&id).context("a text")?;
        let headline = format!("Новина номер {published}");
        let members = json!({ "headline": headline });
        let patch = SavePatch {
            members: members.as_object().cloned().unwrap_or_default(),
            is_autosave: false,
        };
        articles::save(&call, id, version(one), &patch).await?;
        let found = articles::translations(&call, &[id]).await?;
        let one = found.get(&id).context("a text")?;
        let input = PublishInput {
            accept_warnings: CheckCode::ALL.to_vec(),
            ..PublishInput::default()
        };
        articles::publish(&call, id, version(one), &input).await?;
        let rail = exchange(live, &posted(&json!({ "query": RAIL }))).await?;
        let is_shown = String::from_utf8_lossy(&rail).contains(&headline);
        ensure!(is_shown, "{headline} is not in the next answer");
        published += 1;
    }
    Ok(published)
}
