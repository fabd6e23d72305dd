//! Drawing renditions on demand, each once.

use bytes::Bytes;

use super::actions::{DECODERS, PublicFile, Shown};
use super::domain::{Asset, Rendition, render};
use super::store;
use crate::app::{Call, Keys, Result};
use crate::platform::ids::AssetId;
use crate::vocabulary::{AssetState, ImageAspect, ImageFormat};

/// Characters of a signature, of 6 bits each.
const SIGNATURE: usize = 16;

/// Which formats a client takes beside those that everybody takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Takes {
    /// AVIF.
    pub avif: bool,
    /// WebP.
    pub webp: bool,
}

/// The path of a rendition, signed: `/media/{asset}/{what it is made of}.{signature}.{format}`.
pub fn path(keys: &Keys, one: &Rendition) -> String {
    let name = one.to_string();
    let signature = signature(keys, one);
    match name.split_once('.') {
        Some((stem, ending)) => format!("/media/{}/{stem}.{signature}.{ending}", one.asset),
        None => format!("/media/{}/{name}", one.asset),
    }
}

fn signature(keys: &Keys, one: &Rendition) -> String {
    let mut mark = keys.mark("rendition", &one.key());
    mark.truncate(SIGNATURE);
    mark
}

/// The rendition with this name below an asset, drawn now if it never was; `None` when there is
/// none, or the picture may not be shown.
///
/// # Errors
/// Those of disk and database, and a picture that cannot be drawn.
pub async fn rendition(
    call: &Call,
    asset: AssetId,
    name: &str,
    takes: Takes,
) -> Result<Option<Shown>> {
    let Some(wanted) = signed(&call.app().keys, asset, name) else {
        return Ok(None);
    };
    let Some(asset) = store::by_ids(call, &[asset]).await?.remove(&asset) else {
        return Ok(None);
    };
    let may_be_shown = asset.state == AssetState::Ready && asset.rights.is_valid(call.now());
    if !may_be_shown || !asset.offers(&wanted) {
        return Ok(None);
    }
    let given = Rendition {
        format: given_format(wanted.format, takes, &asset),
        ..wanted
    };
    let Some(bytes) = drawn(call, &asset, &given).await? else {
        return Ok(None);
    };
    Ok(Some(Shown {
        file: PublicFile {
            mime_type: given.mime_type().to_owned(),
            checksum: format!("{}-{}", signature(&call.app().keys, &given), given.width),
            bytes,
        },
        is_negotiated: wanted.format == ImageFormat::Auto,
        until: asset.rights.valid_until,
    }))
}

/// The rendition that a signed name says; `None` when it was not signed here.
fn signed(keys: &Keys, asset: AssetId, name: &str) -> Option<Rendition> {
    let (rest, ending) = name.rsplit_once('.')?;
    let (stem, given) = rest.rsplit_once('.')?;
    let wanted = Rendition::parse(asset, &format!("{stem}.{ending}"))?;
    let expected = signature(keys, &wanted);
    let is_ours = subtle::ConstantTimeEq::ct_eq(given.as_bytes(), expected.as_bytes());
    bool::from(is_ours).then_some(wanted)
}

/// The format that a client gets: of `AUTO` the smallest that it takes.
fn given_format(wanted: ImageFormat, takes: Takes, asset: &Asset) -> ImageFormat {
    let is_drawing = matches!(asset.mime_type.as_str(), "image/png" | "image/gif");
    match wanted {
        ImageFormat::Auto if takes.avif => ImageFormat::Avif,
        ImageFormat::Auto if takes.webp => ImageFormat::Webp,
        ImageFormat::Auto if is_drawing => ImageFormat::Png,
        ImageFormat::Auto => ImageFormat::Jpeg,
        named => named,
    }
}

/// The bytes of a rendition, drawn unless they are kept. Few are drawn at a time; who waits for one
/// that somebody else draws finds it kept.
async fn drawn(call: &Call, asset: &Asset, one: &Rendition) -> Result<Option<Bytes>> {
    let (files, key) = (&call.app().files, one.key());
    if let Some(kept) = files.made(&key).await? {
        return Ok(Some(kept));
    }
    let _turn = DECODERS.acquire().await.map_err(anyhow::Error::from)?;
    if let Some(kept) = files.made(&key).await? {
        return Ok(Some(kept));
    }
    let Some(checksum) = &asset.public_checksum else {
        return Ok(None);
    };
    let Some(original) = files.get(checksum).await? else {
        return Ok(None);
    };
    let wanted = *one;
    let bytes = tokio::task::spawn_blocking(move || render(&original, &wanted)).await;
    let bytes = Bytes::from(bytes.map_err(anyhow::Error::from)??);
    files.put_made(&key, bytes.clone()).await?;
    Ok(Some(bytes))
}

/// The path of the rendition of a picture that is at least so wide, if it has one so wide; of the
/// widest without a width. What is no still picture is given as it is.
pub fn path_of_width(
    keys: &Keys,
    asset: &Asset,
    width: Option<u32>,
    (aspect, format): (ImageAspect, ImageFormat),
) -> Option<String> {
    let all = asset.renditions(aspect, format);
    let wide_enough = all
        .iter()
        .find(|one| width.is_some_and(|px| px <= one.width));
    match wide_enough.or(all.last()) {
        Some(one) => Some(path(keys, one)),
        None => asset.public_path(),
    }
}

/// The paths of the renditions of a picture that are no wider than `most`, each with its width; at
/// least the narrowest.
pub fn paths(
    keys: &Keys,
    asset: &Asset,
    most: Option<u32>,
    (aspect, format): (ImageAspect, ImageFormat),
) -> Vec<(String, u32)> {
    let all = asset.renditions(aspect, format);
    let fits = |one: &Rendition| most.is_none_or(|most| one.width <= most);
    let fitting = all.iter().filter(|one| fits(one)).count().max(1);
    let named = all.iter().take(fitting);
    named.map(|one| (path(keys, one), one.width)).collect()
}
