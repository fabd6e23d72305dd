//! The delivery graph: what readers are given, bound to one language edition.
//!
//! Each type holds an `Arc<Reader>` and a value of a noun, and is made by `new(&reader, value)`;
//! its fields say one line each. A field that returns other things reads ahead for them with
//! [`Reader::prefetch`](super::reader::Reader::prefetch). No SQL stands here, and no rule: those
//! are the nouns'.

pub mod ad_event;
pub mod ads;
pub mod article;
pub mod author;
pub mod blocks;
pub mod cited;
pub mod correction;
pub mod day;
pub mod decision;
pub mod edition;
pub mod feature;
pub mod feed;
pub mod figure;
pub mod front;
pub mod instant;
pub mod language;
pub mod list;
pub mod live_blog;
pub mod markup;
pub mod media;
pub mod menu;
mod names;
pub mod node;
pub mod podcast;
pub mod query;
pub mod rich_text;
pub mod route;
pub mod search;
pub mod section;
pub mod seo;
pub mod site;
pub mod story;
pub mod tag;
