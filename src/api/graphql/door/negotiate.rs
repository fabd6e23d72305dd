//! Chooses the media type of the answer by the `Accept` header (RFC 9110, 12.5.1).

use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};

use super::refusal::Refusal;

/// A media type that we answer in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/graphql-response+json`: the status says whether the request was refused.
    GraphqlResponse,
    /// `application/json`: 200 for every well-formed request.
    Json,
}

impl MediaType {
    /// Writes the `Content-Type`.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    const fn essence(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }
}

/// How much a type is wanted: its quality in thousandths, and whether it was named in full.
type Wish = (u16, bool);

/// Chooses the type with the higher quality. Of two that are wanted alike, the one that was named
/// wins, then `application/graphql-response+json`; who takes anything gets `application/json`.
///
/// # Errors
///
/// Refuses with 406 who takes neither.
pub fn negotiate(headers: &HeaderMap) -> Result<MediaType, Refusal> {
    let values = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let accept = values.collect::<Vec<_>>().join(",");
    if accept.trim().is_empty() && !headers.contains_key(ACCEPT) {
        return Ok(MediaType::Json);
    }
    let (graphql, json) = (
        wish(&accept, MediaType::GraphqlResponse),
        wish(&accept, MediaType::Json),
    );
    match (graphql, json) {
        ((0, _), (0, _)) => {
            let message = "Accept must allow application/graphql-response+json or application/json";
            Err(Refusal::http(StatusCode::NOT_ACCEPTABLE, message))
        }
        (graphql, json) if graphql > json => Ok(MediaType::GraphqlResponse),
        (graphql, json) if graphql == json && graphql.1 => Ok(MediaType::GraphqlResponse),
        _ => Ok(MediaType::Json),
    }
}

/// Finds the most specific range that matches the type.
fn wish(accept: &str, media: MediaType) -> Wish {
    let ranges = accept.split(',').filter_map(|range| {
        let (specificity, quality) = matching(range, media)?;
        Some((specificity, quality))
    });
    let best = ranges.max_by_key(|(specificity, _)| *specificity);
    best.map_or((0, false), |(specificity, quality)| {
        (quality, specificity == 2)
    })
}

/// Says how specifically a range matches the type, and its quality.
fn matching(range: &str, media: MediaType) -> Option<(u8, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let specificity = match parts.next()?.to_ascii_lowercase().as_str() {
        "*/*" => 0,
        "application/*" => 1,
        essence if essence == media.essence() => 2,
        _ => return None,
    };
    let mut quality = 1_000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => {
                quality = self::quality(value.trim())?;
                break; // what follows extends the header, not the type
            }
            "charset" if !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8") => {
                return None;
            }
            _ => {}
        }
    }
    Some((specificity, quality))
}

/// Reads `0.8` as 800; `None` for what is no quality.
fn quality(value: &str) -> Option<u16> {
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(decimals),
        "1" if decimals == 0 => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn chosen(accept: &'static str) -> Option<MediaType> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        negotiate(&headers).ok()
    }

    #[test]
    fn the_type_wanted_more_is_chosen() {
        use MediaType::{GraphqlResponse, Json};
        for (accept, wanted) in [
            ("application/graphql-response+json", Some(GraphqlResponse)),
            ("application/json", Some(Json)),
            (
                "application/graphql-response+json, application/json;q=0.9",
                Some(GraphqlResponse),
            ),
            (
                "application/graphql-response+json;q=0.5, application/json;q=0.9",
                Some(Json),
            ),
            (
                "application/json, application/graphql-response+json",
                Some(GraphqlResponse),
            ),
            ("application/json;q=0, */*", Some(GraphqlResponse)),
            ("*/*", Some(Json)),
            ("application/*;q=0.1", Some(Json)),
            (
                "application/graphql-response+json, */*",
                Some(GraphqlResponse),
            ),
            ("APPLICATION/JSON; charset=UTF-8", Some(Json)),
            ("text/html, application/xml;q=0.9, */*;q=0.8", Some(Json)),
            ("application/json;q=0", None),
            ("application/json; charset=utf-16", None),
            ("application/json;q=2", None),
            ("text/html", None),
        ] {
            assert_eq!(chosen(accept), wanted, "{accept}");
        }
    }

    #[test]
    fn who_says_nothing_gets_json() {
        assert_eq!(negotiate(&HeaderMap::new()), Ok(MediaType::Json));
    }
}
