//! Accounts and the roles given to them.

use std::collections::BTreeSet;

use crate::app::{Problem, Result, refuse_if_any};
use crate::platform::clock::Instant;
use crate::platform::ids::{SectionId, UserId};
use crate::platform::locale::Locale;
use crate::platform::secrets::secret;
use crate::policy::{Grants, Role};
use crate::vocabulary::{UserErrorCode, UserState};

/// Characters that a password has at least.
const PASSWORD_MIN: usize = 12;
/// Characters that a password has at most: what is longer only costs time.
const PASSWORD_MAX: usize = 256;
/// Characters that an e-mail address has at most (RFC 5321).
const EMAIL_MAX: usize = 254;
/// Characters that a name has at most.
const NAME_MAX: usize = 120;

/// A role given to an account; no limit means everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The role.
    pub role: Role,
    /// The languages that it is limited to.
    pub locales: Option<BTreeSet<Locale>>,
    /// The sections that it is limited to, with those below them.
    pub sections: Option<BTreeSet<SectionId>>,
}

/// What a password must be.
const PASSWORD_RULE: &str = "a password of 12 to 256 characters";
/// What the limit of an assignment must be.
const LIMIT_RULE: &str = "a limit names at least one locale or section";

impl Assignment {
    /// Whether its limits leave nothing.
    fn is_nowhere(&self) -> bool {
        self.locales.as_ref().is_some_and(BTreeSet::is_empty)
            || self.sections.as_ref().is_some_and(BTreeSet::is_empty)
    }
}

/// Refuses roles whose limits leave nothing of them; paths start at the arguments.
///
/// # Errors
/// [`crate::app::Error::Refused`] with each of them.
pub fn refuse_nowhere(given: &[Assignment]) -> Result<()> {
    let nowhere = given.iter().enumerate().filter(|(_, one)| one.is_nowhere());
    let problem = |(place, _): (usize, _)| {
        let path = ["assignments".to_owned(), place.to_string()];
        Problem::at(path, UserErrorCode::Invalid, LIMIT_RULE)
    };
    refuse_if_any(nowhere.map(problem).collect())
}

/// Refuses a password that nobody may have.
///
/// # Errors
/// [`crate::app::Error::Refused`] at `password`.
pub fn refuse_password(password: &str) -> Result<()> {
    if is_password(password) {
        return Ok(());
    }
    let problem = Problem::at(["password"], UserErrorCode::Invalid, PASSWORD_RULE);
    refuse_if_any(vec![problem])
}

fn is_password(text: &str) -> bool {
    (PASSWORD_MIN..=PASSWORD_MAX).contains(&text.chars().count())
}

/// How long an invitation stands: 72 hours.
pub const INVITED_MS: i64 = 72 * 3_600_000;

/// A staff account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Where to reach the person.
    pub email: String,
    /// The person's name as colleagues see it.
    pub display_name: String,
    /// The language of the person's screens.
    pub ui_locale: Locale,
    /// Whether it may be used.
    pub state: UserState,
    /// When the person last signed in or went on with a session.
    pub last_seen_at: Option<Instant>,
    /// The roles.
    pub assignments: Vec<Assignment>,
}

impl User {
    /// All that the roles allow together.
    pub fn grants(&self) -> Grants {
        let mut grants = Grants::default();
        for given in &self.assignments {
            grants.assign(given.role, given.locales.as_ref(), given.sections.as_ref());
        }
        grants
    }

    /// Whether it runs the system: the last such account must stay.
    pub fn is_administrator(&self) -> bool {
        self.state == UserState::Active && runs_the_system(&self.assignments)
    }

    /// Its place in lists of accounts.
    pub fn list_key(&self) -> String {
        folded_email(&self.email)
    }
}

/// An account to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// Where to reach the person; no two accounts have the same.
    pub email: String,
    /// The person's name as colleagues see it.
    pub display_name: String,
    /// The language of the person's screens.
    pub ui_locale: Locale,
    /// The roles.
    pub assignments: Vec<Assignment>,
    /// The password, of at least 12 characters; without one nobody can sign in.
    pub password: Option<String>,
}

impl NewUser {
    /// Checks form.
    ///
    /// # Errors
    /// [`crate::app::Error::Refused`] with all that is wrong.
    pub fn checked(mut self) -> Result<Self> {
        self.email = self.email.trim().to_owned();
        self.display_name = self.display_name.trim().to_owned();
        let mut problems = Vec::new();
        let mut wrong = |field: &str, why: &str| {
            problems.push(Problem::at(["input", field], UserErrorCode::Invalid, why));
        };
        if !is_email(&self.email) {
            wrong("email", "an e-mail address such as anna@example.org");
        }
        if !(1..=NAME_MAX).contains(&self.display_name.chars().count()) {
            wrong("displayName", "a name of 1 to 120 characters");
        }
        if !self.password.as_deref().is_none_or(is_password) {
            wrong("password", PASSWORD_RULE);
        }
        if self.assignments.iter().any(Assignment::is_nowhere) {
            wrong("assignments", LIMIT_RULE);
        }
        refuse_if_any(problems)?;
        Ok(self)
    }
}

/// Whether one of the roles is that of an administrator.
pub fn runs_the_system(given: &[Assignment]) -> bool {
    given.iter().any(|one| one.role == Role::Administrator)
}

/// The form in which addresses are compared.
pub fn folded_email(email: &str) -> String {
    email.trim().to_lowercase()
}

fn is_email(text: &str) -> bool {
    let is_plain =
        text.len() <= EMAIL_MAX && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = text.rsplit_once('@');
    is_plain && parts.is_some_and(|(name, host)| !name.is_empty() && host.len() > 2)
}

/// A password that nobody can guess, of 32 characters.
pub fn new_password() -> String {
    let mut password = secret();
    password.truncate(32);
    password
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Error;
    use crate::policy::Permission;

    fn new() -> NewUser {
        NewUser {
            email: " Anna@Example.org ".to_owned(),
            display_name: "Anna".to_owned(),
            ui_locale: "uk".parse().unwrap(),
            assignments: Vec::new(),
            password: Some("a long password".to_owned()),
        }
    }

    fn wrong_paths(new: NewUser) -> Vec<String> {
        match new.checked() {
            Err(Error::Refused(problems)) => {
                problems.into_iter().map(|p| p.path.join(".")).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn addresses_are_kept_as_typed_and_compared_without_case() {
        let checked = new().checked().unwrap();

        assert_eq!(checked.email, "Anna@Example.org");
        assert_eq!(folded_email(&checked.email), "anna@example.org");
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let everywhere_and_nowhere = Assignment {
            role: Role::Editor,
            locales: Some(BTreeSet::new()),
            sections: None,
        };

        let wrong = NewUser {
            email: "anna".to_owned(),
            display_name: "  ".to_owned(),
            assignments: vec![everywhere_and_nowhere],
            password: Some("short".to_owned()),
            ..new()
        };

        assert_eq!(
            wrong_paths(wrong),
            [
                "input.email",
                "input.displayName",
                "input.password",
                "input.assignments"
            ]
        );
    }

    #[test]
    fn a_generated_password_is_accepted() {
        let password = Some(new_password());

        assert!(NewUser { password, ..new() }.checked().is_ok());
    }

    #[test]
    fn roles_add_up() {
        let given = |role| Assignment {
            role,
            locales: None,
            sections: None,
        };
        let user = User {
            id: UserId(uuid::Uuid::nil()),
            email: String::new(),
            display_name: String::new(),
            ui_locale: "uk".parse().unwrap(),
            state: UserState::Active,
            last_seen_at: None,
            assignments: vec![given(Role::FrontEditor), given(Role::AdApprover)],
        };

        let grants = user.grants();

        assert!(grants.hold(Permission::FrontCurate) && grants.hold(Permission::AdsApprove));
        assert!(!grants.hold(Permission::Publish));
    }
}
