//! How a decoded picture is to be shown: turned, mirrored, with how many bits.
//!
//! Pure; knows nothing of containers.

use crate::probe::json::Object;

/// What a display matrix does to a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Degrees clockwise: 0, 90, 180 or 270.
    pub rotation: u32,
    /// Whether a mirror is in it: left and right are exchanged after turning.
    pub mirrored: bool,
}

/// What ffmpeg's autorotation will do with a stream.
///
/// The matrix `(a b; c d)` of ISO/IEC 14496-12 §8.3.2 turns by `atan2(b, a)` clockwise and mirrors if
/// its determinant is negative; ffprobe's `rotation` is counter-clockwise, from −180 to 180, and hides
/// the mirror. Angles that are no quarter turn leave width and height as they are, as in ffmpeg. A
/// `rotate` tag without a matrix counts for nothing: since 5.0 ffmpeg does not turn by it, so the
/// picture that comes out of the decoder is not turned.
pub fn turn(stream: Object) -> Turn {
    let matrices = |side_data: &Object| side_data.text("side_data_type") == Some("Display Matrix");
    let Some(side_data) = stream.list("side_data_list").find(matrices) else {
        return Turn::default();
    };
    if let Some([a, b, c, d]) = side_data.text("displaymatrix").and_then(corner) {
        let [a, b, c, d] = [a, b, c, d].map(f64::from);
        let (across, down) = (a.hypot(c), b.hypot(d));
        if across == 0.0 || down == 0.0 {
            return Turn::default();
        }
        return Turn {
            rotation: quarter((b / down).atan2(a / across).to_degrees()),
            mirrored: a * d - b * c < 0.0,
        };
    }
    let counter_clockwise = side_data.fraction("rotation");
    Turn {
        rotation: counter_clockwise.map_or(0, |degrees| quarter(-degrees.to_f64())),
        mirrored: false,
    }
}

/// The four numbers that turn, from ffprobe's dump: three lines of an offset, a colon and three
/// numbers.
fn corner(dump: &str) -> Option<[i32; 4]> {
    let mut rows = dump.lines().filter_map(|line| {
        let mut numbers = line.split_once(':')?.1.split_whitespace();
        let first: i32 = numbers.next()?.parse().ok()?;
        Some((first, numbers.next()?.parse().ok()?))
    });
    let ((a, b), (c, d)) = (rows.next()?, rows.next()?);
    Some([a, b, c, d])
}

/// The quarter turn within a degree of an angle; 0 for any other.
fn quarter(degrees: f64) -> u32 {
    let degrees = degrees.rem_euclid(360.0);
    [90_u32, 180, 270]
        .into_iter()
        .find(|quarter| (degrees - f64::from(*quarter)).abs() < 1.0)
        .unwrap_or(0)
}

/// Bits of each sample of an ffmpeg pixel format, as its name tells them; `None` for the empty name.
pub fn bit_depth(pixel_format: &str) -> Option<u32> {
    let name = pixel_format
        .strip_suffix("le")
        .or_else(|| pixel_format.strip_suffix("be"))
        .unwrap_or(pixel_format);
    match name {
        "" => return None,
        "monow" | "monob" => return Some(1),
        "x2rgb10" | "x2bgr10" | "v30x" | "nv20" => return Some(10),
        "y212" | "xyz12" | "xv36" => return Some(12),
        "rgb48" | "bgr48" | "rgba64" | "bgra64" | "ayuv64" | "xv48" => return Some(16),
        _ => {}
    }
    if let Some((_, bits)) = name.rsplit_once('f')
        && matches!(bits, "16" | "32")
    {
        return bits.parse().ok();
    }
    let bits = if let Some(sampled) = name.strip_prefix(['p', 'y']).filter(|rest| rest.len() == 3) {
        // p010 and its kin: the letter, the sampling, the bits.
        sampled.get(1..)
    } else if let Some(pattern) = name.strip_prefix("bayer_") {
        pattern.get(4..)
    } else if let Some(bits) = name.strip_prefix("gray").or(name.strip_prefix("ya")) {
        Some(bits)
    } else {
        // yuv420p10, gbrap12: planar, bits at the very end.
        name.rsplit_once('p').map(|(_, bits)| bits)
    };
    let bits = bits.and_then(|bits| bits.parse().ok());
    Some(bits.filter(|bits| (9..=16).contains(bits)).unwrap_or(8))
}
