//! All sections as one tree.

use std::collections::{BTreeMap, HashMap};

use super::{Section, SectionText};
use crate::addresses::Path;
use crate::platform::ids::SectionId;
use crate::platform::locale::Locale;

/// How many levels there are at most.
pub(super) const MAX_DEPTH: usize = 3;

/// All sections, open and closed, each below its parent.
///
/// An open section stands below open ones only.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    sections: HashMap<SectionId, Section>,
    children: HashMap<Option<SectionId>, Vec<SectionId>>,
}

impl Tree {
    /// Puts sections together.
    pub fn new(sections: impl IntoIterator<Item = Section>) -> Self {
        let sections: HashMap<_, _> = sections.into_iter().map(|one| (one.id, one)).collect();
        let mut sorted: Vec<&Section> = sections.values().collect();
        sorted.sort_by_key(|section| (section.position, section.id));
        let mut children: HashMap<_, Vec<_>> = HashMap::new();
        for section in sorted {
            children.entry(section.parent).or_default().push(section.id);
        }
        Self { sections, children }
    }

    /// The sections, out of order.
    pub(super) fn into_sections(self) -> HashMap<SectionId, Section> {
        self.sections
    }

    /// The section with this id.
    pub fn get(&self, id: SectionId) -> Option<&Section> {
        self.sections.get(&id)
    }

    /// All sections: each before those below it, siblings in order.
    pub fn iter(&self) -> impl Iterator<Item = &Section> {
        self.below(None).into_iter()
    }

    /// The sections right below one, or at the top, in order.
    pub fn children(&self, parent: Option<SectionId>) -> impl Iterator<Item = &Section> {
        let ids = self.children.get(&parent).into_iter().flatten();
        ids.filter_map(|id| self.get(*id))
    }

    /// A section and those above it: the root first, the section last. Empty for an unknown id.
    pub fn ancestors(&self, id: SectionId) -> Vec<&Section> {
        let above = |section: &&Section| section.parent.and_then(|parent| self.get(parent));
        let upwards = std::iter::successors(self.get(id), above).take(MAX_DEPTH);
        let mut line: Vec<_> = upwards.collect();
        line.reverse();
        line
    }

    /// A section and all below it, the section first. Empty for an unknown id.
    pub fn descendants(&self, id: SectionId) -> Vec<&Section> {
        let own = self.get(id).into_iter();
        own.chain(self.below(Some(id))).collect()
    }

    fn below(&self, parent: Option<SectionId>) -> Vec<&Section> {
        let mut found = Vec::new();
        for child in self.children(parent) {
            found.push(child);
            found.extend(self.below(Some(child.id)));
        }
        found
    }

    /// The path of a section's page: the address words of those above it and its own.
    pub fn path(&self, locale: Locale, id: SectionId) -> Option<Path> {
        let line = self.ancestors(id);
        let slugs = line
            .iter()
            .map(|section| Some(section.texts.get(&locale)?.slug.clone()));
        let slugs: Vec<_> = slugs.collect::<Option<_>>()?;
        (!slugs.is_empty()).then_some(Path::Section(slugs))
    }

    /// The section that holds an address word, wherever it stands.
    pub fn by_slug(&self, locale: Locale, slug: &str) -> Option<&Section> {
        let holds = |text: Option<&SectionText>| text.is_some_and(|text| text.slug == slug);
        self.sections
            .values()
            .find(|section| holds(section.texts.get(&locale)))
    }

    /// The section at a path: the address words of those above it and its own.
    pub fn by_slugs(&self, locale: Locale, slugs: &[String]) -> Option<&Section> {
        let section = self.by_slug(locale, slugs.last()?)?;
        match self.path(locale, section.id)? {
            Path::Section(own) if own == slugs => Some(section),
            _ => None,
        }
    }

    /// Whether readers of a language meet a section: it is open, and it and those above it have
    /// words in the language.
    pub fn is_public(&self, locale: Locale, id: SectionId) -> bool {
        self.get(id).is_some_and(|section| section.is_active) && self.path(locale, id).is_some()
    }

    /// Gives a section the address words that were free.
    pub fn take_slugs(&mut self, id: SectionId, slugs: BTreeMap<Locale, String>) {
        if let Some(section) = self.sections.get_mut(&id) {
            section.take_slugs(slugs);
        }
    }

    /// Every page of an open section.
    pub(super) fn pages(&self) -> Vec<(&Section, Locale, Path)> {
        let mut pages = Vec::new();
        for section in self.iter().filter(|section| section.is_active) {
            for locale in section.texts.keys() {
                let path = self.path(*locale, section.id);
                pages.extend(path.map(|path| (section, *locale, path)));
            }
        }
        pages
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use uuid::Uuid;

    pub fn id(number: u128) -> SectionId {
        SectionId(Uuid::from_u128(number))
    }

    pub fn uk() -> Locale {
        "uk".parse().unwrap()
    }

    pub fn section(number: u128, parent: Option<u128>, position: i32, slug: &str) -> Section {
        let text = SectionText {
            name: slug.to_owned(),
            slug: slug.to_owned(),
            description: None,
        };
        Section {
            parent: parent.map(id),
            position,
            is_active: true,
            texts: BTreeMap::from([(uk(), text)]),
            ..Section::new(id(number))
        }
    }

    /// economy (energy (power), transport), culture.
    pub fn tree() -> Tree {
        Tree::new([
            section(5, None, 1, "culture"),
            section(1, None, 0, "economy"),
            section(3, Some(1), 1, "transport"),
            section(2, Some(1), 0, "energy"),
            section(4, Some(2), 0, "power"),
        ])
    }

    pub fn slugs<'t>(sections: impl IntoIterator<Item = &'t Section>) -> Vec<&'t str> {
        sections
            .into_iter()
            .map(|section| section.label(uk()))
            .collect()
    }

    #[test]
    fn each_section_stands_before_those_below_it_and_siblings_stand_in_order() {
        let tree = tree();

        assert_eq!(
            slugs(tree.iter()),
            ["economy", "energy", "power", "transport", "culture"]
        );
        assert_eq!(slugs(tree.children(Some(id(1)))), ["energy", "transport"]);
    }

    #[test]
    fn ancestors_come_root_first_and_descendants_section_first() {
        let tree = tree();

        assert_eq!(slugs(tree.ancestors(id(4))), ["economy", "energy", "power"]);
        assert_eq!(slugs(tree.descendants(id(2))), ["energy", "power"]);
        assert!(tree.ancestors(id(9)).is_empty());
    }

    #[test]
    fn a_path_names_those_above_and_is_found_by_all_of_it_only() {
        let tree = tree();
        let words = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();

        let path = tree.path(uk(), id(4)).unwrap();

        assert_eq!(path.to_string(), "/section/economy/energy/power");
        let found = tree.by_slugs(uk(), &words("economy/energy/power"));
        assert_eq!(found.map(|section| section.id), Some(id(4)));
        assert_eq!(tree.by_slugs(uk(), &words("energy/power")), None);
        assert_eq!(
            tree.by_slug(uk(), "power").map(|section| section.id),
            Some(id(4))
        );
    }

    #[test]
    fn a_section_below_one_without_words_in_a_language_is_not_met_there() {
        let mut economy = section(1, None, 0, "economy");
        let en: Locale = "en".parse().unwrap();
        let mut energy = section(2, Some(1), 0, "energy");
        energy.texts.insert(en, energy.texts[&uk()].clone());
        let tree = Tree::new([economy.clone(), energy.clone()]);

        assert!(tree.is_public(uk(), id(2)));
        assert!(!tree.is_public(en, id(2)));

        economy.is_active = false;
        let tree = Tree::new([economy, energy]);
        assert!(!tree.is_public(uk(), id(1)));
    }
}
