//! Seals a built page: content hashes in the names of the files that Trunk leaves without, integrity for everything
//! that runs, the policy, and the header files of hosts. What it makes of index.html is the whole trust in all other files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use data_encoding::{BASE64, HEXLOWER};
use sha2::{Digest, Sha256};

use crate::{
    Outcome, build::collect, dist, imports, lean, offline, policy, process::root, sign_in, styles,
    tools::read,
};

const POLICY_PLACE: &str = r#"<meta name="seedferry-policy">"#;
/// As Trunk names the vault's files, after its package.
const VAULT: &str = "seedferry-vault";
const PAGE_WASM: &str = "seedferry_bg.wasm";

/// Seals the folder that Trunk names.
pub(crate) fn run() -> Outcome {
    let folder =
        std::env::var_os("TRUNK_STAGING_DIR").ok_or("TRUNK_STAGING_DIR is not set: Trunk calls this")?;
    seal(Path::new(&folder))
}

/// Seals the built page in `folder`. Fails when something in it is not as expected.
fn seal(folder: &Path) -> Outcome {
    let index = folder.join("index.html");
    let html = text(&index)?;
    refuse_inline(&html)?;
    let (html, trunks_script) = cut(&html, r#"<script type="module" id="boot""#, "</script>")?;
    // Trunk's hints: the glue's is not a promise in every browser, and the wasm's integrity is ignored in all.
    let (html, _) = cut(&html, r#"<link rel="modulepreload""#, ">")?;
    let (html, _) = cut(&html, r#"<link rel="preload""#, ">")?;
    let html = styles::bundle(folder, &html)?;
    let cloud = sign_in::cloud()?;
    let scripts = scripts(folder, &trunks_script, cloud.name())?;
    let meta = format!(r#"<meta http-equiv="Content-Security-Policy" content="{}">"#, policy::meta(cloud));
    let html = replace_once(&html, POLICY_PLACE, &meta)?;
    let html = replace_once(&html, "</head>", &format!("{scripts}</head>"))?;
    fs::write(&index, html).map_err(|error| format!("{}: {error}", index.display()))?;
    refuse_paths(folder, &root().to_string_lossy())?;
    offline::write(folder)?;
    dist::host_files(folder, cloud)
}

/// A built file that names the folder it was built in differs from machine to machine, and tells who built it.
fn refuse_paths(folder: &Path, place: &str) -> Outcome {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    for file in files {
        if read(&file)?.windows(place.len()).any(|part| part == place.as_bytes()) {
            return Err(format!("{} names the folder {place}", file.display()));
        }
    }
    Ok(())
}

/// The element that starts the page: one module, the page's glue with boot.js behind it. A second file that boot.js imports
/// would have no integrity of its own: browsers forget that an element's integrity failed, and fetch again.
fn scripts(folder: &Path, trunks_script: &str, cloud: &str) -> Outcome<String> {
    let glue = folder.join(attribute(trunks_script, "data-js")?.trim_start_matches("./"));
    let wasm = page_wasm(folder, attribute(trunks_script, "data-wasm")?, &glue)?;
    join_boot(folder, &glue)?;
    let boot = hashed(folder, "boot.js")?;
    let glue = folder.join(format!("{VAULT}.js"));
    dist::write(&glue, &lean::script(&text(&glue)?))?;
    let vault_js = hashed(folder, &format!("{VAULT}.js"))?;
    let vault_wasm = hashed(folder, &format!("{VAULT}_bg.wasm"))?;
    self_contained(&folder.join(&vault_js.name), &["function initSync(", "function start("])?;
    let msal = sign_in::seal(folder)?;
    let files = [("wasm", &wasm), ("vault-js", &vault_js), ("vault-wasm", &vault_wasm), ("msal", &msal)];
    let data = files.map(|(what, file)| {
        format!(r#"data-{what}="{}" data-{what}-integrity="{}""#, file.name, file.integrity)
    });
    Ok(format!(
        r#"  <link rel="preload" as="fetch" type="application/wasm" crossorigin="anonymous" href="{}">
    <script type="module" id="boot" src="{}" integrity="{}" data-cloud="{cloud}" {}></script>
  "#,
        wasm.name,
        boot.name,
        boot.integrity,
        data.join(" "),
    ))
}

/// Stands between the page's glue and what starts it, in the one script of the page.
pub(crate) const START: &str =
    "{ // What follows is in a block of its own, so that its names and those of the glue do not meet.\n";

/// Puts the page's glue, which is lean already, before boot.js and its loader.
fn join_boot(folder: &Path, glue: &Path) -> Outcome {
    let boot = folder.join("boot.js");
    self_contained(glue, &["function __wbg_init("])?;
    let js = root().join("js");
    let part = |path: PathBuf| Ok::<_, String>(lean::script(&text(&path)?));
    let joined = [
        text(glue)?,
        START.to_owned(),
        part(js.join("msal_bridge.js"))?,
        part(js.join("hosted.js"))?,
        part(js.join("offline.js"))?,
        part(boot.clone())?,
        "}\n".to_owned(),
    ]
    .concat();
    fs::write(&boot, joined).map_err(|error| format!("{}: {error}", boot.display()))?;
    fs::remove_file(glue).map_err(|error| format!("{}: {error}", glue.display()))
}

/// A text file; the error names it.
pub(crate) fn text(path: &Path) -> Outcome<String> {
    String::from_utf8(read(path)?).map_err(|_| format!("{} is not UTF-8", path.display()))
}

/// The `integrity` attribute for these bytes, which is how a policy names an inline element as well. The same hash as in
/// `SHA256SUMS`, so that the page can show what it was checked against.
pub(crate) fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(bytes)))
}

/// A name for these bytes, in lower-case hex.
pub(crate) fn hex_hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// A file under its content's name.
pub(crate) struct Sealed {
    /// Its name in the folder.
    pub(crate) name: String,
    /// Its `integrity` attribute.
    pub(crate) integrity: String,
}

/// The page's wasm, which like its glue gets short names for its imports. Trunk names it after what it was before wasm-opt: with other options it would be another file of the same
/// name, which browsers never ask for again.
fn page_wasm(folder: &Path, trunks_name: &str, glue: &Path) -> Outcome<Sealed> {
    let old = folder.join(trunks_name.trim_start_matches("./"));
    let (wasm, script) = imports::shorten(&read(&old)?, &lean::script(&text(glue)?))?;
    dist::write(glue, &script)?;
    fs::write(folder.join(PAGE_WASM), wasm).map_err(|error| format!("{PAGE_WASM}: {error}"))?;
    fs::remove_file(&old).map_err(|error| format!("{}: {error}", old.display()))?;
    hashed(folder, PAGE_WASM)
}

/// Renames a file of `folder` after its content.
pub(crate) fn hashed(folder: &Path, name: &str) -> Outcome<Sealed> {
    let old: PathBuf = folder.join(name);
    let bytes = read(&old)?;
    let hash: String = hex_hash(&bytes).chars().take(16).collect();
    let (stem, ending) = match name.strip_suffix("_bg.wasm") {
        Some(stem) => (stem, "_bg.wasm"),
        None => name.split_once('.').map_or((name, ""), |(stem, _)| (stem, ".js")),
    };
    let name = format!("{stem}-{hash}{ending}");
    fs::rename(&old, folder.join(&name)).map_err(|error| format!("{}: {error}", old.display()))?;
    Ok(Sealed { name, integrity: integrity(&bytes) })
}

/// Glue must be one file, because only one is checked (and a blob would find no other), with the names that are called.
fn self_contained(glue: &Path, names: &[&str]) -> Outcome {
    let text = text(glue)?;
    if text.lines().any(|line| line.starts_with("import ")) {
        return Err(format!(
            "{} imports another file, which is not checked: a crate brings a JavaScript snippet",
            glue.display()
        ));
    }
    match names.iter().find(|name| !text.contains(**name)) {
        Some(name) => Err(format!("{} has no `{name}`, which js/boot.js calls", glue.display())),
        None => Ok(()),
    }
}

/// The policy forbids scripts and styles in the page itself; better to hear it here than in a browser.
fn refuse_inline(html: &str) -> Outcome {
    for (position, _) in html.match_indices("<script") {
        let element = html.get(position..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        if !element.contains(" src=") {
            return Err(format!("index.html holds an inline script: {element}>"));
        }
    }
    match ["<style", " style=\"", " onload=", " onerror="].iter().find(|sign| html.contains(**sign)) {
        Some(sign) => Err(format!("index.html holds `{sign}`, which the policy forbids")),
        None => Ok(()),
    }
}

/// Takes the one element that begins and ends so out of the page.
pub(crate) fn cut(html: &str, begin: &str, end: &str) -> Outcome<(String, String)> {
    let missing = || format!("index.html has no `{begin}`");
    let (before, rest) = html.split_once(begin).ok_or_else(missing)?;
    let (middle, after) = rest.split_once(end).ok_or_else(missing)?;
    if after.contains(begin) {
        return Err(format!("index.html has more than one `{begin}`"));
    }
    Ok((format!("{before}{after}"), format!("{begin}{middle}{end}")))
}

/// The value of an element's attribute.
pub(crate) fn attribute<'a>(element: &'a str, name: &str) -> Outcome<&'a str> {
    let value = element.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.map(|(value, _)| value).ok_or_else(|| format!("{element} has no {name}"))
}

/// Fills a place that must occur exactly once.
pub(crate) fn replace_once(text: &str, place: &str, with: &str) -> Outcome<String> {
    match text.matches(place).count() {
        1 => Ok(text.replace(place, with)),
        count => Err(format!("index.html holds `{place}` {count} times, not once")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_code_is_refused() {
        for (html, good) in [
            (r#"<script type="module" src="a.js"></script>"#, true),
            ("<script>alert(1)</script>", false),
            (r#"<p style="color:red">"#, false),
            (r#"<img onerror="x">"#, false),
            ("<style>p{}</style>", false),
        ] {
            assert_eq!(refuse_inline(html).is_ok(), good, "{html}");
        }
    }

    #[test]
    fn the_integrity_is_what_browsers_compute() {
        // `printf 'alert(1)' | openssl dgst -sha256 -binary | base64`
        let expected = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=";
        assert_eq!(integrity(b"alert(1)"), expected);
    }

    #[test]
    fn a_file_that_names_its_folder_is_refused() {
        let folder = std::env::temp_dir().join(format!("seedferry-seal-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.wasm"), "\0asm at /home/me/seedferry/src/main.rs").unwrap();
        let verdicts =
            ["/home/me/seedferry", "/home/you/seedferry"].map(|place| refuse_paths(&folder, place).is_ok());
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(verdicts, [false, true]);
    }

    #[test]
    fn one_element_is_cut_out() {
        let (rest, element) = cut("a<link x=\"1\">b", "<link", ">").unwrap();
        assert_eq!((rest.as_str(), attribute(&element, "x").unwrap()), ("ab", "1"));
        assert!(cut("ab", "<link", ">").is_err());
        assert!(cut("<link><link>", "<link", ">").is_err());
    }

    #[test]
    fn a_place_is_filled_once_or_not_at_all() {
        assert_eq!(replace_once("a-b", "-", "+").unwrap(), "a+b");
        assert!(replace_once("ab", "-", "+").is_err());
        assert!(replace_once("a-b-", "-", "+").is_err());
    }
}
