//! What cannot or may not be encoded is refused with a finding at the input's line, and nothing is
//! published.

use std::path::Path;

use super::film::{FILM, Film, SOUND, STILL, Sound, make};
use super::{codes, rendit};
use crate::program::folder;

/// A source that is refused.
struct Refused {
    /// Its file name.
    name: &'static str,
    /// Makes it.
    make: fn(&Path),
    /// Codes of the findings.
    codes: &'static [&'static str],
    /// How the program ends.
    exit: i32,
}

const WHOLE: Film = Film {
    sound: Some(Sound { to: 1.0, ..SOUND }),
    ..STILL
};

fn cut(folder: &Path, name: &'static str, options: &'static str) {
    let film = Film {
        name,
        options,
        ..WHOLE
    };
    film.make(folder);
    shorten(&folder.join(name));
}

/// Leaves two fifths of the bytes out.
fn shorten(file: &Path) {
    let bytes = std::fs::read(file).unwrap();
    std::fs::write(file, &bytes[..bytes.len() * 3 / 5]).unwrap();
}

const ALL: &[Refused] = &[
    Refused {
        name: "nothing.mp4",
        make: |folder| std::fs::write(folder.join("nothing.mp4"), "").unwrap(),
        codes: &["source-empty"],
        exit: 1,
    },
    Refused {
        name: "text.mp4",
        make: |folder| std::fs::write(folder.join("text.mp4"), "once upon a time\n").unwrap(),
        codes: &["source-unreadable"],
        exit: 1,
    },
    Refused {
        name: "noise.mkv",
        make: |folder| {
            let noise: Vec<u8> = (0_u32..60_000)
                .map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8)
                .collect();
            std::fs::write(folder.join("noise.mkv"), noise).unwrap();
        },
        codes: &["source-unreadable"],
        exit: 1,
    },
    Refused {
        name: "index-last.mp4",
        make: |folder| cut(folder, "index-last.mp4", ""),
        codes: &["source-incomplete"],
        exit: 1,
    },
    Refused {
        name: "index-first.mp4",
        make: |folder| cut(folder, "index-first.mp4", "-movflags +faststart"),
        codes: &["source-cut-short"],
        exit: 1,
    },
    Refused {
        name: "cut.mkv",
        make: |folder| cut(folder, "cut.mkv", ""),
        codes: &["source-cut-short"],
        exit: 1,
    },
    Refused {
        name: "cut.flv",
        // FLV says how long it is, but not of which track: half a second is too little to tell.
        make: |folder| {
            Film {
                name: "cut.flv",
                ..FILM
            }
            .make(folder);
            shorten(&folder.join("cut.flv"));
        },
        codes: &["source-damaged", "source-cut-short"],
        exit: 1,
    },
    Refused {
        name: "no-frames.mp4",
        make: |folder| {
            make(
                folder,
                "-f lavfi -i color=d=1 -t 0 -c:v libx264 -movflags +empty_moov no-frames.mp4",
            );
        },
        codes: &["no-frame-rate", "no-sound"],
        exit: 2,
    },
    Refused {
        name: "no-tracks.mp4",
        make: |folder| {
            make(
                folder,
                "-f lavfi -i color=d=1 -frames:v 0 -c:v libx264 no-tracks.mp4",
            );
        },
        codes: &["source-unreadable"],
        exit: 1,
    },
    Refused {
        name: "folder.mp4",
        make: |folder| std::fs::create_dir(folder.join("folder.mp4")).unwrap(),
        codes: &["source-unreadable"],
        exit: 1,
    },
    Refused {
        name: "absent.mp4",
        make: |_| {},
        codes: &["source-missing"],
        exit: 2,
    },
    Refused {
        name: "pq.mp4",
        make: |folder| {
            Film {
                name: "pq.mp4",
                filters: "setparams=range=tv:color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc",
                video: "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le -tag:v hvc1 \
                        -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc",
                ..WHOLE
            }
            .make(folder);
        },
        codes: &["hdr-source"],
        exit: 2,
    },
    Refused {
        name: "hlg.mkv",
        make: |folder| {
            Film {
                name: "hlg.mkv",
                filters: "setparams=range=tv:color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc",
                video: "-c:v libx264 -preset ultrafast -pix_fmt yuv420p \
                        -color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc",
                ..WHOLE
            }
            .make(folder);
        },
        codes: &["hdr-source"],
        exit: 2,
    },
    Refused {
        name: "woven.ts",
        make: |folder| {
            Film {
                name: "woven.ts",
                video: "-c:v mpeg2video -q:v 4 -flags +ildct+ilme -vf setfield=tff",
                ..WHOLE
            }
            .make(folder);
        },
        codes: &["interlaced-source"],
        exit: 2,
    },
    Refused {
        name: "sound.flac",
        make: |folder| make(folder, "-f lavfi -i sine=d=1 sound.flac"),
        codes: &["no-picture"],
        exit: 2,
    },
    Refused {
        name: "cover.mp3",
        make: |folder| {
            make(
                folder,
                "-f lavfi -i testsrc2=s=64x64:d=0.04 -frames:v 1 cover.jpg",
            );
            make(
                folder,
                "-f lavfi -i sine=d=1 -i cover.jpg -map 0 -map 1 -disposition:v attached_pic -c:v copy -c:a libmp3lame cover.mp3",
            );
        },
        codes: &["no-picture"],
        exit: 2,
    },
];

#[test]
fn what_cannot_be_done_right_is_refused() {
    let folder = folder("sources-refused");
    let mut wrong = Vec::new();
    for refused in ALL {
        (refused.make)(&folder);
        let manifest = format!(
            "version = 1\n[inputs.film]\npath = \"{}\"\n\
             [ladders.hd]\ntype = \"video\"\npreset = \"ultrafast\"\nrungs = [{{ height = 90, crf = 18 }}]\n\
             [ladders.sound]\ntype = \"audio\"\n\
             [outputs.web]\ntype = \"cmaf\"\ndir = \"out\"\nladders = [\"hd\", \"sound\"]\n",
            refused.name
        );
        std::fs::write(folder.join("job.toml"), manifest).unwrap();
        let said = rendit(&folder, "run", &["job.toml".into()]);
        let found = codes(&said, "job.toml:");
        if found != refused.codes || said.code != Some(refused.exit) {
            wrong.push(format!(
                "{}: exit {:?}, {found:?}\n{}",
                refused.name, said.code, said.err
            ));
        }
        if folder.join("out").exists() {
            wrong.push(format!("{}: something was published", refused.name));
            std::fs::remove_dir_all(folder.join("out")).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn one_broken_file_in_a_batch_stops_no_other() {
    let folder = folder("sources-batch");
    let media = folder.join("media");
    std::fs::create_dir(&media).unwrap();
    STILL.make(&folder);
    for name in ["a.mp4", "c.mp4"] {
        std::fs::copy(folder.join("film.mp4"), media.join(name)).unwrap();
    }
    std::fs::write(media.join("b.mp4"), "no film").unwrap();
    let manifest = "version = 1\n[inputs.film]\nglob = \"media/*.mp4\"\n\
         [ladders.hd]\ntype = \"video\"\npreset = \"ultrafast\"\nrungs = [{ height = 90, crf = 18 }]\n\
         [outputs.file]\ntype = \"file\"\npath = \"out/${film.stem}.mp4\"\nladders = [\"hd\"]\n";
    std::fs::write(folder.join("job.toml"), manifest).unwrap();
    let run = |more: &str| rendit(&folder, "run", &["job.toml".into(), more.into()]);
    let said = run("--keep-going");
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert_eq!(
        codes(&said, "job.toml:"),
        ["source-unreadable"],
        "{}",
        said.err
    );
    for (name, is_there) in [("a.mp4", true), ("b.mp4", false), ("c.mp4", true)] {
        assert_eq!(folder.join("out").join(name).exists(), is_there, "{name}");
    }
}

/// What is left out is told, and the rest is done.
#[test]
fn what_is_left_out_is_told() {
    let folder = folder("sources-told");
    let run = |name: &str| {
        let manifest = format!(
            "version = 1\n[inputs.film]\npath = \"{name}\"\n\
             [ladders.hd]\ntype = \"video\"\npreset = \"ultrafast\"\nrungs = [{{ height = 90, crf = 18 }}]\n\
             [ladders.sound]\ntype = \"audio\"\n\
             [outputs.web]\ntype = \"cmaf\"\ndir = \"out\"\nladders = [\"hd\", \"sound\"]\n"
        );
        std::fs::write(folder.join("job.toml"), manifest).unwrap();
        let said = rendit(&folder, "run", &["job.toml".into()]);
        assert_eq!(said.code, Some(0), "{}", said.err);
        codes(&said, "job.toml:")
    };
    STILL.make(&folder);
    assert_eq!(run("film.mp4"), ["no-sound"]);
    let text = "1\n00:00:00,000 --> 00:00:01,000\nwords\n";
    std::fs::write(folder.join("words.srt"), text).unwrap();
    make(
        &folder,
        "-i film.mp4 -f lavfi -i sine=d=1 -i words.srt -map 0 -map 1 -map 2 -c:v copy -c:a aac -c:s srt said.mkv",
    );
    assert_eq!(run("said.mkv"), ["subtitles-dropped"]);
}
