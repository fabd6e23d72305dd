//! Rows of sessions and of the refresh tokens that they gave.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, QuerySelect};

use super::accounts::{account, assignment};
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::ids::{SessionId, UserId};
use crate::users::domain::{EndReason, RefreshToken, Session, User};
use crate::vocabulary::UserState;

mod session {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: SessionId,
        pub user_id: UserId,
        pub created_at: Instant,
        pub expires_at: Instant,
        pub ended_at: Option<Instant>,
        pub end_reason: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::account::Entity",
            from = "Column::UserId",
            to = "super::account::Column::Id"
        )]
        Account,
    }

    impl Related<super::account::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Account.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod refresh {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "refresh_tokens")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token_hash: String,
        pub session_id: SessionId,
        pub issued_at: Instant,
        pub expires_at: Instant,
        pub used_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<session::Model> for Session {
    fn from(row: session::Model) -> Self {
        Self {
            id: row.id,
            user: row.user_id,
            expires_at: row.expires_at,
            ended_at: row.ended_at,
        }
    }
}

/// Sessions that go on. Asked for by id alone, and only to find out who is calling.
fn visible(call: &Call) -> Select<session::Entity> {
    session::Entity::find()
        .filter(session::Column::EndedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(call.now()))
}

/// The account of an open session with all its roles, in one statement; none when the session
/// has ended or the account may not be used.
pub(in crate::users) async fn opened_by(
    call: &Call,
    id: SessionId,
    user: UserId,
) -> Result<Option<User>> {
    let rows = visible(call)
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::UserId.eq(user))
        .filter(account::Column::State.eq(UserState::Active))
        .find_also_related(account::Entity)
        .and_also_related(assignment::Entity)
        .all(call.db())
        .await?;
    let mut owner = None;
    let mut roles = Vec::new();
    for (_, account, role) in rows {
        owner = owner.or(account);
        roles.extend(role);
    }
    owner.map(|row| User::of(row, roles)).transpose()
}

/// A refresh token with its session and the state of the account, held until the transaction ends,
/// so that of two who use it at once the second finds it used.
pub(in crate::users) async fn lock_refresh(
    tx: &Tx,
    hash: &str,
) -> Result<Option<(RefreshToken, Session, UserState)>> {
    let token = refresh::Entity::find_by_id(hash.to_owned())
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(token) = token else { return Ok(None) };
    let session = session::Entity::find_by_id(token.session_id)
        .find_also_related(account::Entity)
        .one(tx.conn())
        .await?;
    let Some((session, Some(account))) = session else {
        return Ok(None);
    };
    let token = RefreshToken {
        expires_at: token.expires_at,
        used_at: token.used_at,
    };
    Ok(Some((token, session.into(), account.state)))
}

/// Writes a session.
pub(in crate::users) async fn begin(permit: &Permit<'_>, session: &Session) -> Result<()> {
    let row = session::ActiveModel {
        id: Set(session.id),
        user_id: Set(session.user),
        created_at: Set(permit.call().now()),
        expires_at: Set(session.expires_at),
        ended_at: Set(None),
        end_reason: Set(None),
    };
    session::Entity::insert(row)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Ends a session that goes on.
pub(in crate::users) async fn end(
    permit: &Permit<'_>,
    id: SessionId,
    reason: EndReason,
) -> Result<()> {
    end_where(permit, session::Column::Id.eq(id), reason).await
}

/// Ends all sessions of an account.
pub(in crate::users) async fn end_all(
    permit: &Permit<'_>,
    user: UserId,
    reason: EndReason,
) -> Result<()> {
    end_where(permit, session::Column::UserId.eq(user), reason).await
}

async fn end_where(permit: &Permit<'_>, which: Expr, reason: EndReason) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::val(permit.call().now()))
        .col_expr(session::Column::EndReason, Expr::val(reason.as_str()))
        .filter(which)
        .filter(session::Column::EndedAt.is_null())
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Writes a refresh token that `session` gives.
pub(in crate::users) async fn give_refresh(
    permit: &Permit<'_>,
    session: &Session,
    hash: String,
) -> Result<()> {
    let now = permit.call().now();
    let row = refresh::ActiveModel {
        token_hash: Set(hash),
        session_id: Set(session.id),
        issued_at: Set(now),
        expires_at: Set(session.idle_until(now)),
        used_at: Set(None),
    };
    refresh::Entity::insert(row)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Notes that a refresh token has been exchanged.
pub(in crate::users) async fn use_up(permit: &Permit<'_>, hash: &str) -> Result<()> {
    refresh::Entity::update_many()
        .col_expr(refresh::Column::UsedAt, Expr::val(permit.call().now()))
        .filter(refresh::Column::TokenHash.eq(hash))
        .exec(permit.conn())
        .await?;
    Ok(())
}
