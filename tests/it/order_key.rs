//! Key pairs for seed orders, with the programs that vendors use on the other side: `GnuPG` 1.4 and 2, and OpenPGP.js.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use pgp::{
    composed::{Deserializable, SignedSecretKey},
    crypto::{hash::HashAlgorithm, sym::SymmetricKeyAlgorithm},
    packet::SubpacketData,
    types::{KeyDetails, KeyVersion, S2kParams, SecretParams, StringToKey},
};
use seedferry_core::{
    entropy::Entropy,
    envelope::{self, Content, NotProved, Secrets},
    order::key::{self, MadeKey},
    secret::KeyFile,
};
use seedferry_protocol::{KeyAlgorithm, KeyFacts, KeyWish, Passphrase};

use crate::envelope::read;

const PASSPHRASE: &str = "otter window lemon travel";
/// 2026-11-24, in the past of every machine that this runs on.
const NOW: u64 = 1_795_514_400;

/// Made once: that takes seconds.
static RSA: LazyLock<MadeKey> = LazyLock::new(|| made(KeyAlgorithm::Rsa3072));
static RSA_4096: LazyLock<MadeKey> = LazyLock::new(|| made(KeyAlgorithm::Rsa4096));
static CURVE: LazyLock<MadeKey> = LazyLock::new(|| made(KeyAlgorithm::Curve25519));

fn wish(algorithm: KeyAlgorithm) -> KeyWish {
    let (name, email) = ("Åsa Example".to_owned(), "asa@example.com".to_owned());
    KeyWish { name, email, algorithm }
}

fn made(algorithm: KeyAlgorithm) -> MadeKey {
    let mut entropy = Entropy::new([4; 32]);
    let passphrase = Passphrase::new(PASSPHRASE.to_owned());
    key::make(&wish(algorithm), &passphrase, &mut entropy, NOW, |_| {}).expect("a key")
}

/// A folder for a program's keys, gone with it.
struct Home(PathBuf);

impl Home {
    fn new(name: &str, key: &MadeKey) -> Self {
        let folder = env::temp_dir().join(format!("seedferry-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("public.asc"), &key.public).unwrap();
        fs::write(folder.join("private.asc"), key.private.expose()).unwrap();
        fs::write(folder.join("a.csv"), "content").unwrap();
        Self(folder)
    }

    /// Runs lines of a shell in it; they have to succeed. Returns what they print.
    fn run(&self, lines: &str) -> String {
        let quiet = "set -e; chmod 700 .; export GNUPGHOME=$PWD\n\
            trap 'gpgconf --kill gpg-agent 2> /dev/null || true' EXIT\n";
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("{quiet}{lines}")).current_dir(&self.0);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let done = shell.env("ROOT", root).env("PASSPHRASE", PASSPHRASE).output().unwrap();
        let (said, why) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{lines}\n{said}{why}");
        said.into_owned()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The vendor imports the public key, shows it, and encrypts for it; the customer imports the private key. All ends here.
fn check(name: &str, key: &MadeKey, lines: &str) {
    let home = Home::new(name, key);
    let said = home.run(lines).replace(' ', "");
    let facts = examined(&key.private);
    for part in &facts.parts {
        assert!(said.contains(&part.id), "{name}: {} is not in {said}", part.id);
    }
    let secrets = Secrets {
        passphrases: vec![Passphrase::new(PASSPHRASE.to_owned())],
        key_files: vec![key.private.clone()],
        shared_keys: Vec::new(),
    };
    let bytes = fs::read(home.0.join("a.pgp")).unwrap().into();
    let content = Content { path: vec!["a.pgp".to_owned()], bytes };
    let opened = envelope::open(content, &secrets, &mut |_| {}).unwrap();
    assert_eq!(opened.files[0].bytes.as_slice(), b"content", "{name}");
    assert_eq!(opened.notes, [], "{name}");
}

/// What is said of the keys of a fixture, a line for each part: its key's users, algorithm, protection, and what ended it.
fn check_examined(name: &str, expected: &[&str]) {
    let name = format!("{name}.asc");
    let file = KeyFile::new(name.clone(), read(&format!("tests/data/envelope/{name}")));
    let mut lines = Vec::new();
    for key in envelope::examine(&file) {
        for part in key.parts {
            let expires = part.expires.map(|day| format!(", until {day}")).unwrap_or_default();
            let revoked = if part.revoked { ", revoked" } else { "" };
            let (users, role) = (key.users.join("; "), part.role);
            lines.push(format!("{users}: {role}, {}, {}{expires}{revoked}", part.algorithm, part.protection));
        }
    }
    assert_eq!(lines, expected, "{name}");
}

fn examined(file: &KeyFile) -> KeyFacts {
    let keys = envelope::examine(file);
    assert_eq!(keys.len(), 1);
    keys.into_iter().next().unwrap()
}

const GPG_1: &str = "g() { gpg1 --batch --quiet --no-tty --trust-model always \"$@\"; }
g --import public.asc; g --list-keys --with-colons; g -o a.pgp -r asa@example.com -e a.csv
g --import private.asc; test \"$(g --passphrase \"$PASSPHRASE\" -d a.pgp)\" = content
g --armor --export asa@example.com > b.asc; g --list-packets public.asc";
const GPG_2: &str = "g() { gpg --batch --quiet --pinentry-mode loopback --passphrase \"$PASSPHRASE\" --trust-model always \"$@\"; }
g --import public.asc; g --list-keys --with-colons; g -o a.pgp -r asa@example.com -e a.csv
g --import private.asc; test \"$(g -d a.pgp)\" = content; g --check-sigs --with-colons";
const OPENPGP_JS: &str = "node --input-type=module -e \"
import { createRequire } from 'node:module'; import fs from 'node:fs';
const o = createRequire(process.env.ROOT + '/package.json')('openpgp');
const read = (name) => fs.readFileSync(name, 'utf8');
const key = await o.readKey({ armoredKey: read('public.asc') });
for (const one of key.getKeys()) console.log(one.getKeyID().toHex().toUpperCase());
const message = await o.createMessage({ binary: new Uint8Array(fs.readFileSync('a.csv')) });
const sent = await o.encrypt({ message, encryptionKeys: key, format: 'binary' });
fs.writeFileSync('a.pgp', sent);
const locked = await o.readPrivateKey({ armoredKey: read('private.asc') });
const open = await o.decryptKey({ privateKey: locked, passphrase: process.env.PASSPHRASE });
const { data } = await o.decrypt({ message: await o.readMessage({ binaryMessage: sent }), decryptionKeys: open });
if (data !== 'content') throw new Error(data);\"";

#[test]
fn vendors_programs_take_the_keys_and_encrypt_for_them() {
    check("gpg1-rsa", &RSA, GPG_1);
    check("gpg1-rsa-4096", &RSA_4096, GPG_1);
    check("gpg2-rsa", &RSA, GPG_2);
    check("gpg2-rsa-4096", &RSA_4096, GPG_2);
    check("gpg2-curve", &CURVE, GPG_2);
    check("js-rsa", &RSA, OPENPGP_JS);
    check("js-rsa-4096", &RSA_4096, OPENPGP_JS);
    check("js-curve", &CURVE, OPENPGP_JS);
}

/// What `GnuPG` 1.4 can read: nothing newer may be in a key, and nothing may promise that newer messages can be read.
#[test]
fn keys_are_of_the_oldest_form_that_is_sound() {
    for made in [&RSA, &RSA_4096, &CURVE] {
        let (key, _) = SignedSecretKey::from_armor_single(made.private.expose()).unwrap();
        let subkey = &key.secret_subkeys[0];
        assert_eq!((key.primary_key.version(), subkey.key.version()), (KeyVersion::V4, KeyVersion::V4));
        for secret in [key.primary_key.secret_params(), subkey.key.secret_params()] {
            let SecretParams::Encrypted(locked) = secret else { panic!("it is not protected") };
            let S2kParams::Cfb { sym_alg, s2k, .. } = locked.string_to_key_params() else {
                panic!("another protection than CFB")
            };
            assert_eq!(*sym_alg, SymmetricKeyAlgorithm::AES256);
            let hash = HashAlgorithm::Sha256;
            assert!(
                matches!(s2k, StringToKey::IteratedAndSalted { hash_alg, count: 255, .. } if *hash_alg == hash)
            );
        }
        let user = &key.details.users[0].signatures[0];
        assert_eq!(user.features().map(Vec::from), Some(vec![1]), "a modification detection code, no AEAD");
        for signature in [user, &subkey.signatures[0]] {
            let mut said = signature.config().unwrap().hashed_subpackets().map(|subpacket| &subpacket.data);
            assert!(!said.any(|data| matches!(data, SubpacketData::PreferredAeadAlgorithms(_))));
        }
    }
}

#[test]
fn a_key_file_tells_what_it_is() {
    let rows = [
        (&RSA, "RSA 3072", "RSA 3072"),
        (&RSA_4096, "RSA 4096", "RSA 4096"),
        (&CURVE, "EdDSA", "Curve25519"),
    ];
    for (key, signs, encrypts) in rows {
        let facts = examined(&key.private);
        assert_eq!(facts.users, ["Åsa Example <asa@example.com>"]);
        let part = |place: usize| {
            let part = &facts.parts[place];
            (part.role.as_str(), part.algorithm.as_str(), part.created.as_str(), part.expires.as_deref())
        };
        assert_eq!(part(0), ("Primary key", signs, "2026-11-24", None));
        assert_eq!(part(1), ("Subkey", encrypts, "2026-11-24", None));
        for part in &facts.parts {
            assert_eq!(part.protection, "Protected by a passphrase, AES-256");
            assert!(part.fingerprint.replace(' ', "").ends_with(&part.id));
        }
        assert!(key.private.name().contains(&facts.parts[1].id), "the name tells the key of a message");
        let public = KeyFile::new("public.asc".to_owned(), key.public.clone().into_bytes());
        assert_eq!(examined(&public).parts[0].protection, "Only the public part is in this file");
        assert!(!key.public.contains("PRIVATE"));
    }
}

#[test]
fn only_the_saved_file_and_its_passphrase_prove_it() {
    let saved = &CURVE.private;
    let text = String::from_utf8(saved.expose().to_vec()).unwrap();
    let named = |text: String| KeyFile::new("given.asc".to_owned(), text.into_bytes());
    let cut: String = text.lines().take(8).collect::<Vec<_>>().join("\n");
    let check = |given: &KeyFile, passphrase: &str, expected| {
        let passphrase = Passphrase::new(passphrase.to_owned());
        assert_eq!(envelope::prove(saved, given, &passphrase), expected, "{}", given.name());
    };
    check(saved, PASSPHRASE, Ok(()));
    check(&named(text.replace('\n', "\r\n")), PASSPHRASE, Ok(()));
    check(&named(format!("\u{feff}Dear me,\n{text}")), &format!(" {PASSPHRASE}"), Ok(()));
    check(saved, "otter", Err(NotProved::WrongPassphrase));
    check(saved, "", Err(NotProved::WrongPassphrase));
    check(&named(cut), PASSPHRASE, Err(NotProved::Damaged));
    check(&RSA.private, PASSPHRASE, Err(NotProved::OtherKey));
    check(&named(CURVE.public.clone()), PASSPHRASE, Err(NotProved::NoPrivateKey));
    check(&named(String::new()), PASSPHRASE, Err(NotProved::NoPrivateKey));
}

#[test]
fn a_key_file_of_others_tells_what_it_is() {
    check_examined(
        "open",
        &[
            "open: Primary key, EdDSA, Not protected: whoever has the file can use it",
            "open: Subkey, Curve25519, Not protected: whoever has the file can use it",
        ],
    );
    check_examined(
        "expired",
        &[
            "expired: Primary key, EdDSA, Protected by a passphrase, AES-128, until 2020-01-02",
            "expired: Subkey, Curve25519, Protected by a passphrase, AES-128, until 2020-01-02",
        ],
    );
    check_examined(
        "revoked",
        &[
            "revoked: Primary key, EdDSA, Protected by a passphrase, AES-128, revoked",
            "revoked: Subkey, Curve25519, Protected by a passphrase, AES-128, revoked",
        ],
    );
    check_examined(
        "old",
        &[
            "old: Primary key, RSA 1024, Protected by a passphrase, AES-128",
            "old: Subkey, RSA 1024, Protected by a passphrase, AES-128",
        ],
    );
    check_examined(
        "ring",
        &[
            "curve: Primary key, EdDSA, Protected by a passphrase, AES-128",
            "curve: Subkey, Curve25519, Protected by a passphrase, AES-128",
            "rsa: Primary key, RSA 2048, Protected by a passphrase, AES-128",
            "rsa: Subkey, RSA 2048, Protected by a passphrase, AES-128",
        ],
    );
    check_examined(
        "offline-primary",
        &[
            "rsa: Primary key, RSA 2048, The private part was left out",
            "rsa: Subkey, RSA 2048, Protected by a passphrase, AES-128",
        ],
    );
    check_examined(
        "rsa-public",
        &[
            "rsa: Primary key, RSA 2048, Only the public part is in this file",
            "rsa: Subkey, RSA 2048, Only the public part is in this file",
        ],
    );
    check_examined("rsa-message", &[]);
}
