//! How an asset is described: its words, credit and focal point.

use std::collections::{BTreeMap, HashSet};

use super::asset::{Asset, AssetInput, Credit};
use crate::app::{Problem, Result, refuse_if_any};
use crate::editions::Site;
use crate::platform::language::{clean_text, fold};
use crate::platform::locale::Locale;
use crate::vocabulary::UserErrorCode;

/// The most characters of a title, of an accessible text, of a name and of a keyword.
const TITLE_LENGTH: usize = 300;
const ALT_LENGTH: usize = 1_000;
const NAME_LENGTH: usize = 200;
const KEYWORD_LENGTH: usize = 80;

/// The most keywords.
const KEYWORDS: usize = 50;

impl Asset {
    /// The asset as `input` describes it.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub fn changed(&self, input: AssetInput, site: &Site) -> Result<Self> {
        let mut next = self.clone();
        if let Some(titles) = input.titles {
            next.titles = cleaned(&titles, site);
        }
        if let Some(alt_texts) = input.alt_texts {
            next.alt_texts = cleaned(&alt_texts, site);
        }
        if let Some(keywords) = input.keywords {
            next.keywords = each_once(&keywords);
        }
        if let Some(credit) = input.credit {
            next.credit = credit.map(Credit::cleaned);
        }
        if let Some(focal_point) = input.focal_point {
            next.focal_point = focal_point;
        }
        if let Some(rights) = input.rights {
            next.rights = rights.cleaned();
        }
        let mut problems = Vec::new();
        let describes_player = input.poster.is_some() || input.tracks.is_some();
        if describes_player && next.playback.is_none() {
            let why = "only a video or a recording has a poster and text tracks";
            problems.push(Problem::at(["input"], UserErrorCode::Invalid, why));
        }
        if let Some(playback) = &mut next.playback {
            playback.poster = input.poster.unwrap_or(playback.poster);
            if let Some(tracks) = input.tracks {
                let locales: HashSet<_> = tracks.iter().map(|track| track.locale).collect();
                if locales.len() < tracks.len() {
                    let why = "one track for each language";
                    let at = ["input", "textTracks"];
                    problems.push(Problem::at(at, UserErrorCode::Invalid, why));
                }
                playback.tracks = tracks;
            }
        }
        problems.extend(next.problems(site));
        refuse_if_any(problems)?;
        Ok(next)
    }

    fn problems(&self, site: &Site) -> Vec<Problem> {
        let mut problems = text_problems("titles", &self.titles, TITLE_LENGTH, site);
        problems.extend(text_problems("altTexts", &self.alt_texts, ALT_LENGTH, site));
        problems.extend(self.credit.iter().flat_map(Credit::problems));
        problems.extend(self.rights.problems());
        let mut at = |field, code, why| problems.push(Problem::at(["input", field], code, why));
        let outside = |fraction: f64| !(0.0..=1.0).contains(&fraction);
        if self
            .focal_point
            .is_some_and(|point| outside(point.x) || outside(point.y))
        {
            at(
                "focalPoint",
                UserErrorCode::Invalid,
                "fractions from 0 to 1",
            );
        }
        if self.keywords.len() > KEYWORDS {
            at("keywords", UserErrorCode::TooMany, "at most 50 keywords");
        }
        if self
            .keywords
            .iter()
            .any(|keyword| keyword.chars().count() > KEYWORD_LENGTH)
        {
            at(
                "keywords",
                UserErrorCode::TooLong,
                "at most 80 characters each",
            );
        }
        problems
    }

    /// All that the asset is found by, folded.
    pub fn search_text(&self) -> String {
        let words = std::iter::once(&self.file_name)
            .chain(self.titles.values())
            .chain(self.alt_texts.values())
            .chain(&self.keywords)
            .chain(self.credit.iter().map(|credit| &credit.name))
            .chain(&self.rights.holder);
        words.map(|text| fold(text)).collect::<Vec<_>>().join("\n")
    }
}

impl Credit {
    fn cleaned(self) -> Self {
        Self {
            name: clean_text(&self.name, None),
            ..self
        }
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut at = |field, code, why| {
            problems.push(Problem::at(["input", "credit", field], code, why));
        };
        if self.name.is_empty() {
            at("name", UserErrorCode::Required, "a name is needed");
        }
        if self.name.chars().count() > NAME_LENGTH {
            at("name", UserErrorCode::TooLong, "at most 200 characters");
        }
        if self.url.as_deref().is_some_and(|url| !is_web(url)) {
            at(
                "url",
                UserErrorCode::Invalid,
                "an absolute http or https address",
            );
        }
        problems
    }
}

/// Whether an address is absolute and of the web.
pub fn is_web(address: &str) -> bool {
    let parsed = url::Url::parse(address);
    parsed.is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn cleaned(texts: &BTreeMap<Locale, String>, site: &Site) -> BTreeMap<Locale, String> {
    let texts = texts
        .iter()
        .map(|(locale, text)| (*locale, site.clean(*locale, text)));
    texts.filter(|(_, text)| !text.is_empty()).collect()
}

/// Keywords as they are kept: each once, whatever its case.
fn each_once(keywords: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let cleaned = keywords.iter().map(|keyword| clean_text(keyword, None));
    cleaned
        .filter(|keyword| !keyword.is_empty() && seen.insert(fold(keyword)))
        .collect()
}

fn text_problems(
    field: &str,
    texts: &BTreeMap<Locale, String>,
    length: usize,
    site: &Site,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut at = |locale: &Locale, code, why: String| {
        problems.push(Problem::at(["input", field, locale.as_str()], code, why));
    };
    for (locale, text) in texts {
        if site.any_edition(*locale).is_none() {
            at(
                locale,
                UserErrorCode::Invalid,
                "the site has no such edition".to_owned(),
            );
        }
        if text.chars().count() > length {
            at(
                locale,
                UserErrorCode::TooLong,
                format!("at most {length} characters"),
            );
        }
    }
    problems
}
