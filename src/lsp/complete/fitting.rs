//! Examples that fit what else is written: presets of the encoder, encoders of the codec, names that
//! are free.
//!
//! Unaware of the cursor. The schema's examples fit the defaults.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::{Ask, names};
use crate::check::{encoder_codec, unfit_setting};
use crate::codec::{AudioCodec, VideoCodec};
use crate::lsp::write::sample_name;
use crate::manifest::BitRate;
use crate::source::{Route, Segment};

/// A shape with the examples that fit at `route`.
pub(super) fn fitting<'a>(ask: &Ask<'_>, route: &Route, shape: &'a Value) -> Cow<'a, Value> {
    let examples = match route.segments() {
        [Segment::Key(table)] => named(ask, table, shape),
        [Segment::Key(top), Segment::Key(_), below @ ..] if top.as_str() == "ladders" => {
            let ladder = Route::root().key("ladders").key(route_name(route));
            match below {
                [Segment::Key(key)] if key.as_str() == "encoder" => encoders(ask, &ladder, shape),
                [.., Segment::Key(key)] => setting(ask, &ladder, key, route),
                _ => None,
            }
        }
        _ => None,
    };
    match (examples, shape) {
        (Some(examples), Value::Object(table)) => {
            let mut table = table.clone();
            table.insert("examples".to_owned(), Value::Array(examples));
            Cow::Owned(Value::Object(table))
        }
        _ => Cow::Borrowed(shape),
    }
}

/// The second key of a route.
fn route_name(route: &Route) -> &str {
    match route.segments().get(1) {
        Some(Segment::Key(name)) => name.as_str(),
        _ => "",
    }
}

/// The example of a table of names, under a name that is free.
fn named(ask: &Ask<'_>, table: &str, shape: &Value) -> Option<Vec<Value>> {
    let name = sample_name(shape)?;
    let free = free_name(&name, &names(ask, table));
    let example = shape.get("examples")?.get(0)?.get(&name)?;
    let mut table = Map::new();
    table.insert(free, example.clone());
    Some(vec![Value::Object(table)])
}

/// A name that is not taken: this one, or this one with a number.
pub(super) fn free_name(name: &str, taken: &[(String, String)]) -> String {
    let is_free = |name: &String| taken.iter().all(|(known, _)| known != name);
    let numbered = (2..1000).map(|number| format!("{name}{number}"));
    let mut all = std::iter::once(name.to_owned()).chain(numbered);
    all.find(is_free).unwrap_or_else(|| name.to_owned())
}

/// The encoders that write the ladder's codec, the usual one first.
fn encoders(ask: &Ask<'_>, ladder: &Route, shape: &Value) -> Option<Vec<Value>> {
    let codec = ask.guide.text(&ladder.key("codec"));
    let usual = match ask.guide.text(&ladder.key("type"))?.as_str() {
        "video" => VideoCodec::named(codec.as_deref().unwrap_or("h264"))?.default_encoder(),
        "audio" => AudioCodec::named(codec.as_deref().unwrap_or("aac"))?.default_encoder(),
        _ => return None,
    };
    let wanted = encoder_codec::codec_of(usual);
    let known = shape.get("examples").and_then(Value::as_array);
    let others = known.into_iter().flatten().filter(|encoder| {
        encoder
            .as_str()
            .is_some_and(|encoder| encoder != usual && encoder_codec::codec_of(encoder) == wanted)
    });
    let all = std::iter::once(json!(usual)).chain(others.cloned());
    Some(all.collect())
}

/// What the ladder's encoder knows, and peaks above the average.
fn setting(ask: &Ask<'_>, ladder: &Route, key: &str, route: &Route) -> Option<Vec<Value>> {
    if key == "max_bit_rate" {
        let average = ask.guide.text(&route.parent().key("bit_rate"))?;
        let average = BitRate::parse(&average)?.0;
        let peaks = [average.checked_mul(3)? / 2, average.checked_mul(2)?];
        let peaks = peaks.iter().map(|bits| json!(BitRate(*bits).to_string()));
        return Some(peaks.collect());
    }
    if !matches!(key, "preset" | "tune" | "profile") {
        return None;
    }
    let codec = ask.guide.text(&ladder.key("codec"));
    let codec = VideoCodec::named(codec.as_deref().unwrap_or("h264"))?;
    let encoder = ask.guide.text(&ladder.key("encoder"));
    let encoder = encoder.as_deref().unwrap_or(codec.default_encoder());
    let is_wide = ask.guide.text(&ladder.key("pixel_format")).as_deref() == Some("yuv420p10le");
    let all = unfit_setting::known(encoder, key).into_iter();
    let fitting = all.filter(|word| {
        !(key == "profile" && is_wide && unfit_setting::has_eight_bits(codec, word))
    });
    Some(fitting.map(Value::from).collect())
}
