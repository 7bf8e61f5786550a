//! Single turns of the work. The whole is proved against simulated tenants in `crates/tenant`.

mod guard;
mod pages;

use super::*;
use crate::{graph::Method, token::Interval};

const HELD: &str = r#"{"value":[{"id":"m","device":{"id":"d","serialNumber":"A1","status":"assigned"}}]}"#;
const ACTIVE: &str = r#"{"value":[{"id":"m","device":{"id":"d","serialNumber":"A1","status":"activated"}}]}"#;
const NONE: &str = r#"{"value":[]}"#;
const FREE: &str = r#"{"id":"d","serialNumber":"A1","manufacturer":"Contoso","timeIntervalInSeconds":30}"#;
const TAKEN: &str = r#"{"id":"d","serialNumber":"A1","assignedTo":{"id":"u"}}"#;
const REFUSED: &str = r#"{"error":{"code":"badRequest","message":"m"}}"#;

fn assign() -> Act {
    Act::Assign { user: "u".to_owned(), device: "d".to_owned() }
}

fn unassign() -> Act {
    Act::Unassign { user: "u".to_owned(), device: "d".to_owned() }
}

fn delete() -> Act {
    Act::Delete { device: "d".to_owned() }
}

fn activate(code: &str) -> Act {
    Act::Activate { user: "u".to_owned(), device: "d".to_owned(), code: Code::Typed(code.to_owned()) }
}

fn computed() -> Act {
    Act::AssignAndActivate { user: "u".to_owned(), device: "d".to_owned(), code: Code::Computed }
}

fn needs_code(ahead: bool) -> Step {
    Step::NeedCode { serial: "A1".to_owned(), told: Told::default(), ahead }
}

fn job(acts: Vec<Act>) -> Job {
    Job::of("A1", None, acts)
}

fn work(acts: Vec<Act>) -> Work {
    Work::new(vec![job(acts)], Settings::default(), 1)
}

fn answered(status: u16, body: &str) -> Outcome {
    Outcome::Answered(Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
}

fn ok(body: &str) -> Outcome {
    answered(200, body)
}

/// Answers what is sent with each outcome in turn, waiting as told; gives back what was sent, and the last step.
fn play(work: &mut Work, now: &mut Millis, outcomes: Vec<Outcome>) -> (Vec<Request>, Step) {
    let (mut sent, mut outcomes) = (Vec::new(), outcomes.into_iter());
    loop {
        match work.next(*now) {
            Step::Send { ticket, request } => {
                sent.push(request);
                let Some(outcome) = outcomes.next() else {
                    return (sent, Step::Awaiting);
                };
                work.answer(*now, ticket, &outcome);
            }
            Step::Wait(until) => *now = until,
            step => return (sent, step),
        }
    }
}

fn names(sent: &[Request]) -> String {
    sent.iter().map(|request| request.method.name()).collect::<Vec<_>>().join(" ")
}

/// Plays one job to its end: what was sent, and what became of it.
fn check(acts: Vec<Act>, outcomes: Vec<Outcome>, sent: &str, verdict: &Verdict) {
    let (mut work, mut now) = (work(acts), Millis(0));
    let (requests, step) = play(&mut work, &mut now, outcomes);
    assert_eq!((names(&requests).as_str(), step), (sent, Step::Done));
    assert_eq!(work.verdicts().next().map(|(_, verdict)| verdict).as_ref(), Some(verdict));
}

fn refused(status: u16) -> Reason {
    let Outcome::Answered(response) = answered(status, REFUSED) else { unreachable!() };
    Reason::Refused(GraphError::read(&response))
}

#[test]
fn every_write_is_read_before_and_after() {
    check(vec![assign()], vec![ok(NONE), answered(201, "{}"), ok(HELD)], "GET POST GET", &Verdict::Done);
    check(vec![unassign()], vec![ok(HELD), answered(204, ""), ok(NONE)], "GET DELETE GET", &Verdict::Done);
    check(
        vec![delete()],
        vec![ok(FREE), answered(204, ""), answered(404, "")],
        "GET DELETE GET",
        &Verdict::Done,
    );
    check(
        vec![activate("012345")],
        vec![ok(HELD), answered(204, ""), ok(ACTIVE)],
        "GET POST GET",
        &Verdict::Done,
    );
    let change = Change { interval: Interval::new(60), ..Change::default() };
    let update = Act::Update { device: "d".to_owned(), change };
    let after = FREE.replace("30", "60");
    check(vec![update], vec![ok(FREE), answered(204, ""), ok(&after)], "GET PATCH GET", &Verdict::Done);
}

#[test]
fn what_is_so_already_is_not_written() {
    check(vec![assign()], vec![ok(HELD)], "GET", &Verdict::AlreadySo);
    check(vec![unassign()], vec![ok(NONE)], "GET", &Verdict::AlreadySo);
    check(vec![delete()], vec![answered(404, "")], "GET", &Verdict::AlreadySo);
    check(vec![activate("1")], vec![ok(ACTIVE)], "GET", &Verdict::AlreadySo);
    check(vec![unassign(), delete()], vec![ok(NONE), answered(404, "")], "GET GET", &Verdict::AlreadySo);
}

#[test]
fn a_legacy_token_is_deleted_though_it_is_not_seen() {
    let legacy = || Act::DeleteLegacy { device: "d".to_owned() };
    let unseen = || answered(404, "");
    check(vec![legacy()], vec![unseen(), answered(204, ""), unseen()], "GET DELETE GET", &Verdict::Done);
    check(vec![legacy()], vec![unseen(), unseen(), unseen()], "GET DELETE GET", &Verdict::Done);
    check(vec![legacy()], vec![ok(FREE), answered(204, ""), unseen()], "GET DELETE GET", &Verdict::Done);
    let forbidden = Verdict::Failed { act: 0, error: refused(403) };
    check(vec![legacy()], vec![unseen(), answered(403, REFUSED)], "GET DELETE", &forbidden);
    let held = Verdict::Failed { act: 0, error: Reason::Held };
    check(vec![legacy()], vec![ok(TAKEN)], "GET", &held);
}

#[test]
fn a_lost_answer_is_followed_by_a_reading() {
    check(vec![unassign()], vec![ok(HELD), Outcome::Failed, ok(NONE)], "GET DELETE GET", &Verdict::Done);
    check(
        vec![delete()],
        vec![ok(FREE), answered(504, ""), answered(404, "")],
        "GET DELETE GET",
        &Verdict::Done,
    );
}

#[test]
fn what_was_lost_is_written_again_when_patience_ends() {
    let (mut work, mut now) = (work(vec![assign()]), Millis(0));
    let (sent, _) = play(&mut work, &mut now, vec![ok(NONE), Outcome::Failed]);
    assert_eq!(names(&sent), "GET POST GET");
    let patience = Settings::default().patience;
    let mut looks = 0;
    while now < patience {
        let Some(flight) = work.in_flight else { unreachable!() };
        assert!(flight.kind != Kind::Write, "{now:?}");
        work.answer(now, flight.ticket, &ok(NONE));
        looks += 1;
        while let Step::Wait(until) = work.next(now) {
            now = until;
        }
    }
    assert!(looks < 20, "{looks}");
    let Some(flight) = work.in_flight else { unreachable!() };
    work.answer(now, flight.ticket, &ok(NONE));
    let (sent, step) = play(&mut work, &mut now, vec![answered(201, "{}"), ok(HELD)]);
    assert_eq!((names(&sent).as_str(), step), ("POST GET", Step::Done));
}

#[test]
fn a_refused_code_is_not_sent_again() {
    let outcomes = vec![ok(HELD), answered(400, REFUSED), ok(HELD)];
    check(
        vec![activate("012345")],
        outcomes,
        "GET POST GET",
        &Verdict::Failed { act: 0, error: refused(400) },
    );
}

#[test]
fn a_refusal_that_took_effect_all_the_same_is_done() {
    check(
        vec![delete()],
        vec![ok(FREE), answered(404, ""), answered(404, "")],
        "GET DELETE GET",
        &Verdict::Done,
    );
    check(vec![assign()], vec![ok(NONE), answered(400, REFUSED), ok(HELD)], "GET POST GET", &Verdict::Done);
}

#[test]
fn what_was_throttled_may_have_been_done_by_a_first_sending_and_is_looked_for_when_it_is_forbidden_then() {
    let throttled = |truth: &str| vec![ok(HELD), answered(429, ""), answered(403, REFUSED), ok(truth)];
    check(vec![unassign()], throttled(NONE), "GET DELETE DELETE GET", &Verdict::Done);
    let failed = Verdict::Failed { act: 0, error: refused(403) };
    check(vec![unassign()], vec![ok(HELD), answered(403, REFUSED)], "GET DELETE", &failed);
}

#[test]
fn a_refused_assignment_may_be_the_second_of_two_and_is_looked_for_as_long_as_it_may_lag() {
    let twice = vec![ok(NONE), answered(400, REFUSED), ok(NONE), ok(HELD)];
    check(vec![assign()], twice, "GET POST GET GET", &Verdict::Done);
    let (mut work, mut now) = (work(vec![assign()]), Millis(0));
    let never = [ok(NONE), answered(400, REFUSED)].into_iter().chain((0..50).map(|_| ok(NONE)));
    let (sent, step) = play(&mut work, &mut now, never.collect());
    assert_eq!((sent.iter().filter(|request| request.writes()).count(), step), (1, Step::Done));
    assert!((15_000..25_000).contains(&now.0) && sent.len() < 12, "{now:?}, {} sent", sent.len());
    let failed = Verdict::Failed { act: 0, error: refused(400) };
    assert_eq!(work.verdicts().next().unwrap().1, failed);
}

#[test]
fn activations_of_work_before_count() {
    let mut before = Activations::default();
    (0..200).for_each(|at| before.sent(Millis(at)));
    let (mut work, mut now) = (work(vec![activate("012345")]).after_activations(before), Millis(1000));
    let (sent, _) = play(&mut work, &mut now, vec![ok(HELD)]);
    assert_eq!((names(&sent).as_str(), now), ("GET POST", Millis(300_000)));
}

#[test]
fn an_act_that_fails_leaves_the_following_ones_undone() {
    let outcomes = vec![ok(HELD), answered(204, ""), ok(NONE), ok(FREE), answered(403, REFUSED)];
    let rest = Rest::Failed(refused(403));
    check(
        vec![unassign(), delete()],
        outcomes,
        "GET DELETE GET GET DELETE",
        &Verdict::HalfDone { done: 1, rest },
    );
    let outcomes = vec![ok(HELD), answered(403, REFUSED)];
    check(
        vec![unassign(), delete()],
        outcomes,
        "GET DELETE",
        &Verdict::Failed { act: 0, error: refused(403) },
    );
}

#[test]
fn a_token_that_somebody_has_is_neither_deleted_nor_changed() {
    let held = Verdict::Failed { act: 0, error: Reason::Held };
    check(vec![delete()], vec![ok(TAKEN)], "GET", &held);
    let change = Change { model: Some("M".to_owned()), ..Change::default() };
    check(vec![Act::Update { device: "d".to_owned(), change }], vec![ok(TAKEN)], "GET", &held);
}

#[test]
fn codes_keep_their_leading_zeros_and_ids_are_encoded() {
    let act = Act::Activate {
        user: "o'neill#EXT#@contoso.example".to_owned(),
        device: "d".to_owned(),
        code: Code::Typed("004512".to_owned()),
    };
    let request = request::write(&act, Some("m"), Some("004512"));
    assert_eq!(
        request.path,
        "/beta/users/o%27neill%23EXT%23%40contoso.example/authentication/hardwareOathMethods/m/activate"
    );
    assert_eq!(request.body.as_ref().unwrap().bytes(), br#"{"verificationCode":"004512"}"#);
    assert!(!format!("{act:?}").contains("4512"));
}

#[test]
fn a_code_is_computed_when_it_is_needed() {
    let (mut work, mut now) = (work(vec![computed()]), Millis(0));
    let asks = needs_code(false);
    let (_, step) = play(&mut work, &mut now, vec![ok(NONE)]);
    assert_eq!(step, asks);
    work.give_code(now, Given::Later(Millis(4000)));
    let (sent, step) = play(&mut work, &mut now, vec![]);
    assert_eq!((sent.len(), step, now), (0, asks.clone(), Millis(4000)));
    work.give_code(now, Given::Code("000123".to_owned()));
    // The server is busy: a later write has a later code.
    let (sent, step) = play(&mut work, &mut now, vec![answered(429, "")]);
    assert_eq!((sent.len(), step), (1, asks));
    assert!(sent[0].path.ends_with("/assignAndActivate"));
    work.give_code(now, Given::Code("000124".to_owned()));
    let (sent, step) = play(&mut work, &mut now, vec![answered(204, ""), ok(ACTIVE)]);
    assert_eq!((names(&sent).as_str(), step), ("POST GET", Step::Done));
    assert!(String::from_utf8_lossy(sent[0].body.as_ref().unwrap().bytes()).contains("\"000124\""));
}

#[test]
fn without_a_seed_nothing_is_sent() {
    let (mut work, mut now) = (work(vec![computed()]), Millis(0));
    play(&mut work, &mut now, vec![ok(NONE)]);
    work.give_code(now, Given::NoSeed);
    assert_eq!(play(&mut work, &mut now, vec![]), (vec![], Step::Done));
    assert_eq!(work.verdicts().next().unwrap().1, Verdict::Failed { act: 0, error: Reason::NoSeed });
}

/// Nothing is taken from a person for a token whose code cannot be computed.
#[test]
fn before_the_first_write_the_code_of_a_later_one_is_certain() {
    let begun = || {
        let old = Act::Unassign { user: "u".to_owned(), device: "old".to_owned() };
        let (mut work, mut now) = (work(vec![old, computed()]), Millis(0));
        let old = HELD.replace(r#""d""#, r#""old""#);
        let (sent, step) = play(&mut work, &mut now, vec![ok(&old)]);
        assert_eq!((names(&sent).as_str(), step), ("GET", needs_code(true)));
        (work, now)
    };
    let (mut work, mut now) = begun();
    work.give_code(now, Given::NoSeed);
    assert_eq!(play(&mut work, &mut now, vec![]), (vec![], Step::Done));
    assert_eq!(work.verdicts().next().unwrap().1, Verdict::Failed { act: 0, error: Reason::NoSeed });
    for certain in [Given::Later(Millis(4000)), Given::Code("000123".to_owned())] {
        let (mut work, mut now) = begun();
        work.give_code(now, certain);
        // The code itself is asked for when it is sent: it grows old.
        let (sent, step) = play(&mut work, &mut now, vec![answered(204, ""), ok(NONE), ok(NONE)]);
        assert_eq!((names(&sent).as_str(), step), ("DELETE GET GET", needs_code(false)));
    }
}

#[test]
fn who_has_the_token_already_needs_it_activated_only() {
    let act = Act::AssignAndActivate {
        user: "u".to_owned(),
        device: "d".to_owned(),
        code: Code::Typed("123456".to_owned()),
    };
    let (mut work, mut now) = (work(vec![act]), Millis(0));
    let (sent, step) = play(&mut work, &mut now, vec![ok(HELD), answered(204, ""), ok(ACTIVE)]);
    assert_eq!((sent[1].method, step), (Method::Post, Step::Done));
    assert!(sent[1].path.ends_with("/m/activate"), "{}", sent[1].path);
}

#[test]
fn stopping_brings_to_an_end_what_was_begun() {
    let second = Job::of("A2", None, vec![Act::Delete { device: "e".to_owned() }]);
    let mut work = Work::new(vec![job(vec![unassign(), delete()]), second], Settings::default(), 1);
    let mut now = Millis(0);
    let (sent, _) = play(&mut work, &mut now, vec![ok(HELD)]);
    assert_eq!(names(&sent), "GET DELETE");
    work.stop(now);
    let ticket = work.tickets;
    work.answer(now, ticket, &answered(204, ""));
    let (_, step) = play(&mut work, &mut now, vec![ok(NONE), ok(FREE), answered(204, ""), answered(404, "")]);
    assert_eq!(step, Step::Done);
    let verdicts: Vec<_> = work.verdicts().map(|(_, verdict)| verdict).collect();
    assert_eq!(verdicts, [Verdict::Done, Verdict::NotTried]);
    work.try_again();
    let (sent, step) = play(&mut work, &mut now, vec![answered(404, "")]);
    assert_eq!((names(&sent).as_str(), step), ("GET", Step::Done));
}

/// Plays jobs to their end against a tenant that forbids some writes; how many were written.
fn forbids(work: &mut Work, truth: &str, forbidden: impl Fn(&Request) -> bool) -> u32 {
    let (mut now, mut writes) = (Millis(0), 0);
    loop {
        match work.next(now) {
            Step::Send { ticket, request } if request.writes() => {
                writes += 1;
                let outcome = if forbidden(&request) { answered(403, REFUSED) } else { answered(204, "") };
                work.answer(now, ticket, &outcome);
            }
            Step::Send { ticket, request } => {
                // A token is there until it is deleted, a person holds it until it is unassigned: the first look.
                let is_done = work.tasks.iter().any(|task| {
                    task.sent.is_some()
                        && task.act().is_some_and(|act| request::look(act).path == request.path)
                });
                let gone = if truth == FREE { answered(404, "") } else { ok(NONE) };
                work.answer(now, ticket, &if is_done { gone } else { ok(truth) });
            }
            Step::Wait(until) => now = until,
            step => {
                assert_eq!(step, Step::Done);
                return writes;
            }
        }
    }
}

#[test]
fn who_may_not_is_not_asked_for_every_token() {
    let jobs = (0..50)
        .map(|number| Job::of(&number.to_string(), None, vec![Act::Delete { device: number.to_string() }]));
    let mut work = Work::new(jobs.collect(), Settings::default(), 1);
    assert_eq!(forbids(&mut work, FREE, |_| true), MOST_FORBIDDEN);
    assert!(matches!(work.ending(), Some(Ending::Refused(_))));
    let failed = work.verdicts().filter(|(_, verdict)| matches!(verdict, Verdict::Failed { .. })).count();
    let progress = work.progress();
    assert_eq!((failed, progress.failed, progress.waiting), (5, 5, 45));
}

/// People `u0` to `u19`, whose token is taken from them; those from `admins` are administrators.
#[test]
fn administrators_in_a_row_do_not_keep_the_others_from_their_turn() {
    let job = |number: u32| {
        let act = Act::Unassign { user: format!("u{number}"), device: "d".to_owned() };
        Job::of(&number.to_string(), None, vec![act])
    };
    let check = |admins: core::ops::Range<u32>, first: (u32, usize), again: (u32, usize)| {
        let is_admin = |request: &Request| {
            admins.clone().any(|number| request.path.contains(&format!("users/u{number}/")))
        };
        let mut work = Work::new((0..20).map(job).collect(), Settings::default(), 1);
        let done = |work: &Work| work.verdicts().filter(|(_, verdict)| *verdict == Verdict::Done).count();
        assert_eq!((forbids(&mut work, HELD, is_admin), done(&work)), first);
        work.try_again();
        assert_eq!((forbids(&mut work, HELD, is_admin), done(&work)), again);
        assert_eq!(work.ending(), Some(&Ending::Checked));
    };
    // One was done before: each of the others has its turn.
    check(1..9, (20, 12), (8, 12));
    // At the beginning nobody knows yet; tried again, those come first that had no turn.
    check(0..8, (5, 0), (20, 12));
}

#[test]
fn trying_again_leaves_out_a_refused_code() {
    let check = |act: Act, outcomes: Vec<Outcome>, again: bool| {
        let (mut work, mut now) = (work(vec![act]), Millis(0));
        play(&mut work, &mut now, outcomes);
        assert_eq!(work.may_try_again(), again);
        work.try_again();
        assert_eq!(play(&mut work, &mut now, vec![]).0.is_empty(), !again);
    };
    check(activate("012345"), vec![ok(HELD), answered(400, REFUSED), ok(HELD)], false);
    check(activate("012345"), vec![ok(HELD), answered(403, REFUSED)], true);
    check(unassign(), vec![ok(HELD), answered(400, REFUSED), ok(HELD)], true);
    check(unassign(), vec![ok(NONE)], false);
}

#[test]
fn no_more_than_allowed_are_under_way() {
    let jobs = (0..100)
        .map(|number| Job::of(&number.to_string(), None, vec![Act::Delete { device: number.to_string() }]));
    let mut work = Work::new(jobs.collect(), Settings::default(), 1);
    let (mut now, mut most) = (Millis(0), 0);
    for _ in 0..300 {
        match work.next(now) {
            Step::Send { ticket, request } => {
                let outcome = if request.writes() { answered(204, "") } else { ok(FREE) };
                work.answer(now, ticket, &outcome);
            }
            Step::Wait(until) => now = until,
            _ => break,
        }
        most = most.max(work.progress().open);
    }
    assert_eq!(most, MOST_OPEN);
}

#[test]
fn a_refusal_that_cannot_be_looked_after_leaves_it_open() {
    let outcomes = vec![ok(HELD), answered(404, REFUSED), answered(403, REFUSED)];
    check(vec![unassign()], outcomes, "GET DELETE GET", &Verdict::Unchecked);
}

/// The reading knows it by its serial number, and the code is that of the token that takes the other's place.
#[test]
fn a_token_known_by_its_serial_number_alone_is_proved_by_it() {
    let act = Act::AssignAndActivateBySerial {
        user: "u".to_owned(),
        serial: "A1".to_owned(),
        code: Code::Computed,
    };
    let old = Act::Unassign { user: "u".to_owned(), device: "old".to_owned() };
    let job = Job { new: Some("A1".to_owned()), ..Job::of("A0", None, vec![act, old]) };
    assert_eq!(job.token(), "A0 → A1");
    let (mut work, mut now) = (Work::new(vec![job], Settings::default(), 1), Millis(0));
    let (_, step) = play(&mut work, &mut now, vec![ok(NONE)]);
    assert_eq!(step, needs_code(false));
    work.give_code(now, Given::Code("004512".to_owned()));
    let (sent, step) = play(&mut work, &mut now, vec![answered(204, ""), ok(ACTIVE), ok(ACTIVE)]);
    assert_eq!((names(&sent).as_str(), step), ("POST GET GET", Step::Done));
    assert!(sent[0].path.ends_with("/assignAndActivateBySerialNumber"), "{}", sent[0].path);
    let body = sent[0].body.as_ref().unwrap().bytes();
    assert_eq!(body, br#"{"serialNumber":"A1","verificationCode":"004512"}"#);
    assert_eq!(work.verdicts().next().unwrap().1, Verdict::Done);
}
