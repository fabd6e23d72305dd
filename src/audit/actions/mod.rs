//! What is done with the trail as a whole.

mod trim;
mod verify;

pub use trim::trim;
pub use verify::verify;
