//! Text to spanned tree: TOML, YAML and JSON become one [`Node`] tree whose every part knows the
//! bytes that it came from.
//!
//! Unaware of what a manifest means, of the schema, and of how findings are shown. The parser
//! crates are a private choice of the files beside this one.

pub mod node;
mod bytes;
mod places;
mod grouped;
mod hidden;
mod called;
mod slashes;
mod copied;
pub mod expression;
mod toml;
mod yaml;
mod json;
mod syntax;
mod misnamed;
mod dialect;
mod locate;
mod cure;
mod settle;
mod merge;
mod write;

use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Route, SourceFile, Span};

pub use bytes::{
    MANIFEST_TOO_LARGE, MERGE_CONFLICT, MOST_BYTES, NOT_TEXT, check_size, decode, too_large,
};
pub use copied::COPIED_ALONG;
pub use merge::{BAD_OVERRIDE, Override};
pub use node::{DUPLICATE_KEY, Entry, Kind, Map, Node, Trail};
pub use syntax::{ENDINGS, Syntax, UNKNOWN_FILE_TYPE, is_manifest_name};
pub use write::{Comment, Remark, write};
pub use yaml::YAML_SLIP;

/// How deeply tables and lists may lie in each other. Manifests need about six levels; the limit
/// keeps every walk over a tree, and the parsers, off the end of the stack.
pub const MAX_DEPTH: usize = 64;

/// Tables and lists lie in each other too deeply.
pub static TOO_DEEP: Code = Code {
    name: "too-deep",
    severity: Severity::Error,
    summary: "tables and lists lie in each other too deeply",
    explanation: "\
Tables and lists may lie in each other at most 64 deep. No manifest needs a tenth of that; a file
that goes deeper is broken, or made to exhaust the reader.

Wrong: `vars = [[[[[[[[ … ]]]]]]]]`, with hundreds of brackets

Right: the values themselves, in one list
",
};

/// Every code that this module raises.
pub static CODES: &[&Code] = &[
    &yaml::ALIAS_BUDGET,
    &toml::BAD_NUMBER,
    &BAD_OVERRIDE,
    &COPIED_ALONG,
    &node::DUPLICATE_KEY,
    &MANIFEST_TOO_LARGE,
    &MERGE_CONFLICT,
    &NOT_TEXT,
    &json::SYNTAX_JSON,
    &toml::SYNTAX_TOML,
    &yaml::SYNTAX_YAML,
    &TOO_DEEP,
    &UNKNOWN_FILE_TYPE,
    &yaml::YAML_ALIAS,
    &yaml::YAML_DOCUMENTS,
    &yaml::YAML_KEY,
    &yaml::YAML_MERGE,
    &yaml::YAML_SLIP,
    &yaml::YAML_TAG,
];

/// A manifest as it was written: the tree, and the files that it was read from.
#[derive(Clone, Debug)]
pub struct Document {
    /// The whole tree; a table unless the file holds something else.
    pub root: Node,
    /// The files that the tree was made of; the first is the manifest itself.
    pub files: Vec<SourceFile>,
    /// Where the reading of each file that cannot be read for certain begins to be a guess.
    broken: Vec<Span>,
    /// What syntax errors hide whose cure is known.
    hidden: Vec<hidden::Hidden>,
    /// The places of texts without quotes among them.
    bare: Vec<Span>,
    /// Whether a key is given twice.
    has_twins: bool,
}

impl Document {
    /// A document of one whole file.
    fn new(root: Node, file: &SourceFile, broken: Option<Span>, has_twins: bool) -> Self {
        Self {
            root,
            files: vec![file.clone()],
            broken: broken.into_iter().collect(),
            hidden: Vec::new(),
            bare: Vec::new(),
            has_twins,
        }
    }

    /// The value at `route`.
    pub fn get(&self, route: &Route) -> Option<&Node> {
        let found = locate::find(&self.root, route);
        found.exact.then_some(found.node)
    }

    /// The value at `route`, or the nearest one above it that exists.
    pub fn nearest(&self, route: &Route) -> &Node {
        locate::find(&self.root, route).node
    }

    /// The routes of values that could not be read, and of tables that lack what could not be read;
    /// what is wrong with them is reported already.
    pub fn holes(&self) -> Vec<Route> {
        let mut holes = Vec::new();
        self.root.walk(&Trail::Root, &mut |trail, node| {
            let is_root = matches!(trail, Trail::Root);
            if matches!(node.kind, Kind::Bad) || (node.partial && !is_root) {
                holes.push(trail.route());
            }
        });
        holes
    }

    /// Whether a syntax error hides part of what was written: absence proves nothing then. A key that
    /// is given twice hides one of the two, and anything may refer to what stands there.
    pub fn is_broken(&self) -> bool {
        !self.broken.is_empty() || self.has_twins
    }

    /// Whether a syntax error hides part of what was written, whatever is given twice.
    pub fn is_cut(&self) -> bool {
        !self.broken.is_empty()
    }

    /// What seemed to be given twice was meant for two tables, and has been read so.
    pub fn forget_twins(&mut self) {
        self.has_twins = false;
    }

    /// Whether `span` lies where a syntax error hides what is said, or after the first one that hides what was
    /// meant: the tree cannot be trusted there.
    pub fn is_after_break(&self, span: &Span) -> bool {
        let last = span.end.saturating_sub(1).max(span.start);
        let is_after = |broken: &&Span| span.file.line_of(last) >= span.file.line_of(broken.start);
        let is_here = |one: &&Span| one.file.is(&span.file);
        self.broken.iter().filter(is_here).any(|one| is_after(&one))
            || self.hidden.iter().any(|one| one.covers(span))
    }

    /// Whether `span` is the very place of a text without quotes, which is told.
    pub fn is_bare(&self, span: &Span) -> bool {
        self.bare.contains(span)
    }

    /// Whether nothing stands between the table at `route` and its file's first syntax error: what
    /// follows may have been meant for it.
    pub fn ends_at_break(&self, route: &Route) -> bool {
        let Some(node) = self.get(route) else {
            return false;
        };
        let key = locate::resolve(&self.root, &At::Key(route.clone())).span;
        let is_absent = matches!(node.kind, Kind::Null) && node.span.is_empty();
        // What is absent has no place of its own.
        let span = if is_absent { &key } else { last_of(node) };
        let mut here = self.broken.iter().filter(|one| one.file.is(&span.file));
        here.any(|broken| {
            let between = span.file.text().get(span.end..broken.start);
            between.is_some_and(|text| {
                text.trim_start_matches(':')
                    .lines()
                    .all(|line| line.trim().is_empty() || line.trim().starts_with(['#', '/']))
            })
        })
    }

    /// The syntax in which the value at `route` is written, or what would hold it.
    pub fn syntax_at(&self, route: &Route) -> Syntax {
        let found = locate::find(&self.root, route);
        // The command line's `--set` is read with TOML's words.
        Syntax::of(&found.node.span.file).unwrap_or(Syntax::Toml)
    }

    /// The bytes that a place stands for.
    ///
    /// A value is its text; a table or list is its key, its `[header]` or the first line of the
    /// list item; what is absent or empty is the nearest thing that should hold it.
    pub fn locate(&self, at: &At) -> Option<Span> {
        Some(locate::resolve(&self.root, at).span)
    }

    /// Whether the value there is used through a YAML alias.
    pub fn is_aliased(&self, at: &At) -> bool {
        !locate::resolve(&self.root, at).via.is_empty()
    }

    /// The same finding with every place as known bytes, and a label at every YAML alias through
    /// which a labelled value is used. A fix whose place cannot be found exactly is dropped.
    ///
    /// Advice is given in the syntax of the file that it is about.
    pub fn settle(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let syntax = self.syntax_at(&diagnostic.route);
        diagnostic.help = diagnostic.help.map(|help| dialect::speak(&help, syntax));
        for label in &mut diagnostic.labels {
            label.text = dialect::speak(&label.text, syntax);
        }
        settle::settle(&self.root, diagnostic)
    }

    /// Lays this document over `base`, the file that it extends: tables merge key by key, lists
    /// and single values replace. Every span stays with its own file.
    #[must_use]
    pub fn over(mut self, base: Document) -> Self {
        self.root = Node::merge_over(base.root, self.root);
        self.files.extend(base.files);
        self.broken.extend(base.broken);
        self.hidden.extend(base.hidden);
        self.bare.extend(base.bare);
        self.has_twins |= base.has_twins;
        self
    }

    /// Puts one `--set NAME=VALUE` in place; `None` if it names a place that cannot be.
    pub fn set(&mut self, diagnostics: &mut Diagnostics, change: Override) -> Option<()> {
        let file = change.key.file.clone();
        merge::apply(diagnostics, &mut self.root, change)?;
        self.files.push(file);
        Some(())
    }
}

/// Reads a file in the syntax that its name tells.
///
/// A file with syntax errors still yields what could be read before and around them, so that one
/// run finds as much as possible; `None` only when there is nothing to look at.
pub fn parse(diagnostics: &mut Diagnostics, file: &SourceFile) -> Option<Document> {
    let Some(syntax) = Syntax::of(file) else {
        diagnostics.push(
            Diagnostic::new(
                &UNKNOWN_FILE_TYPE,
                Route::root(),
                format!("`{}` has no ending that names its syntax", file.name()),
            )
            .label(At::Span(Span::new(file, 0, 0)), "TOML, YAML or JSON?")
            .help("end the file's name in .toml, .yaml, .yml, .json or .jsonc"),
        );
        return None;
    };
    let conflict = bytes::conflict(file);
    let is_certain = !bytes::has_long_texts(file);
    if let Some(conflict) = conflict.clone().filter(|_| is_certain) {
        diagnostics.push(conflict);
        return None;
    }
    let plain = read(file, syntax);
    // A text of several lines may hold such marks, and is read as what it is.
    if let Some(conflict) = conflict.filter(|_| plain.is_troubled()) {
        diagnostics.push(conflict);
        return None;
    }
    // Only a text that is not read as what it is can hold what came along; and leaving that out must
    // bring the reader farther.
    if plain.is_troubled()
        && let Some(cleaned) = copied::clean(file)
    {
        let mut second = read(&cleaned.file, syntax);
        second.restore(&cleaned.file, &cleaned.places, file);
        if second.reach() > plain.reach() {
            second.findings.push(cleaned.finding);
            return whole(diagnostics, file, second);
        }
    }
    whole(diagnostics, file, plain)
}

/// What a reader made of a file.
struct Read {
    root: Node,
    findings: Vec<Diagnostic>,
    /// Where the reading begins to be a guess.
    doubt: Option<Span>,
    /// Syntax errors that hide nothing.
    known: Vec<Span>,
}

fn read(file: &SourceFile, syntax: Syntax) -> Read {
    let is_broken = |read: &Read| read.findings.iter().any(|one| is_syntax(one.code));
    let read = match syntax {
        Syntax::Toml => {
            let read = toml::parse(file);
            Read {
                doubt: first_break(&read.findings, &read.known),
                root: read.root,
                findings: read.findings,
                known: read.known,
            }
        }
        Syntax::Yaml => {
            let read = yaml::parse(file);
            // YAML's reader knows less of JSON's brackets.
            match is_broken(&read) && misnamed::is_json(file) {
                true => of_json(file, json::Dialect::InYaml),
                false => read,
            }
        }
        Syntax::Json => of_json(file, json::Dialect::of(file)),
    };
    // A list of environment variables may be good TOML.
    let has_variables = |map: &node::Map| map.iter().any(|one| misnamed::is_variable(&one.key));
    let is_odd = read.root.as_map().is_none_or(has_variables);
    let other = (is_odd || is_broken(&read)).then(|| misnamed::tell(file, syntax));
    match other.flatten() {
        Some(finding) => unread(file, finding),
        None => read,
    }
}

fn of_json(file: &SourceFile, dialect: json::Dialect) -> Read {
    let read = json::parse(file, dialect);
    Read {
        doubt: read.doubt.map(|at| Span::new(file, at, at)),
        root: read.root,
        findings: read.findings,
        known: Vec::new(),
    }
}

/// What is read of a file of which nothing can be read, and why.
fn unread(file: &SourceFile, finding: Diagnostic) -> Read {
    let whole = Span::new(file, 0, file.text().len());
    let mut root = Node::new(whole, Kind::Map(node::Map::new()));
    root.partial = true;
    Read {
        root,
        findings: vec![finding],
        doubt: Some(Span::new(file, 0, 0)),
        known: Vec::new(),
    }
}

impl Read {
    /// Whether something is not read as what it was meant to be.
    fn is_troubled(&self) -> bool {
        self.reach() < (true, usize::MAX)
    }

    /// How far the reader came: whether all that it read can be a manifest's, and up to which byte.
    fn reach(&self) -> (bool, usize) {
        let slips = self.findings.iter();
        let slips = slips.filter(|one| is_syntax(one.code) || one.code == &yaml::YAML_SLIP);
        let first = slips.filter_map(Diagnostic::primary).map(|at| at.start);
        let is_plain = !copied::is_odd(&self.root);
        (is_plain, first.min().unwrap_or(usize::MAX))
    }

    /// Gives everything that was read of the text `from` its place in `file`.
    fn restore(&mut self, from: &SourceFile, places: &places::Places, file: &SourceFile) {
        let back = |span: &mut Span| {
            if span.file.is(from) {
                *span = places.span(file, span);
            }
        };
        self.root.change_spans(&back);
        for finding in &mut self.findings {
            finding.change_spans(&back);
        }
        self.doubt.iter_mut().for_each(back);
        self.known.iter_mut().for_each(back);
    }
}

/// The document of one file.
fn whole(diagnostics: &mut Diagnostics, file: &SourceFile, read: Read) -> Option<Document> {
    let Read {
        mut root,
        mut findings,
        doubt,
        known,
    } = read;
    if let Some(crowd) = bytes::crowd(&root) {
        let finding = *too_large(file.name());
        diagnostics.push(finding.label(At::Span(crowd.first_line()), "too much in one place"));
        return None;
    }
    bytes::refuse_nul(&mut root, &mut findings);
    let has_twins = findings.iter().any(|one| one.code == &node::DUPLICATE_KEY);
    let is_sure = |one: &Diagnostic| one.fix.as_ref().is_some_and(|fix| fix.is_sure);
    let bare = findings
        .iter()
        .filter(|one| one.message == toml::BARE && is_sure(one) && !known.is_empty());
    let bare = bare.filter_map(Diagnostic::primary).cloned().collect();
    let hidden = hidden::by(&findings, &known);
    diagnostics.extend(findings);
    let mut document = Document::new(root, file, doubt, has_twins);
    document.hidden = hidden;
    document.bare = bare;
    Some(document)
}

/// The first syntax error that hides anything: from there on the tree is a guess.
fn first_break(findings: &[Diagnostic], known: &[Span]) -> Option<Span> {
    findings
        .iter()
        .filter(|finding| is_syntax(finding.code))
        .filter_map(Diagnostic::primary)
        .filter(|span| !known.contains(span))
        .min_by_key(|span| span.start)
        .cloned()
}

/// Whether a file's language can read it at all: a quick look, which JSON with comments always stands.
pub fn is_legible(file: &SourceFile) -> bool {
    match Syntax::of(file) {
        Some(Syntax::Toml) => toml::is_legible(file.text()),
        Some(Syntax::Yaml) => yaml::is_legible(file.text()),
        Some(Syntax::Json) => {
            let text = file.text();
            let has_comments = text.contains("//") || text.contains("/*");
            has_comments || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
        }
        None => false,
    }
}

/// Whether a finding of this code leaves a hole in the tree, which hides other findings.
pub fn is_syntax(code: &Code) -> bool {
    [
        &toml::SYNTAX_TOML,
        &yaml::SYNTAX_YAML,
        &json::SYNTAX_JSON,
        &yaml::ALIAS_BUDGET,
        &TOO_DEEP,
    ]
    .contains(&code)
}

/// Where the last thing in a node ends: the span of a TOML table is its header.
fn last_of(node: &Node) -> &Span {
    let inner: Option<&Node> = match &node.kind {
        Kind::Map(map) => map
            .iter()
            .map(|entry| &entry.value)
            .max_by_key(|one| one.span.end),
        Kind::Seq(items) => items.last(),
        _ => None,
    };
    match inner.map(last_of) {
        Some(inner) if inner.file.is(&node.span.file) && inner.end > node.span.end => inner,
        _ => &node.span,
    }
}
