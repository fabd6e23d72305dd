//! Passwords: Argon2id (RFC 9106) with the parameters that OWASP advises, a few at a time.

use anyhow::{Context, Result, anyhow, bail};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use icu_normalizer::ComposingNormalizerBorrowed;
use tokio::sync::Semaphore;

/// How many hashes are worked on at once: each takes 19 MiB and tens of milliseconds of a core.
const AT_ONCE: usize = 2;

/// Fixed salt of the work that is done for nobody.
const NOBODYS_SALT: &[u8] = b"nobody has this salt";

/// Hashes and verifies.
pub struct Passwords {
    permits: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            permits: Semaphore::new(AT_ONCE),
        }
    }
}

impl Passwords {
    /// The hash of `password` with a salt of its own, as a PHC string.
    ///
    /// # Errors
    /// When the library refuses the password, or the process is ending.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = normalized(password);
        self.work(move || {
            let hash = argon2()?.hash_password(password.as_bytes());
            Ok(hash.map_err(|error| anyhow!("{error}"))?.to_string())
        })
        .await
    }

    /// Whether `password` is the one with this hash. Without a hash the answer is no, after the
    /// same work, so that the time of an answer does not tell whether there is an account.
    ///
    /// # Errors
    /// When the hash is none, or the process is ending.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool> {
        let password = normalized(password);
        self.work(move || match hash {
            Some(hash) => {
                let hash = PasswordHash::new(&hash).map_err(|error| anyhow!("{error}"))?;
                Ok(argon2()?
                    .verify_password(password.as_bytes(), &hash)
                    .is_ok())
            }
            None => work_for_nobody(&password),
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let _permit = self.permits.acquire().await?;
        tokio::task::spawn_blocking(work)
            .await
            .context("the hashing of a password was broken off")?
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).map_err(|error| anyhow!("{error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn work_for_nobody(password: &str) -> Result<bool> {
    let mut hash = [0_u8; Params::DEFAULT_OUTPUT_LEN];
    match argon2()?.hash_password_into(password.as_bytes(), NOBODYS_SALT, &mut hash) {
        Ok(()) => Ok(false),
        Err(error) => bail!("{error}"),
    }
}

/// NFC, so that `й` is one letter on every keyboard (RFC 8265, OpaqueString).
fn normalized(password: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(password)
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again_and_no_other_is() {
        let passwords = Passwords::default();
        let hash = passwords.hash("пароль й довгий").await.unwrap();

        let typed_elsewhere = "пароль и\u{306} довгий";
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(
            passwords
                .verify(typed_elsewhere, Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(!passwords.verify("another one", Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn without_a_hash_no_password_is_right() {
        assert!(!Passwords::default().verify("any", None).await.unwrap());
    }
}
