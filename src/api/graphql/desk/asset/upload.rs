//! What begins an upload.

use async_graphql::SimpleObject;

use super::DeskAsset;
use crate::api::graphql::desk::user_error::UserError;
use crate::api::graphql::scalars::Url;

/// An announced upload.
#[derive(SimpleObject)]
pub struct AssetBeginUploadPayload {
    pub asset: Option<DeskAsset>,
    /// Set when the same bytes are already stored: nothing to send.
    pub duplicate_of: Option<DeskAsset>,
    /// Where the bytes go, by PUT.
    pub upload_url: Option<Url>,
    pub upload_headers: Vec<HttpHeader>,
    pub user_errors: Vec<UserError>,
}

/// To be sent with the upload.
#[derive(SimpleObject)]
pub struct HttpHeader {
    pub name: String,
    pub value: String,
}
