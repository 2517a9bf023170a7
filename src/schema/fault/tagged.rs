//! The variants of a tagged enum: which of them was meant, and what that one says.
//!
//! Unaware of what is said about it.

use serde_json::{Map, Value};

use super::{Fault, Search};
use crate::document::Trail;
use crate::schema::keyword::{Breach, fits};
use crate::schema::shape::{Variants, meant, property};

impl<'a> Search<'a> {
    /// Looks at a value of which one branch must be true.
    pub(super) fn branches(
        &mut self,
        owner: &'a Value,
        branches: &'a Value,
        json: &Value,
        trail: &Trail<'_>,
    ) {
        let branches = branches.as_array().map_or(&[][..], Vec::as_slice);
        let known = self.variants.entry(branches.as_ptr());
        let variants = known.or_insert_with(|| Variants::among(branches));
        let tagged = json.as_object().zip(variants.clone());
        let Some((table, variants)) = tagged else {
            if !branches.iter().any(|branch| fits(branch, json)) {
                self.add(Breach::NoVariant, owner, trail);
            }
            return;
        };
        let written = table.get(variants.tag);
        let name = written.and_then(Value::as_str);
        let known = name.and_then(|name| variants.position(name));
        let Some(position) = known else {
            return self.unnamed(owner, variants, json, trail);
        };
        let (name, branch) = variants.all[position];
        let said = self.said_by(branch, json, trail);
        // Most of what it says speaks for another variant.
        let count: usize = said.iter().map(weight).sum();
        let renamed = renamed(branch, &said, table);
        let valid = match said.iter().any(is_stray) && renamed.is_none_or(has_ending) {
            true => variants.valid(json),
            false => Vec::new(),
        };
        let hinted = || variants.hinted(owner, &trail.route(), (json, &valid));
        let other = match valid.as_slice() {
            [] => None,
            [only] if count > 1 => Some(*only),
            [_, _, ..] if renamed.is_some() => None,
            [first, ..] => hinted().or_else(|| (count > 1).then_some(*first)),
        };
        if let Some(other) = other {
            self.found.push(Fault::Tag {
                route: trail.route(),
                written: Some(name.into()),
                guess: Some(other),
                is_misfit: true,
                owner,
                variants,
            });
            return;
        }
        self.found.extend(said);
    }

    /// Looks at a table that names no variant.
    fn unnamed(
        &mut self,
        owner: &'a Value,
        variants: Variants<'a>,
        json: &Value,
        trail: &Trail<'_>,
    ) {
        let table = json.as_object();
        let written = table.and_then(|table| table.get(variants.tag));
        let guess = match (written, written.and_then(Value::as_str)) {
            (_, Some(name)) => meant(owner, name, &variants.names()),
            (None, None) => table.and_then(|table| {
                let is_right = !variants.valid(json).is_empty();
                let listed = || listed(owner, &variants, table);
                let listed = if is_right { None } else { listed() };
                listed.or_else(|| variants.by_keys(table))
            }),
            (Some(_), None) => None,
        };
        let branch = guess.and_then(|guess| variants.position(guess));
        let branch = branch.map(|position| variants.all[position].1);
        let mut said = branch.map_or_else(Vec::new, |branch| self.said_by(branch, json, trail));
        let table_route = trail.route();
        let tag = table_route.key(variants.tag);
        said.retain(|fault| match fault {
            Fault::Plain {
                breach: Breach::Lacks(key),
                route,
                ..
            } => *key != variants.tag || *route != table_route,
            Fault::Plain { route, .. } | Fault::Tag { route, .. } => *route != tag,
        });
        // All that is there may speak for other variants than the name does.
        let is_off = written.is_some() && said.len() > 1 && !variants.valid(json).is_empty();
        self.found.push(Fault::Tag {
            route: trail.route(),
            written: written.cloned(),
            guess: guess.filter(|_| !is_off),
            is_misfit: false,
            owner,
            variants,
        });
        if !is_off {
            self.found.extend(said);
        }
    }

    /// What one variant says of a table.
    fn said_by(&mut self, branch: &'a Value, json: &Value, trail: &Trail<'_>) -> Vec<Fault<'a>> {
        let before = std::mem::take(&mut self.found);
        self.walk(branch, json, trail);
        std::mem::replace(&mut self.found, before)
    }
}

/// How many mistakes a fault would be.
fn weight(fault: &Fault<'_>) -> usize {
    match fault {
        Fault::Plain {
            breach: Breach::Unknown(keys),
            ..
        } => keys.len(),
        _ => 1,
    }
}

/// Whether a variant does not know a key.
fn is_stray(fault: &Fault<'_>) -> bool {
    matches!(
        fault,
        Fault::Plain {
            breach: Breach::Unknown(_),
            ..
        }
    )
}

/// The value of the only key that a variant objects to, if that may be the one that it lacks, under
/// another name.
fn renamed<'v>(
    branch: &Value,
    said: &[Fault<'_>],
    table: &'v Map<String, Value>,
) -> Option<&'v Value> {
    let (mut strays, mut lacks) = (Vec::new(), Vec::new());
    for fault in said {
        match fault {
            Fault::Plain {
                breach: Breach::Unknown(keys),
                ..
            } => strays.extend(keys),
            Fault::Plain {
                breach: Breach::Lacks(key),
                ..
            } => lacks.push(*key),
            _ => return None,
        }
    }
    let ([stray], [lack]) = (strays.as_slice(), lacks.as_slice()) else {
        return None;
    };
    let value = table.get(stray.as_str())?;
    fits(property(branch, lack), value).then_some(value)
}

/// Whether it is a text that ends like a file's name, such as `out/${film.stem}.mp4`.
fn has_ending(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let end = text.rsplit(['/', '}']).next();
    end.is_some_and(|end| end.contains('.')) && !is_playlist(text)
}

/// Whether it ends like a playlist or an MPD, of which a package has many files.
fn is_playlist(text: &str) -> bool {
    text.ends_with(".m3u8") || text.ends_with(".mpd")
}

/// The variant that the ending of a playlist speaks of, in a table that no variant has.
fn listed<'a>(
    owner: &'a Value,
    variants: &Variants<'a>,
    table: &Map<String, Value>,
) -> Option<&'a str> {
    let mut texts = table.values().filter_map(Value::as_str);
    let text = texts.find(|text| is_playlist(text))?;
    let (_, ending) = text.rsplit_once('.')?;
    meant(owner, ending, &variants.names())
}
