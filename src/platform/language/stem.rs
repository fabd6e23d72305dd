//! Stems: what the forms of one word have in common.
//!
//! Snowball's stemmers of Ukrainian, Russian and English (crate `frostem`) do most of it. They take
//! what looks like an ending, so that a name may lose a part of itself in one case and keep it in
//! another: `Харків`, but `Харк-ові`. Two rules of our own come before them, and [`Stems::of_query`]
//! gives the other stems under which forms of a word may stand.

use frostem::{Algorithm, Stemmer};

use super::characters::{Alphabet, alphabet};

/// Shorter stems say too little.
const SHORTEST: usize = 3;

/// Endings of adjectives and nouns in `-ськ`, `-цьк` and `-зьк`.
const ENDINGS_OF_K: [&str; 22] = [
    "", "а", "у", "ом", "і", "ові", "ий", "ого", "ому", "им", "ім", "ої", "ій", "ою", "е", "их",
    "ими", "ам", "ами", "ах", "и", "о",
];

/// Words that stand in nearly every text of a language.
const COMMON: [(&str, &str); 3] = [
    (
        "uk",
        "а або в від до для з за зі із й і на над не о об по про під та так те ті то у це ця цей що як",
    ),
    (
        "ru",
        "а в во для до за и из или к как ко на над не о об от по под с со так то у что это",
    ),
    (
        "en",
        "a an and are as at be by for from in is it of on or that the this to was were with",
    ),
];

/// The stemmers of an edition.
pub struct Stems {
    cyrillic: Stemmer,
    latin: Option<Stemmer>,
    is_ukrainian: bool,
    alphabet: Alphabet,
    common: &'static str,
}

impl Stems {
    /// Those of a language by its tag: `en-GB` is as good as `en`. Words in the other alphabet are
    /// taken for Ukrainian, or for English.
    pub fn of(locale: &str) -> Self {
        let language = locale.split('-').next().unwrap_or_default();
        let (cyrillic, latin) = match language {
            "ru" => (Algorithm::Russian, Some(Algorithm::English)),
            "uk" | "en" => (Algorithm::Ukrainian, Some(Algorithm::English)),
            _ => (Algorithm::Ukrainian, None),
        };
        Self {
            cyrillic: Stemmer::new(cyrillic),
            latin: latin.map(Stemmer::new),
            is_ukrainian: language != "ru",
            alphabet: match language {
                "be" | "bg" | "mk" | "ru" | "sr" | "uk" => Alphabet::Cyrillic,
                _ => Alphabet::Latin,
            },
            common: COMMON
                .iter()
                .find(|(of, _)| *of == language)
                .map_or("", |(_, words)| words),
        }
    }

    /// Whether a word, given by its key, stands in nearly every text.
    pub fn is_common(&self, key: &str) -> bool {
        self.common.split(' ').any(|word| word == key)
    }

    /// Whether a word, given by its key, is in another alphabet than the edition.
    pub fn is_foreign(&self, key: &str) -> bool {
        let other = key.chars().next().and_then(alphabet);
        other.is_some_and(|other| other != self.alphabet)
    }

    /// The stem of a word, given by its key ([`super::words()`]).
    pub fn stem(&self, key: &str) -> String {
        if key.contains(|c: char| !c.is_alphabetic()) {
            return key.to_owned();
        }
        match (key.chars().next().and_then(alphabet), &self.latin) {
            (Some(Alphabet::Cyrillic), _) => self.cyrillic_stem(key),
            (Some(Alphabet::Latin), Some(latin)) => long_enough(key, latin.stem(key).into_owned()),
            _ => key.to_owned(),
        }
    }

    /// The stems under which forms of a word may stand, its own first.
    pub fn of_query(&self, key: &str) -> Vec<String> {
        let own = self.stem(key);
        let mut all = vec![own.clone()];
        if key.chars().next().and_then(alphabet) == Some(Alphabet::Cyrillic)
            && key.chars().count() > SHORTEST
        {
            let bare = key.trim_end_matches(is_ending);
            // As the nominative would be stemmed, were this another case, and the other way about.
            let own_stem = own.clone();
            let there = own.ends_with('в').then(|| format!("{own}і"));
            let forms = [own, bare.to_owned(), format!("{bare}а"), format!("{bare}у")];
            // `Київськ-ий` speaks of `Київ`, though not the other way about.
            let from_there = self.nominative(&own_stem).map(|name| format!("{name}ськ"));
            for form in forms.into_iter().chain(there).chain(from_there) {
                let stem = self.stem(&form);
                if stem.chars().count() >= SHORTEST && !all.contains(&stem) {
                    all.push(stem);
                }
            }
        }
        all
    }

    /// The Ukrainian nominative of a stem whose vowel it changes: `Київ` of `києв`, `Харків` of
    /// `харков`.
    pub fn nominative(&self, stem: &str) -> Option<String> {
        let closed = [("ов", "ів"), ("ев", "ів"), ("єв", "їв")].into_iter();
        let mut closed = closed.filter(|_| self.is_ukrainian);
        closed.find_map(|(open, closed)| Some(format!("{}{closed}", stem.strip_suffix(open)?)))
    }

    fn cyrillic_stem(&self, key: &str) -> String {
        if let Some(stem) = self.is_ukrainian.then(|| stem_of_k(key)).flatten() {
            return stem.to_owned();
        }
        let stem = long_enough(key, self.cyrillic.stem(key).into_owned());
        match self.is_ukrainian {
            true => with_hard_k(stem),
            false => stem,
        }
    }
}

/// `Зеленськ-ий` is not `зелен-ий`: what ends in `-ськ` keeps it.
fn stem_of_k(key: &str) -> Option<&str> {
    ["ськ", "цьк", "зьк"].iter().find_map(|suffix| {
        let end = key.rfind(suffix)? + suffix.len();
        let (stem, ending) = key.split_at(end);
        (ENDINGS_OF_K.contains(&ending) && stem.chars().count() > SHORTEST).then_some(stem)
    })
}

/// `Знамʼянц-і` is `Знамʼянк-а`, and `Кременчуц-і` is `Кременчук`; a `столиц-я` is no `столик`.
fn with_hard_k(stem: String) -> String {
    let Some(bare) = stem.strip_suffix('ц') else {
        return stem;
    };
    let is_softened = bare.ends_with(|c: char| !is_vowel(c) || c == 'у' || c == 'ю');
    if is_softened && bare.chars().count() >= SHORTEST {
        format!("{bare}к")
    } else {
        stem
    }
}

/// The stem, or where that is too short the word without its ending.
fn long_enough(key: &str, stem: String) -> String {
    if stem.chars().count() >= SHORTEST {
        return stem;
    }
    let bare = key.trim_end_matches(is_ending);
    let is_enough = bare.chars().count() >= SHORTEST;
    if is_enough { bare } else { key }.to_owned()
}

const fn is_vowel(c: char) -> bool {
    matches!(
        c,
        'а' | 'е' | 'и' | 'і' | 'о' | 'у' | 'ю' | 'я' | 'є' | 'ї' | 'ы' | 'э'
    )
}

const fn is_ending(c: char) -> bool {
    is_vowel(c) || matches!(c, 'ь' | 'й')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a search for either form finds the other.
    fn meet(locale: &str, one: &str, other: &str) -> bool {
        let stems = Stems::of(locale);
        let finds = |asked, told| stems.of_query(asked).contains(&stems.stem(told));
        finds(one, other) && finds(other, one)
    }

    #[test]
    fn a_name_in_one_case_meets_it_in_another() {
        let uk = [
            "київ києва києву києвом києві",
            "львів львова львову львові",
            "харків харкова харкову харкові",
            "зеленський зеленського зеленському зеленським",
            "знамянка знамянки знамянці знамянку",
            "кременчук кременчука кременчуці",
            "одеса одеси одесі одесу одесою",
            "запоріжжя запоріжжі запоріжжям",
            "порошенко порошенка порошенку порошенком",
            "марія марії марію марією",
            "пором порому пороми поромом поромів",
            "бердянськ бердянська бердянську бердянськом",
            "ковальчук ковальчука ковальчуком",
            "олена олени олені олену оленою",
        ];
        let ru = [
            "киев киева киеву киевом киеве",
            "елена елены елене елену",
            "паром парома паромы паромов",
            "одесса одессы одессе",
            "петров петрова петровым",
        ];
        for (locale, groups) in [("uk", &uk[..]), ("ru", &ru[..])] {
            for forms in groups {
                let forms: Vec<&str> = forms.split(' ').collect();
                for one in &forms {
                    for other in &forms {
                        assert!(meet(locale, one, other), "{locale}: {one}, {other}");
                    }
                }
            }
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (one, other) in [
            ("зеленський", "зелений"),
            ("столиця", "столик"),
            ("київ", "кий"),
        ] {
            assert!(!meet("uk", one, other), "{one}, {other}");
        }
    }

    #[test]
    fn the_nominative_of_an_open_stem_is_told() {
        let told = |locale, stem| Stems::of(locale).nominative(stem);
        assert_eq!(told("uk", "києв").as_deref(), Some("київ"));
        assert_eq!(told("uk", "харков").as_deref(), Some("харків"));
        assert_eq!((told("uk", "одес"), told("ru", "киев")), (None, None));
    }

    #[test]
    fn english_forms_meet_and_numbers_stay_as_they_are() {
        assert!(meet("en", "ferries", "ferry"));
        assert!(meet("uk", "windows", "windows"));
        assert_eq!(Stems::of("en").stem("2026"), "2026");
        assert_eq!(Stems::of("pl").stem("wisły"), "wisły");
    }
}
