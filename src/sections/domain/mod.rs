//! What a section is, and how sections stand together.

mod arrange;
mod section;
mod tree;

pub use section::{Section, SectionInput, SectionText};
pub use tree::Tree;
