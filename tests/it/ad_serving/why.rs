//! Why ads were chosen as they were: of a decision that fell, and of a page and a viewer.

use masthead::ads::serving::{self, Why};
use masthead::app::Call;
use masthead::policy::Role;
use masthead::vocabulary::CandidateOutcome;
use serde_json::{Value as Json, json};

use super::caps::once_a_day;
use super::sold::{Offer, execute, offer, order, sell};
use super::{page, viewer};
use crate::support::{Newsroom, TestApp, both};

const TRACE: &str =
    "slotKey noAdsReason winner { id } candidates { lineItem { id name } outcome detail }";

/// What an ad manager is told.
async fn ask(app: &TestApp, token: &str, field: &str, variables: Json) -> Json {
    let document = match field {
        "explainDecision" => {
            format!("query($id: ID!) {{ ads {{ explainDecision(id: $id) {{ {TRACE} }} }} }}")
        }
        _ => format!(
            "query($url: Url!, $viewer: AdViewerInput!) {{ ads {{ \
             explain(url: $url, device: DESKTOP, viewer: $viewer) {{ {TRACE} }} }} }}"
        ),
    };
    let mut answer = app
        .ask("/desk/graphql", Some(token), &document, variables)
        .await;
    assert!(answer["errors"].is_null(), "{answer:#}");
    answer["data"]["ads"][field].take()
}

/// What became of a line item in each slot.
fn outcomes(slots: &Json, name: &str) -> Vec<String> {
    let slots = slots.as_array().unwrap().iter();
    let of = |slot: &Json| {
        let all = slot["candidates"].as_array().unwrap().iter();
        let one = all.filter(|one| one["lineItem"]["name"] == name);
        let outcomes: Vec<_> = one
            .map(|one| one["outcome"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(outcomes.len(), 1, "{name} is told of once: {slot:#}");
        outcomes[0].clone()
    };
    slots.map(of).collect()
}

both!(
    a_decision_is_made_again_and_explained,
    Newsroom::Demo,
    |app| {
        let sold = sell(&app.app, once_a_day()).await;
        let first = page(&app, Some("a")).await;
        page(&app, Some("a")).await;
        let call = Call::system(&app.app, "test");
        let decision = first[0]["id"].as_str().unwrap().parse().unwrap();

        let Why { slots } = serving::explain_decision(&call, decision).unwrap().unwrap();

        let won = slots.iter().find(|slot| slot.winner == Some(sold)).unwrap();
        assert_eq!(Json::from(won.slot_key.clone()), first[0]["slotKey"]);
        for slot in &slots {
            let (_, outcome, _) = &slot.candidates[0];
            assert_eq!(
                *outcome == CandidateOutcome::Won,
                slot.winner.is_some(),
                "{slot:?}"
            );
        }
        app.clock.advance(2 * 3_600_000);
        page(&app, Some("b")).await;
        assert!(
            serving::explain_decision(&call, decision)
                .unwrap()
                .is_none()
        );
    }
);

both!(
    a_decision_is_told_from_its_id_with_a_reason_for_all_that_was_left_out,
    Newsroom::Demo,
    |app| {
        let sold = sell(&app.app, once_a_day()).await;
        order(&app.app, 3, Vec::new()).await;
        let other = Offer {
            name: "Осінь",
            flight: (crate::support::START.plus_ms(3_600_000), None),
            ..Offer::remnant(5, 3, Vec::new())
        };
        offer(&app.app, other).await;
        let shown = page(&app, Some("a")).await;
        assert_eq!(shown.len(), 1, "{shown:#?}");
        let token = app.sign_in("Ада", Role::AdManager).await;
        let of_shown = json!({ "id": shown[0]["id"] });

        let told = ask(&app, &token, "explainDecision", of_shown.clone()).await;

        let slots = told.as_array().unwrap();
        let winners: Vec<_> = slots
            .iter()
            .filter(|slot| !slot["winner"].is_null())
            .collect();
        assert_eq!(winners.len(), 1, "{told:#}");
        assert_eq!(winners[0]["slotKey"], shown[0]["slotKey"]);
        assert_eq!(winners[0]["winner"]["id"], json!(sold.to_string()));
        let own = outcomes(&told, "Літо всюди");
        assert_eq!(own.iter().filter(|one| *one == "WON").count(), 1);
        // What does not run yet is told of with its reason, in every slot.
        let later = outcomes(&told, "Осінь");
        assert!(later.iter().all(|one| one == "FLIGHT"), "{later:?}");

        // What has changed since changes nothing about what was: it is the same decision again.
        execute(
            &app.app,
            "UPDATE line_items SET state = 'PAUSED'",
            Vec::new(),
        )
        .await;
        execute(
            &app.app,
            "UPDATE facts SET version = version + 1",
            Vec::new(),
        )
        .await;
        page(&app, Some("a")).await;
        assert_eq!(
            ask(&app, &token, "explainDecision", of_shown.clone()).await,
            told
        );

        // Of nobody's decision, and after an hour, nothing is told.
        let nobodys = json!({ "id": "dec_00000000000000000000000000" });
        assert_eq!(
            ask(&app, &token, "explainDecision", nobodys).await,
            Json::Null
        );
        app.clock.advance(2 * 3_600_000);
        page(&app, Some("b")).await;
        let token = app.sign_in("Іда", Role::AdManager).await;
        assert_eq!(
            ask(&app, &token, "explainDecision", of_shown).await,
            Json::Null
        );
    }
);

both!(
    a_page_and_a_viewer_are_told_what_they_would_get_and_why,
    Newsroom::Demo,
    |app| {
        let sold = sell(&app.app, once_a_day()).await;
        let token = app.sign_in("Ада", Role::AdManager).await;
        let of =
            |key: Option<&str>| json!({ "url": "https://mayak.example/", "viewer": viewer(key) });

        let known = ask(&app, &token, "explain", of(Some("a"))).await;
        let winners = known.as_array().unwrap().iter();
        let winners: Vec<_> = winners.filter(|slot| !slot["winner"].is_null()).collect();
        assert_eq!(winners.len(), 1, "{known:#}");
        assert_eq!(winners[0]["winner"]["id"], json!(sold.to_string()));

        // Without a key the cap cannot be kept, and that is what is said in every slot.
        let nobody = ask(&app, &token, "explain", of(None)).await;
        assert!(
            nobody
                .as_array()
                .unwrap()
                .iter()
                .all(|slot| slot["winner"].is_null())
        );
        let why = outcomes(&nobody, "Літо всюди");
        assert!(why.iter().all(|one| one == "CONSENT"), "{why:?}");

        // Explaining keeps no place: whoever reads the page gets it all the same.
        assert_eq!(page(&app, Some("a")).await.len(), 1);
        let had = ask(&app, &token, "explain", of(Some("a"))).await;
        assert!(
            had.as_array()
                .unwrap()
                .iter()
                .all(|slot| slot["winner"].is_null())
        );

        // A page that is none of ours is no page.
        let document = "query { ads { explain(url: \"https://mayak.example/uk/none\", \
             device: DESKTOP, viewer: {}) { slotKey } } }";
        let answer = app
            .ask("/desk/graphql", Some(&token), document, json!({}))
            .await;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT",
            "{answer:#}"
        );
    }
);
