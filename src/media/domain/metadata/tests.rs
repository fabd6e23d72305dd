use image::ImageFormat;

use super::*;
use crate::media::domain::picture::examine;
use crate::media::domain::samples::{self, FORMATS, PROFILE, SECRET};

fn public(bytes: &[u8]) -> Bytes {
    examine(Bytes::copy_from_slice(bytes)).unwrap().public
}

fn holds(bytes: &[u8], text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref();
    bytes.windows(text.len()).any(|part| part == text)
}

/// The tags of a picture's Exif.
fn tags(bytes: &[u8]) -> Vec<exif::Tag> {
    let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(bytes));
    read.map_or_else(
        |_| Vec::new(),
        |exif| exif.fields().map(|field| field.tag).collect(),
    )
}

fn with_metadata(orientation: u16) -> [Vec<u8>; 3] {
    [
        samples::jpeg_with_metadata(orientation),
        samples::png_with_metadata(orientation),
        samples::webp_with_metadata(orientation),
    ]
}

#[test]
fn no_metadata_reaches_readers() {
    for original in with_metadata(1) {
        assert!(holds(&original, SECRET) && tags(&original).contains(&exif::Tag::GPSLatitude));

        let public = public(&original);

        assert!(!holds(&public, SECRET));
        assert_eq!(tags(&public), []);
    }
}

#[test]
fn of_a_picture_held_sideways_only_that_is_said() {
    for original in with_metadata(6) {
        let public = public(&original);

        assert!(!holds(&public, SECRET));
        assert_eq!(tags(&public), [exif::Tag::Orientation]);
        assert_eq!(examine(public).unwrap().width_px, 20);
    }
}

#[test]
fn the_colour_profile_stays() {
    let [jpeg, _, webp] = with_metadata(1);
    let png = Png::from_bytes(public(&samples::png_with_metadata(1))).unwrap();

    assert!(holds(&public(&jpeg), PROFILE));
    assert!(holds(&public(&webp), PROFILE));
    assert!(png.chunk_by_type(*b"iCCP").is_some());
}

#[test]
fn the_pixels_stay_as_they_are() {
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
    for original in with_metadata(6) {
        assert_eq!(pixels(&original), pixels(&public(&original)));
    }
}

#[test]
fn a_picture_without_metadata_stays_as_it_is() {
    for format in FORMATS {
        let once = public(&samples::picture(format, 16, 16));

        assert_eq!(public(&once), once, "{format:?}");
    }
    for bare in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let original = samples::picture(bare, 16, 16);

        assert_eq!(public(&original), original, "{bare:?}");
    }
}

#[test]
fn an_animation_keeps_its_frames_and_loses_its_comments() {
    let original = samples::gif_with_comment();
    assert!(holds(&original, SECRET));

    let public = public(&original);

    assert!(!holds(&public, SECRET));
    assert!(holds(&public, "NETSCAPE2.0"));
    let mut frames = DecodeOptions::new().read_info(&public[..]).unwrap();
    let mut count = 0;
    while let Some(frame) = frames.read_next_frame().unwrap() {
        assert_eq!(frame.delay, 10);
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn a_note_between_the_scans_of_a_jpeg_is_cut_out() {
    let comment = b"\xFF\xFE\0\x08secret";
    let coded = [
        &b"\x01\xFF\0\xFF\xD0\x02"[..],
        comment,
        b"\xFF\xC4\0\x04ab\x03\xFF\xD9tail",
    ];

    let bare = bare_scans(&coded.concat()).unwrap();

    assert_eq!(bare, b"\x01\xFF\0\xFF\xD0\x02\xFF\xC4\0\x04ab\x03\xFF\xD9");
}

#[test]
fn scans_without_an_end_are_not_whole() {
    for coded in [
        &b""[..],
        b"\x01\x02",
        b"\x01\xFF",
        b"\xFF\xC4\0",
        b"\xFF\xC4\0\x09ab",
    ] {
        assert_eq!(bare_scans(coded), None);
    }
}

#[test]
fn the_moment_follows_the_cameras_offset_or_else_the_newsrooms_zone() {
    let zone: Zone = "Europe/Kyiv".parse().unwrap();
    let taken = |offset: Option<&str>| Taken {
        local: "2026-07-11T10:58:00".to_owned(),
        offset: offset.map(str::to_owned),
    };
    let moment = |offset| taken(offset).moment(zone).unwrap().to_string();

    assert_eq!(moment(Some("+02:00")), "2026-07-11T08:58:00Z");
    assert_eq!(moment(None), "2026-07-11T07:58:00Z");
    assert_eq!(moment(Some("   :  ")), "2026-07-11T07:58:00Z");
}

#[test]
fn the_cameras_clock_is_read() {
    for original in with_metadata(1) {
        let taken = examine(original.into()).unwrap().taken.unwrap();

        assert_eq!(taken.local, "2026-07-11T10:58:00");
        assert_eq!(taken.offset.as_deref(), Some("+03:00"));
    }
}

#[test]
fn a_clock_that_was_never_set_says_nothing() {
    let taken = Taken {
        local: "0000-00-00T00:00:00".to_owned(),
        offset: None,
    };

    assert_eq!(taken.moment("Europe/Kyiv".parse().unwrap()), None);
}
