//! The same events, shown by each reporter.

use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use indicatif::{ProgressDrawTarget, TermLike};
use rendit::event::{Event, JobOutcome};
use rendit::report::bar::Bars;
use rendit::report::json::Json;
use rendit::report::plain::Plain;
use rendit::report::{Reporter, Silent};

/// What happened in a run, and at which second.
fn recorded() -> Vec<(f64, Event)> {
    let job = || "bbb".to_owned();
    let progress = |rendition: &str, percent: Option<f64>, frame| Event::Progress {
        job: job(),
        step: 0,
        rendition: rendition.to_owned(),
        percent,
        frame,
        fps: frame.map(|_| 119.7),
        speed: Some(4.78),
        eta: percent.map(|percent| (100.0 - percent) * 0.8),
    };
    vec![
        (
            0.0,
            Event::JobStarted {
                job: job(),
                steps: 3,
            },
        ),
        (
            0.1,
            Event::StepStarted {
                job: job(),
                step: 0,
                title: "encode h264_720p, aac_en".to_owned(),
                renditions: vec!["h264_720p".to_owned(), "aac_en".to_owned()],
            },
        ),
        (0.6, progress("h264_720p", Some(1.5), Some(15))),
        (0.6, progress("aac_en", None, None)),
        (4.0, progress("h264_720p", Some(26.0), Some(260))),
        (4.5, progress("h264_720p", Some(30.0), Some(300))),
        (5.7, progress("aac_en", None, None)),
        (6.0, progress("aac_en", None, None)),
        (
            7.0,
            Event::Line {
                job: job(),
                step: 0,
                text: "h264: error while decoding MB 1 2\u{1b}[2J".to_owned(),
            },
        ),
        (9.1, progress("h264_720p", Some(60.0), Some(600))),
        (14.2, progress("h264_720p", Some(74.9), Some(749))),
        (15.0, progress("h264_720p", Some(100.0), Some(1000))),
        (
            15.0,
            Event::StepFinished {
                job: job(),
                step: 0,
                seconds: 187.3,
            },
        ),
        (
            15.1,
            Event::StepStarted {
                job: job(),
                step: 1,
                title: "publish web".to_owned(),
                renditions: Vec::new(),
            },
        ),
        (
            15.2,
            Event::Published {
                job: job(),
                output: "web".to_owned(),
                target: "out/bbb".into(),
                open: vec!["master.m3u8".into(), "manifest.mpd".into()],
                files: 42,
                bytes: 12_345_678,
            },
        ),
        (
            15.2,
            Event::StepFinished {
                job: job(),
                step: 1,
                seconds: 0.04,
            },
        ),
        (
            15.3,
            Event::StepStarted {
                job: job(),
                step: 2,
                title: "publish copy".to_owned(),
                renditions: Vec::new(),
            },
        ),
        (
            15.3,
            Event::Published {
                job: job(),
                output: "copy".to_owned(),
                target: "out/bbb.mp4".into(),
                open: Vec::new(),
                files: 1,
                bytes: 812,
            },
        ),
        (
            15.4,
            Event::StepFailed {
                job: job(),
                step: 2,
                message: "no space is left on the disk".to_owned(),
            },
        ),
        (
            15.4,
            Event::JobFinished {
                job: job(),
                outcome: JobOutcome::Failed,
                seconds: 3727.0,
            },
        ),
    ]
}

fn shown(reporter: &mut dyn Reporter) -> String {
    let mut out = Vec::new();
    for (at, event) in recorded() {
        let at = Duration::from_secs_f64(at);
        reporter.report(at, &event, &mut out).unwrap();
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn plain_lines_and_json() {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/events");
    let golden = |name: &str, text: String| {
        let path: Utf8PathBuf = folder.join(name);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{path}");
    };
    golden("run.txt", shown(&mut Plain::default()));
    golden("run.ndjson", shown(&mut Json));
    assert_eq!(shown(&mut Silent), "");
}

/// A terminal that remembers what was written.
#[derive(Clone, Debug, Default)]
struct Paper(Arc<Mutex<String>>);

impl TermLike for Paper {
    fn width(&self) -> u16 {
        100
    }
    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }
    fn write_line(&self, text: &str) -> io::Result<()> {
        self.write_str(&format!("{text}\n"))
    }
    fn write_str(&self, text: &str) -> io::Result<()> {
        self.0.lock().unwrap().push_str(text);
        Ok(())
    }
    fn clear_line(&self) -> io::Result<()> {
        Ok(())
    }
    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn bars_on_a_terminal() {
    let paper = Paper::default();
    let target = ProgressDrawTarget::term_like_with_hz(Box::new(paper.clone()), 255);
    let mut bars = Bars::on(target);
    assert_eq!(shown(&mut bars), "", "bars draw by themselves");
    let mut aside = false;
    bars.aside(&mut || aside = true);
    assert!(aside);
    let written = paper.0.lock().unwrap().clone();
    for words in [
        "h264_720p            ",
        "aac_en               ",
        "120 fps, 4.8x",
        "[bbb] done: encode h264_720p, aac_en (3:07)",
        "[bbb] failed: publish copy: no space is left on the disk",
    ] {
        assert!(written.contains(words), "{words}: {written}");
    }
    assert!(!written.contains('\u{1b}'), "{written:?}");
    assert!(!written.contains("start:"), "only what is done stays");
}
