//! What can be done with the tokens that are selected in the inventory.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, WorkEvent};

use super::{Button, Icon, Look};

/// The buttons, for a tool bar.
pub(crate) fn work_buttons(selected: u32, send: &Callback<VaultEvent>) -> Html {
    let button = |label: &'static str, icon: Icon, event: WorkEvent| {
        let onclick = send.reform(move |_: MouseEvent| VaultEvent::Work(event.clone()));
        html! { <Button key={label} {label} {icon} look={Look::Subtle} disabled={selected == 0} {onclick} /> }
    };
    html! {
        <>
            { button("Unassign…", Icon::Undo, WorkEvent::UnassignAsked) }
            { button("Deactivate…", Icon::Close, WorkEvent::DeactivateAsked) }
            { button("Change…", Icon::Edit, WorkEvent::EditAsked) }
            { button("Delete…", Icon::Remove, WorkEvent::DeleteAsked) }
        </>
    }
}
