//! Masthead: the headless CMS for news.
//!
//! The map of the house, from the top: `api` holds the two doors, GraphQL and HTTP, and decides
//! nothing; below it stand the nouns of a newsroom (`articles`, `tags`, `sections`, `authors`,
//! `media`, `fronts`, `editions`, `users`, `ads`, `documents`, `audit`), each with the same rooms: `domain` (what it is),
//! `actions` (what people do with it), `store` (rows and SQL). `app` is what every action takes,
//! `policy` the one place that decides who may do what, `vocabulary` the words that all share, and
//! `platform` what knows no news; `worker` does what time brings. `docs/architecture.md` walks through it.

// The desk's mutations are one merged object, whose type nests as deep as it has parts.
#![recursion_limit = "256"]

pub mod addresses;
pub mod ads;
pub mod api;
pub mod app;
pub mod articles;
pub mod audit;
pub mod authors;
pub mod demo;
pub mod documents;
pub mod editions;
pub mod fronts;
pub mod media;
pub mod newsroom;
pub mod platform;
pub mod policy;
pub mod sections;
pub mod tags;
pub mod users;
pub mod vocabulary;
pub mod worker;

mod open;

pub use open::{open, open_in_memory_keys, prepare};
