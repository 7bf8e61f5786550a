//! Stories of what was assumed, and is accepted or changed.

use seedferry_protocol::{EditField, FormKind, FormView};

use super::{
    edit::{back_and_forth, lines, review, tokens},
    *,
};
use crate::diagnostic::{FileProblem, ParameterProblem};

#[test]
fn an_assumption_is_accepted_for_one_token_or_for_the_selected_ones() {
    let check = |event: Event, name: &str, digits: [&str; 3]| {
        let mut story = Story::with(tokens());
        story.does(Event::TokenToggled(TokenId(0))).does(Event::TokenToggled(TokenId(2)));
        let before = lines(&mut story);
        story.does(Event::FormChosen(Some(FormKind::SetField))).does(event);
        let shown: Vec<String> = story
            .rows()
            .iter()
            .map(|row| format!("{}{}", row.digits.text, if row.digits.assumed { "?" } else { "" }))
            .collect();
        assert_eq!(shown, digits);
        assert!(review(&story).form.is_none());
        back_and_forth(&mut story, &before, name);
    };
    let accept = |token| Event::AssumptionAccepted { token, field: EditField::Digits };
    check(accept(Some(TokenId(1))), "accept the number of digits of 1002", ["6?", "6", "6?"]);
    check(accept(None), "accept the number of digits of 2 tokens", ["6", "6?", "6"]);
    // A time interval is none of an event-based token: nothing is left to accept.
    let mut story = Story::with(tokens());
    story.does(Event::TokenToggled(TokenId(2))).does(Event::FormChosen(Some(FormKind::SetField)));
    story.does(Event::AssumptionAccepted { token: None, field: EditField::Interval });
    assert!(matches!(&review(&story).form, Some(FormView::SetField { problem: Some(_), attempt: 1 })));
}

#[test]
fn an_assumed_type_is_accepted_or_changed_and_its_counter_stays_with_it() {
    let check = |event: Event, name: &str, counter: Option<&str>| {
        let mut tokens = tokens();
        tokens.tokens[2].counter = Some(7);
        tokens.tokens[2].type_assumed = true;
        let problem = ParameterProblem::TypeAssumed { event_based: true }.into();
        tokens.findings.push(Diagnostic { place: Place { source: 0, row: Some(4) }, problem });
        let mut story = Story::with(tokens);
        let shown = |story: &Story| review(story).details.clone().unwrap();
        story.does(Event::DetailsChosen(Some(TokenId(2)))).does(Event::TokenToggled(TokenId(2)));
        assert!(shown(&story).oath_type.assumed);
        let before = lines(&mut story);
        story.does(event);
        story.does(Event::DetailsChosen(Some(TokenId(2))));
        let details = shown(&story);
        assert_eq!((details.oath_type.assumed, details.row.edited.contains(EditField::Type)), (false, true));
        assert_eq!(details.counter.map(|cell| cell.text).as_deref(), counter);
        back_and_forth(&mut story, &before, name);
    };
    let set = |text: &str| Event::FieldSet { field: EditField::Type, text: text.to_owned() };
    let accept = |token| Event::AssumptionAccepted { token, field: EditField::Type };
    check(accept(Some(TokenId(2))), "accept the token type of 1003", Some("7"));
    check(accept(None), "accept the token type of 1003", Some("7"));
    check(set("HOTP"), "set the token type of one token", Some("7"));
    check(set("TOTP"), "set the token type of one token", None);
}

/// What was assumed of a whole file is accepted for all its tokens, or settled one by one; then it is told of no more, here
/// and in the report.
#[test]
fn a_type_that_was_assumed_of_a_file_is_accepted_with_one_press() {
    let mut tokens = tokens();
    tokens.tokens.iter_mut().for_each(|token| token.type_assumed = true);
    tokens.tokens[1].interval = None;
    tokens.findings.push(Diagnostic::new(Place::file(0), FileProblem::TypeAssumed));
    let mut story = Story::with(tokens);
    let told =
        |story: &Story| review(story).file_findings.iter().filter_map(|found| found.type_of_file).count();
    let lost = |story: &mut Story| {
        story.does(Event::ExportChosen(Some(TargetFormat::Pskc)));
        let losses = story.export.as_ref().unwrap().losses.clone();
        losses
            .iter()
            .filter(|loss| loss.what.contains("does not say the type"))
            .map(|loss| loss.tokens)
            .sum::<u32>()
    };
    assert_eq!((told(&story), lost(&mut story)), (1, 3));
    let before = lines(&mut story);
    story.does(Event::EditBegun { token: TokenId(0), field: EditField::Type, in_details: true });
    story.does(Event::EditGiven("TOTP".to_owned()));
    assert_eq!((told(&story), lost(&mut story)), (1, 2));
    story.does(Event::Undone);
    assert_eq!((told(&story), lost(&mut story)), (1, 3));
    story.does(Event::TypeOfFileAccepted { source: 0 });
    assert_eq!((told(&story), lost(&mut story)), (0, 0));
    assert_eq!(story.rows()[1].interval.text, "30 s");
    assert!(!story.rows()[1].interval.assumed);
    back_and_forth(&mut story, &before, "accept the token type of 3 tokens");
    story.does(Event::Undone);
    assert_eq!((told(&story), lost(&mut story)), (1, 3));
}
