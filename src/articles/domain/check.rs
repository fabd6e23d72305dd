//! Rules of form for single blocks, and the providers of embedded content.

use super::block::{Block, Figure, Table};
use super::rich_text::{Link, RichText};
use crate::app::Problem;
use crate::vocabulary::{EmbedProvider, LabelRole, UserErrorCode};

/// Faults of one block; paths start below the block.
pub fn block_problems(block: &Block) -> Vec<Problem> {
    let mut problems = Vec::new();
    let id = block.id();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if id.is_empty() || id.len() > 64 || !id.bytes().all(fits) {
        let why = "1 to 64 of A-Z, a-z, 0-9, _ and -";
        problems.push(Problem::at(["blockId"], UserErrorCode::Invalid, why));
    }
    problems.extend(shape_problem(block));
    problems.extend(block.rich_texts().into_iter().flat_map(link_problems));
    problems
}

/// What is wrong with the parts of a block of its kind.
fn shape_problem(block: &Block) -> Option<Problem> {
    use UserErrorCode::{Invalid, Required, TooMany, Unsupported};
    let at = |field: &str, code, why: &str| Some(Problem::at([field], code, why));
    match block {
        Block::Heading(heading) if !(2..=4).contains(&heading.level) => {
            at("level", Invalid, "2 to 4")
        }
        Block::Labelled(b) if b.role != LabelRole::Source && !b.sources.is_empty() => {
            at("sources", Invalid, "only a SOURCE has sources")
        }
        Block::Quote(quote) => match quote.segments.as_slice() {
            [] => at("segments", Required, "at least one segment"),
            [first, ..] if first.lead_in.is_some() => {
                let path = ["segments", "0", "leadIn"];
                Some(Problem::at(path, Invalid, "the first has none"))
            }
            all if all.len() > 10 => at("segments", TooMany, "at most 10"),
            _ => None,
        },
        Block::Background(b) if b.points.len() > 20 => at("points", TooMany, "at most 20"),
        Block::Gallery(b) if !(2..=100).contains(&b.figures.len()) => {
            at("figures", Invalid, "2 to 100 pictures")
        }
        Block::Embed(b) if provider(&b.url).is_none() => {
            at("url", Unsupported, "no known provider; use a link instead")
        }
        Block::Table(table) => uneven_row(table).map(|place| {
            let path = ["rows", &place.to_string(), "cells"];
            Problem::at(path, Invalid, "as many cells as the header")
        }),
        _ => None,
    }
}

fn uneven_row(table: &Table) -> Option<usize> {
    let width = match table.header.len() {
        0 => table.rows.first()?.cells.len(),
        width => width,
    };
    table
        .rows
        .iter()
        .position(|row| row.cells.len() != width || width == 0)
}

/// Links that no reader may be sent to: anything but the web, mail and telephone.
pub fn link_problems(text: &RichText) -> Vec<Problem> {
    let addresses = text.links().filter_map(|link| match link {
        Link::Url(url) => Some(url),
        _ => None,
    });
    let bad = addresses.filter(|url| !is_web(url) && !url.starts_with("mailto:"));
    bad.map(|_| {
        let message = "a link is an absolute http or https address";
        Problem::at(
            ["text", "spans", "link", "url"],
            UserErrorCode::Invalid,
            message,
        )
    })
    .collect()
}

/// Whether a text is an absolute http or https address.
pub fn is_web(address: &str) -> bool {
    url::Url::parse(address)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Who hosts the content at an address; `None` of a provider that we do not know.
pub fn provider(address: &str) -> Option<EmbedProvider> {
    let url = url::Url::parse(address)
        .ok()
        .filter(|url| url.scheme() == "https")?;
    let host = url.host_str()?.trim_start_matches("www.");
    let provider = match host {
        "youtube.com" | "youtu.be" | "youtube-nocookie.com" | "m.youtube.com" => {
            EmbedProvider::Youtube
        }
        "t.me" => EmbedProvider::Telegram,
        "x.com" | "twitter.com" => EmbedProvider::X,
        "facebook.com" => EmbedProvider::Facebook,
        "instagram.com" => EmbedProvider::Instagram,
        "tiktok.com" => EmbedProvider::Tiktok,
        "bsky.app" => EmbedProvider::Bluesky,
        "datawrapper.dwcdn.net" => EmbedProvider::Datawrapper,
        "public.flourish.studio" | "flo.uri.sh" => EmbedProvider::Flourish,
        "openstreetmap.org" => EmbedProvider::Map,
        "documentcloud.org" => EmbedProvider::Document,
        _ => return None,
    };
    Some(provider)
}

/// Address of the provider's own frame, where it has one that needs no script of its own.
pub fn frame_url(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let path = url.path().trim_matches('/');
    match provider(address)? {
        EmbedProvider::Youtube => {
            let named = url
                .query_pairs()
                .find(|(name, _)| name == "v")
                .map(|(_, id)| id.into_owned());
            let last = path.rsplit('/').next().map(ToOwned::to_owned);
            let id = named.or(last).filter(|id| is_token(id))?;
            Some(format!("https://www.youtube-nocookie.com/embed/{id}"))
        }
        EmbedProvider::Telegram => Some(format!("https://t.me/{path}?embed=1")),
        EmbedProvider::Datawrapper
        | EmbedProvider::Flourish
        | EmbedProvider::Map
        | EmbedProvider::Document => Some(address.to_owned()),
        _ => None,
    }
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Whether a block is a video that the reader can watch.
pub fn is_video(block: &Block) -> bool {
    match block {
        Block::Embed(embed) => {
            matches!(
                provider(&embed.url),
                Some(EmbedProvider::Youtube | EmbedProvider::Tiktok)
            )
        }
        _ => false,
    }
}

/// Figures without accessible text of their own.
pub fn without_alt(figures: &[Figure]) -> impl Iterator<Item = &Figure> {
    figures.iter().filter(|figure| figure.alt.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_providers_are_found_from_the_address() {
        assert_eq!(
            provider("https://youtu.be/abc"),
            Some(EmbedProvider::Youtube)
        );
        assert_eq!(provider("https://evil.example/youtube.com"), None);
        assert_eq!(provider("http://youtube.com/watch?v=abc"), None);
        assert_eq!(
            frame_url("https://www.youtube.com/watch?v=a-b_c").as_deref(),
            Some("https://www.youtube-nocookie.com/embed/a-b_c")
        );
    }

    #[test]
    fn a_script_is_no_link() {
        let text: RichText = serde_json::from_str(
            r#"{"spans":[{"text":"x","link":{"url":"javascript:alert(1)"}}]}"#,
        )
        .unwrap();

        assert_eq!(link_problems(&text).len(), 1);
    }

    #[test]
    fn a_table_with_an_uneven_row_is_refused() {
        let block: Block = serde_json::from_str(
            r#"{"table":{"blockId":"t","header":[{"spans":[]},{"spans":[]}],"rows":[{"cells":[{"spans":[]}]}]}}"#,
        )
        .unwrap();

        assert_eq!(block_problems(&block)[0].path, ["rows", "0", "cells"]);
    }
}
