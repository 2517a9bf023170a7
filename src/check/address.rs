//! Addresses that begin nearly like `https://`.
//!
//! Unaware of what is fetched from them.

/// The address that was meant, if its beginning is a slip of `http://` or `https://`: a letter, a colon or
/// a slash too few, too many or wrong.
pub fn meant(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (word, rest) = text.split_at_checked(end)?;
    let word = word.to_ascii_lowercase();
    let after = rest.trim_start_matches([':', ';', '/', '\\']);
    let signs = rest.get(..rest.len() - after.len())?;
    let scheme = match &*word {
        "http" | "https" => &word,
        _ if is_one_off(&word, "https") => "https",
        _ if is_one_off(&word, "http") => "http",
        _ => return None,
    };
    // `https/films/a.mp4` may be a folder.
    let is_sign = signs.len() > 1 || signs == ":" || signs == ";";
    let is_right = scheme == word && signs == "://";
    let host = after.split(['/', ':']).next().unwrap_or_default();
    let is_host = host.contains('.') || host == "localhost" || after.starts_with("${");
    (is_sign && !is_right && is_host).then(|| format!("{scheme}://{after}"))
}

/// Whether one letter is wrong, missing or too many, or two have changed places.
fn is_one_off(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let begin = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[begin..], &other[begin..]);
    let both = one.iter().rev().zip(other.iter().rev());
    let end = both.take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
    match (one, other) {
        ([a, b], [c, d]) => a == d && b == c,
        _ => one.len() <= 1 && other.len() <= 1,
    }
}

/// Whether nothing else can have been meant than `meant`: one letter of `https` is off.
pub fn is_sure(text: &str, meant: &str) -> bool {
    let word = text.split("://").next().unwrap_or_default();
    text.contains("://") && meant.starts_with("https://") && !is_one_off(word, "http")
}
