//! Slips of YAML: one mistake, one finding where it was made, and a cure that cures.

use crate::alone::{judge, plain};
use rendit::diag::Diagnostic;
use rendit::fix::fix;
use rendit::source::SourceFile;

/// A manifest without mistakes, in which each case changes something.
const BASE: &str = "\
version: 1
vars:
  site: out/site
inputs:
  film:
    path: film.mp4
ladders:
  hd: &hd
    type: video
    preset: fast
    rungs:
      - { height: 720, bit_rate: 2500k }
      - { height: 360, bit_rate: 800k }
  sound:
    type: audio
outputs:
  web:
    type: hls
    dir: out/web
    ladders: [hd, sound]
    playlist: \"index.m3u8\"
";

/// What becomes of the manifest with the fixes that are sure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cure {
    /// It is without mistakes.
    Cured,
    /// Nothing is changed.
    Open,
}

use Cure::{Cured, Open};

/// What is replaced, by what, what is said of it, what to type, what the fix makes of it.
type Case = (&'static str, &'static str, &'static str, &'static str, Cure);

const CASES: &[Case] = &[
    // Several keys on one line.
    (
        "- { height: 720, bit_rate: 2500k }",
        "- height: 720, bit_rate: 2500k",
        "12:9 syntax-yaml several keys on one line need braces",
        "write { height: 720, bit_rate: 2500k }",
        Cured,
    ),
    (
        "- { height: 720, bit_rate: 2500k }",
        "- { height: 720 bit_rate: 2500k }",
        "12:19 syntax-yaml a comma is missing in a mapping",
        "write 720, bit_rate: …",
        Cured,
    ),
    (
        "      - { height: 720, bit_rate: 2500k }\n      - {",
        "      { height: 720, bit_rate: 2500k }\n      {",
        "11:5 syntax-yaml the items of `rungs` have no `- `",
        "write `- ` before each",
        Cured,
    ),
    (
        "      - { height: 720, bit_rate: 2500k }\n",
        "      { height: 720, bit_rate: 2500k }\n",
        "11:5 syntax-yaml the items of `rungs` have no `- `",
        "write `- ` before each",
        Cured,
    ),
    (
        "      - { height: 720, bit_rate: 2500k }\n",
        "      - { height: 720, bit_rate: 2500k },\n",
        "12:41 syntax-yaml a comma behind an item",
        "remove it",
        Cured,
    ),
    (
        "ladders: [hd, sound]",
        "ladders: [hd, sound],",
        "20:25 syntax-yaml a comma behind a value",
        "remove it",
        Cured,
    ),
    (
        "ladders: [hd, sound]",
        "ladders: [hd, sound];  # both",
        "20:25 syntax-yaml a semicolon behind a value",
        "remove it",
        Cured,
    ),
    // Keys and values.
    (
        "type: hls",
        "type hls",
        "18:5 syntax-yaml a `:` is missing after `type`",
        "write `type: hls`",
        Cured,
    ),
    (
        "dir: out/web",
        "dir out/web  # where",
        "19:5 syntax-yaml a `:` is missing after `dir`",
        "write `dir: out/web`",
        Cured,
    ),
    (
        "playlist: \"index.m3u8\"",
        "playlist \"index.m3u8\"",
        "21:5 syntax-yaml a `:` is missing after `playlist`",
        "write `playlist: \"index.m3u8\"`",
        Cured,
    ),
    (
        "outputs:",
        "outputs",
        "16:1 syntax-yaml a `:` is missing after `outputs`",
        "write `outputs:`",
        Cured,
    ),
    (
        "version: 1",
        "version 1",
        "1:1 syntax-yaml a `:` is missing after `version`",
        "write `version: 1`",
        Cured,
    ),
    (
        "type: hls",
        "type = hls",
        "18:10 syntax-yaml `=` after a key, as in TOML",
        "write `type: hls`",
        Cured,
    ),
    (
        "version: 1",
        "version = 1",
        "1:9 syntax-yaml `=` after a key, as in TOML",
        "write `version: 1`",
        Cured,
    ),
    (
        "    type: hls\n    dir: out/web",
        "    type = \"hls\"\n    dir = \"out/web\"",
        "18:10 syntax-yaml `=` after a key, as in TOML",
        "write `type: \"hls\"`, `dir: \"out/web\"`",
        Cured,
    ),
    (
        "dir: out/web",
        "dir => out/web",
        "19:9 syntax-yaml `=` after a key, as in TOML",
        "write `dir: out/web`",
        Cured,
    ),
    (
        "    type: audio",
        "    type = audio",
        "15:10 yaml-slip `=` after a key, as in TOML",
        "write `type: audio`",
        Cured,
    ),
    (
        "type: hls",
        "type:hls",
        "18:5 syntax-yaml a `:` without a space after it",
        "write `type: hls`",
        Cured,
    ),
    (
        "    type: audio",
        "    type:audio",
        "15:5 yaml-slip a `:` without a space after it",
        "write `type: audio`",
        Cured,
    ),
    (
        "{ height: 360,",
        "{ height:360,",
        "13:11 yaml-slip a `:` without a space after it",
        "write `height: 360`",
        Cured,
    ),
    (
        "{ height: 360, bit_rate: 800k }",
        "{height:360,bit_rate:800k}",
        "13:10 yaml-slip a `:` without a space after it",
        "write `height: 360`, `bit_rate: 800k`",
        Cured,
    ),
    (
        "{ height: 360, bit_rate: 800k }",
        "{ height = 360, bit_rate = 800k }",
        "13:18 yaml-slip `=` after a key, as in TOML",
        "write `height: 360`, `bit_rate: 800k`",
        Cured,
    ),
    (
        "  web:",
        "// films\n  web:",
        "17:1 syntax-yaml a comment of another language",
        "write `# films`",
        Cured,
    ),
    (
        "    dir: out/web",
        "    // films\n    dir: out/web",
        "19:5 syntax-yaml a comment of another language",
        "write `# films`",
        Cured,
    ),
    (
        "    dir: out/web",
        "    dir: out/web\n      // films",
        "20:7 yaml-slip a comment of another language",
        "write `# films`",
        Cured,
    ),
    (
        "outputs:",
        "[outputs]",
        "16:1 syntax-yaml a header of a table, as in TOML",
        "write `outputs:`",
        Open,
    ),
    // Quotes.
    (
        "path: film.mp4",
        "path: \"film.mp4",
        "6:11 syntax-yaml a quote is not closed",
        "write \"film.mp4\"",
        Cured,
    ),
    (
        "path: film.mp4",
        "path: 'film.mp4",
        "6:11 syntax-yaml a quote is not closed",
        "write 'film.mp4'",
        Cured,
    ),
    (
        "\"index.m3u8\"",
        "\"index.m3u8",
        "21:15 syntax-yaml a quote is not closed",
        "write \"index.m3u8\"",
        Cured,
    ),
    (
        "[hd, sound]",
        "[\"hd, sound]",
        "20:15 syntax-yaml a quote is not closed",
        "write \"hd\"",
        Open,
    ),
    (
        "\"index.m3u8\"",
        "'Director's cut.m3u8'",
        "21:24 syntax-yaml a quote inside of a quoted text",
        "write 'Director''s cut.m3u8'",
        Cured,
    ),
    (
        "\"index.m3u8\"",
        "\"index\".m3u8",
        "21:22 syntax-yaml something follows a quoted text",
        "write \"index.m3u8\"",
        Cured,
    ),
    (
        "version: 1",
        "version: 1\nname: “Film: the return”",
        "2:7 syntax-yaml typographic quotes",
        "write \"Film: the return\"",
        Cured,
    ),
    (
        "path: film.mp4",
        "path: “film.mp4”",
        "6:11 yaml-slip typographic quotes",
        "write \"film.mp4\"",
        Cured,
    ),
    (
        "path: film.mp4",
        "path: ‘film.mp4’  # here",
        "6:11 yaml-slip typographic quotes",
        "write \"film.mp4\"",
        Cured,
    ),
    (
        "[hd, sound]",
        "[„hd“, sound]",
        "20:15 yaml-slip typographic quotes",
        "write \"hd\"",
        Cured,
    ),
    // Brackets and braces.
    (
        "2500k }",
        "2500k",
        "12:9 syntax-yaml a mapping in braces is not closed",
        "close it with `}`",
        Cured,
    ),
    (
        "[hd, sound]",
        "[hd, sound",
        "20:14 syntax-yaml a list in brackets is not closed",
        "close it with `]`",
        Cured,
    ),
    (
        "[hd, sound]",
        "[hd, sound]]",
        "20:25 syntax-yaml a bracket that closes nothing",
        "remove this `]`",
        Cured,
    ),
    (
        "[hd, sound]",
        "[hd, sound}",
        "20:24 syntax-yaml a bracket that closes nothing",
        "write `]` instead of `}`",
        Cured,
    ),
    (
        "    type: hls\n    dir: out/web\n    ladders: [hd, sound]\n    playlist: \"index.m3u8\"\n",
        "    { type: hls, dir: out/${job}, ladders: [hd, sound] }\n",
        "18:23 syntax-yaml a `{` inside of braces or brackets",
        "write \"out/${job}\"",
        Cured,
    ),
    (
        "dir: out/web",
        "dir: {{ site }}/web",
        "19:10 syntax-yaml `{{ site }}` is not filled in",
        "write `\"${vars.site}/web\"`",
        Cured,
    ),
    (
        "dir: out/web",
        "dir: {{ vars.site }}",
        "19:10 syntax-yaml `{{ vars.site }}` is not filled in",
        "write `\"${vars.site}\"`",
        Cured,
    ),
    (
        "dir: out/web",
        "dir: {{ folder }}/web",
        "19:10 syntax-yaml `{{ folder }}` is not filled in",
        "write `\"${vars.folder}/web\"`",
        Open,
    ),
    (
        "dir: out/web",
        "dir: {{ site | default('x') }}/web",
        "19:10 syntax-yaml `{{ site | default('x') }}` is not filled in",
        "write `\"${vars.NAME}\"`",
        Open,
    ),
    // Indentation.
    (
        "    dir: out/web",
        "\tdir: out/web",
        "19:1 syntax-yaml a tab in the indentation",
        "indent with 4 spaces",
        Cured,
    ),
    (
        "    dir: out/web",
        "\t\tdir: out/web",
        "19:1 syntax-yaml a tab in the indentation",
        "indent with 4 spaces",
        Cured,
    ),
    (
        "    dir: out/web",
        "    \u{a0}dir: out/web",
        "19:5 syntax-yaml a no-break space in the indentation",
        "indent with 5 plain spaces",
        Cured,
    ),
    (
        "    dir: out/web",
        "\u{a0}\u{a0}\u{a0}\u{a0}dir: out/web",
        "19:1 syntax-yaml a no-break space in the indentation",
        "indent with 4 plain spaces",
        Cured,
    ),
    (
        "    type: audio",
        "\u{a0}   type: audio",
        "15:1 syntax-yaml a no-break space in the indentation",
        "indent with 4 plain spaces",
        Cured,
    ),
    (
        "dir: out/web",
        "dir:\u{a0}out/web",
        "19:5 syntax-yaml a `:` without a space after it",
        "write `dir: out/web`",
        Cured,
    ),
    (
        "dir: out/web",
        "dir: out/web\u{a0}",
        "19:17 yaml-slip a no-break space after a text",
        "write `out/web`",
        Cured,
    ),
    (
        "    dir: out/web",
        "     dir: out/web",
        "19:6 syntax-yaml the indentation fits nothing above",
        "indent it by 4 spaces, like `type` above",
        Cured,
    ),
    (
        "    dir: out/web",
        "      dir: out/web",
        "19:7 syntax-yaml the indentation fits nothing above",
        "indent it by 4 spaces, like `type` above",
        Open,
    ),
    // Lists.
    (
        "    ladders: [hd, sound]",
        "    ladders:\n      -hd\n      - sound",
        "21:7 yaml-slip a `-` without a space after it",
        "write `- hd`",
        Cured,
    ),
    (
        "    ladders: [hd, sound]",
        "    ladders:\n      - hd\n      -sound",
        "22:7 syntax-yaml a `-` without a space after it",
        "write `- sound`",
        Cured,
    ),
    (
        "    ladders: [hd, sound]",
        "    ladders:\n      -hd\n      -sound",
        "21:7 yaml-slip a `-` without a space after it",
        "write `- hd`",
        Cured,
    ),
    (
        "      - { height: 360, bit_rate: 800k }",
        "      -{ height: 360, bit_rate: 800k }",
        "13:7 syntax-yaml a `-` without a space after it",
        "write `- { height: 360, bit_rate: 800k }`",
        Cured,
    ),
    (
        "    ladders: [hd, sound]",
        "    ladders:\n      - hd\n     - sound",
        "22:6 syntax-yaml the indentation fits nothing above",
        "indent it by 6 spaces, like the item above",
        Cured,
    ),
    (
        "    ladders: [hd, sound]",
        "    ladders:\n      - hd\n       - sound",
        "22:8 yaml-slip the indentation fits nothing above",
        "indent it by 6 spaces, like the item above",
        Cured,
    ),
    (
        "    dir: out/web",
        "  - dir: out/web",
        "19:3 syntax-yaml a list item beside keys",
        "remove the `- `, and indent `dir` by 4 spaces",
        Cured,
    ),
    (
        "    dir: out/web",
        "    - dir: out/web",
        "19:5 syntax-yaml a list item beside keys",
        "remove the `- `",
        Cured,
    ),
    (
        "  sound:",
        "  - sound:",
        "14:3 syntax-yaml a list item beside keys",
        "remove the `- `",
        Cured,
    ),
    (
        "    ladders: [hd, sound]",
        "    ladders:\n      - hd:\n      - sound",
        "21:11 wrong-type `ladders[0]` is a mapping, but must be a string",
        "write `hd`, without the colon",
        Cured,
    ),
    (
        "      - { height: 720, bit_rate: 2500k }\n      - { height: 360, bit_rate: 800k }",
        "      720p: { bit_rate: 2500k }\n      360p: { bit_rate: 800k }",
        "11:5 wrong-type `rungs` is a mapping, but must be a list",
        "write `- { height: 720, bit_rate: 2500k }`",
        Cured,
    ),
    (
        "      - { height: 720, bit_rate: 2500k }\n      - { height: 360, bit_rate: 800k }",
        "      720p:\n        bit_rate: 2500k\n      360p:\n        bit_rate: 800k",
        "11:5 wrong-type `rungs` is a mapping, but must be a list",
        "write `- height: 720`",
        Cured,
    ),
    // Sections.
    (
        "outputs:",
        "  outputs:",
        "16:3 unknown-key `outputs` stands inside `ladders`",
        "write `outputs:` at the start of its line",
        Cured,
    ),
    (
        "outputs:\n  web:\n    type: hls\n    dir: out/web\n    ladders: [hd, sound]\n    playlist: \"index.m3u8\"\n",
        "  outputs:\n    web:\n      type: hls\n      dir: out/web\n      ladders: [hd, sound]\n",
        "16:3 unknown-key `outputs` stands inside `ladders`",
        "write `outputs:` at the start of its line",
        Cured,
    ),
    (
        "ladders:\n",
        "  ladders:\n",
        "7:3 unknown-key `ladders` stands inside `inputs`",
        "write `ladders:` at the start of its line",
        Cured,
    ),
    (
        "outputs:\n  web:",
        "outputs:\nweb:",
        "17:1 wrong-type `outputs` is empty, and its keys stand beside it",
        "indent `web` below `outputs:` by 2 spaces",
        Cured,
    ),
    (
        "inputs:\n  film:\n    path",
        "inputs:\nfilm:\n  path",
        "5:1 wrong-type `inputs` is empty, and its keys stand beside it",
        "indent `film` below `inputs:` by 2 spaces",
        Cured,
    ),
    // Anchors.
    (
        "  sound:",
        "  low:\n    <<: *hdd\n  sound:",
        "15:9 yaml-alias no anchor is named `hdd`",
        "write `*hd`",
        Cured,
    ),
    (
        "  sound:",
        "  low:\n    <<: *HD\n  sound:",
        "15:9 yaml-alias no anchor is named `HD`",
        "write `*hd`",
        Cured,
    ),
    (
        "  sound:",
        "  low:\n    <<: hd\n  sound:",
        "15:9 yaml-merge `<<` merges a mapping, or a list of mappings",
        "write `<<: *hd`",
        Cured,
    ),
    (
        "  sound:",
        "  low:\n    <<: [hd]\n  sound:",
        "15:10 yaml-merge `<<` merges a mapping, or a list of mappings",
        "write `<<: *hd`",
        Cured,
    ),
    (
        "  sound:",
        "  low:\n    <<: *film\n  sound:",
        "15:9 yaml-alias no anchor is named `film`",
        "write `&film` above",
        Open,
    ),
    (
        "&hd",
        "&hd:\n    <<: *hd",
        "9:9 yaml-alias no anchor is named `hd`",
        "remove the `:` after `&hd`",
        Open,
    ),
    (
        "[hd, sound]",
        "[*hd, sound]",
        "20:15 wrong-type `ladders[0]` is a mapping, but must be a string",
        "write `hd`, without `*`",
        Cured,
    ),
];

/// `line:column code message` of a finding.
fn short(finding: &Diagnostic) -> String {
    let place = finding
        .primary()
        .map_or((0, 0), |span| span.file.line_column(span.start));
    format!(
        "{}:{} {} {}",
        place.0, place.1, finding.code.name, finding.message
    )
}

/// Warnings such as an unused ladder are no follow-ups of a slip.
fn is_quiet(finding: &&Diagnostic) -> bool {
    !matches!(finding.code.name, "unused-definition")
}

#[test]
fn a_slip_is_one_finding_where_it_was_made() {
    let clean = judge(&SourceFile::new("a.yaml", BASE));
    assert!(!clean.iter().any(|one| is_quiet(&one)), "{clean:?}");
    let mut wrong = Vec::new();
    for (from, to, told, help, cure) in CASES {
        for end in ["\n", "\r\n"] {
            assert!(BASE.contains(from), "{from}");
            let text = BASE.replacen(from, to, 1).replace('\n', end);
            let file = SourceFile::new("a.yaml", text);
            let found = judge(&file);
            let found: Vec<&Diagnostic> = found.iter().filter(is_quiet).collect();
            let said: Vec<String> = found.iter().map(|one| short(one)).collect();
            if said != [*told] {
                wrong.push(format!("{to:?}\n  wanted {told}\n  said   {said:#?}"));
                continue;
            }
            let helped = found
                .first()
                .and_then(|one| one.help.clone())
                .unwrap_or_default();
            if !helped.contains(help) {
                wrong.push(format!("{to:?}\n  wanted {help}\n  helped {helped}"));
            }
            let fixed = fix(&file, &mut plain);
            let left: Vec<String> = fixed.left.iter().filter(is_quiet).map(short).collect();
            let outcome = match left.is_empty() {
                true => Cured,
                false => Open,
            };
            let is_as_it_was = fixed.file.text() == file.text();
            if outcome != *cure || (outcome == Open) != is_as_it_was {
                let text = fixed.file.text();
                wrong.push(format!("{to:?}\n  {outcome:?}: {left:?}\n{text}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn what_stands_elsewhere_is_checked() {
    let mut wrong = Vec::new();
    for (from, to, told, _, cure) in CASES {
        if to.contains("    \u{a0}") {
            // Takes two cures, one after the other.
            continue;
        }
        let text = BASE.replacen(from, to, 1) + "vars2: 5\n";
        let found = judge(&SourceFile::new("a.yaml", text));
        let said: Vec<String> = found.iter().filter(is_quiet).map(short).collect();
        let has_both = said.iter().any(|one| one == told)
            && said.iter().any(|one| one.ends_with("unknown key `vars2`"));
        if *cure == Cured && (!has_both || said.len() != 2) {
            wrong.push(format!("{to:?}\n  {said:#?}"));
        }
    }
    let count = wrong.len();
    assert!(wrong.is_empty(), "{count} wrong:\n{}", wrong.join("\n"));
}

#[test]
fn what_is_meant_stays() {
    for (from, to) in [
        ("path: film.mp4", "path: Director's cut.mp4"),
        ("path: film.mp4", "path: 'film “best of”.mp4'"),
        ("path: film.mp4", "path: film = part 1.mp4"),
        ("path: film.mp4", "path:\n      film.mp4"),
        ("version: 1", "version: 1\nname: The 12\" mix"),
        ("version: 1", "version: 1\nname: Mix of 12\""),
        (
            "version: 1",
            "version: 1\nname:\n  A long name\n  of two lines",
        ),
        ("version: 1", "version: 1\nname: “Best” of “two”"),
        ("version: 1", "version: 1\nname: \"two\n  lines\""),
        ("[hd, sound]", "[\n      hd,\n      sound,\n    ]"),
        (
            "preset: fast",
            "preset: fast\n    args:\n      - -tune\n      - film",
        ),
        ("dir: out/web", "dir: \"{{}}\""),
    ] {
        assert!(BASE.contains(from), "{from}");
        let text = BASE.replacen(from, to, 1);
        let found = judge(&SourceFile::new("a.yaml", text));
        let said: Vec<String> = found.iter().map(short).collect();
        let is_of_reader = |one: &Diagnostic| one.code.name.contains("yaml");
        assert!(!found.iter().any(is_of_reader), "{to:?}: {said:?}");
    }
}

#[test]
fn a_slip_in_a_large_file_is_found_in_time() {
    let mut text = BASE.to_owned();
    for number in 0..11_000 {
        text += &format!("  w{number}:\n    type: hls\n    dir: out/{number}\n    ladders: [hd]\n");
    }
    text += "  last:\n    type hls\n    dir: \"out\n";
    let file = SourceFile::new("a.yaml", text);
    let start = std::time::Instant::now();
    let found = judge(&file);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    let said: Vec<String> = found.iter().map(short).collect();
    assert!(
        said.iter().any(|one| one.contains("syntax-yaml")),
        "{said:?}"
    );
}
