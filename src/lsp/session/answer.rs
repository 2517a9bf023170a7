//! Answers to requests: from the protocol's words to the pure parts, and back.
//!
//! Unaware of threads and streams.

#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: lists folders for completion"
)]

use std::collections::BTreeMap;
use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};
use lsp_server::{ErrorCode, Request};
use serde_json::{Value, json};

use super::state::{Analysis, LONG, State, read};
use super::{Answer, Refusal};
use crate::document::{self, Syntax};
use crate::job::Job;
use crate::lsp::actions::{Cure, cures};
use crate::lsp::complete::{self, Ask, File};
use crate::lsp::family::{Family, Member};
use crate::lsp::guide::Guide;
use crate::lsp::hints::hints;
use crate::lsp::hover::{Look, hover};
use crate::lsp::meaning::Meaning;
use crate::lsp::names::{self, Form, Mention};
use crate::lsp::outline::Outline;
use crate::lsp::paper::Paper;
use crate::lsp::prober::Show;
use crate::lsp::protocol::{
    AtPosition, CodeActions, Execute, InDocument, Location, Range, References, Rename, TextEdit,
};
use crate::lsp::recognise::Kind;
use crate::lsp::{findings, symbols::symbols};
use crate::source::{Route, Segment};
use crate::workspace::{Texts, schema};

/// The files of a family, each under its path.
type Members = Vec<(Utf8PathBuf, Rc<Member>)>;

type Outcome = Result<Value, Refusal>;

/// An open document, as a request sees it.
struct Here {
    name: Utf8PathBuf,
    path: Utf8PathBuf,
    uri: String,
    paper: Rc<Paper>,
    syntax: Syntax,
}

impl State {
    /// Answers a request.
    pub(super) fn asked(&mut self, request: Request) -> Result<Answer, Refusal> {
        let params = &request.params;
        let result = match request.method.as_str() {
            "textDocument/completion" => self.completion(&shaped(params)?),
            "textDocument/hover" => self.hover(&shaped(params)?),
            "textDocument/definition" => self.definition(&shaped(params)?),
            "textDocument/references" => self.references(&shaped(params)?),
            "textDocument/documentHighlight" => self.highlight(&shaped(params)?),
            "textDocument/prepareRename" => self.prepare_rename(&shaped(params)?),
            "textDocument/rename" => self.rename(&shaped(params)?),
            "textDocument/documentSymbol" => self.symbols(&shaped(params)?),
            "textDocument/codeAction" => self.actions(&shaped(params)?),
            "textDocument/codeLens" => self.lens(&shaped(params)?),
            "textDocument/inlayHint" => self.inlay_hints(&shaped(params)?),
            "workspace/executeCommand" => return self.execute(&request),
            "initialize" => Err(Refusal(
                ErrorCode::InvalidRequest,
                "`initialize` comes once".to_owned(),
            )),
            other => Err(Refusal(
                ErrorCode::MethodNotFound,
                format!("`{other}` is not known"),
            )),
        };
        result.map(Answer::Now)
    }

    fn here(&self, uri: &str) -> Option<Here> {
        let name = self.desk.name(uri)?;
        let sheet = self.desk.sheet(&name)?;
        document::check_size(&sheet.paper.file).ok()?;
        Some(Here {
            path: sheet.path.clone(),
            uri: sheet.uri.clone(),
            paper: sheet.paper.clone(),
            syntax: Syntax::of(&sheet.paper.file)?,
            name,
        })
    }

    fn completion(&mut self, params: &AtPosition) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let analysis = self.analysis(&here.name);
        if analysis.kind == Kind::Foreign {
            return Ok(Value::Null);
        }
        let at = here.paper.offset(params.position);
        let outline = Outline::read(here.syntax, here.paper.text(), Some(at));
        let document = analysis.loaded.as_ref().map(|loaded| &loaded.document);
        let base = document.and_then(|document| self.base(&here.path, document));
        let known = tags(&outline, &analysis);
        // What is about to be written hides what the base has: `web:` without anything below.
        let tags = |route: &Route| {
            let inherited = || base.as_ref()?.get(route)?.as_str().map(str::to_owned);
            known(route).or_else(inherited)
        };
        let guide = Guide::new(schema(), &tags);
        let folder = Job::root_of(&here.path).to_owned();
        let files = |relative: &str| list(&folder.join(relative));
        let items = complete::complete(&Ask {
            paper: &here.paper,
            outline: &outline,
            guide: &guide,
            document,
            base: base.as_ref(),
            environment: &self.environment_names,
            files: &files,
            snippets: self.snippets,
            adjusts: self.adjusts,
        });
        Ok(json!({ "isIncomplete": false, "items": items }))
    }

    fn hover(&mut self, params: &AtPosition) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let analysis = self.analysis(&here.name);
        if analysis.kind == Kind::Foreign {
            return Ok(Value::Null);
        }
        let at = here.paper.offset(params.position);
        let outline = Outline::read(here.syntax, here.paper.text(), None);
        let tags = tags(&outline, &analysis);
        let loaded = analysis.loaded.as_ref();
        let meaning = loaded.and_then(|loaded| Meaning::of(loaded, &self.environment_names));
        let found = hover(
            &Look {
                outline: &outline,
                guide: &Guide::new(schema(), &tags),
                file: &here.paper.file,
                document: loaded.map(|loaded| &loaded.document),
                meaning: meaning.as_ref(),
                findings: &analysis.findings,
            },
            at,
        );
        Ok(found.map_or(Value::Null, |(span, text)| {
            json!({
                "contents": { "kind": "markdown", "value": text },
                "range": here.paper.range(&span),
            })
        }))
    }

    /// The files in which the name at a place means the same, and the name's mention there.
    fn family(&self, here: &Here, at: usize) -> Option<(Mention, Members)> {
        let mut family = Family::new(&self.desk, schema());
        let member = family.member(&here.name)?;
        let mention = names::at(&member.mentions, at)?.clone();
        let mut folders = self.folders.clone();
        let own = Job::root_of(&here.name).to_owned();
        if folders.iter().all(|folder| !own.starts_with(folder)) {
            folders.push(own);
        }
        let members = family.of(&here.name, &mention.name, &folders);
        Some((mention, members))
    }

    fn definition(&mut self, params: &AtPosition) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let at = here.paper.offset(params.position);
        let outline = Outline::read(here.syntax, here.paper.text(), None);
        if let Some(scalar) = outline.scalar_at(at)
            && let [Segment::Key(key), Segment::Index(_)] = scalar.route.segments()
            && key == "extends"
        {
            let path = self.desk.same(&Job::root_of(&here.path).join(&scalar.text));
            return Ok(match self.desk.paper(&path) {
                Some((uri, _)) => json!([Location {
                    uri,
                    range: Range::default(),
                }]),
                None => Value::Null,
            });
        }
        let mut family = Family::new(&self.desk, schema());
        let Some(member) = family.member(&here.name) else {
            return Ok(Value::Null);
        };
        let Some(mention) = names::at(&member.mentions, at).cloned() else {
            return Ok(Value::Null);
        };
        // The manifest's own definition wins over those that it extends.
        let mut files: Vec<Utf8PathBuf> = family.closure(&here.name).into_iter().collect();
        files.sort_by_key(|file| *file != here.name);
        let mut found = defined(&mut family, &files, &mention);
        if found.is_empty() {
            // A base may name what only the manifests that extend it define.
            if let Some((_, members)) = self.family(&here, at) {
                let files: Vec<Utf8PathBuf> = members.into_iter().map(|(file, _)| file).collect();
                found = defined(&mut family, &files, &mention);
            }
        }
        Ok(json!(found))
    }

    fn references(&mut self, params: &References) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let at = here.paper.offset(params.position);
        let Some((mention, members)) = self.family(&here, at) else {
            return Ok(Value::Null);
        };
        let mut found = Vec::new();
        for (_, member) in &members {
            for other in &member.mentions {
                let wanted = params.context.include_declaration || !other.is_definition();
                if other.name == mention.name && wanted {
                    found.push(Location {
                        uri: member.uri.clone(),
                        range: member.paper.range(&other.span),
                    });
                }
            }
        }
        Ok(json!(found))
    }

    fn highlight(&mut self, params: &AtPosition) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let at = here.paper.offset(params.position);
        let mut family = Family::new(&self.desk, schema());
        let Some(member) = family.member(&here.name) else {
            return Ok(Value::Null);
        };
        let Some(mention) = names::at(&member.mentions, at) else {
            return Ok(Value::Null);
        };
        let same = member
            .mentions
            .iter()
            .filter(|other| other.name == mention.name);
        let all: Vec<Value> = same
            .map(|other| {
                // 2 is read, 3 is write (`DocumentHighlightKind`).
                let kind = if other.is_definition() { 3 } else { 2 };
                json!({ "range": member.paper.range(&other.span), "kind": kind })
            })
            .collect();
        Ok(json!(all))
    }

    fn prepare_rename(&mut self, params: &AtPosition) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let at = here.paper.offset(params.position);
        let mut family = Family::new(&self.desk, schema());
        let member = family.member(&here.name);
        let mention = member
            .as_ref()
            .and_then(|member| names::at(&member.mentions, at));
        Ok(mention.map_or(Value::Null, |mention| {
            json!({
                "range": here.paper.range(&mention.span),
                "placeholder": mention.name.word,
            })
        }))
    }

    fn rename(&mut self, params: &Rename) -> Outcome {
        let refuse = |why: String| Err(Refusal(ErrorCode::RequestFailed, why));
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let word = params.new_name.trim();
        let at = here.paper.offset(params.position);
        let Some((mention, members)) = self.family(&here, at) else {
            return refuse("nothing that has a name stands here".to_owned());
        };
        if let Some(why) = names::refusal(&mention.name.table, word) {
            return refuse(why);
        }
        let mut wanted = mention.name.clone();
        wanted.word = word.to_owned();
        let mut changes: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
        for (_, member) in &members {
            let taken = member.mentions.iter().any(|other| {
                other.form == Form::Key && other.name == wanted && wanted != mention.name
            });
            if taken {
                return refuse(format!("`{}` has a `{word}` already", wanted.table));
            }
            for other in &member.mentions {
                if other.name == mention.name {
                    let (span, new_text) = names::renamed(&member.outline, other, word);
                    let range = member.paper.range(&span);
                    let edit = TextEdit { range, new_text };
                    changes.entry(member.uri.clone()).or_default().push(edit);
                }
            }
        }
        Ok(json!({ "changes": changes }))
    }

    fn symbols(&mut self, params: &InDocument) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        if self.analysis(&here.name).kind == Kind::Foreign {
            return Ok(Value::Null);
        }
        let outline = Outline::read(here.syntax, here.paper.text(), None);
        Ok(json!(symbols(&outline, &here.paper)))
    }

    fn actions(&mut self, params: &CodeActions) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let analysis = self.analysis(&here.name);
        if analysis.kind != Kind::Manifest {
            return Ok(json!([]));
        }
        let asked = here.paper.bytes(&params.range);
        let wants = |kind: &str| match &params.context.only {
            None => true,
            Some(only) => only
                .iter()
                .any(|wanted| kind == wanted || kind.starts_with(&format!("{wanted}."))),
        };
        let all = cures(&analysis.findings, &here.paper.file);
        let mut actions = Vec::new();
        if wants("quickfix") {
            let near = all.iter().filter(|cure| {
                let primary = cure.finding.primary();
                let touches = |start: usize, end: usize| start <= asked.end && asked.start <= end;
                touches(cure.span.start, cure.span.end)
                    || primary.is_some_and(|span| {
                        span.file.is(&here.paper.file) && touches(span.start, span.end)
                    })
            });
            for cure in near {
                let shelf = |file: &crate::source::SourceFile| Some(self.desk.place(file));
                let shows = findings::Shows {
                    related: true,
                    tags: true,
                };
                let (_, diagnostic) = findings::tell(cure.finding, &here.uri, &shelf, shows);
                actions.push(json!({
                    "title": cure.title,
                    "kind": "quickfix",
                    "isPreferred": cure.is_sure(),
                    "diagnostics": [diagnostic],
                    "edit": edit(&here, std::slice::from_ref(cure)),
                }));
            }
        }
        // Editors ask at every move of the cursor: of a long text only if this is what they want.
        let is_meant = params.context.only.is_some() || here.paper.text().len() <= LONG;
        if wants("source.fixAll.rendit") && is_meant && all.iter().any(Cure::is_sure) {
            let found = &analysis.findings;
            let mended = analysis
                .mended
                .get_or_init(|| self.mended(&here.name, found));
            let edits = mended.iter().map(|(span, text)| TextEdit {
                range: here.paper.range(span),
                new_text: text.clone(),
            });
            let edits: Vec<TextEdit> = edits.collect();
            if !edits.is_empty() {
                actions.push(json!({
                    "title": "Fix all that rendit can fix",
                    "kind": "source.fixAll.rendit",
                    "edit": { "changes": { here.uri.as_str(): edits } },
                }));
            }
        }
        Ok(json!(actions))
    }

    fn lens(&mut self, params: &InDocument) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        if self.analysis(&here.name).kind != Kind::Manifest {
            return Ok(json!([]));
        }
        Ok(json!([{
            "range": Range::default(),
            "command": {
                "title": "Show plan",
                "command": "rendit.showPlan",
                "arguments": [here.uri],
            },
        }]))
    }

    fn inlay_hints(&mut self, params: &InDocument) -> Outcome {
        let Some(here) = self.here(&params.text_document.uri) else {
            return Ok(Value::Null);
        };
        let none = Ok(json!([]));
        let analysis = self.analysis(&here.name);
        let has_mistakes = analysis
            .loaded
            .as_ref()
            .is_none_or(|loaded| loaded.jobs.is_none());
        if analysis.kind != Kind::Manifest || !(has_mistakes || analysis.only_job().is_some()) {
            return none;
        }
        // With a mistake in one line, the others keep the hints that they had.
        let Some((planned, shift)) = self.planned(&here.name) else {
            return none;
        };
        let Some((job, loaded)) = planned.only_job() else {
            return none;
        };
        let Some(file) = loaded.document.files.first() else {
            return none;
        };
        let Some(plan) = self.background.plan(job) else {
            return none;
        };
        let all: Vec<Value> = hints(&plan, &loaded.document, file)
            .into_iter()
            .filter_map(|hint| {
                let at = shift.place(&(hint.at..hint.at))?;
                Some(json!({
                    "position": here.paper.position(at.start),
                    "label": hint.label,
                    "tooltip": hint.tooltip,
                    "paddingLeft": true,
                }))
            })
            .collect();
        Ok(json!(all))
    }

    fn execute(&mut self, request: &Request) -> Result<Answer, Refusal> {
        let params: Execute = shaped(&request.params)?;
        let argument = params.arguments.first().and_then(Value::as_str);
        let show = match params.command.as_str() {
            "rendit.explain" => return self.explain(argument).map(Answer::Now),
            "rendit.plan" => Show::Answer,
            "rendit.showPlan" => Show::Message,
            other => {
                let why = format!("the command `{other}` is not known");
                return Err(Refusal(ErrorCode::InvalidParams, why));
            }
        };
        let wrong = |why: &str| Refusal(ErrorCode::RequestFailed, why.to_owned());
        let uri = argument.ok_or_else(|| wrong("name a manifest by its address"))?;
        let name = self
            .desk
            .name(uri)
            .ok_or_else(|| wrong("open the manifest first"))?;
        let jobs = self.jobs(&name).ok_or_else(|| {
            wrong("the manifest has mistakes: there is no plan before they are cured")
        })?;
        self.background.answer(request.id.clone(), jobs, show);
        Ok(Answer::Later)
    }

    fn explain(&self, code: Option<&str>) -> Outcome {
        let known = self.codes.iter().find(|known| Some(known.name) == code);
        known.map_or_else(
            || {
                let why = "no diagnostic has this code".to_owned();
                Err(Refusal(ErrorCode::InvalidParams, why))
            },
            |code| {
                Ok(json!(format!(
                    "{}\n\n{}",
                    code.summary,
                    code.explanation.trim()
                )))
            },
        )
    }
}

/// Where a name is defined in these files.
fn defined(family: &mut Family<'_>, files: &[Utf8PathBuf], mention: &Mention) -> Vec<Location> {
    let mut found = Vec::new();
    for file in files {
        let Some(member) = family.member(file) else {
            continue;
        };
        let same = member
            .mentions
            .iter()
            .find(|other| other.is_definition() && other.name == mention.name);
        if let Some(other) = same {
            found.push(Location {
                uri: member.uri.clone(),
                range: member.paper.range(&other.span),
            });
        }
    }
    found
}

/// The value of a `type`: as it is typed, or as the readers found it.
fn tags<'a>(
    outline: &'a Outline,
    analysis: &'a Analysis,
) -> impl Fn(&Route) -> Option<String> + 'a {
    move |route| {
        let typed = outline.text_at(route).map(str::to_owned);
        typed.or_else(|| {
            let document = &analysis.loaded.as_ref()?.document;
            document.get(route)?.as_str().map(str::to_owned)
        })
    }
}

fn edit(here: &Here, cures: &[Cure<'_>]) -> Value {
    let edits: Vec<TextEdit> = cures
        .iter()
        .map(|cure| TextEdit {
            range: here.paper.range(&cure.span),
            new_text: cure.text.to_owned(),
        })
        .collect();
    let mut changes = BTreeMap::new();
    changes.insert(here.uri.clone(), edits);
    json!({ "changes": changes })
}

/// The entries of a folder; none if it cannot be read.
fn list(folder: &Utf8Path) -> Vec<File> {
    let Ok(entries) = folder.read_dir_utf8() else {
        return Vec::new();
    };
    entries
        .flatten()
        .take(5000)
        .map(|entry| File {
            name: entry.file_name().to_owned(),
            is_folder: entry.path().is_dir(),
        })
        .collect()
}

fn shaped<T: serde::de::DeserializeOwned>(params: &Value) -> Result<T, Refusal> {
    read(params).ok_or_else(|| {
        Refusal(
            ErrorCode::InvalidParams,
            "the parameters do not have the shape that the method asks for".to_owned(),
        )
    })
}
