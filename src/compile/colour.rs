//! How colour is carried: as it is signalled, and named where players would guess differently from
//! rung to rung.
//!
//! Unaware of encoders.

use crate::facts::VideoStream;

/// Filters after scaling that name the picture's colour, with a leading comma; empty where the
/// source says it.
///
/// Players take an untagged picture for BT.709 or BT.601 by its size, so what an HD source leaves
/// unsaid must be named before small rungs are made of it. RGB sources have no matrix of their own:
/// they are written as BT.709.
pub fn naming(stream: &VideoStream) -> String {
    let rgb = is_rgb(stream);
    let (width, height) = stream.display_size();
    let lines = width.min(height).round();
    if !rgb && (stream.color_space.is_some() || lines < 720) {
        return String::new();
    }
    let mut naming = String::from(",setparams=colorspace=bt709:range=tv");
    if rgb || stream.color_primaries.is_none() {
        naming += ":color_primaries=bt709";
    }
    if rgb || stream.color_transfer.is_none() {
        naming += ":color_trc=bt709";
    }
    naming
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
