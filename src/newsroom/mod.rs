//! The newsroom format.

mod domain;

pub use domain::*;
