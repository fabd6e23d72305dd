//! Short numbers of stories, each given once.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DeriveIden};

use crate::app::{Permit, Result};

#[derive(DeriveIden)]
enum ArticleNumbers {
    Table,
    Last,
}

/// Takes the next `count` short numbers and gives the first of them.
pub async fn next_numbers(permit: &Permit<'_>, count: i64) -> Result<i64> {
    let update = Query::update()
        .table(ArticleNumbers::Table)
        .value(
            ArticleNumbers::Last,
            Expr::col(ArticleNumbers::Last).add(count),
        )
        .returning_col(ArticleNumbers::Last)
        .to_owned();
    let row = permit.conn().query_one(&update).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the row of article numbers is gone"))?;
    let last: i64 = row.try_get_by(0)?;
    Ok(last - count + 1)
}

/// Keeps future short numbers above those that an import brought along.
pub async fn reserve_numbers(permit: &Permit<'_>, up_to: i64) -> Result<()> {
    let update = Query::update()
        .table(ArticleNumbers::Table)
        .value(ArticleNumbers::Last, up_to)
        .and_where(Expr::col(ArticleNumbers::Last).lt(up_to))
        .to_owned();
    permit.conn().execute(&update).await?;
    Ok(())
}
