//! Words in several languages.

use std::collections::BTreeMap;

use async_graphql::{InputObject, SimpleObject};

use crate::api::graphql::door::directives::cost;
use crate::api::graphql::scalars::Slug;
use crate::app::{Problem, Result, refuse_if_any};
use crate::platform::locale::Locale;
use crate::vocabulary::UserErrorCode;

/// One text in one language.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct LocalizedText {
    pub locale: Locale,
    pub text: String,
}

impl LocalizedText {
    /// The words of a thing in each language that it has them in.
    pub fn all<'t, T: 't>(
        texts: impl IntoIterator<Item = (&'t Locale, &'t T)>,
        text: impl Fn(&T) -> Option<&str>,
    ) -> Vec<Self> {
        let one = |(locale, all): (&Locale, &'t T)| {
            let (locale, text) = (*locale, text(all)?.to_owned());
            Some(Self { locale, text })
        };
        texts.into_iter().filter_map(one).collect()
    }
}

/// One address word in one language.
#[derive(SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct LocalizedSlug {
    pub locale: Locale,
    pub slug: Slug,
}

impl LocalizedSlug {
    /// The address words of a thing.
    pub fn all<'t, T: 't>(
        texts: impl IntoIterator<Item = (&'t Locale, &'t T)>,
        slug: impl Fn(&T) -> &str,
    ) -> Vec<Self> {
        let one = |(locale, all): (&Locale, &'t T)| Self {
            locale: *locale,
            slug: slug(all).into(),
        };
        texts.into_iter().map(one).collect()
    }
}

/// One text in one language.
#[derive(InputObject)]
pub struct LocalizedTextInput {
    pub locale: Locale,
    pub text: String,
}

/// One address word in one language.
#[derive(InputObject)]
pub struct LocalizedSlugInput {
    pub locale: Locale,
    pub slug: Slug,
}

impl From<LocalizedTextInput> for (Locale, String) {
    fn from(given: LocalizedTextInput) -> Self {
        (given.locale, given.text)
    }
}

impl From<LocalizedSlugInput> for (Locale, String) {
    fn from(given: LocalizedSlugInput) -> Self {
        (given.locale, given.slug.0)
    }
}

/// The words of an input member by language.
///
/// # Errors
/// [`Error::Refused`](crate::app::Error::Refused) for a language that is named twice.
pub fn by_locale<T: Into<(Locale, String)>>(
    field: &str,
    given: Option<Vec<T>>,
) -> Result<Option<BTreeMap<Locale, String>>> {
    let Some(given) = given else { return Ok(None) };
    let mut texts = BTreeMap::new();
    let mut problems = Vec::new();
    for (place, one) in given.into_iter().enumerate() {
        let (locale, text) = one.into();
        if texts.insert(locale, text).is_some() {
            let path = ["input", field, &place.to_string(), "locale"];
            let why = "this language is named twice";
            problems.push(Problem::at(path, UserErrorCode::Duplicate, why));
        }
    }
    refuse_if_any(problems)?;
    Ok(Some(texts))
}

/// The words of an input member by language, several in each.
pub fn lists_by_locale(
    given: Option<Vec<LocalizedTextInput>>,
) -> Option<BTreeMap<Locale, Vec<String>>> {
    let mut texts: BTreeMap<Locale, Vec<String>> = BTreeMap::new();
    for one in given? {
        texts.entry(one.locale).or_default().push(one.text);
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Error;

    #[test]
    fn a_language_named_twice_is_refused_at_its_place() {
        let text = |locale: &str| LocalizedTextInput {
            locale: locale.parse().unwrap(),
            text: "Ferry".to_owned(),
        };

        let refused = by_locale("names", Some(vec![text("uk"), text("en"), text("uk")]));

        let Err(Error::Refused(problems)) = refused else {
            panic!("uk has two names");
        };
        assert_eq!(problems[0].path, ["input", "names", "2", "locale"]);
    }
}
