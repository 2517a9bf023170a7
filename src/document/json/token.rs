//! What a JSON text is made of: its tokens, also those that JSON does not have.
//!
//! Unaware of how they are found, and of whether they stand where they may.

/// One of the two pairs of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `{` and `}`.
    Brace,
    /// `[` and `]`.
    Square,
}

impl Bracket {
    /// What opens it.
    pub(super) fn opener(self) -> char {
        match self {
            Self::Brace => '{',
            Self::Square => '[',
        }
    }

    /// What closes it.
    pub(super) fn closer(self) -> char {
        match self {
            Self::Brace => '}',
            Self::Square => ']',
        }
    }

    /// What it holds, with an article.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Brace => "an object",
            Self::Square => "a list",
        }
    }
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// `{` or `[`.
    Open(Bracket),
    /// `}` or `]`.
    Close(Bracket),
    /// A comma, or what was written for one.
    Comma,
    /// A colon, or what was written for one.
    Colon,
    /// A text in double quotes, as JSON has it.
    Text,
    /// A text that is written wrongly, which is told already; its number among those.
    Odd(u32),
    /// Anything without quotes: a number, `true`, or what nobody knows yet.
    Word,
}

/// One token and its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// What it is.
    pub(super) what: What,
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after its last.
    pub(super) end: usize,
}

impl Token {
    /// Whether it can be a key, or a value without brackets.
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self.what, What::Text | What::Odd(_) | What::Word)
    }
}

/// Whether a character ends a word or a text that stands before it, at the start of `rest`.
pub(super) fn is_end(rest: &str) -> bool {
    let mut characters = rest.chars();
    match characters.next() {
        None => true,
        Some(',' | ':' | ';' | '=' | '{' | '}' | '[' | ']' | '"' | '\'' | '#') => true,
        Some('/') => matches!(characters.next(), Some('/' | '*')),
        Some(c) => c.is_whitespace() || is_odd_blank(c) || is_wide_mark(c),
    }
}

/// What looks like a space, or like nothing, and is not JSON's white space.
pub(super) fn is_odd_blank(c: char) -> bool {
    let is_invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let is_plain = matches!(c, ' ' | '\t' | '\r' | '\n');
    !is_plain && (is_invisible || c.is_whitespace() || c.is_control())
}

/// The punctuation of East Asian keyboards.
pub(super) fn is_wide_mark(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：')
}

/// Quotes that word processors write.
pub(super) const TYPOGRAPHIC: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];
