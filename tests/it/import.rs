//! Bringing newsrooms in: once, again, changed, ahead of time, and with faults.

use std::path::Path;

use masthead::app::Call;
use masthead::articles::{self, ListQuery, StoryKey};
use masthead::newsroom::{self, Counts, Kind, Report, Source};
use masthead::platform::ids::TranslationId;
use masthead::platform::page::Page;
use masthead::policy::Actor;
use masthead::vocabulary::{DraftState, LiveState, RevisionReason};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value as Json, json};

use crate::support::{Newsroom, START, TestApp, both};

const HOUR: i64 = 3_600_000;

fn reader(app: &TestApp) -> Call {
    Call::new(&app.app, Actor::Anonymous, "test".to_owned())
}

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

/// Everything that the stories of these tests name.
fn around() -> Vec<Json> {
    vec![
        json!({ "site": { "name": "Mayak", "baseUrl": "https://mayak.example",
            "defaultLocale": "uk", "timeZone": "Europe/Kyiv" } }),
        json!({ "edition": { "locale": "uk", "position": 1, "autonym": "Українська",
            "shortLabel": "УКР", "homeTitle": "Маяк", "transliteration": "UKRAINIAN_KMU55_2010" } }),
        json!({ "edition": { "locale": "en", "position": 2, "autonym": "English",
            "shortLabel": "ENG", "homeTitle": "Mayak", "transliteration": "ASCII_FOLD" } }),
        json!({ "section": { "key": "economy", "names": { "uk": "Економіка", "en": "Economy" } } }),
        json!({ "section": { "key": "energy", "parent": "economy",
            "names": { "uk": "Енергетика", "en": "Energy" } } }),
        json!({ "tag": { "key": "ferry", "kind": "TOPIC",
            "names": { "uk": "Пором", "en": "Ferry" } } }),
        json!({ "author": { "key": "olena", "names": { "uk": "Олена", "en": "Olena" } } }),
    ]
}

fn text(headline: &str, published_at: &str) -> Json {
    json!({
        "publishedAt": published_at, "headline": headline,
        "lede": "It stays, says **the council** about [the ferry](tag:ferry).",
        "blocks": [{ "paragraph": { "blockId": "b1", "text": "Three hours." } }],
    })
}

fn story(key: &str, texts: Json) -> Json {
    json!({ "article": { "key": key, "sourceLocale": "uk", "section": "energy", "tags": ["ferry"],
        "byline": [{ "author": "olena" }], "translations": texts } })
}

fn two_stories() -> Vec<Json> {
    let mut records = around();
    let texts =
        json!({ "uk": text("Пором лишається", "-PT3H"), "en": text("The ferry stays", "-PT2H") });
    records.push(story("vote", texts));
    let mut second = story("history", json!({ "uk": text("Історія порома", "-P2D") }));
    second["article"]["related"] = json!(["vote"]);
    records.push(second);
    records
}

async fn import(app: &TestApp, records: &[Json]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("records.json");
    std::fs::write(file, serde_json::to_string(records).unwrap()).unwrap();
    bring_in(app, folder.path()).await
}

async fn import_lines(app: &TestApp, records: &[Json]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("records.ndjson");
    let lines: Vec<_> = records.iter().map(ToString::to_string).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    bring_in(app, &file).await
}

async fn bring_in(app: &TestApp, path: &Path) -> Report {
    let call = Call::system(&app.app, "import");
    newsroom::import(&call, &Source::at(path).unwrap())
        .await
        .unwrap()
}

fn clean(report: Report) -> Report {
    let faults: Vec<_> = report.faults.iter().map(ToString::to_string).collect();
    assert!(report.is_clean(), "{faults:#?}");
    report
}

async fn count(app: &TestApp, table: &str) -> i64 {
    let db = app.app.db.reader();
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement)
        .await
        .unwrap()
        .unwrap()
        .try_get_by(0)
        .unwrap()
}

async fn headlines(app: &TestApp, locale: &str) -> Vec<String> {
    let query = ListQuery::all(locale.parse().unwrap());
    let slice = articles::list(&reader(app), &query, &Page::first(20))
        .await
        .unwrap();
    slice
        .items
        .into_iter()
        .map(|one| one.card.headline)
        .collect()
}

/// The story that readers of an edition get under an address word.
async fn open(app: &TestApp, locale: &str, slug: &str) -> Option<articles::Story> {
    let key = StoryKey::Slug(slug.to_owned());
    articles::story(&reader(app), locale.parse().unwrap(), &key)
        .await
        .unwrap()
}

/// The translation behind an address word, whatever its state.
async fn behind(app: &TestApp, locale: &str, slug: &str) -> articles::Translation {
    use masthead::addresses;
    use masthead::vocabulary::SlugNamespace;
    let (conn, locale) = (app.app.db.reader(), locale.parse().unwrap());
    let taken = addresses::taken(conn, locale, SlugNamespace::Article, slug)
        .await
        .unwrap()
        .unwrap();
    let id = TranslationId(taken.owner);
    articles::translations(&desk(app), &[id])
        .await
        .unwrap()
        .remove(&id)
        .unwrap()
}

both!(
    a_newsroom_comes_in_with_all_that_it_names,
    Newsroom::Empty,
    |app| {
        let report = clean(import(&app, &two_stories()).await);

        let made = |kind| report.counts.get(&kind).map(|counts: &Counts| counts.made);
        assert_eq!(
            [Kind::Site, Kind::Edition, Kind::Section].map(made),
            [Some(1), Some(2), Some(2)]
        );
        assert_eq!((made(Kind::Article), report.translations), (Some(2), 3));
        assert_eq!(
            headlines(&app, "uk").await,
            ["Пором лишається", "Історія порома"]
        );
        assert_eq!(headlines(&app, "en").await, ["The ferry stays"]);
        let story = open(&app, "en", "the-ferry-stays").await.unwrap();
        assert_eq!(story.publication.published_at, START.plus_ms(-2 * HOUR));
        assert_eq!(story.content.lede.as_ref().unwrap().links().count(), 1);
        let history = open(&app, "uk", "istoriia-poroma").await.unwrap();
        assert_eq!(
            history.publication.card.related,
            [story.publication.article_id]
        );
    }
);

both!(
    the_same_records_again_change_nothing,
    Newsroom::Empty,
    |app| {
        clean(import(&app, &two_stories()).await);
        let tables = [
            "events",
            "audit",
            "revisions",
            "publications",
            "tags",
            "slugs",
        ];
        let mut before = Vec::new();
        for table in tables {
            before.push(count(&app, table).await);
        }

        // A week later the moments that are told as durations are others.
        app.clock.advance(7 * 24 * HOUR);
        let report = clean(import(&app, &two_stories()).await);

        assert!(!report.has_changes());
        let unchanged = report
            .counts
            .values()
            .map(|counts| counts.unchanged)
            .sum::<usize>();
        assert_eq!(unchanged, two_stories().len());
        for (table, before) in tables.into_iter().zip(before) {
            assert_eq!(count(&app, table).await, before, "{table}");
        }
    }
);

both!(
    each_story_leaves_its_line_in_the_audit_trail_and_each_text_an_event,
    Newsroom::Empty,
    |app| {
        clean(import(&app, &two_stories()).await);

        let of_stories = "audit WHERE subject_label LIKE 'article %' AND action = 'newsroomImport'";
        assert_eq!(count(&app, of_stories).await, 2);
        assert_eq!(
            count(&app, "events WHERE kind = 'ARTICLE_PUBLISHED'").await,
            3
        );
    }
);

both!(
    a_changed_text_becomes_a_revision_that_is_live_at_once,
    Newsroom::Empty,
    |app| {
        clean(import(&app, &two_stories()).await);
        let before = open(&app, "en", "the-ferry-stays").await.unwrap();
        app.clock.advance(HOUR);

        let mut records = two_stories();
        let text = &mut records[7]["article"]["translations"]["en"];
        text["headline"] = "The ferry stays all year".into();
        text["publishedAt"] = "-PT1M".into();
        let report = clean(import(&app, &records).await);

        assert_eq!(
            (report.counts[&Kind::Article].changed, report.translations),
            (1, 1)
        );
        let after = open(&app, "en", "the-ferry-stays").await.unwrap();
        assert_eq!(after.content.headline, "The ferry stays all year");
        assert_eq!(after.publication.revision, 2);
        assert_eq!(
            after.publication.published_at,
            before.publication.published_at
        );
        assert_eq!(
            after.publication.published_on,
            before.publication.published_on
        );
        let id = after.publication.revision_id;
        let revision = articles::revisions(&desk(&app), &[id])
            .await
            .unwrap()
            .remove(&id)
            .unwrap();
        assert_eq!(revision.reason, RevisionReason::Imported);
        let other = open(&app, "uk", "porom-lyshaietsia").await.unwrap();
        assert_eq!(other.publication.revision, 1);
    }
);

both!(
    a_changed_shared_fact_is_seen_in_every_language_at_once,
    Newsroom::Empty,
    |app| {
        clean(import(&app, &two_stories()).await);
        app.clock.advance(HOUR);

        let mut records = two_stories();
        records[7]["article"]["tags"] = json!([]);
        let report = clean(import(&app, &records).await);

        assert_eq!(
            (report.counts[&Kind::Article].changed, report.translations),
            (1, 0)
        );
        for (locale, slug) in [("uk", "porom-lyshaietsia"), ("en", "the-ferry-stays")] {
            let story = open(&app, locale, slug).await.unwrap();
            assert!(story.publication.card.tags.is_empty(), "{locale}");
            assert_eq!(story.publication.revision, 1);
        }
    }
);

both!(a_new_language_joins_its_story, Newsroom::Empty, |app| {
    clean(import(&app, &two_stories()).await);

    let mut records = two_stories();
    records[8]["article"]["translations"]["en"] = text("A ferry’s history", "-P1D");
    clean(import(&app, &records).await);

    let uk = open(&app, "uk", "istoriia-poroma").await.unwrap();
    let en = open(&app, "en", "a-ferrys-history").await.unwrap();
    assert_eq!(uk.publication.article_id, en.publication.article_id);
});

both!(
    a_story_with_a_moment_ahead_appears_at_that_moment,
    Newsroom::Empty,
    |app| {
        let mut records = around();
        records.push(story("plan", json!({ "uk": text("Пором завтра", "PT2H") })));
        clean(import(&app, &records).await);
        assert!(headlines(&app, "uk").await.is_empty());

        app.clock.set(START.plus_ms(2 * HOUR - 1));
        assert!(open(&app, "uk", "porom-zavtra").await.is_none());
        app.clock.set(START.plus_ms(2 * HOUR));
        let story = open(&app, "uk", "porom-zavtra").await.unwrap();

        assert_eq!(story.publication.published_at, START.plus_ms(2 * HOUR));
    }
);

both!(
    a_story_planned_anew_before_its_moment_has_another_one,
    Newsroom::Empty,
    |app| {
        let mut records = around();
        records.push(story("plan", json!({ "uk": text("Пором завтра", "PT2H") })));
        clean(import(&app, &records).await);

        records[7] = story("plan", json!({ "uk": text("Пором завтра", "PT5H") }));
        clean(import(&app, &records).await);

        app.clock.set(START.plus_ms(5 * HOUR - 1));
        assert!(open(&app, "uk", "porom-zavtra").await.is_none());
        app.clock.set(START.plus_ms(5 * HOUR));
        assert!(open(&app, "uk", "porom-zavtra").await.is_some());
    }
);

both!(drafts_stay_with_the_newsroom, Newsroom::Empty, |app| {
    let mut records = around();
    let mut draft = text("Чернетка", "-PT1H");
    draft.as_object_mut().unwrap().remove("publishedAt");
    records.push(story("draft", json!({ "uk": draft })));
    clean(import(&app, &records).await);

    assert!(open(&app, "uk", "chernetka").await.is_none());
    let one = behind(&app, "uk", "chernetka").await;
    assert_eq!(
        (one.live_state, one.draft_state),
        (LiveState::NeverPublished, DraftState::Draft)
    );

    records[7]["article"]["translations"]["uk"]["publishedAt"] = "-PT1M".into();
    clean(import(&app, &records).await);

    assert!(open(&app, "uk", "chernetka").await.is_some());
    let one = behind(&app, "uk", "chernetka").await;
    assert_eq!(
        (one.live_state, one.draft_state, one.last_revision),
        (LiveState::Live, DraftState::None, 1)
    );
});

both!(
    what_the_desk_has_in_work_is_kept_when_a_draft_is_overwritten,
    Newsroom::Empty,
    |app| {
        let mut records = around();
        let mut draft = text("Чернетка", "-PT1H");
        draft.as_object_mut().unwrap().remove("publishedAt");
        records.push(story("draft", json!({ "uk": draft })));
        clean(import(&app, &records).await);
        let one = behind(&app, "uk", "chernetka").await;
        let saved = json!({ "headline": "Written at the desk" });
        let patch = articles::SavePatch {
            members: saved.as_object().unwrap().clone(),
            is_autosave: false,
        };
        articles::save(&desk(&app), one.id, one.version, &patch)
            .await
            .unwrap();

        records[7]["article"]["translations"]["uk"]["headline"] = "З файлу".into();
        clean(import(&app, &records).await);

        let contents = "revisions WHERE CAST(content AS TEXT) LIKE '%Written at the desk%'";
        assert_eq!(count(&app, contents).await, 1);
    }
);

both!(
    withdrawn_and_archived_stories_come_in_as_they_stand,
    Newsroom::Empty,
    |app| {
        let mut records = around();
        let mut gone = text("Знято", "-P2D");
        gone["withdrawn"] =
            json!({ "at": "-P1D", "reason": "LEGAL_ORDER", "publicNotice": "Суд." });
        let mut old = text("Архів", "-P9D");
        old["archivedAt"] = "-P1D".into();
        records.push(story("gone", json!({ "uk": gone })));
        records.push(story("old", json!({ "uk": old })));
        clean(import(&app, &records).await);

        assert!(open(&app, "uk", "zniato").await.is_none());
        let key = StoryKey::Slug("zniato".to_owned());
        let withdrawn = articles::withdrawn(&reader(&app), "uk".parse().unwrap(), &key)
            .await
            .unwrap();
        assert_eq!(withdrawn.unwrap().1.status(), 451);
        assert!(open(&app, "uk", "arkhiv").await.is_some());
        assert!(headlines(&app, "uk").await.is_empty());
    }
);

both!(
    a_live_story_can_be_taken_down_by_its_record,
    Newsroom::Empty,
    |app| {
        clean(import(&app, &two_stories()).await);
        app.clock.advance(HOUR);

        let mut records = two_stories();
        let text = &mut records[7]["article"]["translations"]["en"];
        text["withdrawn"] = json!({ "at": "-PT1M", "reason": "ERROR" });
        clean(import(&app, &records).await);

        assert!(open(&app, "en", "the-ferry-stays").await.is_none());
        assert!(open(&app, "uk", "porom-lyshaietsia").await.is_some());
        assert_eq!(
            count(&app, "events WHERE kind = 'ARTICLE_UNPUBLISHED'").await,
            1
        );
    }
);

both!(
    notes_come_in_once_and_move_the_update,
    Newsroom::Empty,
    |app| {
        let mut records = two_stories();
        let note = |text: &str, at: &str| json!({ "kind": "UPDATE", "at": at, "text": text, "showUpdateLabel": true });
        records[7]["article"]["translations"]["en"]["corrections"] =
            json!([note("First.", "-PT1H")]);
        clean(import(&app, &records).await);
        let notes = json!([note("First.", "-PT1H"), note("Second.", "-PT1M")]);
        records[7]["article"]["translations"]["en"]["corrections"] = notes;
        clean(import(&app, &records).await);

        let story = open(&app, "en", "the-ferry-stays").await.unwrap();
        let id = story.publication.translation_id;
        let notes = articles::corrections(&reader(&app), &[id])
            .await
            .unwrap()
            .remove(&id)
            .unwrap();
        let texts: Vec<_> = notes.iter().map(|note| note.text.plain()).collect();
        assert_eq!(texts, ["Second.", "First."]);
        assert_eq!(story.publication.updated_at, Some(START.plus_ms(-60_000)));
        assert!(story.publication.shows_update);
    }
);

both!(
    equal_headlines_get_addresses_of_their_own,
    Newsroom::Empty,
    |app| {
        let mut records = around();
        for key in ["one", "two", "three"] {
            records.push(story(
                key,
                json!({ "en": text("The ferry", "-PT1H"), "uk": text("Пором", "-PT1H") }),
            ));
        }
        clean(import(&app, &records).await);

        for slug in ["the-ferry", "the-ferry-2", "the-ferry-3"] {
            assert!(open(&app, "en", slug).await.is_some(), "{slug}");
        }
    }
);

both!(
    old_paths_and_redirects_lead_to_where_things_are,
    Newsroom::Empty,
    |app| {
        let mut records = two_stories();
        records[7]["article"]["translations"]["en"]["oldPaths"] = json!(["/en/Archive/Ferry.html"]);
        records.push(json!({ "redirect": { "locale": "en", "fromPath": "/en/topics/ferry", "tag": "ferry" } }));
        clean(import(&app, &records).await);

        let (call, en) = (reader(&app), "en".parse().unwrap());
        for path in ["/archive/ferry.html", "/topics/ferry"] {
            let found = masthead::addresses::by_path(&call, en, path).await.unwrap();
            assert!(found.is_some(), "{path}");
        }
    }
);

both!(
    numbers_are_kept_and_the_next_ones_follow,
    Newsroom::Empty,
    |app| {
        let mut records = two_stories();
        records[7]["article"]["number"] = 4711.into();
        clean(import(&app, &records).await);

        let numbered = open(&app, "en", "the-ferry-stays").await.unwrap();
        let other = open(&app, "uk", "istoriia-poroma").await.unwrap();
        assert_eq!(
            (numbered.publication.number, other.publication.number),
            (4711, 4712)
        );
    }
);

both!(
    a_slug_given_anew_moves_the_story_and_leaves_a_redirect,
    Newsroom::Empty,
    |app| {
        clean(import(&app, &two_stories()).await);

        let mut records = two_stories();
        records[7]["article"]["translations"]["en"]["slug"] = "ferry-saved".into();
        clean(import(&app, &records).await);

        let story = open(&app, "en", "ferry-saved").await.unwrap();
        assert!(open(&app, "en", "the-ferry-stays").await.is_none());
        assert_eq!(story.publication.revision, 1);
        assert_eq!(
            count(&app, "redirects WHERE reason = 'SLUG_CHANGED'").await,
            1
        );
    }
);

both!(
    records_with_faults_are_told_and_left_out,
    Newsroom::Empty,
    |app| {
        let mut records = two_stories();
        let good = records.len();
        records.push(story("unknown-tag", json!({ "uk": text("А", "-PT1H") })));
        records[good]["article"]["tags"] = json!(["fery"]);
        records.push(story("live", json!({ "uk": text("Б", "-PT1H") })));
        records[good + 1]["article"]["kind"] = "LIVE_BLOG".into();
        let mut long = text("В", "-PT1H");
        long["sumary"] = "misspelt".into();
        records.push(story("misspelt", json!({ "uk": long })));
        records.push(story(
            "names-one-with-faults",
            json!({ "uk": text("Г", "-PT1H") }),
        ));
        records[good + 3]["article"]["related"] = json!(["live"]);
        records.push(json!({ "tag": { "key": "no-kind", "names": { "uk": "Ї" } } }));
        records.push(json!({ "tagg": {} }));

        let report = import(&app, &records).await;

        let faults: Vec<_> = report.faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "records.json:15: there is no type of record `tagg`",
                "records.json:14: tag no-kind: kind: a new tag says what it stands for",
                "records.json:10: article unknown-tag: tags.0: there is no tag with the key `fery`",
                "records.json:12: article misspelt: translations.uk.sumary: unknown field `sumary`, expected one of `schema`, `headline`, `shortHeadline`, `kicker`, `lede`, `summary`, `blocks`, `adBreaks`, `leadCaption`, `leadAlt`, `contentWarning`, `markers`, `emphasis`, `seo`, `feature`",
                "records.json:11: article live: kind: live blogs and podcasts are not supported yet",
                "records.json:13: article names-one-with-faults: it names another article that cannot come in",
            ]
        );
        assert_eq!(report.counts[&Kind::Article].failed, 4);
        assert_eq!(
            headlines(&app, "uk").await,
            ["Пором лишається", "Історія порома"]
        );
    }
);

both!(
    a_line_names_only_what_stands_before_it,
    Newsroom::Empty,
    |app| {
        let mut records = two_stories();
        records.swap(7, 8);

        let report = import_lines(&app, &records).await;

        let faults: Vec<_> = report.faults.iter().map(ToString::to_string).collect();
        let told =
            "records.ndjson:8: article history: related.0: there is no article with the key `vote`";
        assert_eq!(faults, [told]);
        let report = clean(import_lines(&app, &two_stories()).await);
        assert_eq!(report.counts[&Kind::Article].made, 1);
    }
);

both!(
    a_key_that_comes_twice_in_a_folder_is_told,
    Newsroom::Empty,
    |app| {
        let mut records = two_stories();
        records.push(records[5].clone());

        let report = import(&app, &records).await;

        assert_eq!(report.fault_count, 1);
        assert_eq!(
            report.counts[&Kind::Tag],
            Counts {
                made: 1,
                failed: 1,
                ..Counts::default()
            }
        );
    }
);

both!(
    the_demo_newsroom_comes_in_without_a_fault,
    Newsroom::Empty,
    |app| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/newsroom");

        let report = clean(bring_in(&app, &folder).await);

        assert!(report.counts[&Kind::Article].made >= 60);
        let call = reader(&app);
        for locale in ["uk", "ru", "en"] {
            let query = ListQuery::all(locale.parse().unwrap());
            assert!(
                articles::count(&call, &query).await.unwrap() >= 55,
                "{locale}"
            );
        }
        let again = clean(bring_in(&app, &folder).await);
        assert!(!again.has_changes());
    }
);
