//! Bringing in what is put together by hand: fronts and old paths.

use super::Import;
use super::fresh::Fresh;
use crate::addresses::{self, NewRedirect, Target};
use crate::app::{Call, Error, Permit, Problem, Result, Tx};
use crate::newsroom::domain::placed::{RedirectRecord, front};
use crate::newsroom::domain::record::typed;
use crate::vocabulary::{RedirectReason, UserErrorCode};
use crate::{articles, editions, fronts};

impl Import<'_> {
    /// Writes fronts.
    pub(super) async fn save_fronts(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let by = self.call.actor().user().ok_or(Error::Unauthenticated)?;
        self.save(fresh, async |tx: &Tx, _: &Permit<'_>, one: &Fresh| {
            let body = one.record.body.clone();
            let arrangement = front(body, by, || tx.call().new_id())?;
            fronts::arrange(tx, &arrangement).await.map(drop)
        })
        .await
    }

    /// Writes old paths.
    pub(super) async fn save_redirects(&mut self, fresh: Vec<Fresh>) -> Result<()> {
        let addresses = editions::site(self.call).await?.addresses();
        let call = self.call;
        self.save(fresh, async |_: &Tx, permit: &Permit<'_>, one: &Fresh| {
            let body = one.record.body.clone();
            let record: RedirectRecord = typed(body, &[])?;
            let target = target(call, &record).await?;
            let from_path = match record.locale {
                Some(locale) => addresses.within(locale, &record.from_path),
                None => &record.from_path,
            };
            let redirect = NewRedirect {
                locale: record.locale,
                from_path: from_path.to_owned(),
                target,
                status: record.status,
                reason: RedirectReason::Imported,
            };
            addresses::import(permit, vec![redirect]).await
        })
        .await
    }
}

async fn target(call: &Call, record: &RedirectRecord) -> Result<Target> {
    let wrong = |why: &str| {
        let none: [&str; 0] = [];
        Error::problem(Problem::at(none, UserErrorCode::Invalid, why))
    };
    let named = [
        record.tag.map(Target::Tag),
        record.section.map(Target::Section),
        record.author.map(Target::Author),
        record.url.clone().map(Target::Url),
    ];
    let mut named: Vec<Target> = named.into_iter().flatten().collect();
    if let Some(id) = record.article {
        let locale = record
            .locale
            .ok_or_else(|| wrong("a story is reached in one edition"))?;
        let texts = articles::translations_of(call, &[id])
            .await?
            .remove(&id)
            .unwrap_or_default();
        let text = texts.iter().find(|text| text.locale == locale);
        let text = text.ok_or_else(|| wrong("the story has no text in this language"))?;
        named.push(Target::Translation(text.id));
    }
    match (named.pop(), named.pop()) {
        (Some(target), None) => Ok(target),
        _ => Err(wrong(
            "exactly one of article, tag, section, author and url",
        )),
    }
}
