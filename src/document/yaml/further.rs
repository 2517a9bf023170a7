//! The slips of a text after its first: each shows itself once those above it are mended.
//!
//! Unaware of what any of them is.

use std::ops::Range;

use super::{first_error, read};
use crate::diag::{At, Diagnostic};
use crate::document::places::Places;
use crate::source::{SourceFile, Span};

/// So many slips of one text are told.
const MOST: usize = 8;

/// Longer texts are not read once more for each slip.
const LONGEST: usize = 256 << 10;

/// What ended the reading of a text, and what would end it next.
pub(super) struct Slips {
    /// At least one, from the text's start on.
    pub(super) told: Vec<Diagnostic>,
    /// The texts with one slip less each, and how to get back from each to the one before; there
    /// only if nothing else can have been meant in any of them.
    pub(super) mended: Vec<(SourceFile, Places)>,
}

/// The slips of `file`, of which `first` is known.
pub(super) fn slips(file: &SourceFile, first: Diagnostic) -> Slips {
    let mut texts: Vec<(SourceFile, Places)> = Vec::new();
    let mut chain = vec![first];
    // How many of them stand there whatever becomes of the others.
    let mut apart = 1;
    let mut is_whole = false;
    while let Some(told) = chain.last() {
        let here = texts.last().map_or(file, |(text, _)| text);
        let mended = change(told).and_then(|(span, text)| with(here, span, text));
        let is_long = chain.len() > 1 && file.text().len() > LONGEST;
        let Some((next, places)) = mended.filter(|_| !is_long) else {
            if chain.len() == 1
                && file.text().len() <= LONGEST
                && let Some(other) = below(file, told)
            {
                chain.push(other);
                apart = 2;
            }
            break;
        };
        if chain.len() == 1 && file.text().len() > LONGEST {
            is_whole = is_sure(told) && first_error(next.text()).is_none();
            texts.push((next, places));
            break;
        }
        let Some(stop) = read(&next).stop else {
            texts.push((next, places));
            is_whole = true;
            break;
        };
        if line(&stop, &places, here) <= primary_line(told) || chain.len() == MOST {
            break;
        }
        // What has no cure may be an echo of what was mended wrongly.
        let is_known = change(&stop).is_some();
        if apart == chain.len() && is_known && is_apart(here, told, &next, &places) {
            apart += 1;
        }
        texts.push((next, places));
        chain.push(stop);
    }
    let told = back(file, &texts, chain);
    if is_whole && let Some(told) = surely(file, &texts, &told) {
        return Slips {
            told,
            mended: texts,
        };
    }
    // What is sure where a guess was followed is a guess.
    let guesses = told.into_iter().take(apart).enumerate();
    let told = guesses.map(|(number, one)| match number {
        0 => one,
        _ => one.sure(false),
    });
    Slips {
        told: told.collect(),
        mended: Vec::new(),
    }
}

/// The slips with their places in the file.
fn back(
    file: &SourceFile,
    texts: &[(SourceFile, Places)],
    chain: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let restored = chain.into_iter().enumerate().map(|(count, mut told)| {
        for number in (0..count.min(texts.len())).rev() {
            let Some((from, places)) = texts.get(number) else {
                continue;
            };
            let before = number.checked_sub(1).and_then(|before| texts.get(before));
            let to = before.map_or(file, |(text, _)| text);
            told.change_spans(&|span| {
                if span.file.is(from) {
                    *span = places.span(to, span);
                }
            });
        }
        told
    });
    restored.collect()
}

/// The same, if each is sure where all others are mended.
fn surely(
    file: &SourceFile,
    texts: &[(SourceFile, Places)],
    told: &[Diagnostic],
) -> Option<Vec<Diagnostic>> {
    if let [one] = told {
        return is_sure(one).then(|| told.to_vec());
    }
    let last = texts.last()?.0.text();
    let changes: Vec<(Range<usize>, &str)> = told
        .iter()
        .map(|one| change(one).map(|(span, text)| (span.start..span.end, text)))
        .collect::<Option<_>>()?;
    let is_in_order = changes.windows(2).all(|two| match two {
        [one, other] => one.0.end <= other.0.start,
        _ => true,
    });
    if !is_in_order {
        return None;
    }
    let each = (0..told.len()).map(|number| {
        let others = changes.iter().enumerate().filter(|(at, _)| *at != number);
        let others: Vec<(Range<usize>, &str)> = others.map(|(_, one)| one.clone()).collect();
        let mut text = file.text().to_owned();
        for (range, meant) in others.iter().rev() {
            text.replace_range(range.clone(), meant);
        }
        let alone = SourceFile::new(file.name(), text);
        let mut told = read(&alone).stop.filter(is_sure)?;
        let (span, meant) = change(&told)?;
        let (mended, _) = with(&alone, span, meant)?;
        let lengths = others
            .iter()
            .map(|(range, meant)| (range.clone(), meant.len()));
        let places = Places::after(lengths);
        told.change_spans(&|span| {
            if span.file.is(&alone) {
                *span = places.span(file, span);
            }
        });
        (mended.text() == last).then_some(told)
    });
    each.collect()
}

/// The slip below the one without a cure, once the entry of that is left out: one that has a cure.
fn below(file: &SourceFile, told: &Diagnostic) -> Option<Diagnostic> {
    let lines = entry(file, told)?;
    let left = SourceFile::new(file.name(), without(file, &lines));
    let mut stop = read(&left).stop.filter(|stop| change(stop).is_some())?;
    let (span, text) = change(&stop)?;
    let (mended, _) = with(&left, span, text)?;
    // A mapping or a list that stays open would trouble each line below.
    let is_below = primary_line(&stop)? >= lines.end && first_error(mended.text()).is_none();
    stop.change_spans(&|span| {
        if span.file.is(&left) {
            span.file = file.clone();
        }
    });
    is_below.then(|| stop.sure(false))
}

/// Whether what the reader comes upon next is the same, be the slip mended or left out.
fn is_apart(file: &SourceFile, told: &Diagnostic, mended: &SourceFile, places: &Places) -> bool {
    let Some(lines) = entry(file, told) else {
        return false;
    };
    let next = first_error(mended.text()).map(|at| places.old(at));
    let other = first_error(&without(file, &lines));
    next == other && other.is_some_and(|at| file.line_of(file.floor(at)) >= lines.end)
}

/// The lines of what a slip is in: those that it and its cure touch, and all that is below them.
fn entry(file: &SourceFile, told: &Diagnostic) -> Option<Range<usize>> {
    let place = told.primary().filter(|place| place.file.is(file))?;
    let last = |span: &Span| file.line_of(span.end.saturating_sub(1).max(span.start));
    let (mut first, mut end) = (file.line_of(place.start), last(place) + 1);
    if let Some((span, _)) = change(told) {
        first = first.min(file.line_of(span.start));
        end = end.max(last(span) + 1);
    }
    let indent = |number: usize| {
        let line = file.text().get(file.line_range(number))?.trim_end();
        let content = line.trim_start_matches(' ');
        (!content.is_empty()).then_some(line.len() - content.len())
    };
    let depth = indent(first)?;
    let below =
        (end..file.lines()).take_while(|number| indent(*number).is_none_or(|at| at > depth));
    end += below.count();
    Some(first..end)
}

/// The text with blanks in these lines.
fn without(file: &SourceFile, lines: &Range<usize>) -> String {
    let start = file.line_range(lines.start).start;
    let end = match lines.end < file.lines() {
        true => file.line_range(lines.end).start,
        false => file.text().len(),
    };
    let mut text = file.text().to_owned();
    let kept = file.text().get(start..end).unwrap_or_default().bytes();
    let blank: String = kept
        .map(|byte| {
            if matches!(byte, b'\n' | b'\r') {
                char::from(byte)
            } else {
                ' '
            }
        })
        .collect();
    text.replace_range(start..end, &blank);
    text
}

/// The text after a change.
fn with(file: &SourceFile, span: &Span, meant: &str) -> Option<(SourceFile, Places)> {
    file.text().get(span.start..span.end)?;
    let mut text = file.text().to_owned();
    text.replace_range(span.start..span.end, meant);
    let places = Places::after_change(span, meant);
    Some((SourceFile::new(file.name(), text), places))
}

fn change(told: &Diagnostic) -> Option<(&Span, &str)> {
    let fix = told.fix.as_ref()?;
    match &fix.at {
        At::Span(span) => Some((span, &fix.text)),
        _ => None,
    }
}

fn is_sure(told: &Diagnostic) -> bool {
    told.fix.as_ref().is_some_and(|fix| fix.is_sure)
}

fn primary_line(told: &Diagnostic) -> Option<usize> {
    told.primary().map(|place| place.file.line_of(place.start))
}

/// The line of a slip in the text before.
fn line(told: &Diagnostic, places: &Places, before: &SourceFile) -> Option<usize> {
    let place = told.primary()?;
    Some(before.line_of(before.floor(places.old(place.start))))
}
