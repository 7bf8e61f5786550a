//! What can be done with tokens of the inventory.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, InventoryEvent, Those, TokenAct};

use super::{Button, Icon, Look};

/// What can be done with many at once, in its order.
const WITH_MANY: [TokenAct; 6] = [
    TokenAct::Assign,
    TokenAct::Unassign,
    TokenAct::Deactivate,
    TokenAct::Change,
    TokenAct::Print,
    TokenAct::Delete,
];

/// Buttons for the selected tokens, for a tool bar.
pub(crate) fn work_buttons(selected: u32, send: &Callback<VaultEvent>) -> Html {
    let button = |act| work_button(act, Those::Selected, Look::Subtle, selected == 0, send);
    html! { <>{ for WITH_MANY.into_iter().map(button) }</> }
}

/// A button that does this with these tokens.
pub(crate) fn work_button(
    act: TokenAct,
    of: Those,
    look: Look,
    disabled: bool,
    send: &Callback<VaultEvent>,
) -> Html {
    let (label, icon) = named(act);
    let event = VaultEvent::Inventory(InventoryEvent::Asked { act, of });
    let onclick = send.reform(move |_: MouseEvent| event.clone());
    html! { <Button key={label} {label} {icon} {look} {disabled} {onclick} /> }
}

fn named(act: TokenAct) -> (&'static str, Icon) {
    match act {
        TokenAct::Assign => ("Assign…", Icon::Person),
        TokenAct::Print => ("Sheets and labels…", Icon::Document),
        TokenAct::HelpDesk => ("Show at the help desk", Icon::Search),
        TokenAct::Unassign => ("Unassign…", Icon::Undo),
        TokenAct::Deactivate => ("Deactivate…", Icon::Close),
        TokenAct::Change => ("Change…", Icon::Edit),
        TokenAct::Delete => ("Delete…", Icon::Remove),
    }
}
