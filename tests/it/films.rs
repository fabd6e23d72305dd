//! Recordings from the upload to the player.

use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RANGE};
use masthead::platform::secrets::sha256_hex;
use masthead::policy::Role;
use serde_json::json;

use crate::support::people::People;
use crate::support::{Newsroom, both};

/// Two seconds of silence.
fn wav() -> Vec<u8> {
    let samples = 16_000_u32;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + samples).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend(b"\x01\0\x08\0data");
    bytes.extend(samples.to_le_bytes());
    bytes.extend(vec![0x80; 16_000]);
    bytes
}

both!(
    a_recording_is_sent_completed_and_played_from_its_own_address,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let bytes = wav();
        let begin = format!(
            "assetBeginUpload(input: {{ fileName: \"talk.wav\", mimeType: \"audio/wav\", byteSize: \"{}\", checksum: \"{}\" }}) {{
                asset {{ id }} uploadUrl userErrors {{ message }} }}",
            bytes.len(),
            sha256_hex(&bytes)
        );
        let begun = people.mutate(Role::PhotoEditor, &begin).await;
        let local = |url: &serde_json::Value| {
            let url = url.as_str().unwrap().to_owned();
            let path = url.strip_prefix("http://127.0.0.1:4000");
            path.unwrap_or_else(|| panic!("{url}")).to_owned()
        };
        let sent = Request::put(local(&begun["uploadUrl"]))
            .header(CONTENT_TYPE, "audio/wav")
            .header(CONTENT_LENGTH, bytes.len())
            .body(Body::from(bytes.clone()))
            .unwrap();
        assert_eq!(app.send(sent).await.status.as_u16(), 204);
        let complete = format!(
            "assetCompleteUpload(id: {}) {{
                asset {{ kind state mimeType audio {{ duration sources {{ url mimeType bitrate width }} }} }}
                userErrors {{ message }} }}",
            begun["asset"]["id"]
        );

        let done = people.mutate(Role::PhotoEditor, &complete).await;

        let url = done["asset"]["audio"]["sources"][0]["url"].clone();
        let source =
            json!({ "url": url, "mimeType": "audio/wav", "bitrate": 64_176, "width": null });
        assert_eq!(
            done["asset"],
            json!({ "kind": "AUDIO", "state": "READY", "mimeType": "audio/wav",
                "audio": { "duration": "PT2S", "sources": [source] } })
        );
        let asked = Request::get(local(&url))
            .header(RANGE, "bytes=0-3")
            .body(Body::empty())
            .unwrap();
        let answer = app.send(asked).await;
        assert_eq!((answer.status.as_u16(), &*answer.text()), (206, "RIFF"));
    }
);
