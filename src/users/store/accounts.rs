//! Rows of accounts and of the roles given to them.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Query};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, TryInsertResult};

use crate::app::{BUILT_IN_ACCOUNT, Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{AssignmentId, SectionId, UserId};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::policy::{Actor, Role};
use crate::users::domain::{Assignment, NewUser, User, folded_email};
use crate::vocabulary::UserState;

pub(super) mod account {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: UserId,
        pub email: String,
        pub folded_email: String,
        pub display_name: String,
        pub ui_locale: Locale,
        pub state: UserState,
        pub password_hash: Option<String>,
        pub created_at: Instant,
        pub last_seen_at: Option<Instant>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::assignment::Entity")]
        Assignment,
    }

    impl Related<super::assignment::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Assignment.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod assignment {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "role_assignments")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: AssignmentId,
        pub user_id: UserId,
        pub role: String,
        pub locales: Option<Json<BTreeSet<Locale>>>,
        pub section_ids: Option<Json<BTreeSet<SectionId>>>,
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

impl Assignment {
    fn of(row: assignment::Model) -> Result<Self> {
        let role = Role::from_key(&row.role);
        Ok(Self {
            role: role.ok_or_else(|| anyhow::anyhow!("there is no role {}", row.role))?,
            locales: row.locales.map(|json| json.0),
            sections: row.section_ids.map(|json| json.0),
        })
    }
}

impl User {
    pub(super) fn of(row: account::Model, given: Vec<assignment::Model>) -> Result<Self> {
        Ok(Self {
            id: row.id,
            email: row.email,
            display_name: row.display_name,
            ui_locale: row.ui_locale,
            state: row.state,
            last_seen_at: row.last_seen_at,
            assignments: given
                .into_iter()
                .map(Assignment::of)
                .collect::<Result<_>>()?,
        })
    }
}

/// Accounts that the caller may see: the staff sees all colleagues, readers none.
fn visible(call: &Call) -> Select<account::Entity> {
    let find = account::Entity::find();
    match call.actor() {
        Actor::Anonymous => find.filter(Expr::val(false)),
        Actor::Staff { .. } | Actor::Token { .. } | Actor::System { .. } => find,
    }
}

/// Accounts by id, in one statement; unknown ones are left out.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(call: &Call, ids: &[UserId]) -> Result<HashMap<UserId, User>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(account::Column::Id.is_in(ids.iter().copied()))
        .find_with_related(assignment::Entity)
        .all(call.db())
        .await?;
    rows.into_iter()
        .map(|(row, given)| Ok((row.id, User::of(row, given)?)))
        .collect()
}

/// Accounts whose address or name contains `query`, in the order of their addresses. Two
/// statements, however many there are.
///
/// # Errors
/// Those of the database.
pub async fn list(call: &Call, query: Option<&str>, page: &Page<String>) -> Result<Slice<User>> {
    let mut find = visible(call);
    if let Some(query) = query {
        let of_name = account::Column::DisplayName.contains(query.trim());
        find = find.filter(
            account::Column::FoldedEmail
                .contains(folded_email(query))
                .or(of_name),
        );
    }
    if let Some(after) = &page.after {
        find = find.filter(account::Column::FoldedEmail.gt(after.as_str()));
    }
    let ids: Vec<UserId> = find
        .select_only()
        .column(account::Column::Id)
        .order_by_asc(account::Column::FoldedEmail)
        .limit(u64::from(page.size) + 1)
        .into_tuple()
        .all(call.db())
        .await?;
    let slice = Slice::of(page, ids);
    let mut users = by_ids(call, &slice.items).await?;
    let items = slice.items.iter().filter_map(|id| users.remove(id));
    Ok(Slice {
        items: items.collect(),
        has_next: slice.has_next,
        has_previous: slice.has_previous,
    })
}

/// The account with this address; its roles are not read.
///
/// # Errors
/// Those of the database.
pub async fn by_email(call: &Call, email: &str) -> Result<Option<User>> {
    let found = with_password(call, email).await?;
    Ok(found.map(|(user, _)| user))
}

/// The account with this address, and the hash of its password.
pub(in crate::users) async fn with_password(
    call: &Call,
    email: &str,
) -> Result<Option<(User, Option<String>)>> {
    let row = visible(call)
        .filter(account::Column::FoldedEmail.eq(folded_email(email)))
        .one(call.db())
        .await?;
    row.map(|row| {
        let hash = row.password_hash.clone();
        Ok((User::of(row, Vec::new())?, hash))
    })
    .transpose()
}

/// The account with this address, held until the transaction ends.
pub(in crate::users) async fn lock_by_email(tx: &Tx, email: &str) -> Result<Option<User>> {
    let row = account::Entity::find()
        .filter(account::Column::FoldedEmail.eq(folded_email(email)))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    row.map(|row| User::of(row, Vec::new())).transpose()
}

/// The account with this id and its roles, held until the transaction ends.
pub(in crate::users) async fn lock(tx: &Tx, id: UserId) -> Result<Option<User>> {
    let row = account::Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let given = assignment::Entity::find()
        .filter(assignment::Column::UserId.eq(id))
        .all(tx.conn())
        .await?;
    Ok(Some(User::of(row, given)?))
}

/// How many administrators there are, those of other accounts than `but`. Whoever changes them
/// counts one after the other: the row of the built-in account is held meanwhile.
pub(in crate::users) async fn other_administrators(tx: &Tx, but: UserId) -> Result<u64> {
    account::Entity::find_by_id(BUILT_IN_ACCOUNT)
        .lock(LockType::NoKeyUpdate)
        .one(tx.conn())
        .await?;
    let running = Query::select()
        .column(assignment::Column::UserId)
        .from(assignment::Entity)
        .and_where(assignment::Column::Role.eq(Role::Administrator.key()))
        .to_owned();
    Ok(account::Entity::find()
        .filter(account::Column::Id.ne(but))
        .filter(account::Column::State.eq(UserState::Active))
        .filter(account::Column::Id.in_subquery(running))
        .count(tx.conn())
        .await?)
}

/// Whether there is an account with this id.
pub(in crate::users) async fn exists(call: &Call, id: UserId) -> Result<bool> {
    let count = visible(call).filter(account::Column::Id.eq(id));
    Ok(count.count(call.db()).await? > 0)
}

/// Writes an account and its roles; `false` when another has its address.
pub(in crate::users) async fn insert(
    permit: &Permit<'_>,
    id: UserId,
    new: &NewUser,
    state: UserState,
    password_hash: Option<String>,
) -> Result<bool> {
    let row = account::ActiveModel {
        id: Set(id),
        email: Set(new.email.clone()),
        folded_email: Set(folded_email(&new.email)),
        display_name: Set(new.display_name.clone()),
        ui_locale: Set(new.ui_locale),
        state: Set(state),
        password_hash: Set(password_hash),
        created_at: Set(permit.call().now()),
        last_seen_at: Set(None),
    };
    let written = account::Entity::insert(row)
        .on_conflict_do_nothing_on([account::Column::FoldedEmail])
        .exec_without_returning(permit.conn())
        .await?;
    if !matches!(written, TryInsertResult::Inserted(1)) {
        return Ok(false);
    }
    give(permit, id, &new.assignments).await?;
    Ok(true)
}

async fn give(permit: &Permit<'_>, id: UserId, given: &[Assignment]) -> Result<()> {
    let rows = given.iter().map(|given| assignment::ActiveModel {
        id: Set(permit.call().new_id()),
        user_id: Set(id),
        role: Set(given.role.key().to_owned()),
        locales: Set(given.locales.clone().map(Json)),
        section_ids: Set(given.sections.clone().map(Json)),
    });
    if rows.len() > 0 {
        assignment::Entity::insert_many(rows)
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(())
}

/// Writes the roles of an account anew.
pub(in crate::users) async fn replace_roles(
    permit: &Permit<'_>,
    id: UserId,
    given: &[Assignment],
) -> Result<()> {
    assignment::Entity::delete_many()
        .filter(assignment::Column::UserId.eq(id))
        .exec(permit.conn())
        .await?;
    give(permit, id, given).await
}

/// Writes what an invitation says of a person who has not come yet.
pub(in crate::users) async fn rename(permit: &Permit<'_>, id: UserId, new: &NewUser) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::DisplayName, Expr::val(&*new.display_name))
        .col_expr(account::Column::UiLocale, Expr::val(new.ui_locale))
        .filter(account::Column::Id.eq(id))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Writes whether an account may be used.
pub(in crate::users) async fn set_state(
    permit: &Permit<'_>,
    id: UserId,
    state: UserState,
) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::State, Expr::val(state))
        .filter(account::Column::Id.eq(id))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Writes the hash of a password.
pub(in crate::users) async fn set_password(
    permit: &Permit<'_>,
    id: UserId,
    hash: String,
) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::val(hash))
        .filter(account::Column::Id.eq(id))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Notes that the account was used now.
pub(in crate::users) async fn seen(permit: &Permit<'_>, id: UserId) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::LastSeenAt, Expr::val(permit.call().now()))
        .filter(account::Column::Id.eq(id))
        .exec(permit.conn())
        .await?;
    Ok(())
}
