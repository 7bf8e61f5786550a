//! The samples that the page offers to try.

/// A sealed file of our own, with all that opens it.
#[derive(Debug, PartialEq, Eq)]
pub struct Sample {
    /// The name of the file beside the page.
    pub file_name: &'static str,
    /// What it is, for people.
    pub what: &'static str,
    /// The zip's password, if it has one.
    pub password: Option<&'static str>,
    /// The private key file and its passphrase, if a message is for a key.
    pub key: Option<SampleKey>,
}

/// A private key of our own.
#[derive(Debug, PartialEq, Eq)]
pub struct SampleKey {
    /// The name of the file beside the page.
    pub file_name: &'static str,
    /// What unlocks it.
    pub passphrase: &'static str,
}

const PASSWORD: Option<&str> = Some("ferry-4711");
const KEY: Option<SampleKey> =
    Some(SampleKey { file_name: "sample-private-key.asc", passphrase: "ferry-key" });

/// All samples, simplest first.
pub const SAMPLES: &[Sample] = &[
    Sample { file_name: "shipment-4711-aes.zip", what: "Zip, AES-256", password: PASSWORD, key: None },
    Sample {
        file_name: "shipment-4711-zipcrypto.zip",
        what: "Zip, ZipCrypto",
        password: PASSWORD,
        key: None,
    },
    Sample { file_name: "shipment-4711.pgp", what: "OpenPGP message", password: None, key: KEY },
    Sample {
        file_name: "shipment-4711-zip-in.pgp",
        what: "Zip in an OpenPGP message",
        password: PASSWORD,
        key: KEY,
    },
];

impl Sample {
    /// The sample of this file name.
    pub fn named(file_name: &str) -> Option<&'static Self> {
        SAMPLES.iter().find(|sample| sample.file_name == file_name)
    }
}
