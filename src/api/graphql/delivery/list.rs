//! shim
use std::sync::Arc;
use async_graphql::*;
use crate::api::graphql::reader::Reader;
use crate::articles::*;
use crate::platform::page::Page;
/// a
#[derive(InputObject)]
pub struct ArticleFilter { a: Option<i32> }
/// a
#[derive(Default)]
pub struct ListArgs { /// a
pub first: Option<i32>, /// a
pub after: Option<String>, /// a
pub last: Option<i32>, /// a
pub before: Option<String>, /// a
pub filter: Option<ArticleFilter> }
impl ListArgs { /// a
 pub fn of(_: &SelectionField<'_>) -> Option<Self> { None }
 /// a
 pub fn asked(&self, _: &Reader, base: ListQuery) -> crate::api::graphql::error::Result<(ListQuery, Page<ListKey>)> { Ok((base, Page::first(1))) } }
/// a
#[derive(SimpleObject)]
pub struct ArticleConnection { a: i32 }
impl ArticleConnection { /// a
 pub async fn of(_: &Arc<Reader>, _: ListQuery, _: ListArgs) -> crate::api::graphql::error::Result<Self> { Ok(Self { a: 1 }) } }

/// a
pub fn by_shared_tags(_: &[crate::platform::ids::TagId], all: &[Arc<Publication>]) -> Vec<Arc<Publication>> { all.to_vec() }
