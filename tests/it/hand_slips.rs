//! Slips of the hand in all three syntaxes: numbers and brackets of other languages, keys below the wrong
//! header, marks that were copied along. Each is one finding with what to type.

use rendit::source::SourceFile;

use crate::alone::{fixed, judge};
use crate::json_slips::BASE as JSON;
use crate::toml_slips::BASE as HEADERS;
use crate::yaml_slips::BASE as BLOCK;

const BRACES: &str = r#"version = 1

[vars]
site = "x"

[inputs.film]
path = "film.mp4"

[ladders.hd]
type = "video"
rungs = [
  { height = 720, bit_rate = "2500k" },
  { height = 360, bit_rate = "800k" },
]

[ladders.sound]
type = "audio"
rungs = [{ bit_rate = "128k" }]

[outputs.web]
type = "hls"
dir = "out/web-${vars.site}"
ladders = ["hd", "sound"]
"#;

const FLOW: &str = r#"version: 1
vars:
  site: x
inputs:
  film:
    path: film.mp4
ladders:
  hd:
    type: video
    rungs:
      - { height: 720, bit_rate: 2500k }
      - { height: 360, bit_rate: 800k }
  sound: { type: audio, codec: aac }
outputs:
  web:
    type: hls
    dir: out/web-${vars.site}
    ladders: [hd, sound]
name: Episode
"#;

/// The manifest, what is replaced, by what, what is said, what to type, and whether `fix` cures it.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
);

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Numbers with commas.
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height = 720, bit_rate = 2,5M },",
        "12:30 a comma in a number",
        "write \"2.5M\"",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ bit_rate = 2,5M, height = 720 },",
        "12:16 a comma in a number",
        "write \"2.5M\"",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height = 720, bit_rate = 2,500,000 }, # best",
        "12:30 a comma in a number",
        "write `2500000`",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height = 720, bit_rate = 2,500k },",
        "12:30 a comma in a number",
        "write \"2500k\" or \"2.500k\"",
        false,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height = 720, bit_rate = \"2,5M\" },",
        "12:30 `bit_rate` is \"2,5M\", but must be a bit rate such as \"2500k\", \"4.5M\" or 2500000",
        "write \"2.5M\"",
        true,
    ),
    (
        HEADERS,
        "bit_rate = \"2500k\"",
        "bit_rate = 2,5M # best",
        "12:12 a comma in a number",
        "write \"2.5M\"",
        true,
    ),
    (
        HEADERS,
        "bit_rate = \"2500k\"",
        "bit_rate = 2,500,000",
        "12:12 a comma in a number",
        "write `2500000`",
        true,
    ),
    (
        FLOW,
        "{ height: 720, bit_rate: 2500k }",
        "{ height: 720, bit_rate: 1,6M }",
        "11:34 a comma in a number",
        "write 1.6M",
        true,
    ),
    (
        FLOW,
        "{ height: 720, bit_rate: 2500k }",
        "{ bit_rate: 1,6M, height: 720 } # best",
        "11:21 a comma in a number",
        "write 1.6M",
        true,
    ),
    (
        FLOW,
        "{ height: 720, bit_rate: 2500k }",
        "{ height: 720, bit_rate: 2,500,000 }",
        "11:34 a comma in a number",
        "write 2500000",
        true,
    ),
    (
        FLOW,
        "{ height: 720, bit_rate: 2500k }",
        "{ height: 720, bit_rate: 2,500k }",
        "11:34 a comma in a number",
        "write 2500k or 2.500k",
        false,
    ),
    (
        JSON,
        "{ \"height\": 720, \"bit_rate\": \"2500k\" }",
        "{ \"height\": 720, \"bit_rate\": 2,500,000 }",
        "11:38 a comma in a number",
        "write 2500000",
        true,
    ),
    (
        JSON,
        "{ \"height\": 720, \"bit_rate\": \"2500k\" }",
        "{ \"bit_rate\": 4,5M, \"height\": 720 }",
        "11:23 a comma in a number",
        "write \"4.5M\"",
        true,
    ),
    (
        JSON,
        "{ \"height\": 720, \"bit_rate\": \"2500k\" }",
        "{ \"height\": 1,080, \"bit_rate\": \"5M\" }",
        "11:21 a comma in a number",
        "write 1080 or 1.080",
        false,
    ),
    // Units apart from their number, and sizes.
    (
        BRACES,
        "\"128k\"",
        "128 k",
        "18:23 text without quotes",
        "write \"128k\"",
        true,
    ),
    (
        BRACES,
        "\"128k\"",
        "128 k,",
        "18:23 text without quotes",
        "write \"128k\"",
        true,
    ),
    (
        HEADERS,
        "bit_rate = \"2500k\"",
        "bit_rate = 2500 kbps",
        "12:12 `bit_rate` is \"2500kbps\", but must be a bit rate such as \"2500k\", \"4.5M\" or 2500000",
        "write \"2500k\"",
        true,
    ),
    (
        HEADERS,
        "height = 720",
        "height = 720p",
        "11:10 `height` is \"720p\", but must be an integer",
        "write 720",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height = 720p, bit_rate = \"4M\" },",
        "12:14 `height` is \"720p\", but must be an integer",
        "write 720",
        true,
    ),
    (
        HEADERS,
        "height = 720",
        "height = 720 px",
        "11:10 `height` is \"720px\", but must be an integer",
        "write 720",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ 1920x1080, bit_rate = \"4M\" },",
        "12:5 a size without a key",
        "write `height = 1080`",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ bit_rate = \"4M\", 1280x720 },",
        "12:22 a size without a key",
        "write `height = 720`",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ \"1280x720\", bit_rate = \"4M\" },",
        "12:5 a size without a key",
        "write `height = 720`",
        true,
    ),
    (
        HEADERS,
        "height = 720",
        "1280x720",
        "11:1 a size without a key",
        "write `height = 720`",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ 720, bit_rate = \"4M\" },",
        "12:5 a size without a key",
        "write `height = 720`",
        false,
    ),
    // Round brackets.
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height = 720, bit_rate = \"2500k\" ),",
        "12:38 a table in braces is closed by a round bracket",
        "write `}`",
        true,
    ),
    (
        BRACES,
        "[\n  { height = 720, bit_rate = \"2500k\" },\n  { height = 360, bit_rate = \"800k\" },\n]",
        "[{ height = 720, crf = 16 )]",
        "11:35 a table in braces is closed by a round bracket",
        "write `}`",
        true,
    ),
    (
        BRACES,
        "{ height = 360, bit_rate = \"800k\" }",
        "( height = 360, bit_rate = \"800k\" )",
        "13:3 round brackets around a table",
        "write `{ height = 360, bit_rate = \"800k\" }`",
        true,
    ),
    (
        BRACES,
        "[\"hd\", \"sound\"]",
        "[\"hd\", \"sound\")",
        "23:25 a list is closed by a round bracket",
        "write `]`",
        true,
    ),
    (
        BRACES,
        "[\"hd\", \"sound\"]",
        "(\"hd\", \"sound\"]",
        "23:11 a list is opened by a round bracket",
        "write `[`",
        true,
    ),
    (
        BRACES,
        "[\n  { height = 720, bit_rate = \"2500k\" },\n  { height = 360, bit_rate = \"800k\" },\n]",
        "(\n  { height = 720, bit_rate = \"2500k\" },\n  { height = 360, bit_rate = \"800k\" },\n)",
        "11:9 round brackets around a list",
        "write `[` and `]`",
        true,
    ),
    // A `=` that is missing.
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height 720, bit_rate = \"2M\" },",
        "12:5 a `=` is missing",
        "write `height = 720`",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height = 720, bit_rate \"2M\" },",
        "12:19 a `=` is missing",
        "write `bit_rate = \"2M\"`",
        true,
    ),
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height 720 bit_rate \"2M\" },",
        "12:5 a `=` is missing",
        "write `height = 720, bit_rate = \"2M\"`",
        true,
    ),
    // Braces that are not closed.
    (
        BRACES,
        "{ height = 720, bit_rate = \"2500k\" },",
        "{ height = 720, bit_rate = \"2500k\"",
        "12:36 a table in braces is not closed",
        "write `{ height = 720, bit_rate = \"2500k\" },`",
        true,
    ),
    (
        BRACES,
        "  { height = 720, bit_rate = \"2500k\" },\n  { height = 360, bit_rate = \"800k\" },\n",
        "  {\n    height = 720,\n    bit_rate = \"2500k\"\n  {\n    height = 360,\n    bit_rate = \"800k\"\n  },\n",
        "14:22 a table in braces is not closed",
        "write `},` in a line of its own below this",
        true,
    ),
    (
        BRACES,
        "  { height = 720, bit_rate = \"2500k\" },\n  { height = 360, bit_rate = \"800k\" },\n",
        "  {\n    height = 720,\n    bit_rate = \"2500k\", # best\n  {\n    height = 360,\n    bit_rate = \"800k\"\n  },\n",
        "14:22 a table in braces is not closed",
        "write `},` in a line of its own below this",
        true,
    ),
    (
        BRACES,
        "  { height = 720, bit_rate = \"2500k\" },\n  { height = 360, bit_rate = \"800k\" },\n",
        "  {\n    height = 720,\n    bit_rate = \"2500k\"\n  },\n  {\n    height = 360,\n    bit_rate = \"800k\"\n",
        "18:21 a table in braces is not closed",
        "write `}` in a line of its own below this",
        true,
    ),
    // Headers.
    (
        HEADERS,
        "[[ladders.hd.rungs]]\nheight = 720",
        "[ladders.hd.rungs\nheight = 720",
        "10:1 a list's header has lost its brackets",
        "write `[[ladders.hd.rungs]]`",
        true,
    ),
    (
        HEADERS,
        "[[ladders.hd.rungs]]\nheight = 480",
        "[ladders.hd.rungs # two\nheight = 480",
        "14:1 a list's header has lost its brackets",
        "write `[[ladders.hd.rungs]]`",
        true,
    ),
    (
        HEADERS,
        "[ladders.sound]",
        "[ladders sound]",
        "22:2 a space in a header",
        "write `[ladders.sound]`",
        true,
    ),
    (
        HEADERS,
        "[[outputs.dash.adaptation_sets]]\nid = 1",
        "[[outputs dash adaptation_sets]]\nid = 1",
        "40:3 a space in a header",
        "write `[[outputs.dash.adaptation_sets]]`",
        true,
    ),
    (
        HEADERS,
        "[ladders.sound]",
        "[ladders.\"sound]",
        "22:10 a name is not closed",
        "write `[ladders.sound]`",
        true,
    ),
    (
        HEADERS,
        "codec = \"aac\"\n",
        "codec = \"aac\"\n\n[[sound.rungs]]\nbit_rate = \"128k\"\n",
        "26:3 unknown key `sound`",
        "write the header as `[[ladders.sound.rungs]]`",
        true,
    ),
    (
        HEADERS,
        "[[ladders.hd.rungs]]\nheight = 480",
        "[[hd.rungs]]\nheight = 480",
        "14:3 unknown key `hd`",
        "write the header as `[[ladders.hd.rungs]]`",
        true,
    ),
    (
        HEADERS,
        "codec = \"aac\"\n",
        "codec = \"aac\"\n\n[sound.rungs]\nbit_rate = \"128k\"\n",
        "26:2 unknown key `sound`",
        "write the header as `[[ladders.sound.rungs]]`",
        true,
    ),
    (
        HEADERS,
        "[outputs.dash]\n",
        "[outputs.web.ladders]\na = 1\n\n[outputs.dash]\n",
        "31:1 `ladders` has a value already, and is no table",
        "remove this table, or the value above",
        false,
    ),
    (
        HEADERS,
        "[ladders.sound]\n",
        "[ladders.hd]\nrungs = \"auto\"\n\n[ladders.sound]\n",
        "22:1 the table `[ladders.hd]` is given twice",
        "give one of the two another name, or remove it",
        false,
    ),
    (
        BRACES,
        "ladders = [\"hd\", \"sound\"]\n",
        "ladders = [\"hd\", \"sound\"]\n\n[outputs.web.options]\nsegment_duration = \"4s\"\n",
        "25:1 unknown key `options`",
        "remove `[outputs.web.options]`, and write `segment_duration` below `[outputs.web]`",
        true,
    ),
    (
        BRACES,
        "ladders = [\"hd\", \"sound\"]\n",
        "ladders = [\"hd\", \"sound\"]\n\n[outputs.web.settings]\nsingle_file = true\nplaylist = \"a.m3u8\"\n",
        "25:1 unknown key `settings`",
        "remove `[outputs.web.settings]`, and write `single_file`, `playlist` below `[outputs.web]`",
        true,
    ),
    // What belongs at the top level.
    (
        BRACES,
        "version = 1\n\n[vars]\nsite = \"x\"\n",
        "[vars]\nsite = \"x\"\nversion = 1\n",
        "3:1 `version` stands inside `vars`",
        "move it above the first header: `version = 1`",
        true,
    ),
    (
        BRACES,
        "version = 1\n\n[vars]\nsite = \"x\"\n",
        "# all\n[vars]\nversion = 1 # of it\nsite = \"x\"\n",
        "3:1 `version` stands inside `vars`",
        "move it above the first header: `version = 1`",
        true,
    ),
    (
        HEADERS,
        "version = 1\n\n[inputs.film]\n",
        "[inputs.film]\nversion = 1\n",
        "2:1 `version` stands inside `inputs.film`",
        "move it above the first header: `version = 1`",
        true,
    ),
    (
        HEADERS,
        "version = 1\n\n[inputs.film]\n",
        "[inputs]\nversion = 1\n\n[inputs.film]\n",
        "2:1 `version` stands inside `inputs`",
        "move it above the first header: `version = 1`",
        true,
    ),
    (
        HEADERS,
        "version = 1\n\n",
        "[manifest]\nversion = 1\n\n",
        "2:1 `version` stands inside `manifest`",
        "move it above the first header: `version = 1`, and remove `[manifest]`",
        true,
    ),
    (
        BRACES,
        "[vars]\nsite = \"x\"\n\n[inputs.film]\npath = \"film.mp4\"\n",
        "[inputs.film]\npath = \"film.mp4\"\nvars.site = \"x\"\n",
        "5:1 `vars.site` stands inside `inputs.film`",
        "move it above the first header: `vars.site = \"x\"`",
        true,
    ),
    (
        HEADERS,
        "[inputs.film]\npath = \"film.mp4\"\n\n[ladders.hd]\ntype = \"video\"\npreset = \"fast\"\n",
        "[ladders.hd]\ntype = \"video\"\npreset = \"fast\"\ninputs.film.path = \"film.mp4\" # it\ninputs.film.start = \"1s\"\n",
        "6:1 `inputs.film.path` stands inside `ladders.hd`",
        "move it above the first header: `inputs.film.path = \"film.mp4\"`",
        true,
    ),
    (
        FLOW,
        "version: 1\nvars:\n",
        "vars:\n  version: 1\n",
        "2:3 `version` stands inside `vars`",
        "move it out of `vars`, without indentation: `version: 1`",
        false,
    ),
    (
        JSON,
        "\"version\": 1,\n  \"inputs\": {",
        "\"inputs\": {\n    \"version\": 1,",
        "3:5 `version` stands inside `inputs`",
        "move it out of `inputs`, to the start of the manifest: `\"version\": 1`",
        false,
    ),
    // Tables where the name of one belongs.
    (
        BRACES,
        "ladders = [\"hd\", \"sound\"]\n",
        "ladders = [\"hd\", \"sound\"]\nencryption = { type = \"aes-128\" }\n",
        "24:14 `encryption` is a table, but must be a string",
        "write `encryption = \"aes\"` here, and at the end of the file `[encryption.aes]` with `type = \"aes-128\"`",
        false,
    ),
    (
        BRACES,
        "ladders = [\"hd\", \"sound\"]\n",
        "ladders = [\"hd\", \"sound\"]\nencryption = [{ type = \"aes-128\" }]\n",
        "24:14 `encryption` is a list, but must be a string",
        "write `encryption = \"aes\"` here, and at the end of the file `[encryption.aes]` with `type = \"aes-128\"`",
        false,
    ),
    (
        BRACES,
        "ladders = [\"hd\", \"sound\"]\n",
        "ladders = [\"hd\", \"sound\"]\n\n[outputs.web.encryption.aes]\ntype = \"aes-128\"\n",
        "25:14 `encryption` is a table, but must be a string",
        "write the header as `[encryption.aes]`, and `encryption = \"aes\"` below the keys of `outputs.web`",
        false,
    ),
    (
        FLOW,
        "    ladders: [hd, sound]",
        "    ladders: [hd, sound]\n    encryption: { type: aes-128 }",
        "19:17 `encryption` is a mapping, but must be a string",
        "write `encryption: aes` here, and at the top level `encryption: { aes: { type: aes-128 } }`",
        false,
    ),
    // Placeholders without `$`.
    (
        FLOW,
        "dir: out/web-${vars.site}",
        "dir: {vars.site}/{vars.site}",
        "17:10 a placeholder without `$`",
        "write \"${vars.site}/${vars.site}\"",
        true,
    ),
    (
        FLOW,
        "dir: out/web-${vars.site}",
        "dir: {vars.site}",
        "17:10 a placeholder without `$`",
        "write \"${vars.site}\"",
        true,
    ),
    (
        FLOW,
        "dir: out/web-${vars.site}",
        "dir: %{vars.site}/x # it",
        "17:10 a placeholder without `$`",
        "write \"${vars.site}/x\"",
        true,
    ),
    // Quotes around a part of a text.
    (
        FLOW,
        "name: Episode",
        "name: \"Episode\" 7",
        "19:17 something follows a quoted text",
        "write \"Episode 7\"",
        false,
    ),
    (
        FLOW,
        "name: Episode",
        "name: 'Episode' seven # it",
        "19:17 something follows a quoted text",
        "write 'Episode seven'",
        false,
    ),
    // Several keys on one line.
    (
        BLOCK,
        "type: hls\n    dir: out/web",
        "type: hls dir: out/web",
        "19:15 two keys on one line",
        "put `dir` on a line of its own, indented by 4 spaces",
        true,
    ),
    (
        BLOCK,
        "type: hls\n    dir: out/web",
        "type: hls dir: \"out/web\" # it",
        "19:15 two keys on one line",
        "put `dir` on a line of its own, indented by 4 spaces",
        true,
    ),
    (
        BLOCK,
        "- height: 720\n        bit_rate: 2500k",
        "- height: 720 bit_rate: 2500k",
        "10:21 two keys on one line",
        "put `bit_rate` on a line of its own, indented by 8 spaces",
        true,
    ),
    (
        BLOCK,
        "type: audio\n    codec: aac",
        "type: audio; codec: aac",
        "15:18 two keys on one line",
        "put `codec` on a line of its own, indented by 4 spaces",
        true,
    ),
    (
        FLOW,
        "name: Episode",
        "name: My film codec: h264",
        "19:15 two keys on one line",
        "put `codec` on a line of its own, indented by 0 spaces; or quote a text that contains `: `",
        false,
    ),
    // Marks of other languages at the end of a text.
    (
        FLOW,
        "path: film.mp4",
        "path: film.mp4,",
        "6:19 a comma behind a value",
        "write `film.mp4`; or \"film.mp4,\" if the name ends so",
        true,
    ),
    (
        FLOW,
        "path: film.mp4",
        "path: film.mp4; # it",
        "6:19 a semicolon behind a value",
        "write `film.mp4`; or \"film.mp4;\" if the name ends so",
        true,
    ),
    (
        FLOW,
        "dir: out/web-${vars.site}",
        "dir: out/web-${vars.site},",
        "17:30 a comma behind a value",
        "write `out/web-${vars.site}`; or \"out/web-${vars.site},\" if the name ends so",
        true,
    ),
    (
        BLOCK,
        "segment_duration: 4s",
        "segment_duration: 4000ms,",
        "29:29 a comma behind a value",
        "write `4000ms`",
        true,
    ),
    (
        BLOCK,
        "height: 720",
        "height: 720,",
        "10:20 a comma behind a value",
        "write `720`",
        true,
    ),
    (
        BLOCK,
        "      - hd\n",
        "      - hd,\n",
        "27:11 a comma behind a value",
        "write `hd`",
        true,
    ),
    (
        BLOCK,
        "preset: fast",
        "filters:\n      - hqdn3d,\n      - yadif",
        "9:15 a comma behind a value",
        "write `hqdn3d`",
        true,
    ),
    (
        BLOCK,
        "version: 1",
        "version: 1,",
        "1:11 a comma behind a value",
        "write `1`",
        true,
    ),
    // A `#` that cuts a path.
    (
        FLOW,
        "path: film.mp4",
        "path: media/film #1.mp4",
        "6:21 a `#` that begins a comment",
        "write \"media/film #1.mp4\"; or a space behind the `#` of a comment",
        false,
    ),
    (
        FLOW,
        "dir: out/web-${vars.site}",
        "dir: out/web-${vars.site} #2/hls",
        "17:30 a `#` that begins a comment",
        "write \"out/web-${vars.site} #2/hls\"; or a space behind the `#` of a comment",
        false,
    ),
    // `=` in JSON.
    (
        JSON,
        "\"type\": \"hls\",",
        "type = \"hls\",",
        "19:7 a key as in other languages",
        "write \"type\": \"hls\"",
        true,
    ),
    (
        JSON,
        "\"version\": 1,",
        "version = 1",
        "2:3 a key as in other languages",
        "write \"version\": 1,",
        true,
    ),
    (
        JSON,
        "\"film\": { \"path\": \"film.mp4\" }",
        "\"film\": { path = \"film.mp4\" }",
        "4:15 a key as in other languages",
        "write \"path\": \"film.mp4\"",
        true,
    ),
    (
        JSON,
        "\"codec\": \"h264\",",
        "codec => \"h264\",",
        "9:7 a key as in other languages",
        "write \"codec\": \"h264\"",
        true,
    ),
    (
        JSON,
        "\"ladders\": [\"hd\", \"sound\"],",
        "ladders = [\"hd\", \"sound\"],",
        "21:7 a key as in other languages",
        "write \"ladders\": …",
        true,
    ),
    // Paths of Windows, open lists and comments in JSON.
    (
        JSON,
        "\"path\": \"film.mp4\"",
        "\"path\": C:\\film.mp4",
        "4:23 text without quotes",
        "write a path from the manifest's folder, with `/` between the folders",
        false,
    ),
    (
        JSON,
        "\"path\": \"film.mp4\"",
        "\"path\": media\\movies\\a.mp4",
        "4:23 text without quotes",
        "write \"media/movies/a.mp4\"",
        true,
    ),
    (
        JSON,
        "\"codec\": \"h264\",",
        "\"preset\": [\"fast\",",
        "9:17 `preset` is a list, but must be a string",
        "write \"fast\", without a list",
        true,
    ),
    (
        JSON,
        "\"codec\": \"h264\",",
        "*/\n      \"codec\": \"h264\",",
        "9:7 a `*/` that ends no comment",
        "remove it",
        true,
    ),

];

/// What must stay as it is: the manifest, what is replaced, by what.
const CLEAN: &[(&str, &str, &str)] = &[
    // Variables and keys of one's own hold whatever their author likes.
    (
        FLOW,
        "  site: x\n",
        "  site: x\n  path: a,\n  preset: fast;\n",
    ),
    (
        FLOW,
        "version: 1\n",
        "version: 1\nx-a: {a.b}\nx-b: { ratio: 1,5, b: 2 }\n",
    ),
    // Comments that begin without a blank.
    (BLOCK, "dir: out/web\n", "dir: out/web #4711\n"),
    (BLOCK, "dir: out/web\n", "dir: out/web #and/or\n"),
    (BLOCK, "path: film.mp4\n", "path: film.mp4 #first\n"),
    // A text in quotes may end in any mark.
    (FLOW, "path: film.mp4", "path: \"film.mp4,\""),
    (FLOW, "path: film.mp4", "path: 'film.mp4;'"),
    (FLOW, "path: film.mp4", "path: \"media/film #1.mp4\""),
    (FLOW, "name: Episode", "name: Me, myself,"),
    (FLOW, "name: Episode", "name: Episode #7"),
    (FLOW, "site: x", "site: x;"),
    // Comments without a space.
    (FLOW, "path: film.mp4", "path: film.mp4 #first"),
    (FLOW, "path: film.mp4", "path: film #the first"),
    (FLOW, "path: film.mp4", "path: film # 1.mp4"),
    (
        FLOW,
        "dir: out/web-${vars.site}",
        "dir: out/web-${vars.site} #main",
    ),
    // Names that look like what belongs elsewhere.
    (
        BRACES,
        "site = \"x\"",
        "site = \"x\"\nversion = \"${vars.site}\"\n\"2,5M\" = \"${vars.version}\"",
    ),
    (
        BRACES,
        "[inputs.film]\npath = \"film.mp4\"",
        "[inputs]\nfilm.path = \"film (1).mp4\"",
    ),
    (
        BLOCK,
        "preset: fast",
        "preset: fast\n    filters: [hqdn3d=2,yadif]",
    ),
];

fn name_of(base: &str) -> &'static str {
    match base {
        HEADERS | BRACES => "a.toml",
        BLOCK | FLOW => "a.yaml",
        _ => "a.json",
    }
}

fn told(name: &str, text: &str) -> Vec<(String, String)> {
    let found = judge(&SourceFile::new(name, text)).into_iter();
    found
        .map(|one| {
            let place = one.primary().unwrap();
            let (line, column) = place.file.line_column(place.start);
            let help = one.help.clone().unwrap_or_default();
            (format!("{line}:{column} {}", one.message), help)
        })
        .collect()
}

#[test]
fn each_is_one_finding_with_what_to_type() {
    for (base, what, by, said, help, is_cured) in CASES {
        assert!(base.contains(what), "{what}");
        let text = base.replacen(what, by, 1);
        let name = name_of(base);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            let expected = [((*said).to_owned(), (*help).to_owned())];
            assert_eq!(told(name, &text), expected, "{text}");
            let cured = fixed(name, &text);
            if !is_cured {
                assert_eq!(cured.file.text(), text);
                continue;
            }
            assert!(
                cured.left.is_empty(),
                "{}{:#?}",
                cured.file.text(),
                cured.left
            );
            let again = fixed(name, cured.file.text());
            assert_eq!(again.file.text(), cured.file.text());
            let breaks = cured.file.text().matches('\n').count();
            let windows = cured.file.text().matches("\r\n").count();
            assert!(windows == 0 || windows == breaks, "{:?}", cured.file.text());
        }
    }
}

#[test]
fn what_looks_alike_stays() {
    for (base, what, by) in CLEAN {
        assert!(base.contains(what), "{what}");
        let text = base.replacen(what, by, 1);
        let found = told(name_of(base), &text);
        let is_other = |one: &&(String, String)| !one.0.contains("no text uses");
        let found: Vec<_> = found.iter().filter(is_other).collect();
        assert!(found.is_empty(), "{text}{found:#?}");
    }
}
