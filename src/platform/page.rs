//! Keyset pages: what a Relay connection asks for, and the cursors that it gives.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The most that one page may hold.
pub const MAX_PAGE: u32 = 100;

/// Cursors of another layout are refused instead of misread.
const VERSION: u8 = 1;

/// Why a page cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Both ends were asked for.
    #[error("give either `first` or `last`, not both")]
    BothEnds,
    /// A size outside 1..100.
    #[error("a page holds 1 to {MAX_PAGE} items")]
    Size,
    /// Not a cursor of this list.
    #[error("`{0}` is not a cursor of this list")]
    Cursor(&'static str),
}

/// One page of a list ordered by the key `K`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<K> {
    /// How many items at most.
    pub size: u32,
    /// Items after this key, in list order.
    pub after: Option<K>,
    /// Items before this key, in list order.
    pub before: Option<K>,
    /// Counts from the end of the list.
    pub backwards: bool,
}

/// The arguments of a connection field.
#[derive(Debug, Clone, Default)]
pub struct PageArgs {
    /// How many from the start.
    pub first: Option<i32>,
    /// After which cursor.
    pub after: Option<String>,
    /// How many from the end.
    pub last: Option<i32>,
    /// Before which cursor.
    pub before: Option<String>,
}

impl<K: DeserializeOwned> Page<K> {
    /// Reads the arguments of a connection ordered by `order`.
    ///
    /// # Errors
    /// [`PageError`] when both ends are asked for, the size is out of range or a cursor is not
    /// one of this order.
    pub fn new(args: &PageArgs, default: u32, order: &str) -> Result<Self, PageError> {
        let (size, backwards) = match (args.first, args.last) {
            (Some(_), Some(_)) => return Err(PageError::BothEnds),
            (None, Some(last)) => (last, true),
            (Some(first), None) => (first, false),
            (None, None) => (default as i32, false),
        };
        let size = u32::try_from(size)
            .ok()
            .filter(|size| (1..=MAX_PAGE).contains(size));
        Ok(Self {
            size: size.ok_or(PageError::Size)?,
            after: read(args.after.as_deref(), order, "after")?,
            before: read(args.before.as_deref(), order, "before")?,
            backwards,
        })
    }
}

impl<K> Page<K> {
    /// The first `size` items.
    pub const fn first(size: u32) -> Self {
        Self {
            size,
            after: None,
            before: None,
            backwards: false,
        }
    }
}

/// Items of one page, in list order, and whether the list goes on.
#[derive(Debug, Clone)]
pub struct Slice<T> {
    /// The items.
    pub items: Vec<T>,
    /// Whether more stand after them.
    pub has_next: bool,
    /// Whether more stand before them.
    pub has_previous: bool,
}

impl<T> Slice<T> {
    /// Makes a page of rows that were read in the page's own direction, one more than its size.
    pub fn of<K>(page: &Page<K>, mut rows: Vec<T>) -> Self {
        let more = rows.len() > page.size as usize;
        rows.truncate(page.size as usize);
        if page.backwards {
            rows.reverse();
            return Self {
                items: rows,
                has_next: page.before.is_some(),
                has_previous: more,
            };
        }
        Self {
            items: rows,
            has_next: more,
            has_previous: page.after.is_some(),
        }
    }

    /// The same page of other things.
    pub fn map<U>(self, into: impl FnMut(T) -> U) -> Slice<U> {
        Slice {
            items: self.items.into_iter().map(into).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Cursor<K>(u8, String, K);

/// The cursor of an item with `key` in the list ordered by `order`.
pub fn cursor<K: Serialize>(order: &str, key: K) -> String {
    let cursor = Cursor(VERSION, order.to_owned(), key);
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default())
}

fn read<K: DeserializeOwned>(
    text: Option<&str>,
    order: &str,
    name: &'static str,
) -> Result<Option<K>, PageError> {
    let Some(text) = text else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| PageError::Cursor(name))?;
    let Cursor(version, of, key) =
        serde_json::from_slice::<Cursor<K>>(&bytes).map_err(|_| PageError::Cursor(name))?;
    if version == VERSION && of == order {
        Ok(Some(key))
    } else {
        Err(PageError::Cursor(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(after: &str) -> PageArgs {
        PageArgs {
            after: Some(after.to_owned()),
            ..PageArgs::default()
        }
    }

    #[test]
    fn a_cursor_is_read_under_its_own_order_only() {
        let text = cursor("listed", (5_i64, 7_i64));

        let page = Page::<(i64, i64)>::new(&args(&text), 20, "listed");
        assert_eq!(page.unwrap().after, Some((5, 7)));
        let page = Page::<(i64, i64)>::new(&args(&text), 20, "changed");
        assert_eq!(page, Err(PageError::Cursor("after")));
    }

    #[test]
    fn sizes_outside_1_to_100_are_refused() {
        for size in [0, -1, 101] {
            let args = PageArgs {
                first: Some(size),
                ..PageArgs::default()
            };
            assert_eq!(Page::<i64>::new(&args, 20, "x"), Err(PageError::Size));
        }
    }

    #[test]
    fn a_backward_page_comes_in_list_order() {
        let page = Page::<i64> {
            size: 2,
            after: None,
            before: Some(9),
            backwards: true,
        };

        let slice = Slice::of(&page, vec![8, 7, 6]);

        assert_eq!(slice.items, [7, 8]);
        assert!(slice.has_previous && slice.has_next);
    }
}
