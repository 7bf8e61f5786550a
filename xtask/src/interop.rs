//! `cargo xtask interop`: messages and archives made now, by the programs on this machine, opened by ours.
//!
//! Not part of the tests: which programs there are differs. What they made once is in `tests/data/envelope`.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Outcome,
    process::{cargo, output, root, run},
};

/// One token, as every archive and message holds it.
const SEED_FILE: &str = "serial number,secret key,time interval,manufacturer,model\r\n\
    10001001,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ,60,Deepnet Security,SafeID/Classic\r\n";

/// A program, what it makes, and how: a line for the shell, in a folder where `a.csv` is. The file is called `out`,
/// its private key `key.asc`; both have the passphrase `ferry`.
type Case = (&'static str, &'static str, &'static str);

const CASES: [Case; 36] = [
    ("7z", "AES-128", "7z a -tzip -mem=AES128 -pferry o.zip a.csv && mv o.zip out"),
    ("7z", "AES-256, deflate", "7z a -tzip -mem=AES256 -pferry o.zip a.csv && mv o.zip out"),
    ("7z", "AES-256, deflate64", "7z a -tzip -mem=AES256 -mm=Deflate64 -pferry o.zip a.csv && mv o.zip out"),
    ("7z", "AES-256, bzip2", "7z a -tzip -mem=AES256 -mm=BZip2 -pferry o.zip a.csv && mv o.zip out"),
    ("7z", "AES-256, LZMA", "7z a -tzip -mem=AES256 -mm=LZMA -pferry o.zip a.csv && mv o.zip out"),
    ("7z", "AES-256, PPMd", "7z a -tzip -mem=AES256 -mm=PPMd -pferry o.zip a.csv && mv o.zip out"),
    ("7z", "ZipCrypto", "7z a -tzip -mem=ZipCrypto -pferry o.zip a.csv && mv o.zip out"),
    ("zip", "ZipCrypto", "zip -q -P ferry o.zip a.csv && mv o.zip out"),
    ("zip", "from a pipe", "cat a.csv | zip -q -P ferry o.zip - && mv o.zip out"),
    (
        "bsdtar",
        "AES-256",
        "bsdtar --format zip --options zip:encryption=aes256 --passphrase ferry -cf out a.csv",
    ),
    ("python3", "pyzipper, AE-1", PYZIPPER_1),
    ("python3", "pyzipper, AE-2", PYZIPPER_2),
    ("gpg", "RSA 3072", "k rsa3072 rsa3072; e -e -r me a.csv"),
    ("gpg", "Curve25519", "k ed25519 cv25519; e -e -r me a.csv"),
    ("gpg", "NIST P-521", "k nistp521 nistp521; e -e -r me a.csv"),
    ("gpg", "Brainpool 512", "k brainpoolP512r1 brainpoolP512r1; e -e -r me a.csv"),
    ("gpg", "hidden, armored", "k ed25519 cv25519; e -a -e -R me a.csv"),
    ("gpg", "bzip2, signed", "k ed25519 cv25519; e --compress-algo bzip2 -s -e -r me a.csv"),
    ("gpg", "RSA 3072, OCB", "k rsa3072 rsa3072; e --force-ocb -e -r me a.csv"),
    ("gpg", "passphrase", "e -c a.csv"),
    ("gpg", "passphrase, OCB", "e --force-ocb -c a.csv"),
    ("gpg", "passphrase, Twofish", "e --cipher-algo TWOFISH --s2k-digest-algo SHA512 -c a.csv"),
    (
        "gpg1",
        "passphrase, CAST5",
        "gpg1 --homedir . --batch --passphrase ferry --cipher-algo CAST5 -o out -c a.csv",
    ),
    (
        "gpg1",
        "without MDC",
        "gpg1 --homedir . --batch --passphrase ferry --disable-mdc --cipher-algo 3DES -o out -c a.csv",
    ),
    ("gpg1", "RSA, S2K usage 255", GPG1_KEY),
    ("rnp", "passphrase", "rnp --homedir . --password ferry -c a.csv --output out"),
    ("rnp", "passphrase, OCB", "rnp --homedir . --password ferry --aead=OCB -c a.csv --output out"),
    (
        "rnp",
        "RSA key",
        "rnpkeys --homedir . --password ferry --generate-key --userid me; \
        rnpkeys --homedir . --export-key --secret me > key.asc; rnp --homedir . -e -r me a.csv --output out",
    ),
    (
        "sq",
        "Curve25519",
        "sq key generate --userid me --export key.asc && sq encrypt --recipient-cert key.asc --output out a.csv",
    ),
    (
        "sq",
        "RSA 4096",
        "sq key generate --userid me --cipher-suite rsa4k --export key.asc && \
        sq encrypt --recipient-cert key.asc --output out a.csv",
    ),
    ("node", "OpenPGP.js", OPENPGP_JS),
    ("gpg", "our RSA key", "o rsa; g --import key.asc; e -e -r me a.csv; g -d out"),
    ("gpg", "our RSA 4096 key", "o rsa-4096; g --import key.asc; e -e -r me a.csv; g -d out"),
    ("gpg", "our Curve25519 key", "o curve; g --import key.asc; e -e -r me a.csv; g -d out"),
    (
        "gpg1",
        "our RSA key",
        "o rsa; GPG1='gpg1 --homedir . --batch --trust-model always'; $GPG1 --import key.asc
$GPG1 -o out -r me -e a.csv; $GPG1 --passphrase ferry -d out",
    ),
    ("node", "our RSA key", OPENPGP_JS_OURS),
];

const PYZIPPER_1: &str = "python3 -c \"import pyzipper
with pyzipper.AESZipFile('out', 'w', compression=pyzipper.ZIP_DEFLATED) as z:
  z.setpassword(b'ferry'); z.setencryption(pyzipper.WZ_AES, nbits=256, force_wz_aes_version=1); z.write('a.csv')\"";
const PYZIPPER_2: &str = "python3 -c \"import pyzipper
with pyzipper.AESZipFile('out', 'w', compression=pyzipper.ZIP_LZMA) as z:
  z.setpassword(b'ferry'); z.setencryption(pyzipper.WZ_AES, nbits=192, force_wz_aes_version=2); z.write('a.csv')\"";
const GPG1_KEY: &str = "printf 'Key-Type: RSA\\nKey-Length: 1024\\nSubkey-Type: RSA\\nSubkey-Length: 1024\\nName-Real: anyone\\nPassphrase: ferry\\n' > p
G='gpg1 --homedir . --batch --quiet'; $G --quick-random --simple-sk-checksum --gen-key p
$G --armor --export-secret-keys anyone > key.asc; $G --trust-model always -o out -r anyone -e a.csv";
/// From the packages of the repository, which the bench has as well.
const OPENPGP_JS: &str = "node --input-type=module -e \"
import { createRequire } from 'node:module'; import fs from 'node:fs';
const o = createRequire(process.env.ROOT + '/package.json')('openpgp');
const { privateKey, publicKey } = await o.generateKey({ userIDs: [{ name: 'me' }], passphrase: 'ferry' });
const message = await o.createMessage({ binary: new Uint8Array(fs.readFileSync('a.csv')), filename: 'a.csv' });
fs.writeFileSync('key.asc', privateKey);
fs.writeFileSync('out', await o.encrypt({ message, encryptionKeys: await o.readKey({ armoredKey: publicKey }) }));\"";

/// The same for a key that was made here.
const OPENPGP_JS_OURS: &str = "o rsa; node --input-type=module -e \"
import { createRequire } from 'node:module'; import fs from 'node:fs';
const o = createRequire(process.env.ROOT + '/package.json')('openpgp');
const message = await o.createMessage({ binary: new Uint8Array(fs.readFileSync('a.csv')), filename: 'a.csv' });
const key = await o.readKey({ armoredKey: fs.readFileSync('public.asc', 'utf8') });
fs.writeFileSync('out', await o.encrypt({ message, encryptionKeys: key }));\"";

/// What the lines of GnuPG are made of: `k` makes a key with a subkey and exports it, `o` takes one made here, `e` makes `out`.
const SHELL: &str = "set -e; export GNUPGHOME=$PWD
g() { gpg --batch --quiet --pinentry-mode loopback --passphrase ferry --trust-model always \"$@\"; }
k() { g --quick-gen-key me \"$1\" sign,cert never
  g --quick-add-key $(gpg --list-keys --with-colons me | awk -F: '/^fpr/{print $10;exit}') \"$2\" encr never
  g --armor --export-secret-keys me > key.asc; }
e() { g -o out \"$@\"; }
o() { cp $ORDER/$1-private.asc key.asc; cp $ORDER/$1-public.asc public.asc; }
trap 'gpgconf --kill gpg-agent 2> /dev/null || true' EXIT
";

/// Makes and opens every case whose program is there, and prints a table. Fails when one was not opened.
pub(crate) fn run_all() -> Outcome {
    run(cargo().args([
        "build",
        "--quiet",
        "--release",
        "-p",
        "seedferry-core",
        "--example",
        "convert",
        "--example",
        "order_key",
    ]))?;
    let folder = env::temp_dir().join(format!("seedferry-interop-{}", std::process::id()));
    make_keys(&folder.join("order"))?;
    let verdicts: Vec<_> = CASES
        .iter()
        .enumerate()
        .map(|(number, case)| (case, attempt(&folder.join(number.to_string()), case)))
        .collect();
    versions();
    for ((program, what, _), verdict) in &verdicts {
        println!("{program:<10}{what:<24}{}", verdict.words());
    }
    fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let opened = verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Opened)).count();
    let refused = verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Refused(_))).count();
    println!("\n{opened} opened, {refused} not opened, {} not made", verdicts.len() - opened - refused);
    if refused == 0 { Ok(()) } else { Err("something was not opened".to_owned()) }
}

/// What the programs call themselves. Another one is taken when it comes first in `PATH`.
fn versions() {
    let programs: BTreeSet<_> = CASES.iter().map(|(program, ..)| *program).collect();
    for program in programs {
        let line = format!("{program} --version 2>&1 | grep -m 1 '[0-9][.][0-9]'");
        println!("{program:<10}{}", output(Command::new("sh").arg("-c").arg(line)).unwrap_or_default());
    }
    println!();
}

/// Key pairs as the page makes them.
fn make_keys(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    run(Command::new(root().join("target/release/examples/order_key")).arg("ferry").arg(folder))
}

enum Verdict {
    Opened,
    /// With what our program said.
    Refused(String),
    /// The program is missing, too old or otherwise unwilling; with its last line.
    NotMade(String),
}

impl Verdict {
    fn words(&self) -> String {
        match self {
            Self::Opened => "opened".to_owned(),
            Self::Refused(why) => format!("NOT OPENED: {why}"),
            Self::NotMade(why) => format!("not made: {why}"),
        }
    }
}

fn attempt(folder: &Path, (program, _, line): &Case) -> Verdict {
    if let Err(why) = make(folder, program, line) {
        return Verdict::NotMade(why);
    }
    match open(folder) {
        Ok(text) if text == SEED_FILE.trim() => Verdict::Opened,
        Ok(_) => Verdict::Refused("another content".to_owned()),
        Err(why) => Verdict::Refused(why),
    }
}

fn make(folder: &Path, program: &str, line: &str) -> Outcome {
    output(Command::new("sh").args(["-c", &format!("command -v {program}")]))
        .map_err(|_| "missing".to_owned())?;
    let text = |error: std::io::Error| error.to_string();
    fs::create_dir_all(folder).map_err(text)?;
    private(folder)?;
    fs::write(folder.join("a.csv"), SEED_FILE).map_err(text)?;
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{SHELL}{line}")).current_dir(folder).env("ROOT", root());
    shell.env("ORDER", folder.with_file_name("order"));
    let made = shell.output().map_err(text)?;
    if made.status.success() && folder.join("out").exists() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&made.stderr).trim().lines().last().unwrap_or_default().to_owned();
    Err(said)
}

/// `GnuPG` complains about a home that others can read.
#[cfg(unix)]
pub(crate) fn private(folder: &Path) -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|error| error.to_string())
}

#[cfg(not(unix))]
pub(crate) fn private(_folder: &Path) -> Outcome {
    Ok(())
}

/// Writes what is inside `out` into a file of its own and reads that.
fn open(folder: &Path) -> Outcome<String> {
    let inside: PathBuf = folder.join("inside");
    let mut convert = Command::new(root().join("target/release/examples/convert"));
    convert.args(["--passphrase", "ferry", "--to", "raw", "--out"]).arg(&inside);
    if folder.join("key.asc").exists() {
        convert.arg("--key").arg(folder.join("key.asc"));
    }
    let opened = convert.arg(folder.join("out")).output().map_err(|error| error.to_string())?;
    if !opened.status.success() {
        return Err(String::from_utf8_lossy(&opened.stderr).trim().to_owned());
    }
    let mut files = Vec::new();
    crate::build::collect(&inside, &mut files)?;
    let file = files.first().ok_or("nothing was written")?;
    fs::read_to_string(file).map(|text| text.trim().to_owned()).map_err(|error| error.to_string())
}
