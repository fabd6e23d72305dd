//! Menus: what they say, and where they lead.

use serde::{Deserialize, Serialize};

use super::Site;
use crate::app::Problem;
use crate::platform::ids::{ArticleId, SectionId, TagId};
use crate::platform::language::is_slug;
use crate::platform::locale::Locale;
use crate::platform::web::is_url;
use crate::vocabulary::UserErrorCode;

/// The most entries of a level, and the most characters of one.
const MAX_ITEMS: usize = 40;
const LABEL_LENGTH: usize = 80;

/// A named menu of one edition, of two levels.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Menu {
    /// Its edition.
    pub locale: Locale,
    /// Its name, in kebab case.
    pub key: String,
    /// Its entries.
    pub items: Vec<MenuItem>,
}

/// A menu entry of the first level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MenuItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    #[serde(flatten)]
    pub target: MenuTarget,
    /// Whether it stands out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_highlighted: bool,
    /// The entries below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<MenuChild>,
}

/// A menu entry of the second level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MenuChild {
    /// What it says.
    pub label: String,
    /// Where it leads.
    #[serde(flatten)]
    pub target: MenuTarget,
    /// Whether it stands out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_highlighted: bool,
}

/// Where a menu entry leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MenuTarget {
    /// An address.
    Url(String),
    /// A section.
    Section(SectionId),
    /// A tag.
    Tag(TagId),
    /// A story.
    Article(ArticleId),
    /// A front of the edition, by its key.
    Front(String),
}

impl Menu {
    /// Where all entries lead, each with the path of its input: whoever knows the other things of
    /// the portal looks there for what is gone.
    pub fn targets(&self) -> Vec<(Vec<String>, &MenuTarget)> {
        let mut targets = Vec::new();
        for (place, item) in self.items.iter().enumerate() {
            let place = place.to_string();
            let path = |below: &[&str]| -> Vec<String> {
                let steps = ["items", &place].into_iter().chain(below.iter().copied());
                steps.map(str::to_owned).collect()
            };
            targets.push((path(&["target"]), &item.target));
            for (place, child) in item.children.iter().enumerate() {
                let below = ["children", &place.to_string(), "target"];
                targets.push((path(&below), &child.target));
            }
        }
        targets
    }

    /// The menu with all that led to `from` leading to `into`; `None` when nothing did.
    pub fn retargeted(&self, from: &MenuTarget, into: &MenuTarget) -> Option<Self> {
        let mut next = self.clone();
        for item in &mut next.items {
            let children = item.children.iter_mut().map(|child| &mut child.target);
            for target in children.chain([&mut item.target]) {
                if target == from {
                    target.clone_from(into);
                }
            }
        }
        (next != *self).then_some(next)
    }

    /// The menu with its words as they are stored.
    #[must_use]
    pub fn cleaned(mut self, site: &Site) -> Self {
        for item in &mut self.items {
            item.label = site.clean(self.locale, &item.label);
            for child in &mut item.children {
                child.label = site.clean(self.locale, &child.label);
            }
        }
        self
    }

    /// What is wrong with it, by itself.
    pub fn problems(&self, site: &Site) -> Vec<Problem> {
        let mut problems = Vec::new();
        if site.any_edition(self.locale).is_none() {
            let why = "the site has no such edition";
            problems.push(Problem::at(["locale"], UserErrorCode::Invalid, why));
        }
        if !is_slug(&self.key) {
            let why = "lower-case ASCII words joined by single hyphens";
            problems.push(Problem::at(["key"], UserErrorCode::Invalid, why));
        }
        problems.extend(too_many(["items"], self.items.len()));
        for (place, item) in self.items.iter().enumerate() {
            let path = ["items".to_owned(), place.to_string()];
            let found = entry_problems(&item.label, &item.target);
            problems.extend(found.map(|problem| problem.below(&path)));
            problems.extend(too_many(["children"], item.children.len()).map(|p| p.below(&path)));
            for (place, child) in item.children.iter().enumerate() {
                let below = ["children".to_owned(), place.to_string()];
                let found = entry_problems(&child.label, &child.target);
                problems.extend(found.map(|problem| problem.below(&below).below(&path)));
            }
        }
        problems
    }
}

fn too_many<const N: usize>(path: [&str; N], count: usize) -> Option<Problem> {
    let why = format!("at most {MAX_ITEMS} entries");
    (count > MAX_ITEMS).then(|| Problem::at(path, UserErrorCode::TooMany, why))
}

fn entry_problems(label: &str, target: &MenuTarget) -> impl Iterator<Item = Problem> {
    let label = match label.chars().count() {
        0 => Some((
            UserErrorCode::Required,
            "a menu entry says something".to_owned(),
        )),
        1..=LABEL_LENGTH => None,
        _ => Some((
            UserErrorCode::TooLong,
            format!("at most {LABEL_LENGTH} characters"),
        )),
    };
    let label = label.map(|(code, why)| Problem::at(["label"], code, why));
    let why = "an absolute https address";
    let target = match target {
        MenuTarget::Url(url) if !is_url(url) => {
            Some(Problem::at(["target", "url"], UserErrorCode::Invalid, why))
        }
        _ => None,
    };
    label.into_iter().chain(target)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::editions::Edition;
    use crate::platform::ids::EditionId;

    fn site() -> Site {
        let locale = "uk".parse().unwrap();
        let id = EditionId(uuid::Uuid::from_u128(1));
        let mut site = Site::blank(locale);
        site.all_editions.push(Edition::new(id, locale, 0).unwrap());
        site
    }

    fn menu(items: serde_json::Value) -> Menu {
        serde_json::from_value(json!({ "locale": "uk", "key": "sections", "items": items }))
            .unwrap()
    }

    fn paths(menu: &Menu) -> Vec<String> {
        let problems = menu.problems(&site()).into_iter();
        problems.map(|problem| problem.path.join(".")).collect()
    }

    #[test]
    fn an_entry_leads_to_one_thing_and_is_written_as_it_is_read() {
        let child = json!({ "label": "Про нас", "front": "about" });
        let items =
            json!([{ "label": "Пошта", "url": "https://post.example", "children": [child] }]);

        let menu = menu(items.clone());

        assert_eq!(json!(menu.items), items);
        assert!(paths(&menu).is_empty());
        assert!(serde_json::from_value::<MenuItem>(json!({ "label": "Нікуди" })).is_err());
    }

    #[test]
    fn faults_are_found_on_both_levels() {
        let child = json!({ "label": "ф".repeat(81), "url": "/about" });
        let items = json!([{ "label": "", "front": "home", "children": [child] }]);

        let found = paths(&menu(items));

        let expected = [
            "items.0.label",
            "items.0.children.0.label",
            "items.0.children.0.target.url",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_level_has_at_most_forty_entries() {
        let item = json!({ "label": "x", "front": "home" });
        let mut full = item.clone();
        full["children"] = json!(vec![item.clone(); 41]);

        assert_eq!(paths(&menu(json!(vec![item; 41]))), ["items"]);
        assert_eq!(paths(&menu(json!([full]))), ["items.0.children"]);
    }

    #[test]
    fn targets_are_told_with_the_paths_of_their_inputs() {
        let child = json!({ "label": "x", "front": "about" });
        let menu = menu(json!([{ "label": "x", "front": "home", "children": [child] }]));

        let targets = menu.targets();

        let paths: Vec<_> = targets.iter().map(|(path, _)| path.join(".")).collect();
        assert_eq!(paths, ["items.0.target", "items.0.children.0.target"]);
    }

    #[test]
    fn what_led_to_one_thing_can_lead_to_another() {
        let child = json!({ "label": "x", "front": "about" });
        let menu = menu(json!([{ "label": "x", "front": "home", "children": [child] }]));
        let front = |key: &str| MenuTarget::Front(key.to_owned());

        let next = menu.retargeted(&front("about"), &front("team")).unwrap();

        assert_eq!(next.items[0].children[0].target, front("team"));
        assert_eq!(menu.retargeted(&front("gone"), &front("team")), None);
    }
}
