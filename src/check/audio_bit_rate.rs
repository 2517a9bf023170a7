//! Sound gets as many bits as its codec can use.
//!
//! Unaware of what is heard.

use super::Context;
use crate::codec::AudioCodec;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::manifest::BitRate;

/// `audio-bit-rate`
pub static CODE: Code = Code {
    name: "audio-bit-rate",
    severity: Severity::Warning,
    summary: "a bit rate that the audio codec cannot use",
    explanation: r#"
Every audio codec has a range in which more bits are heard as better sound. Below it speech is hard
to follow; above it the encoder clips the rate or pads with nothing. Held against the channels:
AAC 8k to 256k a channel, Opus 6k to 256k a channel, AC-3 32k to 640k in all, E-AC-3 32k to 1536k in
all. FLAC is lossless and has no bit rate.

Wrong:

```toml
[ladders.sound]
type = "audio"
codec = "aac"
rungs = [{ bit_rate = "1280k", channels = 2 }]
```

Right:

```toml
[ladders.sound]
type = "audio"
codec = "aac"
rungs = [{ bit_rate = "128k", channels = 2 }]
```

Source: ISO/IEC 14496-3 §4.5.3 (6144 bits a channel and frame), RFC 6716 §2.1.1 (6 to 510 kbit/s),
ETSI TS 102 366 §4.4.1.4 (AC-3's table of rates).
"#,
};

/// Looks at every audio rung with a bit rate.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    for (route, ladder) in context.audio_ladders() {
        for (position, rung) in ladder.rungs.iter().enumerate() {
            let Some(bit_rate) = rung.bit_rate else {
                continue;
            };
            let at = route.key("rungs").index(position).key("bit_rate");
            let channels = rung.channels.unwrap_or(ladder.codec.usual_channels());
            let codec = ladder.codec.name();
            let finding = match range(ladder.codec, channels) {
                None => Diagnostic::new(
                    &CODE,
                    at,
                    format!("`{codec}` is lossless: a bit rate does nothing"),
                )
                .here("not used")
                .help("remove `bit_rate`, or take a lossy codec such as `aac`"),
                Some((least, _)) if bit_rate < least => Diagnostic::new(
                    &CODE,
                    at,
                    format!("{bit_rate} is very little for `{codec}` with {channels} channels"),
                )
                .here(format!("less than {least}"))
                .help(usual(ladder.codec, channels)),
                Some((_, most)) if bit_rate > most => Diagnostic::new(
                    &CODE,
                    at,
                    format!("{bit_rate} is more than `{codec}` with {channels} channels can use"),
                )
                .here(format!("more than {most}"))
                .help(usual(ladder.codec, channels)),
                Some(_) => continue,
            };
            diagnostics.push(
                finding
                    .also(route.key("codec"))
                    .also(route.key("rungs").index(position).key("channels")),
            );
        }
    }
}

fn range(codec: AudioCodec, channels: u32) -> Option<(BitRate, BitRate)> {
    let channels = u64::from(channels.max(1));
    let (least, most) = match codec {
        AudioCodec::Aac => (8_000 * channels, 256_000 * channels),
        AudioCodec::Opus => (6_000 * channels, 256_000 * channels),
        AudioCodec::Ac3 => (32_000, 640_000),
        AudioCodec::Eac3 => (32_000, 1_536_000),
        AudioCodec::Flac => return None,
    };
    Some((BitRate(least), BitRate(most)))
}

fn usual(codec: AudioCodec, channels: u32) -> String {
    let usual = codec.usual_bit_rate(channels).unwrap_or_default();
    format!("`bit_rate = \"{}\"` is usual", BitRate(usual))
}
