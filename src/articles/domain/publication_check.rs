//! What would stop or warn about a publication, as far as the text itself tells.

use std::collections::HashMap;

use super::article::Article;
use super::block::Figure;
use super::content::{Content, Feature};
use crate::app::error::Check;
use crate::editions::Edition;
use crate::media::Asset;
use crate::platform::clock::Instant;
use crate::platform::ids::AssetId;
use crate::vocabulary::{ArticleKind, AssetState, AssetUse, CheckCode, CheckSeverity};

/// The longest headline that most surfaces show whole.
const SHOWN_HEADLINE: usize = 110;

/// What the checks find in a text.
pub fn publication_checks(
    article: &Article,
    content: &Content,
    assets: &HashMap<AssetId, Asset>,
    section_is_open: bool,
    now: Instant,
) -> Vec<Check> {
    let mut checks = opening_checks(article, content);
    if !section_is_open {
        checks.push(blocker(
            CheckCode::MissingSection,
            "the section is closed",
            &["section"],
        ));
    }
    if let Some(lead) = &article.lead_media {
        if content.lead_alt.is_none() {
            let has_own = assets
                .get(&lead.asset_id)
                .is_some_and(|a| !a.alt_texts.is_empty());
            if !has_own {
                let why = "the lead picture has no accessible text";
                checks.push(warning(CheckCode::MissingAltText, why, &["leadAlt"]));
            }
        }
        let has_credit = lead.credit_override.is_some();
        checks.extend(asset_checks(
            assets,
            lead.asset_id,
            has_credit,
            &["leadMedia"],
            now,
        ));
    }
    for (place, block) in content.blocks.iter().enumerate() {
        let place = place.to_string();
        for figure in block.figures() {
            let path = ["blocks", place.as_str()];
            checks.extend(figure_checks(assets, figure, &path, now));
        }
    }
    for figure in content.own_figures() {
        checks.extend(figure_checks(assets, figure, &["feature"], now));
    }
    if let Some(Feature::Video { asset_id }) = &content.feature {
        checks.extend(asset_checks(assets, *asset_id, false, &["feature"], now));
    }
    checks
}

/// Paid content says that it is paid, in the edition's own language: nothing stands in for that
/// label.
pub fn label_check(article: &Article, edition: Option<&Edition>) -> Option<Check> {
    article.sponsor?;
    let says_so = edition.is_some_and(|edition| edition.has_own_word("sponsored"));
    let why = "the edition has no label for paid content in its language";
    (!says_so).then(|| blocker(CheckCode::MissingLegalLabel, why, &[]))
}

/// What open threads on a draft have to say.
pub fn thread_check(open: i64) -> Option<Check> {
    let why = match open {
        1 => "one thread is open".to_owned(),
        many => format!("{many} threads are open"),
    };
    (open > 0).then(|| warning(CheckCode::UnresolvedComments, &why, &[]))
}

fn opening_checks(article: &Article, content: &Content) -> Vec<Check> {
    let mut checks = Vec::new();
    if content.headline.is_empty() {
        checks.push(blocker(
            CheckCode::MissingTitle,
            "there is no headline",
            &["headline"],
        ));
    }
    let asks_for_lede = matches!(article.kind, ArticleKind::Article | ArticleKind::Interview);
    if asks_for_lede && content.lede.is_none() {
        checks.push(blocker(
            CheckCode::MissingLede,
            "this kind of story opens with a lede",
            &["lede"],
        ));
    }
    if content.headline.chars().count() > SHOWN_HEADLINE {
        checks.push(Check {
            severity: CheckSeverity::Info,
            code: CheckCode::TitleTooLong,
            message: format!("most surfaces cut a headline after {SHOWN_HEADLINE} characters"),
            path: vec!["headline".to_owned()],
        });
    }
    checks
}

fn figure_checks(
    assets: &HashMap<AssetId, Asset>,
    figure: &Figure,
    path: &[&str],
    now: Instant,
) -> Vec<Check> {
    let mut checks = Vec::new();
    let has_own = assets
        .get(&figure.asset_id)
        .is_some_and(|a| !a.alt_texts.is_empty());
    if figure.alt.is_none() && !has_own {
        let why = "a picture has no accessible text";
        checks.push(warning(CheckCode::MissingAltText, why, path));
    }
    let has_credit = figure.credit_override.is_some();
    checks.extend(asset_checks(assets, figure.asset_id, has_credit, path, now));
    checks
}

/// Whether a picture may be used on the web now, and says who made it.
fn asset_checks(
    assets: &HashMap<AssetId, Asset>,
    id: AssetId,
    has_credit: bool,
    path: &[&str],
    now: Instant,
) -> Vec<Check> {
    let Some(asset) = assets.get(&id) else {
        return Vec::new();
    };
    let mut checks = Vec::new();
    if asset.state == AssetState::Retired {
        let why = "a picture is out of use; readers would not see it";
        return vec![blocker(CheckCode::RightsExpired, why, path)];
    }
    if !has_credit && asset.credit.is_none() {
        checks.push(blocker(
            CheckCode::MissingCredit,
            "a picture has no credit",
            path,
        ));
    }
    let rights = &asset.rights;
    let has_begun = rights.valid_from.is_none_or(|from| from <= now);
    if !has_begun || rights.valid_until.is_some_and(|until| until <= now) {
        checks.push(blocker(
            CheckCode::RightsExpired,
            "the rights to a picture do not run now",
            path,
        ));
    }
    if !rights.uses.is_empty() && !rights.uses.contains(&AssetUse::Web) {
        let why = "the rights to a picture do not cover the web";
        checks.push(blocker(CheckCode::RightsScope, why, path));
    }
    checks
}

fn blocker(code: CheckCode, message: &str, path: &[&str]) -> Check {
    check(CheckSeverity::Blocker, code, message, path)
}

fn warning(code: CheckCode, message: &str, path: &[&str]) -> Check {
    check(CheckSeverity::Warning, code, message, path)
}

fn check(severity: CheckSeverity, code: CheckCode, message: &str, path: &[&str]) -> Check {
    let path = path.iter().map(|step| (*step).to_owned()).collect();
    Check {
        severity,
        code,
        message: message.to_owned(),
        path,
    }
}
