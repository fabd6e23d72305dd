//! Draws that a request decides by: the same request draws the same lots, in whatever order they
//! are asked for, so that a decision can be made again from its id.

/// What a lot is drawn for. Lots of different purposes are independent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Whether a paced line item takes part in this page view.
    Gate = 1,
    /// Which of those that bought a share of voice has this slot.
    Share = 2,
    /// The order among equals inside a tier.
    Order = 3,
    /// Which creative of a line item is shown.
    Creative = 4,
}

/// The lots of one request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draws(u64);

impl Draws {
    /// The lots of the request with this id.
    pub fn of(request: u128) -> Self {
        Self(mix(request as u64 ^ mix((request >> 64) as u64)))
    }

    /// A number in (0, 1), evenly spread over requests.
    pub fn unit(self, purpose: Purpose, thing: u64) -> f64 {
        /// Doubles hold 53 bits exactly.
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        let bits =
            mix(self.0
                ^ mix(thing.wrapping_add((purpose as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))));
        ((bits >> 11) as f64 + 0.5) * STEP
    }

    /// A key by which the smallest wins with a probability in proportion to its `weight`, whatever
    /// others are drawn with it (Efraimidis and Spirakis 2006). Infinite for a weight of 0.
    pub fn key(self, purpose: Purpose, thing: u64, weight: f64) -> f64 {
        if weight <= 0.0 {
            return f64::INFINITY;
        }
        -self.unit(purpose, thing).ln() / weight
    }
}

/// Folds an id to the number that lots are drawn by.
pub(super) fn fold(id: uuid::Uuid) -> u64 {
    let bits = id.as_u128();
    mix(bits as u64) ^ (bits >> 64) as u64
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
const fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_are_the_same_for_the_same_request_and_even_over_requests() {
        let of = |n: u128| Draws::of(n).unit(Purpose::Gate, 7);
        assert_eq!(of(5).to_bits(), of(5).to_bits());

        let mut tenths = [0_u32; 10];
        for n in 0..100_000_u128 {
            tenths[(of(n) * 10.0) as usize] += 1;
        }

        // Five standard deviations of a binomial count are about 470.
        assert!(
            tenths.iter().all(|n| n.abs_diff(10_000) < 470),
            "{tenths:?}"
        );
    }

    #[test]
    fn the_heavier_wins_in_proportion() {
        let wins = (0..100_000_u128)
            .filter(|n| {
                let draws = Draws::of(*n);
                draws.key(Purpose::Order, 1, 3.0) < draws.key(Purpose::Order, 2, 1.0)
            })
            .count();

        assert!(wins.abs_diff(75_000) < 700, "{wins}");
    }
}
