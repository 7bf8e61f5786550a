//! What stands on a later page of a person's tokens.

use super::{super::turn::MOST_PAGES, *};

#[test]
fn a_token_on_a_later_page_is_not_absent() {
    let more = |link: &str| ok(&format!(r#"{{"value":[],"@odata.nextLink":"{link}"}}"#));
    let own = "https://graph.microsoft.com/beta/users/u/authentication/hardwareOathMethods?$skiptoken=1";
    let outcomes = vec![more(own), ok(HELD), answered(204, ""), more(own), ok(NONE)];
    check(vec![unassign()], outcomes, "GET GET DELETE GET GET", &Verdict::Done);
    check(vec![unassign()], vec![more(own), answered(429, ""), ok(NONE)], "GET GET GET", &Verdict::AlreadySo);
    // The place in the list is lost: from the first page.
    let outcomes = vec![more(own), answered(410, REFUSED), more(own), ok(NONE)];
    check(vec![unassign()], outcomes, "GET GET GET GET", &Verdict::AlreadySo);
    // What leads elsewhere, or in a circle, says nothing.
    for link in ["https://elsewhere.example/beta/users/u/authentication/hardwareOathMethods?a", own] {
        let (mut work, mut now) = (work(vec![unassign()]), Millis(0));
        let (sent, step) = play(&mut work, &mut now, (0..2_000).map(|_| more(link)).collect());
        assert!(sent.iter().all(|request| !request.writes()), "{link}");
        let verdict = work.verdicts().next().unwrap().1;
        assert_eq!(
            (step, work.ending(), verdict),
            (Step::Done, Some(&Ending::Unreachable), Verdict::NotTried)
        );
    }
}

/// So many pages are followed at once; whatever leads further leads in a circle, and is read anew after a while.
#[test]
fn a_list_that_leads_in_a_circle_is_left() {
    let own = "https://graph.microsoft.com/beta/users/u/authentication/hardwareOathMethods?$skiptoken=1";
    let page = || ok(&format!(r#"{{"value":[],"@odata.nextLink":"{own}"}}"#));
    let time_after = |pages: u32| {
        let (mut work, mut now) = (work(vec![unassign()]), Millis(0));
        play(&mut work, &mut now, (0..pages).map(|_| page()).collect());
        now.0
    };
    assert_eq!(time_after(MOST_PAGES - 1), time_after(1));
    assert!(time_after(MOST_PAGES) > time_after(MOST_PAGES - 1));
}
