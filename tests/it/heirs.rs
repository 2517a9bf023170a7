//! Manifests that change a part of what they extend, and `--set` that does: one finding where the slip
//! was made, and no false cure.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use rendit::diag::Diagnostic;
use rendit::fix::fix;
use rendit::source::SourceFile;
use rendit::workspace::{self, Texts, World};

const HOUSE: &str = r#"version = 1
[vars]
site = "out"
[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2500k" }]
[ladders.sound]
type = "audio"
[inputs.film]
path = "film.mp4"
[encryption.aes]
type = "aes-128"
key_file = "keys/film.key"
key_uri = "https://example.com/film.key"
[outputs.web]
type = "hls"
dir = "${vars.site}/web"
ladders = ["hd", "sound"]
encryption = "aes"
"#;

const CHILD: &str = "\
version: 1
extends: [house.toml]
ladders:
  hd:
    rungs:
      - { height: 480, bit_rate: 1200k }
inputs:
  film:
    end: 10
encryption:
  aes:
    key_file: keys/b.key
outputs:
  web:
    segment_duration: 4s
";

/// The house's manifest, and one that extends it.
struct Two(SourceFile, SourceFile);

impl Texts for Two {
    fn read(&self, path: &Utf8Path) -> Result<SourceFile, Box<Diagnostic>> {
        let both = [&self.0, &self.1];
        let named = path.file_name();
        let found = both.into_iter().find(|file| named == Some(file.name()));
        found
            .cloned()
            .ok_or_else(|| workspace::unreadable(path, "there is no disk"))
    }

    fn same(&self, path: &Utf8Path) -> Utf8PathBuf {
        path.to_owned()
    }
}

fn judge(child: &SourceFile, set: &[&str]) -> Vec<Diagnostic> {
    let texts = Two(SourceFile::new("house.toml", HOUSE), child.clone());
    let world = World {
        texts: &texts,
        environment: &BTreeMap::new(),
        matches: None,
    };
    let set: Vec<String> = set.iter().map(|one| (*one).to_owned()).collect();
    match workspace::load(&world, Utf8Path::new(child.name()), &set) {
        Ok(loaded) => loaded.found.as_slice().to_vec(),
        Err(found) => found,
    }
}

fn line(one: &Diagnostic) -> String {
    let place = one.primary().unwrap();
    let (line, column) = place.file.line_column(place.start);
    format!("{}:{line}:{column}: {}", place.file.name(), one.message)
}

#[test]
fn a_stale_name_is_one_finding() {
    let child = SourceFile::new("promo.yaml", CHILD);
    assert!(judge(&child, &[]).is_empty(), "{:#?}", judge(&child, &[]));
    for (what, by, expected, help) in [
        (
            "  hd:\n",
            "  hq:\n",
            "promo.yaml:4:3: nothing that this extends has `ladders.hq`",
            "did you mean `hd`?",
        ),
        (
            "  film:\n",
            "  flim: # cut\n",
            "promo.yaml:8:3: nothing that this extends has `inputs.flim`",
            "did you mean `film`?",
        ),
        (
            "  aes:\n",
            "  cbc:\n",
            "promo.yaml:11:3: nothing that this extends has `encryption.cbc`",
            "did you mean `aes`? If this is a new one, it needs `type`",
        ),
        (
            "  web:\n",
            "  wbe:\n",
            "promo.yaml:14:3: nothing that this extends has `outputs.wbe`",
            "did you mean `web`?",
        ),
        (
            "    segment_duration: 4s\n",
            "    type: file\n    path: out/a.mp4\n",
            "promo.yaml:15:11: `outputs.web` is of type `hls` in `house.toml`",
            "give it another name",
        ),
    ] {
        let text = CHILD.replacen(what, by, 1);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let file = SourceFile::new("promo.yaml", &text);
            let found = judge(&file, &[]);
            let lines: Vec<String> = found.iter().map(line).collect();
            assert_eq!(lines, [expected], "{text}");
            let said = found[0].help.clone().unwrap_or_default();
            assert!(said.contains(help), "{said}");
            let fixed = fix(&file, &mut |file| judge(file, &[]));
            assert_eq!(fixed.file.text(), text);
        }
    }
}

/// What is new in a child, and whole, is nobody's slip; nor is a type that the rest fits.
#[test]
fn new_entries_are_welcome() {
    for more in [
        "  mobile:\n    type: hls\n    dir: out/m\n    ladders: [hd, sound]\n",
        "  web:\n    type: cmaf\n    encryption: aes\n",
    ] {
        let text = match more.contains("  web:") {
            true => CHILD.replacen("  web:\n", more, 1),
            false => format!("{CHILD}{more}"),
        };
        let found = judge(&SourceFile::new("promo.yaml", &text), &[]);
        let is_slip = |one: &Diagnostic| {
            one.message.contains("extends") || one.message.contains("is of type")
        };
        assert!(!found.iter().any(is_slip), "{text}\n{found:#?}");
    }
}

#[test]
fn a_set_that_reaches_nothing_is_told() {
    let child = SourceFile::new("promo.yaml", CHILD);
    for (set, expected, help) in [
        (
            "outputs.wb.segment_duration=3s",
            "--set:1:1: no output is called `wb`",
            "write `--set outputs.web.segment_duration=3s`",
        ),
        (
            "inputs.flim.end=3s",
            "--set:1:1: no input is called `flim`",
            "write `--set inputs.film.end=3s`",
        ),
        (
            "vars.sit=out/x",
            "--set:1:1: nothing names the variable `sit`",
            "write `--set vars.site=out/x`",
        ),
        (
            "output.web.segment_duration=4s",
            "--set:1:1: a manifest has no `output`",
            "write `--set outputs.web.segment_duration=4s`",
        ),
    ] {
        let found = judge(&child, &[set]);
        let lines: Vec<String> = found.iter().map(line).collect();
        assert_eq!(lines, [expected], "{set}");
        assert_eq!(found[0].help.as_deref(), Some(help), "{set}");
    }
    for set in [
        &["vars.site=out/x"] as &[&str],
        &["outputs.web.segment_duration=6s"],
        &["vars.b=x", "vars.site=${vars.b}"],
        &["vars.site=${vars.b}", "vars.b=x"],
        &[
            "ladders.alt.type=audio",
            "outputs.web.ladders=[\"hd\", \"sound\", \"alt\"]",
        ],
    ] {
        let found = judge(&child, set);
        let is_slip = |one: &Diagnostic| one.code.name == "bad-override";
        assert!(!found.iter().any(is_slip), "{set:?}\n{found:#?}");
    }
}
