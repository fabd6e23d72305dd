//! Changing the tree: where a section may stand, and what moves with it.

use super::tree::MAX_DEPTH;
use super::{Section, Tree};
use crate::addresses::{Moved, Path, Target};
use crate::app::Problem;
use crate::platform::ids::SectionId;
use crate::platform::locale::Locale;
use crate::vocabulary::UserErrorCode;

fn invalid(field: &str, why: &str) -> Problem {
    Problem::at([field], UserErrorCode::Invalid, why)
}

impl Tree {
    /// What forbids a section to stand where it says, at `position` among its siblings. The paths
    /// of the problems are those of the arguments, without what stands above them.
    pub fn placement_problems(&self, section: &Section, position: Option<i32>) -> Vec<Problem> {
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

    /// What forbids to close a section and to send its stories to `into`.
    pub fn retirement_problems(&self, id: SectionId, into: SectionId) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.get(id).is_none() {
            problems.push(Problem::missing(["id"], id));
        }
        if self.children(Some(id)).any(|below| below.is_active) {
            let why = "open sections stand below it: move or retire them first";
            problems.push(invalid("id", why));
        }
        match self.get(into) {
            None => problems.push(Problem::missing(["moveArticlesToId"], into)),
            Some(target) if id == into || !target.is_active => {
                let why = "stories go to another section that is open";
                problems.push(invalid("moveArticlesToId", why));
            }
            Some(_) => {}
        }
        problems
    }

    /// How many levels a section and those below it take; 1 for one that is new.
    fn height(&self, id: SectionId) -> usize {
        let below = self.children(Some(id)).map(|child| self.height(child.id));
        1 + below.max().unwrap_or(0)
    }

    /// The tree with a new or changed section, at `position` among its siblings; where absent, it
    /// keeps its place, or is the last below a new parent. Its version grows when it is changed.
    #[must_use]
    pub fn with(&self, section: Section, position: Option<i32>) -> Self {
        let id = section.id;
        let before = self.get(id);
        let mut beside: Vec<_> = self.children(section.parent).map(|one| one.id).collect();
        let kept = beside.iter().position(|beside| *beside == id);
        beside.retain(|beside| *beside != id);
        let wanted = position.map(|position| usize::try_from(position).unwrap_or(0));
        let place = wanted.or(kept).unwrap_or(beside.len()).min(beside.len());
        beside.insert(place, id);
        let mut sections = self.clone().into_sections();
        sections.insert(id, section);
        for (position, id) in (0_i32..).zip(beside) {
            if let Some(section) = sections.get_mut(&id) {
                section.position = position;
            }
        }
        if let (Some(before), Some(after)) = (before, sections.get_mut(&id))
            && before != after
        {
            after.version = before.version + 1;
        }
        Self::new(sections.into_values())
    }

    /// Sections that are new in this tree, or not as they were in `before`.
    pub fn changed_since(&self, before: &Self) -> Vec<&Section> {
        let is_changed = |section: &&Section| before.get(section.id) != Some(*section);
        self.iter().filter(is_changed).collect()
    }

    /// Pages of `before` that stand elsewhere in this tree.
    pub fn moved_since(&self, before: &Self) -> Vec<Moved> {
        let mut moved = Vec::new();
        for (section, locale, from) in before.pages() {
            let to = self.path(locale, section.id);
            if to.as_ref().is_some_and(|to| *to != from) {
                let target = Target::Section(section.id);
                moved.push(Moved {
                    target,
                    locale,
                    from,
                    to,
                });
            }
        }
        moved
    }

    /// Pages of sections that were closed in `before`.
    pub fn opened_since(&self, before: &Self) -> Vec<(Locale, Path)> {
        let was_open = |id| before.get(id).is_some_and(|section| section.is_active);
        let opened = self
            .pages()
            .into_iter()
            .filter(|(section, ..)| !was_open(section.id));
        opened.map(|(_, locale, path)| (locale, path)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::tests::{id, section, slugs, tree};
    use super::*;

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
    fn a_section_is_retired_for_another_open_one_and_after_those_below_it() {
        let fields = |problems: Vec<Problem>| -> Vec<String> {
            problems
                .into_iter()
                .flat_map(|problem| problem.path)
                .collect()
        };

        assert!(tree().retirement_problems(id(3), id(5)).is_empty());
        assert_eq!(fields(tree().retirement_problems(id(2), id(5))), ["id"]);
        assert_eq!(
            fields(tree().retirement_problems(id(3), id(3))),
            ["moveArticlesToId"]
        );
        assert_eq!(
            fields(tree().retirement_problems(id(8), id(9))),
            ["id", "moveArticlesToId"]
        );
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
    fn the_version_grows_when_anything_of_a_section_is_changed() {
        let energy = tree().get(id(2)).unwrap().clone();

        let same = tree().with(energy.clone(), Some(0));
        let moved = tree().with(energy, Some(1));

        assert!(same.changed_since(&tree()).is_empty());
        assert_eq!(moved.get(id(2)).unwrap().version, 2);
        assert_eq!(slugs(moved.changed_since(&tree())), ["transport", "energy"]);
    }

    #[test]
    fn a_section_that_opens_gets_its_pages() {
        let mut closed = tree().get(id(4)).unwrap().clone();
        closed.is_active = false;
        let before = tree().with(closed, None);

        let opened = tree().opened_since(&before);

        let path = opened[0].1.to_string();
        assert_eq!(
            (opened.len(), path.as_str()),
            (1, "/section/economy/energy/power")
        );
    }

    #[test]
    fn pages_below_a_moved_section_move_with_it() {
        let moved = Section {
            parent: Some(id(5)),
            ..tree().get(id(2)).unwrap().clone()
        };

        let moved = tree().with(moved, None).moved_since(&tree());

        let said: Vec<_> = moved.iter().map(|page| page.from.to_string()).collect();
        assert_eq!(
            said,
            ["/section/economy/energy", "/section/economy/energy/power"]
        );
        let to = moved[1].to.as_ref().unwrap().to_string();
        assert_eq!(to, "/section/culture/energy/power");
    }
}
