//! Entries of the trail, and what their seals must say.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::app::Result;
use crate::app::trail::{Place, Record};
use crate::platform::clock::Instant;
use crate::platform::ids::AuditId;

/// An entry and its place in lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it stands in lists.
    pub key: EntryKey,
    /// What it tells.
    pub record: Record,
}

/// Place of an entry in lists: its moment, and its number in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryKey(pub i64, pub i64);

/// Which entries; all given conditions hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Accounts that answer for it, or tokens that were shown.
    pub actors: Vec<Uuid>,
    /// What it was done to.
    pub subjects: Vec<Uuid>,
    /// Names of actions.
    pub actions: Vec<String>,
    /// At this moment or later.
    pub from: Option<Instant>,
    /// Before this moment.
    pub to: Option<Instant>,
}

/// An entry with its seal and its place in the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// What it tells.
    pub record: Record,
    /// Where it stands.
    pub place: Place,
    /// The seal that was written with it.
    pub seal: String,
}

/// The end of a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Its number.
    pub lane: i32,
    /// How many entries it has.
    pub length: i64,
    /// The seal of the last.
    pub seal: String,
    /// The greatest number, in the database, of an entry from before the seals.
    pub unsealed_to: i64,
}

/// The last entry that was removed from the beginning of a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The lane.
    pub lane: i32,
    /// Its number there; 0 while none was removed.
    pub position: i64,
    /// Its seal; empty while none was removed.
    pub seal: String,
}

/// Where the lanes begin that were shortened, as the entry of a removal tells it.
pub fn beginnings(anchors: &[Anchor]) -> Json {
    let shortened = anchors.iter().filter(|anchor| anchor.position > 0);
    let one = |anchor: &Anchor| json!({ "lane": anchor.lane, "position": anchor.position, "seal": anchor.seal });
    shortened.map(one).collect()
}

/// What holding the seals against the entries came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All is as it was written.
    Whole {
        /// Entries with seals that are there.
        entries: i64,
        /// One hash over the ends of all lanes: kept elsewhere, it shows a later change even by
        /// somebody who can seal.
        head: String,
    },
    /// This entry stands in no lane, and is no old one: somebody else has added it.
    Stray(AuditId),
    /// Something is not.
    Broken {
        /// The first entry that is not as it was, or that stands behind one that is gone; none
        /// where the end of a lane is gone.
        entry: Option<AuditId>,
        /// Where.
        place: Place,
        /// What is wrong.
        fault: Fault,
    },
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It does not bear out its seal.
    Changed,
    /// The entry that stood here is gone.
    Missing,
    /// Entries are gone from the beginning, and none tells that they were removed for their age.
    Untold,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Changed => "the entry or one before it was changed",
            Self::Missing => "the entry before it is gone",
            Self::Untold => "the first entries are gone, and not for their age",
        })
    }
}

/// A walk along one lane.
pub struct Walk {
    lane: Lane,
    position: i64,
    seal: String,
}

impl Walk {
    /// A walk from the first entry that was not removed.
    pub fn new(lane: Lane, from: Option<&Anchor>) -> Self {
        Self {
            lane,
            position: from.map_or(0, |anchor| anchor.position),
            seal: from.map_or_else(String::new, |anchor| anchor.seal.clone()),
        }
    }

    /// Goes on to the next entry; what is wrong with it, if anything.
    ///
    /// # Errors
    /// Never in practice: all of it can be written as JSON.
    pub fn step(&mut self, next: &Sealed) -> Result<Option<Verdict>> {
        let expected = self.next();
        let broken = |fault| Verdict::Broken {
            entry: Some(next.record.id),
            place: next.place,
            fault,
        };
        if next.place != expected {
            return Ok(Some(broken(Fault::Missing)));
        }
        if next.record.seal(expected, &self.seal)? != next.seal {
            return Ok(Some(broken(Fault::Changed)));
        }
        self.position = expected.position;
        self.seal.clone_from(&next.seal);
        Ok(None)
    }

    /// What is wrong with the end of the lane, after its last entry.
    pub fn end(&self) -> Option<Verdict> {
        if self.position == self.lane.length && self.seal == self.lane.seal {
            return None;
        }
        Some(Verdict::Broken {
            entry: None,
            place: self.next(),
            fault: Fault::Missing,
        })
    }

    /// Where the next entry must stand.
    pub const fn next(&self) -> Place {
        Place {
            lane: self.lane.lane,
            position: self.position + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::UserId;

    fn chain(length: i64) -> (Lane, Vec<Sealed>) {
        let mut seal = String::new();
        let mut all = Vec::new();
        for position in 1..=length {
            let record = Record {
                id: AuditId(Uuid::from_u128(position as u128)),
                at: Instant(position),
                actor_kind: "STAFF".to_owned(),
                user: Some(UserId(Uuid::nil())),
                token: None,
                system: None,
                action: "tagUpdate".to_owned(),
                subject_prefix: "tag".to_owned(),
                subject: Uuid::nil(),
                label: String::new(),
                changes: Vec::new(),
                reason: None,
                request_id: String::new(),
            };
            let place = Place { lane: 1, position };
            seal = record.seal(place, &seal).unwrap();
            all.push(Sealed {
                record,
                place,
                seal: seal.clone(),
            });
        }
        let lane = Lane {
            lane: 1,
            length,
            seal,
            unsealed_to: 0,
        };
        (lane, all)
    }

    fn walked(lane: Lane, entries: &[Sealed]) -> Option<Verdict> {
        let mut walk = Walk::new(lane, None);
        for entry in entries {
            if let Some(broken) = walk.step(entry).unwrap() {
                return Some(broken);
            }
        }
        walk.end()
    }

    fn fault(verdict: Option<Verdict>) -> (i64, Fault) {
        match verdict {
            Some(Verdict::Broken { place, fault, .. }) => (place.position, fault),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_lane_as_it_was_written_is_whole() {
        let (lane, entries) = chain(5);

        assert_eq!(walked(lane, &entries), None);
    }

    #[test]
    fn a_changed_entry_is_found() {
        let (lane, mut entries) = chain(5);
        entries[2].record.label = "another".to_owned();

        assert_eq!(fault(walked(lane, &entries)), (3, Fault::Changed));
    }

    #[test]
    fn an_entry_sealed_anew_breaks_the_next_one() {
        let (lane, mut entries) = chain(5);
        let before = entries[1].seal.clone();
        entries[2].record.label = "another".to_owned();
        entries[2].seal = entries[2].record.seal(entries[2].place, &before).unwrap();

        assert_eq!(fault(walked(lane, &entries)), (4, Fault::Changed));
    }

    #[test]
    fn a_lane_is_whole_behind_what_was_removed_and_only_behind_that() {
        let (lane, entries) = chain(5);
        let anchor = |seal: &Sealed, position| Anchor {
            lane: 1,
            position,
            seal: seal.seal.clone(),
        };
        let walked = |from: &Anchor, entries: &[Sealed]| {
            let mut walk = Walk::new(lane.clone(), Some(from));
            let mut faults = entries.iter().map(|entry| walk.step(entry).unwrap());
            let found = faults.find_map(|fault| fault);
            found.or_else(|| walk.end())
        };

        let behind_two = anchor(&entries[1], 2);
        assert_eq!(walked(&behind_two, &entries[2..]), None);
        assert_eq!(
            fault(walked(&behind_two, &entries[3..])),
            (4, Fault::Missing)
        );
        let wrong = anchor(&entries[0], 2);
        assert_eq!(fault(walked(&wrong, &entries[2..])), (3, Fault::Changed));
    }

    #[test]
    fn a_missing_entry_is_found_wherever_it_stood() {
        let (lane, entries) = chain(5);
        for (gone, found_at) in [(0, 2), (2, 4), (4, 5)] {
            let mut left = entries.clone();
            left.remove(gone);

            assert_eq!(
                fault(walked(lane.clone(), &left)),
                (found_at, Fault::Missing)
            );
        }
    }
}
