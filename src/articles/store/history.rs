//! Kept texts. The first of a translation is stored whole; later ones hold their blocks by hash, so
//! that a long history of small changes stays small. Either is read in one statement.

use std::collections::{BTreeSet, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ActiveValue::{self, Set},
    ConnectionTrait, DbBackend, FromQueryResult, QueryOrder, QuerySelect, SelectModel, Selector,
    Statement,
};

use super::insert::insert_with_json;
use super::rows::{publication, revision, revision_block};
use crate::app::{Error, Permit, Result, Tx};
use crate::articles::domain::{Block, Content, Newest, Revision};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{RevisionId, TranslationId, UserId};
use crate::platform::parallel;
use crate::platform::secrets::sha256_hex;
use crate::vocabulary::RevisionReason;

/// Digits of a block's hash: 128 bits, within one translation.
const HASH_DIGITS: usize = 32;

/// A revision's row with the bodies of its blocks by hash.
#[derive(FromQueryResult)]
pub struct Kept {
    id: RevisionId,
    translation_id: TranslationId,
    number: i32,
    version: Option<i32>,
    reason: RevisionReason,
    note: Option<String>,
    based_on_revision: Option<i32>,
    created_at: Instant,
    created_by: UserId,
    content: Json<Content>,
    blocks: Option<Json<Vec<String>>>,
    bodies: Option<Json<HashMap<String, Block>>>,
}

/// The bodies of a revision's blocks, as one object by hash.
const BODIES_SQLITE: &str = "(SELECT json_group_object(b.hash, json(b.body)) FROM revision_blocks AS b \
    WHERE b.translation_id = revisions.translation_id \
    AND b.hash IN (SELECT value FROM json_each(revisions.blocks)))";
const BODIES_POSTGRES: &str = "(SELECT jsonb_object_agg(b.hash, b.body) FROM revision_blocks AS b \
    WHERE b.translation_id = revisions.translation_id \
    AND b.hash IN (SELECT jsonb_array_elements_text(revisions.blocks)))";

/// Revisions with all that it takes to put their texts together.
pub fn whole(
    conn: &impl ConnectionTrait,
    find: Select<revision::Entity>,
) -> Selector<SelectModel<Kept>> {
    let bodies = match conn.get_database_backend() {
        DbBackend::Postgres => BODIES_POSTGRES,
        _ => BODIES_SQLITE,
    };
    find.expr_as(Expr::cust(bodies), "bodies")
        .into_model::<Kept>()
}

impl TryFrom<Kept> for Revision {
    type Error = crate::app::Error;

    fn try_from(row: Kept) -> Result<Self> {
        let mut content = row.content.0;
        if let Some(Json(hashes)) = row.blocks {
            let bodies = row.bodies.map(|json| json.0).unwrap_or_default();
            let body = |hash: String| {
                let found = bodies.get(&hash).cloned();
                found.ok_or_else(|| anyhow::anyhow!("{} lacks its block {hash}", row.id))
            };
            content.blocks = hashes.into_iter().map(body).collect::<Result<_, _>>()?;
        }
        Ok(Self {
            id: row.id,
            translation_id: row.translation_id,
            number: row.number,
            version: row.version,
            reason: row.reason,
            note: row.note,
            based_on_revision: row.based_on_revision,
            created_at: row.created_at,
            created_by: row.created_by,
            content,
        })
    }
}

/// The kept text with this id.
pub async fn revision_in(tx: &Tx, id: RevisionId) -> Result<Option<Revision>> {
    let row = whole(tx.conn(), revision::Entity::find_by_id(id))
        .one(tx.conn())
        .await?;
    row.map(TryInto::try_into).transpose()
}

/// The kept text of a translation with a number.
pub async fn revision_numbered(
    tx: &Tx,
    id: TranslationId,
    number: i32,
) -> Result<Option<Revision>> {
    let find = revision::Entity::find()
        .filter(revision::Column::TranslationId.eq(id))
        .filter(revision::Column::Number.eq(number));
    let row = whole(tx.conn(), find).one(tx.conn()).await?;
    row.map(TryInto::try_into).transpose()
}

/// The newest text of a translation that somebody kept on purpose.
pub async fn newest_kept(tx: &Tx, id: TranslationId) -> Result<Option<Revision>> {
    let find = revision::Entity::find()
        .filter(revision::Column::TranslationId.eq(id))
        .filter(revision::Column::Reason.ne(RevisionReason::AutosaveCheckpoint))
        .order_by_desc(revision::Column::Number)
        .limit(1);
    let row = whole(tx.conn(), find).one(tx.conn()).await?;
    row.map(TryInto::try_into).transpose()
}

/// What is known of the newest revision of a translation.
pub async fn newest(tx: &Tx, id: TranslationId) -> Result<Option<Newest>> {
    use revision::Column as C;
    let row = revision::Entity::find()
        .filter(C::TranslationId.eq(id))
        .order_by_desc(C::Number)
        .limit(1)
        .select_only()
        .columns([
            C::Id,
            C::Number,
            C::Reason,
            C::CreatedAt,
            C::CreatedBy,
            C::Note,
        ])
        .into_tuple::<(
            RevisionId,
            i32,
            RevisionReason,
            Instant,
            UserId,
            Option<String>,
        )>()
        .one(tx.conn())
        .await?;
    let known =
        |(id, number, reason, created_at, created_by, note): (_, _, _, _, _, Option<_>)| Newest {
            id,
            number,
            reason,
            created_at,
            created_by,
            is_labelled: note.is_some(),
        };
    Ok(row.map(known))
}

/// Keeps texts.
pub async fn insert_revisions(permit: &Permit<'_>, kept: &[Revision]) -> Result<()> {
    let mut rows = Vec::with_capacity(kept.len());
    let written = parallel::each(kept.iter().collect(), |one| {
        let (text, hash) = one.content.stored()?;
        Ok::<_, Error>((one, text, revision::ActiveModel::of(one, hash)))
    });
    for one in written {
        let (one, text, mut row) = one?;
        let blocks = match one.number {
            1 => None,
            _ => Some(keep_blocks(permit, one).await?),
        };
        let text = match &blocks {
            None => text,
            Some(_) => serde_json::to_string(&bare(&one.content))?,
        };
        row.blocks = Set(blocks.map(Json));
        rows.push((row, text));
    }
    insert_with_json(permit, revision::Column::Content, rows).await
}

/// A text without its blocks.
fn bare(content: &Content) -> Content {
    Content {
        blocks: Vec::new(),
        ..content.clone()
    }
}

fn hash(block: &Block) -> Result<String> {
    let mut hash = sha256_hex(serde_json::to_vec(block)?);
    hash.truncate(HASH_DIGITS);
    Ok(hash)
}

/// Stores those blocks of a text that are not stored yet, and gives the hashes of all.
async fn keep_blocks(permit: &Permit<'_>, one: &Revision) -> Result<Vec<String>> {
    use revision_block::Column as C;
    let hashes: Vec<String> = one.content.blocks.iter().map(hash).collect::<Result<_>>()?;
    let known: Vec<String> = revision_block::Entity::find()
        .select_only()
        .column(C::Hash)
        .filter(C::TranslationId.eq(one.translation_id))
        .into_tuple()
        .all(permit.conn())
        .await?;
    let mut seen: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    let both = hashes.iter().zip(&one.content.blocks);
    let new: Vec<_> = both
        .filter(|(hash, _)| seen.insert(hash.as_str()))
        .map(|(hash, block)| revision_block::ActiveModel {
            translation_id: Set(one.translation_id),
            hash: Set(hash.clone()),
            since: Set(one.number),
            body: Set(Json(block.clone())),
        })
        .collect();
    if !new.is_empty() {
        revision_block::Entity::insert_many(new)
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(permit.conn())
            .await?;
    }
    Ok(hashes)
}

/// Writes a text anew in the place of the newest revision of its translation, an autosave, whose id
/// and number it has.
pub async fn replace_newest(permit: &Permit<'_>, new: &Revision) -> Result<()> {
    use revision_block::Column as C;
    let blocks = match new.number {
        1 => None,
        _ => Some(keep_blocks(permit, new).await?),
    };
    let left = blocks.clone().unwrap_or_default();
    let (_, hash) = new.content.stored()?;
    let mut row = revision::ActiveModel::of(new, hash);
    row.id = ActiveValue::Unchanged(new.id);
    row.content = Set(Json(match &blocks {
        None => new.content.clone(),
        Some(_) => bare(&new.content),
    }));
    row.blocks = Set(blocks.map(Json));
    revision::Entity::update(row).exec(permit.conn()).await?;
    // Blocks that its earlier form brought can stand in no other revision: it is the newest.
    revision_block::Entity::delete_many()
        .filter(C::TranslationId.eq(new.translation_id))
        .filter(C::Since.eq(new.number))
        .filter(C::Hash.is_not_in(left))
        .exec(permit.conn())
        .await?;
    Ok(())
}

/// Removes the autosaves of a translation from before `since`, but for `working`, on which its open
/// draft stands, those that were published, and those numbered `made_from`, which translations were
/// made from; then blocks that no text has any more.
pub async fn prune(
    permit: &Permit<'_>,
    id: TranslationId,
    since: Instant,
    working: Option<RevisionId>,
    made_from: Vec<i32>,
) -> Result<()> {
    use revision::Column as C;
    let published = Query::select()
        .column(publication::Column::RevisionId)
        .from(publication::Entity)
        .and_where(publication::Column::TranslationId.eq(id))
        .to_owned();
    let mut old = revision::Entity::delete_many()
        .filter(C::TranslationId.eq(id))
        .filter(C::Reason.eq(RevisionReason::AutosaveCheckpoint))
        .filter(C::Note.is_null())
        .filter(C::CreatedAt.lt(since))
        .filter(C::Number.is_not_in(made_from))
        .filter(C::Id.not_in_subquery(published));
    if let Some(working) = working {
        old = old.filter(C::Id.ne(working));
    }
    if old.exec(permit.conn()).await?.rows_affected == 0 {
        return Ok(());
    }
    let backend = permit.conn().get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => ORPHANS_POSTGRES,
        _ => ORPHANS_SQLITE,
    };
    let orphans = Statement::from_sql_and_values(backend, sql, [id.into()]);
    permit.conn().execute_raw(orphans).await?;
    Ok(())
}

const ORPHANS_SQLITE: &str = "DELETE FROM revision_blocks WHERE translation_id = ?1 AND hash NOT IN \
    (SELECT j.value FROM revisions AS r, json_each(r.blocks) AS j WHERE r.translation_id = ?1)";
const ORPHANS_POSTGRES: &str = "DELETE FROM revision_blocks WHERE translation_id = $1 AND hash NOT IN \
    (SELECT jsonb_array_elements_text(r.blocks) FROM revisions AS r WHERE r.translation_id = $1)";
