//! Quantities that several nodes share. A node shows of a line item only what it has leased, so
//! that all of them together never pass the goal, whoever dies with a lease in its hands.

use std::collections::BTreeMap;

use crate::platform::clock::Instant;

/// What is left of one line item, and who holds how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    goal: u64,
    counted: u64,
    leases: BTreeMap<u64, Lease>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lease {
    quantity: u64,
    until: Instant,
}

impl Pool {
    /// A pool of which nothing is leased.
    pub const fn new(goal: u64) -> Self {
        Self {
            goal,
            counted: 0,
            leases: BTreeMap::new(),
        }
    }

    /// Takes a lease of at most `wanted` for a node, in place of the one that it had; gives how
    /// much it got. What was chosen under the old lease and not counted yet is part of `wanted`.
    pub fn take(&mut self, node: u64, wanted: u64, now: Instant, until: Instant) -> u64 {
        self.leases
            .retain(|other, lease| *other != node && lease.until > now);
        let held: u64 = self.leases.values().map(|lease| lease.quantity).sum();
        let free = self.goal.saturating_sub(self.counted + held);
        let quantity = wanted.min(free);
        if quantity > 0 {
            self.leases.insert(node, Lease { quantity, until });
        }
        quantity
    }

    /// Counts what a node has delivered of its lease.
    pub fn count(&mut self, node: u64, delivered: u64) {
        self.counted += delivered;
        if let Some(lease) = self.leases.get_mut(&node) {
            lease.quantity = lease.quantity.saturating_sub(delivered);
        }
    }

    /// What has been delivered.
    pub const fn counted(&self) -> u64 {
        self.counted
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Nodes that show no more than they lease never pass the goal together.
        #[test]
        fn what_is_leased_and_counted_never_passes_the_goal(
            goal in 0_u64..500,
            steps in prop::collection::vec((0_u64..3, 0_u64..80, 0_i64..90, any::<bool>()), 0..200),
        ) {
            let mut pool = Pool::new(goal);
            let mut held = [(0_u64, Instant(0)); 3];
            let mut now = Instant(0);
            for (node, quantity, passed, is_taken) in steps {
                now = now.plus_ms(passed);
                let (left, until) = &mut held[node as usize];
                if is_taken {
                    *until = now.plus_ms(60);
                    *left = pool.take(node, quantity, now, *until);
                } else if *until > now {
                    let delivered = quantity.min(*left);
                    *left -= delivered;
                    pool.count(node, delivered);
                }
                prop_assert!(pool.counted() <= goal);
            }
        }
    }
}
