//! The script that keeps the page for times without network: `js/service-worker.js` behind the list of the page's files.

use std::{fs, path::Path};

use crate::{
    Outcome,
    build::collect,
    dist::write as write_text,
    policy,
    process::root,
    seal::{hex_hash, integrity},
    tools::read,
};

/// Its name is the same in every version, so that browsers find the newer one.
pub(crate) const NAME: &str = "service-worker.js";
/// What the manifest and the start screen need, in folders whose names stay.
const KEPT_FOLDERS: [&str; 2] = ["samples/", "icons/"];

/// Writes the script into `folder`, when everything else is there. A page that is rebuilt at every change goes without: it
/// would be kept as it was first. There, Trunk says `debug`.
pub(crate) fn write(folder: &Path) -> Outcome {
    if std::env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "debug") {
        return Ok(());
    }
    write_text(&folder.join(NAME), &script(&files(folder)?)?)
}

/// The names that the page asks for, and the integrity of each. The page itself, `./`, comes last.
fn files(folder: &Path) -> Outcome<Vec<(String, String)>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    let mut files = Vec::new();
    for path in paths {
        let name = path.strip_prefix(folder).map_err(|error| error.to_string())?.to_string_lossy();
        let name = name.replace('\\', "/");
        if is_kept(&name) {
            files.push((name, integrity(&read(&path)?)));
        }
    }
    files.sort();
    files.push(("./".to_owned(), integrity(&read(&folder.join("index.html"))?)));
    Ok(files)
}

/// Everything but index.html, which is kept under the address of the folder, and what only hosts and sign-in read.
fn is_kept(name: &str) -> bool {
    policy::is_hashed(name)
        || name == "manifest.json"
        || KEPT_FOLDERS.iter().any(|folder| name.starts_with(folder))
}

fn script(files: &[(String, String)]) -> Outcome<String> {
    let list: Vec<String> = files.iter().map(|(name, hash)| format!("  \"{name}\": \"{hash}\",\n")).collect();
    let list = list.concat();
    let version: String = hex_hash(list.as_bytes()).chars().take(16).collect();
    let path = root().join("js").join(NAME);
    let code = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(format!("const VERSION = \"{version}\";\nconst FILES = {{\n{list}}};\n\n{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pages_own_files_are_kept() {
        for (name, kept) in [
            ("boot-0a1b2c3d4e5f6071.js", true),
            ("seedferry-0a1b2c3d4e5f6071_bg.wasm", true),
            ("samples/a.zip", true),
            ("icons/a.png", true),
            ("manifest.json", true),
            ("index.html", false),
            ("config.json", false),
            ("wording.txt", false),
            ("redirect.html", false),
            ("SHA256SUMS", false),
            ("_headers", false),
            ("staticwebapp.config.json", false),
            (NAME, false),
        ] {
            assert_eq!(is_kept(name), kept, "{name}");
        }
    }

    #[test]
    fn another_file_is_another_version() {
        let version = |hash: &str| {
            let script = script(&[("./".to_owned(), hash.to_owned())]).unwrap();
            script.lines().next().unwrap().to_owned()
        };
        assert_eq!(version("sha256-a"), version("sha256-a"));
        assert_ne!(version("sha256-a"), version("sha256-b"));
    }
}
