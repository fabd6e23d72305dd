//! What one request reads of the newsroom, and what it has read so far.
//!
//! Desk types hold an `Arc<DeskReader>` and a value. Where a field returns things, it calls
//! [`DeskReader::prefetch`]: that looks ahead into the selection and reads whatever those things
//! will be asked for, each kind in one statement, however many they are. A getter that does not
//! find its thing reads it singly: right all the same, only dearer.

mod prefetch;
mod shown;
mod together;

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::Context;
use tokio::sync::Mutex;

pub use shown::Shown;
use together::CommentsOf;

use crate::addresses::Addresses;
use crate::api::graphql::known::Known;
use crate::app::error::{Check, Lease};
use crate::app::{Call, Result};
use crate::articles::{
    self, Article, Comment, Content, Correction, Proof, Revision, Staleness, Translation,
};
use crate::authors::{self, Author};
use crate::editions::{self, Site};
use crate::media::{self, Asset};
use crate::platform::ids::{
    ArticleId, AssetId, AuthorId, RevisionId, SectionId, TagId, TranslationId, UserId,
};
use crate::platform::page::Slice;
use crate::sections::{self, Tree};
use crate::tags::{self, Tag};
use crate::users::{self, User};

/// Stories that carry a tag: of any state, and live ones.
pub type TagCount = (i64, i64);

/// Everything that one request knows of the newsroom.
pub struct DeskReader {
    call: Call,
    site: Arc<Site>,
    addresses: Addresses,
    sections: Arc<Tree>,
    articles: Known<ArticleId, Article>,
    translations_of: Known<ArticleId, Vec<Arc<Translation>>>,
    translations: Known<TranslationId, Translation>,
    contents: Known<TranslationId, Content>,
    revisions: Known<RevisionId, Revision>,
    corrections: Known<TranslationId, Vec<Correction>>,
    tags: Known<TagId, Tag>,
    tag_counts: Known<TagId, TagCount>,
    section_counts: Known<SectionId, i64>,
    authors: Known<AuthorId, Author>,
    authors_of: Known<UserId, Author>,
    assets: Known<AssetId, Asset>,
    users: Known<UserId, User>,
    checks: Known<TranslationId, Vec<Check>>,
    staleness: Known<TranslationId, Staleness>,
    leases: Known<TranslationId, Lease>,
    comments: Known<CommentsOf, Slice<Arc<Comment>>>,
}

/// The request's reader, opened when it is first needed.
#[derive(Default)]
pub struct Readers(Mutex<Option<Arc<DeskReader>>>);

impl Readers {
    /// Lets the request read anew: something has been written.
    pub async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

impl DeskReader {
    /// The request's reader.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(ctx: &Context<'_>) -> Result<Arc<Self>> {
        let mut held = ctx.data_unchecked::<Readers>().0.lock().await;
        if let Some(reader) = &*held {
            return Ok(Arc::clone(reader));
        }
        let reader = Arc::new(Self::open(ctx.data_unchecked::<Call>()).await?);
        *held = Some(Arc::clone(&reader));
        Ok(reader)
    }

    async fn open(call: &Call) -> Result<Self> {
        let site = editions::site(call).await?;
        Ok(Self {
            call: call.clone(),
            addresses: site.addresses(),
            site,
            sections: sections::tree(call).await?,
            articles: Known::default(),
            translations_of: Known::default(),
            translations: Known::default(),
            contents: Known::default(),
            revisions: Known::default(),
            corrections: Known::default(),
            tags: Known::default(),
            tag_counts: Known::default(),
            section_counts: Known::default(),
            authors: Known::default(),
            authors_of: Known::default(),
            assets: Known::default(),
            users: Known::default(),
            checks: Known::default(),
            staleness: Known::default(),
            leases: Known::default(),
            comments: Known::default(),
        })
    }

    /// The request.
    pub const fn call(&self) -> &Call {
        &self.call
    }

    /// The site and its settings.
    pub const fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Where the editions stand.
    pub const fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// All sections.
    pub fn sections(&self) -> &Tree {
        &self.sections
    }

    /// A story that the caller may see.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Arc<Article>>> {
        self.read_articles([id]).await?;
        Ok(self.articles.get(id).await)
    }

    /// The stories that the caller may see, in the order of `ids`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_articles(&self, ids: &[ArticleId]) -> Result<Vec<Arc<Article>>> {
        self.read_articles(ids.iter().copied()).await?;
        Ok(self.articles.all(ids.iter().copied()).await)
    }

    /// The languages of a story, in the order that they were opened.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn translations_of(&self, id: ArticleId) -> Result<Arc<Vec<Arc<Translation>>>> {
        self.read_translations_of([id]).await?;
        Ok(self.translations_of.get(id).await.unwrap_or_default())
    }

    /// One language of a story that the caller may see.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn translation(&self, id: TranslationId) -> Result<Option<Arc<Translation>>> {
        self.read_translations([id]).await?;
        Ok(self.translations.get(id).await)
    }

    /// Languages of stories that the caller may see, in the order of `ids`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_translations(&self, ids: &[TranslationId]) -> Result<Vec<Arc<Translation>>> {
        self.read_translations(ids.iter().copied()).await?;
        Ok(self.translations.all(ids.iter().copied()).await)
    }

    /// The text that an editor opens: the draft, else the live one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn content(&self, translation: &Arc<Translation>) -> Result<Arc<Content>> {
        self.read_contents(vec![Arc::clone(translation)]).await?;
        let content = self.contents.get(translation.id).await;
        Ok(content.unwrap_or_default())
    }

    /// A kept text.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn revision(&self, id: RevisionId) -> Result<Option<Arc<Revision>>> {
        self.read_revisions([id]).await?;
        Ok(self.revisions.get(id).await)
    }

    /// Kept texts, in the order of `ids`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_revisions(&self, ids: &[RevisionId]) -> Result<Vec<Arc<Revision>>> {
        self.read_revisions(ids.iter().copied()).await?;
        Ok(self.revisions.all(ids.iter().copied()).await)
    }

    /// The public notes of a translation, newest first, withdrawn ones among them.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn corrections(&self, id: TranslationId) -> Result<Arc<Vec<Correction>>> {
        self.read_corrections([id]).await?;
        Ok(self.corrections.get(id).await.unwrap_or_default())
    }

    /// A tag.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn tag(&self, id: TagId) -> Result<Option<Arc<Tag>>> {
        self.read_tags([id]).await?;
        Ok(self.tags.get(id).await)
    }

    /// Tags, in the order of `ids`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_tags(&self, ids: &[TagId]) -> Result<Vec<Arc<Tag>>> {
        self.read_tags(ids.iter().copied()).await?;
        Ok(self.tags.all(ids.iter().copied()).await)
    }

    /// How many stories carry a tag.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn tag_count(&self, id: TagId) -> Result<TagCount> {
        self.read_tag_counts([id]).await?;
        Ok(self.tag_counts.get(id).await.map_or((0, 0), |count| *count))
    }

    /// How many stories have a section as their primary one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn section_count(&self, id: SectionId) -> Result<i64> {
        self.read_section_counts([id]).await?;
        Ok(self.section_counts.get(id).await.map_or(0, |count| *count))
    }

    /// An author.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn author(&self, id: AuthorId) -> Result<Option<Arc<Author>>> {
        self.read_authors([id]).await?;
        Ok(self.authors.get(id).await)
    }

    /// Authors, in the order of `ids`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn all_authors(&self, ids: &[AuthorId]) -> Result<Vec<Arc<Author>>> {
        self.read_authors(ids.iter().copied()).await?;
        Ok(self.authors.all(ids.iter().copied()).await)
    }

    /// The author that an account is.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn author_of(&self, id: UserId) -> Result<Option<Arc<Author>>> {
        self.read_authors_of([id]).await?;
        Ok(self.authors_of.get(id).await)
    }

    /// An asset.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn asset(&self, id: AssetId) -> Result<Option<Arc<Asset>>> {
        self.read_assets([id]).await?;
        Ok(self.assets.get(id).await)
    }

    /// A colleague's account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn user(&self, id: UserId) -> Result<Option<Arc<User>>> {
        self.read_users([id]).await?;
        Ok(self.users.get(id).await)
    }

    /// What would stop or warn about the publication of a translation.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn checks(&self, one: &Arc<Translation>) -> Result<Arc<Vec<Check>>> {
        self.read_checks(std::slice::from_ref(one)).await?;
        Ok(self.checks.get(one.id).await.unwrap_or_default())
    }

    /// Notes stories that a list has read.
    pub async fn note_articles(&self, articles: &[Arc<Article>]) {
        let by_id = articles
            .iter()
            .map(|article| (article.id, Arc::clone(article)));
        self.articles.put(by_id).await;
    }

    /// Notes accounts that a list has read.
    pub async fn note_users(&self, users: &[Arc<User>]) {
        self.users
            .put(users.iter().map(|user| (user.id, Arc::clone(user))))
            .await;
    }

    /// Notes assets that a list has read.
    pub async fn note_assets(&self, assets: &[Arc<Asset>]) {
        self.assets
            .put(assets.iter().map(|asset| (asset.id, Arc::clone(asset))))
            .await;
    }

    async fn read_articles(&self, ids: impl IntoIterator<Item = ArticleId>) -> Result<()> {
        let load = async |ids: Vec<_>| articles::by_ids(&self.call, &ids).await;
        self.articles.fill(ids, load).await
    }

    async fn read_translations_of(&self, ids: impl IntoIterator<Item = ArticleId>) -> Result<()> {
        let load = async |ids: Vec<_>| {
            let found = articles::translations_of(&self.call, &ids).await?;
            let found = found.into_iter();
            let shared = found.map(|(id, all)| (id, all.into_iter().map(Arc::new).collect()));
            let shared: HashMap<_, Vec<Arc<Translation>>> = shared.collect();
            let each = shared
                .values()
                .flatten()
                .map(|one| (one.id, Arc::clone(one)));
            self.translations.put(each).await;
            Ok(shared)
        };
        self.translations_of.fill(ids, load).await
    }

    async fn read_translations(&self, ids: impl IntoIterator<Item = TranslationId>) -> Result<()> {
        let load = async |ids: Vec<_>| articles::translations(&self.call, &ids).await;
        self.translations.fill(ids, load).await
    }

    /// Reads the texts of translations, in one statement of drafts and one of live ones.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn read_contents(&self, translations: Vec<Arc<Translation>>) -> Result<()> {
        let load = async |ids: Vec<TranslationId>| {
            let wanted = translations.iter().filter(|one| ids.contains(&one.id));
            let wanted: Vec<Translation> = wanted.map(|one| (**one).clone()).collect();
            articles::working_contents(&self.call, &wanted).await
        };
        self.contents
            .fill(translations.iter().map(|one| one.id), load)
            .await
    }

    async fn read_revisions(&self, ids: impl IntoIterator<Item = RevisionId>) -> Result<()> {
        let load = async |ids: Vec<_>| articles::revisions(&self.call, &ids).await;
        self.revisions.fill(ids, load).await
    }

    async fn read_corrections(&self, ids: impl IntoIterator<Item = TranslationId>) -> Result<()> {
        let load = async |ids: Vec<_>| articles::corrections(&self.call, &ids).await;
        self.corrections.fill(ids, load).await
    }

    async fn read_tags(&self, ids: impl IntoIterator<Item = TagId>) -> Result<()> {
        let load = async |ids: Vec<_>| tags::by_ids(&self.call, &ids).await;
        self.tags.fill(ids, load).await
    }

    async fn read_tag_counts(&self, ids: impl IntoIterator<Item = TagId>) -> Result<()> {
        let load = async |ids: Vec<_>| articles::tag_usage(&self.call, &ids).await;
        self.tag_counts.fill(ids, load).await
    }

    async fn read_section_counts(&self, ids: impl IntoIterator<Item = SectionId>) -> Result<()> {
        let load = async |ids: Vec<_>| articles::section_usage(&self.call, &ids).await;
        self.section_counts.fill(ids, load).await
    }

    async fn read_authors(&self, ids: impl IntoIterator<Item = AuthorId>) -> Result<()> {
        let load = async |ids: Vec<_>| authors::by_ids(&self.call, &ids).await;
        self.authors.fill(ids, load).await
    }

    async fn read_authors_of(&self, ids: impl IntoIterator<Item = UserId>) -> Result<()> {
        let load = async |ids: Vec<_>| authors::by_accounts(&self.call, &ids).await;
        self.authors_of.fill(ids, load).await
    }

    /// Reads the checks of translations, each with its story, its siblings and its text.
    async fn read_checks(&self, all: &[Arc<Translation>]) -> Result<()> {
        let load = async |ids: Vec<TranslationId>| {
            let mut texts = Vec::with_capacity(ids.len());
            for one in all.iter().filter(|one| ids.contains(&one.id)) {
                if let Some(article) = self.article(one.article_id).await? {
                    let siblings = self.translations_of(article.id).await?;
                    texts.push((one, article, siblings, self.content(one).await?));
                }
            }
            let texts_of = texts.iter();
            let proofs: Vec<_> = texts_of
                .map(|(one, article, siblings, content)| proof(one, article, siblings, content))
                .collect();
            let found = articles::checks(&self.call, &proofs).await?;
            let ids = texts.iter().map(|(one, ..)| one.id);
            Ok(ids.zip(found).collect::<HashMap<_, _>>())
        };
        self.checks.fill(all.iter().map(|one| one.id), load).await
    }

    async fn read_assets(&self, ids: impl IntoIterator<Item = AssetId>) -> Result<()> {
        let load = async |ids: Vec<_>| media::by_ids(&self.call, &ids).await;
        self.assets.fill(ids, load).await
    }

    async fn read_users(&self, ids: impl IntoIterator<Item = UserId>) -> Result<()> {
        let load = async |ids: Vec<_>| users::by_ids(&self.call, &ids).await;
        self.users.fill(ids, load).await
    }
}

/// A text as it would be published alone.
fn proof<'a>(
    one: &'a Translation,
    article: &'a Article,
    siblings: &'a [Arc<Translation>],
    content: &'a Content,
) -> Proof<'a> {
    Proof {
        article,
        siblings: siblings.iter().map(AsRef::as_ref).collect(),
        locale: one.locale,
        content,
        together: vec![one.locale],
        source: None,
    }
}
