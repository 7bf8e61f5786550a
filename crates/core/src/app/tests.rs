//! Stories: what the user does, what the outside answers, and what is on the screen then.

mod asking;
mod assumed;
mod caps;
mod check;
mod duplicates;
mod edit;
mod guide;
mod idle;
mod layout;
mod mapping;
mod order;
mod policy;
mod save;
mod seal;
mod sheets;
mod sign_in;
mod story;

use seedferry_protocol::{
    AskKind, Column, Event, ExportOptions, FindingFilter, OfferedFile, PageEffect, Severity, SortOrder,
    StageView, TargetFormat, Ticket, ToPage, TokenId,
};

use self::story::{Story, batch, key, page, texts};
use super::{Answer, Effect, Model, OpenerCommand, OpenerReport, Unreadable};
use crate::{
    diagnostic::{Diagnostic, Place, SerialProblem},
    envelope::{Cause, Lock, OpenError, Recipient, Secrets},
    format::FileFormat,
    opening::Progress,
    reading::Reading,
    secret::{KeyFile, Seed},
    token::{Batch, OathType, SourceFile},
};

#[test]
fn a_password_is_asked_for_until_it_fits_and_then_kept() {
    let mut story = Story::default();
    story.offer("a.zip");
    assert_eq!(texts(&story.tried()), [""; 0]);
    story.fails(&["a.zip"], Cause::NeedsPassphrase(Lock::Zip));
    assert_eq!(story.asked(), (AskKind::ZipPassword, None));
    story.types("wrong");
    assert_eq!(texts(&story.tried()), ["wrong"]);
    story.fails(&["a.zip"], Cause::WrongPassphrase(Lock::Zip));
    assert!(story.asked().1.unwrap().starts_with("That password does not open it"));
    story.types("right");
    assert_eq!(texts(&story.tried()), ["right"], "the wrong one is not tried again");
    story.says(OpenerReport::Opened(batch(&["1", "2"])));
    assert!(story.opening.is_none() && story.unsaved);
    assert_eq!(story.serials(), ["1", "2"]);
    story.offer("b.zip");
    assert_eq!(texts(&story.tried()), ["right"], "what opened one file is tried on the next");
}

#[test]
fn an_answer_that_leads_to_the_next_layer_is_kept() {
    let mut story = Story::default();
    story.offer("a.pgp").fails(&["a.pgp"], Cause::NeedsKey(vec![key()]));
    assert_eq!(story.asked(), (AskKind::PrivateKey, None));
    let opening = story.id();
    let file = OfferedFile { name: "key.asc".to_owned(), size: 9 };
    story.does(Event::KeyFileGiven { opening, file });
    assert_eq!(story.effects, [Effect::ReadKeyFile { opening, name: "key.asc".to_owned() }]);
    let key_file = KeyFile::new("key.asc".to_owned(), b"key".to_vec());
    story.answered(Answer::KeyFileRead { opening, key_file });
    let lock = Lock::PrivateKey { key: key(), file: "key.asc".to_owned() };
    story.fails(&["a.pgp"], Cause::NeedsPassphrase(lock));
    assert_eq!(story.asked(), (AskKind::KeyPassphrase, None));
    story.types("key passphrase").fails(&["a.pgp", "b.zip"], Cause::WrongPassphrase(Lock::Zip));
    assert_eq!(story.asked(), (AskKind::ZipPassword, None), "nothing was tried on this layer by the user");
    story.types("zip password");
    assert_eq!(texts(&story.tried()), ["key passphrase", "zip password"]);
    assert_eq!(story.tried().key_files.len(), 1);
}

/// What opened one of several locks of the same kind is kept for the next, in one file, too.
#[test]
fn an_answer_to_one_of_several_locks_is_kept() {
    let key_of = |file: &str| Lock::PrivateKey { key: key(), file: file.to_owned() };
    let check = |first: (&[&str], Lock), second: (&[&str], Lock), kept: bool| {
        let mut story = Story::default();
        story.offer("a.asc").fails(first.0, Cause::NeedsPassphrase(first.1));
        story.types("one").fails(second.0, Cause::WrongPassphrase(second.1)).types("two");
        assert_eq!(texts(&story.tried()), if kept { vec!["one", "two"] } else { vec!["two"] });
    };
    check((&["a.asc"], Lock::Message), (&["a.asc"], Lock::Message), false);
    check((&["a.asc", "message 1"], Lock::Message), (&["a.asc", "message 2"], Lock::Message), true);
    check((&["a.asc"], key_of("a")), (&["a.asc"], key_of("a")), false);
    check((&["a.asc"], key_of("a")), (&["a.asc"], key_of("b")), true);
    let mut story = Story::default();
    story.offer("a.pgp").fails(&["a.pgp"], Cause::NeedsPassphrase(Lock::Message)).types("one");
    story.fails(&["a.pgp"], Cause::NeedsPassphrase(Lock::Message)).types("two");
    assert_eq!(texts(&story.tried()), ["one", "two"], "all that were given opened something");
}

#[test]
fn files_that_are_no_samples_are_told_of() {
    let ours = include_bytes!("../../../../public/samples/sample-private-key.asc");
    // The opener says so of what it reads; of a key it shows here.
    let check = |said: bool, key_content: &[u8], foreign: bool| {
        let mut story = Story::default();
        story.offer("a.pgp");
        if said {
            story.says(OpenerReport::Foreign);
        }
        story.fails(&["a.pgp"], Cause::NeedsKey(vec![key()]));
        assert_eq!(story.foreign, said);
        let opening = story.id();
        let key_file = KeyFile::new("sample-private-key.asc".to_owned(), key_content.to_vec());
        story.answered(Answer::KeyFileRead { opening, key_file });
        assert_eq!(story.foreign, foreign);
    };
    check(false, ours, false);
    check(false, b"another key", true);
    check(true, ours, true);
}

#[test]
fn a_key_file_that_does_not_fit_is_named_and_dropped() {
    let mut story = Story::default();
    story.offer("a.pgp").fails(&["a.pgp"], Cause::NeedsKey(vec![key()]));
    let opening = story.id();
    let key_file = KeyFile::new("other.asc".to_owned(), b"key".to_vec());
    story.answered(Answer::KeyFileRead { opening, key_file });
    let offered = vec![Recipient { key_id: Some("0123".to_owned()), algorithm: "RSA 2048".to_owned() }];
    story.fails(&["a.pgp"], Cause::WrongKey { recipients: vec![key()], offered });
    assert!(story.asked().1.unwrap().contains("0123 (RSA 2048)"));
    story.answered(Answer::KeyFileUnreadable { opening, name: "huge.bin".to_owned() });
    assert!(story.asked().1.unwrap().contains("huge.bin"));
}

#[test]
fn cancelling_and_trapping_touch_nothing_else() {
    let mut story = Story::with(batch(&["1", "2", "3"]));
    story
        .offer("b.zip")
        .says(OpenerReport::Progress(Progress { what: "Decrypting".to_owned(), percent: None }));
    let id = story.id();
    story.does(Event::OpeningCancelled(id));
    assert!(story.opening.is_none());
    assert_eq!(story.serials(), ["1", "2", "3"]);
    story.offer("c.zip");
    let id = story.id();
    story.does(Event::OpenerDied { opening: id });
    assert!(matches!(&story.opening.as_ref().unwrap().stage, StageView::Failed(failure) if failure.retry));
    story.does(Event::OpeningRetried(id));
    assert_eq!(story.effects, [Effect::DropOpener(id), page(PageEffect::StartOpener(id))]);
    story.does(Event::OpeningCancelled(id));
    // Late words of an opener that was given up mean nothing.
    story.answered(Answer::OpenerSays { opening: id, report: OpenerReport::Opened(batch(&["9"])) });
    assert_eq!(story.serials(), ["1", "2", "3"]);
}

#[test]
fn a_file_given_while_a_question_is_open_joins_the_opening() {
    let mut story = Story::default();
    story.offer("a.zip").fails(&["a.zip"], Cause::NeedsPassphrase(Lock::Zip));
    let id = story.id();
    story.does(Event::FilesOffered(vec![OfferedFile { name: "b.csv".to_owned(), size: 1 }]));
    assert_eq!(story.effects, [Effect::DropOpener(id), page(PageEffect::StartOpener(id))]);
    let names: Vec<&str> =
        story.opening.as_ref().unwrap().files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a.zip", "b.csv"]);
}

#[test]
fn what_is_locked_can_be_left_out_where_others_are_beside_it() {
    let mut story = Story::default();
    let locked = |beside: bool, path: &[&str]| {
        let path = path.iter().map(ToString::to_string).collect();
        let error = OpenError::new(path, Cause::NeedsPassphrase(Lock::Zip));
        OpenerReport::Failed(error.beside(beside))
    };
    let asked = |story: &Story| match &story.opening.as_ref().unwrap().stage {
        StageView::Asks(ask) => (ask.can_be_left_out, ask.problem.clone()),
        other => panic!("{other:?}"),
    };
    story.offer("a.zip").says(locked(false, &["a.zip"]));
    story.does(Event::FileLeftOut(story.id()));
    assert_eq!((story.effects.len(), asked(&story)), (0, (false, None)), "it is the only file");
    story.says(locked(true, &["a.zip", "b.zip"]));
    assert!(asked(&story).0);
    let leave = Event::FileLeftOut(story.id());
    story.types("may be it").does(leave.clone());
    assert!(story.effects.is_empty(), "an answer is being tried");
    story.says(locked(true, &["a.zip", "b.zip"])).does(leave);
    let said = story.effects.iter().find_map(|effect| match effect {
        Effect::ToOpener { command: OpenerCommand::ReadAs(readings), .. } => Some(readings.named.clone()),
        _ => None,
    });
    assert_eq!(said.unwrap(), [("a.zip › b.zip".to_owned(), Reading::LeftOut)]);
    story.says(locked(true, &["a.zip", "b.zip", "c.csv"]));
    let problem = "None of the other files could be read without this one".to_owned();
    assert_eq!(asked(&story), (true, Some(problem)));
}

#[test]
fn one_answer_is_tried_at_a_time_and_only_to_a_question() {
    let mut story = Story::default();
    story.offer("a.zip").types("too early");
    assert!(story.effects.is_empty());
    story.fails(&["a.zip"], Cause::NeedsPassphrase(Lock::Zip)).types("first").types("second");
    assert!(story.effects.is_empty(), "the first is still being tried");
    story.fails(&["a.zip"], Cause::WrongPassphrase(Lock::Zip)).types("third");
    assert_eq!(texts(&story.tried()), ["third"]);
}

#[test]
fn a_file_that_cannot_be_read_is_told_apart_from_one_that_is_too_large() {
    let check = |why, kind: &str| {
        let mut story = Story::default();
        let said = |beside| OpenerReport::Unreadable { name: "folder".to_owned(), why, beside };
        story.offer("folder").says(said(false));
        assert!(
            matches!(&story.opening.as_ref().unwrap().stage, StageView::Failed(failure) if failure.kind == kind)
        );
    };
    check(Unreadable::Gone, "damaged");
    check(Unreadable::TooLarge { limit: 1 << 20 }, "too-large");
}

#[test]
fn a_file_that_cannot_be_read_does_not_take_others_with_it() {
    let mut story = Story::default();
    let said = || OpenerReport::Unreadable { name: "folder".to_owned(), why: Unreadable::Gone, beside: true };
    story.offer("folder").says(said()).says(said());
    // It is started anew, and reads all files again.
    let id = story.id();
    story.does(Event::OpenerStarted(id)).says(said()).says(OpenerReport::Opened(batch(&["1"])));
    let batch = story.model.review.as_ref().unwrap().batch();
    let skipped =
        batch.findings.iter().map(|finding| finding.view(batch)).map(|view| (view.what, view.remedy));
    let skipped: Vec<_> = skipped.collect();
    let [(what, remedy)] = skipped.as_slice() else { panic!("{skipped:?}") };
    assert_eq!(what, "folder was skipped. folder cannot be read");
    assert!(remedy.starts_with("If it is a folder, choose the files in it"));
}

#[test]
fn another_file_joins_the_open_batch() {
    let mut story = Story::with(batch(&["1", "2"]));
    story.offer("more.csv").says(OpenerReport::Opened(batch(&["3"])));
    assert_eq!(story.serials(), ["1", "2", "3"]);
    let sources: Vec<u32> =
        story.model.review.as_ref().unwrap().batch().tokens.iter().map(|t| t.origin.source).collect();
    assert_eq!(sources, [0, 0, 1]);
}

#[test]
fn a_large_batch_comes_in_several_reports() {
    let check = |tokens: usize, reports: usize| {
        let serials: Vec<String> = (0..tokens).map(|number| number.to_string()).collect();
        let whole = batch(&serials.iter().map(String::as_str).collect::<Vec<_>>());
        let mut story = Story::default();
        story.offer("seeds.csv");
        let all = OpenerReport::of(whole.clone());
        assert_eq!(all.len(), reports, "{tokens} tokens");
        for report in all {
            story.says(report);
        }
        assert!(story.model.review.as_ref().unwrap().batch() == &whole);
    };
    check(0, 1);
    check(OpenerReport::MOST_TOKENS, 1);
    check(OpenerReport::MOST_TOKENS + 1, 2);
    check(OpenerReport::MOST_TOKENS * 2 + 1, 3);
}

#[test]
fn the_table_searches_filters_and_sorts() {
    let check = |event: Event, serials: &[&str]| {
        let mut tokens = batch(&["30", "10", "20", ""]);
        tokens.tokens[2].upn = Some("Jürgen@example.org".to_owned());
        let place = Place { source: 0, row: Some(5) };
        tokens.findings.push(Diagnostic { place, problem: SerialProblem::Missing.into() });
        let mut story = Story::with(tokens);
        story.does(event);
        assert_eq!(story.serials(), serials);
    };
    let sort = |column, descending| Event::SortChanged(SortOrder { column, descending });
    check(Event::SearchChanged("0".to_owned()), &["30", "10", "20"]);
    check(Event::SearchChanged(" DEEPNET ".to_owned()), &["30", "10", "20", ""]);
    check(Event::SearchChanged("JÜRGEN".to_owned()), &["20"]);
    check(Event::SearchChanged("nothing".to_owned()), &[]);
    check(sort(Column::Serial, false), &["", "10", "20", "30"]);
    check(sort(Column::Serial, true), &["30", "20", "10", ""]);
    check(sort(Column::Findings, true), &["", "30", "10", "20"]);
    check(Event::FilterChanged(FindingFilter::With(Severity::Error)), &[""]);
}

#[test]
fn selected_tokens_are_removed_and_put_back_in_their_places() {
    let check = |select: &[u32], left: &[&str]| {
        let mut story = Story::with(batch(&["a", "b", "c", "d"]));
        for id in select {
            story.does(Event::TokenToggled(TokenId(*id)));
        }
        assert_eq!(story.review.as_ref().unwrap().selected as usize, select.len());
        story.does(Event::SelectedRemoved);
        assert_eq!(story.serials(), left);
        story.does(Event::Undone);
        assert_eq!(story.serials(), ["a", "b", "c", "d"]);
        let ids: Vec<TokenId> = story.rows().into_iter().map(|row| row.id).collect();
        assert_eq!(ids, [0, 1, 2, 3].map(TokenId));
    };
    check(&[0], &["b", "c", "d"]);
    check(&[3], &["a", "b", "c"]);
    check(&[1, 2], &["a", "d"]);
    check(&[0, 1, 2, 3], &[]);
    check(&[0, 3], &["b", "c"]);
}

#[test]
fn ranges_select_what_is_shown() {
    let mut story = Story::with(batch(&["a1", "b", "a2", "c", "a3"]));
    story
        .does(Event::SearchChanged("a".to_owned()))
        .does(Event::RangeSelected { from: Some(TokenId(2)), to: TokenId(1) });
    story.does(Event::SearchChanged("a2".to_owned()));
    let review = story.review.clone().unwrap();
    assert_eq!((review.selected, review.selected_hidden), (2, 1));
    story.does(Event::SelectionCleared).does(Event::AllShownSelected);
    assert_eq!(story.review.as_ref().unwrap().selected, 1);
}

#[test]
fn rows_come_in_blocks_of_the_snapshot_asked_for() {
    let mut story = Story::with(batch(&["1", "2", "3"]));
    let snapshot = story.review.as_ref().unwrap().snapshot;
    story.does(Event::RowsWanted { snapshot, start: 2, count: 100 });
    assert!(
        matches!(&story.effects[..], [Effect::ToPage(ToPage::Rows { start: 2, rows, .. })] if rows.len() == 1)
    );
    story.does(Event::RowsWanted { snapshot: snapshot + 1, start: 0, count: 1 });
    assert!(story.effects.is_empty());
    story.does(Event::SearchChanged("2".to_owned()));
    assert!(story.review.as_ref().unwrap().snapshot > snapshot);
}

#[test]
fn a_seed_is_shown_only_when_asked_for() {
    let mut tokens = batch(&["1"]);
    tokens.tokens[0].seed = Seed::new(b"12345678901234567890".to_vec());
    let mut story = Story::with(tokens);
    let rows = format!("{:?} {:?}", story.rows(), story.review);
    assert!(!rows.contains("GEZDGNBVGY3TQOJQ") && !rows.contains("31323334"));
    story.does(Event::SeedRevealAsked(TokenId(0)));
    let [Effect::ToPage(ToPage::Effect(PageEffect::RevealSeed { token, seed }))] = &story.effects[..] else {
        panic!()
    };
    assert_eq!((token, seed.expose()), (&TokenId(0), &b"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"[..]));
    assert_eq!(format!("{seed:?}"), "Exposed(32 bytes)");
}

#[test]
fn copied_and_saved_parts_end_the_unsaved_state() {
    let mut story = Story::with(batch(&["1", "2", "3"]));
    story.does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    story.does(Event::ExportOptionsChanged(ExportOptions { per_body: Some(2), ..ExportOptions::default() }));
    assert_eq!(story.export.as_ref().unwrap().parts.len(), 2);
    story.does(Event::CopyAsked { ticket: Ticket(1), part: 0 });
    assert!(matches!(&story.effects[..], [Effect::ToPage(ToPage::Effect(PageEffect::CopyText { .. }))]));
    story.does(Event::CopyDone { ticket: Ticket(1), written: true });
    assert!(story.clipboard && story.unsaved && story.export.as_ref().unwrap().parts[0].copied);
    story.does(Event::SaveAsked { ticket: Ticket(2), part: 1 });
    story.does(Event::SaveDone { ticket: Ticket(2), written: true });
    assert!(!story.unsaved && story.export.as_ref().unwrap().parts[1].saved);
    story.does(Event::ClipboardCleared { cleared: false });
    assert!(story.clipboard);
    story.does(Event::ClipboardCleared { cleared: true });
    assert!(!story.clipboard);
    story.does(Event::CopyAsked { ticket: Ticket(3), part: 7 });
    assert_eq!(story.effects, [page(PageEffect::NothingToHandOver(Ticket(3)))]);
}

#[test]
fn a_part_of_the_batch_saved_is_not_the_batch_saved() {
    let mut story = Story::with(batch(&["1", "2"]));
    story.does(Event::TokenToggled(TokenId(0))).does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    assert_eq!(story.export.as_ref().unwrap().going, 1, "the selected one");
    story.does(Event::SaveAsked { ticket: Ticket(1), part: 0 });
    story.does(Event::SaveDone { ticket: Ticket(1), written: true });
    assert!(story.unsaved);
}

#[test]
fn seeds_on_the_clipboard_are_told_of_even_when_the_panel_was_closed_meanwhile() {
    let mut story = Story::with(batch(&["1"]));
    story.does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    story.does(Event::CopyAsked { ticket: Ticket(1), part: 0 }).does(Event::ExportChosen(None));
    story.does(Event::CopyDone { ticket: Ticket(1), written: true });
    assert!(story.clipboard && story.unsaved);
}

#[test]
fn wiping_leaves_nothing_and_closing_leaves_no_batch() {
    let mut story = Story::with(batch(&["1"]));
    story.does(Event::BatchClosed);
    assert!(story.review.is_none() && !story.unsaved);
    let mut story = Story::with(batch(&["1"]));
    story.offer("b.zip").does(Event::WipeAsked);
    assert_eq!(story.effects.last(), Some(&page(PageEffect::Wiped)));
    assert!(
        story.model.review.is_none()
            && story.model.opening.is_none()
            && story.model.secrets == Secrets::default()
    );
}

#[test]
fn panes_are_sent_only_when_they_changed() {
    let mut story = Story::with(batch(&["1", "2"]));
    story.does(Event::DetailsChosen(Some(TokenId(1))));
    assert_eq!(story.panes, 1);
    story.does(Event::DetailsChosen(Some(TokenId(1))));
    assert_eq!(story.panes, 0);
    story.does(Event::DetailsChosen(Some(TokenId(9))));
    assert!(story.review.as_ref().unwrap().details.is_none());
}

#[test]
fn notices_are_few_and_can_be_dismissed() {
    let mut story = Story::with(batch(&["1"]));
    for _ in 0..5 {
        story.offer("more.csv").says(OpenerReport::Opened(batch(&["1"])));
    }
    assert_eq!(story.notices.len(), 1, "of good news only the newest stays");
    story.does(Event::ExportChosen(Some(TargetFormat::EntraJson)));
    for ticket in (1..=5).map(Ticket) {
        story.does(Event::CopyAsked { ticket, part: 0 }).does(Event::CopyDone { ticket, written: false });
    }
    assert_eq!(story.notices.len(), 3, "of warnings the last few");
    let number = story.notices[0].number;
    story.does(Event::NoticeDismissed(number));
    assert!(story.notices.iter().all(|notice| notice.number != number));
}
