//! The codes of what a schema can refuse, and their explanations.
//!
//! Unaware of how it is found out.

use crate::diag::{Code, Severity};

/// A key that the table does not have.
pub static UNKNOWN_KEY: Code = Code {
    name: "unknown-key",
    severity: Severity::Error,
    summary: "a key is not known here",
    explanation: "\
Every key of a manifest is known to rendit, at every depth. An unknown one is an error and not
ignored, because the usual cause is a misspelling, and what was meant would silently not happen.
Keys belong to the table whose header stands above them in TOML, and to the mapping with the same
indentation in YAML; a key in the wrong table is unknown too.

Wrong:

```toml
[ladders.hd]
type = \"video\"
codex = \"h264\"
```

Right:

```toml
[ladders.hd]
type = \"video\"
codec = \"h264\"
```

Source: the manifest's schema, `rendit schema`.
",
};

/// A key that the table needs.
pub static MISSING_KEY: Code = Code {
    name: "missing-key",
    severity: Severity::Error,
    summary: "a key is required and missing",
    explanation: "\
Some keys have no sensible default: without them rendit would have to guess what you want. All that
one table lacks is told at once. A key that is there under a misspelt name is told as `unknown-key`
only. Where tables differ by their `type`, that key decides which others are needed.

Wrong:

```toml
[encryption.aes]
type = \"aes-128\"
key_file = \"keys/film.key\"
```

Right:

```toml
[encryption.aes]
type = \"aes-128\"
key_file = \"keys/film.key\"
key_uri = \"https://example.com/film.key\"
```

Source: the manifest's schema, `rendit schema`.
",
};

/// A value of another type.
pub static WRONG_TYPE: Code = Code {
    name: "wrong-type",
    severity: Severity::Error,
    summary: "a value has the wrong type",
    explanation: "\
Text, numbers, truth values, lists and tables are different things, and rendit does not turn one
into another by guessing: `\"010\"` may mean ten, eight or the text. In TOML and JSON text is in
quotes and numbers are not. In YAML a bare `yes`, `no`, `on` or `off` is text (YAML 1.2.2 §10.3.2);
the truth values are `true` and `false`.

Wrong:

```toml
height = \"720\"
```

Right:

```toml
height = 720
```

Source: the manifest's schema, `rendit schema`.
",
};

/// A value that is not allowed.
pub static WRONG_VALUE: Code = Code {
    name: "wrong-value",
    severity: Severity::Error,
    summary: "a value is not one of the allowed ones",
    explanation: "\
The key takes one of a few fixed values, spelt exactly so, or a list in which each value stands
once. Other names in common use, such as `h265` for `hevc`, are recognised in the suggestion but not
accepted: one name for one thing keeps manifests comparable.

Wrong:

```toml
codec = \"h265\"
```

Right:

```toml
codec = \"hevc\"
```

Source: the manifest's schema, `rendit schema`.
",
};

/// A text in the wrong form.
pub static BAD_FORMAT: Code = Code {
    name: "bad-format",
    severity: Severity::Error,
    summary: "a text does not have the form that it needs",
    explanation: "\
The key takes text of a certain form, such as a bit rate, a duration, a language tag or a name. The
message says which one, with an example. Units are part of it: `5M` is five million bits per second,
`6s` six seconds; there is no space before the unit.

Wrong:

```toml
bit_rate = \"5 Mbit/s\"
```

Right:

```toml
bit_rate = \"5M\"
```

Source: the manifest's schema, `rendit schema`.
",
};

/// A number, text or list that is too small or too large.
pub static OUT_OF_RANGE: Code = Code {
    name: "out-of-range",
    severity: Severity::Error,
    summary: "a number, text or list is too small or too large",
    explanation: "\
The value has the right type, but lies outside of what can work: a bit rate of 3, a list without
items, an empty name. The message says where the limit is.

Wrong:

```toml
rungs = []
```

Right:

```toml
rungs = [{ height = 720, bit_rate = \"2.8M\" }]
```

Source: the manifest's schema, `rendit schema`.
",
};
