//! Atom (RFC 4287).

use std::io;

use chrono::{DateTime, SecondsFormat, Utc};

use super::story::{Followed, Story};
use super::xml::{self, Xml};

/// The feed, which stands at `own`.
///
/// # Errors
/// Never in memory.
pub fn write(followed: &Followed, locale: &str, own: &str) -> io::Result<Vec<u8>> {
    xml::document(|xml| {
        let feed = xml.create_element("feed").with_attributes([
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", locale),
        ]);
        feed.write_inner_content(|xml| self::feed(xml, followed, own))?;
        Ok(())
    })
}

fn feed(xml: &mut Xml, followed: &Followed, own: &str) -> io::Result<()> {
    xml::text(xml, "id", own)?;
    xml::text(xml, "title", &followed.title)?;
    if let Some(about) = &followed.about {
        xml::text(xml, "subtitle", about)?;
    }
    // A feed has a moment even when it has no entry: that of nothing.
    let changed = followed.changed_at().unwrap_or_default();
    xml::text(xml, "updated", &moment(changed))?;
    xml::empty(xml, "link", &[("rel", "self"), ("href", own)])?;
    xml::empty(
        xml,
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", &followed.url),
        ],
    )?;
    xml::text(xml, "generator", "Masthead")?;
    // Entries without a name of their own are by the portal (section 4.2.1).
    person(xml, &followed.site, None)?;
    for story in &followed.stories {
        let entry = xml.create_element("entry");
        entry.write_inner_content(|xml| self::entry(xml, story))?;
    }
    Ok(())
}

fn entry(xml: &mut Xml, story: &Story) -> io::Result<()> {
    xml::text(xml, "id", &story.tag_uri())?;
    xml::text(xml, "title", &story.headline)?;
    xml::text(xml, "published", &moment(story.published_at.instant))?;
    xml::text(xml, "updated", &moment(story.changed_at()))?;
    xml::empty(
        xml,
        "link",
        &[
            ("rel", "alternate"),
            ("type", "text/html"),
            ("href", &story.url),
        ],
    )?;
    for author in story.authors() {
        person(xml, &author.name, Some(&author.url))?;
    }
    for tag in &story.tags {
        xml::empty(
            xml,
            "category",
            &[("term", &tag.name), ("scheme", &tag.url)],
        )?;
    }
    xml::text(xml, "summary", &story.summary)?;
    let html = story.html();
    let content = xml
        .create_element("content")
        .with_attribute(("type", "html"));
    content.write_text_content(quick_xml::events::BytesText::new(&html))?;
    if let Some(picture) = story.picture() {
        let link = [("rel", "enclosure"), ("href", picture.url)];
        xml::empty(xml, "link", &link)?;
    }
    Ok(())
}

fn person(xml: &mut Xml, name: &str, uri: Option<&str>) -> io::Result<()> {
    let author = xml.create_element("author");
    author.write_inner_content(|xml| {
        xml::text(xml, "name", name)?;
        match uri {
            Some(uri) => xml::text(xml, "uri", uri),
            None => Ok(()),
        }
    })?;
    Ok(())
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
