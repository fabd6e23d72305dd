//! Registering documents for a build, taking them back, and writing down their use.

use serde_json::json;

use super::domain::{Client, Graph, NewDocument, Pushed, Use};
use super::store;
use crate::app::{Call, Error, Problem, Result, refuse_if_any};
use crate::platform::ids::{ClientId, TypedId};
use crate::policy::{Action, Subject};
use crate::vocabulary::UserErrorCode;

/// Registers documents of one graph for a build. `check` says what the operation of a document is
/// called, or all that is wrong with it. A name that another document had goes to the new one.
///
/// # Errors
/// [`Error::Refused`] with everything that is wrong with any document; then none is registered.
pub async fn push(
    call: &Call,
    client: &Client,
    graph: Graph,
    documents: &[NewDocument],
    check: impl AsyncFn(&NewDocument) -> Result<String, Vec<String>>,
) -> Result<Pushed> {
    let mut checked = Vec::with_capacity(documents.len());
    let mut problems = Vec::new();
    for document in documents {
        let hash = document.hash();
        match check(document).await {
            Ok(operation) => checked.push((document, hash, operation)),
            Err(faults) => problems.extend(faults.into_iter().map(|fault| {
                let path = [document.name.as_deref().unwrap_or(&hash)];
                Problem::at(path, UserErrorCode::Invalid, fault)
            })),
        }
    }
    refuse_if_any(problems)?;
    checked.sort_by(|one, other| one.1.cmp(&other.1));
    checked.dedup_by(|one, other| one.1 == other.1 && one.0.name == other.0.name);
    let mut hashes: Vec<String> = checked.iter().map(|(_, hash, _)| hash.clone()).collect();
    hashes.dedup();

    let tx = call.begin().await?;
    let build = store::lock(&tx, client).await?;
    let id = build
        .as_ref()
        .map_or_else(|| call.new_id(), |build| build.id);
    let permit = tx.authorize(Action::DocumentsPush, &subject(id, client))?;
    if build.is_none() {
        store::insert_build(&permit, id, client).await?;
    }
    let known = store::known(&tx, &hashes).await?;
    store::insert_documents(&permit, graph, &checked).await?;
    store::insert_sent(&permit, id, &hashes).await?;
    for (document, hash, _) in &checked {
        if let Some(name) = &document.name {
            store::set_name(&permit, name, hash).await?;
            permit.changed("name", json!(null), json!([name, hash]));
        }
    }
    let had = build.map(|build| build.hashes).unwrap_or_default();
    let added: Vec<_> = hashes.iter().filter(|hash| !had.contains(*hash)).collect();
    if !added.is_empty() {
        permit.changed("documents", json!([]), json!(added));
    }
    permit.touch_facts();
    tx.commit().await?;
    Ok(Pushed {
        new: hashes.len() - known.len(),
        known: known.len(),
    })
}

/// Takes documents back from a build: those with these hashes, all without any. Tells how many
/// nobody sends any more, so that they are gone.
///
/// # Errors
/// [`Error::Refused`] for a build that is not registered, and for hashes that it is not registered
/// with.
pub async fn remove(call: &Call, client: &Client, only: &[String]) -> Result<u64> {
    let tx = call.begin().await?;
    let build = store::lock(&tx, client).await?;
    let id = build
        .as_ref()
        .map_or(ClientId::from_uuid(uuid::Uuid::nil()), |build| build.id);
    let permit = tx.authorize(Action::DocumentsRemove, &subject(id, client))?;
    let build = build.ok_or_else(|| Error::missing(["client"], client))?;
    let unknown = only.iter().filter(|hash| !build.hashes.contains(*hash));
    refuse_if_any(
        unknown
            .map(|hash| Problem::missing(["documents"], hash))
            .collect(),
    )?;
    let hashes: Vec<String> = match only {
        [] => build.hashes.iter().cloned().collect(),
        only => only.to_vec(),
    };
    let gone = store::delete(&permit, &build, &hashes).await?;
    permit.changed("documents", json!(hashes), json!([]));
    permit.touch_facts();
    tx.commit().await?;
    Ok(gone)
}

/// Writes down how often documents were asked for since the last time, at most once a minute unless
/// it is the last time.
///
/// # Errors
/// Those of the database; then these uses are not counted.
pub async fn write_uses(call: &Call, is_last: bool) -> Result<usize> {
    let Some(counted) = call.app().uses.take(call.now(), is_last) else {
        return Ok(0);
    };
    let uses: Vec<_> = counted
        .into_iter()
        .map(|((hash, client), counted)| Use {
            hash,
            client,
            requests: counted.requests,
            last_used_at: counted.last,
        })
        .collect();
    let written = uses.len();
    let tx = call.begin().await?;
    let permit = tx.authorize(Action::DocumentsUse, &Subject::default())?;
    store::add_uses(&permit, uses).await?;
    tx.commit().await?;
    Ok(written)
}

fn subject(id: ClientId, client: &Client) -> Subject {
    Subject::of(id, client.to_string())
}
