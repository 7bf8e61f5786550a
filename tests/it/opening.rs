//! From several files to one batch.

use seedferry_core::{envelope::Secrets, opening};

#[test]
fn several_files_become_one_batch() {
    let table =
        |serial: &str| format!("serial number,secret key\n{serial},NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5\n");
    let file = |name: &str, text: String| (name.to_owned(), text.into_bytes());
    let open = |files| opening::open(files, &Secrets::default(), &mut |_| ());
    let files = vec![
        file("readme.txt", "Dear customer".into()),
        file("a.csv", table("A")),
        file("b.csv", table("B")),
    ];
    let batch = open(files).unwrap();
    let names: Vec<_> = batch.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["a.csv", "b.csv"]);
    assert_eq!(batch.tokens.iter().map(|token| token.origin.source).collect::<Vec<_>>(), [0, 1]);
    let said: Vec<_> = batch.findings.iter().map(|finding| finding.view(&batch).what).collect();
    assert!(said[0].starts_with("readme.txt was skipped"), "{said:?}");
    for (files, kind) in [
        (vec![file("a", "Dear customer".into()), file("b", "[{\"serialNumber\"".into())], "damaged"),
        (vec![file("a", "Dear customer".into()), file("b", "serial,seed\n".into())], "not-a-seed-file"),
        (vec![], "empty"),
    ] {
        assert_eq!(open(files).unwrap_err().cause.kind(), kind);
    }
}
