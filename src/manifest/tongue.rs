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
];

/// Each name with its tag.
pub(super) fn names() -> Value {
    let mut all = Map::new();
    for (tag, names) in TONGUES {
        for name in names.split(" / ") {
            all.insert(name.to_owned(), Value::from(*tag));
        }
    }
    Value::Object(all)
}
