//! Inserting many rows at once.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ActiveValue, IdenStatic, Iterable};

use crate::app::{Permit, Result};
use crate::platform::db::json_text;
use crate::platform::parallel;

/// Parameters that one statement carries at most: SQLite takes 32 766.
const PARAMETERS: usize = 16_384;

type ColumnOf<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;

/// Inserts rows.
pub async fn insert<A: ActiveModelTrait + Send>(permit: &Permit<'_>, rows: Vec<A>) -> Result<()> {
    send::<A>(permit, parallel::each(rows, values)).await
}

/// Inserts rows in which `column`, left unset, holds JSON that is text already.
pub async fn insert_with_json<A: ActiveModelTrait + Send>(
    permit: &Permit<'_>,
    column: ColumnOf<A>,
    rows: Vec<(A, String)>,
) -> Result<()> {
    let backend = permit.conn().get_database_backend();
    let place = ColumnOf::<A>::iter().position(|one| one.as_str() == column.as_str());
    let rows = parallel::each(rows, |(row, text)| {
        let mut values = values(row);
        if let Some(value) = place.and_then(|place| values.get_mut(place)) {
            *value = json_text(backend, text);
        }
        values
    });
    send::<A>(permit, rows).await
}

/// The values of all columns.
fn values<A: ActiveModelTrait>(mut row: A) -> Vec<Expr> {
    let value = |column| match row.take(column) {
        ActiveValue::Set(value) | ActiveValue::Unchanged(value) => Expr::val(value),
        ActiveValue::NotSet => Expr::null(),
    };
    ColumnOf::<A>::iter().map(value).collect()
}

/// Sends rows in few statements. Their sizes are powers of two, so that whatever the number of rows,
/// it is the same statements again, which the connection has prepared already.
async fn send<A: ActiveModelTrait>(permit: &Permit<'_>, rows: Vec<Vec<Expr>>) -> Result<()> {
    let most = power_of_two_within(PARAMETERS / ColumnOf::<A>::iter().count().max(1));
    let mut rows = rows.into_iter();
    while rows.len() > 0 {
        let size = power_of_two_within(rows.len().min(most));
        let mut insert = Query::insert();
        insert
            .into_table(A::Entity::default())
            .columns(ColumnOf::<A>::iter());
        for row in rows.by_ref().take(size) {
            insert.values_panic(row);
        }
        permit.conn().execute(&insert).await?;
    }
    Ok(())
}

/// The greatest power of two that is no greater; 1 of nothing.
fn power_of_two_within(number: usize) -> usize {
    1 << number.checked_ilog2().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_powers_of_two_and_never_greater() {
        let found = [0, 1, 2, 3, 500, 512, 1_500].map(power_of_two_within);

        assert_eq!(found, [1, 1, 2, 2, 256, 512, 1_024]);
    }
}
