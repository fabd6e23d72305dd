//! What stands behind the addresses of a decision: where a click leads, the document of an HTML ad,
//! and that of a video.

use super::stock::{Shown, stock};
use super::vast::{Addresses, tracked};
use crate::ads::creative::Content;
use crate::ads::events::{Claims, Door, open, seal};
use crate::app::{Call, Result};
use crate::vocabulary::AdEventKind;

/// Where the click of a token leads: as its creative says now, and nothing that is sent along can
/// change that. `None` of a token that is not ours, and of a creative that is gone.
///
/// # Errors
/// Those of the database.
pub async fn landing(call: &Call, token: &str) -> Result<Option<String>> {
    let door = Door::Event(AdEventKind::Click);
    let found = shown(call, token, door).await?;
    Ok(found.map(|(_, shown)| shown.landing_url))
}

/// The document of an HTML ad, and the address that counts its click. `None` as of [`landing`], and
/// once the decision is over.
///
/// # Errors
/// Those of the database.
pub async fn frame(call: &Call, token: &str) -> Result<Option<(String, String)>> {
    let Some((claims, shown)) = shown(call, token, Door::Frame).await? else {
        return Ok(None);
    };
    match shown.content {
        Content::Html(html) if call.now() < claims.expires => {
            Ok(Some((html, addresses(call, &claims)?.click)))
        }
        _ => Ok(None),
    }
}

/// The VAST document of a video, with our addresses of events. `None` as of [`frame`].
///
/// # Errors
/// When the buyer's document is none; those of the database.
pub async fn video(call: &Call, token: &str) -> Result<Option<String>> {
    let Some((claims, shown)) = shown(call, token, Door::Vast).await? else {
        return Ok(None);
    };
    match shown.content {
        Content::VastXml(document) if call.now() < claims.expires => {
            let document = tracked(&document, &addresses(call, &claims)?);
            Ok(Some(document.map_err(anyhow::Error::from)?))
        }
        _ => Ok(None),
    }
}

async fn shown(call: &Call, token: &str, door: Door) -> Result<Option<(Claims, Shown)>> {
    let claims = open(&call.app().keys, token).filter(|claims| claims.door == door);
    let Some(claims) = claims else {
        return Ok(None);
    };
    let stock = stock(call).await?;
    let shown = stock.variants.get(&claims.variant).cloned();
    Ok(shown.map(|shown| (claims, shown)))
}

fn addresses(call: &Call, claims: &Claims) -> Result<Addresses> {
    let address = |door: &str, kind| -> Result<String> {
        let of_event = Claims {
            door: Door::Event(kind),
            ..*claims
        };
        let token = seal(&call.app().keys, &of_event)?;
        Ok(format!(
            "{}/ads/{door}/{token}",
            call.app().config.public_url
        ))
    };
    Ok(Addresses {
        impression: address("i", AdEventKind::Impression)?,
        viewable: address("v", AdEventKind::Viewable)?,
        click: address("c", AdEventKind::Click)?,
    })
}
