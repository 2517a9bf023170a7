//! Findings for machines: SARIF against its schema, the problem matcher, the example workflow, and
//! every verb in every form.

use std::fs;
use std::process::{Command, Output};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::{Value, json};

const WRONG: &str = "\
version = 1
[inputs.film]
path = \"film, 50%: ü.mov\"
[ladders.hd]
type = \"video\"
rungs = [{ height = 480, bit_rate = \"1M\" }, { height = 480, bit_rate = \"1M\" }]
[outputs.web]
type = \"hls\"
dir = \"out/film\"
ladders = [\"hd\", \"hdd\"]
segment_duration = \"40 seconds\"
";

fn root() -> &'static Utf8Path {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(name: &str) -> Utf8PathBuf {
    let folder = Utf8PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("formats")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("jobs, é")).unwrap();
    fs::write(folder.join("jobs, é/a b.toml"), WRONG).unwrap();
    fs::write(folder.join("broken.yaml"), "version: 1\ninputs: {film\n").unwrap();
    folder
}

fn rendit(folder: &Utf8Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rendit"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn json_file(path: &str) -> Value {
    let text = fs::read_to_string(root().join(path)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The schema of the OASIS standard, in the edition that Microsoft's npm packages ship.
fn sarif_schema() -> jsonschema::Validator {
    let text = fs::read_to_string(root().join("tests/fixtures/sarif/sarif-2.1.0-rtm.5.json"));
    // Its own pattern of languages has a bracket too many, which the meta-schema refuses.
    let text = text.unwrap().replace("{2}]?$", "{2}?$");
    let schema = serde_json::from_str(&text).unwrap();
    jsonschema::draft4::new(&schema).unwrap()
}

#[test]
fn sarif_is_valid_against_its_schema() {
    let schema = sarif_schema();
    assert!(!schema.is_valid(&json!({ "version": "2.1.0", "runs": [{}] })));
    let folder = folder("sarif");
    for files in [
        vec!["jobs, é/a b.toml", "broken.yaml", "absent.toml"],
        vec!["absent.toml"],
    ] {
        let output = rendit(
            &folder,
            &[vec!["check", "--format", "sarif"], files].concat(),
        );
        let log: Value = serde_json::from_slice(&output.stdout).unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&log)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let golden = json_file("tests/fixtures/findings/findings.sarif");
    assert!(schema.is_valid(&golden));
}

#[test]
fn every_line_of_the_short_form_is_matched() {
    let matcher = json_file(".github/rendit-problem-matcher.json");
    let pattern = &matcher["problemMatcher"][0]["pattern"][0];
    let fits = jsonschema::draft7::new(&json!({ "pattern": pattern["regexp"] })).unwrap();
    let folder = folder("matcher");
    let output = rendit(
        &folder,
        &[
            "check",
            "--format",
            "short",
            "jobs, é/a b.toml",
            "broken.yaml",
        ],
    );
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.lines().count() >= 4, "{text}");
    for line in text.lines() {
        assert!(fits.is_valid(&line.into()), "{line}");
    }
    assert!(!fits.is_valid(&"no mistakes".into()));
}

#[test]
fn github_annotations_stand_on_the_lines_of_the_findings() {
    let folder = folder("github");
    let output = rendit(
        &folder,
        &["check", "--format", "github", "jobs, é/a b.toml"],
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let places: Vec<&str> = text
        .lines()
        .map(|line| line.split_once(",title=").unwrap().0)
        .collect();
    let file = "file=jobs%2C é/a b.toml";
    assert_eq!(
        places,
        [
            format!("::error {file},line=6,col=45,endLine=6,endColumn=77"),
            format!("::error {file},line=10,col=18,endLine=10,endColumn=22"),
            format!("::error {file},line=11,col=20,endLine=11,endColumn=31"),
        ]
    );
}

#[test]
fn every_verb_speaks_every_form() {
    let folder = folder("verbs");
    let manifest = "jobs, é/a b.toml";
    for verb in [
        vec!["check", manifest],
        vec!["fix", "--diff", manifest],
        vec!["plan", manifest],
        vec!["run", manifest],
        vec!["verify", manifest],
        vec!["show", manifest],
        vec!["probe", "absent.mov"],
        vec!["probe", "--facts", manifest],
        vec!["init", "absent.mov"],
    ] {
        for form in ["short", "json", "github", "sarif"] {
            let output = rendit(&folder, &[verb.clone(), vec!["--format", form]].concat());
            let both = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
            let found = both.iter().any(|text| match form {
                "short" => text.contains(": error[") || text.starts_with("error["),
                "github" => text.starts_with("::error "),
                "json" => parsed(text).is_some_and(|value| {
                    value["version"] == 1 && value["errors"].as_u64() > Some(0)
                }),
                _ => parsed(text)
                    .is_some_and(|value| value["runs"][0]["results"][0]["level"] == "error"),
            });
            assert!(found, "{verb:?} {form}: {both:?}");
        }
    }
}

fn parsed(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

#[test]
fn the_example_workflow_does_what_it_says() {
    let text = fs::read_to_string(root().join(".github/example-workflow.yml")).unwrap();
    let workflow: Value = serde_yaml::from_str(&text).unwrap();
    let steps = workflow["jobs"]["check"]["steps"].as_array().unwrap();
    let lines: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["run"].as_str())
        .filter(|line| line.starts_with("rendit "))
        .collect();
    assert_eq!(lines.len(), 3);
    let binary = Utf8Path::new(env!("CARGO_BIN_EXE_rendit"));
    let folder = folder("workflow");
    std::os::unix::fs::symlink(root().join("jobs"), folder.join("jobs")).unwrap();
    for line in lines {
        let path = format!(
            "{}:{}",
            binary.parent().unwrap(),
            std::env::var("PATH").unwrap()
        );
        let output = Command::new("sh")
            .args(["-ec", line])
            .env("PATH", path)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert!(
        sarif_schema()
            .is_valid(&parsed(&fs::read_to_string(folder.join("rendit.sarif")).unwrap()).unwrap())
    );
}

#[test]
fn the_hooks_run_verbs_that_there_are() {
    let text = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks: Value = serde_yaml::from_str(&text).unwrap();
    let hooks = hooks.as_array().unwrap();
    assert_eq!(hooks.len(), 4);
    for hook in hooks {
        let words: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!(words[0], "rendit");
        let help = rendit(root(), &[&words[1..], &["--help"]].concat());
        assert!(help.status.success(), "{words:?}");
    }
}

#[test]
fn every_verb_has_a_manual_page() {
    let help = rendit(root(), &["--help"]);
    let help = String::from_utf8(help.stdout).unwrap();
    let verbs = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let verbs: Vec<&str> = verbs
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(verbs.len() >= 12, "{verbs:?}");
    for verb in verbs {
        let page = rendit(root(), &["man", verb]);
        let page = String::from_utf8(page.stdout).unwrap();
        assert!(page.contains(&format!(".TH rendit-{verb} 1")), "{page}");
        assert!(page.contains("Examples:"), "{verb}");
    }
    let unknown = rendit(root(), &["man", "chek"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("`check`"));
}
