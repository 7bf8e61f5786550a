//! Messages, keys and zips of other makers than `GnuPG` and 7-Zip. `tests/data/makers/README.md` says how each was made.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests fail by panicking")]

use std::{collections::BTreeSet, path::Path};

use crate::{
    envelope::{open_bytes, read, secrets},
    failures::files_below,
};

const FOLDER: &str = "tests/data/makers";

/// A file, its key file if it needs one, what opens it, and the kind of failure when it does not open.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>);

const ROWS: &[Row] = &[
    ("sq-open.pgp", "sq-open.asc", "", None),
    ("sq-curve.pgp", "sq-curve.asc", "key", None),
    ("sq-curve.pgp", "sq-curve.asc", "no", Some("wrong-passphrase")),
    ("sq-curve.pgp", "", "key", Some("needs-key")),
    ("sq-rsa.pgp", "sq-rsa.asc", "key", None),
    ("sq-rsa.pgp", "sq-curve.asc", "key", Some("wrong-key")),
    ("sq-several.pgp", "sq-rsa.asc", "key", None),
    ("sq-several.pgp", "sq-curve.asc", "key", None),
    ("sq-passphrase.pgp", "", "ferry", None),
    ("sq-passphrase.pgp", "", "no", Some("wrong-passphrase")),
    ("rnp-rsa.pgp", "rnp-rsa.asc", "key", None),
    ("rnp-rsa.pgp", "rnp-rsa.asc", "no", Some("wrong-passphrase")),
    ("rnp-ocb.pgp", "rnp-rsa.asc", "key", None),
    ("rnp-eax.pgp", "rnp-rsa.asc", "key", None),
    ("rnp-curve.pgp", "rnp-curve.asc", "key", None),
    ("rnp-elgamal.pgp", "rnp-elgamal.asc", "key", None),
    ("rnp-nist.pgp", "rnp-nist.asc", "key", None),
    ("rnp-brainpool.pgp", "rnp-brainpool.asc", "key", None),
    ("rnp-secp256k1.pgp", "rnp-secp256k1.asc", "key", Some("unsupported")),
    ("rnp-sm2.pgp", "rnp-sm2.asc", "key", Some("unsupported")),
    ("rnp-IDEA.pgp", "", "ferry", None),
    ("rnp-BLOWFISH.pgp", "", "ferry", None),
    ("rnp-TWOFISH.pgp", "", "ferry", None),
    ("rnp-CAMELLIA192.pgp", "", "ferry", None),
    ("rnp-SM4.pgp", "", "ferry", Some("unsupported")),
    ("rnp-passphrase-ocb.pgp", "", "ferry", None),
    ("rnp-passphrase-ocb.pgp", "", "no", Some("wrong-passphrase")),
    ("pgpy-rsa.pgp", "pgpy-rsa.asc", "key", None),
    ("pgpy-passphrase.pgp", "", "ferry", None),
    ("js-rsa.pgp", "js-rsa.asc", "key", None),
    ("js-curve.pgp", "js-curve.asc", "key", None),
    ("js-nist.pgp", "js-nist.asc", "key", None),
    ("js-hidden.asc", "js-nist.asc", "key", None),
    ("js-hidden.asc", "sq-curve.asc", "key", Some("wrong-key")),
    ("js-stream.pgp", "js-curve.asc", "key", None),
    ("zipjs-aes.zip", "", "ferry", None),
    ("zipjs-aes.zip", "", "no", Some("wrong-passphrase")),
    ("zipjs-zipcrypto.zip", "", "ferry", None),
    ("zipjs-zipcrypto.zip", "", "no", Some("wrong-passphrase")),
];

#[test]
fn files_of_other_makers_open() {
    let content = read("tests/data/envelope/a.csv");
    for (file, key, passphrase, expected) in ROWS {
        let keys: Vec<String> = Some(key)
            .filter(|key| !key.is_empty())
            .map(|key| format!("{FOLDER}/{key}"))
            .into_iter()
            .collect();
        let given = secrets(&[passphrase], &keys.iter().map(String::as_str).collect::<Vec<_>>());
        let opened = open_bytes(file, read(&format!("{FOLDER}/{file}")), &given);
        match opened {
            Ok(opened) => assert!(expected.is_none() && *opened.files[0].bytes == content, "{file} {key}"),
            Err(error) => assert_eq!(Some(error.cause.kind()), *expected, "{file} {key}: {error}"),
        }
    }
}

#[test]
fn every_file_of_other_makers_is_opened() {
    let used: BTreeSet<_> = ROWS.iter().flat_map(|(file, key, ..)| [*file, *key]).collect();
    let files = files_below(Path::new(FOLDER));
    let names: BTreeSet<_> = files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(&names - &used, BTreeSet::from(["README.md"]));
}
