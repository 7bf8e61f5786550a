//! Stories of batches that are put right. Every step is also taken back and done again.

use seedferry_protocol::{
    EditField, EditedFields, Exposed, FormKind, FormView, Passphrase, ReviewView, Row, UserListView,
    WrongCodes,
};

use super::*;
use crate::{
    app::review::Review,
    diagnostic::{ParameterProblem, RowProblem, SeedProblem},
    reading::Readings,
};

/// What stands in the table, a line per token: edited fields in brackets, findings by number.
pub(super) fn lines(story: &mut Story) -> Vec<String> {
    let mark = |edited: EditedFields, field, text: &str| {
        if edited.contains(field) { format!("[{text}]") } else { text.to_owned() }
    };
    let line = |row: Row| {
        let cell = |cell: &seedferry_protocol::Cell| {
            if cell.assumed { format!("{}?", cell.text) } else { cell.text.clone() }
        };
        let bytes = row.seed_bytes.map_or_else(|| "no seed".to_owned(), |bytes| bytes.to_string());
        let texts = [
            (EditField::Serial, row.serial.clone()),
            (EditField::Seed, bytes),
            (EditField::Hash, cell(&row.hash)),
            (EditField::Interval, cell(&row.interval)),
            (EditField::Digits, cell(&row.digits)),
            (EditField::Manufacturer, row.manufacturer.clone()),
            (EditField::Model, row.model.clone()),
            (EditField::Upn, row.upn.clone()),
        ];
        let texts = texts.map(|(field, text)| mark(row.edited, field, &text));
        format!("{} !{}", texts.join(", "), row.findings)
    };
    story.rows().into_iter().map(line).collect()
}

pub(super) fn review(story: &Story) -> &ReviewView {
    story.review.as_ref().unwrap()
}

/// Takes the last step back and does it again, and compares the table each time.
pub(super) fn back_and_forth(story: &mut Story, before: &[String], name: &str) {
    let after = lines(story);
    assert_eq!(review(story).undo.as_deref(), Some(name));
    story.does(Event::Undone);
    assert_eq!(lines(story), before, "{name}, taken back");
    assert_eq!(review(story).redo.as_deref(), Some(name));
    story.does(Event::Redone);
    assert_eq!(lines(story), after, "{name}, done again");
    assert_eq!(review(story).redo, None);
}

/// Three tokens, the last of them event-based, with the third's findings.
pub(super) fn tokens() -> Batch {
    let mut tokens = batch(&["1001", "1002", "1003"]);
    tokens.tokens[2].oath_type = OathType::Hotp;
    tokens.tokens[2].interval = None;
    tokens
}

/// Gives the first token another value; what does the first line say, or why is it refused?
fn check(field: EditField, text: &str, expected: Result<&str, &str>) {
    let mut story = Story::with(tokens());
    let before = lines(&mut story);
    story.does(Event::EditBegun { token: TokenId(0), field, in_details: false });
    let given = match field {
        EditField::Seed => Event::SeedGiven(Passphrase::new(text.to_owned())),
        _ => Event::EditGiven(text.to_owned()),
    };
    story.does(given);
    match expected {
        Ok(line) => {
            assert_eq!(lines(&mut story)[0], line, "{field:?} {text:?}");
            assert!(review(&story).editing.is_none());
            back_and_forth(&mut story, &before, &format!("change the {} of 1001", field.name()));
        }
        Err(why) => {
            let editing = review(&story).editing.clone().unwrap();
            assert!(editing.problem.unwrap().contains(why), "{field:?} {text:?}");
            assert_eq!((editing.attempt, lines(&mut story), review(&story).undo.clone()), (1, before, None));
            story.does(Event::EditCancelled);
            assert!(review(&story).editing.is_none());
        }
    }
}

#[test]
fn a_field_is_edited_by_the_rules_of_files() {
    use EditField::{AssignTo, Digits, Hash, Interval, Manufacturer, Model, Seed, Serial, Type, Upn};
    let seed = "NPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5NPKJBEN2OHMZEZK7YX6A";
    for (field, text, expected) in [
        (Serial, "0007", Ok("[0007], 20, SHA-1?, 60 s, 6?, Deepnet Security, SafeID/Classic,  !0")),
        (Serial, "", Err("needs a serial number")),
        (Hash, "SHA-256", Ok("1001, 20, [SHA-256], 60 s, 6?, Deepnet Security, SafeID/Classic,  !0")),
        (Hash, "SHA-512", Ok("1001, 20, [SHA-512], 60 s, 6?, Deepnet Security, SafeID/Classic,  !1")),
        (Hash, "md5", Err("is not known")),
        (Interval, "", Ok("1001, 20, SHA-1?, [30 s?], 6?, Deepnet Security, SafeID/Classic,  !0")),
        (Interval, "45", Ok("1001, 20, SHA-1?, [45 s], 6?, Deepnet Security, SafeID/Classic,  !1")),
        (Interval, "soon", Err("no whole number of seconds")),
        (Digits, "6", Ok("1001, 20, SHA-1?, 60 s, [6], Deepnet Security, SafeID/Classic,  !0")),
        (Digits, "11", Err("no number from 4 to 10")),
        (Manufacturer, "", Ok("1001, 20, SHA-1?, 60 s, 6?, [], SafeID/Classic,  !1")),
        (Model, "Eco", Ok("1001, 20, SHA-1?, 60 s, 6?, Deepnet Security, [Eco],  !0")),
        (Upn, "helga", Ok("1001, 20, SHA-1?, 60 s, 6?, Deepnet Security, SafeID/Classic, [helga] !1")),
        (Seed, seed, Ok("1001, [32], SHA-1?, 60 s, 6?, Deepnet Security, SafeID/Classic,  !1")),
        (Seed, "01890189", Err("The seed")),
        // Entra does not take it, and says so.
        (Type, "HOTP", Ok("1001, 20, SHA-1?, HOTP, 6?, Deepnet Security, SafeID/Classic,  !1")),
        (Type, "OCRA", Err("TOTP or HOTP")),
        (AssignTo, "helga@contoso.com", Err("which is no object id")),
    ] {
        check(field, text, expected);
    }
}

/// What the table has no column for is edited beside it.
#[test]
fn user_and_name_in_entra_are_edited_in_the_details() {
    let id = "0cadbf92-1234-4321-abcd-0123456789ab";
    let mut story = Story::with(tokens());
    for (field, text) in [(EditField::AssignTo, id), (EditField::DisplayName, "Card of Helga")] {
        story.does(Event::EditBegun { token: TokenId(0), field, in_details: true });
        story.does(Event::EditGiven(text.to_owned()));
    }
    let shown = |story: &Story| {
        let details = review(story).details.clone().unwrap();
        (details.assign_to, details.display_name)
    };
    assert_eq!(shown(&story), (id.to_owned(), "Card of Helga".to_owned()));
    story.does(Event::Undone);
    assert_eq!(shown(&story), (id.to_owned(), String::new()));
}

#[test]
fn a_new_value_settles_what_was_found_in_the_old() {
    let find = |problem: crate::diagnostic::Problem, field, text: &str, left: u16| {
        let mut tokens = tokens();
        tokens.findings.push(Diagnostic { place: Place { source: 0, row: Some(2) }, problem });
        let mut story = Story::with(tokens);
        story.does(Event::EditBegun { token: TokenId(0), field, in_details: false });
        story.does(Event::EditGiven(text.to_owned()));
        assert_eq!(story.rows()[0].findings, left, "{field:?}");
        story.does(Event::Undone);
        assert_eq!(story.rows()[0].findings, 1, "{field:?} taken back");
    };
    let interval = || ParameterProblem::IntervalUnreadable { text: "soon".to_owned() };
    find(interval().into(), EditField::Interval, "30", 0);
    find(interval().into(), EditField::Model, "Eco", 1);
    // The type of an event-based token is itself what Entra does not take.
    find(interval().into(), EditField::Type, "HOTP", 1);
    find(SeedProblem::PerhapsSha256.into(), EditField::Hash, "SHA-256", 0);
    find(RowProblem::PerhapsSeed { column: "UPN".to_owned() }.into(), EditField::Upn, "a@contoso.com", 0);
}

#[test]
fn editing_begins_with_what_stands_there_but_never_with_a_seed() {
    let check = |token, field, expected: Option<&str>| {
        let mut story = Story::with(tokens());
        story.does(Event::EditBegun { token: TokenId(token), field, in_details: true });
        let editing = review(&story).editing.clone();
        assert_eq!(editing.map(|editing| editing.text).as_deref(), expected, "{field:?} of {token}");
        assert_eq!(review(&story).details.is_some(), expected.is_some());
    };
    check(0, EditField::Serial, Some("1001"));
    check(0, EditField::Hash, Some("SHA-1"));
    check(0, EditField::Interval, Some("60"));
    check(0, EditField::Seed, Some(""));
    check(0, EditField::Counter, None);
    check(2, EditField::Counter, Some("0"));
    check(2, EditField::Interval, Some("0"));
    check(9, EditField::Serial, None);
}

#[test]
fn a_field_is_set_for_the_selected_tokens() {
    let check = |field, text: &str, expected: Result<(&str, [bool; 3]), &str>| {
        let mut story = Story::with(tokens());
        story.does(Event::TokenToggled(TokenId(0))).does(Event::TokenToggled(TokenId(2)));
        let before = lines(&mut story);
        story.does(Event::FormChosen(Some(FormKind::SetField)));
        story.does(Event::FieldSet { field, text: text.to_owned() });
        let edited: Vec<bool> = story.rows().iter().map(|row| row.edited.contains(field)).collect();
        match expected {
            Ok((name, which)) => {
                assert_eq!((edited, review(&story).selected), (which.to_vec(), 2), "{field:?} {text:?}");
                back_and_forth(&mut story, &before, name);
            }
            Err(why) => {
                let Some(FormView::SetField { problem: Some(problem), .. }) = &review(&story).form else {
                    panic!()
                };
                assert!(problem.contains(why), "{problem}");
            }
        }
    };
    check(EditField::Model, "Eco", Ok(("set the model of 2 tokens", [true, false, true])));
    check(EditField::Interval, "30", Ok(("set the time interval of one token", [true, false, false])));
    check(EditField::Hash, "md4", Err("is not known"));
    check(EditField::Type, "HOTP", Ok(("set the token type of 2 tokens", [true, false, false])));
    check(EditField::Type, "time-based", Ok(("set the token type of 2 tokens", [false, false, true])));
    // What says no other value is no edit.
    let mut story = Story::with(tokens());
    story.does(Event::AllShownSelected);
    story.does(Event::FieldSet { field: EditField::Model, text: "SafeID/Classic".to_owned() });
    assert_eq!(review(&story).undo, None);
}

fn list(story: &Story) -> UserListView {
    match &review(story).form {
        Some(FormView::Users { list: Some(list), .. }) => list.clone(),
        form => panic!("{form:?}"),
    }
}

#[test]
fn users_are_assigned_by_a_list_and_what_does_not_fit_is_told() {
    let check = |text: &str, tokens: u32, remarks: &[&str], users: [&str; 3]| {
        let mut all = batch(&["1001", "0012", "1003"]);
        all.tokens[2].upn = Some("old@contoso.com".to_owned());
        let mut story = Story::with(all);
        let before = lines(&mut story);
        story.does(Event::FormChosen(Some(FormKind::Users)));
        story.does(Event::UserListPasted(text.to_owned()));
        let told: Vec<String> = list(&story).remarks.into_iter().map(|remark| remark.what).collect();
        assert_eq!(
            (list(&story).tokens, told),
            (tokens, remarks.iter().map(ToString::to_string).collect()),
            "{text}"
        );
        story.does(Event::UsersAssigned);
        let shown: Vec<String> = story.rows().into_iter().map(|row| row.upn).collect();
        assert_eq!(shown, users, "{text}");
        let name = if tokens == 1 { "one token".to_owned() } else { format!("{tokens} tokens") };
        back_and_forth(&mut story, &before, &format!("assign users to {name}"));
    };
    let old = "old@contoso.com";
    check(
        "a@x.org,1001\nb@x.org,0012\nc@x.org,1003",
        3,
        &["One token has another user, who is replaced"],
        ["a@x.org", "b@x.org", "c@x.org"],
    );
    check("1001;a@x.org", 1, &["2 tokens of this batch are not in the list"], ["a@x.org", "", old]);
    check(
        "serial,upn\n12,a@x.org\n1003,old@contoso.com\n7777,b@x.org\n1001,\n",
        1,
        &[
            "One row has a serial number that is not in this batch",
            "One row has no user",
            "One serial number was matched without leading zeros",
            "One token of this batch is not in the list",
        ],
        ["", "a@x.org", old],
    );
    check(
        "1001,a@x.org\n1001,A@X.org\n0012,b@x.org\n0012,c@x.org\n1003,a@x.org\n",
        2,
        &[
            "One serial number stands with different users and is left alone",
            "One token has another user, who is replaced",
            "One user gets more than one token",
            "One row says again what another says",
            "One token of this batch is not in the list",
        ],
        ["a@x.org", "", "a@x.org"],
    );
}

#[test]
fn a_list_is_turned_looked_at_again_and_refused_when_it_is_none() {
    let mut story = Story::with(batch(&["1001", "1002"]));
    story.does(Event::FormChosen(Some(FormKind::Users)));
    story.does(Event::UserListPasted("1001,1002".to_owned()));
    assert_eq!(list(&story).first, [("1001".to_owned(), "1002".to_owned())]);
    story.does(Event::UserListTurned);
    assert_eq!(list(&story).first, [("1002".to_owned(), "1001".to_owned())]);
    story.does(Event::TokenToggled(TokenId(1))).does(Event::SelectedRemoved);
    assert_eq!(list(&story).tokens, 0, "the token is gone");
    let answer = |content: Option<&[u8]>| Answer::UserListRead {
        name: "users.csv".to_owned(),
        content: content.map(|content| Exposed::new(content.to_vec())),
    };
    for content in [None, Some(&b"PK\x03\x04"[..]), Some(b"")] {
        story.answered(answer(content));
        assert!(matches!(&review(&story).form, Some(FormView::Users { problem: Some(_), list: None })));
    }
    story.answered(answer(Some(b"\xEF\xBB\xBFa@x.org;1001")));
    assert_eq!((list(&story).tokens, list(&story).name.as_str()), (1, "users.csv"));
    // What looks like a seed is not shown, should a seed file be taken for a list.
    story.does(Event::UserListPasted("1001,a\nNPKJBEN2OHMZEZK7YX6FP63E5UCUH6N5,b".to_owned()));
    assert!(!format!("{:?}", list(&story)).contains("NPKJ"));
}

#[test]
fn a_joined_file_is_a_step_too() {
    let mut story = Story::with(batch(&["1", "2"]));
    let mut more = batch(&["3"]);
    more.findings
        .push(Diagnostic { place: Place { source: 0, row: None }, problem: SerialProblem::Missing.into() });
    let before = lines(&mut story);
    story.offer("more.csv").says(OpenerReport::Opened(more));
    assert_eq!(
        (review(&story).total, review(&story).summary.sources_total, review(&story).file_findings_total),
        (3, 2, 1)
    );
    back_and_forth(&mut story, &before, "join seeds.csv");
    story.does(Event::Undone);
    assert_eq!((review(&story).summary.sources_total, review(&story).file_findings_total), (1, 0));
}

#[test]
fn how_files_are_read_goes_with_the_file_that_was_joined() {
    let said = |wrong_codes| Readings { wrong_codes, ..Readings::default() };
    let mut open = Review::new(batch(&["1"]), said(WrongCodes::Take), Vec::new());
    let before = open.readings().clone();
    open.join(batch(&["2"]), said(WrongCodes::Skip), Vec::new());
    let after = open.readings().clone();
    assert_eq!((after.wrong_codes, after.wrong_codes_of.len()), (WrongCodes::Take, 1));
    open.update(Event::Undone);
    assert_eq!(*open.readings(), before);
    open.update(Event::Redone);
    assert_eq!(*open.readings(), after);
}

#[test]
fn steps_are_taken_back_in_turn_and_a_new_one_ends_what_could_be_done_again() {
    let mut story = Story::with(tokens());
    let start = lines(&mut story);
    let edit = |story: &mut Story, text: &str| {
        story.does(Event::EditBegun { token: TokenId(1), field: EditField::Model, in_details: false });
        story.does(Event::EditGiven(text.to_owned()));
    };
    edit(&mut story, "A");
    story.does(Event::TokenToggled(TokenId(0))).does(Event::SelectedRemoved);
    edit(&mut story, "B");
    assert_eq!(story.serials(), ["1002", "1003"]);
    story.does(Event::Undone).does(Event::Undone).does(Event::Undone).does(Event::Undone);
    assert_eq!((lines(&mut story), review(&story).undo.clone()), (start, None));
    story.does(Event::Redone);
    edit(&mut story, "C");
    assert_eq!((review(&story).redo.clone(), story.rows()[1].model.as_str()), (None, "C"));
    assert!(story.unsaved);
}

#[test]
fn lists_of_files_and_their_findings_are_short() {
    let mut many = batch(&["1"]);
    for source in 1..60 {
        many.sources.push(SourceFile {
            name: format!("{source}.csv"),
            format: FileFormat::EntraCsv,
            encoding: None,
        });
        many.findings
            .push(Diagnostic { place: Place { source, row: None }, problem: SerialProblem::Missing.into() });
    }
    let story = Story::with(many);
    let view = review(&story);
    assert_eq!((view.summary.sources.len(), view.summary.sources_total), (ReviewView::LISTED, 60));
    assert_eq!((view.file_findings.len(), view.file_findings_total), (ReviewView::LISTED, 59));
}

#[test]
fn work_is_done_in_slices_and_nothing_is_seen_of_it_before_its_end() {
    let mut story = Story::with(tokens());
    story.does(Event::TokenToggled(TokenId(0)));
    let check = |model: &mut Model, slices: usize| {
        let mut effects = model.update(Event::SelectedRemoved);
        for _ in 0..slices {
            assert_eq!(effects, [Effect::Continue]);
            effects = model.answer(Answer::Continue);
        }
        effects
    };
    // In the middle of it the user asks for rows: they are those of the new batch, and the panes still come.
    assert_eq!(check(&mut story.model, 2), [Effect::Continue]);
    let snapshot = story.review.as_ref().unwrap().snapshot + 1;
    let effects = story.model.update(Event::RowsWanted { snapshot, start: 0, count: 9 });
    assert!(matches!(&effects[..], [Effect::ToPage(ToPage::Rows { rows, .. })] if rows.len() == 2));
    let effects = story.model.answer(Answer::Continue);
    assert!(matches!(&effects[..], [Effect::ToPage(ToPage::Panes(_))]));
    // Wiping waits for nothing.
    story.model.update(Event::AllShownSelected);
    assert_eq!(story.model.update(Event::SelectedRemoved), [Effect::Continue]);
    assert!(story.model.update(Event::WipeAsked).contains(&page(PageEffect::Wiped)));
    assert!(story.model.review.is_none());
}
