//! Stored files: a folder on this machine, addressed by the hash of what they hold.

use std::path::{Path, PathBuf};

use tokio::fs;
use tokio::io::AsyncWriteExt;

use super::secrets::sha256_hex;

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
        match fs::read(self.path(checksum)).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn path(&self, checksum: &str) -> PathBuf {
        self.root
            .join(checksum.get(..2).unwrap_or_default())
            .join(checksum)
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
}
