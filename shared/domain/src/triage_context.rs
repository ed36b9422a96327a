//! Words whose folded spelling is two words of Hindi: their neighbours tell
//! which. `mar` is beaten, dead or embezzled; `fir` is again or a First
//! Information Report; `gali` is a lane or an insult.

use crate::normalise::Word;
use crate::triage_concept::{Concept, Marks};

/// Folded spellings.
type List = &'static [&'static str];

/// A word among its neighbours. An empty list allows anything.
struct Turn {
    /// The word itself.
    here: List,
    /// The word before it.
    last: List,
    /// How the next word begins.
    next: List,
    /// How the next word does not begin.
    not_next: List,
    /// How the word after that begins.
    after: List,
    /// What it then means.
    on: Marks,
    /// What it then does not mean.
    off: Marks,
}

const fn turn(here: List, last: List, next: List, after: List) -> Turn {
    Turn { here, last, next, not_next: &[], after, on: 0, off: 0 }
}

impl Turn {
    const fn means(mut self, concept: Concept) -> Self {
        self.on |= concept.mark();
        self
    }

    const fn not(mut self, concept: Concept) -> Self {
        self.off |= concept.mark();
        self
    }

    const fn but_for(mut self, not_next: List) -> Self {
        self.not_next = not_next;
        self
    }

    fn fits(&self, last: &str, here: &str, next: &str, after: &str) -> bool {
        let is = |list: List, word: &str| list.is_empty() || list.contains(&word);
        let begins = |list: List, word: &str| list.iter().any(|beginning| word.starts_with(beginning));
        let allows = |list: List, word: &str| list.is_empty() || begins(list, word);
        is(self.here, here)
            && allows(self.next, next)
            && !begins(self.not_next, next)
            && is(self.last, last)
            && allows(self.after, after)
    }
}

/// All turns, later ones correcting earlier ones.
const TURNS: &[Turn] = &[
    // After a death, or on one, nobody struck.
    turn(&["marne"], &[], &["par", "pe", "pr"], &[]).not(Concept::Strike),
    turn(&["marne"], &[], &["ke"], &["bad"]).not(Concept::Strike),
    // `mar gaya` died, `mar leta` embezzles, `mar dala` killed.
    turn(&["mar", "mara"], &[], &["ga", "gy", "cuk", "le", "li"], &[]).not(Concept::Strike),
    turn(&["mar", "mara"], &[], &["dal", "dun", "den", "deg", "de"], &[]).means(Concept::Kill),
    turn(&["mar"], &[], &["ja"], &[]).not(Concept::Strike),
    turn(&["mar"], &[], &["jau", "javan"], &[]).means(Concept::Suicide),
    turn(&["mar"], &[], &["ja"], &["ca"]).means(Concept::Suicide),
    turn(&["nas", "nasen"], &[], &["kat"], &[]).means(Concept::Suicide),
    turn(&["marna", "marne", "mrna"], &[], &["ca"], &[]).means(Concept::Suicide),
    turn(&["marne"], &[], &["ka"], &["man"]).means(Concept::Suicide),
    turn(&["mar"], &[], &["pit", "pet"], &[]).means(Concept::Beat),
    // One's own life, or another's.
    turn(&["jan"], &[], &["de"], &["du", "lu", "ja", "ra"]).means(Concept::Suicide),
    turn(&["jan"], &[], &["le"], &["lun", "lu"]).means(Concept::Suicide),
    turn(&["jan"], &[], &["le"], &["leg", "len", "ley"]).means(Concept::Kill),
    turn(&["jan"], &[], &["se"], &["mar", "kata"]).means(Concept::Kill),
    // A police station, or a taunt if it is struck.
    turn(&["tane", "tana", "tano"], &[], &["mar", "de", "kas", "sun"], &[]).means(Concept::Abuse),
    // A father or a drink, but beaten after `ne` or `mujhe`.
    turn(&["pita", "pite"], &["mujhe", "muje", "ne", "usne", "se", "ko"], &[], &[])
        .but_for(&["ji", "ki", "ka", "ke", "ko", "ne"])
        .means(Concept::Beat),
    turn(&["pita"], &[], &["ja", "ga"], &[]).means(Concept::Beat),
    turn(&["coked"], &[], &["me", "her"], &[]).means(Concept::Beat),
    turn(&["cune"], &[], &["ki", "lag"], &[]).means(Concept::Sexual),
    turn(&["nikalo", "nikaliye"], &["se"], &[], &[]).means(Concept::Emergency),
    turn(&["out"], &["me"], &[], &[]).means(Concept::Emergency),
    turn(&["bal"], &[], &["viva", "bivah"], &[]).means(Concept::Minor),
    // A pension is shut; she is locked in. Urdu writes no vowel.
    turn(&["band", "bnd"], &["mujhe", "muje", "mujh", "mjhe", "mje"], &["ka", "ki", "kr", "rak"], &[])
        .means(Concept::Lock),
    turn(&["jan"], &[], &["dan"], &[]).means(Concept::Scheme),
    turn(&["pit"], &[], &["ti", "ta", "te", "ra"], &[]).means(Concept::Beat),
    turn(&["kun"], &[], &["nik", "ba", "be", "ja"], &[]).means(Concept::Injury),
    turn(&["baca", "baci"], &[], &["girane", "girao", "girva", "girana"], &[]).means(Concept::Pregnancy),
    turn(&["jiu", "jiyu", "jiun"], &[], &[], &[]).means(Concept::Suicide),
    turn(&["golian", "goliyan", "goli"], &[], &["ka"], &[]).means(Concept::Suicide),
    turn(&["le"], &[], &["gaya", "gya", "gae", "gaye"], &[]).means(Concept::Elope),
    turn(&["uda"], &[], &["li", "di", "le"], &[]).means(Concept::Crime),
    turn(&["mere", "hamare", "mire"], &[], &["sat"], &[]).means(Concept::Befell),
    // To leap, or oneself: `khud` and `kood` are one spelling.
    turn(&["kud"], &["se", "me", "age", "niche"], &["ja", "ka"], &[]).means(Concept::Suicide),
    turn(&["sat"], &[], &["galat", "galt", "bura"], &[]).means(Concept::Befell),
    turn(&["pata"], &["ka", "koi", "kuc"], &["nahi", "nhi"], &[]).means(Concept::Missing),
    // A lane, or an insult if it is given.
    turn(
        &["gali", "gale", "galia", "galian", "galiya", "galiyan", "gari"],
        &[],
        &["de", "di", "bak", "galo", "galau", "sun"],
        &[],
    )
    .means(Concept::Abuse),
    // A rate, or fear if it is felt.
    turn(&["dar"], &[], &["lag", "gai", "gay", "ra"], &[]).means(Concept::Fear),
    turn(&["dar"], &[], &["ke", "me", "se"], &[]).means(Concept::Fear),
    turn(&["safe", "surakshit", "mahfuj"], &["not"], &[], &[]).means(Concept::Fear),
    turn(&["safe", "surakshit", "mahfuj"], &[], &["nahi", "nhi", "nai"], &[]).means(Concept::Fear),
    // In respect of, or a relation if it is made.
    turn(&["samband", "sanband"], &[], &["bana"], &[]).means(Concept::Sexual),
    turn(&["fir"], &[], &[], &[])
        .but_for(&["nahi", "likh", "lik", "darj", "nhi", "na", "ni", "karne", "lodg", "regis"])
        .not(Concept::Report),
    // `main` is I, and `mein` in: neither is `mine`.
    turn(&["mai", "main", "mein"], &[], &[], &[]).not(Concept::Me),
    turn(
        &["me"],
        &[
            "let", "hit", "beat", "touch", "kill", "leave", "hurt", "follow", "force", "grabed", "held",
            "pulled",
        ],
        &[],
        &[],
    )
    .means(Concept::Me),
    turn(
        &["7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"],
        &[],
        &["sal", "year", "yr", "vars", "baras"],
        &[],
    )
    .means(Concept::Teen),
    turn(&["7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"], &["am", "is"], &[], &[])
        .means(Concept::Teen),
];

/// The numbers that one calls, which houses have too.
const CALLED: List = &["112", "1090", "181", "1098"];
/// What a house, a lane or a field has a number of, folded.
const NUMBERED: List = &[
    "makan", "hous", "house", "flat", "plat", "plot", "vard", "rum", "room", "kamra", "gali", "sektor",
    "sektar", "blok", "blak", "sop", "dukan", "kasra", "kata", "gata", "road", "patta", "quarter", "kuarter",
    "kvartar",
];

/// Whether the number here is that of a house: `house no 112`, `वार्ड 112`.
fn is_of_a_house(said: &[Word], at: usize) -> bool {
    let is = |word: &Word| NUMBERED.contains(&word.fold.as_str());
    CALLED.contains(&said.get(at).map_or("", |word| word.fold.as_str()))
        && (said.iter().take(at).rev().take(2).any(is) || said.get(at + 1).is_some_and(is))
}

/// Corrects what each word means by its neighbours.
pub(crate) fn refine(said: &[Word], marks: &mut [Marks]) {
    let fold = |at: usize| said.get(at).map_or("", |word| word.fold.as_str());
    for (at, mark) in marks.iter_mut().enumerate() {
        let last = at.checked_sub(1).map_or("", fold);
        for turn in TURNS {
            if turn.fits(last, fold(at), fold(at + 1), fold(at + 2)) {
                *mark = (*mark | turn.on) & !turn.off;
            }
        }
        if is_of_a_house(said, at) {
            *mark &= !Concept::Emergency.mark();
        }
    }
}
