//! Misspelt words: which known words are near.

/// A word's trigrams, its beginning and its end marked.
pub fn trigrams(word: &str) -> Vec<String> {
    let marked: Vec<char> = std::iter::once('^')
        .chain(word.chars())
        .chain(['$'])
        .collect();
    let mut all: Vec<String> = marked
        .windows(3)
        .map(|three| three.iter().collect())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// How many slips a word of so many letters may have: none in a short one, one up to seven letters,
/// two beyond.
pub const fn slips(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// How many slips part two words: a letter too many, one too few, a wrong one, or two neighbours
/// exchanged (optimal string alignment). `None` when there are more than `most`.
pub fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, a) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in other.iter().enumerate() {
            let changed = last[column] + usize::from(a != b);
            let mut least = changed.min(last[column + 1] + 1).min(next[column] + 1);
            let are_exchanged =
                row > 0 && column > 0 && *a == other[column - 1] && one[row - 1] == *b;
            if are_exchanged {
                least = least.min(before[column - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        assert_eq!(distance("зеленськ", "зелинськ", 2), Some(1));
        assert_eq!(distance("харков", "хакров", 1), Some(1));
        assert_eq!(distance("пором", "порром", 1), Some(1));
        assert_eq!(distance("пором", "порм", 1), Some(1));
        assert_eq!(distance("київ", "львів", 2), None);
        assert_eq!(distance("", "", 0), Some(0));
    }

    #[test]
    fn trigrams_know_where_a_word_begins_and_ends() {
        assert_eq!(trigrams("рада"), ["^ра", "ада", "да$", "рад"]);
        assert_eq!(trigrams("я"), ["^я$"]);
    }
}
