//! What the worker does for stories: it asks what is due. Carrying it out is
//! [`carry_out_within`](super::carry_out_within), because more than the story may hang on it.

use super::store::planned;
use crate::app::{Call, Result};
use crate::platform::ids::TranslationId;

/// Translations taken up at once.
const AT_ONCE: u64 = 100;

/// Translations for which something planned is due, the longest due first; at most 100.
///
/// # Errors
/// Those of the database.
pub async fn due(call: &Call) -> Result<Vec<TranslationId>> {
    planned::due(call, AT_ONCE).await
}
