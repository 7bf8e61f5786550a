//! The dialog about saving files, over whatever else is open.

use seedferry_protocol::{Event as VaultEvent, SealEvent, Severity};

use crate::ui::components::{Button, MessageBar, SealChoice};
use crate::ui::hooks::{use_modal, use_seal, use_send};
use crate::ui::prelude::*;

/// A modal dialog: the choice of a seal for all files, and what it needs.
#[component]
pub(crate) fn SavingDialog() -> Html {
    let (send, seal) = (use_send(), use_seal());
    let (node, close) = use_modal();
    let close = close.reform(|_: MouseEvent| ());
    let onclose = use_callback(send, |_: Event, send| {
        send.emit(VaultEvent::Seal(SealEvent::PanelChosen(false)));
    });
    let missing = seal.missing.as_ref().map(|missing| {
        html! { <MessageBar severity={Severity::Warning}>{ "Nothing can be saved yet. " }{ missing }</MessageBar> }
    });
    html! {
        <dialog ref={node} class="dialog saving" aria-labelledby="saving-head" {onclose}>
            <h2 id="saving-head">{ "Saving files" }</h2>
            <p>{ "What you choose here holds for every file that is saved, until you wipe or close the page: tokens, results, lists, reports, logs, scripts, layouts and mappings. What holds no seeds still holds serial numbers and names; what holds seeds takes one more press to be saved as it is." }</p>
            <p class="quiet">{ "Only the two keys of an order go as they are: the private key has its own passphrase, and the public key is for the vendor." }</p>
            <SealChoice id="saving" />
            <div class="slot" role="status">{ missing.unwrap_or_default() }</div>
            <div class="actions actions--end"><Button label="Close" onclick={close} /></div>
        </dialog>
    }
}
