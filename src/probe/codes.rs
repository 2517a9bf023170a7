//! The codes of findings about tools and sources, with their explanations.
//!
//! Does not know when they are raised; [`crate::probe::ProbeError`] does.

use crate::diag::{Code, Severity};

/// Every code declared here, for the registry.
pub static ALL: [&Code; 10] = [
    &FFMPEG_MISSING,
    &FFMPEG_TOO_OLD,
    &FFMPEG_UNUSABLE,
    &GRAPH_REFUSED,
    &SOURCE_EMPTY,
    &SOURCE_INCOMPLETE,
    &SOURCE_MISSING,
    &SOURCE_STALLED,
    &SOURCE_UNREACHABLE,
    &SOURCE_UNREADABLE,
];

/// No ffmpeg or ffprobe.
pub static FFMPEG_MISSING: Code = Code {
    name: "ffmpeg-missing",
    severity: Severity::Error,
    summary: "ffmpeg or ffprobe is not installed",
    explanation: "\
rendit reads sources with `ffprobe` and encodes with `ffmpeg`; it looks for both in `PATH`.

Install them (one package holds both):

| system | command |
| --- | --- |
| Debian, Ubuntu | `apt install ffmpeg` |
| Fedora | `dnf install ffmpeg-free`, or `ffmpeg` from RPM Fusion for H.264 and H.265 |
| macOS | `brew install ffmpeg` |

Or say where they are:

```sh
rendit run --ffmpeg /opt/ffmpeg/bin/ffmpeg --ffprobe /opt/ffmpeg/bin/ffprobe film.toml
```

`check` needs neither; `plan --facts FILE` plans from recorded facts.

Wrong: `rendit run film.toml` on a machine without ffmpeg.

Right: `make tools`, or one of the commands above, and then `rendit run film.toml`.
",
};

/// Older than 5.1.
pub static FFMPEG_TOO_OLD: Code = Code {
    name: "ffmpeg-too-old",
    severity: Severity::Error,
    summary: "ffmpeg or ffprobe is older than 5.1",
    explanation: "\
5.1 (July 2022) is the oldest ffmpeg on which every command that rendit writes has been measured:
earlier ones lack `-fps_mode` and treat edit lists and rotation otherwise, so that sound would be out
of step or pictures on their side, without a word of warning.

Wrong: ffmpeg 4.4, as in Ubuntu 22.04.

Right: ffmpeg 5.1 or newer, as in Debian 12, Ubuntu 24.04, Fedora 37 and Homebrew. Elsewhere take a static
build and name it with `--ffmpeg PATH --ffprobe PATH`. Builds of the development branch, which carry no
number, are judged by the version of their libavutil (57.28 or newer).
",
};

/// Not executable, not ffmpeg, or failing.
pub static FFMPEG_UNUSABLE: Code = Code {
    name: "ffmpeg-unusable",
    severity: Severity::Error,
    summary: "what was named as ffmpeg or ffprobe does not work as such",
    explanation: "\
The program was found, but it could not be started, is another program, or failed on a plain question
(`-version`, `-encoders`, `-filters`, `-muxers`).

Wrong:

```sh
rendit run --ffmpeg /opt/ffmpeg/bin/ffprobe --ffprobe /opt/ffmpeg/bin/ffprobe film.toml
```

Right:

```sh
rendit run --ffmpeg /opt/ffmpeg/bin/ffmpeg --ffprobe /opt/ffmpeg/bin/ffprobe film.toml
```

Other causes: the file is not executable (`chmod +x`), is built for another processor, or misses a
shared library; `ffmpeg -version` in a shell shows which.
",
};

/// A lavfi graph that does not work.
pub static GRAPH_REFUSED: Code = Code {
    name: "graph-refused",
    severity: Severity::Error,
    summary: "the graph of a generated source does not work",
    explanation: "\
An input with `lavfi` is made by ffmpeg's filters, and this ffmpeg refuses the graph: a filter that
does not exist or is not built in, an option it does not have, or pads left open.

Wrong:

```toml
[inputs.bars]
lavfi = \"testscr2=size=640x360\"
```

Right:

```toml
[inputs.bars]
lavfi = \"testsrc2=size=640x360:rate=25:duration=5\"
```

For picture and sound in one input, name the outputs:
`testsrc2=d=5[out0];sine=frequency=440:duration=5[out1]`. The filters are listed by `ffmpeg -filters`
and described in ffmpeg's `doc/filters.texi`.
",
};

/// No bytes.
pub static SOURCE_EMPTY: Code = Code {
    name: "source-empty",
    severity: Severity::Error,
    summary: "a source file has no bytes",
    explanation: "\
The file exists and is 0 bytes long: nearly always a copy, download or export that failed, or one that
has only begun. ffmpeg would end without an error and without a picture.

Wrong: a file of 0 bytes among those that `glob` finds.

Right: the file fetched again, or taken out of the folder.
",
};

/// The index is not there.
pub static SOURCE_INCOMPLETE: Code = Code {
    name: "source-incomplete",
    severity: Severity::Error,
    summary: "a source file's index is missing because its end is",
    explanation: "\
MP4 and MOV files keep their table of contents in a `moov` box (ISO/IEC 14496-12 §8.2.1), which most
recorders and encoders write last. This file begins like one of them and ends before its `moov`: the
recording was interrupted, or the copy, upload or download is not finished.

Wrong: encoding while the copy still runs.

Right: waiting until it is finished, or fetching it again and comparing sizes with the original. An interrupted recording
can sometimes be repaired, with a sound file of the same camera as a model, by tools such as `untrunc`.
",
};

/// No such file.
pub static SOURCE_MISSING: Code = Code {
    name: "source-missing",
    severity: Severity::Error,
    summary: "a source file does not exist",
    explanation: "\
Nothing is found at an input's path. Relative paths start at the manifest that names them, not at the
folder rendit is started in; names differ by upper and lower case on most file systems. A path in raw
`args` or in a filter such as `subtitles=` is looked up only when ffmpeg runs.

The manifest is `jobs/film.toml`, the film is in `media/`. Wrong:

```toml
[inputs.film]
path = \"media/film.mov\"
```

Right:

```toml
[inputs.film]
path = \"../media/film.mov\"
```

An input that may be absent says so: `optional = true`.
",
};

/// ffprobe did not end.
pub static SOURCE_STALLED: Code = Code {
    name: "source-stalled",
    severity: Severity::Error,
    summary: "a source told nothing about itself in time",
    explanation: "\
`ffprobe` was still waiting when its time was over, and was ended. A server that accepts the connection
and sends nothing does that, and so do a network drive that is gone and a disk that fails.

Wrong: `path = \"https://example.com/film.mov\"` from a server that does not answer.

Right: an address that `curl -I` gets an answer from, or the path of a copy: a source on the network
is read once for each encode.
",
};

/// A server that cannot be reached.
pub static SOURCE_UNREACHABLE: Code = Code {
    name: "source-unreachable",
    severity: Severity::Error,
    summary: "a source's server cannot be reached or refuses",
    explanation: "\
`ffprobe` got no media from this URL: the name is unknown, the connection was refused, the answer was
an error, or TLS failed.

- `404`, `410`: nothing is there under this address. `401`, `403`: it wants a login, or a signed
  address has run out.
- `Connection refused`, `timed out`: the server is down, or the port is wrong.
- `Failed to resolve hostname`: the name is misspelt, or there is no network.
- `Protocol not found`: this ffmpeg is built without `https`; or a file name with a colon is taken
  for a URL.

Wrong: `path = \"take:2.mov\"`, a file name.

Right: `path = \"file:take:2.mov\"`.

Source: RFC 9110 §15 (status codes), RFC 3986 §3.1 (schemes).
",
};

/// Nothing to be made of it.
pub static SOURCE_UNREADABLE: Code = Code {
    name: "source-unreadable",
    severity: Severity::Error,
    summary: "a source cannot be read, or holds nothing that can be decoded",
    explanation: "\
The path leads to something that is no readable media file: a folder, a pipe or a device, a file that
the user may not read, or bytes in which `ffprobe` finds no stream that it can decode.

A folder is no media file. Wrong:

```toml
[inputs.film]
path = \"media\"
```

Right:

```toml
[inputs.film]
glob = \"media/*.mov\"
```

For a file that should be media, `ffprobe FILE` shows the same words; if it plays elsewhere, this
ffmpeg may be built without its format.
",
};
