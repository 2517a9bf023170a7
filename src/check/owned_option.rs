//! Raw arguments leave alone what rendit sets itself.
//!
//! Unaware of what an option's value is.

use super::Context;
use super::args::{Owner, is_option, lists};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

/// `owned-option`
pub static CODE: Code = Code {
    name: "owned-option",
    severity: Severity::Error,
    summary: "`args` with an option that rendit sets itself",
    explanation: r#"
`args` is for options that have no key in the manifest. What has a key, or what rendit needs for
itself (keyframes, maps, containers, playlists), would be set twice, and the later one would win
without a word: segments of unequal length, a playlist that does not tell the truth.

Wrong:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]
args = ["-preset", "slow"]
```

Right:

```toml
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]
preset = "slow"
```

Source: the manifest's own reference; ffmpeg's manual on options that are given twice.
"#,
};

/// Walks through every list of arguments.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, owner, arguments) in lists(context) {
        for (position, argument) in arguments.iter().enumerate() {
            let Some(instead) = instead(argument.as_str(), owner) else {
                continue;
            };
            let option = first_word(argument.as_str());
            let finding = Diagnostic::new(
                &CODE,
                route.index(position),
                format!("rendit sets `{option}` itself"),
            );
            diagnostics.push(finding.here("would be set twice").help(instead));
        }
    }
}

/// The option of an item that holds its value too, by mistake.
fn first_word(argument: &str) -> &str {
    argument.split([' ', '\t']).next().unwrap_or(argument)
}

/// What to write instead of an argument, if it is an option that rendit owns.
pub fn instead(argument: &str, owner: Owner) -> Option<String> {
    let argument = first_word(argument);
    if !is_option(argument) {
        return None;
    }
    let name = argument.strip_prefix('-').unwrap_or(argument);
    // `b:v:0` is the option `b` for some streams.
    let name = name.split(':').next().unwrap_or(name);
    let key = match owner {
        Owner::Input => of_input(name),
        Owner::Encoder => of_encoder(name).or_else(|| of_muxer(name)),
        Owner::Muxer => of_muxer(name).or_else(|| of_encoder(name)),
    };
    key.or_else(|| of_all(name)).map(|key| match key {
        Key::Instead(keys) => format!("write {keys} instead"),
        Key::None(why) => format!("leave it out: {why}"),
    })
}

enum Key {
    /// The key to write.
    Instead(&'static str),
    /// There is none, and why.
    None(&'static str),
}

fn of_all(name: &str) -> Option<Key> {
    Some(match name {
        "i" => Key::Instead("an entry of `inputs`"),
        "y" | "n" => Key::None("outputs are always replaced as a whole"),
        "progress" | "stats" | "nostats" | "stats_period" => Key::None("rendit reads the progress"),
        "loglevel" | "v" | "hide_banner" | "report" => Key::None("rendit reads what ffmpeg says"),
        "stdin" | "nostdin" => Key::None("ffmpeg has no keyboard here"),
        "map" => Key::Instead("the output's `inputs` and the input's `audio`"),
        _ => return None,
    })
}

fn of_input(name: &str) -> Option<Key> {
    Some(match name {
        "ss" | "sseof" => Key::Instead("`start` in the input"),
        "t" | "to" => Key::Instead("`end` in the input"),
        "vn" => Key::Instead("`video = false` in the input"),
        "an" => Key::Instead("`audio = []` in the input"),
        "copyts" | "start_at_zero" | "accurate_seek" | "noaccurate_seek" | "seek_timestamp" => {
            Key::None("rendit keeps the time itself")
        }
        _ => return None,
    })
}

fn of_encoder(name: &str) -> Option<Key> {
    Some(match name {
        "c" | "codec" | "vcodec" | "acodec" => Key::Instead("`codec` or `encoder` in the ladder"),
        "b" | "vb" | "ab" => Key::Instead("`bit_rate` in the rung"),
        "crf" => Key::Instead("`crf` in the rung"),
        "maxrate" => Key::Instead("`max_bit_rate` in the rung"),
        "bufsize" => Key::Instead("`buffer_size` in the rung"),
        "g" | "keyint_min" | "sc_threshold" | "force_key_frames" => {
            Key::Instead("`segment_duration` (or a file's `keyframe_interval`) in the output")
        }
        "vf"
        | "af"
        | "filter"
        | "filter_script"
        | "filter_complex"
        | "filter_complex_script"
        | "lavfi" => Key::Instead("`filters` in the ladder"),
        "r" | "fpsmax" => Key::Instead("`max_frame_rate` in the ladder"),
        "s" | "aspect" => Key::Instead("`height` and `width` in the rung"),
        "ar" => Key::Instead("`sample_rate` in the rung"),
        "ac" => Key::Instead("`channels` in the rung"),
        "pix_fmt" => Key::Instead("`pixel_format` in the ladder"),
        "preset" => Key::Instead("`preset` in the ladder"),
        "tune" => Key::Instead("`tune` in the ladder"),
        "profile" | "vprofile" => Key::Instead("`profile` in the ladder"),
        "ss" => Key::Instead("`start` in the input"),
        "t" | "to" => Key::Instead("`end` in the input"),
        "vn" | "an" | "sn" | "dn" => Key::Instead("the output's `ladders`"),
        "vsync" | "fps_mode" | "shortest" | "copyts" => Key::None("rendit keeps the time itself"),
        _ => return None,
    })
}

fn of_muxer(name: &str) -> Option<Key> {
    Some(match name {
        "f" => Key::Instead("the output's `type`, or the ending of a file's `path`"),
        "hls_time" | "seg_duration" | "segment_time" | "hls_init_time" => {
            Key::Instead("`segment_duration` in the output")
        }
        "hls_allow_cache" => Key::Instead("`allow_cache` in the output"),
        "hls_key_info_file" => {
            Key::Instead("`key_info_file` in an `encryption`, and `encryption` in the output")
        }
        "hls_enc" | "hls_enc_key" | "hls_enc_key_url" | "hls_enc_iv" | "encryption_scheme"
        | "encryption_key" | "encryption_kid" => Key::Instead("`encryption` in the output"),
        "hls_segment_type" => Key::Instead("`segments` in the output"),
        "hls_segment_filename"
        | "hls_fmp4_init_filename"
        | "init_seg_name"
        | "media_seg_name"
        | "strftime" => Key::Instead("`segment_path` in the output"),
        "hls_flags" | "single_file" | "single_file_name" => {
            Key::Instead("`single_file` in the output")
        }
        "master_pl_name" | "hls_master_name" => Key::Instead("`playlist` in the output"),
        "adaptation_sets" => Key::Instead("`adaptation_sets` in the output"),
        "var_stream_map" => Key::Instead("`ladders` in the output"),
        "use_timeline" | "use_template" => Key::None("segments are listed as they are"),
        "window_size" | "extra_window_size" | "hls_list_size" | "hls_playlist_type"
        | "streaming" | "ldash" | "remove_at_exit" => {
            Key::None("packages are whole films, not live")
        }
        "hls_playlist" => Key::Instead("`type = \"cmaf\"` in the output"),
        "frag_duration" | "frag_size" | "min_frag_duration" | "frag_type" => {
            Key::None("rendit cuts the fragments")
        }
        _ if name.starts_with("hls_") => Key::None("rendit writes the playlists itself"),
        _ => return None,
    })
}
