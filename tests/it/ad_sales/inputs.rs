//! What may be sold, and shown.

use super::*;

both!(
    all_that_is_wrong_with_a_line_item_is_told_at_once,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let input = json!({
            "campaignId": sold.campaign,
            "name": " ",
            "tier": "STANDARD",
            "weight": 0,
            "flight": {
                "start": { "local": { "time": "2027-03-28T03:30" } },
                "dayparts": [{ "weekday": "MONDAY", "fromHour": 22, "toHour": 2 }],
            },
            "goal": { "metric": "IMPRESSIONS" },
            "frequencyCaps": [{ "limit": 0, "window": "PT1S" }],
            "targeting": { "locales": ["de"], "tagIds": ["tag_00000000000000000000000000"] },
            "creatives": [],
        });

        let refused = sales
            .give(AdManager, "lineItemCreate", "", ("LineItemInput", input))
            .await;

        let expected = told(&[
            ("input.name", "REQUIRED"),
            ("input.weight", "INVALID"),
            ("input.flight.dayparts.0", "INVALID"),
            ("input.goal.quantity", "REQUIRED"),
            ("input.flight.end", "REQUIRED"),
            ("input.price", "REQUIRED"),
            ("input.frequencyCaps.0.limit", "INVALID"),
            ("input.frequencyCaps.0.window", "INVALID"),
            ("input.targeting.tagIds.0", "NOT_FOUND"),
            ("input.targeting.locales", "INVALID"),
            ("input.flight.start", "LOCAL_TIME_INVALID"),
        ]);
        assert_eq!(codes(&refused), expected, "{refused:#}");
        let start = &refused["userErrors"][10];
        assert_eq!(start["problem"], "NONEXISTENT");
        assert_eq!(
            start["candidates"],
            json!(["2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"])
        );
    }
);

both!(
    what_a_creative_shows_is_checked_again_whenever_it_changes,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.sold().await;
        let same = creative(&sold.advertiser);
        let of = |version: i32| format!("id: \"{}\", expectedVersion: {version},", sold.creative);

        // Another name is no other content.
        let renamed = with(same.clone(), "name", json!("Пором, осінь"));
        let renamed = sales
            .give(
                AdManager,
                "creativeUpdate",
                &of(2),
                ("CreativeInput", renamed),
            )
            .await;
        assert_eq!(renamed["creative"]["review"], "APPROVED", "{renamed:#}");
        let mut other = same.clone();
        other["variants"][0]["landingUrl"] = json!("https://khvylia.example/other");
        let changed = sales
            .give(
                AdManager,
                "creativeUpdate",
                &of(3),
                ("CreativeInput", other),
            )
            .await;
        assert_eq!(changed["creative"]["review"], "PENDING");
        let (before, after) = (&renamed["creative"], &changed["creative"]);
        assert_ne!(before["variants"][0]["id"], after["variants"][0]["id"]);
        assert_eq!(before["variants"][1]["id"], after["variants"][1]["id"]);
        let stale = sales
            .give(AdManager, "creativeUpdate", &of(3), ("CreativeInput", same))
            .await;
        assert_eq!(
            codes(&stale),
            told(&[("expectedVersion", "VERSION_CONFLICT")])
        );
        let reason = format!("{} reason: \"Без ліцензії\"", of(4));
        let rejected = sales.done(AdApprover, "creativeReject", &reason).await;
        assert_eq!(rejected["creative"]["review"], "REJECTED");
        assert_eq!(rejected["creative"]["reviewNote"], "Без ліцензії");
        let late = sales.step(AdApprover, "creativeApprove", &of(5)).await;
        assert_eq!(codes(&late), told(&[("id", "TRANSITION_NOT_ALLOWED")]));
    }
);

both!(
    a_creative_leads_to_hosts_of_its_buyer_and_weighs_little,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let advertiser = sales.advertiser("Хвиля").await;
        let mut input = creative(&advertiser);
        input["variants"][0]["landingUrl"] = json!("https://elsewhere.example/");
        input["variants"][0]["content"] = json!({ "html": "x".repeat(200_001) });
        input["variants"][1]["content"] = json!({ "vastXml": "<html/>" });

        let refused = sales
            .give(AdManager, "creativeCreate", "", ("CreativeInput", input))
            .await;

        let expected = told(&[
            ("input.variants.0.landingUrl", "INVALID"),
            ("input.variants.0.content", "TOO_LONG"),
            ("input.variants.1.content.vastXml", "INVALID"),
        ]);
        assert_eq!(codes(&refused), expected, "{refused:#}");
        // A host that something leads to is not taken away.
        sales.creative(&advertiser).await;
        let less = json!({ "name": "Х", "legalName": "Х", "domains": ["other.example"] });
        let of = format!("id: \"{advertiser}\", expectedVersion: 1,");
        let refused = sales
            .give(
                AdManager,
                "advertiserUpdate",
                &of,
                ("AdvertiserInput", less),
            )
            .await;
        assert_eq!(codes(&refused), told(&[("input.domains", "IN_USE")]));
    }
);

both!(
    a_line_item_shows_creatives_of_its_own_buyer,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.planned().await;
        let other = sales.advertiser("Берег").await;
        let strange = sales.creative(&other).await;

        let refused = sales
            .give(
                AdManager,
                "lineItemCreate",
                "",
                ("LineItemInput", line_item(&sold.campaign, &strange)),
            )
            .await;

        assert_eq!(
            codes(&refused),
            told(&[("input.creatives.0.creativeId", "NOT_FOUND")])
        );
    }
);
