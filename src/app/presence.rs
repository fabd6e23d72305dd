//! Who has which story open: in the memory of this process alone, and forgotten after a while.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, UserId};
use crate::platform::locale::Locale;
use crate::vocabulary::PresenceMode;

/// How long somebody who gives no sign counts as present: 90 seconds, as long as an editing lease.
const REMEMBERED_MS: i64 = 90_000;

/// Somebody who has a story open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Who.
    pub user: UserId,
    /// In which language; `None` for the story as a whole.
    pub locale: Option<Locale>,
    /// The block that the cursor is in.
    pub block_id: Option<String>,
    /// Whether to read or to write.
    pub mode: PresenceMode,
    /// The last sign of it.
    pub at: Instant,
}

type Key = (ArticleId, UserId, Option<Locale>);

/// Everybody who has a story open.
#[derive(Default)]
pub struct Presences(Mutex<HashMap<Key, Seen>>);

impl Presences {
    /// Notes a sign of somebody. Who writes is not taken for a reader while that lasts.
    pub fn note(&self, story: ArticleId, seen: Seen) {
        let mut all = self.all();
        all.retain(|_, one| is_fresh(one, seen.at));
        let key = (story, seen.user, seen.locale);
        let writes = |one: &Seen| one.mode == PresenceMode::Editing;
        match all.get_mut(&key) {
            Some(known) if writes(known) && !writes(&seen) => known.at = seen.at,
            _ => drop(all.insert(key, seen)),
        }
    }

    /// Notes that somebody has closed a story in a language.
    pub fn leave(&self, story: ArticleId, user: UserId, locale: Locale) {
        self.all().remove(&(story, user, Some(locale)));
    }

    /// Notes that somebody has closed every story.
    pub fn forget(&self, user: UserId) {
        self.all().retain(|(_, one, _), _| *one != user);
    }

    /// Who has a story open at `now`, in the order of their accounts and languages.
    pub fn of(&self, story: ArticleId, now: Instant) -> Vec<Seen> {
        let all = self.all();
        let here = all
            .iter()
            .filter(|((of, ..), one)| *of == story && is_fresh(one, now));
        let mut here: Vec<_> = here.collect();
        here.sort_by_key(|(key, _)| **key);
        here.into_iter().map(|(_, one)| one.clone()).collect()
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Key, Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(seen: &Seen, now: Instant) -> bool {
    now < seen.at.plus_ms(REMEMBERED_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_783_756_680_000);
    const STORY: ArticleId = ArticleId(Uuid::from_u128(1));

    fn seen(mode: PresenceMode, at: Instant) -> Seen {
        Seen {
            user: UserId(Uuid::from_u128(2)),
            locale: Some("uk".parse().unwrap()),
            block_id: None,
            mode,
            at,
        }
    }

    #[test]
    fn who_gives_no_sign_is_forgotten() {
        let all = Presences::default();
        all.note(STORY, seen(PresenceMode::Viewing, NOW));

        assert_eq!(all.of(STORY, NOW.plus_ms(89_999)).len(), 1);
        assert_eq!(all.of(STORY, NOW.plus_ms(90_000)), []);
        assert_eq!(all.of(ArticleId(Uuid::from_u128(9)), NOW), []);
    }

    #[test]
    fn reading_beside_writing_is_writing() {
        let all = Presences::default();
        all.note(STORY, seen(PresenceMode::Editing, NOW));
        all.note(STORY, seen(PresenceMode::Viewing, NOW.plus_ms(5)));

        assert_eq!(
            all.of(STORY, NOW),
            [seen(PresenceMode::Editing, NOW.plus_ms(5))]
        );
        all.leave(STORY, UserId(Uuid::from_u128(2)), "uk".parse().unwrap());
        assert_eq!(all.of(STORY, NOW), []);
    }
}
