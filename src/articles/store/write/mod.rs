//! Writing articles, translations, revisions, drafts and saves.

mod bearing;
mod drafts;
mod languages;
mod lists;
mod numbers;
mod saves;
mod stories;
mod translations;

pub use self::bearing::{articles_by, articles_in, articles_tagged, is_tagged};
pub use self::drafts::{drafts_in, drop_draft, insert_drafts, put_draft};
pub use self::languages::note_languages;
pub use self::lists::lists;
pub use self::numbers::{next_numbers, reserve_numbers};
pub use self::saves::{Save, forget_prior_blocks, forget_saves, note_save, saves_after};
pub use self::stories::{existing, insert, lock, lock_story_of, touch, trash, update};
pub use self::translations::{insert_translations, lock_translations, update_translation};
pub use super::history::{
    insert_revisions, newest, newest_kept, prune, replace_newest, revision_in, revision_numbered,
};

/// Stories that one statement asks for.
const STORIES_PER_STATEMENT: usize = 500;
