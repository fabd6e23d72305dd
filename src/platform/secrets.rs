//! Random secrets and their hashes.

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Fills `N` bytes from the machine's secure randomness.
///
/// # Panics
/// Never in practice: the generator of the library fails only when the operating system has no
/// randomness at all, and then nothing may go on.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    #[expect(
        clippy::expect_used,
        reason = "without randomness there is no safe way to go on"
    )]
    rand::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// A new secret of 256 bits as text.
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

/// SHA-256 of `bytes` as 64 hexadecimal digits.
pub fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Hexadecimal digits of `bytes`, in lower case.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
