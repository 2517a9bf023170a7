//! Languages: file tags (ISO 639-2) to and from BCP 47, and what a language calls itself.
//!
//! Unaware of tracks. Languages that are not in the table pass through as they are.

/// Two letters (ISO 639-1), three letters (639-2/T), three letters (639-2/B), own name.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("af", "afr", "afr", "Afrikaans"),
    ("am", "amh", "amh", "አማርኛ"),
    ("ar", "ara", "ara", "العربية"),
    ("az", "aze", "aze", "Azərbaycan"),
    ("be", "bel", "bel", "Беларуская"),
    ("bg", "bul", "bul", "Български"),
    ("bn", "ben", "ben", "বাংলা"),
    ("bs", "bos", "bos", "Bosanski"),
    ("ca", "cat", "cat", "Català"),
    ("cs", "ces", "cze", "Čeština"),
    ("cy", "cym", "wel", "Cymraeg"),
    ("da", "dan", "dan", "Dansk"),
    ("de", "deu", "ger", "Deutsch"),
    ("el", "ell", "gre", "Ελληνικά"),
    ("en", "eng", "eng", "English"),
    ("es", "spa", "spa", "Español"),
    ("et", "est", "est", "Eesti"),
    ("eu", "eus", "baq", "Euskara"),
    ("fa", "fas", "per", "فارسی"),
    ("fi", "fin", "fin", "Suomi"),
    ("fr", "fra", "fre", "Français"),
    ("ga", "gle", "gle", "Gaeilge"),
    ("gl", "glg", "glg", "Galego"),
    ("gu", "guj", "guj", "ગુજરાતી"),
    ("he", "heb", "heb", "עברית"),
    ("hi", "hin", "hin", "हिन्दी"),
    ("hr", "hrv", "hrv", "Hrvatski"),
    ("hu", "hun", "hun", "Magyar"),
    ("hy", "hye", "arm", "Հայերեն"),
    ("id", "ind", "ind", "Indonesia"),
    ("is", "isl", "ice", "Íslenska"),
    ("it", "ita", "ita", "Italiano"),
    ("ja", "jpn", "jpn", "日本語"),
    ("ka", "kat", "geo", "ქართული"),
    ("kk", "kaz", "kaz", "Қазақ тілі"),
    ("km", "khm", "khm", "ខ្មែរ"),
    ("kn", "kan", "kan", "ಕನ್ನಡ"),
    ("ko", "kor", "kor", "한국어"),
    ("lt", "lit", "lit", "Lietuvių"),
    ("lv", "lav", "lav", "Latviešu"),
    ("mk", "mkd", "mac", "Македонски"),
    ("ml", "mal", "mal", "മലയാളം"),
    ("mn", "mon", "mon", "Монгол"),
    ("mr", "mar", "mar", "मराठी"),
    ("ms", "msa", "may", "Melayu"),
    ("my", "mya", "bur", "မြန်မာ"),
    ("nb", "nob", "nob", "Norsk bokmål"),
    ("nl", "nld", "dut", "Nederlands"),
    ("nn", "nno", "nno", "Norsk nynorsk"),
    ("no", "nor", "nor", "Norsk"),
    ("pa", "pan", "pan", "ਪੰਜਾਬੀ"),
    ("pl", "pol", "pol", "Polski"),
    ("pt", "por", "por", "Português"),
    ("ro", "ron", "rum", "Română"),
    ("ru", "rus", "rus", "Русский"),
    ("sk", "slk", "slo", "Slovenčina"),
    ("sl", "slv", "slv", "Slovenščina"),
    ("sq", "sqi", "alb", "Shqip"),
    ("sr", "srp", "srp", "Српски"),
    ("sv", "swe", "swe", "Svenska"),
    ("sw", "swa", "swa", "Kiswahili"),
    ("ta", "tam", "tam", "தமிழ்"),
    ("te", "tel", "tel", "తెలుగు"),
    ("th", "tha", "tha", "ไทย"),
    ("tl", "tgl", "tgl", "Tagalog"),
    ("tr", "tur", "tur", "Türkçe"),
    ("uk", "ukr", "ukr", "Українська"),
    ("ur", "urd", "urd", "اردو"),
    ("uz", "uzb", "uzb", "Oʻzbek"),
    ("vi", "vie", "vie", "Tiếng Việt"),
    ("zh", "zho", "chi", "中文"),
    ("zu", "zul", "zul", "isiZulu"),
];

/// A file's tag as BCP 47: the shortest code of the language (RFC 5646 §4.1), or the tag itself.
/// A tag that is not of a language's form is `und`.
pub fn from_file(tag: &str) -> String {
    let tag = tag.trim();
    let (main, rest) = tag.split_once(['-', '_']).unwrap_or((tag, ""));
    let main = main.to_ascii_lowercase();
    let fits = (2..=3).contains(&main.len())
        && main.bytes().all(|b| b.is_ascii_lowercase())
        && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !fits {
        return "und".into();
    }
    let short = TABLE
        .iter()
        .find(|(_, terminology, bibliographic, _)| main == *terminology || main == *bibliographic)
        .map_or(main.as_str(), |row| row.0);
    if rest.is_empty() {
        short.into()
    } else {
        format!("{short}-{rest}")
    }
}

/// Whether two tags name one language: `eng` and `en`, `pt-br` and `pt-BR`.
pub fn is_same(one: &str, other: &str) -> bool {
    let (short, known) = (from_file(one), from_file(other));
    // What is no tag has no language.
    one.eq_ignore_ascii_case(other) || short != "und" && short.eq_ignore_ascii_case(&known)
}

/// The three letters that MP4 and Matroska keep (ISO 639-2/T); `und` where there are none.
pub fn to_file(tag: &str) -> &str {
    let main = tag.split('-').next().unwrap_or(tag);
    if main.len() == 3 {
        return main;
    }
    TABLE
        .iter()
        .find(|row| row.0.eq_ignore_ascii_case(main))
        .map_or("und", |row| row.1)
}

/// What the language calls itself, or the tag.
pub fn own_name(tag: &str) -> String {
    let (main, region) = tag.split_once('-').unwrap_or((tag, ""));
    let Some(row) = TABLE
        .iter()
        .find(|row| row.0.eq_ignore_ascii_case(main) || row.1.eq_ignore_ascii_case(main))
    else {
        return tag.into();
    };
    if region.is_empty() {
        row.3.into()
    } else {
        format!("{} ({region})", row.3)
    }
}
