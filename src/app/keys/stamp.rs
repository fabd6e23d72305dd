//! Stamps: short proofs that this site made some bytes, for addresses that are handed out by the
//! million and are good for a day at most.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;

use super::Keys;

/// Bytes that name the key of a stamp.
const NAME: usize = 4;
/// Bytes of its code: HMAC-SHA-256 (RFC 2104) cut to 128 bits.
const CODE: usize = 16;

/// A key that stamps.
pub(super) struct StampKey {
    name: [u8; NAME],
    key: hmac::Key,
}

impl StampKey {
    pub(super) fn of(secret: &[u8]) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let tag = hmac::sign(&key, b"name");
        let mut name = [0; NAME];
        name.copy_from_slice(&tag.as_ref()[..NAME]);
        Self { name, key }
    }

    fn code(&self, bytes: &[u8]) -> [u8; CODE] {
        let tag = hmac::sign(&self.key, bytes);
        let mut code = [0; CODE];
        code.copy_from_slice(&tag.as_ref()[..CODE]);
        code
    }
}

impl Keys {
    /// The bytes with the name of the newest key before them and its code behind.
    ///
    /// # Errors
    /// When there is no key.
    pub fn stamp(&self, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        let key = self
            .stamping
            .first()
            .ok_or_else(|| anyhow::anyhow!("there is no key to stamp with"))?;
        let mut stamped = Vec::with_capacity(NAME + bytes.len() + CODE);
        stamped.extend_from_slice(&key.name);
        stamped.extend_from_slice(bytes);
        let code = key.code(&stamped);
        stamped.extend_from_slice(&code);
        Ok(stamped)
    }

    /// The bytes that [`Keys::stamp`] stamped, with a key that is still in use; `None` of anything
    /// else.
    pub fn unstamp<'s>(&self, stamped: &'s [u8]) -> Option<&'s [u8]> {
        let (signed, code) = stamped.split_at_checked(stamped.len().checked_sub(CODE)?)?;
        let (name, bytes) = signed.split_at_checked(NAME)?;
        let key = self.stamping.iter().find(|key| key.name == name)?;
        verify_slices_are_equal(&key.code(signed), code).ok()?;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stamped_is_recognised_and_nothing_else() {
        let (keys, others) = (Keys::in_memory().unwrap(), Keys::in_memory().unwrap());

        let stamped = keys.stamp(b"an impression").unwrap();

        assert_eq!(keys.unstamp(&stamped), Some(&b"an impression"[..]));
        assert_eq!(others.unstamp(&stamped), None);
        for place in 0..stamped.len() {
            let mut forged = stamped.clone();
            forged[place] ^= 1;
            assert_eq!(keys.unstamp(&forged), None, "byte {place}");
        }
        assert_eq!(keys.unstamp(&stamped[..NAME + CODE - 1]), None);
    }

    #[test]
    fn an_older_key_that_is_still_in_use_is_recognised() {
        let mut keys = Keys::in_memory().unwrap();
        let stamped = keys.stamp(b"a click").unwrap();

        keys.stamping.insert(0, StampKey::of(&[7; 64]));
        assert_eq!(keys.unstamp(&stamped), Some(&b"a click"[..]));
        assert_ne!(keys.stamp(b"a click").unwrap(), stamped);

        keys.stamping.pop();
        assert_eq!(keys.unstamp(&stamped), None);
    }
}
