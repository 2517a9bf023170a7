//! What other tools have in the place of ladders and rungs, and what to do about it.
//!
//! Unaware of sources and outputs.

use serde_json::Value;

use super::{Row, table};

const IN_LADDER: &str = "leave it out: keyframes follow from `segment_duration` (or a file's `keyframe_interval`) in the output";

/// What both a video ladder and its rungs are asked for.
const PICTURE: &[Row] = &[
    (
        "gop g gop_size gop_length keyint keyint_min min_keyint keyframe_interval keyframe_distance keyframes force_key_frames sc_threshold scenecut gop_duration gop_seconds gop_size_units gop_closed_cadence closed_gop open_gop strict_gop fixed_gop",
        IN_LADDER,
    ),
    (
        "audio_bitrate audio_bit_rate abitrate audio_codec acodec audio c:a b:a audio_encoder audio_filters af",
        "write it in a ladder of its own for sound, with `type = \"audio\"`",
    ),
    (
        "ar samplerate sample_rate audio_sample_rate sampling_rate",
        "write `sample_rate = 48000` in the rungs of a ladder with `type = \"audio\"`",
    ),
    (
        "ac channels audio_channels mixdown channel_layout",
        "write `channels = 2` in the rungs of a ladder with `type = \"audio\"`",
    ),
    (
        "language languages lang audio_language",
        "leave it out, and write `language = \"en\"` in the input: it is that of the sound",
    ),
    (
        "crf_max",
        "write it into `args`: `args = [\"-crf_max\", \"30\"]`",
    ),
    (
        "max_crf min_crf crf_min crf_range crf_increment min_xpsnr samples",
        "leave it out: nothing is searched for; write `crf = 23` in the rung, and `max_bit_rate` to cap its bits",
    ),
    ("qmin", "write it into `args`: `args = [\"-qmin\", \"3\"]`"),
    ("qmax", "write it into `args`: `args = [\"-qmax\", \"40\"]`"),
    (
        "aq_mode adaptive_quantization",
        "write it into `args`: `args = [\"-aq-mode\", \"3\"]`",
    ),
    (
        "aq_strength",
        "write it into `args`: `args = [\"-aq-strength\", \"0.8\"]`",
    ),
    (
        "rc_lookahead lookahead",
        "write it into `args`: `args = [\"-rc-lookahead\", \"40\"]`",
    ),
    (
        "film_grain grain grain_synthesis",
        "write it into the `args` of a ladder of AV1: `args = [\"-svtav1-params\", \"film-grain=8\"]`",
    ),
    (
        "svtav1_params svt_params svt svt_av1_params",
        "write it into `args`: `args = [\"-svtav1-params\", \"film-grain=8\"]`",
    ),
    (
        "deadline",
        "write it into `args`: `args = [\"-deadline\", \"good\"]`",
    ),
    (
        "row_mt",
        "write it into `args`: `args = [\"-row-mt\", \"1\"]`",
    ),
    (
        "tile_columns",
        "write it into `args`: `args = [\"-tile-columns\", \"2\"]`",
    ),
    (
        "cabac entropy_encoding coder",
        "leave it out: it follows from `profile`, such as `profile = \"main\"`",
    ),
    (
        "hls_playlist_type playlist_type",
        "leave it out: packages are whole films, not live",
    ),
    (
        "vsync fps_mode cfr vfr pfr framerate_conversion_algorithm framerate_control",
        "leave it out: the frame rate is constant; write `max_frame_rate = 30` to bound it",
    ),
    (
        "an sn dn no_audio",
        "leave it out: an output's `ladders` say what goes in",
    ),
    (
        "movflags faststart y overwrite f format container",
        "leave it out: it follows from the output",
    ),
    (
        "codec_tag tag tag:v hvc1 vtag",
        "leave it out: rendit writes the tag that players want, such as `hvc1`",
    ),
    (
        "color_primaries colour_primaries colorspace colourspace color_space colour_space color_trc color_transfer color_range colour_range color_metadata",
        "leave it out: rendit keeps the colours of the source, and names them in the stream",
    ),
    (
        "two_pass twopass passes pass multipass rate_control ratecontrol rate_control_mode rc rc_mode mode cbr vbr abr cqp vbr_hq quality_tuning_level",
        "write `bit_rate`, or `crf` with `max_bit_rate`, in the rung: rendit encodes in one pass",
    ),
    (
        "minrate min_rate min_bitrate min_bit_rate",
        "leave it out: nothing is padded up to a least bit rate",
    ),
    (
        "level encoder_level codec_level",
        "write it into `args`: `args = [\"-level\", \"4.1\"]`",
    ),
    (
        "bframes b_frames bf number_b_frames_between_reference_frames",
        "write it into `args`: `args = [\"-bf\", \"2\"]`",
    ),
    (
        "refs ref ref_frames reference_frames number_reference_frames",
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
pub(in crate::manifest) fn video_ladder() -> Value {
    table(&[
        PICTURE,
        &[
            (
                "hwaccel hw hw_accel gpu hardware hardware_acceleration",
                "name the encoder: `encoder = \"h264_nvenc\"`",
            ),
            (
                "deinterlace interlaced yadif",
                "write it as a filter: `filters = [\"bwdif\"]`",
            ),
            (
                "filter_complex filtergraph filter_graph lavfi",
                "write it as filters, one after another: `filters = [\"hqdn3d\"]`",
            ),
            (
                "rotate transpose flip",
                "write it as a filter: `filters = [\"transpose=1\"]`",
            ),
            (
                "pad letterbox",
                "write it as a filter: `filters = [\"pad=1920:1080:-1:-1\"]`",
            ),
            (
                "sharpen unsharp sharpness",
                "write it as a filter: `filters = [\"unsharp\"]`",
            ),
            (
                "watermark overlay logo image_inserter",
                "leave it out: nothing is laid over the picture yet",
            ),
            (
                "resolutions resolution size scale dimension dimensions heights widths sizes bitrates bit_rates bitrate_ladder ladder steps levels",
                "write each as an item of `rungs`: `rungs = [{ \"height\": 720, \"bit_rate\": \"2500k\" }]`",
            ),
            (
                "crop",
                "write it as a filter: `filters = [\"crop=1920:800\"]`",
            ),
            ("denoise", "write it as a filter: `filters = [\"hqdn3d\"]`"),
            (
                "enabled disabled enable",
                "name it in the `ladders` of an output, or leave it out there",
            ),
            (
                "bit_depth bitdepth color_depth colour_depth depth",
                "write it as a pixel format: `pixel_format = \"yuv420p10le\"` for 10 bits",
            ),
            (
                "max_width",
                "write `max_height = 1080`: the bound is of the short side",
            ),
            (
                "max_rungs rung_count count",
                "leave it out: `auto` finds how many there are, `max_height` and `min_height` bound them",
            ),
            (
                "aspect aspect_ratio dar sar par par_numerator par_denominator anamorphic modulus display_aspect",
                "leave it out: the picture keeps its aspect",
            ),
            (
                "hdr hdr10 dolby_vision",
                "leave it out: high dynamic range is not made yet",
            ),
            (
                "name label title id suffix prefix output_name",
                "leave it out: a ladder's name is its key below `ladders`",
            ),
            (
                "quality vmaf min_vmaf target_vmaf vmaf_target qp rf q qvbr",
                "write `crf = 23` in the items of `rungs`",
            ),
        ],
    ])
}

/// Of a rung of a video ladder.
pub(in crate::manifest) fn video_rung() -> Value {
    table(&[
        PICTURE,
        &[
            (
                "hwaccel hw hw_accel gpu hardware hardware_acceleration",
                "name the encoder in the ladder: `encoder = \"h264_nvenc\"` there",
            ),
            (
                "codec vcodec video_codec c:v encoder",
                "write another ladder for another codec: all rungs of one have its `codec`",
            ),
            (
                "name label id title",
                "leave it out: rendit calls a rung by its size, such as `720p`",
            ),
            (
                "qp qvbr q vmaf min_vmaf target_vmaf vmaf_target qvbr_quality_level rf",
                "write constant quality as `crf = 23`",
            ),
        ],
    ])
}

/// Of a rung of an audio ladder.
pub(in crate::manifest) fn audio_rung() -> Value {
    table(&[&[
        (
            "name label id title",
            "leave it out: rendit calls a rung by its codec and rate, such as `aac_en_96k`",
        ),
        (
            "codec acodec audio_codec c:a encoder",
            "write another ladder for another codec: all rungs of one have its `codec`",
        ),
        (
            "fps frame_rate framerate gop gop_duration keyint keyframes hwaccel tune tuning preset crf_max playlist_type",
            "leave it out: sound has no pictures; write its rate: `bit_rate = \"128k\"`",
        ),
        ("q vbr quality crf", "write a rate: `bit_rate = \"128k\"`"),
        (
            "max_bit_rate maxrate max_rate",
            "write `bit_rate` alone: sound has no peaks",
        ),
        (
            "language lang languages",
            "leave it out, and write `language = \"en\"` in the input",
        ),
    ]])
}

/// Of an audio ladder.
pub(in crate::manifest) fn audio_ladder() -> Value {
    table(&[&[
        (
            "vcodec video_codec video c:v",
            "write it in a ladder of its own for pictures, with `type = \"video\"`",
        ),
        (
            "volume gain",
            "write it as a filter: `filters = [\"volume=-3dB\"]`",
        ),
        (
            "loudnorm normalize normalise loudness lufs",
            "write it as a filter: `filters = [\"loudnorm=I=-23\"]`",
        ),
        (
            "profile codec_profile aac_profile audio_profile",
            "leave it out: AAC is always AAC-LC",
        ),
        (
            "language lang languages",
            "leave it out, and write `language = \"en\"` in the input",
        ),
        (
            "track tracks stream source audio_source_name",
            "leave it out: each rung is made of every sound track; choose tracks in the input: `audio = [{ \"track\": 0 }]` there",
        ),
        (
            "copy passthrough passthru",
            "leave it out: sound is always encoded anew",
        ),
        (
            "downmix surround stereo max_channels channel_layout layout",
            "write it as `channels` in the rungs: `rungs = [{ \"channels\": 2 }]`",
        ),
        (
            "preset tune tuning crf",
            "leave it out: sound has only a rate: `rungs = [{ \"bit_rate\": \"128k\" }]`",
        ),
    ]])
}

/// Of the `type` of a ladder.
pub(in crate::manifest) fn ladder_types() -> Value {
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
