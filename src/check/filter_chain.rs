//! Filters as texts: the parts of a chain, and what ffmpeg calls its filters.
//!
//! Unaware of what filters do.

use super::Context;
use crate::manifest::{Ladder, Text};
use crate::source::Route;

/// ffmpeg's filters from one picture to one picture: those of 5.1 and 9.0 (`ffmpeg -filters`).
const PICTURE: &str = "addroi alphaextract amplify ass atadenoise avgblur avgblur_opencl avgblur_vulkan backgroundkey \
bbox bench bilateral bilateral_cuda bitplanenoise blackdetect blackdetect_vulkan blackframe \
blockdetect blurdetect boxblur boxblur_opencl bwdif bwdif_cuda bwdif_vulkan cas ccrepack \
chromaber_vulkan chromahold chromakey chromakey_cuda chromanr chromashift ciescope codecview \
colorbalance colorchannelmixer colorcontrast colorcorrect colordetect colorhold colorize \
colorkey colorkey_opencl colorlevels colormatrix colorspace colorspace_cuda colortemperature \
convolution convolution_opencl copy cover_rect crop cropdetect cue curves datascope dblur \
dctdnoiz deband deblock dedot deflate deflicker deinterlace_qsv deinterlace_vaapi dejudder \
delogo denoise_vaapi derain deshake deshake_opencl despill detelecine dilation dilation_opencl \
dnn_classify dnn_detect dnn_processing doubleweave drawbox drawbox_vaapi drawgraph drawgrid \
drawtext edgedetect elbg entropy epx eq erosion erosion_opencl estdif exposure fade fftdnoiz \
fftfilt field fieldhint fieldorder fifo fillborders find_rect flip_vulkan floodfill format fps \
framerate framestep freezedetect frei0r fspp fsync gblur gblur_vulkan geq gradfun graphmonitor \
grayworld greyedge hflip hflip_vulkan histeq histogram hqdn3d hqx hsvhold hsvkey hue \
huesaturation hwdownload hwmap hwupload hwupload_cuda idet il inflate interlace \
interlace_vulkan kerndeint kirsch lagfun latency lcevc lenscorrection libplacebo limiter loop \
lumakey lut lut1d lut3d lutrgb lutyuv maskfun mcdeint median mestimate metadata minterpolate \
monochrome mpdecimate negate nlmeans nlmeans_opencl nlmeans_vulkan nnedi noformat noise \
normalize null oscilloscope owdenoise pad pad_cuda pad_opencl pad_vaapi palettegen perms \
perspective phase photosensitivity pixdesctest pixelize pixscope pp pp7 premultiply_dynamic \
prewitt prewitt_opencl procamp_vaapi pseudocolor pullup qp random readeia608 readvitc realtime \
removegrain removelogo repeatfields reverse rgbashift roberts roberts_opencl rotate sab scale \
scale_cuda scale_qsv scale_vaapi scale_vulkan scdet scdet_vulkan scharr scroll selectivecolor \
sendcmd separatefields setdar setfield setparams setpts setrange setsar settb sharpness_vaapi \
shear showinfo showpalette shuffleframes shufflepixels shuffleplanes sidedata signalstats siti \
smartblur sobel sobel_opencl spp sr sr_amf stereo3d subtitles super2xsai swaprect swapuv \
tblend telecine thistogram thumbnail thumbnail_cuda tile tiltandshift tinterlace tlut2 tmedian \
tmidequalizer tmix tonemap tonemap_opencl tonemap_vaapi tpad transpose transpose_cuda \
transpose_opencl transpose_vaapi transpose_vulkan trim unsharp unsharp_opencl untile uspp v360 \
v360_vulkan vaguedenoiser vectorscope vflip vflip_vulkan vfrdet vibrance vidstabdetect \
vidstabtransform vignette vmafmotion vpp_amf vpp_qsv w3fdif waveform weave xbr yadif \
yadif_cuda yaepblur zmq zoompan zscale";

/// The same from sound to sound.
const SOUND: &str = "abench acompressor acontrast acopy acrusher acue adeclick adeclip adecorrelate adelay adenorm \
aderivative adrc adynamicequalizer adynamicsmooth aecho aemphasis aeval aexciter afade afftdn \
afftfilt afifo aformat afreqshift afwtdn agate aintegral alatency alimiter allpass aloop \
ametadata anlmdn anull apad aperms aphaser aphaseshift apsyclip apulsator arealtime aresample \
areverse arnndn asendcmd asetnsamples asetpts asetrate asettb ashowinfo asidedata asoftclip \
aspectralstats asr astats asubboost asubcut asupercut asuperpass asuperstop atempo atilt atrim \
azmq bandpass bandreject bass biquad bs2b channelmap chorus compand compensationdelay \
crossfeed crystalizer dcshift deesser dialoguenhance drmeter dynaudnorm earwax equalizer \
extrastereo firequalizer flanger haas hdcd highpass highshelf loudnorm lowpass lowshelf \
mcompand pan replaygain rubberband silencedetect silenceremove sofalizer speechnorm \
stereotools stereowiden superequalizer surround tiltshelf treble tremolo vibrato virtualbass \
volume volumedetect";

/// What goes through a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Pictures.
    Picture,
    /// Sound.
    Sound,
}

impl Kind {
    /// The names of the filters for it.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        match self {
            Self::Picture => PICTURE.split(' '),
            Self::Sound => SOUND.split(' '),
        }
    }

    /// Whether a filter of this name is known.
    pub fn has(self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Picture => Self::Sound,
            Self::Sound => Self::Picture,
        }
    }
}

/// The filters of every ladder, with the route of the list.
pub fn lists<'a>(context: &Context<'a>) -> impl Iterator<Item = (Route, Kind, &'a [Text])> {
    let all = Route::root().key("ladders");
    context.manifest.ladders.iter().map(move |(name, ladder)| {
        let (kind, filters) = match ladder {
            Ladder::Video(ladder) => (Kind::Picture, &ladder.filters),
            Ladder::Audio(ladder) => (Kind::Sound, &ladder.filters),
        };
        (all.key(name).key("filters"), kind, filters.as_slice())
    })
}

/// The filters of a chain such as `hqdn3d=4,eq@x=gamma=1.1`, each with its options. Graphs with labels
/// or several chains are left to ffmpeg.
pub fn filters(chain: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_graph = chain.contains(['[', ';']);
    let all = pieces(chain, ',').take_while(move |_| !is_graph);
    all.filter_map(|filter| {
        let filter = filter.trim();
        let (_, options) = filter.split_once('=').unwrap_or((filter, ""));
        Some((word(filter), options)).filter(|(name, _)| !name.is_empty())
    })
}

/// The parts of a graph between signs that are neither quoted nor escaped.
pub fn pieces(graph: &str, sign: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    graph.split(move |letter| {
        let is_plain = !is_quoted && !is_escaped;
        is_quoted ^= letter == '\'' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped && !is_quoted;
        letter == sign && is_plain
    })
}

/// The name at the begin of a filter; none after a label.
pub fn word(filter: &str) -> &str {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let end = filter
        .find(|letter| !is_part(letter))
        .unwrap_or(filter.len());
    filter.get(..end).unwrap_or_default()
}
