//! Rules on typed manifests: what is wrong is told once, at its route; what is right is not.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};
use rendit::check::{self, RULES, Surroundings, check, collisions_across, targets};
use rendit::diag::{At, Diagnostics};
use rendit::job::Job;
use rendit::manifest::Manifest;
use rendit::source::{Route, Routes};

/// Entries that a fragment need not repeat.
const BASE: &str = r#"
version = 1

[inputs.film]
path = "media/film.mov"

[ladders.hd]
type = "video"
rungs = [{ height = 720, bit_rate = "2800k" }]

[outputs.web]
type = "hls"
dir = "out/film"
ladders = ["hd"]
"#;

/// The base with the fragment's entries in place of its own.
fn manifest(fragment: &str) -> Manifest {
    let mut table: toml::Table = toml::from_str(BASE).unwrap();
    let fragment: toml::Table =
        toml::from_str(fragment).unwrap_or_else(|error| panic!("{error}\n{fragment}"));
    for (key, value) in fragment {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(known)), toml::Value::Table(more)) => known.extend(more),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
    let text = toml::to_string(&table).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn run(
    manifest: &Manifest,
    tainted: &[Route],
    items: Option<&[&str]>,
) -> (Diagnostics, Option<Vec<Job>>) {
    let environment = BTreeMap::from([("HOME".to_string(), "/home/ada".to_string())]);
    let items: Option<Vec<Utf8PathBuf>> =
        items.map(|items| items.iter().map(Utf8PathBuf::from).collect());
    let surroundings = Surroundings {
        manifest_path: Utf8Path::new("jobs/demo.toml"),
        environment: &environment,
        items: items.as_deref(),
    };
    let mut diagnostics = Diagnostics::new();
    let tainted: Routes = tainted.iter().cloned().collect();
    let jobs = check(&mut diagnostics, manifest, &tainted, &surroundings);
    (diagnostics, jobs)
}

/// "code at route" of every finding.
fn findings(manifest: &Manifest, tainted: &[Route], items: Option<&[&str]>) -> Vec<String> {
    let (diagnostics, _) = run(manifest, tainted, items);
    let all = diagnostics.as_slice().iter();
    all.map(|one| format!("{} at {}", one.code.name, one.route))
        .collect()
}

/// The same but for what no output uses: fragments define what the outputs around them need not.
fn findings_of_fragment(manifest: &Manifest, wanted: &str) -> Vec<String> {
    let mut all = findings(manifest, &[], None);
    let unused = "unused-definition";
    all.retain(|one| wanted == unused || !one.starts_with(unused));
    all
}

fn sources() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn every_rule_is_registered_once_in_order() {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.code.name).collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted);
    let files: Vec<String> = sources()
        .iter()
        .filter(|file| {
            fs::read_to_string(file)
                .unwrap()
                .contains("pub static CODE")
        })
        .map(|file| {
            file.file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .replace('_', "-")
        })
        .collect();
    let files: BTreeSet<&str> = files.iter().map(String::as_str).collect();
    assert_eq!(files, names.iter().copied().collect::<BTreeSet<_>>());
    for name in names {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/check")
            .join(format!("{}.rs", name.replace('-', "_")));
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains(&format!("name: \"{name}\"")), "{name}");
        assert_eq!(check::code(name).map(|code| code.name), Some(name));
    }
}

#[test]
fn explanations_keep_their_word() {
    for rule in RULES {
        let code = rule.code;
        let text = code.explanation;
        let example = |title: &str| {
            let (_, after) = text
                .split_once(&format!("\n{title}:\n\n```toml\n"))
                .unwrap_or_else(|| panic!("`{}` shows nothing {title}", code.name));
            after.split_once("```").unwrap().0
        };
        assert!(text.contains("\nSource: "), "{}", code.name);
        assert!(!code.summary.ends_with('.'), "{}", code.name);
        let wrong = findings_of_fragment(&manifest(example("Wrong")), code.name);
        assert!(
            !wrong.is_empty(),
            "`{}`: its wrong example is fine",
            code.name
        );
        let prefix = format!("{} at ", code.name);
        assert!(
            wrong.iter().all(|finding| finding.starts_with(&prefix)),
            "`{}`: {wrong:?}",
            code.name
        );
        let right = findings_of_fragment(&manifest(example("Right")), code.name);
        assert!(right.is_empty(), "`{}`: {right:?}", code.name);
    }
}

#[test]
fn every_code_has_its_one_mistake_in_both_syntaxes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui/check");
    for rule in RULES {
        let name = rule.code.name;
        let toml = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
        let yaml = fs::read_to_string(folder.join(format!("{name}.yaml"))).unwrap();
        let toml: Manifest = toml::from_str(&toml).unwrap();
        let yaml: Manifest = serde_yaml::from_str(&yaml).unwrap();
        assert_eq!(toml, yaml, "{name}");
        let found = findings(&toml, &[], None);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].starts_with(&format!("{name} at ")), "{found:?}");
    }
}

/// Fragments, and the findings in them.
const CASES: &[(&str, &[&str])] = &[
    // Sources
    ("inputs.film = {}", &["input-source at inputs.film"]),
    (
        "inputs.film = { path = 'a.mov', glob = '*.mov' }",
        &["input-source at inputs.film.glob"],
    ),
    (
        "inputs.a = { glob = 'a/*' }\ninputs.b = { glob = 'b/*' }",
        &["several-globs at inputs.b.glob"],
    ),
    ("inputs.env = { path = 'a.mov' }", &["reserved-name at inputs.env"]),
    (
        "inputs.film = { path = 'a.mov', start = 5, end = 5 }",
        &["trim-range at inputs.film.end"],
    ),
    (
        "inputs.film = { path = 'a.mov', end = 0 }",
        &["trim-range at inputs.film.end"],
    ),
    ("inputs.film = { path = 'a.mov', start = 5, end = 6 }", &[]),
    (
        "inputs.b = { path = 'b.mka', audio = [{ track = 0, default = true }] }
         inputs.c = { path = 'c.mka', audio = [{ track = 0, default = true }] }",
        &["default-tracks at inputs.c.audio[0].default"],
    ),
    (
        "inputs.b = { path = 'b.mka', audio = [{ track = 0, default = true }] }
         inputs.c = { path = 'c.mka', audio = [{ track = 0, default = true }] }
         outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], inputs = ['film', 'b'] }",
        &[],
    ),
    // References
    (
        "outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], inputs = ['flim'] }",
        &["unknown-reference at outputs.web.inputs[0]"],
    ),
    (
        "outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], encryption = 'aes' }",
        &["unknown-reference at outputs.web.encryption"],
    ),
    (
        "outputs.web = { type = 'dash', dir = 'o', ladders = ['hd'], adaptation_sets = [{ id = 0, ladder = 'hq' }, { id = 1 }] }",
        &["unknown-reference at outputs.web.adaptation_sets[0].ladder"],
    ),
    (
        "ladders.other = { type = 'video', auto = true }
         outputs.web = { type = 'dash', dir = 'o', ladders = ['hd'], adaptation_sets = [{ id = 0, ladder = 'other' }, { id = 1 }] }",
        &["unknown-reference at outputs.web.adaptation_sets[0].ladder"],
    ),
    (
        "outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], inputs = ['film', 'film'] }",
        &["repeated-reference at outputs.web.inputs[1]"],
    ),
    // Ladders
    (
        "ladders.hd = { type = 'video', max_height = 1080 }",
        &["rungs-missing at ladders.hd"],
    ),
    (
        "ladders.hd = { type = 'video', max_height = 720, rungs = [{ crf = 23 }] }",
        &["auto-limits at ladders.hd.max_height"],
    ),
    ("ladders.hd = { type = 'video', auto = true, max_height = 720 }", &[]),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 720 }] }",
        &["rung-rate at ladders.hd.rungs[0]"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 720, bit_rate = 5000 }] }",
        &["bit-rate-size at ladders.hd.rungs[0].bit_rate"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ width = 1280, bit_rate = '100M' }] }",
        &["bit-rate-size at ladders.hd.rungs[0].bit_rate"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 720, bit_rate = '3M' }, { height = 720, bit_rate = '2800k' }] }",
        &["ladder-step at ladders.hd.rungs[1].bit_rate"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 480, bit_rate = '3M' }, { height = 720, bit_rate = '2M' }] }",
        &["bit-rate-order at ladders.hd.rungs[1].bit_rate"],
    ),
    (
        // A step of exactly 1.2, sizes given by width, small to large.
        "ladders.hd = { type = 'video', rungs = [{ width = 854, bit_rate = '1M' }, { width = 1280, bit_rate = '1200k' }] }",
        &[],
    ),
    (
        // Which is larger depends on the source.
        "ladders.hd = { type = 'video', rungs = [{ height = 720, bit_rate = '3M' }, { width = 1280, bit_rate = '3M' }] }",
        &[],
    ),
    (
        // Without a size, the source's, the largest of all.
        "ladders.hd = { type = 'video', rungs = [{ height = 480, crf = 23 }, { crf = 23 }, { height = 720, crf = 23 }] }",
        &["ladder-order at ladders.hd.rungs[2]"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 720, crf = 23 }, { height = 720, crf = 23 }] }",
        &["duplicate-rung at ladders.hd.rungs[1]"],
    ),
    (
        "ladders.sound = { type = 'audio', rungs = [{}, {}] }",
        &["duplicate-rung at ladders.sound.rungs[1]"],
    ),
    ("ladders.hd = { type = 'video', codec = 'av1', rungs = [{ crf = 60 }] }", &[]),
    (
        "ladders.hd = { type = 'video', codec = 'vp9', encoder = 'libvpx', rungs = [{ crf = 30 }] }",
        &["encoder-codec at ladders.hd.encoder"],
    ),
    (
        "ladders.hd = { type = 'video', codec = 'hevc', encoder = 'hevc_nvenc', rungs = [{ height = 720, bit_rate = '2M' }] }",
        &[],
    ),
    (
        "ladders.sound = { type = 'audio', codec = 'ac3', encoder = 'eac3' }",
        &["encoder-codec at ladders.sound.encoder"],
    ),
    ("ladders.sound = { type = 'audio', encoder = 'libfdk_aac' }", &[]),
    (
        "ladders.sound = { type = 'audio', codec = 'ac3', rungs = [{ bit_rate = '768k' }] }",
        &["audio-bit-rate at ladders.sound.rungs[0].bit_rate"],
    ),
    (
        "ladders.sound = { type = 'audio', codec = 'flac', rungs = [{ bit_rate = '768k' }] }",
        &["audio-bit-rate at ladders.sound.rungs[0].bit_rate"],
    ),
    (
        "ladders.hd = { type = 'video', pixel_format = 'yuv420p10le', rungs = [{ crf = 23 }] }",
        &["wide-pixel-format at ladders.hd.pixel_format"],
    ),
    (
        "ladders.hd = { type = 'video', codec = 'hevc', pixel_format = 'yuv420p10le', rungs = [{ crf = 23 }] }",
        &[],
    ),
    (
        "ladders.hd = { type = 'video', pixel_format = 'yuv422p', rungs = [{ crf = 18 }] }
         outputs.web = { type = 'file', path = 'o.mov', ladders = ['hd'] }",
        &[],
    ),
    // Arguments
    (
        "ladders.hd = { type = 'video', rungs = [{ crf = 23, args = ['-x264-params', 'aq-mode=3', '-b-pyramid'] }] }",
        &[],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ crf = 23, args = ['-refs', '-1', '4'] }] }",
        &["args-shape at ladders.hd.rungs[0].args[2]"],
    ),
    (
        "ladders.hd = { type = 'video', auto = true, args = ['-refs', ''] }",
        &["args-shape at ladders.hd.args[1]"],
    ),
    (
        "ladders.hd = { type = 'video', auto = true, args = ['-b:v:0', '1M'] }",
        &["owned-option at ladders.hd.args[0]"],
    ),
    ("inputs.film = { path = 'a.raw', args = ['-f', 'rawvideo', '-r', '25'] }", &[]),
    (
        "inputs.film = { path = 'a.mov', args = ['-ss', '5'] }",
        &["owned-option at inputs.film.args[0]"],
    ),
    (
        "outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], args = ['-hls_time', '10'] }",
        &["owned-option at outputs.web.args[0]"],
    ),
    // Containers
    (
        "ladders.hd = { type = 'video', codec = 'av1', auto = true }
         outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], segments = 'ts' }",
        &["codec-container at outputs.web.ladders[0]"],
    ),
    (
        "ladders.sound = { type = 'audio', codec = 'opus' }
         outputs.web = { type = 'hls', dir = 'o', ladders = ['hd', 'sound'], segments = 'ts' }",
        &["codec-container at outputs.web.ladders[1]"],
    ),
    (
        "outputs.web = { type = 'file', path = 'o.mka', ladders = ['hd'] }",
        &["codec-container at outputs.web.ladders[0]"],
    ),
    ("outputs.web = { type = 'file', path = 'o.MP4', ladders = ['hd'] }", &[]),
    (
        "outputs.web = { type = 'file', path = 'o', ladders = ['hd'] }",
        &["file-ending at outputs.web.path"],
    ),
    (
        "ladders.uhd = { type = 'video', rungs = [{ crf = 20 }] }
         outputs.web = { type = 'file', path = 'o.mp4', ladders = ['hd', 'uhd'] }",
        &["file-rungs at outputs.web.ladders[1]"],
    ),
    (
        "ladders.hd = { type = 'video', auto = true }
         outputs.web = { type = 'file', path = 'o.mp4', ladders = ['hd'] }",
        &["file-rungs at outputs.web.path"],
    ),
    // Packages
    (
        "outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], segment_duration = 0 }",
        &["segment-duration at outputs.web.segment_duration"],
    ),
    (
        "outputs.web = { type = 'file', path = 'o.mp4', ladders = ['hd'], keyframe_interval = 0 }",
        &["segment-duration at outputs.web.keyframe_interval"],
    ),
    (
        "outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], single_file = true, segment_path = '${rendition}' }",
        &[],
    ),
    (
        "outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], segment_path = '../${rendition}/${number}' }",
        &["segment-path at outputs.web.segment_path"],
    ),
    (
        "outputs.web = { type = 'hls', dir = 'o', ladders = ['hd'], segment_path = '/${rendition}/${number}' }",
        &["segment-path at outputs.web.segment_path"],
    ),
    (
        "outputs.web = { type = 'dash', dir = 'o', ladders = ['hd'], mpd = 'film.xml' }",
        &["playlist-name at outputs.web.mpd"],
    ),
    (
        "inputs.film = { path = 'a.mov', audio = [] }
         ladders.sound = { type = 'audio' }
         outputs.web = { type = 'hls', dir = 'o', ladders = ['hd', 'sound'] }",
        &["ladder-without-input at inputs.film.audio"],
    ),
    // Keys
    (
        "encryption.aes = { type = 'aes-128', key_info_file = 'k.keyinfo' }",
        &[],
    ),
    (
        "encryption.aes = { type = 'aes-128', key_info_file = 'k', key_uri = 'https://e.x/k' }",
        &["key-source at encryption.aes.key_uri"],
    ),
    (
        "encryption.aes = { type = 'aes-128', key_file = 'k', key_env = 'K', key_uri = 'https://e.x/k' }",
        &["key-source at encryption.aes.key_env"],
    ),
    (
        "encryption.aes = { type = 'aes-128' }",
        &["key-source at encryption.aes"],
    ),
    (
        "encryption.aes = { type = 'aes-128', key_info_file = 'out/./film/k' }",
        &["key-in-output at encryption.aes.key_info_file"],
    ),
    // Batches
    (
        "inputs.film = { glob = 'media/[a.mov' }
         outputs.web = { type = 'hls', dir = 'out/${film.stem}', ladders = ['hd'] }",
        &["glob-syntax at inputs.film.glob"],
    ),
    (
        "inputs.film = { glob = '**/*.ts' }
         outputs.web = { type = 'hls', dir = 'out/${film.stem}', ladders = ['hd'], segments = 'ts' }",
        &["glob-feeds-itself at outputs.web.dir"],
    ),
    (
        "inputs.film = { glob = '*.mp4' }
         outputs.web = { type = 'file', path = 'out/${film.stem}.mp4', ladders = ['hd'] }",
        &[],
    ),
    // Adaptation sets
    (
        "inputs.two = { path = 'es.flac', language = 'es', video = false }
         inputs.film = { path = 'media/film.mov', audio = [{ track = 0, language = 'en' }, { track = 1, language = 'fr' }] }
         ladders.sound = { type = 'audio' }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'],
           adaptation_sets = [{ id = 0, streams = 'video' }, { id = 1, language = 'en' }, { id = 2, language = 'fr' }] }",
        &["adaptation-set-gap at outputs.web.adaptation_sets"],
    ),
    (
        "inputs.two = { path = 'es.flac', language = 'es', video = false }
         inputs.film = { path = 'media/film.mov', audio = [{ track = 0, language = 'en' }, { track = 1, language = 'fr' }] }
         ladders.sound = { type = 'audio' }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'],
           adaptation_sets = [{ id = 0, streams = 'video' }, { id = 1, language = 'en' }, { id = 2, language = 'fr' }, { id = 3 }] }",
        &[],
    ),
    (
        "ladders.sound = { type = 'audio' }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'],
           adaptation_sets = [{ id = 0, streams = 'video' }, { id = 1, language = 'en' }] }",
        &[],
    ),
    (
        "ladders.sound = { type = 'audio' }
         inputs.film = { path = 'media/film.mov', language = 'en' }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'], adaptation_sets = [{ id = 0 }] }",
        &["adaptation-set-mix at outputs.web.adaptation_sets[0]"],
    ),
    (
        // Whether the film has sound, only the film tells.
        "ladders.sound = { type = 'audio' }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'], adaptation_sets = [{ id = 0 }] }",
        &[],
    ),
    (
        "ladders.other = { type = 'video', codec = 'av1', rungs = [{ height = 720, bit_rate = '1500k' }] }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'other'], adaptation_sets = [{ id = 0 }, { id = 1, ladder = 'other' }] }",
        &["adaptation-set-mix at outputs.web.adaptation_sets[0]"],
    ),
    (
        "ladders.other = { type = 'video', codec = 'av1', rungs = [{ height = 720, bit_rate = '1500k' }] }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'other'], adaptation_sets = [{ id = 1, ladder = 'other' }, { id = 0 }] }",
        &[],
    ),
    (
        // One codec, one picture: two ladders stand together.
        "ladders.other = { type = 'video', rungs = [{ height = 480, bit_rate = '1200k' }] }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'other'], adaptation_sets = [{ id = 0 }] }",
        &[],
    ),
    (
        "ladders.sound = { type = 'audio' }
         inputs.film = { path = 'media/film.mov', language = 'en', audio = [{ track = 0 }, { track = 1, role = 'commentary' }] }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'],
           adaptation_sets = [{ id = 0, streams = 'video' }, { id = 1, language = 'en' }] }",
        &["adaptation-set-mix at outputs.web.adaptation_sets[1]"],
    ),
    (
        "ladders.sound = { type = 'audio' }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'],
           adaptation_sets = [{ id = 0, streams = 'video', language = 'en' }, { id = 1, streams = 'audio' }] }",
        &["adaptation-set-gap at outputs.web.adaptation_sets[0].language"],
    ),
    (
        "ladders.sound = { type = 'audio' }
         inputs.film = { path = 'media/film.mov', language = 'pt-br' }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'],
           adaptation_sets = [{ id = 0, streams = 'video' }, { id = 1, language = 'pt-BR' }] }",
        &[],
    ),
    (
        "ladders.sound = { type = 'audio' }
         inputs.film = { path = 'media/film.mov', language = 'en' }
         outputs.web = { type = 'dash', dir = 'out/film', ladders = ['hd', 'sound'],
           adaptation_sets = [{ id = 0, streams = 'video' }, { id = 1, language = 'eng' }] }",
        &["language-tag at outputs.web.adaptation_sets[1].language"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 1080, bit_rate = '50M', max_bit_rate = '7M' }, { height = 720, bit_rate = '2800k' }] }",
        &["bit-rate-size at ladders.hd.rungs[0].bit_rate"],
    ),
    // Sources without an end
    ("inputs.film = { lavfi = 'testsrc2=rate=25' }", &["endless-source at inputs.film.lavfi"]),
    ("inputs.film = { lavfi = ' smptehdbars , fps=50' }", &["endless-source at inputs.film.lavfi"]),
    ("inputs.film = { lavfi = \"color=c='a,d=3'\" }", &["endless-source at inputs.film.lavfi"]),
    ("inputs.film = { lavfi = 'testsrc2', end = '3s' }", &[]),
    ("inputs.film = { lavfi = 'testsrc2=d=3' }", &[]),
    ("inputs.film = { lavfi = 'testsrc2,trim=duration=3' }", &[]),
    ("inputs.film = { lavfi = 'color=black[a];movie=x.mov[b];[a][b]overlay=shortest=1' }", &[]),
    ("inputs.film = { lavfi = 'color=red:320x180:25:3' }", &[]),
    (
        "inputs.film = { lavfi = 'testsrc2=d=3[out0];anoisesrc=seed=7[out1]' }
         ladders.sound = { type = 'audio' }
         outputs.web = { type = 'hls', dir = 'out/film', ladders = ['hd', 'sound'] }",
        &["endless-source at inputs.film.lavfi"],
    ),
    (
        // As long as the film.
        "inputs.quiet = { lavfi = 'anullsrc', video = false }
         ladders.sound = { type = 'audio' }
         outputs.web = { type = 'hls', dir = 'out/film', ladders = ['hd', 'sound'] }",
        &[],
    ),
    (
        "inputs.quiet = { lavfi = 'anullsrc' }
         ladders.sound = { type = 'audio' }
         outputs.two = { type = 'file', path = 'out/quiet.m4a', inputs = ['quiet'], ladders = ['sound'] }",
        &["endless-source at inputs.quiet.lavfi"],
    ),
    (
        "ladders.sound = { type = 'audio', rungs = [{ bit_rate = '96k' }, { bit_rate = '96k', channels = 2 }] }",
        &["duplicate-rung at ladders.sound.rungs[1]"],
    ),
    (
        "ladders.sound = { type = 'audio', rungs = [{ bit_rate = '96k' }, { bit_rate = '96k', channels = 1 }] }",
        &[],
    ),
    // Filters
    ("ladders.hd = { type = 'video', filters = ['afade=d=1'], rungs = [{ height = 720, bit_rate = '2M' }] }", &["filter-kind at ladders.hd.filters[0]"]),
    ("ladders.hd = { type = 'video', filters = ['hqdn3d,loudnorm'], rungs = [{ height = 720, bit_rate = '2M' }] }", &["filter-kind at ladders.hd.filters[0]"]),
    ("ladders.hd = { type = 'video', filters = ['[in]split[a][b];[b]volume[c]'], rungs = [{ height = 720, bit_rate = '2M' }] }", &[]),
    ("ladders.hd = { type = 'video', filters = ['drawtext=text=volume\\,loudnorm', 'drawtext=text=\"a,volume\"'], rungs = [{ height = 720, bit_rate = '2M' }] }", &["filter-kind at ladders.hd.filters[1]"]),
    ("ladders.sound = { type = 'audio', filters = ['eq=gamma=1.1'] }", &["filter-kind at ladders.sound.filters[0]"]),
    ("ladders.sound = { type = 'audio', filters = ['loudnorm@x=I=-23', 'aresample=48000'] }", &[]),
    ("ladders.sound = { type = 'audio', filters = ['loudnrom'] }", &["unknown-filter at ladders.sound.filters[0]"]),
    ("ladders.sound = { type = 'audio', filters = ['myfilter=3'] }", &[]),
    ("ladders.sound = { type = 'audio', filters = ['atempo=1.04'] }", &["owned-filter at ladders.sound.filters[0]"]),
    ("ladders.hd = { type = 'video', filters = ['scale=-2:480'], rungs = [{ height = 720, bit_rate = '2M' }] }", &["owned-filter at ladders.hd.filters[0]"]),
    ("ladders.hd = { type = 'video', filters = ['scale=in_range=full:out_range=tv', 'crop=1280:536'], rungs = [{ height = 720, bit_rate = '2M' }] }", &[]),
    // The same twice
    (
        "inputs.two = { path = './media/film.mov' }
         ladders.sound = { type = 'audio' }
         outputs.web = { type = 'hls', dir = 'out/film', ladders = ['hd', 'sound'] }",
        &["duplicate-input at inputs.two.path"],
    ),
    (
        "inputs.two = { path = 'media/film.mov', video = false, audio = [{ track = 1 }] }
         ladders.sound = { type = 'audio' }
         outputs.web = { type = 'hls', dir = 'out/film', ladders = ['hd', 'sound'] }",
        &[],
    ),
    (
        "inputs.two = { path = 'media/film.mov' }
         ladders.sound = { type = 'audio' }
         outputs.web = { type = 'hls', dir = 'out/film', inputs = ['film'], ladders = ['hd', 'sound'] }
         outputs.other = { type = 'hls', dir = 'out/other', inputs = ['two'], ladders = ['hd', 'sound'] }",
        &[],
    ),
    (
        "ladders.other = { type = 'video', rungs = [{ height = 1080, bit_rate = '5M' }, { height = 720, bit_rate = '2800k' }] }
         outputs.web = { type = 'hls', dir = 'out/film', ladders = ['hd', 'other'] }",
        &["duplicate-rung at ladders.other.rungs[1]"],
    ),
    (
        "ladders.other = { type = 'video', codec = 'hevc', rungs = [{ height = 720, bit_rate = '2800k' }] }
         outputs.web = { type = 'hls', dir = 'out/film', ladders = ['hd', 'other'] }",
        &[],
    ),
    (
        "ladders.other = { type = 'video', rungs = [{ height = 720, bit_rate = '2800k' }] }
         outputs.two = { type = 'hls', dir = 'out/two', ladders = ['other'] }",
        &[],
    ),
    (
        "ladders.one = { type = 'audio' }
         ladders.two = { type = 'audio' }
         outputs.web = { type = 'hls', dir = 'out/film', ladders = ['hd', 'one', 'two'] }",
        &["duplicate-rung at ladders.two"],
    ),
    // A digit too many or too few
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 1080, bit_rate = '50M' }, { height = 720, bit_rate = '2800k' }] }",
        &["bit-rate-size at ladders.hd.rungs[0].bit_rate"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 1080, bit_rate = '5M' }, { height = 720, bit_rate = '28M' }, { height = 480, bit_rate = '1400k' }] }",
        &["bit-rate-size at ladders.hd.rungs[1].bit_rate"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 1080, bit_rate = '600k' }, { height = 720, bit_rate = '2800k' }, { height = 480, bit_rate = '1400k' }] }",
        &["bit-rate-size at ladders.hd.rungs[0].bit_rate"],
    ),
    (
        // A rung to keep, and one to look at.
        "ladders.hd = { type = 'video', rungs = [{ height = 1080, bit_rate = '25M' }, { height = 360, bit_rate = '600k' }] }",
        &[],
    ),
    ("ladders.hd = { type = 'video', rungs = [{ height = 720, crf = 0 }] }", &["lossless-rung at ladders.hd.rungs[0].crf"]),
    ("ladders.hd = { type = 'video', codec = 'hevc', rungs = [{ height = 720, crf = 0 }] }", &[]),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 720, crf = 0 }] }
         outputs.web = { type = 'file', path = 'out/film.mkv', ladders = ['hd'] }",
        &[],
    ),
    (
        "ladders.hd = { type = 'video', args = ['-level:v', '31'], rungs = [{ height = 720, bit_rate = '2800k' }] }",
        &[],
    ),
    (
        "ladders.hd = { type = 'video', args = ['-level', '3'], rungs = [{ height = 480, bit_rate = '1400k' }, { width = 1280, bit_rate = '2800k' }] }",
        &["low-level at ladders.hd.args[1]"],
    ),
    (
        "ladders.hd = { type = 'video', rungs = [{ height = 720, bit_rate = '2800k', args = ['-level', '3'] }] }",
        &["low-level at ladders.hd.rungs[0].args[1]"],
    ),
    ("ladders.hd = { type = 'video', rungs = [{ height = 1280, bit_rate = '2800k' }] }", &["width-as-height at ladders.hd.rungs[0].height"]),
    ("ladders.hd = { type = 'video', rungs = [{ height = 1280, width = 1920, bit_rate = '2800k' }] }", &[]),
    (
        "outputs.web = { type = 'file', path = 'out/film.mp4', ladders = ['hd'], keyframe_interval = '2ms' }",
        &["segment-duration at outputs.web.keyframe_interval"],
    ),
    (
        "encryption.aes = { type = 'aes-128', key_file = 'keys/film.key', key_uri = 'keys/film.key' }
         outputs.web = { type = 'hls', dir = 'out/film', ladders = ['hd'], encryption = 'aes' }",
        &["key-uri-relative at encryption.aes.key_uri"],
    ),
    (
        // A rung's own level goes before the ladder's.
        "ladders.hd = { type = 'video', args = ['-level', '3.0'], rungs = [{ height = 1080, bit_rate = '5M', args = ['-level', '4.0'] }, { height = 480, bit_rate = '1M' }] }",
        &[],
    ),
    ("ladders.hd = { type = 'video', args = ['-level', '3.2'], rungs = [{ height = 1080, width = 1080, bit_rate = '5M' }] }", &[]),
    ("ladders.hd = { type = 'video', filters = ['setpts=PTS-STARTPTS'], rungs = [{ height = 720, bit_rate = '2M' }] }", &[]),
    ("ladders.hd = { type = 'video', pixel_format = 'yuv420p10le', rungs = [{ height = 720, crf = 0 }] }", &["wide-pixel-format at ladders.hd.pixel_format"]),
    ("inputs.film = { lavfi = 'rgbtestsrc=d=-1' }", &["endless-source at inputs.film.lavfi"]),
    ("inputs.film = { lavfi = 'testsrc2=320x180:25:3' }", &[]),
    (
        "inputs.quiet = { lavfi = 'anullsrc=nb_samples=1024' }
         ladders.sound = { type = 'audio' }
         outputs.two = { type = 'file', path = 'out/quiet.m4a', inputs = ['quiet'], ladders = ['sound'] }",
        &["endless-source at inputs.quiet.lavfi"],
    ),
    (
        "inputs.film = { glob = 'shows/*.S01E?? *.mov' }
         outputs.web = { type = 'hls', dir = 'out/${film.stem}', ladders = ['hd'] }",
        &[],
    ),
    (
        "inputs.film = { glob = 'media/S01 } *.mov' }
         outputs.web = { type = 'hls', dir = 'out/${film.stem}', ladders = ['hd'] }",
        &["glob-syntax at inputs.film.glob"],
    ),
    ("inputs.film = { path = 'https:///film.mp4' }", &["input-address at inputs.film.path"]),
    // Targets
    (
        "outputs.two = { type = 'dash', dir = 'out//x/../film', ladders = ['hd'] }",
        &["output-collision at outputs.two.dir"],
    ),
    (
        "outputs.two = { type = 'file', path = 'out/film/all.mp4', ladders = ['hd'] }",
        &["output-collision at outputs.two.path"],
    ),
    ("outputs.two = { type = 'dash', dir = 'out/film2', ladders = ['hd'] }", &[]),
    (
        "outputs.web = { type = 'file', path = 'media/film.mov', ladders = ['hd'] }",
        &["output-over-input at outputs.web.path"],
    ),
    (
        "outputs.web = { type = 'hls', dir = '.', ladders = ['hd'] }",
        &["output-over-input at outputs.web.dir"],
    ),
    (
        "outputs.web = { type = 'file', path = 'demo.toml', ladders = ['hd'] }",
        &["output-over-input at outputs.web.path", "file-ending at outputs.web.path"],
    ),
    ("outputs.web = { type = 'hls', dir = '/', ladders = ['hd'] }", &["output-over-input at outputs.web.dir"]),
    (
        "outputs.web = { type = 'hls', dir = 'a/../../b', ladders = ['hd'] }",
        &["outside-root at outputs.web.dir"],
    ),
    ("inputs.film = { path = '../media/film.mov' }", &[]),
];

#[test]
fn one_mistake_is_one_finding() {
    for (fragment, expected) in CASES {
        let found: BTreeSet<String> = findings_of_fragment(&manifest(fragment), "")
            .into_iter()
            .collect();
        let expected: BTreeSet<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{fragment}");
    }
}

#[test]
fn a_finding_says_where_and_what_instead() {
    let fragments = CASES.iter().map(|(fragment, _)| *fragment);
    for fragment in fragments {
        let (diagnostics, _) = run(&manifest(fragment), &[], None);
        for one in diagnostics.as_slice() {
            let message = &one.message;
            assert!(!one.labels.is_empty(), "{message}");
            assert!(one.help.is_some(), "{message}");
            assert!(
                one.labels.iter().all(|label| !label.text.is_empty()),
                "{message}"
            );
            assert!(!message.ends_with('.'), "{message}");
            let first = message.chars().next().unwrap();
            let is_name = message
                .split(' ')
                .next()
                .unwrap()
                .chars()
                .all(|c| !c.is_lowercase());
            assert!(
                !first.is_uppercase() || is_name || message.starts_with("Apple"),
                "{message}"
            );
        }
    }
}

#[test]
fn what_rests_on_a_stand_in_is_not_told() {
    for (fragment, tainted) in [
        ("ladders.hd = { type = 'video' }", "ladders.hd.rungs"),
        (
            "ladders.hd = { type = 'video', rungs = [{}] }",
            "ladders.hd.rungs[0].crf",
        ),
        ("ladders.hd = { type = 'video', rungs = [{}] }", "ladders"),
        ("inputs.film = {}", "inputs.film.path"),
        (
            "ladders.hd = { type = 'video', codec = 'h264', rungs = [{ crf = 60 }] }",
            "ladders.hd.codec",
        ),
        (
            "outputs.two = { type = 'dash', dir = 'out/film', ladders = ['hd'] }",
            "outputs.web.dir",
        ),
        (
            // Through two variables.
            "vars = { a = 'out', b = '${vars.a}/film' }
             outputs.two = { type = 'dash', dir = '${vars.b}', ladders = ['hd'] }",
            "vars.a",
        ),
        (
            "outputs.web = { type = 'hls', dir = '${vars.x}', ladders = ['hd'] }",
            "vars",
        ),
    ] {
        let manifest = manifest(fragment);
        let route = Route::parse(tainted).unwrap();
        assert_eq!(
            findings(&manifest, std::slice::from_ref(&route), None),
            [""; 0],
            "{fragment}"
        );
        let (_, jobs) = run(&manifest, &[route], None);
        assert_eq!(jobs, None, "a stand-in is no job: {fragment}");
    }
    // Without the stand-in, each is told.
    let two = manifest("ladders.hd = { type = 'video' }");
    assert_eq!(findings(&two, &[], None), ["rungs-missing at ladders.hd"]);
}

#[test]
fn a_batch_is_one_job_for_each_item() {
    let batch = manifest(
        "inputs.film = { glob = 'media/**/*.mov' }
         outputs.web = { type = 'hls', dir = 'out/${film.folder}/${film.stem}', ladders = ['hd'] }",
    );
    let (_, jobs) = run(&batch, &[], Some(&["media/a/one.mov", "media/two.mov"]));
    let jobs = jobs.unwrap();
    let made: Vec<(&str, String, String)> = jobs
        .iter()
        .map(|job| {
            let rendit::manifest::Output::Hls(hls) = &job.manifest.outputs["web"] else {
                panic!("not the output that was written");
            };
            let input = &job.manifest.inputs["film"];
            assert_eq!((input.glob.as_ref(), job.root.as_str()), (None, "jobs"));
            let path = input.path.as_ref().unwrap().as_str().to_string();
            (job.name.as_str(), path, hls.dir.as_str().to_string())
        })
        .collect();
    let expected = [
        ("demo.toml: media/a/one.mov", "media/a/one.mov", "out/a/one"),
        ("demo.toml: media/two.mov", "media/two.mov", "out/./two"),
    ]
    .map(|(name, path, dir)| (name, path.to_string(), dir.to_string()));
    assert_eq!(made, expected);
    for (items, count) in [(None, 0), (Some(&[][..]), 0)] {
        assert_eq!(
            run(&batch, &[], items).1.map(|jobs| jobs.len()),
            Some(count)
        );
    }
    // Without a glob there is one.
    assert_eq!(
        run(&manifest(""), &[], None).1.map(|jobs| jobs.len()),
        Some(1)
    );
}

#[test]
fn items_of_a_batch_do_not_replace_each_other() {
    let forgetful = manifest(
        "inputs.film = { glob = 'media/**/*.mov' }
         outputs.web = { type = 'hls', dir = 'out/${film.stem}', ladders = ['hd'] }",
    );
    let items = [
        "media/a/one.mov",
        "media/b/one.mov",
        "media/c/one.mov",
        "media/two.mov",
    ];
    let (diagnostics, jobs) = run(&forgetful, &[], Some(&items));
    assert_eq!(jobs, None);
    let [one] = diagnostics.as_slice() else {
        panic!("{diagnostics:?}");
    };
    assert_eq!(
        one.message,
        "`media/a/one.mov` and `media/b/one.mov` would replace each other"
    );
    assert_eq!(one.notes.len(), 1, "the third item is counted");
    assert!(
        one.help
            .as_ref()
            .unwrap()
            .contains("${film.folder}/${film.stem}")
    );
    // Case alone.
    let (diagnostics, jobs) = run(&forgetful, &[], Some(&["media/One.mov", "media/one.mov"]));
    assert_eq!(diagnostics.as_slice()[0].code.name, "output-case");
    assert!(jobs.is_some(), "a warning stops nothing");
    // One item's output is another item's input.
    let circular = manifest(
        "inputs.film = { glob = 'media/*.mov' }
         outputs.web = { type = 'file', path = 'media/${film.stem}.mov', ladders = ['hd'] }",
    );
    assert_eq!(
        findings(&circular, &[], Some(&["media/a.mov", "media/b.mov"])),
        ["output-over-input at outputs.web.path"]
    );
}

#[test]
fn manifests_do_not_replace_each_others_outputs() {
    let environment = BTreeMap::new();
    let job = |path: &str, dir: &str| {
        let output = format!("outputs.web = {{ type = 'hls', dir = '{dir}', ladders = ['hd'] }}");
        let surroundings = Surroundings {
            manifest_path: Utf8Path::new(path),
            environment: &environment,
            items: None,
        };
        let manifest = manifest(&output);
        let sound = Routes::default();
        check(&mut Diagnostics::new(), &manifest, &sound, &surroundings).unwrap()
    };
    for (one, other, expected) in [
        (("a.toml", "out/film"), ("b.toml", "out/film"), 1),
        (("a.toml", "jobs/out"), ("jobs/b.toml", "out/film"), 1),
        (("x/a.toml", "out"), ("y/b.toml", "out"), 0),
        (("a.toml", "/srv/film"), ("y/b.toml", "/srv/film/x"), 1),
    ] {
        let marked = |(path, dir)| {
            let mut targets = targets(&job(path, dir));
            for target in &mut targets {
                target.place = At::Key(Route::root().key(path));
            }
            targets
        };
        let mut all = marked(one);
        all.extend(marked(other));
        let mut diagnostics = Diagnostics::new();
        collisions_across(&mut diagnostics, &all);
        let found = diagnostics.as_slice();
        assert_eq!(found.len(), expected, "{one:?} {other:?}");
        for finding in found {
            assert!(finding.message.contains("a.toml") && finding.message.contains("b.toml"));
            let places: Vec<_> = finding.labels.iter().map(|label| &label.at).collect();
            let place = |path| At::Key(Route::root().key(path));
            assert!(places.contains(&&place(one.0)) && places.contains(&&place(other.0)));
        }
    }
}
