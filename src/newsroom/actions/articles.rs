//! Bringing stories in.

use super::fresh::{Fresh, standing};
use super::{Import, permits, refusal};
use crate::app::{Call, Error, Problem, Result};
use crate::articles::{self, Incoming};
use crate::newsroom::domain::article::{Arrival, as_written, story, text};
use crate::platform::ids::ArticleId;
use crate::platform::parallel;
use crate::vocabulary::UserErrorCode;

impl Import<'_> {
    /// Writes the stories of a batch that nothing is wrong with.
    pub(super) async fn save_articles(&mut self, mut fresh: Vec<Fresh>) -> Result<()> {
        let mut stories = self.read_stories(&mut fresh)?;
        let found = articles::examine(self.call, &mut stories).await?;
        let good = standing(&fresh, found.iter().map(Vec::is_empty).collect());
        let (mut kept, mut arriving) = (Vec::new(), Vec::new());
        for (((one, story), problems), good) in fresh.into_iter().zip(stories).zip(found).zip(good)
        {
            if good {
                kept.push(one);
                arriving.push(story);
            } else if problems.is_empty() {
                self.report.refuse(&one.record, vec![one.stranded()]);
            } else {
                let problems = problems.into_iter().map(as_written);
                self.report.refuse(&one.record, problems.collect());
            }
        }
        if kept.is_empty() {
            return Ok(());
        }
        let tx = self.call.begin().await?;
        let permits = permits(&tx, &kept)?;
        articles::import(&tx, &permits, arriving).await?;
        self.finish(&permits, &kept).await?;
        drop(permits);
        tx.commit().await
    }

    /// The stories that the records tell; those of another form are reported and dropped.
    fn read_stories(&mut self, fresh: &mut Vec<Fresh>) -> Result<Vec<Incoming>> {
        let mut stories = Vec::with_capacity(fresh.len());
        let mut kept = Vec::with_capacity(fresh.len());
        let call = self.call;
        let read = parallel::each(std::mem::take(fresh), |mut one| {
            (read_story(call, &mut one), one)
        });
        for (read, one) in read {
            match read? {
                Ok(mut story) => {
                    let notes = story.texts.iter_mut().flat_map(|text| &mut text.notes);
                    notes.for_each(|note| note.id = call.new_id());
                    stories.push(story);
                    kept.push(one);
                }
                Err(problems) => self.report.refuse(&one.record, problems),
            }
        }
        *fresh = kept;
        Ok(stories)
    }
}

fn read_story(call: &Call, one: &mut Fresh) -> Result<std::result::Result<Incoming, Vec<Problem>>> {
    let user = call.actor().user().ok_or(Error::Unauthenticated)?;
    let by = Arrival {
        user,
        now: call.now(),
    };
    let (mut texts, mut problems) = (Vec::new(), Vec::new());
    for part in &mut one.texts {
        let read = text((part.id, part.locale), part.body.take(), by);
        match refusal(read)? {
            Ok(text) => texts.push(text),
            Err(found) => problems.extend(found),
        }
    }
    let read = refusal(story(ArticleId(one.id), one.record.body.take(), by))?;
    let read = read.map_err(|found| problems.extend(found)).ok();
    if let Some(source) = read.as_ref().map(|story| story.article.source_locale)
        && !one.locales.contains(&source)
    {
        let why = "the story has no text in this language";
        problems.push(Problem::at(["sourceLocale"], UserErrorCode::Invalid, why));
    }
    Ok(match read {
        Some(story) if problems.is_empty() => Ok(Incoming { texts, ..story }),
        _ => Err(problems),
    })
}
