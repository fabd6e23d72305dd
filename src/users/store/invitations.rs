//! Rows of invitations.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, QuerySelect};

use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::ids::UserId;

mod invitation {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: UserId,
        pub token_hash: String,
        pub expires_at: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Writes the invitation of an account; an earlier one is void.
pub(in crate::users) async fn invite(
    permit: &Permit<'_>,
    user: UserId,
    token_hash: String,
    expires_at: Instant,
) -> Result<()> {
    let row = invitation::ActiveModel {
        user_id: Set(user),
        token_hash: Set(token_hash),
        expires_at: Set(expires_at),
    };
    let replace = OnConflict::column(invitation::Column::UserId)
        .update_columns([invitation::Column::TokenHash, invitation::Column::ExpiresAt])
        .to_owned();
    invitation::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Invitations that stand. Asked for by the hash of a token alone.
fn visible(call: &Call) -> Select<invitation::Entity> {
    invitation::Entity::find().filter(invitation::Column::ExpiresAt.gt(call.now()))
}

/// Whether an invitation with this hash stands.
pub(in crate::users) async fn is_invited(call: &Call, hash: &str) -> Result<bool> {
    let count = visible(call).filter(invitation::Column::TokenHash.eq(hash));
    Ok(count.count(call.db()).await? > 0)
}

/// The account of the invitation with this hash, if it stands, held until the transaction ends.
pub(in crate::users) async fn lock_invited(tx: &Tx, hash: &str) -> Result<Option<UserId>> {
    let row = visible(tx.call())
        .filter(invitation::Column::TokenHash.eq(hash))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    Ok(row.map(|row| row.user_id))
}

/// Removes the invitation of an account.
pub(in crate::users) async fn uninvite(permit: &Permit<'_>, user: UserId) -> Result<()> {
    invitation::Entity::delete_by_id(user)
        .exec(permit.conn())
        .await?;
    Ok(())
}
