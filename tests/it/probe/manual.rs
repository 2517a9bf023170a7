//! What raw options ffmpeg takes is read alike, whatever version says it, and asked of the ffmpeg at
//! hand.

use std::collections::BTreeSet;

use rendit::facts::{Options, Question, Taker, Tools};
use rendit::probe::manual::{answer, sections};
use rendit::probe::{options, tools};

use super::{ffmpeg, ffprobe, folder, recorded};

fn question(takers: &[Taker], names: &[&str]) -> Question {
    Question {
        takers: takers.iter().cloned().collect(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    }
}

#[test]
fn the_manual_of_three_versions() {
    let encoder = Taker::Encoder("libx264".into());
    let muxer = Taker::Muxer("mp4".into());
    let takers = [Taker::Reader, encoder.clone(), muxer.clone()];
    let names = [
        "flags",
        "aq-mode",
        "x265-params",
        "refs",
        "movflags",
        "crff",
    ];
    for version in ["5.1", "8.1", "9.0"] {
        let full = recorded(&format!("ffmpeg-{version}/full.txt"));
        let own = |title: &str| -> Option<Vec<_>> {
            let all = sections(&full);
            Some(
                all.into_iter()
                    .filter(|one| one.title.contains(title))
                    .collect(),
            )
        };
        let known = [
            (encoder.clone(), own("libx264")),
            (muxer.clone(), own("mp4")),
        ];
        let asked = answer(&full, &known, &question(&takers, &names));
        let has = |group: &str, name: &str| asked.names[group].contains(name);
        for name in ["metadata", "bsf", "copyts", "tag", "map"] {
            assert!(has("ffmpeg", name), "{version} {name}");
        }
        assert!(has("encoder libx264", "aq-mode") && has("encoder libx264", "psy-rd"));
        assert!(!has("encoder libx264", "variance") && !has("encoder libx264", "refs"));
        assert!(
            has("encoding", "refs") && has("encoding", "dither_method"),
            "{version}"
        );
        assert!(
            !has("encoding", "skip_frame") && has("reading", "skip_frame"),
            "{version}"
        );
        assert!(
            has("reading", "reconnect") && !has("reading", "movflags"),
            "{version}"
        );
        assert!(
            has("muxer mp4", "movflags") && has("writing", "fflags"),
            "{version}"
        );

        let values = |group: &str, name: &str| &asked.values[group][name];
        assert_eq!(values("encoding", "flags").kind, "flags");
        assert!(
            values("encoding", "flags").words.contains("cgop"),
            "{version}"
        );
        assert!(
            values("encoder libx264", "aq-mode")
                .words
                .contains("variance")
        );
        assert_eq!(
            values("encoder libx264", "aq-mode").range,
            Some((-1.0, f64::MAX))
        );
        assert_eq!(values("encoding", "refs").range, None, "{version}");
        assert!(values("muxer mp4", "movflags").words.contains("faststart"));

        let others: BTreeSet<&str> = asked.elsewhere.keys().map(String::as_str).collect();
        assert!(
            others.contains("x265-params") && !others.contains("crff"),
            "{version}"
        );
        let text = serde_json::to_string(&asked).unwrap();
        assert_eq!(serde_json::from_str::<Options>(&text).unwrap(), asked);
    }
}

#[test]
fn the_options_at_hand() {
    let memory = folder("options-memory");
    let known: Tools = tools(&ffmpeg(), &ffprobe(), None).unwrap();
    let takers = [
        Taker::Encoder("libx264".into()),
        Taker::Encoder("no-such-encoder".into()),
        Taker::Muxer("mp4".into()),
    ];
    let wanted = question(&takers, &["crf", "movflags"]);
    let asked = options(&known, &wanted, Some(&memory)).unwrap();
    assert!(asked.names["encoder libx264"].contains("crf"));
    assert!(asked.names["muxer mp4"].contains("movflags"));
    assert!(!asked.names.contains_key("encoder no-such-encoder"));
    assert!(!asked.names.contains_key("reading"), "nobody reads");
    assert_eq!(options(&known, &wanted, Some(&memory)).unwrap(), asked);
}
