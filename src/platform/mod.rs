//! What knows no news: time, ids, the database, files, secrets, languages and calendars.

pub mod calendar;
pub mod clock;
pub mod config;
pub mod db;
pub mod files;
pub mod given;
pub mod ids;
pub mod language;
pub mod locale;
pub mod migrate;
pub mod networks;
pub mod page;
pub mod parallel;
pub mod passwords;
pub mod secrets;
pub mod web;
