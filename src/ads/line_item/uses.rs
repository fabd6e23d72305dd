//! Which line items name which tags.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::known::Known;
use super::store;
use crate::app::{Call, Result};
use crate::platform::ids::{LineItemId, TagId};
use crate::vocabulary::{LineItemState, Sensitivity};

/// What is sold, and not put away, by the tags that it names; one that names a tag which was merged
/// names the one in its place.
#[derive(Debug, Default)]
pub struct TagUses(BTreeMap<TagId, Uses>);

#[derive(Debug, Default)]
struct Uses {
    count: usize,
    /// Those that are for pages with the tag, with the flags that they accept.
    wanting: Vec<(LineItemId, Vec<Sensitivity>)>,
}

/// The uses of all tags, as they were last made known.
///
/// # Errors
/// Those of the database.
pub async fn tag_uses(call: &Call) -> Result<Arc<TagUses>> {
    call.snapshot(|| load(call)).await
}

async fn load(call: &Call) -> Result<TagUses> {
    let call = &call.by_system("ads");
    let mut sold = store::all(call).await?;
    sold.retain(|one| one.state != LineItemState::Archived);
    let targetings = sold
        .iter()
        .flat_map(|one| [&one.targeting, &one.exclusions]);
    let known = Known::of(call, targetings).await?;
    let mut uses = TagUses::default();
    for one in sold {
        let wanted = known.followed(&one.targeting).tags;
        let avoided = known.followed(&one.exclusions).tags;
        for tag in avoided.iter().filter(|tag| !wanted.contains(tag)) {
            uses.0.entry(*tag).or_default().count += 1;
        }
        for tag in wanted {
            let of_tag = uses.0.entry(tag).or_default();
            of_tag.count += 1;
            of_tag
                .wanting
                .push((one.id, one.accepts_sensitivity.clone()));
        }
    }
    Ok(uses)
}

impl TagUses {
    /// How many line items name a tag, in what they are for or in what they avoid.
    pub fn count(&self, tag: TagId) -> usize {
        self.0.get(&tag).map_or(0, |uses| uses.count)
    }

    /// Line items that are for pages with a tag and do not accept each of its flags: they are on
    /// none of these pages.
    pub fn conflicts(&self, tag: TagId, flags: &[Sensitivity]) -> Vec<LineItemId> {
        let wanting = self.0.get(&tag).map_or(&[][..], |uses| &uses.wanting);
        let refuses = |accepted: &[Sensitivity]| flags.iter().any(|flag| !accepted.contains(flag));
        let refusing = wanting.iter().filter(|(_, accepted)| refuses(accepted));
        refusing.map(|(id, _)| *id).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_does_not_accept_every_flag_of_its_tag_is_in_conflict() {
        let (tag, other) = (TagId(Uuid::from_u128(1)), TagId(Uuid::from_u128(2)));
        let [strict, brave] = [3, 4].map(|number| LineItemId(Uuid::from_u128(number)));
        let uses = Uses {
            count: 3,
            wanting: vec![(strict, Vec::new()), (brave, vec![Sensitivity::Crime])],
        };
        let all = TagUses(BTreeMap::from([(tag, uses)]));

        assert_eq!((all.count(tag), all.count(other)), (3, 0));
        assert!(all.conflicts(tag, &[]).is_empty());
        assert_eq!(all.conflicts(tag, &[Sensitivity::Crime]), [strict]);
        let both = [Sensitivity::Crime, Sensitivity::Children];
        assert_eq!(all.conflicts(tag, &both), [strict, brave]);
        assert!(all.conflicts(other, &both).is_empty());
    }
}
