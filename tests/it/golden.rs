//! Texts that are compared with a committed file.

use std::path::PathBuf;

/// Holds `got` against the file at `path`, seen from the repository. With `UPDATE=1` in the
/// environment the file is rewritten.
#[track_caller]
pub fn hold(path: &str, got: &str) {
    let whole = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    let expected = std::fs::read_to_string(&whole).unwrap_or_default();
    if expected == got {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&whole, got).unwrap();
        return;
    }
    let line = expected
        .lines()
        .zip(got.lines())
        .position(|(expected, got)| expected != got)
        .unwrap_or(expected.lines().count().min(got.lines().count()));
    let show = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    assert!(
        expected == got,
        "{path}:{}: differs; UPDATE=1 rewrites it\nexpected: {}\ngot:      {}\n\n{got}",
        line + 1,
        show(&expected),
        show(got)
    );
}
