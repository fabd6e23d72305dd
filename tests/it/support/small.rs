//! The least that stories need: a site of two editions, and three sections.

use std::sync::Arc;

use masthead::app::App;
use masthead::platform::ids::SectionId;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Economy; energy stands below it; sport stands beside it.
pub const ECONOMY: SectionId = SectionId(Uuid::from_u128(0xec0));
pub const ENERGY: SectionId = SectionId(Uuid::from_u128(0xe4e));
pub const SPORT: SectionId = SectionId(Uuid::from_u128(0x5b0));

/// Fills an empty database.
pub async fn fill(app: &Arc<App>) {
    let conn = app.db.writer();
    let is_postgres = conn.get_database_backend() == sea_orm::DbBackend::Postgres;
    let id = |number: u128| {
        let id = Uuid::from_u128(number);
        if is_postgres {
            format!("'{id}'")
        } else {
            format!("x'{}'", id.simple())
        }
    };
    let mut sql = vec![
        "INSERT INTO site VALUES (1, 1, 'Mayak', 'https://mayak.example', 'uk', 'Europe/Kyiv', '[]', '{\"mode\":\"OFF\"}', '{\"trashedDraftDays\":30,\"autosaveDays\":7,\"adEventDays\":30,\"auditDays\":1095}')".to_owned(),
    ];
    for (place, (locale, scheme, apostrophe)) in [
        ("uk", "UKRAINIAN_KMU55_2010", "ʼ"),
        ("en", "ASCII_FOLD", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let edition = id(0xed0 + place as u128);
        sql.push(format!("INSERT INTO editions VALUES ({edition}, '{locale}', {place}, TRUE, '{locale}', '{locale}', 'LTR', 'Mayak', NULL, '{{}}', '{{}}', '{scheme}', '{apostrophe}', '[]', '[]')"));
    }
    for (place, (section, parent, name)) in [
        (ECONOMY, None, "economy"),
        (ENERGY, Some(ECONOMY), "energy"),
        (SPORT, None, "sport"),
    ]
    .into_iter()
    .enumerate()
    {
        let (own, parent) = (
            id(section.0.as_u128()),
            parent.map_or("NULL".to_owned(), |p: SectionId| id(p.0.as_u128())),
        );
        sql.push(format!(
            "INSERT INTO sections VALUES ({own}, 1, {parent}, {place}, TRUE)"
        ));
        for locale in ["uk", "en"] {
            sql.push(format!(
                "INSERT INTO section_texts VALUES ({own}, '{locale}', '{name}', '{name}', NULL)"
            ));
        }
    }
    for statement in sql {
        conn.execute_unprepared(&statement)
            .await
            .unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
}
