//! Starting a story, and opening another language of it.

use serde_json::{Map, Value as Json, json};

use super::locked::{Around, Locked, nothing};
use super::references::{missing_of_article, missing_of_content};
use super::shared::{SharedPatch, unsupported_kind};
use super::slug::first_slug;
use crate::app::{Call, CreationKey, Error, Permit, Problem, Result, Tx, refuse_if_any};
use crate::articles::domain::{Article, Content, Plan, References, Translation};
use crate::articles::store::{read, write};
use crate::platform::ids::{ArticleId, SectionId, TranslationId};
use crate::platform::locale::Locale;
use crate::policy::Action;
use crate::vocabulary::{
    AdServing, ArticleKind, DraftState, EventType, LiveState, Prefill, RevisionReason,
    UserErrorCode,
};

/// What a new story starts with.
#[derive(Debug, Clone)]
pub struct ArticleInput {
    /// What sort of story it is.
    pub kind: ArticleKind,
    /// Its first language.
    pub locale: Locale,
    /// Its section.
    pub section: SectionId,
    /// Its headline.
    pub headline: String,
    /// Its address word; made from the headline when absent.
    pub slug: Option<String>,
    /// More of its text, in the shape of `TranslationContentInput`.
    pub content: Map<String, Json>,
    /// More of its shared facts.
    pub shared: SharedPatch,
    /// Makes the creation safe to retry for 24 hours.
    pub request_id: Option<String>,
}

/// What another language starts with.
#[derive(Debug, Clone)]
pub struct TranslationInput {
    /// The language.
    pub locale: Locale,
    /// The language that it is translated from.
    pub from_locale: Option<Locale>,
    /// How much of that text it starts with.
    pub prefill: Prefill,
    /// Its headline.
    pub headline: Option<String>,
    /// Its address word; made from the headline when absent.
    pub slug: Option<String>,
    /// Makes the creation safe to retry for 24 hours.
    pub request_id: Option<String>,
}

/// Starts a story with its first language, as a draft.
///
/// # Errors
/// [`Error::Refused`] for faults of the input; [`Error::Denied`] outside one's sections.
pub async fn create(call: &Call, input: &ArticleInput) -> Result<(Article, Translation)> {
    let around = Around::of(call).await?;
    let article = new_article(call, input)?;
    let content = first_content(&around, input);
    let problems = creation_problems(call, &around, input, &article, content.as_ref()).await?;
    let tx = call.begin().await?;
    let sections = around.lineage(article.section);
    let permit = tx.authorize(
        Action::ArticleCreate,
        &article.subject(vec![input.locale], sections.clone()),
    )?;
    let key = request_key(input.request_id.as_deref())?;
    if let Some(key) = &key
        && let Some(made) = key.claim(&permit, article.id).await?
    {
        return again(call, made).await;
    }
    refuse_if_any(problems)?;
    let mut locked = Locked::new(article, sections, &around, call.now());
    locked.article.number = write::next_numbers(&permit, 1).await?;
    write::insert(&permit, std::slice::from_ref(&locked.article)).await?;
    let opening = Opening {
        id: call.new_id(),
        locale: input.locale,
        slug: input.slug.as_deref(),
        based_on: None,
    };
    open(&tx, &permit, &mut locked, &opening, &content?).await?;
    let id = locked.article.id;
    permit.changed("headline", Json::Null, input.headline.as_str());
    permit.emit(EventType::DraftSaved, id, json!({ "article": id }));
    tx.commit().await?;
    let translation = locked.translations.swap_remove(0);
    Ok((locked.article, translation))
}

/// Everything that is wrong with a new story, all at once.
async fn creation_problems(
    call: &Call,
    around: &Around,
    input: &ArticleInput,
    article: &Article,
    content: Result<&Content, &Error>,
) -> Result<Vec<Problem>> {
    let mut problems: Vec<Problem> = unsupported_kind(input.kind).into_iter().collect();
    match content {
        Ok(content) => {
            let references = missing_of_content(call, around, &content.references()).await?;
            let references = references.beside(&References::default());
            problems.extend(references);
            let found = content.problems(article.kind).into_iter();
            problems.extend(found.map(|problem| problem.below(["input"])));
        }
        Err(Error::Refused(found)) => problems.extend(found.clone()),
        // Another failure ends the creation where the content is used.
        Err(_) => {}
    }
    let found = article.problems().into_iter();
    problems.extend(found.map(|problem| problem.below(["input", "shared"])));
    problems.extend(missing_of_article(call, around, article, None).await?);
    if around.site.edition(input.locale).is_none() {
        let why = "the site has no such edition";
        problems.push(Problem::at(
            ["input", "locale"],
            UserErrorCode::Invalid,
            why,
        ));
    }
    Ok(problems)
}

/// The key that makes a creation safe to retry.
fn request_key(id: Option<&str>) -> Result<Option<CreationKey>> {
    id.map(|id| CreationKey::parse(["input", "requestId"], id))
        .transpose()
}

/// The answer of a creation that was sent again.
async fn again(call: &Call, id: ArticleId) -> Result<(Article, Translation)> {
    let article = read::by_ids(call, &[id])
        .await?
        .remove(&id)
        .ok_or(Error::NotFound)?;
    let mut translations = read::translations_of(call, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let first = translations
        .iter()
        .position(|one| one.locale == article.source_locale);
    let first = first.ok_or(Error::NotFound)?;
    Ok((article, translations.swap_remove(first)))
}

fn new_article(call: &Call, input: &ArticleInput) -> Result<Article> {
    let user = call.actor().user().ok_or(Error::Unauthenticated)?;
    let article = Article {
        id: call.new_id(),
        number: 0,
        version: 1,
        kind: input.kind,
        source_locale: input.locale,
        section: input.section,
        secondary_sections: Vec::new(),
        tags: Vec::new(),
        primary_tag: None,
        contributions: Vec::new(),
        lead_media: None,
        related: Vec::new(),
        sensitivity: Vec::new(),
        ad_serving: AdServing::Automatic,
        content_categories: Vec::new(),
        hide_call_to_action: false,
        sponsor: None,
        slugline: None,
        urgency: 5,
        created_at: call.now(),
        created_by: user,
        changed_at: call.now(),
        changed_by: user,
        archived_at: None,
        embargo_until: None,
        embargo_note: None,
    };
    // Kind and section have places of their own in the input.
    let shared = SharedPatch {
        kind: None,
        section_id: None,
        ..input.shared.clone()
    };
    Ok(shared.applied(&article))
}

fn first_content(around: &Around, input: &ArticleInput) -> Result<Content> {
    let mut content = Content::default().patched(&input.content)?;
    content.headline.clone_from(&input.headline);
    content.clean(around.site.apostrophe(input.locale));
    if content.headline.is_empty() {
        let path = ["input", "headline"];
        return Err(Error::problem(Problem::at(
            path,
            UserErrorCode::Required,
            "a headline is needed",
        )));
    }
    Ok(content)
}

/// A language about to be opened.
struct Opening<'a> {
    id: TranslationId,
    locale: Locale,
    slug: Option<&'a str>,
    based_on: Option<i32>,
}

/// Opens the draft lane of a new language, and keeps its first revision.
async fn open(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    opening: &Opening<'_>,
    content: &Content,
) -> Result<TranslationId> {
    let call = permit.call();
    let mut translation = Translation {
        id: opening.id,
        article_id: locked.article.id,
        locale: opening.locale,
        version: 1,
        slug: String::new(),
        live_state: LiveState::NeverPublished,
        draft_state: DraftState::Draft,
        live_revision_id: None,
        draft_revision_id: None,
        last_revision: 0,
        based_on_revision: opening.based_on,
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
        text_author: call.actor().user().ok_or(Error::Unauthenticated)?,
        created_at: call.now(),
        changed_at: call.now(),
    };
    let words = (
        opening.slug,
        content.headline.as_str(),
        locked.article.number,
        locked.article.kind,
    );
    translation.slug = first_slug(tx, permit, &locked.site, &translation, words).await?;
    write::insert_translations(permit, std::slice::from_ref(&translation)).await?;
    locked.translations.push(translation);
    let place = locked.translations.len() - 1;
    let kept = locked
        .keep(permit, place, content, (RevisionReason::Manual, None))
        .await?;
    locked.translations[place].draft_revision_id = Some(kept.id);
    let id = locked.translations[place].id;
    write::put_draft(permit, id, content).await?;
    locked.write(permit, place).await?;
    Ok(id)
}

/// Opens another language of a story, empty or made from an existing one with the same block ids.
///
/// # Errors
/// [`Error::Refused`] when the language exists already, or the input has faults.
pub async fn create_translation(
    call: &Call,
    article: ArticleId,
    input: &TranslationInput,
) -> Result<Translation> {
    let around = Around::of(call).await?;
    let tx = call.begin().await?;
    let action = Action::TranslationCreate;
    let Some(mut locked) = Locked::by_id(&tx, &around, article).await? else {
        tx.authorize(action, &nothing())?;
        return Err(Error::missing(["articleId"], article));
    };
    let permit = tx.authorize(action, &locked.subject(vec![input.locale]))?;
    let new: TranslationId = call.new_id();
    if let Some(key) = request_key(input.request_id.as_deref())?
        && let Some(made) = key.claim(&permit, new).await?
    {
        return read::translations(call, &[made])
            .await?
            .remove(&made)
            .ok_or(Error::NotFound);
    }
    refuse_if_any(opening_problems(&locked, &around, input))?;
    let (mut content, based_on) = start(&tx, &locked, input).await?;
    if let Some(headline) = &input.headline {
        content.headline.clone_from(headline);
    }
    content.clean(around.site.apostrophe(input.locale));
    let found = content.problems(locked.article.kind).into_iter();
    refuse_if_any(found.map(|problem| problem.below(["input"])).collect())?;
    let opening = Opening {
        id: new,
        locale: input.locale,
        slug: input.slug.as_deref(),
        based_on,
    };
    let id = open(&tx, &permit, &mut locked, &opening, &content).await?;
    permit.changed("locale", Json::Null, input.locale.as_str());
    permit.emit(
        EventType::DraftSaved,
        id,
        json!({ "article": article, "translation": id }),
    );
    tx.commit().await?;
    locked.translations.pop().ok_or(Error::NotFound)
}

fn opening_problems(locked: &Locked, around: &Around, input: &TranslationInput) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, code, why: &str| {
        problems.push(Problem::at(["input", field], code, why));
    };
    if around.site.edition(input.locale).is_none() {
        wrong(
            "locale",
            UserErrorCode::Invalid,
            "the site has no such edition",
        );
    }
    if let Some(place) = locked.place_of(input.locale) {
        let existing = locked.translations[place].id;
        let problem = Problem::at(
            ["input", "locale"],
            UserErrorCode::Duplicate,
            "it exists already",
        );
        problems.push(problem.with(crate::app::Remedy::Duplicate(existing.to_string())));
    }
    if input
        .from_locale
        .is_some_and(|from| locked.place_of(from).is_none())
    {
        let why = "the story has no text in this language";
        problems.push(Problem::at(
            ["input", "fromLocale"],
            UserErrorCode::NotFound,
            why,
        ));
    }
    problems
}

/// The text that a new language starts with, and the source revision that its staleness counts
/// from: the live one, else the newest draft.
async fn start(
    tx: &Tx,
    locked: &Locked,
    input: &TranslationInput,
) -> Result<(Content, Option<i32>)> {
    let from = input.from_locale.unwrap_or(locked.article.source_locale);
    let Some(place) = locked.place_of(from) else {
        return Ok((Content::default(), None));
    };
    let source = &locked.translations[place];
    let text = match source.live_revision_id {
        Some(_) => locked.live_content(tx, place).await?,
        None => locked.working_content(tx, place).await?,
    };
    let based_on = match source.live_revision_id {
        // A translation of a translation is as old as what that was made from.
        _ if from != locked.article.source_locale => source.based_on_revision,
        Some(id) => write::revision_in(tx, id)
            .await?
            .map(|revision| revision.number),
        None => Some(source.last_revision),
    };
    let content = match input.prefill {
        Prefill::Empty => Content::default(),
        Prefill::Skeleton => text.skeleton(),
        Prefill::SourceText => text,
    };
    Ok((content, based_on))
}
