//! Journeys through *Ready?*: what is asked, what is said, and what happens when the access token is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test outside a test module; a wrong answer shall end it"
)]

use std::collections::BTreeMap;

use super::journey::{Journey, WRITING, tenant};
use seedferry_protocol::{
    AccountEvent, CheckEvent, Event, ReadyAction, ReadyState, UploadEvent, UploadStage,
};
use seedferry_tenant::{Fault, Switches, role};

#[test]
fn the_permission_is_asked_for_when_it_is_first_needed() {
    let mut journey = Journey::with(3, tenant(Switches::default()));
    assert_eq!(journey.wanted, 0, "signing in asks for nothing more");
    journey.gives = false;
    journey.uploads(UploadEvent::Opened).waits();
    assert!(matches!(journey.stage(), UploadStage::Reading { .. }), "{:?}", journey.stage());
    assert_eq!(journey.wanted, 1);
    let why = journey.gets_no_token();
    assert!(matches!(journey.stage(), UploadStage::Halted { .. }), "{:?}", journey.stage());
    let line = journey.upload.as_ref().unwrap().ready.first().unwrap().clone();
    assert_eq!((line.state, line.what), (ReadyState::Missing, why));
    journey.gives = true;
    journey.uploads(UploadEvent::PermissionAsked).waits();
    assert_eq!(journey.plan().new, 3);
    assert!(!journey.scopes.contains(WRITING), "reading asks for no more than reading needs");
    assert_eq!(
        journey.upload.as_ref().unwrap().ready.iter().filter(|line| line.state == ReadyState::Good).count(),
        2
    );
    journey.does(Event::Account(AccountEvent::SignedOut));
    assert_eq!(journey.stage(), &UploadStage::SignedOut);
    journey.signs_in();
    assert_eq!(journey.waits().plan().new, 3);
}

#[test]
fn the_panel_of_the_account_says_what_is_ready_too() {
    let mut journey = Journey::with(3, tenant(Switches::default()));
    let states = |journey: &Journey| {
        let lines = journey.panel.iter().flat_map(|panel| &panel.ready);
        lines.map(|line| (line.topic.clone(), line.state)).collect::<BTreeMap<_, _>>()
    };
    journey.does(Event::Account(AccountEvent::PanelChosen(true)));
    assert_eq!(states(&journey)["Role"], ReadyState::Good, "it was checked at sign-in");
    assert_eq!(states(&journey)["Permission"], ReadyState::Missing);
    let beside = |journey: &mut Journey| {
        journey.does(Event::Check(CheckEvent::ClockRead(Some(0))));
        journey.account.as_ref().unwrap().ready.words.clone()
    };
    assert_eq!(
        beside(&mut journey),
        "1 thing not checked",
        "the policy waits for a permission that nobody asked for yet"
    );
    journey.tenant.account.roles.clear();
    journey.uploads(UploadEvent::ReadyAsked);
    assert_eq!(states(&journey)["Role"], ReadyState::Missing, "and again on demand");
    let page = journey.panel.as_ref().unwrap().ready[1].page.clone().unwrap();
    assert!(page.starts_with("https://entra.microsoft.com/#view/") && page.contains("Roles"), "{page}");
    assert_eq!(beside(&mut journey), "1 thing missing");
    journey.tenant.account.roles.push(role::POLICY_ADMINISTRATOR.to_owned());
    for state in [ReadyState::Unknown, ReadyState::Good] {
        journey.uploads(UploadEvent::PermissionAsked);
        assert_eq!(beside(&mut journey), "Ready", "writing is asked for when it is needed");
        assert_eq!(states(&journey)["Permission"], state, "first to read, then to write");
    }
    journey.does(Event::Account(AccountEvent::SignedOut));
    assert_eq!(states(&journey), BTreeMap::new());
}

#[test]
fn permissions_for_other_work_are_named() {
    let mut journey = Journey::with(1, tenant(Switches::default()));
    let said = |journey: &mut Journey| {
        journey.signs_in();
        journey.does(Event::Account(AccountEvent::PanelChosen(true)));
        journey.panel.as_ref().unwrap().ready[0].what.clone()
    };
    assert!(!said(&mut journey).contains("Also granted"));
    journey.scopes.extend(["GroupMember.Read.All", WRITING, "Mail.Read"].map(str::to_owned));
    let all = said(&mut journey);
    assert!(all.ends_with("is granted. Also granted: GroupMember.Read.All."), "{all}");
}

#[test]
fn enabling_is_offered_where_the_role_allows_it() {
    // The roles, the requests that go wrong, whether it is offered, and what is said.
    let check = |role: &str, fault: Option<u32>, offered: bool, word: &str| {
        let mut tenant = tenant(Switches::default());
        tenant.policy_enabled = false;
        tenant.account.roles = vec![role.to_owned()];
        tenant.faults.extend(fault.map(|number| (number, Fault::ErrorBefore(503))));
        let mut journey = Journey::with(1, tenant);
        journey.uploads(UploadEvent::Opened).waits();
        let line = journey.upload.as_ref().unwrap().ready[2].clone();
        assert_eq!(line.action, offered.then_some(ReadyAction::EnablePolicy), "{role} {line:?}");
        assert!(line.help.ends_with(word), "{line:?}");
        assert!(line.page.as_ref().is_some_and(|page| page.contains("AuthenticationMethods")), "{line:?}");
    };
    let enables = "An Authentication Policy Administrator enables them, here or in the Entra admin center.";
    check(role::POLICY_ADMINISTRATOR, None, true, enables);
    check(role::GLOBAL_READER, None, false, "A Privileged Role Administrator assigns it.");
    check(
        role::POLICY_ADMINISTRATOR,
        Some(2),
        true,
        "It needs the role Authentication Policy Administrator.",
    );
}

#[test]
fn a_refused_access_token_is_renewed_and_the_check_goes_on() {
    // The fault befalls the first request, of the roles, or the second, of the policy.
    let check = |fault: Fault, at: u32, gives: bool, role: ReadyState, policy: ReadyState| {
        let mut journey = Journey::with(1, tenant(Switches::default()));
        journey.scopes.insert(WRITING.to_owned());
        journey.uploads(UploadEvent::Opened).waits();
        journey.gives = gives;
        let (next, wanted) = (journey.tenant.requests(), journey.wanted);
        journey.tenant.faults.insert(next + at, fault);
        journey.uploads(UploadEvent::ReadyAsked).waits();
        assert_eq!(journey.wanted, wanted + 1, "{fault:?} {at}: asked for once");
        let ready = &journey.upload.as_ref().unwrap().ready;
        assert_eq!((ready[1].state, ready[2].state), (role, policy), "{fault:?} {at}: {ready:?}");
        journey
    };
    let (good, unknown) = (ReadyState::Good, ReadyState::Unknown);
    for fault in [Fault::TokenExpires, Fault::ClaimsChallenge] {
        check(fault, 0, true, good, good);
        check(fault, 1, true, good, good);
        check(fault, 1, false, good, unknown);
        // Both are refused by the same access token. Whoever presses gets both.
        let mut journey = check(fault, 0, false, unknown, unknown);
        journey.gives = true;
        journey.uploads(UploadEvent::PermissionAsked).waits();
        let ready = &journey.upload.as_ref().unwrap().ready;
        assert_eq!((ready[1].state, ready[2].state), (good, good), "{ready:?}");
    }
}

#[test]
fn a_token_refused_again_and_again_is_said() {
    let mut journey = Journey::with(1, tenant(Switches::default()));
    let (next, wanted) = (journey.tenant.requests(), journey.wanted);
    let faults = (next..next + 40).map(|number| (number, Fault::ClaimsChallenge));
    journey.tenant.faults = faults.collect();
    journey.does(Event::Account(AccountEvent::PanelChosen(true)));
    journey.uploads(UploadEvent::ReadyAsked).waits();
    let role = |journey: &Journey| journey.panel.as_ref().unwrap().ready[1].clone();
    assert_eq!(journey.wanted, wanted + 2, "by itself once, then with a press");
    let problem = journey.account.as_ref().unwrap().problem.clone().unwrap();
    assert!(problem.contains("demands more again"), "{problem}");
    assert!(role(&journey).what.contains("checked again"), "{:?}", role(&journey));
    journey.continues().continues();
    let line = role(&journey);
    assert_eq!(line.state, ReadyState::Unknown);
    assert!(line.what.contains("401") && line.what.contains("Conditional Access"), "{}", line.what);
    // When the tenant takes tokens again, one press suffices.
    journey.tenant.faults.clear();
    journey.uploads(UploadEvent::ReadyAsked).waits();
    assert_eq!(journey.panel.as_ref().unwrap().ready[1].state, ReadyState::Good);
}

/// Where an access token is taken for one thing and refused for another, nobody asks for new ones for ever.
#[test]
fn what_is_refused_again_and_again_ends_though_the_rest_is_taken() {
    let mut tenant = tenant(Switches::default());
    tenant.policy_enabled = false;
    let mut journey = Journey::with(1, tenant);
    journey.scopes.insert(WRITING.to_owned());
    journey.uploads(UploadEvent::Opened).waits();
    // The event, the first request that is refused, and how many come from one to the next.
    let mut check = |event: UploadEvent, first: u32, apart: u32| {
        let (next, wanted) = (journey.tenant.requests(), journey.wanted);
        let refused = (0..20).map(|turn| (next + first + turn * apart, Fault::TokenExpires));
        journey.tenant.faults = refused.collect();
        journey.uploads(event.clone()).waits();
        assert_eq!(journey.wanted, wanted + 3, "{event:?}");
        let line = journey.upload.as_ref().unwrap().ready[2].clone();
        assert!(line.what.contains("401"), "{event:?}: {line:?}");
        journey.tenant.faults.clear();
        journey.uploads(event).waits();
        journey.upload.as_ref().unwrap().ready[2].state
    };
    assert_eq!(check(UploadEvent::ReadyAsked, 1, 2), ReadyState::Missing, "disabled");
    assert_eq!(check(UploadEvent::PolicyEnableAsked, 0, 3), ReadyState::Good);
}

#[test]
fn enabling_goes_on_with_another_access_token() {
    let mut tenant = tenant(Switches::default());
    tenant.policy_enabled = false;
    let mut journey = Journey::with(1, tenant);
    journey.scopes.insert(WRITING.to_owned());
    journey.uploads(UploadEvent::Opened).waits();
    journey.signs_in();
    let next = journey.tenant.requests();
    journey.tenant.faults.insert(next, Fault::TokenExpires);
    journey.uploads(UploadEvent::PolicyEnableAsked).waits();
    assert!(journey.tenant.policy_enabled);
    assert_eq!(journey.upload.as_ref().unwrap().ready[2].state, ReadyState::Good);
}

/// An answer that was lost says nothing: what holds is read.
#[test]
fn the_policy_is_read_after_enabling_whatever_was_answered() {
    let check = |fault: Fault, enabled: bool, word: &str| {
        let mut tenant = tenant(Switches::default());
        tenant.policy_enabled = false;
        let mut journey = Journey::with(1, tenant);
        journey.scopes.insert(WRITING.to_owned());
        journey.signs_in();
        journey.uploads(UploadEvent::Opened).waits();
        journey.tenant.faults.insert(journey.tenant.requests(), fault);
        journey.uploads(UploadEvent::PolicyEnableAsked).waits();
        let line = journey.upload.as_ref().unwrap().ready[2].clone();
        assert_eq!(
            (line.state == ReadyState::Good, journey.tenant.policy_enabled),
            (enabled, enabled),
            "{line:?}"
        );
        assert!(line.what.contains(word), "{line:?}");
    };
    check(Fault::LostAnswer, true, "are enabled for");
    check(Fault::LostRequest, false, "could not be reached");
}

#[test]
fn what_could_not_be_checked_without_network_is_checked_when_it_is_back() {
    let mut journey = Journey::with(1, tenant(Switches::default()));
    journey.does(Event::Account(AccountEvent::PanelChosen(true)));
    let role = |journey: &Journey| journey.panel.as_ref().unwrap().ready[1].state;
    journey.tenant.faults.insert(journey.tenant.requests(), Fault::LostRequest);
    journey.uploads(UploadEvent::ReadyAsked);
    assert_eq!(role(&journey), ReadyState::Unknown);
    let before = journey.tenant.requests();
    for _ in 0..2 {
        journey.does(Event::Account(AccountEvent::NetworkBack));
        assert_eq!(
            (role(&journey), journey.tenant.requests()),
            (ReadyState::Good, before + 1),
            "once is enough"
        );
    }
}

#[test]
fn a_role_among_many_is_found() {
    let mut tenant = tenant(Switches { page: 2, ..Switches::default() });
    let others = (0..6).map(|number| format!("00000000-0000-0000-0000-00000000000{number}"));
    tenant.account.roles = others.chain([role::POLICY_ADMINISTRATOR.to_owned()]).collect();
    let mut journey = Journey::with(1, tenant);
    journey.does(Event::Account(AccountEvent::PanelChosen(true)));
    assert_eq!(journey.panel.as_ref().unwrap().ready[1].state, ReadyState::Good);
}
