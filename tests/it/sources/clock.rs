//! Picture and sound that do not begin or end together, and containers whose clock does not begin
//! at nought.

use std::path::Path;

use super::film::{FILM, Film, SOUND, STILL, Sound, make};
use super::measure::{probed, shown};
use super::{ALL, BOTH, CASE, Case, hold, rendit};
use crate::program::folder;

/// A film in `file` with this sound.
fn sounding(name: &'static str, file: &'static str, sound: Sound) -> Case {
    let film = Film {
        name: file,
        sound: Some(sound),
        ..FILM
    };
    Case { name, film, ..CASE }
}

/// A film in `file`, written with these options.
fn written(name: &'static str, file: &'static str, options: &'static str) -> Case {
    let made = sounding(name, file, SOUND);
    let film = Film {
        options,
        ..made.film
    };
    Case { film, ..made }
}

#[test]
fn sound_is_in_step_wherever_it_begins_and_ends() {
    let between = |from, to| Sound { from, to, ..SOUND };
    let late = between(0.6, 3.0);
    let early = between(-0.5, 3.0);
    let short = between(0.0, 1.9);
    let long = between(0.0, 4.1);
    let cases = [
        sounding("late", "film.mp4", late).with(ALL),
        sounding("late in mkv", "film.mkv", late),
        sounding("late in ts", "film.ts", late),
        sounding("early", "film.mp4", early).with(BOTH),
        sounding("early in mkv", "film.mkv", early),
        sounding("early in ts", "film.ts", early).with(&["ts"]),
        sounding("ends before", "film.mp4", short).with(BOTH),
        sounding("ends before in ts", "film.ts", short),
        sounding("ends behind", "film.mp4", long).with(BOTH),
        sounding("ends behind in mkv", "film.mkv", long),
    ];
    hold("sound", &cases);
}

#[test]
fn sound_of_every_kind() {
    let layout = |layout| Sound { layout, ..SOUND };
    let codec = |codec| Sound { codec, ..SOUND };
    let plain = |rate| Sound {
        rate,
        ..codec("-c:a pcm_s16le")
    };
    let gap = Sound {
        filters: "aselect=not(between(t\\,0.8\\,1.2))",
        ..SOUND
    };
    let cases = [
        Case {
            sound: (1, "48000"),
            ..sounding("mono", "film.mp4", layout("mono")).with(BOTH)
        },
        sounding("six channels", "film.mp4", layout("5.1")).with(BOTH),
        Case {
            sound: (2, "44100"),
            ..sounding("44100", "film.mov", plain(44100)).with(BOTH)
        },
        sounding("22050", "film.mkv", plain(22050)),
        sounding("96000", "film.mkv", plain(96000)).with(BOTH),
        sounding("opus", "film.mkv", codec("-c:a libopus -b:a 128k")),
        sounding("mp3 in avi", "film.avi", codec("-c:a libmp3lame")),
        sounding("aac in flv", "film.flv", SOUND).with(BOTH),
        sounding("a gap", "film.ts", gap),
    ];
    hold("kinds", &cases);
}

#[test]
fn clocks_that_begin_anywhere() {
    let long = Film {
        frames: 100,
        sound: Some(Sound { to: 4.0, ..SOUND }),
        options: "-g 50",
        ..FILM
    };
    let silent = Film {
        name: "film.ts",
        ..STILL
    };
    let cases = [
        written("ts", "film.ts", ""),
        written("ts at 1234.5678", "film.ts", "-output_ts_offset 1234.5678").with(&["ts", "mkv"]),
        // 33 bits of 90 kHz end at 95443.718 s.
        written("ts anew", "film.ts", "-output_ts_offset 95440.9").with(BOTH),
        written("mkv at 10", "film.mkv", "-output_ts_offset 10.007"),
        written("mp4 at 10", "film.mp4", "-output_ts_offset 10"),
        written(
            "fragments",
            "film.mp4",
            "-movflags +frag_keyframe+empty_moov",
        ),
        written(
            "program stream",
            "film.mpg",
            "-c:v mpeg2video -q:v 2 -c:a mp2 -f vob",
        ),
        Case {
            name: "cut by an edit list",
            film: Film {
                finish: cut_without_encoding,
                ..long
            },
            numbers: Some(|| (30..100).collect()),
            beeps: Some(3),
            ..CASE
        },
        Case {
            name: "cut from a broadcast",
            film: Film {
                name: "film.ts",
                finish: cut_bytes,
                ..long
            },
            numbers: Some(|| (50..100).collect()),
            beeps: Some(2),
            warns: &["source-damaged"],
            ..CASE
        },
        Case {
            name: "no sound",
            film: silent,
            outputs: &["ts", "mp4"],
            ..CASE
        },
    ];
    hold("clock", &cases);
}

/// Sound alone, with cover art, which is no picture.
#[test]
fn sound_without_a_picture() {
    let folder = folder("sources-alone");
    FILM.make(&folder);
    make(&folder, "-i film.mp4 -frames:v 1 cover.jpg");
    make(
        &folder,
        "-i film.mp4 -i cover.jpg -map 0:a -map 1 -disposition:v attached_pic -c:v copy -c:a flac song.flac",
    );
    let manifest = "version = 1\n[inputs.song]\npath = \"song.flac\"\n[ladders.sound]\ntype = \"audio\"\n\
         [outputs.web]\ntype = \"cmaf\"\ndir = \"out/web\"\nladders = [\"sound\"]\nsegment_duration = 1\n\
         [outputs.file]\ntype = \"file\"\npath = \"out/song.m4a\"\nladders = [\"sound\"]\n";
    std::fs::write(folder.join("job.toml"), manifest).unwrap();
    let said = rendit(&folder, "run", &["job.toml".into()]);
    assert_eq!((said.code, &*said.err), (Some(0), ""));
    let source = shown(&folder, "song.flac", "", "A");
    assert_eq!(source.beeps.len(), 3);
    let [start, end] = source.sound.unwrap();
    for path in ["out/web/master.m3u8", "out/song.m4a"] {
        let result = shown(&folder, path, "", "A");
        let [from, to] = result.sound.unwrap();
        // An encoder's delay, and a frame of AAC.
        assert!(
            from.abs() < 0.022 && (to - (end - start)).abs() < 0.025,
            "{path}: {from} {to}"
        );
        assert_eq!(result.beeps.len(), 3, "{path}");
        for (seen, given) in result.beeps.iter().zip(&source.beeps) {
            assert!(
                (seen - (given - start)).abs() < 0.001,
                "{path}: {seen} {given}"
            );
        }
        let probed = probed(&folder, path);
        let streams = probed["streams"].as_array().unwrap();
        let pictures = streams
            .iter()
            .filter(|stream| stream["codec_type"] == "video");
        assert_eq!(pictures.count(), 0, "{path}");
        assert_eq!(streams[0]["codec_name"], "aac", "{path}");
    }
}

#[test]
fn generated_sound_is_as_long_as_the_picture() {
    let folder = folder("sources-generated");
    make(
        &folder,
        "-f lavfi -i testsrc2=s=160x90:r=25:d=3 -c:v libx264 -preset ultrafast film.mp4",
    );
    for (name, trim, seconds) in [("whole", "", 3.0), ("part", "start = 1\n", 2.0)] {
        let manifest = format!(
            "version = 1\n[inputs.film]\npath = \"film.mp4\"\n{trim}[inputs.tone]\nlavfi = \"sine=r=48000\"\n\
             video = false\n[ladders.hd]\ntype = \"video\"\npreset = \"ultrafast\"\n\
             rungs = [{{ height = 90, bit_rate = \"100k\" }}]\n[ladders.sound]\ntype = \"audio\"\n\
             [outputs.web]\ntype = \"cmaf\"\ndir = \"{name}\"\nladders = [\"hd\", \"sound\"]\n\
             [outputs.file]\ntype = \"file\"\npath = \"{name}.mp4\"\nladders = [\"hd\", \"sound\"]\n"
        );
        std::fs::write(folder.join("job.toml"), manifest).unwrap();
        let said = rendit(&folder, "run", &["job.toml".into()]);
        assert_eq!((said.code, &*said.err), (Some(0), ""));
        for path in [format!("{name}/master.m3u8"), format!("{name}.mp4")] {
            let [from, to] = shown(&folder, &path, "", "A").sound.unwrap();
            assert!(
                from.abs() < 0.022 && (to - seconds).abs() < 0.025,
                "{path}: {from} {to}"
            );
        }
    }
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
