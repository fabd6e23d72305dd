//! Ad events of apps that were offline: the one thing that readers write.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Interface, Object, SimpleObject};

use crate::ads::events::{self, Sign, Signs, Verdict};
use crate::api::graphql::door::directives::cost;
use crate::api::graphql::error::Result;
use crate::app::Call;
use crate::platform::clock::Instant;
use crate::vocabulary::{AdEventKind, UserErrorCode};

/// The most events of one report.
const MAX_EVENTS: usize = 100;

/// An event that is told late, or with others.
#[derive(InputObject)]
pub struct AdEventInput {
    /// The last part of the signed address.
    token: String,
    /// As the address says it.
    kind: AdEventKind,
    /// When it happened, by the clock of the device.
    at: Instant,
}

/// What was taken of a report.
#[derive(SimpleObject)]
pub struct AdEventsReportPayload {
    /// Events that are on the disk now, those that had come before included.
    accepted: i32,
    /// Events that no address of ours tells of, or that came after the figures were final.
    rejected: i32,
    user_errors: Vec<UserError>,
}

/// An input is wrong; `path` says which.
#[derive(SimpleObject)]
pub struct ValidationError {
    /// For the user.
    message: String,
    code: UserErrorCode,
    /// Input path, e.g. ["events", "3"]. Null when the failure is not about one input.
    path: Option<Vec<String>>,
}

/// An expected failure the user can act on. New concrete types may appear; always select `message`.
#[derive(Interface)]
#[graphql(
    field(name = "message", ty = "&String", desc = "For the user."),
    field(name = "code", ty = "&UserErrorCode"),
    field(
        name = "path",
        ty = "&Option<Vec<String>>",
        desc = "Input path, e.g. [\"events\", \"3\"]. Null when the failure is not about one input."
    )
)]
pub enum UserError {
    /// An input is wrong.
    Validation(ValidationError),
}

/// What readers write.
#[derive(Default)]
pub struct Mutation;

/// Writes of readers' devices.
#[Object]
impl Mutation {
    /// Late or batched ad events of apps that were offline. Same tokens as the signed addresses, same
    /// deduplication. At most 100.
    #[graphql(directive = cost::apply("20"))]
    async fn ad_events_report(
        &self,
        ctx: &Context<'_>,
        events: Vec<AdEventInput>,
    ) -> Result<AdEventsReportPayload> {
        let mut payload = AdEventsReportPayload {
            accepted: 0,
            rejected: 0,
            user_errors: Vec::new(),
        };
        if events.len() > MAX_EVENTS {
            payload
                .user_errors
                .push(UserError::Validation(ValidationError {
                    message: format!("at most {MAX_EVENTS} events are taken at once"),
                    code: UserErrorCode::TooMany,
                    path: Some(vec!["events".to_owned()]),
                }));
            return Ok(payload);
        }
        let call = ctx.data_unchecked::<Call>();
        let signs = ctx.data_unchecked::<Arc<Signs>>();
        // Together, so that they share transactions.
        let told = events.iter().map(|event| {
            let sign = Sign {
                token: &event.token,
                kind: event.kind,
                at: Some(event.at),
                is_measurable: true,
                signs,
            };
            events::record(call, sign)
        });
        for outcome in async_graphql::futures_util::future::join_all(told).await {
            match outcome?.0 {
                Verdict::Forged | Verdict::TooLate => payload.rejected += 1,
                Verdict::Counted | Verdict::Again | Verdict::Invalid(_) => payload.accepted += 1,
            }
        }
        Ok(payload)
    }
}
