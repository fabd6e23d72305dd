//! Typed ids. Inside a UUIDv7 (RFC 9562), outside a prefix and 26 lower-case characters of
//! Crockford's base 32, the same in GraphQL, files and logs: `art_01jd0000000000000000000000`.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;

use super::clock::Instant;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// A text that is no id of the expected type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this type")]
pub struct NotAnId;

/// Prints a UUID as 26 characters of Crockford's base 32, most significant first.
fn encode(id: Uuid) -> String {
    let mut rest = id.as_u128();
    let mut text = [0_u8; LENGTH];
    for place in text.iter_mut().rev() {
        *place = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    text.iter().map(|byte| char::from(*byte)).collect()
}

/// Reads what [`encode`] prints; other spellings that Crockford allows are refused, so that an id
/// has one form.
fn decode(text: &str) -> Option<Uuid> {
    if text.len() != LENGTH || !matches!(text.as_bytes()[0], b'0'..=b'7') {
        return None;
    }
    let mut value = 0_u128;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|letter| *letter == byte)?;
        value = (value << 5) | digit as u128;
    }
    Some(Uuid::from_u128(value))
}

/// What every typed id can do.
pub trait TypedId: Copy + Ord + std::hash::Hash + Send + Sync + 'static {
    /// What stands before the underscore.
    const PREFIX: &'static str;
    /// Wraps a UUID that is known to be of this type.
    fn from_uuid(id: Uuid) -> Self;
    /// The UUID inside.
    fn uuid(self) -> Uuid;
}

/// Prints the id of a thing whose type is known by its prefix alone.
pub fn print(prefix: &str, id: Uuid) -> String {
    format!("{prefix}_{}", encode(id))
}

/// Reads an id of any type, with its prefix.
pub fn parse_any(text: &str) -> Option<(&str, Uuid)> {
    let (prefix, rest) = text.split_once('_')?;
    Some((prefix, decode(rest)?))
}

macro_rules! typed_ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        super::db::column!($name as Uuid, Uuid);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(id: Uuid) -> Self { Self(id) }
            fn uuid(self) -> Uuid { self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}_{}", $prefix, encode(self.0))
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let rest = text.strip_prefix(concat!($prefix, "_")).ok_or(NotAnId)?;
                decode(rest).map(Self).ok_or(NotAnId)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

typed_ids! {
    /// A story across languages.
    ArticleId = "art";
    /// A story in one language.
    TranslationId = "trn";
    /// A kept text of a translation.
    RevisionId = "rev";
    /// What readers get of a translation for a time.
    PublicationId = "pub";
    /// A public note on a change.
    CorrectionId = "cor";
    /// A thread on a draft.
    CommentId = "cmt";
    /// An answer in a thread.
    CommentReplyId = "cmr";
    /// A byline identity.
    AuthorId = "aut";
    /// A tag.
    TagId = "tag";
    /// A section.
    SectionId = "sec";
    /// A stored file.
    AssetId = "ast";
    /// The portal in one language.
    EditionId = "edn";
    /// A call to action.
    CallToActionId = "cta";
    /// An old path.
    RedirectId = "rdr";
    /// A curated page.
    FrontId = "frn";
    /// A band of a front.
    ZoneId = "zon";
    /// A story held at a position.
    PinId = "pin";
    /// A kind of place for ads.
    PlacementId = "plc";
    /// Who pays for ads.
    AdvertiserId = "adv";
    /// An order of ads.
    CampaignId = "cmp";
    /// What was sold of an order.
    LineItemId = "lin";
    /// What is shown as an ad.
    CreativeId = "crv";
    /// A size of a creative in one language.
    VariantId = "var";
    /// The choice of an ad for one slot.
    DecisionId = "dec";
    /// A staff account.
    UserId = "usr";
    /// A role given to an account.
    AssignmentId = "asg";
    /// A signed-in session.
    SessionId = "ses";
    /// A credential of a program.
    TokenId = "tok";
    /// A build of a client that sends registered documents.
    ClientId = "cli";
    /// Something that happened.
    EventId = "evt";
    /// A line of the audit trail.
    AuditId = "aud";
    /// One HTTP request.
    RequestId = "req";
}

/// Makes ids.
pub trait Ids: Send + Sync {
    /// A new UUIDv7 of the moment `now`, greater than all that this maker gave before within it.
    fn next(&self, now: Instant) -> Uuid;
}

/// Ids from the machine's randomness.
#[derive(Default)]
pub struct RandomIds(std::sync::Mutex<Option<uuid::ContextV7>>);

impl Ids for RandomIds {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that makes random ids"
    )]
    fn next(&self, now: Instant) -> Uuid {
        let mut context = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let context = context.get_or_insert_with(uuid::ContextV7::new);
        let (seconds, ms) = (now.0.div_euclid(1000), now.0.rem_euclid(1000));
        let nanos = u32::try_from(ms * 1_000_000).unwrap_or(0);
        let seconds = u64::try_from(seconds).unwrap_or(0);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, nanos))
    }
}

/// Ids that count, so that snapshots of tests need no redaction.
#[derive(Default)]
pub struct CountingIds(AtomicU64);

impl CountingIds {
    /// Counts on from `count`.
    pub const fn starting_at(count: u64) -> Self {
        Self(AtomicU64::new(count))
    }
}

impl Ids for CountingIds {
    fn next(&self, now: Instant) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        let ms = u64::try_from(now.0).unwrap_or(0);
        let mut tail = [0_u8; 10];
        tail[2..].copy_from_slice(&count.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(ms, &tail).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_was_printed() {
        let id = ArticleId(CountingIds::default().next(Instant(1_783_756_680_000)));
        let text = id.to_string();

        assert_eq!(text.len(), 4 + LENGTH);
        assert_eq!(text.parse(), Ok(id));
    }

    #[test]
    fn an_id_of_another_type_or_spelling_is_refused() {
        let text = ArticleId(Uuid::from_u128(7)).to_string();

        assert_eq!(text.parse::<TagId>(), Err(NotAnId));
        assert_eq!(text.to_uppercase().parse::<ArticleId>(), Err(NotAnId));
        assert_eq!(
            "art_zzzzzzzzzzzzzzzzzzzzzzzzzz".parse::<ArticleId>(),
            Err(NotAnId)
        );
        assert_eq!("art_0і".parse::<ArticleId>(), Err(NotAnId));
    }

    #[test]
    fn ids_grow_within_a_millisecond() {
        let ids = RandomIds::default();
        let made: Vec<_> = (0..1000)
            .map(|_| ids.next(Instant(1_783_756_680_000)))
            .collect();

        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
