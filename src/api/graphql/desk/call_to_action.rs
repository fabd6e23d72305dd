//! Appeals to the reader, across languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::asset::DeskAsset;
use super::outcome::{all_named, named, request_key, settle};
use super::permission::requires_permission;
use super::reader::DeskReader;
use super::section::DeskSection;
use super::user_error::UserError;
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::Url;
use crate::app::{self, Call, Problem, refuse_if_any};
use crate::editions::{self, CallToAction};
use crate::platform::clock::Instant;
use crate::platform::locale::Locale;
use crate::policy::Permission;
use crate::vocabulary::UserErrorCode;

const MANAGE: &[Permission] = &[Permission::SiteManage];

/// A call to action across languages.
pub struct DeskCallToAction {
    reader: Arc<DeskReader>,
    call: CallToAction,
}

impl DeskCallToAction {
    /// A call to action as the desk sees it.
    pub fn new(reader: &Arc<DeskReader>, call: CallToAction) -> Self {
        Self {
            reader: Arc::clone(reader),
            call,
        }
    }
}

/// A call to action across languages.
#[Object]
impl DeskCallToAction {
    pub(in crate::api::graphql) async fn id(&self) -> ID {
        self.call.id.to_string().into()
    }

    /// Grows with every change; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.call.version
    }

    /// Its name in texts, in kebab case.
    async fn key(&self) -> &str {
        &self.call.key
    }

    /// Where it stands, e.g. `article-end`.
    async fn slot(&self) -> &str {
        &self.call.slot
    }

    async fn texts(&self) -> Vec<CallToActionText> {
        let texts = self.call.texts.iter();
        let text = |(locale, text): (&Locale, &editions::CallToActionText)| CallToActionText {
            locale: *locale,
            title: text.title.clone(),
            text: text.text.clone(),
            button_label: text.button_label.clone(),
        };
        texts.map(text).collect()
    }

    async fn url(&self) -> Url {
        self.call.url.as_str().into()
    }

    async fn image(&self, ctx: &Context<'_>) -> Result<Option<DeskAsset>> {
        DeskAsset::shown(&self.reader, ctx, self.call.image).await
    }

    /// Where it runs, sections below included; empty = everywhere.
    async fn sections(&self) -> Vec<DeskSection> {
        let ids = self.call.sections.iter();
        ids.filter_map(|id| DeskSection::find(&self.reader, *id))
            .collect()
    }

    async fn starts_at(&self) -> Option<Instant> {
        self.call.starts_at
    }

    async fn ends_at(&self) -> Option<Instant> {
        self.call.ends_at
    }

    /// The heaviest of those that fit is shown; 1 to 100.
    async fn weight(&self) -> i32 {
        self.call.weight
    }

    async fn is_active(&self) -> bool {
        self.call.is_active
    }
}

/// Its words in one language.
#[derive(SimpleObject)]
pub struct CallToActionText {
    locale: Locale,
    title: String,
    text: Option<String>,
    button_label: String,
}

/// All settings of a call to action.
#[derive(InputObject)]
pub struct CallToActionInput {
    /// Its name in texts, in kebab case.
    key: String,
    /// Where it stands, e.g. `article-end`.
    slot: String,
    texts: Vec<CallToActionTextInput>,
    url: Url,
    image_id: Option<ID>,
    /// Where it runs, sections below included; none = everywhere.
    section_ids: Option<Vec<ID>>,
    starts_at: Option<Instant>,
    ends_at: Option<Instant>,
    /// The heaviest of those that fit is shown; 1 to 100.
    #[graphql(default = 1)]
    weight: i32,
    #[graphql(default = true)]
    is_active: bool,
}

/// Its words in one language.
#[derive(InputObject)]
pub struct CallToActionTextInput {
    locale: Locale,
    title: String,
    text: Option<String>,
    button_label: String,
}

impl CallToActionInput {
    /// The settings, once the picture and the sections are there.
    async fn read(self, reader: &DeskReader) -> app::Result<editions::CallToActionInput> {
        let path = ["input", "imageId"];
        let image = self.image_id.map(|id| named(&path, &id)).transpose()?;
        let ids = self.section_ids.unwrap_or_default();
        let sections = all_named(&["input", "sectionIds"], &ids)?;
        let mut problems = Vec::new();
        if let Some(id) = image
            && reader.asset(id).await?.is_none()
        {
            problems.push(Problem::missing(path, id));
        }
        for (place, id) in sections.iter().enumerate() {
            if reader.sections().get(*id).is_none() {
                problems.push(Problem::missing(
                    ["input", "sectionIds", &place.to_string()],
                    id,
                ));
            }
        }
        let mut texts = BTreeMap::new();
        for (place, given) in self.texts.into_iter().enumerate() {
            let text = editions::CallToActionText {
                title: given.title,
                text: given.text,
                button_label: given.button_label,
            };
            if texts.insert(given.locale, text).is_some() {
                let path = ["input", "texts", &place.to_string(), "locale"];
                let why = "this language is named twice";
                problems.push(Problem::at(path, UserErrorCode::Duplicate, why));
            }
        }
        refuse_if_any(problems)?;
        Ok(editions::CallToActionInput {
            key: self.key,
            slot: self.slot,
            texts,
            url: self.url.0,
            image,
            sections,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            weight: self.weight,
            is_active: self.is_active,
        })
    }
}

/// A changed call to action.
#[derive(SimpleObject)]
pub struct CallToActionPayload {
    call_to_action: Option<DeskCallToAction>,
    user_errors: Vec<UserError>,
}

impl CallToActionPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<CallToAction>>,
    ) -> Result<Self> {
        let (made, user_errors) = settle(ctx, action).await?;
        let reader = DeskReader::of(ctx).await?;
        let call_to_action = made.map(|made| DeskCallToAction::new(&reader, made));
        Ok(Self {
            call_to_action,
            user_errors,
        })
    }
}

/// What is done with calls to action.
#[derive(Default)]
pub struct CallToActionMutations;

#[Object]
impl CallToActionMutations {
    /// Add a call to action for one slot, in every language it should run in.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn call_to_action_create(
        &self,
        ctx: &Context<'_>,
        input: CallToActionInput,
        request_id: Option<ID>,
    ) -> Result<CallToActionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let create = Box::pin(async {
            call.demand(MANAGE)?;
            let input = input.read(&*DeskReader::of(ctx).await?).await?;
            editions::create_call_to_action(call, input, request_key(request_id)?).await
        });
        CallToActionPayload::of(ctx, create).await
    }

    /// Replace all settings of a call to action.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn call_to_action_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        expected_version: i32,
        input: CallToActionInput,
    ) -> Result<CallToActionPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            call.demand(MANAGE)?;
            let id = named(&["id"], &id)?;
            let input = input.read(&*DeskReader::of(ctx).await?).await?;
            editions::update_call_to_action(call, id, expected_version, input).await
        });
        CallToActionPayload::of(ctx, update).await
    }
}
