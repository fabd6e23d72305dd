//! What the operator sets: environment variables, and a `masthead.toml` that says the same. A
//! variable wins over the file.

mod media;
mod reader;

use std::net::SocketAddr;
use std::path::PathBuf;

pub use media::{Bucket, MediaPlace};

use self::reader::Reader;
use super::networks::Networks;

/// Settings of one process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `MASTHEAD_DATABASE_URL`: `sqlite:PATH` or `postgres://…`. Default: `masthead.sqlite` in
    /// the data folder.
    pub database_url: String,
    /// `MASTHEAD_LISTEN`: address and port to listen on. Default `127.0.0.1:4000`.
    pub listen: SocketAddr,
    /// `MASTHEAD_DATA_DIR`: folder of the database file and of media. Default `masthead-data`.
    pub data_dir: PathBuf,
    /// `MASTHEAD_MEDIA`: where media are kept, `s3://BUCKET/PREFIX` or a folder. A bucket is reached as
    /// the usual `AWS_…` variables say. Default: `media` in the data folder.
    pub media: MediaPlace,
    /// `MASTHEAD_PUBLIC_URL`: address under which others reach this server; media and uploads
    /// stand below it. Default `http://` and the listening address.
    pub public_url: String,
    /// `MASTHEAD_INTROSPECTION`: `on` or `off`. Default `off`; the demo turns it on.
    pub introspection: bool,
    /// `MASTHEAD_TRUSTED_DOCUMENTS`: `off`, `log` or `only`. Default `off`.
    pub trusted_documents: TrustedDocuments,
    /// `MASTHEAD_DATABASE_READERS`: connections that read, 1 to 64. Default 4.
    pub readers: u32,
    /// `MASTHEAD_CACHE_MIB`: MiB that kept answers take up at most, 0 to 65 536; 0 keeps none.
    /// Default 128.
    pub cache_mib: u32,
    /// `MASTHEAD_ADS_ORIGIN`: address of another origin that leads to this server, under which HTML
    /// ads stand. Default: the public address, where they are sandboxed all the same.
    pub ads_origin: String,
    /// `MASTHEAD_ADS_DATA_CENTRES`: a file of networks, one a line, whose ad events do not count.
    /// Default: none.
    pub data_centres_file: Option<PathBuf>,
    /// The networks of that file.
    pub data_centres: Networks,
    /// `MASTHEAD_ADS_TXT`: a file that is given as `/ads.txt`. Default: one that says that the paper
    /// alone sells its ads.
    pub ads_txt_file: Option<PathBuf>,
    /// `MASTHEAD_LOG`: a filter such as `info` or `masthead=debug`. Default `info`.
    pub log: String,
    /// `MASTHEAD_LOG_FORMAT`: `text` or `json`. Default `text`.
    pub log_json: bool,
}

/// Whether clients may send documents that nobody registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustedDocuments {
    /// They may.
    Off,
    /// They may, and the log tells which ones they send.
    Log,
    /// They may not.
    Only,
}

impl TrustedDocuments {
    const WORDS: [(&'static str, Self); 3] =
        [("off", Self::Off), ("log", Self::Log), ("only", Self::Only)];

    const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Log => "log",
            Self::Only => "only",
        }
    }
}

/// The words of settings that are on or off.
const SWITCH: [(&str, bool); 2] = [("off", false), ("on", true)];

/// The words of the format of the log.
const LOG_FORMATS: [(&str, bool); 2] = [("text", false), ("json", true)];

/// The names of all settings, as the file spells them.
pub const SETTINGS: &[&str] = &[
    "database_url",
    "listen",
    "data_dir",
    "media",
    "public_url",
    "introspection",
    "trusted_documents",
    "database_readers",
    "cache_mib",
    "ads_origin",
    "ads_data_centres",
    "ads_txt",
    "log",
    "log_format",
];

/// Settings that cannot be used, all of them at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these settings cannot be used:\n  {}", .0.join("\n  "))]
pub struct Faults(pub Vec<String>);

impl Config {
    /// Reads the settings from `environment` and, below it, from the text of a `masthead.toml`.
    ///
    /// # Errors
    /// [`Faults`], naming every setting that cannot be used.
    pub fn read(
        environment: &dyn Fn(&str) -> Option<String>,
        file: Option<&str>,
    ) -> Result<Self, Faults> {
        let mut reader = Reader::of(environment, file);
        let data_dir = PathBuf::from(reader.text("data_dir", "masthead-data"));
        let default_url = format!("sqlite:{}", data_dir.join("masthead.sqlite").display());
        let listen = reader.listen();
        let public_url = reader.web_address("public_url", &format!("http://{listen}"));
        let (data_centres_file, data_centres) = reader.data_centres();
        let config = Self {
            database_url: reader.database_url(&default_url),
            ads_origin: reader.web_address("ads_origin", &public_url),
            public_url,
            data_centres_file,
            data_centres,
            ads_txt_file: reader.ads_txt(),
            listen,
            media: reader.media(&data_dir),
            data_dir,
            introspection: reader.choice("introspection", SWITCH),
            trusted_documents: reader.choice("trusted_documents", TrustedDocuments::WORDS),
            readers: reader.number("database_readers", "4", 1..=64),
            cache_mib: reader.number("cache_mib", "128", 0..=65_536),
            log: reader.text("log", "info"),
            log_json: reader.choice("log_format", LOG_FORMATS),
        };
        if reader.faults.is_empty() {
            Ok(config)
        } else {
            Err(Faults(reader.faults))
        }
    }

    /// The settings as a `masthead.toml`, the password of the database left out.
    pub fn to_toml(&self) -> String {
        let word = |on: bool, words: [(&'static str, bool); 2]| words[usize::from(on)].0;
        let mut table = toml::Table::new();
        let mut put = |name: &str, value: String| table.insert(name.to_owned(), value.into());
        put("database_url", without_password(&self.database_url));
        put("listen", self.listen.to_string());
        put("data_dir", self.data_dir.display().to_string());
        put("media", self.media.to_string());
        put("public_url", self.public_url.clone());
        put("introspection", word(self.introspection, SWITCH).to_owned());
        put(
            "trusted_documents",
            self.trusted_documents.word().to_owned(),
        );
        put("database_readers", self.readers.to_string());
        put("cache_mib", self.cache_mib.to_string());
        put("ads_origin", self.ads_origin.clone());
        if let Some(file) = &self.data_centres_file {
            put("ads_data_centres", file.display().to_string());
        }
        if let Some(file) = &self.ads_txt_file {
            put("ads_txt", file.display().to_string());
        }
        put("log", self.log.clone());
        put("log_format", word(self.log_json, LOG_FORMATS).to_owned());
        table.to_string()
    }
}

fn without_password(address: &str) -> String {
    match url::Url::parse(address) {
        Ok(mut parsed) if parsed.password().is_some() => match parsed.set_password(Some("***")) {
            Ok(()) => parsed.to_string(),
            Err(()) => "(hidden)".to_owned(),
        },
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_settings_everything_stands_in_one_folder_and_on_loopback() {
        let config = Config::read(&|_| None, None).unwrap();

        assert_eq!(config.database_url, "sqlite:masthead-data/masthead.sqlite");
        assert!(config.listen.ip().is_loopback());
        assert_eq!(config.public_url, "http://127.0.0.1:4000");
        assert_eq!(config.ads_origin, config.public_url);
    }

    #[test]
    fn a_variable_wins_over_the_file() {
        let environment = |name: &str| (name == "MASTHEAD_LOG").then(|| "debug".to_owned());

        let config =
            Config::read(&environment, Some("log = \"warn\"\ndatabase_readers = 9")).unwrap();

        assert_eq!((config.log.as_str(), config.readers), ("debug", 9));
    }

    #[test]
    fn media_stand_in_the_data_folder_or_where_they_are_told_to() {
        let place = |file| {
            Config::read(&|_| None, Some(file))
                .unwrap()
                .media
                .to_string()
        };

        assert_eq!(place(""), "masthead-data/media");
        assert_eq!(place("data_dir = \"/srv\""), "/srv/media");
        assert_eq!(place("media = \"s3://press/news\""), "s3://press/news");
        let key = |name: &str| (name == "AWS_REGION").then(|| "eu-central-1".to_owned());
        let config = Config::read(&key, Some("media = \"s3://press\"")).unwrap();
        let MediaPlace::Bucket(bucket) = config.media else {
            panic!("a bucket");
        };
        assert_eq!(bucket.options["AWS_REGION"], "eu-central-1");
        assert!(Config::read(&|_| None, Some("media = \"gs://press\"")).is_err());
    }

    #[test]
    fn all_faults_are_named_at_once() {
        let file = "listen = \"here\"\ndatabase_url = \"mysql:\"\nlog_format = \"xml\"\ncolour = 1\n\
            trusted_documents = \"some\"";

        let Faults(faults) = Config::read(&|_| None, Some(file)).unwrap_err();

        assert_eq!(faults.len(), 5);
        let word = "trusted_documents (MASTHEAD_TRUSTED_DOCUMENTS): is off or log or only";
        assert!(faults.iter().any(|fault| fault == word), "{faults:?}");
    }

    #[test]
    fn trusted_documents_are_off_logged_or_the_only_ones() {
        for (word, wanted) in TrustedDocuments::WORDS {
            let file = format!("trusted_documents = \"{word}\"");
            let config = Config::read(&|_| None, Some(&file)).unwrap();

            assert_eq!(config.trusted_documents, wanted);
            assert!(config.to_toml().contains(&file));
        }
        let unset = Config::read(&|_| None, None).unwrap();
        assert_eq!(unset.trusted_documents, TrustedDocuments::Off);
    }

    #[test]
    fn shown_settings_are_read_back_and_hide_the_password() {
        let file = "database_url = \"postgres://desk:secret@db/news\"";
        let config = Config::read(&|_| None, Some(file)).unwrap();

        let shown = config.to_toml();

        assert!(!shown.contains("secret"));
        assert!(Config::read(&|_| None, Some(&shown)).is_ok());
    }
}
