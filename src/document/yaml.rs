//! YAML 1.2 to spanned tree, by the events of the `granit-parser` crate: aliases, `<<` merges,
//! and budgets for both.
//!
//! Unaware of TOML, of JSON and of what a manifest means.

use granit_parser::{Event, Options, Parser, ScalarStyle, Span as Marks, Tag};

use super::node::{Kind, Map, Node, Trail};
use super::{MAX_DEPTH, Read, first_break};
use crate::diag::{At, Diagnostic, MOST_FINDINGS};
use crate::source::{Route, Segment, SourceFile, Span};

mod code;
mod tag;
mod complaint;
mod scalar;
mod slip;
mod number;
mod anchor;
mod foreign;
mod again;
mod builder;
mod further;
mod apart;
mod listed;

use builder::Builder;

pub use code::{
    ALIAS_BUDGET, SYNTAX_YAML, YAML_ALIAS, YAML_DOCUMENTS, YAML_KEY, YAML_MERGE, YAML_SLIP,
    YAML_TAG,
};

/// The YAML 1.2 limit for a key on one line.
const KEY_LOOKAHEAD: usize = 1024;

fn options() -> Options {
    granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: KEY_LOOKAHEAD,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH
    }
}

/// Where the first thing stands in `text` that is no YAML.
fn first_error(text: &str) -> Option<usize> {
    let mut parser = Parser::new_from_str_with_options(text, options());
    while let Some(event) = parser.next_event() {
        if let Err(error) = event {
            return Some(error.marker().byte_offset().unwrap_or(0));
        }
    }
    None
}

/// Whether a text is YAML.
pub(super) fn is_legible(text: &str) -> bool {
    first_error(text).is_none()
}

/// Reads a whole file of YAML; an empty file is an empty mapping. Of a text with a slip in which
/// nothing else can have been meant, what was meant is read.
pub(super) fn parse(file: &SourceFile) -> Read {
    let mut first = read(file);
    if (first.stop.is_some() || matches!(first.root.kind, Kind::Seq(_)))
        && let Some(read) = listed::unlisted(file)
    {
        return read;
    }
    let Some(told) = first.stop.take() else {
        let has_several = |one: &Diagnostic| one.code == &YAML_DOCUMENTS;
        let is_apart = first.findings.iter().any(has_several);
        return match is_apart.then(|| apart::joined(file)).flatten() {
            Some(joined) => joined,
            None => first.done(),
        };
    };
    let slips = further::slips(file, told);
    if let Some((from, _)) = slips.mended.last() {
        let second = read(from);
        if second.stop.is_none() {
            let mut read = second.done();
            for (number, (from, places)) in slips.mended.iter().enumerate().rev() {
                let before = number.checked_sub(1).and_then(|at| slips.mended.get(at));
                read.restore(from, places, before.map_or(file, |(text, _)| text));
            }
            read.root.span = Span::new(file, 0, file.text().len());
            let places = slips.told.iter().filter_map(Diagnostic::primary);
            read.known.extend(places.cloned());
            leave_open(&mut read.root, &read.known);
            read.findings.extend(slips.told);
            return read;
        }
    }
    // What the reader stops at may have been taken for another slip before.
    let start = |one: &Diagnostic| one.primary().map(|at| at.start);
    let told: Vec<Option<usize>> = slips.told.iter().map(start).collect();
    let is_again = |one: &Diagnostic| one.code == &YAML_SLIP && told.contains(&start(one));
    first.findings.retain(|one| !is_again(one));
    first.findings.extend(slips.told);
    first.done()
}

/// A mapping with a key that has been given its colon, and still no value, is being written: it may lack
/// anything.
fn leave_open(root: &mut Node, known: &[Span]) {
    root.walk_mut(&Trail::Root, &mut |_, node| {
        let is_open = node.as_map().is_some_and(|map| {
            map.iter().any(|entry| {
                let key = &entry.key_span;
                let is_absent =
                    matches!(entry.value.kind, Kind::Null) && entry.value.span.is_empty();
                is_absent
                    && known
                        .iter()
                        .any(|at| at.start == key.start && at.end == key.end)
            })
        });
        node.partial |= is_open;
    });
}

/// What could be read of a text.
struct Reading {
    root: Node,
    findings: Vec<Diagnostic>,
    /// What ended it before the text's end.
    stop: Option<Diagnostic>,
}

impl Reading {
    fn done(self) -> Read {
        Read {
            doubt: first_break(&self.findings, &[]),
            root: self.root,
            findings: self.findings,
            known: Vec::new(),
        }
    }
}

fn read(file: &SourceFile) -> Reading {
    let mut parser = Parser::new_from_str_with_options(file.text(), options());
    let mut builder = Builder::new(file);
    let mut stop = None;
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, marks)) => builder.event(event, &marks),
            Err(error) => {
                stop = Some(complaint::explain(file, &error));
                builder.stopped = true;
            }
        }
        if builder.stopped || builder.findings.len() > MOST_FINDINGS {
            break;
        }
    }
    if builder.stopped && stop.is_none() {
        let is_slip = |last: &mut Diagnostic| last.code == &SYNTAX_YAML;
        stop = builder.findings.pop_if(is_slip);
    }
    let (root, findings) = builder.finish();
    Reading {
        root,
        findings,
        stop,
    }
}

/// Whether a bare word is a string, and not a number, a truth value or null in disguise, and has no
/// mark at its end; also for YAML 1.1 readers, which see truth values in `yes` and `no`.
pub(super) fn is_string(word: &str) -> bool {
    !word.ends_with([',', ';']) && matches!(scalar::resolve(word), (Kind::Str(_), None))
}

/// The key of the list in which a route is an item.
fn key_of(route: &Route) -> Option<&str> {
    route.segments().iter().rev().find_map(|step| match step {
        Segment::Key(key) => Some(key.as_str()),
        Segment::Index(_) => None,
    })
}

/// Whether a value may be whatever its author likes: below a key of their own, or a variable.
fn is_anything(route: &Route) -> bool {
    let first = route.segments().first();
    is_own(route) || matches!(first, Some(Segment::Key(key)) if key == "vars")
}

/// Whether a route leads below a key of the top level that is the reader's own.
fn is_own(route: &Route) -> bool {
    let first = route.segments().first();
    first.is_some_and(|step| matches!(step, Segment::Key(key) if key.starts_with("x-")))
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, marks: &Marks) {
        let range = marks.byte_range().unwrap_or(0..0);
        let span = Span::new(self.file, range.start, range.end);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.findings.push(
                        Diagnostic::new(
                            &YAML_DOCUMENTS,
                            Route::root(),
                            "a manifest is one YAML document, and here are several",
                        )
                        .label(At::Span(span), "a second document starts here")
                        .help("put each manifest in a file of its own"),
                    );
                    self.stopped = true;
                }
            }
            Event::Scalar(..) if self.is_told(&span) => {}
            Event::Scalar(text, style, anchor, tag) => {
                let mut node = self.scalar(&text, style, tag.as_deref(), marks, span);
                if matches!(style, ScalarStyle::Plain) && tag.is_none() {
                    self.look_for_slip(&mut node, &text);
                }
                if !self.stopped {
                    self.value(node, anchor);
                }
            }
            Event::SequenceStart(_, anchor, tag) => {
                let fits = self.check_collection_tag(tag.as_deref(), "seq", marks, &span);
                self.start(span, Kind::Seq(Vec::new()), anchor);
                if !fits {
                    self.refuse();
                }
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_collection_tag(tag.as_deref(), "map", marks, &span);
                if let Some(finding) = self.foreign_placeholder(&span) {
                    self.findings.push(finding);
                    self.stopped = true;
                    return;
                }
                self.start(span, Kind::Map(Map::new()), anchor);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(name) => {
                let finding = self.unknown_alias(&name, &span);
                self.bad(finding, span);
            }
            _ => {}
        }
    }

    /// A text that is surely not what was meant becomes what was meant, or a hole.
    fn look_for_slip(&mut self, node: &mut Node, text: &str) {
        if self.comma_in_number(node) || !matches!(node.kind, Kind::Str(_)) {
            return;
        }
        if self.keys().is_none() && !self.is_in_brackets() && self.mark_at_end(node, text) {
            return;
        }
        if text.contains(' ')
            && self.keys().is_none()
            && let Some((length, slip)) = slip::comment_behind(&node.span, text)
        {
            let route = self.route();
            let is_free = |step: &Segment| matches!(step, Segment::Key(key) if slip::FREE.contains(&key.as_str()));
            // A path may go on after such a mark, and a folder may be called so.
            let (value, rest) = text.split_at_checked(length).unwrap_or((text, ""));
            let is_path = self.key().is_some_and(|key| slip::PATHS.contains(&key))
                && (rest.contains(['.', '\\']) || !value.contains('.'));
            if !is_path && !is_own(&route) && !route.segments().iter().any(is_free) {
                let mut finding = slip.finding;
                finding.route = route;
                self.findings.push(finding);
                node.kind = slip
                    .meant
                    .map_or(Kind::Bad, |word| scalar::resolve(&word).0);
                node.span.end = node.span.start + length;
                return;
            }
        }
        let slip = match (self.keys(), self.key()) {
            (Some(keys), _) => {
                slip::key(&node.span, text, keys == 0).filter(|_| !is_own(&self.route()))
            }
            (None, Some(key)) => slip::last_quote(key, &node.span, text),
            (None, None) => None,
        };
        let Some(slip) = slip.or_else(|| slip::of(&node.span, text)) else {
            return;
        };
        let route = self.route();
        let is_args = matches!(route.segments().last(), Some(Segment::Key(key)) if key == "args");
        let slip = match is_args && text.starts_with('-') {
            // Options start with dashes, as keys as well.
            true if self.awaits_key() => return,
            true => slip::option(&node.span).unwrap_or(slip),
            false => slip,
        };
        let mut finding = slip.finding;
        finding.route = route;
        self.findings.push(finding);
        self.stopped = slip.ends_reading;
        node.kind = slip.meant.map_or(Kind::Bad, Kind::Str);
    }

    /// Whether a value in braces begins a number with a comma: it becomes that number.
    fn comma_in_number(&mut self, node: &mut Node) -> bool {
        if self.key().is_none() || !self.is_in_brackets() || is_anything(&self.route()) {
            return false;
        }
        let Some((whole, number)) = number::whole(&node.span) else {
            return false;
        };
        self.findings
            .push(number::told(self.route(), &whole, &number));
        node.kind = match number.other {
            Some(_) => Kind::Bad,
            None => scalar::resolve(&number.text).0,
        };
        self.told_to = whole.end;
        node.span = whole;
        true
    }

    /// Whether a value ends in a mark that other languages have there, or is cut by a `#`: it becomes what
    /// was meant.
    fn mark_at_end(&mut self, node: &mut Node, text: &str) -> bool {
        let behind = self.file.text().get(node.span.end..).unwrap_or_default();
        let is_cut = behind.starts_with(' ') && behind.trim_start_matches(' ').starts_with('#');
        if !is_cut && !text.ends_with([',', ';']) {
            return false;
        }
        let route = self.route();
        let key = self.key().or_else(|| key_of(&route));
        let slip = slip::mark_behind(key, &node.span, text).or_else(|| slip::cut(key, &node.span));
        let Some(slip) = slip.filter(|_| !is_anything(&route)) else {
            return false;
        };
        let mut finding = slip.finding;
        finding.route = route;
        node.kind = match slip.meant {
            Some(meant) => {
                node.span.end = node.span.start + meant.len().min(node.span.text().len());
                scalar::resolve(&meant).0
            }
            None => Kind::Bad,
        };
        self.findings.push(finding);
        true
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        marks: &Marks,
        span: Span,
    ) -> Node {
        let is_plain = matches!(style, ScalarStyle::Plain);
        // A missing value comes as `~` that is written nowhere.
        let is_absent = is_plain && (span.is_empty() || (text == "~" && span.text() != "~"));
        let (kind, note) = match tag {
            None if is_absent => (Kind::Null, None),
            None if is_plain => scalar::resolve(text),
            None => (Kind::Str(text.to_owned()), None),
            Some(tag) => match scalar::resolve_tagged(text, tag) {
                Some(kind) => (kind, None),
                None => {
                    let what = tag.original();
                    self.refuse_tag(&what, marks, &span);
                    (Kind::Bad, None)
                }
            },
        };
        let mut node = Node::new(span, kind);
        node.note = note;
        node
    }

    /// Whether a list or mapping has no tag, or its own.
    fn check_collection_tag(
        &mut self,
        tag: Option<&Tag>,
        allowed: &str,
        marks: &Marks,
        at: &Span,
    ) -> bool {
        match tag.filter(|tag| tag.core_suffix() != Some(allowed)) {
            Some(tag) => {
                self.refuse_tag(&tag.original(), marks, at);
                false
            }
            None => true,
        }
    }

    fn refuse_tag(&mut self, tag: &str, marks: &Marks, value: &Span) {
        let written = marks
            .tag_span()
            .and_then(|span| span.byte_range())
            .map_or_else(
                || value.first_line(),
                |range| Span::new(self.file, range.start, range.end),
            );
        let finding = tag::told(self.route(), tag, written, value);
        self.findings.push(finding);
    }
}
