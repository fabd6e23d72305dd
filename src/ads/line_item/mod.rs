//! What was sold of an order: when, where, to whom, how much, how fast.

mod actions;
mod domain;
mod input;
mod known;
pub(super) mod store;
mod uses;

pub use actions::{
    approve, archive, create, find, find_all, import, of_campaign, pause, resume, submit, update,
};
pub use domain::{Binding, LineItem};
pub use input::LineItemInput;
pub use known::Known;
pub use uses::{TagUses, tag_uses};
