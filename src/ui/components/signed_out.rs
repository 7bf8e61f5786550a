//! What stands in an area of the tenant while nobody is signed in.

use crate::ui::prelude::*;

use super::{Button, Look};
use crate::ui::Command;
use crate::ui::hooks::use_command;

/// What a [`SignedOut`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SignedOutProps {
    /// What signing in is for, as a sentence.
    pub(crate) why: &'static str,
}

/// The two ways on: sign in, or the demo tenant.
#[component]
pub(crate) fn SignedOut(props: &SignedOutProps) -> Html {
    let command = use_command();
    let sign_in = command.reform(|_: MouseEvent| Command::OpenSignIn);
    let demo = Callback::from(move |_: MouseEvent| command.emit(Command::EnterDemo));
    html! {
        <section class="card">
            <p>{ props.why }</p>
            <p class="quiet">{ "No tenant at hand? The demo tenant behaves like one. It forgets the tokens that are open here, and begins with samples." }</p>
            <div class="actions">
                <Button label="Sign in…" look={Look::Primary} onclick={sign_in} />
                <Button label="Try the demo tenant" onclick={demo} />
            </div>
        </section>
    }
}
