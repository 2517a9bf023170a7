//! What was meant by a name that is spelt wrongly.
//!
//! Unaware of what the names are for.

/// Most candidates that are looked at, so that thousands of wrong names among thousands of right ones
/// do not take for ever.
const MOST: usize = 1_000;

/// The candidate that `got` most likely stands for: near in spelling once case, `-`, `_` and
/// spaces are put aside, or a clear beginning of it.
pub fn suggest<'a>(got: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = Word::of(got);
    let mut best: Option<(f64, &str)> = None;
    for candidate in among.into_iter().take(MOST) {
        let name = Letters::of(candidate);
        let length = wanted.letters.length.max(name.length).max(1);
        let most = (length / 3).max(1);
        let may_be_near = wanted.letters.least_distance(name) <= most;
        if !may_be_near && !wanted.letters.may_begin(name) {
            continue;
        }
        let name = plain(candidate);
        let off = match may_be_near {
            true => distance(&wanted.text, &name),
            false => usize::MAX,
        };
        let score = if off == 0 {
            1.0
        } else if length > 2 && off <= most {
            #[expect(clippy::cast_precision_loss, reason = "names are short")]
            let share = off as f64 / length as f64;
            1.0 - share
        } else if name.len() >= 3
            && wanted.text.len() >= 3
            && (name.starts_with(&wanted.text) || wanted.text.starts_with(&name))
        {
            0.6
        } else {
            continue;
        };
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether `name` is beyond doubt what `got` stands for: a slip of a letter (two in a long word), the
/// same digits, and none of the other candidates nearly as near.
pub fn is_clear<'a>(got: &str, name: &str, among: impl IntoIterator<Item = &'a str>) -> bool {
    let wanted = Word::of(got);
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let own = distance(&wanted.text, &plain(name));
    let allowed = match wanted.letters.length {
        0..=2 => 0,
        3..=7 => 1,
        _ => 2,
    };
    if own > allowed || digits(got) != digits(name) {
        return false;
    }
    // How far off every other one must be.
    let far = match own {
        0 => 1,
        _ => own + 2,
    };
    let mut others = among.into_iter().filter(|other| *other != name);
    let mut near = (&mut others).take(MOST).filter(|other| {
        wanted.letters.least_distance(Letters::of(other)) < far
            && distance(&wanted.text, &plain(other)) < far
    });
    near.next().is_none() && others.next().is_none()
}

/// How many slips of a letter lie between two names. What they begin and end with alike makes no
/// difference, and is most of them.
fn distance(one: &str, other: &str) -> usize {
    let alike = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let begin: usize = alike.map(|(letter, _)| letter.len_utf8()).sum();
    let (one, other) = (&one[begin..], &other[begin..]);
    let alike = one.chars().rev().zip(other.chars().rev());
    let alike = alike.take_while(|(a, b)| a == b);
    let end: usize = alike.map(|(letter, _)| letter.len_utf8()).sum();
    strsim::damerau_levenshtein(&one[..one.len() - end], &other[..other.len() - end])
}

/// A name without what people write in different ways.
fn plain(text: &str) -> String {
    letters(text).collect()
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
}

/// A name that is compared with many.
struct Word {
    text: String,
    letters: Letters,
}

impl Word {
    fn of(text: &str) -> Self {
        Self {
            text: plain(text),
            letters: Letters::of(text),
        }
    }
}

/// Which letters a plain name has, and how many: tells most names apart without spelling them.
#[derive(Clone, Copy)]
struct Letters {
    which: u64,
    length: usize,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut all = Self {
            which: 0,
            length: 0,
        };
        for letter in letters(text) {
            all.which |= 1 << (u32::from(letter) % 61);
            all.length += 1;
        }
        all
    }

    /// A bound of the distance from below: one change of a letter takes one kind away and brings one.
    fn least_distance(self, other: Self) -> usize {
        let kinds = (self.which ^ other.which).count_ones().div_ceil(2) as usize;
        kinds.max(self.length.abs_diff(other.length))
    }

    /// Whether one may be the beginning of the other.
    fn may_begin(self, other: Self) -> bool {
        self.which & !other.which == 0 || other.which & !self.which == 0
    }
}
