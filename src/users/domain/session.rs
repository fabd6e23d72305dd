//! Sessions, and the rules of the tokens that they give out.

use serde::{Deserialize, Serialize};

use crate::platform::clock::Instant;
use crate::platform::ids::{SessionId, UserId};
use crate::vocabulary::UserState;

/// How long an access token is good: ten minutes.
pub const ACCESS_SECONDS: i64 = 600;
/// How long a session lasts without being used: seven days.
const IDLE_MS: i64 = 7 * DAY_MS;
/// How long a session lasts at most: thirty days.
const LONGEST_MS: i64 = 30 * DAY_MS;
/// Longer than any demo runs.
pub const TEN_YEARS_MS: i64 = 3_653 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// Whom access tokens are for.
pub const AUDIENCE: &str = "masthead";

/// Somebody signed in at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The account.
    pub user: UserId,
    /// When it is over, whatever happens.
    pub expires_at: Instant,
    /// When it was ended before that.
    pub ended_at: Option<Instant>,
}

impl Session {
    /// A session that begins now.
    pub const fn begin(id: SessionId, user: UserId, now: Instant) -> Self {
        Self {
            id,
            user,
            expires_at: now.plus_ms(LONGEST_MS),
            ended_at: None,
        }
    }

    /// Whether it still goes on.
    pub fn is_open(&self, now: Instant) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }

    /// Until when a refresh token given now can be exchanged.
    pub fn idle_until(&self, now: Instant) -> Instant {
        now.plus_ms(IDLE_MS).min(self.expires_at)
    }
}

/// Why a session was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The person signed out.
    SignedOut,
    /// A refresh token was used twice: one of the users is not the owner.
    RefreshReused,
    /// The demo was started anew.
    DemoRestarted,
    /// The account was stopped.
    Suspended,
}

impl EndReason {
    /// As the row and the audit trail say it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "SIGNED_OUT",
            Self::RefreshReused => "REFRESH_REUSED",
            Self::DemoRestarted => "DEMO_RESTARTED",
            Self::Suspended => "SUSPENDED",
        }
    }
}

/// What is known of a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshToken {
    /// Until when it can be exchanged.
    pub expires_at: Instant,
    /// When it was.
    pub used_at: Option<Instant>,
}

/// What comes of an attempt to exchange a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    /// The next pair of tokens.
    Granted,
    /// Nothing.
    Refused,
    /// The end of the session, for whoever holds its tokens (RFC 9700, 4.14.2).
    Reused,
}

impl RefreshToken {
    /// Decides about an attempt to exchange it now.
    pub fn exchange(&self, session: &Session, account: UserState, now: Instant) -> Exchange {
        if !session.is_open(now) || account != UserState::Active {
            Exchange::Refused
        } else if self.used_at.is_some() {
            Exchange::Reused
        } else if now < self.expires_at {
            Exchange::Granted
        } else {
            Exchange::Refused
        }
    }
}

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    /// The account.
    pub sub: UserId,
    /// The session.
    pub sid: SessionId,
    iat: i64,
    exp: i64,
}

impl Claims {
    /// The claims of a token that `issuer` gives in `session` now, good for `seconds`.
    pub fn new(issuer: &str, session: &Session, now: Instant, seconds: i64) -> Self {
        let iat = now.0 / 1000;
        Self {
            iss: issuer.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: session.user,
            sid: session.id,
            iat,
            exp: iat + seconds,
        }
    }
}

/// What somebody gets who signs in or goes on with a session. It stands nowhere else, so it cannot
/// be shown again.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Goes with each request.
    pub access: String,
    /// Gives the next credentials, once.
    pub refresh: String,
    /// How long the access token is good, in seconds.
    pub expires_in: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, ManualClock};
    use uuid::Uuid;

    const START: Instant = Instant(1_783_756_680_000);

    fn session() -> Session {
        Session::begin(SessionId(Uuid::nil()), UserId(Uuid::nil()), START)
    }

    fn token(session: &Session, now: Instant) -> RefreshToken {
        RefreshToken {
            expires_at: session.idle_until(now),
            used_at: None,
        }
    }

    #[test]
    fn a_refresh_token_rests_seven_days_at_most() {
        let clock = ManualClock::new(START);
        let session = session();
        let token = token(&session, clock.now());
        let exchange =
            |clock: &ManualClock| token.exchange(&session, UserState::Active, clock.now());

        clock.advance(IDLE_MS - 1);
        assert_eq!(exchange(&clock), Exchange::Granted);
        clock.advance(1);
        assert_eq!(exchange(&clock), Exchange::Refused);
    }

    #[test]
    fn a_session_ends_after_thirty_days_however_busy() {
        let clock = ManualClock::new(START);
        let session = session();

        clock.advance(LONGEST_MS - 1);
        let last = token(&session, clock.now());
        assert_eq!(last.expires_at, session.expires_at);
        clock.advance(1);
        assert!(!session.is_open(clock.now()));
        assert_eq!(
            last.exchange(&session, UserState::Active, clock.now()),
            Exchange::Refused
        );
    }

    #[test]
    fn a_used_token_ends_an_open_session_and_leaves_an_ended_one() {
        let used = RefreshToken {
            used_at: Some(START),
            ..token(&session(), START)
        };
        let ended = Session {
            ended_at: Some(START),
            ..session()
        };

        assert_eq!(
            used.exchange(&session(), UserState::Active, START),
            Exchange::Reused
        );
        assert_eq!(
            used.exchange(&ended, UserState::Active, START),
            Exchange::Refused
        );
    }

    #[test]
    fn a_suspended_account_gets_nothing() {
        let token = token(&session(), START);

        let exchange = token.exchange(&session(), UserState::Suspended, START);

        assert_eq!(exchange, Exchange::Refused);
    }
}
