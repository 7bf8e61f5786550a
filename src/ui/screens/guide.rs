//! The guide through Graph Explorer, in place of the export's options.

use std::rc::Rc;

use seedferry_protocol::{Event as VaultEvent, ExportView, GuideItem, GuideStepView, GuideView, Severity};
use web_sys::HtmlInputElement;

use super::{export_options::split, export_report::part_list};
use crate::ui::components::{Button, Icon, Look, MessageBar, SealLine};
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::prelude::*;
use crate::ui::{Command, words};

/// What a [`GuidePanel`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct GuidePanelProps {
    /// The export it guides through.
    pub(crate) export: Rc<ExportView>,
    /// The guide.
    pub(crate) guide: GuideView,
}

/// The panel beside the table. Its heading takes the focus; leaving it clears the clipboard, with Esc too.
#[component]
pub(crate) fn GuidePanel(props: &GuidePanelProps) -> Html {
    let command = use_command();
    let heading = use_focus_when(());
    let leave = use_callback(command.clone(), |_: MouseEvent, command| command.emit(Command::LeaveGuide));
    let onkeydown = use_callback(command.clone(), |event: KeyboardEvent, command| {
        if event.key() == "Escape" {
            command.emit(Command::LeaveGuide);
        }
    });
    let steps = props.guide.steps.iter().map(|step| section(step, &props.export, &command));
    html! {
        <section class="panel panel--wide" role="region" aria-labelledby="guide-title" {onkeydown}>
            <header class="panel__head">
                <h2 id="guide-title" ref={heading} tabindex="-1">{ "Upload with Graph Explorer" }</h2>
                <Button label="Leave the guide" title="Clears the clipboard and goes back to the export" onclick={leave} />
            </header>
            <div class="panel__body" tabindex="0" role="group" aria-label="Steps">
                <p class="quiet">{ progress(&props.guide) }</p>
                <ol class="guide">{ for steps }</ol>
            </div>
        </section>
    }
}

fn progress(guide: &GuideView) -> String {
    let done = guide.steps.iter().filter(|step| step.done).count();
    format!("{done} of {} steps done", guide.steps.len())
}

fn section(step: &GuideStepView, export: &ExportView, command: &Callback<Command>) -> Html {
    let (which, command_for_tick) = (step.step, command.clone());
    let onchange = Callback::from(move |event: Event| {
        let done = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        command_for_tick.emit(Command::Send(VaultEvent::GuideStepTicked { step: which, done }));
    });
    let items = step.items.iter().enumerate().map(|(place, entry)| {
        html! { <div key={place} class="guide__item">{ item(entry, Some(export), command) }</div> }
    });
    html! {
        <li key={format!("{which:?}")} class="guide__step">
            <h3>{ &step.title }</h3>
            { for items }
            <label class="option">
                <input type="checkbox" checked={step.done} aria-label={format!("Done: {}", step.title)} {onchange} />
                <span>{ "Done" }</span>
            </label>
        </li>
    }
}

/// What one item of a guide looks like; without an export there are no bodies.
pub(super) fn item(item: &GuideItem, export: Option<&ExportView>, command: &Callback<Command>) -> Html {
    match item {
        GuideItem::Text(text) => html! { <p>{ text }</p> },
        GuideItem::Warning(text) => html! { <MessageBar severity={Severity::Warning}>{ text }</MessageBar> },
        GuideItem::Link { label, href } => html! {
            <a class="link" href={href.clone()} target="_blank" rel="noopener noreferrer">
                { label }<span class="visually-hidden">{ " (opens in a new tab)" }</span>
            </a>
        },
        GuideItem::Copy { label, text } => copied(label, text, command),
        GuideItem::Bodies => export.map(|export| bodies(export, command)).unwrap_or_default(),
        GuideItem::Serials { listed, total } => serials(listed, *total),
    }
}

fn bodies(export: &ExportView, command: &Callback<Command>) -> Html {
    html! { <>{ split(export, command) }{ part_list(export, true) }<SealLine holds="They hold seeds." /></> }
}

fn copied(label: &str, text: &str, command: &Callback<Command>) -> Html {
    let (command, content) = (command.clone(), text.to_owned());
    let onclick = Callback::from(move |_: MouseEvent| command.emit(Command::CopyText(content.clone())));
    html! {
        <>
            <pre class="guide__text">{ text }</pre>
            <Button label={format!("Copy {label}")} icon={Icon::Copy} look={Look::Plain} {onclick} />
        </>
    }
}

fn serials(listed: &[String], total: u32) -> Html {
    let items = listed.iter().enumerate().map(|(place, serial)| html! { <li key={place}>{ serial }</li> });
    let unlisted = total.saturating_sub(u32::try_from(listed.len()).unwrap_or(u32::MAX));
    html! {
        <details class="report" open={total <= 20}>
            <summary>{ format!("Serial numbers of {}", words::tokens(total)) }</summary>
            <ul>{ for items }</ul>
            <p class="quiet" hidden={unlisted == 0}>{ format!("And {} more.", words::grouped(unlisted)) }</p>
        </details>
    }
}
