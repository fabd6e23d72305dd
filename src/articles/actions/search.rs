//! Searching an edition, and making its index anew.

use std::collections::HashMap;

use crate::app::{Call, Error, Result};
use crate::articles::domain::{Hit, Place, Sought, TooLong, ranked};
use crate::articles::store::listing::ListQuery;
use crate::articles::store::search;
use crate::platform::clock::Instant;
use crate::platform::language::Stems;
use crate::policy::{Action, Subject};

/// The most words of a question that are taken for misspelt.
const MOST_CORRECTED: usize = 4;

/// Publications whose index is written in one transaction.
const BATCH: u64 = 500;

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// What was sought in the end, misspelt words corrected.
    pub sought: Sought,
    /// The stories with their places, the highest first.
    pub hits: Vec<(Place, Hit)>,
}

/// The stories of a list that meet `query`, as readers get them at the moment of the call; how much
/// their age counts is told at `moment`. Words in another alphabet than the edition's are sought by
/// their sound. Only where nothing is found, words that nobody knows are taken for misspelt.
///
/// # Errors
/// [`Error::BadInput`] of a question that is too long; those of the database.
pub async fn search(call: &Call, list: &ListQuery, query: &str, moment: Instant) -> Result<Found> {
    let stems = Stems::of(list.locale.as_str());
    let too_long = |why: TooLong| Error::BadInput(why.to_string());
    let mut sought = Sought::read(query, &stems).map_err(too_long)?;
    if sought.parts.is_empty() {
        return Ok(Found::default());
    }
    hear(call, list, &mut sought, &stems).await?;
    let mut hits = search::hits(call, list, &sought).await?;
    if hits.is_empty() && correct(call, list, &mut sought).await? {
        hits = search::hits(call, list, &sought).await?;
    }
    let hits = ranked(&sought, hits, moment);
    Ok(Found { sought, hits })
}

/// Lets words in another alphabet be found by what they sound like.
async fn hear(call: &Call, list: &ListQuery, sought: &mut Sought, stems: &Stems) -> Result<()> {
    let locale = list.locale;
    let foreign = sought.words().filter(|word| stems.is_foreign(&word.key));
    let sounds: Vec<String> = foreign
        .flat_map(|word| word.sounds(locale.as_str()))
        .collect();
    let mut known: HashMap<String, Vec<String>> = HashMap::new();
    for (sound, stem) in search::sounding(call, locale, &sounds).await? {
        known.entry(sound).or_default().push(stem);
    }
    for word in sought
        .words_mut()
        .filter(|word| stems.is_foreign(&word.key))
    {
        let mut sounds = word.sounds(locale.as_str()).into_iter();
        let alike = sounds.find_map(|sound| known.get(&sound).cloned());
        word.accept(alike.unwrap_or_default());
    }
    Ok(())
}

/// Lets the nearest known words do for those that nobody knows; tells whether there are any.
async fn correct(call: &Call, list: &ListQuery, sought: &mut Sought) -> Result<bool> {
    let mut is_any = false;
    let words = sought.words_mut().map(|word| (word.trigrams(), word));
    let words = words.filter(|(trigrams, _)| !trigrams.is_empty());
    for (trigrams, word) in words.take(MOST_CORRECTED) {
        let known = search::near(call, list.locale, &trigrams).await?;
        let meant = word.corrections(&known);
        is_any |= !meant.is_empty();
        word.accept(meant);
    }
    Ok(is_any)
}

/// Writes the whole index anew, a batch at a time, and tells after each how many publications are
/// done. Readers go on finding what stands in it.
///
/// # Errors
/// Those of the database; then what was done stays done.
pub async fn rebuild_search(call: &Call, mut told: impl FnMut(usize)) -> Result<usize> {
    let subject = Subject {
        label: "search".to_owned(),
        ..Subject::default()
    };
    let (mut last, mut done) = (None, 0);
    loop {
        let tx = call.begin().await?;
        let permit = tx.authorize(Action::SearchRebuild, &subject)?;
        if last.is_none() {
            search::clear_words(&permit).await?;
        }
        let batch = search::rebuild(&permit, last, BATCH).await?;
        tx.commit().await?;
        let Some((id, size)) = batch else {
            return Ok(done);
        };
        last = Some(id);
        done += size;
        told(done);
    }
}
