//! What an answer amounts to as an HTTP status: whether what the parameters name is there.

/// What became of what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is there.
    Found,
    /// It is not.
    NotFound,
    /// It was there and is withdrawn: 410, or 451 after the order of a court or an office.
    Gone(u16),
}

/// Looks at the places in `data` that parameters asked for. `data` is as the door writes it:
/// without white space between its parts.
pub fn of(data: &[u8], places: &[Vec<String>]) -> Outcome {
    for place in places {
        let found = place
            .iter()
            .try_fold(data, |value, key| member(value, key.as_bytes()));
        match found {
            // Nothing above it: another place says so.
            None => {}
            Some(b"null") => return Outcome::NotFound,
            Some(value) if member(value, b"__typename") == Some(b"\"Gone\"") => {
                let status = member(value, b"status").and_then(|status| {
                    let status: u16 = std::str::from_utf8(status).ok()?.parse().ok()?;
                    matches!(status, 410 | 451).then_some(status)
                });
                return Outcome::Gone(status.unwrap_or(410));
            }
            Some(_) => {}
        }
    }
    Outcome::Found
}

/// The value of a member of an object; nothing behind it is read.
fn member<'a>(object: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    let mut rest = object.strip_prefix(b"{")?;
    loop {
        let key = length(rest)?;
        let name = rest.get(1..key.checked_sub(1)?)?;
        rest = rest.get(key..)?.strip_prefix(b":")?;
        let value = length(rest)?;
        if name == wanted {
            return rest.get(..value);
        }
        rest = rest.get(value..)?.strip_prefix(b",")?;
    }
}

/// How many bytes the value at the start takes.
fn length(json: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        match json.get(at)? {
            b'"' => {
                at += 1 + string(json.get(at + 1..)?)?;
            }
            b'{' | b'[' => {
                depth += 1;
                at += 1;
                continue;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            b',' | b':' => {
                at += 1;
                continue;
            }
            _ => {
                let plain = json.get(at..)?;
                let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']');
                at += plain.iter().position(ends).unwrap_or(plain.len());
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// How many bytes a string takes behind its first quotation mark.
fn string(json: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match json.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(data: &str) -> Outcome {
        let places = [&["edition"][..], &["edition", "page"]];
        let places = places.map(|place| place.iter().map(|key| (*key).to_owned()).collect());
        of(data.as_bytes(), &places)
    }

    #[test]
    fn what_is_asked_for_is_there_or_not_or_gone() {
        for (data, wanted) in [
            (r#"{"edition":null}"#, Outcome::NotFound),
            (r#"{"edition":{"page":null}}"#, Outcome::NotFound),
            (r#"{"edition":{"page":{"id":"1"}}}"#, Outcome::Found),
            (r#"{"edition":{}}"#, Outcome::Found),
            (r#"{"other":1}"#, Outcome::Found),
            (
                r#"{"edition":{"page":{"__typename":"Gone","status":451}}}"#,
                Outcome::Gone(451),
            ),
            (
                r#"{"edition":{"page":{"__typename":"Gone","status":200}}}"#,
                Outcome::Gone(410),
            ),
        ] {
            assert_eq!(outcome(data), wanted, "{data}");
        }
    }

    #[test]
    fn what_stands_before_it_is_passed_over() {
        let data = r#"{"site":{"a":[{"page":null},[],"]\"}",1.5,true]},"edition":{"x":"\\","y":[],"z":{},"page":null}}"#;

        assert_eq!(outcome(data), Outcome::NotFound);
    }

    #[test]
    fn what_is_no_json_is_found_to_be_nothing_in_particular() {
        for data in [
            "",
            "{",
            "{\"edition",
            "{\"edition\":",
            "null",
            "{\"edition\":{\"page\"}",
        ] {
            assert_eq!(outcome(data), Outcome::Found, "{data}");
        }
    }
}
