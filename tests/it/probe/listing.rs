//! ffmpeg's accounts of itself are read alike, whatever version wrote them.

use rendit::probe::listing;

use super::recorded;

#[test]
fn tables_of_three_versions() {
    for version in ["5.1", "8.1", "9.0"] {
        let text = |what: &str| recorded(&format!("ffmpeg-{version}/{what}.txt"));
        let encoders = listing::encoders(&text("encoders"));
        for name in ["libx264", "aac", "libvpx-vp9", "webvtt"] {
            assert!(encoders.contains(name), "{version} {name}");
        }
        let filters = listing::filters(&text("filters"));
        for name in ["scale", "split", "sine", "buffersink", "concat", "null"] {
            assert!(filters.contains(name), "{version} {name}");
        }
        assert_eq!(filters.contains("zscale"), version != "8.1", "{version}");
        let muxers = listing::muxers(&text("muxers"));
        for name in ["mp4", "hls", "3gp", "stream_segment", "ssegment"] {
            assert!(muxers.contains(name), "{version} {name}");
        }
        assert_eq!(muxers.contains("xv"), version != "8.1", "{version}");
        let all = encoders.iter().chain(&filters).chain(&muxers);
        for name in all {
            let strange = |c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c));
            assert!(!name.contains(strange) && name != "--", "{version} {name}");
        }
        // As many names as the recording has rows: no legend, no title, no last line.
        let rows = text("filters").lines().filter(|l| l.contains("->")).count();
        assert_eq!(filters.len(), rows, "{version}");
    }
}

#[test]
fn options_of_an_encoder() {
    for version in ["5.1", "8.1", "9.0"] {
        let text = recorded(&format!("ffmpeg-{version}/options.txt"));
        let options = listing::options(&text).unwrap();
        for name in ["preset", "crf", "x264-params", "aq-mode"] {
            assert!(options.contains(name), "{version} {name}");
        }
        for value in ["none", "variance", "autovariance-biased", "Exiting"] {
            assert!(!options.contains(value), "{version} {value}");
        }
        let unknown = recorded(&format!("ffmpeg-{version}/options-unknown.txt"));
        assert_eq!(listing::options(&unknown), None, "{version}");
    }
}

#[test]
fn versions() {
    for (version, said, number, libavutil) in [
        ("5.1", "5.1.9-0+deb12u1", (5, 1), (57, 28)),
        ("8.1", "n8.1.2", (8, 1), (60, 26)),
        ("9.0", "n9.0.2-17-g2a571b6068-20260930", (9, 0), (61, 1)),
    ] {
        let text = recorded(&format!("ffmpeg-{version}/version.txt"));
        assert_eq!(listing::version(&text, "ffmpeg"), Some(said));
        assert_eq!(listing::version(&text, "ffprobe"), None);
        assert_eq!(listing::number(said), Some(number));
        assert_eq!(listing::libavutil(&text), Some(libavutil));
    }
    for (said, number) in [
        ("4.4.2-0ubuntu0.22.04.1", Some((4, 4))),
        ("7", Some((7, 0))),
        ("N-109741-gbbe95f7353", None),
        ("git-2024-01-01", None),
        ("2024-05-13-git-37db0454e4-full_build", None),
    ] {
        assert_eq!(listing::number(said), number, "{said}");
    }
    for text in ["", "\n", "ffmpeg", "GNU bash, version 5.2.15(1)-release"] {
        assert_eq!(listing::version(text, "ffmpeg"), None, "{text}");
    }
}
