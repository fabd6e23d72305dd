//! What would stop or warn about a publication.

use std::collections::{BTreeSet, HashMap};

use super::check_links::Ends;
use super::locked::Around;
use super::staleness::staleness;
use crate::app::error::Check;
use crate::app::{Call, Result};
use crate::articles::domain::{
    Among, Article, Content, Staleness, Title, Translation, label_check, publication_checks,
    stale_check, thread_check, title_check, word_checks,
};
use crate::articles::store::{comments, staleness as store, titles};
use crate::media::{self, Asset};
use crate::platform::clock::Instant;
use crate::platform::ids::{AssetId, TagId, TranslationId};
use crate::platform::language::fold;
use crate::platform::locale::Locale;
use crate::tags;
use crate::vocabulary::{CheckCode, CheckSeverity};

/// A text that is held against the checks.
#[derive(Debug, Clone)]
pub struct Proof<'a> {
    /// Its story.
    pub article: &'a Article,
    /// All languages of the story.
    pub siblings: Vec<&'a Translation>,
    /// Its own language.
    pub locale: Locale,
    /// The text.
    pub content: &'a Content,
    /// Languages that go live in the same step.
    pub together: Vec<Locale>,
    /// The text of the source, when that is another language and goes live in the same step.
    pub source: Option<&'a Content>,
}

impl Proof<'_> {
    fn of(&self, locale: Locale) -> Option<&Translation> {
        let mut all = self.siblings.iter();
        all.find(|one| one.locale == locale).copied()
    }

    fn among(&self) -> Among<'_> {
        Among {
            locale: self.locale,
            source: self.article.source_locale,
            siblings: &self.siblings,
            together: &self.together,
        }
    }
}

/// What would stop or warn about the publication of each of `proofs` right now, in their order.
/// However many they are, each kind of thing around them is read in one statement, and the stories
/// that they link to in one for each language.
///
/// # Errors
/// Those of the database.
pub async fn checks(call: &Call, proofs: &[Proof<'_>]) -> Result<Vec<Vec<Check>>> {
    checks_around(call, &Around::of(call).await?, call.now(), proofs).await
}

/// What would stop or warn about a publication at the moment `at`.
pub(super) async fn checks_around(
    call: &Call,
    around: &Around,
    at: Instant,
    proofs: &[Proof<'_>],
) -> Result<Vec<Vec<Check>>> {
    let facts = Facts::of(call, around, proofs).await?;
    let check = |proof: &Proof<'_>| {
        let section = around.tree.get(proof.article.section);
        let is_open = section.is_some_and(|section| section.is_active);
        let (article, content) = (proof.article, proof.content);
        let mut checks = publication_checks(article, content, &facts.assets, is_open, at);
        checks.extend(embargo(article, at));
        checks.extend(label_check(article, around.site.any_edition(proof.locale)));
        let apostrophe = around.site.apostrophe(proof.locale);
        checks.extend(word_checks(content, apostrophe, facts.is_flagged(article)));
        let own = (article.id, proof.locale);
        checks.extend(title_check(own, &content.headline, facts.titles.iter()));
        checks.extend(facts.ends.checks(around, proof));
        checks.extend(thread_check(facts.open_threads(proof)));
        checks.extend(facts.behind(proof).and_then(stale_check));
        checks.extend(proof.among().source_check());
        let policy = &around.site.language_parity;
        checks.extend(proof.among().parity_check(policy, at));
        checks
    };
    Ok(proofs.iter().map(check).collect())
}

/// No language goes live before the embargo has passed.
fn embargo(article: &Article, at: Instant) -> Option<Check> {
    let until = article.embargo_until.filter(|until| at < *until)?;
    Some(Check {
        severity: CheckSeverity::Blocker,
        code: CheckCode::Embargoed,
        message: format!("under embargo until {until}"),
        path: Vec::new(),
    })
}

/// What is looked up around texts, for all of them together.
struct Facts {
    assets: HashMap<AssetId, Asset>,
    flagged_tags: BTreeSet<TagId>,
    titles: Vec<Title>,
    ends: Ends,
    behind: HashMap<TranslationId, Staleness>,
    open_threads: HashMap<TranslationId, i64>,
}

impl Facts {
    async fn of(call: &Call, around: &Around, proofs: &[Proof<'_>]) -> Result<Self> {
        let mut assets: Vec<AssetId> = Vec::new();
        let mut tags: Vec<TagId> = Vec::new();
        for proof in proofs {
            assets.extend(proof.content.references().assets);
            assets.extend(proof.article.lead_media.as_ref().map(|lead| lead.asset_id));
            tags.extend(&proof.article.tags);
        }
        let locales: BTreeSet<_> = proofs.iter().map(|proof| proof.locale).collect();
        let locales: Vec<_> = locales.into_iter().collect();
        let folded = proofs.iter().map(|proof| fold(&proof.content.headline));
        let folded = folded.collect();
        let own = proofs.iter().filter_map(|proof| proof.of(proof.locale));
        let own: Vec<_> = own.map(|one| one.id).collect();
        let tags = tags::by_ids(call, &tags).await?.into_values();
        let flagged = tags.filter(|tag| !tag.sensitivity.is_empty());
        let flagged_tags = flagged.map(|tag| tag.id).collect();
        Ok(Self {
            assets: media::in_places(call, &assets).await?,
            flagged_tags,
            titles: titles::titles(call, &locales, folded).await?,
            ends: Ends::of(call, around, proofs).await?,
            behind: behind(call, proofs).await?,
            open_threads: comments::open_threads(call, &own).await?,
        })
    }

    /// Whether the story or one of its tags is marked as sensitive.
    fn is_flagged(&self, article: &Article) -> bool {
        let mut tags = article.tags.iter();
        !article.sensitivity.is_empty() || tags.any(|tag| self.flagged_tags.contains(tag))
    }

    fn open_threads(&self, proof: &Proof<'_>) -> i64 {
        let own = proof.of(proof.locale);
        let open = own.and_then(|own| self.open_threads.get(&own.id));
        open.copied().unwrap_or(0)
    }

    fn behind(&self, proof: &Proof<'_>) -> Option<&Staleness> {
        self.behind.get(&proof.of(proof.locale)?.id)
    }
}

/// How far the texts are behind their sources: behind what readers see of those, or will see once
/// the step is done.
async fn behind(call: &Call, proofs: &[Proof<'_>]) -> Result<HashMap<TranslationId, Staleness>> {
    let pairs = proofs.iter().filter_map(|proof| {
        let source = proof.of(proof.article.source_locale)?;
        Some((proof.of(proof.locale)?, source))
    });
    let mut found = staleness(call, &pairs.collect::<Vec<_>>()).await?;
    let joined = proofs.iter().filter_map(|proof| {
        let source = proof.of(proof.article.source_locale)?;
        let own = proof.of(proof.locale)?;
        Some((own.id, (source.id, own.based_on_revision?), proof.source?))
    });
    let joined: Vec<_> = joined.collect();
    let made_from: Vec<_> = joined.iter().map(|(_, made_from, _)| *made_from).collect();
    let then = store::revisions_numbered(call, &made_from).await?;
    for (id, made_from, now) in joined {
        if let (Some(then), Some(known)) = (then.get(&made_from), found.get_mut(&id)) {
            let next = Staleness::between((made_from.1, &then.content), (i32::MAX, now));
            (known.fields, known.blocks) = (next.fields, next.blocks);
        }
    }
    Ok(found)
}
