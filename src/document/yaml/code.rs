//! The codes of what can be wrong with YAML itself, and their explanations.
//!
//! Unaware of how it is found out.

use crate::diag::{Code, Severity};

/// The text is not YAML.
pub static SYNTAX_YAML: Code = Code {
    name: "syntax-yaml",
    severity: Severity::Error,
    summary: "the file is not valid YAML",
    explanation: "\
The file breaks YAML's grammar (https://yaml.org/spec/1.2.2/). Nothing after such a mistake can be
read with certainty, so one is reported for a file, and what the rest of rendit would say about
lines on and after it is held back.

What goes wrong most often: a value that starts with a character that means something to YAML
(`{ [ * & ! % @ | > ' \" #` and the backtick), a value that contains `: `, tabs in the indentation,
and keys of one mapping that are not indented alike.

Wrong:

```yaml
path: {name}/master.m3u8
```

Right:

```yaml
path: \"{name}/master.m3u8\"
```
",
};

/// An alias without its anchor.
pub static YAML_ALIAS: Code = Code {
    name: "yaml-alias",
    severity: Severity::Error,
    summary: "a YAML alias names no value that is complete above it",
    explanation: "\
`*name` stands for the value that `&name` was written before. The anchor must come first, and a
value cannot hold itself (YAML 1.2.2 §3.2.2.2, §7.1).

Wrong:

```yaml
path: *.mp4
```

Right:

```yaml
path: \"*.mp4\"
```
",
};

/// A tag that means nothing here.
pub static YAML_TAG: Code = Code {
    name: "yaml-tag",
    severity: Severity::Error,
    summary: "a YAML tag is unknown, or does not fit its value",
    explanation: "\
Manifests use no tags. Those of YAML's core schema (`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`,
`!!seq`, `!!map`; YAML 1.2.2 §10.3) are read if the value fits; any other is refused, because it
would promise something that rendit does not do.

Wrong: `path: !join [out, film]`

Right: `path: out/film`
",
};

/// `<<` with something that is no mapping.
pub static YAML_MERGE: Code = Code {
    name: "yaml-merge",
    severity: Severity::Error,
    summary: "`<<` merges something that is no mapping",
    explanation: "\
`<<: *name` puts the keys of another mapping here, unless they are given here as well
(https://yaml.org/type/merge.html). It takes a mapping or a list of mappings.

Wrong:

```yaml
rate: &rate 5M
hd:
  <<: *rate
```

Right:

```yaml
base: &base { codec: h264 }
hd:
  <<: *base
```
",
};

/// Several documents in one file.
pub static YAML_DOCUMENTS: Code = Code {
    name: "yaml-documents",
    severity: Severity::Error,
    summary: "a file holds several YAML documents",
    explanation: "\
A line of `---` starts a further document (YAML 1.2.2 §9.1). A manifest is one document; rendit
reads no further than the first, and says so rather than leave the others unread in silence. Where
the documents have no key in common, the line is one too many: `rendit fix` removes it.

Wrong:

```yaml
version: 1
---
version: 1
```

Right: two files.
",
};

/// A key that is no word.
pub static YAML_KEY: Code = Code {
    name: "yaml-key",
    severity: Severity::Error,
    summary: "a key is a list or a mapping",
    explanation: "\
YAML allows any value as a key (YAML 1.2.2 §3.2.1.1); a manifest's keys are words. The usual cause
is a text that starts with `{` or `[` and was not quoted.

Wrong: `{film}: out/film`

Right: `\"{film}\": out/film`
",
};

/// Valid YAML that nobody means.
pub static YAML_SLIP: Code = Code {
    name: "yaml-slip",
    severity: Severity::Error,
    summary: "a slip that YAML takes for something else",
    explanation: "\
YAML takes for a text what is nothing else, so a slip can go unnoticed: typographic quotes become
part of a name, `-hd` is a text and no item of a list, `{ height:360 }` has one key without a value,
and `codec = aac` is a text where a mapping belongs. Or YAML refuses what was not meant at all: where
the `- ` of an item is missing, its keys look as if they were given twice.

A text that is meant to be like that is quoted.

Wrong:

```yaml
ladders:
  -hd
```

Right:

```yaml
ladders:
  - hd
```
",
};

/// Aliases that grow without bounds.
pub static ALIAS_BUDGET: Code = Code {
    name: "alias-budget",
    severity: Severity::Error,
    summary: "YAML aliases add up to too many values",
    explanation: "\
Each alias stands for a copy of what it names, so a few lines of aliases of aliases can stand for
billions of values. rendit stops at 100 000.

Wrong:

```yaml
a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
# and so on
```

Right: the values themselves, or several manifests that extend one file.
",
};
