//! Keys of one site: Ed25519 keys that sign access tokens, one that seals page tokens, and those
//! that stamp the addresses of ad events. They stand in the database, so that all nodes share them;
//! the demo's live in memory alone.

mod stamp;

use aes_siv::KeyInit;
use aes_siv::siv::Aes256Siv;
use anyhow::{Context, anyhow};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DeriveIden};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::platform::clock::Instant;
use crate::platform::db::Db;
use crate::platform::secrets::{random_bytes, sha256_hex};
use stamp::StampKey;

/// Seconds that clocks of signer and reader may differ.
const LEEWAY_SECONDS: u64 = 5;

/// Signs, seals and reads back.
pub struct Keys {
    /// The newest signs; all verify.
    signing: Vec<SigningKey>,
    seal: [u8; 64],
    /// The newest stamps; all are recognised.
    stamping: Vec<StampKey>,
}

struct SigningKey {
    kid: String,
    public: Vec<u8>,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

#[derive(DeriveIden)]
#[sea_orm(iden = "keys")]
enum Table {
    #[sea_orm(iden = "keys")]
    Name,
    Id,
    Purpose,
    Secret,
    CreatedAt,
    RetiredAt,
}

const SIGN: &str = "SIGN";
const SEAL: &str = "SEAL";
const STAMP: &str = "STAMP";

impl Keys {
    /// Keys that live in memory only: what they sign works nowhere else, and no longer than the
    /// process.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn in_memory() -> anyhow::Result<Self> {
        let signing = SigningKey::read(&new_pkcs8()?)?;
        Ok(Self {
            signing: vec![signing],
            seal: random_bytes(),
            stamping: vec![StampKey::of(&random_bytes::<64>())],
        })
    }

    /// The site's keys, made on first use.
    ///
    /// # Errors
    /// Those of the database, or a key that cannot be read.
    pub async fn open(db: &Db, now: Instant) -> anyhow::Result<Self> {
        let mut rows = Self::rows(db).await?;
        for purpose in [SIGN, SEAL, STAMP] {
            if !rows.iter().any(|(of, _)| of == purpose) {
                Self::make(db, purpose, now).await?;
                rows = Self::rows(db).await?;
            }
        }
        let of = |purpose| {
            rows.iter()
                .filter(move |row| row.0 == purpose)
                .map(|row| &row.1)
        };
        let signing = of(SIGN)
            .map(|secret| SigningKey::read(secret))
            .collect::<Result<_, _>>()?;
        let seal = of(SEAL).next().context("there is no key to seal with")?;
        let seal = seal
            .as_slice()
            .try_into()
            .context("the sealing key has another length")?;
        let stamping = of(STAMP).map(|secret| StampKey::of(secret)).collect();
        Ok(Self {
            signing,
            seal,
            stamping,
        })
    }

    /// Purpose and secret of the keys in use, newest first.
    async fn rows(db: &Db) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        let query = Query::select()
            .columns([Table::Purpose, Table::Secret])
            .from(Table::Name)
            .and_where(Expr::col(Table::RetiredAt).is_null())
            .order_by(Table::CreatedAt, sea_orm::Order::Desc)
            .order_by(Table::Id, sea_orm::Order::Desc)
            .to_owned();
        let rows = db.reader().query_all(&query).await?;
        let read = rows.iter().map(|row| {
            let secret: String = row.try_get_by(1)?;
            Ok((row.try_get_by(0)?, URL_SAFE_NO_PAD.decode(secret)?))
        });
        read.collect()
    }

    async fn make(db: &Db, purpose: &str, now: Instant) -> anyhow::Result<()> {
        let secret = match purpose {
            SIGN => new_pkcs8()?,
            _ => random_bytes::<64>().to_vec(),
        };
        let columns = [Table::Id, Table::Purpose, Table::Secret, Table::CreatedAt];
        let mut insert = Query::insert();
        insert.into_table(Table::Name).columns(columns).values([
            Expr::val(sha256_hex(&secret)),
            Expr::val(purpose),
            Expr::val(URL_SAFE_NO_PAD.encode(&secret)),
            Expr::val(now),
        ])?;
        db.writer().execute(&insert).await?;
        Ok(())
    }

    /// Signs `claims` as a JWT with EdDSA (RFC 8037).
    ///
    /// # Errors
    /// When the claims cannot be written as JSON.
    pub fn sign(&self, claims: &impl Serialize) -> anyhow::Result<String> {
        let key = self
            .signing
            .first()
            .context("there is no key to sign with")?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(key.kid.clone());
        Ok(jsonwebtoken::encode(&header, claims, &key.encoding)?)
    }

    /// The claims of a JWT that one of the keys signed for `audience`, with all of `exp`, `iat`,
    /// `iss`, `aud`, `sub` and `sid`, valid at `now`; `None` of any other.
    pub fn verify<C: DeserializeOwned>(
        &self,
        token: &str,
        issuer: &str,
        audience: &str,
        now: Instant,
    ) -> Option<C> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let key = self
            .signing
            .iter()
            .find(|key| Some(&key.kid) == header.kid.as_ref())?;
        let mut rules = Validation::new(Algorithm::EdDSA);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        rules.set_issuer(&[issuer]);
        rules.set_audience(&[audience]);
        // Time is passed in, so it is compared here and not by the library.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Json>(token, &key.decoding, &rules)
            .ok()?
            .claims;
        let second = |name: &str| claims.get(name).and_then(Json::as_i64);
        let (now, leeway) = (now.0 / 1000, LEEWAY_SECONDS as i64);
        let is_current = second("exp")? > now - leeway
            && second("iat")? <= now + leeway
            && claims
                .get("nbf")
                .is_none_or(|_| second("nbf").is_some_and(|nbf| nbf <= now + leeway))
            && claims.get("sid").is_some_and(Json::is_string);
        is_current
            .then(|| serde_json::from_value(claims).ok())
            .flatten()
    }

    /// The public keys as a JSON Web Key Set (RFC 7517).
    pub fn jwks(&self) -> Json {
        let keys = self.signing.iter().map(|key| {
            json!({
                "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA",
                "kid": key.kid, "x": URL_SAFE_NO_PAD.encode(&key.public),
            })
        });
        json!({ "keys": keys.collect::<Vec<_>>() })
    }

    /// Seals `text` so that only this site can read or make it; the same text gives the same
    /// token (AES-SIV, RFC 5297).
    ///
    /// # Errors
    /// When the text is too long to be sealed.
    pub fn seal(&self, text: &str) -> anyhow::Result<String> {
        let mut cipher = Aes256Siv::new(&self.seal.into());
        let headers: [&[u8]; 0] = [];
        let sealed = cipher
            .encrypt(headers, text.as_bytes())
            .map_err(|_| anyhow!("the text cannot be sealed"))?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// A mark that only this site can make of `text`, for one purpose (HMAC-SHA-256, RFC 2104), in
    /// base64url; the same each time.
    pub fn mark(&self, purpose: &'static str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.digest(purpose, text))
    }

    /// The bytes of [`Keys::mark`].
    pub fn digest(&self, purpose: &'static str, text: &str) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.seal);
        let marked = format!("{purpose}\n{text}");
        let tag = hmac::sign(&key, marked.as_bytes());
        let mut digest = [0; 32];
        digest.copy_from_slice(tag.as_ref());
        digest
    }

    /// What [`Keys::seal`] sealed; `None` of anything else.
    pub fn unseal(&self, token: &str) -> Option<String> {
        let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
        let headers: [&[u8]; 0] = [];
        let text = Aes256Siv::new(&self.seal.into())
            .decrypt(headers, &sealed)
            .ok()?;
        String::from_utf8(text).ok()
    }
}

impl SigningKey {
    fn read(pkcs8: &[u8]) -> anyhow::Result<Self> {
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8).map_err(|_| anyhow!("not an Ed25519 key"))?;
        let public = pair.public_key().as_ref().to_vec();
        Ok(Self {
            kid: sha256_hex(&public)[..16].to_owned(),
            encoding: EncodingKey::from_ed_der(pkcs8),
            decoding: DecodingKey::from_ed_der(&public),
            public,
        })
    }
}

fn new_pkcs8() -> anyhow::Result<Vec<u8>> {
    let pair = Ed25519KeyPair::generate().map_err(|_| anyhow!("no key can be made"))?;
    let document = pair
        .to_pkcs8()
        .map_err(|_| anyhow!("the key cannot be written"))?;
    Ok(document.as_ref().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_783_756_680_000);

    fn claims(exp: i64) -> Json {
        let iat = NOW.0 / 1000;
        json!({ "iss": "us", "aud": "desk", "sub": "x", "sid": "y", "iat": iat, "exp": exp })
    }

    #[test]
    fn a_signed_token_is_read_back_until_it_expires() {
        let keys = Keys::in_memory().unwrap();
        let token = keys.sign(&claims(NOW.0 / 1000 + 600)).unwrap();

        assert!(keys.verify::<Json>(&token, "us", "desk", NOW).is_some());
        assert!(
            keys.verify::<Json>(&token, "us", "desk", NOW.plus_ms(604_000))
                .is_some()
        );
        assert!(
            keys.verify::<Json>(&token, "us", "desk", NOW.plus_ms(606_000))
                .is_none()
        );
        assert!(keys.verify::<Json>(&token, "us", "reader", NOW).is_none());
    }

    #[test]
    fn a_token_of_other_keys_is_refused() {
        let token = Keys::in_memory().unwrap().sign(&claims(NOW.0)).unwrap();

        let keys = Keys::in_memory().unwrap();

        assert!(keys.verify::<Json>(&token, "us", "desk", NOW).is_none());
    }

    #[test]
    fn sealing_is_deterministic_and_cannot_be_forged() {
        let keys = Keys::in_memory().unwrap();
        let token = keys.seal("page").unwrap();

        assert_eq!(token, keys.seal("page").unwrap());
        assert_eq!(keys.unseal(&token).as_deref(), Some("page"));
        assert_eq!(keys.unseal(&format!("A{}", &token[1..])), None);
    }
}
