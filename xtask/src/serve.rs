//! `cargo xtask serve`: the page on localhost, with the production headers.

use crate::{
    Outcome, build,
    process::{command, root},
    server, tenant,
    tools::{fetch_crates, prepare, with_tools},
};

const PORT: u16 = 8080;
/// Another address, because the release page is kept by the browser and would be shown in place of the one being written.
const PORT_DEV: u16 = 8081;

/// Builds, if needed, and serves until Ctrl+C.
pub(crate) fn run(options: &[&str]) -> Outcome {
    let options = Options::parse(options)?;
    let listener = server::listen(options.port)?;
    let folder = if options.dev {
        watch()?
    } else {
        build::release(seedferry_protocol::Cloud::Global)?;
        build::dist()
    };
    let _tenant = options.tenant.then(tenant::start).transpose()?;
    println!("Seedferry is on http://localhost:{}  (Ctrl+C ends it)", options.port);
    server::serve(&listener, folder);
    Ok(())
}

struct Options {
    port: u16,
    dev: bool,
    tenant: bool,
}

impl Options {
    fn parse(options: &[&str]) -> Outcome<Self> {
        let (mut port, mut dev, mut tenant) = (None, false, false);
        let mut options = options.iter();
        while let Some(option) = options.next() {
            match *option {
                "--dev" => dev = true,
                "--tenant" => tenant = true,
                "--port" => {
                    let number = options.next().and_then(|number| number.parse().ok());
                    port = Some(number.ok_or("--port needs a number from 1 to 65535")?);
                }
                other => return Err(format!("serve does not know {other}")),
            }
        }
        Ok(Self { port: port.unwrap_or(if dev { PORT_DEV } else { PORT }), dev, tenant })
    }
}

/// Starts Trunk, which builds again after every change, and leaves it running. Reload the page by hand: Trunk's own
/// reload needs an inline script, which the policy forbids.
fn watch() -> Outcome<std::path::PathBuf> {
    prepare()?;
    fetch_crates()?;
    let folder = root().join("target/dist-dev");
    println!("Building without optimization, again after every change. Reload the page to see it");
    let mut trunk = command("trunk");
    trunk.args(["watch", "--log", "info", "--dist"]).arg(&folder);
    with_tools(&mut trunk)?.spawn().map_err(|error| format!("trunk: {error}"))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options() {
        for (options, expected) in [
            (&[][..], Some((8080, false, false))),
            (&["--dev"], Some((8081, true, false))),
            (&["--port", "9000", "--dev", "--tenant"], Some((9000, true, true))),
            (&["--port"], None),
            (&["--port", "99999"], None),
            (&["--fast"], None),
        ] {
            let parsed =
                Options::parse(options).ok().map(|options| (options.port, options.dev, options.tenant));
            assert_eq!(parsed, expected, "{options:?}");
        }
    }
}
