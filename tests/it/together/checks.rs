//! What would stop or warn about a publication: one case for each code.

use std::collections::{BTreeMap, BTreeSet};

use masthead::app::Call;
use masthead::articles::{
    self, Article, ArticleInput, CommentInput, Content, LeadMedia, Proof, PublishInput, SavePatch,
    SharedPatch, Translation, TranslationInput,
};
use masthead::editions::{self, LanguageParity, SettingsInput};
use masthead::fronts;
use masthead::media::{self, AssetInput, Credit, ImportedAsset, ImportedContent, Playback, Rights};
use masthead::platform::clock::Instant;
use masthead::platform::ids::{AdvertiserId, AssetId, SectionId};
use masthead::platform::locale::Locale;
use masthead::policy::{Action, Role, Subject};
use masthead::vocabulary::{
    ArticleKind, AssetUse, CheckCode, CheckSeverity, CreditKind, LicenceKind, LiveState,
    ParityMode, Prefill,
};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Colleague, paragraph, publish, story, tries_to_publish};
use crate::support::small::ENERGY;
use crate::support::{Newsroom, START, TestApp, both};

fn locale(text: &str) -> Locale {
    text.parse().unwrap()
}

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

/// A story and one text of it, to be held against the checks.
#[derive(Clone)]
struct Given {
    article: Article,
    translations: Vec<Translation>,
    locale: Locale,
    content: Content,
}

impl Given {
    fn proof(&self) -> Proof<'_> {
        Proof {
            article: &self.article,
            siblings: self.translations.iter().collect(),
            locale: self.locale,
            content: &self.content,
            together: vec![self.locale],
            source: None,
        }
    }

    async fn found(&self, app: &TestApp) -> BTreeSet<(CheckCode, CheckSeverity)> {
        let found = articles::checks(&desk(app), &[self.proof()]).await.unwrap();
        let found = found.into_iter().flatten();
        found.map(|check| (check.code, check.severity)).collect()
    }
}

async fn asset(app: &TestApp, has_alt: bool, has_credit: bool, rights: Rights) -> AssetId {
    let call = desk(app);
    let site = editions::site(&call).await.unwrap();
    let alt = BTreeMap::from([(locale("uk"), "Причал".to_owned())]);
    let credit = Credit {
        kind: CreditKind::Photo,
        name: "Ганна".to_owned(),
        url: None,
    };
    let id: AssetId = call.new_id();
    let asset = ImportedAsset {
        id,
        content: ImportedContent::Video(Playback {
            embed_url: Some(format!("https://youtu.be/{id}")),
            ..Playback::default()
        }),
        input: AssetInput {
            alt_texts: has_alt.then_some(alt),
            credit: has_credit.then_some(Some(credit)),
            rights: Some(rights),
            ..AssetInput::default()
        },
    };
    let tx = call.begin().await.unwrap();
    let permit = tx
        .authorize(Action::NewsroomImport, &Subject::default())
        .unwrap();
    media::import(&permit, &site, vec![asset]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn rights() -> Rights {
    Rights {
        licence: LicenceKind::Own,
        uses: vec![AssetUse::Web],
        ..Rights::unknown()
    }
}

async fn start(app: &TestApp, headline: &str) -> (Article, Translation) {
    let content = json!({ "blocks": [paragraph("a", "one")] });
    let input = ArticleInput {
        kind: ArticleKind::News,
        locale: locale("uk"),
        section: ENERGY,
        headline: headline.to_owned(),
        slug: None,
        content: content.as_object().unwrap().clone(),
        shared: SharedPatch::default(),
        request_id: None,
    };
    articles::create(&desk(app), &input).await.unwrap()
}

async fn go_live(app: &TestApp, one: &Translation) -> Translation {
    let input = PublishInput {
        accept_warnings: CheckCode::ALL.to_vec(),
        ..PublishInput::default()
    };
    articles::publish(&desk(app), one.id, one.version, &input)
        .await
        .unwrap()
}

/// A live story with an English draft that is behind it and has an open thread.
async fn given(app: &TestApp) -> (Given, Given) {
    let (article, uk) = start(app, "Пором").await;
    let uk = go_live(app, &uk).await;
    let opening = TranslationInput {
        locale: locale("en"),
        from_locale: None,
        prefill: Prefill::SourceText,
        headline: Some("Ferry".to_owned()),
        slug: None,
        request_id: None,
    };
    let en = articles::create_translation(&desk(app), article.id, &opening)
        .await
        .unwrap();
    let blocks = json!({ "blocks": [paragraph("a", "ONE")] });
    let patch = SavePatch::of(blocks.as_object().unwrap().clone());
    let uk = articles::save(&desk(app), uk.id, uk.version, &patch)
        .await
        .unwrap();
    let uk = go_live(app, &uk).await;
    let thread = CommentInput {
        text: "Why?".to_owned(),
        ..CommentInput::default()
    };
    articles::add_comment(&desk(app), en.id, &thread)
        .await
        .unwrap();
    let texts = articles::working_contents(&desk(app), &[uk.clone(), en.clone()])
        .await
        .unwrap();
    let of = |one: &Translation| Given {
        article: article.clone(),
        translations: vec![uk.clone(), en.clone()],
        locale: one.locale,
        content: texts[&one.id].clone(),
    };
    (of(&uk), of(&en))
}

fn link(to: Json) -> Content {
    let span = json!({ "text": "here", "link": to });
    let block = json!({ "paragraph": { "blockId": "a", "text": { "spans": [span] } } });
    serde_json::from_value(json!({ "headline": "Пором", "blocks": [block] })).unwrap()
}

both!(
    each_code_is_found_and_nothing_else,
    Newsroom::Small,
    |app| {
        use CheckCode as C;
        use CheckSeverity::{Blocker, Info, Warning};
        let (uk, en) = given(&app).await;
        let (draft, _) = start(&app, "Чернетка").await;
        let (_, other) = start(&app, "Міст закрито").await;
        go_live(&app, &other).await;
        let lead = |asset_id| {
            let mut given = uk.clone();
            given.article.lead_media = Some(LeadMedia {
                asset_id,
                credit_override: None,
            });
            given
        };
        let expired = Rights {
            valid_until: Some(START),
            ..rights()
        };
        let social = Rights {
            uses: vec![AssetUse::Social],
            ..rights()
        };
        let titled = |headline: &str| {
            let mut given = uk.clone();
            headline.clone_into(&mut given.content.headline);
            given
        };
        let written = |content: Content| Given {
            content,
            ..uk.clone()
        };
        let with = |change: &dyn Fn(&mut Given)| {
            let mut given = uk.clone();
            change(&mut given);
            given
        };
        let mut alone = en.clone();
        alone.translations[0].live_state = LiveState::Unpublished;
        let broken = json!({ "url": "https://mayak.example/tag/nothing" });
        let unpublished = json!({ "articleId": draft.id });
        let cases = [
            (C::MissingTitle, Blocker, titled("")),
            (
                C::MissingLede,
                Blocker,
                with(&|given| given.article.kind = ArticleKind::Article),
            ),
            (
                C::MissingSection,
                Blocker,
                with(&|given| given.article.section = SectionId(Uuid::from_u128(7))),
            ),
            (
                C::MissingAltText,
                Warning,
                lead(asset(&app, false, true, rights()).await),
            ),
            (
                C::MissingCredit,
                Blocker,
                lead(asset(&app, true, false, rights()).await),
            ),
            (
                C::RightsExpired,
                Blocker,
                lead(asset(&app, true, true, expired).await),
            ),
            (
                C::RightsScope,
                Blocker,
                lead(asset(&app, true, true, social).await),
            ),
            (C::StaleTranslation, Warning, en.clone()),
            (C::SourceNotLive, Info, alone),
            (C::DuplicateTitle, Warning, titled("міст ЗАКРИТО")),
            (C::MixedScript, Warning, titled("Пором у Киiв")),
            (C::WrongApostrophe, Info, titled("П'ять поромів")),
            (C::BrokenLink, Warning, written(link(broken))),
            (C::UnresolvedComments, Warning, en.clone()),
            (C::UnpublishedReference, Warning, written(link(unpublished))),
            (C::SensitiveWithoutFlag, Warning, titled("Троє загинули")),
            (C::TitleTooLong, Info, titled(&"пором ".repeat(20))),
            (
                C::MissingLegalLabel,
                Blocker,
                with(&|given| {
                    given.article.sponsor = Some(AdvertiserId(Uuid::from_u128(9)));
                    given.locale = locale("pl");
                }),
            ),
        ];

        assert_eq!(
            uk.found(&app).await,
            BTreeSet::new(),
            "a text without faults"
        );
        let mut seen = BTreeSet::from([C::Embargoed, C::LanguageParity]);
        for (code, severity, given) in cases {
            let found = given.found(&app).await;
            assert!(found.contains(&(code, severity)), "{code}: {found:?}");
            let is_english = given.locale == locale("en");
            assert!(found.len() == 1 || is_english, "{code}: {found:?}");
            seen.insert(code);
        }
        // The other two have tests of their own.
        assert_eq!(seen, C::ALL.iter().copied().collect());
    }
);

both!(
    links_within_the_portal_lead_somewhere,
    Newsroom::Small,
    |app| {
        let (uk, _) = given(&app).await;
        let number = uk.article.number;
        let base = "https://mayak.example";
        for (address, leads) in [
            (base.to_owned(), true),
            (format!("{base}/en"), true),
            (format!("{base}/news/2026/07/11"), true),
            (format!("{base}/news/2026/07/11/{number}-porom"), true),
            (format!("{base}/en/news/2026/07/11/{number}-ferry"), false),
            (format!("{base}/news/2026/07/11/999-nothing"), false),
            (format!("{base}/a/b/c"), false),
            (format!("{base}.org/tag/nothing"), true),
            ("https://example.org/tag/nothing".to_owned(), true),
        ] {
            let text = Given {
                content: link(json!({ "url": address })),
                ..uk.clone()
            };
            assert_eq!(text.found(&app).await.is_empty(), leads, "{address}");
        }
    }
);

async fn set_parity(app: &TestApp, mode: ParityMode, grace_minutes: i32) {
    let site = editions::site(&desk(app)).await.unwrap();
    let input = SettingsInput {
        language_parity: Some(LanguageParity {
            mode,
            required_locale: Some(locale("uk")),
            applies_to: vec![locale("en")],
            grace_minutes,
        }),
        ..SettingsInput::default()
    };
    fronts::update_settings(&desk(app), site.version, &input)
        .await
        .unwrap();
}

both!(
    the_required_language_is_live_or_comes_along_or_still_has_time,
    Newsroom::Small,
    |app| {
        use CheckSeverity::{Blocker, Info, Warning};
        let (_, en) = given(&app).await;
        let mut alone = en.clone();
        alone.translations[0].live_state = LiveState::NeverPublished;
        let severity = async |given: &Given, together: &[&str]| {
            let mut proof = given.proof();
            proof.together = together.iter().map(|one| locale(one)).collect();
            let found = articles::checks(&desk(&app), &[proof]).await.unwrap();
            let mut found = found.into_iter().flatten();
            let parity = found.find(|check| check.code == CheckCode::LanguageParity);
            parity.map(|check| check.severity)
        };

        assert_eq!(
            severity(&alone, &["en"]).await,
            None,
            "there is no rule yet"
        );
        set_parity(&app, ParityMode::Warn, 0).await;
        assert_eq!(severity(&alone, &["en"]).await, Some(Warning));
        set_parity(&app, ParityMode::Enforce, 0).await;
        assert_eq!(severity(&alone, &["en"]).await, Some(Blocker));
        assert_eq!(severity(&en, &["en"]).await, None, "it is live");
        assert_eq!(severity(&alone, &["uk", "en"]).await, None, "both go out");
        set_parity(&app, ParityMode::Enforce, 30).await;
        assert_eq!(
            severity(&alone, &["en"]).await,
            Some(Info),
            "30 minutes from now"
        );
        let mut late = alone.clone();
        late.translations[1].first_published_at = Some(Instant(START.0 - 30 * 60_000));
        assert_eq!(severity(&late, &["en"]).await, Some(Blocker));
    }
);

both!(
    many_texts_are_checked_in_as_many_statements_as_one,
    Newsroom::Small,
    |app| {
        let mut all = Vec::new();
        for _ in 0..3 {
            let (uk, en) = given(&app).await;
            all.extend([uk, en]);
        }
        let proofs: Vec<_> = all.iter().map(Given::proof).collect();
        let ask = async |proofs: &[Proof<'_>]| {
            let checked = articles::checks(&desk(&app), proofs).await.unwrap();
            assert_eq!(checked.len(), proofs.len());
        };

        let (_, few) = app.statements(ask(&proofs[..2])).await;
        let (_, many) = app.statements(ask(&proofs)).await;

        assert_eq!(few, many);
    }
);

both!(
    a_warning_stops_a_publication_until_it_is_accepted_by_name,
    Newsroom::Small,
    |app| {
        let olena = Colleague::joins(&app, "Olena", Role::DutyEditor).await;
        let (_, first) = story(&olena, "Пором", &[paragraph("a", "one")]).await;
        publish(&olena, &first).await;
        let (_, second) = story(&olena, "ПОРОМ", &[paragraph("a", "one")]).await;

        let refused = tries_to_publish(&olena, &second, &["MIXED_SCRIPT"]).await;

        let error = &refused["userErrors"][0];
        assert_eq!(error["__typename"], "PublicationBlockedError");
        assert_eq!(error["locale"], "uk");
        assert_eq!(
            (&error["checks"][0]["code"], &error["checks"][0]["severity"]),
            (&json!("DUPLICATE_TITLE"), &json!("WARNING"))
        );
        let done = tries_to_publish(&olena, &second, &["DUPLICATE_TITLE"]).await;
        assert_eq!(done["userErrors"], json!([]));
        assert_eq!(done["translation"]["liveState"], "LIVE");
    }
);
