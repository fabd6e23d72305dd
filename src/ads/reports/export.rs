//! A report as a file: CSV (RFC 4180) for spreadsheets, NDJSON for programs.

use serde_json::{Map, Value as Json, json};

use super::domain::{Metrics, Report};
use crate::vocabulary::AdDimension;

/// How it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

/// The counts and what is reckoned of them, in the order of the columns.
const COLUMNS: [&str; 12] = [
    "requests",
    "decisions",
    "impressions",
    "measurableImpressions",
    "viewableImpressions",
    "viewableRate",
    "clicks",
    "clickRate",
    "fillRate",
    "invalidEvents",
    "revenueMicros",
    "currency",
];

/// Prints a report with these dimensions; each has a column of its values and one of its labels.
pub fn printed(report: &Report, dimensions: &[AdDimension], format: Format) -> String {
    match format {
        Format::Csv => csv(report, dimensions),
        Format::Ndjson => ndjson(report),
    }
}

fn csv(report: &Report, dimensions: &[AdDimension]) -> String {
    let names = dimensions.iter().flat_map(|dimension| {
        let name = name(*dimension);
        [name.clone(), format!("{name}Label")]
    });
    let head: Vec<String> = names.chain(COLUMNS.map(ToOwned::to_owned)).collect();
    let mut text = line(head.iter().map(String::as_str));
    for row in &report.rows {
        let keys = row
            .keys
            .iter()
            .flat_map(|key| [key.value.clone(), key.label.clone()]);
        let values = values(&row.metrics).map(|value| match value {
            Json::Null => String::new(),
            Json::String(text) => text,
            other => other.to_string(),
        });
        let cells: Vec<String> = keys.chain(values).collect();
        text.push_str(&line(cells.iter().map(String::as_str)));
    }
    text
}

fn line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let cells: Vec<String> = cells.map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell. A text that a spreadsheet would take for a formula gets a quotation mark before it.
fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t']) && text.parse::<f64>().is_err();
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn ndjson(report: &Report) -> String {
    let mut text = String::new();
    for row in &report.rows {
        let mut object = Map::new();
        for key in &row.keys {
            let name = name(key.dimension);
            object.insert(format!("{name}Label"), json!(key.label));
            object.insert(name, json!(key.value));
        }
        let values = COLUMNS.into_iter().zip(values(&row.metrics));
        object.extend(values.map(|(column, value)| (column.to_owned(), value)));
        text.push_str(&Json::Object(object).to_string());
        text.push('\n');
    }
    text
}

fn values(metrics: &Metrics) -> [Json; 12] {
    let counts = &metrics.counts;
    let money = metrics.money();
    [
        json!(counts.requests),
        json!(counts.decisions),
        json!(counts.impressions),
        json!(counts.measurable),
        json!(counts.viewable),
        json!(metrics.viewable_rate()),
        json!(counts.clicks),
        json!(metrics.click_rate()),
        json!(metrics.fill_rate()),
        json!(counts.invalid),
        json!(money.as_ref().map(|money| money.micros)),
        json!(money.map(|money| money.currency)),
    ]
}

/// A dimension in lower camel: `lineItem`.
fn name(dimension: AdDimension) -> String {
    let mut name = String::new();
    let mut is_high = false;
    for letter in dimension.as_str().chars() {
        match letter {
            '_' => is_high = true,
            letter if std::mem::take(&mut is_high) => name.push(letter),
            letter => name.push(letter.to_ascii_lowercase()),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::super::domain::{Key, Row};
    use super::*;
    use crate::ads::events::Counts;
    use crate::platform::clock::Instant;

    fn report(label: &str) -> Report {
        let metrics = Metrics {
            counts: Counts {
                impressions: 8,
                measurable: 8,
                viewable: 4,
                ..Counts::default()
            },
            ..Metrics::default()
        };
        let key = Key {
            dimension: AdDimension::LineItem,
            value: "lin_1".to_owned(),
            label: label.to_owned(),
        };
        Report {
            rows: vec![Row {
                keys: vec![key],
                metrics: metrics.clone(),
            }],
            totals: metrics,
            final_until: Instant(0),
        }
    }

    #[test]
    fn a_table_is_safe_to_open() {
        let table = printed(
            &report("=HYPERLINK(\"x\"), a"),
            &[AdDimension::LineItem],
            Format::Csv,
        );

        assert_eq!(
            table,
            "lineItem,lineItemLabel,requests,decisions,impressions,measurableImpressions,\
             viewableImpressions,viewableRate,clicks,clickRate,fillRate,invalidEvents,\
             revenueMicros,currency\r\n\
             lin_1,\"'=HYPERLINK(\"\"x\"\"), a\",0,0,8,8,4,0.5,0,0.0,,0,,\r\n"
        );
    }

    #[test]
    fn each_line_is_an_object() {
        let lines = printed(&report("Весна"), &[AdDimension::LineItem], Format::Ndjson);

        let object: Json = serde_json::from_str(lines.trim_end()).unwrap();
        assert_eq!(object["lineItemLabel"], "Весна");
        assert_eq!(object["viewableRate"], 0.5);
        assert_eq!(object["fillRate"], Json::Null);
    }
}
