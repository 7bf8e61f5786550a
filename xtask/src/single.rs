//! `cargo xtask dist --single-file`: the built page as one HTML file that fetches nothing, for computers without network.
//! It is made from `dist`: the same glue and wasm, with `js/embedded.js` in place of `js/hosted.js`.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use data_encoding::BASE64;
use flate2::{Compression, GzBuilder};
use seedferry_protocol::Cloud;

use crate::{
    Outcome, build, dist, lean, policy,
    process::root,
    seal::{START, attribute, cut, integrity, replace_once, text},
    sums,
    tools::read,
};

const SCRIPT: &str = "<script type=\"module\"";
const STYLE: &str = "<link rel=\"stylesheet\"";

/// Builds the page and writes `dist-single`.
pub(crate) fn run() -> Outcome {
    build::release(Cloud::Global)?;
    write()?;
    println!("dist-single/seedferry.html  one file: copy it to a computer without network and open it there");
    Ok(())
}

/// The built page in one file, with its sum.
pub(crate) fn folder() -> PathBuf {
    root().join("dist-single")
}

/// Writes `dist-single` from what is in `dist`.
pub(crate) fn write() -> Outcome {
    let folder = folder();
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    dist::write(&folder.join("seedferry.html"), &page(&build::dist())?)?;
    sums::write(&folder)
}

/// The whole page in one text.
fn page(dist: &Path) -> Outcome<String> {
    let (html, _) = cut(&text(&dist.join("index.html"))?, "<link rel=\"preload\"", ">")?;
    let (html, _) = cut(&html, "<link rel=\"manifest\"", ">")?;
    let (html, boot) = cut(&html, &format!("{SCRIPT} id=\"boot\""), "</script>")?;
    let (html, style) = take_styles(&html, dist)?;
    let script = script(&text(&dist.join(attribute(&boot, "src")?))?)?;
    inline(&script, "</script")?;
    inline(&style, "</style")?;
    let meta = policy::single_file(&integrity(script.as_bytes()), &integrity(style.as_bytes()));
    let html = replace_once(&html, &policy::meta(Cloud::Global), &meta)?;
    let html = replace_once(&html, "</head>", &format!("<style>{style}</style>\n  </head>"))?;
    let data = data(dist, &boot)?;
    replace_once(&html, "</body>", &format!("{data}<script type=\"module\">{script}</script>\n  </body>"))
}

/// Takes the links of all style sheets out of the page, and returns the sheets as one.
fn take_styles(html: &str, dist: &Path) -> Outcome<(String, String)> {
    let (mut rest, mut style) = (String::new(), String::new());
    let mut parts = html.split(STYLE);
    rest.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (link, after) = part.split_once('>').ok_or("index.html ends in a link")?;
        style.push_str(&text(&dist.join(attribute(link, "href")?))?);
        style.push('\n');
        rest.push_str(after);
    }
    if style.contains("url(") {
        return Err("a style sheet refers to a file, which one file can't".to_owned());
    }
    Ok((rest, style))
}

/// The hosted page's script with the other loader.
fn script(hosted: &str) -> Outcome<String> {
    let (glue, _) = hosted.split_once(START).ok_or("the page's script has no start behind its glue")?;
    let js = root().join("js");
    Ok(format!(
        "{glue}{START}{}{}}}\n",
        lean::script(&text(&js.join("embedded.js"))?),
        lean::script(&text(&js.join("boot.js"))?)
    ))
}

/// Elements that browsers don't run, with the packed parts.
fn data(dist: &Path, boot: &str) -> Outcome<String> {
    let mut parts = Vec::new();
    for (name, from) in
        [("page-wasm", "data-wasm"), ("vault-glue", "data-vault-js"), ("vault-wasm", "data-vault-wasm")]
    {
        parts.push((name.to_owned(), dist.join(attribute(boot, from)?)));
    }
    let mut samples = Vec::new();
    build::collect(&dist.join("samples"), &mut samples)?;
    samples.sort();
    for sample in samples {
        parts.push((format!("sample-{}", sample.file_name().unwrap_or_default().to_string_lossy()), sample));
    }
    let element = |(name, path): &(String, PathBuf)| {
        let bytes = if name == "vault-glue" { classic(&text(path)?)?.into_bytes() } else { read(path)? };
        let packed = BASE64.encode(&packed(&bytes)?);
        Ok(format!("<script type=\"application/gzip\" id=\"embedded-{name}\">{packed}</script>\n"))
    };
    parts.iter().map(element).collect()
}

/// The vault's glue as a script that is no module: a page from the disk can't start a worker from one.
fn classic(glue: &str) -> Outcome<String> {
    let glue = replace_once(glue, "\nexport { initSync, __wbg_init as default };", "")?;
    let glue = replace_once(&glue, "export function start(", "function start(")?;
    let glue = replace_once(&glue, "import.meta.url", "location.href")?;
    if glue.contains("\nexport ") {
        return Err("the vault's glue has more exports than xtask/src/single.rs knows".to_owned());
    }
    Ok(format!("\"use strict\";\n{glue}"))
}

/// Gzip without a time, so that every build is the same.
fn packed(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|error| error.to_string())
}

/// Fails when the text would end its element early, or be changed by the reader of HTML, so that its hash is another.
fn inline(text: &str, end: &str) -> Outcome {
    match [end, "<!--", "\r", "\0"].iter().find(|sign| text.contains(**sign)) {
        Some(sign) => Err(format!("a script or style holds {sign:?} and can't stand inside the page")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_its_element_is_refused() {
        for (text, good) in [
            ("let a = 1;\n", true),
            ("'</script>'", false),
            ("a<!--b", false),
            ("a\r\n", false),
            ("\0", false),
        ] {
            assert_eq!(inline(text, "</script").is_ok(), good, "{text:?}");
        }
    }

    #[test]
    fn packing_is_the_same_every_time() {
        assert_eq!(packed(b"seeds").unwrap(), packed(b"seeds").unwrap());
    }

    #[test]
    fn the_vaults_glue_loses_its_exports_or_is_refused() {
        let glue = "export function start(a) {}\nnew URL(import.meta.url);\nexport { initSync, __wbg_init as default };\n";
        let expected = "\"use strict\";\nfunction start(a) {}\nnew URL(location.href);\n";
        assert_eq!(classic(glue).unwrap(), expected);
        assert!(classic("function start(a) {}").is_err());
        assert!(classic(&format!("{glue}\nexport const a = 1;")).is_err());
    }

    #[test]
    fn the_loader_is_another() {
        assert!(script("function other() {}").is_err());
        let script = script(&format!("glue{START}fetches")).unwrap();
        assert!(script.starts_with("glue") && script.contains("const loader") && !script.contains("fetches"));
    }
}
