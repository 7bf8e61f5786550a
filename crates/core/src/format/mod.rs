//! Seed file formats: each module parses and writes one. Formats know nothing of envelopes or targets.

mod bare_table;
pub(crate) mod custom_csv;
mod draft;
pub(crate) mod dualshield;
pub(crate) mod duo_csv;
pub mod entra_csv;
pub mod entra_json;
mod field;
mod foreign;
mod nexus;
mod oath_csv;
pub(crate) mod okta_csv;
mod otpauth;
mod output;
mod pskc;
pub(crate) mod safeid_csv;
mod safenet;
pub(crate) mod salesforce_csv;
mod seed_column;
mod table;
pub mod token_list;
mod value;
mod xml;

pub(crate) use value::is_object_id;
pub(crate) use xml::is_xml_text;

use serde::{Deserialize, Serialize};

use crate::{
    diagnostic::Diagnostic,
    encoding::text::{self, Text, TextEncoding},
    envelope::{Cause, Content, Secrets},
    token::Token,
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
}

/// What a seed file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Its tokens, one for each row or element, readable or not.
    pub tokens: Vec<Token>,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
}

impl FileFormat {
    /// All of them.
    pub const ALL: [Self; 12] = [
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
        }
    }

    /// What a token stands in: `row` of a table, `element` of a document.
    pub fn row_word(self) -> &'static str {
        match self {
            Self::EntraJson | Self::DualShield | Self::Pskc | Self::SafeNet => "element",
            _ => "row",
        }
    }
}

/// Tells the format by the content alone; else what the content is, where that is known.
pub fn sniff(content: &Content) -> Result<FileFormat, Cause> {
    let text = text_of(content)?;
    let body = text.as_str().trim_start();
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
        return entra_json::recognises(body).then_some(FileFormat::EntraJson).ok_or_else(foreign::other_json);
    }
    if nexus::recognises(body) {
        return Ok(FileFormat::Nexus);
    }
    let tables = [
        (FileFormat::OktaCsv, okta_csv::recognises as fn(&str) -> bool),
        (FileFormat::SalesforceCsv, salesforce_csv::recognises),
        (FileFormat::SafeIdCsv, safeid_csv::recognises),
        (FileFormat::EntraCsv, entra_csv::recognises),
        (FileFormat::OathCsv, oath_csv::recognises),
        (FileFormat::DuoCsv, duo_csv::recognises),
    ];
    let format = tables.into_iter().find(|(_, recognises)| recognises(body)).map(|(format, _)| format);
    format.ok_or_else(|| foreign::other_text(body))
}

/// Tells an XML format by the name of the root element.
fn by_root(text: &str) -> Result<FileFormat, Cause> {
    match foreign::root_name(text).to_ascii_lowercase().as_str() {
        "keycontainer" | "secretcontainer" => Ok(FileFormat::Pskc),
        "data" => Ok(FileFormat::DualShield),
        "tokens" => Ok(FileFormat::SafeNet),
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
    let text = text_of(content)?;
    let body = text.as_str();
    let mut parsed = match format {
        FileFormat::EntraCsv | FileFormat::OktaCsv | FileFormat::SalesforceCsv | FileFormat::SafeIdCsv => {
            entra_csv::parse(body, source)
        }
        FileFormat::EntraJson => entra_json::parse(body, source),
        FileFormat::DualShield => dualshield::parse(body, source),
        FileFormat::DuoCsv => duo_csv::parse(body, source),
        FileFormat::OathCsv => oath_csv::parse(body, source),
        FileFormat::Pskc => pskc::parse(body, source, secrets),
        FileFormat::SafeNet => safenet::parse(body, source),
        FileFormat::Nexus => nexus::parse(body, source),
        FileFormat::OtpAuth => otpauth::parse(body, source),
    }?;
    if text.encoding == TextEncoding::Windows1252 {
        parsed.findings.insert(0, foreign::windows_1252(source));
    }
    Ok(parsed)
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
