//! What would stop or warn about a publication.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::locked::Around;
use crate::app::error::Check;
use crate::app::{Call, Result};
use crate::articles::domain::{Article, Content, Translation, publication_checks};
use crate::articles::store::read;
use crate::editions::LanguageParity;
use crate::media;
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AssetId};
use crate::platform::locale::Locale;
use crate::vocabulary::{CheckCode, CheckSeverity, LiveState, ParityMode};

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
}

/// What would stop or warn about the publication of each of `proofs` right now, in their order.
/// However many they are, their assets are read in one statement, and the stories that they link to
/// in one for each language.
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
    let mut assets: Vec<AssetId> = Vec::new();
    let mut links: BTreeMap<Locale, Vec<ArticleId>> = BTreeMap::new();
    for proof in proofs {
        let found = proof.content.references();
        assets.extend(found.assets);
        assets.extend(proof.article.lead_media.as_ref().map(|lead| lead.asset_id));
        links
            .entry(proof.locale)
            .or_default()
            .extend(found.articles);
    }
    let assets = media::by_ids(call, &assets).await?;
    let mut live: HashMap<Locale, HashSet<ArticleId>> = HashMap::new();
    for (locale, ids) in links {
        let found = read::published(call, locale, &ids).await?;
        live.insert(locale, found.into_keys().collect());
    }
    let check = |proof: &Proof<'_>| {
        let section = around.tree.get(proof.article.section);
        let is_open = section.is_some_and(|section| section.is_active);
        let (article, content) = (proof.article, proof.content);
        let mut checks = publication_checks(article, content, &assets, is_open, at);
        checks.extend(embargo(article, at));
        checks.extend(dead_link(proof, live.get(&proof.locale)));
        checks.extend(parity(&around.site.language_parity, proof));
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

fn dead_link(proof: &Proof<'_>, live: Option<&HashSet<ArticleId>>) -> Option<Check> {
    let is_live = |id| live.is_some_and(|live| live.contains(id));
    let links = proof.content.references().articles;
    (!links.iter().all(is_live)).then(|| Check {
        severity: CheckSeverity::Warning,
        code: CheckCode::UnpublishedReference,
        message: "a story linked to is not live in this language".to_owned(),
        path: vec!["blocks".to_owned()],
    })
}

/// The language policy: the required language is live, or goes live in the same step.
fn parity(policy: &LanguageParity, proof: &Proof<'_>) -> Option<Check> {
    let required = policy
        .required_locale
        .filter(|_| policy.applies_to.contains(&proof.locale))?;
    let severity = match policy.mode {
        ParityMode::Off => return None,
        ParityMode::Warn => CheckSeverity::Warning,
        ParityMode::Enforce => CheckSeverity::Blocker,
    };
    let is_live = |one: &&Translation| one.locale == required && one.live_state == LiveState::Live;
    let is_there = proof.siblings.iter().any(is_live) || proof.together.contains(&required);
    (!is_there).then(|| Check {
        severity,
        code: CheckCode::LanguageParity,
        message: format!("the {required} version is not live"),
        path: Vec::new(),
    })
}
