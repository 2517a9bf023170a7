//! How colour is carried: as it is signalled, and named where players would guess differently from
//! rung to rung.
//!
//! Unaware of encoders.

use crate::facts::VideoStream;

/// Filters after scaling that name the picture's colour, with a leading comma; empty where the
/// source says it.
///
/// Players take an untagged picture for BT.709 or BT.601 by its size, so an untagged HD source must
/// be named before small rungs are made of it. RGB sources have no matrix of their own: they are
/// written as BT.709.
pub fn naming(stream: &VideoStream) -> &'static str {
    const BT709: &str =
        ",setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv";
    if is_rgb(stream) {
        return BT709;
    }
    let (width, height) = stream.display_size();
    let lines = width.min(height).round();
    let untagged = stream.color_space.is_none()
        && stream.color_primaries.is_none()
        && stream.color_transfer.is_none();
    if untagged && lines >= 720 { BT709 } else { "" }
}

/// Options of the `scale` filter that bring the picture to limited range and, from RGB, to BT.709.
pub fn scaling(stream: &VideoStream) -> &'static str {
    if is_rgb(stream) {
        ":out_color_matrix=bt709:out_range=tv"
    } else {
        ":out_range=tv"
    }
}

fn is_rgb(stream: &VideoStream) -> bool {
    let format = stream.pixel_format.as_str();
    ["rgb", "bgr", "gbr", "0rgb", "0bgr", "argb", "abgr", "pal8"]
        .iter()
        .any(|name| format.starts_with(name))
        || stream.color_space.as_deref() == Some("gbr")
}
