//! Announced uploads: what may be sent, and where to.

/// The most bytes of a file: 25 MiB.
pub const MAX_BYTES: u64 = 25 * 1024 * 1024;

/// Media types that are taken in, and the endings of their public files.
const TYPES: &[(&str, &str)] = &[
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
];

/// The ending of a file of a media type; `None` for types that are not taken in.
pub fn extension(mime_type: &str) -> Option<&'static str> {
    let known = TYPES.iter().find(|(known, _)| *known == mime_type);
    known.map(|(_, extension)| *extension)
}

/// The media type of files with this ending.
pub fn mime_type(extension: &str) -> Option<&'static str> {
    let known = TYPES.iter().find(|(_, known)| *known == extension);
    known.map(|(mime_type, _)| *mime_type)
}
