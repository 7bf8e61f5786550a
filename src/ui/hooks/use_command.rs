//! The way from a component to whoever mounted the page.

use seedferry_protocol::Event as VaultEvent;

use crate::ui::Command;
use crate::ui::prelude::*;

/// The callback that takes commands. Without a provider (in a test of one component) they go nowhere.
#[hook]
pub(crate) fn use_command() -> Callback<Command> {
    use_context::<Callback<Command>>().unwrap_or_else(Callback::noop)
}

/// How a component tells the vault something.
#[hook]
pub(crate) fn use_send() -> Callback<VaultEvent> {
    let command = use_command();
    use_callback(command, |event: VaultEvent, command| command.emit(Command::Send(event)))
}
