//! `rendit init`: a first manifest for a source.
//!
//! Unaware of what stands in it.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: probes, and writes one new file"
)]

use std::fs::OpenOptions;
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::{Common, Exit, job, show};
use crate::check::paths::{is_url, normal};
use crate::compile::picture::describe;
use crate::diag::Diagnostic;
use crate::document::Syntax;
use crate::init::{Wish, manifest};
use crate::probe::{self, Opening};
use crate::source::{Route, SourceFile};

/// How far up from the manifest the schema is looked for.
const FOLDERS_UP: usize = 8;

/// Options of `init`.
#[derive(Clone, Debug, Args)]
pub struct InitArgs {
    /// A media file or URL.
    #[arg(value_name = "SOURCE")]
    source: Utf8PathBuf,
    /// The manifest to write; its ending says the language: .toml, .yaml or .json. An existing file
    /// is never overwritten. Default: the source's name with .toml, in the current folder.
    #[arg(short, long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// What to name as the schema in the manifest's first line. Default: `rendit.schema.json` in
    /// the manifest's folder or one above it, or in a folder `schema` there; else none.
    #[arg(long, value_name = "URI")]
    schema: Option<String>,
}

/// Probes the source and writes one new file.
pub fn init(common: &Common, args: &InitArgs) -> Exit {
    let stem = args.source.file_stem().unwrap_or("film");
    let output = args
        .output
        .clone()
        .unwrap_or_else(|| Utf8PathBuf::from(format!("{stem}.toml")));
    let Some(syntax) = Syntax::of(&SourceFile::new(output.as_str(), "")) else {
        show::complain(
            common,
            &format!("`{output}` must end in .toml, .yaml, .yml, .json or .jsonc"),
        );
        return Exit::Wrong;
    };
    if output.symlink_metadata().is_ok() {
        show::complain(
            common,
            &format!("`{output}` exists; name another file with -o"),
        );
        return Exit::Wrong;
    }
    let source = match probed(common, &args.source) {
        Ok(source) => source,
        Err((exit, diagnostic)) => {
            show::findings(common, &[*diagnostic], 0, show::Stream::Talk);
            return exit;
        }
    };
    let root = crate::job::Job::root_of(&output);
    let schema = args.schema.clone().or_else(|| schema_near(root));
    let wish = Wish {
        source: &source,
        described: &describe(&source),
        path: &seen_from(root, &args.source),
        name: stem,
        manifest: output.as_str(),
        schema: schema.as_deref(),
    };
    let Some(text) = manifest(&wish, syntax) else {
        show::complain(
            common,
            &format!("`{}` has neither picture nor sound", args.source),
        );
        return Exit::Wrong;
    };
    if let Err(error) = write_new(&output, &text) {
        show::complain(common, &format!("cannot write `{output}`: {error}"));
        return Exit::Failed;
    }
    if !common.quiet {
        // A closed pipe is nobody's fault.
        let _ = writeln!(io::stderr(), "wrote {output}; next: rendit plan {output}");
    }
    Exit::Done
}

fn probed(
    common: &Common,
    source: &Utf8Path,
) -> Result<crate::facts::Source, (Exit, Box<Diagnostic>)> {
    let tools = job::tools(common).map_err(|diagnostic| (Exit::Environment, diagnostic))?;
    let openings = [Opening::path(source)];
    let mut answers = probe::sources(&tools.ffprobe, &openings, 1, probe::LIMIT);
    match answers.pop() {
        Some(Ok(source)) => Ok(source),
        Some(Err(error)) => {
            let mut finding = error.diagnostic(&Route::root());
            finding.labels.clear();
            Err((Exit::Failed, Box::new(finding)))
        }
        None => Err((
            Exit::Failed,
            crate::workspace::unreadable(source, "no answer"),
        )),
    }
}

/// A path as it is named from the folder `root`.
fn seen_from(root: &Utf8Path, path: &Utf8Path) -> String {
    if is_url(path.as_str()) || path.is_absolute() {
        return path.to_string();
    }
    let absolute = |path: &Utf8Path| {
        let whole = camino::absolute_utf8(path).ok()?;
        Some(normal(&whole))
    };
    let (Some(from), Some(to)) = (absolute(root), absolute(path)) else {
        return path.to_string();
    };
    let shared = from
        .components()
        .zip(to.components())
        .take_while(|(a, b)| a == b)
        .count();
    let mut relative = Utf8PathBuf::new();
    for _ in from.components().skip(shared) {
        relative.push("..");
    }
    relative.extend(to.components().skip(shared));
    // Where a folder is a link, `..` leads elsewhere.
    let is_same = |one: &Utf8Path| one.canonicalize_utf8().ok();
    if is_same(&root.join(&relative)).is_some_and(|there| Some(there) == is_same(path)) {
        relative.into_string()
    } else {
        to.into_string()
    }
}

/// The schema's file as it is named from `root`.
fn schema_near(root: &Utf8Path) -> Option<String> {
    let mut up = String::new();
    for _ in 0..FOLDERS_UP {
        for name in ["rendit.schema.json", "schema/rendit.schema.json"] {
            let relative = format!("{up}{name}");
            if root.join(&relative).is_file() {
                return Some(relative);
            }
        }
        up += "../";
    }
    None
}

/// Writes a file that must not exist yet; what could not be written whole is taken away again.
fn write_new(path: &Utf8Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // The first error says more.
        let _ = std::fs::remove_file(path);
    }
    written
}
