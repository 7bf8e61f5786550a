//! The policy for hardware tokens, in stories.

use seedferry_protocol::{
    AccountEvent, Area, Event, Exposed, Grant, LogEvent, PageEffect, PolicyChange, PolicyContent,
    PolicyEvent, PolicyView, Ticket, ToPage,
};

use super::{Answer, Effect, Story};
use crate::graph::{MOST_REFUSED_TOKENS, Method, Outcome, Request, Response};

const PILOT: &str = "0000feed-0000-4000-8000-000000000001";
const GONE: &str = "0000feed-0000-4000-8000-000000000002";

fn granted(scopes: &[&str]) -> Event {
    granted_in("99999999-2222-3333-4444-555555555555", scopes)
}

fn granted_in(tenant: &str, scopes: &[&str]) -> Event {
    Event::Account(AccountEvent::Granted(Grant {
        name: "Alex".to_owned(),
        upn: "alex@contoso.example".to_owned(),
        tenant: tenant.to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        token: Exposed::new(b"eyJ0eXAi".to_vec()),
    }))
}

fn policy(state: &str) -> String {
    format!(
        r#"{{"state":"{state}","includeTargets":[{{"id":"all_users"}},{{"id":"{PILOT}"}}],"excludeTargets":[{{"id":"{GONE}"}}]}}"#
    )
}

impl Story {
    /// In the policy's area, with these permissions.
    fn at_policy(scopes: &[&str]) -> Self {
        let mut story = Self::default();
        story.does(granted(scopes)).does(Event::AreaChosen(Area::Policy));
        story
    }

    /// The first request of this kind that is on its way.
    fn on_its_way(&self, method: Method, path: &str) -> (u32, Request) {
        let sent = self.effects.iter().find_map(|effect| match effect {
            Effect::Send { ticket, request, .. }
                if request.method == method && request.path.ends_with(path) =>
            {
                Some((*ticket, request.clone()))
            }
            _ => None,
        });
        sent.unwrap_or_else(|| panic!("{path} was not asked for: {:?}", self.effects))
    }

    /// Answers that request.
    fn hears(&mut self, method: Method, path: &str, outcome: Option<(u16, &str)>) -> Request {
        let (ticket, request) = self.on_its_way(method, path);
        let outcome = outcome.map_or(Outcome::Failed, |(status, body)| {
            Outcome::Answered(Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
        });
        self.answered(Answer::Sent { ticket, outcome });
        request
    }

    fn policy(&self) -> PolicyView {
        self.model.policy.view(self.model.account.as_ref(), &self.model.ready)
    }

    fn content(&self) -> PolicyContent {
        match self.policy() {
            PolicyView::Read(content) => content,
            other => panic!("not read: {other:?}"),
        }
    }

    fn wanted(&self) -> Vec<String> {
        let wanted = self.effects.iter().filter_map(|effect| match effect {
            Effect::ToPage(ToPage::Effect(PageEffect::TokenWanted { scopes, .. })) => Some(scopes.clone()),
            _ => None,
        });
        wanted.flatten().collect()
    }
}

const ALL: [&str; 3] = ["User.Read", "Policy.ReadWrite.AuthenticationMethod", "GroupMember.Read.All"];

#[test]
fn groups_are_named_and_one_that_is_gone_keeps_its_id() {
    let mut story = Story::at_policy(&ALL);
    story.hears(Method::Get, "hardwareOath", Some((200, &policy("enabled"))));
    let names = format!(r#"{{"value":[{{"id":"{PILOT}","displayName":"Pilot"}}]}}"#);
    let asked = story.hears(Method::Get, "groups", Some((200, &names)));
    assert!(asked.query.contains(PILOT) && asked.query.contains(GONE) && !asked.query.contains("all_users"));
    let content = story.content();
    assert!(content.enabled && content.everybody && content.change == PolicyChange::Offered);
    assert_eq!((content.included[0].name.as_str(), content.excluded[0].name.as_str()), ("Pilot", ""));
    assert_eq!(content.excluded[0].id, GONE);
    assert!(content.nameless.is_some_and(|nameless| nameless.why.contains("deleted") && !nameless.may_ask));
}

#[test]
fn without_the_permission_for_names_ids_are_shown_and_it_can_be_asked_for() {
    let mut story = Story::at_policy(&ALL[..2]);
    story.hears(Method::Get, "hardwareOath", Some((200, &policy("enabled"))));
    let nameless = story.content().nameless.unwrap();
    assert!(nameless.may_ask && nameless.why.contains("GroupMember.Read.All"));
    story.does(Event::Policy(PolicyEvent::NamesAsked));
    assert_eq!(story.wanted(), ["GroupMember.Read.All"]);
    story.does(granted(&ALL));
    story.hears(Method::Get, "groups", Some((403, r#"{"error":{"code":"Authorization_RequestDenied"}}"#)));
    assert!(story.content().nameless.unwrap().why.contains("Authorization_RequestDenied"));
}

#[test]
fn a_change_names_the_state_alone_and_what_holds_is_read_again() {
    let check = |outcome: Option<(u16, &str)>, after: &str, problem: Option<&str>| {
        let mut story = Story::at_policy(&ALL[..2]);
        story.hears(Method::Get, "hardwareOath", Some((200, &policy("enabled"))));
        story.does(Event::Policy(PolicyEvent::EnabledChosen(true)));
        assert!(story.content().change != PolicyChange::UnderWay, "it is enabled already");
        story.does(Event::Policy(PolicyEvent::EnabledChosen(false)));
        assert_eq!(story.content().change, PolicyChange::UnderWay);
        let sent = story.hears(Method::Patch, "hardwareOath", outcome);
        let body = String::from_utf8(sent.body.unwrap().bytes().to_vec()).unwrap();
        assert!(body.contains(r#""state":"disabled""#) && !body.contains("Targets"), "{body}");
        story.hears(Method::Get, "hardwareOath", Some((200, &policy(after))));
        let content = story.content();
        assert_eq!((content.enabled, content.change), (after == "enabled", PolicyChange::Offered));
        assert_eq!(content.included.len(), 1, "targets stay");
        let said = content.problem.unwrap_or_default();
        assert!(problem.map_or(said.is_empty(), |problem| said.contains(problem)), "{said}");
    };
    check(Some((204, "")), "disabled", None);
    check(None, "disabled", Some("could not be reached"));
    check(None, "enabled", Some("read again"));
    check(Some((403, r#"{"error":{"code":"accessDenied"}}"#)), "enabled", Some("accessDenied"));
}

/// What Graph refuses a token for is asked again with another one; a change is for the user to press again.
#[test]
fn a_refused_access_token_is_renewed() {
    let refused = Some((401, r#"{"error":{"code":"InvalidAuthenticationToken"}}"#));
    let mut story = Story::at_policy(&ALL);
    story.hears(Method::Get, "hardwareOath", refused);
    assert_eq!(story.wanted(), [ALL[1]]);
    let PolicyView::Halted { problem, .. } = story.policy() else { panic!("{:?}", story.policy()) };
    assert!(problem.contains("access token"), "{problem}");
    story.does(granted(&ALL));
    story.hears(Method::Get, "hardwareOath", Some((200, &policy("enabled"))));
    story.hears(Method::Get, "groups", refused);
    assert_eq!(story.wanted(), [ALL[2]]);
    story.does(granted(&ALL));
    story.hears(Method::Get, "groups", Some((200, r#"{"value":[]}"#)));
    story.does(Event::Policy(PolicyEvent::EnabledChosen(false)));
    story.hears(Method::Patch, "hardwareOath", refused);
    assert_eq!(story.wanted(), [ALL[1]]);
    story.does(granted(&ALL));
    let content = story.content();
    assert_eq!((content.enabled, content.change), (true, PolicyChange::Offered));
    assert!(content.problem.unwrap().contains("press again"));
    // One that is refused again and again is not asked for for ever.
    let mut story = Story::at_policy(&ALL);
    for _ in 0..MOST_REFUSED_TOKENS {
        story.hears(Method::Get, "hardwareOath", refused);
        assert_eq!(story.wanted(), [ALL[1]]);
        story.does(granted(&ALL));
    }
    story.hears(Method::Get, "hardwareOath", refused);
    assert!(story.wanted().is_empty());
}

#[test]
fn a_change_is_offered_where_the_role_allows_it() {
    let check = |roles: Option<(u16, &str)>, change: PolicyChange, word: &str| {
        let mut story = Story::default();
        story.does(granted(&ALL[..2]));
        story.hears(Method::Get, "transitiveMemberOf", roles);
        story.does(Event::AreaChosen(Area::Policy));
        story.hears(Method::Get, "hardwareOath", Some((200, &policy("disabled"))));
        let content = story.content();
        assert!(content.change == change && content.role.contains(word), "{content:?}");
        assert_eq!(content.role.is_empty(), word.is_empty());
    };
    let writer = r#"{"value":[{"roleTemplateId":"0526716b-113d-4c15-b2c8-68e3c22b9f80"}]}"#;
    check(Some((200, writer)), PolicyChange::Offered, "");
    check(Some((200, r#"{"value":[]}"#)), PolicyChange::NeedsRole, "A Privileged Role Administrator assigns");
    check(None, PolicyChange::Offered, "Your roles could not be read");
}

#[test]
fn what_is_missing_is_asked_for_or_said() {
    let mut story = Story::at_policy(&["User.Read"]);
    assert_eq!(story.wanted(), ["Policy.Read.All"]);
    story.does(granted(&["User.Read", "Policy.Read.All"]));
    story.hears(Method::Get, "hardwareOath", Some((403, r#"{"error":{"code":"accessDenied"}}"#)));
    let PolicyView::Halted { problem, remedy } = story.policy() else { panic!("{:?}", story.policy()) };
    assert!(problem.contains("accessDenied") && remedy.contains("Global Reader"));
    story.does(Event::Policy(PolicyEvent::ReadAsked));
    story.hears(Method::Get, "hardwareOath", Some((200, &policy("disabled"))));
    assert_eq!((story.content().change, story.content().enabled), (PolicyChange::NeedsPermission, false));
    story.does(Event::Policy(PolicyEvent::EnabledChosen(true)));
    assert_eq!(
        story.content().change,
        PolicyChange::NeedsPermission,
        "nothing is sent without the permission"
    );
    story.does(Event::Account(AccountEvent::SignedOut));
    assert_eq!(story.policy(), PolicyView::SignedOut);
}

#[test]
fn what_one_tenant_answers_late_is_not_the_policy_of_another() {
    let check = |leaves: bool| {
        let mut story = Story::at_policy(&ALL[..2]);
        let (late, _) = story.on_its_way(Method::Get, "hardwareOath");
        if leaves {
            story.does(Event::Account(AccountEvent::SignedOut));
        }
        story.does(granted_in("11111111-2222-3333-4444-555555555555", &ALL[..2]));
        let response = Response { status: 200, headers: Vec::new(), body: policy("enabled").into_bytes() };
        let (own, _) = story.on_its_way(Method::Get, "hardwareOath");
        story.answered(Answer::Sent { ticket: late, outcome: Outcome::Answered(response) });
        assert_eq!(story.policy(), PolicyView::Reading);
        let response = Response { status: 200, headers: Vec::new(), body: policy("disabled").into_bytes() };
        story.answered(Answer::Sent { ticket: own, outcome: Outcome::Answered(response) });
        assert!(!story.content().enabled);
    };
    check(true);
    check(false);
}

/// The log cannot be had again: leaving asks until it is saved whole.
#[test]
fn a_log_that_is_in_no_file_is_unsaved_work() {
    let mut story = Story::at_policy(&ALL[..2]);
    story.hears(Method::Get, "hardwareOath", Some((200, &policy("enabled"))));
    story.does(Event::Policy(PolicyEvent::EnabledChosen(false)));
    story.hears(Method::Patch, "hardwareOath", Some((204, "")));
    assert!(story.unsaved);
    let saves = |story: &mut Story, ticket: u32, written: bool, unsaved: bool| {
        story.does(Event::Log(LogEvent::SaveAsked(Ticket(ticket))));
        story.does(Event::SaveDone { ticket: Ticket(ticket), written });
        assert_eq!(story.unsaved, unsaved);
    };
    saves(&mut story, 1, false, true);
    story.does(Event::Log(LogEvent::SearchChanged("nothing".to_owned())));
    saves(&mut story, 2, true, true);
    story.does(Event::Log(LogEvent::SearchChanged(String::new())));
    saves(&mut story, 3, true, false);
}
