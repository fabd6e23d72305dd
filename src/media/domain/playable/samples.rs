//! Films and recordings for tests, made on the spot: whole as containers, with nothing to see.

/// What metadata holds and readers must not get.
pub const PLACE: &[u8] = b"+50.4501+030.5234/";

fn boxed(name: &[u8; 4], inner: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inner.len() + 8).unwrap().to_be_bytes();
    [&size, &name[..], inner].concat()
}

/// A track of this handler, as wide and high as the film.
fn track(handler: &[u8; 4], (width, height): (u16, u16), is_turned: bool) -> Vec<u8> {
    let mut head = vec![0; 84];
    // The matrix in 16.16 and 2.30 fixed point: as it is, or turned by 90 degrees.
    let one = 0x0001_0000_u32.to_be_bytes();
    let (first, second) = if is_turned { (44, 52) } else { (40, 56) };
    head[first..first + 4].copy_from_slice(&one);
    head[second..second + 4].copy_from_slice(&one);
    head[76..78].copy_from_slice(&width.to_be_bytes());
    head[80..82].copy_from_slice(&height.to_be_bytes());
    let says = [&[0; 8][..], handler, &[0; 13]].concat();
    let media = boxed(b"mdia", &boxed(b"hdlr", &says));
    boxed(b"trak", &[boxed(b"tkhd", &head), media].concat())
}

/// An MP4 that plays so many milliseconds, with these tracks and the place where it was taken.
pub fn mp4(ms: u32, tracks: &[&[u8; 4]], is_turned: bool) -> Vec<u8> {
    let mut head = vec![0; 100];
    head[12..16].copy_from_slice(&1_000_u32.to_be_bytes());
    head[16..20].copy_from_slice(&ms.to_be_bytes());
    let mut movie = boxed(b"mvhd", &head);
    for handler in tracks {
        movie.extend(track(handler, (640, 360), is_turned));
    }
    movie.extend(boxed(b"udta", &boxed(b"\xA9xyz", PLACE)));
    [
        boxed(b"ftyp", b"isom\0\0\x02\0isommp42"),
        boxed(b"free", PLACE),
        boxed(b"moov", &movie),
        boxed(b"mdat", b"coded pictures and sound"),
    ]
    .concat()
}

fn element(id: &[u8], inner: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inner.len()).unwrap() | 0x1000_0000;
    [id, &size.to_be_bytes(), inner].concat()
}

/// A WebM that plays so many milliseconds, with tracks of these types.
pub fn webm(ms: f64, tracks: &[u8]) -> Vec<u8> {
    let scale = element(b"\x2A\xD7\xB1", &1_000_000_u32.to_be_bytes());
    let info = [scale, element(b"\x44\x89", &ms.to_be_bytes())].concat();
    let track = |kind: &u8| {
        let size = [element(b"\xB0", &[2, 0x80]), element(b"\xBA", &[1, 0x68])].concat();
        let parts = [element(b"\x83", &[*kind]), element(b"\xE0", &size)].concat();
        element(b"\xAE", &parts)
    };
    let tracks: Vec<u8> = tracks.iter().flat_map(track).collect();
    let segment = [
        element(b"\x15\x49\xA9\x66", &info),
        element(b"\x16\x54\xAE\x6B", &tracks),
        element(b"\x12\x54\xC3\x67", PLACE),
        element(b"\x1F\x43\xB6\x75", b"\xE7\x81\0"),
    ]
    .concat();
    let head = element(b"\x1A\x45\xDF\xA3", &element(b"\x42\x82", b"webm"));
    [head, element(b"\x18\x53\x80\x67", &segment)].concat()
}

/// A WAV of so many samples at 8 000 a second, of one byte each.
pub fn wav(samples: u32) -> Vec<u8> {
    let data = vec![0x80; usize::try_from(samples).unwrap()];
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + samples).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend(b"\x01\0\x08\0data");
    bytes.extend(samples.to_le_bytes());
    bytes.extend(data);
    bytes
}

/// Captions of two cues.
pub const VTT: &str = "WEBVTT\n\nNOTE a remark --> not a cue\n\n1\n00:01.000 --> 00:02.500 line:0\nПором\n\n\
    00:00:03.000 --> 00:00:04.000\nвирушає\n";
