//! `rendit explain`: a diagnostic at length.

use super::{Common, Exit, Form, codes, show};
use crate::diag::{Code, Severity, names, suggest};

/// Explains one code, or lists all.
pub fn explain(common: &Common, code: Option<&str>) -> Exit {
    let all = codes::all();
    if common.format == Form::Json {
        return as_json(common, &all, code);
    }
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
    unknown(common, &all, wanted)
}

/// Says that there is no such code.
fn unknown(common: &Common, all: &[&'static Code], wanted: &str) -> Exit {
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

/// The same for programs: a list of objects with `code`, `severity`, `summary` and `explanation`.
fn as_json(common: &Common, all: &[&'static Code], wanted: Option<&str>) -> Exit {
    if let Some(wanted) = wanted
        && all.iter().all(|code| code.name != wanted)
    {
        return unknown(common, all, wanted);
    }
    let chosen = all
        .iter()
        .filter(|code| wanted.is_none_or(|wanted| code.name == wanted));
    let list: Vec<serde_json::Value> = chosen
        .map(|code| {
            serde_json::json!({
                "code": code.name,
                "severity": match code.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                "summary": code.summary,
                "explanation": code.explanation,
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&list).unwrap_or_default();
    show::text(&format!("{text}\n"))
}
