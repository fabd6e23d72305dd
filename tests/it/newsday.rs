//! A story's day over the graphs: written, published, translated, moved, corrected, taken down.

use masthead::policy::Role;
use serde_json::{Value as Json, json};

use crate::pages::path_of;
use crate::support::{Newsroom, TestApp, both};

const CREATE: &str = "mutation($input: ArticleCreateInput!) { articleCreate(input: $input) {
    article { id number version }
    translation { id version liveState draftState url }
    userErrors { __typename code message path } } }";

const SAVE: &str = "mutation($id: ID!, $version: Int!, $input: TranslationContentInput!) {
    translationSave(id: $id, expectedVersion: $version, input: $input) {
        translation { id version draftState }
        userErrors { __typename code message path
            ... on VersionConflictError { currentVersion changedPaths changedBy { displayName }
                conflicts { blockId base theirs mine } } } } }";

const PUBLISH: &str = "mutation($id: ID!, $version: Int!, $input: PublishInput) {
    translationPublish(id: $id, expectedVersion: $version, input: $input) {
        translation { version liveState draftState published { headline url } }
        userErrors { __typename code message path
            ... on PublicationBlockedError { checks { code severity } } } } }";

const TRANSLATE: &str =
    "mutation($id: ID!, $input: TranslationCreateInput!) { translationCreate(articleId: $id, input: $input) {
        translation { id version locale draftState content { document } }
        userErrors { __typename code message path } } }";

const RENAME: &str =
    "mutation($id: ID!, $slug: Slug!) { translationChangeSlug(id: $id, slug: $slug) {
        translation { url slug } userErrors { __typename code message path } } }";

const CORRECT: &str =
    "mutation($id: ID!, $input: CorrectionIssueInput!) { correctionIssue(translationId: $id, input: $input) {
        correction { kind } userErrors { __typename code message path } } }";

const TAKE_DOWN: &str =
    "mutation($id: ID!, $input: ArticleUnpublishInput!) { articleUnpublish(id: $id, input: $input) {
        article { id } userErrors { __typename code message path } } }";

const PAGE: &str =
    "query($locale: Locale!, $path: String!) { edition(locale: $locale) { resolve(path: $path) {
    __typename
    ... on Article { headline body { plainText } updateLabel updatedAt { iso }
        corrections { kind text { plain } }
        languageOptions { locale target url } }
    ... on Redirect { location status }
    ... on Gone { status notice alternates { locale url } } } } }";

async fn page(app: &TestApp, locale: &str, url: &str) -> Json {
    let variables = json!({ "locale": locale, "path": path_of(url) });
    app.read(PAGE, variables).await["edition"]["resolve"].take()
}

fn words(text: &str) -> Json {
    json!({ "spans": [{ "text": text }] })
}

fn paragraph(id: &str, text: &str) -> Json {
    json!({ "paragraph": { "blockId": id, "text": words(text) } })
}

async fn section(app: &TestApp, token: &str) -> Json {
    let found = app
        .desk(token, "{ desk { sections { id } } }", json!({}))
        .await;
    found["desk"]["sections"][0]["id"].clone()
}

/// A new Ukrainian story of two paragraphs; its payload.
async fn written(app: &TestApp, token: &str) -> Json {
    let input = json!({
        "kind": "NEWS", "locale": "uk", "sectionId": section(app, token).await,
        "headline": "Порт Лазур відкриває нічний пором",
        "content": { "lede": words("Перший рейс — у суботу."), "blocks": [
            paragraph("p1", "Пором ходитиме чотири рази на ніч."),
            paragraph("p2", "Квиток коштує як удень."),
        ] },
    });
    app.done(token, CREATE, json!({ "input": input })).await
}

async fn published(app: &TestApp, token: &str, translation: &Json) -> Json {
    let variables = json!({ "id": translation["id"], "version": translation["version"] });
    app.done(token, PUBLISH, variables).await["translation"].take()
}

both!(
    a_story_is_written_published_translated_corrected_and_taken_down,
    Newsroom::Demo,
    |app| {
        let reporter = app.sign_in("Olena", Role::Reporter).await;
        let translator = app.sign_in("Ihor", Role::Translator).await;
        let duty = app.sign_in("Marta", Role::DutyEditor).await;

        // Written: readers see nothing of it.
        let story = written(&app, &reporter).await;
        let (id, draft) = (&story["article"]["id"], &story["translation"]);
        assert_eq!(draft["draftState"], "DRAFT");
        assert_eq!(
            page(&app, "uk", draft["url"].as_str().unwrap()).await,
            Json::Null
        );

        // Published.
        let live = published(&app, &duty, draft).await;
        assert_eq!(
            (&live["liveState"], &live["draftState"]),
            (&json!("LIVE"), &json!("NONE"))
        );
        let url = live["published"]["url"].as_str().unwrap();
        let read = page(&app, "uk", url).await;
        assert_eq!(read["headline"], "Порт Лазур відкриває нічний пором");
        assert_eq!(read["updateLabel"], Json::Null);

        // Translated: the block ids are the source's.
        let input = json!({ "locale": "en", "fromLocale": "uk", "prefill": "SOURCE_TEXT",
            "headline": "Port Lazur opens a night ferry" });
        let english = app
            .done(&translator, TRANSLATE, json!({ "id": id, "input": input }))
            .await;
        let english = &english["translation"];
        assert_eq!(
            english["content"]["document"][1]["paragraph"]["blockId"],
            "p2"
        );
        let variables = json!({ "id": english["id"], "version": english["version"], "input": { "blocks": [
            paragraph("p1", "The ferry will run four times a night."),
            paragraph("p2", "A ticket costs what it costs by day."),
        ] } });
        let saved = app.done(&translator, SAVE, variables).await;
        let live_english = published(&app, &duty, &saved["translation"]).await;
        let url_english = live_english["published"]["url"].as_str().unwrap();
        let read = page(&app, "en", url_english).await;
        let uk = &read["languageOptions"].as_array().unwrap()[0];
        assert_eq!((&uk["locale"], &uk["url"]), (&json!("uk"), &json!(url)));

        // Moved: the old address leads to the new one.
        let moved = json!({ "id": english["id"], "slug": "night-ferry" });
        let moved = app.done(&duty, RENAME, moved).await;
        let new_url = moved["translation"]["url"].as_str().unwrap();
        assert!(new_url.ends_with("night-ferry"), "{new_url}");
        let old = page(&app, "en", url_english).await;
        assert_eq!(
            old,
            json!({ "__typename": "Redirect", "location": new_url, "status": 301 })
        );

        // Corrected: the note shows, and the story counts as updated.
        app.clock.advance(600_000);
        let note = json!({ "kind": "CORRECTION", "text": words("Рейсів чотири, а не п’ять."),
            "showUpdateLabel": true, "expectedVersion": live["version"] });
        app.done(&duty, CORRECT, json!({ "id": draft["id"], "input": note }))
            .await;
        let read = page(&app, "uk", url).await;
        assert_eq!(read["corrections"][0]["kind"], "CORRECTION");
        assert!(
            read["updateLabel"].is_string() && read["updatedAt"].is_object(),
            "{read:#}"
        );
        let other = page(&app, "en", new_url).await;
        assert_eq!(other["updateLabel"], Json::Null);

        // Taken down on an order, in Ukrainian alone: the other language is offered.
        let order = json!({ "locales": ["uk"], "details": {
            "reason": "LEGAL_ORDER", "publicNotice": "Вилучено за рішенням суду.", "note": "№ 17" } });
        app.done(&duty, TAKE_DOWN, json!({ "id": id, "input": order }))
            .await;
        let gone = page(&app, "uk", url).await;
        assert_eq!(
            (&gone["status"], &gone["notice"]),
            (&json!(451), &json!("Вилучено за рішенням суду."))
        );
        assert_eq!(gone["alternates"][0]["url"], new_url);
    }
);

both!(
    of_two_who_save_from_one_version_the_second_learns_what_changed,
    Newsroom::Demo,
    |app| {
        let olena = app.sign_in("Olena", Role::Reporter).await;
        let ihor = app.sign_in("Ihor", Role::Editor).await;
        let story = written(&app, &olena).await;
        let (id, version) = (
            &story["translation"]["id"],
            &story["translation"]["version"],
        );
        let save = |kicker: &str, text: &str| {
            json!({ "id": id, "version": version, "input": { "kicker": kicker,
                "blocks": [paragraph("p1", text), paragraph("p2", "Квиток коштує як удень.")] } })
        };

        app.done(&olena, SAVE, save("Море", "Пором ходитиме п’ять разів."))
            .await;
        let refused = app
            .payload(&ihor, SAVE, save("Порт", "Пором ходитиме всю ніч."))
            .await;

        assert_eq!(refused["translation"], Json::Null);
        let conflict = &refused["userErrors"][0];
        assert_eq!(conflict["__typename"], "VersionConflictError");
        assert_eq!(conflict["changedBy"]["displayName"], "Olena");
        assert_eq!(
            conflict["changedPaths"],
            json!(["blocks", "blocks.p1", "kicker"])
        );
        let block = &conflict["conflicts"][0];
        let text = |side: &str| block[side]["paragraph"]["text"]["spans"][0]["text"].clone();
        assert_eq!(block["blockId"], "p1");
        assert_eq!(text("base"), "Пором ходитиме чотири рази на ніч.");
        assert_eq!(text("theirs"), "Пором ходитиме пʼять разів.");
        assert_eq!(text("mine"), "Пором ходитиме всю ніч.");

        // With the version that the refusal tells, it goes through.
        let mut again = save("Порт", "Пором ходитиме всю ніч.");
        again["version"] = conflict["currentVersion"].clone();
        app.done(&ihor, SAVE, again).await;
    }
);

both!(
    live_blogs_and_podcasts_are_not_taken_yet,
    Newsroom::Demo,
    |app| {
        let token = app.sign_in("Olena", Role::Reporter).await;
        let section = section(&app, &token).await;
        for kind in ["LIVE_BLOG", "PODCAST"] {
            let input =
                json!({ "kind": kind, "locale": "uk", "sectionId": section, "headline": "Н" });

            let payload = app.payload(&token, CREATE, json!({ "input": input })).await;

            assert_eq!(payload["userErrors"][0]["code"], "UNSUPPORTED", "{kind}");
        }
    }
);
