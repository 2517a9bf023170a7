//! `rendit show`: a manifest after everything that it builds on, with variables and defaults.
//!
//! Unaware of media.

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, ValueEnum};
use serde_json::Value;

use super::load::{self, Look};
use super::{Common, Exit, job, show};
use crate::check::Surroundings;
use crate::check::portray::{Keep, portray};
use crate::diag::{At, Diagnostic, suggest};
use crate::document::{Comment, Document, Syntax, write};
use crate::gather::texts::environment;
use crate::schema::fold_whole_numbers;
use crate::source::Route;

/// Options of `show`.
#[derive(Clone, Debug, Args)]
pub struct ShowArgs {
    /// A manifest: TOML, YAML or JSON.
    #[arg(value_name = "FILE")]
    file: Utf8PathBuf,
    /// The language to show it in. Default: the file's own.
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    to: Option<Language>,
    /// Of a batch: show the job of this file. Without it the names that depend on the file stay.
    #[arg(long, value_name = "PATH")]
    item: Option<Utf8PathBuf>,
    /// Say behind each value in which file and line it was written.
    #[arg(long)]
    origin: bool,
    /// Fill in `${env.NAME}` as well. Without this, values from the environment are not shown: they
    /// may be secret.
    #[arg(long)]
    env: bool,
}

/// A language of manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Language {
    /// TOML 1.0.
    Toml,
    /// YAML 1.2, which readers of YAML 1.1 read alike.
    Yaml,
    /// JSON.
    Json,
}

/// Shows; touches nothing. What is shown is a manifest that means the same.
pub fn resolved(common: &Common, args: &ShowArgs) -> Exit {
    let look = if args.item.is_some() {
        Look::AtDisk
    } else {
        Look::AtText
    };
    let files = std::slice::from_ref(&args.file);
    let batch = job::load(common, files, look);
    let findings: Vec<Diagnostic> = batch.findings();
    show::findings(common, &findings, 1, show::Stream::Talk);
    let Some(loaded) = batch.loaded.first().filter(|_| batch.exit == Exit::Done) else {
        return batch.exit.and(Exit::Wrong);
    };
    let Some(manifest) = &loaded.manifest else {
        return Exit::Wrong;
    };
    if let Some(item) = &args.item
        && let Err(complaint) = find_item(loaded, item)
    {
        show::complain(common, &complaint);
        return Exit::Wrong;
    }
    let environment = environment();
    let surroundings = Surroundings {
        manifest_path: &args.file,
        environment: &environment,
        items: None,
    };
    let keep = Keep {
        environment: !args.env,
        item: args.item.as_deref(),
    };
    let portrait = portray(manifest, &surroundings, keep);
    let Ok(Value::Object(mut table)) = serde_json::to_value(&portrait) else {
        return Exit::Failed;
    };
    table.values_mut().for_each(fold_whole_numbers);
    let syntax = match args.to {
        Some(Language::Toml) => Syntax::Toml,
        Some(Language::Yaml) => Syntax::Yaml,
        Some(Language::Json) => Syntax::Json,
        None => loaded.document.syntax_at(&Route::root()),
    };
    if args.origin && syntax == Syntax::Json {
        show::complain(
            common,
            "JSON has no comments: `--origin` needs `--to toml` or `--to yaml`",
        );
        return Exit::Wrong;
    }
    let remark = |route: &Route| {
        args.origin
            .then(|| origin(&loaded.document, route, args.item.as_deref()))
            .flatten()
            .map(Comment::Behind)
    };
    batch.exit.and(show::text(&write(&table, syntax, &remark)))
}

fn find_item(loaded: &load::Loaded, item: &Utf8Path) -> Result<(), String> {
    let jobs = loaded.jobs.as_deref().unwrap_or_default();
    let items: Vec<&str> = jobs
        .iter()
        .filter_map(|job| Some(job.item.as_ref()?.as_str()))
        .collect();
    if items.contains(&item.as_str()) {
        return Ok(());
    }
    if items.is_empty() {
        return Err(format!("`{}` is no batch with items", loaded.path));
    }
    let hint = match suggest(item.as_str(), items.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "the first of {} is `{}`",
            items.len(),
            items.first().unwrap_or(&"")
        ),
    };
    Err(format!("the batch has no item `{item}`: {hint}"))
}

/// Where a value was written; tables that hold others are not told.
fn origin(document: &Document, route: &Route, item: Option<&Utf8Path>) -> Option<String> {
    let Some(node) = document.get(route) else {
        let glob = document.get(&route.parent().key("glob"));
        return Some(match (item, glob) {
            (Some(_), Some(_)) if route.last() == "path" => "item of the batch".to_owned(),
            _ => "default".to_owned(),
        });
    };
    if node.as_map().is_some()
        && !matches!(
            route.segments().last(),
            Some(crate::source::Segment::Index(_))
        )
    {
        return None;
    }
    let span = document.locate(&At::Value(route.clone()))?;
    if Syntax::of(&span.file).is_none() {
        return Some("command line".to_owned());
    }
    let (line, _) = span.file.line_column(span.start);
    Some(format!("{}:{line}", span.file.name()))
}
