//! Tags that line items name.

use masthead::policy::Role::Administrator;

use super::*;

/// How many line items name a tag, and which of them its flags keep from its pages.
async fn uses(sales: &Sales<'_>, tag: &str) -> (Json, Vec<String>) {
    let document = format!(
        "{{ desk {{ tag(id: \"{tag}\") {{ usage {{ lineItems }} adConflicts {{ name }} }} }} }}"
    );
    let read = sales.people.read(Administrator, &document).await;
    let tag = &read["desk"]["tag"];
    let names = tag["adConflicts"].as_array().unwrap().iter();
    let names = names.map(|one| one["name"].as_str().unwrap().to_owned());
    (tag["usage"]["lineItems"].clone(), names.collect())
}

both!(
    a_tag_that_turns_sensitive_names_what_it_keeps_from_its_pages,
    Newsroom::Small,
    |app| {
        let sales = Sales::of(&app).await;
        let field = "tagCreate(input: { kind: TOPIC, names: [{ locale: \"uk\", text: \"Шторм\" }] }) \
             { tag { id version } userErrors { message } }";
        let made = sales.people.mutate(Administrator, field).await;
        let tag = id(&made["tag"]["id"]);
        assert_eq!(uses(&sales, &tag).await, (json!(0), Vec::new()));

        let advertiser = sales.advertiser("Хвиля").await;
        let campaign = sales.campaign(&advertiser).await;
        let creative = sales.creative(&advertiser).await;
        let wanting = json!({ "tagIds": [tag] });
        for (name, member, value) in [
            ("Обережна", "targeting", wanting.clone()),
            ("Сміливіша", "targeting", wanting.clone()),
            ("Деінде", "exclusions", wanting.clone()),
        ] {
            let mut input = with(line_item(&campaign, &creative), member, value);
            if name == "Сміливіша" {
                input["acceptsSensitivity"] = json!(["DISASTER"]);
            }
            let input = with(input, "name", json!(name));
            let made = sales
                .give(AdManager, "lineItemCreate", "", ("LineItemInput", input))
                .await;
            assert_eq!(made["userErrors"], json!([]), "{name}");
        }
        assert_eq!(uses(&sales, &tag).await, (json!(3), Vec::new()));

        let field = format!(
            "tagUpdate(id: \"{tag}\", expectedVersion: {}, input: {{ sensitivity: [DISASTER] }}) \
             {{ tag {{ id }} userErrors {{ message }} }}",
            made["tag"]["version"]
        );
        let changed = sales.people.mutate(Administrator, &field).await;
        assert_eq!(changed["userErrors"], json!([]));

        let conflicts = vec!["Обережна".to_owned()];
        assert_eq!(uses(&sales, &tag).await, (json!(3), conflicts));
    }
);
