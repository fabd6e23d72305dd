//! Where files of media are kept.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// The variables that tell how a bucket is reached, as other programs read them too.
pub(super) const VARIABLES: &[&str] = &[
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
];

/// Where files of media are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaPlace {
    /// In a folder of this machine.
    Folder(PathBuf),
    /// On a server that speaks S3.
    Bucket(Bucket),
}

/// A bucket of a server that speaks S3.
#[derive(Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What the names of our files in it begin with; it may be empty.
    pub prefix: String,
    /// How it is reached: the `AWS_…` variables that are set.
    pub options: BTreeMap<String, String>,
}

impl Bucket {
    /// Whether its server is reached without TLS.
    pub fn speaks_plainly(&self) -> bool {
        let endpoints = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"];
        let named = endpoints.iter().find_map(|name| self.options.get(*name));
        named.is_some_and(|url| url.starts_with("http://"))
    }
}

impl MediaPlace {
    /// The place that a setting names: `s3://BUCKET/PREFIX`, or a folder; `None` of another form.
    pub(super) fn parse(text: &str, options: BTreeMap<String, String>) -> Option<Self> {
        let Some(place) = text.strip_prefix("s3://") else {
            let is_folder = !text.is_empty() && !text.contains("://");
            return is_folder.then(|| Self::Folder(text.into()));
        };
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte);
        let is_named = !name.is_empty() && place.bytes().all(is_plain) && !place.contains("..");
        is_named.then(|| {
            Self::Bucket(Bucket {
                name: name.to_owned(),
                prefix: prefix.trim_matches('/').to_owned(),
                options,
            })
        })
    }
}

impl fmt::Display for MediaPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => path.display().fmt(f),
            Self::Bucket(Bucket { name, prefix, .. }) => match prefix.as_str() {
                "" => write!(f, "s3://{name}"),
                prefix => write!(f, "s3://{name}/{prefix}"),
            },
        }
    }
}

/// Without its secrets.
impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket")
            .field("name", &self.name)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<String> {
        MediaPlace::parse(text, BTreeMap::new()).map(|place| format!("{place}"))
    }

    #[test]
    fn a_place_is_a_folder_or_a_bucket_with_a_prefix() {
        for same in ["/srv/media", "media", "s3://press", "s3://press/news/media"] {
            assert_eq!(parsed(same).as_deref(), Some(same));
        }
        assert_eq!(
            parsed("s3://press/news/").as_deref(),
            Some("s3://press/news")
        );
        for none in [
            "",
            "s3://",
            "s3:///x",
            "gs://press",
            "s3://press/../x",
            "s3://a b",
        ] {
            assert_eq!(parsed(none), None, "{none}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let secret = ("AWS_SECRET_ACCESS_KEY".to_owned(), "hidden".to_owned());
        let place = MediaPlace::parse("s3://press", BTreeMap::from([secret]));

        assert!(!format!("{place:?}").contains("hidden"));
    }
}
