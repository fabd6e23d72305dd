//! Hostile files, through every route that files come in by: refused or cleaned, and the server
//! goes on.

use image::Frame;
use image::codecs::gif::GifEncoder;
use img_parts::png::{Png, PngChunk};

use super::*;
use crate::editions;
use crate::media::samples;

const SCRIPT: &[u8] = b"<script>alert(document.domain)</script>";

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Another sort of file than we take.
    Unsupported,
    /// Damaged, or too large when it is unfolded.
    Invalid,
    /// Taken, without what was hidden in it.
    Cleaned,
}

use Fate::{Cleaned, Invalid, Unsupported};

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

/// A PNG of one pixel whose header says it has more.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut png = Png::from_bytes(samples::picture(ImageFormat::Png, 1, 1).into()).unwrap();
    let mut header = png.chunks()[0].contents().to_vec();
    header[..4].copy_from_slice(&width.to_be_bytes());
    header[4..8].copy_from_slice(&height.to_be_bytes());
    png.chunks_mut()[0] = PngChunk::new(*b"IHDR", header.into());
    png.encoder().bytes().into()
}

/// A GIF that says its screen has 5 000 by 5 000 pixels, and shows it 25 times: small as a file, and
/// more than all frames together may have.
fn frame_bomb() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for _ in 0..25 {
        let dot = image::RgbaImage::from_pixel(1, 1, image::Rgba([0, 0, 0, 255]));
        encoder.encode_frame(Frame::new(dot)).unwrap();
    }
    drop(encoder);
    bytes[6..10].copy_from_slice(&[0x88, 0x13, 0x88, 0x13]);
    bytes
}

/// An XMP packet that unfolds to a thousand million laughs.
fn laughs() -> Vec<u8> {
    let mut entities = String::from("<!ENTITY a0 \"lol\">");
    for n in 1..10 {
        let again = format!("&a{};", n - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY a{n} \"{again}\">"));
    }
    let packet = format!("<?xml version=\"1.0\"?><!DOCTYPE x [{entities}]><x>&a9;</x>");
    let head = b"http://ns.adobe.com/xap/1.0/\0";
    jpeg_with(0xE1, &joined(&[head, packet.as_bytes()]))
}

/// A JPEG with one more segment.
fn jpeg_with(marker: u8, contents: &[u8]) -> Vec<u8> {
    let plain = samples::picture(ImageFormat::Jpeg, 16, 16);
    let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
    joined(&[&plain[..2], &[0xFF, marker], &length, contents, &plain[2..]])
}

/// A file with its name, and what becomes of it.
type Row = (&'static str, Vec<u8>, Fate);

/// All files.
fn table() -> Vec<Row> {
    let mut all = what_is_no_picture();
    all.extend(what_stands_beside_pictures());
    all.extend(what_is_too_much_or_too_little());
    all
}

fn what_is_no_picture() -> Vec<Row> {
    let jpeg = samples::picture(ImageFormat::Jpeg, 16, 16);
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    vec![
        ("SVG with a script", svg.to_vec(), Unsupported),
        ("HTML", joined(&[b"<!doctype html>", SCRIPT]), Unsupported),
        ("PDF", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3".to_vec(), Unsupported),
        ("ZIP", b"PK\x03\x04\x14\0\0\0".to_vec(), Unsupported),
        ("ELF", b"\x7FELF\x02\x01\x01\0".to_vec(), Unsupported),
        ("BMP", b"BM\x46\0\0\0\0\0\0\0".to_vec(), Unsupported),
        ("nothing much", b"x".to_vec(), Unsupported),
        ("HTML, then a JPEG", joined(&[SCRIPT, &jpeg]), Unsupported),
        (
            "a GIF that is JavaScript",
            joined(&[b"GIF89a=0;/*", SCRIPT, b"*/"]),
            Invalid,
        ),
    ]
}

fn what_stands_beside_pictures() -> Vec<Row> {
    let of = |format| samples::picture(format, 16, 16);
    let after = |format, more: &[&[u8]]| joined(&[&[&of(format)[..]], more].concat());
    let xmp = joined(&[b"http://ns.adobe.com/xap/1.0/\0", SCRIPT]);
    let files = [
        ("a JPEG, then HTML", after(ImageFormat::Jpeg, &[SCRIPT])),
        ("a PNG, then HTML", after(ImageFormat::Png, &[SCRIPT])),
        ("a GIF, then HTML", after(ImageFormat::Gif, &[SCRIPT])),
        ("a WebP, then HTML", after(ImageFormat::WebP, &[SCRIPT])),
        (
            "a JPEG, then a ZIP",
            after(ImageFormat::Jpeg, &[b"PK\x03\x04", SCRIPT]),
        ),
        ("HTML in a comment of a JPEG", jpeg_with(0xFE, SCRIPT)),
        ("HTML in XMP", jpeg_with(0xE1, &xmp)),
        ("a GIF with a comment", samples::gif_with_comment()),
        ("GPS in Exif of a JPEG", samples::jpeg_with_metadata(6)),
        ("GPS in Exif of a PNG", samples::png_with_metadata(1)),
        ("GPS in Exif of a WebP", samples::webp_with_metadata(3)),
        ("entities in XMP", laughs()),
    ];
    let files = files.into_iter();
    files.map(|(name, bytes)| (name, bytes, Cleaned)).collect()
}

fn what_is_too_much_or_too_little() -> Vec<Row> {
    let of = |format| samples::picture(format, 16, 16);
    let half = |format| {
        let whole = of(format);
        whole[..whole.len() / 2].to_vec()
    };
    let png = of(ImageFormat::Png);
    let mut huge = of(ImageFormat::Jpeg);
    let frame = huge.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    huge[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
    let most = u32::MAX >> 1;
    let files = [
        ("pixels of a PNG", png_of(60_000, 60_000)),
        ("more pixels than there are", png_of(most, most)),
        ("pixels of a JPEG", huge),
        ("frames of a GIF", frame_bomb()),
        ("a JPEG cut off", half(ImageFormat::Jpeg)),
        ("a PNG cut off", png[..png.len() - 5].to_vec()),
        ("a GIF cut off", half(ImageFormat::Gif)),
        ("a WebP cut off", half(ImageFormat::WebP)),
        ("the beginning of a PNG", b"\x89PNG\r\n\x1a\n".to_vec()),
    ];
    let files = files.into_iter();
    files.map(|(name, bytes)| (name, bytes, Invalid)).collect()
}

/// Whether a public file holds what readers must not get.
fn leaks(public: &[u8]) -> bool {
    let holds = |secret: &[u8]| public.windows(secret.len()).any(|part| part == secret);
    let exif = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(public));
    let has_place = exif.is_ok_and(|exif| {
        let mut fields = exif.fields();
        fields.any(|field| field.tag != exif::Tag::Orientation)
    });
    has_place || holds(SCRIPT) || holds(b"<!ENTITY") || holds(samples::SECRET.as_bytes())
}

#[tokio::test]
async fn hostile_files_are_refused_or_cleaned_at_the_door() {
    let house = House::open().await;
    for (name, bytes, fate) in table() {
        let (id, path) = house.announce(&bytes).await;

        let status = house.put(&path, &bytes).await;

        let expected = match fate {
            Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Cleaned => StatusCode::NO_CONTENT,
        };
        assert_eq!(status, expected, "{name}");
        if fate != Cleaned {
            assert_eq!(house.state(id).await, AssetState::Failed, "{name}");
            assert!(media::complete_upload(&house.desk(), id).await.is_err());
            continue;
        }
        let asset = media::complete_upload(&house.desk(), id).await.unwrap();
        let shown = house.get(&asset.public_path().unwrap()).await;
        assert_eq!(shown.status, StatusCode::OK, "{name}");
        assert!(!leaks(&shown.bytes), "{name}");
        assert_eq!(shown.headers[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
    // Nothing of what was refused is kept.
    let mut kept = 0;
    for folder in house.app.files.kept_folders().await.unwrap() {
        kept += house.app.files.kept_in(&folder).await.unwrap().len();
    }
    let taken = table().iter().filter(|(.., fate)| *fate == Cleaned).count();
    assert!(kept <= 2 * taken, "{kept} files of {taken} pictures");
    house.shelved(320, 200).await;
}

#[tokio::test]
async fn hostile_files_are_refused_or_cleaned_by_an_import() {
    let house = House::open().await;
    let call = house.desk();
    let zone = editions::site(&call).await.unwrap().time_zone;
    for (name, bytes, fate) in table() {
        match (media::keep(&call, zone, bytes.into()).await, fate) {
            (Ok(kept), Cleaned) => {
                let public = house.app.files.get(&kept.public_checksum).await.unwrap();
                assert!(!leaks(&public.unwrap()), "{name}");
            }
            (Err(Error::Refused(problems)), Unsupported | Invalid) => {
                let is_of_type = problems[0].code == UserErrorCode::Unsupported;
                assert_eq!(is_of_type, fate == Unsupported, "{name}");
            }
            (other, _) => panic!("{name}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn names_of_files_lead_nowhere() {
    let house = House::open().await;
    for (name, kept) in [
        ("../../etc/passwd.png", "passwd.png"),
        ("/etc/cron.d/x.png", "x.png"),
        ("..\\..\\boot.png", "boot.png"),
        ("a/b\\c.png", "c.png"),
        ("\u{202E}gnp.exe", "gnp.exe"),
        ("x\0y.png", "xy.png"),
    ] {
        let bytes = media::samples::picture(ImageFormat::Png, 8, 8);
        let bytes = joined(&[&bytes, name.as_bytes()]);
        let new = NewUpload {
            file_name: name.to_owned(),
            mime_type: "image/png".to_owned(),
            byte_size: i64::try_from(bytes.len()).unwrap(),
            checksum: sha256_hex(&bytes),
        };
        let Upload::Awaited(asset, _) = media::begin_upload(&house.desk(), new).await.unwrap()
        else {
            panic!("{name}");
        };

        assert_eq!(asset.file_name, kept, "{name:?}");
    }
    for path in [
        "/media/..%2F..%2Ftest.sqlite",
        "/media/%2e%2e/test.sqlite",
        "/media/ast_00000000000000000000000001/..%2f..%2ftest.sqlite",
    ] {
        assert_eq!(
            house.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_body_that_goes_on_behind_what_it_announced_is_cut_off() {
    let house = House::open().await;
    let bytes = picture();
    let (id, path) = house.announce(&bytes).await;
    let longer = vec![0; crate::media::MAX_BYTES + 1];
    let request = Request::put(&path).header(CONTENT_LENGTH, bytes.len());

    let answer = house.send(request.body(Body::from(longer)).unwrap()).await;

    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(house.state(id).await, AssetState::Uploading);
    assert_eq!(house.put(&path, &bytes).await, StatusCode::NO_CONTENT);
}
