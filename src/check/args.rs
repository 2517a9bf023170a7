//! Raw `args` of a manifest: where they stand and what they are for.
//!
//! Unaware of which options are refused.

use super::Context;
use crate::manifest::{Ladder, Manifest, Output, Text};
use crate::source::Route;

/// What ffmpeg does with a list of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Reads an input.
    Input,
    /// Encodes.
    Encoder,
    /// Writes an output.
    Muxer,
}

/// Every list of arguments, filled in, with its route.
pub fn lists<'a>(context: &Context<'a>) -> Vec<(Route, Owner, &'a [Text])> {
    lists_of(context.filled())
}

/// Every list of arguments of a manifest, with its route.
pub fn lists_of(manifest: &Manifest) -> Vec<(Route, Owner, &[Text])> {
    let mut lists: Vec<(Route, Owner, &[Text])> = Vec::new();
    for (name, input) in &manifest.inputs {
        let at = Route::root().key("inputs").key(name).key("args");
        lists.push((at, Owner::Input, &input.args));
    }
    for (name, ladder) in &manifest.ladders {
        let at = Route::root().key("ladders").key(name);
        match ladder {
            Ladder::Video(ladder) => {
                for (position, rung) in ladder.rungs.iter().enumerate() {
                    let at = at.key("rungs").index(position).key("args");
                    lists.push((at, Owner::Encoder, &rung.args));
                }
                lists.push((at.key("args"), Owner::Encoder, &ladder.args));
            }
            Ladder::Audio(ladder) => lists.push((at.key("args"), Owner::Encoder, &ladder.args)),
        }
    }
    for (name, output) in &manifest.outputs {
        let args = match output {
            Output::Hls(hls) => &hls.args,
            Output::File(file) => &file.args,
            Output::Dash(_) | Output::Cmaf(_) => continue,
        };
        let at = Route::root().key("outputs").key(name).key("args");
        lists.push((at, Owner::Muxer, args));
    }
    lists
}

/// Well-known options that always take a value, each with one; of those of libavcodec, libavformat and
/// protocols all do (`doc/ffmpeg.texi`, "AVOptions"), and only some of ffmpeg's own do not.
const VALUES: [(&str, &str); 78] = [
    ("analyzeduration", "10M"),
    ("application", "audio"),
    ("aq-mode", "3"),
    ("aq-strength", "0.8"),
    ("arnr-maxframes", "7"),
    ("arnr-strength", "4"),
    ("auto-alt-ref", "1"),
    ("b_strategy", "1"),
    ("bf", "2"),
    ("bsf", "h264_metadata"),
    ("channel_layout", "stereo"),
    ("chroma_sample_location", "left"),
    ("coder", "1"),
    ("color_primaries", "bt709"),
    ("color_range", "tv"),
    ("color_trc", "bt709"),
    ("colorspace", "bt709"),
    ("compression_level", "8"),
    ("cpu-used", "2"),
    ("cutoff", "20000"),
    ("deadline", "good"),
    ("deblock", "-1:-1"),
    ("dialnorm", "-27"),
    ("disposition", "default"),
    ("err_detect", "ignore_err"),
    ("fflags", "+genpts"),
    ("field_order", "progressive"),
    ("flags", "+cgop"),
    ("flags2", "+fast"),
    ("frame_duration", "20"),
    ("framerate", "25"),
    ("headers", "Referer: https://example.com"),
    ("hwaccel", "auto"),
    ("lag-in-frames", "25"),
    ("level", "4.1"),
    ("me_method", "hex"),
    ("me_range", "16"),
    ("metadata", "title=Film"),
    ("motion-est", "umh"),
    ("movflags", "+faststart"),
    ("mpegts_flags", "+resend_headers"),
    ("mpegts_original_network_id", "1"),
    ("mpegts_service_id", "1"),
    ("mpegts_transport_stream_id", "1"),
    ("muxrate", "5M"),
    ("nal-hrd", "vbr"),
    ("packet_loss", "5"),
    ("pes_payload_size", "2930"),
    ("pixel_format", "yuv420p"),
    ("probesize", "10M"),
    ("protocol_whitelist", "file,http,https,tcp,tls"),
    ("psy-rd", "1.0:0.0"),
    ("qcomp", "0.6"),
    ("qmax", "51"),
    ("qmin", "10"),
    ("rc-lookahead", "40"),
    ("reconnect", "1"),
    ("reconnect_at_eof", "1"),
    ("reconnect_delay_max", "10"),
    ("reconnect_on_network_error", "1"),
    ("reconnect_streamed", "1"),
    ("refs", "4"),
    ("row-mt", "1"),
    ("rw_timeout", "10000000"),
    ("stream_loop", "1"),
    ("subq", "7"),
    ("svtav1-params", "film-grain=8"),
    ("tag", "hvc1"),
    ("thread_queue_size", "512"),
    ("threads", "4"),
    ("tile-columns", "2"),
    ("timecode", "00:00:00:00"),
    ("timeout", "10000000"),
    ("trellis", "1"),
    ("user_agent", "rendit"),
    ("video_size", "1280x720"),
    ("x264-params", "aq-mode=3"),
    ("x265-params", "aq-mode=3"),
];

/// A value of a well-known option that always takes one.
pub fn sample(option: &str) -> Option<&'static str> {
    let name = option.strip_prefix('-')?.split(':').next()?;
    let at = VALUES
        .binary_search_by_key(&name, |(known, _)| known)
        .ok()?;
    VALUES.get(at).map(|(_, value)| *value)
}

/// Whether an option takes flags, of which one may be switched off: `-flags -cgop`.
pub fn takes_flags(option: &str) -> bool {
    let name = option.split(':').next().unwrap_or(option);
    let is_known = matches!(name, "-disposition" | "-err_detect");
    name.starts_with('-') && (is_known || name.ends_with("flags") || name.ends_with("flags2"))
}

/// Whether an argument is an option such as `-tune`, not a value such as `film` or `-3`.
pub fn is_option(argument: &str) -> bool {
    let name = argument.strip_prefix('-').unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '/')
}
