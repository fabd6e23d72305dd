//! Which creative of a line item is shown in a slot, and in which size and language.

use std::cmp::Reverse;

use super::book::Item;
use super::draw::{Purpose, fold};
use super::page::Slot;
use super::sold::{Creative, Variant};
use super::view::View;
use crate::platform::ids::CreativeId;

/// Draws a creative by the weights of the rotation; none, when no creative fits the slot.
pub(super) fn choose<'b>(
    view: &View<'b>,
    item: &'b Item,
    place: usize,
    placed: &[(u32, CreativeId)],
) -> Option<(&'b Creative, &'b Variant)> {
    let slot = &view.ask.page.slots[place];
    let edition = view.ask.page.locale;
    let fitting = item.sold.creatives.iter().filter_map(|creative| {
        let is_for = creative.locales.is_empty() || creative.locales.contains(&edition);
        let variant = is_for.then(|| variant(view, creative, slot)).flatten()?;
        let may = view.has_room_for(item, creative.id, placed);
        may.then_some((creative, variant))
    });
    fitting.min_by(|(one, _), (other, _)| {
        let key = |creative: &Creative| {
            // Each slot draws anew, so that a roadblock shows the rotation too.
            let lot = fold(creative.id.0).wrapping_add(place as u64);
            view.draws
                .key(Purpose::Creative, lot, f64::from(creative.weight))
        };
        key(one).total_cmp(&key(other)).then(one.id.cmp(&other.id))
    })
}

/// The variant for a slot: in the most preferred language, without words next, and of those the
/// largest.
fn variant<'b>(view: &View<'_>, creative: &'b Creative, slot: &Slot) -> Option<&'b Variant> {
    let languages = &view.ask.page.ad_locales;
    let rank = |variant: &Variant| match variant.locale {
        None => Some(languages.len()),
        Some(locale) => languages.iter().position(|one| *one == locale),
    };
    let fits = |variant: &&Variant| {
        slot.sizes.contains(&variant.size) && view.is_wide_enough(variant.size.width)
    };
    let ranked = creative.variants.iter().filter(fits).filter_map(|variant| {
        let area = i64::from(variant.size.width) * i64::from(variant.size.height);
        Some(((rank(variant)?, Reverse(area), variant.id), variant))
    });
    ranked
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, variant)| variant)
}
