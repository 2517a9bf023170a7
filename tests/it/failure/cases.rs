//! Calls that fail: how, and what is to be said about each.

/// A call that fails.
pub struct Case {
    /// Its name, also in the recorded texts.
    pub name: &'static str,
    /// Its arguments, parted by blanks. `text@route` has an origin; `{text@route}` is a part with
    /// an origin of its own. `PORT` is where a web server answers, `NOBODY` where none does.
    pub args: &'static str,
    /// The code that is expected.
    pub code: &'static str,
    /// The route that is expected; empty for none.
    pub origin: &'static str,
    /// What the decisive words contain, in one version or another.
    pub words: &'static [&'static str],
    /// How it is run.
    pub how: How,
}

/// How a case is run.
#[derive(PartialEq)]
pub enum How {
    /// As it is.
    Plain,
    /// By a user who may not do everything.
    Unprivileged,
    /// With a limit of 32 kB for files.
    SmallFiles,
    /// Not at all: the machine lacks what it needs, or it takes too long. Recorded where it can be.
    Recorded,
}

const fn case(
    name: &'static str,
    args: &'static str,
    code: &'static str,
    origin: &'static str,
    words: &'static [&'static str],
) -> Case {
    Case {
        name,
        args,
        code,
        origin,
        words,
        how: How::Plain,
    }
}

const fn run(how: How, case: Case) -> Case {
    Case { how, ..case }
}

macro_rules! film {
    ($rest:literal) => {
        concat!(
            "-f lavfi -i testsrc2=s=320x180:r=25:d=1@inputs.film.lavfi ",
            $rest
        )
    };
}

/// Picture to a fragmented MP4, with arguments before the output's name.
macro_rules! encode {
    ($rest:literal) => {
        concat!(
            "-c:v libx264@ladders.hd.codec -preset ultrafast@ladders.hd.preset -pix_fmt yuv420p ",
            $rest,
            " -f mp4 -movflags +dash+frag_keyframe+delay_moov+global_sidx+skip_trailer"
        )
    };
}

macro_rules! film_to_mp4 {
    ($rest:literal) => {
        concat!(film!(""), encode!($rest), " o.mp4@outputs.web")
    };
}

/// Another source to an MP4.
macro_rules! to_mp4 {
    ($input:literal) => {
        concat!($input, " ", encode!(""), " o.mp4@outputs.web")
    };
}

/// Two rungs from one source, with arguments of each.
macro_rules! two_rungs {
    ($first:literal, $second:literal) => {
        concat!(
            film!("-map 0:v -c:v libx264 "),
            $first,
            " -f mp4 o.mp4 -map 0:v -c:v libx264 ",
            $second,
            " -f mp4 p.mp4"
        )
    };
}

/// All of them. Each is run by the real ffmpeg unless it says otherwise.
pub const CASES: &[Case] = &[
    // Encoders.
    case("unknown-encoder", film!("-c:v libx999@ladders.hd.encoder -f mp4 o.mp4"), "unknown-encoder", "ladders.hd.encoder", &["Unknown encoder 'libx999'"]),
    case("bad-preset", two_rungs!("-preset fast@ladders.hd.preset", "-preset verfast@ladders.uhd.preset"), "encoder-setting", "ladders.uhd.preset", &["invalid preset 'verfast'"]),
    case("bad-preset-x265", film!("-c:v libx265 -preset bogus@ladders.hd.preset -f mp4 o.mp4"), "encoder-setting", "ladders.hd.preset", &["Error setting preset/tune bogus"]),
    case("bad-tune", film!("-c:v libx264 -preset fast@ladders.hd.preset -tune bogus@ladders.hd.tune -f mp4 o.mp4"), "encoder-setting", "ladders.hd.tune", &["invalid tune 'bogus'"]),
    case("bad-profile", film_to_mp4!("-profile:v bogus@ladders.hd.profile"), "encoder-setting", "ladders.hd.profile", &["invalid profile: bogus"]),
    case("unfit-profile", film!("-c:v libx264 -pix_fmt yuv444p@ladders.hd.pixel_format -profile:v high@ladders.hd.profile -f mp4 o.mp4"), "encoder-setting", "ladders.hd.profile", &["high profile doesn't support 4:4:4"]),
    case("bad-level", film_to_mp4!("-level 99@ladders.hd.args[1]"), "encoder-setting", "ladders.hd.args[1]", &["invalid level_idc: 99"]),
    case("bad-sample-rate", "-f lavfi -i sine=d=1 -c:a libopus@ladders.sound.codec -ar 44100@ladders.sound.sample_rate -f mp4 o.mp4", "encoder-setting", "ladders.sound.sample_rate", &["sample rate 44100 is not supported"]),
    case("unknown-pixel-format", film!("-c:v libx264 -pix_fmt yuv999@ladders.hd.pixel_format -f mp4 o.mp4"), "pixel-format", "ladders.hd.pixel_format", &["Unknown pixel format requested: yuv999"]),
    case("unfit-pixel-format", film!("-c:v libvpx-vp9@ladders.hd.codec -pix_fmt bgr0@ladders.hd.pixel_format -f mp4 o.mp4"), "pixel-format", "ladders.hd.pixel_format", &["Incompatible pixel format 'bgr0'"]),
    run(How::Recorded, case("no-card", film!("-c:v h264_nvenc@ladders.hd.encoder -f mp4 o.mp4"), "encoder-unusable", "ladders.hd.encoder", &["Cannot load libcuda"])),
    case("odd-size", film!("-map 0:v -vf {scale=640:360@ladders.hd.rungs[0]},{setsar=1} -f mp4 o.mp4 -map 0:v -vf {scale=641:361@ladders.hd.rungs[1]},{setsar=1} -c:v libx264 -pix_fmt yuv420p -f mp4 p.mp4"), "odd-size", "ladders.hd.rungs[1]", &["width not divisible by 2 (641x361)"]),
    case("odd-size-x265", film!("-vf {scale=640:361@ladders.hd.rungs[1]} -c:v libx265 -pix_fmt yuv420p -f mp4 o.mp4"), "odd-size", "ladders.hd.rungs[1]", &["Picture height must be an integer multiple"]),
    // Options.
    case("bad-number", two_rungs!("-crf 23@ladders.hd.rungs[0].crf", "-crf abc@ladders.hd.rungs[1].crf"), "ffmpeg-option", "ladders.hd.rungs[1].crf", &["Error setting option crf to value abc"]),
    case("bad-bit-rate", film_to_mp4!("-b:v 12q@ladders.hd.rungs[0].bit_rate"), "ffmpeg-option", "ladders.hd.rungs[0].bit_rate", &["Error setting option b to value 12q"]),
    case("out-of-range", film!("-c:v libsvtav1 -preset 99@ladders.hd.preset -f mp4 o.mp4"), "ffmpeg-option", "ladders.hd.preset", &["for parameter 'preset' out of range"]),
    case("unknown-option", film_to_mp4!("-nosuchopt@ladders.hd.args[0] 1@ladders.hd.args[1]"), "ffmpeg-option", "ladders.hd.args[1]", &["Unrecognized option 'nosuchopt'"]),
    case("bad-frame-rate", film_to_mp4!("-r abc@ladders.hd.args[1]"), "ffmpeg-option", "ladders.hd.args[1]", &["Invalid framerate value: abc"]),
    case("bad-time", to_mp4!("-ss abc@inputs.film.start -i good.mp4@inputs.film.path"), "ffmpeg-option", "inputs.film.start", &["Invalid duration"]),
    case("bad-flag", film!("-c:v libx264 -f mp4 -movflags +bogus@outputs.web.args[1] o.mp4"), "ffmpeg-option", "outputs.web.args[1]", &["Error setting option movflags to value +bogus"]),
    case("bad-disposition", film_to_mp4!("-disposition:v:0 bogus@ladders.hd.args[1]"), "ffmpeg-option", "ladders.hd.args[1]", &["option value \"bogus\"", "Undefined constant"]),
    case("unused-option", film_to_mp4!("-row-mt@ladders.hd.args[0] 1@ladders.hd.args[1]"), "ffmpeg-option-unused", "ladders.hd.args[1]", &["has not been used for any stream"]),
    case("unused-x264-parameter", film_to_mp4!("-x264-params aq-mode=1:bogus=1@ladders.hd.args[1]"), "ffmpeg-option-unused", "ladders.hd.args[1]", &["Error parsing option 'bogus = 1'"]),
    case("unused-x265-parameter", film!("-c:v libx265 -preset ultrafast -x265-params bogus=1@ladders.hd.args[1] -f mp4 o.mp4"), "ffmpeg-option-unused", "ladders.hd.args[1]", &["Unknown option: bogus"]),
    // Filters.
    case("unknown-filter", film!("-filter_complex {[0:v]split=2[a][b]};{[a]scale=100:100[c]@ladders.hd.rungs[0]};{[b]nosuchfilter[d]@ladders.hd.filters[0]} -map [c] -f mp4 o.mp4 -map [d] -f mp4 p.mp4"), "ffmpeg-filter", "ladders.hd.filters[0]", &["No such filter: 'nosuchfilter'"]),
    case("bad-filter-option", film!("-vf {scale=foo=1@ladders.hd.filters[0]},{setsar=1@ladders.hd.filters[1]} -f mp4 o.mp4"), "ffmpeg-filter", "ladders.hd.filters[0]", &["ption 'foo'"]),
    case("bad-filter-value", film!("-vf {setsar=1@ladders.hd.filters[0]},{scale=640:abc@ladders.hd.filters[1]} -f mp4 o.mp4"), "ffmpeg-filter", "ladders.hd.filters[1]", &["Cannot parse expression for height: 'abc'"]),
    case("unfit-filter-value", film!("-vf {crop=9000:9000@ladders.hd.filters[0]} -f mp4 o.mp4"), "ffmpeg-filter", "ladders.hd.filters[0]", &["Invalid too big or non positive size"]),
    case("sound-filter-on-pictures", film!("-vf volume=2@ladders.hd.filters[0] -f mp4 o.mp4"), "ffmpeg-filter", "ladders.hd.filters[0]", &["Cannot connect audio filter", "Filtergraph has a audio output"]),
    case("unused-label", film!("-filter_complex [0:v]split=2[a][b]@ladders.hd.filters[0] -map [a] -f mp4 o.mp4"), "ffmpeg-filter", "ladders.hd.filters[0]", &["unconnected"]),
    case("filter-on-copy", "-i good.mp4 -map 0:v -c:v copy@ladders.hd.codec -vf scale=10:10@ladders.hd.filters[0] -f mp4 o.mp4", "ffmpeg-filter", "ladders.hd.filters[0]", &["Filtergraph 'scale=10:10' was"]),
    // Containers.
    case("unknown-container", film!("-f nomux@outputs.web.type o.mp4"), "unknown-container", "outputs.web.type", &["Requested output format 'nomux'"]),
    case("unknown-ending", film!("-c:v libx264 o.xyz123@outputs.web.path"), "unknown-container", "outputs.web.path", &["output format for 'o.xyz123'"]),
    case("codec-not-in-webm", film!("-c:v libx264 -f webm@outputs.web.type o.webm@outputs.web.path"), "codec-not-in-container", "outputs.web.path", &["Only VP8 or VP9"]),
    case("codec-not-in-mp4", "-f lavfi -i sine=d=1 -c:a pcm_u8@ladders.sound.codec -f mp4 o.mp4@outputs.web.path", "codec-not-in-container", "ladders.sound.codec", &["codec not currently supported in container"]),
    // Sources.
    case("no-such-input", to_mp4!("-i good.mp4@inputs.film.path -i nope.mp4@inputs.french.path"), "source-missing", "inputs.french.path", &["No such file or directory"]),
    case("folder-as-input", to_mp4!("-i folder@inputs.film.path"), "source-unreadable", "inputs.film.path", &["Is a directory"]),
    case("garbage", to_mp4!("-i garbage.mp4@inputs.film.path"), "source-unreadable", "inputs.film.path", &["moov atom not found"]),
    case("garbage-without-ending", to_mp4!("-i garbage@inputs.film.path"), "source-unreadable", "inputs.film.path", &["Invalid data found when processing input"]),
    case("empty-input", to_mp4!("-i empty.mp4@inputs.film.path"), "source-unreadable", "inputs.film.path", &["moov atom not found"]),
    case("truncated-input", to_mp4!("-i good.mp4 -i truncated.mp4@inputs.film.path"), "source-unreadable", "inputs.film.path", &["moov atom not found"]),
    case("truncated-after-index", to_mp4!("-i half.mp4@inputs.film.path"), "source-damaged", "inputs.film.path", &["partial file", "Packet corrupt"]),
    case("damaged-stream", to_mp4!("-i damaged.ts@inputs.film.path"), "source-damaged", "inputs.film.path", &["MB", "corrupt", "sub_mb_type"]),
    run(How::Unprivileged, case("denied-input", to_mp4!("-i secret.mp4@inputs.film.path"), "source-denied", "inputs.film.path", &["Permission denied"])),
    case("no-such-track", concat!(film!("-map 0:a:5@ladders.sound.tracks[0] "), "-c:a aac -f mp4 o.mp4"), "track-missing", "ladders.sound.tracks[0]", &["matches no streams"]),
    case("no-such-input-number", concat!(film!("-map 3:v@ladders.hd.args[1] "), "-f mp4 o.mp4"), "track-missing", "ladders.hd.args[1]", &["Invalid input file index: 3"]),
    case("nothing-selected", "-i good.mp4@inputs.film.path -vn -an -f mp4 o.mp4", "track-missing", "inputs.film.path", &["does not contain any stream"]),
    case("unknown-lavfi", to_mp4!("-f lavfi -i nosuchsrc=s=1@inputs.film.lavfi"), "ffmpeg-filter", "inputs.film.lavfi", &["No such filter: 'nosuchsrc'"]),
    case("bad-lavfi-option", to_mp4!("-f lavfi -i testsrc2=bogus=1@inputs.film.lavfi"), "ffmpeg-filter", "inputs.film.lavfi", &["ption 'bogus'"]),
    // The network.
    case("http-404", to_mp4!("-i http://127.0.0.1:PORT/404@inputs.film.path"), "source-unreachable", "inputs.film.path", &["Server returned 404 Not Found"]),
    case("http-500", to_mp4!("-i http://127.0.0.1:PORT/500@inputs.film.path"), "source-unreachable", "inputs.film.path", &["Server returned 5XX"]),
    case("connection-refused", to_mp4!("-i http://127.0.0.1:NOBODY/film.mp4@inputs.film.path"), "source-unreachable", "inputs.film.path", &["Connection refused"]),
    case("no-tls", to_mp4!("-i https://127.0.0.1:PORT/film.mp4@inputs.film.path"), "source-unreachable", "inputs.film.path", &[""]),
    run(How::Recorded, case("no-host", to_mp4!("-i http://nohost.invalid/film.mp4@inputs.film.path"), "source-unreachable", "inputs.film.path", &["Failed to resolve hostname nohost.invalid"])),
    case("colon-in-name", to_mp4!("-i take:2.mov@inputs.film.path"), "source-unreachable", "inputs.film.path", &["Protocol not found"]),
    // What is written.
    run(How::Unprivileged, case("denied-output", concat!(film!(""), encode!(""), " protected/o.mp4@outputs.web.dir"), "output-unwritable", "outputs.web.dir", &["Permission denied"])),
    case("no-output-folder", concat!(film!(""), encode!(""), " nowhere/o.mp4@outputs.web.dir"), "output-unwritable", "outputs.web.dir", &["No such file or directory"]),
    case("no-output-folder-hls", film!("-c:v libx264 -f hls nowhere/o.m3u8@outputs.web.dir"), "output-unwritable", "outputs.web.dir", &["Failed to open file 'nowhere/o0.ts'"]),
    case("folder-as-output", concat!(film!(""), encode!(""), " folder@outputs.web.path"), "output-unwritable", "outputs.web.path", &["Is a directory"]),
    case("start-past-end", concat!("-ss 100@inputs.film.start -i good.mp4@inputs.film.path -map 0:v ", encode!(""), " o.mp4"), "output-empty", "inputs.film.start", &["Empty output", "nothing was encoded"]),
    case("trimmed-away", film!("-vf {setsar=1},{trim=start=50@inputs.film.start} -f mp4 o.mp4"), "output-empty", "inputs.film.start", &["Empty output", "nothing was encoded"]),
    #[cfg(target_os = "linux")]
    case("disk-full", concat!(film!(""), encode!(""), " /dev/full@outputs.web.dir"), "disk-full", "outputs.web.dir", &["No space left on device"]),
    run(How::SmallFiles, case("file-too-large", concat!("-f lavfi -i testsrc2=s=640x360:r=25:d=4 ", encode!(""), " o.mp4"), "file-too-large", "", &[""])),
];
