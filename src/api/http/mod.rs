//! What is asked over plain HTTP: uploads and media. Errors are `application/problem+json`.

pub mod media;
pub mod problem;
