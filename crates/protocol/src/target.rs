//! What a batch can be written as, and how.

use serde::{Deserialize, Serialize};

use crate::{CsvEncoding, CustomCsv, PskcOptions, SeedText};

/// What a batch can be written as. The ids are those of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TargetFormat {
    /// The body that Microsoft Graph takes: `entra-json`.
    EntraJson,
    /// The file of the older upload page: `entra-csv`.
    EntraCsv,
    /// XML of Deepnet's DualShield: `dualshield`.
    DualShield,
    /// Rows for Duo's import box: `duo-csv`.
    DuoCsv,
    /// A table for scripts that enrol tokens in Okta: `okta-csv`.
    OktaCsv,
    /// A table for Salesforce's data loader: `salesforce-csv`.
    SalesforceCsv,
    /// A table for Deepnet's SafeID Token Service: `safeid-csv`.
    SafeIdCsv,
    /// PSKC in clear: `pskc`.
    Pskc,
    /// PSKC encrypted with a pre-shared key: `pskc-psk`.
    PskcKey,
    /// PSKC encrypted with a passphrase: `pskc-passphrase`.
    PskcPassphrase,
    /// A table with columns of one's own: `custom-csv`.
    CustomCsv,
    /// The whole work on the batch, to be opened here again: `batch`.
    BatchFile,
}

/// Whom a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TargetGroup {
    /// Microsoft Entra.
    Entra,
    /// Another product.
    OtherSystems,
    /// Anybody.
    Neutral,
    /// This page.
    Own,
}

/// How it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "check boxes, each of its own")]
pub struct ExportOptions {
    /// Only the selected tokens.
    pub selected_only: bool,
    /// Write tokens with errors too, where the format can carry them.
    pub with_errors: bool,
    /// Entra JSON: at most this many tokens in one body; `None` stands for as many as one request takes.
    pub per_body: Option<u32>,
    /// Entra CSV: leave the `upn` column out.
    pub without_upn: bool,
    /// Entra CSV: spell the header `timeinterval`, as older consumers want it.
    pub old_interval_header: bool,
    /// Entra CSV: double single quotes in user principal names, as older instructions want it.
    pub double_quotes: bool,
    /// Salesforce CSV: leave tokens without a user behind.
    pub only_with_user: bool,
    /// Tables: in which characters they are written.
    pub encoding: CsvEncoding,
    /// Batch file: leave the seeds out.
    pub without_seeds: bool,
    /// DualShield: how seeds are written.
    pub seed_text: SeedText,
    /// DualShield: the codes that say maker and product.
    pub dualshield: DualShieldCodes,
    /// PSKC: how it is written and encrypted.
    pub pskc: PskcOptions,
    /// Layouts that were changed, by target. A target that is not among them has its own.
    pub layouts: Vec<(TargetFormat, CustomCsv)>,
}

/// How DualShield names maker and product. What is empty is taken from the token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DualShieldCodes {
    /// `manufacturerCode`.
    pub manufacturer: String,
    /// `productCode` of time-based tokens.
    pub product: String,
    /// `productCode` of event-based tokens. While it is empty they stay behind: nothing else in the file says the type.
    pub event_product: String,
}

impl TargetFormat {
    /// All of them, in the order of the panel.
    pub const ALL: [Self; 12] = [
        Self::EntraJson,
        Self::EntraCsv,
        Self::DualShield,
        Self::DuoCsv,
        Self::OktaCsv,
        Self::SalesforceCsv,
        Self::SafeIdCsv,
        Self::Pskc,
        Self::PskcKey,
        Self::PskcPassphrase,
        Self::CustomCsv,
        Self::BatchFile,
    ];

    /// The target of that command line id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.id() == id)
    }

    /// The id of the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::EntraJson => "entra-json",
            Self::EntraCsv => "entra-csv",
            Self::DualShield => "dualshield",
            Self::DuoCsv => "duo-csv",
            Self::OktaCsv => "okta-csv",
            Self::SalesforceCsv => "salesforce-csv",
            Self::SafeIdCsv => "safeid-csv",
            Self::Pskc => "pskc",
            Self::PskcKey => "pskc-psk",
            Self::PskcPassphrase => "pskc-passphrase",
            Self::CustomCsv => "custom-csv",
            Self::BatchFile => "batch",
        }
    }

    /// The name for people, as the vendor's order form has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::EntraJson => "Entra MFA JSON",
            Self::EntraCsv => "Entra MFA CSV",
            Self::DualShield => "DualShield",
            Self::DuoCsv => "Duo CSV",
            Self::OktaCsv => "OKTA CSV",
            Self::SalesforceCsv => "Sales Force CSV",
            Self::SafeIdCsv => "SafeID Token Service CSV",
            Self::Pskc => "PSKC, plain text",
            Self::PskcKey => "PSKC, pre-shared key",
            Self::PskcPassphrase => "PSKC, passphrase",
            Self::CustomCsv => "Custom CSV",
            Self::BatchFile => "Batch file",
        }
    }

    /// A line about it for the choice.
    pub fn hint(self) -> &'static str {
        match self {
            Self::EntraJson => "The body that Microsoft Graph takes",
            Self::EntraCsv => "The file for the older upload page",
            Self::DualShield => "XML for the console's token import",
            Self::DuoCsv => "One file per type and digits; SHA-1 only",
            Self::OktaCsv => "For scripts; layout not confirmed",
            Self::SalesforceCsv => "For the data loader; layout not confirmed",
            Self::SafeIdCsv => "Layout not confirmed",
            Self::Pskc => "RFC 6030, with the seeds in clear",
            Self::PskcKey => "RFC 6030, encrypted with a key that both sides have",
            Self::PskcPassphrase => "RFC 6030, encrypted with a passphrase",
            Self::CustomCsv => "Columns of your own",
            Self::BatchFile => "Everything as it is here, to go on another day or hand to a colleague",
        }
    }

    /// Whether its files are encrypted.
    pub fn is_encrypted(self) -> bool {
        matches!(self, Self::PskcKey | Self::PskcPassphrase)
    }

    /// Whether its files are tables in CSV.
    pub fn is_table(self) -> bool {
        matches!(
            self,
            Self::EntraCsv
                | Self::DuoCsv
                | Self::OktaCsv
                | Self::SalesforceCsv
                | Self::SafeIdCsv
                | Self::CustomCsv
        )
    }

    /// Whom it is for.
    pub fn group(self) -> TargetGroup {
        match self {
            Self::EntraJson | Self::EntraCsv => TargetGroup::Entra,
            Self::DualShield | Self::DuoCsv | Self::OktaCsv | Self::SalesforceCsv | Self::SafeIdCsv => {
                TargetGroup::OtherSystems
            }
            Self::Pskc | Self::PskcKey | Self::PskcPassphrase | Self::CustomCsv => TargetGroup::Neutral,
            Self::BatchFile => TargetGroup::Own,
        }
    }
}

impl TargetGroup {
    /// All of them, in the order of the panel.
    pub const ALL: [Self; 4] = [Self::Entra, Self::OtherSystems, Self::Neutral, Self::Own];

    /// The heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::Entra => "Microsoft Entra",
            Self::OtherSystems => "Other systems",
            Self::Neutral => "Open formats",
            Self::Own => "Seedferry",
        }
    }
}

impl ExportOptions {
    /// For [`per_body`](Self::per_body): all tokens in one body, however large.
    pub const ALL_IN_ONE: u32 = u32::MAX;

    /// The layout that the user made for a target, if any.
    pub fn layout(&self, target: TargetFormat) -> Option<&CustomCsv> {
        self.layouts.iter().find(|(of, _)| *of == target).map(|(_, layout)| layout)
    }

    /// Gives a target this layout, or its own one back.
    pub fn set_layout(&mut self, target: TargetFormat, layout: Option<CustomCsv>) {
        self.layouts.retain(|(of, _)| *of != target);
        self.layouts.extend(layout.map(|layout| (target, layout)));
    }
}
