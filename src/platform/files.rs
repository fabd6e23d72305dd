//! Stored files: a folder on this machine, addressed by the hash of what they hold.

use std::path::{Path, PathBuf};

use tokio::fs;
use tokio::io::AsyncWriteExt;

use super::secrets::sha256_hex;

/// The folder of what can be made again: it may be emptied at any time.
const MADE: &str = "made";

/// A folder of files that are written once and never changed.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// Files below `root`, which is made when it does not exist.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(root)?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// Keeps `bytes` durably and gives their SHA-256; the same bytes are kept once.
    ///
    /// # Errors
    /// Those of the disk; then nothing is kept.
    pub async fn put(&self, bytes: &[u8]) -> std::io::Result<String> {
        let checksum = sha256_hex(bytes);
        let path = self.path(&checksum);
        if fs::try_exists(&path).await? {
            return Ok(checksum);
        }
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).await?;
        let unfinished = path.with_extension("part");
        let mut file = fs::File::create(&unfinished).await?;
        file.write_all(bytes).await?;
        file.sync_all().await?;
        fs::rename(&unfinished, &path).await?;
        Ok(checksum)
    }

    /// The bytes with this SHA-256; `None` when they are not kept here.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn get(&self, checksum: &str) -> std::io::Result<Option<Vec<u8>>> {
        if checksum.len() != 64 || !checksum.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(None);
        }
        found(fs::read(self.path(checksum)).await)
    }

    /// Keeps bytes that can be made again under a name: lower-case letters, digits, `_`, `-`, `.` and
    /// `/` between them.
    ///
    /// # Errors
    /// Those of the disk, and a name of another form.
    pub async fn put_made(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let path = self.made_path(name)?;
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).await?;
        // Two who make the same write the same.
        let unfinished = path.with_extension(sha256_hex(bytes));
        fs::write(&unfinished, bytes).await?;
        fs::rename(&unfinished, &path).await
    }

    /// The bytes that were made under a name; `None` when they never were.
    ///
    /// # Errors
    /// Those of the disk, and a name of another form.
    pub async fn made(&self, name: &str) -> std::io::Result<Option<Vec<u8>>> {
        found(fs::read(self.made_path(name)?).await)
    }

    fn made_path(&self, name: &str) -> std::io::Result<PathBuf> {
        let is_plain = |byte: u8| {
            byte.is_ascii_lowercase()
                || byte.is_ascii_digit()
                || matches!(byte, b'_' | b'-' | b'.' | b'/')
        };
        let is_step = |step: &str| !step.is_empty() && !step.starts_with('.');
        if name.bytes().all(is_plain) && name.split('/').all(is_step) {
            return Ok(self.root.join(MADE).join(name));
        }
        Err(std::io::Error::other("a made file has another name"))
    }

    fn path(&self, checksum: &str) -> PathBuf {
        self.root
            .join(checksum.get(..2).unwrap_or_default())
            .join(checksum)
    }
}

/// What is not there is none.
fn found(read: std::io::Result<Vec<u8>>) -> std::io::Result<Option<Vec<u8>>> {
    match read {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_same_bytes_are_kept_once_and_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();

        let first = files.put(b"picture").await.unwrap();
        let second = files.put(b"picture").await.unwrap();

        assert_eq!(first, second);
        assert_eq!(
            files.get(&first).await.unwrap().as_deref(),
            Some(&b"picture"[..])
        );
        assert_eq!(files.get("../../etc/passwd").await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_was_made_is_found_under_its_name_and_nothing_outside() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();

        files.put_made("ast_1/640.webp", b"small").await.unwrap();

        let made = files.made("ast_1/640.webp").await.unwrap();
        assert_eq!(made.as_deref(), Some(&b"small"[..]));
        assert_eq!(files.made("ast_1/320.webp").await.unwrap(), None);
        for name in ["../x", "/etc/passwd", "a//b", "a/.b", "A", ""] {
            assert!(files.made(name).await.is_err(), "{name}");
            assert!(files.put_made(name, b"").await.is_err(), "{name}");
        }
    }
}
