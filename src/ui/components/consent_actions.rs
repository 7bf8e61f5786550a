//! The way to an administrator's consent for the whole tenant.

use crate::ui::Command;
use crate::ui::prelude::*;

use super::{Button, Look};

/// Opens the link of an administrator's consent, or copies it to be sent to one. It holds nothing secret.
pub(crate) fn consent_actions(link: &str, command: &Callback<Command>) -> Html {
    let text = link.to_owned();
    let copy = command.reform(move |_: MouseEvent| Command::CopyText(text.clone()));
    html! {
        <div class="actions">
            <a class="link" href={link.to_owned()} target="_blank" rel="noopener noreferrer">{ "Open the consent page" }</a>
            <Button label="Copy link" look={Look::Plain} onclick={copy} />
        </div>
    }
}
