//! What every request or every text of an import does, by itself: `cargo bench --bench hot`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use masthead::addresses::Path;
use masthead::articles::{self, Content};
use masthead::platform::language::{Scheme, fold, slugify};
use serde_json::{Value as Json, json};

const HEADLINE: &str = "Рада порту Лазур зберегла нічний пором: він ходитиме цілий рік";

/// A text of twelve paragraphs.
fn text() -> Json {
    let words = "Пором ходитиме щодня, крім днів, коли на морі шторм. ".repeat(8);
    let blocks = (1..=12).map(|number| {
        let text = json!({ "spans": [{ "text": words }] });
        json!({ "paragraph": { "blockId": format!("b{number}"), "text": text } })
    });
    json!({ "headline": HEADLINE, "blocks": blocks.collect::<Vec<_>>() })
}

fn addresses(bench: &mut Criterion) {
    let path = "/news/2026/11/27/1366-rada-portu-lazur-zberehla-nichnyi-porom";
    bench.bench_function("address of a story, read", |one| {
        one.iter(|| Path::parse(black_box(path)));
    });
    bench.bench_function("headline to slug, Ukrainian", |one| {
        one.iter(|| slugify(black_box(HEADLINE), Scheme::UkrainianKmu55_2010));
    });
    bench.bench_function("headline folded", |one| {
        one.iter(|| fold(black_box(HEADLINE)));
    });
}

#[expect(clippy::expect_used, reason = "constants that are a text")]
fn texts(bench: &mut Criterion) {
    let content = articles::read(text()).expect("a text");
    let stored = serde_json::to_string(&content).expect("JSON");
    bench.bench_function("text from its row", |one| {
        one.iter(|| serde_json::from_str::<Content>(black_box(&stored)));
    });
    bench.bench_function("text to its row", |one| {
        one.iter(|| serde_json::to_string(black_box(&content)));
    });
    bench.bench_function("text cleaned", |one| {
        one.iter_batched(
            || content.clone(),
            |mut content| content.clean(Some('’')),
            criterion::BatchSize::SmallInput,
        );
    });
    bench.bench_function("hash of what a text means", |one| {
        one.iter(|| black_box(&content).meaning_hash());
    });
}

criterion_group!(hot, addresses, texts);
criterion_main!(hot);
