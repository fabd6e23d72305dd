//! What photographers and agencies write into a picture about it: its headline, caption, credit and
//! rights. It is read before the metadata is taken off, and offered to whoever describes the asset.
//! Where it was taken is not read.

mod iptc;
mod xmp;

use std::collections::BTreeMap;

use img_parts::ImageEXIF;
use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use serde::{Deserialize, Serialize};

use crate::platform::language::{clean_paragraphs, clean_text, fold};
use crate::platform::locale::Locale;

/// The most bytes of a packet that are read.
const PACKET_BYTES: usize = 256 * 1024;
/// The most characters of a line, and of a caption.
const LINE_LENGTH: usize = 200;
const CAPTION_LENGTH: usize = 2_000;
/// The most names, captions and keywords.
const ENTRIES: usize = 50;

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Embedded {
    /// A line about what it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// What it shows, in no language that is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// What it shows, by language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub captions: BTreeMap<Locale, String>,
    /// Who made it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub creators: Vec<String>,
    /// The credit line that its supplier asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_line: Option<String>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its copyright notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// Whose rights they are, or who licenses it (PLUS).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights_holder: Option<String>,
    /// How it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_terms: Option<String>,
    /// IPTC digital source type, such as `trainedAlgorithmicMedia`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digital_source_type: Option<String>,
    /// Words to find it by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
}

impl Embedded {
    /// Reads a JPEG: XMP first, then IPTC, then Exif.
    pub(super) fn of_jpeg(jpeg: &Jpeg) -> Option<Self> {
        let mut found = Self::default();
        let segments = || jpeg.segments().iter();
        for segment in segments().filter(|one| one.marker() == markers::APP1) {
            if let Some(packet) = segment.contents().strip_prefix(xmp::IN_JPEG) {
                found.add(xmp::read(packet));
            }
        }
        let in_photoshop = segments().filter(|one| one.marker() == markers::APP13);
        let blocks = in_photoshop.filter_map(|one| one.contents().strip_prefix(iptc::IN_JPEG));
        let blocks: Vec<u8> = blocks.flatten().copied().take(PACKET_BYTES).collect();
        found.add(iptc::read(&blocks));
        found.add(of_exif(jpeg));
        found.cleaned()
    }

    /// Reads a PNG: XMP, then Exif.
    pub(super) fn of_png(png: &Png) -> Option<Self> {
        let mut found = Self::default();
        for chunk in png.chunks_by_type(*b"iTXt") {
            if let Some(packet) = xmp::in_png(chunk.contents()) {
                found.add(xmp::read(&packet));
            }
        }
        found.add(of_exif(png));
        found.cleaned()
    }

    /// Reads a WebP: XMP, then Exif.
    pub(super) fn of_webp(webp: &WebP) -> Option<Self> {
        let mut found = Self::default();
        let packet = webp.chunk_by_id(*b"XMP ");
        if let Some(packet) = packet.and_then(|chunk| chunk.content().data()) {
            found.add(xmp::read(packet.as_ref()));
        }
        found.add(of_exif(webp));
        found.cleaned()
    }

    /// Takes over what is not known yet.
    fn add(&mut self, more: Self) {
        let lines = [
            (&mut self.headline, more.headline),
            (&mut self.caption, more.caption),
            (&mut self.credit_line, more.credit_line),
            (&mut self.source, more.source),
            (&mut self.copyright, more.copyright),
            (&mut self.rights_holder, more.rights_holder),
            (&mut self.usage_terms, more.usage_terms),
            (&mut self.digital_source_type, more.digital_source_type),
        ];
        for (own, other) in lines {
            if own.as_ref().is_none_or(|text| text.trim().is_empty()) {
                *own = other;
            }
        }
        for (own, other) in [
            (&mut self.creators, more.creators),
            (&mut self.keywords, more.keywords),
        ] {
            if own.is_empty() {
                *own = other;
            }
        }
        for (locale, caption) in more.captions {
            self.captions.entry(locale).or_insert(caption);
        }
    }

    /// The same in our own form; `None` when it says nothing.
    fn cleaned(mut self) -> Option<Self> {
        let lines = [
            &mut self.headline,
            &mut self.credit_line,
            &mut self.source,
            &mut self.copyright,
            &mut self.rights_holder,
            &mut self.digital_source_type,
        ];
        for line in lines {
            *line = line.take().and_then(|text| short(&text, LINE_LENGTH));
        }
        for text in [&mut self.caption, &mut self.usage_terms] {
            *text = text.take().and_then(|text| long(&text));
        }
        let captions = std::mem::take(&mut self.captions).into_iter();
        let captions = captions.filter_map(|(locale, text)| Some((locale, long(&text)?)));
        self.captions = captions.take(ENTRIES).collect();
        for names in [&mut self.creators, &mut self.keywords] {
            let mut seen = std::collections::HashSet::new();
            let cleaned = std::mem::take(names).into_iter();
            let cleaned = cleaned.filter_map(|name| short(&name, LINE_LENGTH));
            let once = cleaned.filter(|name| seen.insert(fold(name)));
            *names = once.take(ENTRIES).collect();
        }
        (self != Self::default()).then_some(self)
    }

    /// The name that a credit would have: who made it, and who supplied it.
    pub fn credit_name(&self) -> Option<String> {
        let by = self.creators.join(", ");
        let from = self.credit_line.as_ref().or(self.source.as_ref());
        match from {
            // Agencies repeat the name in their credit line.
            Some(from) if by.is_empty() || fold(from).contains(&fold(&by)) => Some(from.clone()),
            Some(from) => Some(format!("{by} / {from}")),
            None if by.is_empty() => None,
            None => Some(by),
        }
    }
}

/// A single line, cut at a length.
fn short(text: &str, length: usize) -> Option<String> {
    let text: String = clean_text(text, None).chars().take(length).collect();
    (!text.is_empty()).then_some(text)
}

/// A text of several lines, cut where captions are.
fn long(text: &str) -> Option<String> {
    let text = clean_paragraphs(text, None);
    let text: String = text.chars().take(CAPTION_LENGTH).collect();
    (!text.is_empty()).then_some(text)
}

/// What a camera says: the photographer whom it was told of, and at times a caption.
fn of_exif(picture: &impl ImageEXIF) -> Embedded {
    let mut found = Embedded::default();
    let Some(raw) = picture.exif() else {
        return found;
    };
    let Ok(exif) = exif::Reader::new().read_raw(raw.into()) else {
        return found;
    };
    let text = |tag| {
        let field = exif.get_field(tag, exif::In::PRIMARY)?;
        let exif::Value::Ascii(lines) = &field.value else {
            return None;
        };
        Some(guessed(lines.first()?)).filter(|text| !text.trim().is_empty())
    };
    found.creators.extend(text(exif::Tag::Artist));
    found.copyright = text(exif::Tag::Copyright);
    found.caption = text(exif::Tag::ImageDescription);
    found
}

/// Text in no encoding that is named: UTF-8 where it is, else Latin-1.
fn guessed(bytes: &[u8]) -> String {
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;
