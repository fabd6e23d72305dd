//! Where in a story what is asked for stands: fragments with the words marked.

use std::collections::HashSet;

use super::sought::Sought;
use super::text::passages;
use crate::articles::domain::Content;
use crate::platform::language::{Stems, Word, words};

/// The most fragments of a story.
const MOST: usize = 3;

/// Bytes of a fragment before its first marked word and after it, roughly: cut between words.
const BEFORE: usize = 80;
const AFTER: usize = 220;

/// A piece of a text, as runs of words that are marked or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fragment {
    /// The runs, in order.
    pub runs: Vec<(String, bool)>,
}

/// The fragments that show best what was asked for, in reading order: of the lede and the body, or
/// where nothing of it stands there, of the headline.
pub fn fragments(content: &Content, sought: &Sought, stems: &Stems) -> Vec<Fragment> {
    let wanted: HashSet<&str> = sought.stems().collect();
    let mut found: Vec<(usize, usize, Fragment)> = passages(content)
        .enumerate()
        .filter_map(|(place, passage)| {
            let (worth, fragment) = fragment(&passage, &wanted, stems)?;
            Some((worth, place, fragment))
        })
        .collect();
    found.sort_by_key(|(worth, place, _)| (std::cmp::Reverse(*worth), *place));
    found.truncate(MOST);
    found.sort_by_key(|(_, place, _)| *place);
    if found.is_empty() {
        let headline = fragment(&content.headline, &wanted, stems);
        found.extend(headline.map(|(worth, fragment)| (worth, 0, fragment)));
    }
    found.into_iter().map(|(.., fragment)| fragment).collect()
}

/// A piece of a passage around the first word that is wanted, and how many different ones it holds.
fn fragment(passage: &str, wanted: &HashSet<&str>, stems: &Stems) -> Option<(usize, Fragment)> {
    let all = words(passage);
    let marked =
        |word: &Word| Some(stems.stem(&word.key)).filter(|stem| wanted.contains(stem.as_str()));
    let hits: Vec<(&Word, String)> = all
        .iter()
        .filter_map(|word| Some((word, marked(word)?)))
        .collect();
    let (first, _) = hits.first()?;
    let start = all
        .iter()
        .map(|word| word.start)
        .find(|start| start + BEFORE >= first.start);
    let end = all
        .iter()
        .rev()
        .map(|word| word.end)
        .find(|end| *end <= first.end + AFTER);
    let start = start.filter(|_| first.start > BEFORE).unwrap_or(0);
    let end = end
        .filter(|_| passage.len() > first.end + AFTER)
        .unwrap_or(passage.len());
    let hits: Vec<_> = hits.iter().filter(|(word, _)| word.end <= end).collect();
    let kinds: HashSet<&str> = hits.iter().map(|(_, stem)| stem.as_str()).collect();
    let mut runs = Vec::new();
    let mut at = start;
    let mut push = |text: String, is_marked| {
        if !text.is_empty() {
            runs.push((text, is_marked));
        }
    };
    let opening = if start > 0 { "…" } else { "" };
    for (place, (word, _)) in hits.iter().enumerate() {
        let dots = if place == 0 { opening } else { "" };
        push(format!("{dots}{}", &passage[at..word.start]), false);
        push(passage[word.start..word.end].to_owned(), true);
        at = word.end;
    }
    let closing = if end < passage.len() { "…" } else { "" };
    push(format!("{}{closing}", &passage[at..end]), false);
    Some((kinds.len(), Fragment { runs }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::articles::domain::RichText;

    fn shown(lede: &str, query: &str) -> Vec<String> {
        let stems = Stems::of("uk");
        let content = Content {
            headline: "Пором".to_owned(),
            lede: Some(RichText::plain_text(lede)),
            ..Content::default()
        };
        let sought = Sought::read(query, &stems).unwrap();
        let mark = |(text, is_marked): &(String, bool)| match is_marked {
            true => format!("[{text}]"),
            false => text.clone(),
        };
        fragments(&content, &sought, &stems)
            .iter()
            .map(|fragment| fragment.runs.iter().map(mark).collect())
            .collect()
    }

    #[test]
    fn words_are_marked_in_whatever_form_they_stand() {
        assert_eq!(
            shown("Порти Києва, і сам Київ.", "Київ"),
            ["Порти [Києва], і сам [Київ]."]
        );
    }

    #[test]
    fn long_passages_are_cut_between_words() {
        let long = format!("{} Одеса {}", "слово ".repeat(40), "далі ".repeat(90));

        let found = shown(&long, "Одесі");

        assert!(
            found[0].starts_with("…слово") && found[0].contains("[Одеса]"),
            "{found:?}"
        );
        assert!(
            found[0].ends_with("далі…") && found[0].len() < 400,
            "{found:?}"
        );
    }

    #[test]
    fn a_headline_is_shown_where_nothing_else_meets() {
        assert_eq!(shown("Інше.", "поромом"), ["[Пором]"]);
    }
}
