//! `@requiresPermission`: printed in the schema, and enforced as printed.

use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo,
};
use async_graphql::registry::{MetaDirectiveInvocation, Registry, location_traits};
use async_graphql::{
    Error as GraphError, Name, PathSegment, QueryPathSegment, ServerError, ServerResult,
    TypeDirective, Value, async_trait,
};

use crate::api::graphql::door::directives::invocation;
use crate::api::graphql::error::Fault;
use crate::app::{Call, Error};
use crate::policy::{Actor, Permission};

const NAME: &str = "requiresPermission";
const ANY_OF: &str = "anyOf";

/// The declaration, made by async-graphql's macro.
mod declared {
    use async_graphql::TypeDirective;

    use crate::policy::Permission;

    /// The caller needs at least one of these permissions, within the locale and section limits of
    /// the assignment.
    #[TypeDirective(
        name = "requiresPermission",
        location = "FieldDefinition",
        location = "Object"
    )]
    pub fn requires_permission(any_of: Vec<Permission>) {}
}

/// `@requiresPermission`: what a field or a mutation needs.
#[allow(
    non_camel_case_types,
    reason = "read as a function: `requires_permission::apply(&[…])`"
)]
pub struct requires_permission;

impl requires_permission {
    /// Asks for at least one of `permissions`.
    pub fn apply(permissions: &[Permission]) -> MetaDirectiveInvocation {
        let names = permissions
            .iter()
            .map(|one| Value::Enum(Name::new(one.as_str())));
        invocation(NAME, [(ANY_OF, Some(Value::List(names.collect())))])
    }
}

impl TypeDirective for requires_permission {
    fn name(&self) -> std::borrow::Cow<'static, str> {
        TypeDirective::name(&declared::requires_permission)
    }

    fn register(&self, registry: &mut Registry) {
        TypeDirective::register(&declared::requires_permission, registry);
    }
}

// On fields alone, though the declaration names objects too: the guard looks at fields.
impl location_traits::Directive_At_FIELD_DEFINITION for requires_permission {}

/// Holds each field against what its declaration asks for, before it is resolved.
///
/// A query's field is refused as a whole. A mutation is only refused to readers here, and its
/// action answers everybody else: whether a subject may be denied or must not be known depends on
/// the subject. One that declares nothing is refused to all.
pub struct Guard;

impl ExtensionFactory for Guard {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Guard {
    async fn resolve(
        &self,
        ctx: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let declared = declared_of(&ctx.schema_env.registry, info.parent_type, info.name);
        let call = ctx.data_unchecked::<Call>();
        let verdict = match (info.parent_type, declared) {
            ("Mutation", None) => {
                let forgotten = anyhow::anyhow!("Mutation.{} declares no permission", info.name);
                Err(Error::Internal(forgotten))
            }
            ("Mutation", Some(_)) if matches!(call.actor(), Actor::Anonymous) => {
                Err(Error::Unauthenticated)
            }
            ("Mutation", Some(_)) | (_, None) => Ok(()),
            (_, Some(permissions)) => call.demand(&permissions),
        };
        match verdict {
            Ok(()) => next.run(ctx, info).await,
            Err(error) => Err(refusal(error, &info)),
        }
    }
}

/// The permissions that the declaration of a field names.
fn declared_of(registry: &Registry, parent: &str, field: &str) -> Option<Vec<Permission>> {
    let field = registry.types.get(parent)?.field_by_name(field)?;
    let mut applied = field.directive_invocations.iter();
    let applied = applied.find(|applied| applied.name == NAME)?;
    let Some(Value::List(names)) = applied.args.get(ANY_OF) else {
        return Some(Vec::new());
    };
    let named = names.iter().filter_map(|name| match name {
        Value::Enum(name) => Permission::ALL
            .iter()
            .find(|one| one.as_str() == name.as_str()),
        _ => None,
    });
    Some(named.copied().collect())
}

/// The refusal of a field, at its place in the document and in the answer.
fn refusal(error: Error, info: &ResolveInfo<'_>) -> ServerError {
    let error = GraphError::from(Fault::from(error)).into_server_error(info.field.name.pos);
    let steps = std::iter::once(info.path_node).chain(info.path_node.parents());
    let path = steps.map(|step| match step.segment {
        QueryPathSegment::Name(name) => PathSegment::Field(name.to_owned()),
        QueryPathSegment::Index(index) => PathSegment::Index(index),
    });
    let mut path: Vec<_> = path.collect();
    path.reverse();
    ServerError { path, ..error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};

    struct Query;

    #[Object]
    impl Query {
        #[graphql(directive = requires_permission::apply(&[Permission::TagManage, Permission::Publish]))]
        async fn closed(&self) -> Permission {
            Permission::TagManage
        }
    }

    #[test]
    fn it_prints_as_in_the_contract() {
        let sdl = Schema::new(Query, EmptyMutation, EmptySubscription).sdl();

        for wanted in [
            "closed: Permission! @requiresPermission(anyOf: [TAG_MANAGE, PUBLISH])",
            "directive @requiresPermission(anyOf: [Permission!]!) on FIELD_DEFINITION | OBJECT",
        ] {
            assert!(sdl.contains(wanted), "{wanted}\nis not in\n{sdl}");
        }
    }
}
