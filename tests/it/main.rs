//! Masthead from outside: one binary, one file a noun, every test of stored behaviour on SQLite and
//! on PostgreSQL.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::large_futures,
    clippy::too_many_lines
)]

mod accounts;
mod ad_crash;
mod ad_events;
mod ad_nodes;
mod ad_sales;
mod ad_serving;
mod ad_story;
mod ad_volume;
mod ads_delivery;
mod architecture;
mod articles;
mod as_of;
mod audit;
mod authors;
mod board_plans;
mod bodies;
mod clocks;
mod crash;
mod documents;
mod editions;
mod embargo;
mod feeds;
mod films;
pub mod front_desk;
mod fronts;
mod history;
mod identity;
mod import;
mod json_api;
mod leaks;
mod media;
mod newsday;
mod openapi;
mod pages;
mod permissions;
mod placements;
mod plans;
mod policy;
mod previews;
mod queue;
mod response_cache;
mod retention;
mod retired;
mod rights;
mod schedule;
mod schema;
mod search;
mod search_quality;
mod sections;
mod story_life;
mod support;
mod tags;
mod together;
mod tokens;
mod visibility;
mod welcome;
mod workflow;
mod workflow_properties;
mod workflow_table;
