//! What people do with stories, one verb each.

mod checks;
mod correct;
mod create;
mod import;
mod incoming;
mod locked;
mod merge;
mod preview;
mod publish;
mod references;
mod reimport;
mod save;
mod shared;
mod slug;
mod unpublish;

pub use checks::{Proof, checks};
pub use correct::{CorrectionInput, issue_correction};
pub use create::{ArticleInput, TranslationInput, create, create_translation};
pub use import::import;
pub use incoming::examine;
pub use merge::{detach_tag, move_author, move_section, move_tag};
pub use preview::{create_preview_link, preview};
pub use publish::{PublishInput, publish, publish_together};
pub use save::{BlockOperation, SavePatch, patch_blocks, save};
pub use shared::{SharedPatch, update};
pub use slug::{change_slug, slug_preview};
pub use unpublish::{Takedown, TakenDown, UnpublishInput, unpublish_within};
