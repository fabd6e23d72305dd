//! How an action ends: done, refused with something that the user can act on, or failed.

use async_graphql::{Context, ID};

use super::reader::{DeskReader, Readers};
use super::user_error::{self, UserError};
use crate::api::graphql::error::Result;
use crate::api::graphql::reader;
use crate::app::{self, CreationKey, Error};
use crate::platform::ids::{NotAnId, TypedId};

/// What an action made, or why it did nothing.
pub type Outcome<T> = (Option<T>, Vec<UserError>);

/// Carries an action out, and tells apart what belongs into `userErrors` and what is a failure.
///
/// # Errors
/// What no change of the input can help: an outage, or nobody signed in.
pub async fn settle<T>(
    ctx: &Context<'_>,
    action: impl Future<Output = app::Result<T>>,
) -> Result<Outcome<T>> {
    let outcome = action.await;
    // What the request has read before may be out of date now.
    ctx.data_unchecked::<Readers>().forget().await;
    ctx.data_unchecked::<reader::Readers>().forget().await;
    let problems = match outcome {
        Ok(done) => return Ok((Some(done), Vec::new())),
        Err(Error::Refused(problems)) => problems,
        Err(Error::Denied { needed, locale }) => vec![user_error::denied(needed, locale)],
        Err(Error::NotFound) => vec![user_error::not_found()],
        Err(failure) => return Err(failure.into()),
    };
    let reader = DeskReader::of(ctx).await?;
    Ok((None, user_error::all(&reader, problems).await?))
}

/// The id that an argument names.
///
/// # Errors
/// [`Error::Refused`] for what is no id of this type: it means nothing, like any unknown one.
pub fn named<I>(path: &[&str], id: &ID) -> app::Result<I>
where
    I: TypedId + std::str::FromStr<Err = NotAnId>,
{
    id.parse()
        .map_err(|NotAnId| Error::missing(path, id.as_str()))
}

/// The ids that an input member names.
///
/// # Errors
/// [`Error::Refused`] with all that are no ids of this type.
pub fn all_named<I>(path: &[&str], ids: &[ID]) -> app::Result<Vec<I>>
where
    I: TypedId + std::str::FromStr<Err = NotAnId>,
{
    let mut named = Vec::with_capacity(ids.len());
    let mut problems = Vec::new();
    for (place, id) in ids.iter().enumerate() {
        match id.parse() {
            Ok(id) => named.push(id),
            Err(NotAnId) => {
                let place = place.to_string();
                let path = path.iter().copied().chain([place.as_str()]);
                problems.push(app::Problem::missing(path, id.as_str()));
            }
        }
    }
    app::refuse_if_any(problems)?;
    Ok(named)
}

/// The key that makes a creation safe to retry, as an argument of its own.
///
/// # Errors
/// [`Error::Refused`] when it is not a UUID.
pub fn request_key(id: Option<ID>) -> app::Result<Option<CreationKey>> {
    id.map(|id| CreationKey::parse(["requestId"], id.as_str()))
        .transpose()
}
