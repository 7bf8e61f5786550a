//! A Python with python-pskc, for what is compared with it.

use std::path::PathBuf;

use crate::{
    Outcome,
    process::{command, output, root, run},
};

/// Newer ones may read otherwise, and take another time.
const PYTHON_PSKC: &str = "python-pskc==1.4";

/// The Python named by `PYTHON`, which has what is needed; else one of our own in `target`, made the first time.
pub(crate) fn with_pskc() -> Outcome<PathBuf> {
    if let Some(python) = std::env::var_os("PYTHON") {
        return Ok(python.into());
    }
    let folder = root().join("target/python-pskc");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let works =
        |python: &PathBuf| output(command(&python.to_string_lossy()).args(["-c", "import pskc"])).is_ok();
    if !works(&python) {
        println!("getting {PYTHON_PSKC}");
        run(command("python3").args(["-m", "venv"]).arg(&folder))?;
        run(command(&python.to_string_lossy()).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            PYTHON_PSKC,
            "cryptography",
        ]))?;
    }
    Ok(python)
}
