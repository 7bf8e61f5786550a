//! Key pairs for seed orders from the command line, for programs of others to use: `order_key PASSPHRASE FOLDER` writes
//! `rsa-public.asc` and `rsa-private.asc`, and the like for `rsa-4096` and `curve`.

#![allow(clippy::print_stderr, reason = "errors belong on stderr")]

use std::{env, fs, io, path::Path, process::ExitCode, time::SystemTime};

use seedferry_core::{entropy::Entropy, order::key};
use seedferry_protocol::{KeyAlgorithm, KeyWish, Passphrase};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let [passphrase, folder] = words.as_slice() else {
        eprintln!("usage: order_key PASSPHRASE FOLDER");
        return ExitCode::from(2);
    };
    let passphrase = Passphrase::new(passphrase.clone());
    let kinds = [
        ("rsa", KeyAlgorithm::Rsa3072),
        ("rsa-4096", KeyAlgorithm::Rsa4096),
        ("curve", KeyAlgorithm::Curve25519),
    ];
    for (name, algorithm) in kinds {
        if let Err(error) = write(name, algorithm, &passphrase, Path::new(folder)) {
            eprintln!("{name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn write(name: &str, algorithm: KeyAlgorithm, passphrase: &Passphrase, folder: &Path) -> io::Result<()> {
    let mut drawn = [0; 32];
    getrandom::fill(&mut drawn).map_err(io::Error::other)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "a command line reads its own clock; it never runs in wasm32"
    )]
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(io::Error::other)?.as_secs();
    let wish = KeyWish { name: "me".to_owned(), email: "me@example.com".to_owned(), algorithm };
    let key = key::make(&wish, passphrase, &mut Entropy::new(drawn), now, |_| {})
        .ok_or_else(|| io::Error::other("no key was made"))?;
    fs::write(folder.join(format!("{name}-public.asc")), &key.public)?;
    // EXPOSE: to write it to disk, protected by its passphrase.
    fs::write(folder.join(format!("{name}-private.asc")), key.private.expose())
}
