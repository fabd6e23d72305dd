//! A whole answer as one buffer, and compressed once it is asked for again.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use super::kept::Kept;
use crate::api::graphql::door::{Hints, Parts};
use crate::platform::clock::Instant;
use crate::platform::secrets::hex;

/// Answers shorter than this are not worth compressing.
const WORTH_COMPRESSING: usize = 1024;

/// Bytes of the headers that name what an answer is made of; caches outside refuse longer ones.
const TAG_BYTES: usize = 2 * 1024;

/// An answer with all that its headers say.
#[derive(Debug)]
pub struct Whole {
    /// The body as it is.
    pub body: Bytes,
    /// Strong validators of its encodings (RFC 9110, 8.8.3), in the order of [`Encoding::ALL`].
    validators: [HeaderValue; 3],
    /// Names of what it is made of: spaces between them, and commas.
    pub tags: [HeaderValue; 2],
    recipe: Arc<Recipe>,
    parts: Vec<Arc<Kept>>,
    asked: AtomicU32,
    gzip: OnceCell<Bytes>,
    brotli: OnceCell<Bytes>,
}

/// What an answer is put together from, whatever its parts hold just now.
#[derive(Debug)]
pub struct Recipe {
    /// What the whole is kept by.
    pub key: Arc<str>,
    /// The parts, and how they go together.
    pub parts: Arc<Parts>,
    /// What each part is kept by.
    pub keys: Vec<Arc<str>>,
    /// What the body is to be.
    pub form: Form,
    /// What the fields say of keeping it.
    pub hints: Hints,
}

/// How a body is encoded on its way (RFC 9110, 8.4.1).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Encoding {
    /// As it is.
    #[default]
    Identity,
    /// RFC 1952.
    Gzip,
    /// RFC 7932.
    Brotli,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Gzip, Self::Brotli];

    /// Its name in headers; none of a body as it is.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An answer of GraphQL, which has the data as a member.
    Graph,
    /// The data alone.
    Data,
}

impl Form {
    /// What stands before and after the data.
    const fn around(self) -> [&'static [u8]; 2] {
        match self {
            Self::Data => [b"", b""],
            Self::Graph => [b"{\"data\":", b"}"],
        }
    }
}

impl Recipe {
    /// Digits that differ wherever the bodies do that are made in this way. Its parts were hashed when
    /// they were read, so that the body need not be read again whenever one of them changes.
    fn hash(&self, parts: &[Arc<Kept>]) -> String {
        let mut all = Sha256::new_with_prefix(self.key.as_bytes());
        for part in parts {
            all.update(part.hash);
        }
        hex(&all.finalize())
    }
}

impl Whole {
    /// Puts the answer together; `None` when something changed between the parts, so that they do not
    /// go together. `earlier` is what was put together in the same way before: where its parts were
    /// read from the same things, it names them.
    pub fn of(recipe: &Arc<Recipe>, parts: Vec<Arc<Kept>>, earlier: Option<&Self>) -> Option<Self> {
        let members = parts.iter().map(|part| &part.members);
        let [before, after] = recipe.form.around();
        let mut body = recipe.parts.put_together(before.to_vec(), members)?;
        body.extend_from_slice(after);
        let hash = recipe.hash(&parts);
        let earlier = earlier.filter(|earlier| earlier.is_read_from_the_same(&parts));
        let tags = earlier.map_or_else(|| tags(&parts), |earlier| earlier.tags.clone());
        Some(Self {
            validators: Encoding::ALL.map(|encoding| validator(&hash[..32], encoding)),
            tags,
            body: body.into(),
            recipe: Arc::clone(recipe),
            parts,
            asked: AtomicU32::new(0),
            gzip: OnceCell::new(),
            brotli: OnceCell::new(),
        })
    }

    fn is_read_from_the_same(&self, parts: &[Arc<Kept>]) -> bool {
        let mut both = self.parts.iter().zip(parts);
        both.all(|(own, part)| Arc::ptr_eq(own, part) || own.names == part.names)
    }

    /// What it was put together from.
    pub const fn recipe(&self) -> &Arc<Recipe> {
        &self.recipe
    }

    /// Its parts, with what each is kept by.
    pub fn keyed_parts(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<Kept>)> {
        self.recipe.keys.iter().zip(&self.parts)
    }

    /// A strong validator: it differs between encodings (RFC 9110, 8.8.3.3).
    pub const fn validator(&self, encoding: Encoding) -> &HeaderValue {
        &self.validators[encoding as usize]
    }

    /// Digits that differ wherever its body does.
    pub fn hash(&self) -> &str {
        let own = self.validator(Encoding::Identity).to_str();
        own.map_or("", |own| own.trim_matches('"'))
    }

    /// Whether a reader at `now` would be given the same.
    pub fn is_fresh(&self, now: Instant) -> bool {
        self.parts.iter().all(|part| part.is_fresh(now))
    }

    /// When it changes by itself.
    pub fn until(&self) -> Instant {
        let turns = self.parts.iter().map(|part| part.until());
        turns.min().unwrap_or(Instant::FOREVER)
    }

    /// The body in an encoding that the client takes, compressed when it is asked for again.
    pub async fn encoded(&self, wanted: Encoding) -> (Encoding, Bytes) {
        let is_first = self.asked.fetch_add(1, Ordering::Relaxed) == 0;
        let place = match wanted {
            Encoding::Gzip => &self.gzip,
            Encoding::Brotli => &self.brotli,
            Encoding::Identity => return (Encoding::Identity, self.body.clone()),
        };
        if let Some(known) = place.get() {
            return (wanted, known.clone());
        }
        if is_first || self.body.len() < WORTH_COMPRESSING {
            return (Encoding::Identity, self.body.clone());
        }
        let compressing = place.get_or_try_init(async || {
            let body = self.body.clone();
            let compressed = tokio::task::spawn_blocking(move || compress(&body, wanted));
            compressed.await.map_err(std::io::Error::other)?
        });
        match compressing.await {
            Ok(compressed) => (wanted, compressed.clone()),
            Err(error) => {
                tracing::error!(%error, "an answer is sent uncompressed");
                (Encoding::Identity, self.body.clone())
            }
        }
    }

    /// Bytes that it takes up, roughly: compressed forms are a fifth of the body.
    pub fn weight(&self) -> usize {
        2_048 + self.body.len() * 7 / 5 + self.tags[0].len() * 2
    }
}

fn validator(hash: &str, encoding: Encoding) -> HeaderValue {
    let text = match encoding.name() {
        Some(name) => format!("\"{hash}-{name}\""),
        None => format!("\"{hash}\""),
    };
    printed(&text)
}

/// A header of printable characters.
fn printed(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn compress(body: &[u8], encoding: Encoding) -> std::io::Result<Bytes> {
    let mut compressed = Vec::with_capacity(body.len() / 4);
    match encoding {
        Encoding::Identity => compressed.extend_from_slice(body),
        Encoding::Gzip => {
            let level = flate2::Compression::new(6);
            let mut encoder = flate2::write::GzEncoder::new(&mut compressed, level);
            encoder.write_all(body)?;
            encoder.finish()?;
        }
        Encoding::Brotli => {
            let parameters = brotli::enc::BrotliEncoderParams {
                quality: 5,
                size_hint: body.len(),
                ..Default::default()
            };
            brotli::BrotliCompress(&mut &*body, &mut compressed, &parameters)?;
        }
    }
    Ok(compressed.into())
}

/// The names of what the parts were read from, as long as they fit; then one name stands for the
/// rest.
fn tags(parts: &[Arc<Kept>]) -> [HeaderValue; 2] {
    let names: BTreeSet<&str> = parts.iter().flat_map(|part| part.names()).collect();
    // Settings, menus and sections are a part of every answer.
    let mut listed = "site".to_owned();
    for name in names {
        if listed.len() + 1 + name.len() > TAG_BYTES {
            listed.push_str(" more");
            break;
        }
        listed.push(' ');
        listed.push_str(name);
    }
    [printed(&listed), printed(&listed.replace(' ', ","))]
}
