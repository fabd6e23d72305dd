//! Relay connections.

use std::borrow::Cow;

use async_graphql::{OutputType, SimpleObject, TypeName};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::door::directives::cost;
use super::error::Result;
use crate::platform::page::{Page, PageArgs, Slice, cursor};

/// Items on a page unless the field says otherwise.
pub const DEFAULT_PAGE: u32 = 20;

/// Pagination state of a connection.
#[derive(Debug, Clone, Default, SimpleObject)]
#[graphql(directive = cost::apply("0"))]
pub struct PageInfo {
    /// Whether more stand after the last edge.
    pub has_next_page: bool,
    /// Whether more stand before the first edge.
    pub has_previous_page: bool,
    /// Cursor of the first edge.
    pub start_cursor: Option<String>,
    /// Cursor of the last edge.
    pub end_cursor: Option<String>,
}

impl PageInfo {
    /// The state of a page, of which `key` gives the place of an item in `order`.
    pub fn of<T, K: Serialize>(slice: &Slice<T>, order: &str, key: impl Fn(&T) -> K) -> Self {
        Self {
            has_next_page: slice.has_next,
            has_previous_page: slice.has_previous,
            start_cursor: slice.items.first().map(|item| cursor(order, key(item))),
            end_cursor: slice.items.last().map(|item| cursor(order, key(item))),
        }
    }
}

/// A page of a list.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct Connection<T: OutputType> {
    /// The items with their cursors, in list order.
    pub edges: Vec<Edge<T>>,
    /// Whether the list goes on.
    pub page_info: PageInfo,
}

/// One item of a list, and its place.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct Edge<T: OutputType> {
    /// Where the item stands, for `after` and `before`.
    pub cursor: String,
    /// The item.
    pub node: T,
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", <T as OutputType>::type_name()).into()
    }
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", <T as OutputType>::type_name()).into()
    }
}

impl<T: OutputType> Connection<T> {
    /// A connection of a page: `key` gives an item's place in `order`, `node` its graph type.
    pub fn of<I, K: Serialize>(
        slice: Slice<I>,
        order: &str,
        key: impl Fn(&I) -> K,
        node: impl Fn(I) -> T,
    ) -> Self {
        let page_info = PageInfo::of(&slice, order, &key);
        let edge = |item: I| Edge {
            cursor: cursor(order, key(&item)),
            node: node(item),
        };
        Self {
            edges: slice.items.into_iter().map(edge).collect(),
            page_info,
        }
    }
}

/// Reads the arguments of a connection field that goes forward only.
///
/// # Errors
/// BAD_USER_INPUT for a size outside 1..100, or a cursor of another list.
pub fn forward<K: DeserializeOwned>(
    first: Option<i32>,
    after: Option<String>,
    order: &str,
) -> Result<Page<K>> {
    let args = PageArgs {
        first,
        after,
        ..PageArgs::default()
    };
    Ok(Page::new(&args, DEFAULT_PAGE, order)?)
}
