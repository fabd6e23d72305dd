//! Bringing sections, authors and tags in.

use super::Import;
use super::fresh::Fresh;
use crate::app::Result;

impl Import<'_> {
    pub(super) async fn save_sections(&mut self, _fresh: Vec<Fresh>) -> Result<()> {
        Ok(())
    }
    pub(super) async fn save_authors(&mut self, _fresh: Vec<Fresh>) -> Result<()> {
        Ok(())
    }
    pub(super) async fn save_tags(&mut self, _fresh: Vec<Fresh>) -> Result<()> {
        Ok(())
    }
}
