//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde_json::{Value as Json, json};

use super::story::{Followed, Story};

/// The feed, which stands at `own`.
pub fn write(followed: &Followed, locale: &str, own: &str) -> Vec<u8> {
    let items: Vec<Json> = followed.stories.iter().map(item).collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": followed.title,
        "home_page_url": followed.url,
        "feed_url": own,
        "language": locale,
        "items": items,
    });
    if let Some(about) = &followed.about {
        feed["description"] = about.as_str().into();
    }
    feed.to_string().into_bytes()
}

fn item(story: &Story) -> Json {
    let authors = story.authors();
    let authors: Vec<Json> = authors
        .map(|author| json!({ "name": author.name, "url": author.url }))
        .collect();
    let names = story.tags.iter().map(|tag| tag.name.as_str());
    let tags: Vec<&str> = std::iter::once(story.section.name.as_str())
        .chain(names)
        .collect();
    let mut item = json!({
        "id": story.tag_uri(),
        "url": story.url,
        "title": story.headline,
        "summary": story.summary,
        "content_html": story.html(),
        "date_published": story.published_at.instant,
        "date_modified": story.changed_at(),
        "authors": authors,
        "tags": tags,
    });
    if let Some(picture) = story.picture() {
        item["image"] = picture.url.into();
    }
    item
}
