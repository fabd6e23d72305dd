//! How the stock is made of what was sold.

use std::collections::HashMap;

use super::stock::{Shown, Stock, Terms};
use crate::ads::advertiser::{self, Advertiser};
use crate::ads::campaign::{self, Campaign};
use crate::ads::creative::{self, Creative};
use crate::ads::engine::{self, Book, Targeting};
use crate::ads::line_item::{self, Known, LineItem};
use crate::app::{Call, Result};
use crate::platform::ids::{AdvertiserId, CampaignId, CreativeId};
use crate::platform::language::fold;
use crate::vocabulary::{CampaignState, CreativeReviewState, LineItemState};

/// Milliseconds for which the address of a click outlasts what it was made for: a day, as long as
/// the decisions of apps hold.
const CLICK_MS: i64 = 24 * 3_600_000;

/// All that was sold.
struct Sold {
    advertisers: HashMap<AdvertiserId, Advertiser>,
    campaigns: HashMap<CampaignId, Campaign>,
    creatives: HashMap<CreativeId, Creative>,
    known: Known,
}

/// Reads what was sold, and makes the stock of it.
///
/// # Errors
/// Those of the database.
pub(super) async fn stocked(call: &Call) -> Result<Stock> {
    // Readers do not see what the staff sees: tags that were merged, prices.
    let call = &call.by_system("ads");
    let line_items = line_item::store::all(call).await?;
    let is_shown = |one: &&LineItem| one.state == LineItemState::Ready;
    let targetings = line_items.iter().filter(is_shown);
    let targetings = targetings.flat_map(|one| [&one.targeting, &one.exclusions]);
    let all = advertiser::store::all(call).await?.into_iter();
    let campaigns = campaign::store::all(call).await?.into_iter();
    let creatives = creative::store::all(call).await?.into_iter();
    let sold = Sold {
        advertisers: all.map(|one| (one.id, one)).collect(),
        campaigns: campaigns.map(|one| (one.id, one)).collect(),
        creatives: creatives.map(|one| (one.id, one)).collect(),
        known: Known::of(call, targetings).await?,
    };
    let shown = line_items.iter().filter(is_shown);
    let book = Book::of(shown.filter_map(|one| sold.line_item(one)).collect());
    let terms = line_items.iter();
    let terms = terms.filter_map(|one| Some((one.id, sold.terms(one)?)));
    let terms = terms.collect();
    let since = call.now().plus_ms(-CLICK_MS);
    let replaced = creative::store::replaced_since(call, since).await?;
    let mut stock = Stock {
        book,
        terms,
        creatives: HashMap::new(),
        variants: HashMap::new(),
    };
    // What a page has shown already leads on, though another took its place meanwhile.
    for (of, variant) in replaced {
        let creative = sold.creatives.get(&of);
        if creative.is_some_and(|one| one.review != CreativeReviewState::Rejected) {
            stock.variants.insert(variant.id, shown_of(of, &variant));
        }
    }
    for (id, creative) in sold.creatives {
        let approved = creative.variants.iter();
        let approved = approved.filter(|one| one.approved_at.is_some());
        let shown = approved.map(|one| (one.id, shown_of(id, one)));
        stock.variants.extend(shown);
        stock.creatives.insert(id, creative.name);
    }
    Ok(stock)
}

impl Sold {
    /// A line item as decisions need it.
    fn line_item(&self, one: &LineItem) -> Option<engine::LineItem> {
        let campaign = self.campaigns.get(&one.campaign)?;
        let advertiser = self.advertisers.get(&campaign.advertiser)?;
        let mut caps = one.frequency_caps.clone();
        caps.extend(&campaign.frequency_caps);
        let creatives = one.creatives.iter().filter_map(|binding| {
            let creative = self.creatives.get(&binding.creative)?;
            (creative.review == CreativeReviewState::Approved).then(|| engine::Creative {
                id: binding.creative,
                weight: binding.weight,
                locales: binding.locales.clone(),
                variants: creative.variants.iter().map(variant_of).collect(),
            })
        });
        Some(engine::LineItem {
            id: one.id,
            campaign: one.campaign,
            advertiser: advertiser.id,
            categories: advertiser.categories.clone(),
            tier: one.tier,
            state: one.state,
            campaign_is_active: campaign.state == CampaignState::Active,
            flight: one.flight.clone(),
            goal: one.goal,
            pacing: one.pacing,
            weight: one.weight.unsigned_abs(),
            caps,
            when_no_visitor_key: one.when_no_visitor_key,
            targeting: self.targeting(&one.targeting),
            exclusions: self.targeting(&one.exclusions),
            exclusivity_groups: one.exclusivity_groups.clone(),
            accepts_sensitivity: one.accepts_sensitivity.clone(),
            roadblock: one.roadblock,
            creatives: creatives.collect(),
        })
    }

    /// A targeting whose tags follow merges, and whose words are folded.
    fn targeting(&self, targeting: &Targeting) -> Targeting {
        let followed = self.known.followed(targeting);
        Targeting {
            keywords: followed.keywords.iter().map(|word| fold(word)).collect(),
            ..followed
        }
    }

    fn terms(&self, one: &LineItem) -> Option<Terms> {
        let campaign = self.campaigns.get(&one.campaign)?;
        let advertiser = self.advertisers.get(&campaign.advertiser)?;
        let budget = campaign.budget.as_ref();
        let price = one.price.as_ref();
        let currency = price.or(budget).map(|money| money.currency.clone());
        Some(Terms {
            name: one.name.clone(),
            campaign: campaign.id,
            campaign_name: campaign.name.clone(),
            advertiser: advertiser.id,
            advertiser_name: advertiser.name.clone(),
            price_micros: price.map(|money| money.amount_micros),
            currency,
            price_model: one.price_model,
            budget_micros: budget.map(|money| money.amount_micros),
            legal_name: advertiser.legal_name.clone(),
            is_house: advertiser.is_house,
        })
    }
}

fn variant_of(variant: &creative::Variant) -> engine::Variant {
    engine::Variant {
        id: variant.id,
        locale: variant.locale,
        size: variant.size,
        format: variant.content.format(),
    }
}

fn shown_of(creative: CreativeId, variant: &creative::Variant) -> Shown {
    Shown {
        creative,
        size: variant.size,
        landing_url: variant.landing_url.clone(),
        content: variant.content.clone(),
    }
}
