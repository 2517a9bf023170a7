//! Language tags name languages and regions that there are, by their shortest names.
//!
//! Unaware of the many languages that have three letters only: those are taken on trust.

use super::Context;
use crate::diag::{Code, Cure, Diagnostic, Diagnostics, Severity};
use crate::language::from_file;
use crate::manifest::Language;
use crate::source::Route;

/// `language-tag`
pub static CODE: Code = Code {
    name: "language-tag",
    severity: Severity::Warning,
    summary: "a language tag that is not registered, or not the shortest one",
    explanation: r#"
Players match tags letter by letter with what the viewer has set: `jp` is no language (Japanese is
`ja`), and `eng` is not found by one who looks for `en`. Tags of two letters are taken where there is
one, and countries follow after a hyphen: `en-GB`, not `en-UK`.

Wrong:

```toml
[inputs.film]
path = "media/film.mov"
language = "jp"
```

Right:

```toml
[inputs.film]
path = "media/film.mov"
language = "ja"
```

Source: RFC 5646 (BCP 47) §2.2.1 and §4.5; the IANA Language Subtag Registry; RFC 8216 §4.3.4.1
(`LANGUAGE`).
"#,
};

/// ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch \
co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky \
la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om \
or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta \
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// ISO 3166-1.
const REGIONS: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ \
DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS \
GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW \
KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW \
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO \
RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Countries and habits taken for languages, and what was meant.
const MISTAKEN: [(&str, &str); 17] = [
    ("jp", "ja"),
    ("gr", "el"),
    ("cz", "cs"),
    ("dk", "da"),
    ("ua", "uk"),
    ("cn", "zh"),
    ("vn", "vi"),
    ("ee", "et"),
    ("si", "sl"),
    ("ir", "fa"),
    ("us", "en"),
    ("gb", "en"),
    ("at", "de"),
    ("br", "pt-BR"),
    ("iw", "he"),
    ("in", "id"),
    ("ji", "yi"),
];

/// Looks at every language of the manifest.
pub fn rule(diagnostics: &mut Diagnostics, context: &Context<'_>) {
    let mut look = |route: Route, language: Option<&Language>| {
        if let Some(language) = language {
            diagnostics.extend(finding(route, &language.0));
        }
    };
    for (route, input) in context.inputs() {
        look(route.key("language"), input.language.as_ref());
        for (position, track) in input.audio.iter().flatten().enumerate() {
            let at = route.key("audio").index(position);
            look(at.key("language"), track.language.as_ref());
        }
    }
    let mut said: Vec<&str> = Vec::new();
    for (_, input) in context.inputs() {
        let tracks = input.audio.iter().flatten();
        let all = tracks.map(|track| track.language.as_ref());
        for language in all.chain([input.language.as_ref()]).flatten() {
            if !said.contains(&language.0.as_str()) && said.len() < 2 {
                said.push(&language.0);
            }
        }
    }
    for output in context.outputs {
        for (position, set) in output.adaptation_sets().iter().enumerate() {
            let at = output.route.key("adaptation_sets").index(position);
            let Some(language) = &set.language else {
                continue;
            };
            let Some(finding) = finding(at.key("language"), &language.0) else {
                continue;
            };
            // Of a set, the sound may tell.
            diagnostics.push(match said.as_slice() {
                [only] if finding.cure.is_none() && !is_off(only) => finding
                    .help(format!("did you mean `{only}`?"))
                    .cure(Cure::Write(at.key("language"), (*only).into()))
                    .sure(false),
                _ => finding,
            });
        }
    }
}

/// Whether a tag is told of.
pub fn is_off(tag: &str) -> bool {
    finding(Route::root(), tag).is_some()
}

fn finding(route: Route, tag: &str) -> Option<Diagnostic> {
    let (main, rest) = tag.split_once('-').unwrap_or((tag, ""));
    let small = main.to_ascii_lowercase();
    let has = |list: &str, word: &str| list.split(' ').any(|known| known == word);
    let with_rest = |main: &str| match rest {
        "" => main.to_owned(),
        rest => format!("{main}-{rest}"),
    };
    let say =
        |message: String, label: &str| Diagnostic::new(&CODE, route.clone(), message).here(label);
    if small.len() == 2 && !has(LANGUAGES, &small) {
        let finding = say(format!("`{main}` is no language"), "not registered");
        let known = MISTAKEN.iter().find(|(wrong, _)| *wrong == small);
        return Some(match known {
            Some((_, meant)) => {
                let meant = with_rest(meant);
                finding
                    .help(format!("did you mean `{meant}`?"))
                    .cure(Cure::Write(route.clone(), meant.into()))
                    .sure(false)
            }
            None => finding.help("write a tag such as `en`, `pt-BR`, or `und` for unknown"),
        });
    }
    let short = from_file(&small);
    if small.len() == 3 && short != small {
        let meant = with_rest(&short);
        return Some(
            say(
                format!("`{main}` has a shorter tag"),
                "players look for the shorter one",
            )
            .help(format!("write `{meant}`"))
            .cure(Cure::Write(route.clone(), meant.into())),
        );
    }
    let region = rest
        .split('-')
        .find(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_alphabetic()))?;
    let big = region.to_ascii_uppercase();
    if has(REGIONS, &big) {
        return None;
    }
    let finding = say(format!("`{region}` is no country"), "not registered");
    Some(if big == "UK" {
        let meant = tag.replacen(region, "GB", 1);
        finding
            .help(format!("write `{meant}`"))
            .cure(Cure::Write(route.clone(), meant.into()))
    } else {
        finding.help("write a country such as `GB`, or leave it out")
    })
}
