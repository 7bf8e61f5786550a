//! Seed file formats: each module parses and writes one. Formats know nothing of envelopes or targets.

mod bare_table;
pub(crate) mod batch_file;
pub mod custom_csv;
mod draft;
pub(crate) mod dualshield;
pub(crate) mod duo_csv;
pub mod entra_csv;
pub mod entra_json;
mod field;
mod foreign;
pub mod mapping;
mod nexus;
mod oath_csv;
pub(crate) mod okta_csv;
mod otpauth;
mod output;
pub(crate) mod pskc;
mod row_check;
pub(crate) mod safeid_csv;
mod safenet;
pub(crate) mod salesforce_csv;
mod seed_column;
mod server_table;
mod table;
pub mod token_list;
pub mod typed;
mod uap;
mod unkept;
pub mod user_list;
mod users_file;
mod value;
mod xml;
mod yubico_log;

pub use batch_file::{MAX_RESULTS, MAX_SOURCES};
pub(crate) use draft::length_problem;
pub(crate) use pskc::is_key_file as is_shared_key;
pub(crate) use value::{is_object_id, quotable};
pub(crate) use xml::is_xml_text;

use std::collections::HashSet;

use seedferry_protocol::{CutShort, EditField, Mapping, MappingView, SeedReading, WrongCodes};
use serde::{Deserialize, Serialize};

use self::{seed_column::SeedColumn, server_table::Server};
use crate::{
    diagnostic::{Diagnostic, Place},
    encoding::{
        SeedEncoding,
        text::{self, Text, TextEncoding},
    },
    envelope::{Cause, Content, Secrets},
    token::{Carried, SourceFile, Token},
};

/// Most tokens that are read from one file. The largest deliveries known have some 50,000.
pub const MAX_TOKENS: usize = 1_000_000;

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FileFormat {
    /// Entra MFA CSV.
    EntraCsv,
    /// Entra MFA JSON.
    EntraJson,
    /// DualShield XML.
    DualShield,
    /// Duo CSV.
    DuoCsv,
    /// The table that several OATH servers read, privacyIDEA among them.
    OathCsv,
    /// PSKC (RFC 6030).
    Pskc,
    /// SafeNet XML, formerly Aladdin's.
    SafeNet,
    /// Rows of Nexus, delimited by colons.
    Nexus,
    /// A list of `otpauth://` addresses.
    OtpAuth,
    /// A table for scripts that enrol tokens in Okta.
    OktaCsv,
    /// A table for Salesforce's data loader.
    SalesforceCsv,
    /// A table for the SafeID Token Service.
    SafeIdCsv,
    /// multiOTP's table.
    MultiOtp,
    /// `PhenixID`'s table.
    PhenixId,
    /// privacyIDEA's table with users, its second version.
    PrivacyIdea,
    /// Yubico's own table.
    Yubico,
    /// The log of Yubico's personalization tool.
    YubicoLog,
    /// liboath's users file.
    UsersFile,
    /// The token list of DualShield's predecessor.
    Uap,
    /// Any other table, by a mapping of its columns.
    Table,
    /// A batch with the work on it, saved here.
    BatchFile,
}

/// What is said about how a file is read, beside its format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// How its seeds are written; `None` leaves it to the file.
    pub seeds: Option<SeedEncoding>,
    /// What becomes of encrypted values whose message authentication code is not right.
    pub wrong_codes: WrongCodes,
    /// What becomes of a key container whose end is missing.
    pub cut_short: CutShort,
}

/// What a seed file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Its tokens, one for each row or element, readable or not.
    pub tokens: Vec<Token>,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
    /// How its seeds are written: decided over all of them, said by the file or the format, or chosen.
    pub encoding: Option<SeedEncoding>,
    /// The files that its tokens came from, where it is a batch file: tokens and findings name these. Else none.
    pub sources: Vec<SourceFile>,
    /// What else a batch file carries.
    pub carried: Carried,
}

impl FileFormat {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::EntraCsv,
        Self::EntraJson,
        Self::DualShield,
        Self::DuoCsv,
        Self::OathCsv,
        Self::Pskc,
        Self::SafeNet,
        Self::Nexus,
        Self::OtpAuth,
        Self::OktaCsv,
        Self::SalesforceCsv,
        Self::SafeIdCsv,
        Self::MultiOtp,
        Self::PhenixId,
        Self::PrivacyIdea,
        Self::Yubico,
        Self::YubicoLog,
        Self::UsersFile,
        Self::Uap,
        Self::Table,
        Self::BatchFile,
    ];

    /// The format of that command line id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// The id of the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::EntraCsv => "entra-csv",
            Self::EntraJson => "entra-json",
            Self::DualShield => "dualshield",
            Self::DuoCsv => "duo-csv",
            Self::OathCsv => "oath-csv",
            Self::Pskc => "pskc",
            Self::SafeNet => "safenet",
            Self::Nexus => "nexus",
            Self::OtpAuth => "otpauth",
            Self::OktaCsv => "okta-csv",
            Self::SalesforceCsv => "salesforce-csv",
            Self::SafeIdCsv => "safeid-csv",
            Self::MultiOtp => "multiotp",
            Self::PhenixId => "phenixid",
            Self::PrivacyIdea => "privacyidea",
            Self::Yubico => "yubico",
            Self::YubicoLog => "yubico-log",
            Self::UsersFile => "usersfile",
            Self::Uap => "uap",
            Self::Table => "table",
            Self::BatchFile => "batch",
        }
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::EntraCsv => "Entra MFA CSV",
            Self::EntraJson => "Entra MFA JSON",
            Self::DualShield => "DualShield XML",
            Self::DuoCsv => "Duo CSV",
            Self::OathCsv => "OATH CSV",
            Self::Pskc => "PSKC",
            Self::SafeNet => "SafeNet XML",
            Self::Nexus => "Nexus list",
            Self::OtpAuth => "otpauth:// list",
            Self::OktaCsv => "OKTA CSV",
            Self::SalesforceCsv => "Sales Force CSV",
            Self::SafeIdCsv => "SafeID Token Service CSV",
            Self::MultiOtp => "multiOTP CSV",
            Self::PhenixId => "PhenixID CSV",
            Self::PrivacyIdea => "privacyIDEA CSV with users",
            Self::Yubico => "Yubico CSV",
            Self::YubicoLog => "Yubico log",
            Self::UsersFile => "liboath users file",
            Self::Uap => "DualShield token list (UAP)",
            Self::Table => "Table with chosen columns",
            Self::BatchFile => "Seedferry batch file",
        }
    }

    /// What a token stands in: `row` of a table, `element` of a document.
    pub fn row_word(self) -> &'static str {
        match self {
            Self::EntraJson | Self::DualShield | Self::Pskc | Self::SafeNet | Self::Uap => "element",
            _ => "row",
        }
    }
}

/// Tells the format by the content alone; else what the content is, where that is known.
pub fn sniff(content: &Content) -> Result<FileFormat, Cause> {
    let text = text_of(content).map_err(|cause| foreign::by_name(&content.path, "").unwrap_or(cause))?;
    let body = text.as_str().trim_start();
    sniff_text(body).map_err(|cause| match cause {
        Cause::NotASeedFile(_) => foreign::by_name(&content.path, body).unwrap_or(cause),
        cause => cause,
    })
}

fn sniff_text(body: &str) -> Result<FileFormat, Cause> {
    if body.starts_with('<') {
        return by_root(body);
    }
    if let Some(cause) = foreign::by_text(body) {
        return Err(cause);
    }
    if otpauth::recognises(body) {
        return Ok(FileFormat::OtpAuth);
    }
    if body.starts_with(['{', '[']) {
        if let Some(version) = mapping::file::version(body) {
            return Err(foreign::lone_mapping(version));
        }
        if let Some(version) = custom_csv::version(body) {
            return Err(foreign::lone_layout(body, version));
        }
        if batch_file::recognises(body) {
            return Ok(FileFormat::BatchFile);
        }
        return entra_json::recognises(body).then_some(FileFormat::EntraJson).ok_or_else(foreign::other_json);
    }
    if let Some(server) = Server::of(body) {
        return Ok(of_server(server));
    }
    let tables = [
        (FileFormat::OktaCsv, okta_csv::recognises as fn(&str) -> bool),
        (FileFormat::SalesforceCsv, salesforce_csv::recognises),
        (FileFormat::SafeIdCsv, safeid_csv::recognises),
        (FileFormat::Nexus, nexus::recognises),
        (FileFormat::YubicoLog, yubico_log::recognises),
        (FileFormat::UsersFile, users_file::recognises),
        (FileFormat::EntraCsv, entra_csv::recognises),
        (FileFormat::OathCsv, oath_csv::recognises),
        (FileFormat::DuoCsv, duo_csv::recognises),
    ];
    let format = tables.into_iter().find(|(_, recognises)| recognises(body)).map(|(format, _)| format);
    format.ok_or_else(|| foreign::other_text(body))
}

fn of_server(server: Server) -> FileFormat {
    match server {
        Server::MultiOtp => FileFormat::MultiOtp,
        Server::PhenixId => FileFormat::PhenixId,
        Server::PrivacyIdea => FileFormat::PrivacyIdea,
        Server::Yubico => FileFormat::Yubico,
    }
}

/// Tells an XML format by the name of the root element.
fn by_root(text: &str) -> Result<FileFormat, Cause> {
    match foreign::root_name(text).to_ascii_lowercase().as_str() {
        "keycontainer" | "secretcontainer" => Ok(FileFormat::Pskc),
        "data" => Ok(FileFormat::DualShield),
        "tokens" => Ok(FileFormat::SafeNet),
        "tokenlist" => Ok(FileFormat::Uap),
        _ => Err(foreign::by_markup(text)),
    }
}

/// Reads a seed file. `source` is the index that tokens and findings name as their file.
///
/// Fails only when the file as a whole cannot be read; a row that cannot be read is a token with findings.
pub fn parse(content: &Content, format: FileFormat, source: u32) -> Result<Parsed, Cause> {
    parse_with(content, format, source, &Secrets::default())
}

/// As [`parse`], with what may open values that a format encrypts itself.
pub fn parse_with(
    content: &Content,
    format: FileFormat,
    source: u32,
    secrets: &Secrets,
) -> Result<Parsed, Cause> {
    parse_as(content, format, source, secrets, ReadOptions::default())
}

/// As [`parse_with`], with what was said about how the file is read.
pub fn parse_as(
    content: &Content,
    format: FileFormat,
    source: u32,
    secrets: &Secrets,
    options: ReadOptions,
) -> Result<Parsed, Cause> {
    let text = text_of(content)?;
    let body = text.as_str();
    let column = SeedColumn { source, said: options.seeds };
    let mut parsed = match format {
        FileFormat::EntraCsv | FileFormat::OktaCsv | FileFormat::SalesforceCsv | FileFormat::SafeIdCsv => {
            entra_csv::parse(body, column)
        }
        FileFormat::EntraJson => entra_json::parse(body, column),
        FileFormat::DualShield => dualshield::parse(body, column),
        FileFormat::DuoCsv => duo_csv::parse(body, column),
        FileFormat::OathCsv => oath_csv::parse(body, column),
        FileFormat::Pskc => pskc::parse(body, column, secrets, options),
        FileFormat::SafeNet => safenet::parse(body, column),
        FileFormat::Nexus => nexus::parse(body, column),
        FileFormat::OtpAuth => otpauth::parse(body, column),
        FileFormat::MultiOtp => server_table::parse(body, column, Server::MultiOtp),
        FileFormat::PhenixId => server_table::parse(body, column, Server::PhenixId),
        FileFormat::PrivacyIdea => server_table::parse(body, column, Server::PrivacyIdea),
        FileFormat::Yubico => server_table::parse(body, column, Server::Yubico),
        FileFormat::YubicoLog => yubico_log::parse(body, column),
        FileFormat::UsersFile => users_file::parse(body, column),
        FileFormat::Uap => uap::parse(body, column),
        FileFormat::BatchFile => batch_file::parse(body),
        FileFormat::Table => mapping::parse(body, source, &mapping_of(body, options.seeds)),
    }?;
    parsed.mark_assumed_types();
    if text.encoding == TextEncoding::Windows1252 {
        parsed.findings.insert(0, foreign::windows_1252(source));
    }
    Ok(parsed)
}

impl Parsed {
    /// Marks the tokens whose type was assumed, as the findings say it of them or of their whole file. What was edited in a
    /// batch file is said.
    fn mark_assumed_types(&mut self) {
        let found = self.findings.iter().filter(|finding| finding.problem.is_type_assumed());
        let places: HashSet<Place> = found.map(|finding| finding.place).collect();
        if places.is_empty() {
            return;
        }
        let edited: HashSet<u32> = self
            .carried
            .edited
            .iter()
            .filter(|(_, edited)| edited.contains(EditField::Type))
            .map(|(at, _)| *at)
            .collect();
        for (at, token) in (0..).zip(&mut self.tokens) {
            let (own, file) = (Place::from(&token.origin), Place::file(token.origin.source));
            token.type_assumed = !edited.contains(&at) && (places.contains(&own) || places.contains(&file));
        }
    }
}

/// The best guess at a mapping, with the encoding that was said.
fn mapping_of(body: &str, seeds: Option<SeedEncoding>) -> Mapping {
    let seed_encoding = seeds.map_or(SeedReading::Decided, SeedEncoding::reading);
    Mapping { seed_encoding, ..mapping::guess(body) }
}

/// Reads a table by a mapping of its columns.
pub fn parse_mapped(content: &Content, mapping: &Mapping, source: u32) -> Result<Parsed, Cause> {
    let text = text_of(content)?;
    let mut parsed = mapping::parse(text.as_str(), source, mapping)?;
    parsed.mark_assumed_types();
    Ok(parsed)
}

/// What a table looks like under the best guess, or under a saved mapping. `None` when the file is no table.
pub fn preview(content: &Content, mapping: Option<&Mapping>) -> Option<MappingView> {
    let text = text_of(content).ok()?;
    let mapping = mapping.cloned().unwrap_or_else(|| mapping::guess(text.as_str()));
    let is_table = mapping::is_table(text.as_str(), &mapping);
    is_table.then(|| mapping::preview::preview(text.as_str(), mapping, content.path.clone()))
}

/// What a table that was asked about looks like under any mapping, however little it fits.
pub fn preview_as(content: &Content, mapping: Mapping) -> Option<MappingView> {
    let text = text_of(content).ok()?;
    Some(mapping::preview::preview(text.as_str(), mapping, content.path.clone()))
}

/// The question about a file that is no table, and so is only read in a format. Nothing of it is shown.
pub fn preview_of_other(content: &Content) -> MappingView {
    mapping::preview::without_table(content.path.clone())
}

fn text_of(content: &Content) -> Result<Text<'_>, Cause> {
    if content.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Cause::Empty);
    }
    if let Some(cause) = foreign::by_magic(&content.bytes) {
        return Err(cause);
    }
    let text = text::read(&content.bytes).ok_or_else(|| Cause::NotASeedFile("A binary file".to_owned()))?;
    if text.as_str().trim().is_empty() { Err(Cause::Empty) } else { Ok(text) }
}
