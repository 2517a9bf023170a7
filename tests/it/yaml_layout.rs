//! Lines of YAML that are missing, given twice, or that came along with a copied text: one finding
//! where it happened, and a cure that cures.

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
    language: en
ladders:
  hd:
    type: video
    codec: h264
    rungs:
      - height: 720
        bit_rate: 2500k
      - height: 360
        bit_rate: 800k
  sound:
    type: audio
    rungs:
      - bit_rate: 128k
        channels: 2

outputs:
  web:
    type: hls
    dir: ${vars.site}/web
    ladders: [hd, sound]
    segment_duration: 6s
  tv:
    type: dash
    dir: out/tv
    ladders:
      - hd
      - sound
    adaptation_sets:
      - id: 1
        streams: video
      - id: 2
        streams: audio
";

/// What the fixes that are sure make of the manifest.
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

fn short(finding: &Diagnostic) -> String {
    let place = finding
        .primary()
        .map_or((0, 0), |span| span.file.line_column(span.start));
    format!(
        "{}:{} {} {}",
        place.0, place.1, finding.code.name, finding.message
    )
}

/// Holds each case with both line ends.
fn hold(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (from, to, told, help, cure) in cases {
        for end in ["\n", "\r\n"] {
            let text = match *from {
                "" => (*to).to_owned(),
                from => {
                    assert!(BASE.contains(from), "{from}");
                    BASE.replacen(from, to, 1)
                }
            };
            let file = SourceFile::new("a.yaml", text.replace('\n', end));
            let found = judge(&file);
            let said: Vec<String> = found.iter().map(short).collect();
            if said != [*told] {
                wrong.push(format!("{to:?}\n  wanted {told}\n  said   {said:#?}"));
                continue;
            }
            let helped = found.first().and_then(|one| one.help.clone());
            let helped = helped.unwrap_or_default();
            if !helped.contains(help) {
                wrong.push(format!("{to:?}\n  wanted {help}\n  helped {helped}"));
            }
            let fixed = fix(&file, &mut plain);
            let outcome = match fixed.left.is_empty() {
                true => Cured,
                false => Open,
            };
            let is_as_it_was = fixed.file.text() == file.text();
            if outcome != *cure || (outcome == Open) != is_as_it_was {
                let text = fixed.file.text();
                let left: Vec<String> = fixed.left.iter().map(short).collect();
                wrong.push(format!("{to:?}\n  {outcome:?}: {left:?}\n{text}"));
            }
            let again = fix(&fixed.file, &mut plain);
            assert_eq!(again.file.text(), fixed.file.text(), "{to:?}");
        }
    }
    let count = wrong.len();
    assert!(wrong.is_empty(), "{count} wrong:\n{}", wrong.join("\n"));
}

#[test]
fn the_manifest_is_clean() {
    let found = judge(&SourceFile::new("a.yaml", BASE));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn keys_that_are_given_again() {
    hold(&[
        (
            "      - height: 360",
            "        height: 360",
            "15:9 yaml-slip an item of `rungs` has no `- `: its keys are given again",
            "write `- height: 360`",
            Cured,
        ),
        (
            "      - height: 360\n        bit_rate: 800k",
            "        # for phones\n        bit_rate: 800k  # low\n        height: 360",
            "16:9 yaml-slip an item of `rungs` has no `- `: its keys are given again",
            "write `- bit_rate: 800k`",
            Cured,
        ),
        (
            "      - id: 2",
            "        id: 2",
            "38:9 yaml-slip an item of `adaptation_sets` has no `- `: its keys are given again",
            "write `- id: 2`",
            Cured,
        ),
        (
            "        channels: 2",
            "        channels: 2\n        bit_rate: 64k\n        channels: 1",
            "22:9 yaml-slip an item of `rungs` has no `- `: its keys are given again",
            "write `- bit_rate: 64k`",
            Cured,
        ),
        (
            "        channels: 2",
            "        channels: 2\n        channels: 1",
            "22:9 duplicate-key duplicate key `channels`",
            "keep one of the two",
            Open,
        ),
        (
            "        channels: 2",
            "        channels: 2\n        channels: 2",
            "22:9 duplicate-key duplicate key `channels`",
            "remove one of the two: they are the same",
            Cured,
        ),
        (
            "        channels: 2",
            "        bit_rate: 64k",
            "21:9 duplicate-key duplicate key `bit_rate`",
            "write `- bit_rate: 64k` for another item, or keep one of the two",
            Open,
        ),
        (
            "  tv:\n",
            "",
            "29:5 duplicate-key the keys of `web` are given again",
            "write a line with a name above, such as `web_2:`, indented like `web:`",
            Open,
        ),
        (
            "  sound:\n",
            "",
            "17:5 duplicate-key the keys of `hd` are given again",
            "such as `sound:`",
            Open,
        ),
        (
            "  tv:\n",
            "outputs:\n  tv:\n",
            "29:1 yaml-slip `outputs` is opened a second time",
            "remove this line",
            Cured,
        ),
        (
            "ladders:\n",
            "outputs:\n  first:\n    type: hls\n    dir: out/first\n    ladders: [hd]\nladders:\n",
            "28:1 yaml-slip `outputs` is opened a second time",
            "move what is below this to the first `outputs:`",
            Open,
        ),
        (
            "        streams: audio\n",
            "        streams: audio\nversion: 1\nname: x\ninputs:\n  film:\n    path: film.mp4\n",
            "40:1 duplicate-key a second manifest starts below the first",
            "remove one of the two, or put it into a file of its own",
            Open,
        ),
    ]);
}

#[test]
fn the_line_of_a_section_is_missing() {
    hold(&[
        (
            "outputs:\n",
            "",
            "23:3 missing-key the line `outputs:` is missing before `web`",
            "write `outputs:` on a line of its own above",
            Cured,
        ),
        (
            "\noutputs:\n  web:",
            "\n  # for the web\n  web:  # all",
            "24:3 missing-key the line `outputs:` is missing before `web`",
            "write `outputs:`",
            Cured,
        ),
        (
            "ladders:\n",
            "",
            "8:3 missing-key the line `ladders:` is missing before `hd`",
            "write `ladders:`",
            Cured,
        ),
        (
            "inputs:\n",
            "",
            "4:3 missing-key the line `inputs:` is missing before `film`",
            "write `inputs:`",
            Cured,
        ),
    ]);
}

/// The manifests of three languages, without mistakes.
const THREE: [(&str, &str); 3] = [
    ("a.yaml", BASE),
    (
        "a.toml",
        "version = 1\n[inputs.film]\npath = \"film.mp4\"\n[ladders.hd]\ntype = \"video\"\n\
         rungs = [{ height = 720, bit_rate = \"2500k\" }]\n[outputs.web]\ntype = \"hls\"\n\
         dir = \"out\"\nladders = [\"hd\"]\n",
    ),
    (
        "a.json",
        "{\n  \"version\": 1,\n  \"inputs\": { \"film\": { \"path\": \"film.mp4\" } },\n  \
         \"ladders\": { \"hd\": { \"type\": \"video\", \"auto\": true } },\n  \
         \"outputs\": { \"web\": { \"type\": \"hls\", \"dir\": \"out\", \"ladders\": [\"hd\"] } }\n}\n",
    ),
];

/// How a text is spoilt, where that is told and with what words, and what to do.
type Spoilt = (fn(&str) -> String, &'static str, &'static str);

fn each_line(text: &str, change: impl Fn(usize, &str) -> String) -> String {
    let lines = text.lines().enumerate();
    lines.map(|(at, line)| change(at, line) + "\n").collect()
}

#[test]
fn what_came_along_with_a_copy() {
    let spoilt: &[Spoilt] = &[
        (
            |text| format!("```yaml\n{text}```\n"),
            "1:1 copied-along a fence of Markdown",
            "remove this line, and the one at the end",
        ),
        (
            |text| format!("Here it is:\n\n```\n{text}```\n\nEnjoy!\n"),
            "3:1 copied-along a fence of Markdown",
            "keep nothing but the lines between the two",
        ),
        (
            |text| format!("```\n{text}"),
            "1:1 copied-along a fence of Markdown",
            "remove this line",
        ),
        (
            |text| format!("cat > film.yaml <<EOF\n{text}EOF\n"),
            "1:1 copied-along a command of a shell",
            "remove this line, and the one at the end",
        ),
        (
            |text| format!("sudo tee film.yaml <<-'END'\n{text}END"),
            "1:1 copied-along a command of a shell",
            "remove this line, and the one at the end",
        ),
        (
            |text| format!("$ cat film.yaml\n{text}"),
            "1:1 copied-along a command of a shell",
            "remove this line",
        ),
        (
            |text| each_line(text, |_, line| format!("+{line}")),
            "1:1 copied-along the marks of a diff",
            "remove the `+` at the start of ",
        ),
        (
            |text| {
                let added = each_line(text, |_, line| format!("+{line}"));
                format!("--- /dev/null\n+++ b/film.yaml\n@@ -0,0 +1,9 @@\n{added}")
            },
            "1:1 copied-along the marks of a diff",
            "remove the 3 lines that a diff has besides; remove the `+`",
        ),
        (
            |text| {
                each_line(text, |at, line| match at {
                    1 => format!("-gone\n+{line}"),
                    _ => format!(" {line}"),
                })
            },
            "2:1 copied-along the marks of a diff",
            "remove the line that starts with `-`; remove the one space",
        ),
        (
            |text| {
                each_line(text, |at, line| match at {
                    2 => format!("-gone\n+{line}"),
                    _ => line.to_owned(),
                })
            },
            "3:1 copied-along the marks of a diff",
            "remove the `+` at the start of a line; remove the line that starts with `-`",
        ),
        (
            |text| each_line(text, |_, line| format!("> {line}")),
            "1:1 copied-along the marks of a quoted mail",
            "remove the `>` at the start of every line",
        ),
        (
            |text| each_line(text, |at, line| format!("{:>4}  {line}", at + 1)),
            "1:1 copied-along the numbers of lines",
            "remove the number at the start of every line",
        ),
    ];
    for (name, clean) in THREE {
        for end in ["\n", "\r\n"] {
            let clean = clean.replace('\n', end);
            assert!(judge(&SourceFile::new(name, &clean)).is_empty(), "{name}");
            for (spoil, told, help) in spoilt {
                let text = spoil(&clean.replace('\r', "")).replace('\n', end);
                let file = SourceFile::new(name, text);
                let found = judge(&file);
                let said: Vec<String> = found.iter().map(short).collect();
                assert_eq!(said, [*told], "{}", file.text());
                let helped = found[0].help.clone().unwrap_or_default();
                assert!(helped.contains(help), "{told}: {helped}");
                let fixed = fix(&file, &mut plain);
                // The mark of an empty line may stay.
                let text = fixed
                    .file
                    .text()
                    .replace("\n \n", "\n\n")
                    .replace("\n \r\n", "\n\r\n");
                assert_eq!(text, clean, "{told}");
            }
        }
    }
}

#[test]
fn the_rest_of_a_copied_text_is_checked() {
    let text = BASE.replace("segment_duration: 6s", "segment_duration: soon");
    for (text, place) in [
        (format!("```yaml\n{text}```\n"), "29:23"),
        (each_line(&text, |_, line| format!("+{line}")), "28:24"),
    ] {
        let found = judge(&SourceFile::new("a.yaml", text));
        let said: Vec<String> = found.iter().map(short).collect();
        assert!(
            said.iter()
                .any(|one| one.starts_with(&format!("{place} bad-format"))),
            "{said:?}"
        );
        assert_eq!(said.len(), 2, "{said:?}");
    }
}

#[test]
fn a_fence_with_more_around_it_is_left_to_people() {
    for text in [
        format!("{BASE}```\nand more\n"),
        format!("cat > a.yaml <<EOF\n{BASE}EOF\nrendit run a.yaml\n"),
    ] {
        let file = SourceFile::new("a.yaml", text);
        assert_eq!(judge(&file).len(), 1);
        let fixed = fix(&file, &mut plain);
        assert_eq!(fixed.file.text(), file.text());
    }
}

#[test]
fn keys_of_your_own_are_ignored() {
    let anchored = BASE.replace(
        "version: 1\n",
        "version: 1\nx-fast: &fast\n  preset: fast\n",
    );
    let anchored = anchored.replace("    codec: h264\n", "    <<: *fast\n    codec: h264\n");
    let [_, (toml, in_toml), (json, in_json)] = THREE;
    for (name, text) in [
        ("a.yaml", anchored),
        (
            toml,
            in_toml.to_owned() + "[x-mine]\nanything = [1, { a = 2 }]\n",
        ),
        (
            json,
            in_json.replacen('{', "{\n  \"x-mine\": [1, null],", 1),
        ),
    ] {
        let found = judge(&SourceFile::new(name, text));
        assert!(found.is_empty(), "{found:?}");
    }
    // Only there.
    let deeper = BASE.replace("    type: hls\n", "    type: hls\n    x-mine: 1\n");
    let found = judge(&SourceFile::new("a.yaml", deeper));
    let said: Vec<String> = found.iter().map(short).collect();
    assert_eq!(said, ["26:5 unknown-key unknown key `x-mine`"]);
}

#[test]
fn letters_that_only_look_alike() {
    let mut wrong = Vec::new();
    for (name, from, to, label) in [
        (
            "a.yaml",
            "codec: h264",
            "\u{441}odec: h264",
            "`\u{441}` is a Cyrillic letter, not the Latin `c`",
        ),
        (
            "a.yaml",
            "type: hls",
            "t\u{443}pe: hls",
            "`\u{443}` is a Cyrillic letter, not the Latin `y`",
        ),
        (
            "a.yaml",
            "outputs:",
            "\u{43e}utputs:",
            "`\u{43e}` is a Cyrillic letter, not the Latin `o`",
        ),
        (
            "a.yaml",
            "codec: h264",
            "codec: \u{4bb}264",
            "`\u{4bb}` is a Cyrillic letter, not the Latin `h`",
        ),
        (
            "a.yaml",
            "codec: h264",
            "co\u{200b}dec: h264",
            "holds a character that does not show (U+200B)",
        ),
        (
            "a.yaml",
            "codec: h264",
            "codec: h2\u{ad}64",
            "holds a character that does not show (U+00AD)",
        ),
        (
            "a.json",
            "\"dir\"",
            "\"d\u{456}r\"",
            "`\u{456}` is a Cyrillic letter, not the Latin `i`",
        ),
        (
            "a.toml",
            "type = \"hls\"",
            "\"typ\u{435}\" = \"hls\"",
            "`\u{435}` is a Cyrillic letter, not the Latin `e`",
        ),
        (
            "a.toml",
            "type = \"hls\"",
            "typ\u{435} = \"hls\"",
            "a letter of another script",
        ),
    ] {
        let clean = THREE.iter().find(|(known, _)| *known == name).unwrap().1;
        assert!(clean.contains(from), "{from}");
        let file = SourceFile::new(name, clean.replacen(from, to, 1));
        let found = judge(&file);
        let labels: Vec<&str> = found
            .iter()
            .map(|one| one.labels[0].text.as_str())
            .collect();
        let fixed = fix(&file, &mut plain);
        if labels != [label] || !fixed.left.is_empty() {
            wrong.push(format!("{to}: {labels:?} {}", fixed.file.text()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn marks_of_word_processors() {
    hold(&[
        (
            "      - hd\n      - sound",
            "      – hd\n      – sound",
            "33:7 copied-along an item of a list without `-`",
            "write `- hd`",
            Cured,
        ),
        (
            "      - height: 720",
            "      •\theight: 720",
            "13:7 copied-along an item of a list without `-`",
            "write `- height: 720`",
            Cured,
        ),
        (
            "codec: h264",
            "codec：h264",
            "11:10 copied-along a colon of full width",
            "write `codec: h264`",
            Cured,
        ),
        (
            "ladders:\n  hd:",
            "ladders：\n  hd:",
            "8:8 copied-along a colon of full width",
            "write `ladders:`",
            Cured,
        ),
    ]);
}

#[test]
fn values_of_habit() {
    let mut wrong = Vec::new();
    for (from, to, help, cure) in [
        (
            "segment_duration: 6s",
            "segment_duration: PT6S",
            "write 6s",
            Cured,
        ),
        (
            "segment_duration: 6s",
            "segment_duration: pt6.5s",
            "write \"6.5s\"",
            Cured,
        ),
        (
            "segment_duration: 6s",
            "segment_duration: 6 sec",
            "write 6s",
            Cured,
        ),
        ("height: 720", "height: 720p", "write 720", Cured),
        ("height: 720", "height: 720 pixels", "write 720", Cured),
        ("height: 720", "height: Full HD", "write 1080", Cured),
        ("height: 720", "height: 1,080", "did you mean 1080?", Open),
        (
            "height: 720",
            "resolution: 1280x720",
            "write `width: 1280` and `height: 720`",
            Cured,
        ),
        (
            "height: 720",
            "size: [1280, 720]",
            "write `width: 1280` and `height: 720`",
            Cured,
        ),
        (
            "bit_rate: 2500k",
            "bit_rate: 2,500k",
            "did you mean 2500k?",
            Open,
        ),
        ("bit_rate: 2500k", "bit_rate: 2500kb", "write 2500k", Cured),
        ("bit_rate: 2500k", "bit_rate: 5 Mb/s", "write 5M", Cured),
        (
            "bit_rate: 2500k",
            "bit_rate: 2500 kbits/s",
            "write 2500k",
            Cured,
        ),
        (
            "bit_rate: 2500k",
            "bit_rate: 2_500_000",
            "write 2500000",
            Cured,
        ),
        (
            "codec: h264",
            "codec: h264\n    max_frame_rate: 29.97fps",
            "write 29.97",
            Cured,
        ),
        (
            "codec: h264",
            "codec: h264\n    max_frame_rate: 60 frames per second",
            "write 60",
            Cured,
        ),
    ] {
        let file = SourceFile::new("a.yaml", BASE.replacen(from, to, 1));
        let found = judge(&file);
        let helps: Vec<String> = found.iter().filter_map(|one| one.help.clone()).collect();
        let fixed = fix(&file, &mut plain);
        let outcome = if fixed.left.is_empty() { Cured } else { Open };
        if helps != [help] || outcome != cure {
            wrong.push(format!("{to}: {helps:?} {outcome:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_space_off_on_any_line() {
    let mut wrong = Vec::new();
    let lines: Vec<&str> = BASE.lines().collect();
    for (at, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        let shorter = line.strip_prefix(' ').map(str::to_owned);
        for moved in [Some(format!(" {line}")), shorter].into_iter().flatten() {
            for end in ["\n", "\r\n"] {
                let text: Vec<&str> = lines
                    .iter()
                    .enumerate()
                    .map(|(other, line)| if other == at { moved.as_str() } else { line })
                    .collect();
                let file = SourceFile::new("a.yaml", text.join(end) + end);
                let found = judge(&file);
                let is_here = |one: &Diagnostic| {
                    let place = one.primary();
                    // Of two lines that differ the second one may be told.
                    place.is_some_and(|place| (at..at + 2).contains(&file.line_of(place.start)))
                };
                let fixed = fix(&file, &mut plain);
                if found.len() > 1 || !found.iter().all(is_here) || !fixed.left.is_empty() {
                    let said: Vec<String> = found.iter().map(short).collect();
                    wrong.push(format!("{} {moved:?}: {said:?}", at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lines_of_lists_that_are_missing() {
    hold(&[
        (
            "      - height: 720\n",
            "",
            "13:9 syntax-yaml a list item was expected",
            "write `- bit_rate: 2500k`",
            Cured,
        ),
        (
            "    rungs:\n      - height: 720",
            "      - height: 720",
            "12:7 syntax-yaml the line `rungs:` is missing before this item",
            "write `rungs:` on a line of its own above, indented by 4 spaces like `codec`",
            Open,
        ),
        (
            "inputs:\n  film:\n    path",
            "  film:\n    path",
            "4:3 missing-key the line `inputs:` is missing before `film`",
            "write `inputs:`",
            Cured,
        ),
        (
            "vars:\n",
            "",
            "2:3 syntax-yaml the indentation fits nothing above",
            "or the name of its section on a line above it",
            Open,
        ),
    ]);
}

#[test]
fn lists_written_otherwise() {
    hold(&[
        (
            "ladders: [hd, sound]",
            "ladders: - hd",
            "27:14 syntax-yaml a list item where no list is",
            "write `ladders: [hd]`, or each item on a line below",
            Cured,
        ),
        (
            "ladders: [hd, sound]",
            "ladders: (hd, sound)",
            "27:14 wrong-type `ladders` is \"(hd, sound)\", but must be a list",
            "write a list: [hd, sound]",
            Cured,
        ),
        (
            "ladders: [hd, sound]",
            "ladders:\n      hd:\n      sound:",
            "27:5 wrong-type `ladders` is a mapping, but must be a list",
            "write a list: [hd, sound]",
            Cured,
        ),
    ]);
}

#[test]
fn what_looks_alike_is_left_alone() {
    let [_, (toml, in_toml), _] = THREE;
    let long = "name = \"\"\"\n```\n+ more\n– the return\n\"\"\"\n";
    for (name, text) in [
        (
            "a.yaml",
            BASE.replace("version: 1\n", "version: 1\nname: A film\n  – the return\n"),
        ),
        (
            "a.yaml",
            BASE.replace("version: 1\n", "version: 1\nname: 第一：二\n"),
        ),
        ("a.yaml", format!("# cat > a.yaml <<EOF\n{BASE}# EOF\n")),
        ("a.yaml", format!("---\n{BASE}...\n")),
        (
            "a.yaml",
            BASE.replace(
                "    ladders: [hd, sound]",
                "    ladders:\n    - hd\n    - sound",
            ),
        ),
        (
            toml,
            in_toml.replace("version = 1\n", &format!("version = 1\n{long}")),
        ),
    ] {
        let found = judge(&SourceFile::new(name, &text));
        let is_ours = |one: &Diagnostic| {
            matches!(
                one.code.name,
                "copied-along" | "yaml-slip" | "syntax-yaml" | "syntax-toml"
            )
        };
        assert!(!found.iter().any(is_ours), "{text}\n{found:?}");
    }
}

#[test]
fn comments_of_other_languages() {
    let single = "    segment_duration: 6s\n";
    hold(&[
        (
            single,
            "    // segment_duration: 6s # later\n",
            "28:5 yaml-slip a comment of another language",
            "write `# segment_duration: 6s # later`",
            Cured,
        ),
        (
            single,
            "    ; segment_duration: 6s\n",
            "28:5 yaml-slip a comment of another language",
            "write `# segment_duration: 6s`",
            Cured,
        ),
        (
            single,
            "    -- segment_duration: 6s\n",
            "28:5 yaml-slip a comment of another language",
            "write `# segment_duration: 6s`",
            Cured,
        ),
        (
            single,
            "    /* segment_duration: 6s */\n",
            "28:5 yaml-slip a comment of another language",
            "write `# segment_duration: 6s`",
            Cured,
        ),
        (
            "version: 1\n",
            "version: 1\n// name: x\n",
            "2:1 yaml-slip a comment of another language",
            "write `# name: x`",
            Cured,
        ),
        (
            single,
            "    // seconds\n",
            "28:5 syntax-yaml a comment of another language",
            "write `# seconds`",
            Cured,
        ),
    ]);
}

#[test]
fn placeholders_of_python() {
    hold(&[
        (
            "dir: out/tv",
            "dir: %(film.stem)s",
            "31:10 syntax-yaml `%(film.stem)s` is not filled in",
            "write `\"${film.stem}\"`",
            Open,
        ),
        (
            "dir: out/tv",
            "dir: out/%(site)s",
            "31:14 not-filled-in `%(site)s` is not filled in",
            "write `${vars.site}`",
            Open,
        ),
        (
            "dir: out/tv",
            "dir: \"out/%(title)s\"",
            "31:15 not-filled-in `%(title)s` is not filled in",
            "write `${vars.title}`",
            Open,
        ),
    ]);
}

#[test]
fn entries_of_sections_that_are_out_of_place() {
    hold(&[
        (
            "version: 1\nvars:\n  site: out/site\ninputs:\n",
            "x-a: 1\nversion: 1\nvars: { site: out/site }\n",
            "4:3 syntax-yaml the line `inputs:` is missing before `film`",
            "write `inputs:` on a line of its own above",
            Cured,
        ),
        (
            "vars:\n  site: out/site\ninputs:\n",
            "vars: { site: out }\n",
            "3:3 syntax-yaml the line `inputs:` is missing before `film`",
            "write `inputs:` on a line of its own above",
            Cured,
        ),
        (
            "    type: dash\n",
            "  type: dash\n",
            "30:3 syntax-yaml the indentation fits nothing above",
            "indent it by 4 spaces, like `dir` below",
            Cured,
        ),
        (
            "    type: dash\n    dir: out/tv\n",
            "  type: dash\n  dir: out/tv\n",
            "30:3 syntax-yaml the indentation fits nothing above",
            "indent it by 4 spaces, like `ladders` below",
            Cured,
        ),
        (
            "    language: en\n",
            "  language: en\n",
            "7:3 wrong-type `language` stands beside the entries of `inputs`, not in one",
            "indent `language` more than `film`",
            Open,
        ),
        (
            "    rungs:\n      - bit_rate",
            "  rungs:\n      - bit_rate",
            "19:3 wrong-type `rungs` stands beside the entries of `ladders`, not in one",
            "indent `rungs` more than `sound`",
            Open,
        ),
        (
            "film:\n    path: film.mp4\n",
            "film: film.mp4\n",
            "5:9 syntax-yaml `film` has a value, and keys below it",
            "write `path: film.mp4` in a line below, like `language`",
            Cured,
        ),
        (
            "sound:\n    type: audio\n",
            "sound: audio\n",
            "17:10 syntax-yaml `sound` has a value, and keys below it",
            "write `type: audio` in a line below, like `rungs`",
            Cured,
        ),
        (
            "hd:\n    type: video\n",
            "hd: h264\n",
            "9:7 syntax-yaml `hd` has a value, and keys below it",
            "remove the value, or put it into a key of its own below",
            Open,
        ),
        (
            "    path: film.mp4\n",
            "    - path: film.mp4\n",
            "6:5 syntax-yaml a list item beside keys",
            "remove the `- `",
            Cured,
        ),
    ]);
}

#[test]
fn items_whose_dash_or_list_is_lost() {
    let second = "      - height: 360\n        bit_rate: 800k\n";
    hold(&[
        (
            second,
            "      height: 360\n        bit_rate: 800k\n",
            "15:7 syntax-yaml a list item was expected",
            "write `- height: 360`",
            Cured,
        ),
        (
            second,
            "      height: 360\n      bit_rate: 800k\n",
            "15:7 syntax-yaml a list item was expected",
            "write `- height: 360`",
            Cured,
        ),
        (
            "    rungs:\n      - height",
            "      - height",
            "12:7 syntax-yaml the line `rungs:` is missing before this item",
            "write `rungs:` on a line of its own above, indented by 4 spaces like `codec`",
            Open,
        ),
        (
            "    rungs:\n      - bit_rate: 128k\n        channels: 2\n",
            "    - { bit_rate: 128k, channels: 2 }\n",
            "19:5 syntax-yaml the line `rungs:` is missing before this item",
            "write `rungs:` on a line of its own above, indented by 4 spaces like `type`",
            Open,
        ),
        (
            "    codec: h264\n",
            "    codec: h264\n      - -an\n      - -sn\n",
            "12:7 yaml-slip a list item where no list is",
            "write a line with the key of this list above, indented by 4 spaces like `codec`",
            Open,
        ),
        (
            "    codec: h264\n",
            "    codec: h264\n    args:\n      -x264-params\n      - aq-mode=3\n",
            "13:7 yaml-slip a list item was expected",
            "write `- -x264-params`",
            Cured,
        ),
        (
            "    codec: h264\n",
            "    codec: h264\n    args:\n      -x264-params: aq-mode=3\n",
            "12:5 wrong-type `args` is a mapping, but must be a list",
            "write a list: [\"-x264-params\", \"aq-mode=3\"]",
            Open,
        ),
    ]);
}

#[test]
fn what_is_left_of_a_merge() {
    let told = "a merge of git is not finished here";
    let help = "keep one of the two versions, and remove this line";
    let said = format!("23:1 merge-conflict {told}");
    let said: &'static str = said.leak();
    hold(&[
        ("\noutputs:\n", "\n>>>>>>> b\noutputs:\n", said, help, Open),
        ("\noutputs:\n", "\n=======\noutputs:\n", said, help, Open),
        (
            "\noutputs:\n",
            "\n<<<<<<< HEAD\noutputs:\n",
            said,
            help,
            Open,
        ),
    ]);
}

#[test]
fn a_text_that_ends_with_the_other_quote() {
    hold(&[
        (
            "path: film.mp4",
            "path: 'film.mp4\"",
            "6:11 syntax-yaml a quote is not closed",
            "write 'film.mp4'",
            Cured,
        ),
        (
            "path: film.mp4",
            "path: \"film.mp4'",
            "6:11 syntax-yaml a quote is not closed",
            "write \"film.mp4\"",
            Cured,
        ),
    ]);
}

#[test]
fn texts_of_several_lines_hold_what_they_like() {
    let [_, (toml, in_toml), (_, in_json)] = THREE;
    let log = "x-log = '''\n```\nindex 1234..5678\n- b\n@@ -1,2 +3,4 @@\n<<<<<<< a\n=======\n>>>>>>> b\nEOF\n'''\n";
    let comment = "/*\n```\nrendit check\n```\n+ one\n • two\n<<<<<<< a\n=======\n>>>>>>> b\n*/\n";
    for (name, text) in [
        (
            toml,
            in_toml.replace("version = 1\n", &format!("version = 1\n{log}")),
        ),
        (
            toml,
            in_toml.to_owned() + "[x-notes]\nindex = \"../film\"\nmore = [\n\"label：x\",\n]\n",
        ),
        ("a.jsonc", format!("{comment}{in_json}")),
        (
            "a.yaml",
            BASE.replace("version: 1\n", "version: 1\nx-note:\n  - title：foo\n"),
        ),
        (
            "a.yaml",
            BASE.replace(
                "version: 1\n",
                "version: 1\nx-note: one\n  two\n  – three\n",
            ),
        ),
    ] {
        let found = judge(&SourceFile::new(name, &text));
        assert!(found.is_empty(), "{text}\n{found:?}");
    }
}

#[test]
fn what_came_along_takes_nothing_with_it() {
    for (text, left) in [
        // A fence of which only the end came along.
        (format!("{BASE}````\n"), BASE.to_owned()),
        (format!("{BASE}```yaml\n"), BASE.to_owned()),
        // An item of a list is no line that was removed.
        (
            format!("@@ -1,3 +1,4 @@\nextends:\n- house.yaml\n{BASE}"),
            format!("extends:\n- house.yaml\n{BASE}"),
        ),
    ] {
        let fixed = fix(&SourceFile::new("a.yaml", &text), &mut plain);
        assert_eq!(fixed.file.text(), left, "{text}");
    }
    // Nothing would be left, and no number is too large to count on.
    for text in [
        "```yaml\n",
        "EOF\n",
        "18446744073709551615: a\n18446744073709551616: b\n",
    ] {
        let fixed = fix(&SourceFile::new("a.yaml", text), &mut plain);
        assert_eq!(fixed.file.text(), text);
    }
}

#[test]
fn a_key_that_is_given_three_times_hides_nothing_below() {
    let again = "inputs:\n  film:\n    path: a.mp4\n";
    let text =
        format!("{again}{again}{BASE}").replace("segment_duration: 6s", "segment_duration: soon");
    let found = judge(&SourceFile::new("a.yaml", &text));
    let codes: Vec<&str> = found.iter().map(|one| one.code.name).collect();
    assert!(codes.contains(&"duplicate-key"), "{codes:?}");
    assert!(codes.contains(&"bad-format"), "{codes:?}");
}
