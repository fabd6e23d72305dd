//! The inputs of stories: what the schema declares of the shapes that the domain reads itself.
//!
//! Most of these types are never looked into by a resolver. They stand behind
//! [`Lossless`](super::lossless::Lossless), say what the schema says, and check it.

pub mod article;
pub mod block;
pub mod content;
