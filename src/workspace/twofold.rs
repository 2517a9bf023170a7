//! One value, two findings: that of the reader, and that of the schema.
//!
//! Unaware of what either says.

use std::collections::{BTreeMap, HashSet};

use crate::diag::{At, Diagnostics, Fix};
use crate::document::{DUPLICATE_KEY, is_syntax};
use crate::source::Span;

/// A value that is written wrongly in its language and is refused as well is one mistake: told by
/// whom knows what to write in its place.
pub(super) fn one_of_two(written: &mut Diagnostics, refused: &mut Diagnostics) {
    let mut slips: BTreeMap<(String, usize), Slip> = BTreeMap::new();
    let key = |span: &Span, at: usize| (span.file.name().to_owned(), at);
    for finding in written.as_slice() {
        if let Some(place) = finding.primary().filter(|_| is_syntax(finding.code)) {
            let cure = finding.fix.as_ref().and_then(|fix| match &fix.at {
                At::Span(span) => Some(span.clone()),
                _ => None,
            });
            let is_comma = |fix: &Fix| fix.text.trim() == ",";
            let slip = Slip {
                place: place.clone(),
                cure,
                is_comma: finding.fix.as_ref().is_some_and(is_comma),
                is_cured: false,
            };
            slips.insert(key(place, place.start), slip);
        }
    }
    // Which of two values counts is unknown.
    let again = written
        .as_slice()
        .iter()
        .filter(|one| one.code == &DUPLICATE_KEY);
    let again: HashSet<Span> = again.filter_map(|one| one.primary().cloned()).collect();
    refused.retain(|one| one.primary().is_none_or(|place| !again.contains(place)));
    if slips.is_empty() {
        return;
    }
    refused.retain(|finding| {
        let Some(place) = finding.primary() else {
            return true;
        };
        let cure = finding.fix.as_ref().filter(|fix| fix.is_sure);
        let cure = cure.and_then(|fix| match &fix.at {
            At::Span(span) if span.first_line() == *span => Some(span),
            _ => None,
        });
        let slip = slips.get_mut(&key(place, place.start));
        if let Some(slip) = slip.filter(|slip| slip.place == *place) {
            let cures = cure == Some(place) && slip.is_inside(place);
            slip.is_cured |= cures;
            return cures;
        }
        // `["fast",` where one text belongs.
        if let Some(cure) = cure.filter(|cure| cure.start == place.start) {
            let inside = slips.range_mut(key(cure, cure.start)..key(cure, cure.end));
            for (_, slip) in inside.filter(|(_, slip)| slip.is_inside(cure)) {
                slip.is_cured = true;
            }
        }
        true
    });
    written.retain(|finding| {
        let place = finding.primary().filter(|_| is_syntax(finding.code));
        let slip = place.and_then(|place| slips.get(&key(place, place.start)));
        !slip.is_some_and(|slip| slip.is_cured && Some(&slip.place) == place)
    });
}

/// A mistake of syntax.
struct Slip {
    place: Span,
    /// What its cure replaces.
    cure: Option<Span>,
    /// Whether its cure is a comma alone, which belongs behind a value and not to it.
    is_comma: bool,
    /// Whether another finding says what to write for it.
    is_cured: bool,
}

impl Slip {
    /// Whether its cure changes nothing outside of `whole`.
    fn is_inside(&self, whole: &Span) -> bool {
        let is_in = |span: &Span| {
            span.file.is(&whole.file) && whole.start <= span.start && span.end <= whole.end
        };
        let is_behind = |cure: &Span| self.is_comma && cure.start >= whole.end;
        let is_cure_in = |cure: &Span| is_in(cure) && !is_behind(cure);
        is_in(&self.place) && self.cure.as_ref().is_none_or(is_cure_in)
    }
}
