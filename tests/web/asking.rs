//! Passwords: asked for, handed over once, and gone from the document.

use seedferry::ui::Command;
use seedferry_protocol::{AskKind, AskView, Event, OfferedFile, OpeningId, OpeningView, Pane, StageView};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::stage::Stage;

fn asking(kind: AskKind, attempt: u32, problem: Option<&str>) -> Pane {
    let ask = AskView {
        kind,
        title: "seeds.zip needs its password".to_owned(),
        path: vec!["seeds.zip".to_owned()],
        hint: String::new(),
        problem: problem.map(str::to_owned),
        attempt,
        trying: false,
        wrong_codes: None,
        can_be_left_out: false,
    };
    let files = vec![OfferedFile { name: "seeds.zip".to_owned(), size: 10 }];
    Pane::Opening(Some(OpeningView { id: OpeningId(7), files, stage: StageView::Asks(ask) }))
}

fn field(stage: &Stage) -> HtmlInputElement {
    stage.find("#ask-input").unchecked_into()
}

#[wasm_bindgen_test]
async fn a_password_is_handed_over_and_forgotten() {
    let mut stage = Stage::with(vec![asking(AskKind::ZipPassword, 0, None)]).await;
    field(&stage).set_value("planted-password");
    stage.press("button[type=submit]").await;
    let given = stage.commands();
    let [Command::Send(Event::PassphraseGiven { opening, passphrase })] = given.as_slice() else {
        panic!("asked for {given:?}");
    };
    assert_eq!((*opening, passphrase.expose()), (OpeningId(7), "planted-password"));
    assert_eq!(field(&stage).value(), "");

    stage.apply(vec![asking(AskKind::ZipPassword, 1, Some("That is not it."))]).await;
    assert_eq!(stage.find("#ask-problem").text_content().unwrap(), "That is not it.");
    assert_eq!(field(&stage).get_attribute("aria-invalid").as_deref(), Some("true"));
    assert!(!stage.everything().contains("planted-password"));
}

#[wasm_bindgen_test]
async fn nothing_typed_is_not_an_answer() {
    let stage = Stage::with(vec![asking(AskKind::MessagePassphrase, 0, None)]).await;
    stage.press("button[type=submit]").await;
    assert_eq!(stage.commands(), []);
}

#[wasm_bindgen_test]
async fn showing_what_is_typed_keeps_it() {
    let stage = Stage::with(vec![asking(AskKind::KeyPassphrase, 0, None)]).await;
    field(&stage).set_value("typed");
    stage.press(".ask-field__row button").await;
    assert_eq!((field(&stage).type_().as_str(), field(&stage).value().as_str()), ("text", "typed"));
    stage.press(".ask-field__row button").await;
    assert_eq!(field(&stage).type_(), "password");
}

#[wasm_bindgen_test]
async fn each_question_is_a_screen_of_its_own() {
    let cases = [
        (AskKind::ZipPassword, "ask-zip-password"),
        (AskKind::MessagePassphrase, "ask-message-passphrase"),
        (AskKind::PrivateKey, "ask-private-key"),
        (AskKind::KeyPassphrase, "ask-key-passphrase"),
        (AskKind::SharedKey, "ask-shared-key"),
        (AskKind::ContainerPassphrase, "ask-container-passphrase"),
    ];
    let mut stage = Stage::with(vec![]).await;
    assert_eq!(stage.find("main").get_attribute("data-screen").as_deref(), Some("start"));
    for (kind, screen) in cases {
        stage.apply(vec![asking(kind, 0, None)]).await;
        assert_eq!(stage.find("main").get_attribute("data-screen").as_deref(), Some(screen));
    }
}
