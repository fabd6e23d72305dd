//! Reading the search index.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, JoinType, Order as Direction, Query, SelectStatement,
};
use sea_orm::{DbBackend, FromQueryResult};

use super::{SearchIndex, SearchRows, SearchTrigrams, SearchWords, term};
use crate::app::{Call, Result};
use crate::articles::domain::{Hit, Part, Sought};
use crate::articles::store::listing::ListQuery;
use crate::articles::store::rows::publication;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, PublicationId};
use crate::platform::locale::Locale;

/// Among how many of the newest stories that meet a question the best are chosen.
const CANDIDATES: u64 = 500;

/// How many words that share trigrams with a misspelt one are looked at.
const NEIGHBOURS: u64 = 40;

#[derive(FromQueryResult)]
struct HitRow {
    article_id: ArticleId,
    id: PublicationId,
    listed_at: Instant,
    number: i64,
    title: String,
    lede: String,
}

/// The newest stories of a list that meet a question, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn hits(call: &Call, list: &ListQuery, sought: &Sought) -> Result<Vec<Hit>> {
    let select = match call.db().get_database_backend() {
        DbBackend::Postgres => on_postgres(call, list, sought),
        _ => on_sqlite(call, list, sought),
    };
    let rows = call.db().query_all(&select).await?;
    let hit = |row: &sea_orm::QueryResult| {
        let row = HitRow::from_query_result(row, "")?;
        Ok(Hit {
            article: row.article_id,
            publication: row.id,
            listed_at: row.listed_at,
            number: row.number,
            title: row.title,
            lede: row.lede,
        })
    };
    rows.iter().map(hit).collect()
}

fn on_sqlite(call: &Call, list: &ListQuery, sought: &Sought) -> SelectStatement {
    let asked = Language::FTS5.question(list, sought);
    let mut select = Query::select();
    let rowid = (SearchIndex::Table, SearchIndex::Rowid);
    select
        .from(SearchIndex::Table)
        // Joined in this order, so that stories come out of the index in theirs. A cross join has
        // no condition of its own.
        .join(JoinType::CrossJoin, SearchRows::Table, Condition::all())
        .and_where(Expr::col((SearchRows::Table, SearchRows::Id)).equals(rowid))
        .and_where(Expr::cust_with_values("search_index MATCH ?", [asked]))
        .order_by(rowid, Direction::Desc);
    visible(&mut select, call, list);
    select
}

fn on_postgres(call: &Call, list: &ListQuery, sought: &Sought) -> SelectStatement {
    let asked = Language::TSQUERY.question(list, sought);
    let mut select = Query::select();
    select
        .from(SearchRows::Table)
        .and_where(Expr::cust_with_values(
            "search_rows.words @@ CAST($1 AS tsquery)",
            [asked],
        ))
        .order_by((SearchRows::Table, SearchRows::Id), Direction::Desc);
    visible(&mut select, call, list);
    select
}

/// Narrows to what readers get of a list, and asks for what a hit is made of.
fn visible(select: &mut SelectStatement, call: &Call, list: &ListQuery) {
    use publication::Column as C;
    let of = |column: C| (publication::Entity, column);
    select
        .columns([C::ArticleId, C::Id, C::ListedAt, C::Number].map(of))
        .columns([SearchRows::Title, SearchRows::Lede].map(|column| (SearchRows::Table, column)))
        .join(JoinType::CrossJoin, publication::Entity, Condition::all())
        .and_where(Expr::col(of(C::Id)).equals((SearchRows::Table, SearchRows::PublicationId)))
        .cond_where(list.conditions(call))
        .limit(CANDIDATES);
}

/// How a database writes a question. Stems are letters and digits, so that nothing needs escaping.
struct Language {
    quote: char,
    and: &'static str,
    or: &'static str,
    /// What opens, parts and closes a phrase.
    phrase: [&'static str; 3],
}

impl Language {
    /// <https://sqlite.org/fts5.html#full_text_query_syntax>
    const FTS5: Self = Self {
        quote: '"',
        and: " AND ",
        or: " OR ",
        phrase: ["\"", " ", "\""],
    };

    /// <https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY>
    const TSQUERY: Self = Self {
        quote: '\'',
        and: " & ",
        or: " | ",
        phrase: ["'", "' <-> '", "'"],
    };

    /// Everything that is sought, under any term of each kind that narrows the list.
    fn question(&self, list: &ListQuery, sought: &Sought) -> String {
        let parts = sought.parts.iter().map(|part| self.part(part));
        let terms = list
            .terms()
            .into_iter()
            .map(|ids| self.any(ids.into_iter().map(term)));
        parts.chain(terms).collect::<Vec<_>>().join(self.and)
    }

    fn part(&self, part: &Part) -> String {
        if let [word] = &part.words[..] {
            return self.any(word.stems.iter().cloned());
        }
        let [opens, parts, closes] = self.phrase;
        let stems = part.words.iter().filter_map(|word| word.stems.first());
        let stems: Vec<&str> = stems.map(String::as_str).collect();
        format!("({opens}{}{closes})", stems.join(parts))
    }

    fn any(&self, stems: impl Iterator<Item = String>) -> String {
        let quoted = stems.map(|stem| format!("{0}{stem}{0}", self.quote));
        format!("({})", quoted.collect::<Vec<_>>().join(self.or))
    }
}

/// Stems of known words that sound like any of `sounds`.
///
/// # Errors
/// Those of the database.
pub async fn sounding(
    call: &Call,
    locale: Locale,
    sounds: &[String],
) -> Result<Vec<(String, String)>> {
    if sounds.is_empty() {
        return Ok(Vec::new());
    }
    let find = Query::select()
        .columns([SearchWords::Sound, SearchWords::Stem])
        .from(SearchWords::Table)
        .and_where(Expr::col(SearchWords::Locale).eq(locale))
        .and_where(Expr::col(SearchWords::Sound).is_in(sounds.iter().map(String::as_str)))
        .order_by(SearchWords::Sound, Direction::Asc)
        .order_by(SearchWords::Stem, Direction::Asc)
        .to_owned();
    let rows = call.db().query_all(&find).await?;
    let pair = |row: &sea_orm::QueryResult| Ok((row.try_get_by(0)?, row.try_get_by(1)?));
    rows.iter().map(pair).collect()
}

/// Stems of known words that share most of `trigrams`.
///
/// # Errors
/// Those of the database.
pub async fn near(call: &Call, locale: Locale, trigrams: &[String]) -> Result<Vec<String>> {
    let find = Query::select()
        .column(SearchTrigrams::Stem)
        .from(SearchTrigrams::Table)
        .and_where(Expr::col(SearchTrigrams::Locale).eq(locale))
        .and_where(Expr::col(SearchTrigrams::Trigram).is_in(trigrams.iter().map(String::as_str)))
        .group_by_col(SearchTrigrams::Stem)
        .order_by_expr(Expr::col(SearchTrigrams::Trigram).count(), Direction::Desc)
        .order_by(SearchTrigrams::Stem, Direction::Asc)
        .limit(NEIGHBOURS)
        .to_owned();
    let rows = call.db().query_all(&find).await?;
    let stem = |row: &sea_orm::QueryResult| Ok(row.try_get_by(0)?);
    rows.iter().map(stem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::language::Stems;

    #[test]
    fn a_question_is_written_for_either_database() {
        let list = ListQuery::all("en".parse().unwrap());
        let sought = Sought::read("ferries \"winter harbour\"", &Stems::of("en")).unwrap();

        assert_eq!(
            Language::FTS5.question(&list, &sought),
            "(\"ferri\") AND (\"winter harbour\")"
        );
        assert_eq!(
            Language::TSQUERY.question(&list, &sought),
            "('ferri') & ('winter' <-> 'harbour')"
        );
    }
}
