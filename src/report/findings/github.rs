//! Findings as workflow commands, which GitHub shows beside the changed lines.
//!
//! Unaware of terminals. The form is that of "Workflow commands for GitHub Actions"; the escapes
//! are those of actions/toolkit, `packages/core/src/command.ts`.

use super::{Region, advice, severity, shown};
use crate::diag::Diagnostic;

/// One line for each finding: `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::…`.
pub fn github(findings: &[Diagnostic]) -> String {
    super::public(findings).iter().map(command).collect()
}

fn command(finding: &Diagnostic) -> String {
    let mut properties = String::new();
    if let Some(span) = finding.primary() {
        let region = Region::of(span);
        // Their end is the last column itself, and means something on one line only.
        let end_column = if region.end_line == region.line {
            region.end_column.saturating_sub(1).max(region.column)
        } else {
            region.column
        };
        properties = format!(
            "file={},line={},col={},endLine={},endColumn={end_column},",
            property(&shown(span.file.name())),
            region.line,
            region.column,
            region.line,
        );
    }
    let mut message = shown(&finding.message);
    for further in advice(finding)
        .into_iter()
        .chain(finding.notes.iter().map(String::as_str))
    {
        message.push('\n');
        message += &shown(further);
    }
    format!(
        "::{} {properties}title={}::{}\n",
        severity(finding),
        property(finding.code.name),
        data(&message)
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
