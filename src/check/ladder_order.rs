//! The rungs of a ladder are listed by size.
//!
//! Unaware of their bits.

use std::cmp::Ordering;

use super::Context;
use super::rung_order::by_size;
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::VideoLadder;

/// `ladder-order`
pub static CODE: Code = Code {
    name: "ladder-order",
    severity: Severity::Warning,
    summary: "the rungs of a ladder are listed neither up nor down",
    explanation: r#"
Rungs are listed from large to small or from small to large. In any other order a missing or
misspelt rung is hard to see. (Players do not mind: the playlists are sorted by themselves.)

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [
  { height = 720, bit_rate = "2800k" },
  { height = 1080, bit_rate = "5M" },
  { height = 480, bit_rate = "1400k" },
]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [
  { height = 1080, bit_rate = "5M" },
  { height = 720, bit_rate = "2800k" },
  { height = 480, bit_rate = "1400k" },
]
```

Source: the manifest's own reference (`ladders.*.rungs`).
"#,
};

/// Looks for the first rung of every ladder that turns back.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.video_ladders() {
        let rungs = route.key("rungs");
        let mut direction: Option<Ordering> = None;
        for (position, pair) in ladder.rungs.windows(2).enumerate() {
            let [before, after] = pair else { continue };
            let Some(order) = by_size(before, after).filter(|order| order.is_ne()) else {
                continue;
            };
            if direction.is_none_or(|known| known == order) {
                direction = Some(order);
                continue;
            }
            let (is, others) = match order {
                Ordering::Less => ("larger", "smaller"),
                _ => ("smaller", "larger"),
            };
            let here = rungs.index(position + 1);
            let keys = ["height", "width"];
            let finding =
                Diagnostic::new(&CODE, here.clone(), "the rungs are not in order of size")
                    .here(format!("{is} than the rung before it"))
                    .label(
                        At::Value(rungs.index(position)),
                        format!("{others} than the one before it"),
                    )
                    .help("list the rungs from large to small");
            let finding = match from_large_to_small(ladder) {
                Some(order) => finding.cure(Cure::Order(rungs.clone(), order)),
                None => finding,
            };
            let looked_at = keys
                .iter()
                .flat_map(|key| [here.key(*key), rungs.index(position).key(*key)]);
            diagnostics.push(looked_at.fold(finding, Diagnostic::also));
            break;
        }
    }
}

/// The positions of the rungs by size; `None` if only a source can compare them.
fn from_large_to_small(ladder: &VideoLadder) -> Option<Vec<usize>> {
    let rungs = &ladder.rungs;
    let is_total = rungs
        .iter()
        .all(|one| rungs.iter().all(|other| by_size(one, other).is_some()));
    let mut order: Vec<usize> = (0..rungs.len()).collect();
    order.sort_by(|a, b| match (rungs.get(*a), rungs.get(*b)) {
        (Some(a), Some(b)) => by_size(b, a).unwrap_or(Ordering::Equal),
        _ => Ordering::Equal,
    });
    is_total.then_some(order)
}
