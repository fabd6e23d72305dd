//! The way of what is sold, and who takes which step.

use super::*;

both!(
    an_order_goes_from_a_buyer_to_its_flight,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let line_item = format!("id: \"{}\"", sold.line_item);

        // The ad manager hands it in; somebody else checks the creative, and approves.
        let submitted = sales.done(AdManager, "lineItemSubmit", &line_item).await;
        assert_eq!(submitted["lineItem"]["state"], "PENDING_APPROVAL");
        let queue = "{ ads { creativeReviewQueue { edges { node { id name advertiser { legalName } variants { format size { width } } } } } } }";
        let waiting = sales.people.read(AdApprover, queue).await;
        let waiting = &waiting["ads"]["creativeReviewQueue"]["edges"];
        assert_eq!(waiting[0]["node"]["id"], sold.creative);
        assert_eq!(waiting[0]["node"]["advertiser"]["legalName"], "ТОВ «Хвиля»");
        assert_eq!(waiting[0]["node"]["variants"][1]["format"], "NATIVE");
        let creative = format!("id: \"{}\", expectedVersion: 1", sold.creative);
        let checked = sales.done(AdApprover, "creativeApprove", &creative).await;
        assert_eq!(checked["creative"]["review"], "APPROVED");
        let approved = sales.done(AdApprover, "lineItemApprove", &line_item).await;
        assert_eq!(approved["lineItem"]["state"], "READY");
        assert_eq!(approved["lineItem"]["campaign"]["state"], "ACTIVE");
        assert_eq!(approved["lineItem"]["delivery"]["delivered"], "0");
        assert_eq!(approved["lineItem"]["delivery"]["goal"], "100000");

        // Nobody has to do anything on the day.
        app.clock.set(at("2026-07-11T21:00:00Z"));
        assert_eq!(sales.state(&sold).await["state"], "DELIVERING");
        app.clock.set(at("2026-07-31T21:00:00Z"));
        let over = sales.state(&sold).await;
        assert_eq!(over["state"], "COMPLETED");
        assert_eq!(over["campaign"]["state"], "COMPLETED");
    }
);

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// Somebody who both sells and approves.
async fn seller_and_approver(app: &TestApp) -> String {
    let password = "a lighthouse by the sea";
    let of = |role| Assignment {
        role,
        locales: None,
        sections: None,
    };
    let new = NewUser {
        email: "one@mayak.example".to_owned(),
        display_name: "One for all".to_owned(),
        ui_locale: "en".parse().unwrap(),
        assignments: vec![of(AdManager), of(AdApprover)],
        password: Some(password.to_owned()),
    };
    let call = Call::system(&app.app, "test");
    users::create(&call, new).await.unwrap();
    let body = json!({ "email": "one@mayak.example", "password": password });
    let answer = app.post("/auth/sign-in", None, &body).await.json();
    id(&answer["accessToken"])
}

both!(
    nobody_approves_what_they_made_or_changed,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let one = seller_and_approver(&app).await;
        let approve = format!(
            "mutation {{ creativeApprove(id: \"{}\", expectedVersion: 2) {{ creative {{ review }} {ERRORS} }} }}",
            sold.creative
        );
        let line_item = format!(
            "mutation {{ lineItemApprove(id: \"{}\") {{ lineItem {{ state }} {ERRORS} }} }}",
            sold.line_item
        );

        // They changed somebody else's creative, which is theirs since.
        let change = "mutation($id: ID!, $input: CreativeInput!) { creativeUpdate(id: $id, expectedVersion: 1, input: $input) { userErrors { message } } }";
        let input = with(creative(&sold.advertiser), "name", json!("Інша назва"));
        app.done(&one, change, json!({ "id": sold.creative, "input": input }))
            .await;
        let own = app.payload(&one, &approve, json!({})).await;
        assert_eq!(codes(&own), told(&[("", "FORBIDDEN")]));
        assert_eq!(own["userErrors"][0]["__typename"], "PermissionError");
        // The line item is the ad manager's, and free to be approved by them.
        let of = format!("id: \"{}\"", sold.line_item);
        sales.done(AdManager, "lineItemSubmit", &of).await;
        let other = app.done(&one, &line_item, json!({})).await;
        assert_eq!(other["lineItem"]["state"], "READY");
        // Who lacks the permission is told which.
        let manager = sales.step(AdManager, "lineItemApprove", &of).await;
        assert_eq!(manager["userErrors"][0]["needed"], "ADS_APPROVE");
    }
);

both!(
    a_campaign_stops_and_starts_all_of_its_line_items,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.sold().await;
        app.clock.set(at("2026-07-12T09:00:00Z"));
        let campaign = format!("id: \"{}\"", sold.campaign);
        assert_eq!(sales.state(&sold).await["state"], "DELIVERING");

        let paused = sales.done(AdManager, "campaignPause", &campaign).await;
        assert_eq!(paused["campaign"]["state"], "PAUSED");
        assert_eq!(sales.state(&sold).await["state"], "READY");
        let resumed = sales.done(AdManager, "campaignResume", &campaign).await;
        assert_eq!(resumed["campaign"]["state"], "ACTIVE");
        assert_eq!(sales.state(&sold).await["state"], "DELIVERING");
        let closed = sales.done(AdManager, "campaignArchive", &campaign).await;
        assert_eq!(closed["campaign"]["state"], "ARCHIVED");
        assert_eq!(sales.state(&sold).await["state"], "ARCHIVED");
        let again = sales.step(AdManager, "campaignResume", &campaign).await;
        assert_eq!(codes(&again), told(&[("id", "TRANSITION_NOT_ALLOWED")]));
    }
);

both!(
    a_line_item_goes_the_way_of_its_states_only,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let of = format!("id: \"{}\"", sold.line_item);
        let no_way = told(&[("id", "TRANSITION_NOT_ALLOWED")]);
        for (role, early) in [
            (AdApprover, "lineItemApprove"),
            (AdManager, "lineItemPause"),
            (AdManager, "lineItemResume"),
        ] {
            let refused = sales.step(role, early, &of).await;
            assert_eq!(codes(&refused), no_way, "{early}");
        }
        sales.done(AdManager, "lineItemSubmit", &of).await;
        sales.done(AdApprover, "lineItemApprove", &of).await;

        let paused = sales.done(AdManager, "lineItemPause", &of).await;
        assert_eq!(paused["lineItem"]["state"], "PAUSED");
        let resumed = sales.done(AdManager, "lineItemResume", &of).await;
        assert_eq!(resumed["lineItem"]["state"], "READY");
        let archived = sales.done(AdManager, "lineItemArchive", &of).await;
        assert_eq!(archived["lineItem"]["state"], "ARCHIVED");
        let back = sales.step(AdManager, "lineItemResume", &of).await;
        assert_eq!(codes(&back), no_way);
    }
);
