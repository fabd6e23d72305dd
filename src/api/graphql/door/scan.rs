//! A look at the document's text before it is parsed: the parser recurses once per bracket, so a
//! deeply nested text would run out of stack there.

/// How much there is of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// Names, numbers, strings and punctuators.
    pub tokens: usize,
    /// The most brackets open at once.
    pub nesting: usize,
}

/// Counts tokens and open brackets. What is no GraphQL counts too; the parser will refuse it.
pub(super) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let (mut scan, mut open, mut at) = (Scan::default(), 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let length = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | 0xEF | 0xBB | 0xBF => {
                at += 1;
                continue;
            }
            b'#' => {
                at += run(rest, |byte| byte != b'\n' && byte != b'\r');
                continue;
            }
            b'{' | b'[' | b'(' => {
                open += 1;
                1
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                1
            }
            b'"' => match string(rest) {
                Some(length) => length,
                None => return hidden(scan, open, rest),
            },
            byte if is_word(*byte) => run(rest, is_word),
            _ => 1,
        };
        scan.tokens += 1;
        scan.nesting = scan.nesting.max(open);
        at += length;
    }
    scan
}

fn run(bytes: &[u8], holds: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| holds(**byte)).count().max(1)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of a string or block string. An unclosed string ends with its line, as it does for
/// the parser, so that nothing can hide behind a stray quote; `None` for an unclosed block string.
fn string(bytes: &[u8]) -> Option<usize> {
    let is_block = bytes.starts_with(b"\"\"\"");
    let mut at = if is_block { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        match byte {
            b'\\' if is_block && rest.starts_with(b"\\\"\"\"") => at += 4,
            b'\\' if !is_block => at += 2,
            b'"' if !is_block => return Some(at + 1),
            b'"' if rest.starts_with(b"\"\"\"") => return Some(at + 3),
            b'\n' | b'\r' if !is_block => return Some(at),
            _ => at += 1,
        }
    }
    (!is_block).then_some(bytes.len())
}

/// Counts what stands behind an unclosed block string at its worst.
fn hidden(scan: Scan, open: usize, rest: &[u8]) -> Scan {
    let brackets = rest
        .iter()
        .filter(|byte| matches!(byte, b'{' | b'[' | b'('))
        .count();
    Scan {
        tokens: scan.tokens + 1,
        nesting: scan.nesting.max(open + brackets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_open_brackets_are_counted() {
        let counted = scan("{ a(x: [1, \"{[(\"]) # {{{\n b(y: \"\"\" }\\\"\"\"{ \"\"\") }");

        assert_eq!(
            counted,
            Scan {
                tokens: 17,
                nesting: 3
            }
        );
    }

    #[test]
    fn brackets_behind_a_stray_quote_are_counted() {
        assert_eq!(scan("\"\n{{{{").nesting, 4);
        assert_eq!(scan("\"\"\"{{{{").nesting, 4);
    }
}
