//! What is wrong with stories that come from elsewhere.

use std::collections::{BTreeSet, HashMap};

use super::locked::Around;
use super::shared::kind_problem;
use super::slug::is_reserved;
use crate::addresses;
use crate::app::{Call, Problem, Result};
use crate::articles::domain::{Article, Incoming, References, Translation};
use crate::articles::store::read;
use crate::platform::ids::{ArticleId, TypedId};
use crate::platform::parallel;
use crate::vocabulary::{ArticleKind, AssetState, SlugNamespace, TagState, UserErrorCode};
use crate::{authors, media, tags};

/// Stories that one statement asks for: below the 32 766 parameters that SQLite takes.
const STORIES_PER_STATEMENT: usize = 1_000;

/// What is wrong with each of `stories`, whose texts are cleaned meanwhile. Paths start at the
/// story. Asked before the transaction that brings them in, and all in few statements, but for
/// slugs that somebody typed.
///
/// # Errors
/// Those of the database.
pub async fn examine(call: &Call, stories: &mut [Incoming]) -> Result<Vec<Vec<Problem>>> {
    let around = Around::of(call).await?;
    let texts = stories.iter_mut().flat_map(|story| &mut story.texts);
    parallel::each(texts.collect(), |text| {
        text.clean(around.site.apostrophe(text.locale));
    });
    let unknown = unknown(call, &around, stories).await?;
    let standing = Standing::of(call, stories).await?;
    let mut found = Vec::with_capacity(stories.len());
    for story in &*stories {
        let mut problems = story.problems(&around.site, call.now());
        problems.extend(lost(&unknown, story));
        problems.extend(closed_section(&around, &story.article));
        problems.extend(standing.problems(story));
        problems.extend(taken_slugs(call, story).await?);
        found.push(problems);
    }
    Ok(found)
}

/// What the stories point at and nobody may use, or that is not there.
async fn unknown(call: &Call, around: &Around, stories: &[Incoming]) -> Result<References> {
    let mut all = References::default();
    for story in stories {
        all.merge(story.article.references());
        story
            .texts
            .iter()
            .for_each(|text| all.merge(text.content.references()));
    }
    for story in stories {
        all.articles.remove(&story.article.id);
    }
    let ids: Vec<_> = all.tags.iter().copied().collect();
    let known = tags::by_ids(call, &ids).await?;
    let usable = |state| matches!(state, TagState::Active | TagState::Hidden);
    all.tags
        .retain(|id| !known.get(id).is_some_and(|tag| usable(tag.state)));
    let ids: Vec<_> = all.assets.iter().copied().collect();
    let known = media::by_ids(call, &ids).await?;
    all.assets.retain(|id| {
        known
            .get(id)
            .is_none_or(|asset| !matches!(asset.state, AssetState::Ready | AssetState::Retired))
    });
    let ids: Vec<_> = all.authors.iter().copied().collect();
    let known = authors::by_ids(call, &ids).await?;
    all.authors.retain(|id| {
        known
            .get(id)
            .is_none_or(|author| author.merged_into.is_some())
    });
    let ids: Vec<_> = all.articles.iter().copied().collect();
    for chunk in ids.chunks(STORIES_PER_STATEMENT) {
        let known = read::existing(call, chunk).await?;
        all.articles.retain(|id| !known.contains(id));
    }
    all.sections.retain(|id| around.tree.get(*id).is_none());
    let calls = &around.site.calls_to_action;
    all.calls_to_action
        .retain(|key| !calls.iter().any(|call| call.key == *key));
    Ok(all)
}

/// Problems of a story that points at anything of `unknown`.
fn lost(unknown: &References, story: &Incoming) -> Vec<Problem> {
    let shared = (Vec::new(), story.article.references());
    let of_texts = story.texts.iter().map(|text| {
        let path = text.path().map(ToOwned::to_owned).to_vec();
        (path, text.content.references())
    });
    std::iter::once(shared)
        .chain(of_texts)
        .flat_map(|(path, wanted)| {
            let found = lost_among(unknown, &wanted).into_iter();
            found.map(move |why| Problem::at(&path, UserErrorCode::NotFound, why))
        })
        .collect()
}

fn lost_among(unknown: &References, wanted: &References) -> Vec<String> {
    let meets = |meet: bool, why: &str| meet.then(|| why.to_owned());
    let keys = wanted
        .calls_to_action
        .intersection(&unknown.calls_to_action);
    let calls = keys.map(|key| format!("there is no call to action with the key `{key}`"));
    [
        meets(
            !wanted.tags.is_disjoint(&unknown.tags),
            "it names a tag that is out of use",
        ),
        meets(
            !wanted.assets.is_disjoint(&unknown.assets),
            "it shows an asset that is not ready",
        ),
        meets(
            !wanted.authors.is_disjoint(&unknown.authors),
            "it names an author who is not here any more",
        ),
        meets(
            !wanted.articles.is_disjoint(&unknown.articles),
            "it names a story that is not here",
        ),
        meets(
            !wanted.sections.is_disjoint(&unknown.sections),
            "it names a section that is not here any more",
        ),
    ]
    .into_iter()
    .flatten()
    .chain(calls)
    .collect()
}

fn closed_section(around: &Around, article: &Article) -> Option<Problem> {
    let section = around.tree.get(article.section)?;
    let why = "this section is closed";
    (!section.is_active).then(|| Problem::at(["section"], UserErrorCode::Invalid, why))
}

/// What the database holds already of the stories and of their numbers.
#[derive(Default)]
struct Standing {
    articles: HashMap<ArticleId, Article>,
    translations: HashMap<ArticleId, Vec<Translation>>,
    numbers: HashMap<i64, ArticleId>,
    /// Numbers that more than one of the stories brings along.
    twice: BTreeSet<i64>,
}

impl Standing {
    async fn of(call: &Call, stories: &[Incoming]) -> Result<Self> {
        let mut standing = Self::default();
        for chunk in stories.chunks(STORIES_PER_STATEMENT) {
            let ids: Vec<_> = chunk.iter().map(|story| story.article.id).collect();
            standing.articles.extend(read::by_ids(call, &ids).await?);
            standing
                .translations
                .extend(read::translations_of(call, &ids).await?);
            let numbers: Vec<_> = chunk.iter().filter_map(|story| story.number).collect();
            standing
                .numbers
                .extend(read::by_numbers(call, &numbers).await?);
        }
        let mut seen = BTreeSet::new();
        let numbers = stories.iter().filter_map(|story| story.number);
        standing.twice = numbers.filter(|number| !seen.insert(*number)).collect();
        Ok(standing)
    }

    fn problems(&self, story: &Incoming) -> Vec<Problem> {
        let id = story.article.id;
        let mut problems = Vec::new();
        let mut wrong = |field: &str, code, why: &str| {
            problems.push(Problem::at([field], code, why));
        };
        if let Some(number) = story.number {
            let holder = self.numbers.get(&number);
            if holder.is_some_and(|holder| *holder != id) || self.twice.contains(&number) {
                wrong(
                    "number",
                    UserErrorCode::Duplicate,
                    "another story has this number",
                );
            }
        }
        let Some(before) = self.articles.get(&id) else {
            return problems;
        };
        if story.number.is_some_and(|number| number != before.number) {
            let why = "the number of a story never changes";
            wrong("number", UserErrorCode::TransitionNotAllowed, why);
        }
        if story.article.source_locale != before.source_locale {
            let why = "the language that a story was first written in never changes";
            wrong("sourceLocale", UserErrorCode::TransitionNotAllowed, why);
        }
        let translations = self.translations.get(&id).map_or(&[][..], Vec::as_slice);
        let was_public = translations.iter().any(Translation::was_published);
        let found = kind_problem(before.kind, story.article.kind, was_public);
        problems.extend(found.map(|problem| Problem {
            path: vec!["kind".to_owned()],
            ..problem
        }));
        problems
    }
}

/// Words that somebody typed and that another story, or the portal itself, has.
async fn taken_slugs(call: &Call, story: &Incoming) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for text in &story.texts {
        let Some(slug) = &text.slug else { continue };
        let word = (text.locale, SlugNamespace::Article, slug.as_str());
        let is_reserved = story.article.kind == ArticleKind::Page && is_reserved(slug);
        let owner = Some(text.id.uuid());
        if is_reserved || addresses::clash(call.db(), word, owner).await?.is_some() {
            let [above, locale] = text.path();
            let why = "this address is occupied";
            problems.push(Problem::at(
                [above, locale, "slug"],
                UserErrorCode::SlugTaken,
                why,
            ));
        }
    }
    Ok(problems)
}
