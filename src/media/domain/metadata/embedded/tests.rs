use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::ImageFormat;
use img_parts::png::PngChunk;
use img_parts::riff::{RiffChunk, RiffContent};

use super::*;
use crate::media::domain::samples::picture;

const PROPERTIES: &str = r#"<dc:creator><rdf:Seq><rdf:li>Hanna  Melnyk</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">The ferry leaves &#8212; at &quot;last&quot;</rdf:li>
<rdf:li xml:lang="uk">Пором вирушає</rdf:li><rdf:li xml:lang="ru">Паром отходит</rdf:li>
</rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Mayak</rdf:li></rdf:Alt></dc:rights>
<dc:subject><rdf:Bag><rdf:li>ferry</rdf:li><rdf:li>Ferry</rdf:li><rdf:li>port</rdf:li></rdf:Bag></dc:subject>
<photoshop:Headline>The ferry</photoshop:Headline>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Editorial only</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<plus:Licensor><rdf:Seq><rdf:li plus:LicensorName="Mayak Archive"/></rdf:Seq></plus:Licensor>
<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture</Iptc4xmpExt:DigitalSourceType>"#;

fn of_jpeg(xmp: Option<&[u8]>, iptc: Option<&[u8]>) -> Option<Embedded> {
    let bytes = samples::jpeg(&picture(ImageFormat::Jpeg, 8, 8), xmp, iptc);
    Embedded::of_jpeg(&Jpeg::from_bytes(bytes.into()).unwrap())
}

fn caption(found: Option<Embedded>) -> Option<String> {
    found.and_then(|found| found.caption)
}

#[test]
fn xmp_tells_who_what_and_whose_in_every_language() {
    let found = of_jpeg(Some(&samples::xmp(PROPERTIES)), None).unwrap();

    let captions = [("ru", "Паром отходит"), ("uk", "Пором вирушає")];
    let captions = captions.map(|(locale, text)| (locale.parse().unwrap(), text.to_owned()));
    let line = |text: &str| Some(text.to_owned());
    let expected = Embedded {
        headline: line("The ferry"),
        caption: line("The ferry leaves — at \"last\""),
        captions: captions.into(),
        creators: vec!["Hanna Melnyk".to_owned()],
        credit_line: line("Mayak Photo & Co"),
        source: None,
        copyright: line("© Mayak"),
        rights_holder: line("Mayak Archive"),
        usage_terms: line("Editorial only"),
        digital_source_type: line("digitalCapture"),
        keywords: vec!["ferry".to_owned(), "port".to_owned()],
    };
    assert_eq!(found, expected);
    assert_eq!(
        found.credit_name().as_deref(),
        Some("Hanna Melnyk / Mayak Photo & Co")
    );
}

#[test]
fn the_same_packet_is_found_in_png_and_webp() {
    let packet = samples::xmp(PROPERTIES);
    let expected = of_jpeg(Some(&packet), None);
    let mut zipped = ZlibEncoder::new(Vec::new(), Compression::default());
    zipped.write_all(&packet).unwrap();
    let zipped = zipped.finish().unwrap();
    for (flags, packet) in [(b"\0\0", &packet), (b"\x01\0", &zipped)] {
        let head = [b"XML:com.adobe.xmp\0", &flags[..], b"\0\0"].concat();
        let chunk = PngChunk::new(*b"iTXt", [&head, &packet[..]].concat().into());
        let mut png = Png::from_bytes(picture(ImageFormat::Png, 8, 8).into()).unwrap();
        png.chunks_mut().insert(1, chunk);

        assert_eq!(Embedded::of_png(&png), expected);
    }
    let mut webp = WebP::from_bytes(picture(ImageFormat::WebP, 8, 8).into()).unwrap();
    let content = RiffContent::Data(packet.into());
    webp.chunks_mut().push(RiffChunk::new(*b"XMP ", content));

    assert_eq!(Embedded::of_webp(&webp), expected);
}

#[test]
fn iptc_is_read_in_utf_8_or_else_in_latin_1() {
    let utf_8 = samples::iptc(&[
        (1, 90, b"\x1B%G"),
        (2, 80, "Олена Гук".as_bytes()),
        (2, 110, "Маяк".as_bytes()),
        (2, 115, "Маяк".as_bytes()),
        (2, 116, "© Маяк".as_bytes()),
        (2, 120, "Пором у порту".as_bytes()),
        (2, 105, "Пором".as_bytes()),
        (2, 25, "пором".as_bytes()),
        (2, 90, "Київ".as_bytes()),
    ]);
    let found = of_jpeg(None, Some(&utf_8)).unwrap();

    assert_eq!(found.creators, ["Олена Гук"]);
    assert_eq!(found.headline.as_deref(), Some("Пором"));
    assert_eq!(found.copyright.as_deref(), Some("© Маяк"));
    assert_eq!(found.keywords, ["пором"]);
    assert_eq!(found.credit_name().as_deref(), Some("Олена Гук / Маяк"));
    let latin = samples::iptc(&[(2, 120, b"Caf\xE9")]);
    assert_eq!(
        caption(of_jpeg(None, Some(&latin))).as_deref(),
        Some("Café")
    );
    let unnamed = samples::iptc(&[(2, 120, "Порт".as_bytes())]);
    assert_eq!(
        caption(of_jpeg(None, Some(&unnamed))).as_deref(),
        Some("Порт")
    );
}

#[test]
fn xmp_goes_before_iptc_and_each_fills_what_the_other_leaves_open() {
    let xmp = samples::xmp("<photoshop:Headline>From XMP</photoshop:Headline>");
    let iptc = samples::iptc(&[(2, 105, b"From IPTC"), (2, 120, b"A caption")]);

    let found = of_jpeg(Some(&xmp), Some(&iptc)).unwrap();

    assert_eq!(found.headline.as_deref(), Some("From XMP"));
    assert_eq!(found.caption.as_deref(), Some("A caption"));
}

#[test]
fn a_name_that_the_credit_line_repeats_is_said_once() {
    let found = Embedded {
        creators: vec!["Hanna Melnyk".to_owned()],
        credit_line: Some("HANNA MELNYK/Mayak".to_owned()),
        ..Embedded::default()
    };

    assert_eq!(found.credit_name().as_deref(), Some("HANNA MELNYK/Mayak"));
    assert_eq!(Embedded::default().credit_name(), None);
}

#[test]
fn entities_are_not_expanded_and_nesting_ends() {
    let mut bomb = String::from("<!DOCTYPE x [<!ENTITY a0 \"lol\">");
    for n in 1..30 {
        let again = format!("&a{};", n - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY a{n} \"{again}\">"));
    }
    bomb.push_str("]>");
    let property = "<photoshop:Headline>&a29;</photoshop:Headline>";
    let declared = [bomb.as_bytes(), &samples::xmp(property)].concat();
    let unknown = samples::xmp("<photoshop:Headline>a&a29;b</photoshop:Headline>");
    let deep = samples::xmp(&"<dc:creator>".repeat(100_000));

    assert_eq!(of_jpeg(None, None), None);
    assert_eq!(xmp::read(&declared), Embedded::default());
    assert_eq!(xmp::read(&unknown).headline.as_deref(), Some("ab"));
    assert_eq!(xmp::read(&deep).creators, Vec::<String>::new());
}

#[test]
fn what_is_cut_off_or_no_packet_at_all_says_less_and_harms_nothing() {
    let packet = samples::xmp(PROPERTIES);
    let resources = samples::iptc(&[(2, 120, b"A caption"), (2, 105, b"A headline")]);
    for end in 0..packet.len() {
        xmp::read(&packet[..end]);
    }
    for end in 0..resources.len() {
        iptc::read(&resources[..end]);
    }

    assert_eq!(xmp::read(b"\xFF\xFE\0<"), Embedded::default());
    assert_eq!(iptc::read(b"8BIM\x04\x04\xFF"), Embedded::default());
    let long = samples::iptc(&[(2, 120, "я".repeat(10_000).as_bytes())]);
    let length = caption(of_jpeg(None, Some(&long))).unwrap().chars().count();
    assert_eq!(length, 2_000);
}
