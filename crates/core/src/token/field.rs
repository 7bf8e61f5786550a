//! The fields of a token, each parsed once into a type of its own.

use core::fmt;

use serde::{Deserialize, Serialize};

/// A serial number: text without surrounding blanks, never a number (leading zeros matter).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SerialNumber(String);

impl SerialNumber {
    /// Takes the text without surrounding blanks; `None` when nothing is left.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SerialNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a token makes its codes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OathType {
    /// Time-based (RFC 6238).
    Totp,
    /// Counter-based (RFC 4226).
    Hotp,
    /// Challenge-response (RFC 6287).
    Ocra,
    /// Something else, named as the file names it.
    Other(String),
}

impl OathType {
    /// The name for people.
    pub fn name(&self) -> &str {
        match self {
            Self::Totp => "TOTP",
            Self::Hotp => "HOTP",
            Self::Ocra => "OCRA",
            Self::Other(name) => name,
        }
    }

    /// `totp`, `hotp`, `ocra` or `other`.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Hotp => "hotp",
            Self::Ocra => "ocra",
            Self::Other(_) => "other",
        }
    }
}

/// Hash function of the HMAC (RFC 6238 §1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HashFunction {
    /// SHA-1, the usual one.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl HashFunction {
    /// Reads every spelling in use: `hmacsha1`, `HMAC-SHA-256`, `SHA512`, `HmacSHA1` …; `None` for others.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: String =
            text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match letters.strip_prefix("hmac").unwrap_or(&letters) {
            "sha1" => Some(Self::Sha1),
            "sha256" | "sha2256" => Some(Self::Sha256),
            "sha512" | "sha2512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// `sha1`, `sha256` or `sha512`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        }
    }
}

/// Digits of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Digits(u8);

impl Digits {
    /// What a token shows when nothing else is said.
    pub const USUAL: Self = Self(6);

    /// From 4 to 10, the range in which dynamic truncation (RFC 4226 §5.3) gives a code.
    pub fn new(digits: u8) -> Option<Self> {
        (4..=10).contains(&digits).then_some(Self(digits))
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// Time interval in seconds, at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval(u32);

impl Interval {
    /// RFC 6238 §4.1: the default time step.
    pub const USUAL: Self = Self(30);

    /// `None` for zero.
    pub fn new(seconds: u32) -> Option<Self> {
        (seconds > 0).then_some(Self(seconds))
    }

    /// Seconds.
    pub fn seconds(self) -> u32 {
        self.0
    }
}
