use img_parts::png::{Png, PngChunk};
use proptest::prelude::*;

use super::*;
use crate::media::domain::samples::{self, FORMATS};

fn flaw_of(bytes: impl Into<Bytes>) -> Option<Flaw> {
    examine(bytes.into()).err()
}

#[test]
fn type_and_size_are_read_from_the_bytes() {
    let types = ["image/jpeg", "image/png", "image/gif", "image/webp"];
    for (format, mime_type) in FORMATS.into_iter().zip(types) {
        let picture = examine(samples::picture(format, 64, 48).into()).unwrap();

        assert_eq!(picture.mime_type, mime_type);
        assert_eq!((picture.width_px, picture.height_px), (64, 48));
        assert!(!picture.is_animated);
    }
}

#[test]
fn a_picture_held_sideways_is_as_wide_as_it_is_seen() {
    for (orientation, size) in [(1, (40, 20)), (3, (40, 20)), (5, (20, 40)), (6, (20, 40))] {
        let picture = examine(samples::jpeg_with_metadata(orientation).into()).unwrap();

        assert_eq!(
            (picture.width_px, picture.height_px),
            size,
            "orientation {orientation}"
        );
    }
}

#[test]
fn an_animation_is_known_as_one() {
    assert!(examine(samples::animation(3).into()).unwrap().is_animated);
    assert!(!examine(samples::animation(1).into()).unwrap().is_animated);
}

#[test]
fn what_is_cut_off_is_broken() {
    for format in FORMATS {
        let mut bytes = samples::picture(format, 64, 48);
        for part in [9, 6, 3] {
            bytes.truncate(bytes.len() * part / 10);
            assert_eq!(flaw_of(bytes.clone()), Some(Flaw::Broken), "{format:?}");
        }
    }
}

#[test]
fn a_picture_without_its_last_bytes_is_broken() {
    for format in FORMATS {
        let mut bytes = samples::picture(format, 64, 48);
        bytes.truncate(bytes.len() - 2);

        assert_eq!(flaw_of(bytes), Some(Flaw::Broken), "{format:?}");
    }
}

#[test]
fn other_files_are_refused_whatever_they_are_called() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
    let xml = format!("<?xml version=\"1.0\"?>{svg}");
    let html = "<!doctype html><script>alert(1)</script>";
    for text in [
        "",
        "GIF",
        "%PDF-1.7",
        "PK\u{3}\u{4}",
        "BM\0\0\0\0\0\0",
        svg,
        &xml,
        html,
    ] {
        assert_eq!(
            flaw_of(text.as_bytes().to_vec()),
            Some(Flaw::Type),
            "{text}"
        );
    }
}

#[test]
fn a_script_behind_a_picture_never_reaches_readers() {
    let script = b"<script>alert(1)</script>";
    for format in FORMATS {
        let polyglot = [&samples::picture(format, 16, 16), &script[..]].concat();

        let public = examine(polyglot.into()).unwrap().public;

        assert!(
            !public.windows(8).any(|bytes| bytes == b"<script>"),
            "{format:?}"
        );
    }
}

#[test]
fn a_picture_that_only_begins_like_one_is_broken() {
    for start in [
        &b"GIF89a"[..],
        b"\xFF\xD8\xFF",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WEBP",
    ] {
        let polyglot = [start, b"/*<script>alert(1)</script>*/"].concat();

        let flaw = flaw_of(polyglot);
        assert!(
            matches!(flaw, Some(Flaw::Broken | Flaw::TooLarge)),
            "{flaw:?}"
        );
    }
}

/// A PNG of one pixel that says it has more.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut png = Png::from_bytes(samples::picture(ImageFormat::Png, 1, 1).into()).unwrap();
    let mut header = png.chunks()[0].contents().to_vec();
    header[..4].copy_from_slice(&width.to_be_bytes());
    header[4..8].copy_from_slice(&height.to_be_bytes());
    png.chunks_mut()[0] = PngChunk::new(*b"IHDR", header.into());
    png.encoder().bytes().into()
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    let mut gif = samples::animation(2);
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    let mut jpeg = samples::picture(ImageFormat::Jpeg, 16, 16);
    let frame = jpeg
        .windows(2)
        .position(|bytes| bytes == [0xFF, 0xC0])
        .unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);

    assert_eq!(flaw_of(png_of(10_000, 5_001)), Some(Flaw::TooLarge));
    assert_eq!(
        flaw_of(png_of(u32::MAX >> 1, u32::MAX >> 1)),
        Some(Flaw::TooLarge)
    );
    assert_eq!(flaw_of(gif), Some(Flaw::TooLarge));
    assert_eq!(flaw_of(jpeg), Some(Flaw::TooLarge));
}

#[test]
fn fifty_megapixels_are_not_too_large_but_must_be_there() {
    assert_eq!(flaw_of(png_of(10_000, 5_000)), Some(Flaw::Broken));
}

#[test]
fn a_flaw_of_type_is_told_from_a_damaged_picture() {
    assert_eq!(Flaw::Type.problem().code, UserErrorCode::Unsupported);
    assert_eq!(Flaw::Broken.problem().code, UserErrorCode::Invalid);
}

proptest! {
    #[test]
    fn damaged_bytes_are_refused_or_read_but_never_more(
        format in prop::sample::select(&FORMATS),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = samples::picture(format, 12, 9);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }

        if let Ok(picture) = examine(bytes.into()) {
            prop_assert!(picture.width_px > 0 && picture.height_px > 0);
        }
    }
}
