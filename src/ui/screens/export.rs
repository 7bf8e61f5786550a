//! The export panel: target, options, what stays behind, and the parts.

use std::rc::Rc;

use seedferry_protocol::{Event as VaultEvent, ExportView, ReviewView, Severity, TargetFormat, TargetGroup};

use super::{custom_csv::LayoutEditor, export_options::options, export_report::report};
use crate::ui::Command;
use crate::ui::components::{Button, Icon, Look, MessageBar, SealChoice, radio_option};
use crate::ui::hooks::{use_command, use_focus_when, use_seal};
use crate::ui::prelude::*;

/// What an [`ExportPanel`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct ExportPanelProps {
    /// The panel.
    pub(crate) export: Rc<ExportView>,
    /// The batch behind it.
    pub(crate) review: Rc<ReviewView>,
}

/// The panel beside the table. Its heading takes the focus; Esc closes it.
#[component]
pub(crate) fn ExportPanel(props: &ExportPanelProps) -> Html {
    let (command, seal) = (use_command(), use_seal());
    let export = &props.export;
    let heading = use_focus_when(());
    let close = use_callback(command.clone(), |_: MouseEvent, command| command.emit(closed()));
    let onkeydown = use_callback(command.clone(), |event: KeyboardEvent, command| {
        if event.key() == "Escape" {
            command.emit(closed());
        }
    });
    html! {
        <section class="panel panel--wide" role="region" aria-labelledby="export-title" {onkeydown}>
            <header class="panel__head">
                <h2 id="export-title" ref={heading} tabindex="-1">{ "Export" }</h2>
                <Button label="Close export" icon={Icon::Close} look={Look::Subtle} icon_only=true onclick={close} />
            </header>
            <div class="panel__body" tabindex="0" role="group" aria-label="Export">
                { targets(export.target, &command) }
                <div class="slot">{ unconfirmed(export) }</div>
                { options(export, props.review.selected, &command) }
                <div class="slot">{ layout(export) }</div>
                <SealChoice id="seal" />
                { report(export, seal.missing.as_deref(), &command) }
                { next_steps(export, &command) }
            </div>
        </section>
    }
}

fn closed() -> Command {
    Command::Send(VaultEvent::ExportChosen(None))
}

fn targets(target: TargetFormat, command: &Callback<Command>) -> Html {
    let groups = TargetGroup::ALL.into_iter().map(|group| {
        let own = TargetFormat::ALL.into_iter().filter(move |target| target.group() == group);
        html! {
            <fieldset key={group.name()} class={classes!("options", (group != TargetGroup::Entra).then_some("options--dense"))}>
                <legend>{ group.name() }</legend>
                { for own.map(|each| target_choice(each, target == each, command)) }
            </fieldset>
        }
    });
    html! { <div class="target-groups">{ for groups }</div> }
}

fn target_choice(target: TargetFormat, chosen: bool, command: &Callback<Command>) -> Html {
    let command = command.clone();
    let choose = move |_: Event| command.emit(Command::Send(VaultEvent::ExportChosen(Some(target))));
    // The two for Entra come first and say what they are; the others do when they are chosen, so that the list stays short.
    let hint = if chosen || target.group() == TargetGroup::Entra { target.hint() } else { "" };
    radio_option("target", target.name(), hint, chosen, Callback::from(choose))
}

/// What is said before files are made in a layout that no document shows.
fn unconfirmed(export: &ExportView) -> Html {
    if !export.layout.as_ref().is_some_and(|layout| layout.unconfirmed) {
        return Html::default();
    }
    html! {
        <MessageBar severity={Severity::Note}>
            { "The vendor's layout is not public, so this one is a proposal. Try one token first, and change the columns where your system wants others." }
        </MessageBar>
    }
}

/// The columns: in sight where they are the user's own, one press away where a system has its own.
fn layout(export: &ExportView) -> Html {
    let Some(view) = export.layout.clone() else {
        return Html::default();
    };
    let own = export.target == TargetFormat::CustomCsv;
    // Another target's fields are other fields, even where they hold the same.
    let editor = html! { <LayoutEditor key={export.target.id()} {view} {own} /> };
    if own {
        html! { <section class="layout-own" aria-labelledby="columns-title"><h3 id="columns-title">{ "Columns" }</h3>{ editor }</section> }
    } else {
        html! { <details class="report layout-of-system"><summary>{ "Change the columns" }</summary>{ editor }</details> }
    }
}

fn next_steps(export: &ExportView, command: &Callback<Command>) -> Html {
    let steps = match (export.target, &export.no_guide) {
        (TargetFormat::EntraJson, Some(why)) => html! { <p>{ why }</p> },
        (TargetFormat::EntraJson, None) => graph_explorer(command),
        (TargetFormat::EntraCsv, _) => upload_page(),
        (TargetFormat::BatchFile, _) => open_here(),
        _ => other_system(export.seeds),
    };
    html! {
        <section class="next-steps" aria-labelledby="next-title">
            <h3 id="next-title">{ "Then" }</h3>
            { steps }
        </section>
    }
}

fn graph_explorer(command: &Callback<Command>) -> Html {
    let command = command.clone();
    let onclick =
        Callback::from(move |_: MouseEvent| command.emit(Command::Send(VaultEvent::GuideChosen(true))));
    html! {
        <>
            <p>{ "Graph Explorer sends the bodies to your tenant. The guide goes through it step by step." }</p>
            <Button label="Guide me through Graph Explorer" {onclick} />
        </>
    }
}

fn other_system(seeds: bool) -> Html {
    let words = if seeds {
        "Import each file where its system takes it. Delete it when that is done: it holds the seeds."
    } else {
        "Give each file to whom it is for. It holds no seeds."
    };
    html! { <p>{ words }</p> }
}

fn open_here() -> Html {
    html! {
        <p>{ "Open it here as you open a seed file: users, edits, findings, the result of an upload and the list of people in Assign come back with the tokens. The steps that Undo takes back do not." }</p>
    }
}

fn upload_page() -> Html {
    let steps = [
        "In the Entra admin centre open Multifactor authentication, then OATH tokens.",
        "Press Upload and choose the saved file.",
        "Delete the saved file when the upload is done: it holds the seeds.",
    ];
    html! { <ol>{ for steps.into_iter().map(|step| html! { <li key={step}>{ step }</li> }) }</ol> }
}
