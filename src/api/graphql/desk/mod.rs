//! The desk graph: the newsroom's own, with drafts, states and mutations.
//!
//! It is the delivery graph, and beside it what staff reads and writes: [`Query`] adds `viewer`,
//! `desk` and `ads`, and [`Mutation`] has one field for each editorial action. What a field needs is
//! declared on it with `@requiresPermission` and enforced from that declaration
//! ([`permission::Guard`]). An expected failure is one of a payload's `userErrors`
//! (`user_error`).

mod account;
mod ad_report;
mod ad_trace;
mod admin;
mod article;
mod asset;
mod audit;
mod author;
mod call_to_action;
mod check;
mod comment;
mod content;
mod correction;
mod diff;
mod edition;
mod embargo;
mod figure;
mod front;
mod input;
mod localized;
mod lock;
mod lossless;
mod mutation;
mod node;
mod outcome;
mod patch;
mod permission;
mod placement;
mod preview;
mod query;
mod queue;
mod reader;
mod redirect;
mod sales;
mod schedule;
mod section;
mod settings;
mod slug;
mod staff;
mod staleness;
mod tag;
mod tag_usage;
mod translation;
mod user_error;
mod workflow;

pub use mutation::Mutation;
pub use permission::Guard;
pub use query::Query;
pub use reader::Readers;
