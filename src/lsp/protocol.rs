//! The few shapes of the Language Server Protocol 3.17 that rendit speaks.
//!
//! Names and fields are the specification's. Shapes that are built in one place only are written
//! there as JSON.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A place in a document: zero-based line, and units of the negotiated encoding in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 0.
    pub line: u32,
    /// Code units from the start of the line.
    pub character: u32,
}

/// From one place up to another, which is not part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    /// First place.
    pub start: Position,
    /// One past the last.
    pub end: Position,
}

/// A range of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// The file.
    pub uri: String,
    /// Where in it.
    pub range: Range,
}

/// A change of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextEdit {
    /// What is replaced; an empty range inserts.
    pub range: Range,
    /// By what.
    pub new_text: String,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// Where.
    pub range: Range,
    /// 1 error, 2 warning.
    pub severity: u8,
    /// Its code.
    pub code: &'static str,
    /// `rendit`.
    pub source: &'static str,
    /// What is wrong and what to do.
    pub message: String,
    /// 1 unnecessary, 2 deprecated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<u8>,
    /// Further places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_information: Vec<Related>,
}

/// A further place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What is said there.
    pub message: String,
}

/// `{ textDocument: { uri } }`
#[derive(Clone, Debug, Deserialize)]
pub struct Named {
    /// The file.
    pub uri: String,
}

/// What an editor sends when it opens a document.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DidOpen {
    /// The document.
    pub text_document: Opened,
}

/// An opened document.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// Its name.
    pub uri: String,
    /// `toml`, `yaml`, `json` or a name like these.
    #[serde(default)]
    pub language_id: String,
    /// Grows with every change.
    #[serde(default)]
    pub version: i64,
    /// The whole text.
    pub text: String,
}

/// What an editor sends when a document changes.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DidChange {
    /// The document.
    pub text_document: Versioned,
    /// What changed, in order.
    pub content_changes: Vec<Change>,
}

/// A document of a version.
#[derive(Clone, Debug, Deserialize)]
pub struct Versioned {
    /// Its name.
    pub uri: String,
    /// Its version after the change.
    pub version: Option<i64>,
}

/// One change: of a range, or of everything.
#[derive(Clone, Debug, Deserialize)]
pub struct Change {
    /// What is replaced; nothing for the whole text.
    pub range: Option<Range>,
    /// By what.
    pub text: String,
}

/// `{ textDocument }`
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InDocument {
    /// The document.
    pub text_document: Named,
}

/// `{ textDocument, position }`
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtPosition {
    /// The document.
    pub text_document: Named,
    /// The place.
    pub position: Position,
}

/// `{ textDocument, position, context: { includeDeclaration } }`
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct References {
    /// The document.
    pub text_document: Named,
    /// The place.
    pub position: Position,
    /// What to list.
    #[serde(default)]
    pub context: ReferenceContext,
}

/// What to list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferenceContext {
    /// Whether definitions are listed too.
    #[serde(default)]
    pub include_declaration: bool,
}

/// `{ textDocument, position, newName }`
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rename {
    /// The document.
    pub text_document: Named,
    /// The place.
    pub position: Position,
    /// The name that it gets.
    pub new_name: String,
}

/// `{ textDocument, range, context: { only } }`
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CodeActions {
    /// The document.
    pub text_document: Named,
    /// The lines that the editor asks about.
    pub range: Range,
    /// What kinds of action are wanted.
    #[serde(default)]
    pub context: ActionContext,
}

/// What kinds of action are wanted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionContext {
    /// Kinds; everything if absent.
    #[serde(default)]
    pub only: Option<Vec<String>>,
}

/// `{ command, arguments }`
#[derive(Clone, Debug, Deserialize)]
pub struct Execute {
    /// Its name.
    pub command: String,
    /// What it is about.
    #[serde(default)]
    pub arguments: Vec<Value>,
}

/// What may be completed at a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompletionItem {
    /// What is shown.
    pub label: String,
    /// 6 variable, 9 module, 10 property, 12 value, 13 enum, 17 file, 18 reference, 19 folder, 20 enum
    /// member, 21 constant.
    pub kind: u8,
    /// The type, or where it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documentation: Option<Value>,
    /// The order among the items.
    pub sort_text: String,
    /// What the typed text is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_text: Option<String>,
    /// 1 plain, 2 snippet.
    pub insert_text_format: u8,
    /// 2: the client indents further lines like the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insert_text_mode: Option<u8>,
    /// The change of text.
    pub text_edit: TextEdit,
}

/// One symbol of the outline of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentSymbol {
    /// Its name.
    pub name: String,
    /// What it is or holds, in short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// 2 module, 7 property, 18 array, 19 object, …
    pub kind: u8,
    /// All of it.
    pub range: Range,
    /// Its name.
    pub selection_range: Range,
    /// What lies in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<DocumentSymbol>,
}
