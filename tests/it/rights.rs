//! What may be done with pictures: whose they are, and in spite of what.

use std::collections::BTreeMap;

use masthead::app::Call;
use masthead::editions;
use masthead::media::{self, AssetInput, Credit, ImportedAsset, ImportedContent, Playback, Rights};
use masthead::platform::ids::AssetId;
use masthead::policy::{Action, Actor, Role, Subject};
use masthead::vocabulary::{AssetUse, CreditKind, LicenceKind};
use serde_json::json;

use crate::support::people::People;
use crate::support::{Newsroom, START, TestApp, both};

use Role::{AdManager, Administrator, DutyEditor, PhotoEditor, Reporter};

/// A video that somebody has brought in, whose rights are over.
async fn brought(app: &TestApp, by: &Call) -> AssetId {
    let site = editions::site(by).await.unwrap();
    let id: AssetId = by.new_id();
    let asset = ImportedAsset {
        id,
        content: ImportedContent::Video(Playback {
            embed_url: Some(format!("https://youtu.be/{id}")),
            ..Playback::default()
        }),
        input: AssetInput {
            alt_texts: Some(BTreeMap::from([("uk".parse().unwrap(), "Pier".to_owned())])),
            credit: Some(Some(Credit {
                kind: CreditKind::Photo,
                name: "Hanna".to_owned(),
                url: None,
            })),
            rights: Some(Rights {
                licence: LicenceKind::Own,
                uses: vec![AssetUse::Web],
                valid_until: Some(START),
                ..Rights::unknown()
            }),
            ..AssetInput::default()
        },
    };
    // As an import in the name of that account.
    let user = by.actor().user().unwrap();
    let import = Call::new(
        &app.app,
        Actor::System {
            name: "import",
            user,
        },
        "test".to_owned(),
    );
    let tx = import.begin().await.unwrap();
    let permit = tx
        .authorize(Action::NewsroomImport, &Subject::default())
        .unwrap();
    media::import(&permit, &site, vec![asset]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

both!(
    who_sells_ads_describes_what_they_brought_in_and_nothing_else,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let own = brought(&app, &people.call(AdManager).await).await;
        let other = brought(&app, &people.call(PhotoEditor).await).await;
        let describe = |id: AssetId| {
            format!(
                "assetUpdate(id: \"{id}\", expectedVersion: 1, input: {{ keywords: [\"ferry\"] }}) {{ userErrors {{ __typename ... on PermissionError {{ needed }} }} }}"
            )
        };

        let refused = people.mutate(AdManager, &describe(other)).await;
        let done = people.mutate(AdManager, &describe(own)).await;
        let anybody = people.mutate(PhotoEditor, &describe(other)).await;

        assert_eq!(
            refused["userErrors"],
            json!([{ "__typename": "PermissionError", "needed": "MEDIA_WRITE" }])
        );
        assert_eq!(done["userErrors"], json!([]));
        assert_eq!(anybody["userErrors"], json!([]));
        let upload = format!(
            "assetBeginUpload(input: {{ fileName: \"a.png\", mimeType: \"image/png\", byteSize: \"100\", checksum: \"{}\" }}) {{ userErrors {{ message }} }}",
            "0".repeat(64)
        );
        let begun = people.mutate(AdManager, &upload).await;
        assert_eq!(begun["userErrors"], json!([]));
    }
);

both!(
    rights_that_are_over_stop_all_but_those_who_override_them_knowingly,
    Newsroom::Small,
    |app| {
        let people = People::of(&app).await;
        let mut work = people.approved("Ferry").await;
        let lead = brought(&app, &people.call(PhotoEditor).await).await;
        let share = format!(
            "articleUpdate(id: {:?}, expectedVersion: 1, input: {{ leadMedia: {{ assetId: \"{lead}\" }} }}) {{ userErrors {{ message }} }}",
            work.article
        );
        assert_eq!(
            people.mutate(Reporter, &share).await["userErrors"],
            json!([])
        );
        let (plain, knowing) = (
            work.publish(),
            work.publish()
                .replace(')', ", input: { acceptWarnings: [RIGHTS_EXPIRED] })"),
        );

        for (role, field) in [
            (DutyEditor, &plain),
            (DutyEditor, &knowing),
            (Administrator, &plain),
        ] {
            let refused = people.refused(role, field).await;
            assert_eq!(
                refused["checks"],
                json!([{ "code": "RIGHTS_EXPIRED", "severity": "BLOCKER" }]),
                "{role:?} {field}"
            );
        }
        people.done(Administrator, &knowing, &mut work).await;

        let trail = format!(
            "{{ admin {{ audit(filter: {{ subjectId: {:?}, actions: [\"translationPublish\"] }}) {{ edges {{ node {{ changes {{ field before after }} }} }} }} }} }}",
            work.id
        );
        let trail = people.read(Administrator, &trail).await;
        let changes = trail["admin"]["audit"]["edges"][0]["node"]["changes"].clone();
        let told =
            json!({ "field": "rights", "before": "[\"RIGHTS_EXPIRED\"]", "after": "overridden" });
        assert!(changes.as_array().unwrap().contains(&told), "{changes}");
    }
);
