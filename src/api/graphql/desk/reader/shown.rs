//! Things in one place of an answer, and what their fields will ask for.

use std::sync::Arc;

use async_graphql::Lookahead;

use crate::articles::{Article, Comment, Revision, Translation};
use crate::authors::Author;
use crate::platform::ids::{
    ArticleId, AssetId, AuthorId, RevisionId, SectionId, TagId, TranslationId, UserId,
};
use crate::tags::Tag;

/// Things in one place of an answer, and what is selected on each.
pub enum Shown<'a> {
    /// Stories.
    Articles(Vec<Arc<Article>>, Lookahead<'a>),
    /// Languages of stories.
    Translations(Vec<Arc<Translation>>, Lookahead<'a>),
    /// Kept texts.
    Revisions(Vec<Arc<Revision>>, Lookahead<'a>),
    /// Threads on drafts.
    Comments(Vec<Arc<Comment>>, Lookahead<'a>),
    /// Tags.
    Tags(Vec<Arc<Tag>>, Lookahead<'a>),
    /// Sections.
    Sections(Vec<SectionId>, Lookahead<'a>),
    /// Authors.
    Authors(Vec<Arc<Author>>, Lookahead<'a>),
    /// Assets.
    Assets(Vec<AssetId>, Lookahead<'a>),
    /// Accounts.
    Users(Vec<UserId>, Lookahead<'a>),
}

/// What the things of one level ask for, by kind.
#[derive(Default)]
pub(super) struct Wanted {
    pub articles: Vec<ArticleId>,
    pub translations_of: Vec<ArticleId>,
    pub translations: Vec<TranslationId>,
    pub leases: Vec<TranslationId>,
    pub contents: Vec<Arc<Translation>>,
    pub revisions: Vec<RevisionId>,
    pub corrections: Vec<TranslationId>,
    pub tags: Vec<TagId>,
    pub tag_counts: Vec<TagId>,
    pub section_counts: Vec<SectionId>,
    pub authors: Vec<AuthorId>,
    pub authors_of: Vec<UserId>,
    pub assets: Vec<AssetId>,
    pub users: Vec<UserId>,
}

/// Fields of a translation that need its text.
const TEXTUAL: [&str; 3] = ["content", "checks", "actions"];

impl Shown<'_> {
    /// Whether there is anything, and anything is selected on it.
    pub(super) fn asks(&self) -> bool {
        let (is_empty, ahead) = match self {
            Self::Articles(all, ahead) => (all.is_empty(), ahead),
            Self::Translations(all, ahead) => (all.is_empty(), ahead),
            Self::Revisions(all, ahead) => (all.is_empty(), ahead),
            Self::Comments(all, ahead) => (all.is_empty(), ahead),
            Self::Tags(all, ahead) => (all.is_empty(), ahead),
            Self::Sections(all, ahead) => (all.is_empty(), ahead),
            Self::Authors(all, ahead) => (all.is_empty(), ahead),
            Self::Assets(all, ahead) => (all.is_empty(), ahead),
            Self::Users(all, ahead) => (all.is_empty(), ahead),
        };
        !is_empty && ahead.exists()
    }

    /// Adds what the things' own fields ask for.
    pub(super) fn ask(&self, wanted: &mut Wanted) {
        match self {
            Self::Articles(all, ahead) => all.iter().for_each(|one| wanted.by_article(one, ahead)),
            Self::Translations(all, ahead) => {
                all.iter().for_each(|one| wanted.by_translation(one, ahead));
            }
            Self::Revisions(all, ahead) => {
                if ahead.field("createdBy").exists() {
                    wanted.users.extend(all.iter().map(|one| one.created_by));
                }
            }
            Self::Tags(all, ahead) => all.iter().for_each(|one| wanted.by_tag(one, ahead)),
            Self::Sections(all, ahead) => {
                if ahead.field("articleCount").exists() {
                    wanted.section_counts.extend(all);
                }
            }
            Self::Comments(all, ahead) => {
                if ahead.field("anchor").exists() {
                    let of = all.iter().map(|thread| thread.translation_id);
                    wanted.translations.extend(of);
                }
            }
            Self::Authors(..) => {}
            Self::Assets(all, _) => wanted.assets.extend(all),
            Self::Users(all, ahead) => {
                wanted.users.extend(all);
                if ahead.field("author").exists() {
                    wanted.authors_of.extend(all);
                }
            }
        }
    }
}

impl Wanted {
    fn by_article(&mut self, article: &Article, ahead: &Lookahead<'_>) {
        let asks = |name: &str| ahead.field(name).exists();
        if asks("translations") || asks("translation") || asks("leadMedia") || asks("audit") {
            self.translations_of.push(article.id);
        }
        if asks("related") {
            self.articles.extend(&article.related);
        }
        if asks("tags") || asks("primaryTag") {
            self.tags.extend(&article.tags);
        }
        if asks("contributions") {
            self.authors
                .extend(article.contributions.iter().map(|part| part.author_id));
        }
    }

    fn by_translation(&mut self, one: &Arc<Translation>, ahead: &Lookahead<'_>) {
        let asks = |name: &str| ahead.field(name).exists();
        self.articles.push(one.article_id);
        if TEXTUAL.into_iter().any(asks) {
            self.contents.push(Arc::clone(one));
        }
        if asks("liveRevision") {
            self.revisions.extend(one.live_revision_id);
        }
        if asks("lock") || asks("actions") {
            self.leases.push(one.id);
        }
        if asks("corrections") {
            self.corrections.push(one.id);
        }
    }

    fn by_tag(&mut self, tag: &Tag, ahead: &Lookahead<'_>) {
        let asks = |name: &str| ahead.field(name).exists();
        if asks("mergedInto") {
            self.tags.extend(tag.merged_into);
        }
        if asks("usage") {
            self.tag_counts.push(tag.id);
        }
    }
}
