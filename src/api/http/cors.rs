//! What pages of other sites may ask.
//!
//! Delivery is everybody's, so any page may ask it, without cookies: there are none. The doors of
//! the staff say nothing of other sites, and browsers keep their pages out.

use std::time::Duration;

use axum::http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderName, Method};
use tower_http::cors::{AllowMethods, Any, CorsLayer};

use crate::api::caller::REQUEST_ID;

/// How long a browser may remember the answer.
const REMEMBERED: Duration = Duration::from_hours(24);

/// Opens a route to pages of any site.
pub fn open() -> CorsLayer {
    to([Method::GET, Method::POST])
}

/// Opens a route to pages of any site, to be read.
pub fn reading() -> CorsLayer {
    to([Method::GET])
}

fn to(methods: impl Into<AllowMethods>) -> CorsLayer {
    let request_id = HeaderName::from_static(REQUEST_ID);
    let client = [
        "graphql-client-name",
        "graphql-client-version",
        "apollographql-client-name",
        "apollographql-client-version",
    ];
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(methods)
        .allow_headers(
            [
                ACCEPT,
                AUTHORIZATION,
                CONTENT_TYPE,
                IF_NONE_MATCH,
                request_id.clone(),
            ]
            .into_iter()
            .chain(client.map(HeaderName::from_static))
            .collect::<Vec<_>>(),
        )
        .expose_headers([ETAG, RETRY_AFTER, WWW_AUTHENTICATE, request_id])
        .max_age(REMEMBERED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::body::Body;
    use axum::http::{Request, header};
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn pages_of_other_sites_may_ask_without_credentials() {
        let router = Router::new().route("/", get(async || "open").layer(open()));
        let asked = Request::options("/")
            .header(header::ORIGIN, "https://mayak.example")
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type");

        let answer = router
            .oneshot(asked.body(Body::empty()).unwrap())
            .await
            .unwrap();

        let headers = answer.headers();
        assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        assert!(!headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
    }
}
