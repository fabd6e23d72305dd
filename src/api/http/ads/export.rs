//! `GET /ads/report.csv` and `/ads/report.ndjson`: reports as files, for holders of ADS_REPORT.

use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use crate::ads::reports::{self, Filter, Format, ReportInput, printed};
use crate::api::caller::{anonymous, identified};
use crate::api::http::problem::ProblemDetails;
use crate::app::{App, Error, Problem, Result};
use crate::platform::calendar::Day;
use crate::vocabulary::UserErrorCode;

/// The two files.
pub(super) fn router() -> Router<Arc<App>> {
    let csv = async |state, asked, headers| export(state, asked, headers, Format::Csv).await;
    let ndjson = async |state, asked, headers| export(state, asked, headers, Format::Ndjson).await;
    Router::new()
        .route("/ads/report.csv", get(csv))
        .route("/ads/report.ndjson", get(ndjson))
}

/// The report in the address; lists have commas between.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Asked {
    from: String,
    to: String,
    #[serde(default)]
    dimensions: String,
    #[serde(default)]
    advertisers: String,
    #[serde(default)]
    campaigns: String,
    #[serde(default)]
    line_items: String,
    #[serde(default)]
    placements: String,
    #[serde(default)]
    locales: String,
    #[serde(default)]
    devices: String,
}

impl Asked {
    fn read(&self) -> Result<ReportInput> {
        let mut problems = Vec::new();
        let mut day = |name: &str, text: &str| {
            let day = text.parse::<Day>().ok();
            if day.is_none() {
                problems.push(invalid(name));
            }
            day
        };
        let days = (day("from", &self.from), day("to", &self.to));
        let dimensions = list("dimensions", &self.dimensions, &mut problems);
        let filter = Filter {
            advertisers: list("advertisers", &self.advertisers, &mut problems),
            campaigns: list("campaigns", &self.campaigns, &mut problems),
            line_items: list("lineItems", &self.line_items, &mut problems),
            placements: list("placements", &self.placements, &mut problems),
            locales: list("locales", &self.locales, &mut problems),
            devices: list("devices", &self.devices, &mut problems),
        };
        match days {
            (Some(from), Some(to)) if problems.is_empty() => Ok(ReportInput {
                from,
                to,
                dimensions,
                filter,
            }),
            _ => Err(Error::Refused(problems)),
        }
    }
}

fn invalid(name: &str) -> Problem {
    Problem::at(
        [name],
        UserErrorCode::Invalid,
        format!("`{name}` cannot be read"),
    )
}

fn list<T: FromStr>(name: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<T> {
    let words = text
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    let read: std::result::Result<Vec<T>, _> = words.map(str::parse).collect();
    read.unwrap_or_else(|_| {
        problems.push(invalid(name));
        Vec::new()
    })
}

async fn export(
    State(app): State<Arc<App>>,
    asked: std::result::Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
    format: Format,
) -> Response {
    let call = anonymous(&app, &headers);
    let file = async {
        let call = identified(&call, &headers).await?;
        let Query(asked) = asked.map_err(|error| Error::BadInput(error.body_text()))?;
        let input = asked.read()?;
        let report = reports::report(&call, &input).await?;
        Ok::<_, Error>(printed(&report, &input.dimensions, format))
    };
    match file.await {
        Ok(text) => {
            let (kind, name) = match format {
                Format::Csv => ("text/csv; charset=utf-8", "report.csv"),
                Format::Ndjson => ("application/x-ndjson", "report.ndjson"),
            };
            let headers = [
                (header::CONTENT_TYPE, kind.to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                ),
                (header::CACHE_CONTROL, "private, no-store".to_owned()),
            ];
            (headers, text).into_response()
        }
        Err(error) => ProblemDetails::of(error, call.request_id()).into_response(),
    }
}
