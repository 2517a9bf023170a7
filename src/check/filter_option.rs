//! `filters` holds filters, and not ffmpeg's option for them.
//!
//! Unaware of which filters there are.

use super::Context;
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::Text;
use crate::source::Route;

/// `filter-option`
pub static CODE: Code = Code {
    name: "filter-option",
    severity: Severity::Error,
    summary: "an option of ffmpeg among the filters",
    explanation: r#"
Each item of `filters` is a filter with its settings, or several of them with commas. `-vf` and `-af`,
which lead them in on ffmpeg's command line, are rendit's to write.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2M" }]
filters = ["-vf", "yadif"]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2M" }]
filters = ["yadif"]
```

Source: the manifest's own reference (`ladders.*.filters`).
"#,
};

/// Looks at the filters of every ladder.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let videos = context.video_ladders();
    let videos = videos.map(|(route, ladder)| (route, &ladder.filters));
    let sounds = context.audio_ladders();
    let sounds = sounds.map(|(route, ladder)| (route, &ladder.filters));
    for (route, filters) in videos.chain(sounds) {
        look(diagnostics, &route.key("filters"), filters);
    }
}

fn look(diagnostics: &mut Diagnostics, route: &Route, filters: &[Text]) {
    for (position, filter) in filters.iter().enumerate() {
        let text = filter.as_str().trim();
        if !text.starts_with('-') {
            continue;
        }
        let at = route.index(position);
        let finding =
            Diagnostic::new(&CODE, at.clone(), format!("`{text}` is no filter")).here("an option");
        let leads_in = |option: &str| {
            matches!(
                option,
                "-vf" | "-af" | "-filter:v" | "-filter:a" | "-filter_complex"
            )
        };
        diagnostics.push(match text.split_once(char::is_whitespace) {
            Some((option, rest)) if leads_in(option) => finding
                .help(format!("write \"{}\"", rest.trim()))
                .cure(Cure::Write(at, rest.trim().into())),
            None if leads_in(text) => finding
                .help(format!("remove `{text}`: the filters alone are enough"))
                .cure(Cure::Remove(at)),
            _ => finding.help("write the filters alone; options go to `args`"),
        });
    }
}
