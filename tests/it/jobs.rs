//! The manifests in jobs/: checked, planned, run for real, verified.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{self, manifests, repository, said};

/// A copy of jobs/ with the clips that its manifests read.
fn copy(name: &str) -> PathBuf {
    let folder = program::folder(name);
    for folder in [folder.clone(), folder.join("keys")] {
        std::fs::create_dir_all(folder).unwrap();
    }
    let jobs = repository().join("jobs");
    for below in [".", "keys"] {
        for entry in std::fs::read_dir(jobs.join(below)).unwrap() {
            let path = entry.unwrap().path();
            let ours = path.extension().is_some_and(|ending| ending != "key");
            if path.is_file() && ours {
                let to = folder.join(below).join(path.file_name().unwrap());
                std::fs::copy(&path, to).unwrap();
            }
        }
    }
    program::make_media(&folder);
    folder
}

fn with<'a>(verb: &[&'a str], names: &'a [String]) -> Vec<&'a str> {
    let mut args = verb.to_vec();
    args.extend(names.iter().map(String::as_str));
    args
}

/// What may lie in a published folder: no key, no log, nothing unfinished.
fn is_public(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let known = ["m3u8", "mpd", "m4s", "mp4", "ts", "mov", "webm"];
    ending.is_some_and(|ending| known.contains(&ending))
}

fn published(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            published(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_job_does_what_it_says() {
    let folder = copy("jobs");
    let names = manifests("jobs");

    let checked = said(&folder, &with(&["check", "--format", "json"], &names));
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    let findings: Value = serde_json::from_str(&checked.out).unwrap();
    assert_eq!(
        findings["findings"],
        serde_json::json!([]),
        "{}",
        checked.out
    );

    let planned = said(&folder, &with(&["plan", "--format", "json"], &names));
    assert_eq!(planned.code, Some(0), "{}", planned.err);
    let plans: Vec<rendit::plan::Plan> = serde_json::from_str(&planned.out).unwrap();
    assert!(plans.len() > names.len(), "the batch is several jobs");
    assert!(!folder.join("out").exists(), "planning touches nothing");
    assert!(!folder.join(".rendit").exists(), "planning touches nothing");

    let args = ["run", "--jobs", "2", "--progress", "json"];
    let run = said(&folder, &with(&args, &names));
    assert_eq!(run.code, Some(0), "{}\n{}", run.err, run.out);
    let events: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for plan in &plans {
        let of = |kind: &str| {
            let ours = |event: &&Value| event["event"] == kind && event["job"] == plan.job.as_str();
            events.iter().filter(ours).collect::<Vec<_>>()
        };
        assert_eq!(of("job-started").len(), 1, "{}", plan.job);
        assert_eq!(of("published").len(), plan.outputs.len(), "{}", plan.job);
        assert_eq!(of("step-finished").len(), plan.steps.len(), "{}", plan.job);
        assert_eq!(of("job-finished")[0]["outcome"], "done", "{}", plan.job);
    }

    let verified = said(&folder, &with(&["verify"], &names));
    assert_eq!(verified.code, Some(0), "{}", verified.err);
    let outputs: usize = plans.iter().map(|plan| plan.outputs.len()).sum();
    assert_eq!(verified.out.lines().count(), outputs, "{}", verified.out);

    let mut files = Vec::new();
    published(&folder.join("out"), &mut files);
    let strange: Vec<_> = files.iter().filter(|path| !is_public(path)).collect();
    assert!(strange.is_empty(), "{strange:?}");
    let work = std::fs::read_dir(folder.join(".rendit/work"))
        .unwrap()
        .count();
    assert_eq!(work, 0, "what lies between is gone after a run");
}
