//! Writing XML.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesCData, BytesDecl, BytesText, Event};

/// A writer into memory.
pub type Xml = Writer<Vec<u8>>;

/// A document in UTF-8, whose root `write` writes.
///
/// # Errors
/// Those of `write`.
pub fn document(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new(Vec::with_capacity(64 * 1024));
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    write(&mut xml)?;
    Ok(xml.into_inner())
}

/// An element that holds words.
///
/// # Errors
/// Never in memory.
pub fn text(xml: &mut Xml, name: &str, words: &str) -> io::Result<()> {
    let words = allowed(words);
    xml.create_element(name)
        .write_text_content(BytesText::new(&words))?;
    Ok(())
}

/// An element that holds markup of another language.
///
/// # Errors
/// Never in memory.
pub fn cdata(xml: &mut Xml, name: &str, markup: &str) -> io::Result<()> {
    let markup = allowed(markup);
    xml.create_element(name).write_inner_content(|xml| {
        for part in BytesCData::escaped(&markup) {
            xml.write_event(Event::CData(part))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// An empty element with attributes.
///
/// # Errors
/// Never in memory.
pub fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let element = xml.create_element(name);
    element
        .with_attributes(attributes.iter().copied())
        .write_empty()?;
    Ok(())
}

/// Words without the characters that XML 1.0 knows no way to write (section 2.2).
fn allowed(words: &str) -> String {
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    words.chars().filter(is_allowed).collect()
}
