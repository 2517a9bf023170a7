//! Reads what ffmpeg prints about itself: `-version`, `-encoders`, `-filters`, `-muxers`, `-h encoder=…`.
//!
//! Pure; does not know how ffmpeg was asked. Holds for 5.1 to 9.0: titles, legends and the width of
//! the flags differ between them, and 8.1 and 9.0 end with `Exiting with exit code 0`.

use std::collections::BTreeSet;

/// The version that a tool's first line tells, such as `5.1.9-0+deb12u1` or `n8.1.2`. `None` unless
/// the line is `TOOL version VERSION …`, so for any other program.
pub fn version<'a>(text: &'a str, tool: &str) -> Option<&'a str> {
    let first = text.lines().next()?;
    let mut words = first.split_whitespace();
    (words.next()? == tool && words.next()? == "version").then(|| words.next())?
}

/// Major and minor number of a version; `None` for what has no number at its beginning, as builds
/// of the development branch do (`N-109741-gbbe95f7353`, `git-2024-…`): those are taken on trust.
pub fn number(version: &str) -> Option<(u32, u32)> {
    let digits = version.strip_prefix(['n', 'v']).unwrap_or(version);
    let mut parts = digits.split(|c: char| !c.is_ascii_digit());
    let major: u32 = parts.next()?.parse().ok()?;
    let minor = parts.next().and_then(|part| part.parse().ok()).unwrap_or(0);
    // Nightly builds are named by their date.
    (major < 1000).then_some((major, minor))
}

/// The version of libavutil that `-version` lists, as `(57, 28)`: what a development build has in
/// place of a number.
pub fn libavutil(text: &str) -> Option<(u32, u32)> {
    let line = text.lines().find(|line| line.starts_with("libavutil"))?;
    let compiled = line.split('/').next()?.strip_prefix("libavutil")?;
    let mut parts = compiled.split('.').map(|part| part.trim().parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// Names in the table that `-encoders` prints.
pub fn encoders(text: &str) -> BTreeSet<String> {
    names(text, |flags| {
        flags.len() == 6 && flags.starts_with(['V', 'A', 'S'])
    })
}

/// Names in the table that `-filters` prints: the flags are three letters wide up to 7, then two.
pub fn filters(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (flags, name, pads) = (words.next()?, words.next()?, words.next()?);
            let known = (2..=3).contains(&flags.len())
                && flags.chars().all(|c| matches!(c, '.' | 'T' | 'S' | 'C'));
            (known && pads.contains("->") && is_name(name)).then(|| name.to_owned())
        })
        .collect()
}

/// Names in the table that `-muxers` prints; one line may name several, parted by commas.
pub fn muxers(text: &str) -> BTreeSet<String> {
    names(text, |flags| {
        flags.contains('E') && flags.chars().all(|c| matches!(c, 'D' | 'E' | 'd' | '.'))
    })
}

/// Names of the options that `-h encoder=NAME` (or `muxer=`, `filter=`) lists, without the dash;
/// the values that an option may take are not among them. `None` if there is no such encoder.
pub fn options(text: &str) -> Option<BTreeSet<String>> {
    let begins = |start: &str| text.lines().any(|line| line.starts_with(start));
    if !["Encoder ", "Muxer ", "Filter ", "Bit stream filter "]
        .into_iter()
        .any(begins)
    {
        return None;
    }
    let named = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let (name, kind) = (words.next()?, words.next()?);
        let name = name.strip_prefix('-').unwrap_or(name);
        (line.starts_with("  ") && kind.starts_with('<') && kind.ends_with('>'))
            .then(|| name.to_owned())
    });
    Some(named.collect())
}

/// Lines `FLAGS NAME …` whose flags pass; a legend's `FLAGS = …` has no name.
fn names(text: &str, flags_pass: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let (flags, name) = (words.next()?, words.next()?);
        (line.starts_with(' ') && flags_pass(flags)).then_some(name)
    });
    rows.flat_map(|name| name.split(','))
        .filter(|name| is_name(name))
        .map(str::to_owned)
        .collect()
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
