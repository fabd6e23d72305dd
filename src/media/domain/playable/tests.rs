use proptest::prelude::*;

use super::samples::{self, PLACE};
use super::*;

fn read(bytes: impl Into<Bytes>) -> Result<Playable, Flaw> {
    examine(&bytes.into())
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|part| part == text)
}

#[test]
fn a_film_tells_how_large_it_is_and_how_long() {
    let cases = [
        (
            samples::mp4(1_500, &[b"vide", b"soun"], false),
            "video/mp4",
            (640, 360),
        ),
        (
            samples::mp4(1_500, &[b"vide"], true),
            "video/mp4",
            (360, 640),
        ),
        (samples::webm(1_500.0, &[1, 2]), "video/webm", (640, 360)),
    ];
    for (bytes, mime_type, size) in cases {
        let film = read(bytes).unwrap();

        assert_eq!((film.kind, film.mime_type), (AssetKind::Video, mime_type));
        assert_eq!((film.size, film.duration_ms), (Some(size), Some(1_500)));
    }
}

#[test]
fn a_recording_is_known_by_its_tracks() {
    for (bytes, mime_type) in [
        (samples::mp4(2_000, &[b"soun"], false), "audio/mp4"),
        (samples::webm(2_000.0, &[2]), "audio/webm"),
        (samples::wav(16_000), "audio/wav"),
    ] {
        let sound = read(bytes).unwrap();

        assert_eq!((sound.kind, sound.mime_type), (AssetKind::Audio, mime_type));
        assert_eq!((sound.size, sound.duration_ms), (None, Some(2_000)));
    }
}

#[test]
fn where_it_was_taken_is_blanked_and_nothing_moves() {
    for bytes in [samples::mp4(9, &[b"vide"], false), samples::webm(9.0, &[1])] {
        assert!(holds(&bytes, PLACE));

        let public = read(bytes.clone()).unwrap().public;

        assert!(!holds(&public, PLACE));
        assert_eq!(public.len(), bytes.len());
        // What is left is the same film, and has nothing more to lose.
        assert_eq!(read(public.clone()).unwrap().public, public);
    }
}

#[test]
fn a_track_of_data_is_refused() {
    let bytes = samples::mp4(9, &[b"vide", b"meta"], false);

    assert_eq!(read(bytes), Err(Flaw::Data));
    assert_eq!(read(samples::webm(9.0, &[1, 33])), Err(Flaw::Data));
}

#[test]
fn what_is_cut_off_goes_on_or_hides_something_is_broken() {
    for bytes in [samples::mp4(9, &[b"vide"], false), samples::webm(9.0, &[1])] {
        for end in 12..bytes.len() {
            assert!(read(bytes[..end].to_vec()).is_err(), "{end}");
        }
        let tail = [&bytes[..], b"<script>alert(1)</script>"].concat();
        assert_eq!(read(tail), Err(Flaw::Broken));
    }
    assert_eq!(read(samples::mp4(9, &[], false)), Err(Flaw::Broken));
    assert_eq!(read(samples::mp4(0, &[b"soun"], false)), Err(Flaw::Broken));
}

#[test]
fn other_files_are_no_films() {
    for bytes in [
        &b"\0\0\0\x14ftypqt  \0\0\0\0qt  "[..],
        b"\0\0\0\x14ftypavif\0\0\0\0avif",
        b"<html>",
        b"RIFF\0\0\0\0AVI LIST",
        b"OggS\0\x02theora",
    ] {
        assert_eq!(read(bytes.to_vec()), Err(Flaw::Type));
    }
}

#[test]
fn captions_are_text_with_times_that_go_on() {
    let track = read(samples::VTT.as_bytes().to_vec()).unwrap();
    assert_eq!(
        (track.kind, track.mime_type),
        (AssetKind::Document, "text/vtt")
    );

    for wrong in [
        "WEBVTT\n",
        "WEBVTT\n\n00:02.000 --> 00:01.000\nx\n",
        "WEBVTT\n\n00:02.000 --> 00:03.000\nx\n\n00:01.000 --> 00:02.000\ny\n",
        "WEBVTT\n\n00:60.000 --> 01:00.500\nx\n",
        "WEBVTT\n\n1:2 --> 3:4\nx\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n\0\n",
    ] {
        assert_eq!(
            read(wrong.as_bytes().to_vec()),
            Err(Flaw::Broken),
            "{wrong:?}"
        );
    }
    let latin = [b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xE9".to_vec()].concat();
    assert_eq!(read(latin), Err(Flaw::Broken));
    assert_eq!(read(b"WEBVTTX".to_vec()), Err(Flaw::Type));
}

proptest! {
    #[test]
    fn damaged_bytes_are_refused_or_read_and_never_more(
        which in 0_usize..3,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = match which {
            0 => samples::mp4(1_500, &[b"vide", b"soun"], false),
            1 => samples::webm(1_500.0, &[1, 2]),
            _ => samples::wav(400),
        };
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let length = bytes.len();

        if let Ok(film) = read(bytes) {
            prop_assert_eq!(film.public.len(), length);
        }
    }
}
