//! What ffprobe and ffmpeg tell is read rightly, from media made on the spot and from recordings of
//! several versions.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod broken;
mod grid;
mod lengths;
mod listing;
mod manual;
mod live;
mod reading;
mod tools;

use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use rendit::facts::Source;
use rendit::probe::{LIMIT, Opening, ProbeError, source};
use rendit::rational::Rational;

fn ffmpeg() -> String {
    std::env::var("RENDIT_TEST_FFMPEG").unwrap_or_else(|_| "ffmpeg".to_owned())
}

fn ffprobe() -> String {
    std::env::var("RENDIT_TEST_FFPROBE").unwrap_or_else(|_| "ffprobe".to_owned())
}

/// A new, empty folder.
fn folder(name: &str) -> Utf8PathBuf {
    let folder = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("probe-{name}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs ffmpeg in `folder` with arguments parted by blanks.
fn make(folder: &Utf8Path, arguments: &str) {
    let output = Command::new(ffmpeg())
        .args(["-hide_banner", "-nostdin", "-y", "-v", "error"])
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ffmpeg {arguments}\n{said}");
}

fn probe(path: impl AsRef<Utf8Path>) -> Result<Source, ProbeError> {
    source(&ffprobe(), &Opening::path(path.as_ref()), LIMIT)
}

fn rational(text: &str) -> Option<Rational> {
    (text != "-").then(|| Rational::parse(text).unwrap())
}

fn seconds(time: Option<Rational>) -> f64 {
    time.map_or(f64::NAN, Rational::to_f64)
}

fn recorded(name: &str) -> String {
    let path = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/probe");
    fs::read_to_string(path.join(name)).unwrap()
}
