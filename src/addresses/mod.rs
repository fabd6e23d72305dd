//! What stands at which address: paths of pages, the register of address words (slugs), and
//! redirects from old paths.
//!
//! A slug is unique within a locale and a namespace, for ever: renamed and withdrawn things keep
//! theirs. A redirect leads to an entity, not to a path, so redirects never form chains.

mod actions;
mod domain;
mod merge;
mod path;
mod register;
mod store;

pub use actions::{create, delete, import};
pub use domain::{NewRedirect, Redirect, SlugState, Target, folded_path};
pub use merge::{hand_over, pair};
pub use path::{Addresses, Path, RESERVED};
pub use register::{Changed, Clash, Holding, Moved, SlugPreview, clash, clashes, follow, settle};
pub use store::{
    Taken, Word, by_id, by_path, give_back, known_words, list, redirect_all, redirect_from,
    redirected, release, reserve, retarget, take, taken, vary,
};
