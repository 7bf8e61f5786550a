//! Messages over a `MessagePort`: postcard in a transferred buffer, with files and ports as attachments.
//!
//! A message may hold a passphrase or seeds. Its buffer is transferred, not copied; the sender's encoding is
//! overwritten after it was handed over, the receiver's after it was read.

use js_sys::{Array, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{MessageEvent, MessagePort};
use zeroize::Zeroizing;

/// One end of a channel. It is closed when dropped.
pub struct Port {
    port: MessagePort,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Port {
    /// Takes over the port and calls `receive` with each message and its attachments. What cannot be read as a
    /// message is dropped: both ends are built from the same source.
    pub fn open<T: DeserializeOwned>(
        port: MessagePort,
        mut receive: impl FnMut(T, Vec<JsValue>) + 'static,
    ) -> Self {
        let listener = Closure::new(move |event: MessageEvent| {
            if let Some((message, attachments)) = read(&event.data()) {
                receive(message, attachments);
            }
        });
        port.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Self { port, _listener: listener }
    }

    /// Sends a message.
    pub fn send<T: Serialize>(&self, message: &T) {
        self.send_with(message, &[]);
    }

    /// Sends a message with files and ports; ports are transferred.
    pub fn send_with<T: Serialize>(&self, message: &T, attachments: &[JsValue]) {
        let Some(encoded) = encode(message) else { return };
        let bytes = Uint8Array::from(encoded.as_slice());
        let transferred = Array::of1(&bytes.buffer());
        for port in attachments.iter().filter(|attachment| attachment.is_instance_of::<MessagePort>()) {
            transferred.push(port);
        }
        let content = Array::of1(&bytes);
        for attachment in attachments {
            content.push(attachment);
        }
        // It can fail only for attachments that cannot be cloned, and those are files and ports.
        let _ = self.port.post_message_with_transferable(&content, &transferred);
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
    }
}

/// Encodes into a buffer of the right size from the start: one that grows would leave copies behind.
fn encode<T: Serialize>(message: &T) -> Option<Zeroizing<Vec<u8>>> {
    let size = postcard::experimental::serialized_size(message).ok()?;
    let mut buffer = Zeroizing::new(vec![0; size]);
    postcard::to_slice(message, buffer.as_mut_slice()).ok()?;
    Some(buffer)
}

fn read<T: DeserializeOwned>(data: &JsValue) -> Option<(T, Vec<JsValue>)> {
    let mut content = data.dyn_ref::<Array>()?.iter();
    let bytes: Uint8Array = content.next()?.dyn_into().ok()?;
    let encoded = Zeroizing::new(bytes.to_vec());
    bytes.fill(0, 0, bytes.length());
    let message = postcard::from_bytes(&encoded).ok()?;
    Some((message, content.collect()))
}
