//! Filters of a video ladder are for pictures, those of an audio ladder for sound.
//!
//! Unaware of filters that ffmpeg got lately.

use super::Context;
use super::filter_chain::{Kind, filters, lists};
use crate::diag::{At, Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::manifest::Ladder;
use crate::source::Route;

/// `filter-kind`
pub static CODE: Code = Code {
    name: "filter-kind",
    severity: Severity::Error,
    summary: "a filter for sound in a video ladder, or one for pictures in an audio ladder",
    explanation: r#"
ffmpeg has filters for pictures and filters for sound, and neither takes the other. `filters` of a video
ladder changes pictures, `filters` of an audio ladder sound. Many filters for sound begin with `a`:
`fade` is for pictures, `afade` for sound.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2M" }]
filters = ["hqdn3d", "volume=-3dB"]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2M" }]
filters = ["hqdn3d"]

[ladders.sound]
type = "audio"
filters = ["volume=-3dB"]
```

Source: <https://ffmpeg.org/ffmpeg-filters.html>, and `ffmpeg -filters` (`A->A`, `V->V`).
"#,
};

/// Looks at every filter.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, kind, list) in lists(context) {
        for (position, chain) in list.iter().enumerate() {
            let mut names = filters(chain.as_str()).map(|(name, _)| name);
            let is_other = |name: &&str| kind.other().has(name) && !kind.has(name);
            if let Some(name) = names.find(is_other) {
                let at = route.index(position);
                diagnostics.push(told(context, &at, kind, name, chain.as_str()));
            }
        }
    }
}

fn told(context: &Context<'_>, at: &Route, kind: Kind, name: &str, chain: &str) -> Diagnostic {
    let (here, there) = match kind {
        Kind::Picture => ("a video ladder", "sound"),
        Kind::Sound => ("an audio ladder", "pictures"),
    };
    let ladder = at.parent().parent();
    let message = format!("`{name}` is a filter for {there}");
    let finding = Diagnostic::new(&CODE, at.clone(), message)
        .here("not for this ladder")
        .label(At::Value(ladder.key("type")), here)
        .also(ladder.key("type"));
    // `fade` and `afade`.
    let twin = match kind {
        Kind::Picture => name.strip_prefix('a').unwrap_or(name).to_owned(),
        Kind::Sound => format!("a{name}"),
    };
    if kind.has(&twin) {
        let meant = chain.replacen(name, &twin, 1);
        return finding
            .help(format!("did you mean `{twin}`?"))
            .cure(Cure::Write(at.clone(), meant.into()))
            .sure(false);
    }
    let mut others = context
        .manifest
        .ladders
        .iter()
        .filter_map(|(name, ladder)| {
            let is_other = matches!(
                (kind, ladder),
                (Kind::Picture, Ladder::Audio(_)) | (Kind::Sound, Ladder::Video(_))
            );
            is_other.then_some(name)
        });
    finding.help(match (kind, others.next()) {
        (_, Some(other)) => format!("write it in the `filters` of `ladders.{other}`"),
        (Kind::Picture, None) => "write it in the `filters` of an audio ladder".to_owned(),
        (Kind::Sound, None) => "write it in the `filters` of a video ladder".to_owned(),
    })
}
