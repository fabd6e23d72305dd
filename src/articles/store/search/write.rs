//! Writing the search index.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{DbBackend, QueryOrder, QuerySelect};

use super::{SearchIndex, SearchRows, SearchTrigrams, SearchWords, term};
use crate::app::{Permit, Result};
use crate::articles::domain::{Content, Publication, SearchText, Story};
use crate::articles::store::listed::Listed;
use crate::articles::store::rows::publication;
use crate::platform::ids::{ArticleId, PublicationId, TypedId};
use crate::platform::language::Stems;
use crate::platform::language::typo::trigrams;
use crate::platform::locale::Locale;
use crate::platform::parallel;

/// Rows that one statement carries.
const ROWS: usize = 200;

/// Bits of a row's id that tell publications of one moment apart.
const BITS: u32 = 21;

/// Places between the fields of a text, so that no phrase stands across them.
const GAP: usize = 10;

/// What is written of one publication.
struct Row {
    id: i64,
    publication: PublicationId,
    locale: Locale,
    text: SearchText,
    terms: Vec<String>,
}

impl Row {
    fn of(publication: &Publication, content: &Content, stems: &Stems) -> Self {
        let mut terms = Listed::of(publication).terms;
        terms.sort_unstable();
        terms.dedup();
        Self {
            id: place(publication),
            publication: publication.id,
            locale: publication.locale,
            text: SearchText::of(content, publication.locale.as_str(), stems),
            terms: terms.into_iter().map(term).collect(),
        }
    }

    /// The stems with their places, and the terms, as PostgreSQL writes a `tsvector`.
    fn vector(&self) -> String {
        let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut at = 0;
        for field in [&self.text.title, &self.text.lede, &self.text.body] {
            for stem in field {
                at += 1;
                places.entry(stem).or_default().push(at.to_string());
            }
            at += GAP;
        }
        let stems = places
            .iter()
            .map(|(stem, at)| format!("'{stem}':{}", at.join(",")));
        let terms = self.terms.iter().map(|term| format!("'{term}'"));
        stems.chain(terms).collect::<Vec<_>>().join(" ")
    }
}

/// Where a publication stands among all others: the newer in lists, the higher.
fn place(publication: &Publication) -> i64 {
    let latest = i64::MAX >> BITS;
    let moment = publication.listed_at.0.clamp(0, latest);
    let own = publication.id.uuid().as_u128() & ((1 << BITS) - 1);
    (moment << BITS) | own as i64
}

/// Puts publications into the index.
pub(in crate::articles::store) async fn index(
    permit: &Permit<'_>,
    stories: impl IntoIterator<Item = (&Publication, &Content)>,
) -> Result<()> {
    let stories: Vec<_> = stories.into_iter().collect();
    let locales = stories.iter().map(|(publication, _)| publication.locale);
    let stems = locales.map(|locale| (locale, Stems::of(locale.as_str())));
    let stems: HashMap<Locale, Stems> = stems.collect();
    let mut rows = parallel::each(stories, |(publication, content)| {
        Row::of(publication, content, &stems[&publication.locale])
    });
    if rows.is_empty() {
        return Ok(());
    }
    set_apart(permit, &mut rows).await?;
    for rows in rows.chunks(ROWS) {
        insert(permit, rows).await?;
    }
    insert_words(permit, &rows).await
}

/// Moves rows to the next free places where theirs are taken.
async fn set_apart(permit: &Permit<'_>, rows: &mut [Row]) -> Result<()> {
    let mut taken: HashSet<i64> = HashSet::new();
    let mut asked: BTreeSet<i64> = BTreeSet::new();
    loop {
        let ids: Vec<i64> = rows
            .iter()
            .map(|row| row.id)
            .filter(|id| asked.insert(*id))
            .collect();
        if ids.is_empty() {
            return Ok(());
        }
        for ids in ids.chunks(ROWS) {
            let find = Query::select()
                .column(SearchRows::Id)
                .from(SearchRows::Table)
                .and_where(Expr::col(SearchRows::Id).is_in(ids.iter().copied()))
                .to_owned();
            for row in permit.conn().query_all(&find).await? {
                taken.insert(row.try_get_by(0)?);
            }
        }
        let mut given = taken.clone();
        for row in rows.iter_mut() {
            while !given.insert(row.id) {
                row.id += 1;
            }
        }
    }
}

async fn insert(permit: &Permit<'_>, rows: &[Row]) -> Result<()> {
    let is_postgres = permit.conn().get_database_backend() == DbBackend::Postgres;
    let mut columns = vec![
        SearchRows::Id,
        SearchRows::PublicationId,
        SearchRows::Locale,
        SearchRows::Title,
        SearchRows::Lede,
    ];
    columns.extend(is_postgres.then_some(SearchRows::Words));
    let mut insert = Query::insert()
        .into_table(SearchRows::Table)
        .columns(columns)
        .to_owned();
    for row in rows {
        let mut values = vec![
            Expr::val(row.id),
            Expr::val(row.publication),
            Expr::val(row.locale),
            Expr::val(row.text.title.join(" ")),
            Expr::val(row.text.lede.join(" ")),
        ];
        if is_postgres {
            values.push(Expr::val(row.vector()).cast_as("tsvector"));
        }
        insert.values_panic(values);
    }
    permit.conn().execute(&insert).await?;
    if is_postgres {
        return Ok(());
    }
    let mut insert = Query::insert()
        .into_table(SearchIndex::Table)
        .columns([
            SearchIndex::Rowid,
            SearchIndex::Title,
            SearchIndex::Lede,
            SearchIndex::Body,
            SearchIndex::Terms,
        ])
        .to_owned();
    for row in rows {
        insert.values_panic([
            Expr::val(row.id),
            Expr::val(row.text.title.join(" ")),
            Expr::val(row.text.lede.join(" ")),
            Expr::val(row.text.body.join(" ")),
            Expr::val(row.terms.join(" ")),
        ]);
    }
    permit.conn().execute(&insert).await?;
    Ok(())
}

/// Takes note of the words of titles, in one order in all transactions, so that none waits for
/// another that waits for it.
async fn insert_words(permit: &Permit<'_>, rows: &[Row]) -> Result<()> {
    let words = rows.iter().flat_map(|row| {
        row.text
            .names
            .iter()
            .map(move |(sound, stem)| (row.locale, sound, stem))
    });
    let words: Vec<_> = words.collect::<BTreeSet<_>>().into_iter().collect();
    let mut new: BTreeSet<(Locale, String)> = BTreeSet::new();
    for words in words.chunks(ROWS) {
        let mut insert = Query::insert()
            .into_table(SearchWords::Table)
            .columns([SearchWords::Locale, SearchWords::Sound, SearchWords::Stem])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .returning(Query::returning().columns([SearchWords::Locale, SearchWords::Stem]))
            .to_owned();
        for (locale, sound, stem) in words {
            insert.values_panic([
                Expr::val(*locale),
                Expr::val(sound.as_str()),
                Expr::val(stem.as_str()),
            ]);
        }
        for row in permit.conn().query_all(&insert).await? {
            new.insert((row.try_get_by(0)?, row.try_get_by(1)?));
        }
    }
    let three = |(locale, stem): &(Locale, String)| -> Vec<_> {
        let all = trigrams(stem).into_iter();
        all.map(|trigram| (*locale, trigram, stem.clone()))
            .collect()
    };
    let trigrams: BTreeSet<_> = new.iter().flat_map(three).collect();
    let trigrams: Vec<_> = trigrams.into_iter().collect();
    for trigrams in trigrams.chunks(ROWS) {
        let mut insert = Query::insert()
            .into_table(SearchTrigrams::Table)
            .columns([
                SearchTrigrams::Locale,
                SearchTrigrams::Trigram,
                SearchTrigrams::Stem,
            ])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .to_owned();
        for (locale, trigram, stem) in trigrams {
            insert.values_panic([
                Expr::val(*locale),
                Expr::val(trigram.as_str()),
                Expr::val(stem.as_str()),
            ]);
        }
        permit.conn().execute(&insert).await?;
    }
    Ok(())
}

/// Takes the publications of a story out of the index.
pub(in crate::articles) async fn remove(permit: &Permit<'_>, id: ArticleId) -> Result<()> {
    let of_story = Query::select()
        .column(publication::Column::Id)
        .from(publication::Entity)
        .and_where(publication::Column::ArticleId.eq(id))
        .to_owned();
    drop_rows(permit, &of_story).await
}

async fn drop_rows(permit: &Permit<'_>, publications: &SelectStatement) -> Result<()> {
    let is_of = || Expr::col(SearchRows::PublicationId).in_subquery(publications.clone());
    if permit.conn().get_database_backend() != DbBackend::Postgres {
        let rows = Query::select()
            .column(SearchRows::Id)
            .from(SearchRows::Table)
            .and_where(is_of())
            .to_owned();
        let delete = Query::delete()
            .from_table(SearchIndex::Table)
            .and_where(Expr::col(SearchIndex::Rowid).in_subquery(rows))
            .to_owned();
        permit.conn().execute(&delete).await?;
    }
    let delete = Query::delete()
        .from_table(SearchRows::Table)
        .and_where(is_of())
        .to_owned();
    permit.conn().execute(&delete).await?;
    Ok(())
}

/// Lets go of all words, so that those are left that are written again.
pub(in crate::articles) async fn clear_words(permit: &Permit<'_>) -> Result<()> {
    let words = Query::delete().from_table(SearchWords::Table).to_owned();
    permit.conn().execute(&words).await?;
    let trigrams = Query::delete().from_table(SearchTrigrams::Table).to_owned();
    permit.conn().execute(&trigrams).await?;
    Ok(())
}

/// Writes the index of up to `most` publications anew, those after `after` in the order of their ids.
/// Tells the last of them and how many there were; `None` when there are no more.
pub(in crate::articles) async fn rebuild(
    permit: &Permit<'_>,
    after: Option<PublicationId>,
    most: u64,
) -> Result<Option<(PublicationId, usize)>> {
    let mut find = publication::Entity::find()
        .order_by_asc(publication::Column::Id)
        .limit(most);
    if let Some(after) = after {
        find = find.filter(publication::Column::Id.gt(after));
    }
    let stories: Vec<Story> = find
        .all(permit.conn())
        .await?
        .into_iter()
        .map(Story::of)
        .collect();
    let Some(last) = stories.last().map(|story| story.publication.id) else {
        return Ok(None);
    };
    let mut these = Query::select()
        .column(publication::Column::Id)
        .from(publication::Entity)
        .to_owned();
    these.and_where(publication::Column::Id.lte(last));
    if let Some(after) = after {
        these.and_where(publication::Column::Id.gt(after));
    }
    drop_rows(permit, &these).await?;
    index(
        permit,
        stories
            .iter()
            .map(|story| (&*story.publication, &*story.content)),
    )
    .await?;
    Ok(Some((last, stories.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::Instant;

    #[test]
    fn a_vector_tells_places_and_keeps_fields_apart() {
        let row = Row {
            id: 1,
            publication: PublicationId::from_uuid(Uuid::nil()),
            locale: "en".parse().unwrap(),
            text: SearchText {
                title: vec!["ferri".into(), "stay".into()],
                lede: vec!["ferri".into()],
                ..SearchText::default()
            },
            terms: vec![term(Uuid::nil())],
        };

        let vector = row.vector();

        assert!(
            vector.starts_with("'ferri':1,13 'stay':2 '\u{E000}0000"),
            "{vector}"
        );
    }

    #[test]
    fn moments_beyond_all_calendars_have_a_place() {
        const { assert!(Instant::FOREVER.0 > i64::MAX >> BITS) };
        // The year 2100.
        const { assert!((i64::MAX >> BITS) > 4_102_444_800_000) };
    }
}
