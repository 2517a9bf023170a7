//! Recorded answers of ffprobe 5.1 and 8.1 become the same facts.

use rendit::facts::{Basis, Source};
use rendit::probe::display::bit_depth;
use rendit::probe::reading;
use rendit::rational::Rational;

use super::{rational, recorded};

fn both(name: &str) -> [(&'static str, Source); 2] {
    ["5.1", "8.1"].map(|version| {
        let text = recorded(&format!("ffprobe-{version}/{name}.json"));
        (version, reading::source(&text).unwrap())
    })
}

#[test]
fn geometry() {
    // name, coded size, pixel aspect, rotation, mirrored, size shown
    for (name, coded, aspect, rotation, mirrored, shown) in [
        ("phone.mov", (1920, 1080), "1", 90, false, (1080, 1920)),
        ("selfie.mov", (1920, 1080), "1", 90, true, (1080, 1920)),
        ("broadcast.ts", (720, 576), "64/45", 0, false, (1024, 576)),
        ("film-lavf.mkv", (320, 180), "1", 0, false, (320, 180)),
    ] {
        for (version, source) in both(name) {
            let video = &source.video[0];
            assert_eq!((video.width, video.height), coded, "{version} {name}");
            assert_eq!(video.sample_aspect, rational(aspect), "{version} {name}");
            assert_eq!(video.rotation, rotation, "{version} {name}");
            assert_eq!(video.mirrored, mirrored, "{version} {name}");
            let whole = |size: (i64, i64)| (Rational::whole(size.0), Rational::whole(size.1));
            assert_eq!(video.display_size(), whole(shown), "{version} {name}");
        }
    }
}

#[test]
fn times() {
    use Basis::{Bytes, Header, Unknown};
    // name, whole length, start and length of the picture, its frames; `-` is nothing
    for (name, whole, basis, start, length, frames) in [
        ("phone.mov", "1", Header, "0", "1", Some(30)),
        ("late-sound.mp4", "", Header, "0", "5", Some(125)),
        ("film-lavf.mkv", "10.521", Header, "0.021", "10.01", None),
        ("film-mkvmerge.mkv", "5.517", Header, "0", "5", Some(125)),
        // ffmpeg copied mkvmerge's statistics of another file: not to be believed.
        ("stale-statistics.mkv", "5.517", Header, "0", "5", None),
        (
            "fragments.mp4",
            "10.521333",
            Bytes,
            "0",
            "300940/30000",
            None,
        ),
        ("broadcast.ts", "1", Bytes, "1.44", "1", None),
        // ffprobe says 6.3 of a file of which the header counts 301 frames.
        (
            "cut.avi",
            "10.538667",
            Header,
            "0",
            "301301/30000",
            Some(301),
        ),
        ("raw.h264", "-", Unknown, "-", "-", None),
        ("graph.lavfi", "-", Unknown, "0", "-", None),
    ] {
        for (version, source) in both(name) {
            let video = &source.video[0];
            if !whole.is_empty() {
                let said = source.duration.map(|length| length.decimal(6));
                let meant = rational(whole).map(|length| length.decimal(6));
                assert_eq!(said, meant, "{version} {name}");
            }
            assert_eq!(source.duration_basis, basis, "{version} {name}");
            assert_eq!(video.start, rational(start), "{version} {name}");
            assert_eq!(video.duration, rational(length), "{version} {name}");
            assert_eq!(video.duration_basis, basis, "{version} {name}");
            assert_eq!(video.frames, frames, "{version} {name}");
        }
    }
    for (version, source) in both("late-sound.mp4") {
        assert_eq!(source.audio[0].start, rational("65136/44100"), "{version}");
        assert_eq!(source.start, Some(Rational::ZERO), "{version}");
    }
    for (version, source) in both("broadcast.ts") {
        assert_eq!(source.start, rational("1.44"), "{version}");
    }
}

#[test]
fn streams_and_their_words() {
    for (version, source) in both("rich.mkv") {
        // The attached picture is no video.
        assert_eq!(source.video.len(), 1, "{version}");
        let video = &source.video[0];
        assert_eq!((video.bit_depth, video.is_hdr()), (10, true), "{version}");
        assert_eq!(video.color_primaries.as_deref(), Some("bt2020"));
        assert_eq!(video.color_range.as_deref(), Some("tv"));
        assert_eq!(video.language, None);
        let [main, comment] = &source.audio[..] else {
            panic!("{version}: {:?}", source.audio);
        };
        assert_eq!((main.index, main.channels, main.sample_rate), (1, 6, 44100));
        assert_eq!(main.channel_layout.as_deref(), Some("5.1(side)"));
        assert_eq!(main.language.as_deref(), Some("eng"));
        assert_eq!(main.title.as_deref(), Some("Main"));
        assert!(comment.dispositions.contains("comment"), "{version}");
        assert!(!comment.dispositions.contains("default"), "{version}");
        let [subtitle] = &source.subtitles[..] else {
            panic!("{version}: {:?}", source.subtitles);
        };
        assert_eq!((subtitle.index, subtitle.codec.as_str()), (3, "subrip"));
        assert!(subtitle.dispositions.contains("forced"), "{version}");
        assert_eq!(subtitle.language, None, "{version}");
    }
    for (version, source) in both("cover.mp3") {
        assert_eq!(
            (source.video.len(), source.audio.len()),
            (0, 1),
            "{version}"
        );
    }
    for (version, source) in both("broadcast.ts") {
        let video = &source.video[0];
        assert_eq!(video.field_order.as_deref(), Some("tt"), "{version}");
        assert!(video.is_interlaced(), "{version}");
        assert_eq!(video.color_transfer, None, "{version}");
    }
}

/// Numbers as numbers or text, words for "nothing", and what no ffprobe should say.
#[test]
fn hostile_answers() {
    let stream = |fields: &str| {
        let text = format!(
            r#"{{"streams":[{{"codec_type":"video","codec_name":"h264","width":64,"height":36{fields}}}]}}"#
        );
        reading::source(&text).unwrap().video.remove(0)
    };
    let none = stream("");
    assert_eq!((none.sample_aspect, none.frame_rate), (None, None));
    let none = stream(
        r#","sample_aspect_ratio":"0:1","r_frame_rate":"0/0","avg_frame_rate":"0/0","start_time":"N/A","color_space":"reserved","color_transfer":"unknown","field_order":"unknown","tags":{"language":"und"}"#,
    );
    assert_eq!((none.sample_aspect, none.frame_rate), (None, None));
    assert_eq!(
        (none.start, none.color_space, none.color_transfer),
        (None, None, None)
    );
    assert_eq!((none.field_order, none.language), (None, None));
    assert_eq!(none.bit_depth, 8);
    let odd = stream(
        r#","time_base":"1/1000","start_pts":-9223372036854775808,"duration_ts":"1500","sample_aspect_ratio":"N/A","side_data_list":[{"side_data_type":"Display Matrix","rotation":-90}]"#,
    );
    assert_eq!((odd.duration, odd.rotation), (rational("1.5"), 90));
    for text in [
        "",
        "null",
        "[]",
        r#"{"streams":{}}"#,
        r#"{"streams":[3,null,"x",{"codec_type":"video"},{"codec_type":5}],"format":[]}"#,
    ] {
        let source = reading::source(text);
        assert!(
            source.is_none_or(|source| source.video.is_empty()),
            "{text}"
        );
    }
}

/// Matrices as ffprobe prints them, against what ffmpeg's autorotation makes of them.
#[test]
fn display_matrices() {
    for ([a, b, c, d], rotation, mirrored) in [
        ([65536, 0, 0, 65536], 0, false),
        ([0, 65536, -65536, 0], 90, false),
        ([-65536, 0, 0, -65536], 180, false),
        ([0, -65536, 65536, 0], 270, false),
        ([-65536, 0, 0, 65536], 180, true),
        ([65536, 0, 0, -65536], 0, true),
        ([0, 65536, 65536, 0], 90, true),
        ([0, -65536, -65536, 0], 270, true),
        ([46340, 46340, -46340, 46340], 0, false),
        ([0, 0, 0, 0], 0, false),
    ] {
        let matrix =
            format!("\\n00000000: {a} {b} 0\\n00000001: {c} {d} 0\\n00000002: 0 0 1073741824\\n");
        let text = format!(
            r#"{{"streams":[{{"codec_type":"video","codec_name":"h264","width":64,"height":36,
            "side_data_list":[{{"side_data_type":"Display Matrix","displaymatrix":"{matrix}","rotation":7}}]}}]}}"#
        );
        let video = &reading::source(&text).unwrap().video[0];
        let got = (video.rotation, video.mirrored);
        assert_eq!(got, (rotation, mirrored), "{a} {b} {c} {d}");
    }
}

#[test]
fn bits() {
    for (format, bits) in [
        ("yuv420p", Some(8)),
        ("yuvj420p", Some(8)),
        ("yuv420p10le", Some(10)),
        ("yuv444p16be", Some(16)),
        ("yuva420p12le", Some(12)),
        ("p010le", Some(10)),
        ("p016le", Some(16)),
        ("y210le", Some(10)),
        ("nv12", Some(8)),
        ("nv20le", Some(10)),
        ("gray", Some(8)),
        ("gray12le", Some(12)),
        ("ya16be", Some(16)),
        ("gbrp", Some(8)),
        ("gbrap10le", Some(10)),
        ("gbrpf32le", Some(32)),
        ("rgb24", Some(8)),
        ("rgb48le", Some(16)),
        ("x2rgb10le", Some(10)),
        ("bayer_rggb16le", Some(16)),
        ("bayer_bggr8", Some(8)),
        ("pal8", Some(8)),
        ("uyvy422", Some(8)),
        ("monow", Some(1)),
        ("", None),
    ] {
        assert_eq!(bit_depth(format), bits, "{format}");
    }
}
