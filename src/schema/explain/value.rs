//! A value of the wrong type, out of range, or in the wrong form.
//!
//! Unaware of missing and unknown keys.

use serde_json::Value;

use super::words::{a_table, called, described, type_names, types};
use super::{
    Site, beside, choice, guess, hex, magnitude, people, refused, reworded, several, shaped, slip,
    twice, unnamed, variable,
};
use crate::diag::{At, Cure, Diagnostic};
use crate::document::Kind;
use crate::schema::code::{BAD_FORMAT, OUT_OF_RANGE, WRONG_TYPE, WRONG_VALUE};
use crate::schema::keyword::{Breach, fits, fold_whole_numbers};
use crate::schema::shape::{Variants, doc, expects, meant, options, property};
use crate::source::Segment;

/// The finding for one fault; `None` if another fault of the same value says it better.
pub(super) fn explain(site: &Site<'_>, breach: &Breach<'_>) -> Option<Diagnostic> {
    let says_type = matches!(breach, Breach::Type(_));
    if !says_type && !has_allowed_type(site) {
        return None;
    }
    if says_type && people::tables(site).is_some_and(|(at, _)| at > 0) {
        return None;
    }
    let diagnostic = match breach {
        Breach::Type(kind) => wrong_type(site, kind),
        Breach::Choice if !options(site.owner).is_empty() => {
            choice::explain(site, &options(site.owner))
        }
        Breach::Constant(value) => {
            let message = format!(
                "{} is {}, but must be {value}",
                called(site.route),
                described(site.node, site.syntax)
            );
            let finding = Diagnostic::new(&WRONG_VALUE, site.route.clone(), message);
            with_doc(finding.here(format!("must be {value}")), site)
        }
        Breach::Pattern(pattern) => match too_small(site) {
            Some(least) => out_of_range(site, &format!("the least is {least}")),
            None => bad_format(site, pattern),
        },
        Breach::Least(limit) => out_of_range(site, &format!("the least is {limit}")),
        Breach::Above(limit) => out_of_range(site, &format!("it must be more than {limit}")),
        Breach::Most(limit) => match people::scale(site) {
            Some((name, end)) => out_of_range(site, &format!("the scale of {name} ends at {end}")),
            None => out_of_range(site, &format!("the most is {limit}")),
        },
        Breach::Short(1) | Breach::Few(1) => empty(site),
        Breach::Short(limit) => wrong_size(site, *limit, "characters"),
        Breach::Few(limit) => wrong_size(site, *limit, "items"),
        Breach::Twice => twice::explain(site),
        Breach::NoVariant => no_variant(site),
        Breach::Choice | Breach::Unknown(_) | Breach::Lacks(_) | Breach::Name(_) => refused(site),
    };
    Some(diagnostic)
}

/// The finding for a key that cannot be a name.
pub(super) fn bad_name(site: &Site<'_>, name: &str) -> Diagnostic {
    // The validator names either the rule itself or the table that has it.
    let rule = site.owner.get("propertyNames").unwrap_or(site.owner);
    let route = site.route.key(name);
    let expected = expects(rule).unwrap_or("made of other characters");
    let message = format!("the name `{name}` must be {expected}");
    let diagnostic = Diagnostic::new(&BAD_FORMAT, route.clone(), message);
    let mut diagnostic = diagnostic.label(At::Key(route), "not a name");
    diagnostic.help = doc(rule);
    diagnostic
}

/// Whether the value has a type that the schema allows; if not, that is the mistake to tell.
fn has_allowed_type(site: &Site<'_>) -> bool {
    let Some(allowed) = site.owner.get("type") else {
        return true;
    };
    let mine: &[&str] = match &site.node.kind {
        Kind::Null => &["null"],
        Kind::Bool(_) => &["boolean"],
        Kind::Num(number) if number.as_f64().is_some_and(|one| one.fract() != 0.0) => &["number"],
        Kind::Num(_) => &["number", "integer"],
        Kind::Str(_) => &["string"],
        Kind::Seq(_) => &["array"],
        Kind::Map(_) => &["object"],
        Kind::Bad => return false,
    };
    match allowed {
        Value::String(only) => mine.contains(&only.as_str()),
        Value::Array(all) => all
            .iter()
            .any(|one| one.as_str().is_some_and(|one| mine.contains(&one))),
        _ => true,
    }
}

fn wrong_type(site: &Site<'_>, kind: &Value) -> Diagnostic {
    let expected = expects(site.owner).map_or_else(|| types(kind, site.syntax), str::to_owned);
    let message = format!(
        "{} is {}, but must be {expected}",
        called(site.route),
        described(site.node, site.syntax)
    );
    let diagnostic = Diagnostic::new(&WRONG_TYPE, site.route.clone(), message)
        .label(written_at(site), format!("expected {expected}"));
    let allowed = type_names(kind);
    let note = note_of(site);
    if let Some(list) = people::height(site) {
        let help = format!("write {}", site.syntax.value(&list));
        let cure = Cure::Write(site.route.clone(), list);
        return diagnostic.help(help).cure(cure).sure(false);
    }
    if let Some((_, list)) = people::tables(site) {
        let written = site.syntax.value(&list);
        let told = diagnostic.help(format!("write the list as {written}"));
        let is_track = property(site.owner, "height").is_null();
        let Some(holder) = site.document.get(&site.route.parent()).filter(|_| is_track) else {
            return told;
        };
        return rewritten(
            told,
            &Site {
                node: holder,
                ..*site
            },
            written,
        );
    }
    if let Some(told) = slip::told(&diagnostic, site, &allowed) {
        return told;
    }
    if let Some(told) = several::told(&diagnostic, site) {
        return told;
    }
    if let Some(help) = people::each(site) {
        return diagnostic.help(help);
    }
    let takes_templates = allowed.iter().any(|one| one == "array") && is_list_of_texts(site);
    let help = placeholder(site).filter(|_| !takes_templates);
    if let Some(help) = help.or_else(|| people::of_elsewhere(site)) {
        return diagnostic.help(help);
    }
    if let Some((help, cure)) = people::reference(site) {
        let diagnostic = diagnostic.help(help);
        if let Some((span, text)) = people::by_name(site) {
            return diagnostic.fix(At::Span(span), text);
        }
        return match cure {
            Some(cure) => diagnostic.cure(cure).sure(false),
            None => diagnostic,
        };
    }
    if let Some(name) = of_number(site) {
        return diagnostic
            .help(format!("write {}", site.syntax.value(&name)))
            .cure(Cure::Write(site.route.clone(), name));
    }
    if let Some((help, text)) = requoted(site, &allowed) {
        return diagnostic
            .help(note.unwrap_or(help))
            .fix(At::Span(site.node.span.clone()), text)
            // A truth value may stand for something else than this word.
            .sure(!matches!(site.node.kind, Kind::Bool(_)));
    }
    if let Some(meant) = magnitude::meant(site) {
        let help = format!("did you mean {}?", site.syntax.value(&meant));
        return diagnostic
            .help(help)
            .cure(Cure::Write(site.route.clone(), meant))
            .sure(false);
    }
    if let Some(meant) = reworded::meant(site) {
        let help = format!("write {}", site.syntax.value(&meant));
        return diagnostic
            .help(note.unwrap_or(help))
            .cure(Cure::Write(site.route.clone(), meant));
    }
    if let Some((height, rate)) = reworded::of_scan(site) {
        let key = site.syntax.entry("max_frame_rate", &rate.into());
        let help = format!(
            "write {}, and `{key}` beside it",
            site.syntax.value(&height)
        );
        return diagnostic
            .help(help)
            .cure(Cure::Write(site.route.clone(), height))
            .sure(false);
    }
    if let Some(meant) = guessed(site) {
        let help = format!("did you mean {}?", site.syntax.value(&meant));
        return diagnostic
            .help(help)
            .cure(Cure::Write(site.route.clone(), meant))
            .sure(false);
    }
    if let Some(side) = reworded::side(site) {
        let help = format!("write {side}; the other side follows from the picture's aspect");
        return diagnostic
            .help(help)
            .cure(Cure::Write(site.route.clone(), side.into()))
            .sure(false);
    }
    if allowed.iter().any(|one| one == "array")
        && let Some((items, is_sure)) = reworded::items(site)
    {
        let help = format!("write a list: {}", site.syntax.value(&items));
        return diagnostic
            .help(help)
            .cure(Cure::Write(site.route.clone(), items))
            .sure(is_sure);
    }
    let is_single = !matches!(site.node.kind, Kind::Map(_) | Kind::Seq(_) | Kind::Null);
    let list = Value::Array(vec![site.node.to_json()]);
    if is_single && allowed.iter().any(|one| one == "array") && fits(site.owner, &list) {
        let help = format!("write a list: {}", site.syntax.value(&list));
        return diagnostic.help(help).cure(Cure::Wrap(site.route.clone()));
    }
    if let Some((help, text, span)) = shaped::lone_item(site) {
        return diagnostic.help(help).fix(At::Span(span), text);
    }
    if let Some(named) = people::named_sources(site) {
        let key = site.route.last();
        let help = format!("give each a name: `{}`", site.syntax.entry(&key, &named));
        return diagnostic.help(help);
    }
    if let Some(inner) = shaped::sole_text(site) {
        let help = format!(
            "write {}, without {}",
            site.syntax.value(&inner),
            a_table(site.syntax)
        );
        return diagnostic.help(help);
    }
    if let Some(list) = people::names_within(site).filter(|_| allowed.contains(&"array".into())) {
        let written = site.syntax.value(&list);
        return rewritten(diagnostic.help(format!("write {written}")), site, written);
    }
    if let Some(glob) = people::one_glob(site).filter(|_| allowed.contains(&"string".into())) {
        let entry = site.syntax.entry(&site.route.last(), &glob);
        let diagnostic = diagnostic.help(format!("write `{entry}`"));
        return rewritten(diagnostic, site, site.syntax.value(&glob));
    }
    if allowed.iter().any(|one| one == "array")
        && let Some(told) = unnamed::items(&diagnostic, site)
    {
        return told;
    }
    if let Some((help, cure)) = shaped::reshaped(site, &allowed) {
        let diagnostic = diagnostic.help(help);
        return match cure {
            Some(cure) => diagnostic.cure(cure).sure(false),
            None => diagnostic,
        };
    }
    if let Some(text) = people::swallowed(site) {
        let quoted = Value::from(text).to_string();
        let key = site.route.last();
        return diagnostic.help(format!(
            "` #` begins a comment: quote it, `{}: {quoted}`",
            site.syntax.key(&key)
        ));
    }
    if matches!(site.node.kind, Kind::Null) {
        return diagnostic.help(to_fill(site));
    }
    if allowed == ["boolean"] && note.is_none() {
        let key = site.route.last();
        let [yes, no] = [true, false].map(|flag| site.syntax.entry(&key, &flag.into()));
        return diagnostic.help(format!("write `{yes}` or `{no}`"));
    }
    match note {
        Some(note) => diagnostic.help(note),
        None => with_doc(diagnostic, site),
    }
}

/// With the change of a list or table in brackets, if that holds no comment.
fn rewritten(diagnostic: Diagnostic, site: &Site<'_>, written: String) -> Diagnostic {
    let span = &site.node.span;
    let text = span.text();
    // A table or a list of them may begin at a header.
    let is_flow = match site.node.kind {
        Kind::Map(_) => text.starts_with('{'),
        _ => text.starts_with('[') && !text.starts_with("[["),
    };
    let is_plain = site.node.via.is_none() && !text.contains('#') && !text.contains("//");
    match is_flow && is_plain {
        true => diagnostic.fix(At::Span(span.clone()), written).sure(false),
        false => diagnostic,
    }
}

/// What to do about a key without a value.
fn to_fill(site: &Site<'_>) -> String {
    match people::filled(site) {
        Some(entry) => {
            format!("give it a value, such as `{entry}`, or remove the key if it is not needed")
        }
        None => "give it a value, or remove the key if it is not needed".to_owned(),
    }
}

/// The place of a value: of a list or table in brackets on one line, these.
fn written_at(site: &Site<'_>) -> At {
    let span = &site.node.span;
    let is_flow = matches!(site.node.kind, Kind::Map(_) | Kind::Seq(_))
        && span.text().starts_with(['[', '{'])
        && !span.text().contains('\n');
    match is_flow && site.node.via.is_none() {
        true => At::Span(span.clone()),
        false => At::Value(site.route.clone()),
    }
}

/// Whether any text may stand there, such as a title.
fn is_text(site: &Site<'_>) -> bool {
    site.owner.get("x-template").is_some() || site.owner.get("x-ref").is_some()
}

/// Whether a list of texts belongs there, in which placeholders are filled in.
fn is_list_of_texts(site: &Site<'_>) -> bool {
    let item = site.owner.get("items").and_then(|item| item.get("type"));
    item.is_some_and(|kind| kind == "string") && site.owner.get("x-ref").is_none()
}

/// A placeholder where none is filled in.
fn placeholder(site: &Site<'_>) -> Option<String> {
    let text = site.node.as_str()?;
    text.contains("${").then(|| {
        "`${…}` is filled in only in paths, addresses and other texts: write the value itself"
            .to_owned()
    })
}

/// A word for what counts without the key, which has a default.
fn left_out(site: &Site<'_>) -> Option<String> {
    let word = site.node.as_str()?.to_ascii_lowercase();
    let is_word = matches!(word.as_str(), "auto" | "default" | "automatic" | "none");
    let has_default = doc(site.owner).is_some_and(|doc| doc.contains("Default"));
    let key = site.route.last();
    (is_word && has_default).then(|| format!("leave `{key}` out"))
}

/// What was probably meant.
fn guessed(site: &Site<'_>) -> Option<Value> {
    guess::number(site)
        .or_else(|| guess::truth(site))
        .or_else(|| reworded::grouped(site))
        .or_else(|| several::without_words(site))
}

/// The name that a number stands for, where one of several names belongs: `264`.
fn of_number(site: &Site<'_>) -> Option<Value> {
    let Kind::Num(number) = &site.node.kind else {
        return None;
    };
    let names = options(site.owner);
    let name = format!("h{number}");
    let known = names.iter().find(|one| **one == name).copied();
    Some(Value::from(
        known.or_else(|| meant(site.owner, &name, &names))?,
    ))
}

/// Quotes put around a number or truth value, or taken off, if the result is right.
fn requoted(site: &Site<'_>, allowed: &[String]) -> Option<(String, String)> {
    let written = site.node.span.text();
    let wants = |name: &str| allowed.iter().any(|one| one == name);
    match &site.node.kind {
        // `tune = true` is no word in which quotes are forgotten.
        Kind::Bool(_) if site.owner.get("examples").is_some() && !is_text(site) => None,
        Kind::Num(_) | Kind::Bool(_) if wants("string") => {
            let quoted = Value::from(written).to_string();
            let is_small = |least: &Value| match (&site.node.kind, least.as_f64()) {
                (Kind::Num(number), Some(least)) => number.as_f64().is_some_and(|n| n < least),
                _ => false,
            };
            // In quotes a number would escape the bound.
            let is_free = !site.owner.get("minimum").is_some_and(is_small);
            let fits = is_free && fits(site.owner, &Value::from(written));
            fits.then(|| (format!("quote it: {quoted}"), quoted))
        }
        Kind::Str(text) if wants("integer") || wants("number") || wants("boolean") => {
            let mut bare: Value = serde_json::from_str(text).ok()?;
            if wants("integer") {
                fold_whole_numbers(&mut bare);
            }
            let is_bare = bare.is_number() || bare.is_boolean();
            // A block of text has no quotes to remove.
            let has_quotes = written.starts_with(['"', '\'']);
            (is_bare && has_quotes && fits(site.owner, &bare))
                .then(|| ("remove the quotes".to_owned(), bare.to_string()))
        }
        _ => None,
    }
}

fn bad_format(site: &Site<'_>, pattern: &str) -> Diagnostic {
    let expected =
        expects(site.owner).map_or_else(|| format!("text that matches `{pattern}`"), str::to_owned);
    let message = format!(
        "{} is {}, but must be {expected}",
        called(site.route),
        described(site.node, site.syntax)
    );
    let diagnostic = Diagnostic::new(&BAD_FORMAT, site.route.clone(), message)
        .here(format!("expected {expected}"));
    if let Some(told) = variable::helped(&diagnostic, site) {
        return told;
    }
    if let Some(help) = placeholder(site) {
        return diagnostic.help(help);
    }
    if let Some(told) = hex::told(site) {
        return told;
    }
    let is_empty = site
        .node
        .as_str()
        .is_some_and(|text| text.trim().is_empty());
    if is_empty {
        return diagnostic.help(to_fill(site));
    }
    if let Some(help) = people::of_elsewhere(site).or_else(|| people::negative(site)) {
        return diagnostic.help(help);
    }
    if let Some(told) = several::told(&diagnostic, site) {
        return told;
    }
    if let Some(help) = people::each(site) {
        return diagnostic.help(help);
    }
    match reworded::meant(site) {
        Some(meant) => diagnostic
            .help(format!("write {}", site.syntax.value(&meant)))
            .cure(Cure::Write(site.route.clone(), meant)),
        None => match guessed(site) {
            Some(meant) => diagnostic
                .help(format!("did you mean {}?", site.syntax.value(&meant)))
                .cure(Cure::Write(site.route.clone(), meant))
                .sure(false),
            None => with_doc(diagnostic, site),
        },
    }
}

/// The bound that a number in quotes is below, if the key takes numbers without quotes as well.
fn too_small<'a>(site: &Site<'a>) -> Option<&'a Value> {
    let least = site.owner.get("minimum")?;
    let number: f64 = site.node.as_str()?.trim().parse().ok()?;
    (number >= 0.0 && number < least.as_f64()?).then_some(least)
}

fn out_of_range(site: &Site<'_>, limit: &str) -> Diagnostic {
    let message = format!(
        "{} is {}, but {limit}",
        called(site.route),
        described(site.node, site.syntax)
    );
    let finding = Diagnostic::new(&OUT_OF_RANGE, site.route.clone(), message).here(limit);
    if let Some(help) = people::of_elsewhere(site).or_else(|| people::negative(site)) {
        return finding.help(help);
    }
    match magnitude::meant(site).or_else(|| guess::number(site)) {
        Some(meant) => finding
            .help(format!("did you mean {}?", site.syntax.value(&meant)))
            .cure(Cure::Write(site.route.clone(), meant))
            .sure(false),
        None => with_doc(finding, site),
    }
}

fn empty(site: &Site<'_>) -> Diagnostic {
    let message = format!("{} is empty", called(site.route));
    with_doc(
        Diagnostic::new(&OUT_OF_RANGE, site.route.clone(), message).here("at least one is needed"),
        site,
    )
}

fn wrong_size(site: &Site<'_>, least: u64, of: &str) -> Diagnostic {
    let message = format!("{} must have at least {least} {of}", called(site.route));
    with_doc(
        Diagnostic::new(&OUT_OF_RANGE, site.route.clone(), message)
            .here(format!("at least {least}")),
        site,
    )
}

fn no_variant(site: &Site<'_>) -> Diagnostic {
    let Some(variants) = Variants::of(site.owner) else {
        return refused(site);
    };
    let table = a_table(site.syntax);
    let message = format!(
        "{} is {}, but must be {table} with `{}`",
        called(site.route),
        described(site.node, site.syntax),
        variants.tag
    );
    let finding = Diagnostic::new(&WRONG_TYPE, site.route.clone(), message)
        .here(format!("expected {table} with `{}`", variants.tag));
    if let Some(told) = unnamed::list_alone(&finding, site, &variants) {
        return told;
    }
    match shaped::lone_header(site) {
        Some(help) => finding.help(help),
        None => with_doc(finding, site),
    }
}

/// What is known of the value as written. That quotes would make a text of it helps only where that
/// would do.
fn note_of(site: &Site<'_>) -> Option<String> {
    let note = site.node.note?;
    // Nor does a word for a truth value, where none belongs.
    let truth = note
        .rsplit_once("write `")
        .map(|(_, word)| word.starts_with("true`"));
    let would_do = match truth {
        Some(flag) => fits(site.owner, &Value::from(flag)),
        None => !note.ends_with("quote it") || fits(site.owner, &site.node.to_json()),
    };
    would_do.then(|| note.to_owned())
}

/// What is known of the value as written; else an example, and what the schema says of the key.
fn with_doc(mut diagnostic: Diagnostic, site: &Site<'_>) -> Diagnostic {
    diagnostic.help = note_of(site).or_else(|| people::only(site)).or_else(|| {
        let sample = match site.route.segments().last() {
            Some(Segment::Key(key)) => {
                let holder = site.route.parent();
                let first = options(site.owner).first().map(|name| Value::from(*name));
                let value = beside::sample(site.document, &holder, key, site.owner).or(first);
                value.map(|value| format!("`{}`", site.syntax.entry(key, &value)))
            }
            _ => None,
        };
        let sample = sample.map(|sample| format!("write {sample}, for example"));
        let sample = left_out(site).or(sample);
        match (sample, doc(site.owner)) {
            (Some(sample), Some(doc)) => Some(format!("{sample}. {doc}")),
            (sample, doc) => sample.or(doc),
        }
    });
    diagnostic
}
