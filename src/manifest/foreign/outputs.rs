//! What other tools have in the place of outputs, and what to do about it.
//!
//! Unaware of sources and ladders.

use serde_json::Value;

use super::{Row, table};

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
        "write `codec = \"h264\"` in a ladder",
    ),
    (
        "fps frame_rate framerate r",
        "write `max_frame_rate = 25` in a ladder",
    ),
    (
        "bitrate b:v b:a video_bitrate audio_bitrate maxrate bufsize",
        "write `bit_rate = \"2500k\"` in the rungs of a ladder",
    ),
    (
        "resolution width size resolutions",
        "write `height = 720` in the rungs of a ladder",
    ),
    (
        "map var_stream_map stream_map",
        "leave it out: `ladders` and `inputs` say what goes in",
    ),
    ("f", "leave it out: `type` says it"),
    (
        "language lang languages default_language default_text_language audio_language",
        "leave it out, and write `language = \"en\"` in the input: it is that of the sound",
    ),
    (
        "hwaccel hw hw_accel gpu hardware hardware_acceleration",
        "write `encoder = \"h264_nvenc\"` in a ladder",
    ),
    (
        "name_modifier file_name_suffix suffix prefix",
        "leave it out: the rungs give the files their names",
    ),
    ("an vn sn dn", "leave it out: `ladders` say what goes in"),
    (
        "two_pass twopass passes pass",
        "leave it out: rendit encodes in one pass",
    ),
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
        "movflags faststart frag_keyframe frag_type fragmented",
        "leave it out: the segments are made to be streamed",
    ),
    (
        "use_template use_timeline min_buffer_time frag_duration utc_timing_url",
        "leave it out: rendit writes the MPD as players want it",
    ),
    (
        "gop g gop_size gop_length keyint keyframe_interval force_key_frames gop_duration keyframes fixed_gop closed_gop",
        "leave it out: keyframes follow from `segment_duration`",
    ),
    (
        "subtitles subtitle subs text captions closed_captions cc webvtt",
        "leave it out: subtitles are not packaged yet",
    ),
    (
        "thumbnails thumbnail sprites sprite poster posters storyboard trick_play trickplay iframe_only iframe_only_manifest add_iframe iframe_playlist iframes i_frame_playlist generate_iframe_playlist",
        "leave it out: previews and I-frame playlists are not made yet",
    ),
    (
        "live low_latency low_latency_mode ll_hls ll_dash streaming_mode window window_size hls_list_size hls_playlist_type playlist_type dvr availability_window utc_timings suggested_presentation_delay",
        "leave it out: packages are whole films, not live",
    ),
    (
        "manifest_format manifest_formats formats protocols",
        "write `type = \"cmaf\"` for HLS and DASH from one set of segments",
    ),
    (
        "init_seg_name init_segment init_segment_name hls_fmp4_init_filename",
        "leave it out: rendit names the init segments",
    ),
    (
        "program_date_time pdt discontinuity hls_version version min_segment_length min_segment part_duration part_target_duration segments_per_subdirectory directory_structure output_selection manifest_compression client_cache codec_specification stream_inf_resolution segment_alignment segment_list generate_dash_if_iop_compliant_mpd utc seek_preroll audio_group audio_group_id audio_track_type",
        "leave it out: rendit writes playlists and MPD as players want them",
    ),
    (
        "packager engine tool provider",
        "leave it out: rendit packages itself",
    ),
    (
        "upload s3 bucket destination_url destination_settings publish",
        "leave it out, and copy the folder when `rendit run` is done",
    ),
    (
        "base_url baseurl base_urls hls_base_url cdn",
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
        "key_rotation rotation hls_key_rotation rotate_keys",
        "leave it out: one key for the whole package",
    ),
    (
        "drm widevine playready fairplay pssh cenc cbcs raw_key protection",
        "write `encryption = \"aes\"`, and define that entry of `encryption` for AES-128: there is no DRM",
    ),
    (
        "key key_file key_uri key_info_file hls_key_info_file aes_key hls_key hls_enc hls_enc_key iv",
        "write `encryption = \"aes\"`, and the key in that entry of `encryption`",
    ),
];

/// Of an HLS package.
pub(in crate::manifest) fn hls_output() -> Value {
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
                "mpd manifest_mpd adaptation_sets generate_mpd dash",
                "write `type = \"cmaf\"` for a DASH manifest too",
            ),
        ],
    ])
}

/// Of a CMAF package.
pub(in crate::manifest) fn cmaf_output() -> Value {
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
pub(in crate::manifest) fn dash_output() -> Value {
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
                "playlist master_playlist hls_playlist hls hls_master_name generate_hls",
                "write `type = \"cmaf\"` for HLS playlists too",
            ),
        ],
    ])
}

/// Of a file.
pub(in crate::manifest) fn file_output() -> Value {
    table(&[
        OUTPUT,
        &[
            (
                "container format muxer extension ext",
                "leave it out: the ending of `path` says the container, such as `.mp4`",
            ),
            (
                "gop g gop_size keyint gop_duration keyframe keyframes",
                "write the longest time between keyframes: `keyframe_interval = \"2s\"`",
            ),
            (
                "segment_duration segment_time hls_time",
                "write `keyframe_interval = \"2s\"` for the longest time between keyframes, or `type = \"hls\"`: a file has no segments",
            ),
            (
                "subtitles subtitle subs text captions",
                "leave it out: subtitles are not carried over yet",
            ),
            (
                "faststart movflags optimize web_optimized fragmented moov_placement",
                "leave it out: an MP4 always begins with its index",
            ),
            (
                "overwrite",
                "leave it out: the file is always replaced as a whole",
            ),
            (
                "chapters markers chapter_markers",
                "leave it out: a file keeps the chapters of its source",
            ),
            (
                "brand major_brand",
                "write it into `args`: `args = [\"-brand\", \"mp42\"]`",
            ),
            (
                "copy_audio audio_copy copy stream_copy",
                "leave it out: picture and sound are always encoded anew",
            ),
            (
                "playlist_type hls_playlist_type playlist",
                "leave it out: a file has no playlist; for one, write `type = \"hls\"`",
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
                "leave it out, or write `type = \"hls\"`: a file is not encrypted",
            ),
        ],
    ])
}

/// Of the `type` of an output.
pub(in crate::manifest) fn output_types() -> Value {
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
            "write `type = \"cmaf\"`, which plays nearly everywhere: Smooth Streaming is not made",
        ),
        (
            "video audio",
            "write `type = \"cmaf\"` for a package, `type = \"file\"` for one file",
        ),
    ]])
}

/// Of the `type` of an output whose other keys are those of another type.
pub(in crate::manifest) fn output_misfits() -> Value {
    table(&[&[(
        "mp4 mov mkv webm",
        "write `type = \"file\"` and a `path` with that ending for one file, or `type = \"cmaf\"` for a package",
    )]])
}

/// Of an adaptation set.
pub(in crate::manifest) fn adaptation_set() -> Value {
    table(&[&[
        (
            "codec codecs vcodec acodec rungs rung heights height bitrates bit_rates renditions representations variants",
            "write `ladder = \"hd\"`: a set takes whole ladders",
        ),
        (
            "label role roles default title",
            "write it to a sound track of an input: `audio = [{ \"track\": 0, \"role\": \"main\" }]` there",
        ),
        ("name", "leave it out: a set has a number as its `id`"),
        (
            "group segment_alignment subsegment_alignment start_with_sap subsegment_starts_with_sap bitstream_switching par frame_rate max_width max_height mime_type codecs_string",
            "leave it out: rendit writes what players want",
        ),
    ]])
}
