//! A story, locked, with what every verb needs of it.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::json;

use super::checks::Proof;
use super::due;
use crate::addresses::{self, SlugState};
use crate::app::error::VersionConflict;
use crate::app::{Call, Error, Permit, Problem, Remedy, Result, Tx};
use crate::articles::domain::{Article, Content, Publication, Standing, Translation};
use crate::articles::store::{publications, write};
use crate::editions::{self, Site};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, SectionId, TranslationId, UserId};
use crate::platform::locale::Locale;
use crate::policy::{STORIES, Subject};
use crate::sections;
use crate::vocabulary::{
    DraftState, EventType, SlugNamespace, TranslationActionKind, UserErrorCode,
};

/// A story and its translations, locked for one transaction.
pub(super) struct Locked {
    pub article: Article,
    pub translations: Vec<Translation>,
    /// What lists go by, as it was last written for each language.
    standing: HashMap<TranslationId, Standing>,
    /// Its section and those above it.
    pub sections: Vec<SectionId>,
    pub site: Arc<Site>,
    /// The moment of the transaction.
    pub now: Instant,
}

/// Settings and sections, looked up before a transaction begins.
pub(super) struct Around {
    pub site: Arc<Site>,
    pub tree: Arc<sections::Tree>,
}

impl Around {
    pub async fn of(call: &Call) -> Result<Self> {
        Ok(Self {
            site: editions::site(call).await?,
            tree: sections::tree(call).await?,
        })
    }

    /// A section and those above it.
    pub fn lineage(&self, section: SectionId) -> Vec<SectionId> {
        self.tree
            .ancestors(section)
            .iter()
            .map(|section| section.id)
            .collect()
    }

    /// What is known within a transaction: facts that the call has read before it began.
    pub async fn within(tx: &Tx) -> Result<Self> {
        Self::of(tx.call()).await
    }
}

/// The subject of something that is not there: only who may see stories learns that.
pub(super) fn nothing() -> Subject {
    Subject {
        seen_with: STORIES,
        ..Subject::default()
    }
}

impl Locked {
    /// Locks the story with this id, as it is now: what was planned for it and is due is carried out
    /// first.
    pub async fn by_id(tx: &Tx, around: &Around, id: ArticleId) -> Result<Option<Self>> {
        match write::lock(tx, id).await? {
            Some(article) => Ok(Some(Self::of(tx, around, article).await?)),
            None => Ok(None),
        }
    }

    /// A new story, without a language yet.
    pub fn new(article: Article, sections: Vec<SectionId>, around: &Around, now: Instant) -> Self {
        Self {
            article,
            translations: Vec::new(),
            standing: HashMap::new(),
            sections,
            site: Arc::clone(&around.site),
            now,
        }
    }

    /// A story that is locked already.
    async fn of(tx: &Tx, around: &Around, article: Article) -> Result<Self> {
        let sections = around.lineage(article.section);
        let mut locked = Self::new(article, sections, around, tx.call().now());
        locked.translations = write::lock_translations(tx, locked.article.id).await?;
        let standing = locked.translations.iter();
        locked.standing = standing.map(|one| (one.id, one.standing())).collect();
        due::carry_out(tx, &mut locked).await?;
        Ok(locked)
    }

    /// Locks the story of a translation, and tells where that translation is among them.
    pub async fn by_translation(
        tx: &Tx,
        around: &Around,
        id: TranslationId,
    ) -> Result<Option<(Self, usize)>> {
        let Some(article) = write::lock_story_of(tx, id).await? else {
            return Ok(None);
        };
        let locked = Self::of(tx, around, article).await?;
        let place = locked.translations.iter().position(|one| one.id == id);
        Ok(place.map(|place| (locked, place)))
    }

    /// What the policy must know of one language of it.
    pub fn subject_of(&self, place: usize) -> Subject {
        let one = &self.translations[place];
        Subject {
            known_to: self.article.known_to(&self.translations, self.now),
            ..self.article.subject_of(one, self.sections.clone())
        }
    }

    /// What the policy must know of it, for these languages.
    pub fn subject(&self, locales: Vec<Locale>) -> Subject {
        Subject {
            known_to: self.article.known_to(&self.translations, self.now),
            ..self.article.subject(locales, self.sections.clone())
        }
    }

    /// What the policy must know of all its languages.
    pub fn whole(&self) -> Subject {
        let locales = self.translations.iter().map(|one| one.locale).collect();
        let mut subject = self.subject(locales);
        subject.is_translation = false;
        subject
    }

    /// The place of a language.
    pub fn place_of(&self, locale: Locale) -> Option<usize> {
        self.translations
            .iter()
            .position(|one| one.locale == locale)
    }

    /// The text that the desk works on: the draft, else the live revision.
    pub async fn working_content(&self, tx: &Tx, place: usize) -> Result<Content> {
        let one = &self.translations[place];
        if one.draft_state != DraftState::None {
            let mut drafts = write::drafts_in(tx, &[one.id]).await?;
            if let Some(content) = drafts.remove(&one.id) {
                return Ok(content);
            }
        }
        self.live_content(tx, place).await
    }

    /// The text that readers see, or last saw.
    pub async fn live_content(&self, tx: &Tx, place: usize) -> Result<Content> {
        let Some(id) = self.translations[place].live_revision_id else {
            return Ok(Content::default());
        };
        let revision = write::revision_in(tx, id).await?;
        let revision = revision.ok_or_else(|| anyhow::anyhow!("revision {id} is gone"))?;
        Ok(revision.content)
    }

    /// A text of a language that is to go live together with the texts of `step`.
    pub fn proof<'a>(
        &'a self,
        place: usize,
        content: &'a Content,
        step: &'a [(usize, Content)],
    ) -> Proof<'a> {
        let locale_of = |place: usize| self.translations[place].locale;
        let source = self.place_of(self.article.source_locale);
        let mut others = step.iter().filter(|(other, _)| *other != place);
        let source = others.find(|(other, _)| Some(*other) == source);
        Proof {
            article: &self.article,
            siblings: self.translations.iter().collect(),
            locale: locale_of(place),
            content,
            together: step.iter().map(|(place, _)| locale_of(*place)).collect(),
            source: source.map(|(_, content)| content),
        }
    }

    /// Writes a translation after somebody's change, and the story's moment of change with it.
    pub async fn write(&mut self, permit: &Permit<'_>, place: usize) -> Result<()> {
        self.article.changed_by = permit.call().actor().user().ok_or(Error::Unauthenticated)?;
        self.write_quietly(permit, place).await
    }

    /// The same, after what happened by itself: who changed the story last stays who it was.
    pub async fn write_quietly(&mut self, permit: &Permit<'_>, place: usize) -> Result<()> {
        let now = permit.call().now();
        let one = &mut self.translations[place];
        one.changed_at = now;
        write::update_translation(permit, one).await?;
        let standing = one.standing();
        if self.standing.insert(one.id, standing) != Some(standing) {
            write::note_languages(permit, vec![one.article_id]).await?;
        }
        self.article.changed_at = now;
        write::touch(permit, &self.article).await
    }

    /// Refuses a version that is not the newest.
    pub fn refuse_stale_article(&self, expected: i32) -> Result<()> {
        if self.article.version == expected {
            return Ok(());
        }
        Err(moved_on(self.article.version, self.article.changed_by))
    }

    /// Puts the draft lane of a language into another state.
    pub fn enter(&mut self, permit: &Permit<'_>, place: usize, next: DraftState) {
        let one = &mut self.translations[place];
        permit.changed("draftState", one.draft_state.as_str(), next.as_str());
        one.draft_state = next;
    }

    /// Tells the change feed of a step in the workflow.
    pub fn moved(
        &self,
        permit: &Permit<'_>,
        place: usize,
        step: TranslationActionKind,
        kind: EventType,
    ) {
        let one = &self.translations[place];
        let payload = json!({
            "article": one.article_id, "translation": one.id, "action": step,
            "version": one.version, "revision": one.last_revision,
        });
        permit.emit(kind, one.id, payload);
    }

    /// Refuses an action that the state of a language does not allow.
    pub fn refuse(&self, place: usize, kind: TranslationActionKind) -> Result<()> {
        match self.translations[place].obstacle(kind) {
            Some(why) => Err(self.not_from_here(place, why)),
            None => Ok(()),
        }
    }

    /// Refuses a version of a language that is not the newest.
    pub fn refuse_stale(&self, place: usize, expected: i32) -> Result<()> {
        let one = &self.translations[place];
        if one.version == expected {
            return Ok(());
        }
        Err(moved_on(one.version, one.text_author))
    }

    /// The problem of a verb that this state does not allow.
    pub fn not_from_here(&self, place: usize, why: &str) -> Error {
        let one = &self.translations[place];
        let allowed = one.allowed();
        let problem = Problem::at(["id"], UserErrorCode::TransitionNotAllowed, why);
        Error::problem(problem.with(Remedy::Transition(one.draft_state, one.live_state, allowed)))
    }

    /// Ends what readers get of translations, standing or ahead, and gives what stands in its
    /// place with `change` made to it.
    pub async fn reopen(
        &self,
        tx: &Tx,
        permit: &Permit<'_>,
        ids: &[TranslationId],
        change: impl Fn(&mut Publication, &Content),
    ) -> Result<Vec<Publication>> {
        let now = permit.call().now();
        let mut next = Vec::new();
        for story in publications::lock_current(tx, ids).await? {
            let old = &story.publication;
            let from = old.visible_from.max(now);
            publications::close(permit, old, from).await?;
            let mut publication = Publication {
                id: permit.call().new_id(),
                visible_from: from,
                visible_until: old.visible_until,
                ..(**old).clone()
            };
            change(&mut publication, &story.content);
            next.push((publication, Arc::clone(&story.content)));
        }
        publications::open(permit, &next).await?;
        Ok(next
            .into_iter()
            .map(|(publication, _)| publication)
            .collect())
    }
}

/// What was expected is not the newest any more.
fn moved_on(current_version: i32, by: UserId) -> Error {
    Error::problem(version_conflict(VersionConflict {
        current_version,
        changed_by: Some(by),
        changed_paths: Vec::new(),
        conflicts: Vec::new(),
    }))
}

/// The problem of a version that somebody has moved on.
pub(super) fn version_conflict(conflict: VersionConflict) -> Problem {
    let why = "somebody saved in between";
    Problem::at(["expectedVersion"], UserErrorCode::VersionConflict, why)
        .with(Remedy::VersionConflict(Box::new(conflict)))
}

/// Takes the address word of a translation, held as its state says.
pub(super) async fn hold_slug(permit: &Permit<'_>, one: &Translation) -> Result<()> {
    let state = if one.was_published() {
        SlugState::Live
    } else {
        SlugState::Draft
    };
    let word = (one.locale, SlugNamespace::Article, one.slug.as_str());
    addresses::take(permit, word, one.id, state).await
}

/// A moment as the audit trail writes it.
pub(super) fn moment(at: Option<Instant>) -> serde_json::Value {
    at.map(|at| at.to_string()).into()
}
