//! Finished media files are read, cut and written anew; what is broken is refused, never believed.
#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed")]

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use rendit::codec::rfc6381::codec_string;
use rendit::media::fragment::{Index, Reference};
use rendit::media::{
    FourCc, Handler, MediaError, Sample, SampleEntry, Track, TransportStream, cut, fragment_head,
    init_segment, is_keyframe, sidx, styp,
};
use rendit::rational::Rational;

const FRAGMENTED: &str = "-f mp4 -movflags +dash+frag_keyframe+delay_moov+global_sidx+skip_trailer";
const FRAGMENTED_AUDIO: &str =
    "-f mp4 -frag_duration 500000 -movflags +dash+delay_moov+global_sidx+skip_trailer";
const H264: &str = "-c:v libx264 -preset veryfast -pix_fmt yuv420p -profile:v high -level 3.0 \
                    -bf 2 -g 30 -keyint_min 30 -sc_threshold 0";
const HEVC: &str = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -tag:v hvc1 -x265-params \
                    log-level=error:bframes=3:keyint=25:min-keyint=25:scenecut=0:open-gop=0";
const PICTURE: &str = "testsrc2=s=192x108:r=25:d=3";
const SOUND: &str = "sine=r=48000:d=3";

/// A folder of its own for each test.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("media")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a program prints; it must succeed.
pub fn output(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {args:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// ffmpeg's output of one generated source.
pub fn generate(source: &str, options: &str, file: &Path) {
    let mut args = vec!["-y", "-nostdin", "-v", "error", "-f", "lavfi", "-i", source];
    args.extend(options.split_whitespace());
    args.push(file.to_str().unwrap());
    output("ffmpeg", &args);
}

/// A fragmented track of three seconds.
fn fragmented(folder: &Path, source: &str, codec: &str) -> Vec<u8> {
    let form = if source.contains("src") {
        FRAGMENTED
    } else {
        FRAGMENTED_AUDIO
    };
    let file = folder.join("track.mp4");
    generate(source, &format!("{codec} {form}"), &file);
    fs::read(file).unwrap()
}

/// Hash of the packets as they are stored.
pub fn stream_hash(file: &Path) -> String {
    let file = file.to_str().unwrap();
    let args = ["-v", "error", "-allowed_extensions", "ALL", "-i", file];
    let args: Vec<&str> = if file.ends_with("m3u8") {
        args.to_vec()
    } else {
        vec!["-v", "error", "-i", file]
    };
    let tail = ["-map", "0", "-c", "copy", "-f", "streamhash", "-"];
    output("ffmpeg", &[args.as_slice(), &tail].concat())
}

fn packets(file: &Path) -> String {
    let entries = "packet=pts,dts,duration,size,flags";
    let file = file.to_str().unwrap();
    output(
        "ffprobe",
        &["-v", "error", "-show_entries", entries, "-of", "csv", file],
    )
}

pub fn read(bytes: &[u8]) -> Result<Track, MediaError> {
    Track::read(&mut Cursor::new(bytes))
}

/// Samples in runs that begin with a sync sample, at least `least` in each.
pub fn runs(track: &Track, least: usize) -> Vec<&[Sample]> {
    let mut starts = vec![0];
    for (index, sample) in track.samples.iter().enumerate() {
        if sample.sync && index >= starts.last().unwrap() + least {
            starts.push(index);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([track.samples.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| &track.samples[*start..end])
        .collect()
}

/// A fragment with its samples' bytes.
pub fn fragment(sequence: u32, track: &Track, run: &[Sample], file: &[u8]) -> Vec<u8> {
    let mut out = fragment_head(sequence, track, run);
    for sample in run {
        let start = usize::try_from(sample.offset).unwrap();
        out.extend_from_slice(&file[start..start + sample.size as usize]);
    }
    out
}

fn rebuild(track: &Track, file: &[u8], least: usize) -> Vec<u8> {
    let mut out = init_segment(track).unwrap();
    for (index, run) in runs(track, least).into_iter().enumerate() {
        out.extend(styp());
        out.extend(fragment(
            u32::try_from(index).unwrap() + 1,
            track,
            run,
            file,
        ));
    }
    out
}

/// All but where the samples lie.
fn layout(track: &Track) -> Vec<Sample> {
    track
        .samples
        .iter()
        .map(|sample| Sample {
            offset: 0,
            ..*sample
        })
        .collect()
}

#[test]
fn every_codec_is_cut_and_rebuilt_without_a_change() {
    for (name, source, codec, string, frames) in [
        (
            "h264",
            "testsrc2=s=192x108:r=30000/1001:d=3",
            H264,
            "avc1.64001e",
            90,
        ),
        ("hevc", PICTURE, HEVC, "hvc1.1.6.L30.90", 75),
        (
            "av1",
            PICTURE,
            "-c:v libaom-av1 -cpu-used 8 -g 25 -row-mt 1",
            "av01.0.00M.08",
            75,
        ),
        (
            "vp9",
            PICTURE,
            "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 25",
            "vp09.00.10.08",
            75,
        ),
        (
            "aac",
            SOUND,
            "-c:a aac -ac 2 -metadata:s:a:0 language=fra",
            "mp4a.40.2",
            142,
        ),
        ("opus", SOUND, "-c:a libopus -ac 2", "Opus", 151),
        ("flac", SOUND, "-c:a flac -strict -2", "fLaC", 32),
        ("ac3", SOUND, "-c:a ac3 -ac 6", "ac-3", 94),
        ("eac3", SOUND, "-c:a eac3 -ac 6", "ec-3", 94),
    ] {
        let folder = folder(&format!("rebuild_{name}"));
        let file = fragmented(&folder, source, codec);
        let track = read(&file).unwrap();
        assert_eq!(codec_string(&track.entry).unwrap(), string, "{name}");
        assert_eq!(track.samples.len(), frames, "{name}");
        assert!(track.empty_edit.is_zero(), "{name}");
        let first = track
            .samples
            .iter()
            .map(|sample| track.presentation_time(sample))
            .max_by_key(|time| *time <= 0);
        assert!(first.is_some(), "{name}");
        for sample in &track.samples {
            let start = usize::try_from(sample.offset).unwrap();
            let bytes = &file[start..start + sample.size as usize];
            assert_eq!(
                is_keyframe(&track.entry, bytes).unwrap(),
                sample.sync,
                "{name}"
            );
        }

        let rebuilt = folder.join("rebuilt.mp4");
        fs::write(&rebuilt, rebuild(&track, &file, 48)).unwrap();
        let original = folder.join("track.mp4");
        assert_eq!(stream_hash(&rebuilt), stream_hash(&original), "{name}");
        assert_eq!(packets(&rebuilt), packets(&original), "{name}");

        let again = read(&fs::read(&rebuilt).unwrap()).unwrap();
        assert_eq!(layout(&again), layout(&track), "{name}");
        assert_eq!(again.entry.boxes, track.entry.boxes, "{name}");
        assert_eq!(
            (again.edit_start, &again.language),
            (track.edit_start, &track.language),
            "{name}"
        );
        assert!(
            !String::from_utf8_lossy(&again.init).contains("Lav"),
            "{name}"
        );
        assert_eq!(init_segment(&again).unwrap(), again.init, "{name}");
    }
}

#[test]
fn a_track_says_what_it_is() {
    let folder = folder("facts");
    let file = fragmented(&folder, "testsrc2=s=192x108:r=30000/1001:d=3", H264);
    let track = read(&file).unwrap();
    assert_eq!((track.handler, track.timescale), (Handler::Video, 30000));
    assert_eq!((track.entry.width, track.entry.height), (192, 108));
    assert_eq!(track.entry.pixel_aspect(), Some((1, 1)));
    assert_eq!(track.entry.nal_length_size(), Some(4));
    assert_eq!(track.language, "und");
    assert_eq!(track.edit_start, 2002);
    let mut times: Vec<i64> = track
        .samples
        .iter()
        .map(|sample| track.presentation_time(sample))
        .collect();
    times.sort_unstable();
    assert_eq!(
        times,
        (0..90).map(|frame| frame * 1001).collect::<Vec<i64>>()
    );
    assert_eq!(track.presented_duration(), 90 * 1001);

    let options = "-c:a aac -ac 6 -metadata:s:a:0 language=fra";
    let track = read(&fragmented(&folder, SOUND, options)).unwrap();
    assert_eq!((track.handler, track.timescale), (Handler::Audio, 48000));
    assert_eq!((track.entry.channels, track.entry.sample_rate), (6, 48000));
    assert_eq!(track.language, "fra");
    assert_eq!(track.edit_start, 1024);
    assert_eq!(track.presentation_time(&track.samples[0]), -1024);
    assert_eq!(track.presented_duration(), 144_000);
}

#[test]
fn channels_are_those_of_the_codec() {
    let folder = folder("channels");
    for (codec, channels) in [
        ("aac", 1),
        ("aac", 6),
        ("aac", 8),
        ("libopus", 6),
        ("ac3", 6),
        ("eac3", 6),
        ("flac -strict -2", 6),
    ] {
        let file = fragmented(&folder, SOUND, &format!("-c:a {codec} -ac {channels}"));
        assert_eq!(read(&file).unwrap().entry.channels, channels, "{codec}");
    }
}

#[test]
fn a_plain_file_is_the_same_track() {
    let folder = folder("plain");
    // Two encodes are only alike for certain if one thread makes each.
    let once = format!("{H264} -threads 1");
    let fragmented = read(&fragmented(&folder, PICTURE, &once)).unwrap();
    let plain = folder.join("plain.mp4");
    generate(PICTURE, &format!("{once} -f mp4"), &plain);
    let file = fs::read(&plain).unwrap();
    let track = read(&file).unwrap();
    assert_eq!(layout(&track), layout(&fragmented));
    assert_eq!(track.edit_start, fragmented.edit_start);
    assert_eq!(track.edit_duration, Some(Rational::whole(3)));

    let rebuilt = folder.join("rebuilt.mp4");
    fs::write(&rebuilt, rebuild(&track, &file, 1)).unwrap();
    assert_eq!(stream_hash(&rebuilt), stream_hash(&plain));
    assert_eq!(packets(&rebuilt), packets(&plain));
}

#[test]
fn tracks_are_cut_at_the_same_times() {
    let folder = folder("times");
    let length = Rational::new(1001, 1000);
    let gop = H264.replace("30 -sc", "15 -sc").replace("-g 30", "-g 15");
    let picture = read(&fragmented(
        &folder,
        "testsrc2=s=64x36:r=30000/1001:d=3.5035",
        &gop,
    ))
    .unwrap();
    let end = picture.seconds(i64::try_from(picture.presented_duration()).unwrap());
    assert_eq!(end, Rational::new(105 * 1001, 30000));
    let pictures = cut(&picture, length, end).unwrap();
    let times: Vec<(i64, u64)> = pictures
        .iter()
        .map(|cut| (cut.start, cut.duration))
        .collect();
    assert_eq!(
        times,
        [(0, 30030), (30030, 30030), (60060, 30030), (90090, 15015)]
    );
    assert_eq!(
        pictures
            .iter()
            .map(|cut| cut.samples.len())
            .collect::<Vec<_>>(),
        [30, 30, 30, 15]
    );
    assert!(cut(&picture, Rational::ONE, end).is_err());
    assert!(cut(&picture, Rational::ZERO, end).is_err());

    let sound = read(&fragmented(&folder, "sine=r=48000:d=5", "-c:a aac")).unwrap();
    let sounds = cut(&sound, length, end).unwrap();
    assert_eq!(sounds.len(), pictures.len());
    for (sound_cut, picture_cut) in sounds.iter().zip(&pictures) {
        let apart = sound.seconds(sound_cut.start) - picture.seconds(picture_cut.start);
        assert!(apart.to_f64().abs() <= 512.0 / 48000.0, "{apart}");
    }
    // Nothing is lost, whatever outlasts the picture.
    assert_eq!(
        sounds.iter().map(|cut| cut.duration).sum::<u64>(),
        sound.presented_duration()
    );
    assert_eq!(
        sounds.iter().map(|cut| cut.samples.len()).sum::<usize>(),
        sound.samples.len()
    );
    // Sound that ends a sliver behind the last border makes no segment that no picture goes with.
    let whole = Rational::new(3003, 1000);
    assert_eq!(cut(&sound, length, whole).unwrap().len(), 3);
}

#[test]
fn an_empty_edit_is_told() {
    let file = folder("empty_edit").join("late.mp4");
    generate(SOUND, "-c:a aac -output_ts_offset 0.5 -f mp4", &file);
    let track = read(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(track.empty_edit.decimal(1), "0.5");
}

#[test]
fn an_open_gop_is_no_keyframe() {
    let folder = folder("open_gop");
    let open = HEVC.replace("open-gop=0", "open-gop=1");
    let file = fragmented(&folder, PICTURE, &open);
    let track = read(&file).unwrap();
    let keyframes: Vec<(bool, bool)> = track
        .samples
        .iter()
        .map(|sample| {
            let bytes = track.read_sample(&mut Cursor::new(&file), sample).unwrap();
            (sample.sync, is_keyframe(&track.entry, &bytes).unwrap())
        })
        .filter(|(sync, _)| *sync)
        .collect();
    assert_eq!(keyframes, [(true, true), (true, false), (true, false)]);
}

#[test]
fn one_file_with_an_index_plays() {
    let folder = folder("index");
    let file = fragmented(&folder, PICTURE, H264);
    let track = read(&file).unwrap();
    let mut body = Vec::new();
    let mut references = Vec::new();
    for (index, run) in runs(&track, 25).into_iter().enumerate() {
        let fragment = fragment(u32::try_from(index).unwrap() + 1, &track, run, &file);
        references.push(Reference {
            size: fragment.len() as u64,
            duration: run.iter().map(|sample| u64::from(sample.duration)).sum(),
            starts_with_sap: true,
        });
        body.extend(fragment);
    }
    let index = Index {
        track_id: track.id,
        timescale: track.timescale,
        earliest_presentation_time: 0,
        first_offset: 0,
        references: &references,
    };
    let mut whole = init_segment(&track).unwrap();
    whole.extend(sidx(&index).unwrap());
    whole.extend(body);
    let path = folder.join("single.mp4");
    fs::write(&path, &whole).unwrap();
    assert_eq!(stream_hash(&path), stream_hash(&folder.join("track.mp4")));

    // A file cut between two boxes: only the index knows.
    let last = usize::try_from(references.last().unwrap().size).unwrap();
    let cut = read(&whole[..whole.len() - last]);
    assert!(matches!(cut, Err(MediaError::Truncated { .. })), "{cut:?}");

    let huge = [Reference {
        size: 1 << 31,
        duration: 1,
        starts_with_sap: true,
    }];
    assert!(
        sidx(&Index {
            references: &huge,
            ..index.clone()
        })
        .is_err()
    );
    let many = vec![references[0]; 65536];
    assert!(
        sidx(&Index {
            references: &many,
            ..index
        })
        .is_err()
    );
}

/// Numbers without a pattern, the same in every run.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Everything that can be asked of a file.
fn exercise(file: &[u8]) {
    let Ok(track) = read(file) else { return };
    let _ = track.presented_duration();
    let _ = init_segment(&track);
    let _ = codec_string(&track.entry);
    let _ = (track.entry.colour(), track.entry.pixel_aspect());
    let head = fragment_head(1, &track, &track.samples);
    assert!(head.len() >= 8);
    for sample in &track.samples {
        let bytes = track.read_sample(&mut Cursor::new(file), sample).unwrap();
        let _ = is_keyframe(&track.entry, &bytes);
    }
}

fn hostile_tracks(name: &str) -> Vec<Vec<u8>> {
    let folder = folder(name);
    vec![
        fragmented(&folder, "testsrc2=s=64x36:r=25:d=2", H264),
        fragmented(&folder, "testsrc2=s=64x36:r=25:d=1", HEVC),
        fragmented(&folder, "sine=d=1", "-c:a aac"),
        {
            let file = folder.join("plain.mp4");
            generate(
                "testsrc2=s=64x36:r=25:d=1",
                &format!("{H264} -f mp4"),
                &file,
            );
            fs::read(file).unwrap()
        },
    ]
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for file in hostile_tracks("cut") {
        read(&file).unwrap();
        for length in (0..file.len()).step_by(97) {
            assert!(
                read(&file[..length]).is_err(),
                "cut at {length} of {}",
                file.len()
            );
        }
        let error = read(&file[..file.len() - 1]).unwrap_err();
        assert!(error.to_string().contains("truncated"), "{error}");
    }
}

#[test]
fn no_change_of_bytes_makes_it_panic() {
    let mut chance = Chance(7);
    for file in hostile_tracks("mutations") {
        // The tables, which come first or last; mutations in picture data teach nothing.
        let tables: Vec<usize> = (0..file.len().min(6000))
            .chain(file.len().saturating_sub(3000)..file.len())
            .collect();
        for _ in 0..1500 {
            let mut broken = file.clone();
            for _ in 0..=chance.below(4) {
                let at = tables[chance.below(tables.len())];
                let value = [
                    0,
                    1,
                    0x7f,
                    0x80,
                    0xff,
                    u8::try_from(chance.below(256)).unwrap(),
                ];
                broken[at] = value[chance.below(6)];
            }
            exercise(&broken);
        }
    }
}

/// Overwrites bytes behind the first `kind`, `behind` bytes after its letters.
fn patch(file: &[u8], kind: &[u8; 4], behind: isize, bytes: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    let found = file.windows(4).position(|window| window == kind).unwrap();
    let at = (found + 4).checked_add_signed(behind).unwrap();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

#[test]
fn lies_about_size_are_refused() {
    let files = hostile_tracks("lies");
    let (fragmented, plain) = (&files[0], &files[3]);
    let most = u32::MAX.to_be_bytes();
    for (file, kind, behind, bytes) in [
        // Sizes of boxes.
        (fragmented, b"moov", -8, &most[..]),
        (fragmented, b"moov", -8, &[0, 0, 0, 7]),
        (fragmented, b"trak", -8, &most),
        (fragmented, b"stsd", -8, &[0, 0, 0, 9]),
        (fragmented, b"avc1", -8, &[0, 0, 0, 1]),
        (fragmented, b"mdat", -8, &most),
        (fragmented, b"moof", -8, &[0, 0, 0, 4]),
        // Counts, places and times.
        (fragmented, b"trun", 4, &most),
        (fragmented, b"trun", 8, &[0x7f, 0xff, 0xff, 0xff]),
        (fragmented, b"trun", 8, &[0x80, 0, 0, 0]),
        (fragmented, b"trun", 8, &[0, 0, 0, 0]),
        (fragmented, b"tfdt", 4, &[0xff; 8]),
        (fragmented, b"tfhd", 4, &[0, 0, 0, 9]),
        (fragmented, b"elst", 4, &most),
        (fragmented, b"sidx", 28, &most),
        (plain, b"stsz", 4, &most),
        (plain, b"stsz", 8, &most),
        (plain, b"stco", 4, &most),
        (plain, b"stco", 8, &most),
        (plain, b"stsc", 4, &most),
        (plain, b"stts", 4, &most),
        (plain, b"stts", 8, &[0, 0, 0, 1]),
        (plain, b"mdhd", 12, &[0; 4]),
    ] {
        let broken = patch(file, kind, behind, bytes);
        let name = kind.escape_ascii();
        assert!(
            read(&broken).is_err(),
            "`{name}` with {bytes:?} at {behind}"
        );
    }
    // A fragment of samples that take no bytes at all: each would cost memory and nothing else.
    let mut bomb = patch(fragmented, b"trun", 0, &[0, 0, 0, 1]);
    bomb = patch(&bomb, b"trun", 4, &[0x40, 0, 0, 0]);
    bomb = patch(&bomb, b"tfhd", 12, &[0; 4]);
    assert!(read(&bomb).is_err());
}

#[test]
fn codec_strings_follow_the_configuration() {
    for (fourcc, kind, configuration, expected) in [
        (b"avc1", b"avcC", "01640029ffe1", "avc1.640029"),
        (b"avc1", b"avcC", "0142c01effe1", "avc1.42c01e"),
        // Main, level 3.1, main tier; progressive and frame-only.
        (
            b"hvc1",
            b"hvcC",
            "0101600000009000000000005d",
            "hvc1.1.6.L93.90",
        ),
        // Main 10, high tier.
        (
            b"hvc1",
            b"hvcC",
            "012220000000b0000000000099",
            "hvc1.2.4.H153.B0",
        ),
        (
            b"hev1",
            b"hvcC",
            "01a10000000000000000000078",
            "hev1.B1.0.H120",
        ),
        (b"av01", b"av1C", "81084c00", "av01.0.08M.10"),
        (b"av01", b"av1C", "810d8c00", "av01.0.13H.08"),
        (
            b"av01",
            b"av1C",
            "81280000",
            "av01.1.08M.08.0.000.02.02.02.0",
        ),
        (b"vp09", b"vpcC", "01000000000a8202020200", "vp09.00.10.08"),
        (
            b"vp09",
            b"vpcC",
            "010000000233a2091009",
            "vp09.02.51.10.01.09.16.09.00",
        ),
        (
            b"mp4a",
            b"esds",
            "00000000031900010004114015000000000000000000000005021190060102",
            "mp4a.40.2",
        ),
        (
            b"mp4a",
            b"esds",
            "0000000003808080230001000480808015401500000000000000000000000580808003eb0988068080800102",
            "mp4a.40.29",
        ),
        (b"Opus", b"dOps", "", "Opus"),
        (b"fLaC", b"dfLa", "", "fLaC"),
    ] {
        let payload: Vec<u8> = configuration
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        let mut entry = SampleEntry {
            fourcc: FourCc(*fourcc),
            width: 0,
            height: 0,
            channels: 0,
            sample_rate: 0,
            boxes: vec![(FourCc(*kind), payload)],
        };
        assert_eq!(codec_string(&entry).as_deref(), Ok(expected));
        entry.boxes[0].1.truncate(2);
        let short = codec_string(&entry);
        assert!(configuration.is_empty() || short.is_err(), "{short:?}");
    }
}

/// A transport stream of picture and sound, as the HLS muxer writes segments.
fn transport_stream(folder: &Path, codec: &str, offset: &str) -> Vec<u8> {
    let file = folder.join("segment.ts");
    let path = file.to_str().unwrap();
    let mut args = vec![
        "-y", "-nostdin", "-v", "error", "-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND,
    ];
    args.extend(codec.split_whitespace());
    args.extend([
        "-c:a",
        "aac",
        "-output_ts_offset",
        offset,
        "-muxdelay",
        "0",
        "-f",
        "mpegts",
        path,
    ]);
    output("ffmpeg", &args);
    fs::read(file).unwrap()
}

#[test]
fn a_transport_stream_tells_frames_keyframes_and_times() {
    let folder = folder("ts");
    for (codec, stream_type) in [(H264, 0x1b), (HEVC, 0x24)] {
        let file = transport_stream(&folder, codec, "10");
        let stream = TransportStream::read(&mut file.as_slice()).unwrap();
        assert_eq!(stream.packets * 188, file.len() as u64);
        let [video, audio] = stream.streams.as_slice() else {
            panic!("{} streams", stream.streams.len());
        };
        assert_eq!((video.stream_type, audio.stream_type), (stream_type, 0x0f));
        assert_eq!((video.frames(), audio.frames()), (75, 142));
        assert!(video.starts_with_keyframe() && audio.starts_with_keyframe());
        assert_eq!(video.first_pts(), Some(900_000));
        assert_eq!(video.discontinuities + audio.discontinuities, 0);
        let keyframes: Vec<usize> = (0..75).filter(|at| video.pes[*at].keyframe).collect();
        assert_eq!(
            keyframes[..2],
            [0, if stream_type == 0x1b { 30 } else { 25 }]
        );

        // The first PES packet can be fetched alone as an I-frame.
        let alone = folder.join("frame.ts");
        fs::write(&alone, &file[..usize::try_from(video.pes[0].end).unwrap()]).unwrap();
        let frames = [
            "-v",
            "error",
            "-select_streams",
            "v",
            "-count_frames",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "csv=p=0",
            alone.to_str().unwrap(),
        ];
        assert!(output("ffprobe", &frames).trim().starts_with('1'));
    }
}

#[test]
fn time_stamps_pass_the_end_of_their_33_bits() {
    let file = transport_stream(&folder("ts_wrap"), H264, "95442.5");
    let stream = TransportStream::read(&mut file.as_slice()).unwrap();
    for stream in &stream.streams {
        let times: Vec<i64> = stream.pes.iter().filter_map(|pes| pes.dts).collect();
        assert!(
            times
                .windows(2)
                .all(|pair| pair[0] < pair[1] && pair[1] - pair[0] < 90_000)
        );
        assert!(*times.last().unwrap() > 1 << 33);
    }
}

#[test]
fn a_broken_transport_stream_is_refused() {
    let file = transport_stream(&folder("ts_broken"), H264, "10");
    let read = |bytes: &[u8]| TransportStream::read(&mut &bytes[..]);
    for length in (0..file.len())
        .step_by(97)
        .filter(|length| length % 188 != 0)
    {
        assert!(read(&file[..length]).is_err(), "cut at {length}");
    }
    let mut unsynced = file.clone();
    unsynced[188 * 20] = 0x46;
    assert!(read(&unsynced).unwrap_err().to_string().contains("sync"));
    let blank = [&[0x47, 0x1f, 0xff, 0x10][..], &[0xff; 184]].concat();
    assert!(
        read(&blank)
            .unwrap_err()
            .to_string()
            .contains("association")
    );
    assert!(read(&[]).is_err());
    let (map, _) = file
        .chunks(188)
        .enumerate()
        .find(|(_, packet)| packet[1] & 0x5f == 0x50)
        .unwrap();
    let mut wrong = file.clone();
    wrong[map * 188 + 12] ^= 1;
    assert!(read(&wrong).unwrap_err().to_string().contains("checksum"));
    let mut lossy = file.clone();
    lossy.drain(188 * 40..188 * 41);
    let lost = read(&lossy)
        .unwrap()
        .streams
        .iter()
        .map(|stream| stream.discontinuities)
        .sum::<u64>();
    assert_eq!(lost, 1);

    let mut chance = Chance(3);
    for _ in 0..400 {
        let mut broken = file.clone();
        for _ in 0..=chance.below(20) {
            let at = chance.below(broken.len());
            broken[at] = u8::try_from(chance.below(256)).unwrap();
        }
        let _ = read(&broken);
    }
}
