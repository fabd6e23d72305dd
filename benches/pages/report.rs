//! Telling what was measured, ratios first.

use std::time::Duration;

use super::import::{Imported, stories};
use super::pages::{DOCUMENTS, Measured};

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64().max(f64::MIN_POSITIVE)
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Tells of an import.
pub fn import(told: &Imported) {
    let Imported {
        report,
        first,
        again,
        parsing,
        ..
    } = told;
    let count = stories(report);
    println!("Import of {count} stories in {} texts", report.translations);
    println!("  as ratios, of processor time");
    println!(
        "    {:>8.1} × reading and parsing the records alone",
        ratio(first.cpu, parsing.cpu)
    );
    if let Some(copy) = told.copy {
        println!(
            "    {:>8.1} × SQLite writing the same rows alone (VACUUM INTO)",
            ratio(first.cpu, copy.cpu)
        );
    }
    println!(
        "    {:>8.2} × for the same records again",
        ratio(again.cpu, first.cpu)
    );
    println!(
        "    {:>8.1} × the bytes of the records in the database",
        mebibytes(told.database_bytes) / mebibytes(told.record_bytes)
    );
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let a_second = |took: Duration| count as f64 / took.as_secs_f64();
    println!("  as figures of this machine");
    println!(
        "    {:.1} s, {:.1} s of processor time: {:.0} stories a second, {:.0} a processor second",
        first.wall.as_secs_f64(),
        first.cpu.as_secs_f64(),
        a_second(first.wall),
        a_second(first.cpu)
    );
    println!(
        "    again: {:.1} s, {:.1} s of processor time",
        again.wall.as_secs_f64(),
        again.cpu.as_secs_f64()
    );
    println!(
        "    {:.0} MiB of database from {:.0} MiB of records",
        mebibytes(told.database_bytes),
        mebibytes(told.record_bytes)
    );
}

/// Tells of the documents; the last newsroom is the one that the others are compared with.
pub fn pages<const N: usize>(names: &[String; N], measured: &[[Measured; N]]) {
    println!("\nAs ratios: p50, and in brackets processor time");
    println!(
        "  {:<12}{:<16}{:>22}{:>22}",
        "", "over", "of static bytes", "the largest to this"
    );
    for ((document, _), all) in DOCUMENTS.iter().zip(measured) {
        let Some(largest) = all.last() else { continue };
        for (name, one) in names.iter().zip(all) {
            let to_static = (
                ratio(one.p50, one.static_p50),
                ratio(one.cpu, one.static_cpu),
            );
            let growth = (ratio(largest.p50, one.p50), ratio(largest.cpu, one.cpu));
            println!(
                "  {document:<12}{name:<16}{:>12.1} ({:>6.1}){:>13.2} ({:>5.2})",
                to_static.0, to_static.1, growth.0, growth.1
            );
        }
    }
    println!("\nAs figures of this machine");
    println!(
        "  {:<12}{:<16}{:>10}{:>12}{:>14}{:>12}{:>12}",
        "", "over", "p50 ms", "cpu ms", "statements", "KiB", "static ms"
    );
    let ms = |took: Duration| took.as_secs_f64() * 1e3;
    for ((document, _), all) in DOCUMENTS.iter().zip(measured) {
        for (name, one) in names.iter().zip(all) {
            println!(
                "  {document:<12}{name:<16}{:>10.2}{:>12.2}{:>14.1}{:>12}{:>12.3}",
                ms(one.p50),
                ms(one.cpu),
                one.statements,
                one.bytes / 1024,
                ms(one.static_p50)
            );
        }
    }
}
