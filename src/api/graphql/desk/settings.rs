//! Configuration of the publication: the site, its editions and its menus.

mod input;
mod menu;

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use input::SettingsInput;
pub use input::SocialLinkInput;
use menu::{DeskMenu, MenuItemInput, missing_targets, read_items};

use super::call_to_action::DeskCallToAction;
use super::outcome::settle;
use super::permission::requires_permission;
use super::reader::DeskReader;
use super::user_error::UserError;
use crate::api::graphql::delivery::menu::{SocialLink, UiLabel};
use crate::api::graphql::error::Result;
use crate::api::graphql::scalars::Url;
use crate::app::{self, Call, Problem, refuse_if_any};
use crate::editions::{self, Edition, LanguageParity, Retention, SettingsInput as Settings, Site};
use crate::fronts;
use crate::platform::calendar::Zone;
use crate::platform::locale::Locale;
use crate::policy::Permission;
use crate::vocabulary::{
    DateStyle, ParityMode, TextDirection, TransliterationScheme, UserErrorCode,
};

const MANAGE: &[Permission] = &[Permission::SiteManage];

/// Configuration of the publication.
pub struct SiteSettings {
    reader: Arc<DeskReader>,
    site: Arc<Site>,
}

impl SiteSettings {
    /// The settings as they are now.
    pub fn new(reader: &Arc<DeskReader>) -> Self {
        Self {
            reader: Arc::clone(reader),
            site: Arc::clone(reader.site()),
        }
    }
}

/// Configuration of the publication.
#[Object]
impl SiteSettings {
    /// Grows with every change of settings and menus; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.site.version
    }

    async fn name(&self) -> &str {
        &self.site.name
    }

    /// Where readers find the pages: the front end.
    async fn base_url(&self) -> Url {
        self.site.base_url.as_str().into()
    }

    /// Edition of the bare domain and of `x-default`.
    async fn default_locale(&self) -> Locale {
        self.site.default_locale
    }

    async fn time_zone(&self) -> Zone {
        self.site.time_zone
    }

    /// All editions in switcher order, closed ones too.
    async fn locales(&self) -> Vec<LocaleSettings> {
        let editions = 0..self.site.all_editions.len();
        editions
            .map(|place| LocaleSettings {
                site: Arc::clone(&self.site),
                place,
            })
            .collect()
    }

    async fn language_parity(&self) -> LanguageParityPolicy {
        (&self.site.language_parity).into()
    }

    async fn social_links(&self) -> Vec<SocialLink> {
        self.site.social_links.iter().map(Into::into).collect()
    }

    async fn menus(&self, ctx: &Context<'_>) -> Result<Vec<DeskMenu>> {
        let mut menus = Vec::with_capacity(self.site.menus.len());
        for menu in &self.site.menus {
            menus.extend(DeskMenu::of(ctx, menu).await?);
        }
        Ok(menus)
    }

    async fn calls_to_action(&self) -> Vec<DeskCallToAction> {
        let calls = self.site.calls_to_action.iter();
        calls
            .map(|call| DeskCallToAction::new(&self.reader, call.clone()))
            .collect()
    }

    /// Days before purge of trashed drafts, unused assets, personal data in events.
    async fn retention(&self) -> RetentionSettings {
        (&self.site.retention).into()
    }
}

/// Configuration of one language.
pub struct LocaleSettings {
    site: Arc<Site>,
    place: usize,
}

impl LocaleSettings {
    fn edition(&self) -> &Edition {
        &self.site.all_editions[self.place]
    }
}

/// Configuration of one language.
#[Object]
impl LocaleSettings {
    async fn locale(&self) -> Locale {
        self.edition().locale
    }

    /// Whether readers can open the edition.
    async fn is_enabled(&self) -> bool {
        self.edition().is_enabled
    }

    /// Own-language name, e.g. `Українська`.
    async fn autonym(&self) -> &str {
        &self.edition().autonym
    }

    /// Short switcher label, e.g. `УКР`.
    async fn short_label(&self) -> &str {
        &self.edition().short_label
    }

    async fn direction(&self) -> TextDirection {
        self.edition().direction
    }

    /// Title and description of the edition's home page.
    async fn home_title(&self) -> &str {
        &self.edition().home_title
    }

    async fn home_description(&self) -> Option<&str> {
        self.edition().home_description.as_deref()
    }

    async fn date_patterns(&self) -> Vec<DatePattern> {
        let patterns = self.edition().date_patterns.iter();
        let pattern = |(style, pattern): (&DateStyle, &String)| DatePattern {
            style: *style,
            pattern: pattern.clone(),
        };
        patterns.map(pattern).collect()
    }

    /// Interface words, the built-in ones included.
    async fn labels(&self) -> Vec<UiLabel> {
        UiLabel::of_edition(self.edition())
    }

    /// How slugs are made.
    async fn transliteration(&self) -> TransliterationScheme {
        self.edition().transliteration
    }

    /// Code point stored for the letter apostrophe, U+02BC for `uk`.
    async fn apostrophe(&self) -> &str {
        &self.edition().apostrophe
    }

    /// Where names, alt texts and credits may be borrowed from when missing; never headlines, text
    /// or addresses.
    async fn name_fallback(&self) -> &[Locale] {
        &self.edition().name_fallback
    }

    /// Languages a creative may use in this edition, best first; wordless creatives always may.
    async fn ad_locales(&self) -> &[Locale] {
        &self.edition().ad_locales
    }
}

/// A CLDR pattern for one style.
#[derive(SimpleObject)]
pub struct DatePattern {
    style: DateStyle,
    pattern: String,
}

/// Rule between languages at publication, e.g. the state-language version must be live first.
#[derive(SimpleObject)]
pub struct LanguageParityPolicy {
    mode: ParityMode,
    /// The language that must be live first.
    required_locale: Option<Locale>,
    /// The languages that wait for it.
    applies_to: Vec<Locale>,
    /// How long the required version may come later; zero = not at all.
    grace_minutes: i32,
}

impl From<&LanguageParity> for LanguageParityPolicy {
    fn from(policy: &LanguageParity) -> Self {
        Self {
            mode: policy.mode,
            required_locale: policy.required_locale,
            applies_to: policy.applies_to.clone(),
            grace_minutes: policy.grace_minutes,
        }
    }
}

/// Days before purge.
#[derive(SimpleObject)]
pub struct RetentionSettings {
    trashed_draft_days: i32,
    autosave_days: i32,
    ad_event_days: i32,
    audit_days: i32,
}

impl From<&Retention> for RetentionSettings {
    fn from(retention: &Retention) -> Self {
        Self {
            trashed_draft_days: retention.trashed_draft_days,
            autosave_days: retention.autosave_days,
            ad_event_days: retention.ad_event_days,
            audit_days: retention.audit_days,
        }
    }
}

/// Open sections without a name in an edition that is about to be opened.
fn nameless_sections(reader: &DeskReader, input: &Settings) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (place, edition) in input.locales.iter().enumerate() {
        let opens = edition.is_enabled == Some(true);
        let mut open = reader.sections().iter().filter(|section| section.is_active);
        if opens && open.any(|section| !section.texts.contains_key(&edition.locale)) {
            let path = ["input", "locales", &place.to_string(), "isEnabled"];
            let why = "each open section needs a name in this language first";
            problems.push(Problem::at(path, UserErrorCode::Required, why));
        }
    }
    problems
}

/// Changed settings.
#[derive(SimpleObject)]
pub struct SettingsPayload {
    settings: Option<SiteSettings>,
    user_errors: Vec<UserError>,
}

impl SettingsPayload {
    async fn of(
        ctx: &Context<'_>,
        action: impl Future<Output = app::Result<Arc<Site>>>,
    ) -> Result<Self> {
        let (site, user_errors) = settle(ctx, action).await?;
        let reader = DeskReader::of(ctx).await?;
        let settings = site.map(|_| SiteSettings::new(&reader));
        Ok(Self {
            settings,
            user_errors,
        })
    }
}

/// What the desk reads of the settings.
#[derive(Default)]
pub struct SettingsReads;

#[Object]
impl SettingsReads {
    async fn settings(&self, ctx: &Context<'_>) -> Result<SiteSettings> {
        Ok(SiteSettings::new(&DeskReader::of(ctx).await?))
    }
}

/// What is done with the settings and the menus.
#[derive(Default)]
pub struct SettingsMutations;

#[Object]
impl SettingsMutations {
    /// Replace a menu of one language.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn menu_save(
        &self,
        ctx: &Context<'_>,
        locale: Locale,
        key: String,
        expected_version: i32,
        items: Vec<MenuItemInput>,
    ) -> Result<SettingsPayload> {
        let call = ctx.data_unchecked::<Call>();
        let save = Box::pin(async {
            call.demand(MANAGE)?;
            let menu = editions::Menu {
                locale,
                key,
                items: read_items(items)?,
            };
            let reader = DeskReader::of(ctx).await?;
            refuse_if_any(missing_targets(&reader, &menu).await?)?;
            editions::save_menu(call, expected_version, menu).await
        });
        SettingsPayload::of(ctx, save).await
    }

    /// Change site settings. A new time zone does not move past day pages.
    #[graphql(directive = requires_permission::apply(MANAGE))]
    async fn settings_update(
        &self,
        ctx: &Context<'_>,
        expected_version: i32,
        input: SettingsInput,
    ) -> Result<SettingsPayload> {
        let call = ctx.data_unchecked::<Call>();
        let update = Box::pin(async {
            call.demand(MANAGE)?;
            let input = Settings::from(input);
            let reader = DeskReader::of(ctx).await?;
            refuse_if_any(nameless_sections(&reader, &input))?;
            fronts::update_settings(call, expected_version, &input).await
        });
        SettingsPayload::of(ctx, update).await
    }
}
