//! `cargo xtask reproduce`: builds the page, and the page in one file, a second time, from a copy in another folder, and
//! compares byte for byte. So whoever has the source can say whether a page that is served somewhere was made from it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    thread,
};

use crate::{
    Outcome,
    build::{self, collect},
    process::{ROOT, command, output, root, run},
    single,
    tools::read,
};

/// The second folder is deeper and has another name; it is kept, so that the next time is quick.
const ELSEWHERE: &str = "target/elsewhere/a second folder";

/// Builds here and elsewhere, and compares. Fails with the names of the files that differ.
///
/// Both are built at once: each ends with minutes on one core, while all code is optimised as a whole.
pub(crate) fn run_all() -> Outcome {
    let copy = root().join(ELSEWHERE);
    copy_sources(&copy)?;
    thread::scope(|scope| {
        let there = scope.spawn(|| build_in(&copy));
        single::run()?;
        there.join().map_err(|_| "the second build broke off".to_owned())?
    })?;
    let mut differing = differing(&build::dist(), &copy.join("dist"))?;
    differing.extend(self::differing(&single::folder(), &copy.join("dist-single"))?);
    if differing.is_empty() {
        println!("Two builds from two folders are equal, byte for byte");
        return Ok(());
    }
    Err(format!("two builds differ in {}", differing.join(", ")))
}

fn build_in(copy: &Path) -> Outcome {
    let this = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let mut build = command(&this.to_string_lossy());
    run(build.args(["dist", "--single-file"]).current_dir(copy).env(ROOT, copy))
}

/// Brings the copy to what is here: every file that git knows or would add. What is equal already stays untouched.
fn copy_sources(copy: &Path) -> Outcome {
    let listed =
        output(command("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]))?;
    let wanted: BTreeSet<PathBuf> =
        listed.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect();
    for name in &wanted {
        // A file that was deleted here and not yet there in git.
        let Ok(bytes) = read(&root().join(name)) else { continue };
        let place = copy.join(name);
        if read(&place).is_ok_and(|there| there == bytes) {
            continue;
        }
        let folder = place.parent().unwrap_or(copy);
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        fs::write(&place, bytes).map_err(|error| format!("{}: {error}", place.display()))?;
    }
    remove_others(copy, &wanted)
}

/// Sources that are gone here would still be built there.
fn remove_others(copy: &Path, wanted: &BTreeSet<PathBuf>) -> Outcome {
    let mut files = Vec::new();
    for folder in ["src", "crates", "js", "style", "public", "xtask"] {
        collect(&copy.join(folder), &mut files)?;
    }
    for file in files {
        let name = file.strip_prefix(copy).map_err(|error| error.to_string())?;
        if !wanted.contains(name) || !root().join(name).is_file() {
            fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        }
    }
    Ok(())
}

/// The names, in and below both folders, whose bytes are not the same or which only one has.
fn differing(one: &Path, other: &Path) -> Outcome<Vec<String>> {
    let mut names = BTreeSet::new();
    for folder in [one, other] {
        let mut files = Vec::new();
        collect(folder, &mut files)?;
        names.extend(files.iter().filter_map(|file| file.strip_prefix(folder).ok().map(Path::to_path_buf)));
    }
    let differs = |name: &PathBuf| match (read(&one.join(name)), read(&other.join(name))) {
        (Ok(one), Ok(other)) => one != other,
        _ => true,
    };
    Ok(names.into_iter().filter(differs).map(|name| name.display().to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_differ_or_are_missing_are_named() {
        let folder = std::env::temp_dir().join(format!("seedferry-reproduce-{}", std::process::id()));
        let (one, other) = (folder.join("one"), folder.join("other"));
        for (place, text) in [
            (one.join("same"), "a"),
            (other.join("same"), "a"),
            (one.join("changed"), "a"),
            (other.join("changed"), "b"),
            (one.join("gone"), "a"),
            (other.join("new"), "a"),
        ] {
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        }
        let found = differing(&one, &other).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, ["changed", "gone", "new"]);
    }
}
