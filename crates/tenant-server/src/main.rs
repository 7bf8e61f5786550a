//! The simulated tenant behind HTTPS: one port that answers as login host, as Microsoft Graph and, under the name
//! `tenant.test`, to the tests that drive it. For browsers that are told to find those hosts on this machine, see
//! `cargo xtask tenant`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks to its user")]
#![allow(
    clippy::disallowed_methods,
    reason = "clock and threads are forbidden for wasm32; this never runs there"
)]

mod config;
mod control;
mod cors;
mod faults;
mod graph;
mod hosts;
mod http;
mod log;
mod login;
mod many;
mod server;
mod sought;
mod state;
mod tls;

use std::{
    io::{self, Read},
    process::ExitCode,
    sync::{Arc, Mutex},
    thread,
};

use hosts::HOSTS;
use state::State;

/// The port unless told.
const PORT: u16 = 8443;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match Options::parse(&arguments).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Options {
    port: u16,
    /// Answers without delay.
    fast: bool,
    /// Ends when standard input does, so that it does not outlive who started it.
    attached: bool,
}

impl Options {
    fn parse(arguments: &[&str]) -> Result<Self, String> {
        let mut options = Self { port: PORT, fast: false, attached: false };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match *argument {
                "--fast" => options.fast = true,
                "--attached" => options.attached = true,
                "--port" => {
                    let number = rest.next().and_then(|number| number.parse().ok());
                    options.port =
                        number.ok_or("--port needs a number from 0 to 65535; 0 takes a free one")?;
                }
                other => {
                    return Err(format!(
                        "Usage: tenant [--port N] [--fast] [--attached]; {other} is not known"
                    ));
                }
            }
        }
        Ok(options)
    }
}

fn run(options: &Options) -> Result<(), String> {
    let listener = server::listen(options.port)?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let state = Arc::new(Mutex::new(State::new(options.fast)));
    if options.attached {
        thread::spawn(|| {
            // Whatever comes is skipped; the end of it, or an error, ends us.
            io::copy(&mut io::stdin().take(u64::MAX), &mut io::sink()).ok();
            std::process::exit(0);
        });
    }
    println!("The tenant is on https://127.0.0.1:{port}");
    explain(port);
    server::serve(&listener, &tls::config()?, &state);
    Ok(())
}

/// Says how a browser is told to come here.
fn explain(port: u16) {
    let rules: Vec<_> = HOSTS.iter().map(|(host, _)| format!("MAP {host}:443 127.0.0.1:{port}")).collect();
    println!("Open the page in a Chromium of its own, with these flags:");
    println!("  chromium --user-data-dir=/tmp/seedferry-tenant --ignore-certificate-errors \\");
    println!("    --host-resolver-rules=\"{}\"", rules.join(","));
    println!("There, https://tenant.test/log shows what was asked. Ctrl+C ends it");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options() {
        let check = |arguments: &[&str], expected: Option<(u16, bool, bool)>| {
            let options = Options::parse(arguments).ok();
            let options = options.map(|options| (options.port, options.fast, options.attached));
            assert_eq!(options, expected, "{arguments:?}");
        };
        check(&[], Some((8443, false, false)));
        check(&["--port", "0", "--fast", "--attached"], Some((0, true, true)));
        check(&["--port"], None);
        check(&["--slow"], None);
    }
}
