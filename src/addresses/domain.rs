//! Redirects and the states of a slug.

use crate::app::{Error, Result};
use crate::platform::clock::Instant;
use crate::platform::ids::{AuthorId, RedirectId, SectionId, TagId, TranslationId};
use crate::platform::locale::Locale;
use crate::vocabulary::{RedirectReason, SlugOwnerKind};

/// How a slug is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlugState {
    /// By something that readers can open, or could once.
    Live,
    /// By something on its way.
    Draft,
    /// By a thing that has another address now.
    Redirect,
}

impl SlugState {
    /// As the register writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "LIVE",
            Self::Draft => "DRAFT",
            Self::Redirect => "REDIRECT",
        }
    }

    /// Reads what the register wrote.
    pub fn from_text(text: &str) -> Self {
        match text {
            "DRAFT" => Self::Draft,
            "REDIRECT" => Self::Redirect,
            _ => Self::Live,
        }
    }

    /// The state as the newsroom is told it.
    pub const fn owner_kind(self) -> SlugOwnerKind {
        match self {
            Self::Live => SlugOwnerKind::Live,
            Self::Draft => SlugOwnerKind::Draft,
            Self::Redirect => SlugOwnerKind::Redirect,
        }
    }
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A story in one language.
    Translation(TranslationId),
    /// A tag, in the edition asked.
    Tag(TagId),
    /// A section, in the edition asked.
    Section(SectionId),
    /// An author, in the edition asked.
    Author(AuthorId),
    /// An address outside.
    Url(String),
}

/// An old path and where it goes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Its id.
    pub id: RedirectId,
    /// The edition that it holds in; `None` in all.
    pub locale: Option<Locale>,
    /// The old path, folded, without the edition's prefix.
    pub from_path: String,
    /// Where it leads.
    pub target: Target,
    /// 301, 302, 307 or 308.
    pub status: i32,
    /// Why it is there.
    pub reason: RedirectReason,
    /// Since when.
    pub created_at: Instant,
}

/// A redirect to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRedirect {
    /// The edition that it holds in; `None` in all.
    pub locale: Option<Locale>,
    /// The old path, without the edition's prefix.
    pub from_path: String,
    /// Where it leads.
    pub target: Target,
    /// 301, 302, 307 or 308.
    pub status: i32,
    /// Why it is there.
    pub reason: RedirectReason,
}

/// The form in which paths are compared: lower case, no query, no trailing slash.
pub fn folded_path(path: &str) -> String {
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        "/".to_owned()
    } else {
        trimmed.to_owned()
    }
}

impl NewRedirect {
    /// Checks form: an absolute path of at most 512 characters, a redirect status.
    ///
    /// # Errors
    /// [`Error::Refused`], naming the input.
    pub fn checked(mut self) -> Result<Self> {
        self.from_path = folded_path(&self.from_path);
        if !self.from_path.starts_with('/') || self.from_path.starts_with("//") {
            return Err(Error::invalid(
                ["input", "fromPath"],
                "a path starts with one `/`",
            ));
        }
        if self.from_path == "/" || self.from_path.len() > 512 {
            let why = "a path of 2 to 512 characters; the home page cannot be redirected";
            return Err(Error::invalid(["input", "fromPath"], why));
        }
        if !matches!(self.status, 301 | 302 | 307 | 308) {
            return Err(Error::invalid(
                ["input", "status"],
                "one of 301, 302, 307, 308",
            ));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_without_case_query_and_trailing_slash() {
        assert_eq!(
            folded_path("/Archive/Old.html/?page=2"),
            "/archive/old.html"
        );
        assert_eq!(folded_path("/"), "/");
    }
}
