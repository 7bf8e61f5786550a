//! What holds right before a write: the token that came through Graph, before the legacy one goes.

use super::*;

/// The token that came through Graph has to be there and activated, and the legacy one where it was, right before each write.
#[test]
fn a_legacy_token_goes_only_while_the_other_one_does_its_work() {
    let method =
        |id: &str, status: &str| format!(r#"{{"id":"{id}","device":{{"id":"{id}","status":"{status}"}}}}"#);
    let held = |methods: &[String]| ok(&format!(r#"{{"value":[{}]}}"#, methods.join(",")));
    let (legacy, listed) = (method("d", "activated"), method("g", "activated"));
    let both = || held(&[legacy.clone(), listed.clone()]);
    let one = || held(core::slice::from_ref(&listed));
    let inactive = || held(&[legacy.clone(), method("g", "assigned")]);
    let (unseen, done) = (|| answered(404, ""), || answered(204, ""));
    let check = |outcomes: Vec<Outcome>, sent: &str, verdict: &Verdict| {
        let guard = Guard { user: "u".to_owned(), device: "g".to_owned() };
        let acts = vec![unassign(), Act::DeleteLegacy { device: "d".to_owned() }];
        let mut work = Work::new(vec![job(acts).guarded(guard)], Settings::default(), 1);
        let (requests, step) = play(&mut work, &mut Millis(0), outcomes);
        assert_eq!((names(&requests).as_str(), step), (sent, Step::Done));
        assert_eq!(work.verdicts().next().map(|(_, verdict)| verdict).as_ref(), Some(verdict));
    };
    let lapsed = |lapse: Lapse| Verdict::Failed { act: 0, error: Reason::Lapsed(lapse) };
    let half = |error: Reason| Verdict::HalfDone { done: 1, rest: Rest::Failed(error) };
    let whole = vec![both(), both(), done(), one(), unseen(), one(), done(), unseen()];
    check(whole, "GET GET DELETE GET GET GET DELETE GET", &Verdict::Done);
    // A reading that is refused for a while is read again, and what it says then counts.
    let slow = vec![
        both(),
        answered(503, ""),
        both(),
        done(),
        one(),
        unseen(),
        Outcome::Failed,
        one(),
        done(),
        unseen(),
    ];
    check(slow, "GET GET GET DELETE GET GET GET GET DELETE GET", &Verdict::Done);
    // What stands on a later page is there.
    let more = |methods: &[String]| {
        let next = "https://graph.microsoft.com/beta/users/u/authentication/hardwareOathMethods?$skiptoken=1";
        ok(&format!(r#"{{"value":[{}],"@odata.nextLink":"{next}"}}"#, methods.join(",")))
    };
    let paged = vec![
        both(),
        more(&[]),
        both(),
        done(),
        one(),
        unseen(),
        more(core::slice::from_ref(&listed)),
        answered(410, REFUSED),
        more(&[]),
        one(),
        done(),
        unseen(),
    ];
    check(paged, "GET GET GET DELETE GET GET GET GET GET GET DELETE GET", &Verdict::Done);
    check(vec![both(), inactive()], "GET GET", &lapsed(Lapse::Inactive));
    check(vec![both(), held(core::slice::from_ref(&legacy))], "GET GET", &lapsed(Lapse::Gone));
    check(vec![both(), one()], "GET GET", &lapsed(Lapse::Moved));
    check(vec![one()], "GET", &lapsed(Lapse::Moved));
    let gone = Verdict::Failed { act: 0, error: refused(404) };
    check(vec![both(), answered(404, REFUSED)], "GET GET", &gone);
    let before = || vec![both(), both(), done(), one(), unseen()];
    let then = |last: Outcome| before().into_iter().chain([last]).collect::<Vec<_>>();
    let until = "GET GET DELETE GET GET GET";
    check(then(held(&[])), until, &half(Reason::Lapsed(Lapse::Gone)));
    check(then(held(&[method("g", "assigned")])), until, &half(Reason::Lapsed(Lapse::Inactive)));
    check(then(both()), until, &half(Reason::Held));
    // The write was not let in: both are read once more before the next try.
    let refused_once = vec![both(), both(), answered(429, ""), inactive()];
    check(refused_once, "GET GET DELETE GET", &lapsed(Lapse::Inactive));
}

/// Whether it is there is seen nowhere: that it was not deleted must not be said when it may have been.
#[test]
fn a_legacy_token_stays_unchecked_when_nobody_heard_of_its_deletion_and_its_guard_has_lapsed() {
    let (unseen, guard) = (|| answered(404, ""), Guard { user: "u".to_owned(), device: "g".to_owned() });
    let is_active = ok(r#"{"value":[{"id":"g","device":{"id":"g","status":"activated"}}]}"#);
    let acts = vec![Act::DeleteLegacy { device: "d".to_owned() }];
    let mut work = Work::new(vec![job(acts).guarded(guard)], Settings::default(), 1);
    let (mut now, mut lost) = (Millis(0), false);
    loop {
        let (ticket, request) = match work.next(now) {
            Step::Send { ticket, request } => (ticket, request),
            Step::Wait(until) => {
                now = until;
                continue;
            }
            _ => break,
        };
        let outcome = match (request.method, request.path.contains("users/u/")) {
            (Method::Delete, _) => {
                assert!(!lost, "it is not sent again");
                lost = true;
                Outcome::Failed
            }
            (_, true) if lost => ok(NONE),
            (_, true) => is_active.clone(),
            (_, false) => unseen(),
        };
        work.answer(now, ticket, &outcome);
    }
    assert!(lost);
    assert_eq!(work.verdicts().next().map(|(_, verdict)| verdict), Some(Verdict::Unchecked));
}
