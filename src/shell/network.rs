//! When the network is back.

use gloo::events::EventListener;

/// Tells it for as long as what it returns lives.
pub fn on_back(tell: impl Fn() + 'static) -> EventListener {
    EventListener::new(&gloo::utils::window(), "online", move |_| tell())
}
