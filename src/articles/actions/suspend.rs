//! Stopping an account: nobody waits for the leases of somebody who cannot give them back.

use super::locks::tell;
use crate::app::{Call, Result};
use crate::articles::store::locks;
use crate::platform::ids::UserId;
use crate::users::{self, User};

/// Stops an account: its sessions end, its invitation and its tokens are void, the editing leases
/// that it holds are free, and nobody sees it in a story; what it wrote stays.
///
/// # Errors
/// As [`users::suspend_within`].
pub async fn suspend_account(call: &Call, id: UserId, reason: &str) -> Result<User> {
    let tx = call.begin().await?;
    let (user, permit) = users::suspend_within(&tx, id, reason).await?;
    let Some(permit) = permit else {
        return Ok(user);
    };
    let released = locks::remove_all(&permit, id).await?;
    permit.changed("locks", released.len(), 0);
    for one in &released {
        tell(&permit, one, None);
    }
    tx.commit().await?;
    call.app().presences.forget(id);
    Ok(user)
}
