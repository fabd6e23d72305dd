//! shim
use std::sync::Arc;
use async_graphql::*;
use crate::api::graphql::reader::Reader;
use crate::addresses::Path;
use crate::platform::locale::Locale;
/// a
#[derive(SimpleObject)]
pub struct LanguageOption { label: String }
/// a
#[derive(SimpleObject)]
pub struct HreflangLink { url: String }
impl LanguageOption { /// a
 pub fn all(_: &Arc<Reader>, _: impl Fn(Locale) -> Option<Path>) -> Vec<Self> { vec![] } }
impl HreflangLink { /// a
 pub fn all(_: &Arc<Reader>, _: impl Fn(Locale) -> Option<Path>) -> Vec<Self> { vec![] } }
