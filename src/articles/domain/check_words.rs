//! Checks of the words alone: scripts, apostrophes, and subjects that want a flag.

use super::content::Content;
use super::rich_text::RichText;
use crate::app::error::Check;
use crate::platform::language::{fold, mixed_tokens, unify_apostrophes};
use crate::vocabulary::{CheckCode, CheckSeverity};

/// How words begin that tell of death, violence or terror: forms fold to these in Ukrainian,
/// Russian and English. A story of these without any flag may stand beside ads that it should not.
const SENSITIVE: [&str; 15] = [
    "загину",
    "вбит",
    "убит",
    "самогуб",
    "самоуб",
    "зґвалт",
    "погиб",
    "изнасил",
    "теракт",
    "killed",
    "murder",
    "suicide",
    "raped",
    "terrorist",
    "massacre",
];

/// What the words of a text make one wonder about. `apostrophe` is the language's own letter;
/// `is_flagged` says whether the story, or a tag of it, is marked as sensitive.
pub fn word_checks(content: &Content, apostrophe: Option<char>, is_flagged: bool) -> Vec<Check> {
    let mut checks = Vec::new();
    for (path, text) in texts(content) {
        checks.extend(mixed_scripts(&path, &text));
        let is_wrong = |letter| unify_apostrophes(&text, letter) != text;
        if apostrophe.is_some_and(is_wrong) {
            let why = "another character stands for the apostrophe; saving puts it right";
            checks.push(check(
                CheckSeverity::Info,
                CheckCode::WrongApostrophe,
                why,
                &path,
            ));
        }
    }
    if !is_flagged {
        checks.extend(unflagged(content));
    }
    checks
}

/// The texts of a content, each with its path.
fn texts(content: &Content) -> Vec<(Vec<String>, String)> {
    let headline = Some(&content.headline);
    let lines = [
        ("headline", headline),
        ("shortHeadline", content.short_headline.as_ref()),
        ("kicker", content.kicker.as_ref()),
        ("summary", content.summary.as_ref()),
    ];
    let lines = lines.into_iter().filter_map(|(name, text)| {
        let text = text?;
        Some((vec![name.to_owned()], text.clone()))
    });
    let rich = content.places().into_iter().map(|(path, texts)| {
        let words: Vec<_> = texts.into_iter().map(RichText::plain).collect();
        (path, words.join("\n"))
    });
    lines.chain(rich).collect()
}

/// One warning for each word that mixes letters of two scripts.
fn mixed_scripts(path: &[String], text: &str) -> Vec<Check> {
    let mut tokens = mixed_tokens(text);
    tokens.sort_by(|one, other| one.token.cmp(&other.token));
    tokens.dedup_by(|one, other| one.token == other.token);
    let warned = tokens.into_iter().map(|token| {
        let why = match &token.repair {
            Some(repair) => format!("{} mixes scripts; perhaps {repair}", token.token),
            None => format!("{} mixes scripts", token.token),
        };
        check(CheckSeverity::Warning, CheckCode::MixedScript, &why, path)
    });
    warned.collect()
}

/// A warning when a text gives notice, or tells of violence, and nothing is flagged.
fn unflagged(content: &Content) -> Option<Check> {
    let code = CheckCode::SensitiveWithoutFlag;
    if content.content_warning.is_some() {
        let why = "the text opens with a notice, but the story is not flagged as sensitive";
        let path = ["contentWarning".to_owned()];
        return Some(check(CheckSeverity::Warning, code, why, &path));
    }
    let lede = content.lede.as_ref().map(RichText::plain);
    let tells = |text: &str| {
        let folded = fold(text);
        let mut words = folded.split(|c: char| !c.is_alphanumeric());
        words.any(|word| SENSITIVE.iter().any(|start| word.starts_with(start)))
    };
    let field = if tells(&content.headline) {
        "headline"
    } else if lede.as_deref().is_some_and(tells) {
        "lede"
    } else {
        return None;
    };
    let why = "the text seems to tell of death or violence, but the story is not flagged";
    Some(check(
        CheckSeverity::Warning,
        code,
        why,
        &[field.to_owned()],
    ))
}

fn check(severity: CheckSeverity, code: CheckCode, message: &str, path: &[String]) -> Check {
    Check {
        severity,
        code,
        message: message.to_owned(),
        path: path.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(content: serde_json::Value, is_flagged: bool) -> Vec<(CheckCode, String)> {
        let content: Content = serde_json::from_value(content).unwrap();
        let checks = word_checks(&content, Some('ʼ'), is_flagged).into_iter();
        checks
            .map(|check| (check.code, check.path.join(".")))
            .collect()
    }

    fn paragraph(text: &str) -> serde_json::Value {
        json!({ "paragraph": { "blockId": "a", "text": { "spans": [{ "text": text }] } } })
    }

    #[test]
    fn a_word_of_two_scripts_is_found_wherever_it_stands() {
        let content = json!({ "headline": "Киiв", "blocks": [paragraph("IT-компанія у Киiв")] });

        let expected = [
            (CheckCode::MixedScript, "headline".to_owned()),
            (CheckCode::MixedScript, "blocks.0".to_owned()),
        ];
        assert_eq!(found(content, true), expected);
    }

    #[test]
    fn a_foreign_apostrophe_is_worth_knowing() {
        let content = json!({ "headline": "П'ять", "blocks": [paragraph("пʼять")] });

        let expected = [(CheckCode::WrongApostrophe, "headline".to_owned())];
        assert_eq!(found(content, true), expected);
    }

    #[test]
    fn violence_without_a_flag_is_asked_about_once() {
        let told = json!({ "headline": "Троє загинули", "blocks": [paragraph("загинули")] });
        let quiet = json!({ "headline": "Пором загальмував" });
        let noticed = json!({ "headline": "Порт", "contentWarning": "Важкі кадри" });

        let at = |path: &str| vec![(CheckCode::SensitiveWithoutFlag, path.to_owned())];
        assert_eq!(found(told.clone(), false), at("headline"));
        assert_eq!(found(noticed, false), at("contentWarning"));
        assert_eq!(found(told, true), []);
        assert_eq!(found(quiet, false), []);
    }
}
