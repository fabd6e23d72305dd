//! Stories: writing, publishing, correcting, taking down, and what readers get of it.

use masthead::app::{Call, Error, Remedy};
use masthead::articles::{
    self, Article, ArticleInput, BlockOperation, CorrectionInput, ListQuery, PublishInput,
    RichText, SavePatch, SharedPatch, StoryKey, Takedown, Translation, TranslationInput,
    UnpublishInput,
};
use masthead::fronts;
use masthead::platform::locale::Locale;
use masthead::platform::page::Page;
use masthead::policy::Actor;
use masthead::vocabulary::{
    ArticleKind, CheckCode, CorrectionKind, CorrectionPlacement, DraftState, LiveState, Prefill,
    UnpublishReason, UserErrorCode,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Map, Value as Json, json};

use crate::support::small::{ECONOMY, ENERGY, SPORT};
use crate::support::{Newsroom, TestApp, both};

fn locale(text: &str) -> Locale {
    text.parse().unwrap()
}

fn desk(app: &TestApp) -> Call {
    Call::system(&app.app, "test")
}

fn reader(app: &TestApp) -> Call {
    Call::new(&app.app, Actor::Anonymous, "test".to_owned())
}

fn members(json: Json) -> Map<String, Json> {
    json.as_object().unwrap().clone()
}

fn paragraph(id: &str, text: &str) -> Json {
    json!({ "paragraph": { "blockId": id, "text": { "spans": [{ "text": text }] } } })
}

fn input(headline: &str) -> ArticleInput {
    ArticleInput {
        kind: ArticleKind::News,
        locale: locale("uk"),
        section: ENERGY,
        headline: headline.to_owned(),
        slug: None,
        content: members(json!({ "blocks": [paragraph("a", "one"), paragraph("b", "two")] })),
        shared: SharedPatch::default(),
        request_id: None,
    }
}

async fn draft(app: &TestApp, headline: &str) -> (Article, Translation) {
    articles::create(&desk(app), &input(headline))
        .await
        .unwrap()
}

async fn live(app: &TestApp, headline: &str) -> (Article, Translation) {
    let (article, one) = draft(app, headline).await;
    let one = publish(app, &one).await;
    (article, one)
}

async fn publish(app: &TestApp, one: &Translation) -> Translation {
    articles::publish(&desk(app), one.id, one.version, &PublishInput::default())
        .await
        .unwrap()
}

async fn save(app: &TestApp, one: &Translation, json: Json) -> Translation {
    let patch = SavePatch {
        members: members(json),
        is_autosave: false,
    };
    articles::save(&desk(app), one.id, one.version, &patch)
        .await
        .unwrap()
}

async fn rail(app: &TestApp) -> Vec<String> {
    let query = ListQuery::all(locale("uk"));
    let page = articles::list(&reader(app), &query, &Page::first(50))
        .await
        .unwrap();
    page.items
        .into_iter()
        .map(|one| one.card.headline)
        .collect()
}

async fn read(app: &TestApp, article: &Article) -> Option<articles::Story> {
    let key = StoryKey::Id(article.id);
    articles::story(&reader(app), locale("uk"), &key)
        .await
        .unwrap()
}

fn problem(error: Error) -> masthead::app::Problem {
    match error {
        Error::Refused(mut problems) => problems.remove(0),
        other => panic!("{other:?}"),
    }
}

async fn count(app: &TestApp, table: &str) -> i64 {
    let conn = app.app.db.reader();
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let statement = Statement::from_string(conn.get_database_backend(), sql);
    conn.query_one_raw(statement)
        .await
        .unwrap()
        .unwrap()
        .try_get_by(0)
        .unwrap()
}

both!(a_draft_is_not_there_for_readers, Newsroom::Small, |app| {
    let (article, one) = draft(&app, "Нічний пором").await;

    assert_eq!(
        (one.draft_state, one.live_state),
        (DraftState::Draft, LiveState::NeverPublished)
    );
    assert_eq!(one.slug, "nichnyi-porom");
    assert!(read(&app, &article).await.is_none());
    assert!(rail(&app).await.is_empty());
    let found = articles::by_ids(&reader(&app), &[article.id])
        .await
        .unwrap();
    assert!(found.is_empty());
});

both!(
    publishing_gives_readers_the_text_and_lists_it,
    Newsroom::Small,
    |app| {
        let (article, one) = live(&app, "Нічний пором").await;

        let story = read(&app, &article).await.unwrap();
        assert_eq!(story.content.headline, "Нічний пором");
        assert_eq!(
            story.publication.path().to_string(),
            format!("/news/2026/07/11/{}-nichnyi-porom", article.number)
        );
        assert_eq!(
            (one.draft_state, one.live_state),
            (DraftState::None, LiveState::Live)
        );
        assert_eq!(rail(&app).await, ["Нічний пором"]);
    }
);

both!(
    a_live_story_stays_as_it_is_until_its_draft_is_published,
    Newsroom::Small,
    |app| {
        let (article, one) = live(&app, "Before").await;
        app.clock.advance(60_000);

        let one = save(&app, &one, json!({ "headline": "After" })).await;
        assert_eq!(one.draft_state, DraftState::Draft);
        assert_eq!(
            read(&app, &article).await.unwrap().content.headline,
            "Before"
        );
        let one = publish(&app, &one).await;

        let story = read(&app, &article).await.unwrap();
        assert_eq!(
            (story.content.headline.as_str(), story.publication.revision),
            ("After", 4)
        );
        assert_eq!(
            story.publication.updated_at, None,
            "a silent change tells readers nothing"
        );
        assert_eq!(one.first_published_at, Some(crate::support::START));
        assert_eq!(rail(&app).await, ["After"]);
    }
);

both!(
    what_readers_saw_at_any_moment_is_kept,
    Newsroom::Small,
    |app| {
        let (article, one) = live(&app, "First").await;
        app.clock.advance(1_000);
        let one = save(&app, &one, json!({ "headline": "Second" })).await;
        publish(&app, &one).await;

        app.clock.set(crate::support::START);

        assert_eq!(
            read(&app, &article).await.unwrap().content.headline,
            "First"
        );
    }
);

both!(
    two_saves_from_one_version_lose_nothing,
    Newsroom::Small,
    |app| {
        let (_, one) = draft(&app, "Ferry").await;
        let mine = json!({ "blocks": [paragraph("a", "mine"), paragraph("b", "two")] });
        let theirs = json!({ "blocks": [paragraph("a", "theirs"), paragraph("b", "two")], "kicker": "Exclusive" });
        let saved = save(&app, &one, theirs).await;

        let patch = SavePatch {
            members: members(mine),
            is_autosave: false,
        };
        let refused = articles::save(&desk(&app), one.id, one.version, &patch)
            .await
            .unwrap_err();

        let problem = problem(refused);
        assert_eq!(problem.code, UserErrorCode::VersionConflict);
        let Remedy::VersionConflict(conflict) = problem.remedy else {
            panic!("no remedy")
        };
        assert_eq!(conflict.current_version, saved.version);
        assert_eq!(conflict.changed_paths, ["blocks", "blocks.a", "kicker"]);
        let [block] = conflict.conflicts.as_slice() else {
            panic!("{conflict:?}")
        };
        assert_eq!(block.base.as_ref(), Some(&paragraph("a", "one")));
        assert_eq!(block.theirs.as_ref(), Some(&paragraph("a", "theirs")));
        assert_eq!(block.mine.as_ref(), Some(&paragraph("a", "mine")));
        let kept = articles::working_contents(&desk(&app), std::slice::from_ref(&saved))
            .await
            .unwrap();
        assert_eq!(kept[&saved.id].kicker.as_deref(), Some("Exclusive"));
    }
);

both!(
    patches_of_different_blocks_both_succeed,
    Newsroom::Small,
    |app| {
        let (_, one) = draft(&app, "Ferry").await;
        let put = |json: Json| BlockOperation::Put {
            block: serde_json::from_value(json).unwrap(),
            after_block_id: None,
        };

        let first = articles::patch_blocks(
            &desk(&app),
            one.id,
            one.version,
            &[put(paragraph("a", "A"))],
        )
        .await
        .unwrap();
        let second = articles::patch_blocks(
            &desk(&app),
            one.id,
            one.version,
            &[put(paragraph("b", "B"))],
        )
        .await
        .unwrap();
        let third = articles::patch_blocks(
            &desk(&app),
            one.id,
            one.version,
            &[put(paragraph("a", "?"))],
        )
        .await;

        assert_eq!(second.version, first.version + 1);
        assert_eq!(
            problem(third.unwrap_err()).code,
            UserErrorCode::VersionConflict
        );
        let texts = articles::working_contents(&desk(&app), std::slice::from_ref(&second))
            .await
            .unwrap();
        let words: Vec<String> = texts[&one.id]
            .blocks
            .iter()
            .map(|block| block.rich_texts()[0].plain())
            .collect();
        assert_eq!(words, ["A", "B"]);
    }
);

both!(a_refused_save_stores_nothing, Newsroom::Small, |app| {
    let (_, one) = draft(&app, "Ferry").await;
    let tables = ["revisions", "saves", "audit", "events"];
    let mut before = Vec::new();
    for table in tables {
        before.push(count(&app, table).await);
    }

    let twice = json!({ "blocks": [paragraph("a", "x"), paragraph("a", "y")], "headline": "x".repeat(201) });
    let patch = SavePatch {
        members: members(twice),
        is_autosave: false,
    };
    let refused = articles::save(&desk(&app), one.id, one.version, &patch)
        .await
        .unwrap_err();

    let Error::Refused(problems) = refused else {
        panic!("it is refused")
    };
    let paths: Vec<_> = problems
        .iter()
        .map(|problem| problem.path.join("."))
        .collect();
    assert_eq!(
        paths,
        ["input.headline", "input.blocks.1.paragraph.blockId"]
    );
    for (table, before) in tables.into_iter().zip(before) {
        assert_eq!(count(&app, table).await, before, "{table}");
    }
});

both!(
    each_change_comes_with_its_audit_entry_and_event,
    Newsroom::Small,
    |app| {
        let (_, one) = live(&app, "Ferry").await;

        assert_eq!(count(&app, "audit WHERE action = 'articleCreate'").await, 1);
        assert_eq!(
            count(&app, "audit WHERE action = 'translationPublish'").await,
            1
        );
        assert_eq!(
            count(&app, "events WHERE kind = 'ARTICLE_PUBLISHED'").await,
            1
        );
        assert_eq!(i64::from(one.last_revision), count(&app, "revisions").await);
    }
);

both!(
    a_new_address_leaves_a_redirect_and_changing_back_removes_it,
    Newsroom::Small,
    |app| {
        let (article, one) = live(&app, "Ferry").await;
        let old = read(&app, &article)
            .await
            .unwrap()
            .publication
            .path()
            .to_string();

        let (_, redirect) = articles::change_slug(&desk(&app), one.id, "night-ferry")
            .await
            .unwrap();

        assert_eq!(redirect.unwrap().from_path, old);
        assert_eq!(
            read(&app, &article).await.unwrap().publication.slug,
            "night-ferry"
        );
        let by_path = masthead::addresses::by_path(&reader(&app), locale("uk"), &old)
            .await
            .unwrap();
        assert!(by_path.is_some());
        articles::change_slug(&desk(&app), one.id, "ferry")
            .await
            .unwrap();
        let by_path = masthead::addresses::by_path(&reader(&app), locale("uk"), &old)
            .await
            .unwrap();
        assert!(by_path.is_none());
    }
);

both!(
    a_taken_address_is_refused_with_free_ones,
    Newsroom::Small,
    |app| {
        let (_, first) = live(&app, "Ferry").await;
        let (_, second) = draft(&app, "Ferry").await;
        assert_eq!(
            (first.slug.as_str(), second.slug.as_str()),
            ("ferry", "ferry-2")
        );

        let refused = articles::change_slug(&desk(&app), second.id, "ferry")
            .await
            .unwrap_err();

        let Remedy::SlugTaken(owner, free) = problem(refused).remedy else {
            panic!("no remedy")
        };
        assert_eq!(owner.title, "Ferry");
        assert_eq!(free, ["ferry-3", "ferry-4", "ferry-5"]);
    }
);

both!(
    a_takedown_is_gone_from_lists_and_says_why,
    Newsroom::Small,
    |app| {
        let (article, one) = live(&app, "Ferry").await;
        let input = UnpublishInput {
            reason: UnpublishReason::LegalOrder,
            public_notice: Some("Removed by court order".to_owned()),
            note: "Case 1/2".to_owned(),
        };

        let what = Takedown::Translation(one.id);
        let (taken_down, pins) = fronts::take_down(&desk(&app), &what, &input).await.unwrap();

        assert_eq!((taken_down.still_live.len(), pins), (0, 0));
        assert!(read(&app, &article).await.is_none());
        assert!(rail(&app).await.is_empty());
        let key = StoryKey::Number(article.number);
        let gone = articles::withdrawn(&reader(&app), locale("uk"), &key)
            .await
            .unwrap()
            .unwrap();
        let (_, withdrawal) = gone;
        assert_eq!(
            (withdrawal.status(), withdrawal.notice.as_deref()),
            (451, Some("Removed by court order"))
        );
        // Back again: same address, same first publication.
        app.clock.advance(5_000);
        let back = publish(&app, &taken_down.taken[0]).await;
        assert_eq!(
            (back.slug, back.first_published_at),
            (one.slug, one.first_published_at)
        );
    }
);

both!(
    a_correction_moves_the_updated_time_and_a_retraction_marks_the_story,
    Newsroom::Small,
    |app| {
        let (article, one) = live(&app, "Ferry").await;
        app.clock.advance(60_000);
        let note = |kind, version| CorrectionInput {
            kind,
            text: RichText::plain_text("The number was wrong."),
            placement: CorrectionPlacement::Bottom,
            block_id: None,
            show_update_label: kind == CorrectionKind::Correction,
            publish_draft: true,
            expected_version: version,
        };

        articles::issue_correction(
            &desk(&app),
            one.id,
            &note(CorrectionKind::Correction, one.version),
        )
        .await
        .unwrap();

        let now = reader(&app).now();
        let story = read(&app, &article).await.unwrap();
        assert_eq!(story.publication.updated_at, Some(now));
        assert!(story.publication.shows_update_at(now) && !story.publication.is_retracted);
        let one = articles::translations(&desk(&app), &[one.id])
            .await
            .unwrap()
            .remove(&one.id)
            .unwrap();
        articles::issue_correction(
            &desk(&app),
            one.id,
            &note(CorrectionKind::Retraction, one.version),
        )
        .await
        .unwrap();
        assert!(read(&app, &article).await.unwrap().publication.is_retracted);
        let notes = articles::corrections(&reader(&app), &[one.id])
            .await
            .unwrap();
        assert_eq!(notes[&one.id].len(), 2);
    }
);

both!(
    languages_are_published_together_or_not_at_all,
    Newsroom::Small,
    |app| {
        let (article, uk) = draft(&app, "Пором").await;
        let opening = TranslationInput {
            locale: locale("en"),
            from_locale: Some(locale("uk")),
            prefill: Prefill::Skeleton,
            headline: None,
            slug: None,
            request_id: None,
        };
        let en = articles::create_translation(&desk(&app), article.id, &opening)
            .await
            .unwrap();
        assert_eq!(en.slug, format!("n{}", article.number));
        let both = |en: &Translation| [(locale("uk"), uk.version), (locale("en"), en.version)];

        let refused = articles::publish_together(
            &desk(&app),
            article.id,
            &both(&en),
            &PublishInput::default(),
        )
        .await;

        let Remedy::Blocked(of, checks) = problem(refused.unwrap_err()).remedy else {
            panic!("no checks")
        };
        assert_eq!(
            (of, checks[0].code),
            (Some(locale("en")), CheckCode::MissingTitle)
        );
        assert!(read(&app, &article).await.is_none(), "neither went out");
        let en = save(&app, &en, json!({ "headline": "Ferry" })).await;
        articles::publish_together(
            &desk(&app),
            article.id,
            &both(&en),
            &PublishInput::default(),
        )
        .await
        .unwrap();
        let versions = articles::versions(&reader(&app), &[article.id])
            .await
            .unwrap();
        assert_eq!(versions[&article.id].len(), 2);
        let story = articles::story(&reader(&app), locale("en"), &StoryKey::Id(article.id))
            .await
            .unwrap();
        assert_eq!(
            story.unwrap().publication.slug,
            "ferry",
            "a word made before the headline is made anew"
        );
    }
);

both!(shared_facts_take_effect_at_once, Newsroom::Small, |app| {
    let (article, _) = live(&app, "Ferry").await;
    app.clock.advance(1_000);

    let patch: SharedPatch = serde_json::from_value(json!({ "sectionId": SPORT })).unwrap();
    articles::update(&desk(&app), article.id, article.version, &patch)
        .await
        .unwrap();

    assert_eq!(
        read(&app, &article).await.unwrap().publication.section,
        SPORT
    );
    let query = ListQuery {
        sections: vec![SPORT],
        ..ListQuery::all(locale("uk"))
    };
    let found = articles::list(&reader(&app), &query, &Page::first(5))
        .await
        .unwrap();
    assert_eq!(found.items.len(), 1);
    let query = ListQuery {
        sections: vec![ECONOMY, ENERGY],
        ..ListQuery::all(locale("uk"))
    };
    let found = articles::list(&reader(&app), &query, &Page::first(5))
        .await
        .unwrap();
    assert!(found.items.is_empty());
});

both!(
    lists_are_paged_in_both_directions_without_gaps,
    Newsroom::Small,
    |app| {
        for number in 0..7 {
            live(&app, &format!("Story {number}")).await;
            // Two stories of one moment keep their order by number.
            app.clock.advance(if number % 2 == 0 { 0 } else { 1_000 });
        }
        let query = ListQuery {
            sections: vec![ENERGY],
            ..ListQuery::all(locale("uk"))
        };
        let call = reader(&app);
        let key = |one: &articles::Publication| query.order.key(one);

        let whole = articles::list(&call, &query, &Page::first(50))
            .await
            .unwrap()
            .items;
        let mut forward = Vec::new();
        let mut page = Page::first(3);
        loop {
            let slice = articles::list(&call, &query, &page).await.unwrap();
            page.after = slice.items.last().map(key);
            forward.extend(slice.items);
            if !slice.has_next {
                break;
            }
        }
        let back = Page {
            size: 3,
            after: None,
            before: Some(key(&whole[5])),
            backwards: true,
        };
        let back = articles::list(&call, &query, &back).await.unwrap();

        assert_eq!(forward, whole);
        assert_eq!(back.items, whole[2..5]);
        assert!(back.has_previous && back.has_next);
        assert_eq!(articles::count(&call, &query).await.unwrap(), 7);
    }
);

both!(
    a_creation_sent_again_creates_nothing,
    Newsroom::Small,
    |app| {
        let mut input = input("Ferry");
        input.request_id = Some("0197f2b4-8c1e-7000-8000-000000000001".to_owned());

        let (first, _) = articles::create(&desk(&app), &input).await.unwrap();
        let (again, _) = articles::create(&desk(&app), &input).await.unwrap();

        assert_eq!(first.id, again.id);
        assert_eq!(count(&app, "articles").await, 1);
    }
);

both!(
    live_blogs_and_podcasts_are_not_supported_yet,
    Newsroom::Small,
    |app| {
        for kind in [ArticleKind::LiveBlog, ArticleKind::Podcast] {
            let refused = articles::create(&desk(&app), &ArticleInput { kind, ..input("x") }).await;
            assert_eq!(
                problem(refused.unwrap_err()).code,
                UserErrorCode::Unsupported
            );
        }
    }
);

both!(
    reading_costs_one_statement_whatever_the_size,
    Newsroom::Small,
    |app| {
        for number in 0..12 {
            live(&app, &format!("Story {number}")).await;
        }
        let call = reader(&app);
        let sections = vec![ECONOMY, ENERGY, SPORT];
        let query = ListQuery {
            sections,
            ..ListQuery::all(locale("uk"))
        };

        for size in [1, 10] {
            let page = Page::first(size);
            let (found, sent) = app.statements(articles::list(&call, &query, &page)).await;
            assert_eq!((found.unwrap().items.len(), sent), (size as usize, 1));
        }
        let wanted = [(ListQuery::all(locale("uk")), 5), (query.clone(), 3)];
        let (found, sent) = app.statements(articles::candidates(&call, &wanted)).await;
        let sizes: Vec<_> = found.unwrap().iter().map(Vec::len).collect();
        assert_eq!((sizes, sent), (vec![5, 3], 1));
    }
);
