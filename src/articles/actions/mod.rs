//! What people do with stories, one verb each.

mod check_links;
mod checks;
mod comments;
mod correct;
mod create;
mod import;
mod incoming;
mod locked;
mod locks;
mod mark_current;
mod merge;
mod publish;
mod references;
mod reimport;
mod save;
mod shared;
mod slug;
mod staleness;
mod unpublish;

pub use checks::{Proof, checks};
pub use comments::{add_comment, reopen_comment, reply_to_comment, resolve_comment};
pub use correct::{CorrectionInput, issue_correction};
pub use create::{ArticleInput, TranslationInput, create, create_translation};
pub use import::import;
pub use incoming::examine;
pub use locks::{acquire_lock, break_lock, release_lock, renew_lock};
pub use mark_current::mark_current;
pub use merge::{detach_tag, move_author, move_section, move_tag};
pub use publish::{PublishInput, publish, publish_together};
pub use save::{BlockOperation, SavePatch, patch_blocks, save};
pub use shared::{SharedPatch, update};
pub use slug::{change_slug, slug_preview};
pub use staleness::staleness;
pub use unpublish::{Takedown, TakenDown, UnpublishInput, unpublish_within};
