//! How files are saved now, beside the buttons that save them.

use seedferry_protocol::{Event as VaultEvent, RecipientView, SealEvent, SealKind, SealView};

use super::{Button, Icon, Look};
use crate::ui::hooks::{use_seal, use_send};
use crate::ui::prelude::*;
use crate::ui::words;

/// What a [`SealLine`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SealLineProps {
    /// What whoever has a file can read in it.
    #[prop_or("They hold no seeds, but serial numbers and names.")]
    pub(crate) holds: &'static str,
}

/// The line, with the way to the dialog that changes it.
#[component]
pub(crate) fn SealLine(props: &SealLineProps) -> Html {
    let (seal, send) = (use_seal(), use_send());
    let open = send.reform(|_: MouseEvent| VaultEvent::Seal(SealEvent::PanelChosen(true)));
    let label = if seal.kind == SealKind::Plain { "Seal them…" } else { "Change the seal…" };
    html! {
        <div class="seal-line">
            <p class="quiet" role="status">{ said(&seal, props.holds) }</p>
            <Button {label} icon={Icon::Lock} look={Look::Subtle} onclick={open} />
        </div>
    }
}

fn said(seal: &SealView, holds: &str) -> String {
    if seal.working > 0 {
        return words::sealing(seal.working);
    }
    match (seal.kind, &seal.missing) {
        (SealKind::Plain, _) => format!("Files are saved as they are. {holds}"),
        (_, Some(missing)) => format!("Files cannot be sealed yet. {missing}"),
        (SealKind::Zip, None) => "Files are saved as a zip with your password.".to_owned(),
        (SealKind::Message, None) => format!("Files are saved as an OpenPGP message {}.", whom(seal)),
    }
}

/// Who can open a message.
fn whom(seal: &SealView) -> String {
    let keys = match seal.recipients.as_slice() {
        [] => return "with your passphrase".to_owned(),
        [RecipientView { name, .. }] if !name.is_empty() => format!("for {name}"),
        keys => {
            format!("for {}", words::counted(u32::try_from(keys.len()).unwrap_or(u32::MAX), "key", "keys"))
        }
    };
    if seal.passphrase { format!("{keys}, and with your passphrase") } else { keys }
}
