//! Findings for people, drawn by `miette`.
//!
//! Unaware of how text is cut into windows.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan};

use super::window::Windows;
use super::{Style, headline, labels, shown};
use crate::diag::{Diagnostic, Severity};

/// Findings with the lines they speak of, each followed by an empty line.
pub fn human(findings: &[Diagnostic], style: Style) -> String {
    let theme = if style.colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width.max(40))
        .with_links(false);
    let mut text = String::new();
    for finding in super::public(findings).iter().take(style.most) {
        let drawing = Drawing::new(finding);
        if handler.render_report(&mut text, &drawing).is_err() {
            // Drawing failed; what matters is still said.
            text += &super::short(std::slice::from_ref(finding));
        }
        text += &notes(finding);
        text.push('\n');
    }
    match findings.len().saturating_sub(style.most) {
        0 => {}
        1 => text += "… and 1 more finding\n\n",
        more => text += &format!("… and {more} more findings\n\n"),
    }
    text
}

/// Notes are a block of their own: `miette` would wrap the lines of a log.
fn notes(finding: &Diagnostic) -> String {
    let lines: Vec<String> = finding.notes.iter().map(|note| shown(note)).collect();
    let mut text = String::new();
    for (position, line) in lines.iter().flat_map(|note| note.lines()).enumerate() {
        text += if position == 0 {
            "  note: "
        } else {
            "        "
        };
        text += line;
        text.push('\n');
    }
    text
}

/// One finding as `miette` sees it.
struct Drawing<'a> {
    finding: &'a Diagnostic,
    message: String,
    windows: Option<Windows>,
}

impl<'a> Drawing<'a> {
    fn new(finding: &'a Diagnostic) -> Self {
        Self {
            finding,
            message: shown(&finding.message),
            windows: Windows::new(labels(finding)),
        }
    }
}

impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(headline(self.finding)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.finding.help.as_deref()?;
        Some(Box::new(shown(help)))
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        let windows = self.windows.as_ref()?;
        Some(windows)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let windows = self.windows.as_ref()?;
        let primary = self
            .finding
            .primary()
            .and_then(|span| windows.primary(span));
        Some(Box::new(windows.marks.iter().enumerate().map(
            move |(position, mark)| {
                let text = Some(mark.text.clone()).filter(|text| !text.is_empty());
                if Some(position) == primary {
                    LabeledSpan::new_primary_with_span(text, mark.range.clone())
                } else {
                    LabeledSpan::new_with_span(text, mark.range.clone())
                }
            },
        )))
    }
}
