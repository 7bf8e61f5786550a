//! Writes on single tokens: the form, the question, the run and its result.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, WorkEvent, WorkStage, WorkView};

use super::{work_confirm::ConfirmPanel, work_edit::EditPanel, work_run::WorkRunPanel};
use crate::ui::components::{Button, Icon, ListEvents, Look};
use crate::ui::hooks::{use_focus_when, use_send};

/// How rows of work are filtered and leafed through.
pub(super) const LIST: ListEvents = ListEvents {
    filter: |filter| VaultEvent::Work(WorkEvent::FilterChosen(filter)),
    page: |page| VaultEvent::Work(WorkEvent::PageChosen(page)),
};

/// What a [`WorkScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct WorkScreenProps {
    /// The work.
    pub(crate) work: Rc<WorkView>,
}

/// A screen of its own: the area waits behind it, and a run goes on when it is left.
#[component]
pub(crate) fn WorkScreen(props: &WorkScreenProps) -> Html {
    let send = use_send();
    let work = &props.work;
    let scripted = matches!(&work.stage, WorkStage::Confirm(confirm) if confirm.script.is_some());
    let heading = use_focus_when((core::mem::discriminant(&work.stage), scripted));
    let stage = match &work.stage {
        WorkStage::Edit(edit) => html! { <EditPanel key="edit" edit={edit.clone()} /> },
        WorkStage::Confirm(confirm) => {
            html! { <ConfirmPanel key="confirm" title={work.title.clone()} confirm={confirm.clone()} /> }
        }
        WorkStage::Run(run) => html! { <WorkRunPanel key="run" run={run.clone()} /> },
    };
    html! {
        <div class="upload">
            <header class="upload__head">
                <h1 ref={heading} tabindex="-1">{ &work.title }</h1>
                <Button label="Back" look={Look::Subtle} icon={Icon::Undo} onclick={press(&send, WorkEvent::Closed)} />
            </header>
            <div class="slot">{ stage }</div>
        </div>
    }
}

/// A press that tells the vault.
pub(super) fn press(send: &Callback<VaultEvent>, event: WorkEvent) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| VaultEvent::Work(event.clone()))
}
