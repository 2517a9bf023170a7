//! Patterns with places: `Unknown encoder '{name}'`.
//!
//! Does not know what is read by them.

/// Holds a text against a pattern: its literal pieces must stand in it in order, and what stands
/// at a `{name}` is read. A pattern may begin anywhere in the text; `{}` is read and forgotten.
pub(super) fn read<'a>(
    pattern: &'static str,
    text: &'a str,
) -> Option<Vec<(&'static str, &'a str)>> {
    let mut found = Vec::new();
    let (first, mut pattern) = pattern.split_once('{').unwrap_or((pattern, ""));
    let (_, mut rest) = text.split_once(first)?;
    while !pattern.is_empty() {
        let (name, after) = pattern.split_once('}')?;
        let next = after.split_once('{');
        let literal = next.map_or(after, |(literal, _)| literal);
        let (value, after_value) = match (literal, next) {
            ("", _) => (rest, ""),
            // The last literal closes the value at its last place: `'it's'` is read whole.
            (literal, None) => rest.rsplit_once(literal)?,
            (literal, Some(_)) => rest.split_once(literal)?,
        };
        if !name.is_empty() {
            found.push((name, value));
        }
        rest = after_value;
        pattern = next.map_or("", |(_, pattern)| pattern);
    }
    Some(found)
}
