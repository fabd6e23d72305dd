//! Pictures out of use: gone from everything that readers get, or another in all their places.

use std::collections::BTreeMap;

use bytes::Bytes;
use image::{ImageFormat, Rgb, RgbImage};
use masthead::app::{Call, Error};
use masthead::articles::{self, ArticleInput, LeadMedia, PublishInput, SavePatch, SharedPatch};
use masthead::editions;
use masthead::media::{self, Asset, AssetInput, Credit, ImportedAsset, ImportedContent, Rights};
use masthead::platform::ids::{AssetId, TranslationId};
use masthead::policy::Role;
use masthead::vocabulary::{ArticleKind, AssetState, AssetUse, CheckCode, CreditKind, LicenceKind};
use serde_json::{Value as Json, json};

use crate::support::assets;
use crate::support::people::People;
use crate::support::{Newsroom, TestApp, both};

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

/// A picture of its own shade, with words and rights that let it be published.
async fn picture(app: &TestApp, shade: u8, by: &str) -> Asset {
    let call = desk(app);
    let site = editions::site(&call).await.unwrap();
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = RgbImage::from_pixel(700, 400, Rgb([shade, 99, 199]));
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    let bytes = Bytes::from(bytes.into_inner());
    let kept = media::keep(&call, site.time_zone, bytes).await.unwrap();
    let id: AssetId = call.new_id();
    let asset = ImportedAsset {
        id,
        content: ImportedContent::Picture(format!("{shade}.png"), Box::new(kept)),
        input: AssetInput {
            alt_texts: Some(BTreeMap::from([(
                "uk".parse().unwrap(),
                format!("{by}: alt"),
            )])),
            credit: Some(Some(Credit {
                kind: CreditKind::Photo,
                name: by.to_owned(),
                url: None,
            })),
            rights: Some(Rights {
                licence: LicenceKind::Own,
                uses: vec![AssetUse::Web],
                ..Rights::unknown()
            }),
            ..AssetInput::default()
        },
    };
    assets::import(app, vec![asset]).await.unwrap();
    let mut found = media::by_ids(&call, &[id]).await.unwrap();
    found.remove(&id).unwrap()
}

/// A live story that shows a picture at its head, in its body and to social media.
async fn story(app: &TestApp, shows: AssetId) -> (i64, TranslationId, i32) {
    let call = desk(app);
    let tree = masthead::sections::tree(&call).await.unwrap();
    let section = tree.iter().find(|section| section.is_active).unwrap().id;
    let content = json!({
        "leadCaption": { "spans": [{ "text": "Пором" }] },
        "leadAlt": "Own alt",
        "seo": { "socialImageId": shows },
        "blocks": [
            { "paragraph": { "blockId": "p1", "text": { "spans": [{ "text": "Слова." }] } } },
            { "figure": { "blockId": "f1", "figure": {
                "assetId": shows, "alt": "Own alt",
                "creditOverride": { "kind": "PHOTO", "name": "Own credit" } } } },
        ],
    });
    let input = ArticleInput {
        kind: ArticleKind::News,
        locale: "uk".parse().unwrap(),
        section,
        headline: "Пором вирушає".to_owned(),
        slug: None,
        content: content.as_object().unwrap().clone(),
        shared: SharedPatch {
            lead_media: Some(Some(LeadMedia {
                asset_id: shows,
                credit_override: None,
            })),
            ..SharedPatch::default()
        },
        request_id: None,
    };
    let (article, translation) = articles::create(&call, &input).await.unwrap();
    let how = PublishInput {
        accept_warnings: vec![CheckCode::SensitiveWithoutFlag],
        ..PublishInput::default()
    };
    let live = articles::publish(&call, translation.id, translation.version, &how)
        .await
        .unwrap();
    (article.number, live.id, live.version)
}

/// Everything that readers can ask for in which a picture might stand.
async fn surfaces(app: &TestApp, number: i64, asset: &Asset) -> Vec<(String, String)> {
    let image = "{ __typename ... on Image { id url srcSet } }";
    let documents = [
        format!(
            "{{ edition(locale: \"uk\") {{ article(by: {{ number: \"{number}\" }}) {{
                leadMedia {{ alt line credit {{ name }} media {image} }}
                body {{ html plainText blocks {{ __typename
                    ... on FigureBlock {{ figure {{ alt line credit {{ name }} media {image} }} }} }} }}
                seo {{ structuredData openGraph {{ image {{ url }} }} }} }} }} }}"
        ),
        format!(
            "{{ edition(locale: \"uk\") {{ recentNews(first: 5) {{ nodes {{ leadMedia {{ media {image} }} }} }}
                search(query: \"пором\", first: 5) {{ edges {{ node {{ leadMedia {{ media {image} }} }} }} }} }} }}"
        ),
        format!("{{ node(id: \"{}\") {{ id ... on Image {{ url }} }} }}", asset.id),
    ];
    let mut found = Vec::new();
    for document in documents {
        let answer = app.ask("/graphql", None, &document, json!({})).await;
        assert!(answer.get("errors").is_none(), "{document}\n{answer:#}");
        found.push((document, answer["data"].to_string()));
    }
    for path in [
        "/feeds/uk/rss.xml",
        "/feeds/uk/atom.xml",
        "/feeds/uk/feed.json",
        "/feeds/uk/ninjs.json",
        "/sitemaps/news-uk.xml",
        "/v1/news?locale=uk&first=5",
    ] {
        let text = app.get(path).await.text();
        found.push((path.to_owned(), text));
    }
    found
}

/// The surfaces on which a picture stands, by any of its names.
fn showing(surfaces: &[(String, String)], asset: &Asset) -> Vec<String> {
    let id = asset.id.to_string();
    let public = asset.public_checksum.as_deref().unwrap();
    let shows = |text: &str| text.contains(&id) || text.contains(public);
    let shown = surfaces.iter().filter(|(_, text)| shows(text));
    shown.map(|(name, _)| name.clone()).collect()
}

fn retire(id: AssetId, with: Option<AssetId>) -> String {
    let with = with.map_or_else(String::new, |id| format!(", replaceWithId: \"{id}\""));
    format!(
        "assetRetire(id: \"{id}\", reason: \"a claim\"{with}) {{
            asset {{ state retirement {{ reason replacedBy {{ id }} }} }}
            affectedArticles userErrors {{ message path }} }}"
    )
}

both!(
    a_retired_picture_leaves_everything_at_once_and_the_text_stays,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let gone = picture(&app, 1, "Hanna").await;
        let (number, translation, version) = story(&app, gone.id).await;
        let before = surfaces(&app, number, &gone).await;
        assert!(showing(&before, &gone).len() >= 6, "{before:#?}");

        let done = people
            .mutate(Role::PhotoEditor, &retire(gone.id, None))
            .await;

        assert_eq!(
            done,
            json!({
                "asset": { "state": "RETIRED", "retirement": { "reason": "a claim", "replacedBy": null } },
                "affectedArticles": 1,
                "userErrors": [],
            })
        );
        let after = surfaces(&app, number, &gone).await;
        assert_eq!(showing(&after, &gone), Vec::<String>::new());
        assert!(after[0].1.contains("Слова."), "{}", after[0].1);
        let public = app.get(&gone.public_path().unwrap()).await;
        assert_eq!(public.status.as_u16(), 404);

        // The text that shows it can still be worked on, but goes out again only without it.
        let members = json!({ "headline": "Пором вирушає знову" });
        let patch = SavePatch {
            members: members.as_object().unwrap().clone(),
            is_autosave: false,
        };
        let saved = articles::save(&desk(&app), translation, version, &patch)
            .await
            .unwrap();
        let how = PublishInput::default();
        let published = articles::publish(&desk(&app), translation, saved.version, &how).await;
        assert!(matches!(published, Err(Error::Refused(_))), "{published:?}");
        // Nobody puts it into another text.
        let put = people.create(Role::Reporter, "Another").await;
        let lead = format!(
            "articleUpdate(id: {:?}, expectedVersion: 1, input: {{ leadMedia: {{ assetId: \"{}\" }} }}) {{ userErrors {{ path }} }}",
            put.article, gone.id
        );
        assert_eq!(
            people.mutate(Role::Reporter, &lead).await["userErrors"],
            json!([{ "path": ["input", "leadMedia", "assetId"] }])
        );
    }
);

both!(
    another_picture_stands_in_all_its_places_and_revisions_stay_as_they_were,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let (gone, heir) = (
            picture(&app, 1, "Hanna").await,
            picture(&app, 2, "Ivan").await,
        );
        let (number, translation, _) = story(&app, gone.id).await;
        let history = format!(
            "{{ desk {{ translation(id: \"{translation}\") {{ revisions(first: 5) {{ edges {{ node {{ number }} }} }} }} }} }}"
        );
        let revisions = people.read(Role::DutyEditor, &history).await;

        let done = people
            .mutate(Role::PhotoEditor, &retire(gone.id, Some(heir.id)))
            .await;

        assert_eq!(
            done["asset"]["retirement"]["replacedBy"]["id"],
            json!(heir.id)
        );
        let after = surfaces(&app, number, &gone).await;
        assert_eq!(showing(&after, &gone), Vec::<String>::new());
        assert!(showing(&after, &heir).len() >= 5, "{after:#?}");
        // What was said of the old picture is not said of the new one.
        let told: Json = serde_json::from_str(&after[0].1).unwrap();
        let article = &told["edition"]["article"];
        for figure in [
            &article["leadMedia"],
            &article["body"]["blocks"][1]["figure"],
        ] {
            assert_eq!(figure["credit"]["name"], "Ivan", "{article:#}");
            assert_eq!(figure["alt"], "Ivan: alt");
        }
        assert_eq!(article["leadMedia"]["line"], "Пором. Фото: Ivan");
        assert_eq!(people.read(Role::DutyEditor, &history).await, revisions);
        let usage = format!(
            "{{ desk {{ asset(id: \"{}\") {{ usage(first: 5) {{ edges {{ node {{ number }} }} }} }} }} }}",
            heir.id
        );
        let usage = people.read(Role::PhotoEditor, &usage).await;
        let stories = &usage["desk"]["asset"]["usage"]["edges"];
        assert_eq!(stories.as_array().map(Vec::len), Some(1), "{usage:#}");

        // Whoever stands in another's place passes it on, and takes it along without an heir.
        let last = picture(&app, 3, "Olena").await;
        people
            .mutate(Role::PhotoEditor, &retire(heir.id, Some(last.id)))
            .await;
        let after = surfaces(&app, number, &heir).await;
        assert!(showing(&after, &last).len() >= 5, "{after:#?}");
        people
            .mutate(Role::PhotoEditor, &retire(last.id, None))
            .await;
        let after = surfaces(&app, number, &last).await;
        for picture in [&gone, &heir, &last] {
            assert_eq!(showing(&after, picture), Vec::<String>::new());
        }
    }
);

both!(
    a_replacement_is_followed_when_it_is_described_anew,
    Newsroom::Small,
    |app| {
        let (gone, heir) = (
            picture(&app, 1, "Hanna").await,
            picture(&app, 2, "Ivan").await,
        );
        let (number, ..) = story(&app, gone.id).await;
        media::retire(&desk(&app), gone.id, "a claim", Some(heir.id))
            .await
            .unwrap();
        let before = surfaces(&app, number, &gone).await;
        assert!(before[0].1.contains("Ivan"), "{}", before[0].1);
        let credit = Credit {
            kind: CreditKind::Photo,
            name: "Ivan Franko".to_owned(),
            url: None,
        };
        let input = AssetInput {
            credit: Some(Some(credit)),
            ..AssetInput::default()
        };

        media::update(&desk(&app), heir.id, heir.version, input)
            .await
            .unwrap();

        let after = surfaces(&app, number, &gone).await;
        assert!(after[0].1.contains("Ivan Franko"), "{}", after[0].1);
    }
);

both!(
    retiring_leaves_an_entry_and_an_event,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let gone = picture(&app, 1, "Hanna").await;
        people
            .mutate(Role::PhotoEditor, &retire(gone.id, None))
            .await;
        // Said again, it changes nothing.
        people
            .mutate(Role::PhotoEditor, &retire(gone.id, None))
            .await;

        let trail = format!(
            "{{ admin {{ audit(filter: {{ subjectId: \"{}\", actions: [\"assetRetire\"] }}) {{ edges {{ node {{ changes {{ field before after }} }} }} }} }} }}",
            gone.id
        );
        let trail = people.read(Role::Administrator, &trail).await;
        let entries = trail["admin"]["audit"]["edges"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "{trail:#}");
        let state = json!({ "field": "state", "before": "READY", "after": "RETIRED" });
        let changes = entries[0]["node"]["changes"].as_array().unwrap();
        assert!(changes.contains(&state), "{changes:#?}");
        let now = media::by_ids(&desk(&app), &[gone.id]).await.unwrap();
        assert_eq!(now[&gone.id].state, AssetState::Retired);
    }
);
