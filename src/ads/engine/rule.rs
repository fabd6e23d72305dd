//! Targeting and exclusions, compiled for one book.

use super::lexicon::{Lexicon, Set};
use super::page::Page;
use super::sold::Targeting;
use crate::platform::ids::{SectionId, TagId};
use crate::platform::locale::Locale;

/// Numbers of all that the line items of a book name.
#[derive(Debug, Default)]
pub(super) struct Lexica {
    pub locales: Lexicon<Locale>,
    pub sections: Lexicon<SectionId>,
    pub tags: Lexicon<TagId>,
    pub words: Lexicon<String>,
    pub categories: Lexicon<String>,
}

/// What a page has, in the numbers of a book.
#[derive(Debug)]
pub(super) struct Traits {
    locale: Option<u32>,
    sections: Set,
    tags: Set,
    kind: u32,
    device: u32,
    page_kind: u32,
    words: Set,
    categories: Set,
}

impl Traits {
    pub fn of(page: &Page, lexica: &Lexica) -> Self {
        Self {
            locale: lexica.locales.known(&page.locale),
            sections: lexica.sections.known_of(&page.sections),
            tags: lexica.tags.known_of(&page.tags),
            kind: page.kind.map_or(0, |kind| 1 << kind as u32),
            device: 1 << page.device as u32,
            page_kind: 1 << page.page_kind as u32,
            words: lexica.words.known_of(&page.words),
            categories: lexica.categories.known_of(&page.categories),
        }
    }
}

/// The groups of a targeting that concern the page as a whole. Placements concern slots and stand
/// in the index of the book.
#[derive(Debug, Default)]
pub(super) struct Rule {
    locales: Set,
    sections: Set,
    tags: Set,
    kinds: u32,
    devices: u32,
    page_kinds: u32,
    keywords: Box<[Box<[u32]>]>,
    categories: Set,
}

impl Rule {
    pub fn of(targeting: &Targeting, lexica: &mut Lexica) -> Self {
        let words = &mut lexica.words;
        let phrase = |keyword: &String| -> Box<[u32]> {
            let parts = keyword.split_whitespace();
            parts.map(|part| words.learn(&part.to_owned())).collect()
        };
        Self {
            keywords: targeting.keywords.iter().map(phrase).collect(),
            locales: lexica.locales.learn_all(&targeting.locales),
            sections: lexica.sections.learn_all(&targeting.sections),
            tags: lexica.tags.learn_all(&targeting.tags),
            kinds: targeting
                .kinds
                .iter()
                .fold(0, |all, one| all | 1 << *one as u32),
            devices: targeting
                .devices
                .iter()
                .fold(0, |all, one| all | 1 << *one as u32),
            page_kinds: targeting
                .page_kinds
                .iter()
                .fold(0, |all, one| all | 1 << *one as u32),
            categories: lexica.categories.learn_all(&targeting.content_categories),
        }
    }

    /// The first group that the page fails, if it fails one; an empty group takes any page.
    pub fn fails(&self, page: &Traits) -> Option<&'static str> {
        self.groups(page)
            .find_map(|(name, verdict)| (verdict == Some(false)).then_some(name))
    }

    /// The first group that has something of the page. Each value excludes on its own: who names a
    /// section and a tag wants neither. An empty group excludes nothing.
    pub fn hits(&self, page: &Traits) -> Option<&'static str> {
        self.groups(page)
            .find_map(|(name, verdict)| (verdict == Some(true)).then_some(name))
    }

    /// Each group with whether it has something of the page; `None` for an empty group.
    fn groups(&self, page: &Traits) -> impl Iterator<Item = (&'static str, Option<bool>)> {
        let bits = |group: u32, trait_: u32| (group != 0).then_some(group & trait_ != 0);
        let set = |group: &Set, of_page: &Set| (!group.is_empty()).then(|| group.meets(of_page));
        let locale = (!self.locales.is_empty())
            .then(|| page.locale.is_some_and(|locale| self.locales.has(locale)));
        let words = (!self.keywords.is_empty()).then(|| {
            let mut phrases = self.keywords.iter();
            phrases.any(|phrase| page.words.has_all(phrase))
        });
        [
            ("devices", bits(self.devices, page.device)),
            ("pageKinds", bits(self.page_kinds, page.page_kind)),
            ("kinds", bits(self.kinds, page.kind)),
            ("locales", locale),
            ("sections", set(&self.sections, &page.sections)),
            ("tags", set(&self.tags, &page.tags)),
            ("contentCategories", set(&self.categories, &page.categories)),
            ("keywords", words),
        ]
        .into_iter()
    }
}
