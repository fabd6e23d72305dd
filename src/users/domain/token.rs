//! API tokens: credentials of programs.

use std::collections::BTreeSet;

use url::Url;

use crate::app::{Problem, Remedy, Result, refuse_if_any};
use crate::platform::clock::Instant;
use crate::platform::ids::{TokenId, UserId};
use crate::platform::locale::Locale;
use crate::platform::secrets::secret;
use crate::policy::{Actor, Grants, Permission};
use crate::vocabulary::UserErrorCode;

/// How every secret begins, so that people and scanners know what they have found.
pub const SECRET_PREFIX: &str = "mht_";
/// How much of a secret is kept to recognise it by: 48 of its 256 bits.
const SHOWN: usize = 12;
/// Characters that a name has at most.
const NAME_MAX: usize = 80;
/// Origins that one token has at most.
const ORIGINS_MAX: usize = 20;
/// What the operations of a minute may cost together: forty of the dearest.
const COST_BUDGET_PER_MINUTE: i32 = 600_000;
/// How fresh `last_used_at` is kept: one write a minute tells enough.
const USE_NOTED_EVERY_MS: i64 = 60_000;

/// A credential of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// The first characters of the secret, to recognise it by.
    pub prefix: String,
    /// The account that made it and answers for it.
    pub owner: UserId,
    /// What it may do, as far as its owner may.
    pub permissions: Vec<Permission>,
    /// The languages that it is limited to.
    pub locales: Option<BTreeSet<Locale>>,
    /// Web sites whose pages may use it; none means that origins are not looked at.
    pub allowed_origins: Vec<String>,
    /// What the operations of a minute may cost together.
    pub cost_budget_per_minute: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it stops by itself.
    pub expires_at: Option<Instant>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Instant>,
    /// When somebody stopped it.
    pub revoked_at: Option<Instant>,
}

impl ApiToken {
    /// Whether it still opens anything.
    pub fn is_good(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether a page of `origin` may use it; requests of no page have none.
    pub fn admits(&self, origin: Option<&str>) -> bool {
        let Some(origin) = origin else { return true };
        self.allowed_origins.is_empty() || self.allowed_origins.iter().any(|own| own == origin)
    }

    /// What it may do, given all that its owner may.
    pub fn grants(&self, owner: &Grants) -> Grants {
        owner.narrowed(&self.permissions, self.locales.as_ref())
    }

    /// Whether a use at this moment is worth a note.
    pub fn is_use_noted(&self, now: Instant) -> bool {
        self.last_used_at
            .is_none_or(|last| last.plus_ms(USE_NOTED_EVERY_MS) <= now)
    }
}

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewApiToken {
    /// What it is for.
    pub name: String,
    /// What it may do; nothing of it may be more than its maker may.
    pub permissions: Vec<Permission>,
    /// The languages that it is limited to.
    pub locales: Option<BTreeSet<Locale>>,
    /// Web sites whose pages may use it.
    pub allowed_origins: Vec<String>,
    /// When it stops by itself.
    pub expires_at: Option<Instant>,
}

/// A new secret of 256 bits, and the part of it that is kept readable.
pub fn new_secret() -> (String, String) {
    let secret = format!("{SECRET_PREFIX}{}", secret());
    let prefix = secret.chars().take(SHOWN).collect();
    (secret, prefix)
}

impl NewApiToken {
    /// Checks form and that `maker` gives away no more than it has.
    ///
    /// # Errors
    /// [`crate::app::Error::Refused`] with all that is wrong.
    pub fn checked(mut self, maker: &Actor, now: Instant) -> Result<Self> {
        self.name = self.name.trim().to_owned();
        let mut problems = Vec::new();
        if !(1..=NAME_MAX).contains(&self.name.chars().count()) {
            problems.push(invalid(["name"], "a name of 1 to 80 characters"));
        }
        if self.locales.as_ref().is_some_and(BTreeSet::is_empty) {
            problems.push(invalid(["locales"], "at least one, or null for all"));
        }
        if self.expires_at.is_some_and(|end| end <= now) {
            problems.push(invalid(["expiresAt"], "a moment in the future"));
        }
        if self.allowed_origins.len() > ORIGINS_MAX {
            let why = "at most 20 origins";
            problems.push(Problem::at(
                ["input", "allowedOrigins"],
                UserErrorCode::TooMany,
                why,
            ));
        }
        problems.extend(self.normalize_origins());
        problems.extend(self.beyond_permissions(maker));
        problems.extend(self.beyond_locales(maker));
        refuse_if_any(problems)?;
        let wanted: BTreeSet<_> = self.permissions.into_iter().collect();
        self.permissions = wanted.into_iter().collect();
        Ok(self)
    }

    /// The row that it becomes.
    pub fn into_token(self, id: TokenId, owner: UserId, prefix: String, now: Instant) -> ApiToken {
        ApiToken {
            id,
            name: self.name,
            prefix,
            owner,
            permissions: self.permissions,
            locales: self.locales,
            allowed_origins: self.allowed_origins,
            cost_budget_per_minute: COST_BUDGET_PER_MINUTE,
            created_at: now,
            expires_at: self.expires_at,
            last_used_at: None,
            revoked_at: None,
        }
    }

    /// Writes origins as browsers send them.
    fn normalize_origins(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (place, origin) in self.allowed_origins.iter_mut().enumerate() {
            match as_origin(origin) {
                Some(normal) => *origin = normal,
                None => {
                    let path = ["allowedOrigins", &place.to_string()];
                    problems.push(invalid(path, "an origin such as https://example.org"));
                }
            }
        }
        problems
    }

    /// Permissions that the maker itself does not have.
    fn beyond_permissions(&self, maker: &Actor) -> Vec<Problem> {
        let wanted = self.permissions.iter().enumerate();
        wanted
            .filter(|(_, permission)| !maker.holds(&[**permission]))
            .map(|(place, permission)| {
                let path = ["permissions", &place.to_string()];
                forbidden(path, Remedy::Permission(*permission, None))
            })
            .collect()
    }

    /// Languages that the maker itself is not let into.
    fn beyond_locales(&self, maker: &Actor) -> Option<Problem> {
        let own = match maker {
            Actor::Staff { grants, .. } | Actor::Token { grants, .. } => grants.locales()?,
            Actor::Anonymous | Actor::System { .. } => return None,
        };
        let outside = match &self.locales {
            Some(wanted) => Some(*wanted.difference(&own).next()?),
            None => None,
        };
        let needed = Remedy::Permission(Permission::TokenManage, outside);
        Some(forbidden(["locales"], needed))
    }
}

fn invalid<const N: usize>(path: [&str; N], why: &str) -> Problem {
    Problem::at(path, UserErrorCode::Invalid, why).below(["input"])
}

fn forbidden<const N: usize>(path: [&str; N], needed: Remedy) -> Problem {
    let why = "a token can do no more than whoever makes it";
    let problem = Problem::at(path, UserErrorCode::Forbidden, why);
    problem.below(["input"]).with(needed)
}

/// The origin of an address that has nothing behind it.
fn as_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_bare = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    is_bare.then(|| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Error;
    use crate::platform::ids::SessionId;
    use crate::policy::Role;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn maker(role: Role) -> Actor {
        let mut grants = Grants::default();
        grants.assign(role, None, None);
        Actor::Staff {
            user: UserId(Uuid::nil()),
            session: SessionId(Uuid::nil()),
            grants,
        }
    }

    fn new(permissions: &[Permission]) -> NewApiToken {
        NewApiToken {
            name: "Front end".to_owned(),
            permissions: permissions.to_vec(),
            ..NewApiToken::default()
        }
    }

    fn token() -> ApiToken {
        ApiToken {
            id: TokenId(Uuid::nil()),
            name: String::new(),
            prefix: String::new(),
            owner: UserId(Uuid::nil()),
            permissions: Vec::new(),
            locales: None,
            allowed_origins: vec!["https://example.org".to_owned()],
            cost_budget_per_minute: 1,
            created_at: NOW,
            expires_at: Some(NOW.plus_ms(1)),
            last_used_at: Some(NOW),
            revoked_at: None,
        }
    }

    #[test]
    fn a_token_cannot_do_more_than_its_maker() {
        let wanted = new(&[Permission::AuditRead, Permission::AdsManage]);

        let Err(Error::Refused(problems)) = wanted.checked(&maker(Role::Administrator), NOW) else {
            panic!("it was made");
        };

        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].path, ["input", "permissions", "1"]);
        assert_eq!(
            problems[0].remedy,
            Remedy::Permission(Permission::AdsManage, None)
        );
    }

    #[test]
    fn a_limited_token_cannot_make_an_unlimited_one() {
        let uk: Locale = "uk".parse().unwrap();
        let mut all = Grants::default();
        all.assign(Role::Administrator, None, None);
        let grants = all.narrowed(&[Permission::TokenManage], Some(&BTreeSet::from([uk])));
        let (user, token) = (UserId(Uuid::nil()), TokenId(Uuid::nil()));
        let maker = Actor::Token {
            user,
            token,
            grants,
        };

        let limited = NewApiToken {
            locales: Some(BTreeSet::from([uk])),
            ..new(&[])
        };

        assert!(new(&[]).checked(&maker, NOW).is_err());
        assert!(limited.checked(&maker, NOW).is_ok());
    }

    #[test]
    fn origins_are_written_as_browsers_send_them() {
        let mut wanted = new(&[]);
        wanted.allowed_origins = vec!["https://Example.ORG:443/".to_owned()];
        let checked = wanted
            .clone()
            .checked(&maker(Role::Administrator), NOW)
            .unwrap();
        assert_eq!(checked.allowed_origins, ["https://example.org"]);

        wanted.allowed_origins = vec!["https://example.org/page".to_owned()];
        assert!(wanted.checked(&maker(Role::Administrator), NOW).is_err());
    }

    #[test]
    fn a_token_is_good_until_it_expires_or_is_revoked() {
        let revoked = ApiToken {
            revoked_at: Some(NOW),
            ..token()
        };

        assert!(token().is_good(NOW));
        assert!(!token().is_good(NOW.plus_ms(1)));
        assert!(!revoked.is_good(NOW));
    }

    #[test]
    fn a_page_of_another_site_cannot_use_it() {
        assert!(token().admits(Some("https://example.org")));
        assert!(token().admits(None));
        assert!(!token().admits(Some("https://example.com")));
    }

    #[test]
    fn its_use_is_noted_once_a_minute() {
        assert!(!token().is_use_noted(NOW.plus_ms(59_999)));
        assert!(token().is_use_noted(NOW.plus_ms(60_000)));
    }

    #[test]
    fn a_secret_says_what_it_is_and_is_recognised_by_its_beginning() {
        let (secret, prefix) = new_secret();

        assert!(secret.len() == 47 && secret.starts_with(&prefix) && prefix.starts_with("mht_"));
    }
}
