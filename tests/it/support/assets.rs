//! Assets that are there already.

use masthead::app::{Call, Result};
use masthead::editions;
use masthead::media::{self, ImportedAsset};
use masthead::policy::{Action, Subject};

use super::TestApp;

/// Brings assets in as an import does; tells how many of them are new or changed.
pub async fn import(app: &TestApp, assets: Vec<ImportedAsset>) -> Result<usize> {
    let call = Call::system(&app.app, "test");
    let site = editions::site(&call).await?;
    let tx = call.begin().await?;
    let permit = tx.authorize(Action::NewsroomImport, &Subject::default())?;
    let written = media::import(&permit, &site, assets).await?;
    tx.commit().await?;
    Ok(written)
}
