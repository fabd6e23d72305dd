//! Rows of API tokens.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect};

use super::accounts::{account, assignment};
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{TokenId, UserId};
use crate::platform::locale::Locale;
use crate::policy::{Actor, Permission, TOKENS};
use crate::users::domain::{ApiToken, User};
use crate::vocabulary::UserState;

mod token {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "api_tokens")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: TokenId,
        pub name: String,
        pub prefix: String,
        pub token_hash: String,
        pub user_id: UserId,
        pub permissions: Json<Vec<Permission>>,
        pub locales: Option<Json<BTreeSet<Locale>>>,
        pub allowed_origins: Json<Vec<String>>,
        pub cost_budget_per_minute: i32,
        pub created_at: Instant,
        pub expires_at: Option<Instant>,
        pub last_used_at: Option<Instant>,
        pub revoked_at: Option<Instant>,
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

impl From<token::Model> for ApiToken {
    fn from(row: token::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            prefix: row.prefix,
            owner: row.user_id,
            permissions: row.permissions.0,
            locales: row.locales.map(|json| json.0),
            allowed_origins: row.allowed_origins.0,
            cost_budget_per_minute: row.cost_budget_per_minute,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        }
    }
}

/// Tokens that the caller may see: those who manage them see all, a program its own.
fn visible(call: &Call) -> Select<token::Entity> {
    let find = token::Entity::find();
    match call.actor() {
        actor if actor.holds(TOKENS) => find,
        Actor::Token { token, .. } => find.filter(token::Column::Id.eq(*token)),
        _ => find.filter(Expr::val(false)),
    }
}

/// Tokens by id, in one statement; unknown ones are left out.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(call: &Call, ids: &[TokenId]) -> Result<HashMap<TokenId, ApiToken>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(token::Column::Id.is_in(ids.iter().copied()))
        .all(call.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// All tokens, the newest first.
///
/// # Errors
/// Those of the database.
pub async fn list(call: &Call) -> Result<Vec<ApiToken>> {
    let rows = visible(call)
        .order_by_desc(token::Column::Id)
        .all(call.db())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The token with this hash and its owner with all roles, in one statement; none when the owner's
/// account may not be used.
pub(in crate::users) async fn by_secret(
    call: &Call,
    hash: &str,
) -> Result<Option<(ApiToken, User)>> {
    let rows = visible(call)
        .filter(token::Column::TokenHash.eq(hash))
        .filter(account::Column::State.eq(UserState::Active))
        .find_also_related(account::Entity)
        .and_also_related(assignment::Entity)
        .all(call.db())
        .await?;
    let mut found = None;
    let mut roles = Vec::new();
    for (token, owner, role) in rows {
        found = found.or(owner.map(|owner| (token, owner)));
        roles.extend(role);
    }
    found
        .map(|(token, owner)| Ok((token.into(), User::of(owner, roles)?)))
        .transpose()
}

/// The token with this id, held until the transaction ends.
pub(in crate::users) async fn lock(tx: &Tx, id: TokenId) -> Result<Option<ApiToken>> {
    let row = token::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    Ok(row.map(Into::into))
}

/// Writes a token under the hash of its secret.
pub(in crate::users) async fn insert(
    permit: &Permit<'_>,
    token: &ApiToken,
    hash: String,
) -> Result<()> {
    let row = token::ActiveModel {
        id: Set(token.id),
        name: Set(token.name.clone()),
        prefix: Set(token.prefix.clone()),
        token_hash: Set(hash),
        user_id: Set(token.owner),
        permissions: Set(Json(token.permissions.clone())),
        locales: Set(token.locales.clone().map(Json)),
        allowed_origins: Set(Json(token.allowed_origins.clone())),
        cost_budget_per_minute: Set(token.cost_budget_per_minute),
        created_at: Set(token.created_at),
        expires_at: Set(token.expires_at),
        last_used_at: Set(token.last_used_at),
        revoked_at: Set(token.revoked_at),
    };
    token::Entity::insert(row)
        .exec_without_returning(permit.conn())
        .await?;
    Ok(())
}

/// Stops a token.
pub(in crate::users) async fn revoke(permit: &Permit<'_>, id: TokenId) -> Result<()> {
    set_now(permit, token::Column::RevokedAt, token::Column::Id.eq(id)).await
}

/// Stops the tokens of an account that have this name.
pub(in crate::users) async fn revoke_named(
    permit: &Permit<'_>,
    owner: UserId,
    name: &str,
) -> Result<()> {
    let which = token::Column::UserId
        .eq(owner)
        .and(token::Column::Name.eq(name))
        .and(token::Column::RevokedAt.is_null());
    set_now(permit, token::Column::RevokedAt, which).await
}

/// Notes that a token was used.
pub(in crate::users) async fn note_use(permit: &Permit<'_>, id: TokenId) -> Result<()> {
    set_now(permit, token::Column::LastUsedAt, token::Column::Id.eq(id)).await
}

async fn set_now(permit: &Permit<'_>, column: token::Column, which: Expr) -> Result<()> {
    token::Entity::update_many()
        .col_expr(column, Expr::val(permit.call().now()))
        .filter(which)
        .exec(permit.conn())
        .await?;
    Ok(())
}
