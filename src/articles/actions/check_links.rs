//! Where the links of texts lead, looked up for many texts together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::checks::Proof;
use super::locked::Around;
use crate::addresses::{self, Addresses, Path, Word};
use crate::app::error::Check;
use crate::app::{Call, Result};
use crate::articles::domain::{Block, Link, References, RichText};
use crate::articles::store::read;
use crate::authors::{self, Author};
use crate::platform::ids::{ArticleId, AuthorId, TagId};
use crate::platform::locale::Locale;
use crate::tags::{self, Tag};
use crate::vocabulary::{CheckCode, CheckSeverity, SlugNamespace};

/// What stands at the other ends of links.
pub(super) struct Ends {
    addresses: Addresses,
    /// Live stories, by edition.
    live: HashMap<Locale, HashSet<ArticleId>>,
    numbers: HashMap<i64, ArticleId>,
    tags: HashMap<TagId, Tag>,
    authors: HashMap<AuthorId, Author>,
    words: HashSet<Word>,
    redirected: HashSet<(Locale, String)>,
}

/// What an address of our own names, as far as it can be looked up.
enum Named {
    /// A story, by its short number.
    Story(Locale, i64),
    /// A thing with an address word.
    Word(Word),
    /// A page that is always there: a front, or a day.
    Standing,
}

impl Ends {
    /// Looks up whatever the texts link to: a statement for each kind of thing and edition, however
    /// many texts they are.
    pub async fn of(call: &Call, around: &Around, proofs: &[Proof<'_>]) -> Result<Self> {
        let addresses = around.site.addresses();
        let mut all = References::default();
        let (mut paths, mut words) = (Vec::new(), Vec::new());
        let mut numbers: Vec<(Locale, i64)> = Vec::new();
        let mut stories: BTreeMap<Locale, BTreeSet<ArticleId>> = BTreeMap::new();
        for proof in proofs {
            let found = proof.content.references();
            stories
                .entry(proof.locale)
                .or_default()
                .extend(&found.articles);
            all.merge(found);
            let links = proof.content.rich_texts().flat_map(RichText::links);
            for (locale, path, named) in links.filter_map(|link| own(&addresses, link)) {
                paths.push((locale, path.to_owned()));
                match named {
                    Some(Named::Story(locale, number)) => numbers.push((locale, number)),
                    Some(Named::Word(word)) => words.push(word),
                    _ => {}
                }
            }
        }
        let by_number: Vec<i64> = numbers.iter().map(|(_, number)| *number).collect();
        let by_number = read::by_numbers(call, &by_number).await?;
        for (locale, number) in numbers {
            let id = by_number.get(&number);
            stories.entry(locale).or_default().extend(id);
        }
        let mut live = HashMap::new();
        for (locale, ids) in stories {
            let ids: Vec<_> = ids.into_iter().collect();
            let found = read::published(call, locale, &ids).await?;
            live.insert(locale, found.into_keys().collect());
        }
        let tags: Vec<_> = all.tags.into_iter().collect();
        let authors: Vec<_> = all.authors.into_iter().collect();
        Ok(Self {
            live,
            numbers: by_number,
            tags: tags::by_ids(call, &tags).await?,
            authors: authors::by_ids(call, &authors).await?,
            words: addresses::known_words(call, &words).await?,
            redirected: addresses::redirected(call, &paths).await?,
            addresses,
        })
    }

    /// What is wrong with the links of a text, place by place.
    pub fn checks(&self, around: &Around, proof: &Proof<'_>) -> Vec<Check> {
        let mut checks = Vec::new();
        for (path, texts) in proof.content.places() {
            let links: Vec<_> = texts.into_iter().flat_map(RichText::links).collect();
            let to_stories = links.iter().filter_map(|link| match link {
                Link::Article(id) => Some(*id),
                _ => None,
            });
            checks.extend(self.unpublished(proof.locale, to_stories, &path));
            let leads = |link: &&Link| self.leads(around, proof.locale, link);
            if !links.iter().all(leads) {
                let why = "a link leads nowhere in this language";
                checks.push(warning(CheckCode::BrokenLink, why, &path));
            }
        }
        for (place, block) in proof.content.blocks.iter().enumerate() {
            if let Block::ReadAlso(also) = block {
                let path = ["blocks".to_owned(), place.to_string()];
                let ids = also.article_ids.iter().copied();
                checks.extend(self.unpublished(proof.locale, ids, &path));
            }
        }
        checks
    }

    fn unpublished(
        &self,
        locale: Locale,
        mut ids: impl Iterator<Item = ArticleId>,
        path: &[String],
    ) -> Option<Check> {
        let why = "a story linked to is not live in this language";
        ids.any(|id| !self.is_live(locale, id))
            .then(|| warning(CheckCode::UnpublishedReference, why, path))
    }

    fn is_live(&self, locale: Locale, id: ArticleId) -> bool {
        self.live
            .get(&locale)
            .is_some_and(|live| live.contains(&id))
    }

    /// Whether a link leads somewhere. Addresses of others are not asked.
    fn leads(&self, around: &Around, locale: Locale, link: &Link) -> bool {
        match link {
            Link::Article(_) => true,
            Link::Tag(id) => self.tags.get(id).is_some_and(|tag| tag.is_public(locale)),
            Link::Author(id) => {
                let author = self.authors.get(id);
                author.is_some_and(|author| author.is_public(locale))
            }
            Link::Section(id) => around.tree.get(*id).is_some_and(|one| one.is_active),
            Link::Url(_) => {
                let Some((locale, path, named)) = own(&self.addresses, link) else {
                    return true;
                };
                let stands = match named {
                    Some(Named::Story(locale, number)) => {
                        let id = self.numbers.get(&number);
                        id.is_some_and(|id| self.is_live(locale, *id))
                    }
                    Some(Named::Word(word)) => self.words.contains(&word),
                    Some(Named::Standing) => true,
                    None => false,
                };
                stands || self.redirected.contains(&(locale, path.to_owned()))
            }
        }
    }
}

/// The edition, the path and what it names, of an address within the portal.
fn own<'l>(addresses: &Addresses, link: &'l Link) -> Option<(Locale, &'l str, Option<Named>)> {
    let Link::Url(url) = link else { return None };
    let rest = url.strip_prefix(&addresses.base_url)?;
    let path = if rest.is_empty() { "/" } else { rest };
    // `https://mayak.example.org` is not within `https://mayak.example`.
    let (locale, path) = addresses.split(path)?;
    let word = |namespace, slug: String| Named::Word((locale, namespace, slug));
    let named = Path::parse(path).map(|path| match path {
        Path::Home | Path::Front(_) | Path::Day(_) => Named::Standing,
        Path::Article { number, .. } => Named::Story(locale, number),
        Path::Page(slug) => word(SlugNamespace::Article, slug),
        Path::Tag(slug) => word(SlugNamespace::Tag, slug),
        Path::Author(slug) => word(SlugNamespace::Author, slug),
        Path::Section(mut slugs) => word(SlugNamespace::Section, slugs.pop().unwrap_or_default()),
    });
    Some((locale, path, named))
}

fn warning(code: CheckCode, message: &str, path: &[String]) -> Check {
    Check {
        severity: CheckSeverity::Warning,
        code,
        message: message.to_owned(),
        path: path.to_vec(),
    }
}
