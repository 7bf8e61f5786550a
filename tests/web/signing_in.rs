//! Signing in: what each state offers to press, and that typed text stays.

use seedferry::ui::Command;
use seedferry_protocol::{
    AccountEvent, AccountSettings, AccountView, Event, Pane, ReadyState, ReadySummary, SignInRequest,
    SignInView,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::stage::Stage;

fn account(window: bool, problem: Option<&str>) -> Pane {
    Pane::Account(Some(AccountView {
        name: "Alex".to_owned(),
        upn: "alex@contoso.com".to_owned(),
        tenant: "t".to_owned(),
        waiting: window,
        problem: problem.map(str::to_owned),
        window,
        ready: ReadySummary {
            state: ReadyState::Missing,
            words: "2 things missing".to_owned(),
            topics: "Missing: Role, Policy. Press to see who can give it".to_owned(),
        },
    }))
}

fn panel(client_id: &str, request: Option<SignInRequest>) -> Pane {
    Pane::SignIn(Some(SignInView {
        absent: None,
        settings: AccountSettings { client_id: client_id.to_owned(), ..AccountSettings::default() },
        client_problem: None,
        tenant_problem: None,
        note: None,
        remarks: Vec::new(),
        request,
        window: false,
        failure: None,
        ready: Vec::new(),
        consent: None,
        redirect_uri: "https://seeds.example.com/redirect.html".to_owned(),
    }))
}

/// What the bar about the account offers, and what its press asks for.
async fn check(window: bool, problem: Option<&str>, press: Option<(&str, Command)>) {
    let stage = Stage::with(vec![account(window, problem)]).await;
    let buttons = stage.count(".bars .message-bar button");
    assert_eq!(buttons, u32::from(press.is_some()));
    if let Some((label, command)) = press {
        assert_eq!(stage.find(".bars .message-bar button").text_content().as_deref(), Some(label));
        stage.press(".bars .message-bar button").await;
        assert_eq!(stage.commands(), [command]);
    }
}

#[wasm_bindgen_test]
async fn one_press_goes_on_or_gives_up() {
    check(false, None, None).await;
    check(false, Some("It has expired."), Some(("Continue", Command::GoOnSigningIn))).await;
    check(true, None, Some(("Cancel", Command::CancelSignIn))).await;
    check(true, Some("It has expired."), Some(("Cancel", Command::CancelSignIn))).await;
}

#[wasm_bindgen_test]
async fn the_state_beside_the_account_opens_the_panel() {
    let stage = Stage::with(vec![account(false, None)]).await;
    let state = stage.find(".account__ready button");
    assert_eq!(state.text_content().as_deref(), Some("2 things missing"));
    assert!(state.get_attribute("title").is_some_and(|title| title.contains("Role, Policy")));
    stage.press(".account__ready button").await;
    assert_eq!(stage.commands(), [Command::OpenSignIn]);
}

#[wasm_bindgen_test]
async fn the_press_asks_for_what_the_vault_allows() {
    let request = SignInRequest {
        client_id: "id".to_owned(),
        authority: "https://login.microsoftonline.com/organizations".to_owned(),
        scopes: vec!["User.Read".to_owned()],
    };
    let stage = Stage::with(vec![panel("id", Some(request.clone()))]).await;
    stage.press(".sign-in button[type=submit]").await;
    assert_eq!(stage.commands(), [Command::SignIn(request)]);
    let stage = Stage::with(vec![panel("", None)]).await;
    stage.press(".sign-in button[type=submit]").await;
    assert_eq!(stage.commands(), []);
}

#[wasm_bindgen_test]
async fn an_answer_to_an_earlier_letter_takes_no_later_one_away() {
    let mut stage = Stage::with(vec![panel("", None)]).await;
    let field: HtmlInputElement = stage.find("#sign-in-client").unchecked_into();
    field.set_value("12");
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    field.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &options).unwrap()).unwrap();
    yew::scheduler::flush().await;
    stage.apply(vec![panel("1", None)]).await;
    assert_eq!(field.value(), "12");
    let said = stage.commands();
    let [Command::Send(Event::Account(AccountEvent::SettingsChanged(settings)))] = said.as_slice() else {
        panic!("asked for {said:?}");
    };
    assert_eq!(settings.client_id, "12");
}
