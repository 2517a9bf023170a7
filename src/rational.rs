//! Exact numbers of time and rate: `30000/1001` frames a second, `1001/250` seconds.
//!
//! Knows nothing of what is measured.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Div, Mul, Sub};

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rational {
    num: i64,
    den: i64,
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs().max(1)
}

impl Rational {
    /// Nought.
    pub const ZERO: Rational = Rational { num: 0, den: 1 };
    /// One.
    pub const ONE: Rational = Rational { num: 1, den: 1 };

    /// `num / den`; a denominator of nought gives nought.
    pub fn new(num: i64, den: i64) -> Self {
        Self::reduce(i128::from(num), i128::from(den))
    }

    /// As [`Rational::new`] for constants; the caller gives lowest terms.
    pub const fn new_const(num: i64, den: i64) -> Self {
        Self { num, den }
    }

    fn reduce(num: i128, den: i128) -> Self {
        if den == 0 {
            return Self::ZERO;
        }
        let by = gcd(num, den) * den.signum();
        let (mut num, mut den) = (num / by, den / by);
        // Lose the lowest bits rather than overflow: only absurd products come here.
        while i64::try_from(num).is_err() || i64::try_from(den).is_err() {
            num /= 2;
            den = (den / 2).max(1);
        }
        Self {
            num: i64::try_from(num).unwrap_or(i64::MAX),
            den: i64::try_from(den).unwrap_or(1),
        }
    }

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self::new(number, 1)
    }

    /// The numerator.
    pub fn num(self) -> i64 {
        self.num
    }

    /// The denominator, always positive.
    pub fn den(self) -> i64 {
        self.den
    }

    /// Whether it is nought.
    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    /// One divided by it.
    #[must_use]
    pub fn invert(self) -> Self {
        Self::new(self.den, self.num)
    }

    /// The nearest whole number, halves away from nought.
    pub fn round(self) -> i64 {
        let (num, den) = (i128::from(self.num), i128::from(self.den));
        let doubled = 2 * num.abs() + den;
        let whole = doubled / (2 * den) * num.signum();
        i64::try_from(whole).unwrap_or(i64::MAX)
    }

    /// The next whole number below.
    pub fn floor(self) -> i64 {
        self.num.div_euclid(self.den)
    }

    /// The next whole number above.
    pub fn ceil(self) -> i64 {
        self.floor() + i64::from(self.num.rem_euclid(self.den) != 0)
    }

    /// For showing, and for arithmetic that need not be exact.
    #[expect(clippy::cast_precision_loss, reason = "a figure to show")]
    pub fn to_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }

    /// Reads "30000/1001", "64:45", "25" or a decimal such as "29.97" or "-0.021", exactly.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((num, den)) = text.split_once(['/', ':']) {
            let den: i64 = den.trim().parse().ok()?;
            return (den != 0).then(|| Some(Self::new(num.trim().parse().ok()?, den)))?;
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if (whole.is_empty() && part.is_empty())
            || !whole
                .bytes()
                .chain(part.bytes())
                .all(|b| b.is_ascii_digit())
            || part.len() > 12
        {
            return None;
        }
        let den = 10_i128.pow(u32::try_from(part.len()).ok()?);
        let whole: i64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let part: i64 = if part.is_empty() {
            0
        } else {
            part.parse().ok()?
        };
        let num = i128::from(whole) * den + i128::from(part);
        Some(Self::reduce(if negative { -num } else { num }, den))
    }

    /// A decimal with exactly `places` places, rounded.
    pub fn decimal(self, places: u32) -> String {
        let scale = 10_i128.pow(places);
        let scaled = i128::from(self.num) * scale;
        let den = i128::from(self.den);
        let rounded = (2 * scaled.abs() + den) / (2 * den);
        let sign = if self.num < 0 && rounded != 0 {
            "-"
        } else {
            ""
        };
        if places == 0 {
            return format!("{sign}{rounded}");
        }
        let width = places as usize;
        format!("{sign}{}.{:0width$}", rounded / scale, rounded % scale)
    }
}

impl Add for Rational {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::reduce(
            i128::from(self.num) * i128::from(other.den)
                + i128::from(other.num) * i128::from(self.den),
            i128::from(self.den) * i128::from(other.den),
        )
    }
}

impl Sub for Rational {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::reduce(
            i128::from(self.num) * i128::from(other.den)
                - i128::from(other.num) * i128::from(self.den),
            i128::from(self.den) * i128::from(other.den),
        )
    }
}

impl Mul for Rational {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::reduce(
            i128::from(self.num) * i128::from(other.num),
            i128::from(self.den) * i128::from(other.den),
        )
    }
}

impl Div for Rational {
    type Output = Self;
    #[expect(
        clippy::suspicious_arithmetic_impl,
        reason = "division is multiplication by the inverse"
    )]
    fn div(self, other: Self) -> Self {
        self * other.invert()
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        (i128::from(self.num) * i128::from(other.den))
            .cmp(&(i128::from(other.num) * i128::from(self.den)))
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.den == 1 {
            write!(f, "{}", self.num)
        } else {
            write!(f, "{}/{}", self.num, self.den)
        }
    }
}

impl serde::Serialize for Rational {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Rational {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Rational::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a fraction")))
    }
}
