//! Finding which records are new or have changed, and what they name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value as Json;
use uuid::Uuid;

use crate::app::{Call, Problem, Result};
use crate::newsroom::domain::item::Item;
use crate::newsroom::domain::rewrite::{self, Ids, Name};
use crate::newsroom::domain::{Kind, Record, Report};
use crate::newsroom::store::{self, Entry};
use crate::platform::ids::{AuthorId, TagId, TranslationId, TypedId};
use crate::platform::locale::Locale;
use crate::platform::parallel;
use crate::policy::Subject;
use crate::vocabulary::UserErrorCode;
use crate::{authors, tags};

/// The list of keys of translations, each `{key of the story}/{locale}`.
const TRANSLATIONS: &str = "translation";

/// A record that is new or has changed, its keys already ids.
#[derive(Debug)]
pub struct Fresh {
    /// The record.
    pub record: Record,
    /// The thing that it is here.
    pub id: Uuid,
    /// Whether it has not come in before.
    pub is_new: bool,
    /// Languages of a story that are new or have changed.
    pub texts: Vec<FreshText>,
    /// All languages of a story's record.
    pub locales: BTreeSet<Locale>,
    /// Records of the same type that it names and that are not here yet: they come with it.
    pub names: BTreeSet<String>,
    print: String,
}

/// A language of a story that is new or has changed.
#[derive(Debug)]
pub struct FreshText {
    /// Which one.
    pub locale: Locale,
    /// The translation that it is here.
    pub id: TranslationId,
    /// What the record says of it.
    pub body: Json,
    print: String,
}

impl Fresh {
    /// What the policy and the audit trail must know of it.
    pub fn subject(&self) -> Subject {
        let label = format!("{} {}", self.record.kind, self.record.key);
        Subject {
            id: self.id,
            prefix: self.record.kind.prefix(),
            label,
            ..Subject::default()
        }
    }

    /// What is to be remembered of it.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        let Record { kind, key, .. } = &self.record;
        let print = self.print.clone();
        let own = Entry {
            list: kind.as_str(),
            key: key.clone(),
            id: self.id,
            fingerprint: print,
        };
        let texts = self.texts.iter().map(move |text| Entry {
            list: TRANSLATIONS,
            key: format!("{key}/{}", text.locale),
            id: text.id.uuid(),
            fingerprint: text.print.clone(),
        });
        std::iter::once(own).chain(texts)
    }

    /// The problem of a record that names one which cannot come in.
    pub fn stranded(&self) -> Problem {
        let none: [&str; 0] = [];
        let why = format!("it names another {} that cannot come in", self.record.kind);
        Problem::at(none, UserErrorCode::NotFound, why)
    }

    /// Reads moments and Markdown of all its parts, and gathers what they name.
    fn open(&mut self, call: &Call) -> std::result::Result<BTreeSet<Name>, Vec<Problem>> {
        let (kind, now) = (self.record.kind, call.now());
        let mut names = BTreeSet::new();
        self.each_part(|body| {
            names.extend(rewrite::open(body, kind, now)?);
            Ok(())
        })?;
        let own = names.iter().filter(|(named, _)| *named == kind);
        self.names = own.map(|(_, key)| key.clone()).collect();
        Ok(names)
    }

    fn resolve(&mut self, ids: &Ids) -> std::result::Result<(), Vec<Problem>> {
        self.each_part(|body| rewrite::resolve(body, ids))
    }

    /// Does something to the record and to each of its languages. Gives all problems, their paths
    /// below the record.
    fn each_part(
        &mut self,
        mut act: impl FnMut(&mut Json) -> std::result::Result<(), Vec<Problem>>,
    ) -> std::result::Result<(), Vec<Problem>> {
        let mut problems = act(&mut self.record.body).err().unwrap_or_default();
        for text in &mut self.texts {
            let found = act(&mut text.body).err().unwrap_or_default().into_iter();
            let path = ["translations", text.locale.as_str()];
            problems.extend(found.map(|problem| problem.below(path)));
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }
}

/// What came in before under the keys of a batch.
struct Before {
    records: HashMap<Name, store::Known>,
    texts: HashMap<String, store::Known>,
}

impl Before {
    async fn of(call: &Call, items: &[Item]) -> Result<Self> {
        let mut keys: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
        for item in items {
            keys.entry(item.record.kind)
                .or_default()
                .push(&item.record.key);
        }
        let mut records = HashMap::new();
        for (kind, keys) in keys {
            let known = store::known(call, kind.as_str(), &keys).await?;
            records.extend(known.into_iter().map(|(key, known)| ((kind, key), known)));
        }
        let texts: Vec<String> = items
            .iter()
            .flat_map(|item| {
                let key = &item.record.key;
                item.languages
                    .iter()
                    .map(move |one| format!("{key}/{}", one.locale))
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        Ok(Self {
            records,
            texts: store::known(call, TRANSLATIONS, &texts).await?,
        })
    }

    /// The record, unless it and all its languages are as they were.
    fn fresh(&self, call: &Call, item: Item) -> Option<Fresh> {
        let locales = item.locales();
        let Item {
            record,
            print,
            languages,
        } = item;
        let known = self.records.get(&(record.kind, record.key.clone()));
        let mut texts = Vec::new();
        for language in languages {
            let before = self
                .texts
                .get(&format!("{}/{}", record.key, language.locale));
            if before.is_some_and(|b| b.fingerprint.as_ref() == Some(&language.print)) {
                continue;
            }
            texts.push(FreshText {
                locale: language.locale,
                id: before.map_or_else(|| call.new_id(), |before| TranslationId(before.id)),
                body: language.body,
                print: language.print,
            });
        }
        let is_same = known.is_some_and(|known| known.fingerprint.as_ref() == Some(&print));
        (!is_same || !texts.is_empty()).then(|| Fresh {
            id: known.map_or_else(|| call.app().ids.next(call.now()), |known| known.id),
            is_new: known.is_none(),
            names: BTreeSet::new(),
            record,
            texts,
            locales,
            print,
        })
    }
}

/// The records of a batch that are new or have changed, with ids in the place of keys. With
/// `is_ordered` a record may only name those before it.
///
/// # Errors
/// Those of the database; what is wrong with records goes to `report`.
pub async fn select(
    call: &Call,
    items: Vec<Item>,
    is_ordered: bool,
    report: &mut Report,
) -> Result<Vec<Fresh>> {
    let before = Before::of(call, &items).await?;
    let mut named = BTreeSet::new();
    let mut fresh = Vec::with_capacity(items.len());
    for item in items {
        let kind = item.record.kind;
        match before.fresh(call, item) {
            Some(one) => fresh.push(one),
            None => report.of(kind).unchanged += 1,
        }
    }
    let mut opened = Vec::with_capacity(fresh.len());
    for (names, one) in parallel::each(fresh, |mut one| (one.open(call), one)) {
        match names {
            Ok(names) => {
                named.extend(names);
                opened.push(one);
            }
            Err(problems) => report.refuse(&one.record, problems),
        }
    }
    let mut ids = known_ids(call, named).await?;
    let own = |fresh: &Fresh| ((fresh.record.kind, fresh.record.key.clone()), fresh.id);
    for fresh in &mut opened {
        let kind = fresh.record.kind;
        fresh
            .names
            .retain(|key| !ids.contains_key(&(kind, key.clone())));
    }
    if !is_ordered {
        ids.extend(opened.iter().map(own));
    }
    let mut resolved = Vec::with_capacity(opened.len());
    for mut fresh in opened {
        match fresh.resolve(&ids) {
            Ok(()) => {
                ids.extend([own(&fresh)]);
                resolved.push(fresh);
            }
            Err(problems) => report.refuse(&fresh.record, problems),
        }
    }
    drop_stranded(&mut resolved, report);
    Ok(resolved)
}

/// Reports and drops records that name others which cannot come with them.
pub fn drop_stranded(fresh: &mut Vec<Fresh>, report: &mut Report) {
    let good = standing(fresh, vec![true; fresh.len()]);
    let mut good = good.into_iter();
    fresh.retain(|one| {
        let stands = good.next() == Some(true);
        if !stands {
            report.refuse(&one.record, vec![one.stranded()]);
        }
        stands
    });
}

/// Which records can come in: those of `good` that name none of those that cannot.
pub fn standing(fresh: &[Fresh], mut good: Vec<bool>) -> Vec<bool> {
    loop {
        let here: HashSet<&str> = fresh
            .iter()
            .zip(&good)
            .filter_map(|(one, good)| good.then_some(one.record.key.as_str()))
            .collect();
        let stands = |one: &Fresh| one.names.iter().all(|key| here.contains(key.as_str()));
        let next: Vec<bool> = fresh
            .iter()
            .zip(&good)
            .map(|(one, good)| *good && stands(one))
            .collect();
        if next == good {
            return good;
        }
        good = next;
    }
}

/// What the named records are here. A tag or an author that has become part of another is that
/// other.
async fn known_ids(call: &Call, named: BTreeSet<Name>) -> Result<Ids> {
    let mut keys: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for (kind, key) in named {
        keys.entry(kind).or_default().push(key);
    }
    let mut ids = Ids::new();
    for (kind, keys) in keys {
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut known = store::known(call, kind.as_str(), &keys).await?;
        let merged = merged(call, kind, known.values().map(|known| known.id)).await?;
        for one in known.values_mut() {
            one.id = merged.get(&one.id).copied().unwrap_or(one.id);
        }
        ids.extend(
            known
                .into_iter()
                .map(|(key, known)| ((kind, key), known.id)),
        );
    }
    Ok(ids)
}

/// What took the place of those that became part of others.
async fn merged(
    call: &Call,
    kind: Kind,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Uuid>> {
    Ok(match kind {
        Kind::Tag => {
            let found = tags::by_ids(call, &ids.map(TagId).collect::<Vec<_>>()).await?;
            let merged = found
                .into_iter()
                .filter_map(|(id, tag)| Some((id, tag.merged_into?)));
            merged.map(|(id, into)| (id.uuid(), into.uuid())).collect()
        }
        Kind::Author => {
            let found = authors::by_ids(call, &ids.map(AuthorId).collect::<Vec<_>>()).await?;
            let merged = found
                .into_iter()
                .filter_map(|(id, one)| Some((id, one.merged_into?)));
            merged.map(|(id, into)| (id.uuid(), into.uuid())).collect()
        }
        _ => HashMap::new(),
    })
}
