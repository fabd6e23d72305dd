//! Refetching things by their global ids.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Interface};

use super::article::Article;
use super::author::Author;
use super::edition::Edition;
use super::front::Front;
use super::live_blog::LiveUpdate;
use super::media::{Audio, Image, Video};
use super::section::Section;
use super::tag::Tag;
use crate::api::graphql::reader::{Reader, Shown};
use crate::app::{Call, Result};
use crate::editions;
use crate::platform::ids::{
    ArticleId, AssetId, AuthorId, EditionId, FrontId, SectionId, TagId, TypedId,
};
use crate::platform::locale::Locale;

/// Relay object identification. Ids are opaque, global and permanent.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque, global and permanent."))]
pub enum Node {
    /// The portal in one language.
    Edition(Edition),
    /// A story.
    Article(Article),
    /// An author.
    Author(Author),
    /// A section.
    Section(Section),
    /// A tag.
    Tag(Tag),
    /// A picture.
    Image(Image),
    /// A video.
    Video(Video),
    /// A recording.
    Audio(Audio),
    /// A curated page.
    Front(Front),
    /// An entry of a live blog.
    LiveUpdate(LiveUpdate),
}

/// What an id names. A picture has no words and is the same in all editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Edition(EditionId),
    Article(ArticleId),
    Author(AuthorId),
    Section(SectionId),
    Tag(TagId),
    Front(FrontId),
    Image(AssetId),
    Playable(AssetId),
}

/// Reads an id: what it names, and in which edition; `None` in any.
fn parse(id: &str) -> Option<(Named, Option<Locale>)> {
    let Some((plain, locale)) = id.split_once('.') else {
        return Some((Named::Image(id.parse().ok()?), None));
    };
    let locale: Locale = locale.parse().ok()?;
    let named = match plain.split('_').next()? {
        EditionId::PREFIX => Named::Edition(plain.parse().ok()?),
        ArticleId::PREFIX => Named::Article(plain.parse().ok()?),
        AuthorId::PREFIX => Named::Author(plain.parse().ok()?),
        SectionId::PREFIX => Named::Section(plain.parse().ok()?),
        TagId::PREFIX => Named::Tag(plain.parse().ok()?),
        FrontId::PREFIX => Named::Front(plain.parse().ok()?),
        AssetId::PREFIX => Named::Playable(plain.parse().ok()?),
        _ => return None,
    };
    Some((named, Some(locale)))
}

/// The things with these ids, in their order: each kind of thing in one statement an edition.
///
/// # Errors
/// Those of the database.
pub async fn find(ctx: &Context<'_>, ids: &[ID]) -> Result<Vec<Option<Node>>> {
    let default = editions::site(ctx.data_unchecked::<Call>())
        .await?
        .default_locale;
    let mut places: HashMap<Locale, Vec<(usize, Named)>> = HashMap::new();
    for (place, id) in ids.iter().enumerate() {
        if let Some((named, locale)) = parse(id) {
            let of_edition = places.entry(locale.unwrap_or(default)).or_default();
            of_edition.push((place, named));
        }
    }
    let mut nodes: Vec<Option<Node>> = ids.iter().map(|_| None).collect();
    for (locale, wanted) in places {
        let Some(reader) = Reader::of(ctx, locale).await? else {
            continue;
        };
        read(ctx, &reader, wanted.iter().map(|(_, named)| *named)).await?;
        for (place, named) in wanted {
            nodes[place] = node(&reader, named).await?;
        }
    }
    Ok(nodes)
}

/// Reads the things of one edition together, and what is selected on them.
async fn read(
    ctx: &Context<'_>,
    reader: &Reader,
    wanted: impl Iterator<Item = Named>,
) -> Result<()> {
    let (mut articles, mut tags, mut authors) = (Vec::new(), Vec::new(), Vec::new());
    let (mut sections, mut assets) = (Vec::new(), Vec::new());
    for named in wanted {
        match named {
            Named::Article(id) => articles.push(id),
            Named::Tag(id) => tags.push(id),
            Named::Author(id) => authors.push(id),
            Named::Section(id) => sections.push(id),
            Named::Image(id) | Named::Playable(id) => assets.push(id),
            Named::Edition(_) | Named::Front(_) => {}
        }
    }
    reader.all_assets(&assets).await?;
    let shown = [
        Shown::Articles(reader.all_published(&articles).await?, ctx.look_ahead()),
        Shown::Tags(reader.all_tags(&tags).await?, ctx.look_ahead()),
        Shown::Authors(reader.all_authors(&authors).await?, ctx.look_ahead()),
        Shown::Sections(sections, ctx.look_ahead()),
    ];
    reader.prefetch(shown).await
}

async fn node(reader: &Arc<Reader>, named: Named) -> Result<Option<Node>> {
    Ok(match named {
        Named::Edition(id) => {
            let is_it = reader.edition().id == id;
            is_it.then(|| Node::Edition(Edition::new(Arc::clone(reader))))
        }
        Named::Article(id) => {
            let story = reader.published(id).await?;
            story.map(|story| Node::Article(Article::new(reader, story)))
        }
        Named::Author(id) => {
            let author = reader.author(id).await?;
            author.map(|author| Node::Author(Author::new(reader, author)))
        }
        Named::Section(id) => Section::find(reader, id).map(Node::Section),
        Named::Tag(id) => {
            let tag = reader.tag(id).await?;
            tag.map(|tag| Node::Tag(Tag::new(reader, tag)))
        }
        Named::Front(id) => Front::by_id(reader, id).await?.map(Node::Front),
        Named::Image(id) => {
            let asset = reader.asset(id).await?.filter(|asset| asset.id == id);
            let image = asset.and_then(|asset| Image::of(reader, &asset));
            image.map(Node::Image)
        }
        Named::Playable(id) => {
            // What stands in its place is another thing.
            let Some(asset) = reader.asset(id).await?.filter(|asset| asset.id == id) else {
                return Ok(None);
            };
            let video = Video::of(reader, &asset).map(Node::Video);
            video.or_else(|| Audio::of(reader, &asset).map(Node::Audio))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<I: TypedId>() -> I {
        I::from_uuid(uuid::Uuid::from_u128(7))
    }

    #[test]
    fn an_id_names_a_thing_in_an_edition() {
        let uk: Locale = "uk".parse().unwrap();
        let (article, asset) = (id::<ArticleId>(), id::<AssetId>());

        let parsed = parse(&format!("{article}.uk"));
        assert_eq!(parsed, Some((Named::Article(article), Some(uk))));
        let parsed = parse(&format!("{asset}.uk"));
        assert_eq!(parsed, Some((Named::Playable(asset), Some(uk))));
        let parsed = parse(&asset.to_string());
        assert_eq!(parsed, Some((Named::Image(asset), None)));
    }

    #[test]
    fn what_is_no_id_of_delivery_names_nothing() {
        let user = id::<crate::platform::ids::UserId>();
        for text in [
            String::new(),
            ".".to_owned(),
            id::<ArticleId>().to_string(),
            format!("{user}.uk"),
            format!("{}.not a locale", id::<TagId>()),
        ] {
            assert_eq!(parse(&text), None, "{text}");
        }
    }
}
