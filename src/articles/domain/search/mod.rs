//! Searching the stories of an edition: what is asked, what a story offers, how well they meet.

mod marks;
mod rank;
mod sought;
mod text;

pub use marks::{Fragment, fragments};
pub use rank::{Hit, Place, ranked};
pub use sought::{Part, Sought, TooLong};
pub use text::SearchText;
