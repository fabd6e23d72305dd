use super::*;

/// A test of files: in a folder, and in a bucket of a server that speaks S3.
macro_rules! everywhere {
    ($name:ident, |$files:ident| $body:block) => {
        mod $name {
            use super::*;

            async fn test($files: Files) $body

            #[tokio::test]
            async fn in_a_folder() {
                let folder = tempfile::tempdir().unwrap();
                test(Files::open(folder.path()).unwrap()).await;
            }

            #[tokio::test]
            async fn in_a_bucket() {
                let server = bucket::Server::start().await;
                test(Files::at(&server.place("news/media")).unwrap()).await;
            }
        }
    };
}

everywhere!(the_same_bytes_are_kept_once_and_come_back, |files| {
    let picture = Bytes::from_static(b"picture");
    let first = files.put(picture.clone()).await.unwrap();
    let second = files.put(picture.clone()).await.unwrap();

    assert_eq!(first, second);
    assert_eq!(files.get(&first).await.unwrap(), Some(picture));
    let part = files.part(&first, 1..4).await.unwrap();
    assert_eq!(part.as_deref(), Some(&b"ict"[..]));
    assert_eq!(files.get(&"0".repeat(64)).await.unwrap(), None);
    assert_eq!(files.get("../../etc/passwd").await.unwrap(), None);
    assert_eq!(files.part("../../etc/passwd", 0..1).await.unwrap(), None);
});

everywhere!(
    what_was_made_is_found_under_its_name_and_nothing_outside,
    |files| {
        let small = Bytes::from_static(b"small");
        files
            .put_made("ast_1/640.webp", small.clone())
            .await
            .unwrap();

        assert_eq!(files.made("ast_1/640.webp").await.unwrap(), Some(small));
        assert_eq!(files.made("ast_1/320.webp").await.unwrap(), None);
        for name in ["../x", "/etc/passwd", "a//b", "a/.b", "A", ""] {
            assert!(files.made(name).await.is_err(), "{name}");
            let put = files.put_made(name, Bytes::new()).await;
            assert!(put.is_err(), "{name}");
        }
    }
);

everywhere!(files_are_told_by_folder_and_forgotten, |files| {
    let checksum = files.put(Bytes::from_static(b"picture")).await.unwrap();
    files
        .put_made("ast_1/640.webp", Bytes::from_static(b"small"))
        .await
        .unwrap();

    assert_eq!(files.kept_folders().await.unwrap(), [&checksum[..2]]);
    let kept = files.kept_in(&checksum[..2]).await.unwrap();
    assert_eq!((kept.len(), &kept[0].name), (1, &checksum));
    assert_eq!(kept[0].byte_size, 7);
    assert!(kept[0].written_at > Instant::BEGINNING);
    assert_eq!(files.made_folders().await.unwrap(), ["ast_1"]);
    let made = files.made_in("ast_1").await.unwrap();
    assert_eq!((made.len(), &*made[0].name), (1, "ast_1/640.webp"));

    files.remove(&checksum).await.unwrap();
    files.remove_made("ast_1/640.webp").await.unwrap();
    assert_eq!(files.get(&checksum).await.unwrap(), None);
    assert_eq!(files.made("ast_1/640.webp").await.unwrap(), None);
    // What is gone already is no fault.
    files.remove(&checksum).await.unwrap();
    files.check().await.unwrap();
});

#[tokio::test]
async fn a_bucket_that_lets_nobody_in_is_told_at_the_start() {
    let server = bucket::Server::start().await;
    let MediaPlace::Bucket(mut stranger) = server.place("media") else {
        panic!("a bucket");
    };
    let key = "AWS_SECRET_ACCESS_KEY".to_owned();
    stranger.options.insert(key, "guessed".to_owned());

    let files = Files::at(&MediaPlace::Bucket(stranger)).unwrap();

    assert!(files.check().await.is_err());
    let refused = files.put(Bytes::from_static(b"picture")).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn two_prefixes_of_one_bucket_know_nothing_of_each_other() {
    let server = bucket::Server::start().await;
    let one = Files::at(&server.place("one")).unwrap();
    let other = Files::at(&server.place("other")).unwrap();

    let checksum = one.put(Bytes::from_static(b"picture")).await.unwrap();

    assert_eq!(other.get(&checksum).await.unwrap(), None);
    assert_eq!(other.kept_folders().await.unwrap(), Vec::<String>::new());
}
