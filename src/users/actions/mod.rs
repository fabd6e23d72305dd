//! What people do with accounts, sessions and tokens.

mod accounts;
mod caller;
mod demo;
mod invitations;
mod roles;
mod sign_in;
mod tokens;

pub use accounts::{create, ensure_built_in};
pub use caller::authenticate;
pub use demo::{DemoToken, demo_tokens};
pub use invitations::{accept, invite};
pub use roles::{set_assignments, suspend_within};
pub use sign_in::{refresh, sign_in, sign_out};
pub use tokens::{create_token, revoke_token};
