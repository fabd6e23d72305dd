//! Stored files, addressed by the hash of what they hold: in a folder of this machine, or in a bucket
//! of a server that speaks S3.

use std::io::{Error, ErrorKind, Result};
use std::ops::Range;
use std::path::Path as Folder;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig};

use super::clock::Instant;
use super::config::{Bucket, MediaPlace};
use super::secrets::sha256_hex;

/// The folder of what can be made again: it may be emptied at any time.
const MADE: &str = "made";

/// How long a bucket may take to be reached, and to take or give one file.
const REACHED_WITHIN: Duration = Duration::from_secs(5);
const DONE_WITHIN: Duration = Duration::from_secs(300);
/// How often, and for how long, what a bucket failed to do is tried again.
const TRIES: usize = 3;
const TRIED_FOR: Duration = Duration::from_secs(30);

/// Files that are written once and never changed.
#[derive(Debug, Clone)]
pub struct Files {
    /// What must not be lost: a file that was put is on the disk.
    kept: Arc<dyn ObjectStore>,
    /// The same place, for what can be made again.
    made: Arc<dyn ObjectStore>,
}

/// A file in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name below the folder of its sort: a SHA-256, or what [`Files::put_made`] was given.
    pub name: String,
    /// Its size in bytes.
    pub byte_size: u64,
    /// When it was written.
    pub written_at: Instant,
}

impl Files {
    /// Files below a folder, which is made when it does not exist.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(root: &Folder) -> Result<Self> {
        std::fs::create_dir_all(root)?;
        let folder = || LocalFileSystem::new_with_prefix(root);
        Ok(Self {
            kept: Arc::new(folder()?.with_fsync(true).with_automatic_cleanup(true)),
            made: Arc::new(folder()?.with_automatic_cleanup(true)),
        })
    }

    /// Files where the settings want them.
    ///
    /// # Errors
    /// When the folder cannot be made, and for settings of a bucket that do not fit together. Whether
    /// it answers, [`Files::check`] tells.
    pub fn at(place: &MediaPlace) -> Result<Self> {
        match place {
            MediaPlace::Folder(root) => Self::open(root),
            MediaPlace::Bucket(bucket) => Self::in_bucket(bucket),
        }
    }

    fn in_bucket(bucket: &Bucket) -> Result<Self> {
        let client = ClientOptions::new()
            .with_allow_http(bucket.speaks_plainly())
            .with_connect_timeout(REACHED_WITHIN)
            .with_timeout(DONE_WITHIN);
        let again = RetryConfig {
            max_retries: TRIES,
            retry_timeout: TRIED_FOR,
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::new();
        for (variable, value) in &bucket.options {
            let key: AmazonS3ConfigKey = variable.to_ascii_lowercase().parse()?;
            builder = builder.with_config(key, value);
        }
        let store = builder
            .with_client_options(client)
            .with_retry(again)
            .with_bucket_name(&bucket.name)
            .build()?;
        let store: Arc<dyn ObjectStore> = Arc::new(PrefixStore::new(store, &*bucket.prefix));
        Ok(Self {
            kept: Arc::clone(&store),
            made: store,
        })
    }

    /// Whether the place answers.
    ///
    /// # Errors
    /// When it does not, or does not let us in.
    pub async fn check(&self) -> Result<()> {
        let nothing = self.kept.head(&Path::from("masthead")).await;
        found(nothing).map(|_| ())
    }

    /// Keeps `bytes` durably and gives their SHA-256; the same bytes are kept once. What was there
    /// before is written again, so that it counts as new to whoever clears up.
    ///
    /// # Errors
    /// Those of the place; then nothing is kept.
    pub async fn put(&self, bytes: Bytes) -> Result<String> {
        let checksum = sha256_hex(&bytes);
        let path = kept_path(&checksum);
        self.kept.put(&path, bytes.into()).await?;
        Ok(checksum)
    }

    /// The bytes with this SHA-256; `None` when they are not kept here.
    ///
    /// # Errors
    /// Those of the place.
    pub async fn get(&self, checksum: &str) -> Result<Option<Bytes>> {
        if !is_checksum(checksum) {
            return Ok(None);
        }
        read(&self.kept, &kept_path(checksum)).await
    }

    /// A part of the bytes with this SHA-256, as far as they reach; `None` when they are not kept
    /// here.
    ///
    /// # Errors
    /// Those of the place, and a part that begins behind their end.
    pub async fn part(&self, checksum: &str, part: Range<u64>) -> Result<Option<Bytes>> {
        if !is_checksum(checksum) {
            return Ok(None);
        }
        found(self.kept.get_range(&kept_path(checksum), part).await)
    }

    /// Forgets the bytes with this SHA-256.
    ///
    /// # Errors
    /// Those of the place.
    pub async fn remove(&self, checksum: &str) -> Result<()> {
        found(self.kept.delete(&kept_path(checksum)).await).map(|_| ())
    }

    /// Keeps bytes that can be made again under a name: lower-case letters, digits, `_`, `-`, `.` and
    /// `/` between them.
    ///
    /// # Errors
    /// Those of the place, and a name of another form.
    pub async fn put_made(&self, name: &str, bytes: Bytes) -> Result<()> {
        self.made.put(&made_path(name)?, bytes.into()).await?;
        Ok(())
    }

    /// The bytes that were made under a name; `None` when they never were.
    ///
    /// # Errors
    /// Those of the place, and a name of another form.
    pub async fn made(&self, name: &str) -> Result<Option<Bytes>> {
        read(&self.made, &made_path(name)?).await
    }

    /// Forgets what was made under a name.
    ///
    /// # Errors
    /// Those of the place, and a name of another form.
    pub async fn remove_made(&self, name: &str) -> Result<()> {
        found(self.made.delete(&made_path(name)?).await).map(|_| ())
    }

    /// The folders that kept files stand in: the first two digits of their SHA-256.
    ///
    /// # Errors
    /// Those of the place.
    pub async fn kept_folders(&self) -> Result<Vec<String>> {
        let mut folders = folders_in(&self.kept, None).await?;
        folders.retain(|name| name.len() == 2);
        Ok(folders)
    }

    /// The kept files of one folder.
    ///
    /// # Errors
    /// Those of the place.
    pub async fn kept_in(&self, folder: &str) -> Result<Vec<Stored>> {
        let mut files = files_in(&self.kept, &Path::from(folder)).await?;
        files.retain(|file| is_checksum(&file.name));
        Ok(files)
    }

    /// The folders of what was made.
    ///
    /// # Errors
    /// Those of the place.
    pub async fn made_folders(&self) -> Result<Vec<String>> {
        folders_in(&self.made, Some(&Path::from(MADE))).await
    }

    /// What was made in one folder.
    ///
    /// # Errors
    /// Those of the place.
    pub async fn made_in(&self, folder: &str) -> Result<Vec<Stored>> {
        let below = Path::from_iter([MADE, folder]);
        let mut files = files_in(&self.made, &below).await?;
        for file in &mut files {
            file.name = format!("{folder}/{}", file.name);
        }
        Ok(files)
    }
}

fn is_checksum(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn kept_path(checksum: &str) -> Path {
    let folder = checksum.get(..2).unwrap_or_default();
    Path::from_iter([folder, checksum])
}

fn made_path(name: &str) -> Result<Path> {
    let is_plain = |byte: u8| {
        byte.is_ascii_lowercase()
            || byte.is_ascii_digit()
            || matches!(byte, b'_' | b'-' | b'.' | b'/')
    };
    let is_step = |step: &str| !step.is_empty() && !step.starts_with('.');
    if name.bytes().all(is_plain) && name.split('/').all(is_step) {
        return Ok(Path::from(format!("{MADE}/{name}")));
    }
    Err(Error::other("a made file has another name"))
}

async fn read(store: &Arc<dyn ObjectStore>, path: &Path) -> Result<Option<Bytes>> {
    let Some(found) = found(store.get(path).await)? else {
        return Ok(None);
    };
    Ok(Some(found.bytes().await?))
}

async fn folders_in(store: &Arc<dyn ObjectStore>, below: Option<&Path>) -> Result<Vec<String>> {
    let listed = store.list_with_delimiter(below).await?;
    let names = listed.common_prefixes.iter().filter_map(Path::filename);
    Ok(names.map(str::to_owned).collect())
}

async fn files_in(store: &Arc<dyn ObjectStore>, below: &Path) -> Result<Vec<Stored>> {
    let listed = store.list_with_delimiter(Some(below)).await?;
    let stored = |file: &ObjectMeta| {
        Some(Stored {
            name: file.location.filename()?.to_owned(),
            byte_size: file.size,
            written_at: Instant(file.last_modified.timestamp_millis()),
        })
    };
    Ok(listed.objects.iter().filter_map(stored).collect())
}

/// What is not there is none.
fn found<T>(read: object_store::Result<T>) -> Result<Option<T>> {
    match read.map_err(Error::from) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
pub mod bucket;
#[cfg(test)]
mod tests;
