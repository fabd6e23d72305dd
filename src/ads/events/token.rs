//! Tokens of the addresses that come with a decision. A token says all that an event counts for, so
//! that nothing has to be kept of a decision, and proves that this site made it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::domain::Facets;
use crate::app::{Keys, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{
    CreativeId, DecisionId, LineItemId, PlacementId, SectionId, TypedId, VariantId,
};
use crate::vocabulary::{AdEventKind, ArticleKind, DeviceClass};

/// The form of the claims; another number, another form.
const VERSION: u8 = 1;

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Tells of an event.
    Event(AdEventKind),
    /// Gives the document of an HTML creative.
    Frame,
    /// Gives the VAST document of a video.
    Vast,
}

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    /// What the address is for.
    pub door: Door,
    /// The choice.
    pub decision: DecisionId,
    /// What its events count for; it always has a line item and a creative.
    pub facets: Facets,
    /// What exactly is shown.
    pub variant: VariantId,
    /// The visitor, by a hash that stays the same; nobody outside can read it.
    pub visitor: Option<i64>,
    /// When the choice was made.
    pub issued: Instant,
    /// The first moment at which events no longer count.
    pub expires: Instant,
    /// Whether somebody of the newsroom looked.
    pub is_staff: bool,
}

/// The doors by their numbers in tokens.
const DOORS: [Door; 5] = [
    Door::Event(AdEventKind::Impression),
    Door::Event(AdEventKind::Viewable),
    Door::Event(AdEventKind::Click),
    Door::Frame,
    Door::Vast,
];

/// Makes the token of these claims.
///
/// # Errors
/// When there is no key to stamp with.
pub fn seal(keys: &Keys, claims: &Claims) -> Result<String> {
    let facets = &claims.facets;
    let number = |door: Door| DOORS.iter().position(|one| *one == door).unwrap_or(0) as u8;
    let kind = facets.article_kind.map_or(0, |kind| kind as u8 + 1);
    let flags = u8::from(claims.is_staff) | u8::from(claims.visitor.is_some()) << 1;
    let mut bytes = Vec::with_capacity(144);
    bytes.extend([
        VERSION,
        number(claims.door),
        flags,
        facets.device as u8,
        kind,
    ]);
    for id in [
        claims.decision.0,
        facets.line_item.map_or(Uuid::nil(), TypedId::uuid),
        facets.creative.map_or(Uuid::nil(), TypedId::uuid),
        claims.variant.0,
        facets.placement.0,
        facets.section.map_or(Uuid::nil(), TypedId::uuid),
    ] {
        bytes.extend(id.as_bytes());
    }
    let visitor = claims.visitor.unwrap_or_default() ^ mask(keys, claims.decision);
    for number in [claims.issued.0, claims.expires.0, visitor] {
        bytes.extend(number.to_be_bytes());
    }
    bytes.extend(facets.locale.as_str().as_bytes());
    Ok(URL_SAFE_NO_PAD.encode(keys.stamp(&bytes)?))
}

/// The claims of a token that this site made; `None` of any other.
pub fn open(keys: &Keys, token: &str) -> Option<Claims> {
    let stamped = URL_SAFE_NO_PAD.decode(token).ok()?;
    let mut bytes = Bytes(keys.unstamp(&stamped)?);
    let [version, door, flags, device, kind] = bytes.take()?;
    if version != VERSION {
        return None;
    }
    let decision = DecisionId(bytes.id()?);
    let (line_item, creative) = (LineItemId(bytes.id()?), CreativeId(bytes.id()?));
    let variant = VariantId(bytes.id()?);
    let placement = PlacementId(bytes.id()?);
    let section = Some(SectionId(bytes.id()?)).filter(|section| !section.0.is_nil());
    let (issued, expires) = (Instant(bytes.number()?), Instant(bytes.number()?));
    let visitor = bytes.number()? ^ mask(keys, decision);
    let kind = usize::from(kind).checked_sub(1);
    Some(Claims {
        door: *DOORS.get(usize::from(door))?,
        decision,
        facets: Facets {
            line_item: Some(line_item),
            creative: Some(creative),
            placement,
            locale: std::str::from_utf8(bytes.0).ok()?.parse().ok()?,
            section,
            article_kind: kind.and_then(|kind| ArticleKind::ALL.get(kind).copied()),
            device: *DeviceClass::ALL.get(usize::from(device))?,
        },
        variant,
        visitor: (flags & 2 != 0).then_some(visitor),
        issued,
        expires,
        is_staff: flags & 1 != 0,
    })
}

/// What hides a visitor in the token of one decision.
fn mask(keys: &Keys, decision: DecisionId) -> i64 {
    let digest = keys.digest("visitor of an ad", &decision.to_string());
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    i64::from_be_bytes(first)
}

/// Bytes that are read from the front.
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn id(&mut self) -> Option<Uuid> {
        self.take().map(Uuid::from_bytes)
    }

    fn number(&mut self) -> Option<i64> {
        self.take().map(i64::from_be_bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claims(door: usize, number: u128, visitor: Option<i64>, is_staff: bool) -> Claims {
        let id = |n: u128| Uuid::from_u128(number.rotate_left(n as u32 * 20) | 1);
        Claims {
            door: DOORS[door],
            decision: DecisionId(id(0)),
            facets: Facets {
                line_item: Some(LineItemId(id(1))),
                creative: Some(CreativeId(id(2))),
                placement: PlacementId(id(3)),
                locale: "uk".parse().unwrap(),
                section: number.is_multiple_of(2).then(|| SectionId(id(4))),
                article_kind: ArticleKind::ALL.get(number as usize % 40).copied(),
                device: DeviceClass::ALL[number as usize % DeviceClass::ALL.len()],
            },
            variant: VariantId(id(5)),
            visitor,
            issued: Instant(number as i64 >> 8),
            expires: Instant((number as i64 >> 8) + 3_600_000),
            is_staff,
        }
    }

    proptest! {
        #[test]
        fn a_token_says_what_it_was_made_of(
            door in 0_usize..5, number: u128, visitor: Option<i64>, is_staff: bool,
        ) {
            let keys = Keys::in_memory().unwrap();
            let claims = claims(door, number, visitor, is_staff);

            let token = seal(&keys, &claims).unwrap();

            prop_assert_eq!(open(&keys, &token), Some(claims));
            prop_assert_eq!(open(&Keys::in_memory().unwrap(), &token), None);
        }

        #[test]
        fn what_is_no_token_is_nothing(text in ".{0,250}") {
            prop_assert_eq!(open(&Keys::in_memory().unwrap(), &text), None);
        }
    }

    #[test]
    fn nobody_outside_can_tell_that_two_tokens_are_of_one_visitor() {
        let keys = Keys::in_memory().unwrap();
        let bytes = |number| {
            let token = seal(&keys, &claims(0, number, Some(42), false)).unwrap();
            URL_SAFE_NO_PAD.decode(token).unwrap()
        };

        let (one, other) = (bytes(7 << 100), bytes(9 << 100));

        // Behind the key's name: five single bytes, six ids and two moments.
        let visitor = 4 + 5 + 6 * 16 + 2 * 8;
        assert_ne!(one[visitor..visitor + 8], other[visitor..visitor + 8]);
        assert_ne!(one[visitor..visitor + 8], 42_i64.to_be_bytes());
    }
}
