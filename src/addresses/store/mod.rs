//! Rows of the slug register and of redirects.

mod reach;

use std::collections::BTreeMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, DeriveIden, QueryOrder, QuerySelect};

pub use reach::{Word, known_words, redirected};

use super::domain::{NewRedirect, Redirect, SlugState, Target, folded_path};
use super::register::{Claim, take_all};
use crate::app::changes::Change;
use crate::app::{Call, Permit, Result, Tx};
use crate::platform::clock::Instant;
use crate::platform::ids::{AuthorId, RedirectId, SectionId, TagId, TranslationId, TypedId};
use crate::platform::locale::Locale;
use crate::platform::page::{Page, Slice};
use crate::vocabulary::{RedirectReason, SlugNamespace};

/// Redirects that one statement carries.
const ROWS_PER_STATEMENT: usize = 1_000;

mod redirect {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "redirects")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: RedirectId,
        pub locale: Option<Locale>,
        pub from_path: String,
        pub target_kind: String,
        pub target_id: Option<Uuid>,
        pub target_url: Option<String>,
        pub status: i32,
        pub reason: RedirectReason,
        pub created_at: Instant,
        pub valid_from: Instant,
        pub valid_until: Instant,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<redirect::Model> for Redirect {
    fn from(row: redirect::Model) -> Self {
        let id = row.target_id.unwrap_or_default();
        let target = match row.target_kind.as_str() {
            "TRANSLATION" => Target::Translation(TranslationId(id)),
            "TAG" => Target::Tag(TagId(id)),
            "SECTION" => Target::Section(SectionId(id)),
            "AUTHOR" => Target::Author(AuthorId(id)),
            _ => Target::Url(row.target_url.unwrap_or_default()),
        };
        Self {
            id: row.id,
            locale: row.locale,
            from_path: row.from_path,
            target,
            status: row.status,
            reason: row.reason,
            created_at: row.created_at,
        }
    }
}

impl Target {
    fn columns(&self) -> (&'static str, Option<Uuid>, Option<String>) {
        match self {
            Self::Translation(id) => ("TRANSLATION", Some(id.uuid()), None),
            Self::Tag(id) => ("TAG", Some(id.uuid()), None),
            Self::Section(id) => ("SECTION", Some(id.uuid()), None),
            Self::Author(id) => ("AUTHOR", Some(id.uuid()), None),
            Self::Url(url) => ("URL", None, Some(url.clone())),
        }
    }
}

/// Redirects that hold at the moment of the call.
fn visible(now: Instant) -> Select<redirect::Entity> {
    redirect::Entity::find()
        .filter(redirect::Column::ValidFrom.lte(now))
        .filter(redirect::Column::ValidUntil.gt(now))
}

/// The redirect with this id.
///
/// # Errors
/// Those of the database.
pub async fn by_id(call: &Call, id: RedirectId) -> Result<Option<Redirect>> {
    let row = visible(call.now())
        .filter(redirect::Column::Id.eq(id))
        .one(call.db())
        .await?;
    Ok(row.map(Into::into))
}

/// The redirect from `path` in an edition; one of the edition's own goes before one of all.
///
/// # Errors
/// Those of the database.
pub async fn by_path(call: &Call, locale: Locale, path: &str) -> Result<Option<Redirect>> {
    let rows = visible(call.now())
        .filter(redirect::Column::FromPath.eq(folded_path(path)))
        .filter(
            redirect::Column::Locale
                .eq(locale)
                .or(redirect::Column::Locale.is_null()),
        )
        .order_by_asc(redirect::Column::CreatedAt)
        .all(call.db())
        .await?;
    let own = rows
        .iter()
        .position(|row| row.locale.is_some())
        .unwrap_or(0);
    Ok(rows.into_iter().nth(own).map(Into::into))
}

/// Redirects whose old path contains `query`, in the order of their paths.
///
/// # Errors
/// Those of the database.
pub async fn list(
    call: &Call,
    query: Option<&str>,
    page: &Page<(String, RedirectId)>,
) -> Result<Slice<Redirect>> {
    let mut find = visible(call.now());
    if let Some(query) = query {
        find = find.filter(redirect::Column::FromPath.contains(folded_path(query)));
    }
    if let Some((path, id)) = &page.after {
        let after = redirect::Column::FromPath
            .gt(path.as_str())
            .or(redirect::Column::FromPath
                .eq(path.as_str())
                .and(redirect::Column::Id.gt(*id)));
        find = find.filter(after);
    }
    let rows = find
        .order_by_asc(redirect::Column::FromPath)
        .order_by_asc(redirect::Column::Id)
        .limit(u64::from(page.size) + 1)
        .all(call.db())
        .await?;
    Ok(Slice::of(page, rows).map(Into::into))
}

pub(super) async fn find_for_update(
    tx: &Tx,
    locale: Option<Locale>,
    path: &str,
) -> Result<Option<Redirect>> {
    let same = match locale {
        Some(locale) => redirect::Column::Locale.eq(locale),
        None => redirect::Column::Locale.is_null(),
    };
    let row = visible(tx.call().now())
        .filter(redirect::Column::FromPath.eq(path))
        .filter(same)
        .one(tx.conn())
        .await?;
    Ok(row.map(Into::into))
}

pub(super) async fn by_id_for_update(tx: &Tx, id: RedirectId) -> Result<Option<Redirect>> {
    let row = visible(tx.call().now())
        .filter(redirect::Column::Id.eq(id))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    Ok(row.map(Into::into))
}

pub(super) async fn insert(
    permit: &Permit<'_>,
    id: RedirectId,
    new: &NewRedirect,
) -> Result<Redirect> {
    tell(permit, id, &new.from_path);
    let row = row_of(id, new, permit.call().now());
    Ok(row.insert(permit.conn()).await?.into())
}

/// Tells that a path leads elsewhere.
fn tell(permit: &Permit<'_>, id: RedirectId, path: &str) {
    permit.changes(|| Change::of(id).named([folded_path(path)]));
}

fn row_of(id: RedirectId, new: &NewRedirect, now: Instant) -> redirect::ActiveModel {
    let (kind, target_id, target_url) = new.target.columns();
    redirect::ActiveModel {
        id: Set(id),
        locale: Set(new.locale),
        from_path: Set(folded_path(&new.from_path)),
        target_kind: Set(kind.to_owned()),
        target_id: Set(target_id),
        target_url: Set(target_url),
        status: Set(new.status),
        reason: Set(new.reason),
        created_at: Set(now),
        valid_from: Set(now),
        valid_until: Set(Instant::FOREVER),
    }
}

pub(super) async fn close(permit: &Permit<'_>, id: RedirectId) -> Result<()> {
    close_all(permit, &[id]).await
}

/// Leads `path` to an entity from now on; an older redirect from the same path ends.
///
/// # Errors
/// Those of the database.
pub async fn redirect_from(permit: &Permit<'_>, new: &NewRedirect) -> Result<Redirect> {
    release_path(permit, new.locale, &new.from_path).await?;
    insert(permit, permit.call().new_id(), new).await
}

/// Leads many old paths to entities from now on. One that leads there already stays as it is, an
/// older one from the same path to another place ends.
///
/// # Errors
/// Those of the database.
pub async fn redirect_all(permit: &Permit<'_>, new: &[NewRedirect]) -> Result<()> {
    let now = permit.call().now();
    for chunk in new.chunks(ROWS_PER_STATEMENT) {
        let named = |one: &NewRedirect| (one.locale, folded_path(&one.from_path));
        let mut wanted: BTreeMap<_, _> = chunk.iter().map(|one| (named(one), one)).collect();
        let standing = visible(now)
            .filter(redirect::Column::FromPath.is_in(wanted.keys().map(|(_, path)| path)))
            .all(permit.conn())
            .await?;
        let mut ended = Vec::new();
        for row in standing {
            let name = (row.locale, row.from_path.clone());
            let old = Redirect::from(row);
            match wanted.get(&name) {
                Some(new) if new.target == old.target => drop(wanted.remove(&name)),
                Some(_) => ended.push(old.id),
                None => {}
            }
        }
        close_all(permit, &ended).await?;
        let rows = wanted.into_values().map(|new| {
            let id = permit.call().new_id();
            tell(permit, id, &new.from_path);
            row_of(id, new, now)
        });
        let rows: Vec<_> = rows.collect();
        if !rows.is_empty() {
            redirect::Entity::insert_many(rows)
                .exec_without_returning(permit.conn())
                .await?;
        }
    }
    Ok(())
}

async fn close_all(permit: &Permit<'_>, ids: &[RedirectId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    for id in ids {
        permit.changes(|| Change::of(*id));
    }
    redirect::Entity::update_many()
        .col_expr(redirect::Column::ValidUntil, Expr::val(permit.call().now()))
        .filter(redirect::Column::Id.is_in(ids.iter().copied()))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Ends the redirect from `path`, because a page stands there again.
async fn release_path(permit: &Permit<'_>, locale: Option<Locale>, path: &str) -> Result<()> {
    let now = permit.call().now();
    permit.changes(|| Change {
        names: vec![folded_path(path)],
        ..Change::default()
    });
    let same = match locale {
        Some(locale) => redirect::Column::Locale.eq(locale),
        None => redirect::Column::Locale.is_null(),
    };
    redirect::Entity::update_many()
        .col_expr(redirect::Column::ValidUntil, Expr::val(now))
        .filter(redirect::Column::FromPath.eq(folded_path(path)))
        .filter(redirect::Column::ValidUntil.gt(now))
        .filter(same)
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Ends the redirect from `path` in `locale`: the page that stood there is back.
///
/// # Errors
/// Those of the database.
pub async fn release(permit: &Permit<'_>, locale: Locale, path: &str) -> Result<()> {
    release_path(permit, Some(locale), path).await
}

/// Leads everything that led to `from` to `into`: after a merge, no chain remains.
///
/// # Errors
/// Those of the database.
pub async fn retarget<I: TypedId>(permit: &Permit<'_>, from: I, into: I) -> Result<()> {
    redirect::Entity::update_many()
        .col_expr(redirect::Column::TargetId, Expr::val(into.uuid()))
        .filter(redirect::Column::TargetId.eq(from.uuid()))
        .exec(permit.conn())
        .await?;
    Ok(())
}

#[derive(DeriveIden)]
pub(super) enum Slugs {
    Table,
    Locale,
    Namespace,
    Slug,
    OwnerId,
    State,
}

/// Who holds a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The holder: a translation, tag, section or author.
    pub owner: Uuid,
    /// How it holds it.
    pub state: SlugState,
}

/// Who holds `slug`; `None` when it is free.
///
/// # Errors
/// Those of the database.
pub async fn taken(
    conn: &impl ConnectionTrait,
    locale: Locale,
    namespace: SlugNamespace,
    slug: &str,
) -> Result<Option<Taken>> {
    let query = Query::select()
        .columns([Slugs::OwnerId, Slugs::State])
        .from(Slugs::Table)
        .and_where(Expr::col(Slugs::Locale).eq(locale))
        .and_where(Expr::col(Slugs::Namespace).eq(namespace))
        .and_where(Expr::col(Slugs::Slug).eq(slug))
        .to_owned();
    let Some(row) = conn.query_one(&query).await? else {
        return Ok(None);
    };
    let state: String = row.try_get_by(1)?;
    Ok(Some(Taken {
        owner: row.try_get_by(0)?,
        state: SlugState::from_text(&state),
    }))
}

/// Free variants of a taken slug: `-2`, `-3` and so on, at most `count`.
///
/// # Errors
/// Those of the database.
pub async fn vary(
    conn: &impl ConnectionTrait,
    locale: Locale,
    namespace: SlugNamespace,
    slug: &str,
    count: usize,
) -> Result<Vec<String>> {
    let query = Query::select()
        .column(Slugs::Slug)
        .from(Slugs::Table)
        .and_where(Expr::col(Slugs::Locale).eq(locale))
        .and_where(Expr::col(Slugs::Namespace).eq(namespace))
        .and_where(Expr::col(Slugs::Slug).gte(format!("{slug}-")))
        .and_where(Expr::col(Slugs::Slug).lt(format!("{slug}.")))
        .to_owned();
    let rows = conn.query_all(&query).await?;
    let held = rows
        .iter()
        .map(|row| row.try_get_by(0))
        .collect::<Result<Vec<String>, DbErr>>()?;
    let free = (2_u64..)
        .map(|n| format!("{slug}-{n}"))
        .filter(|slug| !held.contains(slug));
    Ok(free.take(count).collect())
}

/// Takes `slug` for `owner`, who may hold it already in another state.
///
/// # Errors
/// [`Error::Refused`](crate::app::Error::Refused) when somebody else took it in the same moment;
/// those of the database.
pub async fn take(
    permit: &Permit<'_>,
    (locale, namespace, slug): (Locale, SlugNamespace, &str),
    owner: impl TypedId,
    state: SlugState,
) -> Result<()> {
    let slug = slug.to_owned();
    let claim = Claim {
        owner: owner.uuid(),
        locale,
        slug,
        state,
    };
    take_all(permit, namespace, &[claim]).await
}

/// The first of `slug`, `slug-2`, `slug-3` … that is free or `owner`'s own, taken for it.
///
/// # Errors
/// Those of the database.
pub async fn reserve(
    permit: &Permit<'_>,
    (locale, namespace, slug): (Locale, SlugNamespace, &str),
    owner: impl TypedId,
    state: SlugState,
) -> Result<String> {
    let conn: &DatabaseTransaction = permit.conn();
    let free = match taken(conn, locale, namespace, slug).await? {
        Some(held) if held.owner != owner.uuid() => {
            let variants = vary(conn, locale, namespace, slug, 1).await?;
            variants
                .into_iter()
                .next()
                .unwrap_or_else(|| slug.to_owned())
        }
        _ => slug.to_owned(),
    };
    take(permit, (locale, namespace, &free), owner, state).await?;
    Ok(free)
}

/// Hands all slugs of `from` to `into`: after a merge, the old addresses belong to what is left.
///
/// # Errors
/// Those of the database.
pub async fn move_slugs<I: TypedId>(permit: &Permit<'_>, from: I, into: I) -> Result<()> {
    let update = Query::update()
        .table(Slugs::Table)
        .value(Slugs::OwnerId, into.uuid())
        .value(Slugs::State, SlugState::Redirect.as_str())
        .and_where(Expr::col(Slugs::OwnerId).eq(from.uuid()))
        .to_owned();
    permit.conn().execute(&update).await?;
    Ok(())
}

/// Frees all slugs of something that was never public.
///
/// # Errors
/// Those of the database.
pub async fn give_back(permit: &Permit<'_>, owner: impl TypedId) -> Result<()> {
    let delete = Query::delete()
        .from_table(Slugs::Table)
        .and_where(Expr::col(Slugs::OwnerId).eq(owner.uuid()))
        .to_owned();
    permit.conn().execute(&delete).await?;
    Ok(())
}
