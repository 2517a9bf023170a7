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

Debian 12, Ubuntu 22.10, Fedora 37 and Homebrew have 5.1 or newer. Elsewhere take a static build and
name it with `--ffmpeg PATH --ffprobe PATH`. Builds of the development branch, which carry no
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

Wrong, the same program twice:

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

Fetch the file again, or take it out of the batch's `glob`.
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

Wait until it is finished or fetch it again; compare sizes with the original. An interrupted recording
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
folder rendit is started in; names differ by upper and lower case on most file systems.

Wrong, in `jobs/film.toml` with the film in `media/`:

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

Try the address with `curl -I`, or fetch the file first and give its path: a source that is read over
the network is read once for each encode.
",
};

/// A server that cannot be reached.
pub static SOURCE_UNREACHABLE: Code = Code {
    name: "source-unreachable",
    severity: Severity::Error,
    summary: "a source's server cannot be reached or refuses",
    explanation: "\
`ffprobe` got no media from this URL: the name is unknown, the connection was refused, the answer was
an error such as 403 or 404, or TLS failed. Some builds of ffmpeg have no `https` at all
(`Protocol not found`).

Try the address with `curl -I`. Signed addresses run out: make a new one, or fetch the file first and
give its path.
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

Wrong, a folder:

```toml
[inputs.film]
path = \"media\"
```

Right, one file, or every file of the folder as a batch:

```toml
[inputs.film]
glob = \"media/*.mov\"
```

For a file that should be media, `ffprobe FILE` shows the same words; if it plays elsewhere, this
ffmpeg may be built without its format.
",
};
