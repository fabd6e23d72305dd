//! Properties of decisions, over books and pages drawn at random.

mod properties;
mod random;
