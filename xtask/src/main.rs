//! `cargo xtask`: everything a developer runs. One file per command; `tools`, `build`, `policy`, `server` and
//! `browser` are what the commands share.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks to its user")]
#![allow(
    clippy::disallowed_methods,
    reason = "clock and threads are forbidden for wasm32; this never runs there"
)]

mod bench;
mod browser;
mod build;
mod dist;
mod fuzz;
mod imports;
mod interop;
mod interop_pskc;
mod interop_sealed;
mod lean;
mod offline;
mod policy;
mod process;
mod python;
mod reproduce;
mod seal;
mod serve;
mod server;
mod sign_in;
mod simulate;
mod single;
mod styles;
mod sums;
mod tenant;
mod test;
mod tools;

use std::process::ExitCode;

/// What every command returns. The text names what failed and what to do.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N] [--dev] [--tenant]
                             build the page and serve it on http://localhost:8080; --dev rebuilds on change, on 8081,
                             --tenant starts a simulated tenant beside it
  tenant [--port N] [--fast] a simulated tenant behind HTTPS, with sign-in, for a Chromium with the flags it prints
  test                       formatting, lints, host tests, wasm tests, browser tests
  dist                       the folder to upload, and samples for web servers
  dist --cloud NAME          the same for a national cloud: us-gov-l4, us-gov-l5 or china
  dist --single-file         the page as one HTML file, for computers without network
  reproduce                  builds again from another folder, and compares byte for byte
  bench [PART]...            sizes and times of the built page, each beside its aim, and of PSKC beside other readers; or parts
                             of it: start, reading, table, stretches, inventory, upload, opening
  bench-pskc                 the last of these alone
  simulate [--of uploads|work] [--tenants N] [--seed S] [--only N]
                             upload to simulated tenants, or write on single tokens in them, 20,000 unless told;
                             --only replays one
  interop-pskc               PSKC as we write it, for pskctool, python-pskc and privacyIDEA
  fuzz [--seconds N] [TARGET]...
                             fuzz every layer and format, a minute each, or the named ones
  interop-sealed             what we seal, for 7-Zip, GnuPG and OpenPGP.js on this machine
  interop                    open what GnuPG, 7-Zip and others on this machine make
  seal                       hashes, integrity and policy (called by Trunk, in the folder TRUNK_STAGING_DIR)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["serve", options @ ..] => serve::run(options),
        ["test"] => test::run_all(),
        ["dist"] => dist::run(seedferry_protocol::Cloud::Global),
        ["dist", "--cloud", name] => sign_in::named(name).and_then(dist::run),
        ["dist", "--single-file"] => single::run(),
        ["reproduce"] => reproduce::run_all(),
        ["bench", parts @ ..] => bench::run_all(parts),
        ["bench-pskc"] => bench::pskc(),
        ["simulate", options @ ..] => simulate::run_all(options),
        ["tenant", options @ ..] => tenant::run_all(options),
        ["interop-pskc"] => interop_pskc::run_all(),
        ["fuzz", options @ ..] => fuzz::run_all(options),
        ["interop"] => interop::run_all(),
        ["interop-sealed"] => interop_sealed::run_all(),
        ["seal"] => seal::run(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::FAILURE
        }
    }
}
