//! Fault simulation from the command line: `cargo xtask simulate`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program talks to its user")]

use std::process::ExitCode;

use seedferry_tenant::simulation::{Nothing, measure, run_all, run_all_work, run_case, run_work_case};

/// Tenants, when no number is given.
const TENANTS: u64 = 20_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<String, String> {
    let (mut tenants, mut start, mut only, mut of_work) = (TENANTS, 1, None, false);
    for pair in arguments.chunks(2) {
        match pair {
            ["--of", what @ ("uploads" | "work")] => of_work = *what == "work",
            ["--tenants", number] => tenants = whole(number)?,
            ["--seed", number] => start = whole(number)?,
            ["--only", number] => only = Some(whole(number)?),
            ["--measure", number] => return measured(whole(number)?),
            _ => {
                return Err(
                    "Usage: simulate [--of uploads|work] [--tenants N] [--seed S] [--only N] [--measure TOKENS]".to_owned()
                );
            }
        }
    }
    let tally = match (only, of_work) {
        (Some(number), false) => run_case(start, number, &mut Nothing),
        (None, false) => run_all(start, tenants, &mut Nothing),
        (Some(number), true) => run_work_case(start, number, &mut Nothing),
        (None, true) => run_all_work(start, tenants, &mut Nothing),
    };
    let tally = tally.map_err(|failure| failure.to_string())?;
    Ok(format!(
        "{} tenants, {} tokens, {} requests: every verdict true",
        tally.tenants, tally.tokens, tally.requests
    ))
}

fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("{text} is no number"))
}

#[allow(clippy::disallowed_methods, reason = "the clock is forbidden for wasm32; this never runs there")]
fn measured(tokens: u64) -> Result<String, String> {
    let began = std::time::Instant::now();
    let measured = measure(tokens)?;
    let per_token = began.elapsed().as_nanos() / u128::from(tokens.max(1));
    let (took, least) = (measured.took.0, measured.least.0);
    let share = (took * 1000).checked_div(least).unwrap_or_default();
    Ok(format!(
        "{} tokens in {} requests: {took} ms of simulated time, {least} ms allowed by the pace ({}.{:03} times); {per_token} ns a token",
        measured.created,
        measured.requests,
        share / 1000,
        share % 1000
    ))
}
