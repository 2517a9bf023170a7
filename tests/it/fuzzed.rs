//! The texts that the fuzzer has collected still keep the laws that it looks for breaches of.

#[path = "../../fuzz/laws.rs"]
mod laws;

use std::fs;

use crate::program::repository;

fn replay(target: &str, law: fn(&[u8])) {
    let folder = repository().join("fuzz/corpus").join(target);
    let mut count = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let data = fs::read(&path).unwrap();
        let kept = std::panic::catch_unwind(|| law(&data));
        assert!(kept.is_ok(), "{} breaks a law", path.display());
        count += 1;
    }
    assert!(count > 20, "{} holds {count} texts", folder.display());
}

#[test]
fn readers() {
    replay("readers", laws::readers);
}

#[test]
fn templates() {
    replay("templates", laws::templates);
}

#[test]
fn the_explainer() {
    replay("explainer", laws::explainer);
}

#[test]
fn the_fix_engine() {
    replay("fix", laws::fix);
}

#[test]
fn the_editor() {
    replay("editor", laws::editor);
}
