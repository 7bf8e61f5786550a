//! Workers, started by `boot.js` from bytes that it checked.

use js_sys::Function;
use seedferry_wire::Port;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::MessagePort;

#[wasm_bindgen]
extern "C" {
    type Started;

    #[wasm_bindgen(js_namespace = seedferry, js_name = start)]
    fn start(role: &str, on_fail: &Function) -> Started;

    #[wasm_bindgen(method, getter)]
    fn port(this: &Started) -> MessagePort;

    #[wasm_bindgen(method)]
    fn terminate(this: &Started);
}

/// A running worker. It is ended when dropped.
pub struct Worker {
    started: Started,
    port: Port,
    _on_fail: Closure<dyn FnMut(JsValue)>,
}

impl Worker {
    /// Starts a worker for a role, `vault` or `opener`. Messages sent before it has arrived wait in the port.
    pub fn start<T: DeserializeOwned>(
        role: &str,
        receive: impl FnMut(T) + 'static,
        mut failed: impl FnMut(String) + 'static,
    ) -> Self {
        let on_fail = Closure::new(move |reason: JsValue| failed(reason.as_string().unwrap_or_default()));
        let started = start(role, on_fail.as_ref().unchecked_ref());
        let mut receive = receive;
        let port = Port::open(started.port(), move |message: T, _| receive(message));
        Self { started, port, _on_fail: on_fail }
    }

    /// Sends a message.
    pub fn send<T: Serialize>(&self, message: &T) {
        self.port.send(message);
    }

    /// Sends a message with files and ports.
    pub fn send_with<T: Serialize>(&self, message: &T, attachments: &[JsValue]) {
        self.port.send_with(message, attachments);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.started.terminate();
    }
}
