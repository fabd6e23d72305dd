//! What a story is: the article across languages, its translations, their texts, and what readers
//! get of them.

mod archive;
mod article;
mod block;
mod check;
mod check_languages;
mod check_titles;
mod check_words;
mod comment;
mod content;
mod diff;
mod incoming;
mod keeping;
mod lock;
mod offer;
mod plan;
mod preview;
mod publication;
mod publication_check;
mod rich_text;
mod search;
mod staleness;
mod translation;

pub use archive::Archive;
pub use article::{Article, Contribution, LeadMedia};
pub use block::{
    Attribution, Background, Block, CallToActionBlock, CreditOverride, Divider, Embed, FactCheck,
    Figure, FigureBlock, Gallery, Heading, Labelled, List, ListItem, Paragraph, QuestionAnswer,
    Quote, QuoteSegment, ReadAlso, SourceCredit, Table, TableRow,
};
pub use check::{frame_url, is_web, provider, without_alt};
pub use check_languages::{Among, stale_check};
pub use check_titles::{TITLE_MEMORY_MS, Title, title_check};
pub use check_words::word_checks;
pub use comment::{Anchor, Comment, CommentInput, Hold, MOST_REPLIES, Reply, text_problem};
pub use content::{AdBreak, Content, Feature, References, SeoOverrides, read};
pub use diff::{BlockChange, Diff, FieldChange, WordChange, diff};
pub use incoming::{Incoming, IncomingText, Life};
pub(super) use keeping::{Newest, autosaves_kept_since};
pub use offer::Offer;
pub use plan::{GoingLive, Plan, Planned};
pub use preview::{PreviewInput, PreviewLink, PreviewPass};
pub use publication::{Card, Lead, Publication, Story, by_shared_tags};
pub use publication_check::{label_check, publication_checks, thread_check};
pub use rich_text::{Link, RichText, Span};
pub use search::{Fragment, Hit, Place, Sought, fragments};
pub(super) use search::{Part, SearchText, TooLong, ranked};
pub use staleness::{SourceChange, Staleness};
pub use translation::{Correction, Revision, Standing, Translation, Withdrawal};
