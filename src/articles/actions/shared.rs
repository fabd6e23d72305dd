//! Changing what the languages of a story share.

use serde::Deserialize;
use serde_json::json;

use super::locked::{Around, Locked, nothing};
use super::references::missing_of_article;
use crate::app::{Call, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::domain::{Article, Card, Contribution, LeadMedia, Translation};
use crate::articles::store::write;
use crate::platform::given::given;
use crate::platform::ids::{AdvertiserId, ArticleId, SectionId, TagId, TranslationId};
use crate::policy::Action;
use crate::vocabulary::{AdServing, ArticleKind, EventType, LiveState, Sensitivity, UserErrorCode};

/// A partial update of the shared facts, in the shape of the API's `ArticleUpdateInput`: absent is
/// unchanged, null clears.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct SharedPatch {
    /// What sort of story it is.
    pub kind: Option<ArticleKind>,
    /// Its section.
    pub section_id: Option<SectionId>,
    /// Other sections that it runs in.
    #[serde(deserialize_with = "given")]
    pub secondary_section_ids: Option<Option<Vec<SectionId>>>,
    /// Whole ordered list, primary first.
    #[serde(deserialize_with = "given")]
    pub tag_ids: Option<Option<Vec<TagId>>>,
    /// The tag of the `All news` block.
    #[serde(deserialize_with = "given")]
    pub primary_tag_id: Option<Option<TagId>>,
    /// Byline order.
    #[serde(deserialize_with = "given")]
    pub contributions: Option<Option<Vec<Contribution>>>,
    /// The lead picture or video.
    #[serde(deserialize_with = "given")]
    pub lead_media: Option<Option<LeadMedia>>,
    /// Hand-picked related stories.
    #[serde(deserialize_with = "given")]
    pub related_ids: Option<Option<Vec<ArticleId>>>,
    /// Editorial and commercial flags.
    #[serde(deserialize_with = "given")]
    pub sensitivity: Option<Option<Vec<Sensitivity>>>,
    /// Editor's say on ads.
    pub ad_serving: Option<AdServing>,
    /// IAB Content Taxonomy ids added by hand.
    #[serde(deserialize_with = "given")]
    pub content_categories: Option<Option<Vec<String>>>,
    /// Whether calls to action stay away.
    pub hide_call_to_action: Option<bool>,
    /// Who paid for it.
    #[serde(deserialize_with = "given")]
    pub sponsor_id: Option<Option<AdvertiserId>>,
    /// Newsroom name.
    #[serde(deserialize_with = "given")]
    pub slugline: Option<Option<String>>,
    /// 1 (flash) to 9.
    pub urgency: Option<i32>,
}

impl SharedPatch {
    /// The story with this update made.
    pub fn applied(&self, article: &Article) -> Article {
        let mut next = article.clone();
        next.kind = self.kind.unwrap_or(next.kind);
        next.section = self.section_id.unwrap_or(next.section);
        next.ad_serving = self.ad_serving.unwrap_or(next.ad_serving);
        next.hide_call_to_action = self.hide_call_to_action.unwrap_or(next.hide_call_to_action);
        next.urgency = self.urgency.unwrap_or(next.urgency);
        put(
            &mut next.secondary_sections,
            self.secondary_section_ids.as_ref(),
        );
        put(&mut next.tags, self.tag_ids.as_ref());
        put(&mut next.contributions, self.contributions.as_ref());
        put(&mut next.related, self.related_ids.as_ref());
        put(&mut next.sensitivity, self.sensitivity.as_ref());
        put(
            &mut next.content_categories,
            self.content_categories.as_ref(),
        );
        next.primary_tag = self.primary_tag_id.unwrap_or(next.primary_tag);
        // A primary tag that the new list lacks falls to the next one.
        if self.tag_ids.is_some() && self.primary_tag_id.is_none() {
            next.primary_tag = next.primary_tag.filter(|tag| next.tags.contains(tag));
        }
        if let Some(lead) = &self.lead_media {
            next.lead_media.clone_from(lead);
        }
        next.sponsor = self.sponsor_id.unwrap_or(next.sponsor);
        if let Some(line) = &self.slugline {
            next.slugline = line.as_ref().map(|line| line.trim().to_owned());
        }
        next
    }
}

fn put<T: Clone>(list: &mut Vec<T>, given: Option<&Option<Vec<T>>>) {
    if let Some(given) = given {
        *list = given.clone().unwrap_or_default();
    }
}

/// Changes what the languages share. With a live language readers see it at once.
///
/// # Errors
/// [`Error::Refused`] for unknown ids, faults of the facts, a stale version, or a kind that the
/// story can no longer become; [`Error::Denied`] without PUBLISH when a language is live.
pub async fn update(
    call: &Call,
    id: ArticleId,
    expected_version: i32,
    patch: &SharedPatch,
) -> Result<Article> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let Some(mut locked) = Locked::by_id(&tx, &around, id).await? else {
        tx.authorize(Action::ArticleUpdate, &nothing())?;
        return Err(Error::missing(["id"], id));
    };
    let is_live = locked.translations.iter().any(is_or_will_be_live);
    let action = if is_live {
        Action::ArticleUpdateLive
    } else {
        Action::ArticleUpdate
    };
    let permit = tx.authorize(action, &locked.whole())?;
    locked.refuse_stale_article(expected_version)?;
    let mut next = patch.applied(&locked.article);
    let mut problems: Vec<Problem> = next
        .problems()
        .into_iter()
        .map(|problem| problem.below(["input"]))
        .collect();
    let was_public = locked.translations.iter().any(Translation::was_published);
    problems.extend(kind_problem(locked.article.kind, next.kind, was_public));
    problems.extend(missing_of_article(call, &around, &next, Some(&locked.article)).await?);
    refuse_if_any(problems)?;
    next.version += 1;
    next.changed_at = call.now();
    next.changed_by = call.actor().user().ok_or(Error::Unauthenticated)?;
    let ids: Vec<_> = locked.translations.iter().map(|one| one.id).collect();
    share(&tx, &permit, &mut locked, next, &ids).await?;
    tx.commit().await?;
    Ok(locked.article)
}

/// Writes changed shared facts. What readers get of `translations` takes them over at once.
pub(super) async fn share(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    next: Article,
    translations: &[TranslationId],
) -> Result<()> {
    note_changes(permit, &locked.article, &next);
    write::update(permit, &next).await?;
    locked.article = next;
    let article = locked.article.clone();
    let reopened = locked
        .reopen(tx, permit, translations, |publication, content| {
            publication.kind = article.kind;
            publication.section = article.section;
            publication.card = Card::of(&article, content);
        })
        .await?;
    let kind = if reopened.is_empty() {
        EventType::DraftSaved
    } else {
        EventType::ArticleUpdated
    };
    let payload = json!({ "article": article.id, "version": article.version });
    permit.emit(kind, article.id, payload);
    Ok(())
}

fn is_or_will_be_live(one: &Translation) -> bool {
    matches!(one.live_state, LiveState::Live | LiveState::Archived)
}

/// A kind may change before the first publication; afterwards only NEWS and ARTICLE change places,
/// so that structured data and addresses stay.
pub(super) fn kind_problem(
    now: ArticleKind,
    next: ArticleKind,
    was_public: bool,
) -> Option<Problem> {
    use ArticleKind as K;
    if now == next {
        return None;
    }
    unsupported_kind(next).or_else(|| {
        let swaps = matches!((now, next), (K::News, K::Article) | (K::Article, K::News));
        let why = "after the first publication only NEWS and ARTICLE change places";
        (was_public && !swaps)
            .then(|| Problem::at(["input", "kind"], UserErrorCode::TransitionNotAllowed, why))
    })
}

/// Kinds whose parts are not built yet.
pub(super) fn unsupported_kind(kind: ArticleKind) -> Option<Problem> {
    let why = "live blogs and podcasts are not supported yet";
    matches!(kind, ArticleKind::LiveBlog | ArticleKind::Podcast)
        .then(|| Problem::at(["input", "kind"], UserErrorCode::Unsupported, why))
}

fn note_changes(permit: &Permit<'_>, before: &Article, after: &Article) {
    let text = |value: &dyn std::fmt::Debug| format!("{value:?}");
    permit.changed("kind", before.kind.as_str(), after.kind.as_str());
    permit.changed(
        "section",
        before.section.to_string(),
        after.section.to_string(),
    );
    permit.changed("tags", json!(before.tags), json!(after.tags));
    permit.changed(
        "primaryTag",
        json!(before.primary_tag),
        json!(after.primary_tag),
    );
    permit.changed(
        "contributions",
        json!(before.contributions),
        json!(after.contributions),
    );
    permit.changed(
        "leadMedia",
        json!(before.lead_media),
        json!(after.lead_media),
    );
    permit.changed("related", json!(before.related), json!(after.related));
    permit.changed(
        "sensitivity",
        json!(before.sensitivity),
        json!(after.sensitivity),
    );
    permit.changed(
        "adServing",
        before.ad_serving.as_str(),
        after.ad_serving.as_str(),
    );
    permit.changed(
        "secondarySections",
        json!(before.secondary_sections),
        json!(after.secondary_sections),
    );
    permit.changed("urgency", before.urgency, after.urgency);
    permit.changed("slugline", text(&before.slugline), text(&after.slugline));
    permit.changed(
        "hideCallToAction",
        before.hide_call_to_action,
        after.hide_call_to_action,
    );
}
