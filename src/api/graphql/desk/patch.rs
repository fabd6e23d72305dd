//! Members of inputs that may be left out, or cleared with null.

use async_graphql::{ID, MaybeUndefined};

use super::outcome::named;
use crate::app::Result;
use crate::platform::ids::{NotAnId, TypedId};

/// A member as the domain takes it: `None` when it was left out, an inner `None` when it was
/// cleared.
pub fn patch<T>(given: MaybeUndefined<T>) -> Option<Option<T>> {
    match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

/// A member that names something.
///
/// # Errors
/// [`Error::Refused`](crate::app::Error::Refused) for what is no id of this type.
pub fn named_patch<I>(path: &[&str], given: &MaybeUndefined<ID>) -> Result<Option<Option<I>>>
where
    I: TypedId + std::str::FromStr<Err = NotAnId>,
{
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(id) => Ok(Some(Some(named(path, id)?))),
    }
}
