//! What must hold after every upload.

use std::collections::HashMap;

use seedferry_core::graph::run::{Ending, Reason, Run, Verdict};

use super::generate::{Case, serial};
use crate::Kept;

impl Case {
    /// Verdicts equal the truth, nothing is there twice, nothing was done that must not be.
    pub(crate) fn check(&mut self, run: &Run) -> Result<(), String> {
        if let Some(violation) = self.tenant.violations().first() {
            return Err(format!("{violation:?}"));
        }
        let devices = self.by_serial()?;
        let was_checked = run.ending() == Some(&Ending::Checked);
        for (serial, verdict) in run.verdicts() {
            let device = devices.get(serial).copied();
            let holds = match verdict {
                Verdict::Created { id, differences, .. } => {
                    device
                        .is_some_and(|device| device.id == id && device.has_seed() && differences.is_empty())
                        && !self.before.contains(serial)
                }
                Verdict::AlreadyThere { id, differences } => {
                    device.is_some_and(|device| {
                        device.id == id && (device.model != "Other" || !differences.is_empty())
                    }) && self.before.contains(serial)
                }
                Verdict::Failed(_) | Verdict::NotTried => {
                    device.is_none() || !was_checked && self.before.contains(serial)
                }
                Verdict::Unchecked => !was_checked,
            };
            if !holds {
                let there = device.map(|device| (&device.id, device.has_seed()));
                return Err(format!(
                    "{serial}: {verdict:?}, but the tenant has {there:?}; {:?}",
                    run.ending()
                ));
            }
        }
        let there: Vec<_> = devices.keys().map(|serial| (*serial).to_owned()).collect();
        self.before.extend(there);
        Ok(())
    }

    /// All that this tenant takes is there, and the rest has Graph's reason.
    pub(crate) fn check_complete(&self, run: &Run) -> Result<(), String> {
        for (serial, verdict) in run.verdicts() {
            let is_there = matches!(verdict, Verdict::Created { .. } | Verdict::AlreadyThere { .. });
            let has_reason = matches!(verdict, Verdict::Failed(Reason::Refused(_)));
            if is_there == self.bad.contains(serial) || !is_there && !has_reason {
                return Err(format!("{serial} ends as {verdict:?}"));
            }
        }
        let devices = self.by_serial()?;
        for token in &self.tokens {
            let kept = devices.get(serial(token).as_str()).and_then(|device| device.seed.as_ref());
            if kept.is_some() && kept != token.seed.as_ref() {
                return Err(format!("{} has another seed", serial(token)));
            }
        }
        Ok(())
    }

    fn by_serial(&self) -> Result<HashMap<&str, &Kept>, String> {
        let mut devices = HashMap::new();
        for device in self.tenant.devices() {
            if devices.insert(device.serial.as_str(), device).is_some() {
                return Err(format!("{} is there twice", device.serial));
            }
        }
        Ok(devices)
    }
}
