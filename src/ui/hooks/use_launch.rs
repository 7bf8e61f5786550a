//! Files opened with the installed app.

use crate::ui::prelude::*;
use web_sys::File;

use crate::shell::launch;

/// Hands over what the system opens with the page.
#[hook]
pub(crate) fn use_launch(on_files: Callback<Vec<File>>) {
    use_effect_with(on_files, |on_files| {
        let on_files = on_files.clone();
        let taken = launch::take(move |files| on_files.emit(files));
        move || drop(taken)
    });
}
