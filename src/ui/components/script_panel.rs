//! Requests as a script: looked at, copied and saved.

use crate::ui::prelude::*;
use seedferry_protocol::{ScriptKind, ScriptView};

use super::{Button, Icon, Look, SealLine};
use crate::ui::hooks::use_command;
use crate::ui::{Command, Handed};

/// What a [`ScriptPanel`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct ScriptPanelProps {
    /// The script.
    pub(crate) script: ScriptView,
    /// What it is.
    pub(crate) about: AttrValue,
    /// What is copied and saved.
    pub(crate) handed: Handed,
    /// The words of the button that leaves it.
    pub(crate) back: AttrValue,
    /// Another language, or none any more.
    pub(crate) on_kind: Callback<Option<ScriptKind>>,
}

/// The choice of the language, the text, and what is done with it.
#[component]
pub(crate) fn ScriptPanel(props: &ScriptPanelProps) -> Html {
    let command = use_command();
    let (script, handed) = (&props.script, props.handed);
    let hand = |copy: bool| command.reform(move |_: MouseEvent| Command::Hand { what: handed, copy });
    let choose = |kind: Option<ScriptKind>| props.on_kind.reform(move |_: MouseEvent| kind);
    let kind = |kind: ScriptKind, label: &'static str| {
        let pressed = (script.kind == kind).to_string();
        html! { <button type="button" class="pill" aria-pressed={pressed} onclick={choose(Some(kind))}>{ label }</button> }
    };
    html! {
        <section class="card upload__plan" aria-label="Script">
            <p>{ &props.about }{ " Seeds and codes are left out: write them in place of the dots, or it does not run. It ends at the first request that is refused." }</p>
            <div class="pills" role="group" aria-label="Language">
                { kind(ScriptKind::PowerShell, "Graph PowerShell") }
                { kind(ScriptKind::Curl, "curl") }
            </div>
            <pre class="guide__text" tabindex="0" role="group" aria-label="Script">{ &script.text }</pre>
            <p class="quiet" hidden={!script.is_cut}>{ "It goes on. Copy or save it to have all of it." }</p>
            <div class="actions">
                <Button label={&props.back} look={Look::Primary} onclick={choose(None)} />
                <Button label="Copy the script" icon={Icon::Copy} onclick={hand(true)} />
                <Button label="Save the script" icon={Icon::Save} onclick={hand(false)} />
            </div>
            <SealLine />
        </section>
    }
}
