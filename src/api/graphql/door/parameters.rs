//! The variables of a trusted document from outside GraphQL: texts, as a query string has them, or
//! members of a JSON object. What does not fit is told field by field.

use async_graphql::parser::types::{BaseType, OperationDefinition, Type, VariableDefinition};
use async_graphql::{Executor, Variables};
use serde_json::{Map, Value as Json};

use super::Door;
use super::coerce::{Fault, Misfit, TakesScalar, of_variable};
use super::documents::TrustedDocument;
use super::refusal::Refusal;
use super::sdl::{Kind, Sdl, named};

/// Scalars whose values are JSON and not text.
const JSON_SCALARS: [&str; 2] = ["JSON", "BodyDocument"];

/// Why there are no variables.
#[derive(Debug)]
pub enum Unfit {
    /// The document itself cannot be executed.
    Refused(Refusal),
    /// These are not what they should be.
    Misfits(Vec<Misfit>),
}

impl From<Refusal> for Unfit {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl<E: Executor> Door<E> {
    /// Reads variables from pairs of names and texts. A list is a name that is repeated; an input
    /// object is JSON. `takes` says whether a custom scalar takes a value.
    ///
    /// # Errors
    ///
    /// [`Unfit::Misfits`] with everything that is unknown, missing or of another type.
    pub fn variables_from_texts(
        &self,
        document: &TrustedDocument,
        pairs: &[(String, String)],
        takes: &TakesScalar,
    ) -> Result<Variables, Unfit> {
        let ready = document.ready()?;
        let operation = &ready.operation(None)?.1.node;
        let sdl = &self.costs().sdl;
        let mut members = Map::new();
        let mut misfits = Vec::new();
        for definition in definitions(operation) {
            let name = definition.name.node.as_str();
            let given = pairs.iter().filter(|(pair, _)| pair == name);
            let texts: Vec<&str> = given.map(|(_, text)| text.as_str()).collect();
            match value(sdl, &definition.var_type.node, &texts) {
                Ok(Some(value)) => drop(members.insert(name.to_owned(), value)),
                Ok(None) => {}
                Err(fault) => misfits.push(at(name, fault)),
            }
        }
        let is_misfit = |name: &str| misfits.iter().any(|misfit| misfit.path == [name]);
        let mut names: Vec<_> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let unread: Vec<_> = names
            .into_iter()
            .filter(|name| !members.contains_key(*name) && !is_misfit(name))
            .map(|name| at(name, Fault::Unknown))
            .collect();
        let wrong: Vec<_> = misfits.iter().map(|misfit| misfit.path.clone()).collect();
        misfits.extend(unread);
        let variables = Variables::from_json(Json::Object(members));
        let found = self.misfits(operation, &variables, takes);
        misfits.extend(
            found
                .into_iter()
                .filter(|found| !wrong.contains(&found.path)),
        );
        fit(variables, misfits)
    }

    /// Takes variables from the members of a JSON object.
    ///
    /// # Errors
    ///
    /// As [`Door::variables_from_texts`].
    pub fn variables_from_members(
        &self,
        document: &TrustedDocument,
        members: Map<String, Json>,
        takes: &TakesScalar,
    ) -> Result<Variables, Unfit> {
        let ready = document.ready()?;
        let operation = &ready.operation(None)?.1.node;
        let is_known = |name: &str| definitions(operation).any(|one| one.name.node == name);
        let unknown = members.keys().filter(|name| !is_known(name));
        let mut misfits: Vec<_> = unknown.map(|name| at(name, Fault::Unknown)).collect();
        let variables = Variables::from_json(Json::Object(members));
        misfits.extend(self.misfits(operation, &variables, takes));
        fit(variables, misfits)
    }

    fn misfits(
        &self,
        operation: &OperationDefinition,
        variables: &Variables,
        takes: &TakesScalar,
    ) -> Vec<Misfit> {
        let of = |definition: &VariableDefinition| {
            let value = variables.get(&definition.name.node);
            of_variable(&self.costs().sdl, definition, value, takes)
        };
        definitions(operation).flat_map(of).collect()
    }
}

fn fit(variables: Variables, misfits: Vec<Misfit>) -> Result<Variables, Unfit> {
    if misfits.is_empty() {
        Ok(variables)
    } else {
        Err(Unfit::Misfits(misfits))
    }
}

fn definitions(operation: &OperationDefinition) -> impl Iterator<Item = &VariableDefinition> {
    operation.variable_definitions.iter().map(|one| &one.node)
}

fn at(name: &str, fault: Fault) -> Misfit {
    let path = vec![name.to_owned()];
    Misfit { path, fault }
}

/// The value that some texts stand for; none when there are none.
fn value(sdl: &Sdl, ty: &Type, texts: &[&str]) -> Result<Option<Json>, Fault> {
    let not_a = || Fault::NotA(named(ty).to_owned());
    match (&ty.base, texts) {
        (_, []) => Ok(None),
        (BaseType::List(inner), texts) => {
            let items = texts.iter().map(|text| one(sdl, inner, text));
            let items: Option<Vec<_>> = items.collect();
            items
                .map(|items| Some(Json::Array(items)))
                .ok_or_else(not_a)
        }
        (BaseType::Named(_), [text]) => one(sdl, ty, text).map(Some).ok_or_else(not_a),
        (BaseType::Named(_), _) => Err(Fault::Repeated),
    }
}

fn one(sdl: &Sdl, ty: &Type, text: &str) -> Option<Json> {
    let BaseType::Named(name) = &ty.base else {
        return serde_json::from_str(text).ok();
    };
    match name.as_str() {
        "String" | "ID" => Some(Json::from(text)),
        "Boolean" => text.parse::<bool>().ok().map(Json::from),
        "Int" if !text.starts_with('+') => text.parse::<i32>().ok().map(Json::from),
        "Float" if !text.starts_with('+') => {
            let number: f64 = text.parse().ok()?;
            number.is_finite().then(|| Json::from(number))
        }
        "Int" | "Float" => None,
        name if JSON_SCALARS.contains(&name) => serde_json::from_str(text).ok(),
        name => match sdl.get(name).map(|info| &info.kind) {
            Some(Kind::Input { .. }) => serde_json::from_str(text).ok(),
            _ => Some(Json::from(text)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::Documents;
    use super::*;
    use async_graphql::{EmptyMutation, EmptySubscription, InputObject, Object, Schema};

    struct Query;

    #[derive(InputObject)]
    struct Box {
        size: i32,
        words: Option<Vec<String>>,
    }

    #[Object]
    impl Query {
        #[expect(clippy::too_many_arguments, reason = "one of each kind")]
        async fn all(
            &self,
            n: Option<i32>,
            x: Option<f64>,
            yes: Option<bool>,
            id: Option<async_graphql::ID>,
            ids: Option<Vec<i32>>,
            of: Option<Box>,
        ) -> String {
            let of = of.map(|of| (of.size, of.words));
            format!("{n:?} {x:?} {yes:?} {id:?} {ids:?} {of:?}")
        }
    }

    const DOCUMENT: &str = "query($n: Int!, $x: Float, $yes: Boolean = true, $id: ID, \
        $ids: [Int!], $of: Box) { all(n: $n, x: $x, yes: $yes, id: $id, ids: $ids, of: $of) }";

    fn read(query: &str) -> Result<serde_json::Value, Vec<String>> {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        let sdl = schema.sdl();
        let documents = Documents::new([("all", DOCUMENT)]);
        let door = Door::new(schema, &sdl).unwrap().documents(documents);
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        let document = door.shipped().by_name("all").unwrap();
        match door.variables_from_texts(document, &pairs, &|_, _| true) {
            Ok(variables) => Ok(serde_json::to_value(variables).unwrap()),
            Err(Unfit::Misfits(misfits)) => Err(misfits
                .iter()
                .map(|misfit| format!("{}: {}", misfit.path.join("."), misfit.fault))
                .collect()),
            Err(Unfit::Refused(refusal)) => panic!("{refusal:?}"),
        }
    }

    #[test]
    fn texts_become_values_of_the_declared_types() {
        let query = "n=-5&x=1.5&yes=false&id=7&ids=1&ids=2&of=%7B%22size%22%3A3%7D";

        let wanted = serde_json::json!({
            "n": -5, "x": 1.5, "yes": false, "id": "7", "ids": [1, 2], "of": { "size": 3 }
        });
        assert_eq!(read(query), Ok(wanted));
        assert_eq!(
            read("n=1&ids=2"),
            Ok(serde_json::json!({ "n": 1, "ids": [2] }))
        );
    }

    #[test]
    fn what_does_not_fit_is_told_field_by_field() {
        for (query, wanted) in [
            ("", &["n: this is required"][..]),
            ("n=one", &["n: this is not a valid Int"]),
            ("n=2147483648", &["n: this is not a valid Int"]),
            ("n=+1", &["n: this is not a valid Int"]),
            ("n=1&n=2", &["n: this is given more than once"]),
            ("n=1&x=NaN", &["x: this is not a valid Float"]),
            ("n=1&yes=1", &["yes: this is not a valid Boolean"]),
            ("n=1&ids=1&ids=b", &["ids: this is not a valid Int"]),
            ("n=1&utm=a", &["utm: there is nothing of this name"]),
            ("n=1&of=%7B%7D", &["of.size: this is required"]),
            ("n=1&of=x", &["of: this is not a valid Box"]),
            (
                "n=1&of=%7B%22size%22%3A1%2C%22words%22%3A%5B1%5D%2C%22y%22%3A1%7D",
                &[
                    "of.words.0: this is not a valid String",
                    "of.y: there is nothing of this name",
                ],
            ),
        ] {
            let query = query.replace("n=+1", "n=%2B1");
            assert_eq!(read(&query).unwrap_err(), wanted, "{query}");
        }
    }
}
