//! `masthead demo`, and what no command means.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use masthead::demo;
use masthead::platform::config::Config;

use super::serve::{listen, until_stopped};

#[derive(Args)]
pub struct Demo {
    /// Port of this machine to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// Folder of the demo's database and pictures.
    #[arg(long, default_value = "masthead-data/demo")]
    data: PathBuf,
    /// Address of another origin that leads here, such as `http://localhost:4000`: HTML ads stand
    /// under it.
    #[arg(long)]
    ads_origin: Option<String>,
    /// Prints one machine-readable line when the demo is ready.
    #[arg(long)]
    json: bool,
}

impl Default for Demo {
    fn default() -> Self {
        Self {
            port: 4000,
            data: PathBuf::from("masthead-data/demo"),
            ads_origin: None,
            json: false,
        }
    }
}

impl Demo {
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let listener = listen(SocketAddr::from(([127, 0, 0, 1], self.port))).await?;
        let address = listener.local_addr()?;
        let config = self.settings(address)?;
        super::log(&config)?;
        let started = demo::start(config).await?;
        if self.json {
            println!("{}", started.ready_line());
        } else {
            println!("{}", started);
        }
        let router = masthead::api::demo_router(&started.app, started.tokens)?;
        until_stopped(&started.app, router, listener).await?;
        Ok(ExitCode::SUCCESS)
    }

    /// Settings that nothing outside can change: the demo is for this machine alone.
    fn settings(&self, address: SocketAddr) -> anyhow::Result<Config> {
        let file = self.data.join("demo.sqlite");
        let set = |name: &str| match name {
            "MASTHEAD_DATABASE_URL" => Some(format!("sqlite:{}", file.display())),
            "MASTHEAD_DATA_DIR" => Some(self.data.display().to_string()),
            "MASTHEAD_LISTEN" => Some(address.to_string()),
            "MASTHEAD_INTROSPECTION" => Some("on".to_owned()),
            "MASTHEAD_ADS_ORIGIN" => self.ads_origin.clone(),
            "MASTHEAD_LOG" => Some("warn".to_owned()),
            _ => None,
        };
        Ok(Config::read(&set, None)?)
    }
}
