//! Stories that come from elsewhere with a life behind them: published, changed, archived or taken
//! down long before they arrive, or still ahead.

use super::article::Article;
use super::content::Content;
use super::plan::{Plan, Planned};
use super::translation::{Correction, Translation, Withdrawal};
use crate::addresses::{Addresses, NewRedirect, Target};
use crate::app::Problem;
use crate::editions::Site;
use crate::platform::calendar::LocalTime;
use crate::platform::clock::Instant;
use crate::platform::ids::{RevisionId, TranslationId, UserId};
use crate::platform::language::is_slug;
use crate::platform::locale::Locale;
use crate::vocabulary::{
    ArticleKind, CorrectionKind, DraftState, HeadlineEmphasis, LiveState, RedirectReason,
    UserErrorCode,
};

/// A story that comes from elsewhere, its names already ids.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Its shared facts as they are to stand; number, version and moments are given on arrival.
    pub article: Article,
    /// The short number that it brings along.
    pub number: Option<i64>,
    /// Its languages; of a story that is here already, those that changed.
    pub texts: Vec<IncomingText>,
}

/// One language of an incoming story.
#[derive(Debug, Clone)]
pub struct IncomingText {
    /// Id of the translation.
    pub id: TranslationId,
    /// The language.
    pub locale: Locale,
    /// Its address word; made from the headline when absent.
    pub slug: Option<String>,
    /// The text.
    pub content: Content,
    /// What has happened to it.
    pub life: Life,
    /// Public notes; the revision that each belongs to is given on arrival.
    pub notes: Vec<Correction>,
    /// Paths of a former system that lead to it from now on, without the edition's prefix.
    pub old_paths: Vec<String>,
}

/// What has happened to a text before it arrives, or will happen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Life {
    /// Since when, or from when on, readers get it; `None` = a draft.
    pub published_at: Option<Instant>,
    /// Last substantive change.
    pub updated_at: Option<Instant>,
    /// When it left the lists.
    pub archived_at: Option<Instant>,
    /// When and why it was taken down.
    pub withdrawal: Option<Withdrawal>,
}

impl Life {
    /// What readers see of the text, once its publication has come.
    pub const fn state(&self) -> LiveState {
        match (&self.published_at, &self.withdrawal, &self.archived_at) {
            (None, _, _) => LiveState::NeverPublished,
            (_, Some(_), _) => LiveState::Unpublished,
            (_, _, Some(_)) => LiveState::Archived,
            _ => LiveState::Live,
        }
    }

    /// Moments that do not fit together; only a publication may lie ahead.
    fn problems(&self, now: Instant) -> Vec<Problem> {
        let later = [
            ("updatedAt", self.updated_at),
            ("archivedAt", self.archived_at),
            ("withdrawn", self.withdrawal.as_ref().map(|taken| taken.at)),
        ];
        let given = later
            .into_iter()
            .filter_map(|(field, at)| Some((field, at?)));
        given
            .filter_map(|(field, at)| {
                let why = if self.published_at.is_none_or(|published| at < published) {
                    "what was never published cannot be changed, archived or taken down"
                } else if at > now {
                    "this lies ahead; it is done when the time comes"
                } else {
                    return None;
                };
                Some(Problem::at([field], UserErrorCode::Invalid, why))
            })
            .collect()
    }
}

impl Incoming {
    /// Faults of form, all at once, once the texts are clean; paths start at the story.
    pub fn problems(&self, site: &Site, now: Instant) -> Vec<Problem> {
        let mut problems = self.article.problems();
        if matches!(
            self.article.kind,
            ArticleKind::LiveBlog | ArticleKind::Podcast
        ) {
            let why = "live blogs and podcasts are not supported yet";
            problems.push(Problem::at(["kind"], UserErrorCode::Unsupported, why));
        }
        if self.number.is_some_and(|number| number < 1) {
            problems.push(Problem::at(["number"], UserErrorCode::Invalid, "1 or more"));
        }
        for text in &self.texts {
            let found = text.problems(self.article.kind, site, now).into_iter();
            problems.extend(found.map(|problem| problem.below(text.path())));
        }
        problems
    }
}

impl IncomingText {
    /// Where the text stands in its story.
    pub fn path(&self) -> [&str; 2] {
        ["translations", self.locale.as_str()]
    }

    /// Puts letters and apostrophes of all its words into one form.
    pub fn clean(&mut self, apostrophe: Option<char>) {
        self.content.clean(apostrophe);
        for note in &mut self.notes {
            note.text.clean(apostrophe);
        }
    }

    fn problems(&self, kind: ArticleKind, site: &Site, now: Instant) -> Vec<Problem> {
        let mut problems = self.content.problems(kind);
        let mut wrong = |field: &str, code, why: &str| {
            problems.push(Problem::at([field], code, why));
        };
        if site.any_edition(self.locale).is_none() {
            wrong(
                "locale",
                UserErrorCode::Invalid,
                "the site has no such edition",
            );
        }
        if self.content.headline.is_empty() {
            wrong("headline", UserErrorCode::Required, "a headline is needed");
        }
        if self.slug.as_ref().is_some_and(|slug| !is_slug(slug)) {
            let why = "lower-case ASCII words joined by single hyphens, 1 to 96 characters";
            wrong("slug", UserErrorCode::Invalid, why);
        }
        problems.extend(self.life.problems(now));
        for (place, redirect) in self.redirects(&site.addresses()).enumerate() {
            if redirect.checked().is_err() {
                let path = ["oldPaths".to_owned(), place.to_string()];
                let why = "a path of 2 to 512 characters, which starts with one `/`";
                problems.push(Problem::at(path, UserErrorCode::Invalid, why));
            }
        }
        for (place, note) in self.notes.iter().enumerate() {
            let mut found = note.problems(&self.content);
            if self.life.published_at.is_none_or(|at| note.issued_at < at) || note.issued_at > now {
                let why = "a note is issued after the publication, and not ahead of time";
                found.push(Problem::at(["at"], UserErrorCode::Invalid, why));
            }
            let place = place.to_string();
            problems.extend(
                found
                    .into_iter()
                    .map(|one| one.below(["corrections", &place])),
            );
        }
        problems
    }

    /// The text as a new language of `article`, without its address word.
    pub fn opened(
        &self,
        article: &Article,
        site: &Site,
        user: UserId,
        now: Instant,
    ) -> Translation {
        let fresh = Translation {
            id: self.id,
            article_id: article.id,
            locale: self.locale,
            version: 0,
            slug: String::new(),
            live_state: LiveState::NeverPublished,
            draft_state: DraftState::None,
            live_revision_id: None,
            draft_revision_id: None,
            last_revision: 0,
            based_on_revision: None,
            first_published_at: None,
            last_published_at: None,
            display_published_at: None,
            published_on: None,
            listed_at: None,
            updated_at: None,
            shows_update: false,
            breaking_since: None,
            withdrawal: None,
            plan: Plan::default(),
            reviewer: None,
            after_review_since: None,
            text_author: user,
            created_at: self.life.published_at.map_or(now, |at| at.min(now)),
            changed_at: now,
        };
        self.arrived(&fresh, site, user, now)
    }

    /// The translation with the text's life. Publication is for ever: its moment and day stay, and a
    /// text without one changes nothing about what was live. What lies ahead is planned: the caller
    /// adds the plan, once the text is kept.
    pub fn arrived(
        &self,
        before: &Translation,
        site: &Site,
        user: UserId,
        now: Instant,
    ) -> Translation {
        let mut one = before.clone();
        one.version += 1;
        one.text_author = user;
        if self.is_ahead(before, now) {
            one.draft_state = DraftState::Scheduled;
            one.changed_at = now;
            return one;
        }
        if before.first_published_at.is_none() {
            one.first_published_at = self.life.published_at;
            one.published_on = self.life.published_at.map(|at| site.day_of(at));
            one.listed_at = self.life.published_at;
        }
        let Some(published_at) = one.first_published_at else {
            one.draft_state = DraftState::Draft;
            one.changed_at = now;
            return one;
        };
        if self.life.published_at.is_some() {
            one.live_state = self.life.state();
            one.withdrawal.clone_from(&self.life.withdrawal);
        }
        let (updated_at, shows_update) = self.last_update();
        if updated_at > one.updated_at {
            (one.updated_at, one.shows_update) = (updated_at, shows_update);
        }
        one.last_published_at = if before.was_published() {
            Some(now)
        } else {
            Some(published_at)
        };
        if self.content.emphasis == Some(HeadlineEmphasis::Breaking) {
            one.breaking_since = one.breaking_since.or(Some(published_at));
        }
        one.changed_at = one.updated_at.unwrap_or(published_at).min(now);
        if before.was_published() {
            one.changed_at = now;
        }
        one
    }

    fn is_ahead(&self, before: &Translation, now: Instant) -> bool {
        let is_ahead = self.life.published_at.is_some_and(|at| at > now);
        is_ahead && !before.was_published()
    }

    /// The plan of a text whose publication lies ahead; `kept` is its revision.
    pub fn planned(
        &self,
        site: &Site,
        by: UserId,
        (revision_id, revision): (RevisionId, i32),
    ) -> Option<Planned> {
        let at = self.life.published_at?;
        Some(Planned {
            at,
            local: LocalTime::at(at.0, site.time_zone),
            time_zone: site.time_zone,
            revision_id,
            revision,
            by,
            day: site.day_of(at),
            is_exact: true,
            is_breaking: self.content.emphasis == Some(HeadlineEmphasis::Breaking),
        })
    }

    /// The last change that readers should know of, and whether the label `Updated` tells them.
    fn last_update(&self) -> (Option<Instant>, bool) {
        let own = (self.life.updated_at, self.life.updated_at.is_some());
        let noted = self.notes.iter().filter(|note| note.updates());
        let noted = noted.map(|note| (Some(note.issued_at), note.shows_update));
        noted.chain([own]).max().unwrap_or(own)
    }

    /// What leads from its old paths to it from now on.
    pub fn redirects(&self, addresses: &Addresses) -> impl Iterator<Item = NewRedirect> {
        self.old_paths.iter().map(|path| NewRedirect {
            locale: Some(self.locale),
            from_path: addresses.within(self.locale, path).to_owned(),
            target: Target::Translation(self.id),
            status: 301,
            reason: RedirectReason::Imported,
        })
    }

    /// Whether a retraction comes with it.
    pub fn is_retracted(&self) -> bool {
        self.notes
            .iter()
            .any(|note| note.kind == CorrectionKind::Retraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::UnpublishReason;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn life(published: i64) -> Life {
        Life {
            published_at: Some(NOW.plus_ms(published)),
            ..Life::default()
        }
    }

    fn fields(life: &Life) -> Vec<String> {
        life.problems(NOW)
            .into_iter()
            .flat_map(|problem| problem.path)
            .collect()
    }

    #[test]
    fn a_publication_may_lie_ahead() {
        assert_eq!(life(7_200_000).state(), LiveState::Live);
        assert_eq!(Life::default().state(), LiveState::NeverPublished);
        assert!(fields(&life(7_200_000)).is_empty());
    }

    #[test]
    fn nothing_but_the_publication_may_lie_ahead() {
        let archived = Life {
            archived_at: Some(NOW.plus_ms(1)),
            ..life(-1_000)
        };

        assert_eq!(fields(&archived), ["archivedAt"]);
    }

    #[test]
    fn a_draft_cannot_have_been_taken_down() {
        let at = NOW.plus_ms(-5);
        let withdrawal = Withdrawal {
            at,
            reason: UnpublishReason::Error,
            notice: None,
        };
        let draft = Life {
            withdrawal: Some(withdrawal),
            ..Life::default()
        };

        assert_eq!(fields(&draft), ["withdrawn"]);
    }
}
