//! What is given or named already is not what a wrong name stands for, and nothing that comes next
//! to it is offered instead.

use rendit::diag::Severity;
use rendit::source::SourceFile;

use crate::alone::{fixed, judge};

const BASE: &str = r#"{
  "version": 1,
  "inputs": {
    "film": { "path": "film.mp4", "start": "2s", "end": "30s" },
    "film_fr": { "path": "fr.mp4" }
  },
  "ladders": {
    "archive": {
      "type": "video",
      "rungs": [{ "height": 720, "bit_rate": "3M" }]
    },
    "auto": { "type": "video", "auto": true, "max_height": 720 },
    "sound": { "type": "audio" }
  },
  "outputs": {
    "web": {
      "type": "hls",
      "dir": "out/web",
      "inputs": ["film", "film_fr"],
      "segment_duration": "6s",
      "ladders": ["archive", "sound"]
    },
    "auto": {
      "type": "hls",
      "dir": "out/auto",
      "inputs": ["film", "film_fr"],
      "ladders": ["auto"]
    }
  }
}
"#;

/// `line:column message => help` of all that is found.
fn told(text: &str) -> Vec<String> {
    let found = judge(&SourceFile::new("a.json", text));
    let line = |one: &rendit::diag::Diagnostic| {
        let place = one.primary().unwrap();
        let (line, column) = place.file.line_column(place.start);
        let help = one.help.as_deref().unwrap_or("");
        format!("{line}:{column} {} => {help}", one.message)
    };
    found.iter().map(line).collect()
}

#[test]
fn what_is_there_already_is_not_meant() {
    assert_eq!(told(BASE), Vec::<String>::new());
    let again = "remove one of the two";
    let cases = [
        (
            "\"auto\": true,",
            "\"auto\": true, \"maxheight\": 1080,",
            format!("12:46 unknown key `maxheight` => {again}"),
        ),
        (
            "\"bit_rate\": \"3M\"",
            "\"bit_rate\": \"3M\", \"bitrate\": \"4M\"",
            format!("10:52 unknown key `bitrate` => {again}"),
        ),
        (
            "\"segment_duration\": \"6s\",",
            "\"segment_duration\": \"6s\", \"segment_length\": \"6s\",",
            format!("20:33 unknown key `segment_length` => {again}"),
        ),
        (
            "[\"archive\", \"sound\"]",
            "[\"archive\", \"archive\"]",
            "21:30 `archive` is named twice => did you mean `sound`?".to_owned(),
        ),
        (
            "[\"film\", \"film_fr\"]",
            "[\"film\", \"film_de\"]",
            "19:26 no input is called `film_de` => did you mean `film_fr`?".to_owned(),
        ),
        (
            "\"end\": \"30s\"",
            "\"duration\": \"28s\"",
            "4:50 unknown key `duration` => write `\"end\": \"30s\"`".to_owned(),
        ),
        (
            "\"end\": \"30s\"",
            "\"t\": 1.5",
            "4:50 unknown key `t` => write `\"end\": \"3.5s\"`".to_owned(),
        ),
        (
            "\"end\": \"30s\"",
            "\"duration\": \"00:00:28\"",
            "4:50 unknown key `duration` => write `\"end\": \"30s\"`".to_owned(),
        ),
        (
            "\"start\": \"2s\", \"end\": \"30s\"",
            "\"duration\": \"28s\"",
            "4:35 unknown key `duration` => ".to_owned(),
        ),
    ];
    for (right, wrong, expected) in cases {
        assert!(BASE.contains(right), "{right}");
        let text = BASE.replacen(right, wrong, 1);
        assert_eq!(told(&text), [expected], "{wrong}");
        assert_eq!(fixed("a.json", &text).file.text(), text, "{wrong}");
    }
}

#[test]
fn what_no_list_names_is_meant() {
    let text = BASE.replacen("\"film\":", "\"movie\":", 1);
    let told = told(&text);
    let expected =
        "4:5 no input is called `film`, which 2 places name => did you mean `film`?".to_owned();
    assert_eq!(told, [expected]);
    let text = BASE.replacen("[\"archive\", \"sound\"]", "[\"sound\", \"sound\"]", 1);
    let found = judge(&SourceFile::new("a.json", text.as_str()));
    let errors = found.iter().filter(|one| one.severity() == Severity::Error);
    assert_eq!(errors.count(), 1);
    assert_eq!(fixed("a.json", &text).file.text(), text);
    // With nothing left over, the second mention is one too many.
    let text = BASE.replacen("\"sound\"]", "\"sound\", \"sound\"]", 1);
    assert_eq!(fixed("a.json", &text).file.text(), BASE);
}
