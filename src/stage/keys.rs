//! Encryption keys: read when a step needs one, wiped when it is done, and the AES-128 of HLS.
//!
//! Unaware of playlists. A key never reaches an argument, a log, a plan or a file from here.
#![expect(
    clippy::disallowed_methods,
    reason = "an effects module: reads keys when a step needs them"
)]

use aes::Aes128;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};
use camino::Utf8Path;
use zeroize::Zeroizing;

use super::Failure;
use crate::diag::{Code, Diagnostic, Severity};
use crate::manifest::encryption::hex;
use crate::plan::{Encryption, KeySource};

/// The key could be read when the plan was made, and cannot any more.
pub static KEY_UNREADABLE: Code = Code {
    name: "key-unreadable",
    severity: Severity::Error,
    summary: "the key could not be read when it was needed",
    explanation: "The key was there when the plan was made. When the segments were to be encrypted \
its file or environment variable was gone or no key any more. Nothing was published.\n\n\
Wrong: a key file that another program replaces during the run.\n\n\
Right: `openssl rand 16 > keys/film.key`, once.\n\nSource: RFC 8216 §5.2.",
};

/// Sixteen bytes that are wiped when they are no longer needed.
pub struct Key(Zeroizing<[u8; 16]>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Reads the key from where the plan says; `root` is the manifest's folder.
    pub fn read(root: &Utf8Path, encryption: &Encryption) -> Result<Self, Failure> {
        let refuse = |message: String| -> Failure {
            Box::new(
                Diagnostic::new(&KEY_UNREADABLE, encryption.origin.clone(), message)
                    .here("needed here"),
            )
        };
        match &encryption.key {
            KeySource::File(path) => {
                let bytes =
                    std::fs::read(root.join(path))
                        .map(Zeroizing::new)
                        .map_err(|error| {
                            refuse(format!("cannot read the key file `{path}`: {error}"))
                        })?;
                <[u8; 16]>::try_from(bytes.as_slice())
                    .map(|key| Self(Zeroizing::new(key)))
                    .map_err(|_| refuse(format!("the key file `{path}` does not hold 16 bytes")))
            }
            KeySource::Environment(name) => {
                let text = std::env::var(name).map(Zeroizing::new).unwrap_or_default();
                hex(&text)
                    .map(|key| Self(Zeroizing::new(key)))
                    .ok_or_else(|| {
                        refuse(format!(
                            "the environment variable `{name}` does not hold 32 hex digits"
                        ))
                    })
            }
        }
    }

    /// The bytes as AES-128-CBC with PKCS #7 padding (RFC 8216 §4.3.2.4).
    pub fn encrypt(&self, iv: [u8; 16], clear: &[u8]) -> Vec<u8> {
        cbc::Encryptor::<Aes128>::new((&*self.0).into(), (&iv).into())
            .encrypt_padded_vec::<Pkcs7>(clear)
    }

    /// The bytes of [`Key::encrypt`] in the clear; `None` where key or IV do not fit.
    pub fn decrypt(&self, iv: [u8; 16], secret: &[u8]) -> Option<Vec<u8>> {
        cbc::Decryptor::<Aes128>::new((&*self.0).into(), (&iv).into())
            .decrypt_padded_vec::<Pkcs7>(secret)
            .ok()
    }
}

/// The IV of a segment: the given one, else its sequence number as a 128-bit big-endian number
/// (RFC 8216 §5.2).
pub fn iv(encryption: &Encryption, sequence: u64) -> [u8; 16] {
    match encryption.iv.as_deref().and_then(hex) {
        Some(iv) => iv,
        None => u128::from(sequence).to_be_bytes(),
    }
}
