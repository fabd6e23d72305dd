//! Keeping the texts of a locked story: as revisions, and no longer than the settings say.

use super::locked::Locked;
use crate::app::{Error, Permit, Result, Tx};
use crate::articles::domain::{Content, Newest, Revision, autosaves_kept_since};
use crate::articles::store::write;
use crate::vocabulary::{DraftState, RevisionReason};

impl Locked {
    /// Keeps a text of a translation for ever, as its next revision.
    pub async fn keep(
        &mut self,
        permit: &Permit<'_>,
        place: usize,
        content: &Content,
        (reason, note): (RevisionReason, Option<&str>),
    ) -> Result<Revision> {
        let one = &mut self.translations[place];
        one.last_revision += 1;
        let revision = self.revision(permit, place, content, (reason, note))?;
        write::insert_revisions(permit, std::slice::from_ref(&revision)).await?;
        Ok(revision)
    }

    /// Keeps an autosave of a translation: in the place of the one before it, where that gives way,
    /// else as the next revision.
    pub async fn keep_autosave(
        &mut self,
        tx: &Tx,
        permit: &Permit<'_>,
        place: usize,
        content: &Content,
    ) -> Result<Revision> {
        let call = permit.call();
        let account = call.actor().user().ok_or(Error::Unauthenticated)?;
        let why = (RevisionReason::AutosaveCheckpoint, None);
        let one = &self.translations[place];
        // Once somebody has acted on the draft, its last text is what was acted on.
        let is_open = |newest: &Newest| {
            one.draft_state == DraftState::Draft
                && one.draft_revision_id == Some(newest.id)
                && !self.made_from(place).contains(&newest.number)
        };
        let newest = write::newest(tx, one.id).await?;
        match newest.filter(is_open) {
            Some(old) if old.gives_way(account, call.now()) => {
                let mut revision = self.revision(permit, place, content, why)?;
                revision.id = old.id;
                write::replace_newest(permit, &revision).await?;
                Ok(revision)
            }
            _ => self.keep(permit, place, content, why).await,
        }
    }

    /// A text of a translation as its newest revision.
    fn revision(
        &self,
        permit: &Permit<'_>,
        place: usize,
        content: &Content,
        (reason, note): (RevisionReason, Option<&str>),
    ) -> Result<Revision> {
        let (call, one) = (permit.call(), &self.translations[place]);
        Ok(Revision {
            id: call.new_id(),
            translation_id: one.id,
            number: one.last_revision,
            version: Some(one.version),
            reason,
            note: note.map(ToOwned::to_owned),
            based_on_revision: one.based_on_revision,
            created_at: call.now(),
            created_by: call.actor().user().ok_or(Error::Unauthenticated)?,
            content: content.clone(),
        })
    }

    /// Revisions of a language that others were made from: they stay as they are.
    fn made_from(&self, place: usize) -> Vec<i32> {
        if self.translations[place].locale != self.article.source_locale {
            return Vec::new();
        }
        let others = self.translations.iter();
        others.filter_map(|other| other.based_on_revision).collect()
    }

    /// Removes what the settings do not keep of a translation's history.
    pub async fn prune(&self, permit: &Permit<'_>, place: usize) -> Result<()> {
        let one = &self.translations[place];
        let days = self.site.retention.autosave_days;
        let since = autosaves_kept_since(permit.call().now(), days);
        let made_from = self.made_from(place);
        write::prune(permit, one.id, since, one.draft_revision_id, made_from).await?;
        write::forget_saves(permit, one.id, since).await?;
        write::forget_prior_blocks(permit, one.id).await
    }

    /// The newest kept text of the open draft when it is `content`; else `content` is kept now.
    pub async fn newest(
        &mut self,
        tx: &Tx,
        permit: &Permit<'_>,
        place: usize,
        (content, reason): (&Content, RevisionReason),
    ) -> Result<Revision> {
        let one = &self.translations[place];
        if let Some(id) = one.draft_revision_id.or(one.live_revision_id) {
            let kept = write::revision_in(tx, id).await?;
            if let Some(kept) = kept.filter(|kept| kept.content == *content) {
                return Ok(kept);
            }
        }
        self.keep(permit, place, content, (reason, None)).await
    }
}
