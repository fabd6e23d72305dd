//! Reading settings by name.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use super::{MediaPlace, SETTINGS, media};
use crate::platform::networks::Networks;

/// Reads settings by name and gathers what is wrong with them.
pub(super) struct Reader<'a> {
    environment: &'a dyn Fn(&str) -> Option<String>,
    file: toml::Table,
    pub(super) faults: Vec<String>,
}

impl<'a> Reader<'a> {
    /// Of `environment` and, below it, of the text of a `masthead.toml`.
    pub(super) fn of(environment: &'a dyn Fn(&str) -> Option<String>, file: Option<&str>) -> Self {
        let mut reader = Self {
            environment,
            file: toml::Table::new(),
            faults: Vec::new(),
        };
        if let Some(text) = file {
            reader.open(text);
        }
        reader
    }

    fn open(&mut self, text: &str) {
        match text.parse::<toml::Table>() {
            Ok(table) => {
                let unknown = table.keys().filter(|key| !SETTINGS.contains(&key.as_str()));
                self.faults
                    .extend(unknown.map(|key| format!("masthead.toml: unknown name {key}")));
                self.file = table;
            }
            Err(error) => self
                .faults
                .push(format!("masthead.toml: {}", error.message())),
        }
    }

    fn value(&self, name: &str) -> Option<String> {
        let variable = format!("MASTHEAD_{}", name.to_uppercase());
        (self.environment)(&variable).or_else(|| match self.file.get(name)? {
            toml::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        })
    }

    pub(super) fn text(&self, name: &str, default: &str) -> String {
        self.value(name).unwrap_or_else(|| default.to_owned())
    }

    fn fault(&mut self, name: &str, why: &str) {
        self.faults
            .push(format!("{name} (MASTHEAD_{}): {why}", name.to_uppercase()));
    }

    pub(super) fn database_url(&mut self, default: &str) -> String {
        let url = self.text("database_url", default);
        if !["sqlite:", "postgres:", "postgresql:"]
            .iter()
            .any(|start| url.starts_with(start))
        {
            self.fault("database_url", "starts with sqlite: or postgres:");
        }
        url
    }

    pub(super) fn listen(&mut self) -> SocketAddr {
        let default = SocketAddr::from(([127, 0, 0, 1], 4000));
        match self.text("listen", "127.0.0.1:4000").parse() {
            Ok(address) => address,
            Err(_) => {
                self.fault("listen", "is an address and a port, such as 127.0.0.1:4000");
                default
            }
        }
    }

    pub(super) fn web_address(&mut self, name: &str, default: &str) -> String {
        let url = self.text(name, default);
        let is_web = url::Url::parse(&url).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
        if !is_web {
            self.fault(name, "is an absolute http or https address");
        }
        url.trim_end_matches('/').to_owned()
    }

    pub(super) fn media(&mut self, data_dir: &Path) -> MediaPlace {
        let folder = data_dir.join("media");
        let Some(text) = self.value("media") else {
            return MediaPlace::Folder(folder);
        };
        let set = media::VARIABLES.iter().filter_map(|name| {
            let value = (self.environment)(name)?;
            Some(((*name).to_owned(), value))
        });
        MediaPlace::parse(&text, set.collect()).unwrap_or_else(|| {
            self.fault("media", "is s3://BUCKET/PREFIX or a folder");
            MediaPlace::Folder(folder)
        })
    }

    pub(super) fn data_centres(&mut self) -> (Option<PathBuf>, Networks) {
        let name = "ads_data_centres";
        let Some(path) = self.value(name).map(PathBuf::from) else {
            return (None, Networks::default());
        };
        let read = match std::fs::read_to_string(&path) {
            Ok(list) => Networks::parse(&list)
                .map_err(|wrong| format!("has lines that are no networks: {}", wrong.join(", "))),
            Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
        };
        let networks = read.unwrap_or_else(|why| {
            self.fault(name, &why);
            Networks::default()
        });
        (Some(path), networks)
    }

    pub(super) fn ads_txt(&mut self) -> Option<PathBuf> {
        let name = "ads_txt";
        let path = self.value(name).map(PathBuf::from)?;
        if let Err(error) = std::fs::read_to_string(&path) {
            self.fault(name, &format!("{} cannot be read: {error}", path.display()));
        }
        Some(path)
    }

    /// One of several words; the first is the default.
    pub(super) fn choice<T: Copy, const N: usize>(
        &mut self,
        name: &str,
        words: [(&str, T); N],
    ) -> T {
        let (default, otherwise) = words[0];
        let word = self.text(name, default);
        match words.iter().find(|(known, _)| *known == word) {
            Some((_, chosen)) => *chosen,
            None => {
                let known = words.map(|(known, _)| known).join(" or ");
                self.fault(name, &format!("is {known}"));
                otherwise
            }
        }
    }

    pub(super) fn number(&mut self, name: &str, default: &str, range: RangeInclusive<u32>) -> u32 {
        let number = self.text(name, default).parse().ok();
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (least, most) = (range.start(), range.end());
            self.fault(name, &format!("is a number from {least} to {most}"));
        }
        number.unwrap_or(*range.start())
    }
}
