//! Values with units and forms of their own: bit rates, durations, frame rates, languages, texts.
//!
//! Unaware of the keys that use them. Each reads exactly what its schema pattern allows.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::{foreign, tongue};
use crate::rational::Rational;

/// Bits per second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BitRate(pub u64);

impl BitRate {
    /// Reads `"2500k"`, `"4.5M"` or `"800000"`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, factor) = match text.strip_suffix(['k', 'K']) {
            Some(digits) => (digits, 1_000),
            None => match text.strip_suffix('M') {
                Some(digits) => (digits, 1_000_000),
                None => (text, 1),
            },
        };
        if digits.starts_with(['-', '+', '.']) || digits.contains(['/', ':']) {
            return None;
        }
        let bits = (Rational::parse(digits)? * Rational::whole(factor)).round();
        u64::try_from(bits).ok().filter(|bits| *bits > 0).map(Self)
    }
}

impl fmt::Display for BitRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1000) {
            write!(f, "{}k", self.0 / 1000)
        } else {
            write!(f, "{}", self.0)
        }
    }
}

impl JsonSchema for BitRate {
    fn schema_name() -> Cow<'static, str> {
        "BitRate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Bit rate",
            "description": "Bits per second: `\"2500k\"`, `\"4.5M\"` or a whole number.",
            "type": ["string", "integer"],
            // Without a unit as much as a number: at least 1000. More than none with one.
            "pattern": r"^(0*[1-9][0-9]*(\.[0-9]+)?[kKM]|0+\.[0-9]*[1-9][0-9]*[kKM]|0*[1-9][0-9]{3,}(\.[0-9]+)?)$",
            "minimum": 1000,
            "errorMessage": "a bit rate such as \"2500k\", \"4.5M\" or 2500000",
            "examples": ["800k", "2500k", "4.5M"],
            "x-units": {
                "k": "k", "kbit": "k", "kbit/s": "k", "kbps": "k", "kb/s": "k",
                "kb": "k", "kbits": "k", "kbits/s": "k", "kilobit": "k", "kilobits": "k",
                "m": "M", "mbit": "M", "mbit/s": "M", "mbps": "M", "mb/s": "M",
                "mb": "M", "mio": "M", "mbits": "M", "mbits/s": "M", "megabit": "M", "megabits": "M",
                "bit": "", "bits": "", "bit/s": "", "bits/s": "", "bps": "",
            },
        })
    }
}

/// A length of time, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub Rational);

impl Duration {
    /// Reads `"6s"`, `"500ms"`, `"2m"`, `"1h"`, `"1m30s"`, `"00:01:30.5"` or `"6"`; `None` for anything
    /// else.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |digits: &str| {
            let fine = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
                && digits.starts_with(|c: char| c.is_ascii_digit());
            fine.then(|| Rational::parse(digits)).flatten()
        };
        if text.contains(':') {
            let mut seconds = Rational::ZERO;
            let parts: Vec<&str> = text.split(':').collect();
            if parts.len() > 3 {
                return None;
            }
            for part in parts {
                seconds = seconds * Rational::whole(60) + plain(part)?;
            }
            return Some(Self(seconds));
        }
        // Whole hours and minutes may stand before a smaller unit, as in `1h2m3.5s`.
        let mut above = Rational::ZERO;
        let mut rest = text;
        for (unit, smaller, seconds) in [("h", ["m", "s"], 3600), ("m", ["s", "s"], 60)] {
            if let Some((digits, more)) = rest.split_once(unit)
                && more.starts_with(|c: char| c.is_ascii_digit())
                && smaller.iter().any(|unit| more.ends_with(unit))
                && !more.ends_with("ms")
                && !digits.contains('.')
            {
                above = above + plain(digits)? * Rational::whole(seconds);
                rest = more;
            }
        }
        for (unit, seconds) in [
            ("ms", Rational::new(1, 1000)),
            ("s", Rational::ONE),
            ("m", Rational::whole(60)),
            ("h", Rational::whole(3600)),
        ] {
            if let Some(digits) = rest.strip_suffix(unit) {
                return Some(Self(above + plain(digits)? * seconds));
            }
        }
        plain(text).map(Self)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |digits| {
            let text = self.0.decimal(digits);
            let text = text.trim_end_matches('0').trim_end_matches('.');
            format!("{text}s")
        };
        let short = seconds(6);
        // What was written with more digits is written back with them.
        let is_exact = Self::parse(&short) == Some(*self);
        f.write_str(&if is_exact { short } else { seconds(12) })
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Duration",
            "description": "A length of time: `\"6s\"`, `\"500ms\"`, `\"1m30s\"`, `\"00:01:30.5\"` or a number of seconds.",
            "type": ["string", "number"],
            "pattern": r"^([0-9]+(\.[0-9]+)?(ms|s|m|h)?|([0-9]+h)?[0-9]+m[0-9]+(\.[0-9]+)?s|[0-9]+h[0-9]+(\.[0-9]+)?[ms]|([0-9]+:){1,2}[0-9]+(\.[0-9]+)?)$",
            "minimum": 0,
            "errorMessage": "a duration such as \"6s\", \"500ms\", \"1m30s\", \"00:01:30.5\" or 6",
            "examples": ["2s", "6s", "00:01:30.5"],
            "x-units": {
                "ms": "ms", "msec": "ms", "millisecond": "ms", "milliseconds": "ms",
                "s": "s", "sec": "s", "sec.": "s", "secs": "s", "second": "s", "seconds": "s",
                "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
                "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
            },
        })
    }
}

/// Frames per second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FrameRate(pub Rational);

impl FrameRate {
    /// Reads `30`, `"29.97"` or `"30000/1001"`; the NTSC decimals mean their exact fractions.
    pub fn parse(text: &str) -> Option<Self> {
        if text.contains([':', '-', '+']) {
            return None;
        }
        let rate = match text {
            "23.976" | "23.98" => Rational::new(24000, 1001),
            "29.97" => Rational::new(30000, 1001),
            "47.952" | "47.95" => Rational::new(48000, 1001),
            "59.94" => Rational::new(60000, 1001),
            "119.88" => Rational::new(120_000, 1001),
            other => Rational::parse(other)?,
        };
        let is_sensible = text.contains('/') || rate < Rational::whole(1000);
        (rate > Rational::ZERO && is_sensible).then_some(Self(rate))
    }
}

impl fmt::Display for FrameRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl JsonSchema for FrameRate {
    fn schema_name() -> Cow<'static, str> {
        "FrameRate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Frame rate",
            "description": "Frames per second: `30`, `\"29.97\"` or `\"30000/1001\"`.",
            "type": ["string", "number"],
            "pattern": r"^([0-9]{1,3}(\.[0-9]+)?|[0-9]+/[1-9][0-9]*)$",
            "exclusiveMinimum": 0,
            "maximum": 999,
            "errorMessage": "a frame rate such as 30, \"29.97\" or \"30000/1001\"",
            "examples": [30, "29.97", "30000/1001"],
            "x-units": {
                "fps": "", "p": "", "hz": "", "frames/s": "", "f/s": "", "/s": "",
                "frames per second": "",
            },
            "x-likely": {
                "ntsc": "30000/1001", "pal": "25", "secam": "25", "film": "24", "cinema": "24",
                "24000": "24000/1001", "30000": "30000/1001", "48000": "48000/1001",
                "60000": "60000/1001", "120000": "120000/1001", "23976": "23.976",
                "29970": "29.97", "2997": "29.97", "59940": "59.94", "5994": "59.94",
                "25000": "25", "50000": "50", "24/1.001": "24000/1001",
                "30/1.001": "30000/1001", "60/1.001": "60000/1001",
                "50i": "25", "60i": "30", "59.94i": "29.97", "30i": "30", "25i": "25",
            },
            "x-foreign": foreign::frame_rate(),
        })
    }
}

/// A language tag (BCP 47), such as `en` or `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

impl JsonSchema for Language {
    fn schema_name() -> Cow<'static, str> {
        "Language".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "Language",
            "description": "Language of the sound as a BCP 47 tag: `en`, `fr`, `pt-BR`.",
            "type": "string",
            "pattern": r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
            "errorMessage": "a language tag such as \"en\" or \"pt-BR\"",
            "examples": ["en", "fr", "pt-BR"],
            "x-aliases": tongue::names(),
            "x-countries": tongue::countries(),
            "x-foreign": foreign::language(),
        })
    }
}

/// Text in which `${…}` is replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub String);

impl Text {
    /// The text as it stands.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "x-template": true })
    }
}

struct TextOrNumber<T> {
    expecting: &'static str,
    parse: fn(&str) -> Option<T>,
}

impl<T> Visitor<'_> for TextOrNumber<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::custom(format!("`{text}` is not {}", self.expecting)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}

macro_rules! text_or_number {
    ($name:ident, $expecting:literal) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(TextOrNumber {
                    expecting: $expecting,
                    parse: $name::parse,
                })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

text_or_number!(BitRate, "a bit rate such as \"2500k\", \"4.5M\" or 2500000");
text_or_number!(
    Duration,
    "a duration such as \"6s\", \"500ms\", \"00:01:30.5\" or 6"
);
text_or_number!(
    FrameRate,
    "a frame rate such as 30, \"29.97\" or \"30000/1001\""
);
