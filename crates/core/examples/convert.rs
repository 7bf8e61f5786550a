//! The core from the command line: opens seed files and writes their tokens.
//!
//! `convert [--passphrase TEXT]… [--key FILE]… [--psk HEX]… [--psk-file FILE]… [--from FORMAT] --to FORMAT [--write-key HEX]
//! [--write-passphrase TEXT] [--suite short] [--zip-password TEXT] [--message-passphrase TEXT] [--message-key FILE]…
//! [--out FILE|FOLDER] FILE…`

#![allow(clippy::print_stderr, reason = "findings and errors belong on stderr")]

use std::{
    collections::BTreeSet,
    fs, io,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use seedferry_core::{
    conversion::{self, check_batch},
    diagnostic::{Diagnostic, Place, SeedProblem},
    entropy::Entropy,
    envelope::{Cause, OpenError, Secrets},
    format::{FileFormat, token_list},
    opening,
    seal::{PublicKey, Seal, Sealing, read_keys},
    secret::KeyFile,
    token::Batch,
};
use seedferry_protocol::{ExportOptions, Exposed, Passphrase, PskcUsers, Severity, TargetFormat};

const USAGE: &str =
    "usage: convert [--passphrase TEXT]... [--key FILE]... [--psk HEX]... [--psk-file FILE]... [--from FORMAT] --to FORMAT
               [--event-code CODE] [--write-key HEX] [--write-passphrase TEXT] [--suite short]
               [--zip-password TEXT | [--message-passphrase TEXT] [--message-key FILE]...] [--out FILE|FOLDER] FILE...
  --event-code is DualShield's product code of event-based tokens; several files need a folder
  --write-key and --write-passphrase encrypt what pskc-psk and pskc-passphrase write
  --zip-password, --message-passphrase and --message-key seal what is written as a zip or an OpenPGP message
  --suite short says the hash function in PSKC as privacyIDEA wants it
  --pskc-users uid|plain|none writes users into PSKC as UID=…, as they are, or not";

/// What may stand behind `--from` and `--to`.
fn formats() -> String {
    let from: Vec<_> = FileFormat::ALL.into_iter().map(FileFormat::id).collect();
    let to: Vec<_> = TargetFormat::ALL.into_iter().map(TargetFormat::id).chain(["tokens", "raw"]).collect();
    format!("  FORMAT after --from: {}\n  FORMAT after --to:   {}", from.join(", "), to.join(", "))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(text)) => {
            eprintln!("{text}\n{USAGE}\n{}", formats());
            ExitCode::from(2)
        }
        Err(Failure::Open(error)) => {
            eprintln!("error: {}: {error}", error.cause.kind());
            ExitCode::FAILURE
        }
    }
}

enum Failure {
    Usage(String),
    Open(OpenError),
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

/// What the command line asks for.
#[derive(Default)]
struct Request {
    secrets: Secrets,
    from: Option<FileFormat>,
    to: Option<Target>,
    out: Option<PathBuf>,
    options: ExportOptions,
    seal: Sealed,
    files: Vec<(String, Vec<u8>)>,
}

/// What the written file is sealed with.
#[derive(Default)]
struct Sealed {
    zip: Option<Passphrase>,
    passphrase: Option<Passphrase>,
    keys: Vec<PublicKey>,
}

impl Sealed {
    fn seal(&self) -> Option<Seal<'_>> {
        let message = || Seal::Message(&self.keys, self.passphrase.as_ref());
        let is_message = !self.keys.is_empty() || self.passphrase.is_some();
        self.zip.as_ref().map(Seal::Zip).or_else(|| is_message.then(message))
    }
}

#[derive(Clone, Copy)]
enum Target {
    Raw,
    Tokens,
    Format(TargetFormat),
}

fn run() -> Result<(), Failure> {
    let request = Request::parse(std::env::args().skip(1))?;
    match request.to {
        None => Err(Failure::Usage("--to is missing".to_owned())),
        Some(Target::Raw) => raw(request),
        Some(Target::Tokens) => tokens(request),
        Some(Target::Format(target)) => convert(request, target),
    }
}

impl Request {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut request = Self::default();
        while let Some(argument) = arguments.next() {
            if argument == "--" {
                arguments.by_ref().try_for_each(|file| request.add_file(&file))?;
            } else if argument.starts_with("--") {
                let value =
                    arguments.next().ok_or_else(|| Failure::Usage(format!("{argument} needs a value")))?;
                request.take(&argument, value)?;
            } else {
                request.add_file(&argument)?;
            }
        }
        if request.files.is_empty() {
            return Err(Failure::Usage("no file was given".to_owned()));
        }
        Ok(request)
    }

    fn take(&mut self, option: &str, value: String) -> Result<(), Failure> {
        match option {
            "--passphrase" | "--psk" => self.secrets.passphrases.push(Passphrase::new(value)),
            "--psk-file" => self.secrets.shared_keys.push(KeyFile::new(base_name(&value), read(&value)?)),
            "--key" => self.secrets.key_files.push(KeyFile::new(base_name(&value), read(&value)?)),
            "--from" => self.from = Some(FileFormat::from_id(&value).ok_or_else(|| unknown_format(&value))?),
            "--to" => self.to = Some(target(&value)?),
            "--event-code" => self.options.dualshield.event_product = value,
            "--write-key" => self.options.pskc.key = Some(Passphrase::new(value)),
            "--suite" => self.options.pskc.short_suite = value == "short",
            "--pskc-users" => self.options.pskc.users = users(&value)?,
            "--write-passphrase" => self.options.pskc.passphrase = Some(Passphrase::new(value)),
            "--zip-password" => self.seal.zip = Some(Passphrase::new(value)),
            "--message-passphrase" => self.seal.passphrase = Some(Passphrase::new(value)),
            "--message-key" => {
                let keys = read_keys(&read(&value)?, now());
                let refused = |problem| Failure::Usage(format!("{value}: {problem}"));
                self.seal.keys.append(&mut keys.map_err(refused)?);
            }
            "--out" => self.out = Some(value.into()),
            _ => return Err(Failure::Usage(format!("{option} is not known"))),
        }
        Ok(())
    }

    fn add_file(&mut self, path: &str) -> Result<(), Failure> {
        self.files.push((base_name(path), read(path)?));
        Ok(())
    }
}

fn target(id: &str) -> Result<Target, Failure> {
    match id {
        "raw" => Ok(Target::Raw),
        "tokens" => Ok(Target::Tokens),
        _ => TargetFormat::from_id(id).map(Target::Format).ok_or_else(|| unknown_format(id)),
    }
}

fn users(value: &str) -> Result<PskcUsers, Failure> {
    match value {
        "uid" => Ok(PskcUsers::Uid),
        "plain" => Ok(PskcUsers::Plain),
        "none" => Ok(PskcUsers::LeftOut),
        _ => Err(Failure::Usage(format!("--pskc-users is uid, plain or none, not {value}"))),
    }
}

fn unknown_format(id: &str) -> Failure {
    Failure::Usage(format!("the format {id} is not known here"))
}

fn read(path: &str) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::Usage(format!("{path}: {error}")))
}

fn base_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

fn raw(request: Request) -> Result<(), Failure> {
    let opened = opening::open_raw(request.files, &request.secrets, &mut |_| ())?;
    opened.failures.iter().for_each(|failure| eprintln!("{failure}"));
    let (seal, mut entropy, mut files) =
        (request.seal.seal(), entropy(), Vec::with_capacity(opened.files.len()));
    for file in opened.files {
        let name = base_name(file.path.last().map_or("", String::as_str));
        let content = sealed(seal, &name, Exposed::new(file.bytes.to_vec()), &mut entropy)?;
        files.push((seal.map_or_else(|| name.clone(), |seal| seal.file_name(&name)), content));
    }
    let folder = request.out.as_deref().filter(|out| out.is_dir());
    // EXPOSE: the user asked for what is inside.
    match (folder, files.as_slice()) {
        (_, []) => Err(OpenError::new(Vec::new(), Cause::Empty).into()),
        (Some(folder), files) => {
            let mut taken = BTreeSet::new();
            files.iter().try_for_each(|(name, content)| {
                save(&folder.join(free_name(name, &mut taken)), content.expose())
            })
        }
        (None, [(_, content)]) => put(request.out.as_deref(), content.expose()),
        _ => Err(Failure::Usage(format!("{} files are inside: give a folder with --out", files.len()))),
    }
}

/// Files of one name in different folders of an archive must not replace each other: the second becomes `2-NAME`.
fn free_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = name.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{number}-{name}");
    }
    free
}

fn tokens(request: Request) -> Result<(), Failure> {
    let mut batch = opening::open_as(request.files, &request.secrets, request.from, &mut |_| ())?;
    report(&batch, &[]);
    drop_altered(&mut batch);
    // EXPOSE: the user asked for the tokens with their seeds.
    put(request.out.as_deref(), token_list::write(&batch.tokens).expose())
}

/// The list for scripts has no place for findings, so a seed that was altered is not in it.
fn drop_altered(batch: &mut Batch) {
    let altered = batch.findings.iter().filter(|found| found.problem == SeedProblem::Altered.into());
    let places: BTreeSet<_> = altered.map(|found| found.place).collect();
    let tokens = batch.tokens.iter_mut();
    tokens.filter(|token| places.contains(&Place::from(&token.origin))).for_each(|token| token.seed = None);
}

fn convert(request: Request, target: TargetFormat) -> Result<(), Failure> {
    let batch = opening::open_as(request.files, &request.secrets, request.from, &mut |_| ())?;
    let options = request.options;
    report(&batch, &check_batch(&batch, target, &options));
    let all: Vec<u32> = (0..).zip(&batch.tokens).map(|(index, _)| index).collect();
    let plan = conversion::plan(&batch, &all, target, &options);
    for loss in &plan.losses {
        eprintln!("note: {}: {} ({} of {} tokens)", target.id(), loss.what, loss.tokens, all.len());
    }
    if let Some(obstacle) = plan.obstacles.first() {
        return Err(Failure::Usage(format!("{obstacle} (--write-key, --write-passphrase)")));
    }
    let mut entropy = entropy();
    let mut contents = Vec::with_capacity(plan.parts.len());
    for (number, part) in plan.parts.iter().enumerate() {
        let content = conversion::write(&batch, &plan, number, &mut entropy);
        let seal = request.seal.seal();
        let content = content.map(|content| sealed(seal, &part.file_name, content, &mut entropy));
        contents.extend(content.transpose()?);
    }
    match (contents.as_slice(), request.out.as_deref()) {
        ([], _) => Err(nothing_to_write(&batch).into()),
        // EXPOSE: the user asked for this file.
        ([content], out) if !out.is_some_and(Path::is_dir) => put(out, content.expose()),
        (contents, Some(folder)) if folder.is_dir() => {
            let mut named = plan.parts.iter().zip(contents);
            // EXPOSE: the user asked for these files.
            let seal = request.seal.seal();
            let name = |name: &str| seal.map_or_else(|| name.to_owned(), |seal| seal.file_name(name));
            named.try_for_each(|(part, content)| save(&folder.join(name(&part.file_name)), content.expose()))
        }
        _ => Err(Failure::Usage(format!("{} files are made: give a folder with --out", contents.len()))),
    }
}

/// The content, sealed where that was asked for.
fn sealed(
    seal: Option<Seal<'_>>,
    name: &str,
    content: Exposed,
    entropy: &mut Entropy,
) -> Result<Exposed, Failure> {
    let Some(seal) = seal else {
        return Ok(content);
    };
    let sealed = Sealing::begin(content, name, seal, entropy).and_then(Sealing::finish);
    sealed.map(Exposed::new).map_err(|problem| Failure::Usage(format!("{name} was not sealed. {problem}")))
}

/// The time in seconds since 1970.
#[allow(clippy::disallowed_methods, reason = "the clock is forbidden for wasm32; this never runs there")]
fn now() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs())
}

/// Random bytes of the system.
fn entropy() -> Entropy {
    let mut drawn = [0; 32];
    getrandom::fill(&mut drawn).map_or_else(|_| Entropy::default(), |()| Entropy::new(drawn))
}

fn nothing_to_write(batch: &Batch) -> OpenError {
    let path = batch.sources.first().map_or_else(Vec::new, |source| vec![source.name.clone()]);
    OpenError::new(path, Cause::Damaged("None of its tokens can be written, see the findings".to_owned()))
}

/// Prints what the readers and the checks found.
fn report(batch: &Batch, checks: &[Diagnostic]) {
    let mut findings: Vec<_> = batch.findings.iter().chain(checks).collect();
    findings.sort_by_key(|finding| finding.place);
    for finding in findings {
        let view = finding.view(batch);
        let prefix = if view.severity == Severity::Note { "note" } else { "warning" };
        let remedy = if view.remedy.is_empty() { String::new() } else { format!(" {}.", view.remedy) };
        eprintln!("{prefix}: {}: {}. {}.{remedy}", view.place, view.what, view.effect);
    }
}

fn put(out: Option<&Path>, content: &[u8]) -> Result<(), Failure> {
    match out {
        Some(path) => save(path, content),
        None => io::stdout().write_all(content).map_err(|error| Failure::Usage(format!("stdout: {error}"))),
    }
}

fn save(path: &Path, content: &[u8]) -> Result<(), Failure> {
    fs::write(path, content).map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))
}
