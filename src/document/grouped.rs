//! Numbers with commas in them: `2,5M` as some languages write 2.5, `2,500,000` as others write thousands.
//!
//! Unaware of where they stand, and of quotes.

/// What was meant by such a number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// As it is written without doubt, or most likely.
    pub(super) text: String,
    /// What else it may be.
    pub(super) other: Option<String>,
    /// What its commas are.
    pub(super) label: &'static str,
    /// Whether it has a unit, and so is a text.
    pub(super) has_unit: bool,
    /// Whether nothing else can be meant.
    pub(super) is_sure: bool,
}

/// Longest unit.
const LONGEST_UNIT: usize = 6;

/// Reads `2,5M`; `None` if it is no such number.
pub(super) fn read(text: &str) -> Option<Number> {
    let end = text.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '/');
    let unit = text.get(end.len()..)?;
    let mut groups = end.split(',');
    let whole = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let last = rest.last()?;
    if !is_digits(whole) || !rest.iter().all(|part| is_digits(part)) || unit.len() > LONGEST_UNIT {
        return None;
    }
    let are_thousands = rest.iter().all(|part| part.len() == 3) && whole.len() <= 3;
    let number = |text: String, other, label, is_sure| {
        Some(Number {
            text,
            other,
            label,
            has_unit: !unit.is_empty(),
            is_sure,
        })
    };
    let joined = format!("{whole}{}{unit}", rest.concat());
    let decimal = format!("{whole}.{last}{unit}");
    match rest.len() {
        1 if are_thousands && !whole.starts_with('0') => {
            let label = "a decimal comma, or one between thousands";
            number(joined, Some(decimal), label, false)
        }
        1 => {
            let label = "a decimal comma: numbers have a point";
            number(decimal, None, label, !unit.is_empty())
        }
        _ if are_thousands => {
            let label = "commas between thousands: numbers have none";
            number(joined, None, label, true)
        }
        _ => None,
    }
}

impl Number {
    /// What to write, in double quotes if it has a unit.
    pub(super) fn written(&self) -> String {
        self.quoted(&self.text)
    }

    /// "write 2.5", or one or the other.
    pub(super) fn help(&self) -> String {
        let text = self.written();
        match &self.other {
            Some(other) => format!("write {text} or {}", self.quoted(other)),
            None => format!("write {text}"),
        }
    }

    fn quoted(&self, text: &str) -> String {
        match self.has_unit {
            true => format!("\"{text}\""),
            false => text.to_owned(),
        }
    }
}
