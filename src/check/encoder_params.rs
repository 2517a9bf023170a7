//! Parameters inside `-x264-params` and its like: ones that the encoder has, and that rendit does not
//! set itself.
//!
//! Unaware of their values, and of what ffmpeg's own options are.

use super::Context;
use super::args::{Owner, lists_of};
use crate::diag::{At, Code, Diagnostic, Diagnostics, Severity, is_clear, suggest};
use crate::source::Route;

/// `encoder-params`
pub static CODE: Code = Code {
    name: "encoder-params",
    severity: Severity::Error,
    summary: "a parameter in `-x264-params` or its like that is unknown, or that rendit sets itself",
    explanation: r#"
What stands in `-x264-params`, `-x265-params` and `-svtav1-params` goes past ffmpeg to the encoder. A
parameter that it does not know is ignored with a line in the log; one that rendit sets itself (the
distance of keyframes, the rate) wins over it without a word: segments of unequal length, a playlist
that does not tell the truth.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]
args = ["-x264-params", "aq-mode=3:keyint=250"]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]
args = ["-x264-params", "aq-mode=3"]
```

Source: x264's `x264_param_parse` (common/base.c); x265's manual, "Command Line Options"; SVT-AV1's
`Docs/Parameters.md`.
"#,
};

/// Parameters of x264, as its `x264_param_parse` takes them; `_` stands for `-`, and `no-` turns off.
const X264: &str = "asm threads lookahead-threads sliced-threads sync-lookahead deterministic \
cpu-independent level level-idc bluray-compat avcintra-class avcintra-flavor sar overscan \
videoformat fullrange colorprim transfer colormatrix chromaloc alternative-transfer \
mastering-display cll fps ref frameref dpb-size scenecut intra-refresh bframes b-adapt b-bias \
b-pyramid open-gop nf filter deblock slice-max-size slice-max-mbs slice-min-mbs slices slices-max \
cabac cabac-idc interlaced tff bff constrained-intra cqm cqmfile cqm4 cqm4i cqm4iy cqm4ic cqm4p \
cqm4py cqm4pc cqm8 cqm8i cqm8p log log-file log-file-level dump-yuv analyse partitions 8x8dct \
weightb weight-b weightp direct direct-pred chroma-qp-offset me merange me-range mvrange mv-range \
mvrange-thread mv-range-thread subme subq psy-rd psy chroma-me mixed-refs trellis fast-pskip \
dct-decimate deadzone-inter deadzone-intra nr rc-lookahead crf-max qpmin qp-min qpmax qp-max qpstep \
qp-step ratetol vbv-init ipratio ip-factor pbratio pb-factor aq-mode aq-strength mbtree qcomp qblur \
cplxblur cplx-blur zones crop-rect psnr ssim aud sps-id global-header repeat-headers annexb \
force-cfr nal-hrd filler pic-struct fake-interlaced frame-packing stitchable opencl opencl-clbin \
opencl-device";

/// What rendit sets itself: the parameter, and what to write instead.
const OWNED: [(&str, &str); 22] = [
    ("keyint", KEYFRAMES),
    ("min-keyint", KEYFRAMES),
    ("keyint-min", KEYFRAMES),
    ("scenecut", KEYFRAMES),
    ("no-scenecut", KEYFRAMES),
    ("open-gop", KEYFRAMES),
    ("intra-refresh", KEYFRAMES),
    ("irefresh-type", KEYFRAMES),
    ("scd", KEYFRAMES),
    ("bitrate", "write `bit_rate` in the rung instead"),
    ("tbr", "write `bit_rate` in the rung instead"),
    ("crf", "write `crf` in the rung instead"),
    ("qp", "write `crf` in the rung instead"),
    ("rc", "write `bit_rate` or `crf` in the rung instead"),
    ("vbv-maxrate", "write `max_bit_rate` in the rung instead"),
    ("mbr", "write `max_bit_rate` in the rung instead"),
    ("vbv-bufsize", "write `buffer_size` in the rung instead"),
    ("preset", "write `preset` in the ladder instead"),
    ("tune", "write `tune` in the ladder instead"),
    ("profile", "write `profile` in the ladder instead"),
    ("fps", "write `max_frame_rate` in the ladder instead"),
    ("pass", "leave it out: rendit encodes in one pass"),
];
const KEYFRAMES: &str =
    "leave it out: keyframes follow from `segment_duration` (or a file's `keyframe_interval`)";

/// Looks into every such list of parameters.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, owner, arguments) in lists_of(context.manifest) {
        if owner != Owner::Encoder {
            continue;
        }
        for (position, pair) in arguments.windows(2).enumerate() {
            let [option, value] = pair else { continue };
            let is_x264 = matches!(option.as_str(), "-x264-params" | "-x264opts");
            if is_x264 || matches!(option.as_str(), "-x265-params" | "-svtav1-params") {
                let at = route.index(position + 1);
                look(diagnostics, &at, value.as_str(), is_x264);
            }
        }
    }
}

fn look(diagnostics: &mut Diagnostics, route: &Route, value: &str, is_x264: bool) {
    let mut start = 0;
    for part in value.split(':') {
        let written = part.split('=').next().unwrap_or(part);
        let range = start..start + written.len();
        start += part.len() + 1;
        let name = written.trim().to_ascii_lowercase().replace('_', "-");
        // What a template brings is known to the one who wrote it.
        if name.is_empty() || name.contains("${") || value.contains("${") && name.contains('}') {
            continue;
        }
        let at = At::Within(route.clone(), range);
        if let Some((_, instead)) = OWNED.iter().find(|(owned, _)| *owned == name) {
            diagnostics.push(
                Diagnostic::new(
                    &CODE,
                    route.clone(),
                    format!("rendit sets `{written}` itself"),
                )
                .label(at, "would win without a word")
                .help(*instead),
            );
            continue;
        }
        let bare = name.strip_prefix("no-").unwrap_or(&name);
        if !is_x264 || X264.split(' ').any(|known| known == bare) {
            continue;
        }
        let finding = Diagnostic::new(
            &CODE,
            route.clone(),
            format!("x264 has no parameter `{written}`"),
        )
        .label(at.clone(), "would be ignored");
        diagnostics.push(match suggest(bare, X264.split(' ')) {
            Some(near) => finding
                .help(format!("did you mean `{near}`?"))
                .fix(at, near)
                .sure(is_clear(bare, near, X264.split(' '))),
            None => finding.help("`x264 --fullhelp` lists them; leave it out"),
        });
    }
}
