//! Findings as editors show them.
//!
//! Unaware of how they were found, and of which file belongs to which address: it is told.

use super::paper::Paper;
use super::protocol::{Diagnostic as Told, Location, Range, Related};
use crate::check;
use crate::diag::{At, Diagnostic, Severity};
use crate::schema::MISSING_KEY;
use crate::source::SourceFile;

/// The most findings of one file that are told at once; editors choke on thousands.
pub const MOST: usize = 1000;

/// Where a file is for the editor: its address, and its text as the editor counts it.
pub type Shelf<'a> = &'a dyn Fn(&SourceFile) -> Option<(String, std::rc::Rc<Paper>)>;

/// What the client can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shows {
    /// Further places.
    pub related: bool,
    /// That something is unnecessary.
    pub tags: bool,
}

/// One finding, with the address of its file. `home` is where findings without a place are shown.
pub fn tell(finding: &Diagnostic, home: &str, shelf: Shelf<'_>, shows: Shows) -> (String, Told) {
    let mut places = finding.labels.iter().filter_map(|label| match &label.at {
        At::Span(span) => {
            let (uri, paper) = shelf(&span.file)?;
            let range = paper.visible(span);
            Some((Location { uri, range }, label.text.as_str()))
        }
        At::Value(_) | At::Key(_) | At::Within(..) => None,
    });
    let (location, words) = places.next().unwrap_or_else(|| {
        let nowhere = Location {
            uri: home.to_owned(),
            range: Range::default(),
        };
        (nowhere, "")
    });
    let further: Vec<(Location, &str)> = places.collect();
    let mut message = finding.message.clone();
    if !is_said(words, &message) {
        message += &format!(": {words}");
    }
    if !shows.related {
        for (place, text) in &further {
            message += &format!("\nline {}: {text}", place.range.start.line + 1);
        }
    }
    if let Some(help) = &finding.help {
        message += &format!("\nhelp: {help}");
    }
    for note in &finding.notes {
        message += &format!("\nnote: {note}");
    }
    let related = further.into_iter().filter(|_| shows.related);
    let told = Told {
        range: location.range,
        severity: match finding.severity() {
            Severity::Error => 1,
            Severity::Warning => 2,
        },
        code: finding.code.name,
        source: "rendit",
        message,
        tags: if shows.tags && is_unnecessary(finding) {
            vec![1]
        } else {
            Vec::new()
        },
        related_information: related
            .map(|(location, text)| Related {
                location,
                message: if text.is_empty() { "see here" } else { text }.to_owned(),
            })
            .collect(),
    };
    (location.uri, told)
}

/// Whether a finding is about something that is not there: a manifest that extends this file may give
/// it.
pub fn lacks(finding: &Diagnostic) -> bool {
    let absent = [
        &MISSING_KEY,
        &check::input_source::CODE,
        &check::key_source::CODE,
        &check::ladder_without_input::CODE,
        &check::rungs_missing::CODE,
        &check::unknown_name::CODE,
        &check::unknown_reference::CODE,
        &check::unused_definition::CODE,
    ];
    absent.contains(&finding.code)
        && (finding.code != &check::input_source::CODE || finding.labels.len() < 2)
}

/// Whether a message says all that the words beside its place say, so that they would only repeat it.
fn is_said(words: &str, message: &str) -> bool {
    const SMALL: [&str; 16] = [
        "a", "an", "be", "expected", "here", "is", "it", "must", "needs", "not", "of", "or",
        "that", "the", "this", "value",
    ];
    let each = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';'));
        words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let said = each(message);
    each(words)
        .iter()
        .all(|word| SMALL.contains(&word.as_str()) || said.contains(word))
}

/// Whether what it is about could as well be left out (`DiagnosticTag.Unnecessary`).
fn is_unnecessary(finding: &Diagnostic) -> bool {
    matches!(
        finding.code.name,
        "repeated-reference" | "duplicate-rung" | "duplicate-track"
    )
}
