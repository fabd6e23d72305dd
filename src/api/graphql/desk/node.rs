//! Refetching things of the newsroom, and of its editions, by their global ids.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface};

use super::article::DeskArticle;
use super::asset::DeskAsset;
use super::audit::AuditEntry;
use super::author::DeskAuthor;
use super::call_to_action::DeskCallToAction;
use super::comment::DraftComment;
use super::content::Revision;
use super::correction::DeskCorrection;
use super::front::DeskFront;
use super::placement::Placement;
use super::reader::{DeskReader, Shown};
use super::redirect::DeskRedirect;
use super::sales::{Advertiser, Campaign, Creative, LineItem};
use super::section::DeskSection;
use super::staff::{ApiToken, Role, StaffUser};
use super::tag::DeskTag;
use super::translation::DeskTranslation;
use crate::api::graphql::delivery::article::Article;
use crate::api::graphql::delivery::author::Author;
use crate::api::graphql::delivery::edition::Edition;
use crate::api::graphql::delivery::front::Front;
use crate::api::graphql::delivery::live_blog::LiveUpdate;
use crate::api::graphql::delivery::media::{Audio, Image, Video};
use crate::api::graphql::delivery::node as delivery;
use crate::api::graphql::delivery::section::Section;
use crate::api::graphql::delivery::tag::Tag;
use crate::api::graphql::error::Result;
use crate::app::Call;
use crate::platform::ids::{
    AdvertiserId, ArticleId, AssetId, AuditId, AuthorId, CallToActionId, CampaignId, CommentId,
    CorrectionId, CreativeId, FrontId, LineItemId, PlacementId, RedirectId, RevisionId, SectionId,
    TagId, TokenId, TranslationId, TypedId, UserId,
};
use crate::policy::{self, ADS, AUDIT, Permission, STORIES, TAXONOMY};
use crate::{addresses, articles};

/// Relay object identification. Ids are opaque, global and permanent.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque, global and permanent."))]
#[expect(
    clippy::large_enum_variant,
    reason = "few nodes are asked for at once, and each lives as long as its answer"
)]
pub enum Node {
    /// A story across languages.
    DeskArticle(DeskArticle),
    /// One language of a story.
    DeskTranslation(DeskTranslation),
    /// A kept text.
    Revision(Revision),
    /// A public note.
    DeskCorrection(DeskCorrection),
    /// A thread on a draft.
    DraftComment(DraftComment),
    /// A tag across languages.
    DeskTag(DeskTag),
    /// A section across languages.
    DeskSection(DeskSection),
    /// An author across languages.
    DeskAuthor(DeskAuthor),
    /// A file in the library.
    DeskAsset(DeskAsset),
    /// A front from the inside.
    DeskFront(DeskFront),
    /// An old path.
    DeskRedirect(DeskRedirect),
    /// An appeal across languages.
    DeskCallToAction(DeskCallToAction),
    /// A kind of place for ads.
    Placement(Placement),
    /// Who pays for ads.
    Advertiser(Advertiser),
    /// An order of ads.
    Campaign(Campaign),
    /// What was sold of an order.
    LineItem(LineItem),
    /// What is shown as an ad.
    Creative(Creative),
    /// An account.
    StaffUser(StaffUser),
    /// A named set of permissions.
    Role(Role),
    /// A credential of a program.
    ApiToken(ApiToken),
    /// A line of the audit trail.
    AuditEntry(AuditEntry),
    /// The portal in one language.
    Edition(Edition),
    /// A published story.
    Article(Article),
    /// An author in one language.
    Author(Author),
    /// A section in one language.
    Section(Section),
    /// A tag in one language.
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

impl From<delivery::Node> for Node {
    fn from(node: delivery::Node) -> Self {
        match node {
            delivery::Node::Edition(node) => Self::Edition(node),
            delivery::Node::Article(node) => Self::Article(node),
            delivery::Node::Author(node) => Self::Author(node),
            delivery::Node::Section(node) => Self::Section(node),
            delivery::Node::Tag(node) => Self::Tag(node),
            delivery::Node::Image(node) => Self::Image(node),
            delivery::Node::Video(node) => Self::Video(node),
            delivery::Node::Audio(node) => Self::Audio(node),
            delivery::Node::Front(node) => Self::Front(node),
            delivery::Node::LiveUpdate(node) => Self::LiveUpdate(node),
        }
    }
}

/// What an id of the newsroom names.
#[derive(Clone, Copy)]
enum Named {
    Article(ArticleId),
    Translation(TranslationId),
    Revision(RevisionId),
    Correction(CorrectionId),
    Comment(CommentId),
    Tag(TagId),
    Section(SectionId),
    Author(AuthorId),
    Asset(AssetId),
    Front(FrontId),
    Redirect(RedirectId),
    CallToAction(CallToActionId),
    Placement(PlacementId),
    Advertiser(AdvertiserId),
    Campaign(CampaignId),
    LineItem(LineItemId),
    Creative(CreativeId),
    User(UserId),
    Role(policy::Role),
    Token(TokenId),
    Audit(AuditId),
}

impl Named {
    /// Reads an id of something that is not bound to an edition.
    fn parse(id: &str) -> Option<Self> {
        let (prefix, key) = id.split_once('_')?;
        Some(match prefix {
            ArticleId::PREFIX => Self::Article(id.parse().ok()?),
            TranslationId::PREFIX => Self::Translation(id.parse().ok()?),
            RevisionId::PREFIX => Self::Revision(id.parse().ok()?),
            CorrectionId::PREFIX => Self::Correction(id.parse().ok()?),
            CommentId::PREFIX => Self::Comment(id.parse().ok()?),
            TagId::PREFIX => Self::Tag(id.parse().ok()?),
            SectionId::PREFIX => Self::Section(id.parse().ok()?),
            AuthorId::PREFIX => Self::Author(id.parse().ok()?),
            AssetId::PREFIX => Self::Asset(id.parse().ok()?),
            FrontId::PREFIX => Self::Front(id.parse().ok()?),
            RedirectId::PREFIX => Self::Redirect(id.parse().ok()?),
            CallToActionId::PREFIX => Self::CallToAction(id.parse().ok()?),
            PlacementId::PREFIX => Self::Placement(id.parse().ok()?),
            AdvertiserId::PREFIX => Self::Advertiser(id.parse().ok()?),
            CampaignId::PREFIX => Self::Campaign(id.parse().ok()?),
            LineItemId::PREFIX => Self::LineItem(id.parse().ok()?),
            CreativeId::PREFIX => Self::Creative(id.parse().ok()?),
            UserId::PREFIX => Self::User(id.parse().ok()?),
            TokenId::PREFIX => Self::Token(id.parse().ok()?),
            AuditId::PREFIX => Self::Audit(id.parse().ok()?),
            Role::PREFIX => Self::Role(policy::Role::from_key(key)?),
            _ => return None,
        })
    }

    /// Who may see such things at all; the nouns narrow it further.
    const fn seen_with(self) -> &'static [Permission] {
        match self {
            Self::Article(_)
            | Self::Translation(_)
            | Self::Revision(_)
            | Self::Correction(_)
            | Self::Comment(_)
            | Self::Front(_)
            | Self::Redirect(_) => STORIES,
            Self::Placement(_)
            | Self::Advertiser(_)
            | Self::Campaign(_)
            | Self::LineItem(_)
            | Self::Creative(_) => ADS,
            Self::Audit(_) => AUDIT,
            Self::Tag(_)
            | Self::Section(_)
            | Self::Author(_)
            | Self::Asset(_)
            | Self::CallToAction(_) => TAXONOMY,
            Self::User(_) | Self::Role(_) | Self::Token(_) => Permission::ALL,
        }
    }
}

impl Node {
    /// The things with these ids, in their order; `None` for what the caller may not see.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find(ctx: &Context<'_>, ids: &[ID]) -> Result<Vec<Option<Self>>> {
        let reader = DeskReader::of(ctx).await?;
        let actor = reader.call().actor();
        let named = ids.iter().map(|id| Named::parse(id));
        let named = named.map(|named| named.filter(|named| actor.holds(named.seen_with())));
        let named: Vec<Option<Named>> = named.collect();
        read(ctx, &reader, named.iter().flatten().copied()).await?;
        let delivered = delivery::find(ctx, ids).await?;
        let mut nodes = Vec::with_capacity(ids.len());
        for (named, delivered) in named.into_iter().zip(delivered) {
            nodes.push(match named {
                Some(named) => Self::of(&reader, named).await?,
                None => delivered.map(Into::into),
            });
        }
        Ok(nodes)
    }

    /// What is sold, and the places for it; `None` of anything else.
    async fn of_ads(call: &Call, named: Named) -> Result<Option<Self>> {
        Ok(match named {
            Named::Placement(id) => Placement::find(call, id).await?.map(Self::Placement),
            Named::Advertiser(id) => Advertiser::find(call, id).await?.map(Self::Advertiser),
            Named::Campaign(id) => Campaign::find(call, id).await?.map(Self::Campaign),
            Named::LineItem(id) => LineItem::find(call, id).await?.map(Self::LineItem),
            Named::Creative(id) => {
                let found = Creative::by_ids(call, &[id]).await?.remove(&id);
                found.map(Self::Creative)
            }
            _ => None,
        })
    }

    async fn of_revision(reader: &Arc<DeskReader>, id: RevisionId) -> Result<Option<Self>> {
        let Some(kept) = reader.revision(id).await? else {
            return Ok(None);
        };
        let one = reader.translation(kept.translation_id).await?;
        Ok(one.map(|one| Self::Revision(Revision::new(Arc::clone(reader), one, kept))))
    }

    async fn of(reader: &Arc<DeskReader>, named: Named) -> Result<Option<Self>> {
        let call = reader.call();
        Ok(match named {
            Named::Article(id) => {
                let found = reader.article(id).await?;
                found.map(|story| Self::DeskArticle(DeskArticle::new(reader, story)))
            }
            Named::Translation(id) => {
                let found = reader.translation(id).await?;
                found.map(|one| Self::DeskTranslation(DeskTranslation::new(reader, one)))
            }
            Named::Revision(id) => Self::of_revision(reader, id).await?,
            Named::Correction(id) => {
                let Some(note) = articles::correction(call, id).await? else {
                    return Ok(None);
                };
                let one = reader.translation(note.translation_id).await?;
                let desk = |one| DeskCorrection::new(Arc::clone(reader), one, note);
                one.map(|one| Self::DeskCorrection(desk(one)))
            }
            Named::Comment(id) => {
                let found = articles::comments_by_ids(call, &[id]).await?.remove(&id);
                found.map(|thread| Self::DraftComment(DraftComment::new(reader, thread)))
            }
            Named::Tag(id) => reader
                .tag(id)
                .await?
                .map(|tag| Self::DeskTag(DeskTag::new(reader, tag))),
            Named::Section(id) => DeskSection::find(reader, id).map(Self::DeskSection),
            Named::Author(id) => {
                let found = reader.author(id).await?;
                found.map(|author| Self::DeskAuthor(DeskAuthor::new(reader, author)))
            }
            Named::Asset(id) => {
                let found = reader.asset(id).await?;
                found.map(|asset| Self::DeskAsset(DeskAsset::new(reader, asset)))
            }
            Named::Front(id) => DeskFront::find(reader, id).await?.map(Self::DeskFront),
            Named::Redirect(id) => {
                let found = addresses::by_id(call, id).await?;
                found.map(|redirect| Self::DeskRedirect(DeskRedirect::new(reader, redirect)))
            }
            Named::CallToAction(id) => {
                let found = reader.site().any_call_to_action(id).cloned();
                found.map(|call| Self::DeskCallToAction(DeskCallToAction::new(reader, call)))
            }
            Named::Placement(_)
            | Named::Advertiser(_)
            | Named::Campaign(_)
            | Named::LineItem(_)
            | Named::Creative(_) => Self::of_ads(call, named).await?,
            Named::User(id) => StaffUser::find(reader, id).await?.map(Self::StaffUser),
            Named::Role(role) => Some(Self::Role(Role(role))),
            Named::Token(id) => ApiToken::find(call, id).await?.map(Self::ApiToken),
            Named::Audit(id) => AuditEntry::find(reader, id).await?.map(Self::AuditEntry),
        })
    }
}

/// Reads the things together, and what is selected on them.
async fn read(
    ctx: &Context<'_>,
    reader: &DeskReader,
    wanted: impl Iterator<Item = Named>,
) -> Result<()> {
    let (mut articles, mut translations, mut revisions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut tags, mut authors, mut sections) = (Vec::new(), Vec::new(), Vec::new());
    let (mut assets, mut users) = (Vec::new(), Vec::new());
    for named in wanted {
        match named {
            Named::Article(id) => articles.push(id),
            Named::Translation(id) => translations.push(id),
            Named::Revision(id) => revisions.push(id),
            Named::Tag(id) => tags.push(id),
            Named::Section(id) => sections.push(id),
            Named::Author(id) => authors.push(id),
            Named::Asset(id) => assets.push(id),
            Named::User(id) => users.push(id),
            _ => {}
        }
    }
    let revisions = reader.all_revisions(&revisions).await?;
    translations.extend(revisions.iter().map(|kept| kept.translation_id));
    let shown = [
        Shown::Articles(reader.all_articles(&articles).await?, ctx.look_ahead()),
        Shown::Translations(
            reader.all_translations(&translations).await?,
            ctx.look_ahead(),
        ),
        Shown::Revisions(revisions, ctx.look_ahead()),
        Shown::Tags(reader.all_tags(&tags).await?, ctx.look_ahead()),
        Shown::Authors(reader.all_authors(&authors).await?, ctx.look_ahead()),
        Shown::Sections(sections, ctx.look_ahead()),
        Shown::Assets(assets, ctx.look_ahead()),
        Shown::Users(users, ctx.look_ahead()),
    ];
    for shown in shown {
        reader.prefetch(ctx, shown).await?;
    }
    Ok(())
}
