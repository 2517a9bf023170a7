//! Reads big-endian numbers from bytes, and writes them.
//!
//! Knows nothing of what they mean. A reader never goes past its end: it says so instead.

use super::MediaError;

/// Reads one number after another from a slice.
#[derive(Clone)]
pub struct Fields<'a> {
    what: &'static str,
    left: &'a [u8],
}

impl<'a> Fields<'a> {
    /// `what` names the thing in errors, such as "`tfhd` box".
    pub fn new(what: &'static str, bytes: &'a [u8]) -> Self {
        Self { what, left: bytes }
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.left
    }

    /// The next `count` bytes; [`MediaError::Malformed`] if there are fewer.
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], MediaError> {
        match self.left.split_at_checked(count) {
            Some((taken, rest)) => {
                self.left = rest;
                Ok(taken)
            }
            None => Err(MediaError::malformed(
                self.what,
                format!(
                    "it ends {} bytes short",
                    count.saturating_sub(self.left.len())
                ),
            )),
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], MediaError> {
        let taken = self.bytes(N)?;
        let mut array = [0; N];
        array.copy_from_slice(taken);
        Ok(array)
    }

    /// Passes over `count` bytes.
    pub fn skip(&mut self, count: usize) -> Result<(), MediaError> {
        self.bytes(count).map(drop)
    }

    /// Eight bits.
    pub fn u8(&mut self) -> Result<u8, MediaError> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    /// Sixteen bits.
    pub fn u16(&mut self) -> Result<u16, MediaError> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    /// Twenty-four bits.
    pub fn u24(&mut self) -> Result<u32, MediaError> {
        let [a, b, c] = self.array()?;
        Ok(u32::from_be_bytes([0, a, b, c]))
    }

    /// Thirty-two bits.
    pub fn u32(&mut self) -> Result<u32, MediaError> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// Thirty-two bits with a sign.
    pub fn i32(&mut self) -> Result<i32, MediaError> {
        Ok(i32::from_be_bytes(self.array()?))
    }

    /// Sixty-four bits.
    pub fn u64(&mut self) -> Result<u64, MediaError> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// Sixty-four bits with a sign.
    pub fn i64(&mut self) -> Result<i64, MediaError> {
        Ok(i64::from_be_bytes(self.array()?))
    }

    /// The version and the flags that a full box begins with (ISO/IEC 14496-12 §4.2.2).
    pub fn version_and_flags(&mut self) -> Result<(u8, u32), MediaError> {
        Ok((self.u8()?, self.u24()?))
    }

    /// A count of entries that take `each` bytes; an error if so many cannot follow. Checked before
    /// any memory is set aside for them.
    pub fn count(&mut self, each: usize) -> Result<usize, MediaError> {
        let count = self.u32()?;
        let fits = usize::try_from(count)
            .ok()
            .and_then(|count| count.checked_mul(each))
            .is_some_and(|needed| needed <= self.left.len());
        if !fits {
            return Err(MediaError::malformed(
                self.what,
                format!("it announces {count} entries and has no room for them"),
            ));
        }
        Ok(count as usize)
    }
}

/// Reads single bits, most significant first.
pub struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    /// Starts at the first bit.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next `count` bits, at most 32; `None` past the end.
    pub fn take(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count.min(32) {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// The next bit.
    pub fn flag(&mut self) -> Option<bool> {
        self.take(1).map(|bit| bit == 1)
    }
}
