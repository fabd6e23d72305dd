//! The contract's type-system directives, applied to graph types so that the printed SDL says what
//! a field costs, how long its list is and how long an answer may be kept.
//!
//! async-graphql's macros want a call that ends in `::apply(…)`, so each is a module-like type:
//!
//! ```text
//! #[graphql(directive = cost::apply("10"))]
//! #[graphql(directive = list_size::apply(paged("first")))]
//! #[graphql(directive = list_size::apply(assumed(40)))]
//! #[graphql(directive = cache_control::apply(max_age(60)))]
//! ```
//!
//! They print on fields, arguments, input fields, objects, input objects, interfaces, enums and
//! enum values; async-graphql 7.2.1 has no hook for scalars, unions and the schema.

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{
    __DirectiveLocation, MetaDirective, MetaDirectiveInvocation, Registry, location_traits,
};
use async_graphql::{Enum, TypeDirective, Value};

/// Who may keep an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CacheControlScope {
    /// Any cache on the way.
    Public,
    /// The reader's own device alone.
    Private,
}

/// The declarations, made by async-graphql's macro; only their registration is used.
mod declared {
    use super::CacheControlScope;
    use async_graphql::TypeDirective;

    /// Static weight of a field, type or argument (IBM GraphQL cost directives).
    #[TypeDirective(
        name = "cost",
        location = "ArgumentDefinition",
        location = "Enum",
        location = "FieldDefinition",
        location = "InputFieldDefinition",
        location = "Object"
    )]
    pub fn cost(weight: String) {}

    /// How the size of a list is known before execution (IBM GraphQL cost directives). Unlike there, slicing is optional: every list has a default page size (20 unless the field says otherwise).
    #[TypeDirective(name = "listSize", location = "FieldDefinition")]
    pub fn list_size(
        assumed_size: Option<i32>,
        slicing_arguments: Option<Vec<String>>,
        sized_fields: Option<Vec<String>>,
        require_one_slicing_argument: Option<bool>,
    ) {
    }

    /// Cache hint. The response policy is the strictest hint met: lowest maxAge, PRIVATE if any is.
    #[TypeDirective(
        name = "cacheControl",
        location = "FieldDefinition",
        location = "Object",
        location = "Interface"
    )]
    pub fn cache_control(
        max_age: Option<i32>,
        scope: Option<CacheControlScope>,
        inherit_max_age: Option<bool>,
    ) {
    }
}

/// Makes `$name` a directive whose `apply` takes what reads well. It is declared as
/// `declared::$name`, and then as the macro there has no word for.
macro_rules! directive {
    ($(#[$doc:meta])* $name:ident at $($location:ident),+ ; $declare:expr) => {
        $(#[$doc])*
        #[allow(non_camel_case_types, reason = "read as a function: `cost::apply(\"2\")`")]
        pub struct $name;

        impl TypeDirective for $name {
            fn name(&self) -> std::borrow::Cow<'static, str> {
                TypeDirective::name(&declared::$name)
            }

            fn register(&self, registry: &mut Registry) {
                TypeDirective::register(&declared::$name, registry);
                let declare: fn(&mut MetaDirective) = $declare;
                if let Some(directive) = registry.directives.get_mut(&*TypeDirective::name(self)) {
                    declare(directive);
                }
            }
        }

        $(impl location_traits::$location for $name {})+
    };
}

directive! {
    /// `@cost`: what one such field, object or argument weighs.
    cost at Directive_At_ARGUMENT_DEFINITION, Directive_At_ENUM, Directive_At_FIELD_DEFINITION,
        Directive_At_INPUT_FIELD_DEFINITION, Directive_At_OBJECT;
        |directive| directive.locations.push(__DirectiveLocation::SCALAR)
}
directive! {
    /// `@listSize`: how long a list is taken to be before it is read.
    list_size at Directive_At_FIELD_DEFINITION;
        |directive| if let Some(argument) = directive.args.get_mut("requireOneSlicingArgument") {
            argument.default_value = Some("false".to_owned());
        }
}
directive! {
    /// `@cacheControl`: how long, and by whom, an answer with this in it may be kept.
    cache_control at Directive_At_FIELD_DEFINITION, Directive_At_OBJECT, Directive_At_INTERFACE;
        |directive| directive.locations.push(__DirectiveLocation::UNION)
}

impl cost {
    /// Gives the weight as the contract writes it, a decimal number in quotes: `cost::apply("0.1")`.
    pub fn apply(weight: &str) -> MetaDirectiveInvocation {
        invocation("cost", [("weight", Some(Value::from(weight)))])
    }
}

impl list_size {
    /// Takes a [`ListSize`], made by [`assumed`], [`slicing`] or [`paged`].
    pub fn apply(size: ListSize) -> MetaDirectiveInvocation {
        let names = |names: Vec<String>| (!names.is_empty()).then(|| Value::from(names));
        let arguments = [
            ("slicingArguments", names(size.slicing)),
            ("sizedFields", names(size.sized)),
            ("assumedSize", size.assumed.map(Value::from)),
        ];
        invocation("listSize", arguments)
    }
}

impl cache_control {
    /// Takes a [`CacheHint`], made by [`max_age`], [`private`] or [`inherited`].
    pub fn apply(hint: CacheHint) -> MetaDirectiveInvocation {
        let scope = |scope| Value::Enum(async_graphql::Name::new(scope));
        let arguments = [
            ("maxAge", hint.max_age.map(Value::from)),
            ("scope", hint.private.then(|| scope("PRIVATE"))),
            ("inheritMaxAge", hint.inherit.then(|| Value::from(true))),
        ];
        invocation("cacheControl", arguments)
    }
}

/// Builds what a graph type carries, leaving out the arguments that are not given.
///
/// For a directive whose argument is an enum that lives elsewhere, give a list of
/// `Value::Enum(Name::new(…))`.
pub fn invocation<const N: usize>(
    name: &str,
    arguments: [(&str, Option<Value>); N],
) -> MetaDirectiveInvocation {
    let args: IndexMap<String, Value> = arguments
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    MetaDirectiveInvocation {
        name: name.to_owned(),
        args,
    }
}

/// How long a list is taken to be.
#[derive(Clone, Debug, Default)]
pub struct ListSize {
    assumed: Option<i32>,
    slicing: Vec<String>,
    sized: Vec<String>,
}

impl ListSize {
    /// Adds the length that is taken when no slicing argument is given.
    #[must_use]
    pub fn assumed(self, size: i32) -> Self {
        Self {
            assumed: Some(size),
            ..self
        }
    }

    /// Says which fields of the returned object have that length; names stand apart by spaces.
    #[must_use]
    pub fn sized(self, fields: &str) -> Self {
        Self {
            sized: words(fields),
            ..self
        }
    }
}

/// A list of always about this length.
pub fn assumed(size: i32) -> ListSize {
    ListSize::default().assumed(size)
}

/// A list whose length an argument says: `slicing("first").assumed(5)`.
pub fn slicing(arguments: &str) -> ListSize {
    ListSize {
        slicing: words(arguments),
        ..ListSize::default()
    }
}

/// A connection: `paged("first last")` is `slicing("first last").sized("edges")`.
pub fn paged(arguments: &str) -> ListSize {
    slicing(arguments).sized("edges")
}

fn words(names: &str) -> Vec<String> {
    names.split_whitespace().map(str::to_owned).collect()
}

/// How long, and by whom, an answer may be kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct CacheHint {
    max_age: Option<i32>,
    private: bool,
    inherit: bool,
}

/// May be kept by anyone for so many seconds.
pub fn max_age(seconds: i32) -> CacheHint {
    CacheHint {
        max_age: Some(seconds),
        ..CacheHint::default()
    }
}

/// May not be shared: `maxAge: 0, scope: PRIVATE`.
pub fn private() -> CacheHint {
    CacheHint {
        max_age: Some(0),
        private: true,
        inherit: false,
    }
}

/// May be kept as long as what it stands in.
pub fn inherited() -> CacheHint {
    CacheHint {
        inherit: true,
        ..CacheHint::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{
        EmptyMutation, EmptySubscription, Interface, Object, Schema, SimpleObject,
    };

    #[derive(SimpleObject)]
    #[graphql(directive = cost::apply("0"), directive = cache_control::apply(max_age(60)))]
    struct Plain {
        id: i32,
        #[graphql(directive = list_size::apply(assumed(4)))]
        spans: Vec<i32>,
    }

    #[derive(Interface)]
    #[graphql(field(name = "id", ty = "&i32"), directive = cache_control::apply(inherited()))]
    enum Kept {
        Plain(Plain),
    }

    struct Query;

    #[Object]
    impl Query {
        #[graphql(
            directive = cost::apply("20"),
            directive = list_size::apply(paged("first last").assumed(5)),
            directive = cache_control::apply(private())
        )]
        async fn search(
            &self,
            #[graphql(directive = cost::apply("2"))] first: i32,
        ) -> Option<Kept> {
            (first > 0).then_some(Kept::Plain(Plain {
                id: 1,
                spans: Vec::new(),
            }))
        }
    }

    #[test]
    fn directives_print_as_in_the_contract() {
        let sdl = Schema::new(Query, EmptyMutation, EmptySubscription).sdl();

        for wanted in [
            "type Plain implements Kept @cost(weight: \"0\") @cacheControl(maxAge: 60)",
            "spans: [Int!]! @listSize(assumedSize: 4)",
            "interface Kept @cacheControl(inheritMaxAge: true)",
            "first: Int! @cost(weight: \"2\")",
            "@cost(weight: \"20\") @listSize(slicingArguments: [\"first\", \"last\"], sizedFields: [\"edges\"], assumedSize: 5) @cacheControl(maxAge: 0, scope: PRIVATE)",
            "directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR",
            "directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = false) on FIELD_DEFINITION",
            "directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION",
            "enum CacheControlScope",
        ] {
            assert!(sdl.contains(wanted), "{wanted}\nis not in\n{sdl}");
        }
    }
}
