//! Fills in the texts of one job, each name looked up once.
//!
//! Unaware of how many jobs there are, and of how a mistake is worded.

use std::collections::BTreeMap;
use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexSet;

use super::Surroundings;
use super::paths::{Parts, climbs, safe_name};
use super::template::{Flaw, Piece, escape, parse};
use super::texts::{Place, Written, visit};
use crate::job::Job;
use crate::manifest::{Input, Manifest, Text};
use crate::source::{Route, Routes};

/// Most bytes of a filled-in text: a few variables that double each other would fill the memory.
pub const LONGEST: usize = 32_768;

/// Most variables and paths of which each needs the next.
pub const DEEPEST: usize = 32;

/// Stands around the name of a placeholder that is kept. No manifest can hold it.
pub const KEPT: char = '\0';

/// A template that cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Mistake {
    /// The text.
    pub route: Route,
    /// Bytes of the placeholder in the decoded text.
    pub range: Range<usize>,
    /// What is wrong.
    pub kind: Kind,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The form of a placeholder.
    Form(Flaw),
    /// Nothing has this name.
    Unknown {
        /// The name.
        name: String,
        /// What kind of text it stands in: [`names`] are those that could stand there.
        place: Place,
    },
    /// The name has a meaning, but not here.
    Elsewhere {
        /// The name.
        name: String,
        /// Where it can be used.
        where_allowed: &'static str,
        /// What kind of text it stands in.
        place: Place,
    },
    /// An environment variable that is not set.
    Unset(String),
    /// A part of the path of an input that has none.
    NoPath(String),
    /// Names that need each other; the first is the last.
    Cycle(Vec<String>),
    /// A result beyond [`LONGEST`] bytes, or names nested beyond [`DEEPEST`].
    Limit,
    /// A result that leads out of the manifest's folder; the range is the whole text.
    Outside(String),
}

/// A filled-in text, and whether everything that went into it has a meaning.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The result.
    pub text: String,
    /// Whether it means something.
    pub sound: bool,
}

impl Filled {
    fn sound(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, sound: true }
    }

    fn lost() -> Self {
        Self {
            text: String::new(),
            sound: false,
        }
    }
}

/// Looks names up for one job, and keeps what went wrong.
pub struct Filler<'a> {
    manifest: &'a Manifest,
    tainted: &'a Routes,
    environment: &'a BTreeMap<String, String>,
    job: String,
    /// The input that is the batch, the parts of its item's path, and whether they mean something.
    pub batch: Option<(&'a str, Parts, bool)>,
    /// Whether placeholders of the environment stay as they are, between two [`KEPT`]: their values
    /// may be secret.
    pub keeps_environment: bool,
    /// The same for the parts of the batch's path, which are different for each item.
    pub keeps_batch: bool,
    /// Variables, inputs' paths and the parts of these, once known.
    known: BTreeMap<String, Filled>,
    /// Variables and inputs' paths that are being filled in, outermost first.
    pub open: Vec<String>,
    /// What went wrong, each once.
    pub mistakes: IndexSet<Mistake>,
    /// Texts whose result means nothing.
    pub unsound: Routes,
    /// The texts as they were written, of the last job.
    pub written: Vec<Written>,
}

impl<'a> Filler<'a> {
    /// A filler for one manifest, without a batch.
    pub fn new(
        manifest: &'a Manifest,
        tainted: &'a Routes,
        surroundings: &Surroundings<'a>,
    ) -> Self {
        let stem = surroundings.manifest_path.file_stem().unwrap_or_default();
        Self {
            manifest,
            tainted,
            environment: surroundings.environment,
            job: safe_name(stem),
            batch: None,
            keeps_environment: false,
            keeps_batch: false,
            known: BTreeMap::new(),
            open: Vec::new(),
            mistakes: IndexSet::new(),
            unsound: Routes::default(),
            written: Vec::new(),
        }
    }

    /// The job for `item`: every text filled in.
    pub fn job(&mut self, manifest_path: &Utf8Path, item: Option<Utf8PathBuf>) -> Job {
        let mut manifest = self.manifest.clone();
        self.written.clear();
        visit(&mut manifest, &mut |route, place, text| {
            let filled = self.own(&route, place, text.as_str());
            if !filled.sound {
                self.unsound.insert(route.clone());
            }
            let text = std::mem::replace(&mut text.0, filled.text);
            self.written.push(Written { route, place, text });
        });
        let title = manifest.name.clone();
        let mut name = title.unwrap_or_else(|| {
            let file = manifest_path.file_name().unwrap_or(manifest_path.as_str());
            file.to_string()
        });
        if let (Some((input, ..)), Some(item)) = (&self.batch, &item) {
            name = format!("{name}: {item}");
            if let Some(input) = manifest.inputs.get_mut(*input) {
                input.glob = None;
                input.path = Some(Text(item.to_string()));
            }
        }
        Job {
            name,
            manifest_path: manifest_path.into(),
            root: Job::root_of(manifest_path).into(),
            item,
            manifest,
        }
    }

    /// Fills in a text of the manifest; variables and paths only once, so that a cycle is told once.
    fn own(&mut self, route: &Route, place: Place, text: &str) -> Filled {
        let name = match place {
            Place::Variable => format!("vars.{}", route.last()),
            Place::Source if route.last() == "path" => format!("{}.path", route.parent().last()),
            // The pattern of the batch was filled in before any item was known.
            Place::Source if self.batch_input() == Some(&*route.parent().last()) => {
                return Filled::sound(text);
            }
            _ => return self.fill(route, place, text),
        };
        self.once(name, route, place, text)
    }

    fn batch_input(&self) -> Option<&str> {
        self.batch.as_ref().map(|(name, ..)| *name)
    }

    fn once(&mut self, name: String, route: &Route, place: Place, text: &str) -> Filled {
        if let Some(filled) = self.known.get(&name) {
            return filled.clone();
        }
        self.open.push(name.clone());
        let filled = self.fill(route, place, text);
        self.open.pop();
        self.known.insert(name, filled.clone());
        filled
    }

    /// Fills in the text at `route`.
    pub fn fill(&mut self, route: &Route, place: Place, text: &str) -> Filled {
        let is_tainted = self.tainted.cover(route);
        if !text.contains('$') && !place.is_target() {
            return Filled {
                text: text.to_owned(),
                sound: !is_tainted,
            };
        }
        let (pieces, flaws) = parse(text);
        let mut sound = !is_tainted && flaws.is_empty();
        for (range, flaw) in flaws {
            self.mistake(route, range, Kind::Form(flaw));
        }
        let is_late = !place.late_names().is_empty();
        let mut done = String::with_capacity(text.len());
        let mut written_absolute = text.starts_with('/');
        for (position, piece) in pieces.into_iter().enumerate() {
            let value = match piece {
                Piece::Literal(literal) if is_late => {
                    done.push_str(&escape(literal));
                    continue;
                }
                Piece::Literal(literal) => {
                    done.push_str(literal);
                    continue;
                }
                Piece::Placeholder { name, .. } if place.late_names().contains(&name) => {
                    done.extend(["${", name, "}"]);
                    continue;
                }
                Piece::Placeholder { name, range } => {
                    let mut value = self.value(route, place, name, range.clone());
                    if done.len() + value.text.len() > LONGEST {
                        self.mistake(route, range, Kind::Limit);
                        value = Filled::lost();
                    }
                    sound &= value.sound;
                    written_absolute |= position == 0 && value.text.starts_with('/');
                    value.text
                }
            };
            done.push_str(&if is_late { escape(&value) } else { value });
        }
        if sound && place.is_target() {
            let path = Utf8Path::new(&done);
            if (path.is_absolute() && !written_absolute) || climbs(path) {
                self.mistake(route, 0..text.len(), Kind::Outside(done.clone()));
                sound = false;
            }
        }
        Filled { text: done, sound }
    }

    fn mistake(&mut self, route: &Route, range: Range<usize>, kind: Kind) {
        let route = route.clone();
        self.mistakes.insert(Mistake { route, range, kind });
    }

    /// The value of a name; where it has none, a mistake is kept.
    fn value(&mut self, route: &Route, place: Place, name: &str, range: Range<usize>) -> Filled {
        let lookup = match name.rsplit_once('.') {
            _ if name == "job" => Ok(Filled::sound(self.job.clone())),
            _ if name.starts_with("env.") && self.keeps_environment => Ok(kept(name)),
            _ if name.starts_with("env.") => self.environment_variable(name),
            _ if name.starts_with("vars.") => self.variable(name),
            Some((input, part)) => self.part(place, input, part),
            None => Err(elsewhere(name, place)),
        };
        match lookup {
            Ok(filled) => filled,
            Err(problem) => {
                let kind = problem.unwrap_or_else(|| Kind::Unknown {
                    name: name.into(),
                    place,
                });
                self.mistake(route, range, kind);
                Filled::lost()
            }
        }
    }

    fn environment_variable(&self, name: &str) -> Result<Filled, Option<Kind>> {
        let name = name.strip_prefix("env.").unwrap_or(name);
        match self.environment.get(name) {
            Some(value) => Ok(Filled::sound(value.clone())),
            None => Err(Some(Kind::Unset(name.into()))),
        }
    }

    fn variable(&mut self, name: &str) -> Result<Filled, Option<Kind>> {
        let key = name.strip_prefix("vars.").unwrap_or(name);
        let manifest = self.manifest;
        let vars = Route::root().key("vars");
        let Some(text) = manifest.vars.get(key) else {
            // An invalid table may have held it.
            let is_tainted = self.tainted.cover(&vars);
            return if is_tainted {
                Ok(Filled::lost())
            } else {
                Err(None)
            };
        };
        self.nest(name)?;
        Ok(self.once(name.into(), &vars.key(key), Place::Variable, text.as_str()))
    }

    /// Whether `name` may be filled in while others are.
    fn nest(&self, name: &str) -> Result<(), Option<Kind>> {
        let Some(first) = self.open.iter().position(|open| open == name) else {
            let is_deep = self.open.len() > DEEPEST && !self.known.contains_key(name);
            return if is_deep {
                Err(Some(Kind::Limit))
            } else {
                Ok(())
            };
        };
        let mut chain: Vec<String> = self.open.iter().skip(first).cloned().collect();
        chain.push(name.into());
        Err(Some(Kind::Cycle(chain)))
    }

    fn part(&mut self, place: Place, name: &str, part: &str) -> Result<Filled, Option<Kind>> {
        let manifest = self.manifest;
        let inputs = Route::root().key("inputs");
        let Some(input) = manifest.inputs.get(name) else {
            let is_tainted = self.tainted.cover(&inputs);
            return if is_tainted {
                Ok(Filled::lost())
            } else {
                Err(None)
            };
        };
        if !Parts::NAMES.contains(&part) {
            return Err(None);
        }
        if place == Place::Variable {
            return Err(Some(Kind::Elsewhere {
                name: format!("{name}.{part}"),
                where_allowed: "outside `vars`",
                place,
            }));
        }
        let whole = format!("{name}.{part}");
        if let Some(filled) = self.known.get(&whole) {
            return Ok(filled.clone());
        }
        let filled = self.part_of(name, input, part)?;
        if part != "path" {
            self.known.insert(whole, filled.clone());
        }
        Ok(filled)
    }

    fn part_of(
        &mut self,
        name: &str,
        input: &'a Input,
        part: &str,
    ) -> Result<Filled, Option<Kind>> {
        let whole = format!("{name}.path");
        if let Some((batch, parts, sound)) = &self.batch
            && *batch == name
        {
            if self.keeps_batch {
                return Ok(kept(&format!("{name}.{part}")));
            }
            return Ok(Filled {
                text: parts.get(part).unwrap_or_default().into(),
                sound: *sound,
            });
        }
        self.nest(&whole)?;
        let at = Route::root().key("inputs").key(name);
        if let Some(path) = &input.path {
            let path = self.once(whole, &at.key("path"), Place::Source, path.as_str());
            if path.text.contains(KEPT) {
                return Ok(kept(&format!("{name}.{part}")));
            }
            let parts = Parts::of(&path.text);
            return Ok(Filled {
                text: parts.get(part).unwrap_or_default().into(),
                sound: path.sound,
            });
        }
        let is_tainted = self.tainted.iter().any(|tainted| at.holds(tainted));
        if input.lavfi.is_some() && input.glob.is_none() && !is_tainted {
            return Err(Some(Kind::NoPath(name.into())));
        }
        // A second glob, or an input without a source: told of by a rule of its own.
        Ok(Filled::lost())
    }
}

/// Every name that could stand in a text of that kind.
pub fn names(manifest: &Manifest, place: Place) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if place != Place::Variable {
        for (name, input) in &manifest.inputs {
            if input.lavfi.is_none() {
                names.extend(Parts::NAMES.iter().map(|part| format!("{name}.{part}")));
            }
        }
    }
    names.extend(manifest.vars.keys().map(|name| format!("vars.{name}")));
    names.extend(place.late_names().iter().map(ToString::to_string));
    names.push("job".into());
    names
}

fn kept(name: &str) -> Filled {
    Filled::sound(format!("{KEPT}{name}{KEPT}"))
}

/// For a name that only some keys know.
fn elsewhere(name: &str, place: Place) -> Option<Kind> {
    let where_allowed = match name {
        "rendition" | "number" => "in `segment_path`",
        "rung" => "in the `path` of a file output",
        _ => return None,
    };
    Some(Kind::Elsewhere {
        name: name.into(),
        where_allowed,
        place,
    })
}
