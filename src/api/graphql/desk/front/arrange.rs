//! What is done with fronts.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::DeskFront;
use super::input::{FrontPinInput, FrontZoneInput};
use crate::api::graphql::desk::outcome::{named, settle};
use crate::api::graphql::desk::permission::requires_permission;
use crate::api::graphql::desk::reader::DeskReader;
use crate::api::graphql::desk::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::app::{self, Call};
use crate::fronts;
use crate::platform::ids::FrontId;
use crate::policy::Permission;

const CURATE: &[Permission] = &[Permission::FrontCurate];

/// A changed front.
#[derive(SimpleObject)]
pub struct FrontPayload {
    front: Option<DeskFront>,
    user_errors: Vec<UserError>,
}

impl FrontPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<FrontId>>,
    ) -> Result<Self> {
        let (changed, user_errors) = settle(ctx, action).await?;
        let front = match changed {
            Some(id) => DeskFront::find(&DeskReader::of(ctx).await?, id).await?,
            None => None,
        };
        Ok(Self { front, user_errors })
    }
}

/// What is done with fronts.
#[derive(Default)]
pub struct FrontMutations;

#[Object]
impl FrontMutations {
    /// Put a story at a position, now or for a period. A position that is held at the same time is
    /// refused: free it first, or arrange its zone.
    #[graphql(directive = requires_permission::apply(CURATE))]
    async fn front_pin(
        &self,
        ctx: &Context<'_>,
        front_id: ID,
        expected_version: i32,
        input: FrontPinInput,
    ) -> Result<FrontPayload> {
        let call = ctx.data_unchecked::<Call>();
        let pin = async {
            let id = named(&["frontId"], &front_id)?;
            let input = input.read_as_input()?;
            fronts::pin(call, id, expected_version, input).await?;
            Ok(id)
        };
        FrontPayload::of(ctx, Box::pin(pin)).await
    }

    /// Free a position; the zone's rule fills it.
    #[graphql(directive = requires_permission::apply(CURATE))]
    async fn front_unpin(
        &self,
        ctx: &Context<'_>,
        front_id: ID,
        expected_version: i32,
        pin_id: ID,
    ) -> Result<FrontPayload> {
        let call = ctx.data_unchecked::<Call>();
        let unpin = async {
            let id = named(&["frontId"], &front_id)?;
            let pin = named(&["pinId"], &pin_id)?;
            fronts::unpin(call, id, expected_version, pin).await?;
            Ok(id)
        };
        FrontPayload::of(ctx, Box::pin(unpin)).await
    }

    /// Replace order and pins of whole zones in one step: `zones` are the front's from the top, and
    /// one that is not among them goes.
    #[graphql(directive = requires_permission::apply(CURATE))]
    async fn front_arrange(
        &self,
        ctx: &Context<'_>,
        front_id: ID,
        expected_version: i32,
        title: Option<String>,
        zones: Vec<FrontZoneInput>,
    ) -> Result<FrontPayload> {
        let call = ctx.data_unchecked::<Call>();
        let arrange = async {
            let id = named(&["frontId"], &front_id)?;
            let patch = FrontZoneInput::read_all(title, zones)?;
            fronts::rearrange(call, id, expected_version, &patch).await?;
            Ok(id)
        };
        FrontPayload::of(ctx, Box::pin(arrange)).await
    }
}
