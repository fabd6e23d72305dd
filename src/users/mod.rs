//! Staff accounts: who they are, what roles they have, and how they prove it.
//!
//! An account is INVITED, ACTIVE or SUSPENDED. Its roles are [`Assignment`]s, each perhaps limited
//! to some locales and sections. Signing in with e-mail and password opens a [`Session`]: a row,
//! so that ending it is seen by the next request. The session gives out access tokens (signed, ten
//! minutes) and refresh tokens (opaque, each good for one exchange). Programs use [`ApiToken`]s,
//! which can do at most what the account that made them can.
//!
//! ```text
//! sign_in(call, email, password)  -> Credentials { access, refresh }
//! authenticate(call, access)      -> Actor::Staff
//! refresh(call, refresh)          -> Credentials, the next pair
//! ```

mod actions;
mod domain;
mod store;

pub use actions::{
    DemoToken, accept, authenticate, create, create_token, demo_tokens, ensure_built_in, invite,
    refresh, revoke_token, set_assignments, sign_in, sign_out, suspend_within,
};
pub use domain::{
    ApiToken, Assignment, Credentials, NewApiToken, NewUser, Session, User, new_password,
};
pub use store::{by_email, by_ids, list, tokens, tokens_by_ids};
