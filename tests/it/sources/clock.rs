//! Picture and sound that do not begin or end together, and containers whose clock does not begin
//! at nought.

use std::path::Path;

use super::film::{FILM, Film, SOUND, STILL, Sound, make};
use super::{ALL, CASE, Case, hold};

const OPUS: &str = "-c:a libopus -b:a 128k";
const PCM: &str = "-c:a pcm_s16le";

fn sounding(name: &'static str, file: &'static str, sound: Sound) -> Case {
    Case {
        name,
        film: Film {
            name: file,
            sound: Some(sound),
            ..FILM
        },
        ..CASE
    }
}

const LATE: Sound = Sound { from: 0.6, ..SOUND };
const EARLY: Sound = Sound {
    from: -0.5,
    ..SOUND
};
const SHORT: Sound = Sound { to: 1.9, ..SOUND };
const LONG: Sound = Sound { to: 4.1, ..SOUND };

#[test]
fn sound_is_in_step_wherever_it_begins_and_ends() {
    let cases = [
        Case {
            outputs: ALL,
            ..sounding("late", "film.mp4", LATE)
        },
        sounding("late in mkv", "film.mkv", LATE),
        sounding("late in ts", "film.ts", LATE),
        Case {
            outputs: ALL,
            ..sounding("early", "film.mp4", EARLY)
        },
        sounding("early in mkv", "film.mkv", EARLY),
        Case {
            outputs: ALL,
            ..sounding("early in ts", "film.ts", EARLY)
        },
        sounding("ends before", "film.mp4", SHORT),
        sounding("ends before in ts", "film.ts", SHORT),
        sounding("ends behind", "film.mp4", LONG),
        sounding("ends behind in mkv", "film.mkv", LONG),
    ];
    hold("sound", &cases);
}

#[test]
fn sound_of_every_kind() {
    let cases = [
        Case {
            sound: (1, "48000"),
            ..sounding(
                "mono",
                "film.mp4",
                Sound {
                    layout: "mono",
                    ..SOUND
                },
            )
        },
        sounding(
            "six channels",
            "film.mp4",
            Sound {
                layout: "5.1",
                ..SOUND
            },
        ),
        Case {
            sound: (2, "44100"),
            ..sounding(
                "44100",
                "film.mov",
                Sound {
                    rate: 44100,
                    codec: PCM,
                    ..SOUND
                },
            )
        },
        sounding(
            "22050",
            "film.mkv",
            Sound {
                rate: 22050,
                codec: PCM,
                ..SOUND
            },
        ),
        sounding(
            "96000",
            "film.mkv",
            Sound {
                rate: 96000,
                codec: PCM,
                ..SOUND
            },
        ),
        sounding(
            "opus in webm",
            "film.mkv",
            Sound {
                codec: OPUS,
                ..SOUND
            },
        ),
        sounding(
            "mp3 in avi",
            "film.avi",
            Sound {
                codec: "-c:a libmp3lame",
                ..SOUND
            },
        ),
        sounding("aac in flv", "film.flv", SOUND),
        sounding(
            "a gap",
            "film.ts",
            Sound {
                filters: "aselect=not(between(t\\,0.8\\,1.2))",
                ..SOUND
            },
        ),
    ];
    hold("kinds", &cases);
}

#[test]
fn clocks_that_begin_anywhere() {
    let from = |name, file, options| Case {
        name,
        film: Film {
            name: file,
            options,
            ..FILM
        },
        ..CASE
    };
    let cases = [
        from("ts", "film.ts", ""),
        Case {
            outputs: ALL,
            ..from("ts at 1234.5678", "film.ts", "-output_ts_offset 1234.5678")
        },
        // 2^33 ticks of 90 kHz are 95443.718 s.
        from(
            "ts that begins anew",
            "film.ts",
            "-output_ts_offset 95440.9",
        ),
        from("mkv at 10", "film.mkv", "-output_ts_offset 10.007"),
        from("mp4 at 10", "film.mp4", "-output_ts_offset 10"),
        from(
            "fragments",
            "film.mp4",
            "-movflags +frag_keyframe+empty_moov+default_base_moof",
        ),
        from(
            "program stream",
            "film.mpg",
            "-c:v mpeg2video -q:v 2 -c:a mp2 -f vob",
        ),
        Case {
            name: "cut by an edit list",
            film: Film {
                frames: 100,
                sound: Some(Sound { to: 4.0, ..SOUND }),
                options: "-g 50",
                finish: cut_without_encoding,
                ..FILM
            },
            numbers: Some(|| (30..100).collect()),
            beeps: Some(3),
            ..CASE
        },
        Case {
            name: "cut from a broadcast",
            film: Film {
                name: "film.ts",
                frames: 100,
                sound: Some(Sound { to: 4.0, ..SOUND }),
                options: "-g 50",
                finish: cut_bytes,
                ..FILM
            },
            numbers: Some(|| (50..100).collect()),
            beeps: Some(2),
            warns: &["source-damaged"],

            ..CASE
        },
        Case {
            name: "no sound",
            film: Film {
                name: "film.ts",
                ..STILL
            },
            outputs: ALL,
            ..CASE
        },
    ];
    hold("clock", &cases);
}

/// Leaves out 1.2 s at the beginning: the copy begins at the keyframe before, which an edit list hides.
fn cut_without_encoding(file: &Path) {
    let folder = file.parent().unwrap();
    std::fs::rename(file, folder.join("whole.mp4")).unwrap();
    make(folder, "-ss 1.2 -i whole.mp4 -c copy film.mp4");
}

/// Leaves out a sixth of the bytes: packets of a picture whose keyframe is gone come first.
fn cut_bytes(file: &Path) {
    let bytes = std::fs::read(file).unwrap();
    let packets = bytes.len() / 188 / 6;
    // Tables come first, so that the streams are known at once.
    let rest = &bytes[packets * 188..];
    std::fs::write(file, [&bytes[..3 * 188], rest].concat()).unwrap();
}
