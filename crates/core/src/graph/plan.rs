//! What an upload will do to each token: the batch set against the tenant's inventory.

use std::collections::HashMap;

use seedferry_protocol::{ExportOptions, TargetFormat};

use super::{Device, DryRun, run::Difference};
use crate::{
    conversion,
    diagnostic::{Diagnostic, Problem},
    token::{Batch, SerialNumber, Token},
};

/// What will become of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It can be created.
    New,
    /// The tenant has its serial number; with differences, it may be another token. Seeds cannot be compared.
    AlreadyThere {
        /// Object id in the tenant.
        id: String,
        /// What the tenant has otherwise.
        differences: Vec<Difference>,
    },
    /// Its serial number stands twice in the batch.
    Twice(Problem),
    /// Entra does not take it, or something in it is wrong.
    NotForEntra(Problem),
}

/// One token of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index into the batch.
    pub token: u32,
    /// What will become of it.
    pub fate: Fate,
    /// Whether it is to be uploaded. Only what is new can be.
    pub ticked: bool,
}

/// The plan of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UploadPlan {
    rows: Vec<Row>,
}

/// How many tokens have each fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New.
    pub new: usize,
    /// New and ticked.
    pub ticked: usize,
    /// There already, and equal as far as it shows.
    pub already_there: usize,
    /// There already, with differences.
    pub different: usize,
    /// Twice in the batch.
    pub twice: usize,
    /// Not for Entra.
    pub not_for_entra: usize,
}

impl UploadPlan {
    /// Sets the chosen tokens, given as indices into the batch, against the whole inventory. What is new is ticked.
    pub fn new(batch: &Batch, chosen: &[u32], inventory: &[Device]) -> Self {
        let of_entra = conversion::check_target(batch, TargetFormat::EntraJson, &ExportOptions::default());
        Self::checked(batch, chosen, inventory, [&conversion::check_whole(batch), &of_entra])
    }

    /// As [`Self::new`], for whoever knows the findings already: those of [`conversion::check_whole`], and those of
    /// [`conversion::check_target`] for Entra.
    pub fn checked(
        batch: &Batch,
        chosen: &[u32],
        inventory: &[Device],
        findings: [&[Diagnostic]; 2],
    ) -> Self {
        let options = ExportOptions::default();
        let staying = conversion::staying(batch, findings, chosen, TargetFormat::EntraJson, &options);
        let mut staying: HashMap<u32, Problem> = staying.into_iter().collect();
        let devices: HashMap<_, _> =
            inventory.iter().map(|device| (device.serial.as_str(), device)).collect();
        let rows = chosen.iter().filter_map(|index| {
            let token = token_at(batch, *index)?;
            let serial = token.serial.as_ref().map(SerialNumber::as_str);
            let device = serial.and_then(|serial| devices.get(serial).copied());
            let fate = fate(token, staying.remove(index), device);
            Some(Row { token: *index, ticked: fate == Fate::New, fate })
        });
        Self { rows: rows.collect() }
    }

    /// The rows, in the order of the choice.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Ticks a row, given by its place, or takes the tick away; nothing happens to a row that is not new.
    pub fn tick(&mut self, row: usize, ticked: bool) {
        if let Some(row) = self.rows.get_mut(row).filter(|row| row.fate == Fate::New) {
            row.ticked = ticked;
        }
    }

    /// Counts the fates.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            counts.ticked += usize::from(row.ticked);
            *match &row.fate {
                Fate::New => &mut counts.new,
                Fate::AlreadyThere { differences, .. } if differences.is_empty() => &mut counts.already_there,
                Fate::AlreadyThere { .. } => &mut counts.different,
                Fate::Twice(_) => &mut counts.twice,
                Fate::NotForEntra(_) => &mut counts.not_for_entra,
            } += 1;
        }
        counts
    }

    /// The rows, for whoever carries the plan out.
    pub fn into_rows(self) -> Vec<Row> {
        self.rows
    }

    /// Whether anything is to be uploaded.
    pub fn is_ticked(&self) -> bool {
        self.rows.iter().any(|row| row.ticked)
    }

    /// The requests that would create what is ticked, at most `chunk` tokens in each.
    pub fn dry_run<'b>(&self, batch: &'b Batch, chunk: usize) -> DryRun<'b> {
        DryRun::new(self.ticked(batch).collect(), chunk)
    }

    fn ticked<'b>(&self, batch: &'b Batch) -> impl Iterator<Item = &'b Token> {
        self.rows.iter().filter(|row| row.ticked).filter_map(|row| token_at(batch, row.token))
    }
}

/// What the tenant has comes before what the file has: a token that is there needs no correction of the file.
fn fate(token: &Token, problem: Option<Problem>, device: Option<&Device>) -> Fate {
    match (problem, device) {
        (Some(problem), _) if problem.is_twice() => Fate::Twice(problem),
        (_, Some(device)) => {
            Fate::AlreadyThere { id: device.id.clone(), differences: Difference::all(token, device) }
        }
        (Some(problem), None) => Fate::NotForEntra(problem),
        (None, None) => Fate::New,
    }
}

fn token_at(batch: &Batch, index: u32) -> Option<&Token> {
    batch.tokens.get(usize::try_from(index).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        secret::Seed,
        token::{HashFunction, Interval, Origin},
    };

    fn token(serial: &str, row: u32) -> Token {
        Token {
            serial: SerialNumber::parse(serial),
            seed: Seed::new(vec![u8::try_from(row).unwrap(); 20]),
            hash: Some(HashFunction::Sha1),
            interval: Interval::new(30),
            manufacturer: Some("Contoso".to_owned()),
            model: Some("C100".to_owned()),
            ..Token::new(Origin { source: 0, row })
        }
    }

    fn device(serial: &str, model: &str) -> Device {
        let text = format!(
            r#"{{"id":"d","serialNumber":"{serial}","manufacturer":"Contoso","model":"{model}","hashFunction":"hmacsha1"}}"#
        );
        Device::read(&serde_json::from_str(&text).unwrap()).unwrap()
    }

    #[test]
    fn every_token_has_its_fate() {
        let mut tokens = vec![
            token("A1", 1),
            token("A2", 2),
            token("A3", 3),
            token("A4", 4),
            token("A4", 5),
            Token { interval: Interval::new(45), ..token("A6", 6) },
            token("A7", 7),
        ];
        tokens.push(Token { seed: None, ..token("A8", 8) });
        let batch = Batch { tokens, ..Batch::default() };
        let inventory = [device("A2", "C100"), device("A3", "C200"), device("Z9", "C100")];
        let mut plan = UploadPlan::new(&batch, &[0, 1, 2, 3, 4, 5, 6, 7, 99], &inventory);
        let letters: String = plan
            .rows()
            .iter()
            .map(|row| match &row.fate {
                Fate::New => 'n',
                Fate::AlreadyThere { differences, .. } if differences.is_empty() => 'a',
                Fate::AlreadyThere { differences, .. } => {
                    assert_eq!(differences, &[Difference::Model]);
                    'd'
                }
                Fate::Twice(_) => 't',
                Fate::NotForEntra(_) => 'x',
            })
            .collect();
        assert_eq!(letters, "nadttxnx");
        plan.tick(0, false);
        plan.tick(1, true);
        let counts = plan.counts();
        assert_eq!((counts.new, counts.ticked, counts.different, counts.not_for_entra), (2, 1, 1, 2));
        let dry = plan.dry_run(&batch, 100);
        let (_, path) = DryRun::line();
        assert_eq!(
            (dry.requests(), path.as_str()),
            (1, "/beta/directory/authenticationMethodDevices/hardwareOathDevices")
        );
        let body = dry.body(0);
        assert!(body.contains("\"A7\"") && body.contains("•"), "{body}");
        assert!(
            !body.contains(crate::encoding::write_base32(batch.tokens[6].seed.as_ref().unwrap()).as_str())
        );
    }
}
