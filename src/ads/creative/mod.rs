//! What is shown, in its sizes and languages.

mod actions;
mod domain;
mod input;
pub(super) mod store;

pub use actions::{approve, create, find, import, pending, reject, update};
pub use domain::{Content, Creative, Variant};
pub use input::{CreativeInput, VariantInput};
