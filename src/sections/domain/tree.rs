//! All sections as one tree.

use std::collections::{BTreeMap, HashMap};

use super::{Section, SectionText};
use crate::addresses::Path;
use crate::app::Problem;
use crate::platform::ids::SectionId;
use crate::platform::locale::Locale;
use crate::vocabulary::UserErrorCode;

/// How many levels there are at most.
const MAX_DEPTH: usize = 3;

/// All sections, open and closed, each below its parent.
///
/// An open section stands below open ones only.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    sections: HashMap<SectionId, Section>,
    children: HashMap<Option<SectionId>, Vec<SectionId>>,
}

/// A page of a section that is to stand elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The section.
    pub section: SectionId,
    /// The language of the page.
    pub locale: Locale,
    /// Where it stood.
    pub from: Path,
    /// Where it stands now; `None` when it has no page any more.
    pub to: Option<Path>,
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

    /// What forbids a section to stand where it says, at `position` among its siblings. The paths
    /// of the problems are those of the arguments, without what stands above them.
    pub fn placement_problems(&self, section: &Section, position: Option<i32>) -> Vec<Problem> {
        let invalid = |field: &str, why: &str| Problem::at([field], UserErrorCode::Invalid, why);
        let mut problems = Vec::new();
        if position.is_some_and(|position| position < 0) {
            problems.push(invalid("position", "places are counted from 0"));
        }
        let Some(parent) = section.parent else {
            return problems;
        };
        let Some(above) = self.get(parent) else {
            problems.push(Problem::missing(["parentId"], parent));
            return problems;
        };
        if self
            .descendants(section.id)
            .iter()
            .any(|below| below.id == parent)
        {
            problems.push(invalid("parentId", "a section cannot stand below itself"));
        } else if self.ancestors(parent).len() + self.height(section.id) > MAX_DEPTH {
            problems.push(invalid(
                "parentId",
                "sections stand on three levels at most",
            ));
        }
        if section.is_active && !above.is_active {
            problems.push(invalid(
                "parentId",
                "an open section cannot stand below a closed one",
            ));
        }
        problems
    }

    /// How many levels a section and those below it take; 1 for one that is new.
    fn height(&self, id: SectionId) -> usize {
        let below = self.children(Some(id)).map(|child| self.height(child.id));
        1 + below.max().unwrap_or(0)
    }

    /// The tree with a new or changed section, at `position` among its siblings; where absent, it
    /// keeps its place, or is the last below a new parent.
    #[must_use]
    pub fn with(&self, section: Section, position: Option<i32>) -> Self {
        let before = self.get(section.id);
        let is_beside = before.is_some_and(|before| before.parent == section.parent);
        let mut beside: Vec<_> = self.children(section.parent).map(|one| one.id).collect();
        let kept = beside.iter().position(|id| *id == section.id && is_beside);
        beside.retain(|id| *id != section.id);
        let wanted = position.map(|position| usize::try_from(position).unwrap_or(0));
        let place = wanted.or(kept).unwrap_or(beside.len()).min(beside.len());
        beside.insert(place, section.id);
        let mut sections: BTreeMap<_, _> = self.sections.clone().into_iter().collect();
        sections.insert(section.id, section);
        for (position, id) in (0_i32..).zip(beside) {
            if let Some(section) = sections.get_mut(&id) {
                section.position = position;
            }
        }
        Self::new(sections.into_values())
    }

    /// Pages of open sections that stand elsewhere in `after`, or nowhere.
    pub fn moved(&self, after: &Self) -> Vec<Moved> {
        let mut moved = Vec::new();
        for section in self.iter().filter(|section| section.is_active) {
            for locale in section.texts.keys().copied() {
                let to = after.path(locale, section.id);
                if let Some(from) = self
                    .path(locale, section.id)
                    .filter(|from| Some(from) != to.as_ref())
                {
                    moved.push(Moved {
                        section: section.id,
                        locale,
                        from,
                        to,
                    });
                }
            }
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> SectionId {
        SectionId(Uuid::from_u128(number))
    }

    fn uk() -> Locale {
        "uk".parse().unwrap()
    }

    fn section(number: u128, parent: Option<u128>, position: i32, slug: &str) -> Section {
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
    fn tree() -> Tree {
        Tree::new([
            section(5, None, 1, "culture"),
            section(1, None, 0, "economy"),
            section(3, Some(1), 1, "transport"),
            section(2, Some(1), 0, "energy"),
            section(4, Some(2), 0, "power"),
        ])
    }

    fn slugs<'t>(sections: impl IntoIterator<Item = &'t Section>) -> Vec<&'t str> {
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

    #[test]
    fn a_section_cannot_stand_below_itself_or_on_a_fourth_level() {
        let tree = tree();
        let problem = |number: u128, parent: u128| {
            let moved = Section {
                parent: Some(id(parent)),
                ..tree.get(id(number)).unwrap().clone()
            };
            let problems = tree.placement_problems(&moved, None);
            problems.first().map(|problem| problem.message.clone())
        };

        assert_eq!(
            problem(1, 4).unwrap(),
            "a section cannot stand below itself"
        );
        assert_eq!(
            problem(1, 1).unwrap(),
            "a section cannot stand below itself"
        );
        assert_eq!(
            problem(2, 3).unwrap(),
            "sections stand on three levels at most"
        );
        assert_eq!(problem(2, 5), None);
    }

    #[test]
    fn an_open_section_cannot_stand_below_a_closed_or_an_unknown_one() {
        let mut closed = section(1, None, 0, "economy");
        closed.is_active = false;
        let tree = Tree::new([closed]);

        let below_closed = tree.placement_problems(&section(2, Some(1), 0, "energy"), None);
        let below_unknown = tree.placement_problems(&section(2, Some(7), 0, "energy"), None);

        assert_eq!(below_closed[0].code, UserErrorCode::Invalid);
        assert_eq!(below_unknown[0].code, UserErrorCode::NotFound);
    }

    #[test]
    fn a_section_takes_the_place_that_it_is_given_and_the_others_make_room() {
        let moved = Section {
            parent: None,
            ..tree().get(id(2)).unwrap().clone()
        };

        let after = tree().with(moved.clone(), Some(1));
        assert_eq!(
            slugs(after.children(None)),
            ["economy", "energy", "culture"]
        );
        assert_eq!(after.get(id(5)).unwrap().position, 2);

        let after = tree().with(moved, None);
        assert_eq!(
            slugs(after.children(None)),
            ["economy", "culture", "energy"]
        );

        let kept = tree().get(id(1)).unwrap().clone();
        let after = tree().with(kept, None);
        assert_eq!(slugs(after.children(None)), ["economy", "culture"]);
    }

    #[test]
    fn pages_below_a_moved_section_move_with_it() {
        let moved = Section {
            parent: Some(id(5)),
            ..tree().get(id(2)).unwrap().clone()
        };

        let moved = tree().moved(&tree().with(moved, None));

        let said: Vec<_> = moved.iter().map(|page| page.from.to_string()).collect();
        assert_eq!(
            said,
            ["/section/economy/energy", "/section/economy/energy/power"]
        );
        let to = moved[1].to.as_ref().unwrap().to_string();
        assert_eq!(to, "/section/culture/energy/power");
    }
}
