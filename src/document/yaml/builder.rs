//! The tree under construction: what is open, what is anchored, what was found.
//!
//! Unaware of the parser; it is told of values in the order in which they are written.

use super::again::{self, Again, Holder, Setting};
use super::anchor::{self, Anchors, Place};
use super::code::{ALIAS_BUDGET, YAML_ALIAS, YAML_KEY};
use super::{foreign, scalar, slip};
use crate::diag::{At, Diagnostic};
use crate::document::node::{Entry, Kind, Map, Node};
use crate::document::{MAX_DEPTH, TOO_DEEP};
use crate::source::{Route, SourceFile, Span};

/// How many values the aliases of one file may add up to.
const MAX_EXPANDED: usize = 100_000;

/// For how many aliases in vain the anchor that was meant is looked for.
const MOST_SLIPS: usize = 100;

/// A collection that is not closed yet.
struct Open {
    node: Node,
    anchor: usize,
    route: Route,
    size: Size,
    /// The key whose value comes next; without a text if it is no word.
    key: Option<(Option<String>, Span)>,
    /// What `<<` keys brought, with the place of each.
    merges: Vec<(Node, Span)>,
    /// What came from the first key on that is given again.
    again: Vec<Entry>,
    /// Whether a tag makes something else of it, which is told.
    is_refused: bool,
}

/// What `&name` stands for.
struct Anchored {
    node: Node,
    size: Size,
}

/// How much a node holds.
#[derive(Clone, Copy)]
struct Size {
    nodes: usize,
    depth: usize,
}

const ONE: Size = Size { nodes: 1, depth: 1 };

/// Puts values into a tree as they come.
pub(super) struct Builder<'a> {
    pub(super) file: &'a SourceFile,
    open: Vec<Open>,
    anchors: Vec<Option<Anchored>>,
    pub(super) findings: Vec<Diagnostic>,
    root: Option<Node>,
    pub(super) documents: usize,
    expanded: usize,
    pub(super) stopped: bool,
    /// Up to here keys and values are parts of one that is told.
    pub(super) told_to: usize,
    /// Whether the next scalar is the value of such a key.
    skips_value: bool,
    /// The file's anchors, once an alias has been in vain.
    names: Option<Anchors>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: &'a SourceFile) -> Self {
        Self {
            file,
            open: Vec::new(),
            anchors: Vec::new(),
            findings: Vec::new(),
            root: None,
            documents: 0,
            expanded: 0,
            stopped: false,
            told_to: 0,
            skips_value: false,
            names: None,
        }
    }

    pub(super) fn finish(mut self) -> (Node, Vec<Diagnostic>) {
        while let Some(mut open) = self.open.pop() {
            open.node.partial = true;
            open.node.span.end = end_of_children(&open.node);
            self.close(open);
        }
        let whole = Span::new(self.file, 0, self.file.text().len());
        let mut root = match self.root {
            Some(root) if !matches!(root.kind, Kind::Null) => root,
            _ => Node::new(whole.clone(), Kind::Map(Map::new())),
        };
        if self.stopped {
            root.partial = true;
        }
        root.span = whole;
        (root, self.findings)
    }

    pub(super) fn start(&mut self, span: Span, kind: Kind, anchor: usize) {
        let route = self.route();
        if self.open.len() >= MAX_DEPTH {
            self.findings.push(too_deep(route, span));
            self.stopped = true;
            return;
        }
        self.open.push(Open {
            node: Node::new(span, kind),
            anchor,
            route,
            size: ONE,
            key: None,
            merges: Vec::new(),
            again: Vec::new(),
            is_refused: false,
        });
    }

    /// What has been started last is something else by its tag, which is told.
    pub(super) fn refuse(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.is_refused = true;
        }
    }

    /// A single value has come.
    pub(super) fn value(&mut self, node: Node, anchor: usize) {
        self.add(node, anchor, ONE);
    }

    /// A collection ends; `span` is its closing bracket, or empty if it has none.
    pub(super) fn end(&mut self, span: &Span) {
        let Some(mut open) = self.open.pop() else {
            return;
        };
        // A block collection ends where the next token begins: trim it to its content.
        open.node.span.end = if span.is_empty() {
            end_of_children(&open.node)
        } else {
            self.mend(&mut open, span.end);
            span.end
        };
        if open.is_refused {
            open.node.kind = Kind::Bad;
        }
        self.close(open);
    }

    /// Keys of a mapping in braces that hold their values, such as `height:360`.
    fn mend(&mut self, open: &mut Open, end: usize) {
        let Kind::Map(map) = &mut open.node.kind else {
            return;
        };
        let is_bare = |entry: &Entry| {
            matches!(entry.value.kind, Kind::Null)
                && entry.value.span.is_empty()
                && entry.key_span.text() == entry.key
        };
        let slips = |entry: &Entry| is_bare(entry) && slip::entry(&entry.key_span).is_some();
        let whole = Span::new(self.file, open.node.span.start, end);
        if let Some((mut finding, meant)) =
            slip::lone_name(map, &whole).filter(|_| !super::is_own(&open.route))
        {
            finding.route = open.route.clone();
            self.findings.push(finding);
            open.node.kind = Kind::Str(meant);
            return;
        }
        if !map.iter().any(slips) {
            return;
        }
        let keys: Vec<Span> = map
            .iter()
            .filter(|entry| slips(entry))
            .map(|entry| entry.key_span.clone())
            .collect();
        if let Some(mut finding) = slip::entries(self.file, &keys) {
            finding.route = open.route.clone();
            self.findings.push(finding);
        }
        let entries = std::mem::take(map).into_iter().map(|entry| {
            if !is_bare(&entry) {
                return entry;
            }
            match slip::entry(&entry.key_span) {
                Some(((key, key_span), (word, span))) => Entry {
                    key,
                    key_span,
                    value: Node::new(span, scalar::resolve(&word).0),
                },
                None => entry,
            }
        });
        *map = entries.collect();
    }

    /// `{{ name }}`, if a mapping that starts at `span` is the key of a mapping in braces.
    pub(super) fn foreign_placeholder(&self, span: &Span) -> Option<Diagnostic> {
        let above = self.open.last()?;
        let starts_above = above.node.span.start + 1 == span.start
            && above.node.span.text().starts_with('{')
            && above.key.is_none();
        let is_key = matches!(&above.node.kind, Kind::Map(map) if map.is_empty());
        if !starts_above || !is_key {
            return None;
        }
        let vars = self.variables();
        let knows = |name: &str| vars.is_some_and(|vars| vars.get(name).is_some());
        foreign::placeholder(self.file, above.node.span.start, &knows)
    }

    /// The variables that are defined above.
    fn variables(&self) -> Option<&Map> {
        let root = self.open.first()?.node.as_map()?;
        root.get("vars")?.value.as_map()
    }

    /// The finding for an alias that names no anchor.
    pub(super) fn unknown_alias(&mut self, name: &str, span: &Span) -> Diagnostic {
        let route = self.route();
        self.with_place(name, |place| anchor::unknown(place, route, name, span))
    }

    fn with_place(
        &mut self,
        name: &str,
        tell: impl FnOnce(&Place<'_>) -> Diagnostic,
    ) -> Diagnostic {
        let anchors = match self.names.take() {
            // So many are no slips.
            _ if self.findings.len() > MOST_SLIPS => Anchors::default(),
            Some(known) => known,
            None => Anchors::of(self.file),
        };
        let above = self.open.iter().rev();
        let key = above
            .filter_map(|open| open.node.as_map())
            .find_map(|map| map.get(name))
            .map(|entry| entry.key_span.clone());
        let is_merge = self.open.iter().rev().take(2).any(|open| {
            let key = open.key.as_ref();
            key.is_some_and(|(key, _)| key.as_deref() == Some("<<"))
        });
        let finding = tell(&Place {
            anchors: &anchors,
            key,
            is_merge,
            variables: self.variables(),
        });
        self.names = Some(anchors);
        finding
    }

    /// Whether a scalar is a part of one that is told: a key up to where that ends, or the value that such
    /// a key lacks.
    pub(super) fn is_told(&mut self, span: &Span) -> bool {
        if std::mem::take(&mut self.skips_value) {
            return true;
        }
        self.skips_value = span.start < self.told_to;
        self.skips_value
    }

    /// Whether the next value stands in braces or brackets.
    pub(super) fn is_in_brackets(&self) -> bool {
        let above = self.open.last();
        above.is_some_and(|open| open.node.span.text().starts_with(['{', '[']))
    }

    /// Whether the next value is a key.
    pub(super) fn awaits_key(&self) -> bool {
        let above = self.open.last();
        above.is_some_and(|open| matches!(open.node.kind, Kind::Map(_)) && open.key.is_none())
    }

    /// How many keys stand before the next value, if that is a key.
    pub(super) fn keys(&self) -> Option<usize> {
        let above = self.open.last().filter(|open| open.key.is_none())?;
        above.node.as_map().map(|map| map.iter().len())
    }

    /// The key whose value comes next.
    pub(super) fn key(&self) -> Option<&str> {
        let (key, _) = self.open.last()?.key.as_ref()?;
        key.as_deref()
    }

    /// The route of the value that comes next.
    pub(super) fn route(&self) -> Route {
        let Some(open) = self.open.last() else {
            return Route::root();
        };
        match (&open.node.kind, &open.key) {
            (Kind::Seq(items), _) => open.route.index(items.len()),
            (_, Some((Some(key), _))) => open.route.key(key.as_str()),
            (_, Some((None, _)) | None) => open.route.clone(),
        }
    }

    pub(super) fn alias(&mut self, anchor: usize, site: Span) {
        let Some(Some(known)) = self.anchors.get(anchor) else {
            let finding = Diagnostic::new(
                &YAML_ALIAS,
                self.route(),
                "an anchor is used inside of the value that it names",
            )
            .label(At::Span(site.clone()), "refers to the value it is in")
            .help("name a value that ends above this line");
            return self.bad(finding, site);
        };
        let size = known.size;
        if self.open.len() + size.depth > MAX_DEPTH {
            let finding = too_deep(self.route(), site.clone());
            return self.bad(finding, site);
        }
        self.expanded = self.expanded.saturating_add(size.nodes);
        if self.expanded > MAX_EXPANDED {
            let finding = Diagnostic::new(
                &ALIAS_BUDGET,
                Route::root(),
                format!("aliases add up to more than {MAX_EXPANDED} values"),
            )
            .label(At::Span(site.clone()), "used once too often here");
            self.bad(finding, site);
            self.stopped = true;
            return;
        }
        let mut node = known.node.clone();
        node.via = Some(site);
        self.add(node, 0, size);
    }

    /// Reports, and leaves a hole in the place of a value.
    pub(super) fn bad(&mut self, finding: Diagnostic, span: Span) {
        self.findings.push(finding);
        self.add(Node::new(span, Kind::Bad), 0, ONE);
    }

    fn close(&mut self, mut open: Open) {
        let again = self.untangle(&mut open);
        if let Kind::Map(map) = &mut open.node.kind {
            if let Some((Some(key), key_span)) = open.key.take() {
                let mut value = Node::new(key_span.clone(), Kind::Bad);
                value.partial = true;
                map.set(Entry {
                    key,
                    key_span,
                    value,
                });
            }
            for (merged, site) in open.merges {
                let Kind::Map(source) = merged.kind else {
                    continue;
                };
                for mut entry in source {
                    if map.get(&entry.key).is_none() {
                        entry.value.via = Some(site.clone());
                        map.set(entry);
                    }
                }
            }
        }
        self.add(open.node, open.anchor, open.size);
        let part = |map: Map| {
            let first = map.iter().next().map(|entry| entry.key_span.clone());
            let first = first.unwrap_or_else(|| Span::new(self.file, 0, 0));
            let mut node = Node::new(first, Kind::Map(map));
            node.span.end = end_of_children(&node);
            node
        };
        // What they hold is counted with the mapping in which they stood.
        let size = Size { nodes: 0, depth: 1 };
        match again {
            Again::Items(maps) => {
                let parts: Vec<Node> = maps.into_iter().map(part).collect();
                for node in parts {
                    self.add(node, 0, size);
                }
            }
            Again::Entries(maps) => {
                let parts: Vec<(String, Node)> = maps
                    .into_iter()
                    .map(|(name, map)| (name, part(map)))
                    .collect();
                for (name, node) in parts {
                    if let Some(above) = self.open.last_mut()
                        && above.key.is_none()
                    {
                        above.key = Some((Some(name), node.span.first_line()));
                        self.add(node, 0, size);
                    }
                }
            }
            Again::Twins => {}
        }
    }

    /// Puts what came after a key that was given again where it belongs.
    fn untangle(&mut self, open: &mut Open) -> Again {
        let Kind::Map(map) = &mut open.node.kind else {
            return Again::Twins;
        };
        if open.again.is_empty() {
            return Again::Twins;
        }
        let above = self.open.last();
        let holder = match above {
            Some(above) if above.node.span.text().starts_with(['[', '{']) => Holder::Nothing,
            Some(above) => match (&above.node.kind, &above.key) {
                (Kind::Seq(_), _) => Holder::List,
                (Kind::Map(_), Some((Some(_), key))) => Holder::Key(key.clone()),
                _ => Holder::Nothing,
            },
            None => Holder::File,
        };
        let setting = Setting {
            route: &open.route,
            span: &open.node.span,
            holder,
        };
        let again = std::mem::take(&mut open.again);
        again::untangle(&setting, map, again, &mut self.findings)
    }

    /// Whether `node` is the value of `<<` and no mapping.
    fn is_merge_of_nothing(&self, node: &Node) -> bool {
        let key = self.open.last().and_then(|open| open.key.as_ref());
        let is_merge = matches!(key, Some((Some(key), span)) if key == "<<" && span.text() == "<<");
        is_merge && brings_nothing(node)
    }

    /// Puts a finished node where it belongs.
    fn add(&mut self, node: Node, anchor: usize, size: Size) {
        if anchor > 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize_with(anchor + 1, || None);
            }
            if let Some(slot) = self.anchors.get_mut(anchor) {
                *slot = Some(Anchored {
                    node: node.clone(),
                    size,
                });
            }
        }
        if self.is_merge_of_nothing(&node) {
            // The first word of a list shows what the others lack.
            let node = match &node.kind {
                Kind::Seq(items) => items.first().filter(|item| item.as_str().is_some()),
                _ => None,
            }
            .unwrap_or(&node);
            let at = node.via.clone().unwrap_or_else(|| node.span.clone());
            let word = node.as_str().map(str::to_owned);
            let route = self.open.last().map(|open| open.route.clone());
            let route = route.unwrap_or_else(Route::root);
            let name = word.clone().unwrap_or_default();
            let finding = self.with_place(&name, |place| {
                anchor::no_mapping(place, route, word.as_deref(), &at)
            });
            self.findings.push(finding);
        }
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        open.size.nodes = open.size.nodes.saturating_add(size.nodes);
        open.size.depth = open.size.depth.max(size.depth + 1);
        match &mut open.node.kind {
            Kind::Seq(items) => items.push(node),
            Kind::Map(map) => match open.key.take() {
                None => open.key = Some(key_of(node, &open.route, &mut self.findings)),
                // What has been said of the key is enough; which one was meant is unknown.
                Some((None, _)) => open.node.partial = true,
                Some((Some(key), span)) if key == "<<" && span.text() == "<<" => {
                    // What a merge in vain would have brought is unknown.
                    open.node.partial |= !merge(node, &mut open.merges);
                }
                Some((Some(key), key_span)) => {
                    if key_span.text() == key
                        && let Some(mut finding) =
                            slip::comment(&key_span, node.span.end, map.is_empty())
                    {
                        finding.route = open.route.clone();
                        self.findings.push(finding);
                        return;
                    }
                    let is_twin = !open.again.is_empty() || map.get(&key).is_some();
                    let entry = Entry {
                        key,
                        key_span,
                        value: node,
                    };
                    if is_twin {
                        open.again.push(entry);
                    } else {
                        map.set(entry);
                    }
                }
            },
            Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) | Kind::Bad => {}
        }
    }
}

/// Where a collection's last value ends.
fn end_of_children(node: &Node) -> usize {
    let last = match &node.kind {
        Kind::Seq(items) => items.last().map(used_end),
        Kind::Map(map) => map
            .iter()
            .map(|entry| used_end(&entry.value).max(entry.key_span.end))
            .max(),
        _ => None,
    };
    last.unwrap_or(node.span.end).max(node.span.start)
}

/// Where a node ends in the text that uses it: an alias ends at its own name.
fn used_end(node: &Node) -> usize {
    node.via.as_ref().unwrap_or(&node.span).end
}

fn too_deep(route: Route, span: Span) -> Diagnostic {
    Diagnostic::new(&TOO_DEEP, route, "values lie too deeply in each other")
        .label(At::Span(span.first_line()), "too deep")
}

/// A key's text, if it is a word, and its place.
fn key_of(node: Node, route: &Route, findings: &mut Vec<Diagnostic>) -> (Option<String>, Span) {
    let key = match node.kind {
        Kind::Str(text) => Some(text),
        Kind::Seq(_) | Kind::Map(_) => {
            findings.push(
                Diagnostic::new(&YAML_KEY, route.clone(), "a key must be a word")
                    .label(At::Span(node.span.first_line()), "not a word")
                    .help("quote a text that starts with `{` or `[`"),
            );
            None
        }
        Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Bad => Some(node.span.text().to_owned()),
    };
    (key, node.span)
}

/// Notes what a `<<` key brings: one mapping, or a list of them (<https://yaml.org/type/merge.html>).
/// Whether it is that.
fn merge(node: Node, merges: &mut Vec<(Node, Span)>) -> bool {
    let site = |node: &Node| node.via.clone().unwrap_or_else(|| node.span.clone());
    let at = site(&node);
    match node.kind {
        Kind::Map(_) => merges.push((node, at)),
        Kind::Seq(items) if items.iter().all(|item| item.as_map().is_some()) => {
            merges.extend(items.into_iter().map(|item| {
                let at = site(&item);
                (item, at)
            }));
        }
        _ => return false,
    }
    true
}

/// Whether `<<` can bring nothing of this, and nothing has been said of it.
fn brings_nothing(node: &Node) -> bool {
    match &node.kind {
        Kind::Map(_) | Kind::Bad => false,
        Kind::Seq(items) => {
            let is_hole = |item: &Node| matches!(item.kind, Kind::Bad);
            !items
                .iter()
                .all(|item| item.as_map().is_some() || is_hole(item))
        }
        Kind::Null | Kind::Bool(_) | Kind::Num(_) | Kind::Str(_) => true,
    }
}
