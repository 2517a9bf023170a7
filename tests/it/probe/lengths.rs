//! What is told of lengths, whole and cut short: the table in `src/probe/media.rs`, row by row.

use std::fs::{self, OpenOptions};

use rendit::facts::Basis::{self, Bytes, Header, Unknown};

use super::{folder, make, probe, seconds};

/// Whole: the basis and the picture's frames. Cut to three fifths: the length told, and whether the
/// structure shows that bytes are missing.
struct Row {
    name: &'static str,
    options: &'static str,
    basis: Basis,
    frames: Option<u64>,
    cut: Cut,
    missing: Option<bool>,
}

enum Cut {
    /// Still tells the whole length.
    Whole,
    /// Tells what is left, more or less.
    Left,
    /// Tells nothing.
    Silent,
}

const ROWS: &[Row] = &[
    Row {
        name: "start.mp4",
        options: "-movflags +faststart",
        basis: Header,
        frames: Some(180),
        cut: Cut::Whole,
        missing: Some(true),
    },
    Row {
        name: "start.mov",
        options: "-movflags +faststart",
        basis: Header,
        frames: Some(180),
        cut: Cut::Whole,
        missing: Some(true),
    },
    Row {
        name: "pieces.mp4",
        options: "-movflags +frag_keyframe+empty_moov",
        basis: Bytes,
        frames: None,
        cut: Cut::Left,
        missing: Some(true),
    },
    Row {
        name: "index.mp4",
        options: "-movflags +dash+frag_keyframe+delay_moov+global_sidx+skip_trailer",
        basis: Header,
        frames: None,
        cut: Cut::Whole,
        missing: Some(true),
    },
    Row {
        name: "film.mkv",
        options: "",
        basis: Header,
        frames: None,
        cut: Cut::Whole,
        missing: Some(true),
    },
    Row {
        name: "film.avi",
        options: "",
        basis: Header,
        frames: Some(180),
        cut: Cut::Whole,
        missing: Some(true),
    },
    Row {
        name: "film.flv",
        options: "",
        basis: Header,
        frames: None,
        cut: Cut::Whole,
        missing: None,
    },
    Row {
        name: "film.ts",
        options: "",
        basis: Bytes,
        frames: None,
        cut: Cut::Left,
        missing: None,
    },
    Row {
        name: "film.h264",
        options: "",
        basis: Unknown,
        frames: None,
        cut: Cut::Silent,
        missing: None,
    },
];

#[test]
fn told_and_left() {
    let folder = folder("lengths");
    let encode = "-f lavfi -i testsrc2=s=160x90:r=30:d=6 -c:v libx264 -preset ultrafast -g 15 -pix_fmt yuv420p";
    for row in ROWS {
        let Row { name, options, .. } = row;
        make(&folder, &format!("{encode} {options} {name}"));
        let path = folder.join(name);
        let whole = probe(&path).unwrap();
        let video = &whole.video[0];
        assert_eq!(whole.duration_basis, row.basis, "{name}");
        assert_eq!(video.frames, row.frames, "{name}");
        let structured = row.missing.map(|_| 0);
        assert_eq!(whole.missing_bytes, structured, "{name}");
        if row.basis != Unknown {
            assert!(
                (seconds(whole.duration) - 6.0).abs() < 0.05,
                "{name} {:?}",
                whole.duration
            );
        }

        let size = fs::metadata(&path).unwrap().len();
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.set_len(size * 3 / 5).unwrap();
        let cut = probe(&path).unwrap();
        let told = seconds(cut.duration);
        match row.cut {
            Cut::Whole => assert!((told - 6.0).abs() < 0.05, "{name} {told}"),
            Cut::Left => assert!((2.5..5.0).contains(&told), "{name} {told}"),
            Cut::Silent => assert_eq!(cut.duration, None, "{name}"),
        }
        assert_eq!(cut.duration_basis, row.basis, "{name}");
        assert_eq!(
            cut.missing_bytes.map(|bytes| bytes > 0),
            row.missing,
            "{name}"
        );
        assert_eq!(cut.video[0].frames, row.frames, "{name}");
    }
}

/// Written to a pipe, Matroska has neither length nor size; that is no fault.
#[test]
fn streamed_matroska() {
    let folder = folder("streamed");
    let output = std::process::Command::new(super::ffmpeg())
        .args("-v error -nostdin -f lavfi -i sine=d=2 -c:a flac -f matroska -".split(' '))
        .output()
        .unwrap();
    let path = folder.join("streamed.mkv");
    fs::write(&path, output.stdout).unwrap();
    let source = probe(&path).unwrap();
    assert_eq!((source.duration, source.duration_basis), (None, Unknown));
    assert_eq!(source.missing_bytes, None);
}

/// What is left out of an index at the front, or said twice, does not make a whole file cut.
#[test]
fn layouts() {
    use rendit::probe::layout::{Layout, read};
    let boxed = |kind: &[u8; 4], length: u32| [&length.to_be_bytes()[..], kind].concat();
    let ftyp = [boxed(b"ftyp", 16), vec![0; 8]].concat();
    let whole = |more: Vec<u8>| [ftyp.clone(), more].concat();
    let big = [
        &1_u32.to_be_bytes()[..],
        b"mdat",
        &(1_u64 << 40).to_be_bytes(),
    ]
    .concat();
    for (name, bytes, missing) in [
        ("nothing", vec![], None),
        ("short", vec![0; 15], None),
        ("text", b"hello world, this is text".to_vec(), None),
        ("ftyp alone", ftyp.clone(), Some(0)),
        (
            "to the end",
            whole([boxed(b"mdat", 0), vec![0; 99]].concat()),
            Some(0),
        ),
        ("eight missing", whole(boxed(b"mdat", 16)), Some(8)),
        ("64 bits", whole(big), Some((1 << 40) - 16)),
        ("rubbish behind", whole(boxed(b"xxxx", 3)), Some(0)),
        ("zeros behind", whole(vec![0; 5]), Some(0)),
        (
            "wav",
            [b"RIFF", &100_u32.to_le_bytes()[..], b"WAVE", &[0; 50]].concat(),
            Some(46),
        ),
        (
            "wav that counts its first bytes",
            [b"RIFF", &62_u32.to_le_bytes()[..], b"WAVE", &[0; 50]].concat(),
            Some(0),
        ),
        (
            "wav to a pipe",
            [b"RIFF", &u32::MAX.to_le_bytes()[..], b"WAVE", &[0; 50]].concat(),
            None,
        ),
        (
            "matroska cut in its header",
            vec![
                0x1a, 0x45, 0xdf, 0xa3, 0x01, 0, 0, 0, 0, 0, 0, 0x23, 0, 0, 0, 0, 0,
            ],
            None,
        ),
        (
            "matroska of all ones",
            [&[0x1a, 0x45, 0xdf, 0xa3][..], &[0xff; 40]].concat(),
            None,
        ),
    ] {
        let size = bytes.len() as u64;
        let layout = read(&mut std::io::Cursor::new(bytes), size).unwrap();
        assert_eq!(
            layout,
            Layout {
                missing,
                ..Layout::default()
            },
            "{name}"
        );
    }
}
