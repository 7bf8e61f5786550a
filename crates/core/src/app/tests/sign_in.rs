//! Signing in, in stories.

use seedferry_protocol::{
    AccountEvent, AccountSettings, Cloud, Event, Exposed, Grant, PageEffect, Severity, SignInError,
    Surroundings,
};

use super::{Story, page};
use crate::graph::Millis;

const GUID: &str = "11111111-2222-3333-4444-555555555555";
const TENANT: &str = "99999999-2222-3333-4444-555555555555";

fn around() -> Surroundings {
    Surroundings {
        offered: true,
        redirect_uri: "https://seeds.example.com/redirect.html".to_owned(),
        ..Surroundings::default()
    }
}

fn grant(scopes: &[&str]) -> Event {
    Event::Account(AccountEvent::Granted(Grant {
        name: "Alex".to_owned(),
        upn: "alex@contoso.com".to_owned(),
        tenant: TENANT.to_owned(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        token: Exposed::new(b"eyJ0eXAi".to_vec()),
    }))
}

fn failed(code: &str, press_wanted: bool) -> AccountEvent {
    AccountEvent::Failed(SignInError { code: code.to_owned(), press_wanted, ..SignInError::default() })
}

fn settings(client_id: &str, tenant: &str, cloud: Cloud, keep: bool) -> AccountEvent {
    let (client_id, tenant) = (client_id.to_owned(), tenant.to_owned());
    AccountEvent::SettingsChanged(AccountSettings { client_id, tenant, cloud, keep })
}

impl Story {
    fn account(&mut self, event: AccountEvent) -> &mut Self {
        self.does(Event::Account(event))
    }

    /// A story with the panel open.
    fn at_sign_in(around: Surroundings) -> Self {
        let mut story = Self::default();
        story.account(AccountEvent::PanelChosen(true)).account(AccountEvent::Prepared(around));
        story
    }

    fn signed_in() -> Self {
        let mut story = Self::at_sign_in(around());
        story.account(settings(GUID, "", Cloud::Global, false)).account(AccountEvent::WindowOpened);
        story.does(grant(&["User.Read"]));
        story
    }

    /// The authority that a press signs in at, and the text of all remarks.
    fn offered(&self) -> (Option<String>, String) {
        let view = self.sign_in.as_ref().unwrap();
        let remarks: Vec<&str> = view.remarks.iter().map(|(_, text)| text.as_str()).collect();
        (view.request.as_ref().map(|request| request.authority.clone()), remarks.join(" "))
    }
}

/// What the panel offers in these surroundings: the authority, or none, and what it remarks.
fn check(around: Surroundings, authority: Option<&str>, remark: &str) {
    let (found, remarks) = Story::at_sign_in(around).offered();
    assert_eq!(found.as_deref(), authority, "{remarks}");
    assert!(remarks.contains(remark) && (remark.is_empty() == remarks.is_empty()), "{remarks}");
}

#[test]
fn presets_count_the_users_own_first_and_what_is_refused_presets_nothing() {
    let with = |config: &str, kept: Option<&str>| Surroundings {
        config: Some(config.to_owned()),
        kept: kept.map(str::to_owned),
        ..around()
    };
    let preset = format!(r#"{{"clientId":"{GUID}","tenant":"contoso.com"}}"#);
    check(around(), None, "");
    check(with("{}", None), None, "");
    check(with(&preset, None), Some("https://login.microsoftonline.com/contoso.com"), "");
    check(
        with(&preset, Some(r#"{"tenant":"fabrikam.com"}"#)),
        Some("https://login.microsoftonline.com/fabrikam.com"),
        "",
    );
    check(
        with(r#"{"graph":"https://evil.example"}"#, None),
        None,
        "config.json beside this page was refused",
    );
    check(with(&preset, Some("?")), Some("https://login.microsoftonline.com/contoso.com"), "Type them again");
    let china = format!(r#"{{"clientId":"{GUID}","cloud":"china"}}"#);
    check(with(&china, None), None, "--cloud china");
    let built = Surroundings { cloud: Cloud::China, ..with(&china, None) };
    check(built, Some("https://login.partner.microsoftonline.cn/organizations"), "does not offer its API");
    let trouble = Surroundings { trouble: Some("It did not load".to_owned()), ..with(&preset, None) };
    check(trouble, None, "It did not load");
}

#[test]
fn a_page_in_one_file_says_why_it_has_no_sign_in() {
    let mut story = Story::at_sign_in(Surroundings { offered: false, ..around() });
    story.account(settings(GUID, "", Cloud::Global, false));
    let view = story.sign_in.as_ref().unwrap();
    assert!(view.absent.as_ref().unwrap().contains("forbids every request"));
    assert_eq!((&view.request, &view.consent), (&None, &None));
}

#[test]
fn settings_are_kept_only_when_wanted() {
    let mut story = Story::at_sign_in(around());
    story.account(settings(GUID, "", Cloud::Global, false));
    assert_eq!(story.effects, []);
    story.account(settings(GUID, "", Cloud::Global, true));
    let text = format!(r#"{{"clientId":"{GUID}","tenant":"organizations","cloud":"global"}}"#);
    assert_eq!(story.effects, [page(PageEffect::KeepAccountSettings(Some(text)))]);
    story.account(settings(GUID, "", Cloud::Global, false));
    assert_eq!(story.effects, [page(PageEffect::KeepAccountSettings(None))]);
}

#[test]
fn what_is_typed_wrong_is_said_where_it_stands() {
    let mut story = Story::at_sign_in(around());
    story.account(settings("1111", "common", Cloud::Global, false));
    let view = story.sign_in.as_ref().unwrap();
    assert!(view.client_problem.as_ref().unwrap().contains("Application (client) ID"));
    assert!(view.tenant_problem.as_ref().unwrap().contains("Personal accounts"));
    story.account(settings(GUID, "contoso.com", Cloud::Global, false));
    let view = story.sign_in.as_ref().unwrap();
    assert_eq!((&view.client_problem, &view.tenant_problem), (&None, &None));
    assert!(view.consent.as_ref().unwrap().link.contains("/contoso.com/v2.0/adminconsent?"));
}

#[test]
fn a_window_that_fails_leaves_the_panel_with_a_reason() {
    let mut story = Story::at_sign_in(around());
    story.account(settings(GUID, "", Cloud::Global, false)).account(AccountEvent::WindowOpened);
    assert!(story.sign_in.as_ref().unwrap().window);
    story.account(failed("popup_window_error", false));
    let view = story.sign_in.as_ref().unwrap();
    assert!(!view.window && view.failure.as_ref().unwrap().contains("blocked"));
    assert_eq!(story.account, None);
    story.account(AccountEvent::WindowOpened);
    assert_eq!(story.sign_in.as_ref().unwrap().failure, None);
    story.does(grant(&["User.Read"]));
    assert_eq!(story.sign_in, None, "the first token closes the panel");
    assert!(story.notices.iter().any(|notice| notice.severity == Severity::Note));
}

#[test]
fn a_token_that_cannot_be_used_is_no_sign_in() {
    let mut story = Story::at_sign_in(around());
    let Event::Account(AccountEvent::Granted(mut bad)) = grant(&[]) else { unreachable!() };
    bad.token = Exposed::new(b"a\r\nb".to_vec());
    story.account(AccountEvent::Granted(bad));
    assert!(story.account.is_none() && story.sign_in.as_ref().unwrap().failure.is_some());
}

#[test]
fn one_press_goes_on_where_the_silent_way_ends() {
    let mut story = Story::signed_in();
    let effects = story.model.want_token(&["Policy.Read.All"], None);
    let scopes = vec!["Policy.Read.All".to_owned()];
    assert_eq!(effects, [page(PageEffect::TokenWanted { scopes, claims: None, press: false })]);
    story.account(failed("consent_required", true));
    let account = story.account.clone().unwrap();
    assert!(!account.waiting && account.problem.unwrap().contains("Press Continue"));
    story.account(AccountEvent::WindowOpened);
    let account = story.account.clone().unwrap();
    assert!(account.waiting && account.window && account.problem.is_none());
    story.account(failed("cancelled", false));
    let account = story.account.clone().unwrap();
    assert!(!account.window && account.problem.unwrap().contains("cancelled"), "it stays signed in");
    story.does(grant(&["User.Read", "https://graph.microsoft.com/Policy.Read.All"]));
    assert_eq!(story.account.clone().unwrap().problem, None);
    assert_eq!(story.model.account.as_ref().unwrap().scopes(), ["User.Read", "Policy.Read.All"]);
    story.account(AccountEvent::SignedOut);
    assert_eq!(story.account, None);
}

#[test]
fn a_demand_that_comes_again_at_once_takes_a_press() {
    let mut story = Story::signed_in();
    let mut check = |at: u64, claims: Option<&str>, press: bool| {
        story.model.tell_time(Millis(at), 0);
        let (scopes, claims) = (vec!["User.Read".to_owned()], claims.map(str::to_owned));
        let effects = story.model.want_token(&["User.Read"], claims.clone());
        assert_eq!(effects, [page(PageEffect::TokenWanted { scopes, claims, press })], "{at}");
        let account = story.model.account.as_ref().unwrap();
        assert_eq!((account.is_waiting(), account.problem().is_some()), (!press, press));
        story.model.update(grant(&["User.Read"]));
    };
    check(0, Some("{}"), false);
    check(1_000, Some("{}"), true);
    check(2_000, None, false);
    check(3_000, Some("{}"), false);
    check(303_000, Some("{}"), false);
    check(602_999, Some("{}"), true);
}

#[test]
fn the_network_that_is_back_asks_for_what_it_kept_from_being_asked() {
    let check = |code: &str, press_wanted: bool, again: bool| {
        let mut story = Story::signed_in();
        story.model.want_token(&["Policy.Read.All"], Some("{}".to_owned()));
        story.account(failed(code, press_wanted)).account(AccountEvent::NetworkBack);
        let (scopes, claims) = (vec!["Policy.Read.All".to_owned()], Some("{}".to_owned()));
        let wanted = page(PageEffect::TokenWanted { scopes, claims, press: false });
        assert_eq!(story.effects.contains(&wanted), again, "{code}: {:?}", story.effects);
        assert_eq!(story.account.as_ref().unwrap().waiting, again);
        story.account(AccountEvent::NetworkBack);
        assert!(!story.effects.contains(&wanted), "{code}: once is enough");
    };
    check("network_error", false, true);
    check("no_network_connectivity", false, true);
    check("interaction_required", true, false);
    check("cancelled", false, false);
    let mut story = Story::default();
    story.account(AccountEvent::NetworkBack);
    assert_eq!(story.effects, []);
}

#[test]
fn wiping_signs_out() {
    let mut story = Story::signed_in();
    story.does(Event::WipeAsked);
    assert!(story.account.is_none() && story.model.account.is_none());
}
