//! Rows of the trail. They are only read here: [`crate::app::trail`] writes them.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{QueryOrder, QuerySelect};

use super::domain::{Entry, EntryKey, Filter, Lane, Sealed};
use crate::app::trail::{Place, Record};
use crate::app::{Call, Result};
use crate::platform::clock::Instant;
use crate::platform::db::Json;
use crate::platform::ids::{ArticleId, AuditId, TokenId, TranslationId, TypedId, UserId};
use crate::platform::page::{Page, Slice};
use crate::policy::{AUDIT, STORIES};

mod entry {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub seq: i64,
        pub id: AuditId,
        pub at: Instant,
        pub actor_kind: String,
        pub user_id: Option<UserId>,
        pub token_id: Option<TokenId>,
        pub system_name: Option<String>,
        pub action: String,
        pub subject_prefix: String,
        pub subject_id: Uuid,
        pub subject_label: String,
        pub changes: Json<Vec<serde_json::Value>>,
        pub reason: Option<String>,
        pub request_id: String,
        pub lane: Option<i32>,
        pub position: Option<i64>,
        pub seal: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod lane {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_lanes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub lane: i32,
        pub length: i64,
        pub seal: String,
        pub unsealed_to: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<entry::Model> for Entry {
    fn from(row: entry::Model) -> Self {
        Self {
            key: EntryKey(row.at.0, row.seq),
            record: row.into(),
        }
    }
}

impl From<entry::Model> for Record {
    fn from(row: entry::Model) -> Self {
        Self {
            id: row.id,
            at: row.at,
            actor_kind: row.actor_kind,
            user: row.user_id,
            token: row.token_id,
            system: row.system_name,
            action: row.action,
            subject_prefix: row.subject_prefix,
            subject: row.subject_id,
            label: row.subject_label,
            changes: row.changes.0,
            reason: row.reason,
            request_id: row.request_id,
        }
    }
}

/// Entries that the caller may see: all for those who read the trail, those of stories for those
/// who read stories; of which stories, whoever asks has made sure.
fn visible(call: &Call) -> Select<entry::Entity> {
    let find = entry::Entity::find();
    let of_stories = [ArticleId::PREFIX, TranslationId::PREFIX];
    match call.actor() {
        actor if actor.holds(AUDIT) => find,
        actor if actor.holds(STORIES) => {
            find.filter(entry::Column::SubjectPrefix.is_in(of_stories))
        }
        _ => find.filter(Expr::val(false)),
    }
}

impl Filter {
    fn conditions(&self) -> Condition {
        use entry::Column as C;
        let mut all = Condition::all();
        if !self.subjects.is_empty() {
            all = all.add(C::SubjectId.is_in(self.subjects.iter().copied()));
        }
        if !self.actions.is_empty() {
            all = all.add(C::Action.is_in(self.actions.iter().map(String::as_str)));
        }
        if !self.actors.is_empty() {
            let actors = || self.actors.iter().copied();
            let either = C::UserId.is_in(actors()).or(C::TokenId.is_in(actors()));
            all = all.add(either);
        }
        all.add_option(self.from.map(|from| C::At.gte(from)))
            .add_option(self.to.map(|to| C::At.lt(to)))
    }
}

/// Entries by their time, newest first, in one statement.
///
/// # Errors
/// Those of the database.
pub async fn list(call: &Call, filter: &Filter, page: &Page<EntryKey>) -> Result<Slice<Entry>> {
    use entry::Column as C;
    let mut find = visible(call).filter(filter.conditions());
    if let Some(EntryKey(at, seq)) = page.after {
        let place = Expr::tuple([Expr::col(C::At), Expr::col(C::Seq)]);
        find = find.filter(place.lt(Expr::tuple([Expr::val(at), Expr::val(seq)])));
    }
    let rows = find
        .order_by_desc(C::At)
        .order_by_desc(C::Seq)
        .limit(u64::from(page.size) + 1)
        .all(call.db())
        .await?;
    Ok(Slice::of(page, rows).map(Into::into))
}

/// Entries by id, in one statement; unknown ones are left out, and all for those who do not read the
/// whole trail.
///
/// # Errors
/// Those of the database.
pub async fn by_ids(call: &Call, ids: &[AuditId]) -> Result<HashMap<AuditId, Entry>> {
    // By its id alone an entry might be of a story that the caller may not know of.
    if ids.is_empty() || !call.actor().holds(AUDIT) {
        return Ok(HashMap::new());
    }
    let rows = visible(call)
        .filter(entry::Column::Id.is_in(ids.iter().copied()))
        .all(call.db())
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// The ends of all lanes.
pub(super) async fn lanes(call: &Call) -> Result<Vec<Lane>> {
    let rows = lane::Entity::find()
        .order_by_asc(lane::Column::Lane)
        .all(call.db())
        .await?;
    let lane = |row: lane::Model| Lane {
        lane: row.lane,
        length: row.length,
        seal: row.seal,
        unsealed_to: row.unsealed_to,
    };
    Ok(rows.into_iter().map(lane).collect())
}

/// Entries of a lane from a place on, up to position `last`, in order.
pub(super) async fn sealed_from(
    call: &Call,
    from: Place,
    last: i64,
    most: u64,
) -> Result<Vec<Sealed>> {
    use entry::Column as C;
    let rows = visible(call)
        .filter(C::Lane.eq(from.lane))
        .filter(C::Position.between(from.position, last))
        .order_by_asc(C::Position)
        .limit(most)
        .all(call.db())
        .await?;
    let sealed = |row: entry::Model| Sealed {
        place: Place {
            lane: from.lane,
            position: row.position.unwrap_or_default(),
        },
        seal: row.seal.clone().unwrap_or_default(),
        record: row.into(),
    };
    Ok(rows.into_iter().map(sealed).collect())
}

/// The first entry that stands in none of the lanes and is newer than those from before the seals.
pub(super) async fn stray(call: &Call, lanes: &[Lane]) -> Result<Option<AuditId>> {
    use entry::Column as C;
    let old = lanes.iter().map(|lane| lane.unsealed_to).max();
    let known = lanes.iter().map(|lane| lane.lane);
    let row = visible(call)
        .filter(C::Lane.is_null().or(C::Lane.is_not_in(known)))
        .filter(C::Seq.gt(old.unwrap_or_default()))
        .order_by_asc(C::Seq)
        .one(call.db())
        .await?;
    Ok(row.map(|row| row.id))
}
