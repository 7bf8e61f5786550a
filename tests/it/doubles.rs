//! Tokens that stand twice with the same seed, in one file or in several: the one that says more is written, whichever comes
//! first, and neither where they do not agree.

use seedferry_core::{conversion, envelope::Secrets, graph::plan::UploadPlan, opening, token::Batch};
use seedferry_protocol::{ExportOptions, TargetFormat};

use crate::{
    convert::{all, written},
    formats::{HEX, SEED},
};

fn opened(files: &[(&str, &str)]) -> Batch {
    let files = files.iter().map(|(name, text)| {
        let text = text.replace("SEED", SEED).replace("HEX", HEX);
        ((*name).to_owned(), text.into_bytes())
    });
    opening::open(files.collect(), &Secrets::default(), &mut |_| ()).unwrap()
}

/// The rows of an Entra CSV that are written, and what is said of the tokens that stay behind. An upload creates as many.
fn check(files: &[(&str, &str)], rows: &[&str], staying: &[&str]) {
    let batch = opened(files);
    let (target, options) = (TargetFormat::EntraCsv, ExportOptions::default());
    let text = written(&batch, target, &options).concat();
    let lines: Vec<_> = text.lines().skip(1).map(|line| line.replace(SEED, "SEED")).collect();
    assert_eq!(lines, rows, "{files:?}");
    let plan = conversion::plan(&batch, &all(&batch), target, &options);
    let said: Vec<_> = plan.staying.iter().map(|(_, problem)| problem.what()).collect();
    assert_eq!(said.len(), staying.len(), "{files:?}: {said:?}");
    for (said, expected) in said.iter().zip(staying) {
        assert!(said.contains(expected), "{said} where {expected} was expected");
    }
    let upload = UploadPlan::new(&batch, &all(&batch), &[]);
    assert_eq!(upload.counts().new, rows.len(), "{files:?}");
}

#[test]
fn the_one_that_says_more_is_written() {
    let header = "serial number,secret key,time interval,manufacturer,model";
    let full = "serial number,secret key,time interval,manufacturer,model,upn\n1001,SEED,60,M,x,a@b.com\n";
    let row = "a@b.com,1001,SEED,60,M,x";
    let same = &["The same token stands twice: see "];
    check(&[("b1.csv", "1001,HEX,60\n"), ("b2.csv", full)], &[row], same);
    check(&[("b2.csv", full), ("b1.csv", "1001,HEX,60\n")], &[row], same);
    check(
        &[("a.csv", &format!("{header}\n1001,SEED,,A,B\n1001,SEED,60,A,B\n"))],
        &[",1001,SEED,60,A,B"],
        &["The same token stands twice: see a.csv, row 3"],
    );
    check(
        &[("a.csv", &format!("{header}\n1001,SEED,60,A,B\n1001,SEED,60,A,B\n1001,SEED,60,A,\n"))],
        &[",1001,SEED,60,A,B"],
        &["see a.csv, row 2", "see a.csv, row 2"],
    );
}

#[test]
fn none_is_written_of_those_that_contradict_each_other() {
    let header = "serial number,secret key,time interval,manufacturer,model";
    let check = |header: &str, one: &str, other: &str, values: [&str; 2]| {
        let text = format!("{header}\n1001,SEED,{one}\n1001,SEED,{other}\n");
        check(&[("a.csv", &text)], &[], &values);
    };
    check(header, "30,A,B", "60,A,B", ["time interval 30 here and 60 there", "60 here and 30 there"]);
    check(header, "30,A,B", "30,A,C", ["model B here and C there", "model C here and B there"]);
    check("serial,secret,hash", "sha1", "sha256", ["SHA-1 here and SHA-256 there", "SHA-256 here"]);
    check("serial,secret,type,counter", "hotp,5", "hotp,500", ["counter 5 here and 500 there", "500 here"]);
    check(header, "60,A,", "60,,B", ["manufacturer only here, model only there", "model only here"]);
}

/// With those that stand behind it, a row that says the same as one in conflict is in conflict itself.
#[test]
fn a_double_of_a_rival_is_no_way_round() {
    let header = "serial number,secret key,time interval,manufacturer,model";
    let text = format!("{header}\n1001,SEED,30,A,B\n1001,SEED,60,A,B\n1001,SEED,60,A,B\n1001,SEED,,A,B\n");
    check(
        &[("a.csv", &text)],
        &[],
        &[
            "30 here and 60 there",
            "60 here and 30 there",
            "60 here and 30 there",
            "The same token stands twice",
        ],
    );
}
