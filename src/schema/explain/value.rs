//! A value of the wrong type, out of range, or in the wrong form.
//!
//! Unaware of missing and unknown keys.

use serde_json::Value;

use super::words::{a_table, called, described, type_names, types};
use super::{Site, beside, choice, guess, hex, people, refused, reworded, slip, twice, variable};
use crate::diag::{At, Cure, Diagnostic};
use crate::document::{Kind, Map, Node, Syntax};
use crate::schema::code::{BAD_FORMAT, OUT_OF_RANGE, WRONG_TYPE, WRONG_VALUE};
use crate::schema::keyword::{Breach, fits, fold_whole_numbers};
use crate::schema::shape::{Variants, doc, example, expects, has_entries, options};
use crate::source::{Segment, Span};

/// How many options written as keys are written as items.
const MOST_OPTIONS: usize = 20;

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
        return diagnostic.help(format!("write the list as {}", site.syntax.value(&list)));
    }
    if let Some(told) = slip::told(&diagnostic, site, &allowed) {
        return told;
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
    if let Some((help, text)) = requoted(site, &allowed) {
        return diagnostic
            .help(note.unwrap_or(help))
            .fix(At::Span(site.node.span.clone()), text)
            // A truth value may stand for something else than this word.
            .sure(!matches!(site.node.kind, Kind::Bool(_)));
    }
    if let Some(meant) = reworded::thousandfold(site) {
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
    if let Some(meant) = guess::number(site).or_else(|| reworded::grouped(site)) {
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
    if let Some((help, text, span)) = lone_item(site) {
        return diagnostic.help(help).fix(At::Span(span), text);
    }
    if let Some(named) = people::named_sources(site) {
        let key = site.route.last();
        let help = format!("give each a name: `{}`", site.syntax.entry(&key, &named));
        return diagnostic.help(help);
    }
    if let Some((help, cure)) = reshaped(site, &allowed) {
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
        return diagnostic.help(match people::filled(site) {
            Some(entry) => {
                format!("give it a value, such as `{entry}`, or remove the key if it is not needed")
            }
            None => "give it a value, or remove the key if it is not needed".to_owned(),
        });
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

/// The same thing in another form: a table where a list of tables belongs, a list where named tables
/// belong, a text where a table belongs that says no more.
fn reshaped(site: &Site<'_>, allowed: &[String]) -> Option<(String, Option<Cure>)> {
    let wants = |name: &str| allowed.iter().any(|one| one == name);
    match &site.node.kind {
        Kind::Map(map)
            if wants("array") && as_items(map).is_some_and(|all| fits(site.owner, &all)) =>
        {
            let list = as_items(map)?;
            let help = format!("write a list: {}", site.syntax.value(&list));
            Some((help, Some(Cure::Write(site.route.clone(), list))))
        }
        Kind::Map(_) if wants("array") => {
            let list = Value::Array(vec![site.node.to_json()]);
            let is_flow = site.node.span.text().starts_with('{');
            if !fits(site.owner, &list) {
                return None;
            }
            Some(match site.syntax {
                _ if is_flow => (
                    "put brackets around it: a list with one item".to_owned(),
                    Some(Cure::Wrap(site.route.clone())),
                ),
                Syntax::Toml => (format!("write the header as `[[{}]]`", site.route), None),
                Syntax::Yaml | Syntax::Json => (
                    "write `- ` before the first key, and indent the others like it".to_owned(),
                    None,
                ),
            })
        }
        Kind::Seq(items) if wants("object") && has_entries(site.owner) => {
            if let Some(told) = one_table(site, items) {
                let has_names = "remove each `- `: every entry has a name already".to_owned();
                let is_block = site.syntax == Syntax::Yaml && told.0.starts_with("remove");
                return Some(if is_block { (has_names, None) } else { told });
            }
            let sample = example(site.owner)?.as_object()?;
            let name = sample.keys().next()?;
            Some(match site.syntax {
                Syntax::Toml => (
                    format!("give each a name instead: `[{}.{name}]`", site.route),
                    None,
                ),
                Syntax::Yaml | Syntax::Json => (
                    format!("give each a name, such as `{name}:`, instead of a place in a list"),
                    None,
                ),
            })
        }
        Kind::Seq(items) if wants("object") => lone_header(site)
            .map(|help| (help, None))
            .or_else(|| one_table(site, items))
            .or_else(|| people::sole_source(site, items))
            .or_else(|| sample(site)),
        Kind::Seq(items) if wants("string") => {
            let is_item = matches!(site.route.segments().last(), Some(Segment::Index(_)));
            if is_item && items.iter().all(|item| fits(site.owner, &item.to_json())) {
                let help = "write its items without brackets of their own";
                return Some((help.to_owned(), None));
            }
            let [only] = items.as_slice() else {
                return people::one_of_them(site, items).map(|help| (help, None));
            };
            let value = only.to_json();
            let written = site.syntax.value(&value);
            fits(site.owner, &value).then(|| (format!("write {written}, without a list"), None))
        }
        Kind::Str(text) if wants("object") && site.owner.get("properties").is_some() => {
            let key = if text.contains('*') { "glob" } else { "path" };
            let table = serde_json::json!({ key: text });
            let written = site.syntax.value(&table);
            if !fits(site.owner, &table) {
                return sample(site);
            }
            Some({
                let cure = Cure::Write(site.route.clone(), table);
                (format!("write {written}"), Some(cure))
            })
        }
        Kind::Str(_) | Kind::Num(_) if wants("object") => {
            people::only_key(site).or_else(|| sample(site))
        }
        Kind::Bool(false) | Kind::Str(_)
            if wants("array")
                && people::is_none(site.node)
                && fits(site.owner, &Value::Array(Vec::new())) =>
        {
            let none = Value::Array(Vec::new());
            let cure = Cure::Write(site.route.clone(), none);
            Some(("for none, write []".to_owned(), Some(cure)))
        }
        Kind::Num(_) | Kind::Str(_) if wants("array") => people::one_item(site),
        _ => None,
    }
}

/// Options of a program that are written as keys, such as `-svtav1-params: film-grain=8`, as items.
fn as_items(map: &Map) -> Option<Value> {
    let mut items = Vec::new();
    for entry in map.iter().take(MOST_OPTIONS + 1) {
        let value = match &entry.value.kind {
            Kind::Str(text) => text.as_str(),
            Kind::Num(_) => entry.value.span.text(),
            _ => return None,
        };
        if !entry.key.starts_with('-') {
            return None;
        }
        items.extend([entry.key.as_str(), value]);
    }
    (!items.is_empty() && map.len() <= MOST_OPTIONS).then(|| Value::from(items))
}

/// The only item of a list in brackets, where that item belongs by itself; what to type, and what is
/// replaced by the item.
fn lone_item(site: &Site<'_>) -> Option<(String, String, Span)> {
    let Kind::Seq(items) = &site.node.kind else {
        return None;
    };
    let [only] = items.as_slice() else {
        return None;
    };
    let is_single = !matches!(only.kind, Kind::Seq(_) | Kind::Bad | Kind::Null);
    let list = &site.node.span;
    let item = only.span.text();
    let is_flow = list.text().starts_with('[') && only.span.file.is(&list.file);
    let is_own = site.node.via.is_none() && only.via.is_none();
    if !is_single || !is_flow || !is_own || !fits(site.owner, &only.to_json()) {
        return None;
    }
    // Nothing may stand beside it that would be lost.
    let whole = list.text();
    let before = whole.get(1..only.span.start.checked_sub(list.start)?)?;
    let after = whole.get(only.span.end.checked_sub(list.start)?..)?;
    let after = after.trim_start().trim_start_matches(',').trim();
    if !before.trim().is_empty() || !matches!(after, "]" | "") {
        return None;
    }
    let help = match item.contains('\n') {
        true => "remove the `[` before the `{`, and its `]`".to_owned(),
        false => format!("write {item}, without a list"),
    };
    Some((help, item.to_owned(), list.clone()))
}

/// A list that is the one table which belongs there, whole or key by key.
fn one_table(site: &Site<'_>, items: &[Node]) -> Option<(String, Option<Cure>)> {
    let mut table = serde_json::Map::new();
    for item in items {
        let Value::Object(keys) = item.to_json() else {
            return None;
        };
        table.extend(keys);
    }
    let table = Value::Object(table);
    if !fits(site.owner, &table) {
        return None;
    }
    let written = site.node.span.text();
    let is_flow = written.starts_with('[') && !written.starts_with("[[");
    let help = match site.syntax {
        Syntax::Toml if !is_flow => format!("write the header as `[{}]`", site.route),
        Syntax::Yaml if !is_flow => "remove the `- `: it is one, and no list".to_owned(),
        _ => format!("write {}", site.syntax.value(&table)),
    };
    Some((help, None))
}

/// `[[ladders.hd]]`: what to write for one header with two brackets.
fn lone_header(site: &Site<'_>) -> Option<String> {
    let Kind::Seq(items) = &site.node.kind else {
        return None;
    };
    let is_header = matches!(items.as_slice(), [one] if one.span.text().starts_with("[["));
    is_header.then(|| format!("write the header as `[{}]`", site.route))
}

/// What a table could be.
fn sample(site: &Site<'_>) -> Option<(String, Option<Cure>)> {
    let sample = site.syntax.value(example(site.owner)?);
    Some((
        format!("write {} such as {sample}", a_table(site.syntax)),
        None,
    ))
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

/// Quotes put around a number or truth value, or taken off, if the result is right.
fn requoted(site: &Site<'_>, allowed: &[String]) -> Option<(String, String)> {
    let written = site.node.span.text();
    let wants = |name: &str| allowed.iter().any(|one| one == name);
    match &site.node.kind {
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
    match reworded::meant(site) {
        Some(meant) => diagnostic
            .help(format!("write {}", site.syntax.value(&meant)))
            .cure(Cure::Write(site.route.clone(), meant)),
        None => match guess::number(site).or_else(|| reworded::grouped(site)) {
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
    match reworded::thousandfold(site) {
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
    match lone_header(site) {
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

/// What is known of the value as written, or else what the schema says of it.
fn with_doc(mut diagnostic: Diagnostic, site: &Site<'_>) -> Diagnostic {
    diagnostic.help = note_of(site).or_else(|| people::only(site)).or_else(|| {
        let doc = doc(site.owner)?;
        // What must be there may have been said with an example.
        let is_shown = expects(site.owner).is_some_and(|text| text.contains("such as"));
        let Some(Segment::Key(key)) = site.route.segments().last().filter(|_| !is_shown) else {
            return Some(doc);
        };
        let holder = site.route.parent();
        Some(
            match beside::sample(site.document, &holder, key, site.owner) {
                Some(value) => {
                    let entry = site.syntax.entry(key, &value);
                    format!("{doc} For example, write `{entry}`")
                }
                None => doc,
            },
        )
    });
    diagnostic
}
