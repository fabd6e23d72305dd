//! Bringing stories in, many at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::locked::Around;
use super::reimport::change;
use super::slug::made_of;
use crate::addresses::{self, Holding, NewRedirect, SlugState};
use crate::app::{Call, Error, Permit, Result, Tx};
use crate::articles::domain::{
    Article, Content, Correction, Incoming, IncomingText, Publication, Revision, Translation,
};
use crate::articles::store::{corrections, publications, write};
use crate::editions::Site;
use crate::platform::clock::Instant;
use crate::platform::ids::{TranslationId, TypedId};
use crate::vocabulary::{DraftState, EventType, LiveState, RevisionReason, SlugNamespace};

/// Brings stories in that [`examine`](super::examine) found nothing wrong with. New ones are written
/// many in one statement; of one that is here already, what differs is changed. Each has its permit,
/// at the same place.
///
/// # Errors
/// Those of the database, such as a word or a number taken since the stories were examined.
pub async fn import(tx: &Tx, permits: &[Permit<'_>], stories: Vec<Incoming>) -> Result<()> {
    let Some(permit) = permits.first() else {
        return Ok(());
    };
    let around = Around::within(tx).await?;
    let ids: Vec<_> = stories.iter().map(|story| story.article.id).collect();
    let standing = write::existing(tx, &ids).await?;
    let (known, mut new): (Vec<_>, Vec<_>) = permits
        .iter()
        .zip(stories)
        .partition(|(_, story)| standing.contains(&story.article.id));
    give_numbers(permit, &mut new).await?;
    let mut arrivals = Arrivals::new(tx.call(), Arc::clone(&around.site))?;
    for (permit, story) in new {
        arrivals.take(permit, story)?;
    }
    for (permit, story) in known {
        // On the heap: few stories are here already, and their way is long.
        Box::pin(change(tx, permit, &around, story, &mut arrivals)).await?;
    }
    arrivals.write(permit).await
}

/// Gives each story the number that it brings along, or the next one.
async fn give_numbers(permit: &Permit<'_>, new: &mut [(&Permit<'_>, Incoming)]) -> Result<()> {
    if let Some(last) = new.iter().filter_map(|(_, story)| story.number).max() {
        write::reserve_numbers(permit, last).await?;
    }
    let unnumbered = new
        .iter()
        .filter(|(_, story)| story.number.is_none())
        .count();
    let count = i64::try_from(unnumbered).map_err(anyhow::Error::from)?;
    let mut next = match count {
        0 => 0..0,
        _ => write::next_numbers(permit, count)
            .await
            .map(|first| first..first + count)?,
    };
    for (_, story) in new {
        let number = story.number.or_else(|| next.next());
        story.article.number = number.ok_or_else(|| anyhow::anyhow!("the numbers ran out"))?;
    }
    Ok(())
}

/// A language about to be opened.
struct Opening {
    text: IncomingText,
    article: Arc<Article>,
    translation: Translation,
    is_retracted: bool,
}

/// New stories and languages, gathered for few statements.
pub(super) struct Arrivals {
    call: Call,
    site: Arc<Site>,
    user: crate::platform::ids::UserId,
    articles: Vec<Article>,
    openings: Vec<Opening>,
    pub notes: Vec<Correction>,
    pub redirects: Vec<NewRedirect>,
}

/// What is written of the languages that are opened.
#[derive(Default)]
struct Rows {
    translations: Vec<Translation>,
    revisions: Vec<Revision>,
    publications: Vec<(Publication, Arc<Content>)>,
    drafts: Vec<(TranslationId, Content)>,
}

impl Arrivals {
    fn new(call: &Call, site: Arc<Site>) -> Result<Self> {
        Ok(Self {
            call: call.clone(),
            site,
            user: call.actor().user().ok_or(Error::Unauthenticated)?,
            articles: Vec::new(),
            openings: Vec::new(),
            notes: Vec::new(),
            redirects: Vec::new(),
        })
    }

    /// Takes a new story.
    fn take(&mut self, permit: &Permit<'_>, story: Incoming) -> Result<()> {
        let now = self.call.now();
        let mut article = story.article;
        let opened: Vec<_> = story
            .texts
            .iter()
            .map(|text| text.opened(&article, &self.site, self.user, now))
            .collect();
        article.created_at = opened.iter().map(|one| one.created_at).min().unwrap_or(now);
        article.changed_at = opened.iter().map(|one| one.changed_at).max().unwrap_or(now);
        permit.changed("number", json!(null), article.number);
        let shared = Arc::new(article.clone());
        self.articles.push(article);
        for (text, translation) in story.texts.into_iter().zip(opened) {
            self.open(permit, &shared, text, translation);
        }
        Ok(())
    }

    /// Takes a new language of a story.
    pub fn open_language(&mut self, permit: &Permit<'_>, article: &Article, text: IncomingText) {
        let translation = text.opened(article, &self.site, self.user, self.call.now());
        self.open(permit, &Arc::new(article.clone()), text, translation);
    }

    fn open(
        &mut self,
        permit: &Permit<'_>,
        article: &Arc<Article>,
        mut text: IncomingText,
        mut translation: Translation,
    ) {
        translation.last_revision = 1;
        if translation.locale != article.source_locale {
            translation.based_on_revision = Some(1);
        }
        self.redirects
            .extend(text.redirects(&self.site.addresses()));
        let is_retracted = text.is_retracted();
        let notes = std::mem::take(&mut text.notes).into_iter();
        self.notes.extend(notes.map(|note| Correction {
            revision: 1,
            ..note
        }));
        announce(permit, &translation);
        permit.changed("locale", json!(null), translation.locale.as_str());
        let article = Arc::clone(article);
        self.openings.push(Opening {
            text,
            article,
            translation,
            is_retracted,
        });
    }

    /// Writes everything that was taken.
    async fn write(mut self, permit: &Permit<'_>) -> Result<()> {
        self.settle_slugs(permit).await?;
        write::insert(permit, &self.articles).await?;
        let mut rows = Rows::default();
        for opening in self.openings {
            rows.take(&self.call, &self.site, opening)?;
        }
        write::insert_translations(permit, &rows.translations).await?;
        write::insert_revisions(permit, &rows.revisions).await?;
        let stories = rows.translations.iter().map(|one| one.article_id);
        write::note_languages(permit, stories.collect()).await?;
        write::insert_drafts(permit, rows.drafts).await?;
        publications::open(permit, &rows.publications).await?;
        corrections::insert(permit, &self.notes).await?;
        addresses::redirect_all(permit, &self.redirects).await
    }

    /// Gives every new language its address word: the one that comes with it, or the first free one
    /// that its headline makes.
    async fn settle_slugs(&mut self, permit: &Permit<'_>) -> Result<()> {
        let mut holdings: Vec<_> = self
            .openings
            .iter()
            .map(|opening| opening.holding(&self.site))
            .collect();
        addresses::settle(permit, SlugNamespace::Article, &mut holdings).await?;
        for (opening, holding) in self.openings.iter_mut().zip(holdings) {
            let slug = holding.words.into_values().next().unwrap_or_default();
            opening.translation.slug = slug;
        }
        Ok(())
    }
}

impl Opening {
    fn holding(&self, site: &Site) -> Holding {
        let Self {
            text,
            article,
            translation,
            ..
        } = self;
        let (locale, headline) = (text.locale, text.content.headline.as_str());
        let made = || made_of(site, locale, headline, (article.number, article.kind));
        let state = if translation.was_published() {
            SlugState::Live
        } else {
            SlugState::Draft
        };
        Holding {
            owner: text.id.uuid(),
            state,
            before: BTreeMap::new(),
            words: BTreeMap::from([(locale, text.slug.clone().unwrap_or_else(made))]),
        }
    }
}

impl Rows {
    fn take(&mut self, call: &Call, site: &Site, opening: Opening) -> Result<()> {
        let Opening {
            text,
            article,
            translation: mut one,
            is_retracted,
        } = opening;
        let revision = Revision {
            id: call.new_id(),
            translation_id: one.id,
            number: 1,
            version: None,
            reason: RevisionReason::Imported,
            note: None,
            based_on_revision: one.based_on_revision,
            created_at: call.now(),
            created_by: one.text_author,
            content: text.content.clone(),
        };
        if let Some(from) = one.first_published_at {
            one.live_revision_id = Some(revision.id);
            let what = (revision.id, revision.number);
            let id = call.new_id();
            let opened = Publication::opening(id, (&article, &one), what, &text.content, from);
            let mut opened = opened.ok_or_else(|| anyhow::anyhow!("{} has no times", one.id))?;
            opened.is_retracted = is_retracted;
            opened.visible_until = one.withdrawal.as_ref().map_or(Instant::FOREVER, |w| w.at);
            self.publications.push((opened, Arc::new(text.content)));
        } else {
            one.draft_revision_id = Some(revision.id);
            if one.draft_state == DraftState::Scheduled {
                let kept = (revision.id, revision.number);
                one.plan.publish = text.planned(site, one.text_author, kept);
            }
            if let Some(planned) = &one.plan.publish {
                let (id, then) = (call.new_id(), one.clone().at(planned.at));
                let what = (planned.revision_id, planned.revision);
                let from = planned.at;
                let opened = Publication::opening(id, (&article, &then), what, &text.content, from);
                let opened = opened.ok_or_else(|| anyhow::anyhow!("{} has no times", one.id))?;
                self.publications
                    .push((opened, Arc::new(text.content.clone())));
            }
            self.drafts.push((one.id, text.content));
        }
        self.revisions.push(revision);
        self.translations.push(one);
        Ok(())
    }
}

/// Tells the change feed of a new language.
fn announce(permit: &Permit<'_>, one: &Translation) {
    let kind = match one.live_state {
        LiveState::NeverPublished if one.draft_state == DraftState::Scheduled => {
            EventType::ArticleScheduled
        }
        LiveState::NeverPublished => EventType::DraftSaved,
        LiveState::Unpublished => EventType::ArticleUnpublished,
        LiveState::Live | LiveState::Archived => EventType::ArticlePublished,
    };
    let payload = json!({ "article": one.article_id, "translation": one.id, "revision": 1 });
    permit.emit(kind, one.id, payload);
}
