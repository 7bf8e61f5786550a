//! The core from the command line: opens seed files and writes their tokens.
//!
//! `convert [--passphrase TEXT]… [--key FILE]… [--psk HEX] [--from FORMAT] --to FORMAT [--out FILE|FOLDER] FILE…`

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
    diagnostic::Diagnostic,
    envelope::{Cause, OpenError, Secrets},
    format::{FileFormat, token_list},
    opening,
    secret::KeyFile,
    token::Batch,
};
use seedferry_protocol::{ExportOptions, Passphrase, Severity, TargetFormat};

const USAGE: &str =
    "usage: convert [--passphrase TEXT]... [--key FILE]... [--psk HEX] [--from FORMAT] --to FORMAT \
                     [--out FILE|FOLDER] FILE...
  FORMAT after --from: entra-csv, entra-json, dualshield, duo-csv, oath-csv, pskc, safenet, nexus, otpauth,
                       multiotp, phenixid, privacyidea, yubico, yubico-log, usersfile, uap, table
  FORMAT after --to:   entra-csv, entra-json, tokens, raw";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(text)) => {
            eprintln!("{text}\n{USAGE}");
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
    files: Vec<(String, Vec<u8>)>,
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
            "--key" => self.secrets.key_files.push(KeyFile::new(base_name(&value), read(&value)?)),
            "--from" => self.from = Some(FileFormat::from_id(&value).ok_or_else(|| unknown_format(&value))?),
            "--to" => self.to = Some(target(&value)?),
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
        "entra-json" => Ok(Target::Format(TargetFormat::EntraJson)),
        "entra-csv" => Ok(Target::Format(TargetFormat::EntraCsv)),
        _ => Err(unknown_format(id)),
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
    let files = opening::open_raw(request.files, &request.secrets, &mut |_| ())?.files;
    let folder = request.out.as_deref().filter(|out| out.is_dir());
    match (folder, files.as_slice()) {
        (_, []) => Err(OpenError { path: Vec::new(), cause: Cause::Empty }.into()),
        (Some(folder), files) => {
            let mut taken = BTreeSet::new();
            files.iter().try_for_each(|file| {
                let name = free_name(&base_name(file.path.last().map_or("", String::as_str)), &mut taken);
                save(&folder.join(name), &file.bytes)
            })
        }
        (None, [file]) => put(request.out.as_deref(), &file.bytes),
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
    let batch = opening::open_as(request.files, &request.secrets, request.from, &mut |_| ())?;
    report(&batch, &[]);
    // EXPOSE: the user asked for the tokens with their seeds.
    put(request.out.as_deref(), token_list::write(&batch.tokens).expose())
}

fn convert(request: Request, target: TargetFormat) -> Result<(), Failure> {
    let batch = opening::open_as(request.files, &request.secrets, request.from, &mut |_| ())?;
    report(&batch, &check_batch(&batch, target));
    let all: Vec<u32> = (0..).zip(&batch.tokens).map(|(index, _)| index).collect();
    let plan = conversion::plan(&batch, &all, target, &ExportOptions::default());
    for loss in &plan.losses {
        eprintln!("note: {}: {} ({} of {} tokens)", target_name(target), loss.what, loss.tokens, all.len());
    }
    let content = conversion::write(&batch, &plan, 0).ok_or_else(|| nothing_to_write(&batch))?;
    // EXPOSE: the user asked for this file.
    put(request.out.as_deref(), content.expose())
}

fn target_name(target: TargetFormat) -> &'static str {
    match target {
        TargetFormat::EntraJson => "entra-json",
        TargetFormat::EntraCsv => "entra-csv",
    }
}

fn nothing_to_write(batch: &Batch) -> OpenError {
    let path = batch.sources.first().map_or_else(Vec::new, |source| vec![source.name.clone()]);
    OpenError {
        path,
        cause: Cause::Damaged("None of its tokens can be written, see the findings".to_owned()),
    }
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
