//! Clearing up: what goes, and what never does.

use std::collections::HashSet;

use super::*;
use crate::media::{Collected, collect};
use crate::platform::clock::{Clock, SystemClock};
use crate::vocabulary::{ImageAspect, ImageFormat as Format};

const DAY_MS: i64 = 24 * 3_600_000;

impl House {
    /// So many days after the files of this test were written: those say the true time.
    fn days_later(&self, days: i64) {
        let now = self.clock.now();
        let later = SystemClock.now().plus_ms(days * DAY_MS);
        self.clock.advance(later.0 - now.0);
    }

    async fn files(&self) -> usize {
        let files = &self.app.files;
        let mut found = 0;
        for folder in files.kept_folders().await.unwrap() {
            found += files.kept_in(&folder).await.unwrap().len();
        }
        found
    }

    async fn rendition(&self, asset: &media::Asset) -> String {
        let how = (ImageAspect::Square, Format::Webp);
        let path = media::path_of_width(&self.app.keys, asset, Some(320), how).unwrap();
        assert_eq!(self.get(&path).await.status, StatusCode::OK);
        path
    }
}

everywhere!(what_was_never_completed_goes_after_a_week, |house| {
    house.days_later(0);
    let (announced, _) = house.announce(b"never sent").await;
    let sent = picture();
    let (pending, path) = house.announce(&sent).await;
    assert_eq!(house.put(&path, &sent).await, StatusCode::NO_CONTENT);
    let kept = house.shelved(640, 480).await;
    // Where nothing had to be taken off, the public file is the original.
    let own = HashSet::from([Some(&kept.checksum), kept.public_checksum.as_ref()]).len();
    let before = house.files().await;

    house.days_later(2);
    assert_eq!(
        collect(&house.desk(), false).await.unwrap(),
        Collected::default()
    );
    house.days_later(8);
    let dry = collect(&house.desk(), true).await.unwrap();
    assert_eq!((dry.uploads, house.files().await), (2, before));
    let first = collect(&house.desk(), false).await.unwrap();

    // The file of a picture that was never completed has lost its asset with it.
    assert_eq!((first.uploads, first.files), (2, 1));
    assert_eq!(before, own + 1);
    let desk = house.desk();
    let ids = [announced, pending, kept.id];
    let left = media::by_ids(&desk, &ids);
    assert_eq!(
        left.await.unwrap().into_keys().collect::<Vec<_>>(),
        [kept.id]
    );
    assert_eq!(house.files().await, own);
    let again = collect(&house.desk(), false).await.unwrap();
    assert_eq!(again, Collected::default());
});

everywhere!(a_file_without_an_asset_goes_after_a_day, |house| {
    let stray = Bytes::from_static(b"of an import that failed");
    let stray = house.app.files.put(stray).await.unwrap();

    house.days_later(0);
    assert_eq!(collect(&house.desk(), false).await.unwrap().files, 0);
    house.days_later(2);
    assert_eq!(collect(&house.desk(), false).await.unwrap().files, 1);
    assert_eq!(house.app.files.get(&stray).await.unwrap(), None);
});

everywhere!(what_a_revision_may_show_never_goes, |house| {
    let asset = house.shelved(800, 400).await;
    let public = asset.public_checksum.clone().unwrap();
    let desk = house.desk();
    let retired = media::retire(&desk, asset.id, "a claim", None);
    assert_eq!(retired.await.unwrap().state, AssetState::Retired);

    house.days_later(3_650);
    collect(&house.desk(), false).await.unwrap();

    for checksum in [&asset.checksum, &public] {
        let kept = house.app.files.get(checksum).await.unwrap();
        assert!(kept.is_some(), "{checksum}");
    }
});

everywhere!(
    renditions_go_when_they_are_old_or_their_picture_is_out_of_use,
    |house| {
        let (old, retired) = (house.shelved(800, 400).await, house.shelved(640, 480).await);
        let path = house.rendition(&old).await;
        house.rendition(&retired).await;
        let desk = house.desk();
        let gone = media::retire(&desk, retired.id, "a claim", None);
        gone.await.unwrap();

        house.days_later(1);
        assert_eq!(collect(&house.desk(), false).await.unwrap().renditions, 1);
        house.days_later(91);
        assert_eq!(collect(&house.desk(), false).await.unwrap().renditions, 1);

        assert!(house.app.files.made_folders().await.unwrap().is_empty());
        // It is drawn again when somebody asks.
        assert_eq!(house.get(&path).await.status, StatusCode::OK);
    }
);
