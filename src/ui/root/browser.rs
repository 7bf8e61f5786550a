//! What the root asks of the browser, whose answers come later.

use gloo::{events::EventListener, timers::callback::Timeout};
use seedferry_protocol::{AccountEvent, Event};
use yew::{platform::spawn_local, prelude::*};

use super::{Message, Root};
use crate::{
    shell::{clipboard, idle, network, offline},
    ui::Command,
};

/// Milliseconds between two downloads of *Save all*.
const SAVE_PACE: u32 = 250;

/// Tells the vault of the time that passes, and that the page is used.
pub(super) fn watch(ctx: &Context<Root>) -> idle::Watch {
    let (time, used) = (ctx.link().callback(Message::Tell), ctx.link().callback(Message::Tell));
    idle::watch(
        move |milliseconds| time.emit(Event::TimePassed { milliseconds }),
        move || used.emit(Event::PageUsed),
    )
}

/// Tells the vault when the network is back.
pub(super) fn watch_network(ctx: &Context<Root>) -> EventListener {
    let told = ctx.link().callback(Message::Tell);
    network::on_back(move || told.emit(Event::Account(AccountEvent::NetworkBack)))
}

/// The browser is asked at once, within the press.
pub(super) fn clear_clipboard(ctx: &Context<Root>) {
    let cleared = clipboard::clear();
    tell(ctx, async move { Event::ClipboardCleared { cleared: cleared.await } });
}

/// The page is loaded anew when the newer version has become the one that is opened. Otherwise the vault says that it has not.
pub(super) fn update(ctx: &Context<Root>) {
    let told = ctx.link().callback(|message: Message| message);
    spawn_local(async move {
        let taken = offline::take_newer().await;
        told.emit(if taken { Message::Reload } else { Message::Tell(Event::UpdateFailed) });
    });
}

/// One download after the other: browsers drop those that come in a bunch.
pub(super) fn save_all(ctx: &Context<Root>, parts: u32) {
    for part in 0..parts {
        let save = ctx.link().callback(move |()| Message::Command(Command::Save { part }));
        Timeout::new(part.saturating_mul(SAVE_PACE), move || save.emit(())).forget();
    }
}

/// Tells the vault what became of something.
pub(super) fn tell(ctx: &Context<Root>, event: impl Future<Output = Event> + 'static) {
    let told = ctx.link().callback(Message::Tell);
    spawn_local(async move { told.emit(event.await) });
}
