//! What a text is made of: clean spelling, mixed scripts, slugs, search keys, stems and sort keys.
//!
//! Every function here is pure. The stored text goes through [`clean`]; everything that only
//! compares texts (uniqueness, search, addresses) works on a derived form and leaves the text as
//! it is: `Киiв` with a Latin `i` keeps it, while its slug is `kyiv` and [`scripts`] points at
//! the letter.

mod characters;
pub mod clean;
pub mod collate;
pub mod fold;
pub mod locale;
pub mod scripts;
pub mod slug;
pub mod sound;
pub mod stem;
mod tables;
pub mod typo;
pub mod words;

pub use clean::{clean_paragraphs, clean_span, clean_text, unify_apostrophes};
pub use collate::sort_key;
pub use fold::fold;
pub use locale::is_locale;
pub use scripts::{MixedToken, mixed_tokens, repair};
pub use slug::{Scheme, is_slug, slugify, transliterate};
pub use sound::sound;
pub use stem::Stems;
pub use words::{Word, words};
