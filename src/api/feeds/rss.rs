//! RSS 2.0 (rssboard.org/rss-specification), with the whole text (`content:encoded`), authors (Dublin
//! Core) and pictures (Media RSS).

use std::io;

use super::story::{Followed, Story};
use super::xml::{self, Xml};

const NAMESPACES: [(&str, &str); 5] = [
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
];

/// The feed, which stands at `own`.
///
/// # Errors
/// Never in memory.
pub fn write(followed: &Followed, locale: &str, own: &str) -> io::Result<Vec<u8>> {
    xml::document(|xml| {
        let rss = xml.create_element("rss").with_attributes(NAMESPACES);
        rss.write_inner_content(|xml| {
            let channel = xml.create_element("channel");
            channel.write_inner_content(|xml| self::channel(xml, followed, locale, own))?;
            Ok(())
        })?;
        Ok(())
    })
}

fn channel(xml: &mut Xml, followed: &Followed, locale: &str, own: &str) -> io::Result<()> {
    xml::text(xml, "title", &followed.title)?;
    xml::text(xml, "link", &followed.url)?;
    let about = followed.about.as_deref().unwrap_or(&followed.site);
    xml::text(xml, "description", about)?;
    xml::text(xml, "language", locale)?;
    xml::text(xml, "generator", "Masthead")?;
    if let Some(changed) = followed.changed_at() {
        xml::text(xml, "lastBuildDate", &changed.to_rfc2822())?;
    }
    let link = [
        ("href", own),
        ("rel", "self"),
        ("type", "application/rss+xml"),
    ];
    xml::empty(xml, "atom:link", &link)?;
    for story in &followed.stories {
        let item = xml.create_element("item");
        item.write_inner_content(|xml| self::item(xml, story))?;
    }
    Ok(())
}

fn item(xml: &mut Xml, story: &Story) -> io::Result<()> {
    xml::text(xml, "title", &story.headline)?;
    xml::text(xml, "link", &story.url)?;
    let guid = xml
        .create_element("guid")
        .with_attribute(("isPermaLink", "false"));
    guid.write_text_content(quick_xml::events::BytesText::new(&story.tag_uri()))?;
    xml::text(xml, "pubDate", &story.published_at.instant.to_rfc2822())?;
    for author in story.authors() {
        xml::text(xml, "dc:creator", &author.name)?;
    }
    xml::text(xml, "category", &story.section.name)?;
    for tag in &story.tags {
        xml::text(xml, "category", &tag.name)?;
    }
    xml::text(xml, "description", &story.summary)?;
    xml::cdata(xml, "content:encoded", &story.html())?;
    if let Some(picture) = story.picture() {
        let media = xml
            .create_element("media:content")
            .with_attributes([("url", picture.url), ("medium", "image")]);
        media.write_inner_content(|xml| {
            xml::text(xml, "media:description", picture.line)?;
            match picture.credit {
                Some(credit) => xml::text(xml, "media:credit", credit),
                None => Ok(()),
            }
        })?;
    }
    Ok(())
}
