//! What other tools have that has no like here, and what to do about it: `x-foreign` of the schema.
//!
//! An entry is a key, ` = ` and a JSON value; who shows it turns it into the syntax of the file. Unaware of
//! names that are only another word for a key: those stand beside their table, as `x-aliases`.

use serde_json::{Map, Value};

mod values;

pub(super) use values::{
    auto, file_name, frame_rate, heights, inputs, iv, language, likely_heights, reason, rungs,
    side, sound_rate, streams, tracks, warnings,
};

/// Names with spaces between them, and what is said of each.
type Row = (&'static str, &'static str);

fn table(parts: &[&[Row]]) -> Value {
    let mut all = Map::new();
    for (names, words) in parts.iter().copied().flatten() {
        for name in names.split(' ') {
            all.insert(name.to_owned(), Value::from(*words));
        }
    }
    Value::Object(all)
}

/// Of the top level.
pub(super) fn manifest() -> Value {
    table(&[&[
        ("author date", "leave it out, or write it as a comment"),
        (
            "jobs parallel threads log_level loglevel verbose progress keep_going dry_run",
            "that is an option of `rendit run`: see `rendit run --help`",
        ),
        (
            "ffmpeg ffprobe ffmpeg_path",
            "that is an option of the command line: `--ffmpeg PATH`",
        ),
        (
            "subtitles subtitle captions text",
            "subtitles are not packaged yet",
        ),
    ]])
}

/// Of an input.
pub(super) fn input() -> Value {
    table(&[&[
        (
            "type media_type input_type kind format container codec bitrate bit_rate resolution width height size fps frame_rate framerate channels channel_layout sample_rate",
            "leave it out: rendit looks into the file",
        ),
        (
            "stream stream_index track track_num track_number audio_track audio_stream",
            "name the sound tracks that are used: `audio = [{ \"track\": 0 }]`",
        ),
        (
            "trim cut clip range segment",
            "write it as two keys: `start = \"2s\"` and `end = \"8s\"`",
        ),
        (
            "required must_exist",
            "an absent file is an error; for one that may be absent, write `optional = true`",
        ),
        (
            "paths files",
            "one `path` for each input: make several inputs, or write one `glob`",
        ),
        (
            "loop stream_loop",
            "write it into `args`: `args = [\"-stream_loop\", \"1\"]`",
        ),
        (
            "filters vf filter",
            "filters belong in a ladder: `filters = [\"hqdn3d\"]` there",
        ),
        (
            "subtitles subtitle captions text",
            "subtitles are not packaged yet",
        ),
        (
            "extra_input_args input_args options params",
            "write it into `args`: `args = [\"-reconnect\", \"1\"]`",
        ),
    ]])
}

const IN_LADDER: &str =
    "keyframes follow from `segment_duration` (or a file's `keyframe_interval`) in the output";

/// What both a video ladder and its rungs are asked for.
const PICTURE: &[Row] = &[
    (
        "gop g gop_size gop_length keyint keyint_min min_keyint keyframe_interval force_key_frames sc_threshold scenecut",
        IN_LADDER,
    ),
    (
        "audio_bitrate audio_bit_rate abitrate audio_codec acodec audio c:a b:a audio_channels",
        "sound has a ladder of its own, with `type = \"audio\"`",
    ),
    (
        "two_pass twopass passes pass multipass rate_control rc mode",
        "rendit encodes in one pass: write `bit_rate`, or `crf` with `max_bit_rate`, in the rung",
    ),
    (
        "minrate min_rate min_bitrate min_bit_rate",
        "leave it out: nothing is padded up to a least bit rate",
    ),
    (
        "level",
        "write it into `args`: `args = [\"-level\", \"4.1\"]`",
    ),
    (
        "bframes b_frames bf",
        "write it into `args`: `args = [\"-bf\", \"2\"]`",
    ),
    (
        "refs ref ref_frames reference_frames",
        "write it into `args`: `args = [\"-refs\", \"4\"]`",
    ),
    (
        "x264_params x264opts x264-params x264_opts",
        "write it into `args`: `args = [\"-x264-params\", \"aq-mode=3\"]`",
    ),
    (
        "x265_params x265-params",
        "write it into `args`: `args = [\"-x265-params\", \"aq-mode=3\"]`",
    ),
    (
        "threads",
        "write it into `args`: `args = [\"-threads\", \"4\"]`",
    ),
];

/// Of a video ladder.
pub(super) fn video_ladder() -> Value {
    table(&[
        PICTURE,
        &[
            (
                "hwaccel hw hw_accel gpu hardware",
                "name the encoder: `encoder = \"h264_nvenc\"`",
            ),
            (
                "deinterlace interlaced yadif",
                "write it as a filter: `filters = [\"bwdif\"]`",
            ),
            (
                "crop",
                "write it as a filter: `filters = [\"crop=1920:800\"]`",
            ),
            ("denoise", "write it as a filter: `filters = [\"hqdn3d\"]`"),
            (
                "enabled disabled",
                "name it in the `ladders` of an output, or leave it out there",
            ),
            (
                "bit_depth bitdepth color_depth colour_depth depth",
                "write it as a pixel format: `pixel_format = \"yuv420p10le\"` for 10 bits",
            ),
            (
                "max_width",
                "the bound is of the short side: write `max_height = 1080`",
            ),
            (
                "max_rungs rung_count count",
                "leave it out: `auto` finds how many there are, `max_height` and `min_height` bound them",
            ),
            (
                "aspect aspect_ratio dar sar",
                "leave it out: the picture keeps its aspect",
            ),
            (
                "hdr hdr10 dolby_vision",
                "high dynamic range is not made yet",
            ),
            (
                "name label title id",
                "leave it out: a ladder's name is its key below `ladders`",
            ),
            (
                "quality",
                "it belongs in the items of `rungs`: `crf = 23` there",
            ),
        ],
    ])
}

/// Of a rung of a video ladder.
pub(super) fn video_rung() -> Value {
    table(&[
        PICTURE,
        &[
            (
                "codec vcodec video_codec c:v encoder",
                "all rungs of a ladder have its `codec`: for another one, write another ladder",
            ),
            (
                "name label id title",
                "a rung has no name: rendit calls it by its size, such as `720p`",
            ),
            (
                "qp qvbr q vmaf min_vmaf target_vmaf vmaf_target",
                "write constant quality as `crf = 23`",
            ),
        ],
    ])
}

/// Of a rung of an audio ladder.
pub(super) fn audio_rung() -> Value {
    table(&[&[
        (
            "name label id title",
            "a rung has no name: rendit calls it by its codec and rate, such as `aac_en_96k`",
        ),
        (
            "codec acodec audio_codec c:a encoder",
            "all rungs of a ladder have its `codec`: for another one, write another ladder",
        ),
        ("q vbr quality", "write a rate: `bit_rate = \"128k\"`"),
        (
            "max_bit_rate maxrate max_rate",
            "write `bit_rate` alone: sound has no peaks",
        ),
        (
            "language lang languages",
            "the language belongs in an input: `language = \"en\"` there",
        ),
    ]])
}

/// Of an audio ladder.
pub(super) fn audio_ladder() -> Value {
    table(&[&[
        (
            "vcodec video_codec video c:v",
            "pictures have a ladder of their own, with `type = \"video\"`",
        ),
        (
            "volume gain",
            "write it as a filter: `filters = [\"volume=-3dB\"]`",
        ),
        (
            "loudnorm normalize normalise loudness lufs",
            "write it as a filter: `filters = [\"loudnorm=I=-23\"]`",
        ),
        ("profile", "leave it out: AAC is always AAC-LC"),
    ]])
}

/// Of every output.
const OUTPUT: &[Row] = &[
    (
        "name id label title",
        "leave it out: an output's name is its key below `outputs`",
    ),
    (
        "enabled disabled skip",
        "leave it out, and make a comment of an output that is not wanted",
    ),
    (
        "vcodec acodec c:v c:a video_codec audio_codec",
        "it belongs in a ladder: `codec = \"h264\"` there",
    ),
    (
        "fps frame_rate framerate r",
        "it belongs in a ladder: `max_frame_rate = 25` there",
    ),
    (
        "bitrate b:v b:a video_bitrate audio_bitrate maxrate bufsize",
        "rates belong in the rungs of a ladder: `bit_rate = \"2500k\"` there",
    ),
    (
        "resolution width size resolutions",
        "sizes belong in the rungs of a ladder: `height = 720` there",
    ),
    (
        "map var_stream_map stream_map",
        "leave it out: `ladders` and `inputs` say what goes in",
    ),
    ("f", "leave it out: `type` says it"),
];

/// Of every package.
const PACKAGE: &[Row] = &[
    (
        "start_number hls_start_number hls_start_number_source",
        "leave it out: rendit numbers the segments",
    ),
    (
        "independent_segments",
        "leave it out: every segment begins with a keyframe",
    ),
    (
        "movflags faststart frag_keyframe frag_type",
        "leave it out: the segments are made to be streamed",
    ),
    (
        "use_template use_timeline min_buffer_time frag_duration utc_timing_url",
        "leave it out: rendit writes the MPD as players want it",
    ),
    (
        "gop g gop_size gop_length keyint keyframe_interval force_key_frames",
        "keyframes follow from `segment_duration`",
    ),
    (
        "subtitles subtitle subs text captions closed_captions cc webvtt",
        "subtitles are not packaged yet",
    ),
    (
        "thumbnails thumbnail sprites sprite poster posters storyboard trick_play trickplay iframe_playlist iframes i_frame_playlist generate_iframe_playlist",
        "previews and I-frame playlists are not made yet",
    ),
    (
        "live low_latency low_latency_mode ll_hls ll_dash streaming_mode window window_size hls_list_size hls_playlist_type playlist_type dvr availability_window utc_timings suggested_presentation_delay",
        "leave it out: packages are whole films, not live",
    ),
    (
        "manifest_format manifest_formats formats protocols",
        "for HLS and DASH from one set of segments, write `type = \"cmaf\"`",
    ),
    (
        "init_seg_name init_segment init_segment_name hls_fmp4_init_filename",
        "leave it out: rendit names the init segments",
    ),
    (
        "upload s3 bucket destination_url publish",
        "leave it out, and copy the folder when `rendit run` is done",
    ),
    (
        "base_url baseurl hls_base_url cdn",
        "leave it out: playlists name segments relative to themselves",
    ),
    (
        "overwrite clean force",
        "leave it out: the folder is always replaced as a whole",
    ),
    (
        "audio video streams tracks",
        "name its ladders: `ladders = [\"hd\", \"sound\"]`",
    ),
];

/// Of an HLS or CMAF package, which can be encrypted.
const ENCRYPTABLE: &[Row] = &[
    (
        "drm widevine playready fairplay pssh cenc cbcs raw_key protection",
        "there is no DRM: for AES-128, define an entry of `encryption`, and write its name: `encryption = \"aes\"`",
    ),
    (
        "key key_file key_uri key_info_file hls_key_info_file aes_key hls_key hls_enc hls_enc_key iv",
        "keys belong in an entry of `encryption`; write its name here: `encryption = \"aes\"`",
    ),
];

/// Of an HLS package.
pub(super) fn hls_output() -> Value {
    table(&[
        OUTPUT,
        PACKAGE,
        ENCRYPTABLE,
        &[
            (
                "hls_flags",
                "write `single_file = true` for one file a rendition; the rest is as players want it",
            ),
            (
                "mpd manifest_mpd adaptation_sets",
                "for a DASH manifest too, write `type = \"cmaf\"`",
            ),
        ],
    ])
}

/// Of a CMAF package.
pub(super) fn cmaf_output() -> Value {
    table(&[
        OUTPUT,
        PACKAGE,
        ENCRYPTABLE,
        &[
            (
                "hls_flags",
                "write `single_file = true` for one file a rendition; the rest is as players want it",
            ),
            (
                "segments container segment_type hls_segment_type segment_format",
                "leave it out: the segments are always fragmented MP4",
            ),
        ],
    ])
}

/// Of a DASH package.
pub(super) fn dash_output() -> Value {
    table(&[
        OUTPUT,
        PACKAGE,
        &[
            (
                "encryption drm widevine playready fairplay pssh cenc key key_file",
                "leave it out: a `dash` output is never encrypted so far",
            ),
            (
                "segments container segment_type segment_format",
                "leave it out: the segments are always fragmented MP4",
            ),
            (
                "playlist master_playlist hls_playlist hls hls_master_name",
                "for HLS playlists too, write `type = \"cmaf\"`",
            ),
        ],
    ])
}

/// Of a file.
pub(super) fn file_output() -> Value {
    table(&[
        OUTPUT,
        &[
            (
                "container format muxer extension ext",
                "leave it out: the ending of `path` says the container, such as `.mp4`",
            ),
            (
                "gop g gop_size keyint",
                "write the longest time between keyframes: `keyframe_interval = \"2s\"`",
            ),
            (
                "segment_duration segment_time hls_time",
                "a file has no segments: write `type = \"hls\"`, or the longest time between keyframes: `keyframe_interval = \"2s\"`",
            ),
            (
                "subtitles subtitle subs text captions",
                "subtitles are not carried over yet",
            ),
            (
                "faststart movflags",
                "leave it out: an MP4 always begins with its index",
            ),
            (
                "overwrite",
                "leave it out: the file is always replaced as a whole",
            ),
            (
                "audio video streams",
                "name its ladders: `ladders = [\"hd\", \"sound\"]`",
            ),
            (
                "metadata tags title",
                "write it into `args`: `args = [\"-metadata\", \"title=Film\"]`",
            ),
            (
                "encryption encrypt drm key key_file",
                "a file is not encrypted: write `type = \"hls\"`, or leave it out",
            ),
        ],
    ])
}

/// Of the `type` of a ladder.
pub(super) fn ladder_types() -> Value {
    table(&[&[
        (
            "h264 avc x264 libx264",
            "write `type = \"video\"` and `codec = \"h264\"`",
        ),
        (
            "hevc h265 x265 libx265",
            "write `type = \"video\"` and `codec = \"hevc\"`",
        ),
        ("av1", "write `type = \"video\"` and `codec = \"av1\"`"),
        ("vp9", "write `type = \"video\"` and `codec = \"vp9\"`"),
        ("aac", "write `type = \"audio\"` and `codec = \"aac\"`"),
        ("opus", "write `type = \"audio\"` and `codec = \"opus\"`"),
    ]])
}

/// Of the `type` of an output.
pub(super) fn output_types() -> Value {
    table(&[&[
        (
            "hls_fmp4 hls-fmp4 fmp4_hls fmp4-hls hls_mp4 hls-mp4",
            "write `type = \"hls\"`: its segments are fragmented MP4",
        ),
        (
            "ts mpegts mpeg-ts hls_ts hls-ts m2ts",
            "write `type = \"hls\"` and `segments = \"ts\"`",
        ),
        (
            "smooth mss smoothstreaming smooth_streaming ism",
            "Smooth Streaming is not made: `type = \"cmaf\"` plays nearly everywhere",
        ),
        (
            "video audio",
            "that is a ladder's; for a package write `type = \"cmaf\"`, for one file `type = \"file\"`",
        ),
    ]])
}

/// Of the `type` of an output whose other keys are those of another type.
pub(super) fn output_misfits() -> Value {
    table(&[&[(
        "mp4 mov mkv webm",
        "for one file, write `type = \"file\"` and a `path` with that ending; for a package, `type = \"cmaf\"`",
    )]])
}

/// Of an encryption.
pub(super) fn encryption() -> Value {
    table(&[&[
        (
            "key secret key_hex hex_key aes_key value",
            "a key never stands in a manifest: write `key_file` or `key_env`",
        ),
        (
            "pssh kid key_id content_id system_id clear_lead license_url la_url",
            "there is no DRM: whole segments are encrypted with AES-128",
        ),
        (
            "rotation key_rotation rotate hls_flags periodic_rekey",
            "keys are not rotated: one key for the whole package",
        ),
    ]])
}
