//! Holding the seals against the entries.

use crate::app::trail::Place;
use crate::app::{Call, Result};
use crate::audit::domain::{Anchor, Fault, Verdict, Walk, beginnings};
use crate::audit::store::{self, anchors};
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
    // Every entry counts, whoever asks.
    let own = call.by_system("audit verify");
    loop {
        let begin = anchors::anchors(&own).await?;
        let verdict = walk(&own, &begin).await?;
        let is_whole = matches!(verdict, Verdict::Whole { .. });
        // Old entries may have been removed under the walk.
        if is_whole || anchors::anchors(&own).await? == begin {
            return Ok(verdict);
        }
    }
}

async fn walk(call: &Call, begin: &[Anchor]) -> Result<Verdict> {
    let lanes = store::lanes(call).await?;
    let (mut entries, mut ends) = (0, String::new());
    if let Some(stray) = store::stray(call, &lanes).await? {
        return Ok(Verdict::Stray(stray));
    }
    for lane in lanes {
        let from = begin.iter().find(|anchor| anchor.lane == lane.lane);
        entries += lane.length - from.map_or(0, |anchor| anchor.position);
        ends.push_str(&format!("{}:{}:{};", lane.lane, lane.length, lane.seal));
        let length = lane.length;
        let mut walk = Walk::new(lane, from);
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
    if let Some(untold) = untold(call, begin).await? {
        return Ok(untold);
    }
    let head = sha256_hex(ends);
    Ok(Verdict::Whole { entries, head })
}

/// The fault of lanes that begin where no entry says that they do.
async fn untold(call: &Call, begin: &[Anchor]) -> Result<Option<Verdict>> {
    let told = anchors::told(call).await?;
    if told.unwrap_or_else(|| beginnings(&[])) == beginnings(begin) {
        return Ok(None);
    }
    let first = begin.iter().find(|anchor| anchor.position > 0);
    let (lane, position) = first.map_or((1, 0), |anchor| (anchor.lane, anchor.position));
    Ok(Some(Verdict::Broken {
        entry: None,
        place: Place { lane, position },
        fault: Fault::Untold,
    }))
}
