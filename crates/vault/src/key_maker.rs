//! The shell of the worker that handles keys: does one thing that the vault asks for, and reports. It keeps nothing; the page
//! ends the whole worker afterwards, or when the user gives it up.

use std::{cell::RefCell, rc::Rc};

use seedferry_core::{
    app::{KeyCommand, KeyReport},
    envelope,
    order::key,
};
use seedferry_protocol::KeyJob;
use seedferry_wire::Port;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessagePort;

use crate::{stack::overwrite_stack, vault::entropy};

/// Progress is reported at most this often, in milliseconds.
const REPORT_EVERY: f64 = 100.0;

type Vault = Rc<RefCell<Option<Port>>>;

/// Waits for the page's one message: the port to the vault.
pub(crate) fn run(port: MessagePort) {
    let vault = Vault::default();
    let page = Port::open(port, move |_: KeyJob, attachments| start(&vault, attachments));
    // It lives as long as the worker.
    std::mem::forget(page);
}

fn start(vault: &Vault, attachments: Vec<JsValue>) {
    let port = attachments.into_iter().next().and_then(|port| port.dyn_into::<MessagePort>().ok());
    let Some(port) = port else { return };
    let told = Rc::clone(vault);
    let opened = Port::open(port, move |command: KeyCommand, _| {
        let report = obey(command, &told);
        overwrite_stack();
        tell(&told, &report);
    });
    *vault.borrow_mut() = Some(opened);
}

#[inline(never)]
fn obey(command: KeyCommand, vault: &Vault) -> KeyReport {
    match command {
        KeyCommand::Make { wish, passphrase } => {
            let mut reported = f64::NEG_INFINITY;
            let told = |tried| {
                let now = js_sys::Date::now();
                if now - reported >= REPORT_EVERY {
                    reported = now;
                    tell(vault, &KeyReport::Tried(tried));
                }
            };
            // Seconds since 1970 are whole and not negative.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let now = (js_sys::Date::now() / 1_000.0) as u64;
            KeyReport::Made(key::make(&wish, &passphrase, &mut entropy(), now, told))
        }
        KeyCommand::Prove { saved, given, passphrase } => {
            KeyReport::Proved(envelope::prove(&saved, &given, &passphrase))
        }
        KeyCommand::Examine(file) => KeyReport::Examined(envelope::examine(&file)),
    }
}

fn tell(vault: &Vault, report: &KeyReport) {
    vault.borrow().iter().for_each(|vault| vault.send(report));
}
