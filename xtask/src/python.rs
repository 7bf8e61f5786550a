//! Pythons with what our files are compared with, each in a folder of its own in `target`, made the first time.

use std::path::PathBuf;

use crate::{
    Outcome,
    process::{command, output, root, run},
};

/// A Python that has certain packages.
pub(crate) struct Python {
    folder: &'static str,
    /// The module that must be there.
    module: &'static str,
    /// Of a known version: newer ones may read otherwise, and take another time.
    packages: &'static [&'static str],
}

/// python-pskc.
pub(crate) const PSKC: Python =
    Python { folder: "python-pskc", module: "pskc", packages: &["python-pskc==1.4", "cryptography"] };

/// privacyIDEA, whose importer is a function of its library.
pub(crate) const PRIVACY_IDEA: Python =
    Python { folder: "privacyidea", module: "privacyidea.lib.importotp", packages: &["privacyidea==3.14"] };

impl Python {
    /// The program. Fails where the packages cannot be had.
    pub(crate) fn get(&self) -> Outcome<String> {
        let folder = root().join("target").join(self.folder);
        let program: PathBuf = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        let program = program.to_string_lossy().into_owned();
        if output(command(&program).args(["-c", &format!("import {}", self.module)])).is_err() {
            println!("getting {}", self.packages.join(", "));
            run(command("python3").args(["-m", "venv"]).arg(&folder))?;
            run(command(&program).args(["-m", "pip", "install", "--quiet"]).args(self.packages))?;
        }
        Ok(program)
    }
}
