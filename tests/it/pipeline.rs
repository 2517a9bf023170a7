//! A job from manifest to verified package, without the command line.

use std::collections::BTreeMap;
use std::process::Command;

use camino::Utf8PathBuf;
use rendit::diag::Diagnostics;
use rendit::facts::{AudioStream, Facts, Key, Source, Tools, VideoStream};
use rendit::job::Job;
use rendit::plan::{Action, Plan};
use rendit::rational::Rational;
use rendit::stage::{package, publish, track};
use rendit::verify;

fn run(command: &rendit::plan::Command, root: &Utf8PathBuf) {
    let output = Command::new("ffmpeg")
        .args(command.args.iter().map(|arg| &arg.text))
        .current_dir(root.join(&command.directory))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}\n{}",
        command.to_shell(),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn carry_out(plan: &Plan) {
    for step in &plan.steps {
        match &step.action {
            Action::Encode { command, makes } => {
                for made in makes {
                    std::fs::create_dir_all(plan.root.join(made.file.parent().unwrap())).unwrap();
                }
                run(command, &plan.root);
                for made in makes {
                    track::inspect(plan, made, &step.origin).unwrap();
                }
            }
            Action::Package(wanted) => {
                package::package(plan, wanted, &|| false, &mut |command| {
                    run(command, &plan.root);
                    Ok(())
                })
                .unwrap();
            }
            Action::Mux { command, file, .. } => {
                std::fs::create_dir_all(plan.root.join(file.parent().unwrap())).unwrap();
                run(command, &plan.root);
            }
            Action::Verify { output } => {
                let output = plan.outputs.iter().find(|o| o.name == *output).unwrap();
                verify::output(plan, output, &output.staging).unwrap();
            }
            Action::Publish { output } => {
                let output = plan.outputs.iter().find(|o| o.name == *output).unwrap();
                publish::publish(plan, output, &|| false).unwrap();
            }
        }
    }
}

#[test]
fn a_job_becomes_packages() {
    let root = Utf8PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pipeline");
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(&root).unwrap();
    let made = Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=640x360:rate=30000/1001:duration=7",
        ])
        .args([
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=7:sample_rate=48000",
        ])
        .args(["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"])
        .arg(root.join("src.mp4"))
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::write(root.join("key"), [7; 16]).unwrap();
    let manifest: rendit::manifest::Manifest = toml::from_str(
        r#"
version = 1
[inputs.film]
path = "src.mp4"
[ladders.hd]
type = "video"
preset = "ultrafast"
rungs = [{ height = 240, bit_rate = "400k" }, { height = 144, crf = 30, max_bit_rate = "200k" }]
[ladders.sound]
type = "audio"
[outputs.a]
type = "cmaf"
dir = "out/cmaf"
ladders = ["hd", "sound"]
segment_duration = 2
[outputs.b]
type = "hls"
segments = "ts"
dir = "out/ts"
ladders = ["hd", "sound"]
segment_duration = 2
encryption = "aes"
[outputs.c]
type = "dash"
single_file = true
dir = "out/single"
ladders = ["hd", "sound"]
segment_duration = 4
[outputs.d]
type = "file"
path = "out/film-${rung}.mkv"
ladders = ["hd", "sound"]
[outputs.e]
type = "hls"
single_file = true
dir = "out/secret"
ladders = ["hd", "sound"]
segment_duration = 2
encryption = "aes"
[encryption.aes]
type = "aes-128"
key_file = "key"
key_uri = "https://example.com/key"
"#,
    )
    .unwrap();
    let job = Job {
        name: "test".into(),
        manifest_path: root.join("job.toml"),
        root: root.clone(),
        item: None,
        manifest,
    };
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_string()).collect();
    let facts = Facts {
        tools: Tools {
            ffmpeg: "ffmpeg".into(),
            ffprobe: "ffprobe".into(),
            version: "5".into(),
            encoders: names(&["libx264", "aac"]),
            filters: names(&[]),
            muxers: names(&["mp4", "hls", "matroska"]),
            ..Tools::default()
        },
        sources: BTreeMap::from([(
            "film".to_string(),
            Source {
                path: "src.mp4".into(),
                video: vec![VideoStream {
                    index: 0,
                    codec: "h264".into(),
                    width: 640,
                    height: 360,
                    pixel_format: "yuv420p".into(),
                    frame_rate: Some(Rational::new(30000, 1001)),
                    average_frame_rate: Some(Rational::new(30000, 1001)),
                    start: Some(Rational::ZERO),
                    duration: Some(Rational::new(7007, 1000)),
                    frames: Some(210),
                    ..VideoStream::default()
                }],
                audio: vec![AudioStream {
                    index: 1,
                    codec: "aac".into(),
                    sample_rate: 48000,
                    channels: 1,
                    start: Some(Rational::ZERO),
                    duration: Some(Rational::whole(7)),
                    ..AudioStream::default()
                }],
                ..Source::default()
            },
        )]),
        keys: BTreeMap::from([(
            "aes".to_string(),
            Key {
                length: Some(16),
                ..Key::default()
            },
        )]),
    };
    let mut diagnostics = Diagnostics::new();
    let plan = rendit::compile::compile(&mut diagnostics, &job, &facts);
    assert_eq!(
        diagnostics.counts(),
        (0, 0),
        "{:#?}",
        diagnostics.as_slice()
    );
    let plan = plan.unwrap();
    carry_out(&plan);
    for output in &plan.outputs {
        verify::output(&plan, output, &output.target).unwrap();
    }
    // A second time: everything is replaced.
    carry_out(&plan);
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
}
