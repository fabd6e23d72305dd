//! Chance that is the same on every machine.

/// Numbers that look like chance and are not (SplitMix64, by Sebastiano Vigna).
pub struct Dice(u64);

impl Dice {
    /// Dice of which the same `start` gives the same throws.
    pub const fn from(start: u64) -> Self {
        Self(start)
    }

    /// Any number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// A number below `end`, the small ones more often by far: as few tags carry most stories.
    pub fn skewed(&mut self, end: usize) -> usize {
        let most = self.below(end) + 1;
        self.below(most)
    }

    /// Whether one chance in `many` came true.
    pub fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// One of a list.
    pub fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}
