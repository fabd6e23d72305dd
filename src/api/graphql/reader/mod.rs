//! What one request reads of an edition, and what it has read so far.
//!
//! Delivery types hold an `Arc<Reader>` and a value. Where a field returns things, it calls
//! [`Reader::prefetch`]: that looks ahead into the selection and reads whatever those things will be
//! asked for, each kind in one statement, however many they are. A getter that does not find its
//! thing reads it singly: right all the same, only dearer.

mod finds;
mod lists;
mod needs;
mod pictures;
mod prefetch;
mod search;
mod shelf;
mod trace;

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;

use async_graphql::{Context, ID};
use tokio::sync::Mutex;

pub use lists::{BLOCK_SIZE, MAX_BLOCK, Stories};
pub use prefetch::Shown;
pub use search::{FoundKey, Searched};
pub use trace::{CacheTag, DaysRead, Reads, Trace};

use crate::addresses::{Addresses, Path};
use crate::app::{Call, Result};
use crate::articles::{self, Archive, Content, Correction, Publication, Story, StoryKey, Version};
use crate::authors::Author;
use crate::editions::{self, Edition, Site};
use crate::platform::calendar::{Day, capitalise_first};
use crate::platform::clock::Instant;
use crate::platform::ids::{ArticleId, AuthorId, SectionId, TagId, TranslationId};
use crate::platform::locale::Locale;
use crate::sections::{self, Section, Tree};
use crate::tags::Tag;
use crate::vocabulary::DateStyle;
use shelf::Shelf;

/// Everything that one request knows of one edition.
pub struct Reader {
    call: Call,
    site: Arc<Site>,
    /// Place of the edition in the site.
    edition: usize,
    addresses: Addresses,
    sections: Arc<Tree>,
    shelf: Arc<Shelf>,
    trace: Trace,
}

/// The readers of one request, one for each edition and moment that it asks for. Clones share what
/// was read, and each part of an answer has a trace of its own.
#[derive(Clone, Default)]
pub struct Readers(Arc<Mutex<HashMap<Asked, Arc<Reader>>>>);

/// An edition, and the moment when it is not the request's own.
type Asked = (Locale, Option<Instant>);

impl Readers {
    /// Lets the request read anew: something has been written.
    pub async fn forget(&self) {
        self.0.lock().await.clear();
    }
}

impl Reader {
    /// The request's reader of an edition; `None` when readers have no such edition.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(ctx: &Context<'_>, locale: Locale) -> Result<Option<Arc<Self>>> {
        let reader = Self::any(ctx, locale).await?;
        Ok(reader.filter(|reader| reader.edition().is_enabled))
    }

    /// The request's reader of an edition at another moment, past or future; `None` when readers
    /// have no such edition.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn as_of(
        ctx: &Context<'_>,
        locale: Locale,
        moment: Instant,
    ) -> Result<Option<Arc<Self>>> {
        let call = ctx.data_unchecked::<Call>().as_of(moment);
        let reader = Self::kept(ctx, (locale, Some(moment)), &call).await?;
        Ok(reader.filter(|reader| reader.edition().is_enabled))
    }

    /// The request's reader of an edition, open or closed: the desk shows both.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn any(ctx: &Context<'_>, locale: Locale) -> Result<Option<Arc<Self>>> {
        Self::kept(ctx, (locale, None), ctx.data_unchecked::<Call>()).await
    }

    async fn kept(ctx: &Context<'_>, asked: Asked, call: &Call) -> Result<Option<Arc<Self>>> {
        let mut readers = ctx.data_unchecked::<Readers>().0.lock().await;
        let trace = ctx.data_opt::<Trace>().cloned().unwrap_or_default();
        if let Some(reader) = readers.get(&asked) {
            return Ok(Some(reader.traced_by(trace)));
        }
        let Some(reader) = Self::open(call, asked.0).await? else {
            return Ok(None);
        };
        readers.insert(asked, Arc::clone(&reader));
        Ok(Some(reader.traced_by(trace)))
    }

    async fn open(call: &Call, locale: Locale) -> Result<Option<Arc<Self>>> {
        let site = editions::site(call).await?;
        let is_it = |edition: &Edition| edition.locale == locale;
        let Some(edition) = site.all_editions.iter().position(is_it) else {
            return Ok(None);
        };
        Ok(Some(Arc::new(Self {
            call: call.clone(),
            addresses: site.addresses(),
            site,
            edition,
            sections: sections::tree(call).await?,
            shelf: Arc::default(),
            trace: Trace::default(),
        })))
    }

    /// The same reader, writing down what it reads in another place.
    fn traced_by(&self, trace: Trace) -> Arc<Self> {
        Arc::new(Self {
            call: self.call.clone(),
            site: Arc::clone(&self.site),
            edition: self.edition,
            addresses: self.addresses.clone(),
            sections: Arc::clone(&self.sections),
            shelf: Arc::clone(&self.shelf),
            trace,
        })
    }

    /// The moment that the reader stands at, for what changes by itself at any of `turns`.
    pub fn now(&self, turns: impl IntoIterator<Item = Instant>) -> Instant {
        let now = self.call.now();
        for turn in turns {
            self.trace.ends(now, turn);
        }
        now
    }

    /// The site and its settings.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The edition.
    pub fn edition(&self) -> &Edition {
        &self.site.all_editions[self.edition]
    }

    /// The language of the edition.
    pub fn locale(&self) -> Locale {
        self.edition().locale
    }

    /// All sections.
    pub fn sections(&self) -> &Tree {
        &self.sections
    }

    /// Where the editions stand.
    pub const fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The absolute address of a page of this edition.
    pub fn url(&self, path: &Path) -> String {
        self.addresses.url(self.locale(), path)
    }

    /// The global id of a thing as this edition shows it.
    pub fn id(&self, id: impl std::fmt::Display) -> ID {
        ID(format!("{id}.{}", self.locale()))
    }

    /// Reads an id of one type, in the form of this edition or the language-independent one.
    pub fn parse_id<I: FromStr>(&self, id: &str) -> Option<I> {
        let plain = match id.split_once('.') {
            Some((plain, locale)) if locale == self.locale().as_str() => plain,
            Some(_) => return None,
            None => id,
        };
        plain.parse().ok()
    }

    /// The headline of a story; that of a withdrawn one says so.
    pub fn headline(&self, story: &Publication) -> String {
        self.marked(story, &story.card.headline)
    }

    /// The short headline of a story; that of a withdrawn one says so.
    pub fn short_headline(&self, story: &Publication) -> String {
        self.marked(story, &story.card.short_headline)
    }

    fn marked(&self, story: &Publication, headline: &str) -> String {
        if story.is_retracted {
            format!("{}: {headline}", self.label("retracted"))
        } else {
            headline.to_owned()
        }
    }

    /// Today in the site's zone.
    pub fn today(&self) -> Day {
        let today = self.site.day_of(self.call.now());
        let (_, midnight) = today.bounds(self.site.time_zone);
        self.trace.ends(self.call.now(), Instant(midnight));
        today
    }

    /// An interface word of the edition; its key when there is none.
    pub fn label<'r>(&'r self, key: &'r str) -> &'r str {
        self.edition().label(key)
    }

    /// A moment as the edition prints it in one of its styles.
    ///
    /// # Errors
    /// When the pattern of the style is none.
    pub fn display(&self, style: DateStyle, moment: Instant) -> Result<String> {
        let pattern = self.edition().date_patterns.get(&style);
        let text = self.print(pattern.map_or("", String::as_str), moment)?;
        Ok(if style == DateStyle::Full {
            capitalise_first(&text)
        } else {
            text
        })
    }

    /// A moment printed by a CLDR pattern, in the edition's language and the site's zone.
    ///
    /// # Errors
    /// When `pattern` is none.
    pub fn print(&self, pattern: &str, moment: Instant) -> Result<String> {
        let printed = self
            .edition()
            .formatter
            .format(moment.0, self.site.time_zone, pattern);
        Ok(printed.map_err(anyhow::Error::from)?)
    }

    /// A section that readers of the edition meet.
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        let is_public = self.sections.is_public(self.locale(), id);
        self.sections.get(id).filter(|_| is_public)
    }

    /// The story that readers of the edition get.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn published(&self, id: ArticleId) -> Result<Option<Arc<Publication>>> {
        self.read_publications([id]).await?;
        self.trace_story(id);
        Ok(self.shelf.publications.get(id).await)
    }

    /// The story that readers of the edition get under a name; its text is read with it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn story(&self, key: &StoryKey) -> Result<Option<Arc<Publication>>> {
        let Some(found) = articles::story(&self.call, self.locale(), key).await? else {
            self.trace_key(key);
            return Ok(None);
        };
        self.trace_story(found.publication.article_id);
        self.note(std::slice::from_ref(&found.publication)).await;
        self.shelf
            .contents
            .put([(found.publication.id, found.content)])
            .await;
        Ok(Some(found.publication))
    }

    /// Takes the text of a story in that readers cannot open, so that its own fields find it. Lists
    /// and links go on without it.
    pub async fn take_in(&self, story: Story) -> Arc<Publication> {
        let Story {
            publication,
            content,
        } = story;
        self.shelf.contents.put([(publication.id, content)]).await;
        publication
    }

    /// The stories that readers of the edition get, in the order of `ids`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_published(&self, ids: &[ArticleId]) -> Result<Vec<Arc<Publication>>> {
        self.read_publications(ids.iter().copied()).await?;
        ids.iter().for_each(|id| self.trace_story(*id));
        Ok(self.shelf.publications.all(ids.iter().copied()).await)
    }

    /// The text of a publication. It may be gone when the publication ended just now.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn content(&self, publication: &Publication) -> Result<Arc<Content>> {
        self.read_contents([publication.id]).await?;
        let content = self.shelf.contents.get(publication.id).await;
        Ok(content.ok_or_else(|| anyhow::anyhow!("{} has no text", publication.id))?)
    }

    /// The live versions of a story, in all languages.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn versions(&self, id: ArticleId) -> Result<Arc<Vec<Version>>> {
        self.read_versions([id]).await?;
        self.trace.thing(id);
        Ok(self.shelf.versions.get(id).await.unwrap_or_default())
    }

    /// The public notes of a translation, newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn corrections(&self, id: TranslationId) -> Result<Arc<Vec<Correction>>> {
        self.read_corrections([id]).await?;
        self.trace.thing(id);
        Ok(self.shelf.corrections.get(id).await.unwrap_or_default())
    }

    /// A tag that readers of the edition meet.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn tag(&self, id: TagId) -> Result<Option<Arc<Tag>>> {
        self.read_tags([id]).await?;
        self.trace.thing(id);
        let tag = self.shelf.tags.get(id).await;
        Ok(tag.filter(|tag| tag.is_public(self.locale())))
    }

    /// Tags that readers of the edition meet, in the order of `ids`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_tags(&self, ids: &[TagId]) -> Result<Vec<Arc<Tag>>> {
        self.read_tags(ids.iter().copied()).await?;
        ids.iter().for_each(|id| self.trace.thing(*id));
        let mut tags = self.shelf.tags.all(ids.iter().copied()).await;
        tags.retain(|tag| tag.is_public(self.locale()));
        Ok(tags)
    }

    /// An author, with a page in the edition or not.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn author(&self, id: AuthorId) -> Result<Option<Arc<Author>>> {
        self.read_authors([id]).await?;
        self.trace.thing(id);
        Ok(self.shelf.authors.get(id).await)
    }

    /// Authors, in the order of `ids`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_authors(&self, ids: &[AuthorId]) -> Result<Vec<Arc<Author>>> {
        self.read_authors(ids.iter().copied()).await?;
        ids.iter().for_each(|id| self.trace.thing(*id));
        Ok(self.shelf.authors.all(ids.iter().copied()).await)
    }

    /// What the archives hold around a day.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn archive(&self, day: Day) -> Result<Arc<Archive>> {
        let (call, locale) = (&self.call, self.locale());
        let load = async |_| {
            let found = articles::archive(call, locale, day, &self.addresses.locales).await?;
            Ok(HashMap::from([(day, found)]))
        };
        self.shelf.archives.fill([day], load).await?;
        let found = self.shelf.archives.get(day).await.unwrap_or_default();
        self.trace_archive(day, &found);
        Ok(found)
    }
}
