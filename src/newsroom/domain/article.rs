//! The record of a story.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::record::typed;
use crate::app::{Error, Problem, Result};
use crate::articles::{
    Article, Content, Contribution, Correction, CreditOverride, Incoming, IncomingText, LeadMedia,
    Life, RichText, Withdrawal,
};
use crate::platform::clock::Instant;
use crate::platform::ids::{
    AdvertiserId, ArticleId, AssetId, AuthorId, CorrectionId, SectionId, TagId, TranslationId,
    UserId,
};
use crate::platform::locale::Locale;
use crate::vocabulary::{
    AdServing, ArticleKind, ContributionRole, CorrectionKind, CorrectionPlacement, Sensitivity,
    UnpublishReason,
};

/// A story as its record tells it, keys already ids; its languages are read one by one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct StoryRecord {
    number: Option<i64>,
    #[serde(default = "news")]
    kind: ArticleKind,
    source_locale: Locale,
    section: SectionId,
    #[serde(default)]
    secondary_sections: Vec<SectionId>,
    #[serde(default)]
    tags: Vec<TagId>,
    primary_tag: Option<TagId>,
    #[serde(default)]
    byline: Vec<BylineRecord>,
    lead_media: Option<LeadRecord>,
    #[serde(default)]
    related: Vec<ArticleId>,
    #[serde(default)]
    sensitivity: Vec<Sensitivity>,
    #[serde(default = "automatic")]
    ad_serving: AdServing,
    #[serde(default)]
    content_categories: Vec<String>,
    #[serde(default)]
    hide_call_to_action: bool,
    sponsor: Option<AdvertiserId>,
    slugline: Option<String>,
    #[serde(default = "usual")]
    urgency: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BylineRecord {
    author: AuthorId,
    #[serde(default = "author")]
    role: ContributionRole,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct LeadRecord {
    asset: AssetId,
    credit_override: Option<CreditOverride>,
}

/// What a translation says beside its text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct LifeRecord {
    published_at: Option<Instant>,
    slug: Option<String>,
    updated_at: Option<Instant>,
    archived_at: Option<Instant>,
    withdrawn: Option<WithdrawnRecord>,
    #[serde(default)]
    corrections: Vec<CorrectionRecord>,
    #[serde(default)]
    old_paths: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct WithdrawnRecord {
    at: Instant,
    reason: UnpublishReason,
    public_notice: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct CorrectionRecord {
    kind: CorrectionKind,
    at: Instant,
    text: RichText,
    #[serde(default = "bottom")]
    placement: CorrectionPlacement,
    block_id: Option<String>,
    #[serde(default)]
    show_update_label: bool,
}

const fn news() -> ArticleKind {
    ArticleKind::News
}

const fn automatic() -> AdServing {
    AdServing::Automatic
}

const fn usual() -> i32 {
    5
}

const fn author() -> ContributionRole {
    ContributionRole::Author
}

const fn bottom() -> CorrectionPlacement {
    CorrectionPlacement::Bottom
}

/// Members of a translation that are not its text.
const LIFE: &[&str] = &[
    "publishedAt",
    "slug",
    "updatedAt",
    "archivedAt",
    "withdrawn",
    "corrections",
    "oldPaths",
];

/// The languages of a story's record, taken out of it.
///
/// # Errors
/// [`Error::Refused`] when there are none, or something else stands in their place.
pub fn take_translations(body: &mut Json) -> Result<BTreeMap<Locale, Json>> {
    let members = body.as_object_mut();
    let taken = members.and_then(|members| members.shift_remove("translations"));
    let found: BTreeMap<Locale, Json> = match taken {
        Some(translations) => typed(translations, &["translations"])?,
        None => BTreeMap::new(),
    };
    if found.is_empty() {
        return Err(Error::invalid(
            ["translations"],
            "a story has at least one language",
        ));
    }
    Ok(found)
}

/// Who brings a story in, and when.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// The account.
    pub user: UserId,
    /// The moment of the import.
    pub now: Instant,
}

/// Reads the shared facts of a story.
///
/// # Errors
/// [`Error::Refused`]: where the record is of another form.
pub fn story(id: ArticleId, body: Json, by: Arrival) -> Result<Incoming> {
    let record: StoryRecord = typed(body, &[])?;
    let byline = record.byline.into_iter();
    let article = Article {
        id,
        number: 0,
        version: 1,
        kind: record.kind,
        source_locale: record.source_locale,
        section: record.section,
        secondary_sections: record.secondary_sections,
        tags: record.tags,
        primary_tag: record.primary_tag,
        contributions: byline
            .map(|part| Contribution {
                author_id: part.author,
                role: part.role,
            })
            .collect(),
        lead_media: record.lead_media.map(|lead| LeadMedia {
            asset_id: lead.asset,
            credit_override: lead.credit_override,
        }),
        related: record.related,
        sensitivity: record.sensitivity,
        ad_serving: record.ad_serving,
        content_categories: record.content_categories,
        hide_call_to_action: record.hide_call_to_action,
        sponsor: record.sponsor,
        slugline: record.slugline.map(|line| line.trim().to_owned()),
        urgency: record.urgency,
        created_at: by.now,
        created_by: by.user,
        changed_at: by.now,
        changed_by: by.user,
        archived_at: None,
        embargo_until: None,
        embargo_note: None,
    };
    Ok(Incoming {
        article,
        number: record.number,
        texts: Vec::new(),
    })
}

/// Reads one language of a story. Its notes have no ids yet.
///
/// # Errors
/// [`Error::Refused`]: where the record is of another form.
pub fn text(
    (id, locale): (TranslationId, Locale),
    body: Json,
    by: Arrival,
) -> Result<IncomingText> {
    let path = ["translations", locale.as_str()];
    let Json::Object(members) = body else {
        return Err(Error::invalid(path, "a translation is an object"));
    };
    let is_life = |(name, _): &(String, Json)| LIFE.contains(&name.as_str());
    let (life, content): (Map<_, _>, Map<_, _>) = members.into_iter().partition(is_life);
    let life: LifeRecord = typed(Json::Object(life), &path)?;
    let content: Content = typed(Json::Object(content), &path)?;
    let notes = life.corrections.into_iter().map(|note| Correction {
        id: CorrectionId(uuid::Uuid::nil()),
        translation_id: id,
        kind: note.kind,
        text: note.text,
        placement: note.placement,
        block_id: note.block_id,
        shows_update: note.show_update_label,
        issued_at: note.at,
        issued_by: by.user,
        revision: 0,
        withdrawn_at: None,
    });
    Ok(IncomingText {
        id,
        locale,
        slug: life.slug,
        content,
        notes: notes.collect(),
        life: Life {
            published_at: life.published_at,
            updated_at: life.updated_at,
            archived_at: life.archived_at,
            withdrawal: life.withdrawn.map(|taken| Withdrawal {
                at: taken.at,
                reason: taken.reason,
                notice: taken.public_notice,
            }),
        },
        old_paths: life.old_paths,
    })
}

/// A problem of a story in the words of its record.
pub fn as_written(mut problem: Problem) -> Problem {
    if let Some(first) = problem.path.first_mut() {
        let written = match first.as_str() {
            "tagIds" => "tags",
            "primaryTagId" => "primaryTag",
            "contributions" => "byline",
            "relatedIds" => "related",
            "sectionId" => "section",
            "secondarySectionIds" => "secondarySections",
            _ => return problem,
        };
        written.clone_into(first);
    }
    problem
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::vocabulary::LiveState;

    const BY: Arrival = Arrival {
        user: UserId(Uuid::nil()),
        now: Instant(1_783_756_680_000),
    };

    fn read(body: Json) -> Result<IncomingText> {
        let id = TranslationId(Uuid::nil());
        text((id, "uk".parse().unwrap()), body, BY)
    }

    #[test]
    fn a_translation_is_its_text_and_its_life() {
        let text = read(json!({
            "headline": "Нічний пором лишається",
            "publishedAt": BY.now.0 - 5,
            "corrections": [{ "kind": "UPDATE", "at": BY.now.0, "text": { "spans": [] } }],
        }))
        .unwrap();

        assert_eq!(text.content.headline, "Нічний пором лишається");
        assert_eq!(text.life.state(), LiveState::Live);
        assert_eq!(text.notes[0].placement, CorrectionPlacement::Bottom);
    }

    #[test]
    fn an_unknown_field_is_told_with_its_path() {
        let error = read(json!({ "headline": "A", "sumary": "B" })).unwrap_err();

        let Error::Refused(problems) = error else {
            panic!("{error}")
        };
        assert_eq!(problems[0].path, ["translations", "uk", "sumary"]);
    }

    #[test]
    fn a_story_has_a_language() {
        assert!(take_translations(&mut json!({})).is_err());
        assert!(take_translations(&mut json!({ "translations": { "no locale": {} } })).is_err());
        assert_eq!(
            take_translations(&mut json!({ "translations": { "uk": {} } }))
                .unwrap()
                .len(),
            1
        );
    }
}
