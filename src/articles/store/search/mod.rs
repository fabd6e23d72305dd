//! The search index: one row for each publication, beside the database's own index of words; and the
//! words of titles, by their sound and by three letters in a row.
//!
//! The rows stand as long as their publications, whatever readers get of these now: what is visible
//! decides the query, as everywhere.

mod find;
mod write;

use sea_orm::DeriveIden;
use uuid::Uuid;

pub use find::{hits, near, sounding};
pub(super) use write::index;
pub(in crate::articles) use write::{clear_words, rebuild, remove};

/// The rows.
#[derive(DeriveIden, Clone, Copy)]
enum SearchRows {
    Table,
    Id,
    PublicationId,
    Locale,
    Title,
    Lede,
    Words,
}

/// The index of SQLite.
#[derive(DeriveIden, Clone, Copy)]
enum SearchIndex {
    Table,
    Rowid,
    Title,
    Lede,
    Body,
    Terms,
}

/// Words by their sound.
#[derive(DeriveIden, Clone, Copy)]
enum SearchWords {
    Table,
    Locale,
    Sound,
    Stem,
}

/// Words by three letters.
#[derive(DeriveIden, Clone, Copy)]
enum SearchTrigrams {
    Table,
    Locale,
    Trigram,
    Stem,
}

/// A section, tag or author as a word of the index: no word of a text begins so.
fn term(id: Uuid) -> String {
    format!("\u{E000}{}", id.simple())
}
