//! The desk graph: the newsroom's own, with drafts, states and mutations.
//!
//! It is the delivery graph, and beside it what staff reads and writes: [`Query`] adds `viewer`,
//! `desk` and `ads`, and [`Mutation`] has one field for each editorial action. What a field needs is
//! declared on it with `@requiresPermission` and enforced from that declaration
//! ([`permission::Guard`]). An expected failure is one of a payload's `userErrors`
//! ([`user_error`]).

mod input;
mod lossless;
mod permission;
