//! What people call a language, in English and in itself, small: `x-aliases` of a language tag.
//!
//! Unaware of tags beyond these: [`crate::language`] knows more.

use serde_json::{Map, Value};

/// Tags, and names of each between slashes.
const TONGUES: &[(&str, &str)] = &[
    ("ar", "arabic / العربية"),
    ("bg", "bulgarian / български"),
    ("bn", "bengali"),
    ("ca", "catalan / català"),
    ("cs", "czech / čeština"),
    ("cy", "welsh / cymraeg"),
    ("da", "danish / dansk"),
    ("de", "german / deutsch"),
    ("el", "greek / ελληνικά"),
    ("en", "english"),
    ("es", "spanish / español"),
    ("et", "estonian / eesti"),
    ("eu", "basque / euskara"),
    ("fa", "persian / farsi / فارسی"),
    ("fi", "finnish / suomi"),
    ("fr", "french / français / francais"),
    ("ga", "irish / gaeilge"),
    ("gl", "galician / galego"),
    ("he", "hebrew / עברית"),
    ("hi", "hindi / हिन्दी"),
    ("hr", "croatian / hrvatski"),
    ("hu", "hungarian / magyar"),
    ("id", "indonesian / bahasa indonesia"),
    ("is", "icelandic / íslenska"),
    ("it", "italian / italiano"),
    ("ja", "japanese / 日本語"),
    ("ko", "korean / 한국어"),
    ("lt", "lithuanian / lietuvių"),
    ("lv", "latvian / latviešu"),
    ("ms", "malay"),
    ("nl", "dutch / nederlands"),
    ("no", "norwegian / norsk"),
    ("pl", "polish / polski"),
    ("pt", "portuguese / português"),
    ("ro", "romanian / română"),
    ("ru", "russian / русский"),
    ("sk", "slovak / slovenčina"),
    ("sl", "slovenian / slovenščina"),
    ("sr", "serbian / srpski"),
    ("sv", "swedish / svenska"),
    ("sw", "swahili"),
    ("ta", "tamil"),
    ("te", "telugu"),
    ("th", "thai / ไทย"),
    ("tr", "turkish / türkçe"),
    ("uk", "ukrainian / українська"),
    ("ur", "urdu"),
    ("vi", "vietnamese / tiếng việt"),
    ("zh", "chinese / mandarin / 中文"),
    ("en-US", "american english / us english"),
    ("en-GB", "british english / uk english"),
    ("es-419", "latin american spanish / latin spanish"),
    ("es-ES", "castilian / european spanish"),
    ("fr-CA", "canadian french / québécois"),
    ("pt-BR", "brazilian portuguese / brazilian"),
    ("pt-PT", "european portuguese"),
    ("yue", "cantonese"),
    ("zh-Hans", "simplified chinese"),
    ("zh-Hant", "traditional chinese"),
];

/// What follows the language in a tag, and names of each between slashes.
const COUNTRIES: &[(&str, &str)] = &[
    ("419", "latin america / latam / 419"),
    ("AT", "austria / at"),
    ("AU", "australia / au"),
    ("BE", "belgium / be"),
    ("BR", "brazil / brasil / br"),
    ("CA", "canada / ca"),
    ("CH", "switzerland / ch"),
    ("CN", "china / cn"),
    ("DE", "germany / de"),
    ("ES", "spain / es"),
    ("FR", "france / fr"),
    ("GB", "united kingdom / great britain / uk / gb"),
    ("HK", "hong kong / hk"),
    ("IN", "india / in"),
    ("IT", "italy / it"),
    ("MX", "mexico / mx"),
    ("PT", "portugal / pt"),
    ("TW", "taiwan / tw"),
    ("US", "united states / america / usa / us"),
    ("Hans", "simplified / hans"),
    ("Hant", "traditional / hant"),
];

/// Each name with its tag.
pub(super) fn names() -> Value {
    by_name(TONGUES)
}

/// The same of countries: `x-countries` of a language tag.
pub(super) fn countries() -> Value {
    by_name(COUNTRIES)
}

fn by_name(rows: &[(&str, &str)]) -> Value {
    let mut all = Map::new();
    for (tag, names) in rows {
        for name in names.split(" / ") {
            all.insert(name.to_owned(), Value::from(*tag));
        }
    }
    Value::Object(all)
}
