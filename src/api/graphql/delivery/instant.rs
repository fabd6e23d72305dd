//! shim
use async_graphql::*;
/// a
#[derive(SimpleObject)]
pub struct LocalizedInstant { iso: String }
