//! What is planned by a wall clock, when the rules of time zones change: the clock counts, not the
//! instant that it once meant.

use serde_json::json;

use super::locked::{Around, Locked, moment};
use super::schedule::{open_ahead, stand_until};
use crate::app::{Call, Permit, Result, Tx};
use crate::articles::domain::Plan;
use crate::articles::store::{clock_rules, write};
use crate::editions::Site;
use crate::platform::clock::Instant;
use crate::platform::ids::TranslationId;
use crate::policy::Action;
use crate::vocabulary::EventType;

/// Plans that are looked through at once.
const AT_ONCE: u64 = 100;

/// Looks through all that is planned when the rules of time zones are of another version than those
/// that it was resolved by, and moves what its wall clock shows at another instant now. Tells how
/// many texts moved. What fails is logged and tried again the next time.
///
/// # Errors
/// Those of the database.
pub async fn follow_clocks(call: &Call, version: &str) -> Result<usize> {
    let known = clock_rules::version(call).await?;
    if known.as_deref() == Some(version) {
        return Ok(0);
    }
    let around = Around::of(call).await?;
    let (mut moved, mut is_through, mut after) = (0, true, None);
    loop {
        let some = clock_rules::planned_after(call, after, AT_ONCE).await?;
        let Some(last) = some.last() else { break };
        after = Some(*last);
        for id in some {
            match follow(call, &around, id).await {
                Ok(has_moved) => moved += usize::from(has_moved),
                Err(error) => {
                    is_through = false;
                    tracing::error!(%id, ?error, "a plan cannot follow its time zone");
                }
            }
        }
    }
    if is_through {
        let tx = call.begin().await?;
        let permit = tx.authorize(Action::ClockRulesAdopt, &around.site.subject())?;
        clock_rules::put(&permit, version).await?;
        permit.changed("version", known, version);
        permit.changed("moved", 0, moved);
        tx.commit().await?;
    }
    Ok(moved)
}

/// Moves what is planned for a text; tells whether anything did.
async fn follow(call: &Call, around: &Around, id: TranslationId) -> Result<bool> {
    let tx = call.begin().await?;
    let Some((mut locked, place)) = Locked::by_translation(&tx, around, id).await? else {
        return Ok(false);
    };
    let was = locked.translations[place].plan.clone();
    let earliest = locked.article.embargo_until.max(Some(call.now()));
    let next = resolved(&was, &around.site, earliest.unwrap_or(call.now()));
    if next == was {
        return Ok(false);
    }
    let permit = tx.authorize(Action::TranslationReschedule, &locked.subject_of(place))?;
    locked.translations[place].plan = next.clone();
    stand_as_planned(&tx, &permit, &mut locked, place).await?;
    let (publish, unpublish) = (
        |plan: &Plan| moment(plan.publish.as_ref().map(|planned| planned.at)),
        |plan: &Plan| moment(plan.unpublish.as_ref().map(|planned| planned.at)),
    );
    permit.because("the rules of its time zone changed");
    permit.changed("publishAt", publish(&was), publish(&next));
    permit.changed("unpublishAt", unpublish(&was), unpublish(&next));
    for (action, planned) in next.all() {
        let payload = json!({
            "article": locked.article.id, "translation": id, "revision": planned.revision,
            "action": action, "at": planned.at.0, "by": planned.by,
        });
        permit.emit(EventType::ArticleScheduled, id, payload);
    }
    locked.write_quietly(&permit, place).await?;
    tx.commit().await?;
    Ok(true)
}

/// The plan by the rules of now; nothing of it lies before `earliest`.
fn resolved(plan: &Plan, site: &Site, earliest: Instant) -> Plan {
    let mut next = plan.clone();
    for planned in [&mut next.publish, &mut next.unpublish]
        .into_iter()
        .flatten()
    {
        planned.follow_clock(earliest);
        planned.day = site.day_of(planned.at);
    }
    if let (Some(publish), Some(unpublish)) = (&next.publish, &mut next.unpublish) {
        // Whatever the clocks do, it is there before it goes.
        unpublish.at = unpublish.at.max(publish.at.plus_ms(1));
    }
    next
}

/// Makes what readers will be given what the plan says.
async fn stand_as_planned(
    tx: &Tx,
    permit: &Permit<'_>,
    locked: &mut Locked,
    place: usize,
) -> Result<()> {
    let one = &locked.translations[place];
    let Some(planned) = &one.plan.publish else {
        return stand_until(tx, permit, one.id, one.plan.end()).await;
    };
    let kept = write::revision_in(tx, planned.revision_id).await?;
    let kept = kept.ok_or_else(|| anyhow::anyhow!("revision {} is gone", planned.revision_id))?;
    open_ahead(tx, permit, locked, place, &kept.content).await
}
