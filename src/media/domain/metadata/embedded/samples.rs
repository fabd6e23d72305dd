//! Metadata of agencies, made on the spot.

use bytes::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};

/// An XMP packet around the properties of one description.
pub fn xmp(properties: &str) -> Vec<u8> {
    format!(
        r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 photoshop:Credit="Mayak Photo &amp; Co" exif:GPSLatitude="50,27.0N">
{properties}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#
    )
    .into_bytes()
}

/// Fields of IPTC in an image resource, after one of another number.
pub fn iptc(fields: &[(u8, u8, &[u8])]) -> Vec<u8> {
    let mut data = Vec::new();
    for (record, number, value) in fields {
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        data.extend([0x1C, *record, *number]);
        data.extend(length);
        data.extend(*value);
    }
    let resource = |id: u16, name: &[u8], data: &[u8]| {
        let mut bytes = b"8BIM".to_vec();
        bytes.extend(id.to_be_bytes());
        bytes.push(u8::try_from(name.len()).unwrap());
        bytes.extend(name);
        bytes.resize(bytes.len().next_multiple_of(2), 0);
        bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        bytes.extend(data);
        bytes.resize(bytes.len().next_multiple_of(2), 0);
        bytes
    };
    [
        resource(0x03ED, b"dpi", b"300"),
        resource(0x0404, b"", &data),
    ]
    .concat()
}

/// A JPEG with these two in it, the resources in two segments.
pub fn jpeg(plain: &[u8], xmp: Option<&[u8]>, iptc: Option<&[u8]>) -> Vec<u8> {
    let mut jpeg = Jpeg::from_bytes(Bytes::copy_from_slice(plain)).unwrap();
    let mut add = |marker, prefix: &[u8], contents: &[u8]| {
        let contents = Bytes::from([prefix, contents].concat());
        let segment = JpegSegment::new_with_contents(marker, contents);
        jpeg.segments_mut().insert(1, segment);
    };
    if let Some(iptc) = iptc {
        let (first, second) = iptc.split_at(iptc.len() / 2);
        add(markers::APP13, super::iptc::IN_JPEG, second);
        add(markers::APP13, super::iptc::IN_JPEG, first);
    }
    if let Some(xmp) = xmp {
        add(markers::APP1, super::xmp::IN_JPEG, xmp);
    }
    jpeg.encoder().bytes().into()
}
