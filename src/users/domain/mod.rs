//! What accounts, sessions and tokens are, and what they may become.

mod account;
mod session;
mod token;

pub use account::{Assignment, NewUser, User, new_password};
pub(super) use account::{
    INVITED_MS, folded_email, refuse_nowhere, refuse_password, runs_the_system,
};
pub(super) use session::{
    ACCESS_SECONDS, AUDIENCE, Claims, EndReason, Exchange, RefreshToken, TEN_YEARS_MS,
};
pub use session::{Credentials, Session};
pub use token::{ApiToken, NewApiToken};
pub(super) use token::{SECRET_PREFIX, new_secret};
