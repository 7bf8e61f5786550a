//! Single turns of an upload. The whole is proved against simulated tenants in `crates/tenant`.

use super::{
    super::{
        paging::MOST_PAGES,
        request::{DEVICES, VERSION},
    },
    *,
};
use crate::{
    secret::Seed,
    token::{Origin, SerialNumber},
};

fn run(serials: &[&str]) -> Run {
    let token = |serial: &&str| Token {
        serial: SerialNumber::parse(serial),
        seed: Seed::new(vec![7; 20]),
        manufacturer: Some("Contoso".to_owned()),
        model: Some("C100".to_owned()),
        assign_to: Some("00aa00aa-bb11-cc22-dd33-44ee44ee44ee".to_owned()),
        ..Token::new(Origin { source: 0, row: 1 })
    };
    Run::new(serials.iter().map(token).collect(), Settings::default(), 1)
}

fn answered(status: u16, body: &str) -> Outcome {
    Outcome::Answered(Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
}

/// Answers what is sent with each outcome in turn, waiting as told; gives back what was sent, and the last step.
fn play(run: &mut Run, now: &mut Millis, outcomes: &[Outcome]) -> (Vec<Request>, Step) {
    let mut sent = Vec::new();
    let mut outcomes = outcomes.iter();
    loop {
        match run.next(*now) {
            Step::Send { ticket, request } => {
                sent.push(request);
                let Some(outcome) = outcomes.next() else {
                    return (sent, Step::Awaiting);
                };
                run.answer(*now, ticket, outcome.clone());
            }
            Step::Wait(until) => *now = until,
            step => return (sent, step),
        }
    }
}

const EMPTY: &str = r#"{"value":[]}"#;

fn methods(sent: &[Request]) -> Vec<&'static str> {
    sent.iter().map(|request| request.method.name()).collect()
}

#[test]
fn a_lost_answer_is_followed_by_a_reading() {
    let (mut run, mut now) = (run(&["A1", "A2"]), Millis(0));
    let there = r#"{"value":[{"id":"1","serialNumber":"A1"},{"id":"2","serialNumber":"A2"}]}"#;
    let outcomes = [answered(200, EMPTY), Outcome::Failed, answered(200, there)];
    let (sent, step) = play(&mut run, &mut now, &outcomes);
    assert_eq!((methods(&sent), step), (vec!["GET", "PATCH", "GET"], Step::Done));
    assert!(run.verdicts().all(|(_, verdict)| matches!(verdict, Verdict::Created { .. })));
    assert_eq!(run.ending(), Some(&Ending::Checked));
}

#[test]
fn nothing_is_sent_for_what_is_there_and_nothing_twice() {
    let (mut run, mut now) = (run(&["A1", "A1"]), Millis(0));
    let there = r#"{"value":[{"id":"1","serialNumber":"A1","manufacturer":"Contoso","model":"C200"}]}"#;
    let (sent, step) = play(&mut run, &mut now, &[answered(200, there)]);
    assert_eq!((methods(&sent), step), (vec!["GET"], Step::Done));
    let verdict = Verdict::AlreadyThere { id: "1", differences: &[Difference::Model] };
    assert_eq!(run.verdicts().collect::<Vec<_>>(), [("A1", verdict)]);
}

#[test]
fn what_was_throttled_may_have_been_created_by_a_first_sending() {
    let check = |truth: &str, expected: Verdict<'_>| {
        let (mut run, mut now) = (run(&["A1"]), Millis(0));
        play(&mut run, &mut now, &[answered(200, EMPTY)]);
        run.answer(now, 2, answered(429, ""));
        run.stop(now);
        assert_eq!(run.verdicts().next(), Some(("A1", Verdict::Unchecked)));
        let (_, step) = play(&mut run, &mut now, &vec![answered(200, truth); 20]);
        assert_eq!(step, Step::Done);
        assert_eq!(run.verdicts().next(), Some(("A1", expected)));
    };
    let same = r#"{"value":[{"id":"1","serialNumber":"A1","manufacturer":"Contoso","model":"C100"}]}"#;
    check(same, Verdict::Created { id: "1", differences: &[], refused: false });
    let other = r#"{"value":[{"id":"1","serialNumber":"A1","manufacturer":"Contoso","model":"C300"}]}"#;
    check(other, Verdict::Created { id: "1", differences: &[Difference::Model], refused: false });
    check(EMPTY, Verdict::NotTried);
}

#[test]
fn users_are_not_assigned_on_the_way() {
    let (mut run, mut now) = (run(&["A1"]), Millis(0));
    let (sent, _) = play(&mut run, &mut now, &[answered(200, EMPTY)]);
    let body = String::from_utf8_lossy(sent[1].body.as_ref().unwrap().bytes()).into_owned();
    assert!(body.contains("A1") && !body.contains("assignTo"), "{body}");
}

#[test]
fn stopping_pausing_and_renewing() {
    let (mut run, mut now) = (run(&["A1"]), Millis(0));
    let (_, step) = play(&mut run, &mut now, &[answered(401, "")]);
    assert_eq!(step, Step::NeedToken(None));
    run.renewed();
    run.pause();
    assert_eq!(run.next(now), Step::Paused);
    run.resume();
    run.stop(now);
    let (sent, step) = play(&mut run, &mut now, &[answered(200, EMPTY)]);
    assert_eq!((methods(&sent), step), (vec!["GET"], Step::Done));
    assert_eq!(run.verdicts().next(), Some(("A1", Verdict::NotTried)));
    run.try_again();
    let (sent, _) = play(&mut run, &mut now, &[answered(200, EMPTY)]);
    assert_eq!(methods(&sent), ["GET", "PATCH"]);
    run.stop(now);
    run.stop(now);
    assert_eq!((run.next(now), run.verdicts().next()), (Step::Done, Some(("A1", Verdict::Unchecked))));
}

#[test]
fn an_endless_list_ends() {
    let check = |address: &dyn Fn(u32) -> u32| {
        let (mut run, mut now) = (run(&["A1"]), Millis(0));
        let page = |number| {
            format!(r#"{{"value":[],"@odata.nextLink":"{HOST}/{VERSION}/{DEVICES}?$skiptoken={number}"}}"#)
        };
        let pages: Vec<_> = (0..=MOST_PAGES).map(|number| answered(200, &page(address(number)))).collect();
        let (_, step) = play(&mut run, &mut now, &pages);
        assert_eq!((step, run.ending()), (Step::Done, Some(&Ending::UnsafeList)));
    };
    check(&|number| number);
    check(&|number| number % 2);
}

#[test]
fn an_upload_without_network_ends() {
    let (mut run, mut now) = (run(&["A1"]), Millis(0));
    let failures = vec![Outcome::Failed; 31];
    let (sent, step) = play(&mut run, &mut now, &failures);
    assert_eq!((sent.len(), step, run.ending()), (30, Step::Done, Some(&Ending::Unreachable)));
}
