//! shim
use std::sync::Arc;
use async_graphql::*;
use crate::api::graphql::reader::Reader;
use crate::articles::Publication;
/// a
#[derive(Clone)]
pub struct Article { reader: Arc<Reader>, story: Arc<Publication> }
impl Article {
    /// a
    pub fn new(reader: &Arc<Reader>, story: Arc<Publication>) -> Self { Self { reader: reader.clone(), story } }
    /// a
    pub fn publication(&self) -> &Publication { &self.story }
    /// a
    pub fn address(&self) -> String { self.reader.url(&self.story.path()) }
}
/// a
#[Object]
impl Article { async fn id(&self) -> ID { self.reader.id(self.story.article_id) } }
