//! The form that changes tokens of the tenant.

use crate::ui::prelude::*;
use seedferry_protocol::{DeviceChange, WorkEdit, WorkEvent};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::NodeRef;

use super::work::press;
use crate::ui::components::{Button, Look, problem_line};
use crate::ui::hooks::use_send;
use crate::ui::words;

/// Words of the choice that leaves a property as it is.
const KEEP: &str = "As it is";

/// What an [`EditPanel`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct EditPanelProps {
    /// The form.
    pub(super) edit: WorkEdit,
}

/// A field for each property that can be changed; what is left empty stays.
#[component]
pub(super) fn EditPanel(props: &EditPanelProps) -> Html {
    let send = use_send();
    let edit = &props.edit;
    let (manufacturer, model, name) = (use_node_ref(), use_node_ref(), use_node_ref());
    let (interval, hash) = (use_node_ref(), use_node_ref());
    let nodes = [manufacturer.clone(), model.clone(), name.clone(), interval.clone(), hash.clone()];
    let given = send.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let [manufacturer, model, name, interval, hash] = &nodes;
        given.emit(seedferry_protocol::Event::Work(WorkEvent::ChangeGiven(DeviceChange {
            manufacturer: typed(manufacturer),
            model: typed(model),
            interval: chosen(interval).parse().ok(),
            hash: chosen(hash),
            display_name: typed(name),
        })));
    });
    let now = &edit.now;
    let seconds = now.interval.map(|seconds| format!("{seconds} s")).unwrap_or_default();
    html! {
        <form class="card batch-form" autocomplete="off" aria-label="Change tokens" {onsubmit}>
            <p>{ about(edit) }</p>
            <div class="batch-form__fields">
                { text("Manufacturer", &now.manufacturer, manufacturer) }
                { text("Model", &now.model, model) }
                { list("Time interval", &seconds, &[("30", "30 s"), ("60", "60 s")], interval) }
                { list("Hash function", &now.hash, &[("SHA-1", "SHA-1"), ("SHA-256", "SHA-256")], hash) }
                { text("Display name", &now.display_name, name) }
            </div>
            <p class="quiet">{ "What is left empty stays as it is. A wrong time interval or hash function makes every code wrong." }</p>
            <p class="slot ask-field__problem" role="alert">{ problem_line((!edit.problem.is_empty()).then_some(edit.problem.as_str()), 0) }</p>
            <div class="actions">
                <Button label="Go on" look={Look::Primary} submit=true disabled={edit.free == 0} />
                <Button label="Cancel" onclick={press(&send, WorkEvent::Closed)} />
            </div>
        </form>
    }
}

fn about(edit: &WorkEdit) -> String {
    let held = match edit.held {
        0 => String::new(),
        1 => " 1 other has a holder and is left out: only tokens that nobody has can be changed.".to_owned(),
        held => format!(
            " {} others have holders and are left out: only tokens that nobody has can be changed.",
            words::grouped(held)
        ),
    };
    format!(
        "{} will be changed.{held} You see what follows before anything is sent.",
        words::tokens(edit.free)
    )
}

fn text(label: &'static str, now: &str, node: NodeRef) -> Html {
    html! {
        <label class="choice">
            <span>{ label }</span>
            <input ref={node} class="text-field" type="text" maxlength="256" autocomplete="off" spellcheck="false" placeholder={now.to_owned()} />
        </label>
    }
}

fn list(label: &'static str, now: &str, values: &[(&'static str, &'static str)], node: NodeRef) -> Html {
    let keep = if now.is_empty() { KEEP.to_owned() } else { format!("{KEEP}: {now}") };
    let option = |(value, words): &(&'static str, &'static str)| html! { <option key={*value} value={*value}>{ *words }</option> };
    html! {
        <label class="choice">
            <span>{ label }</span>
            <select ref={node} class="select">
                <option key="keep" value="" selected=true>{ keep }</option>
                { for values.iter().map(option) }
            </select>
        </label>
    }
}

fn typed(node: &NodeRef) -> String {
    node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

fn chosen(node: &NodeRef) -> String {
    node.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
}
