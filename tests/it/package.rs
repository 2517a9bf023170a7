//! Playlists and MPDs say exactly what stands in the package, and players can follow them.
#![expect(clippy::unwrap_used, reason = "what a test cannot unwrap has failed")]

use std::fs;
use std::path::Path;

use camino::Utf8PathBuf;
use rendit::codec::rfc6381::codec_string;
use rendit::media::fragment::{Index, Reference};
use rendit::media::{Track, init_segment, sidx, styp};
use rendit::package::address::{Names, encode, keep, reference, relative};
use rendit::package::presentation::{
    ByteRange, Key, Media, Piece, Presentation, Rendition, Resource, Segment, VideoRange,
    average_bit_rate, buffered_bit_rate, peak_bit_rate,
};
use rendit::package::{TextFile, dash, hls};
use rendit::plan::{AdaptationSet, Container, Dash, Hls, Role};
use rendit::rational::Rational;

use crate::media::{Chance, folder, fragment, generate, output, read, runs, stream_hash};

const PATTERN: &str = "${rendition}/${number}";

fn hls_options() -> Hls {
    Hls {
        playlist: "main.m3u8".into(),
        allow_cache: None,
    }
}

fn dash_options(sets: &[&[&str]]) -> Dash {
    let sets = sets
        .iter()
        .enumerate()
        .map(|(id, renditions)| AdaptationSet {
            id: u32::try_from(id).unwrap(),
            renditions: renditions.iter().map(ToString::to_string).collect(),
        });
    Dash {
        mpd: "main.mpd".into(),
        adaptation_sets: sets.collect(),
    }
}

fn video(height: u32) -> Media {
    Media::Video {
        width: height * 16 / 9,
        height,
        frame_rate: Rational::new(30000, 1001),
        range: VideoRange::Sdr,
    }
}

fn audio(language: &str, label: &str, group: &str, role: Role) -> Media {
    Media::Audio {
        channels: 2,
        sample_rate: 48000,
        language: language.to_owned(),
        label: label.to_owned(),
        role,
        default: role == Role::Main,
        group: group.to_owned(),
    }
}

/// A rendition in files of their own: `lengths` in ticks, each segment of `bytes` bytes and more.
fn rendition(
    id: &str,
    codecs: &str,
    media: Media,
    (timescale, lengths): (u32, &[u64]),
    bytes: u64,
) -> Rendition {
    let names = Names::new(PATTERN, Container::Fmp4);
    let is_video = matches!(media, Media::Video { .. });
    let mut start = 0;
    let segments = lengths.iter().enumerate().map(|(index, duration)| {
        let bytes = (bytes + 1000 * index as u64) * duration / lengths[0];
        let segment = Segment {
            path: names.segment(id, index + 1),
            range: None,
            start,
            duration: *duration,
            bytes,
            key_frame: is_video.then_some(ByteRange {
                offset: 24,
                length: bytes / 5,
            }),
            key: None,
        };
        start += i64::try_from(*duration).unwrap();
        segment
    });
    Rendition {
        id: id.to_owned(),
        codecs: codecs.to_owned(),
        timescale,
        media,
        init: Some(Resource {
            path: names.init(id),
            range: None,
        }),
        index: None,
        priming: 0,
        segments: segments.collect(),
    }
}

const PICTURES: (u32, &[u64]) = (30000, &[120_120, 120_120, 120_120, 30_030]);
const FRAMES: (u32, &[u64]) = (48000, &[192_512, 191_488, 192_512, 48_128]);

/// Two rungs, two languages and a description in stereo, and one richer track.
fn film() -> Presentation {
    let surround = match audio("en", "English", "ec-3_384k", Role::Main) {
        Media::Audio {
            sample_rate,
            language,
            label,
            role,
            default,
            group,
            ..
        } => Media::Audio {
            channels: 6,
            sample_rate,
            language,
            label,
            role,
            default,
            group,
        },
        other => other,
    };
    Presentation {
        container: Container::Fmp4,
        renditions: vec![
            rendition("h264_720p", "avc1.64001f", video(720), PICTURES, 1_400_000),
            rendition("h264_360p", "avc1.64001e", video(360), PICTURES, 400_000),
            rendition(
                "aac_en",
                "mp4a.40.2",
                audio("en", "English", "aac_128k", Role::Main),
                FRAMES,
                64_000,
            ),
            rendition(
                "aac_fr",
                "mp4a.40.2",
                audio("fr", "Français", "aac_128k", Role::Dub),
                FRAMES,
                66_000,
            ),
            rendition(
                "aac_ad",
                "mp4a.40.2",
                audio("en", "English (described)", "aac_128k", Role::Description),
                FRAMES,
                60_000,
            ),
            rendition("eac3_en", "ec-3", surround, FRAMES, 192_000),
        ],
    }
}

const FILM_SETS: &[&[&str]] = &[
    &["h264_720p", "h264_360p"],
    &["aac_en"],
    &["aac_fr"],
    &["aac_ad"],
    &["eac3_en"],
];

/// The film with every segment under a key of its own kind: one explicit vector each, then numbers.
fn locked_film() -> Presentation {
    let mut film = film();
    for rendition in &mut film.renditions {
        for (index, segment) in rendition.segments.iter_mut().enumerate() {
            let number = u8::try_from(index).unwrap();
            segment.key = Some(Key {
                uri: "https://keys.example.com/film?id=1&part=\"2\"".to_owned(),
                iv: (index < 2).then_some([0xa0 + number; 16]),
            });
        }
    }
    film
}

/// The film as one file for each rendition.
fn single_file_film() -> Presentation {
    let mut film = film();
    let names = Names::new(PATTERN, Container::Fmp4);
    for rendition in &mut film.renditions {
        let path = names.single_file(&rendition.id);
        rendition.init = Some(Resource {
            path: path.clone(),
            range: Some(ByteRange {
                offset: 0,
                length: 700,
            }),
        });
        rendition.index = Some(ByteRange {
            offset: 700,
            length: 80,
        });
        let mut offset = 780;
        for segment in &mut rendition.segments {
            segment.path.clone_from(&path);
            segment.range = Some(ByteRange {
                offset,
                length: segment.bytes,
            });
            segment.key_frame = segment.key_frame.map(|frame| ByteRange { offset, ..frame });
            offset += segment.bytes;
        }
    }
    film
}

fn audio_only() -> Presentation {
    let mut film = film();
    film.renditions
        .retain(|rendition| rendition.id.starts_with("aac"));
    film
}

/// Holds what was written against `tests/fixtures/package/CASE`; `UPDATE=1` rewrites it.
fn check(case: &str, files: &[TextFile]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/package")
        .join(case);
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for file in files {
            fs::write(folder.join(&file.path), &file.text).unwrap();
        }
    }
    let mut expected: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut written: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    expected.sort();
    written.sort_unstable();
    assert_eq!(written, expected, "{case}");
    for file in files {
        let expected = fs::read_to_string(folder.join(&file.path)).unwrap();
        assert_eq!(
            file.text, expected,
            "{case}/{}; UPDATE=1 rewrites",
            file.path
        );
        if file.path.extension() == Some("m3u8") {
            m3u8_rs::parse_playlist_res(file.text.as_bytes()).unwrap();
        }
    }
}

#[test]
fn manifests_are_as_they_were() {
    let sets = dash_options(FILM_SETS);
    let mut files = hls::write(&film(), &hls_options()).unwrap();
    files.push(dash::write(&film(), &sets, PATTERN).unwrap());
    check("film", &files);

    let hls = Hls {
        allow_cache: Some(true),
        ..hls_options()
    };
    check("locked", &hls::write(&locked_film(), &hls).unwrap());

    let mut files = hls::write(&single_file_film(), &hls_options()).unwrap();
    files.push(dash::write(&single_file_film(), &sets, PATTERN).unwrap());
    check("single_file", &files);

    let mut files = hls::write(&audio_only(), &hls_options()).unwrap();
    files.push(dash::write(&audio_only(), &dash_options(&FILM_SETS[1..4]), PATTERN).unwrap());
    check("audio_only", &files);

    let mut stream = film();
    stream.container = Container::Ts;
    stream.renditions.truncate(3);
    let names = Names::new(PATTERN, Container::Ts);
    for rendition in &mut stream.renditions {
        rendition.init = None;
        for (index, segment) in rendition.segments.iter_mut().enumerate() {
            segment.path = names.segment(&rendition.id, index + 1);
        }
    }
    check(
        "transport_stream",
        &hls::write(&stream, &hls_options()).unwrap(),
    );
}

fn text_of<'a>(files: &'a [TextFile], path: &str) -> &'a str {
    &files.iter().find(|file| file.path == path).unwrap().text
}

fn multivariant(text: &str) -> m3u8_rs::MasterPlaylist {
    match m3u8_rs::parse_playlist_res(text.as_bytes()).unwrap() {
        m3u8_rs::Playlist::MasterPlaylist(playlist) => playlist,
        m3u8_rs::Playlist::MediaPlaylist(_) => unreachable!("it has variants"),
    }
}

/// Pairs of RESOLUTION's height and AUDIO, in order.
fn pairs(presentation: &Presentation) -> Vec<String> {
    let files = hls::write(presentation, &hls_options()).unwrap();
    let playlist = multivariant(text_of(&files, "main.m3u8"));
    let variants = playlist
        .variants
        .iter()
        .filter(|variant| !variant.is_i_frame);
    variants
        .map(|variant| {
            let height = variant.resolution.as_ref().map_or(0, |size| size.height);
            format!("{height}+{}", variant.audio.as_deref().unwrap_or("-"))
        })
        .collect()
}

#[test]
fn pictures_are_paired_with_fitting_sound() {
    assert_eq!(
        pairs(&film()),
        [
            "720+aac_128k",
            "720+ec-3_384k",
            "360+aac_128k",
            "360+ec-3_384k"
        ]
    );
    assert_eq!(pairs(&audio_only()), ["0+aac_128k"]);
    let mut silent = film();
    silent.renditions.truncate(2);
    assert_eq!(pairs(&silent), ["720+-", "360+-"]);

    let rungs = |heights: &[u32], rates: &[u64]| Presentation {
        container: Container::Fmp4,
        renditions: heights
            .iter()
            .map(|height| {
                rendition(
                    &format!("v{height}"),
                    "avc1.64001f",
                    video(*height),
                    PICTURES,
                    u64::from(*height) * 1000,
                )
            })
            .chain(rates.iter().map(|rate| {
                let group = format!("a{rate}");
                rendition(
                    &group,
                    "mp4a.40.2",
                    audio("en", "English", &group, Role::Main),
                    FRAMES,
                    rate * 500,
                )
            }))
            .collect(),
    };
    // Rungs of one codec: the better goes with the better.
    assert_eq!(
        pairs(&rungs(&[1080, 720, 360, 180], &[192, 64])),
        ["1080+a192", "720+a192", "360+a64", "180+a64"]
    );
    // More rungs of sound than of picture: each must be reachable.
    assert_eq!(pairs(&rungs(&[720], &[192, 64])), ["720+a192", "720+a64"]);
}

#[test]
fn rates_are_those_of_the_rfc() {
    let pieces = |list: &[(u64, u64)]| -> Vec<Piece> {
        list.iter()
            .map(|(bytes, duration)| Piece {
                bytes: *bytes,
                duration: *duration,
            })
            .collect()
    };
    for (list, target, peak, average) in [
        // Bytes and tenths of a second.
        (&[(1000, 40), (2000, 40), (1000, 40)][..], 4, 4000, 2667),
        // A tail below half a target is measured with its neighbour: 1 s of it alone would be 16000.
        (&[(1000, 40), (2000, 40), (2000, 10)], 4, 6400, 4445),
        // A tail of half a target stands for itself.
        (&[(1000, 40), (2000, 20)], 4, 8000, 4000),
        // Short segments are measured in runs.
        (&[(100, 10), (900, 10), (100, 10), (100, 10)], 4, 4000, 2400),
        // Nothing lasts half a target: the average.
        (&[(1000, 10)], 4, 8000, 8000),
    ] {
        let pieces = pieces(list);
        assert_eq!(peak_bit_rate(&pieces, 10, target), peak, "{list:?}");
        assert_eq!(average_bit_rate(&pieces, 10), average, "{list:?}");
    }
}

#[test]
fn no_client_at_the_declared_rate_runs_dry() {
    let mut chance = Chance(11);
    for _ in 0..300 {
        let pieces: Vec<Piece> = (0..=chance.below(12))
            .map(|_| Piece {
                bytes: chance.below(5000) as u64 + 1,
                duration: chance.below(50) as u64 + 1,
            })
            .collect();
        let buffer = pieces.iter().map(|piece| piece.duration).max().unwrap();
        let rate = buffered_bit_rate(&pieces, 10, buffer);
        // Started anywhere, each segment is whole before it is due.
        let dry = |rate: u64| {
            (0..pieces.len()).any(|start| {
                let (mut bits, mut due) = (0, buffer);
                pieces[start..].iter().any(|piece| {
                    bits += piece.bytes * 8 * 10;
                    let late = bits > rate * due;
                    due += piece.duration;
                    late
                })
            })
        };
        assert!(!dry(rate), "{pieces:?}");
        assert!(dry(rate - 1), "{pieces:?}");
    }
}

#[test]
fn addresses_are_relative_and_encoded() {
    for (from, to, expected) in [
        ("main.m3u8", "a/1.m4s", "a/1.m4s"),
        ("hls/main.m3u8", "a/1.m4s", "../a/1.m4s"),
        ("a/main.m3u8", "a/1.m4s", "1.m4s"),
        ("a/b/main.m3u8", "a/1.m4s", "../1.m4s"),
        ("a/main.m3u8", "a", "../a"),
        ("main.m3u8", "main.m3u8", "main.m3u8"),
    ] {
        assert_eq!(relative(from, to), expected, "{from} → {to}");
    }
    assert_eq!(
        reference("m.m3u8", "a b/ü#?%:1.m4s"),
        "a%20b/%C3%BC%23%3F%25%3A1.m4s"
    );
    assert_eq!(encode("h264_720p/00001.m4s"), "h264_720p/00001.m4s");
    assert_eq!(
        keep(" https://a/b?c=d&e=\"f\"\n#EXT\u{fc} "),
        "https://a/b?c=d&e=%22f%22%0A#EXT%C3%BC"
    );
    let names = Names::new("se g$/${rendition}-${number}", Container::Fmp4);
    assert_eq!(names.segment("v", 7), "se g$/v-00007.m4s");
    assert_eq!(names.init("v"), "se g$/v-init.mp4");
    assert_eq!(names.single_file("v"), "se g$/v-media.mp4");
    assert_eq!(
        names.templates("dash/main.mpd"),
        (
            "../se%20g$$/$RepresentationID$-init.mp4".to_owned(),
            "../se%20g$$/$RepresentationID$-$Number%05d$.m4s".to_owned()
        )
    );
}

#[test]
fn no_label_breaks_a_manifest() {
    let label = "\"Ton\"\n#EXT-X-ENDLIST\r<b>&'\u{0}日本語]]>";
    let mut film = film();
    for rendition in &mut film.renditions {
        if let Media::Audio {
            label: text,
            language,
            default,
            ..
        } = &mut rendition.media
        {
            label.clone_into(text);
            "x\"\n".clone_into(language);
            *default = true;
        }
    }
    let files = hls::write(&film, &hls_options()).unwrap();
    let text = text_of(&files, "main.m3u8");
    assert!(!text.contains("\n#EXT-X-ENDLIST"));
    let playlist = multivariant(text);
    let names: Vec<&str> = playlist.alternatives[..3]
        .iter()
        .map(|media| media.name.as_str())
        .collect();
    assert_eq!(names[0], "'Ton' #EXT-X-ENDLIST <b>&' 日本語]]>");
    assert_eq!(names[1], format!("{} 2", names[0]));
    let defaults = playlist.alternatives[..3]
        .iter()
        .filter(|media| media.default)
        .count();
    assert_eq!(defaults, 1);
    assert!(
        playlist
            .alternatives
            .iter()
            .all(|media| media.language.is_none())
    );

    let mpd = dash::write(&film, &dash_options(FILM_SETS), PATTERN).unwrap();
    let mut reader = quick_xml::Reader::from_str(&mpd.text);
    let mut inside = String::new();
    let mut in_label = false;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(start) => in_label = start.name().as_ref() == "Label",
            quick_xml::events::Event::End(_) => in_label = false,
            quick_xml::events::Event::Text(text) if in_label => inside.push_str(&text),
            quick_xml::events::Event::GeneralRef(entity) if in_label => {
                inside.push_str(&format!("&{};", &*entity));
            }
            _ => {}
        }
    }
    let once = quick_xml::escape::unescape(&inside).unwrap();
    assert_eq!(once, label.replace('\u{0}', "\u{fffd}").repeat(4));
}

#[test]
fn what_cannot_be_written_is_an_error() {
    let sets = dash_options(FILM_SETS);
    let dash = |presentation: &Presentation| {
        dash::write(presentation, &sets, PATTERN)
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    let broken = |change: fn(&mut Rendition)| {
        let mut film = film();
        change(&mut film.renditions[0]);
        film
    };
    for (film, expected) in [
        (locked_film(), "encrypted"),
        (broken(|rendition| rendition.segments[1].start += 1), "gap"),
        (
            broken(|rendition| rendition.segments.clear()),
            "no segments",
        ),
        (broken(|rendition| rendition.init = None), "no init segment"),
        (
            broken(|rendition| rendition.segments[1].path.push('x')),
            "template",
        ),
        (
            broken(|rendition| "h264_360p".clone_into(&mut rendition.id)),
            "twice",
        ),
        (
            broken(|rendition| "other".clone_into(&mut rendition.id)),
            "no rendition",
        ),
    ] {
        let error = dash(&film);
        assert!(error.contains(expected), "{error}");
    }
    let mixed = dash_options(&[&["h264_720p", "aac_en"]]);
    assert!(dash::write(&film(), &mixed, PATTERN).is_err());
    let empty = Presentation {
        container: Container::Fmp4,
        renditions: Vec::new(),
    };
    assert!(hls::write(&empty, &hls_options()).is_err());
}

/// A real track as files of a package.
fn publish(
    folder: &Path,
    id: &str,
    media: Media,
    (track, file): (&Track, &[u8]),
    single: bool,
) -> Rendition {
    let names = Names::new(PATTERN, Container::Fmp4);
    let init = init_segment(track).unwrap();
    let mut segments = Vec::new();
    let mut body: Vec<u8> = Vec::new();
    let mut references = Vec::new();
    let mut start = 0;
    for (index, run) in runs(track, 25).into_iter().enumerate() {
        let mut bytes = if single { Vec::new() } else { styp() };
        let head = bytes.len() as u64;
        bytes.extend(fragment(
            u32::try_from(index).unwrap() + 1,
            track,
            run,
            file,
        ));
        let data: u64 = run.iter().map(|sample| u64::from(sample.size)).sum();
        let end = run
            .iter()
            .map(|sample| track.presentation_end(sample))
            .max()
            .unwrap();
        let frame_end = bytes.len() as u64 - data + u64::from(run[0].size);
        let offset = body.len() as u64;
        segments.push(Segment {
            path: if single {
                names.single_file(id)
            } else {
                names.segment(id, index + 1)
            },
            range: single.then_some(ByteRange {
                offset,
                length: bytes.len() as u64,
            }),
            start,
            duration: u64::try_from(end - start).unwrap(),
            bytes: bytes.len() as u64,
            key_frame: matches!(media, Media::Video { .. }).then_some(ByteRange {
                offset: head + if single { offset } else { 0 },
                length: frame_end - head,
            }),
            key: None,
        });
        references.push(Reference {
            size: bytes.len() as u64,
            duration: u64::try_from(end - start).unwrap(),
            starts_with_sap: true,
        });
        start = end;
        if single {
            body.extend(&bytes);
        } else {
            let path = folder.join(names.segment(id, index + 1));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &bytes).unwrap();
        }
    }
    let mut resource = Resource {
        path: names.init(id),
        range: None,
    };
    let mut index = None;
    if single {
        let table = sidx(&Index {
            track_id: track.id,
            timescale: track.timescale,
            earliest_presentation_time: 0,
            first_offset: 0,
            references: &references,
        })
        .unwrap();
        let (at, length) = (init.len() as u64, table.len() as u64);
        index = Some(ByteRange { offset: at, length });
        resource = Resource {
            path: names.single_file(id),
            range: Some(ByteRange {
                offset: 0,
                length: at,
            }),
        };
        for segment in &mut segments {
            for range in segment.range.iter_mut().chain(&mut segment.key_frame) {
                range.offset += at + length;
            }
        }
        fs::create_dir_all(folder.join(id)).unwrap();
        fs::write(
            folder.join(names.single_file(id)),
            [init, table, body].concat(),
        )
        .unwrap();
    } else {
        fs::write(folder.join(names.init(id)), init).unwrap();
    }
    Rendition {
        id: id.to_owned(),
        codecs: codec_string(&track.entry).unwrap(),
        timescale: track.timescale,
        media,
        init: Some(resource),
        index,
        priming: 0,
        segments,
    }
}

#[test]
fn players_find_every_packet() {
    for single in [false, true] {
        let folder = folder(if single { "play_single" } else { "play" });
        let video_file = folder.join("video.mp4");
        generate(
            "testsrc2=s=320x180:r=30000/1001:d=4.004",
            "-c:v libx264 -preset veryfast -pix_fmt yuv420p -bf 2 -g 30 -keyint_min 30 -sc_threshold 0 -f mp4 \
             -movflags +dash+frag_keyframe+delay_moov+global_sidx+skip_trailer",
            &video_file,
        );
        let audio_file = folder.join("audio.mp4");
        generate(
            "sine=r=48000:d=4.004",
            "-c:a aac -ac 2 -f mp4 -frag_duration 500000 -movflags +dash+delay_moov+global_sidx+skip_trailer",
            &audio_file,
        );
        let (video_bytes, audio_bytes) = (
            fs::read(&video_file).unwrap(),
            fs::read(&audio_file).unwrap(),
        );
        let (picture, sound) = (read(&video_bytes).unwrap(), read(&audio_bytes).unwrap());
        let presentation = Presentation {
            container: Container::Fmp4,
            renditions: vec![
                publish(&folder, "v", video(180), (&picture, &video_bytes), single),
                publish(
                    &folder,
                    "a",
                    audio("en", "English", "aac", Role::Main),
                    (&sound, &audio_bytes),
                    single,
                ),
            ],
        };
        let mut files = hls::write(&presentation, &hls_options()).unwrap();
        files.push(dash::write(&presentation, &dash_options(&[&["v"], &["a"]]), PATTERN).unwrap());
        for file in &files {
            fs::write(folder.join(&file.path), &file.text).unwrap();
        }
        assert_eq!(
            stream_hash(&folder.join("v.m3u8")),
            stream_hash(&video_file)
        );
        assert_eq!(
            stream_hash(&folder.join("a.m3u8")),
            stream_hash(&audio_file)
        );
        // A client may list sound first.
        let hashes = |file: &Path| {
            let text = stream_hash(file);
            let mut hashes: Vec<String> = text
                .lines()
                .filter_map(|line| line.split(',').next_back().map(str::to_owned))
                .collect();
            hashes.sort();
            hashes
        };
        let mut both = [hashes(&video_file), hashes(&audio_file)].concat();
        both.sort();
        assert_eq!(hashes(&folder.join("main.m3u8")), both);
        assert_eq!(hashes(&folder.join("main.mpd")), both);
        let path = Utf8PathBuf::from_path_buf(folder.join("main.mpd")).unwrap();
        let start = output(
            "ffprobe",
            &[
                "-v",
                "error",
                "-show_entries",
                "stream=start_time",
                "-of",
                "csv=p=0",
                path.as_str(),
            ],
        );
        for line in start.lines().map(|line| line.trim_end_matches(',')) {
            let start: f64 = line.parse().unwrap_or(0.0);
            assert!(start.abs() < 0.03, "{start}");
        }
    }
}
