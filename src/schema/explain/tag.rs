//! The key that tells the variants of a table apart: absent, wrong, or at odds with the other keys.
//!
//! Unaware of what is wrong with those other keys.

use serde_json::Value;

use super::words::{called, described, in_syntax};
use super::{About, Explainer, Extent, Finding, Site, choice, listed, missing};
use crate::diag::{At, Cure, Diagnostic, disguise};
use crate::document::{Kind, Syntax};
use crate::schema::code::{UNKNOWN_KEY, WRONG_TYPE, WRONG_VALUE};
use crate::schema::shape::{Variants, doc, foreign, is_sure, meant, property};
use crate::source::{Route, Segment};

impl Explainer<'_> {
    /// The table does not say which variant it is.
    pub(super) fn no_tag(
        &self,
        site: &Site<'_>,
        variants: &Variants<'_>,
        guess: Option<&str>,
        findings: &mut Vec<Finding>,
    ) {
        let tag = variants.tag;
        if let Some(finding) = self.too_deep(site) {
            findings.push(finding);
            return;
        }
        if let Some(key) = misnamed(site, variants) {
            findings.push(self.misnamed_tag(site, tag, key));
            return;
        }
        if self.extent == Extent::Part || site.node.partial {
            return;
        }
        let one_of = format!("one of {}", listed(&variants.names()));
        let table = site.node.to_json();
        let valid = variants.valid(&table);
        let fitting = match valid.is_empty() {
            true => theirs(site, variants),
            false => valid,
        };
        let hinted = variants
            .hinted(site.owner, site.route, (&table, &fitting))
            .filter(|_| guess.is_none());
        let entry = |name: &str| site.syntax.entry(tag, &Value::from(name));
        let what = match (guess, hinted) {
            (Some(guess), _) => format!("{one_of}; the keys here look like `{guess}`"),
            (None, Some(name)) => {
                let others = fitting.iter().copied().filter(|other| *other != name);
                let others: Vec<&str> = others.collect();
                match others.as_slice() {
                    [] => format!("write `{}`", entry(name)),
                    others => format!(
                        "did you mean `{}`? The keys here fit {}, too",
                        entry(name),
                        others
                            .iter()
                            .map(|name| format!("`{name}`"))
                            .collect::<Vec<_>>()
                            .join(" and ")
                    ),
                }
            }
            (None, None) if (1..variants.all.len()).contains(&fitting.len()) => {
                let has = if fitting.len() == 1 { "has" } else { "have" };
                format!(
                    "write {}, which {has} the keys here",
                    either(&fitting, entry)
                )
            }
            (None, None) => one_of,
        };
        let mut finding = missing(site, tag, Some(what));
        let only = variants
            .only_fit(&table)
            .filter(|only| guess.is_none_or(|guess| guess == *only));
        if let Some(name) = only.or(guess).or(hinted) {
            let cure = Cure::Add(site.route.clone(), tag.to_owned(), name.into());
            finding.diagnostic = finding.diagnostic.cure(cure).sure(only.is_some());
        }
        findings.push(finding);
    }

    /// A table of the top level that stands one level too deep: `outputs` indented below `ladders`.
    fn too_deep(&self, site: &Site<'_>) -> Option<Finding> {
        let [Segment::Key(above), Segment::Key(key)] = site.route.segments() else {
            return None;
        };
        let root = self.document.nearest(&Route::root()).as_map()?;
        let is_top = !property(self.schema, key).is_null() && root.get(key).is_none();
        if !is_top {
            return None;
        }
        let at = At::Key(site.route.clone());
        let help = match self.document.syntax_at(site.route) {
            Syntax::Toml => format!("write the header without `{above}.`"),
            Syntax::Yaml => format!("indent it like `{above}`, with all that is below it"),
            Syntax::Json => format!("move it out of the object `\"{above}\"`"),
        };
        let message = format!("`{key}` stands inside `{above}`");
        let finding = Diagnostic::new(&UNKNOWN_KEY, site.route.clone(), message)
            .label(at, "belongs at the top level")
            .help(help);
        Some(Finding {
            diagnostic: finding,
            about: About::Stray {
                key: key.to_string(),
            },
        })
    }

    /// A key that says what the tag should say: `format = "hls"`.
    pub(super) fn misnamed_tag(&self, site: &Site<'_>, tag: &str, key: &str) -> Finding {
        let route = site.route.key(key);
        let at = At::Key(route.clone());
        let syntax = self.document.syntax_at(&route);
        let label = disguise(key, tag).unwrap_or_else(|| format!("did you mean `{tag}`?"));
        let diagnostic = Diagnostic::new(&UNKNOWN_KEY, route, format!("unknown key `{key}`"))
            .label(at.clone(), label)
            .fix(at, syntax.key(tag));
        Finding {
            diagnostic,
            about: About::Misspelt {
                meant: site.route.key(tag),
            },
        }
    }

    /// The tag names a variant, and every other key is of another one, or of several others.
    pub(super) fn misfit(&self, site: &Site<'_>, variants: &Variants<'_>, guess: &str) -> Finding {
        let table = site.node.to_json();
        let fitting = variants.valid(&table);
        let route = site.route.key(variants.tag);
        let node = self.document.nearest(&route);
        let written = described(node, site.syntax);
        let message = format!(
            "{} is {written}, but the other keys are not",
            called(&route)
        );
        let finding = Diagnostic::new(&WRONG_VALUE, route.clone(), message);
        let entry = |name: &str| site.syntax.entry(variants.tag, &name.into());
        let hinted = variants.hinted(site.owner, site.route, (&table, &fitting));
        if fitting.len() > 1 && hinted.is_none() {
            let help = format!(
                "write {}, which have the keys here",
                either(&fitting, entry)
            );
            let label = format!("expected one of {}", listed(&fitting));
            return finding.here(label).help(help).into();
        }
        let help = format!("write `{}`, which the keys here fit", entry(guess));
        let finding = finding.here(format!("did you mean `{guess}`?")).help(help);
        finding
            .cure(Cure::Write(route, guess.into()))
            .sure(false)
            .into()
    }

    /// The tag names no variant.
    pub(super) fn wrong_tag(
        &self,
        site: &Site<'_>,
        variants: &Variants<'_>,
        guess: Option<&str>,
    ) -> Option<Finding> {
        let options = variants.names();
        let route = site.route.key(variants.tag);
        let node = self.document.nearest(&route);
        if matches!(node.kind, Kind::Bad) {
            return None;
        }
        let at_tag = Site {
            route: &route,
            node,
            owner: site.owner,
            syntax: self.document.syntax_at(&route),
            document: self.document,
        };
        let Some(text) = node.as_str() else {
            let items: Vec<String> = match &node.kind {
                Kind::Seq(items) => items
                    .iter()
                    .filter_map(|item| Some(item.as_str()?.to_owned()))
                    .collect(),
                _ => Vec::new(),
            };
            let table = site.node.to_json();
            let valid = variants.valid(&table);
            let one = meant(site.owner, &items.join("+"), &options)
                .or_else(|| variants.hinted(site.owner, site.route, (&table, &valid)))
                .or_else(|| Some(*valid.first().filter(|_| valid.len() == 1)?));
            let written = described(node, at_tag.syntax);
            let message = format!("{} is {written}, but must be a string", called(&route));
            let finding = Diagnostic::new(&WRONG_TYPE, route.clone(), message);
            let finding = finding.here(format!("expected one of {}", listed(&options)));
            return Some(match one {
                Some(name) => {
                    let entry = at_tag.syntax.entry(variants.tag, &name.into());
                    finding.help(format!("write `{entry}`")).into()
                }
                None => finding.help(each(variants)).into(),
            });
        };
        let mut finding = choice::explain(&at_tag, &options);
        if foreign(site.owner, text).is_some() {
            return Some(finding.into());
        }
        let meant = meant(site.owner, text, &options);
        if meant.is_none() && node.note.is_none() {
            finding.help = Some(match options.as_slice() {
                [only] => {
                    let entry = at_tag.syntax.entry(variants.tag, &(*only).into());
                    format!("write `{entry}`; there is no other yet")
                }
                _ => each(variants),
            });
        }
        if meant.is_some() && guess.is_none() {
            let fitting = listed(&variants.valid(&site.node.to_json()));
            finding.fix = None;
            finding.labels.truncate(0);
            finding = finding
                .here(format!("expected one of {}", listed(&options)))
                .help(format!("the keys here fit {fitting}"));
            if let Some(words) = site
                .owner
                .get("x-misfit")
                .and_then(|all| all.get(text)?.as_str())
            {
                finding.help = Some(in_syntax(words, site.syntax));
            }
        }
        Some(finding.into())
    }
}

/// The variants that know every key of a table, if others do not.
fn theirs<'a>(site: &Site<'_>, variants: &Variants<'a>) -> Vec<&'a str> {
    let Some(table) = site.node.as_map() else {
        return Vec::new();
    };
    let knows_all = |branch: &Value| {
        let mut keys = table.iter();
        keys.all(|entry| !property(branch, &entry.key).is_null())
    };
    let all = variants.all.iter();
    let some = all.filter(|(_, branch)| knows_all(branch));
    some.map(|(name, _)| *name).collect()
}

/// "`type = "hls"`, `type = "dash"` or `type = "cmaf"`".
fn either(names: &[&str], entry: impl Fn(&str) -> String) -> String {
    let mut entries: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", entry(name)))
        .collect();
    let last = entries.pop().unwrap_or_default();
    match entries.is_empty() {
        true => last,
        false => format!("{} or {last}", entries.join(", ")),
    }
}

/// "`hls`: HTTP Live Streaming; `dash`: …".
fn each(variants: &Variants<'_>) -> String {
    let said = variants.all.iter().map(|(name, branch)| match doc(branch) {
        Some(doc) => format!("`{name}`: {}", doc.trim_end_matches('.')),
        None => format!("`{name}`"),
    });
    said.collect::<Vec<_>>().join("; ")
}

/// The key whose value is the name of a variant and that no variant has.
fn misnamed<'a>(site: &Site<'a>, variants: &Variants<'_>) -> Option<&'a str> {
    let options = variants.names();
    let mut keys = site.node.as_map()?.iter().filter(|entry| {
        let is_name = entry.value.as_str().is_some_and(|text| {
            options.contains(&text)
                || meant(site.owner, text, &options)
                    .is_some_and(|name| is_sure(site.owner, text, name, &options))
        });
        let is_known = |(_, branch): &(&str, &Value)| !property(branch, &entry.key).is_null();
        is_name && !variants.all.iter().any(is_known)
    });
    let only = keys.next()?;
    keys.next().is_none().then_some(only.key.as_str())
}
