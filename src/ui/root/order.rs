//! What the root does for an order: the worker that handles keys, and the password that is shown.

use seedferry_protocol::{Event, Exposed, KeyJob, KeyJobId, OrderEvent, OrderPlace, Ticket};
use web_sys::MessageChannel;
use yew::prelude::*;

use super::{Message, Root, tell, text};
use crate::shell::{clipboard, file, worker::Worker};
use crate::ui::OrderCommand;

impl Root {
    pub(super) fn obey_order(&mut self, ctx: &Context<Self>, command: OrderCommand) {
        match command {
            OrderCommand::SavePrivateKey => self.save_key(OrderEvent::PrivateKeySaveAsked),
            OrderCommand::SavePublicKey => self.save_key(OrderEvent::PublicKeySaveAsked),
            OrderCommand::GiveKey(file) => {
                let event = Event::Order(OrderEvent::KeyFileGiven(file::described(&file)));
                self.vault.send_with(&event, &[file.into()]);
            }
            OrderCommand::CancelKey => {
                self.key_maker = None;
                self.vault.send(&Event::Order(OrderEvent::KeyMakingCancelled));
            }
            OrderCommand::CopyPassword => self.copy_password(ctx),
            OrderCommand::HidePassword => self.password = None,
        }
    }

    /// A password that comes after its place was left is not kept.
    pub(super) fn show_password(&mut self, password: &Exposed) {
        self.password = text(password);
        self.forget_left_password();
    }

    /// A password goes with the place where it is shown.
    pub(super) fn forget_left_password(&mut self) {
        let places = [OrderPlace::Key, OrderPlace::Password];
        if !self.panes.order.as_ref().is_some_and(|order| places.contains(&order.place())) {
            self.password = None;
        }
    }

    /// It is gone from the page once the clipboard has taken it.
    fn copy_password(&self, ctx: &Context<Self>) {
        let Some(password) = &self.password else {
            return;
        };
        let written = clipboard::write_plain(password);
        tell(ctx, async move { Event::Order(OrderEvent::PasswordCopied { written: written.await }) });
    }

    fn save_key(&mut self, asked: fn(Ticket) -> OrderEvent) {
        let ticket = self.ticket();
        self.vault.send(&Event::Order(asked(ticket)));
    }

    /// Starts the worker, and connects it with the vault.
    pub(super) fn start_key_maker(&mut self, ctx: &Context<Self>, job: KeyJobId) {
        let died = ctx.link().callback(move |()| Message::Tell(Event::Order(OrderEvent::KeyMakerDied(job))));
        let Ok(channel) = MessageChannel::new() else {
            return died.emit(());
        };
        let worker = Worker::start::<()>("key-maker", |()| (), move |_| died.emit(()));
        worker.send_with(&KeyJob, &[channel.port2().into()]);
        self.key_maker = Some(worker);
        let started = Event::Order(OrderEvent::KeyMakerStarted(job));
        self.vault.send_with(&started, &[channel.port1().into()]);
    }
}
