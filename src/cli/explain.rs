//! `rendit explain`: a diagnostic at length.

use super::{Common, Exit, codes, show};
use crate::diag::{Severity, names, suggest};

/// Explains one code, or lists all.
pub fn explain(common: &Common, code: Option<&str>) -> Exit {
    let all = codes::all();
    let Some(wanted) = code else {
        let mut text = String::new();
        for code in all {
            let kind = match code.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            text += &format!("{:<24} {kind:<8} {}\n", code.name, code.summary);
        }
        return show::text(&text);
    };
    if let Some(code) = all.iter().find(|code| code.name == wanted) {
        let kind = match code.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        return show::text(&format!(
            "{kind}: {}\n{}\n\n{}\n",
            code.name, code.summary, code.explanation
        ));
    }
    let near = suggest(wanted, all.iter().map(|code| code.name));
    let hint = near.map_or_else(
        || "`rendit explain` lists all".to_string(),
        |near| format!("did you mean {}?", names([near])),
    );
    show::complain(
        common,
        &format!("there is no diagnostic `{wanted}`: {hint}"),
    );
    Exit::Wrong
}
