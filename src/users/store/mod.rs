//! Rows of accounts, sessions and tokens.

mod accounts;
mod invitations;
mod sessions;
mod tokens;

pub use accounts::{by_email, by_ids, list};
pub(super) use accounts::{
    exists, insert, lock, lock_by_email, other_administrators, rename, replace_roles, seen,
    set_password, set_state, with_password,
};
pub(super) use invitations::{invite, is_invited, lock_invited, uninvite};
pub(super) use sessions::{begin, end, end_all, give_refresh, lock_refresh, opened_by, use_up};
pub use tokens::{by_ids as tokens_by_ids, list as tokens};
pub(super) use tokens::{
    by_secret, insert as insert_token, lock as lock_token, note_use, revoke, revoke_named,
};
