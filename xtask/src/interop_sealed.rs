//! `cargo xtask interop-sealed`: what we seal, opened by 7-Zip, `GnuPG` in its versions, and OpenPGP.js. It is a stage of
//! `cargo xtask test` as well, where no program may be missing.

use std::{env, fs, path::Path, process::Command};

use crate::{
    Outcome, build,
    process::{output, root},
};

/// The program that opens, what is sealed, and a shell's lines: they run in an empty folder where `seal OPTION…` seals
/// the tokens of `a.csv` as `out`, and `seal_result OPTION…` the file `result.csv` as it is; and print what is inside.
type Case = (&'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    ("7z", "zip", "seal --zip-password ferry; 7z x -so -pferry out"),
    ("7z", "zip, letters outside ASCII", "seal --zip-password fährmann; 7z x -so -pfährmann out"),
    ("gpg1", "message, passphrase", "seal --message-passphrase ferry; g1 --passphrase ferry -d out"),
    ("gpg", "message, passphrase", "seal --message-passphrase ferry; g --passphrase ferry -d out"),
    (
        "node",
        "message, passphrase",
        "seal --message-passphrase ferry; node --input-type=module -e \"$PASSPHRASE_JS\"",
    ),
    ("7z", "result, zip", "seal_result --zip-password ferry; 7z x -so -pferry out"),
    ("gpg", "result, passphrase", "seal_result --message-passphrase ferry; g --passphrase ferry -d out"),
    ("gpg1", "result, RSA", "k1; seal_result --message-key key.asc; g1 -d out"),
    ("gpg1", "message, RSA", "k1; seal --message-key key.asc; g1 -d out"),
    (
        "gpg1",
        "message, RSA and passphrase",
        "k1; seal --message-key key.asc --message-passphrase ferry; g1 -d out",
    ),
    ("gpg", "message, RSA 3072", "k rsa3072 rsa3072; seal --message-key key.asc; g -d out"),
    ("gpg", "message, Curve25519", "k ed25519 cv25519; seal --message-key key.asc; g -d out"),
    ("gpg", "message, NIST P-384", "k nistp384 nistp384; seal --message-key key.asc; g -d out"),
    ("node", "message, Curve25519", "js_key \"type:'ecc'\"; seal --message-key key.asc; js_open"),
    ("node", "message, X25519", "js_key \"type:'curve25519'\"; seal --message-key key.asc; js_open"),
    (
        "node",
        "message, X25519, version 6",
        "js_key \"type:'curve25519',$V6\"; seal --message-key key.asc; js_open",
    ),
    (
        "node",
        "message, X448, version 6",
        "js_key \"type:'curve448',$V6\"; seal --message-key key.asc; js_open",
    ),
];

const SEED_FILE: &str = "serial number,secret key\nT1,NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5\n";

/// The result of an upload, without seeds.
const RESULT: &str = "\"Serial number\",\"Verdict\",\"Details\"\r\n\"T1\",\"Created\",\"käfer\"\r\n";

const SHELL: &str = r#"set -e; export GNUPGHOME=$PWD
seal() { "$ROOT/target/debug/examples/convert" "$@" --to entra-csv --out out a.csv 2> /dev/null; }
seal_result() { "$ROOT/target/debug/examples/convert" "$@" --to raw --out out result.csv; }
g() { gpg --batch --quiet --pinentry-mode loopback --trust-model always "$@"; }
g1() { gpg1 --homedir . --batch --quiet --no-mdc-warning "$@"; }
k() { g --passphrase '' --quick-gen-key me "$1" sign,cert never
  g --passphrase '' --quick-add-key $(gpg --list-keys --with-colons me | awk -F: '/^fpr/{print $10;exit}') "$2" encr never
  g --armor --export me > key.asc; }
k1() { printf 'Key-Type: RSA\nKey-Length: 2048\nSubkey-Type: RSA\nSubkey-Length: 2048\nName-Real: anyone\n' > p
  g1 --quick-random --gen-key p; g1 --armor --export anyone > key.asc; }
JS="import { createRequire } from 'node:module'; import fs from 'node:fs';
const o = createRequire(process.env.ROOT + '/package.json')('openpgp');
const message = async () => o.readMessage({ binaryMessage: new Uint8Array(fs.readFileSync('out')) });"
PASSPHRASE_JS="$JS process.stdout.write((await o.decrypt({ message: await message(), passwords: ['ferry'] })).data);"
V6="config: { v6Keys: true, aeadProtect: true }"
js_key() { node --input-type=module -e "$JS
const { privateKey, publicKey } = await o.generateKey({ userIDs: [{ name: 'me' }], $1 });
fs.writeFileSync('key.asc', publicKey); fs.writeFileSync('private.asc', privateKey);"; }
js_open() { node --input-type=module -e "$JS
const decryptionKeys = await o.readPrivateKey({ armoredKey: fs.readFileSync('private.asc', 'utf8') });
process.stdout.write((await o.decrypt({ message: await message(), decryptionKeys })).data);"; }
trap 'gpgconf --kill gpg-agent 2> /dev/null || true' EXIT
"#;

/// Seals and opens every case whose program is there, and prints a table. Fails when one was not opened.
pub(crate) fn run_all() -> Outcome {
    failing(&verdicts()?, "NOT")
}

/// The same for the tests: a program that is missing is a failure, too.
pub(crate) fn prove() -> Outcome {
    let verdicts = verdicts()?;
    failing(&verdicts, "not")?;
    failing(&verdicts, "NOT")
}

fn failing(verdicts: &[String], start: &str) -> Outcome {
    match verdicts.iter().filter(|verdict| verdict.starts_with(start)).count() {
        0 => Ok(()),
        count => Err(format!("{count} were not opened")),
    }
}

fn verdicts() -> Outcome<Vec<String>> {
    build::programs()?;
    let folder = env::temp_dir().join(format!("seedferry-sealed-{}", std::process::id()));
    let mut verdicts = Vec::new();
    for (number, (program, what, lines)) in CASES.iter().enumerate() {
        let verdict = attempt(&folder.join(number.to_string()), program, lines);
        println!("{program:<10}{what:<32}{verdict}");
        verdicts.push(verdict);
    }
    fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(verdicts)
}

fn attempt(folder: &Path, program: &str, lines: &str) -> String {
    if output(Command::new("sh").args(["-c", &format!("command -v {program}")])).is_err() {
        return "not tried: the program is missing".to_owned();
    }
    let is_right = |text: &str| {
        if lines.contains("seal_result") {
            text == RESULT
        } else {
            text.contains("T1,NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5,")
        }
    };
    match opened(folder, lines) {
        Ok(text) if is_right(&text) => "opened".to_owned(),
        Ok(_) => "NOT OPENED: another content".to_owned(),
        Err(why) => format!("NOT OPENED: {why}"),
    }
}

fn opened(folder: &Path, lines: &str) -> Outcome<String> {
    let text = |error: std::io::Error| error.to_string();
    fs::create_dir_all(folder).map_err(text)?;
    crate::interop::private(folder)?;
    fs::write(folder.join("a.csv"), SEED_FILE).map_err(text)?;
    fs::write(folder.join("result.csv"), RESULT).map_err(text)?;
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{SHELL}{lines}")).current_dir(folder).env("ROOT", root());
    let done = shell.output().map_err(text)?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    Err(String::from_utf8_lossy(&done.stderr).trim().lines().last().unwrap_or_default().to_owned())
}
