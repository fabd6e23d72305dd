//! Taking an asset out of use, and what stands in its places from then on.

use serde::{Deserialize, Serialize};

use super::asset::Asset;
use crate::app::{Error, Problem, Result, refuse_if_any};
use crate::platform::clock::Instant;
use crate::platform::ids::AssetId;
use crate::platform::language::clean_text;
use crate::vocabulary::{AssetState, UserErrorCode};

/// The most characters of a reason.
const REASON_LENGTH: usize = 500;

/// When and why an asset was taken out of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Retirement {
    /// When.
    pub at: Instant,
    /// Why, for the newsroom.
    pub reason: String,
    /// What readers get in its places: in stories, on fronts, as a portrait, in ads. The places
    /// themselves, and the texts that hold them, stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<AssetId>,
}

impl Asset {
    /// What stands in its places instead of it.
    pub fn replaced_by(&self) -> Option<AssetId> {
        self.retirement.as_ref()?.replaced_by
    }

    /// The asset out of use. One that is out of use already may be given what stands in its places.
    ///
    /// # Errors
    /// [`Error::Refused`] for an asset that never was in use, without a reason, and for a
    /// replacement that is not usable, is of another kind, or is the asset itself.
    pub fn retired(&self, reason: &str, replacement: Option<&Self>, now: Instant) -> Result<Self> {
        if !matches!(self.state, AssetState::Ready | AssetState::Retired) {
            return Err(Error::invalid(["id"], "the asset is not in use yet"));
        }
        let reason = clean_text(reason, None);
        let mut problems = Vec::new();
        let mut at = |field, code, why| problems.push(Problem::at([field], code, why));
        if reason.is_empty() {
            at("reason", UserErrorCode::Required, "a reason is needed");
        }
        if reason.chars().count() > REASON_LENGTH {
            at("reason", UserErrorCode::TooLong, "at most 500 characters");
        }
        if let Some(other) = replacement {
            let why = if other.id == self.id {
                Some("an asset cannot take its own place")
            } else if other.state != AssetState::Ready {
                Some("what takes its place has to be ready")
            } else if other.kind != self.kind {
                Some("what takes its place has to be of the same kind")
            } else {
                None
            };
            if let Some(why) = why {
                at("replaceWithId", UserErrorCode::Invalid, why);
            }
        }
        refuse_if_any(problems)?;
        let before = self.retirement.as_ref();
        let next = Retirement {
            at: before.map_or(now, |before| before.at),
            reason,
            replaced_by: replacement.map(|other| other.id).or(self.replaced_by()),
        };
        if before == Some(&next) {
            return Ok(self.clone());
        }
        Ok(Self {
            state: AssetState::Retired,
            version: self.version + 1,
            retirement: Some(next),
            ..self.clone()
        })
    }

    /// An asset whose place was taken by one that now goes too: `heir` takes it.
    pub fn passed_on(self, heir: AssetId) -> Self {
        let version = self.version + 1;
        let retirement = self.retirement.map(|before| Retirement {
            replaced_by: Some(heir),
            ..before
        });
        Self {
            version,
            retirement,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::UserId;
    use crate::vocabulary::AssetKind;
    use uuid::Uuid;

    const NOW: Instant = Instant(9);

    fn asset(number: u128) -> Asset {
        let id = AssetId(Uuid::from_u128(number));
        Asset {
            state: AssetState::Ready,
            ..Asset::announced(id, UserId(Uuid::nil()), Instant(0))
        }
    }

    fn refused(result: Result<Asset>) -> Vec<String> {
        match result {
            Err(Error::Refused(problems)) => {
                let paths = problems.into_iter().map(|problem| problem.path.join("."));
                paths.collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_asset_goes_once_and_says_when_and_why() {
        let gone = asset(1).retired("  a  claim ", None, NOW).unwrap();

        assert_eq!((gone.state, gone.version), (AssetState::Retired, 2));
        let retirement = gone.retirement.clone().unwrap();
        assert_eq!((retirement.at, &*retirement.reason), (NOW, "a claim"));
        assert_eq!(gone.retired("a claim", None, Instant(10)).unwrap(), gone);
    }

    #[test]
    fn what_has_gone_may_be_replaced_later() {
        let gone = asset(1).retired("a claim", None, NOW).unwrap();

        let replaced = gone
            .retired("a claim", Some(&asset(2)), Instant(10))
            .unwrap();

        assert_eq!(replaced.replaced_by(), Some(asset(2).id));
        assert_eq!(replaced.retirement.unwrap().at, NOW);
    }

    #[test]
    fn only_what_is_in_use_goes_and_only_its_like_takes_its_place() {
        let (one, other) = (asset(1), asset(2));
        let video = Asset {
            kind: AssetKind::Video,
            ..asset(3)
        };
        let gone = other.retired("a claim", None, NOW).unwrap();
        let awaited = Asset {
            state: AssetState::Uploading,
            ..asset(4)
        };

        assert_eq!(refused(awaited.retired("a claim", None, NOW)), ["id"]);
        assert_eq!(refused(one.retired(" ", None, NOW)), ["reason"]);
        for wrong in [&one, &video, &gone, &awaited] {
            let refused = refused(one.retired("a claim", Some(wrong), NOW));
            assert_eq!(refused, ["replaceWithId"]);
        }
    }
}
