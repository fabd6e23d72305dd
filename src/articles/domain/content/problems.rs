//! What is wrong with a text by itself.

use std::collections::HashSet;

use super::shown::SUMMARY_LENGTH;
use super::{Content, Feature};
use crate::app::Problem;
use crate::articles::domain::check;
use crate::vocabulary::{ArticleKind, UserErrorCode};

impl Content {
    /// Faults of form that no save may store, all at once; paths start below `input`.
    pub fn problems(&self, kind: ArticleKind) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut too_long = |field: &str, text: Option<&str>, most: usize| {
            if text.is_some_and(|text| text.chars().count() > most) {
                let message = format!("at most {most} characters");
                problems.push(Problem::at([field], UserErrorCode::TooLong, message));
            }
        };
        too_long("headline", Some(&self.headline), 200);
        too_long("shortHeadline", self.short_headline.as_deref(), 200);
        too_long("kicker", self.kicker.as_deref(), 100);
        too_long("summary", self.summary.as_deref(), SUMMARY_LENGTH);
        too_long("contentWarning", self.content_warning.as_deref(), 300);
        if self.blocks.len() > 400 {
            problems.push(Problem::at(
                ["blocks"],
                UserErrorCode::TooMany,
                "at most 400 blocks",
            ));
        }
        if self
            .markers
            .as_ref()
            .is_some_and(|markers| markers.len() > 4)
        {
            problems.push(Problem::at(
                ["markers"],
                UserErrorCode::TooMany,
                "at most 4 markers",
            ));
        }
        problems.extend(self.block_problems());
        problems.extend(self.feature_problem(kind));
        problems
    }

    fn block_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen = HashSet::new();
        for (place, block) in self.blocks.iter().enumerate() {
            let place = place.to_string();
            if !seen.insert(block.id()) {
                let path = ["blocks", &place, block.name(), "blockId"];
                let message = "another block of this body has the same id";
                problems.push(Problem::at(path, UserErrorCode::Duplicate, message));
            }
            let found = check::block_problems(block);
            problems.extend(
                found
                    .into_iter()
                    .map(|p| p.below(["blocks", &place, block.name()])),
            );
        }
        for (place, mark) in self.ad_breaks.iter().enumerate() {
            if !seen.contains(mark.after_block_id.as_str()) {
                let path = ["adBreaks", &place.to_string(), "afterBlockId"];
                let message = "no block of this body has this id";
                problems.push(Problem::at(path, UserErrorCode::NotFound, message));
            }
        }
        problems
    }

    fn feature_problem(&self, kind: ArticleKind) -> Option<Problem> {
        let fits = match &self.feature {
            None => return None,
            Some(Feature::Interview { .. }) => kind == ArticleKind::Interview,
            Some(Feature::Opinion { .. }) => kind == ArticleKind::Opinion,
            Some(Feature::PhotoStory { .. }) => kind == ArticleKind::PhotoStory,
            Some(Feature::Video { .. }) => kind == ArticleKind::Video,
        };
        let message = format!("an article of kind {kind} has no such feature");
        (!fits).then(|| Problem::at(["feature"], UserErrorCode::Unsupported, message))
    }
}
