//! What a built page needs for signing in: Microsoft's library under its content hash, byte for byte as npm has it, its
//! bridge for `redirect.html`, and the cloud that the page is built for.

use std::{fs, path::Path};

use seedferry_protocol::Cloud;

use crate::{
    Outcome,
    process::root,
    seal::{Sealed, hashed, replace_once},
    tools::read,
};

/// Names the cloud to a build.
pub(crate) const VARIABLE: &str = "SEEDFERRY_CLOUD";
const PACKAGE: &str = "node_modules/@azure/msal-browser";
const LIBRARY: &str = "lib/msal-browser.min.js";
const BRIDGE: &str = "lib/redirect-bridge/msal-redirect-bridge.min.js";
/// What the bridge is called for. A window that did not come from a sign-in has no answer to pass on.
const CALL: &str = "\nmsalRedirectBridge.broadcastResponseToMainFrame().catch(() => {});\n";
const BRIDGE_PLACE: &str = "<script data-bridge></script>";

/// The cloud that this build is for.
pub(crate) fn cloud() -> Outcome<Cloud> {
    match std::env::var(VARIABLE) {
        Ok(name) => named(&name),
        Err(_) => Ok(Cloud::default()),
    }
}

/// The cloud of that name.
pub(crate) fn named(name: &str) -> Outcome<Cloud> {
    let names = Cloud::ALL.map(Cloud::name).join(", ");
    Cloud::named(name).ok_or_else(|| format!("no cloud is called {name}; there are {names}"))
}

/// Puts library, licence and bridge into the built page; returns the library.
pub(crate) fn seal(folder: &Path) -> Outcome<Sealed> {
    let package = root().join(PACKAGE);
    write(folder, "msal-browser.LICENSE.txt", &read(&package.join("LICENSE"))?)?;
    seal_redirect(folder, &read(&package.join(BRIDGE))?)?;
    write(folder, "msal.js", &read(&package.join(LIBRARY))?)?;
    hashed(folder, "msal.js")
}

fn seal_redirect(folder: &Path, bridge: &[u8]) -> Outcome {
    write(folder, "redirect.js", &[bridge, CALL.as_bytes()].concat())?;
    let bridge = hashed(folder, "redirect.js")?;
    let page = folder.join("redirect.html");
    let html = String::from_utf8(read(&page)?).map_err(|_| "redirect.html is not UTF-8")?;
    let script = format!(r#"<script defer src="{}" integrity="{}"></script>"#, bridge.name, bridge.integrity);
    write(folder, "redirect.html", replace_once(&html, BRIDGE_PLACE, &script)?.as_bytes())
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Outcome {
    fs::write(folder.join(name), bytes).map_err(|error| format!("{name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_answers_come_back_to_runs_one_checked_script() {
        let folder = std::env::temp_dir().join(format!("seedferry-redirect-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::copy(root().join("public/redirect.html"), folder.join("redirect.html")).unwrap();
        seal_redirect(&folder, b"var msalRedirectBridge;").unwrap();
        let html = fs::read_to_string(folder.join("redirect.html")).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(html.matches("<script").count(), 1);
        assert!(html.contains(r#"src="redirect-"#) && html.contains(r#"integrity="sha256-"#));
        assert!(html.contains("default-src 'none'") && !html.contains("data-bridge"));
    }

    #[test]
    fn a_cloud_is_one_of_the_list() {
        assert_eq!(named("us-gov-l5"), Ok(Cloud::UsGovL5));
        assert!(named("mars").is_err_and(|error| error.contains("global, us-gov-l4, us-gov-l5, china")));
    }
}
