//! Work on many things with all processors.

use rayon::prelude::*;

/// What `act` makes of each thing, in their order. The caller waits, so this is for work that would
/// hold it up anyway, and longer.
pub fn each<T: Send, R: Send>(all: Vec<T>, act: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    all.into_par_iter().map(act).collect()
}
