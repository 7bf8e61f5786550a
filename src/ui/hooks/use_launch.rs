//! Files opened with the installed app.

use seedferry_protocol::Event as VaultEvent;
use web_sys::File;

use super::use_command;
use crate::shell::launch;
use crate::ui::Command;
use crate::ui::prelude::*;

/// Hands over what the system opens with the page, and tells the vault what could not be read.
#[hook]
pub(crate) fn use_launch(on_files: Callback<Vec<File>>) {
    let command = use_command();
    use_effect_with((on_files, command), |(on_files, command)| {
        let (on_files, command) = (on_files.clone(), command.clone());
        let taken = launch::take(move |files, unread| {
            if !unread.is_empty() {
                command.emit(Command::Send(VaultEvent::LaunchFailed(unread)));
            }
            on_files.emit(files);
        });
        move || drop(taken)
    });
}
