//! `/ads.txt`: that nobody else sells, or what the operator says.

use std::sync::Arc;

use axum::http::StatusCode;
use masthead::app::{App, Keys};
use masthead::platform::db::Db;
use masthead::platform::files::Files;
use masthead::platform::ids::CountingIds;

use crate::support::{Newsroom, both};

both!(
    who_may_sell_is_said_by_us_or_by_the_operator,
    Newsroom::Small,
    |app| {
        let ours = app.get("/ads.txt").await;
        assert_eq!(ours.status, StatusCode::OK);
        assert!(
            ours.text()
                .contains("placeholder.example.com, placeholder, DIRECT, placeholder")
        );

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ads.txt");
        std::fs::write(&file, "exchange.example, 1042, RESELLER\n").unwrap();
        let mut config = app.app.config.clone();
        config.ads_txt_file = Some(file.clone());
        let db = Db::connect(&config.database_url, 2).await.unwrap();
        let files = Files::open(&config.data_dir.join("files")).unwrap();
        let ids = Arc::new(CountingIds::starting_at(9_000_000));
        let keys = Keys::in_memory().unwrap();
        let other = App::new(config, db, app.clock.clone(), ids, files, keys);
        let other = app.beside(other);

        let theirs = other.get("/ads.txt").await;
        assert_eq!(theirs.text(), "exchange.example, 1042, RESELLER\n");
        assert_eq!(
            theirs.header("content-type"),
            Some("text/plain; charset=utf-8")
        );

        // A change is seen without a restart, and a file that is gone is the server's fault.
        std::fs::write(&file, "exchange.example, 1043, DIRECT\n").unwrap();
        assert_eq!(
            other.get("/ads.txt").await.text(),
            "exchange.example, 1043, DIRECT\n"
        );
        std::fs::remove_file(&file).unwrap();
        let gone = other.get("/ads.txt").await;
        assert_eq!(gone.status, StatusCode::INTERNAL_SERVER_ERROR);
    }
);
