//! Tokens that people have and that wait for their activation.

use crate::ui::prelude::*;
use seedferry_protocol::{AssignEvent, Event as VaultEvent, WaitingView};

use super::assign::press;
use super::assign_pairs::{PairKind, pair_list};
use crate::ui::components::{Button, Icon, Look};
use crate::ui::words;

/// The rows, and *Activate*.
pub(super) fn waiting(view: &WaitingView, send: &Callback<VaultEvent>) -> Html {
    html! {
        <section class="card assign__part" aria-labelledby="waiting-title">
            <h2 id="waiting-title">{ "Assigned, and not activated" }</h2>
            <p>{ "Where the seed is open in this page, the code is computed here. For the others type the code that the token shows." }</p>
            <p class="quiet">{ "Activate tokens that their users get within a month: one that lies in a drawer drifts. People can also activate their tokens themselves, under Security info. Entra takes at most 200 activations in five minutes; the page keeps to that." }</p>
            <p hidden={view.possible > 0}>{ "No seed of these tokens is open. Open the seed file under Seed files first." }</p>
            <div class="actions">
                <Button
                    label={format!("Activate {}…", words::tokens(view.ticked))}
                    look={Look::Primary}
                    icon={Icon::Check}
                    disabled={view.ticked == 0}
                    onclick={press(send, AssignEvent::WaitingAsked)}
                />
            </div>
            { pair_list(&view.rows, PairKind::Waiting, send) }
        </section>
    }
}
