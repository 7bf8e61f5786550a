//! `SHA256SUMS`, as `sha256sum --check` reads it, for whoever compares a copy with a release.

use std::path::Path;

use crate::{Outcome, build::collect, dist::write as write_text, seal::hex_hash, tools::read};

const NAME: &str = "SHA256SUMS";

/// Writes the sums of all other files in and below `folder` into it.
pub(crate) fn write(folder: &Path) -> Outcome {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    let mut lines = Vec::new();
    for file in files {
        let name = file.strip_prefix(folder).map_err(|error| error.to_string())?;
        // The sums look the same on every system.
        let name =
            name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        if name != NAME {
            lines.push((name, hex_hash(&read(&file)?)));
        }
    }
    lines.sort();
    let lines: Vec<String> = lines.into_iter().map(|(name, hash)| format!("{hash}  {name}\n")).collect();
    write_text(&folder.join(NAME), &lines.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_file_has_its_sum() {
        let folder = std::env::temp_dir().join(format!("seedferry-sums-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("samples")).unwrap();
        std::fs::write(folder.join("samples/b"), "b").unwrap();
        std::fs::write(folder.join("a"), "a").unwrap();
        // Twice: its own sum is never in it.
        write(&folder).unwrap();
        write(&folder).unwrap();
        let text = std::fs::read_to_string(folder.join(NAME)).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        // `printf a | sha256sum`, `printf b | sha256sum`
        let expected = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a\n\
                        3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  samples/b\n";
        assert_eq!(text, expected);
    }
}
