//! Texts as people write them who come from another language: one finding with what to type, and a cure
//! where no doubt is left.

use rendit::source::SourceFile;

use crate::alone::{fixed, judge};
use crate::side_by_side::{JSON, TOML, YAML};

/// What `fix` makes of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cure {
    /// A manifest without mistakes.
    Whole,
    /// Nothing: somebody has to decide.
    Open,
}

use Cure::{Open, Whole};

/// What is replaced, by what, what is said as `line:column message => help`, and what fix makes of it.
type Case<'a> = (&'a str, &'a str, &'a str, Cure);

fn told(name: &str, text: &str) -> Vec<String> {
    let found = judge(&SourceFile::new(name, text));
    let line = |one: &rendit::diag::Diagnostic| {
        let place = one.primary().unwrap();
        let (line, column) = place.file.line_column(place.start);
        let help = one.help.as_deref().unwrap_or("");
        format!("{line}:{column} {} => {help}", one.message)
    };
    found.iter().map(line).collect()
}

fn hold(name: &str, base: &str, cases: &[Case<'_>]) {
    assert_eq!(told(name, base), [""; 0]);
    for (old, new, expected, cure) in cases {
        assert!(base.contains(old), "{old}");
        let text = base.replacen(old, new, 1);
        for text in [text.clone(), text.replace('\n', "\r\n")] {
            assert_eq!(told(name, &text), [*expected], "{text}");
            let fixed = fixed(name, &text);
            match cure {
                Whole => assert!(
                    fixed.left.is_empty(),
                    "{}\n{:#?}",
                    fixed.file.text(),
                    fixed.left
                ),
                Open => assert_eq!(fixed.file.text(), text),
            }
        }
    }
}

/// What looks alike and is as it should be.
fn clean(name: &str, base: &str, cases: &[(&str, &str)]) {
    for (old, new) in cases {
        assert!(base.contains(old), "{old}");
        let text = base.replacen(old, new, 1);
        assert_eq!(told(name, &text), [""; 0], "{text}");
    }
}

const RUNGS: &str = "\"rungs\": [
        { \"height\": 720, \"bit_rate\": \"2500k\" },
        { \"height\": 360, \"bit_rate\": \"800k\" }
      ]";

#[test]
fn lines_of_other_languages_in_json() {
    let as_key = "a key as in other languages";
    let line = |place: &str, help: &str| format!("{place} {as_key} => write {help}");
    let type_line = line("6:7", "\"type\": \"video\",");
    let bit_rate = line("8:26", "\"bit_rate\": \"2500k\"");
    let both = line("8:11", "\"height\": 720, \"bit_rate\": \"2500k\"");
    let list = line("18:7", "\"ladders\": [\"hd\", \"sound\"]");
    let audio = line("12:16", "\"type\": \"audio\"");
    let typed = "\"type\": \"video\",";
    let rung = "\"height\": 720, \"bit_rate\": \"2500k\"";
    hold(
        "a.json",
        JSON,
        &[
            (typed, "type: video", &type_line, Whole),
            (typed, "type: 'video'", &type_line, Whole),
            (typed, "type = \"video\"", &type_line, Whole),
            (typed, "type = video", &type_line, Whole),
            (
                typed,
                "- type: video",
                "6:7 a `-` before a key, as in YAML => write \"type\": \"video\",",
                Whole,
            ),
            (
                typed,
                "\"type\": video",
                "6:15 text without quotes => write \"video\",",
                Whole,
            ),
            (rung, "\"height\": 720, bit_rate: 2500k", &bit_rate, Whole),
            (rung, "height: 720, bit_rate: 2500k", &both, Whole),
            (rung, "height = 720, bit_rate = \"2500k\"", &both, Whole),
            ("{ \"type\": \"audio\" }", "{ type: audio }", &audio, Whole),
            (
                "\"dir\": \"out/web\",\n      \"ladders\": [\"hd\", \"sound\"]",
                "\"dir\": \"out/web\",\n      ladders: [\"hd\", \"sound\"]",
                "18:7 a key without quotes => write \"ladders\"",
                Whole,
            ),
            (
                "\"ladders\": [\"hd\", \"sound\"]",
                "ladders: [\"hd\", \"sound\"]\n      \"segment_duration\": 6",
                &(list + ","),
                Whole,
            ),
        ],
    );
}

#[test]
fn calls_and_parentheses_in_json() {
    let one_text = "write one text in quotes, `${vars.NAME}` for what is filled in";
    let call = |help: &str| format!("17:14 a call, as in a program => {help}");
    let variable = call("write \"${env.OUT}\"");
    let unknown = call("write the text that it gives, in quotes");
    let path = call("write \"out/web\"");
    let several = call(one_text);
    let filled = format!("17:14 a text that a program fills in => {one_text}");
    let dir = "\"out/web\"";
    let ladders = "[\"hd\", \"sound\"]";
    let list = "18:18 a call, as in a program => write [\"hd\", \"sound\"]";
    hold(
        "a.json",
        JSON,
        &[
            (dir, "env(\"OUT\")", &variable, Open),
            (dir, "os.getenv('OUT')", &variable, Open),
            (dir, "os.environ[\"OUT\"]", &variable, Open),
            (dir, "file(\"x\")", &unknown, Open),
            (dir, "getOutput(site)", &unknown, Open),
            (dir, "path.join(\"out\", \"web\")", &path, Open),
            (dir, "Path(\"out/web\")", &path, Open),
            (dir, "env(\"OUT\") + \"/web\"", &several, Open),
            (dir, "Path(\"out\") / \"web\"", &several, Open),
            (dir, "\"{}/web\".format(out)", &filled, Open),
            (dir, "\"%s/web\" % out", &filled, Open),
            (
                dir,
                "process.env.OUT",
                "17:14 a name where a value belongs => write \"${env.OUT}\"",
                Open,
            ),
            (ladders, "list(\"hd\", \"sound\")", list, Open),
            (ladders, "new Array(\"hd\", \"sound\")", list, Open),
            (ladders, "tolist([\"hd\", \"sound\"])", list, Open),
            (
                ladders,
                "(\"hd\", \"sound\",)",
                "18:18 parentheses => write [\"hd\", \"sound\"]",
                Whole,
            ),
            (
                "{ \"type\": \"audio\" }",
                "( \"type\": \"audio\" )",
                "12:14 parentheses => write { \"type\": \"audio\" }",
                Whole,
            ),
            (
                "{ \"type\": \"audio\" }",
                "dict(type=\"audio\")",
                "12:14 a call, as in a program => write { \"type\": \"audio\" }",
                Open,
            ),
            (
                RUNGS,
                "\"rungs\": (\n        { \"height\": 720, \"bit_rate\": \"2500k\" },\n        { \"height\": 360, \"bit_rate\": \"800k\" }\n      )",
                "7:16 parentheses => write `[` and `]`",
                Whole,
            ),
            ("720", "(720)", "8:21 parentheses => write 720", Whole),
            // A text may hold parentheses.
            (
                "\"film.mp4\"",
                "film(1).mp4",
                "3:33 text without quotes => write \"film(1).mp4\"",
                Whole,
            ),
            (
                "\"film.mp4\"",
                "film(final).mp4",
                "3:33 text without quotes => write \"film(final).mp4\"",
                Whole,
            ),
        ],
    );
    let is_good = [
        (dir, "\"out/{}.web\""),
        (dir, "\"env(OUT)\""),
        ("\"film.mp4\"", "\"film (1).mp4\""),
    ];
    clean("a.json", JSON, &is_good[2..]);
    clean("a.json", JSON, &[(dir, "\"out (new)/web\"")]);
}

#[test]
fn lists_and_documents_of_yaml() {
    let ladders = "ladders: [hd, sound]";
    let stray = "remove it: a manifest is one YAML document";
    let dashes = "11:1 a `---` within the manifest => ".to_owned() + stray;
    let dots = "11:1 a `...` within the manifest => ".to_owned() + stray;
    let inner = "10:1 a `---` within the manifest => ".to_owned() + stray;
    hold(
        "a.yaml",
        YAML,
        &[
            (
                ladders,
                "ladders: - hd - sound",
                "15:14 a list item where no list is => write `ladders: [hd, sound]`, or each item on a line below",
                Whole,
            ),
            (
                ladders,
                "ladders: - hd\n             - sound",
                "15:14 a list item where no list is => write `ladders: [hd, sound]`, or each item on a line below",
                Whole,
            ),
            (
                ladders,
                "ladders:\n      - hd - sound",
                "16:9 no ladder is called `hd - sound` => write each by itself: \"hd\", \"sound\"",
                Whole,
            ),
            (
                ladders,
                "ladders:\n      - hd and sound",
                "16:9 no ladder is called `hd and sound` => write each by itself: \"hd\", \"sound\"",
                Whole,
            ),
            ("outputs:\n", "---\noutputs:\n", &dashes, Whole),
            (
                "outputs:\n",
                "--- # the outputs\noutputs:\n",
                &dashes,
                Whole,
            ),
            ("outputs:\n", "...\noutputs:\n", &dots, Whole),
            ("  sound:", "---\n  sound:", &inner, Whole),
            (
                "outputs:\n",
                "---\nversion: 1\noutputs:\n",
                "11:1 a manifest is one YAML document, and here are several => put each manifest in a file of its own",
                Open,
            ),
        ],
    );
    clean(
        "a.yaml",
        YAML,
        &[
            ("version: 1\n", "---\nversion: 1\n"),
            ("version: 1\n", "# a film\n---\nversion: 1\n"),
            ("version: 1\n", "version: 1\nx-words: |\n  ---\n  ...\n"),
            ("[hd, sound]\n", "[hd, sound]\n...\n"),
        ],
    );
}

#[test]
fn aliases_and_tags_of_yaml() {
    let base = YAML.replacen(
        "version: 1\n",
        "version: 1\nvars:\n  site: out/site\n  top: &top ${vars.site}\n",
        1,
    );
    let base = base.replacen("dir: out/web", "dir: ${vars.top}/web", 1);
    let dir = "dir: ${vars.top}/web";
    let variable =
        "17:10 no anchor is named `site` => write \"${vars.site}\": a variable is no anchor";
    let no_tag = "manifests need no tags: remove it; quote a text that starts with `!`";
    let extends = "what that manifest has is added to this one";
    let base = base.replacen("film.mp4", "\"media/${vars.top}/film.mp4\"", 1);
    hold(
        "a.yaml",
        &base,
        &[
            (dir, "dir: *site", variable, Whole),
            (
                dir,
                "dir: *site/web",
                "17:10 no anchor is named `site/web` => write \"${vars.site}/web\": a variable is no anchor",
                Whole,
            ),
            (
                "[hd, sound]",
                "*audio",
                "18:14 no anchor is named `audio` => anchors above are `*top`: write one of them, or `&audio` above, before the value that is meant",
                Open,
            ),
            (
                dir,
                "dir: !env OUT",
                "17:10 the tag `!env` does not fit here => write \"${env.OUT}\"",
                Open,
            ),
            (
                dir,
                "dir: !ENV ${OUT}",
                "17:10 the tag `!ENV` does not fit here => write \"${env.OUT}\"",
                Open,
            ),
            (
                dir,
                "dir: !join [out, web]",
                &format!("17:10 the tag `!join` does not fit here => {no_tag}"),
                Open,
            ),
            (
                "[hd, sound]",
                "!include ladders.yaml",
                &format!(
                    "18:14 the tag `!include` does not fit here => write `extends: [ladders.yaml]` at the left edge: {extends}"
                ),
                Open,
            ),
            (
                "version: 1\n",
                "version: 1\n!include other.yaml\n",
                "2:1 a file is taken in with a tag, as in other programs => write `extends: [other.yaml]`, at the left edge",
                Open,
            ),
        ],
    );
}

const WEB: &str = "[outputs.web]
type = \"hls\"
dir = \"out/web\"
ladders = [\"hd\", \"sound\"]
";

#[test]
fn blocks_and_words_of_toml() {
    let block = |name: &str, place: &str| {
        format!(
            "{place} a block in braces, as HCL has it => write `[{name}]`, and remove the `}}` below"
        )
    };
    let web = block("outputs.web", "12:1");
    let hd = block("ladders.hd", "4:1");
    let other = "12:1 a table's header in other brackets => write `[outputs.web]`";
    let words = "12:1 a text that is neither a key nor a value => ";
    let one = format!("{words}write `# the web output`");
    let several = format!("{words}write `#` before each of its lines, without the quotes");
    hold(
        "a.toml",
        TOML,
        &[
            ("[outputs.web]", "<outputs.web>", other, Whole),
            ("[outputs.web]", "(outputs.web)", other, Whole),
            (
                "[outputs.web]",
                "\"\"\"the web output\"\"\"\n[outputs.web]",
                &one,
                Whole,
            ),
            (
                "[outputs.web]",
                "'''\nthe web output\n'''\n[outputs.web]",
                &one,
                Whole,
            ),
            (
                "[outputs.web]",
                "\"\"\"\nthe web\noutput = one\n\"\"\"\n[outputs.web]",
                &several,
                Whole,
            ),
            (
                WEB,
                "outputs \"web\" {\n  type = \"hls\"\n  dir = \"out/web\"\n  ladders = [\"hd\", \"sound\"]\n}\n",
                &web,
                Whole,
            ),
            (
                WEB,
                "outputs {\n  # one\n  web {\n    type = \"hls\"\n    dir = \"out/web\"\n    ladders = [\n      \"hd\",\n      \"sound\",\n    ]\n  } # web\n}\n",
                &web,
                Whole,
            ),
            (
                "[ladders.hd]\ntype = \"video\"\nrungs = [\n  { height = 720, bit_rate = \"2500k\" },\n  { height = 360, bit_rate = \"800k\" },\n]\n",
                "ladders \"hd\" {\n  type = \"video\"\n  rungs {\n    height = 720\n    bit_rate = \"2500k\"\n  }\n  rungs {\n    height = 360\n    bit_rate = \"800k\"\n  }\n}\n",
                &hd,
                Whole,
            ),
        ],
    );
    clean(
        "a.toml",
        TOML,
        &[
            (
                "version = 1\n",
                "version = 1\n\"x-words\" = \"\"\"\n<a.b>\nb {\n\"\"\"\n",
            ),
            (
                "version = 1\n",
                "version = 1\nx-words = '''\n  outputs {\n    web {\n    }\n  }\n'''\n",
            ),
        ],
    );
}

#[test]
fn calls_and_names_in_toml() {
    let dir = "\"out/web\"";
    let ladders = "[\"hd\", \"sound\"]";
    let call = |help: &str| format!("14:7 a call, as in a program => {help}");
    let several = call("write one text in quotes, `${vars.NAME}` for what is filled in");
    hold(
        "a.toml",
        TOML,
        &[
            (dir, "env(\"OUT\")", &call("write \"${env.OUT}\""), Open),
            (
                dir,
                "path.join(\"out\", \"web\")  # there",
                &call("write \"out/web\""),
                Open,
            ),
            (
                dir,
                "file(\"x\")",
                &call("write the text that it gives, in quotes"),
                Open,
            ),
            (dir, "Path(\"out\") / \"web\"", &several, Open),
            (
                dir,
                "env.OUT",
                "14:7 a name where a value belongs => write \"${env.OUT}\"",
                Open,
            ),
            (
                ladders,
                "tolist([\"hd\", \"sound\"])",
                "15:11 a call, as in a program => write `[\"hd\", \"sound\"]`",
                Open,
            ),
            (
                "720, bit_rate = \"2500k\"",
                "720, bit_rate = str(\"2500k\")",
                "7:30 a call, as in a program => write \"2500k\"",
                Open,
            ),
            (
                "720, bit_rate = \"2500k\"",
                "720, bit_rate = env.RATE",
                "7:30 a name where a value belongs => write \"${env.RATE}\"",
                Open,
            ),
            (
                "\"film.mp4\"",
                "film(1).mp4",
                "3:8 text without quotes => write \"film(1).mp4\"",
                Whole,
            ),
        ],
    );
}

#[test]
fn lists_with_names_and_tables_without() {
    let rungs =
        "\n      - { height: 720, bit_rate: 2500k }\n      - { height: 360, bit_rate: 800k }";
    let yaml = "write a list, without names: [{ height: 720, bit_rate: 2500k }, { height: 360, bit_rate: 800k }]";
    let named = format!("7:5 `rungs` is a mapping, but must be a list => {yaml}");
    let hd = "hd:\n    type: video\n    rungs:".to_owned() + rungs;
    hold(
        "a.yaml",
        YAML,
        &[
            (
                rungs,
                "\n      high: { height: 720, bit_rate: 2500k } # high\n      low: { height: 360, bit_rate: 800k }",
                &named,
                Whole,
            ),
            (
                rungs,
                "\n      high:\n        height: 720\n        bit_rate: 2500k\n      # low\n      low:\n        height: 360\n        bit_rate: 800k",
                &named,
                Whole,
            ),
            (
                &hd,
                "hd:\n      - { height: 720, bit_rate: 2500k }\n      - { height: 360, bit_rate: 800k }",
                "5:3 `hd` is a list, but must be a mapping with `type` => write `type: video` and `rungs:` above its items",
                Whole,
            ),
        ],
    );
    let json = "write a list, without names: [{ \"height\": 720, \"bit_rate\": \"2500k\" }, { \"height\": 360, \"bit_rate\": \"800k\" }]";
    let named = format!("7:7 `rungs` is an object, but must be a list => {json}");
    let hd = "{\n      \"type\": \"video\",\n      ".to_owned() + RUNGS + "\n    }";
    hold(
        "a.json",
        JSON,
        &[
            (
                RUNGS,
                "\"rungs\": {\n        \"high\": { \"height\": 720, \"bit_rate\": \"2500k\" },\n        \"low\": { \"height\": 360, \"bit_rate\": \"800k\" }\n      }",
                &named,
                Whole,
            ),
            (
                &hd,
                "[\n      { \"height\": 720, \"bit_rate\": \"2500k\" },\n      { \"height\": 360, \"bit_rate\": \"800k\" }\n    ]",
                "5:5 `hd` is a list, but must be an object with `type` => write { \"type\": \"video\", \"rungs\": … }",
                Whole,
            ),
        ],
    );
    let hd = "type = \"video\"\nrungs = [\n  { height = 720, bit_rate = \"2500k\" },\n  { height = 360, bit_rate = \"800k\" },\n]\n";
    hold(
        "a.toml",
        TOML,
        &[(
            hd,
            "type = \"video\"\n[ladders.hd.rungs.high]\nheight = 720\nbit_rate = \"2500k\"\n# low\n[ladders.hd.rungs.low]\nheight = 360\nbit_rate = \"800k\"\n",
            "6:13 `rungs` is a table, but must be a list => write `[[ladders.hd.rungs]]` for `[ladders.hd.rungs.high]`: items have no names",
            Whole,
        )],
    );
}

#[test]
fn what_scripts_have_behind_values() {
    let none = "an expression, as in a program => remove it, or write what it gives";
    let as_const = format!("16:21 {none}");
    let if_else = format!("18:34 {none}");
    let typed = "6:7 a key as in other languages => write \"type\": \"video\"";
    hold(
        "a.json",
        JSON,
        &[
            (
                "\"type\": \"hls\",",
                "\"type\": \"hls\" as const,",
                &as_const,
                Open,
            ),
            (
                "[\"hd\", \"sound\"]",
                "[\"hd\", \"sound\"] if True else []",
                &if_else,
                Open,
            ),
            (
                "\"out/web\"",
                "is_new ? \"out/a\" : \"out/b\"",
                "17:14 an expression, as in a program => write the value that it gives",
                Open,
            ),
            (
                "\"type\": \"hls\",",
                "\"type\": \"hls\", \\",
                "16:22 a `\\` at the end of a line => remove it",
                Whole,
            ),
            (
                "\"type\": \"hls\",",
                "**common,\n      \"type\": \"hls\",",
                "16:7 JSON has no `**` => write out what it stands for, or remove it",
                Open,
            ),
            ("\"type\": \"video\",", "type \"video\",", typed, Whole),
            ("\"type\": \"video\",", "type video,", typed, Whole),
        ],
    );
    let option = "6:1 a `=` is missing => write `preset = \"fast\"`";
    hold(
        "a.toml",
        TOML,
        &[
            ("rungs = [", "preset fast\nrungs = [", option, Open),
            ("rungs = [", "-preset fast # quick\nrungs = [", option, Open),
            (
                "\"out/web\"",
                "<<EOF\nout/web\nEOF",
                "14:7 a text of several lines, as shells have it => write \"out/web\"",
                Whole,
            ),
            (
                "\"out/web\"",
                "\"out/web\" \\",
                "14:17 something follows the value => remove it: a line ends without a mark",
                Whole,
            ),
        ],
    );
    let option = "6:5 an option, as on a command line => write `preset: fast`";
    let with = "dir: out/web";
    hold(
        "a.yaml",
        YAML,
        &[
            (
                "type: video\n",
                "-preset fast\n    type: video\n",
                option,
                Open,
            ),
            (
                "type: video\n",
                "--preset=fast\n    type: video\n",
                option,
                Open,
            ),
            (
                with,
                "with:\n      dir: out/web",
                "14:5 unknown key `with` => write them without `with`: `dir: out/web`",
                Open,
            ),
            (
                "version: 1\n",
                "version: 1\nvars:\n  - site=out/site\n",
                "2:1 `vars` is a list, but must be a mapping => write `site: out/site`",
                Open,
            ),
        ],
    );
}

#[test]
fn a_manifest_that_begins_as_an_item() {
    let dash = "1:1 a `- ` before the manifest's first key => remove it";
    let deeper = format!("{dash}, and indent the lines below by 2 spaces less");
    let whole: String = YAML.lines().map(|line| format!("  {line}\n")).collect();
    hold(
        "a.yaml",
        YAML,
        &[
            ("version: 1\n", "- version: 1\n", dash, Whole),
            (
                "version: 1\n",
                "- name: film\n  # the first\n  version: 1\n",
                &deeper,
                Whole,
            ),
            (
                YAML,
                &whole.replacen("  version", "- version", 1),
                &deeper,
                Whole,
            ),
        ],
    );
    // Several are no slip.
    let two = "- version: 1\n- version: 1\n";
    assert_eq!(
        told("a.yaml", two),
        [
            "1:1 the manifest is a list, but must be a mapping => A rendit manifest: which inputs, which ladders, which outputs, which encryption."
        ]
    );
}

#[test]
fn placeholders_of_other_tools() {
    let text = TOML.replacen(
        "version = 1\n",
        "version = 1\nvars = { site = \"out/site\" }\n",
        1,
    );
    let text = text.replacen("film.mp4", "media/${vars.site}.mp4", 1);
    for (written, meant) in [
        ("process.env.OUT", "env.OUT"),
        ("env:OUT", "env.OUT"),
        ("local.site", "vars.site"),
        ("var.site", "vars.site"),
        ("params.site", "vars.site"),
    ] {
        let text = text.replacen("out/web", &format!("${{{written}}}/web"), 1);
        let expected =
            format!("15:8 nothing is called `{written}` here => did you mean `${{{meant}}}`?");
        assert_eq!(told("a.toml", &text), [expected]);
    }
}
