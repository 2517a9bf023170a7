//! `-progress` of ffmpeg 5.1, 8.1 and 9.0 is read alike, and percent never lies.

use proptest::prelude::*;
use rendit::exec::progress::{Blocks, Meter, Sample};
use rendit::exec::words::{Level, Lines, Words};

fn read(text: &str) -> Vec<Sample> {
    let mut blocks = Blocks::default();
    text.lines().filter_map(|line| blocks.line(line)).collect()
}

#[test]
fn blocks_of_three_versions() {
    // 5.1 begins with zeros, 8.1 and 9.0 with N/A.
    let first = "frame=1\nfps=0.00\nstream_0_0_q=0.0\nbitrate=N/A\ntotal_size=48\nout_time_us=0\n\
        out_time_ms=0\nout_time=00:00:00.000000\ndup_frames=0\ndrop_frames=0\nspeed=   0x\n\
        progress=continue\n";
    let unknown = "frame=0\nfps=0.00\nbitrate=N/A\ntotal_size=N/A\nout_time_us=N/A\n\
        out_time_ms=N/A\nout_time=N/A\nspeed=N/A\nprogress=continue\n";
    let last = "frame=200\nfps=95.23\nstream_0_0_q=-1.0\nbitrate=2415.6kbits/s\n\
        total_size=2391395\nout_time_us=7920000\nout_time_ms=7920000\n\
        out_time=00:00:07.920000\ndup_frames=0\ndrop_frames=0\nspeed=3.77x\nprogress=end\n";
    let sound = "bitrate=  70.9kbits/s\ntotal_size=177487\nout_time_ms=-21000\nspeed=41.7x\n\
        progress=continue\nstray words\nhalf=a block";
    assert_eq!(
        read(&[first, unknown, last, sound].concat()),
        [
            Sample {
                frame: Some(1),
                out_time: Some(0.0),
                ..Sample::default()
            },
            Sample {
                frame: Some(0),
                ..Sample::default()
            },
            Sample {
                frame: Some(200),
                out_time: Some(7.92),
                fps: Some(95.23),
                speed: Some(3.77),
                end: true,
            },
            Sample {
                out_time: Some(0.0),
                speed: Some(41.7),
                ..Sample::default()
            },
        ]
    );
}

#[test]
fn percent_and_eta() {
    let mut meter = Meter::new(Some(200), Some(8.0));
    let sample = Sample {
        frame: Some(50),
        out_time: Some(7.0),
        fps: Some(25.0),
        speed: Some(1.0),
        end: false,
    };
    let reading = meter.read(&sample);
    assert_eq!(
        (reading.percent, reading.eta),
        (Some(25.0), Some(6.0)),
        "frames before time"
    );
    let blank = meter.read(&Sample::default());
    assert_eq!((blank.percent, blank.eta), (Some(25.0), None));
    let over = Sample {
        frame: Some(900),
        end: true,
        ..sample
    };
    assert_eq!(
        meter.read(&over).percent,
        Some(99.9),
        "a last block is no success"
    );
    assert_eq!(meter.finish().percent, Some(100.0));

    let mut sound = Meter::new(None, Some(8.0));
    let sample = Sample {
        out_time: Some(2.0),
        speed: Some(2.0),
        ..Sample::default()
    };
    let reading = sound.read(&sample);
    assert_eq!((reading.percent, reading.eta), (Some(25.0), Some(3.0)));
    assert_eq!(Meter::new(None, None).read(&sample).percent, None);
    assert_eq!(Meter::new(Some(0), Some(0.0)).read(&sample).percent, None);
}

proptest! {
    #[test]
    fn percent_never_falls_and_never_exceeds(
        frames in proptest::option::of(0..1000_u64),
        seconds in proptest::option::of(-1.0..100.0_f64),
        samples in proptest::collection::vec(
            (proptest::option::of(0..2000_u64), proptest::option::of(0.0..200.0_f64)), 0..20),
    ) {
        let mut meter = Meter::new(frames, seconds);
        let mut before = 0.0;
        for (frame, out_time) in samples {
            let sample = Sample { frame, out_time, fps: Some(1.0), ..Sample::default() };
            let reading = meter.read(&sample);
            if let Some(percent) = reading.percent {
                prop_assert!(percent >= before && percent < 100.0);
                before = percent;
            }
            prop_assert!(reading.eta.is_none_or(|eta| eta >= 0.0));
        }
    }

    #[test]
    fn lines_do_not_depend_on_how_bytes_arrive(bytes: Vec<u8>, cuts: Vec<prop::sample::Index>) {
        let gather = |pieces: &[&[u8]]| {
            let mut lines = Lines::default();
            let mut got = Vec::new();
            for piece in pieces {
                lines.push(piece, &mut |line| got.push(line));
            }
            lines.end(&mut |line| got.push(line));
            got
        };
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        at.extend([0, bytes.len()]);
        at.sort_unstable();
        let pieces: Vec<&[u8]> = at.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        let lines = gather(&[&bytes]);
        prop_assert_eq!(&lines, &gather(&pieces));
        prop_assert!(lines.iter().all(|line| !line.chars().any(char::is_control)));
    }

    #[test]
    fn any_line_is_taken_apart(line: String) {
        let words = Words::of(&line);
        prop_assert!(line.contains(words.text));
    }
}

#[test]
fn a_line_is_taken_apart() {
    for (line, speakers, level, text) in [
        (
            "[fatal] Unknown encoder 'x'",
            &[][..],
            Some(Level::Fatal),
            "Unknown encoder 'x'",
        ),
        (
            "[vost#0:0/libx264 @ 0x7fbe4] [enc:libx264 @ 0x7fbe5] [error] Error while opening",
            &["vost#0:0/libx264", "enc:libx264"],
            Some(Level::Error),
            "Error while opening",
        ),
        (
            "[mov/mp4/tgp/psp/tg2/ipod/ismv/f4v muxer @ 0x1] [Eval @ 0x2] [warning] a [b] c",
            &["mov/mp4/tgp/psp/tg2/ipod/ismv/f4v muxer", "Eval"],
            Some(Level::Warning),
            "a [b] c",
        ),
        (
            "x264 [error]: invalid preset 'bogus'",
            &["x264"],
            Some(Level::Error),
            "invalid preset 'bogus'",
        ),
        (
            "x265 [info]: build info [Linux][64 bit]",
            &["x265"],
            Some(Level::Info),
            "build info [Linux][64 bit]",
        ),
        (
            "To ignore this, add a '?' to the map.",
            &[],
            None,
            "To ignore this, add a '?' to the map.",
        ),
        ("[0:v] split", &[], None, "[0:v] split"),
    ] {
        let words = Words::of(line);
        assert_eq!(words.speakers, speakers, "{line}");
        assert_eq!((words.level, words.text), (level, text));
    }
}
