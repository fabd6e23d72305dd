//! How what is sold stands, reckoned once a minute: paces, and how much may be shown until then.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::leases::{self, Wanted};
use super::stock::{Stock, Terms};
use super::store;
use crate::ads::engine::{Pace, Profile, Progress, RESERVATION_MS, Supply, TICK_MS, pace};
use crate::ads::events::{Counts, HOUR_MS};
use crate::app::{Call, Result};
use crate::editions;
use crate::platform::clock::Instant;
use crate::platform::ids::{CampaignId, DecisionId, LineItemId};
use crate::vocabulary::{GoalMetric, PriceModel};

/// Page views of an hour that are expected of a site before it is known.
const GUESS_PER_HOUR: f64 = 600.0;
/// Milliseconds after which the profile of the week is read again.
const PROFILE_MS: i64 = HOUR_MS;

/// Everything that decisions of this node go by. One decision at a time looks at it, so that a
/// quantity is never given twice.
#[derive(Debug, Default)]
pub struct Standing {
    now: Mutex<State>,
    /// Held by whoever reckons.
    reckoning: tokio::sync::Mutex<()>,
}

/// How things stand.
#[derive(Debug, Default)]
pub struct State {
    /// What there is to be shown.
    pub stock: Arc<Stock>,
    /// Paces by the numbers of its book.
    pub paces: Arc<Vec<Pace>>,
    /// What may be shown of each until the next reckoning.
    left: Vec<u64>,
    /// Page views that each could be shown on, and those that it took part in.
    met: HashMap<LineItemId, [u64; 3]>,
    /// Chosen and not yet counted, with the end of the reservation.
    waiting: HashMap<DecisionId, (LineItemId, Instant)>,
    supplies: HashMap<LineItemId, Supply>,
    profile: Option<(Profile, Instant)>,
    reckoned_at: Option<Instant>,
    learnt_at: Option<Instant>,
}

impl Standing {
    /// How things stand now.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reckons anew when it is time to, or when something else is sold than at the last time.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn keep_up(&self, call: &Call, stock: &Arc<Stock>) -> Result<()> {
        if self.state().is_of(stock, call.now()) {
            return Ok(());
        }
        let _reckoning = self.reckoning.lock().await;
        if self.state().is_of(stock, call.now()) {
            return Ok(());
        }
        self.reckon(call, stock).await
    }

    async fn reckon(&self, call: &Call, stock: &Arc<Stock>) -> Result<()> {
        let now = call.now();
        let zone = editions::site(call).await?.time_zone;
        let zone_ms = zone.ahead_ms(now.0);
        let known = self.state().profile.clone();
        let profile = match known.filter(|(_, read_at)| read_at.plus_ms(PROFILE_MS) > now) {
            Some((profile, _)) => profile,
            None => store::profile(call, now, zone_ms).await?,
        };
        let totals = crate::ads::events::store::totals(call).await?;
        let spent = spent(stock, &totals);
        let nodes = leases::nodes(call).await?;
        let (paces, wanted) = {
            let mut state = self.state();
            state.waiting.retain(|_, (_, until)| *until > now);
            state.learn(stock, &profile, (now, zone_ms));
            let known = state.profile.as_ref().map(|(_, at)| *at);
            let read_at = known
                .filter(|at| at.plus_ms(PROFILE_MS) > now)
                .unwrap_or(now);
            state.profile = Some((profile.clone(), read_at));
            let reserved = state.reserved();
            let mut paces = Vec::with_capacity(stock.book.len());
            let mut wanted = Vec::new();
            for (number, sold) in (0..).zip(stock.book.line_items()) {
                let hours = stock.book.hours(number).copied().unwrap_or_default();
                let delivered = units(sold.goal.metric, totals.get(&sold.id));
                let waits = reserved.get(&sold.id).copied().unwrap_or_default();
                let terms = stock.terms.get(&sold.id);
                let mut supply = state.supply(sold.id);
                // Each node sees its own part of the readers.
                supply.per_hour *= f64::from(nodes);
                let progress = Progress {
                    delivered,
                    reserved: waits,
                    supply,
                    is_budget_spent: terms.is_some_and(|terms| spent.contains(&terms.campaign)),
                    ecpm_micros: ecpm(terms, totals.get(&sold.id)),
                };
                let pace = pace(sold, &profile.curve(&hours), &progress, (now, zone_ms));
                if let Some(goal) = sold.goal.quantity {
                    wanted.push(Wanted {
                        line_item: sold.id,
                        goal,
                        metric: sold.goal.metric,
                        quantity: pace.quota.saturating_add(waits),
                        waits,
                    });
                }
                paces.push(pace);
            }
            (paces, wanted)
        };
        let leased = leases::take(call, wanted, &totals).await?;
        self.state().adopt(stock, paces, &leased, now);
        Ok(())
    }
}

impl State {
    fn is_of(&self, stock: &Arc<Stock>, now: Instant) -> bool {
        let is_recent = |at: Instant| at <= now && now < at.plus_ms(TICK_MS);
        Arc::ptr_eq(&self.stock, stock) && self.reckoned_at.is_some_and(is_recent)
    }

    /// The profile of the week that is planned by, once there is one.
    pub fn profile(&self) -> Option<Profile> {
        self.profile.as_ref().map(|(profile, _)| profile.clone())
    }

    fn supply(&self, line_item: LineItemId) -> Supply {
        let guess = Supply::guess(GUESS_PER_HOUR);
        self.supplies.get(&line_item).copied().unwrap_or(guess)
    }

    /// Learns from what was met since it learnt last, at least a reckoning's span ago.
    fn learn(&mut self, stock: &Stock, profile: &Profile, (now, zone_ms): (Instant, i64)) {
        let Some(since) = self.learnt_at else {
            self.learnt_at = Some(now);
            return;
        };
        if now < since.plus_ms(TICK_MS) {
            return;
        }
        self.learnt_at = Some(now);
        let met = std::mem::take(&mut self.met);
        for (number, sold) in (0..).zip(stock.book.line_items()) {
            // One that has just begun is not judged by a part of the span.
            if sold.flight.start > since {
                continue;
            }
            let [chances, passes, delivered] = met.get(&sold.id).copied().unwrap_or_default();
            let hours = stock.book.hours(number).copied().unwrap_or_default();
            let curve = profile.curve(&hours);
            let mass = curve.mass(since.plus_ms(zone_ms), now.plus_ms(zone_ms));
            let mut supply = self.supply(sold.id);
            supply.learn(mass, chances, passes, delivered);
            self.supplies.insert(sold.id, supply);
        }
    }

    fn reserved(&self) -> HashMap<LineItemId, u64> {
        let mut reserved = HashMap::new();
        for (line_item, _) in self.waiting.values() {
            *reserved.entry(*line_item).or_default() += 1;
        }
        reserved
    }

    fn adopt(
        &mut self,
        stock: &Arc<Stock>,
        paces: Vec<Pace>,
        leased: &HashMap<LineItemId, u64>,
        now: Instant,
    ) {
        let items = stock.book.line_items().zip(&paces);
        self.left = items
            .map(|(sold, pace)| leased.get(&sold.id).copied().unwrap_or(pace.quota))
            .collect();
        let of_left = paces.into_iter().zip(&self.left).map(|(pace, left)| Pace {
            is_spent: pace.is_spent || *left == 0,
            ..pace
        });
        self.paces = Arc::new(of_left.collect());
        self.stock = Arc::clone(stock);
        self.reckoned_at = Some(now);
    }

    /// Notes what a page view met.
    pub fn meet(&mut self, opportunities: &[u32], passes: &[u32]) {
        for (place, numbers) in [opportunities, passes].into_iter().enumerate() {
            for number in numbers {
                if let Some(sold) = self.stock.book.line_item(*number) {
                    self.met.entry(sold.id).or_default()[place] += 1;
                }
            }
        }
    }

    /// Notes that a line item was chosen; at the end of what may be shown of it, it waits.
    pub fn choose(&mut self, number: u32, decision: DecisionId, now: Instant) {
        let Some(sold) = self.stock.book.line_item(number) else {
            return;
        };
        let until = now.plus_ms(RESERVATION_MS);
        self.waiting.insert(decision, (sold.id, until));
        let place = number as usize;
        if let Some(left) = self.left.get_mut(place) {
            *left = left.saturating_sub(1);
            if *left == 0 {
                // Who explains a decision needs the paces that it was made by.
                Arc::make_mut(&mut self.paces)[place].is_spent = true;
            }
        }
    }

    /// Notes that something of a decision of this node was counted.
    pub fn count(&mut self, decision: DecisionId, metric: GoalMetric) {
        let Some((line_item, _)) = self.waiting.get(&decision).copied() else {
            return;
        };
        let number = self.stock.book.number(line_item);
        let sold = number.and_then(|number| self.stock.book.line_item(number));
        let goal = sold.map_or(GoalMetric::Impressions, |sold| sold.goal.metric);
        let is_it = match goal {
            GoalMetric::ViewableImpressions | GoalMetric::Clicks => goal == metric,
            _ => metric == GoalMetric::Impressions,
        };
        if is_it {
            self.waiting.remove(&decision);
            self.met.entry(line_item).or_default()[2] += 1;
        }
    }
}

/// Units of a goal that a line item has had.
pub(super) fn units(metric: GoalMetric, had: Option<&Counts>) -> u64 {
    let had = had.copied().unwrap_or_default();
    let units = match metric {
        GoalMetric::ViewableImpressions => had.viewable,
        GoalMetric::Clicks => had.clicks,
        _ => had.impressions,
    };
    u64::try_from(units).unwrap_or_default()
}

/// What so many events cost, in millionths of the currency's unit; a price by the day is not told by
/// events.
pub(in crate::ads) fn cost(terms: &Terms, had: &Counts) -> Option<i64> {
    let price = i128::from(terms.price_micros?);
    let micros = match terms.price_model {
        PriceModel::Cpm => price * i128::from(had.impressions) / 1_000,
        PriceModel::Vcpm => price * i128::from(had.viewable) / 1_000,
        PriceModel::Cpc => price * i128::from(had.clicks),
        PriceModel::Cpd => return None,
        PriceModel::Free => 0,
    };
    i64::try_from(micros).ok()
}

/// Orders whose budgets are used up.
fn spent(stock: &Stock, totals: &BTreeMap<LineItemId, Counts>) -> Vec<CampaignId> {
    let mut costs: HashMap<CampaignId, (i64, i64)> = HashMap::new();
    for (line_item, terms) in &stock.terms {
        let Some(budget) = terms.budget_micros else {
            continue;
        };
        let had = totals.get(line_item).copied().unwrap_or_default();
        let sum = costs.entry(terms.campaign).or_insert((budget, 0));
        sum.1 = sum.1.saturating_add(cost(terms, &had).unwrap_or_default());
    }
    let spent = costs
        .into_iter()
        .filter(|(_, (budget, cost))| cost >= budget);
    spent.map(|(campaign, _)| campaign).collect()
}

/// What a thousand impressions of it bring, in millionths: by its price, and by how often it has been
/// seen or clicked where that is what is paid for.
fn ecpm(terms: Option<&Terms>, had: Option<&Counts>) -> f64 {
    /// What is believed before enough is known: six of ten can be seen, one of a thousand clicked.
    const BELIEF: (f64, f64, f64) = (1_000.0, 600.0, 1.0);
    let Some(terms) = terms else { return 0.0 };
    let price = terms.price_micros.unwrap_or_default() as f64;
    let had = had.copied().unwrap_or_default();
    let shown = had.impressions as f64 + BELIEF.0;
    match terms.price_model {
        PriceModel::Cpm => price,
        PriceModel::Vcpm => price * (had.viewable as f64 + BELIEF.1) / shown,
        PriceModel::Cpc => price * 1_000.0 * (had.clicks as f64 + BELIEF.2) / shown,
        PriceModel::Cpd | PriceModel::Free => 0.0,
    }
}
