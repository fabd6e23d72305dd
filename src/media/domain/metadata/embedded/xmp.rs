//! XMP: a packet of RDF in XML (ISO 16684-1). Each text is taken for the nearest property around it
//! that is not of RDF itself. Entities are never expanded, and a packet that declares some is not
//! read.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

use super::{Embedded, PACKET_BYTES};

/// How the contents of the segment of a JPEG begin.
pub const IN_JPEG: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// The keyword of the chunk of a PNG.
const IN_PNG: &[u8] = b"XML:com.adobe.xmp\0";

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";
const IPTC_EXT: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const PLUS: &str = "http://ns.useplus.org/ldf/xmp/1.0/";

/// The deepest that elements stand in one another.
const DEPTH: usize = 32;

/// The packet of an `iTXt` chunk: behind keyword, compression, language and translated keyword.
pub fn in_png(chunk: &[u8]) -> Option<Cow<'_, [u8]>> {
    let rest = chunk.strip_prefix(IN_PNG)?;
    let (compression, rest) = rest.split_first_chunk::<2>()?;
    let mut parts = rest.splitn(3, |byte| *byte == 0);
    let packet = parts.nth(2)?;
    match compression {
        [0, _] => Some(packet.into()),
        [1, 0] => {
            let limit = u64::try_from(PACKET_BYTES).ok()?;
            let mut plain = Vec::new();
            let read = ZlibDecoder::new(packet).take(limit).read_to_end(&mut plain);
            read.ok().map(|_| plain.into())
        }
        _ => None,
    }
}

/// An element that is open.
struct Open {
    namespace: String,
    name: String,
    language: Option<String>,
    text: String,
}

/// Reads a packet as far as it is well formed.
pub fn read(packet: &[u8]) -> Embedded {
    let mut found = Embedded::default();
    let packet = packet.get(..PACKET_BYTES).unwrap_or(packet);
    let packet = String::from_utf8_lossy(packet);
    let mut reader = NsReader::from_str(&packet);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Open> = Vec::new();
    while let Ok(event) = reader.read_event() {
        let words = match event {
            Event::Start(start) if open.len() < DEPTH => {
                open.push(begun(&reader, &start, &mut found));
                continue;
            }
            Event::End(_) => {
                close(&mut found, &mut open);
                continue;
            }
            // Whoever declares entities wants them expanded.
            Event::DocType(_) | Event::Eof | Event::Start(_) => break,
            Event::Text(text) => text.to_string(),
            Event::CData(text) => text.to_string(),
            Event::GeneralRef(name) => match resolve_predefined_entity(&name) {
                Some(plain) => plain.to_owned(),
                None => name
                    .resolve_char_ref()
                    .ok()
                    .flatten()
                    .map(String::from)
                    .unwrap_or_default(),
            },
            _ => continue,
        };
        if let Some(element) = open.last_mut() {
            element.text.push_str(&words);
        }
    }
    found
}

/// An element begins; its attributes are properties too.
fn begun(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, found: &mut Embedded) -> Open {
    let (space, name) = reader.resolver().resolve_element(start.name());
    let namespace = match space {
        ResolveResult::Bound(space) => space.0.to_owned(),
        _ => String::new(),
    };
    let mut language = None;
    for attribute in start.attributes().flatten() {
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
            continue;
        };
        if attribute.key.0 == "xml:lang" {
            language = Some(value.into_owned());
            continue;
        }
        let (space, name) = reader.resolver().resolve_attribute(attribute.key);
        if let ResolveResult::Bound(space) = space {
            put(found, (space.0, name.into_inner()), None, &value);
        }
    }
    Open {
        namespace,
        name: name.into_inner().to_owned(),
        language,
        text: String::new(),
    }
}

/// The innermost element ends: its text belongs to the nearest property.
fn close(found: &mut Embedded, open: &mut Vec<Open>) {
    let Some(closed) = open.pop() else { return };
    let around = std::iter::once(&closed).chain(open.iter().rev());
    let mut properties = around.filter(|one| one.namespace != RDF);
    if let Some(property) = properties.next() {
        let key = (&*property.namespace, &*property.name);
        put(found, key, closed.language.as_deref(), &closed.text);
    }
}

fn put(found: &mut Embedded, key: (&str, &str), language: Option<&str>, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let text = text.to_owned();
    let line = match key {
        (DC, "creator") => return found.creators.push(text),
        (DC, "subject") => return found.keywords.push(text),
        (DC, "description") => {
            // `x-default` is the default of no language in particular.
            if let Some(locale) = language.and_then(|tag| tag.parse().ok()) {
                found.captions.entry(locale).or_insert(text);
                return;
            }
            &mut found.caption
        }
        (DC, "rights") => &mut found.copyright,
        (PHOTOSHOP, "Headline") => &mut found.headline,
        (PHOTOSHOP, "Credit") => &mut found.credit_line,
        (PHOTOSHOP, "Source") => &mut found.source,
        (RIGHTS, "UsageTerms") => &mut found.usage_terms,
        (PLUS, "CopyrightOwnerName" | "LicensorName") => &mut found.rights_holder,
        (IPTC_EXT, "DigitalSourceType") => {
            let term = text.rsplit('/').next().unwrap_or_default().to_owned();
            found.digital_source_type.get_or_insert(term);
            return;
        }
        _ => return,
    };
    line.get_or_insert(text);
}
