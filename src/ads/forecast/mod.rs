//! What there will be to sell: the readers of the last four weeks, laid over a period to come.

mod actions;
mod domain;
mod store;

pub use actions::{forecast, of_line_item};
pub use domain::{Forecast, ForecastInput};
