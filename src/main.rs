//! The command line of Masthead.
fn main() {}
