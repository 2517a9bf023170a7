//! What people see: findings of broken manifests, and plans.

use std::collections::BTreeSet;

use camino::Utf8Path;
use rendit::cli::load::{self, Look};
use rendit::document;
use rendit::report::findings::{Style, closing, human};
use rendit::schema;

use crate::golden;
use crate::program::{manifests, repository, said};

/// Findings of one manifest, as `check` shows them, and their codes.
fn check(path: &str) -> (String, Vec<&'static str>) {
    let findings = match load::load(Utf8Path::new(path), &[], Look::AtText) {
        Ok(loaded) => loaded.found.into_sorted(&loaded.document.files),
        Err(findings) => findings,
    };
    let text = human(&findings, Style::default()) + &closing(&findings, 1);
    (
        text,
        findings.iter().map(|finding| finding.code.name).collect(),
    )
}

/// `NAME.toml` is a manifest in which the diagnostic `NAME` is found. The tests run in the
/// repository, so that findings show short names.
#[test]
fn broken_manifests_are_explained() {
    let mut found = Vec::new();
    for name in manifests("tests/ui/check") {
        let path = format!("tests/ui/check/{name}");
        let (text, codes) = check(&path);
        golden::hold(&format!("{path}.stderr"), &text);
        let code = name.split('.').next().unwrap();
        if !codes.contains(&code) {
            found.push(format!("{name}: finds {codes:?}"));
        }
    }
    assert!(
        found.is_empty(),
        "a fixture shows the diagnostic it is named after: {found:#?}"
    );
}

/// Both fixtures of a diagnostic tell the same.
#[test]
fn toml_and_yaml_find_the_same() {
    for name in manifests("tests/ui/check") {
        let Some(stem) = name.strip_suffix(".toml") else {
            continue;
        };
        let yaml = format!("{stem}.yaml");
        if !repository().join("tests/ui/check").join(&yaml).exists() {
            continue;
        }
        let sorted = |name: &str| {
            let mut codes = check(&format!("tests/ui/check/{name}")).1;
            codes.sort_unstable();
            codes
        };
        assert_eq!(sorted(&name), sorted(&yaml), "{stem}");
    }
}

/// Diagnostics of manifests that one language alone can have, or that no text alone raises.
const TOML_ONLY: &[&str] = &["syntax-toml", "bad-number"];
const YAML_ONLY: &[&str] = &[
    "syntax-yaml",
    "alias-budget",
    "yaml-alias",
    "yaml-documents",
    "yaml-key",
    "yaml-merge",
    "yaml-slip",
    "yaml-tag",
];
/// Raised by the name of a file, by `--set`, or by bytes that are no text: tests/it/cli.rs and
/// tests/it/document.rs hold them.
const ELSEWHERE: &[&str] = &[
    "bad-override",
    "manifest-too-large",
    "not-text",
    "unknown-file-type",
];

#[test]
fn every_diagnostic_of_manifests_has_its_fixtures() {
    let rules = rendit::check::RULES.iter().map(|rule| rule.code);
    let codes = document::CODES.iter().chain(schema::CODES).copied();
    let fixtures: BTreeSet<String> = manifests("tests/ui/check").into_iter().collect();
    let mut missing = Vec::new();
    for code in rules.chain(codes).map(|code| code.name) {
        if ELSEWHERE.contains(&code) {
            continue;
        }
        if code == "syntax-json" {
            assert!(fixtures.contains("syntax-json.json"));
            continue;
        }
        for (ending, elsewhere) in [("toml", YAML_ONLY), ("yaml", TOML_ONLY)] {
            let name = format!("{code}.{ending}");
            if !elsewhere.contains(&code) && !fixtures.contains(&name) {
                missing.push(name);
            }
        }
    }
    assert!(
        missing.is_empty(),
        "missing in tests/ui/check: {missing:#?}"
    );
}

/// `NAME.toml` and the facts of its sources give a plan, or findings: no media, no ffmpeg.
#[test]
fn plans_are_as_committed() {
    let folder = repository().join("tests/ui/plan");
    for name in manifests("tests/ui/plan") {
        let stem = name.split('.').next().unwrap();
        let facts = format!("{stem}.facts.json");
        let said = said(
            &folder,
            &[
                "plan",
                "--verbose",
                "--facts",
                &facts,
                &name,
                "--ffmpeg",
                "/nowhere",
            ],
        );
        let text = format!("{}{}exit {}\n", said.err, said.out, said.code.unwrap());
        golden::hold(&format!("tests/ui/plan/{stem}.plan"), &text);
    }
}
