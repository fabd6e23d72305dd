//! The files that documents are registered from: one `.graphql` file, or a manifest that a build
//! wrote.

use std::path::Path;

use serde_json::{Map, Value as Json};

use super::domain::{NewDocument, is_name};
use crate::platform::secrets::sha256_hex;

/// Documents of one manifest.
const DOCUMENTS_MAX: usize = 5_000;

/// Reads the documents of a file. The name of a `.graphql` file is the document's; those of a
/// manifest have none. A manifest is an object of hashes and texts, as the client preset of GraphQL
/// Code Generator writes it, or Apollo's `apollo-persisted-query-manifest`.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn read(path: &Path, text: &str) -> Result<Vec<NewDocument>, Vec<String>> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    if matches!(extension, Some("graphql" | "gql")) {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let name = stem.unwrap_or_default();
        if !is_name(name) {
            let why = "the name of the file becomes an address: letters, digits, - and _ only";
            return Err(vec![why.to_owned()]);
        }
        return Ok(vec![NewDocument {
            name: Some(name.to_owned()),
            text: text.to_owned(),
        }]);
    }
    match serde_json::from_str(text) {
        Ok(Json::Object(members)) => manifest(&members),
        Ok(_) => Err(vec!["a manifest is a JSON object".to_owned()]),
        Err(error) => Err(vec![format!("neither .graphql nor JSON: {error}")]),
    }
}

fn manifest(members: &Map<String, Json>) -> Result<Vec<NewDocument>, Vec<String>> {
    let entries: Vec<(&str, Option<&str>)> = if members.contains_key("format") {
        apollo(members)?
    } else {
        members
            .iter()
            .map(|(hash, text)| (hash.as_str(), text.as_str()))
            .collect()
    };
    if entries.is_empty() {
        return Err(vec!["the manifest has no document".to_owned()]);
    }
    if entries.len() > DOCUMENTS_MAX {
        return Err(vec![format!("more than {DOCUMENTS_MAX} documents")]);
    }
    let mut documents = Vec::with_capacity(entries.len());
    let mut faults = Vec::new();
    for (id, text) in entries {
        match text {
            None => faults.push(format!("{id}: the document is not a text")),
            Some(text) if !is_hash_of(id, text) => faults.push(format!(
                "{id}: this is not the SHA-256 of its document; GraphQL Code Generator writes \
                 that with persistedDocuments: {{ hashAlgorithm: \"sha256\" }}"
            )),
            Some(text) => documents.push(NewDocument {
                name: None,
                text: text.to_owned(),
            }),
        }
    }
    if faults.is_empty() {
        Ok(documents)
    } else {
        Err(faults)
    }
}

/// The entries of Apollo's format, version 1.
fn apollo(members: &Map<String, Json>) -> Result<Vec<(&str, Option<&str>)>, Vec<String>> {
    let format = members.get("format").and_then(Json::as_str);
    let version = members.get("version").and_then(Json::as_u64);
    let operations = members.get("operations").and_then(Json::as_array);
    let (Some("apollo-persisted-query-manifest"), Some(1), Some(operations)) =
        (format, version, operations)
    else {
        let why = "this format of a manifest is not known";
        return Err(vec![why.to_owned()]);
    };
    Ok(operations
        .iter()
        .map(|operation| {
            let member = |name: &str| operation.get(name).and_then(Json::as_str);
            (member("id").unwrap_or_default(), member("body"))
        })
        .collect())
}

fn is_hash_of(id: &str, text: &str) -> bool {
    let hash = id.strip_prefix("sha256:").unwrap_or(id);
    hash.eq_ignore_ascii_case(&sha256_hex(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // of "abc"

    fn texts(file: &str, text: &str) -> Result<Vec<(Option<String>, String)>, Vec<String>> {
        let documents = read(Path::new(file), text)?;
        Ok(documents
            .into_iter()
            .map(|one| (one.name, one.text))
            .collect())
    }

    #[test]
    fn both_manifests_and_single_files_are_read() {
        let codegen = format!("{{\"{HASH}\": \"abc\"}}");
        let apollo = format!(
            "{{\"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \"operations\": \
             [{{\"id\": \"sha256:{HASH}\", \"name\": \"A\", \"type\": \"query\", \"body\": \"abc\"}}]}}"
        );

        let unnamed = Ok(vec![(None, "abc".to_owned())]);
        assert_eq!(texts("persisted-documents.json", &codegen), unnamed);
        assert_eq!(texts("manifest.json", &apollo), unnamed);
        assert_eq!(
            texts("queries/weather.graphql", "abc"),
            Ok(vec![(Some("weather".to_owned()), "abc".to_owned())])
        );
    }

    #[test]
    fn all_that_is_wrong_with_a_manifest_is_told() {
        let wrong = texts("m.json", "{\"00\": \"abc\", \"01\": 1}").unwrap_err();
        assert_eq!(wrong.len(), 2);
        assert!(wrong[0].contains("hashAlgorithm"), "{}", wrong[0]);

        for (file, text) in [
            ("m.json", "[]"),
            ("m.json", "{}"),
            ("m.json", "{"),
            ("m.json", "{\"format\": \"relay\"}"),
            ("open api.graphql", "abc"),
        ] {
            assert_eq!(texts(file, text).unwrap_err().len(), 1, "{file} {text}");
        }
    }
}
