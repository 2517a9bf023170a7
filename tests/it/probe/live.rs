//! Media made on the spot, asked about with the ffprobe at hand.

use std::fs;

use camino::Utf8Path;
use rendit::rational::Rational;

use super::{folder, make, probe, rational, seconds};

const X264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

/// Writes a display matrix into the first track header (ISO/IEC 14496-12 §8.3.2).
fn turn(from: &Utf8Path, to: &Utf8Path, [a, b, c, d]: [i32; 4]) {
    let mut bytes = fs::read(from).unwrap();
    let name = bytes.windows(4).position(|four| four == b"tkhd").unwrap();
    assert_eq!(bytes[name + 4], 0, "version 0");
    let matrix = name + 4 + 4 + 20 + 16;
    let one = 65536;
    let numbers = [a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30];
    for (index, number) in numbers.into_iter().enumerate() {
        let at = matrix + 4 * index;
        bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
    }
    fs::write(to, bytes).unwrap();
}

#[test]
fn turned_pictures() {
    let folder = folder("turned");
    make(
        &folder,
        &format!("-f lavfi -i testsrc2=s=160x90:r=25:d=0.2 {X264} flat.mp4"),
    );
    for (name, matrix, rotation, mirrored) in [
        ("upright", [1, 0, 0, 1], 0, false),
        ("right", [0, 1, -1, 0], 90, false),
        ("over", [-1, 0, 0, -1], 180, false),
        ("left", [0, -1, 1, 0], 270, false),
        ("mirror", [-1, 0, 0, 1], 180, true),
        ("selfie", [0, 1, 1, 0], 90, true),
    ] {
        let file = folder.join(name).with_extension("mp4");
        turn(&folder.join("flat.mp4"), &file, matrix);
        let video = probe(&file).unwrap().video.remove(0);
        assert_eq!(
            (video.rotation, video.mirrored),
            (rotation, mirrored),
            "{name}"
        );

        // What ffmpeg's autorotation makes of it has the size that is told.
        make(
            &folder,
            &format!("-i {name}.mp4 -frames:v 1 -c:v mjpeg {name}.jpg"),
        );
        let shown = probe(folder.join(format!("{name}.jpg")))
            .unwrap()
            .video
            .remove(0);
        let size = (shown.width, shown.height).into();
        let size: [u32; 2] = size;
        let told = [video.display_size().0, video.display_size().1].map(Rational::round);
        assert_eq!(size.map(i64::from), told, "{name}");
    }
}

#[test]
fn sizes_and_rates() {
    let folder = folder("rates");
    for (name, graph, codec, size, aspect, rate) in [
        (
            "film.mp4",
            "testsrc2=s=160x90:r=24000/1001:d=1",
            X264,
            (160, 90),
            "1",
            "24000/1001",
        ),
        (
            "ntsc.mkv",
            "testsrc2=s=160x90:r=30000/1001:d=1",
            X264,
            (160, 90),
            "1",
            "30000/1001",
        ),
        (
            "fast.mov",
            "testsrc2=s=160x90:r=60000/1001:d=1",
            X264,
            (160, 90),
            "1",
            "60000/1001",
        ),
        (
            "slow.mkv",
            "testsrc2=s=160x90:r=10:d=2",
            X264,
            (160, 90),
            "1",
            "10",
        ),
        (
            "high.mp4",
            "testsrc2=s=160x90:r=120:d=1",
            X264,
            (160, 90),
            "1",
            "120",
        ),
        (
            "wide.mp4",
            "testsrc2=s=180x144:r=25:d=0.4,setsar=64/45",
            X264,
            (180, 144),
            "64/45",
            "25",
        ),
        (
            "odd.mp4",
            "testsrc2=s=161x91:r=25:d=0.4,format=yuv444p",
            "-c:v libx264 -preset ultrafast",
            (161, 91),
            "1",
            "25",
        ),
        (
            "woven.ts",
            "testsrc2=s=160x96:r=50:d=1,interlace=scan=tff",
            "-c:v mpeg2video -flags +ildct+ilme",
            (160, 96),
            "1",
            "25",
        ),
        (
            "raw.h264",
            "testsrc2=s=160x90:r=30000/1001:d=2",
            X264,
            (160, 90),
            "1",
            "30000/1001",
        ),
        (
            "phone.mkv",
            "testsrc2=s=160x90:r=30:d=6,select='mod(n,3)-1+gt(mod(n*7,13),6)'",
            "-fps_mode vfr -c:v libx264 -preset ultrafast",
            (160, 90),
            "1",
            "30",
        ),
        (
            "screen.mp4",
            "testsrc2=s=160x90:r=60:d=6,select='lt(mod(n,60),20)',settb=1/90000",
            "-fps_mode vfr -enc_time_base 1/90000 -c:v libx264 -preset ultrafast",
            (160, 90),
            "1",
            "60",
        ),
    ] {
        make(&folder, &format!("-f lavfi -i {graph} {codec} {name}"));
        let video = probe(folder.join(name)).unwrap().video.remove(0);
        assert_eq!((video.width, video.height), size, "{name}");
        let told = video.sample_aspect.unwrap_or(Rational::ONE);
        assert_eq!(Some(told), rational(aspect), "{name}");
        assert_eq!(video.grid(), rational(rate), "{name} {video:?}");
        assert_eq!(video.is_interlaced(), name == "woven.ts", "{name}");
    }
}

#[test]
fn starts() {
    let folder = folder("starts");
    let sound = "-itsoffset 0.5 -f lavfi -i sine=d=1:r=48000 -c:a aac";
    make(
        &folder,
        &format!("-f lavfi -i testsrc2=s=160x90:r=25:d=1 {sound} {X264} late.mp4"),
    );
    for name in ["late.mkv", "late.ts", "late.mov"] {
        make(&folder, &format!("-i late.mp4 -c copy {name}"));
    }
    for (name, start) in [
        ("late.mp4", 0.0),
        ("late.mkv", 0.0),
        ("late.mov", 0.0),
        ("late.ts", 1.4),
    ] {
        let source = probe(folder.join(name)).unwrap();
        assert!(
            (seconds(source.start) - start).abs() < 1e-9,
            "{name} {:?}",
            source.start
        );
        assert_eq!(source.video[0].start, source.start, "{name}");
        let late = seconds(source.audio[0].start) - start;
        // Encoder delay (21 ms) may be told or not.
        assert!((0.47..0.51).contains(&late), "{name} {late}");
    }
}

#[test]
fn kinds_of_streams() {
    let folder = folder("kinds");
    fs::write(
        folder.join("s.srt"),
        "1\n00:00:00,100 --> 00:00:00,900\nhello\n",
    )
    .unwrap();
    make(
        &folder,
        "-f lavfi -i color=red:s=64x64 -frames:v 1 -c:v mjpeg -pix_fmt yuvj420p cover.jpg",
    );
    make(
        &folder,
        &format!("-f lavfi -i testsrc2=s=160x90:r=25:d=0.4 {X264} silent.mp4"),
    );
    make(&folder, "-f lavfi -i sine=d=1 -c:a aac dark.m4a");
    make(
        &folder,
        "-i dark.m4a -i cover.jpg -map 0 -map 1 -c copy -disposition:v:0 attached_pic art.m4a",
    );
    make(
        &folder,
        "-i silent.mp4 -f lavfi -i sine=d=1,aformat=channel_layouts=5.1:sample_rates=48000 -i s.srt \
         -map 0 -map 1 -map 2 -c:v copy -c:a flac -c:s srt \
         -metadata:s:a:0 language=fra -metadata:s:a:0 title=Five -disposition:s:0 forced full.mkv",
    );
    for (name, video, audio, subtitles) in [
        ("silent.mp4", 1, 0, 0),
        ("dark.m4a", 0, 1, 0),
        ("art.m4a", 0, 1, 0),
        ("full.mkv", 1, 1, 1),
        ("s.srt", 0, 0, 1),
    ] {
        let source = probe(folder.join(name)).unwrap();
        let counted = (
            source.video.len(),
            source.audio.len(),
            source.subtitles.len(),
        );
        assert_eq!(counted, (video, audio, subtitles), "{name}");
        assert_eq!(
            source.size,
            Some(fs::metadata(folder.join(name)).unwrap().len()),
            "{name}"
        );
    }
    let full = probe(folder.join("full.mkv")).unwrap();
    assert_eq!(
        (full.audio[0].channels, full.audio[0].sample_rate),
        (6, 48000)
    );
    assert_eq!(full.audio[0].channel_layout.as_deref(), Some("5.1"));
    assert_eq!(full.audio[0].language.as_deref(), Some("fra"));
    assert_eq!(full.audio[0].title.as_deref(), Some("Five"));
    assert!(full.subtitles[0].dispositions.contains("forced"));
    assert_eq!(full.video[0].language, None);
}
