//! Planned publications: the calendar, and what fills it.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, OneofObject};

use super::outcome::named;
use super::permission::requires_permission;
use super::reader::{DeskReader, Shown};
use super::staff::StaffUser;
use super::translation::{DeskTranslation, TranslationTransitionPayload};
use crate::api::graphql::door::directives::{assumed, cost, list_size};
use crate::api::graphql::error::{Fault, Result};
use crate::app::Call;
use crate::articles::{self, Planned, ScheduleInput as Wanted, Translation};
use crate::platform::calendar::{LocalTime, OnAmbiguous, Typed, Zone};
use crate::platform::clock::Instant;
use crate::policy::Permission;
use crate::vocabulary::{AmbiguousTime, CheckCode, ScheduledAction};

/// The longest period of one calendar: 31 days, one of which may have 25 hours.
const LONGEST_MS: i64 = (31 * 24 + 1) * 3_600_000;

/// A planned change of the live lane.
pub struct ScheduledPublication {
    reader: Arc<DeskReader>,
    one: Arc<Translation>,
    action: ScheduledAction,
    planned: Planned,
}

impl ScheduledPublication {
    /// A planned change of a translation.
    pub fn new(
        reader: &Arc<DeskReader>,
        one: &Arc<Translation>,
        action: ScheduledAction,
        planned: Planned,
    ) -> Self {
        Self {
            reader: Arc::clone(reader),
            one: Arc::clone(one),
            action,
            planned,
        }
    }

    /// Planned changes, with what is selected on them as `ahead` says.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all(
        reader: &Arc<DeskReader>,
        ctx: &Context<'_>,
        planned: Vec<(Arc<Translation>, ScheduledAction, Planned)>,
        ahead: async_graphql::Lookahead<'_>,
    ) -> Result<Vec<Self>> {
        let by = planned.iter().map(|(.., planned)| planned.by).collect();
        let of = planned.iter().map(|(one, ..)| Arc::clone(one)).collect();
        let users = Shown::Users(by, ahead.field("scheduledBy"));
        reader.prefetch(ctx, users).await?;
        let translations = Shown::Translations(of, ahead.field("translation"));
        reader.prefetch(ctx, translations).await?;
        let shown = planned
            .into_iter()
            .map(|(one, action, planned)| Self::new(reader, &one, action, planned));
        Ok(shown.collect())
    }
}

/// A planned change of the live lane.
#[Object(directive = cost::apply("0"))]
impl ScheduledPublication {
    async fn translation(&self, ctx: &Context<'_>) -> Result<DeskTranslation> {
        let shown = Shown::Translations(vec![Arc::clone(&self.one)], ctx.look_ahead());
        self.reader.prefetch(ctx, shown).await?;
        Ok(DeskTranslation::new(&self.reader, Arc::clone(&self.one)))
    }

    /// The moment it will fire.
    async fn instant(&self) -> Instant {
        self.planned.at
    }

    /// What the editor typed, or what the newsroom's clock shows then.
    async fn local(&self) -> LocalTime {
        self.planned.local
    }

    /// Where that clock hangs.
    async fn time_zone(&self) -> Zone {
        self.planned.time_zone
    }

    async fn action(&self) -> ScheduledAction {
        self.action
    }

    /// The text that goes live or off.
    async fn revision(&self) -> i32 {
        self.planned.revision
    }

    async fn scheduled_by(&self) -> Result<StaffUser> {
        Ok(StaffUser::known(&self.reader, self.planned.by).await?)
    }
}

/// When to publish and, optionally, take down.
#[derive(InputObject)]
pub struct ScheduleInput {
    at: ScheduleTimeInput,
    /// Also take it down again then.
    unpublish_at: Option<ScheduleTimeInput>,
    /// Warnings that the editor has seen; and, with RIGHTS_OVERRIDE, blockers about rights.
    accept_warnings: Option<Vec<CheckCode>>,
}

/// An exact instant, or the newsroom's wall clock.
#[derive(OneofObject)]
pub enum ScheduleTimeInput {
    /// An exact instant.
    Instant(Instant),
    /// What the clock shows.
    Local(LocalScheduleInput),
}

/// Wall-clock time of the newsroom.
#[derive(InputObject)]
pub struct LocalScheduleInput {
    time: LocalTime,
    /// The site's zone when absent.
    time_zone: Option<Zone>,
    /// What to do with a time that the clock shows twice.
    #[graphql(default_with = "AmbiguousTime::Reject")]
    on_ambiguous: AmbiguousTime,
}

impl From<ScheduleTimeInput> for Typed {
    fn from(input: ScheduleTimeInput) -> Self {
        match input {
            ScheduleTimeInput::Instant(at) => Self::Exact(at.0),
            ScheduleTimeInput::Local(local) => Self::Local {
                time: local.time,
                zone: local.time_zone,
                on_ambiguous: match local.on_ambiguous {
                    AmbiguousTime::Reject => OnAmbiguous::Reject,
                    AmbiguousTime::Earlier => OnAmbiguous::Earlier,
                    AmbiguousTime::Later => OnAmbiguous::Later,
                },
            },
        }
    }
}

impl From<ScheduleInput> for Wanted {
    fn from(input: ScheduleInput) -> Self {
        Self {
            at: input.at.into(),
            unpublish_at: input.unpublish_at.map(Into::into),
            accept_warnings: input.accept_warnings.unwrap_or_default(),
        }
    }
}

/// What the desk reads of what is planned.
#[derive(Default)]
pub struct ScheduleReads;

#[Object]
impl ScheduleReads {
    /// Planned publications in a period, for the calendar. At most 31 days.
    #[graphql(
        directive = requires_permission::apply(&[Permission::ContentRead]),
        directive = list_size::apply(assumed(50))
    )]
    async fn schedule(
        &self,
        ctx: &Context<'_>,
        from: Instant,
        to: Instant,
    ) -> Result<Vec<ScheduledPublication>> {
        if to.0.saturating_sub(from.0) > LONGEST_MS {
            return Err(Fault::bad_input("at most 31 days"));
        }
        let reader = DeskReader::of(ctx).await?;
        let found = articles::planned(reader.call(), from, to).await?;
        let within = |at: Instant| from <= at && at < to;
        let mut planned = Vec::with_capacity(found.len());
        for one in found.into_iter().map(Arc::new) {
            let of_it = one.plan.all().filter(|(_, planned)| within(planned.at));
            planned.extend(of_it.map(|(action, plan)| (Arc::clone(&one), action, plan.clone())));
        }
        planned.sort_by_key(|(one, _, planned)| (planned.at, one.id));
        ScheduledPublication::all(&reader, ctx, planned, ctx.look_ahead()).await
    }
}

/// What is done with what is planned.
#[derive(Default)]
pub struct ScheduleMutations;

#[Object]
impl ScheduleMutations {
    /// APPROVED -> SCHEDULED.
    #[graphql(directive = requires_permission::apply(&[Permission::Publish]))]
    async fn translation_schedule(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: ScheduleInput,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let schedule = Box::pin(async {
            let id = named(&["id"], &id)?;
            articles::schedule(call, id, expected_version, &input.into()).await
        });
        TranslationTransitionPayload::of(ctx, schedule).await
    }

    /// SCHEDULED -> APPROVED. Takes a planned takedown back too.
    #[graphql(directive = requires_permission::apply(&[Permission::Publish]))]
    async fn translation_unschedule(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<TranslationTransitionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let call_off = Box::pin(async { articles::unschedule(call, named(&["id"], &id)?).await });
        TranslationTransitionPayload::of(ctx, call_off).await
    }
}
