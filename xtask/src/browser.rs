//! The browser of the tests: an installed Chrome or Chromium with its driver, else Debian's.

use std::path::{Path, PathBuf};

use crate::{
    Outcome,
    process::{command, output, run},
};

const BROWSERS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const BROWSER_PLACES: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
];
const DRIVERS: &[&str] = &["chromedriver"];
/// Programs of others, and Debian's packages with them.
const PROGRAMS: [(&str, &str); 3] = [("gpg", "gnupg"), ("gpg1", "gnupg1"), ("7z", "p7zip-full")];

const HOW: &str = "Install Chrome or Chromium and the chromedriver of the same version (on Debian: apt-get install chromium \
                   chromium-driver), or name them in CHROME and CHROMEDRIVER";

/// Where a browser and its driver stand.
pub(crate) struct Browser {
    pub(crate) chrome: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Finds them, or installs Debian's packages when this user may.
pub(crate) fn find() -> Outcome<Browser> {
    if let Some(browser) = installed() {
        return Ok(browser);
    }
    install(&["chromium", "chromium-driver"], HOW)?;
    installed().ok_or_else(|| HOW.to_owned())
}

fn installed() -> Option<Browser> {
    Some(Browser {
        chrome: locate("CHROME", BROWSERS, BROWSER_PLACES)?,
        driver: locate("CHROMEDRIVER", DRIVERS, &[])?,
    })
}

/// The file that `variable` names, else the first of `names` in the search path, else the first of `places` that exists.
fn locate(variable: &str, names: &[&str], places: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable).filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let ending = std::env::consts::EXE_SUFFIX;
    let on_path = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(format!("{name}{ending}"))));
    on_path.chain(places.iter().map(PathBuf::from)).find(|file| file.is_file())
}

/// The programs of others that tests exchange files with, installed where they are missing and can be.
pub(crate) fn find_programs() -> Outcome {
    let missing: Vec<&str> = PROGRAMS
        .iter()
        .filter(|(name, _)| locate("", &[name], &[]).is_none())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing, "GnuPG 1.4 and 2.x and 7-Zip are needed; on Debian: gnupg, gnupg1 and p7zip-full")
}

fn install(packages: &[&str], how: &str) -> Outcome {
    let root = output(command("id").arg("-u")).is_ok_and(|id| id == "0");
    if !root || !Path::new("/usr/bin/apt-get").exists() {
        return Err(format!("programs are missing: {}. {how}", packages.join(", ")));
    }
    println!("Installing Debian's {}", packages.join(", "));
    let apt = |arguments: &[&str]| {
        run(command("apt-get").env("DEBIAN_FRONTEND", "noninteractive").arg("-qq").args(arguments))
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}
