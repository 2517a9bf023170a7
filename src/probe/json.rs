//! Takes values out of ffprobe's JSON, whatever shape they come in.
//!
//! Knows nothing of streams. ffprobe writes numbers as numbers or as strings, and says "nothing" as
//! an absent key, `N/A`, `0/0`, `unknown` or `und`.

use serde_json::Value;

use crate::rational::Rational;

/// One object of the answer; every question to something else is answered with "nothing".
#[derive(Clone, Copy)]
pub struct Object<'a>(Option<&'a Value>);

impl<'a> Object<'a> {
    /// A view of `value`.
    pub fn new(value: &'a Value) -> Self {
        Self(Some(value))
    }

    fn get(self, key: &str) -> Option<&'a Value> {
        self.0?.get(key)
    }

    /// The object under `key`.
    pub fn object(self, key: &str) -> Self {
        Self(self.get(key))
    }

    /// The objects of the list under `key`.
    pub fn list(self, key: &str) -> impl Iterator<Item = Object<'a>> {
        let items = self.get(key).and_then(Value::as_array);
        items.into_iter().flatten().map(Object::new)
    }

    /// Text that says something: not empty, not one of the words for "nothing".
    pub fn text(self, key: &str) -> Option<&'a str> {
        let text = self.get(key)?.as_str()?.trim();
        let nothing = ["", "N/A", "unknown", "reserved", "unspecified", "und"];
        (!nothing.contains(&text)).then_some(text)
    }

    /// A whole number, positive or not.
    pub fn whole(self, key: &str) -> Option<i64> {
        match self.get(key)? {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_i64(),
        }
    }

    /// A whole number above nought.
    pub fn count(self, key: &str) -> Option<u64> {
        let whole = self.whole(key)?;
        u64::try_from(whole).ok().filter(|count| *count > 0)
    }

    /// A whole number that fits, else nought.
    pub fn small(self, key: &str) -> u32 {
        let whole = self.whole(key);
        whole
            .and_then(|whole| u32::try_from(whole).ok())
            .unwrap_or(0)
    }

    /// A fraction or decimal; `0/0` is nothing.
    pub fn fraction(self, key: &str) -> Option<Rational> {
        match self.get(key)? {
            Value::String(text) => Rational::parse(text),
            Value::Number(number) => Rational::parse(&number.to_string()),
            _ => None,
        }
    }

    /// A fraction or decimal above nought.
    pub fn positive(self, key: &str) -> Option<Rational> {
        self.fraction(key).filter(|value| *value > Rational::ZERO)
    }

    /// Keys whose value is the number 1: the flags that are set.
    pub fn flags(self) -> impl Iterator<Item = &'a str> {
        let map = self.0.and_then(Value::as_object);
        map.into_iter()
            .flatten()
            .filter(|(_, value)| value.as_i64() == Some(1))
            .map(|(key, _)| key.as_str())
    }

    /// Text under `key`, whose letters may be of either case: each muxer has its own habit.
    /// Matroska's statistics may carry a language at their end (`DURATION-eng`).
    pub fn tag(self, key: &str) -> Option<&'a str> {
        let named = |name: &str| {
            let plain = name.split('-').next().unwrap_or(name);
            name.eq_ignore_ascii_case(key) || plain.eq_ignore_ascii_case(key)
        };
        let map = self.0?.as_object()?;
        let (name, _) = map.iter().find(|(name, _)| named(name))?;
        self.text(name)
    }
}
