//! Stories: shared facts by number, and one text a language, alike in all of them.

use serde_json::{Value as Json, json};

use super::dice::Dice;
use super::words::{
    HEADLINES, KICKERS, LEAD_IN, LOCALES, PLACES, QUOTES, SECTIONS, SENTENCES, SPEAKER,
};
use super::{AUTHORS, PICTURES, Size, TAGS, tag_name};

/// Minutes between two stories.
const MINUTES_APART: u64 = 11;

/// The stories of a newsroom, the oldest first.
pub struct Stories {
    size: Size,
    next: u64,
}

impl Stories {
    /// All of them.
    pub const fn of(size: Size) -> Self {
        Self { size, next: 0 }
    }
}

impl Iterator for Stories {
    type Item = Json;

    fn next(&mut self) -> Option<Json> {
        let number = self.next;
        self.next += 1;
        (number < self.size.stories).then(|| story(number, self.size))
    }
}

/// A story in three languages.
fn story(number: u64, size: Size) -> Json {
    let mut dice = Dice::from((number + 1).wrapping_mul(0xd1b5_4a32_d192_ed03) ^ size.seed);
    let tags = tags(&mut dice);
    let subject = tags[0];
    let minutes = (size.stories - number) * MINUTES_APART;
    let (byline, related) = (byline(&mut dice), related(&mut dice, number));
    let section = dice.skewed(SECTIONS.len());
    let picture = dice.of(PICTURES).0;
    let kinds = ["NEWS", "NEWS", "NEWS", "NEWS", "ARTICLE", "OPINION"];
    let kind = dice.of(&kinds);
    let seed = dice.next();
    let translations = (0_u64..)
        .zip(LOCALES)
        .enumerate()
        .map(|(place, (step, locale))| {
            let mut text = Text {
                dice: Dice::from(seed),
                language: place,
                is_short: size.is_short,
            };
            let later = minutes.saturating_sub(step * 5);
            (locale.to_owned(), text.whole(number, subject, later))
        });
    let translations: serde_json::Map<_, _> = translations.collect();
    json!({ "article": {
        "key": key(number), "kind": kind, "sourceLocale": "uk",
        "section": format!("s{section}"),
        "tags": tags.iter().map(|tag| format!("t{tag}")).collect::<Vec<_>>(),
        "byline": byline, "leadMedia": { "asset": picture }, "related": related,
        "translations": translations,
    } })
}

fn key(number: u64) -> String {
    format!("story-{number}")
}

/// One to six tags, the subject first.
fn tags(dice: &mut Dice) -> Vec<usize> {
    let mut tags = vec![dice.skewed(TAGS)];
    for _ in 0..dice.below(6) {
        let tag = dice.skewed(TAGS);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn byline(dice: &mut Dice) -> Vec<Json> {
    let (writer, photographer) = (dice.skewed(AUTHORS), dice.skewed(AUTHORS));
    let mut byline = vec![json!({ "author": format!("a{writer}") })];
    if photographer != writer && dice.once_in(4) {
        byline.push(json!({ "author": format!("a{photographer}"), "role": "PHOTOGRAPHER" }));
    }
    byline
}

/// A story of the days before, and sometimes two.
fn related(dice: &mut Dice, number: u64) -> Vec<String> {
    let mut earlier: Vec<u64> = (0..=dice.below(2))
        .map(|_| number.saturating_sub(1 + dice.next() % 50))
        .filter(|earlier| *earlier < number)
        .collect();
    earlier.dedup();
    earlier.into_iter().map(key).collect()
}

/// A text about to be written. The same dice give the same blocks in every language.
struct Text {
    dice: Dice,
    language: usize,
    is_short: bool,
}

impl Text {
    /// A headline, a lede, and a body of eight to sixteen blocks; of three when it is short.
    fn whole(&mut self, number: u64, subject: usize, minutes: u64) -> Json {
        let tag = tag_name(subject, self.language);
        let place = self.of(PLACES);
        let what = self.of(HEADLINES);
        let headline = format!("{tag} {place}: {}", self.with_number(what));
        let mut blocks = vec![self.source(subject)];
        let end = match self.is_short {
            true => 3,
            false => 8 + self.dice.below(9),
        };
        for place in 1..end {
            blocks.push(self.block(place, number));
        }
        let (lede, summary) = (self.sentences(2), self.sentences(1));
        let caption = format!("{tag} {place}");
        let mut text = json!({
            "publishedAt": format!("-PT{minutes}M"),
            "headline": headline, "lede": lede, "summary": summary,
            "leadCaption": caption, "leadAlt": caption, "blocks": blocks,
        });
        if self.dice.once_in(4) {
            text["kicker"] = self.of(KICKERS).into();
        }
        if self.dice.once_in(3) {
            text["shortHeadline"] = tag_name(subject, self.language).into();
        }
        text
    }

    fn of(&mut self, list: &[[&'static str; 3]]) -> &'static str {
        self.dice.of(list)[self.language]
    }

    /// Puts a number in its place, one that all three languages count by the same form of the noun.
    fn with_number(&mut self, text: &str) -> String {
        let number = 10 * self.dice.below(9) + 5 + self.dice.below(5);
        text.replace('#', &number.to_string())
    }

    /// Sentences, none of them twice: each stands one to seven places after the one before.
    fn sentences(&mut self, count: usize) -> String {
        let mut all = Vec::with_capacity(count);
        let mut place = self.dice.below(SENTENCES.len());
        for _ in 0..count {
            all.push(self.with_number(SENTENCES[place][self.language]));
            place = (place + 1 + self.dice.below(7)) % SENTENCES.len();
        }
        all.join(" ")
    }

    fn source(&mut self, subject: usize) -> Json {
        json!({ "labelled": {
            "blockId": "b0", "role": "SOURCE", "text": self.sentences(1),
            "sources": [{ "name": SPEAKER[self.language], "tagId": format!("t{subject}") }],
        } })
    }

    /// Any block; paragraphs are the most frequent.
    fn block(&mut self, place: usize, number: u64) -> Json {
        let id = format!("b{place}");
        match self.dice.below(16) {
            0 => self.quote(&id),
            1 => json!({ "background": {
                "blockId": id, "points": [self.sentences(1), self.sentences(1)],
            } }),
            2 => {
                let items = [self.sentences(1), self.sentences(1), self.sentences(1)];
                let items = items.map(|text| json!({ "text": text }));
                json!({ "list": { "blockId": id, "items": items } })
            }
            3 => {
                let tag = self.dice.skewed(TAGS);
                json!({ "heading": { "blockId": id, "level": 2, "text": tag_name(tag, self.language) } })
            }
            4 => self.figure(&id),
            5 if number > 0 => {
                let back = 1 + self.dice.next() % 200;
                let earlier = key(number.saturating_sub(back));
                json!({ "readAlso": { "blockId": id, "articleIds": [earlier] } })
            }
            6 => {
                let tag = self.dice.skewed(TAGS);
                let name = tag_name(tag, self.language);
                let words = format!("{} [{name}](tag:t{tag}).", self.sentences(2));
                json!({ "paragraph": { "blockId": id, "text": words } })
            }
            7 => {
                let words = format!("**{}** {}", self.sentences(1), self.sentences(2));
                json!({ "paragraph": { "blockId": id, "text": words } })
            }
            _ => json!({ "paragraph": { "blockId": id, "text": self.sentences(3) } }),
        }
    }

    fn quote(&mut self, id: &str) -> Json {
        json!({ "quote": {
            "blockId": id,
            "segments": [
                { "text": self.of(QUOTES) },
                { "leadIn": LEAD_IN[self.language], "text": self.of(QUOTES) },
            ],
            "attribution": { "name": SPEAKER[self.language] },
        } })
    }

    fn figure(&mut self, id: &str) -> Json {
        let (key, titles, _) = self.dice.of(PICTURES);
        let title = titles[self.language];
        let figure = json!({ "assetId": key, "caption": title, "alt": title });
        json!({ "figure": { "blockId": id, "figure": figure } })
    }
}
