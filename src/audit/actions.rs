//! Holding the seals against the entries.

use super::domain::{Verdict, Walk};
use super::store;
use crate::app::{Call, Result};
use crate::platform::secrets::sha256_hex;
use crate::policy::AUDIT;

/// Entries that are read at once.
const AT_ONCE: u64 = 1_000;

/// Walks every lane from its first entry to its end. What is written meanwhile is left for the next
/// time.
///
/// # Errors
/// [`crate::app::Error::Denied`] to whoever may not read the whole trail; those of the database.
pub async fn verify(call: &Call) -> Result<Verdict> {
    call.demand(AUDIT)?;
    let lanes = store::lanes(call).await?;
    let (mut entries, mut ends) = (0, String::new());
    if let Some(stray) = store::stray(call, &lanes).await? {
        return Ok(Verdict::Stray(stray));
    }
    for lane in lanes {
        entries += lane.length;
        ends.push_str(&format!("{}:{}:{};", lane.lane, lane.length, lane.seal));
        let length = lane.length;
        let mut walk = Walk::new(lane);
        while walk.next().position <= length {
            let found = store::sealed_from(call, walk.next(), length, AT_ONCE).await?;
            if found.is_empty() {
                break;
            }
            for entry in &found {
                if let Some(broken) = walk.step(entry)? {
                    return Ok(broken);
                }
            }
        }
        if let Some(broken) = walk.end() {
            return Ok(broken);
        }
    }
    let head = sha256_hex(ends);
    Ok(Verdict::Whole { entries, head })
}
