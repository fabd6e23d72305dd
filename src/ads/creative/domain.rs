//! What a creative is, and how it is checked.

use serde::{Deserialize, Serialize};

use crate::ads::domain::Size;
use crate::app::{Error, Problem, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{AdvertiserId, AssetId, CreativeId, UserId, VariantId};
use crate::platform::locale::Locale;
use crate::policy::{ADS, Subject};
use crate::vocabulary::{CreativeFormat, CreativeReviewState, UserErrorCode};

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Creative {
    /// Its id.
    #[serde(skip)]
    pub id: CreativeId,
    /// Grows with every change.
    #[serde(skip)]
    pub version: i32,
    /// Who pays.
    pub advertiser: AdvertiserId,
    /// Its name.
    pub name: String,
    /// Where its check stands.
    pub review: CreativeReviewState,
    /// Why it was rejected.
    pub review_note: Option<String>,
    /// Since when it waits for a check, or has waited.
    #[serde(skip)]
    pub pending_since: Instant,
    /// Who made it.
    #[serde(skip)]
    pub created_by: UserId,
    /// Who changed it last.
    #[serde(skip)]
    pub changed_by: UserId,
    /// Its sizes and languages.
    pub variants: Vec<Variant>,
}

/// One size in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Variant {
    /// Its id: another one as soon as anything of it is different.
    pub id: VariantId,
    /// The language of its words; `None` when it has none.
    pub locale: Option<Locale>,
    /// Its size.
    pub size: Size,
    /// What it is made of.
    pub content: Content,
    /// Where a click leads.
    pub landing_url: String,
    /// What it weighs, in bytes.
    pub byte_size: i32,
    /// Since when it may be shown, as far as its check goes.
    #[serde(skip)]
    pub approved_at: Option<Instant>,
}

/// What a variant is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Content {
    /// A picture with a link.
    Image {
        /// The picture.
        asset: AssetId,
        /// What it shows.
        alt: String,
    },
    /// A document in a frame of its own.
    Html(String),
    /// Parts that the page shows in its own style.
    Native {
        /// Its headline.
        headline: String,
        /// Its text.
        #[serde(default)]
        body: Option<String>,
        /// Its picture.
        #[serde(default)]
        image: Option<AssetId>,
        /// The words of its button.
        #[serde(default, rename = "buttonLabel")]
        button_label: Option<String>,
    },
    /// A video, by a VAST document.
    VastXml(String),
    /// A call to action of the paper, by its key.
    HouseKey(String),
}

impl Content {
    /// What it is made of, in a word.
    pub const fn format(&self) -> CreativeFormat {
        match self {
            Self::Image { .. } => CreativeFormat::Image,
            Self::Html(_) => CreativeFormat::Html,
            Self::Native { .. } => CreativeFormat::Native,
            Self::VastXml(_) => CreativeFormat::VideoVast,
            Self::HouseKey(_) => CreativeFormat::House,
        }
    }

    /// Its picture.
    pub const fn image(&self) -> Option<AssetId> {
        match self {
            Self::Image { asset, .. } => Some(*asset),
            Self::Native { image, .. } => *image,
            Self::Html(_) | Self::VastXml(_) | Self::HouseKey(_) => None,
        }
    }
}

impl Variant {
    /// Whether the other shows the same.
    pub(super) fn shows(&self, other: &Self) -> bool {
        (self.locale, self.size, &self.content, &self.landing_url)
            == (other.locale, other.size, &other.content, &other.landing_url)
    }
}

impl Creative {
    /// The creative once it was checked and found good; `None` when it was before.
    ///
    /// # Errors
    /// When it does not wait for a check.
    pub fn approved(&self, now: Instant) -> Result<Option<Self>> {
        match self.review {
            CreativeReviewState::Approved => return Ok(None),
            CreativeReviewState::Pending => {}
            CreativeReviewState::Rejected => {
                let why = "a rejected creative is changed before it is checked again";
                let code = UserErrorCode::TransitionNotAllowed;
                return Err(Error::problem(Problem::at(["id"], code, why)));
            }
        }
        let mut after = self.clone();
        after.version += 1;
        after.review = CreativeReviewState::Approved;
        after.review_note = None;
        for variant in &mut after.variants {
            variant.approved_at.get_or_insert(now);
        }
        Ok(Some(after))
    }

    /// The creative once it was checked and found wanting; `None` when it was before.
    pub fn rejected(&self, note: String) -> Option<Self> {
        if self.review == CreativeReviewState::Rejected {
            return None;
        }
        let mut after = self.clone();
        after.version += 1;
        after.review = CreativeReviewState::Rejected;
        after.review_note = Some(note);
        for variant in &mut after.variants {
            variant.approved_at = None;
        }
        Some(after)
    }

    /// The creative with other contents; `None` when nothing changes. Other contents wait for a
    /// check again, and variants that stay the same keep their ids.
    pub(super) fn changed(
        &self,
        name: String,
        variants: Vec<Variant>,
        (now, by): (Instant, UserId),
    ) -> Option<Self> {
        let kept = variants.into_iter().map(|new| {
            let same = self.variants.iter().find(|old| old.shows(&new));
            same.cloned().unwrap_or(new)
        });
        let kept: Vec<Variant> = kept.collect();
        let is_same_content = kept == self.variants;
        if is_same_content && name == self.name {
            return None;
        }
        let mut after = self.clone();
        after.version += 1;
        after.name = name;
        after.changed_by = by;
        if !is_same_content {
            after.variants = kept;
            after.review = CreativeReviewState::Pending;
            after.review_note = None;
            after.pending_since = now;
        }
        Some(after)
    }

    /// What the policy must know of it.
    pub fn subject(&self) -> Subject {
        Subject {
            seen_with: ADS,
            made_by: vec![self.created_by, self.changed_by],
            ..Subject::of(self.id, &*self.name)
        }
    }
}
