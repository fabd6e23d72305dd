//! Writes a large invented newsroom in the format of `examples/newsroom/README.md`: stories in
//! Ukrainian, Russian and English, for measurements and for trying a front end at size.
//!
//! ```sh
//! cargo run --release --example generate_newsroom -- /tmp/large --stories 20000
//! cargo run --release -- migrate
//! cargo run --release -- import newsroom /tmp/large/newsroom.ndjson
//! ```
//!
//! The same number and seed give the same bytes, on every machine. Moments are written as durations
//! before the import, so that the newest story is always of a few minutes ago.

mod newsroom;

use std::path::PathBuf;

use clap::Parser;
use newsroom::Size;

/// Writes a large invented newsroom in three languages.
///
/// FOLDER is made if it is not there. It gets `newsroom.ndjson`, one record a line, and the pictures
/// that the records name; `masthead import newsroom FOLDER/newsroom.ndjson` brings them in. Each
/// story has a body of some dozen blocks in every language, up to six tags of which a few are far
/// more frequent than the rest, one or two authors, a section, a picture and related stories.
/// The same number and seed give the same bytes.
#[derive(Parser)]
struct Asked {
    /// Where to write.
    folder: PathBuf,
    /// How many stories, each in three languages.
    #[arg(long, default_value_t = 20_000)]
    stories: u64,
    /// Another seed gives other stories.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Bodies of a kilobyte at most, as wire news has them.
    #[arg(long)]
    short: bool,
}

fn main() -> anyhow::Result<()> {
    let Asked {
        folder,
        stories,
        seed,
        short,
    } = Asked::parse();
    let size = Size {
        stories,
        seed,
        is_short: short,
    };
    let file = newsroom::write(&folder, size)?;
    println!("{stories} stories in 3 languages: {}", file.display());
    Ok(())
}
