//! How segments are encrypted.
//!
//! Holds no key, only where one is found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::foreign;
use super::scalar::Text;

/// A way to encrypt segments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Encryption {
    /// HLS: every segment as a whole, AES-128 in CBC mode (RFC 8216 §4.3.2.4).
    #[serde(rename = "aes-128")]
    Aes128(Aes128),
}

/// AES-128. Either `key_uri` with one of `key_file` and `key_env`, or `key_info_file`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-excludes" = [["key_file", "key_env"], ["key_info_file", "key_file"], ["key_info_file", "key_env"], ["key_info_file", "key_uri"], ["key_info_file", "iv"]], "x-foreign" = foreign::encryption(), "x-aliases" = { "keyfile": "key_file", "key_path": "key_file", "key_url": "key_uri", "uri": "key_uri", "url": "key_uri" }))]
pub struct Aes128 {
    /// File with the key's 16 bytes, relative to the manifest. Keep it out of the output folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("examples" = ["keys/film.key"]))]
    pub key_file: Option<Text>,

    /// Environment variable with the key as 32 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = r"^[A-Za-z_][A-Za-z0-9_]*$"), extend("x-environment" = true, "errorMessage" = "the name of an environment variable such as \"FILM_KEY\"", "examples" = ["FILM_KEY"]))]
    pub key_env: Option<String>,

    /// What players fetch the key from: an `https` URL, or a path relative to the playlists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("examples" = ["https://example.com/keys/film.key"]))]
    pub key_uri: Option<Text>,

    /// Initialisation vector for all segments: 32 hex digits. Default: each segment's sequence
    /// number, so that no two segments of a playlist share one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", regex(pattern = r"^(0[xX])?[0-9a-fA-F]{32}$"), extend("x-foreign" = foreign::iv(), "errorMessage" = "32 hex digits", "examples" = ["00000000000000000000000000000001"]))]
    pub iv: Option<String>,

    /// A key-info file as ffmpeg's HLS muxer takes it: the key's URI, the key file's path, and
    /// optionally the IV, a line each. Paths in it are relative to the manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Text", extend("examples" = ["keys/film.keyinfo"]))]
    pub key_info_file: Option<Text>,
}

/// Thirty-two hex digits as sixteen bytes.
pub fn hex(text: &str) -> Option<[u8; 16]> {
    let text = text.trim();
    let text = text
        .strip_prefix("0x")
        .or_else(|| text.strip_prefix("0X"))
        .unwrap_or(text);
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 16];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).ok()?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}
