//! Work that goes on while the user looks at something else.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, Severity, WorkEvent, WorkStage, WorkView};

use super::{Button, MessageBar};
use crate::ui::hooks::use_send;
use crate::ui::words;

/// What a [`WorkBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct WorkBarProps {
    /// The work, if there is any.
    pub(crate) work: Option<Rc<WorkView>>,
}

/// How far it is, and the way back to it.
#[component]
pub(crate) fn WorkBar(props: &WorkBarProps) -> Html {
    let send = use_send();
    let bar = props.work.as_ref().filter(|work| !work.shown).map(|work| match &work.stage {
        WorkStage::Run(run) => {
            let show = send.reform(|_: MouseEvent| VaultEvent::Work(WorkEvent::Opened));
            let actions = html! { <Button label="Show the work" onclick={show} /> };
            let severity = if run.half_done > 0 { Severity::Warning } else { Severity::Note };
            let far = format!(": {}", words::far(run));
            html! {
                <section aria-label="Work">
                    <MessageBar {severity} {actions}><strong>{ &work.title }</strong>{ far }</MessageBar>
                </section>
            }
        }
        _ => Html::default(),
    });
    html! { <div class="slot">{ bar.unwrap_or_default() }</div> }
}
