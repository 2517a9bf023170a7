//! Two texts as a unified diff, which `patch` and reviewers read.
//!
//! Unaware of what the texts are. Correct for all texts; short for those that differ in few places.

use std::fmt::Write as _;

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// How far ahead a common line is looked for after a difference.
const WINDOW: usize = 400;

/// What happens to a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Keep,
    Remove,
    Insert,
}

/// The diff from `old` to `new` of the file called `name`; empty if they are the same.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let before: Vec<&str> = old.split_inclusive('\n').collect();
    let after: Vec<&str> = new.split_inclusive('\n').collect();
    let steps = steps(&before, &after);
    let mut text = format!("--- {name}\n+++ {name}\n");
    for (start, end) in hunks(&steps) {
        let consumed = |steps: &[Step]| {
            let old = steps.iter().filter(|step| **step != Step::Insert).count();
            let new = steps.iter().filter(|step| **step != Step::Remove).count();
            (old, new)
        };
        let (mut i, mut j) = consumed(steps.get(..start).unwrap_or_default());
        let hunk = steps.get(start..end).unwrap_or_default();
        let (old_lines, new_lines) = consumed(hunk);
        let _ = writeln!(
            text,
            "@@ -{} +{} @@",
            range(i, old_lines),
            range(j, new_lines)
        );
        for step in hunk {
            let (sign, line) = match step {
                Step::Keep => (' ', before.get(i)),
                Step::Remove => ('-', before.get(i)),
                Step::Insert => ('+', after.get(j)),
            };
            i += usize::from(*step != Step::Insert);
            j += usize::from(*step != Step::Remove);
            let line = line.copied().unwrap_or_default();
            text.push(sign);
            text += line;
            if !line.ends_with('\n') {
                text += "\n\\ No newline at end of file\n";
            }
        }
    }
    text
}

/// `first,count`, in the form of POSIX `diff -u`: an empty range names the line before it.
fn range(before: usize, count: usize) -> String {
    match count {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        _ => format!("{},{count}", before + 1),
    }
}

/// The steps from one text to the other. After a difference the nearest line that both have goes on.
fn steps(before: &[&str], after: &[&str]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(before.len().max(after.len()));
    let (mut i, mut j) = (0, 0);
    while i < before.len() || j < after.len() {
        if i < before.len() && before.get(i) == after.get(j) {
            steps.push(Step::Keep);
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (mut removed, mut inserted) = meeting(
            before.get(i..).unwrap_or_default(),
            after.get(j..).unwrap_or_default(),
        );
        // Blank lines before the place where both go on stay as they are.
        while removed > 0
            && inserted > 0
            && before.get(i + removed - 1) == after.get(j + inserted - 1)
        {
            (removed, inserted) = (removed - 1, inserted - 1);
        }
        steps.extend(std::iter::repeat_n(Step::Remove, removed));
        steps.extend(std::iter::repeat_n(Step::Insert, inserted));
        (i, j) = (i + removed, j + inserted);
    }
    steps
}

/// How many lines of each text come before the nearest line that both have.
fn meeting(before: &[&str], after: &[&str]) -> (usize, usize) {
    let is_blank = |line: &str| line.trim().is_empty();
    for distance in 1..=WINDOW {
        for removed in 0..=distance {
            let inserted = distance - removed;
            if let (Some(a), Some(b)) = (before.get(removed), after.get(inserted))
                && a == b
                && !is_blank(a)
            {
                return (removed, inserted);
            }
        }
        if distance > before.len() + after.len() {
            break;
        }
    }
    (before.len(), after.len())
}

/// Where changes stand close together, with the lines around them, as ranges of steps.
fn hunks(steps: &[Step]) -> Vec<(usize, usize)> {
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        if *step == Step::Keep {
            continue;
        }
        let start = at.saturating_sub(CONTEXT);
        let end = (at + 1 + CONTEXT).min(steps.len());
        match hunks.last_mut() {
            Some(last) if start <= last.1 => last.1 = end,
            _ => hunks.push((start, end)),
        }
    }
    hunks
}
