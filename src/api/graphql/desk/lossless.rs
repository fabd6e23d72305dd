//! Inputs that reach the domain as they were sent.

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueError, InputValueResult, Value};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::app::{Error, Problem, Result};

/// An input whose shape the graph type `T` declares, and whose value the domain reads itself.
///
/// The domain's texts and blocks have the shape of the API's inputs, so copying them field by field
/// would only add a place to forget one. `T` says what the schema says and refuses what does not
/// fit it; what is kept is the value as JSON, in which a member that was left out is absent and one
/// that was cleared is null.
pub struct Lossless<T> {
    json: Json,
    shape: PhantomData<fn() -> T>,
}

impl<T> Lossless<T> {
    /// Reads the value into a domain type.
    ///
    /// # Errors
    /// [`Error::Refused`], naming the member of `at` that the domain type does not take.
    pub fn read<D: DeserializeOwned>(self, at: &[&str]) -> Result<D> {
        serde_path_to_error::deserialize(self.json).map_err(|error| {
            let problem = Problem::misshapen(error.path());
            Error::problem(problem.below(at))
        })
    }

    /// The members of an input object.
    pub fn members(self) -> Map<String, Json> {
        match self.json {
            Json::Object(members) => members,
            _ => Map::new(),
        }
    }
}

impl<T: InputType> InputType for Lossless<T> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let sent = value.unwrap_or_default();
        let read = T::parse(Some(sent.clone())).map_err(InputValueError::propagate)?;
        let json = without_unsent(read.to_value(), &sent).into_json()?;
        Ok(Self {
            json,
            shape: PhantomData,
        })
    }

    fn to_value(&self) -> Value {
        // Only numbers that JSON cannot hold fail, and a JSON value has none.
        Value::from_json(self.json.clone()).unwrap_or_default()
    }

    fn as_raw_value(&self) -> Option<&Self::RawValueType> {
        Some(self)
    }
}

/// The coerced value without the nulls that nobody sent: coercion fills defaults in, makes lists of
/// single values, and writes null for what was left out.
fn without_unsent(coerced: Value, sent: &Value) -> Value {
    match (coerced, sent) {
        (Value::Object(members), Value::Object(sent)) => {
            let kept =
                members
                    .into_iter()
                    .filter_map(|(name, value)| match (value, sent.get(&name)) {
                        (Value::Null, None) => None,
                        (default, None) => Some((name, default)),
                        (value, Some(sent)) => Some((name, without_unsent(value, sent))),
                    });
            Value::Object(kept.collect())
        }
        (Value::List(items), Value::List(sent)) => {
            let kept = items.into_iter().zip(sent);
            Value::List(
                kept.map(|(item, sent)| without_unsent(item, sent))
                    .collect(),
            )
        }
        (Value::List(items), single) => {
            let kept = items.into_iter().map(|item| without_unsent(item, single));
            Value::List(kept.collect())
        }
        (scalar, _) => scalar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{ID, InputObject, OneofObject};
    use serde::Deserialize;
    use serde_json::json;

    #[derive(InputObject)]
    struct BoxInput {
        id: Option<ID>,
        label: Option<String>,
        #[graphql(default = 1)]
        depth: i32,
        inner: Option<Vec<KindInput>>,
    }

    #[derive(OneofObject)]
    enum KindInput {
        Empty(bool),
        Full(String),
    }

    fn sent(value: Json) -> Json {
        let value = Value::from_json(value).unwrap();
        let Ok(input) = Lossless::<BoxInput>::parse(Some(value)) else {
            panic!("it is a box");
        };
        input.json
    }

    #[test]
    fn what_was_left_out_is_absent_and_what_was_cleared_is_null() {
        assert_eq!(
            sent(json!({ "label": null })),
            json!({ "label": null, "depth": 1 })
        );
    }

    #[test]
    fn coercion_is_that_of_the_schema() {
        let single = json!({ "id": 7, "inner": { "full": "to the brim" } });

        let wanted = json!({ "id": "7", "depth": 1, "inner": [{ "full": "to the brim" }] });
        assert_eq!(sent(single), wanted);
    }

    #[test]
    fn what_does_not_fit_the_schema_is_refused() {
        for wrong in [
            json!({ "depth": "deep" }),
            json!({ "inner": [{}] }),
            json!(null),
        ] {
            let value = Value::from_json(wrong).unwrap();
            assert!(Lossless::<BoxInput>::parse(Some(value)).is_err());
        }
    }

    #[test]
    fn what_the_domain_does_not_take_is_named_by_its_path() {
        #[derive(Debug, Deserialize)]
        struct Narrow {
            #[expect(dead_code, reason = "only its reading is tested")]
            inner: Vec<std::collections::HashMap<String, bool>>,
        }
        let value = Value::from_json(json!({ "inner": [{ "full": "yes" }] })).unwrap();
        let Ok(input) = Lossless::<BoxInput>::parse(Some(value)) else {
            panic!("it is a box");
        };

        let Err(Error::Refused(problems)) = input.read::<Narrow>(&["input"]) else {
            panic!("a text is not a boolean");
        };

        assert_eq!(problems[0].path, ["input", "inner", "0", "full"]);
    }
}
