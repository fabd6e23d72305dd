//! Creations that may be sent twice: a request id makes a retry give what the first one made.

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ConnectionTrait, DeriveIden};
use uuid::Uuid;

use super::{Error, Permit, Problem, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{TypedId, UserId};
use crate::vocabulary::UserErrorCode;

/// How long a retry is known: 24 hours.
const KNOWN_MS: i64 = 24 * 3_600_000;

/// The id that a client gave a creation, a UUID; it holds for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreationKey {
    id: Uuid,
    path: Vec<String>,
}

#[derive(DeriveIden)]
enum Creations {
    Table,
    AccountId,
    RequestId,
    Action,
    SubjectId,
    CreatedAt,
}

impl CreationKey {
    /// Reads the request id that stands at `path`.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is not a UUID.
    pub fn parse<P: AsRef<str>>(
        path: impl IntoIterator<Item = P>,
        text: &str,
    ) -> Result<Self, Error> {
        let path = path.into_iter().map(|step| step.as_ref().to_owned());
        let path: Vec<String> = path.collect();
        match Uuid::try_parse(text) {
            Ok(id) => Ok(Self { id, path }),
            Err(_) => Err(Error::invalid(path, "a UUID")),
        }
    }

    /// Keeps the key for `new`, which the caller then makes in the same transaction; or gives what
    /// an earlier call with this key made, and nothing is left to do.
    ///
    /// A second call that runs at the same time waits for the first.
    ///
    /// # Errors
    /// [`Error::Refused`] when the key was used for another kind of creation; those of the
    /// database.
    pub async fn claim<I: TypedId>(&self, permit: &Permit<'_>, new: I) -> Result<Option<I>> {
        let Some(account) = permit.call().actor().user() else {
            return Err(Error::Unauthenticated);
        };
        let action = permit.action().name();
        forget_old(permit, account).await?;
        if self.keep(permit, account, &action, new.uuid()).await? {
            return Ok(None);
        }
        let (by, subject) = self.earlier(permit, account).await?;
        if by == action {
            return Ok(Some(I::from_uuid(subject)));
        }
        let why = "this request id has been used for something else";
        Err(Error::problem(Problem::at(
            &self.path,
            UserErrorCode::Duplicate,
            why,
        )))
    }

    /// Whether the key was free.
    async fn keep(
        &self,
        permit: &Permit<'_>,
        account: UserId,
        action: &str,
        subject: Uuid,
    ) -> Result<bool> {
        let insert = Query::insert()
            .into_table(Creations::Table)
            .columns([
                Creations::AccountId,
                Creations::RequestId,
                Creations::Action,
                Creations::SubjectId,
                Creations::CreatedAt,
            ])
            .values_panic([
                Expr::val(account),
                Expr::val(self.id.to_string()),
                Expr::val(action),
                Expr::val(subject),
                Expr::val(permit.call().now()),
            ])
            .on_conflict(
                OnConflict::columns([Creations::AccountId, Creations::RequestId])
                    .do_nothing()
                    .to_owned(),
            )
            .to_owned();
        Ok(permit.conn().execute(&insert).await?.rows_affected() == 1)
    }

    async fn earlier(&self, permit: &Permit<'_>, account: UserId) -> Result<(String, Uuid)> {
        let select = Query::select()
            .columns([Creations::Action, Creations::SubjectId])
            .from(Creations::Table)
            .and_where(Expr::col(Creations::AccountId).eq(account))
            .and_where(Expr::col(Creations::RequestId).eq(self.id.to_string()))
            .to_owned();
        let row = permit.conn().query_one(&select).await?;
        let row = row.ok_or_else(|| anyhow::anyhow!("a creation was kept and is gone"))?;
        Ok((row.try_get_by(0)?, row.try_get_by(1)?))
    }
}

/// Removes the account's keys that no retry may use any more.
async fn forget_old(permit: &Permit<'_>, account: UserId) -> Result<()> {
    let until: Instant = permit.call().now().plus_ms(-KNOWN_MS);
    let delete = Query::delete()
        .from_table(Creations::Table)
        .and_where(Expr::col(Creations::AccountId).eq(account))
        .and_where(Expr::col(Creations::CreatedAt).lte(until))
        .to_owned();
    permit.conn().execute(&delete).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_is_a_uuid() {
        let path = ["input", "requestId"];

        assert!(CreationKey::parse(path, "0197f2b4-8c1e-7000-8000-000000000001").is_ok());
        assert!(CreationKey::parse(path, "again").is_err());
    }
}
