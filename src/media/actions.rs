//! What people do with assets: send them, describe them; and how an import brings them in.

mod public;
mod retire;

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::domain::{
    Asset, AssetInput, ImportedAsset, NewUpload, StoredPicture, StoredPlayable, UploadGrant,
    examine, playable,
};
use super::store;
use crate::app::{Call, Error, Permit, Problem, Remedy, Result, Tx};
use crate::editions::{self, Site};
use crate::platform::calendar::Zone;
use crate::platform::ids::AssetId;
use crate::platform::secrets::sha256_hex;
use crate::policy::{Action, Actor, Permission, Subject, TAXONOMY};
use crate::vocabulary::{AssetKind, AssetState, EventType, UserErrorCode};

pub use public::{Found, PublicFile, Shown, public_file};
pub use retire::retire;

/// How many pictures are decoded at a time: each may hold some hundred megabytes.
pub(super) static DECODERS: Semaphore = Semaphore::const_new(2);

/// How an upload begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Upload {
    /// The bytes are awaited at this address, for an hour.
    Awaited(Box<Asset>, String),
    /// The same bytes are in the library already: there is nothing to send.
    Duplicate(Box<Asset>),
}

fn subject(asset: &Asset) -> Subject {
    Subject {
        seen_with: TAXONOMY,
        owner: Some(asset.uploaded_by),
        ..Subject::of(asset.id, asset.label())
    }
}

async fn locked(tx: &Tx, id: AssetId) -> Result<Asset> {
    let found = store::lock(tx, id).await?;
    found.ok_or_else(|| Error::missing(["id"], id))
}

/// Announces a file. The address that it is then sent to carries the right to send it.
///
/// # Errors
/// [`Error::Refused`] for a file that is not taken in; [`Error::Denied`] without MEDIA_WRITE.
pub async fn begin_upload(call: &Call, new: NewUpload) -> Result<Upload> {
    let tx = call.begin().await?;
    let id: AssetId = call.new_id();
    let by = call.actor().user().ok_or(Error::Unauthenticated)?;
    let what = Subject {
        owner: Some(by),
        ..Subject::of(id, &*new.file_name)
    };
    let permit = tx.authorize(Action::AssetBeginUpload, &what)?;
    let new = new.checked()?;
    if let Some(twin) = store::by_checksum(call, &new.checksum).await? {
        return Ok(Upload::Duplicate(Box::new(twin)));
    }
    let asset = Asset::uploading(id, new, by, call.now());
    permit.changed("fileName", Value::Null, asset.file_name.as_str());
    store::save(&permit, vec![asset.clone()]).await?;
    let grant = UploadGrant::new(id, by, call.now());
    let token = call.app().keys.seal(&serde_json::to_string(&grant)?)?;
    tx.commit().await?;
    let address = format!(
        "{}/uploads/{id}?token={token}",
        call.app().config.public_url
    );
    Ok(Upload::Awaited(Box::new(asset), address))
}

/// Takes the bytes of an announced file in. Whoever sends them shows the token of their address;
/// sent again, the same bytes change nothing.
///
/// # Errors
/// [`Error::Denied`] for a token that is not of this upload, or no longer; [`Error::NotFound`] for
/// an unknown upload; [`Error::Refused`] for other bytes than were announced, and for bytes that
/// are no picture: then the asset is FAILED.
pub async fn receive(call: &Call, id: AssetId, token: &str, bytes: Bytes) -> Result<()> {
    let grant = call.app().keys.unseal(token);
    let grant = grant.and_then(|text| serde_json::from_str::<UploadGrant>(&text).ok());
    let grant = grant
        .filter(|grant| grant.allows(id, call.now()))
        .ok_or(Error::Denied {
            needed: Permission::MediaWrite,
            locale: None,
        })?;
    let sender = Actor::System {
        name: "upload",
        user: grant.by,
    };
    let call = Call::new(call.app(), sender, call.request_id().to_owned());
    let asset = store::by_ids(&call, &[id])
        .await?
        .remove(&id)
        .ok_or(Error::NotFound)?;
    asset.expects(&bytes)?;
    if matches!(asset.state, AssetState::Processing | AssetState::Ready) {
        return Ok(());
    }
    let zone = editions::site(&call).await?.time_zone;
    match take(&call, zone, bytes).await {
        Ok(taken) => settle(&call, id, Some(taken)).await,
        Err(Error::Refused(problems)) => {
            settle(&call, id, None).await?;
            Err(Error::Refused(problems))
        }
        Err(error) => Err(error),
    }
}

/// What has been taken in.
enum Taken {
    Picture(Box<StoredPicture>),
    Playable(Box<StoredPlayable>),
}

/// Keeps what was sent: a picture, or else a video, a recording or a text track.
async fn take(call: &Call, zone: Zone, bytes: Bytes) -> Result<Taken> {
    if image::guess_format(&bytes).is_ok() {
        let picture = keep(call, zone, bytes).await?;
        return Ok(Taken::Picture(Box::new(picture)));
    }
    let _turn = DECODERS.acquire().await.map_err(anyhow::Error::from)?;
    let original = bytes.clone();
    let examined = tokio::task::spawn_blocking(move || playable::examine(&bytes)).await;
    let told = examined
        .map_err(anyhow::Error::from)?
        .map_err(|flaw| Error::problem(flaw.problem()))?;
    let byte_size = i64::try_from(original.len()).map_err(anyhow::Error::from)?;
    let files = &call.app().files;
    let checksum = files.put(original).await?;
    let public_checksum = files.put(told.public.clone()).await?;
    Ok(Taken::Playable(Box::new(StoredPlayable {
        told,
        byte_size,
        checksum,
        public_checksum,
    })))
}

/// Notes what the bytes were: something, or nothing that we take.
async fn settle(call: &Call, id: AssetId, taken: Option<Taken>) -> Result<()> {
    let tx = call.begin().await?;
    let asset = locked(&tx, id).await?;
    if asset.state != AssetState::Uploading {
        return Ok(());
    }
    let permit = tx.authorize(Action::AssetCompleteUpload, &subject(&asset))?;
    let (before, version) = (asset.state, asset.version + 1);
    let next = match taken {
        Some(taken) => Asset {
            state: AssetState::Processing,
            version,
            ..match taken {
                Taken::Picture(picture) => asset.showing(*picture),
                Taken::Playable(file) => asset.holding(*file),
            }
        },
        None => Asset {
            state: AssetState::Failed,
            version,
            ..asset
        },
    };
    permit.changed("state", before.as_str(), next.state.as_str());
    store::save(&permit, vec![next]).await?;
    tx.commit().await
}

/// Makes an asset usable whose bytes have come.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, when the bytes have not come or were no picture, and when
/// somebody else has sent the same picture meanwhile; [`Error::Denied`] without MEDIA_WRITE.
pub async fn complete_upload(call: &Call, id: AssetId) -> Result<Asset> {
    let tx = call.begin().await?;
    let asset = locked(&tx, id).await?;
    let permit = tx.authorize(Action::AssetCompleteUpload, &subject(&asset))?;
    let refused = |why| Err(Error::invalid(["id"], why));
    match asset.state {
        AssetState::Ready => return Ok(asset),
        AssetState::Uploading => return refused("the bytes have not come yet"),
        AssetState::Failed => return refused("the bytes were nothing that is taken; begin anew"),
        AssetState::Retired => return refused("the asset is out of use"),
        AssetState::Processing => {}
    }
    if let Some(twin) = store::twin_for_update(&tx, &asset).await? {
        let why = "the same file is in the library already";
        let problem = Problem::at(["id"], UserErrorCode::Duplicate, why);
        return Err(Error::problem(
            problem.with(Remedy::Duplicate(twin.to_string())),
        ));
    }
    let ready = Asset {
        state: AssetState::Ready,
        version: asset.version + 1,
        ..asset
    };
    permit.changed(
        "state",
        AssetState::Processing.as_str(),
        ready.state.as_str(),
    );
    announce(&permit, &ready);
    store::save(&permit, vec![ready.clone()]).await?;
    tx.commit().await?;
    Ok(ready)
}

/// Describes an asset anew: its words, credit, focal point and rights.
///
/// # Errors
/// [`Error::Refused`] for an unknown id, an outdated version, or all problems of the input;
/// [`Error::Denied`] without MEDIA_WRITE.
pub async fn update(
    call: &Call,
    id: AssetId,
    expected_version: i32,
    input: AssetInput,
) -> Result<Asset> {
    let site = editions::site(call).await?;
    let unusable = unusable_parts(call, &input).await?;
    let tx = call.begin().await?;
    let before = locked(&tx, id).await?;
    let permit = tx.authorize(Action::AssetUpdate, &subject(&before))?;
    crate::app::refuse_if_any(unusable)?;
    if before.version != expected_version {
        return Err(Error::outdated(before.version));
    }
    let next = before.changed(input, &site)?;
    if next == before {
        return Ok(before);
    }
    let next = Asset {
        version: before.version + 1,
        ..next
    };
    note_changes(&permit, &before, &next)?;
    announce(&permit, &next);
    store::save(&permit, vec![next.clone()]).await?;
    tx.commit().await?;
    Ok(next)
}

/// What an input names that is no picture for a poster, or no text track.
async fn unusable_parts(call: &Call, input: &AssetInput) -> Result<Vec<Problem>> {
    let poster = input.poster.flatten();
    let tracks = input.tracks.iter().flatten().map(|track| track.asset);
    let ids: Vec<_> = poster.into_iter().chain(tracks.clone()).collect();
    let known = store::by_ids(call, &ids).await?;
    let is = |id: &AssetId, fits: &dyn Fn(&Asset) -> bool| {
        let found = known
            .get(id)
            .filter(|asset| asset.state == AssetState::Ready);
        found.is_some_and(fits)
    };
    let mut problems = Vec::new();
    if let Some(id) = poster
        && !is(&id, &|asset| asset.kind == AssetKind::Image)
    {
        problems.push(Problem::missing(["input", "posterId"], id));
    }
    for (place, id) in tracks.enumerate() {
        if !is(&id, &|asset| asset.mime_type == "text/vtt") {
            let place = place.to_string();
            problems.push(Problem::missing(
                ["input", "textTracks", &place, "assetId"],
                id,
            ));
        }
    }
    Ok(problems)
}

fn note_changes(permit: &Permit<'_>, before: &Asset, after: &Asset) -> Result<()> {
    let words = |asset: &Asset| -> Result<[(&'static str, Value); 7]> {
        Ok([
            ("titles", serde_json::to_value(&asset.titles)?),
            ("altTexts", serde_json::to_value(&asset.alt_texts)?),
            ("credit", serde_json::to_value(&asset.credit)?),
            ("focalPoint", serde_json::to_value(asset.focal_point)?),
            ("rights", serde_json::to_value(&asset.rights)?),
            ("keywords", serde_json::to_value(&asset.keywords)?),
            ("playback", serde_json::to_value(&asset.playback)?),
        ])
    };
    for ((field, before), (_, after)) in words(before)?.into_iter().zip(words(after)?) {
        permit.changed(field, before, after);
    }
    Ok(())
}

/// Tells followers that an asset became usable, or was described anew.
fn announce(permit: &Permit<'_>, asset: &Asset) {
    if asset.state == AssetState::Ready {
        let payload = json!({ "asset": asset.id, "version": asset.version });
        permit.emit(EventType::AssetReady, asset.id, payload);
    }
}

/// Examines a picture and keeps its original and its public bytes; what is in the library already
/// is not examined again. `zone` is that of cameras which do not name theirs.
///
/// # Errors
/// [`Error::Refused`] when the bytes are no picture that we take; those of disk and database.
pub async fn keep(call: &Call, zone: Zone, bytes: Bytes) -> Result<StoredPicture> {
    let known = store::by_checksum(call, &sha256_hex(&bytes)).await?;
    if let Some(picture) = known.as_ref().and_then(StoredPicture::of) {
        return Ok(picture);
    }
    let _turn = DECODERS.acquire().await.map_err(anyhow::Error::from)?;
    let original = bytes.clone();
    let examined = tokio::task::spawn_blocking(move || examine(bytes)).await;
    let picture = examined
        .map_err(anyhow::Error::from)?
        .map_err(|flaw| Error::problem(flaw.problem()))?;
    let byte_size = i64::try_from(original.len()).map_err(anyhow::Error::from)?;
    let files = &call.app().files;
    let kept = (
        files.put(original).await?,
        files.put(picture.public.clone()).await?,
    );
    Ok(StoredPicture::new(picture, byte_size, kept, zone))
}

/// Brings assets in, or changes those that have come before; unchanged ones are left alone. Gives
/// how many were written.
///
/// # Errors
/// [`Error::Refused`] with the problems of all of them, each path below the asset's id; those of
/// the database.
pub async fn import(permit: &Permit<'_>, site: &Site, assets: Vec<ImportedAsset>) -> Result<usize> {
    let by = permit.call().actor().user().ok_or(Error::Unauthenticated)?;
    let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id).collect();
    let before = store::all_for_update(permit, &ids).await?;
    let (mut written, mut problems) = (Vec::new(), Vec::new());
    for asset in assets {
        let (id, before) = (asset.id, before.get(&asset.id));
        match asset.applied(before, by, permit.call().now(), site) {
            Ok(after) if Some(&after) == before => {}
            Ok(after) => written.push(after),
            Err(Error::Refused(found)) => {
                problems.extend(
                    found
                        .into_iter()
                        .map(|problem| problem.below([id.to_string()])),
                );
            }
            Err(error) => return Err(error),
        }
    }
    crate::app::refuse_if_any(problems)?;
    for asset in &written {
        announce(permit, asset);
    }
    let count = written.len();
    store::save(permit, written).await?;
    Ok(count)
}
