//! One style sheet instead of a dozen: they compress better together, and the page asks once.

use std::{fs, path::Path};

use crate::{
    Outcome, lean,
    seal::{hex_hash, text},
};

const LINK: &str = r#"<link rel="stylesheet" href=""#;

/// Puts all style sheets of the page into one, in their order, and returns the page with one link, without integrity.
pub(crate) fn bundle(folder: &Path, html: &str) -> Outcome<String> {
    let mut sheet = String::new();
    let mut rest = html;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once(LINK) {
        let (name, after) = after.split_once('"').ok_or("index.html has a link that does not end")?;
        let (_, after) = after.split_once('>').ok_or("index.html has a link that does not end")?;
        let file = folder.join(name.trim_start_matches("./"));
        sheet.push_str(&lean::style(&text(&file)?));
        fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        kept.push_str(before.trim_end());
        rest = after;
    }
    if sheet.is_empty() {
        return Err("index.html links no style sheet".to_owned());
    }
    let hash: String = hex_hash(sheet.as_bytes()).chars().take(16).collect();
    let name = format!("style-{hash}.css");
    let integrity = crate::seal::integrity(sheet.as_bytes());
    fs::write(folder.join(&name), sheet).map_err(|error| format!("{name}: {error}"))?;
    Ok(format!("{kept}\n    {LINK}{name}\" integrity=\"{integrity}\">{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, files: &[(&str, &str)], expected: Result<&str, ()>) {
        let name = hex_hash(html.as_bytes());
        let folder = std::env::temp_dir().join(format!("seedferry-styles-{name}"));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        let bundled = bundle(&folder, html);
        let sheet =
            fs::read_dir(&folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        assert_eq!(
            bundled.as_ref().map(|_| sheet.collect::<String>()).map_err(|_| ()),
            expected.map(str::to_owned)
        );
        if let Ok(html) = bundled {
            assert_eq!(html.matches(LINK).count(), 1);
            assert_eq!(html.matches("integrity=\"sha256-").count(), 1);
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn sheets_become_one_in_their_order() {
        let two = r#"<head> <link rel="stylesheet" href="./b.css" integrity="x"/> <link rel="stylesheet" href="./a.css"/> </head>"#;
        check(two, &[("a.css", "a"), ("b.css", "b")], Ok("b\na\n"));
        check(r#"<head><link rel="stylesheet" href="a.css"></head>"#, &[("a.css", "a")], Ok("a\n"));
        check(r#"<head><link rel="stylesheet" href="gone.css"></head>"#, &[], Err(()));
        check("<head></head>", &[], Err(()));
    }
}
