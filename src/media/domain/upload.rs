//! Announced uploads: what may be sent, and the grant that lets it be sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asset::Asset;
use super::playable::{MAX_PLAYABLE_BYTES, MAX_TRACK_BYTES};
use super::rights::Rights;
use crate::app::{Error, Problem, Result, refuse_if_any};
use crate::platform::clock::Instant;
use crate::platform::ids::{AssetId, UserId};
use crate::platform::language::clean_text;
use crate::platform::secrets::sha256_hex;
use crate::vocabulary::{AssetKind, AssetState, UserErrorCode};

/// The most bytes of a picture: 25 MiB.
pub const MAX_BYTES: usize = 25 * MIB;

const MIB: usize = 1024 * 1024;

/// What is taken in, for people.
pub const TAKEN: &str = "only JPEG, PNG, GIF and WebP pictures, MP4 and WebM videos, MP3, M4A, Ogg, WAV, FLAC and WebM \
    recordings and WebVTT tracks are taken";

/// How long an upload may take to begin: one hour.
const GRANT_MS: i64 = 3_600_000;

/// The most characters of a file's name.
const FILE_NAME_LENGTH: usize = 255;

/// Media types that are taken in, and the endings of their public files.
const TYPES: &[(&str, &str)] = &[
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("video/mp4", "mp4"),
    ("video/webm", "webm"),
    ("audio/mpeg", "mp3"),
    ("audio/mp4", "m4a"),
    ("audio/ogg", "ogg"),
    ("audio/wav", "wav"),
    ("audio/flac", "flac"),
    ("audio/webm", "weba"),
    ("text/vtt", "vtt"),
];

/// The most bytes of a file of this media type.
pub fn most_bytes(mime_type: &str) -> usize {
    match mime_type.split_once('/') {
        Some(("video" | "audio", _)) => MAX_PLAYABLE_BYTES,
        Some(("text", _)) => MAX_TRACK_BYTES,
        _ => MAX_BYTES,
    }
}

/// The media type as we spell it; `None` when it is not taken in.
pub fn known_type(mime_type: &str) -> Option<&'static str> {
    let known = TYPES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(mime_type));
    known.map(|(mime_type, _)| *mime_type)
}

/// The ending of public files of a media type; `None` when it is not taken in.
pub fn extension(mime_type: &str) -> Option<&'static str> {
    let known = TYPES.iter().find(|(known, _)| *known == mime_type);
    known.map(|(_, extension)| *extension)
}

/// What is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// Name of the file; folders before it are cut off.
    pub file_name: String,
    /// Media type that the sender takes it for.
    pub mime_type: String,
    /// Size in bytes.
    pub byte_size: i64,
    /// SHA-256 in hexadecimal digits.
    pub checksum: String,
}

impl NewUpload {
    /// The same, cleaned.
    ///
    /// # Errors
    /// All problems at once: a nameless file, a type that is not taken in, more bytes than its type
    /// may have, a checksum of another form.
    pub fn checked(self) -> Result<Self> {
        let cleaned = Self {
            file_name: base_name(&self.file_name),
            mime_type: known_type(&self.mime_type).map_or(self.mime_type, str::to_owned),
            checksum: self.checksum.to_ascii_lowercase(),
            ..self
        };
        refuse_if_any(cleaned.problems())?;
        Ok(cleaned)
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut at = |field: &str, code, message: &str| {
            problems.push(Problem::at(["input", field], code, message));
        };
        if self.file_name.is_empty() {
            at("fileName", UserErrorCode::Required, "a name is needed");
        }
        if self.file_name.chars().count() > FILE_NAME_LENGTH {
            at("fileName", UserErrorCode::TooLong, "at most 255 characters");
        }
        if known_type(&self.mime_type).is_none() {
            at("mimeType", UserErrorCode::Unsupported, TAKEN);
        }
        let most = most_bytes(&self.mime_type);
        if !usize::try_from(self.byte_size).is_ok_and(|size| (1..=most).contains(&size)) {
            let why = format!("1 to {most} bytes ({} MiB)", most / MIB);
            at("byteSize", UserErrorCode::Invalid, &why);
        }
        if self.checksum.len() != 64 || !self.checksum.bytes().all(|b| b.is_ascii_hexdigit()) {
            at(
                "checksum",
                UserErrorCode::Invalid,
                "a SHA-256 in 64 hexadecimal digits",
            );
        }
        problems
    }
}

/// The name without the folders before it, whichever slash they are written with.
pub fn base_name(path: &str) -> String {
    clean_text(path.rsplit(['/', '\\']).next().unwrap_or_default(), None)
}

impl Asset {
    /// An asset whose content is awaited.
    pub fn announced(id: AssetId, by: UserId, at: Instant) -> Self {
        Self {
            id,
            version: 1,
            kind: AssetKind::Image,
            state: AssetState::Uploading,
            file_name: String::new(),
            mime_type: String::new(),
            byte_size: 0,
            checksum: String::new(),
            public_checksum: None,
            width_px: None,
            height_px: None,
            is_animated: false,
            focal_point: None,
            blur_hash: None,
            dominant_color: None,
            playback: None,
            titles: BTreeMap::new(),
            alt_texts: BTreeMap::new(),
            credit: None,
            rights: Rights::unknown(),
            keywords: Vec::new(),
            taken_at: None,
            embedded: None,
            retirement: None,
            uploaded_by: by,
            uploaded_at: at,
        }
    }

    /// An asset whose bytes are announced.
    pub fn uploading(id: AssetId, new: NewUpload, by: UserId, at: Instant) -> Self {
        Self {
            file_name: new.file_name,
            mime_type: new.mime_type,
            byte_size: new.byte_size,
            checksum: new.checksum,
            ..Self::announced(id, by, at)
        }
    }

    /// Whether `bytes` are the ones that were announced.
    ///
    /// # Errors
    /// [`Error::Refused`] with what differs.
    pub fn expects(&self, bytes: &[u8]) -> Result<()> {
        let why = if i64::try_from(bytes.len()) != Ok(self.byte_size) {
            "another size was announced"
        } else if sha256_hex(bytes) != self.checksum {
            "another checksum was announced"
        } else {
            return Ok(());
        };
        let no_path: [&str; 0] = [];
        Err(Error::invalid(no_path, why))
    }
}

/// The right to send the bytes of one asset, in the name of one account, for an hour. It travels
/// sealed in the address that they are sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UploadGrant {
    /// The asset.
    pub upload: AssetId,
    /// Who began the upload.
    pub by: UserId,
    /// When it ends.
    pub until: Instant,
}

impl UploadGrant {
    /// The grant that an upload begins with.
    pub const fn new(upload: AssetId, by: UserId, now: Instant) -> Self {
        Self {
            upload,
            by,
            until: now.plus_ms(GRANT_MS),
        }
    }

    /// Whether it lets the bytes of `asset` be sent at `now`.
    pub fn allows(&self, asset: AssetId, now: Instant) -> bool {
        self.upload == asset && now < self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::TypedId;

    fn upload() -> NewUpload {
        NewUpload {
            file_name: "C:\\photos\\ferry.jpg".to_owned(),
            mime_type: "IMAGE/JPEG".to_owned(),
            byte_size: 5_000,
            checksum: "AB".repeat(32),
        }
    }

    fn codes(upload: NewUpload) -> Vec<UserErrorCode> {
        match upload.checked() {
            Err(Error::Refused(problems)) => problems.iter().map(|problem| problem.code).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_announcement_is_cleaned() {
        let upload = upload().checked().unwrap();

        assert_eq!(upload.file_name, "ferry.jpg");
        assert_eq!(upload.mime_type, "image/jpeg");
        assert_eq!(upload.checksum, "ab".repeat(32));
    }

    #[test]
    fn all_problems_of_an_announcement_are_named_at_once() {
        let bad = NewUpload {
            file_name: "folder/".to_owned(),
            mime_type: "image/svg+xml".to_owned(),
            byte_size: 26_214_401,
            checksum: "ab".to_owned(),
        };

        use UserErrorCode::{Invalid, Required, Unsupported};
        assert_eq!(codes(bad), [Required, Unsupported, Invalid, Invalid]);
    }

    #[test]
    fn an_empty_file_is_refused() {
        let empty = NewUpload {
            byte_size: 0,
            ..upload()
        };

        assert_eq!(codes(empty), [UserErrorCode::Invalid]);
    }

    #[test]
    fn a_grant_is_for_one_asset_and_one_hour() {
        let id = |n| AssetId(uuid::Uuid::from_u128(n));
        let by = UserId::from_uuid(uuid::Uuid::from_u128(9));
        let grant = UploadGrant::new(id(1), by, Instant(0));

        assert!(grant.allows(id(1), Instant(3_599_999)));
        assert!(!grant.allows(id(1), Instant(3_600_000)));
        assert!(!grant.allows(id(2), Instant(0)));
    }
}
