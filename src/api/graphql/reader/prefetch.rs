//! Reading ahead: whatever a selection will ask of the things in one place of an answer, level by
//! level, each kind of thing in one statement.

use std::sync::Arc;

use async_graphql::Lookahead;

use super::Reader;
use super::lists::{Asked, sharing, spotlight};
use super::needs::Needs;
use crate::api::graphql::connection::DEFAULT_PAGE;
use crate::api::graphql::delivery::list::ListArgs;
use crate::app::Result;
use crate::articles::{ListQuery, Publication, References, RichText};
use crate::authors::Author;
use crate::platform::ids::{ArticleId, AssetId, SectionId};
use crate::tags::Tag;

/// Things in one place of an answer, and what is selected on each.
pub enum Shown<'a> {
    /// Stories.
    Articles(Vec<Arc<Publication>>, Lookahead<'a>),
    /// Tags.
    Tags(Vec<Arc<Tag>>, Lookahead<'a>),
    /// Authors.
    Authors(Vec<Arc<Author>>, Lookahead<'a>),
    /// Sections.
    Sections(Vec<SectionId>, Lookahead<'a>),
}

/// Stories with what is asked of each, and what their texts point at.
struct Group<'a, 'l> {
    stories: &'a [Arc<Publication>],
    ahead: &'a Lookahead<'l>,
    needs: Needs,
    points_at: References,
}

impl Reader {
    /// Reads what the selection will ask of `shown`, so that the fields find it.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn prefetch(&self, shown: impl IntoIterator<Item = Shown<'_>>) -> Result<()> {
        let mut level: Vec<_> = shown.into_iter().filter(Shown::asks).collect();
        let mut assets = Vec::new();
        while !level.is_empty() {
            let mut below = Vec::new();
            let mut groups = groups(&level);
            self.read_texts(&mut groups).await?;
            self.read_names(&groups).await?;
            self.read_stories(&level, &groups).await?;
            for group in &groups {
                assets.extend(group.assets());
                below.extend(self.below_stories(group).await?);
            }
            for one in &level {
                assets.extend(one.assets());
                below.extend(self.below(one).await?);
            }
            below.retain(Shown::asks);
            level = below;
        }
        self.read_assets(assets).await
    }

    /// Texts, versions and notes.
    async fn read_texts(&self, groups: &mut [Group<'_, '_>]) -> Result<()> {
        let of = |wanted: fn(&Needs) -> bool| {
            let groups = groups.iter().filter(move |group| wanted(&group.needs));
            groups.flat_map(|group| group.stories)
        };
        self.read_contents(of(|needs| needs.content).map(|story| story.id))
            .await?;
        self.read_versions(of(|needs| needs.versions).map(|story| story.article_id))
            .await?;
        let translations = of(|needs| needs.corrections).map(|story| story.translation_id);
        self.read_corrections(translations).await?;
        for group in groups {
            for story in group.stories {
                if group.needs.references {
                    let content = self.content(story).await?;
                    group.points_at.merge(content.references());
                }
                if group.needs.lead && group.needs.content {
                    let seo = self.content(story).await?.seo.clone();
                    group
                        .points_at
                        .assets
                        .extend(seo.and_then(|seo| seo.social_image_id));
                }
                if group.needs.corrections {
                    let notes = self.corrections(story.translation_id).await?;
                    note_links(&mut group.points_at, notes.iter().map(|note| &note.text));
                }
                if group.needs.lead {
                    let caption = story
                        .card
                        .lead
                        .as_ref()
                        .and_then(|lead| lead.caption.as_ref());
                    note_links(&mut group.points_at, caption);
                }
            }
        }
        Ok(())
    }

    /// Tags and authors.
    async fn read_names(&self, groups: &[Group<'_, '_>]) -> Result<()> {
        let mut tags = Vec::new();
        let mut authors = Vec::new();
        for group in groups {
            tags.extend(group.points_at.tags.iter().copied());
            authors.extend(group.points_at.authors.iter().copied());
            for story in group.stories {
                if group.needs.tags {
                    tags.extend(story.card.tags.iter().chain(&story.card.primary_tag));
                }
                if group.needs.byline {
                    authors.extend(story.card.byline.iter().map(|part| part.author_id));
                }
            }
        }
        self.read_tags(tags).await?;
        self.read_authors(authors).await
    }

    /// Lists, and the stories that stories point at.
    async fn read_stories(&self, level: &[Shown<'_>], groups: &[Group<'_, '_>]) -> Result<()> {
        let mut asked: Vec<Asked> = level.iter().flat_map(|one| self.lists_of(one)).collect();
        let mut stories: Vec<ArticleId> = Vec::new();
        for group in groups {
            stories.extend(&group.points_at.articles);
            for story in group.stories {
                if group.needs.related.is_some() {
                    stories.extend(&story.card.related);
                    asked.extend(sharing(story));
                }
                if let Some(first) = group.needs.spotlight
                    && let Some(tag) = self.primary_tag(story).await?
                {
                    asked.push(spotlight(story, &tag, first));
                }
            }
        }
        self.read_lists(asked, stories).await
    }

    /// The lists that are selected on tags, authors and sections.
    fn lists_of(&self, shown: &Shown<'_>) -> Vec<Asked> {
        let (bases, ahead): (Vec<ListQuery>, _) = match shown {
            Shown::Articles(..) => return Vec::new(),
            Shown::Tags(tags, ahead) => (
                tags.iter().map(|tag| self.under_tag(tag.id)).collect(),
                ahead,
            ),
            Shown::Authors(authors, ahead) => (
                authors
                    .iter()
                    .map(|author| self.under_author(author.id))
                    .collect(),
                ahead,
            ),
            Shown::Sections(ids, ahead) => (
                ids.iter().map(|id| self.under_section(*id)).collect(),
                ahead,
            ),
        };
        let fields = ahead.field("articles").selection_fields();
        let args: Vec<_> = fields.iter().filter_map(ListArgs::of).collect();
        let asked = |base: &ListQuery| -> Vec<Asked> {
            let asked = |args: &ListArgs| args.clone().asked(self, base.clone(), DEFAULT_PAGE).ok();
            args.iter().filter_map(asked).collect()
        };
        bases.iter().flat_map(asked).collect()
    }

    /// What is shown below stories.
    async fn below_stories<'l>(&self, group: &Group<'_, 'l>) -> Result<Vec<Shown<'l>>> {
        let (ahead, needs) = (group.ahead, group.needs);
        let mut below = Vec::new();
        let (mut related, mut listed, mut tags, mut authors) = (vec![], vec![], vec![], vec![]);
        for story in group.stories {
            if let Some(first) = needs.related {
                let found = self.related(story, first).await?;
                related.extend(found.into_iter().map(|(story, _)| story));
            }
            if let Some(first) = needs.spotlight
                && let Some((_, stories)) = self.spotlight(story, first).await?
            {
                listed.extend(stories.items.iter().cloned());
            }
            if needs.tags {
                tags.extend(self.all_tags(&story.card.tags).await?);
            }
            if needs.byline {
                let byline: Vec<_> = story
                    .card
                    .byline
                    .iter()
                    .map(|part| part.author_id)
                    .collect();
                authors.extend(self.all_authors(&byline).await?);
            }
        }
        let linked: Vec<_> = group.points_at.articles.iter().copied().collect();
        let linked = self.all_published(&linked).await?;
        let sections = group.stories.iter().map(|story| story.section).collect();
        below.push(Shown::Articles(
            related,
            ahead.field("related").field("article"),
        ));
        below.push(Shown::Articles(
            listed,
            ahead.field("tagSpotlight").field("articles"),
        ));
        let body = ahead.field("body").field("blocks");
        below.push(Shown::Articles(linked, body.field("articles")));
        below.push(Shown::Tags(tags, ahead.field("tags")));
        below.push(Shown::Authors(
            authors,
            ahead.field("byline").field("author"),
        ));
        below.push(Shown::Sections(sections, ahead.field("section")));
        Ok(below)
    }

    /// What is shown below tags, authors and sections.
    async fn below<'l>(&self, shown: &Shown<'l>) -> Result<Vec<Shown<'l>>> {
        let ahead = match shown {
            Shown::Articles(..) => return Ok(Vec::new()),
            Shown::Tags(_, ahead) | Shown::Authors(_, ahead) | Shown::Sections(_, ahead) => ahead,
        };
        let mut stories = Vec::new();
        for (query, page) in self.lists_of(shown) {
            stories.extend(self.list(query, page).await?.items.iter().cloned());
        }
        let articles = ahead.field("articles");
        Ok(vec![
            Shown::Articles(stories.clone(), articles.field("nodes")),
            Shown::Articles(stories, articles.field("edges").field("node")),
        ])
    }
}

impl Shown<'_> {
    /// Whether there is anything, and anything is selected on it.
    fn asks(&self) -> bool {
        let (is_empty, ahead) = match self {
            Self::Articles(all, ahead) => (all.is_empty(), ahead),
            Self::Tags(all, ahead) => (all.is_empty(), ahead),
            Self::Authors(all, ahead) => (all.is_empty(), ahead),
            Self::Sections(all, ahead) => (all.is_empty(), ahead),
        };
        !is_empty && ahead.exists()
    }

    /// Pictures of tags and authors.
    fn assets(&self) -> Vec<AssetId> {
        match self {
            Self::Tags(tags, ahead)
                if ahead.field("image").exists() || ahead.field("seo").exists() =>
            {
                tags.iter().filter_map(|tag| tag.image).collect()
            }
            Self::Authors(authors, ahead)
                if ahead.field("photo").exists() || ahead.field("seo").exists() =>
            {
                authors.iter().filter_map(|author| author.photo).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Group<'_, '_> {
    /// Lead pictures, and pictures of texts.
    fn assets(&self) -> Vec<AssetId> {
        let leads = self.stories.iter().filter(|_| self.needs.lead);
        let leads = leads.filter_map(|story| Some(story.card.lead.as_ref()?.asset_id));
        leads.chain(self.points_at.assets.iter().copied()).collect()
    }
}

fn groups<'a, 'l>(level: &'a [Shown<'l>]) -> Vec<Group<'a, 'l>> {
    let of = |one: &'a Shown<'l>| match one {
        Shown::Articles(stories, ahead) => Some(Group {
            stories,
            ahead,
            needs: Needs::of(ahead),
            points_at: References::default(),
        }),
        _ => None,
    };
    level.iter().filter_map(of).collect()
}

fn note_links<'t>(all: &mut References, texts: impl IntoIterator<Item = &'t RichText>) {
    let links = texts.into_iter().flat_map(RichText::links);
    links.for_each(|link| all.add(link));
}
