//! A key that is not known in its table: what was meant, or where it belongs.
//!
//! Unaware of values that are wrong.

use serde_json::Value;

use super::words::in_syntax;
use super::{
    About, Explainer, Finding, Site, beside, length, listed, remark, reworded, size, suffixed,
    target, wrapped,
};
use crate::diag::{At, Diagnostic, disguise, is_clear, suggest};
use crate::document::{Map as Table, Node, Syntax};
use crate::schema::code::UNKNOWN_KEY;
use crate::schema::keyword::fits;
use crate::schema::shape::{
    alias, example, foreign, group_of, is_sure, item_key, keys, lacking, meant, other_name,
    property, tables_with,
};
use crate::source::{Route, Span};

/// How many places a help names.
const PLACES: usize = 4;

impl Explainer<'_> {
    pub(super) fn unknown_key(&self, site: &Site<'_>, key: &str) -> Finding {
        let route = site.route.key(key);
        let known = keys(site.owner);
        let empty = Table::new();
        let table = site.node.as_map().unwrap_or(&empty);
        let value = table.get(key);
        let value = &value.map_or(Value::Null, |entry| entry.value.to_json());
        let free: Vec<&str> = known
            .iter()
            .copied()
            .filter(|key| table.get(key).is_none())
            .collect();
        let at = At::Key(route.clone());
        let diagnostic =
            Diagnostic::new(&UNKNOWN_KEY, route.clone(), format!("unknown key `{key}`"));
        if let Some((name, label)) = disguised(key, &free) {
            let syntax = self.document.syntax_at(&route);
            return Finding {
                diagnostic: diagnostic
                    .label(at.clone(), label)
                    .help(format!("write `{name}`"))
                    .fix(at, syntax.key(name)),
                about: About::Misspelt {
                    meant: site.route.key(name),
                },
            };
        }
        let fixed = |name: &&&str| property(site.owner, name).get("const") == Some(value);
        if let Some(tag) = free.iter().find(fixed) {
            return self.misnamed_tag(site, tag, key);
        }
        let stray = |diagnostic: Diagnostic| Finding {
            diagnostic,
            about: About::Stray {
                key: key.to_owned(),
            },
        };
        if let Some(finding) = wrapped::explain(site, key, &diagnostic) {
            let inner = table.get(key).and_then(|entry| entry.value.as_map());
            let inner = inner.into_iter().flat_map(Table::iter);
            return Finding {
                diagnostic: finding,
                about: About::Wraps {
                    meant: inner.map(|one| site.route.key(one.key.as_str())).collect(),
                },
            };
        }
        if let Some(finding) = remark::explain(site, key, &diagnostic) {
            return stray(finding);
        }
        if let Some(words) = foreign(site.owner, key) {
            let syntax = self.document.syntax_at(&route);
            let words =
                arguments(words, table, value, syntax).unwrap_or_else(|| in_syntax(words, syntax));
            return stray(diagnostic.label(at, "not a key here").help(words));
        }
        let elsewhere = tables_with(self.schema, key);
        let needed = lacking(site.owner, |key| table.get(key).is_some());
        let is_near = |name: &&str| {
            // A key of another table by its very name is no slip of the pen, but for one that stands
            // where this table has another.
            let is_swapped = || needed.contains(name) && listed_as(site.owner, key) == Some(*name);
            elsewhere.is_empty() || is_sure(site.owner, key, name, &free) || is_swapped()
        };
        if let Some(finding) = size::explain(site, key, &diagnostic) {
            return Finding {
                diagnostic: finding,
                about: About::Misspelt {
                    meant: site.route.key("height"),
                },
            };
        }
        if let Some(finding) = length::explain(site, key, &diagnostic) {
            return Finding {
                diagnostic: finding,
                about: About::Misspelt {
                    meant: site.route.key("end"),
                },
            };
        }
        if let Some((finding, name)) = suffixed::explain(site, key, &diagnostic) {
            return Finding {
                diagnostic: finding,
                about: About::Misspelt {
                    meant: site.route.key(name),
                },
            };
        }
        // `format = "hls"` beside the key that says so.
        let said = known.iter().find(|tag| {
            let is_said = property(site.owner, tag).get("const") == Some(value);
            is_said
                && table
                    .get(tag)
                    .is_some_and(|tag| tag.value.to_json() == *value)
        });
        if let Some(tag) = said {
            let syntax = self.document.syntax_at(&route);
            let entry = syntax.entry(tag, value);
            return stray(
                diagnostic
                    .label(at, "not a key here")
                    .help(format!("leave it out: `{entry}` says so already")),
            );
        }
        // What is meant most likely may be given already; then the next best is not meant.
        let best = meant(site.owner, key, &known);
        let is_given = best.is_some_and(|name| !free.contains(&name));
        let near = best.filter(|_| !is_given).filter(is_near);
        // On the command line a key that is given already is what is overridden.
        let taken = suggest(key, known.iter().copied())
            .filter(|name| is_clear(key, name, known.iter().copied()))
            .or_else(|| alias(site.owner, key).filter(|name| known.contains(name)))
            .or_else(|| listed_as(site.owner, key).filter(|_| is_given));
        let is_again = is_given && taken.is_some();
        let lacking = || only_lacking(site, table, value).filter(|_| !is_again);
        let only = near.or_else(lacking);
        if let Some(name) = only {
            let syntax = self.document.syntax_at(&route);
            let is_sure = near.is_some() && is_sure(site.owner, key, name, &free);
            let diagnostic = diagnostic.label(at.clone(), format!("did you mean `{name}`?"));
            if let Some((entries, span)) = target::reworded(site, table, key, name) {
                let shown: Vec<String> = entries.iter().map(|one| format!("`{one}`")).collect();
                let diagnostic = diagnostic.help(format!("write {}", shown.join(" and ")));
                return Finding {
                    diagnostic: match span {
                        Some(span) => {
                            let text = target::joined(&entries, &span, syntax == Syntax::Json);
                            diagnostic.fix(At::Span(span), text).sure(false)
                        }
                        None => diagnostic,
                    },
                    about: About::Misspelt {
                        meant: site.route.key(name),
                    },
                };
            }
            return Finding {
                diagnostic: match reworded_value(site, table, key, name) {
                    Some((value, span)) => {
                        let entry = syntax.entry(name, &value);
                        let diagnostic = diagnostic.help(format!("write `{entry}`"));
                        diagnostic.fix(At::Span(span), entry)
                    }
                    None => match unfit(site, value, name) {
                        Some(sample) => {
                            let entry = syntax.entry(name, sample);
                            diagnostic.help(format!("write a number, such as `{entry}`"))
                        }
                        None => diagnostic.fix(at, syntax.key(name)),
                    },
                }
                .sure(is_sure),
                about: About::Misspelt {
                    meant: site.route.key(name),
                },
            };
        }
        if site.route.is_root()
            && let Some(group) = group_of(self.schema, value)
        {
            // `["ladders.sound"]` is one key, with the group's name in it.
            let inner = key
                .strip_prefix(group)
                .and_then(|rest| rest.strip_prefix('.'));
            let key = inner.unwrap_or(key);
            return Finding {
                diagnostic: diagnostic
                    .label(at, format!("did you mean `{group}.{key}`?"))
                    .help(into_group(self.document.syntax_at(&route), group, key)),
                about: About::Misspelt {
                    meant: site.route.key(group),
                },
            };
        }
        if let Some(name) = taken
            && let Value::Object(entries) = value
            && property(site.owner, name)
                .get("additionalProperties")
                .is_some()
            && let Some(entry) = entries.keys().next()
        {
            let syntax = self.document.syntax_at(&route);
            let is_group = entries.values().all(Value::is_object);
            let help = match syntax {
                _ if is_group => into_group(syntax, name, entry),
                Syntax::Toml => format!("write its keys into `[{name}]`"),
                Syntax::Yaml => format!("write its keys below `{name}:`"),
                Syntax::Json => format!("write its keys into \"{name}\""),
            };
            return stray(
                diagnostic
                    .label(at, format!("did you mean `{name}`?"))
                    .help(help),
            );
        }
        if let Some(name) = taken {
            let diagnostic = diagnostic.label(at, format!("did you mean `{name}`?"));
            let given = At::Key(site.route.key(name));
            return stray(if is_argument(self, &route) {
                diagnostic
            } else {
                diagnostic
                    .label(given, "given already")
                    .help("remove one of the two")
            });
        }
        if let Some((list, name)) = known
            .iter()
            .find_map(|list| Some((*list, item_key(site.owner, list, key)?)))
        {
            let kind = property(site.owner, list)
                .get("items")
                .map(|item| property(item, name));
            let is_right = kind.is_some_and(|kind| fits(kind, value));
            let entry = match is_right {
                true => self.document.syntax_at(&route).entry(name, value),
                false => name.to_owned(),
            };
            let words = format!("write `{entry}` into the items of `{list}`");
            return stray(diagnostic.label(at, "not a key here").help(words));
        }
        // A name that another table has for one of its keys.
        let other = match elsewhere.is_empty() {
            true => other_name(self.schema, key),
            false => Some(key),
        };
        let other = other.filter(|name| !known.contains(name));
        if let Some(name) = other.filter(|_| site.owner.get("x-unknown").is_none()) {
            let help = self.belongs(&route, (key, name), value);
            return stray(diagnostic.label(at, "not a key here").help(help));
        }
        let mut help = String::new();
        if let Some(rule) = site.owner.get("x-unknown").and_then(Value::as_str) {
            help = format!("{rule}; ");
        }
        help += &match known.as_slice() {
            [] => format!("this {} has no keys", site.syntax.table()),
            _ => format!("keys here: {}", listed(&known)),
        };
        stray(diagnostic.label(at, "not a key here").help(help))
    }
}

impl Explainer<'_> {
    /// What to write instead of a key that another table has, perhaps under another `name`, and where.
    fn belongs(&self, route: &Route, (key, name): (&str, &str), value: &Value) -> String {
        let syntax = self.document.syntax_at(route);
        let list = Value::Array(vec![value.clone()]);
        // Under another name it is known to some tables only.
        let knows = |kind: &Value| key == name || knows_as(kind, key, name);
        let given = [value, &list].into_iter().find_map(|value| {
            let mut homes = beside::homes(self.schema, self.document, (name, value), &knows);
            // The entry that it stands in, if that is one of them.
            let around = |home: &String| {
                let home = home.trim_matches('`');
                route.to_string().starts_with(&format!("{home}."))
            };
            if homes.iter().any(around) {
                homes.retain(around);
            }
            (!homes.is_empty()).then_some((value, homes))
        });
        if let Some((value, homes)) = given {
            let entry = syntax.entry(name, value);
            if entry.len() <= LONGEST && !entry.contains('`') {
                return format!("write `{entry}` in {}", homes.join(" or "));
            }
        }
        let places = tables_with(self.schema, name);
        let places: Vec<&str> = places.iter().take(PLACES).map(String::as_str).collect();
        let places = places.join(" or ");
        let entry = syntax.entry(name, value);
        let is_plain = !value.is_array() && !value.is_object() && !entry.contains('`');
        if is_plain && entry.len() <= LONGEST {
            return format!("write `{entry}` in {places}");
        }
        match key == name {
            true => format!("`{key}` belongs in {places}"),
            false => format!("write it as `{name}` in {places}"),
        }
    }
}

/// Longer entries are not repeated in a help.
const LONGEST: usize = 80;

/// The value of a misnamed key as the right key takes it, where it would not take it as it is:
/// `resolution = "1080p"`. And where both are written.
fn reworded_value(site: &Site<'_>, table: &Table, key: &str, name: &str) -> Option<(Value, Span)> {
    let entry = table.get(key)?;
    let owner = property(site.owner, name);
    let written = &entry.value;
    if written.via.is_some() || fits(owner, &written.to_json()) {
        return None;
    }
    let route = site.route.key(key);
    let there = Site {
        route: &route,
        node: written,
        owner,
        syntax: site.syntax,
        document: site.document,
    };
    let bare = written
        .as_str()
        .and_then(|text| serde_json::from_str(text).ok());
    let meant = bare
        .filter(|bare: &Value| bare.is_number() && fits(owner, bare))
        .or_else(|| reworded::meant(&there))
        .or_else(|| reworded::side(&there).map(Value::from))?;
    let (from, to) = (&entry.key_span, &written.span);
    let is_near = from.file.is(&to.file) && from.end <= to.start && !to.is_empty();
    is_near.then(|| (meant, Span::new(&from.file, from.start, to.end)))
}

/// Of words with a sample of `args`: with those that are there already, and with the value that was written.
fn arguments(words: &str, table: &Table, value: &Value, syntax: Syntax) -> Option<String> {
    let (before, sample) = words.split_once("`args = ")?;
    let sample: Vec<String> = serde_json::from_str(sample.strip_suffix('`')?).ok()?;
    let mut items = match table.get("args").map(|args| args.value.to_json()) {
        Some(Value::Array(items)) => items,
        Some(_) => return None,
        None => Vec::new(),
    };
    items.extend(sample.first().cloned().map(Value::from));
    items.push(match value {
        // `title: Film`, where `title=Film` belongs.
        Value::Number(_) | Value::String(_) => {
            let text = match value {
                Value::String(text) => text.clone(),
                number => number.to_string(),
            };
            match sample.get(1)?.split_once('=') {
                Some((name, _)) if !text.contains('=') => format!("{name}={text}").into(),
                _ => text.into(),
            }
        }
        Value::Object(parts) if sample.get(1)?.contains('=') => {
            let parts = parts.iter().map(|(name, value)| match value {
                Value::String(text) => Some(format!("{name}={text}")),
                Value::Number(_) | Value::Bool(_) => Some(format!("{name}={value}")),
                _ => None,
            });
            let parts: Vec<String> = parts.collect::<Option<_>>()?;
            parts.join(":").into()
        }
        _ => sample.get(1)?.as_str().into(),
    });
    let entry = syntax.entry("args", &Value::from(items));
    Some(format!("{before}`{entry}`"))
}

/// Whether a table has `name` for a key that others call `key`.
fn knows_as(owner: &Value, key: &str, name: &str) -> bool {
    alias(owner, key).or_else(|| listed_as(owner, key)) == Some(name)
}

/// The key that a list of other names (`x-likely`) has for one.
fn listed_as<'a>(owner: &'a Value, key: &str) -> Option<&'a str> {
    owner.get("x-likely")?.get(key)?.as_str()
}

/// An example for a key that takes a number, and would not take a word: `quality: high` for `crf`.
fn unfit<'a>(site: &Site<'a>, value: &Value, name: &str) -> Option<&'a Value> {
    let owner = property(site.owner, name);
    let sample = example(owner).filter(|sample| sample.is_number());
    sample.filter(|_| value.is_string() && !fits(owner, value))
}

/// The key that another one only looks like, and why it is not.
fn disguised<'a>(key: &str, free: &[&'a str]) -> Option<(&'a str, String)> {
    let mut names = free.iter();
    names.find_map(|name| Some((*name, disguise(key, name)?)))
}

/// Whether a key was given on the command line.
fn is_argument(explainer: &Explainer<'_>, route: &Route) -> bool {
    let place = explainer.document.locate(&At::Key(route.clone()));
    place.is_some_and(|place| Syntax::of(&place.file).is_none())
}

/// The one key that the table lacks, if the unknown key's value would do for it.
fn only_lacking<'a>(site: &Site<'a>, table: &Table, value: &Value) -> Option<&'a str> {
    let lacking = lacking(site.owner, |key| table.get(key).is_some());
    let [only] = lacking.as_slice() else {
        return None;
    };
    let unknown = |node: &&Node| site.owner.get("properties").is_some() && !node.partial;
    let strays = table
        .iter()
        .filter(|entry| property(site.owner, &entry.key).is_null());
    let fits = strays.take(2).count() == 1 && fits(property(site.owner, only), value);
    (fits && unknown(&site.node)).then_some(*only)
}

/// How a table gets into its group.
fn into_group(syntax: Syntax, group: &str, key: &str) -> String {
    match syntax {
        Syntax::Toml => format!("write the header as `[{group}.{key}]`"),
        Syntax::Yaml => format!("indent it below `{group}:`"),
        Syntax::Json => format!("put it into the object `\"{group}\"`"),
    }
}
