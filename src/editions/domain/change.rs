//! Changing the settings of the site and of its editions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::{Edition, EditionInput, Retention, SettingsInput, Site};
use crate::app::{Problem, Result, refuse_if_any};
use crate::editions::labels;
use crate::platform::ids::EditionId;
use crate::platform::language::clean_text;
use crate::vocabulary::UserErrorCode;

impl Site {
    /// The site as `input` makes it. Its version stays: the store counts.
    ///
    /// Sections are not known here: whoever opens an edition sees to it that each open section has
    /// a name in its language.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub fn changed(
        &self,
        input: &SettingsInput,
        mut new_id: impl FnMut() -> EditionId,
    ) -> Result<Self> {
        let mut next = self.clone();
        next.take_facts(input);
        for given in &input.locales {
            next.take_edition(given, &mut new_id)?;
        }
        next.all_editions.sort_by_key(|edition| edition.position);
        for (place, edition) in (0..).zip(&mut next.all_editions) {
            edition.position = place;
        }
        let mut problems = next.problems();
        let mut met = BTreeSet::new();
        for (place, given) in input.locales.iter().enumerate() {
            let mut found = match next.any_edition(given.locale) {
                Some(edition) => next.edition_problems(edition),
                None => Vec::new(),
            };
            if !met.insert(given.locale) {
                let why = "this edition stands twice";
                found.push(Problem::at(["locale"], UserErrorCode::Duplicate, why));
            }
            let path = ["locales", &place.to_string()];
            problems.extend(found.into_iter().map(|problem| problem.below(path)));
        }
        refuse_if_any(
            problems
                .into_iter()
                .map(|problem| problem.below(["input"]))
                .collect(),
        )?;
        Ok(next)
    }

    /// All that can be set, by name; of an edition below its language.
    pub fn facts(&self) -> BTreeMap<String, Json> {
        let shared = [
            ("name", json!(self.name)),
            ("baseUrl", json!(self.base_url)),
            ("defaultLocale", json!(self.default_locale)),
            ("timeZone", json!(self.time_zone)),
            ("socialLinks", json!(self.social_links)),
            ("languageParity", json!(self.language_parity)),
            ("retention", json!(self.retention)),
        ];
        let shared = shared
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        let editions = self.all_editions.iter().flat_map(|edition| {
            let named = |(name, value)| (format!("{}.{name}", edition.locale), value);
            edition.facts().map(named)
        });
        shared.chain(editions).collect()
    }

    fn take_facts(&mut self, input: &SettingsInput) {
        if let Some(name) = &input.name {
            self.name = clean_text(name, None);
        }
        if let Some(base_url) = &input.base_url {
            base_url
                .trim_end_matches('/')
                .clone_into(&mut self.base_url);
        }
        self.default_locale = input.default_locale.unwrap_or(self.default_locale);
        self.time_zone = input.time_zone.unwrap_or(self.time_zone);
        if let Some(links) = &input.social_links {
            self.social_links.clone_from(links);
        }
        if let Some(parity) = &input.language_parity {
            self.language_parity.clone_from(parity);
        }
        if let Some(given) = &input.retention {
            let kept = &mut self.retention;
            *kept = Retention {
                trashed_draft_days: given.trashed_draft_days.unwrap_or(kept.trashed_draft_days),
                autosave_days: given.autosave_days.unwrap_or(kept.autosave_days),
                ad_event_days: given.ad_event_days.unwrap_or(kept.ad_event_days),
                audit_days: given.audit_days.unwrap_or(kept.audit_days),
            };
        }
    }

    fn take_edition(
        &mut self,
        given: &EditionInput,
        new_id: &mut impl FnMut() -> EditionId,
    ) -> Result<()> {
        let known = self
            .all_editions
            .iter()
            .position(|edition| edition.locale == given.locale);
        let place = match known {
            Some(place) => place,
            None => {
                let last = i32::try_from(self.all_editions.len()).unwrap_or(i32::MAX);
                let new =
                    Edition::new(new_id(), given.locale, last).map_err(anyhow::Error::from)?;
                self.all_editions.push(new);
                self.all_editions.len() - 1
            }
        };
        self.all_editions[place].take(given);
        Ok(())
    }
}

impl Edition {
    /// Takes over what is given.
    fn take(&mut self, given: &EditionInput) {
        let clean = |text: &Option<String>, before: &String| match text {
            Some(text) => self.clean(text),
            None => before.clone(),
        };
        let autonym = clean(&given.autonym, &self.autonym);
        let short_label = clean(&given.short_label, &self.short_label);
        let home_title = clean(&given.home_title, &self.home_title);
        if let Some(text) = &given.home_description {
            self.home_description = Some(self.clean(text)).filter(|text| !text.is_empty());
        }
        (self.autonym, self.short_label, self.home_title) = (autonym, short_label, home_title);
        self.position = given.position.unwrap_or(self.position);
        self.is_enabled = given.is_enabled.unwrap_or(self.is_enabled);
        self.direction = given.direction.unwrap_or(self.direction);
        self.transliteration = given.transliteration.unwrap_or(self.transliteration);
        if let Some(locales) = &given.name_fallback {
            self.name_fallback.clone_from(locales);
        }
        if let Some(locales) = &given.ad_locales {
            self.ad_locales.clone_from(locales);
        }
        for (style, pattern) in given.date_patterns.iter().flatten() {
            let house = labels::date_pattern(*style);
            let pattern = if pattern.is_empty() {
                house
            } else {
                pattern.as_str()
            };
            self.date_patterns.insert(*style, pattern.to_owned());
        }
        for (key, text) in given.labels.iter().flatten() {
            self.take_label(key, self.clean(text));
        }
    }

    fn take_label(&mut self, key: &str, text: String) {
        let built_in = labels::built_in_word(self.locale, key);
        match (text.is_empty(), built_in) {
            (false, _) => self.labels.insert(key.to_owned(), text),
            (true, Some(word)) => self.labels.insert(key.to_owned(), word.to_owned()),
            (true, None) => self.labels.remove(key),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Error;

    fn id() -> EditionId {
        EditionId(uuid::Uuid::from_u128(1))
    }

    fn input(json: Json) -> SettingsInput {
        serde_json::from_value(json).unwrap()
    }

    fn edition(locale: &str) -> Json {
        json!({
            "locale": locale, "isEnabled": true,
            "autonym": "A", "shortLabel": "A", "homeTitle": "A",
        })
    }

    /// A site of two open editions and a closed one.
    fn site() -> Site {
        let mut polish = edition("pl");
        polish["isEnabled"] = json!(false);
        let first = input(json!({
            "name": "Маяк", "baseUrl": "https://mayak.example/", "defaultLocale": "uk",
            "timeZone": "Europe/Kiev", "locales": [edition("uk"), edition("en"), polish],
        }));
        Site::blank("uk".parse().unwrap())
            .changed(&first, id)
            .unwrap()
    }

    /// Paths of what is wrong with a change.
    fn refused(change: Json) -> Vec<String> {
        match site().changed(&input(change), id) {
            Err(Error::Refused(problems)) => problems
                .iter()
                .map(|problem| problem.path.join("."))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_site_is_set_up_by_one_input() {
        let site = site();

        assert_eq!(site.base_url, "https://mayak.example");
        assert_eq!(site.time_zone.as_str(), "Europe/Kyiv");
        assert_eq!(site.editions().count(), 2);
        assert_eq!(site.all_editions[2].position, 2);
    }

    #[test]
    fn what_a_site_cannot_do_without_is_asked_for_at_once() {
        let blank = Site::blank("uk".parse().unwrap());
        let Err(Error::Refused(problems)) = blank.changed(&SettingsInput::default(), id) else {
            panic!("a blank site is no site");
        };
        let paths: Vec<_> = problems
            .iter()
            .map(|problem| problem.path.join("."))
            .collect();

        assert_eq!(
            paths,
            ["input.name", "input.baseUrl", "input.defaultLocale"]
        );
    }

    #[test]
    fn absent_fields_stay_as_they_are() {
        let change = json!({ "locales": [{ "locale": "en", "homeTitle": "Lighthouse" }] });

        let next = site().changed(&input(change), id).unwrap();

        let (mut before, mut after) = (site().facts(), next.facts());
        assert_eq!(after.remove("en.homeTitle"), Some(json!("Lighthouse")));
        before.remove("en.homeTitle");
        assert_eq!(before, after);
    }

    #[test]
    fn an_interface_word_set_empty_goes_back_to_the_built_in_one() {
        let labels = |share: &str| {
            let labels = json!({ "share": share, "cookies.accept": share });
            input(json!({ "locales": [{ "locale": "en", "labels": labels }] }))
        };
        let word = |site: &Site| site.all_editions[1].label("share").to_owned();

        let changed = site().changed(&labels("Spread the word"), id).unwrap();
        let back = changed.changed(&labels(""), id).unwrap();

        assert_eq!(word(&changed), "Spread the word");
        assert_eq!(changed.all_editions[1].own_labels().len(), 2);
        assert_eq!(word(&back), "Share");
        assert_eq!(back.facts(), site().facts());
    }

    #[test]
    fn the_default_edition_stays_open() {
        let closed = json!({ "locales": [{ "locale": "uk", "isEnabled": false }] });

        assert_eq!(refused(closed), ["input.defaultLocale"]);
        assert_eq!(
            refused(json!({ "defaultLocale": "pl" })),
            ["input.defaultLocale"]
        );
    }

    #[test]
    fn addresses_are_secure_ones() {
        let link = json!({ "network": "X", "url": "http://x.com/mayak" });

        let paths = refused(json!({ "baseUrl": "http://mayak.example", "socialLinks": [link] }));

        assert_eq!(paths, ["input.baseUrl", "input.socialLinks.0.url"]);
    }

    #[test]
    fn patterns_words_and_borrowing_are_checked() {
        let locales = json!([{
            "locale": "en",
            "datePatterns": { "FULL": "EEEE, Q" },
            "labels": { "no spaces": "x", "allNews": "All news" },
            "nameFallback": ["en", "be"],
            "adLocales": ["en", "en"],
        }]);

        let paths = refused(json!({ "locales": locales }));

        let expected = [
            "datePatterns.FULL",
            "labels.allNews",
            "labels.no spaces",
            "nameFallback",
            "nameFallback",
            "adLocales",
        ];
        assert_eq!(
            paths,
            expected.map(|path| format!("input.locales.0.{path}"))
        );
    }

    #[test]
    fn a_language_waits_for_another_that_the_site_has() {
        let parity = |required: Option<&str>, applies: &str| {
            let (mode, applies) = ("WARN", [applies]);
            json!({ "languageParity": {
                "mode": mode, "requiredLocale": required, "appliesTo": applies,
            } })
        };

        assert!(site().changed(&input(parity(Some("uk"), "en")), id).is_ok());
        assert_eq!(
            refused(parity(None, "en")),
            ["input.languageParity.requiredLocale"]
        );
        assert_eq!(
            refused(parity(Some("be"), "en")),
            ["input.languageParity.requiredLocale"]
        );
        assert_eq!(
            refused(parity(Some("uk"), "uk")),
            ["input.languageParity.appliesTo"]
        );
    }

    #[test]
    fn an_edition_stands_once_in_an_input() {
        let paths = refused(json!({ "locales": [edition("en"), edition("en")] }));

        assert_eq!(paths, ["input.locales.1.locale"]);
    }
}
