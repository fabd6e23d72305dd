//! The story across languages.

use serde::{Deserialize, Serialize};

use super::block::CreditOverride;
use super::content::References;
use super::translation::Translation;
use crate::app::Problem;
use crate::platform::clock::Instant;
use crate::platform::ids::{AdvertiserId, ArticleId, AssetId, AuthorId, SectionId, TagId, UserId};
use crate::platform::locale::Locale;
use crate::policy::{STORIES, Subject};
use crate::vocabulary::{AdServing, ArticleKind, ContributionRole, Sensitivity, UserErrorCode};

/// What the languages of a story share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// Short public number, kept from imports.
    pub number: i64,
    /// Lock-step counter of these facts.
    pub version: i32,
    /// What sort of story it is.
    pub kind: ArticleKind,
    /// The language it was first written in.
    pub source_locale: Locale,
    /// Its section.
    pub section: SectionId,
    /// Other sections that it runs in.
    pub secondary_sections: Vec<SectionId>,
    /// What it is about, primary first.
    pub tags: Vec<TagId>,
    /// The tag of the `All news` block; the first public one when absent.
    pub primary_tag: Option<TagId>,
    /// Byline order.
    pub contributions: Vec<Contribution>,
    /// The lead picture or video.
    pub lead_media: Option<LeadMedia>,
    /// Hand-picked related stories.
    pub related: Vec<ArticleId>,
    /// Editorial and commercial flags.
    pub sensitivity: Vec<Sensitivity>,
    /// Editor's say on ads.
    pub ad_serving: AdServing,
    /// IAB Content Taxonomy 3.x ids added by hand.
    pub content_categories: Vec<String>,
    /// Whether calls to action stay away.
    pub hide_call_to_action: bool,
    /// Who paid for it.
    pub sponsor: Option<AdvertiserId>,
    /// Newsroom name.
    pub slugline: Option<String>,
    /// 1 (flash) to 9; never shown to readers.
    pub urgency: i32,
    /// When it was started.
    pub created_at: Instant,
    /// By whom.
    pub created_by: UserId,
    /// When anything of it last changed.
    pub changed_at: Instant,
    /// By whom.
    pub changed_by: UserId,
    /// When it was archived.
    pub archived_at: Option<Instant>,
    /// No language may go live before this moment.
    pub embargo_until: Option<Instant>,
    /// Words about the embargo, for the newsroom.
    pub embargo_note: Option<String>,
}

/// One byline entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contribution {
    /// Who.
    pub author_id: AuthorId,
    /// In what part.
    #[serde(default = "author")]
    pub role: ContributionRole,
}

const fn author() -> ContributionRole {
    ContributionRole::Author
}

/// The lead picture or video; its words are per language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeadMedia {
    /// Which asset.
    pub asset_id: AssetId,
    /// Overrides the credit of the asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_override: Option<CreditOverride>,
}

impl Article {
    /// What the policy must know of it: `locales` are the languages concerned, `sections` its
    /// section and those above it.
    pub fn subject(&self, locales: Vec<Locale>, sections: Vec<SectionId>) -> Subject {
        let is_translation = !locales.is_empty() && !locales.contains(&self.source_locale);
        let slugline = self.slugline.as_deref().unwrap_or_default();
        let label = format!("{} {slugline}", self.number);
        Subject {
            locales,
            sections,
            is_translation,
            seen_with: STORIES,
            ..Subject::of(self.id, label.trim_end())
        }
    }

    /// Whether an embargo holds at a moment.
    pub fn is_embargoed_at(&self, moment: Instant) -> bool {
        self.embargo_until.is_some_and(|until| moment < until)
    }

    /// Who may see it, with these languages, while an embargo holds: whoever started it, wrote the
    /// last words of a text, or was asked to review one. `None` when no embargo holds.
    pub fn known_to(&self, translations: &[Translation], now: Instant) -> Option<Vec<UserId>> {
        let authors = translations.iter().map(|one| one.text_author);
        let reviewers = translations.iter().filter_map(|one| one.reviewer);
        self.is_embargoed_at(now).then(|| {
            let all = authors.chain(reviewers).chain([self.created_by]);
            all.collect()
        })
    }

    /// Everything that the shared facts point at.
    pub fn references(&self) -> References {
        References {
            articles: self.related.iter().copied().collect(),
            tags: self.tags.iter().copied().chain(self.primary_tag).collect(),
            sections: self
                .secondary_sections
                .iter()
                .copied()
                .chain([self.section])
                .collect(),
            authors: self
                .contributions
                .iter()
                .map(|part| part.author_id)
                .collect(),
            assets: self.lead_media.iter().map(|lead| lead.asset_id).collect(),
            ..References::default()
        }
    }

    /// What the policy must know of one language of it.
    pub fn subject_of(&self, one: &Translation, sections: Vec<SectionId>) -> Subject {
        let label = format!("{} {} {}", self.number, one.locale, one.slug);
        let named = Subject::of(one.id, label);
        Subject {
            id: named.id,
            prefix: named.prefix,
            label: named.label,
            ..self.subject(vec![one.locale], sections)
        }
    }

    /// Faults of the shared facts, all at once; paths start below `input`.
    pub fn problems(&self) -> Vec<Problem> {
        use UserErrorCode::{Invalid, TooLong};
        let mut problems = self.list_problems();
        let mut refuse_if = |is_wrong: bool, field: &str, code, why: &str| {
            if is_wrong {
                problems.push(Problem::at([field], code, why));
            }
        };
        let is_own_section = self.secondary_sections.contains(&self.section);
        let why = "the primary section is not one of them";
        refuse_if(is_own_section, "secondarySectionIds", Invalid, why);
        let is_itself = self.related.contains(&self.id);
        refuse_if(is_itself, "relatedIds", Invalid, "never the story itself");
        let is_strange = self
            .primary_tag
            .is_some_and(|tag| !self.tags.contains(&tag));
        refuse_if(
            is_strange,
            "primaryTagId",
            Invalid,
            "one of the story's tags",
        );
        refuse_if(
            !(1..=9).contains(&self.urgency),
            "urgency",
            Invalid,
            "1 to 9",
        );
        let is_long = self
            .slugline
            .as_ref()
            .is_some_and(|line| line.chars().count() > 120);
        refuse_if(is_long, "slugline", TooLong, "at most 120 characters");
        problems
    }

    /// Lists that are too long, or name something twice.
    fn list_problems(&self) -> Vec<Problem> {
        let sections = &self.secondary_sections;
        let lists = [
            ("tagIds", self.tags.len(), 20, has_twice(&self.tags)),
            ("contributions", self.contributions.len(), 12, false),
            (
                "secondarySectionIds",
                sections.len(),
                10,
                has_twice(sections),
            ),
            (
                "relatedIds",
                self.related.len(),
                20,
                has_twice(&self.related),
            ),
        ];
        let mut problems = Vec::new();
        for (field, length, most, is_twice) in lists {
            if length > most {
                let why = format!("at most {most}");
                problems.push(Problem::at([field], UserErrorCode::TooMany, why));
            }
            if is_twice {
                let why = "each only once";
                problems.push(Problem::at([field], UserErrorCode::Duplicate, why));
            }
        }
        problems
    }
}

fn has_twice<T: Ord>(list: &[T]) -> bool {
    let distinct: std::collections::BTreeSet<_> = list.iter().collect();
    distinct.len() < list.len()
}
