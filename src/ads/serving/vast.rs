//! The VAST document of a decision (IAB Tech Lab, VAST 4.2): the buyer's own, with this site's
//! addresses of events in it. A click leads where the approved creative says, by our address.

use quick_xml::events::{BytesCData, BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};

/// Addresses of events.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// When it begins to play.
    pub impression: String,
    /// When it could be seen.
    pub viewable: String,
    /// The click.
    pub click: String,
}

/// A document that is no VAST.
#[derive(Debug, thiserror::Error)]
#[error("this is no VAST document: {0}")]
pub struct NotVast(String);

impl NotVast {
    fn of(why: impl std::fmt::Display) -> Self {
        Self(why.to_string())
    }
}

/// The buyer's document with our addresses: in each `InLine` or `Wrapper` an `Impression` and a
/// `ViewableImpression`, and the one `ClickThrough` of each video.
///
/// # Errors
/// When it is not well-formed, or has no `VAST` element with an ad.
pub fn tracked(document: &str, addresses: &Addresses) -> Result<String, NotVast> {
    let mut reader = Reader::from_str(document);
    let mut writer = Writer::new(Vec::with_capacity(document.len() + 2_048));
    let (mut has_ad, mut is_vast, mut skipping) = (false, false, 0_u32);
    loop {
        let event = reader.read_event().map_err(NotVast::of)?;
        match &event {
            Event::Eof => break,
            // Another's click address: ours takes its place.
            Event::Start(tag) if skipping > 0 || tag.local_name().as_ref() == "ClickThrough" => {
                skipping += 1;
                continue;
            }
            Event::End(_) if skipping > 0 => {
                skipping -= 1;
                continue;
            }
            Event::Empty(tag) if tag.local_name().as_ref() == "ClickThrough" => continue,
            Event::Empty(tag) if tag.local_name().as_ref() == "VideoClicks" => {
                clicks(&mut writer, addresses)?;
                continue;
            }
            // Nothing of a document type or of processing is passed on.
            Event::DocType(_) | Event::PI(_) => continue,
            _ if skipping > 0 => continue,
            _ => {}
        }
        match &event {
            Event::Start(tag) if tag.local_name().as_ref() == "VAST" => is_vast = true,
            // A video without clicks gets some.
            Event::End(tag) if tag.local_name().as_ref() == "Linear" && !has_clicks(document) => {
                clicks(&mut writer, addresses)?;
            }
            _ => {}
        }
        writer.write_event(event.borrow()).map_err(NotVast::of)?;
        if let Event::Start(tag) = &event {
            match tag.local_name().as_ref() {
                "InLine" | "Wrapper" => {
                    has_ad = true;
                    told(&mut writer, addresses)?;
                }
                "VideoClicks" => element(&mut writer, "ClickThrough", &addresses.click)?,
                _ => {}
            }
        }
    }
    if !is_vast || !has_ad {
        return Err(NotVast::of("it has no ad"));
    }
    String::from_utf8(writer.into_inner()).map_err(NotVast::of)
}

fn has_clicks(document: &str) -> bool {
    document.contains("VideoClicks")
}

fn told(writer: &mut Writer<Vec<u8>>, addresses: &Addresses) -> Result<(), NotVast> {
    element(writer, "Impression", &addresses.impression)?;
    start(writer, "ViewableImpression")?;
    element(writer, "Viewable", &addresses.viewable)?;
    end(writer, "ViewableImpression")
}

fn clicks(writer: &mut Writer<Vec<u8>>, addresses: &Addresses) -> Result<(), NotVast> {
    start(writer, "VideoClicks")?;
    element(writer, "ClickThrough", &addresses.click)?;
    end(writer, "VideoClicks")
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, address: &str) -> Result<(), NotVast> {
    start(writer, name)?;
    let text = Event::CData(BytesCData::new(address));
    writer.write_event(text).map_err(NotVast::of)?;
    end(writer, name)
}

fn start(writer: &mut Writer<Vec<u8>>, name: &str) -> Result<(), NotVast> {
    let tag = Event::Start(BytesStart::new(name));
    writer.write_event(tag).map_err(NotVast::of)
}

fn end(writer: &mut Writer<Vec<u8>>, name: &str) -> Result<(), NotVast> {
    let tag = Event::End(BytesEnd::new(name));
    writer.write_event(tag).map_err(NotVast::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<VAST version="4.2"><Ad id="spring"><InLine><AdSystem>Vesna</AdSystem><AdTitle>Spring</AdTitle>
<Creatives><Creative><Linear><Duration>00:00:15</Duration>
<MediaFiles><MediaFile delivery="progressive" type="video/mp4" width="640" height="360"><![CDATA[https://ads.vesna.example/a.mp4]]></MediaFile></MediaFiles>
<VideoClicks><ClickThrough><![CDATA[https://elsewhere.example/]]></ClickThrough></VideoClicks>
</Linear></Creative></Creatives></InLine></Ad></VAST>"#;

    fn addresses() -> Addresses {
        Addresses {
            impression: "https://news.example/ads/i/1".to_owned(),
            viewable: "https://news.example/ads/v/1".to_owned(),
            click: "https://news.example/ads/c/1".to_owned(),
        }
    }

    #[test]
    fn it_tells_us_and_leads_where_we_lead() {
        let tracked = tracked(DOCUMENT, &addresses()).unwrap();

        for wanted in [
            "<InLine><Impression><![CDATA[https://news.example/ads/i/1]]></Impression>",
            "<ViewableImpression><Viewable><![CDATA[https://news.example/ads/v/1]]></Viewable>",
            "<VideoClicks><ClickThrough><![CDATA[https://news.example/ads/c/1]]></ClickThrough>",
            "https://ads.vesna.example/a.mp4",
        ] {
            assert!(tracked.contains(wanted), "{wanted}\n{tracked}");
        }
        assert!(!tracked.contains("elsewhere.example"), "{tracked}");
    }

    #[test]
    fn a_video_without_clicks_gets_ours() {
        let without = DOCUMENT.replace("<VideoClicks><ClickThrough><![CDATA[https://elsewhere.example/]]></ClickThrough></VideoClicks>", "");

        let tracked = tracked(&without, &addresses()).unwrap();

        assert_eq!(tracked.matches("https://news.example/ads/c/1").count(), 1);
    }

    #[test]
    fn what_is_no_vast_is_refused() {
        for document in [
            "",
            "hello",
            "<VAST></VAST>",
            "<html><InLine/></html>",
            "<VAST><Ad>",
        ] {
            assert!(tracked(document, &addresses()).is_err(), "{document}");
        }
    }

    #[test]
    fn entities_of_its_own_do_not_pass() {
        let bomb = DOCUMENT.replace("<VAST", "<!DOCTYPE VAST [<!ENTITY a \"aaaa\">]><VAST");

        assert!(!tracked(&bomb, &addresses()).unwrap().contains("ENTITY"));
    }
}
