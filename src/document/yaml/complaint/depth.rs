//! A line that stands one space off where all others stand at even depths, though the reader stumbled
//! over another line, maybe far below.
//!
//! Unaware of the tree.

use super::guess::{Reach, Scene, reach};
use super::layout::finding;
use super::line::{Line, MOST};
use crate::diag::{At, Diagnostic};
use crate::source::{SourceFile, Span};

/// How many odd lines are tried.
const TRIED: usize = 3;

/// Of how many lines one may stand at an odd depth.
const RARE: usize = 4;

/// The finding for the nearest such line with which at its place the whole text can be read.
pub(super) fn explain(scene: &Scene<'_>) -> Option<Diagnostic> {
    let file = scene.file;
    let is_odd = |line: &Line<'_>| line.indent % 2 == 1;
    let lines = || {
        let here = Line::of(file, scene.here.number).into_iter();
        here.chain(Line::above(file, scene.here.number))
    };
    let depths = lines().map(|line| line.indent);
    let step = depths.filter(|depth| *depth > 0 && depth % 2 == 0).min();
    let step = step.unwrap_or(2);
    let odd = lines().filter(is_odd).count();
    if odd == 0 || odd * RARE > lines().count() + RARE {
        return None;
    }
    lines()
        .filter(is_odd)
        .take(TRIED)
        .find_map(|line| at_its_place(scene, &line, step))
}

fn at_its_place(scene: &Scene<'_>, line: &Line<'_>, step: usize) -> Option<Diagnostic> {
    let file = scene.file;
    let span = Span::new(file, line.first, line.first + line.indent);
    let depths = [line.indent - 1, line.indent + 1].into_iter();
    let fitting: Vec<usize> = depths
        .filter(|depth| is_natural(file, line, *depth, step))
        .filter(|depth| reach(scene, &span, &" ".repeat(*depth)) == Reach::End)
        .collect();
    let alike = fitting.iter().find(|depth| is_alike(file, line, **depth));
    let depth = *alike.or(fitting.first())?;
    let shown = match line.key().filter(|_| !line.is_item()) {
        Some(key) => line.span(file, 0, key.len()),
        None => {
            let start = line.first + line.indent;
            Span::new(file, start, start + 1)
        }
    };
    let label = match depth < line.indent {
        true => "one space too many before this",
        false => "one space too few before this",
    };
    let help = match depth {
        0 => "write it at the start of its line".to_owned(),
        _ => format!("indent it by {depth} spaces"),
    };
    Some(
        finding("the indentation fits nothing above", shown, label)
            .help(help)
            .fix(At::Span(span), " ".repeat(depth))
            .sure(fitting.len() == 1),
    )
}

/// Whether a key beside which a line would stand at this depth has a value, or lines below, as it has.
fn is_alike(file: &SourceFile, line: &Line<'_>, depth: usize) -> bool {
    let opens = |line: &Line<'_>| line.value().is_empty();
    Line::above(file, line.number)
        .take_while(|above| above.column >= depth)
        .any(|above| above.column == depth && above.key().is_some() && opens(&above) == opens(line))
}

/// Whether a line at this depth would stand as one does between its neighbours, in a file in which
/// what belongs to a key is indented by `step`.
fn is_natural(file: &SourceFile, line: &Line<'_>, depth: usize, step: usize) -> bool {
    let above = Line::before(file, line.number);
    let below = (line.number + 1..file.lines())
        .take(MOST)
        .filter_map(|number| Line::of(file, number))
        .find(Line::says_something);
    let column = line.column + depth - line.indent;
    let opens = |line: &Line<'_>| line.key().is_some() && line.value().is_empty();
    let fits_above = match &above {
        None => depth == 0,
        Some(above) if opens(above) => {
            depth > above.column || (line.is_item() && depth >= above.column)
        }
        Some(above) => depth <= above.column,
    };
    let fits_below = match &below {
        None => !opens(line),
        Some(below) if opens(line) => {
            below.indent == column + step || (below.is_item() && below.indent == column)
        }
        Some(below) => below.indent <= column,
    };
    fits_above && fits_below
}
