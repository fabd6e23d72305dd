//! The two schemas as async-graphql executes them, and as they are printed.

use std::sync::LazyLock;

use async_graphql::{
    EmptySubscription, ObjectType, SDLExportOptions, Schema, SchemaBuilder, ValidationMode,
};

use super::check::Dry;
use super::delivery::ad_event::Mutation as DeliveryMutation;
use super::delivery::query::Query as DeliveryQuery;
use super::desk::{Guard, Mutation, Query as DeskQuery};
pub use crate::documents::Graph;

/// A schema that validates each document, one for documents that were found valid before, and how
/// it prints.
pub(super) struct Built<Q, M> {
    pub strict: Schema<Q, M, EmptySubscription>,
    pub fast: Schema<Q, M, EmptySubscription>,
    /// Validates and executes nothing.
    pub dry: Schema<Q, M, EmptySubscription>,
    pub sdl: String,
}

impl<Q: ObjectType + 'static, M: ObjectType + 'static> Built<Q, M> {
    fn of(builder: impl Fn() -> SchemaBuilder<Q, M, EmptySubscription>) -> Self {
        let strict = builder().finish();
        let printed = strict.sdl_with_options(SDLExportOptions::new().include_specified_by());
        Self {
            fast: builder().validation_mode(ValidationMode::Fast).finish(),
            dry: builder().extension(Dry).finish(),
            sdl: format!("{}\n", printed.trim_end()),
            strict,
        }
    }
}

pub(super) static DELIVERY: LazyLock<Built<DeliveryQuery, DeliveryMutation>> =
    LazyLock::new(|| {
        Built::of(|| {
            Schema::build(
                DeliveryQuery::default(),
                DeliveryMutation,
                EmptySubscription,
            )
        })
    });

pub(super) static DESK: LazyLock<Built<DeskQuery, Mutation>> = LazyLock::new(|| {
    Built::of(|| {
        Schema::build(DeskQuery::default(), Mutation::default(), EmptySubscription).extension(Guard)
    })
});

/// A graph's schema in the schema definition language.
pub fn sdl(graph: Graph) -> &'static str {
    match graph {
        Graph::Delivery => &DELIVERY.sdl,
        Graph::Desk => &DESK.sdl,
    }
}
