//! Taking stories down.

use serde_json::json;

use super::locked::{Around, Locked, nothing};
use super::schedule::call_off;
use crate::app::{Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::domain::{Article, Translation, Withdrawal};
use crate::articles::store::{listing, publications};
use crate::platform::ids::{ArticleId, TranslationId};
use crate::platform::locale::Locale;
use crate::policy::Action;
use crate::vocabulary::{
    EventType, LiveState, TranslationActionKind, UnpublishReason, UserErrorCode,
};

/// Why, for readers and for the log.
#[derive(Debug, Clone)]
pub struct UnpublishInput {
    /// Why.
    pub reason: UnpublishReason,
    /// Shown to readers on the 410 or 451 page.
    pub public_notice: Option<String>,
    /// For the log.
    pub note: String,
}

/// What is to be taken down.
#[derive(Debug, Clone)]
pub enum Takedown {
    /// One language.
    Translation(TranslationId),
    /// Several languages of a story.
    Article(ArticleId, Vec<Locale>),
}

/// What a takedown touched or left behind.
#[derive(Debug, Clone)]
pub struct TakenDown {
    /// The story.
    pub article: Article,
    /// The languages that were taken down.
    pub taken: Vec<Translation>,
    /// Languages that readers can still open.
    pub still_live: Vec<Locale>,
    /// Live stories whose links to it lost their address.
    pub links_disabled: i64,
    /// Planned changes that were called off.
    pub cancelled_schedules: usize,
}

/// Takes languages of a story down within a transaction of the caller, who has looked settings and
/// sections up with [`Surroundings::of`]. Nothing cascades to other languages. The address answers
/// 410 or 451, and its word stays reserved for ever.
///
/// # Errors
/// [`Error::Refused`] for unknown ids, languages that are not live, or words that are too long.
pub async fn unpublish_within<'tx>(
    tx: &'tx Tx,
    around: &Surroundings,
    what: &Takedown,
    input: &UnpublishInput,
) -> Result<(TakenDown, Permit<'tx>)> {
    let (mut locked, places, permit) = find(tx, &around.0, what).await?;
    refuse_if_any(input_problems(input))?;
    permit.because(&input.note);
    let now = tx.call().now();
    let mut cancelled_schedules = 0;
    for place in &places {
        cancelled_schedules += locked.translations[*place].plan.all().count();
        locked.translations[*place].plan.unpublish = None;
        call_off(tx, &permit, &mut locked, *place).await?;
        let id = locked.translations[*place].id;
        for story in publications::lock_current(tx, &[id]).await? {
            let end = story.publication.visible_from.max(now);
            publications::close(&permit, &story.publication, end).await?;
        }
        let one = &mut locked.translations[*place];
        permit.changed(
            "liveState",
            one.live_state.as_str(),
            LiveState::Unpublished.as_str(),
        );
        one.go_off(Withdrawal {
            at: now,
            reason: input.reason,
            notice: input
                .public_notice
                .clone()
                .filter(|notice| !notice.trim().is_empty()),
        });
        let payload =
            json!({ "article": one.article_id, "translation": id, "reason": input.reason });
        permit.emit(EventType::ArticleUnpublished, id, payload);
        locked.write(&permit, *place).await?;
    }
    let links_disabled = listing::links_to(tx, locked.article.id).await?;
    let still_live = locked.translations.iter().filter(|one| one.is_public());
    let taken_down = TakenDown {
        still_live: still_live.map(|one| one.locale).collect(),
        taken: places
            .iter()
            .map(|place| locked.translations[*place].clone())
            .collect(),
        links_disabled,
        cancelled_schedules,
        article: locked.article,
    };
    Ok((taken_down, permit))
}

/// Settings and sections, looked up before a transaction begins.
pub struct Surroundings(Around);

impl Surroundings {
    /// Looks them up.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(call: &crate::app::Call) -> Result<Self> {
        Around::of(call).await.map(Self)
    }

    /// Settings and sections.
    pub(super) const fn known(&self) -> &Around {
        &self.0
    }
}

async fn find<'tx>(
    tx: &'tx Tx,
    around: &Around,
    what: &Takedown,
) -> Result<(Locked, Vec<usize>, Permit<'tx>)> {
    match what {
        Takedown::Translation(id) => {
            let action = Action::TranslationUnpublish;
            let Some((locked, place)) = Locked::by_translation(tx, around, *id).await? else {
                tx.authorize(action, &nothing())?;
                return Err(Error::missing(["id"], id));
            };
            let permit = tx.authorize(action, &locked.subject_of(place))?;
            locked.refuse(place, TranslationActionKind::Unpublish)?;
            Ok((locked, vec![place], permit))
        }
        Takedown::Article(id, locales) => {
            let action = Action::ArticleUnpublish;
            let Some(locked) = Locked::by_id(tx, around, *id).await? else {
                tx.authorize(action, &nothing())?;
                return Err(Error::missing(["id"], id));
            };
            let permit = tx.authorize(action, &locked.subject(locales.clone()))?;
            let places = places(&locked, locales)?;
            Ok((locked, places, permit))
        }
    }
}

fn places(locked: &Locked, locales: &[Locale]) -> Result<Vec<usize>> {
    let mut found = Vec::new();
    for (step, locale) in locales.iter().enumerate() {
        let place = locked
            .place_of(*locale)
            .filter(|place| !found.contains(place));
        let Some(place) = place else {
            let path = ["input", "locales", &step.to_string()];
            let why = "the story has no text in this language, or it is named twice";
            return Err(Error::problem(Problem::at(
                path,
                UserErrorCode::NotFound,
                why,
            )));
        };
        locked.refuse(place, TranslationActionKind::Unpublish)?;
        found.push(place);
    }
    if found.is_empty() {
        let path = ["input", "locales"];
        return Err(Error::problem(Problem::at(
            path,
            UserErrorCode::Required,
            "at least one language",
        )));
    }
    Ok(found)
}

fn input_problems(input: &UnpublishInput) -> Vec<Problem> {
    let mut problems = Vec::new();
    if input.note.trim().is_empty() {
        let why = "say why, for the log";
        problems.push(Problem::at(["input", "note"], UserErrorCode::Required, why));
    }
    let too_long = |text: &str| text.chars().count() > 1_000;
    if too_long(&input.note) || input.public_notice.as_deref().is_some_and(too_long) {
        let why = "at most 1000 characters";
        problems.push(Problem::at(["input"], UserErrorCode::TooLong, why));
    }
    problems
}
