//! What is made once, found again, and told of to whom.

use super::*;

both!(
    a_creation_that_is_sent_twice_is_done_once,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let key = "requestId: \"0197f2b4-8c1e-7000-8000-000000000001\",";
        let input = json!({ "name": "Х", "legalName": "Х", "domains": ["x.example"] });
        let create = async || {
            sales
                .give(
                    AdManager,
                    "advertiserCreate",
                    key,
                    ("AdvertiserInput", input.clone()),
                )
                .await
        };

        let (first, second) = (create().await, create().await);

        assert_eq!(first["advertiser"]["id"], second["advertiser"]["id"]);
        let all = sales
            .people
            .read(
                AdManager,
                "{ ads { advertisers { edges { node { name } } } } }",
            )
            .await;
        assert_eq!(
            all["ads"]["advertisers"]["edges"].as_array().unwrap().len(),
            1
        );
    }
);

both!(
    what_is_sold_is_found_by_name_state_and_buyer,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.sold().await;
        let other = sales.advertiser("Берег").await;
        sales.campaign(&other).await;
        let document = format!(
            "{{ ads {{
                named: advertisers(query: \"ХВИЛЯ\") {{ edges {{ node {{ id campaigns {{ edges {{ node {{ id }} }} }} }} }} }}
                sorted: advertisers(first: 1) {{ edges {{ cursor node {{ name }} }} pageInfo {{ hasNextPage }} }}
                active: campaigns(filter: {{ states: [ACTIVE] }}) {{ edges {{ node {{ id lineItems {{ edges {{ node {{ id creatives {{ creative {{ id }} weight }} targeting {{ keywords devices }} }} }} }} }} }} }}
                drafts: campaigns(filter: {{ states: [DRAFT], advertiserIds: [\"{other}\"], query: \"117\" }}) {{ edges {{ node {{ advertiser {{ id }} budget {{ amountMicros currency }} frequencyCaps {{ limit window scope }} }} }} }}
            }} node(id: \"{}\") {{ __typename ... on LineItem {{ name flight {{ start end }} price {{ amountMicros }} }} }} }}",
            sold.line_item
        );

        let read = sales.people.read(AdManager, &document).await;

        let ads = &read["ads"];
        assert_eq!(ads["named"]["edges"][0]["node"]["id"], sold.advertiser);
        let campaigns = &ads["named"]["edges"][0]["node"]["campaigns"]["edges"];
        assert_eq!(campaigns[0]["node"]["id"], sold.campaign);
        assert_eq!(ads["sorted"]["edges"][0]["node"]["name"], "Берег");
        assert_eq!(ads["sorted"]["pageInfo"]["hasNextPage"], true);
        let active = ads["active"]["edges"].as_array().unwrap();
        assert_eq!(active.len(), 1);
        let line_item = &active[0]["node"]["lineItems"]["edges"][0]["node"];
        assert_eq!(line_item["creatives"][0]["creative"]["id"], sold.creative);
        assert_eq!(line_item["targeting"]["keywords"], json!(["Пором"]));
        let draft = &ads["drafts"]["edges"][0]["node"];
        assert_eq!(draft["advertiser"]["id"], other);
        assert_eq!(draft["budget"]["currency"], "UAH");
        assert_eq!(draft["frequencyCaps"][0]["window"], "P1D");
        assert_eq!(read["node"]["__typename"], "LineItem");
        assert_eq!(read["node"]["flight"]["start"], "2026-07-11T21:00:00Z");
    }
);

both!(
    a_change_of_what_is_sold_is_in_the_audit_trail,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let sold = sales.sold().await;
        let document = format!(
            "{{ admin {{ audit(filter: {{ subjectId: \"{}\" }}) {{ edges {{ node {{ action }} }} }} }} }}",
            sold.line_item
        );

        let trail = sales.people.read(Administrator, &document).await;

        let entries = trail["admin"]["audit"]["edges"].as_array().unwrap().iter();
        let actions: Vec<_> = entries.map(|entry| &entry["node"]["action"]).collect();
        assert_eq!(
            actions,
            ["lineItemApprove", "lineItemSubmit", "lineItemCreate"]
        );
    }
);

both!(editors_never_see_what_is_sold, Newsroom::Small, |app| {
    let sales = Sales::of(&app).await;
    let sold = sales.planned().await;
    let document = format!(
        "{{ node(id: \"{}\") {{ id }} ads {{ campaigns {{ edges {{ node {{ id }} }} }} }} }}",
        sold.line_item
    );

    let answer = sales.people.ask(Reporter, &document, json!({})).await;

    assert_eq!(answer["data"], json!({ "node": null, "ads": null }));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN");
});
