//! The export panel: target, options, what stays behind, and the parts.

use std::rc::Rc;

use seedferry_protocol::{
    Event as VaultEvent, ExportOptions, ExportView, LossView, ReviewView, Severity, StayingView,
    TargetFormat, TargetGroup,
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::ui::components::{Button, Icon, Look, MessageBar, PartList, check_option, radio_option};
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::{Command, words};

/// Sizes offered for splitting.
const SIZES: [u32; 5] = [50, 100, 250, 500, 1_000];

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
    let command = use_command();
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
                { options(export, props.review.selected, &command) }
                <h3>{ "What is written" }</h3>
                { counts(export) }
                <div class="slot">{ staying(&export.staying, export.staying_total) }</div>
                <div class="slot">{ losses(&export.losses) }</div>
                <h3>{ parts_title(export.target) }</h3>
                <div>{ parts(export) }</div>
                { next_steps(export.target, &command) }
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
            <fieldset key={group.name()} class="options">
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
    radio_option("target", target.name(), target.hint(), chosen, Callback::from(choose))
}

fn options(export: &ExportView, selected: u32, command: &Callback<Command>) -> Html {
    let now = &export.options;
    let check =
        |label: &str, hint: &str, checked: bool, disabled: bool, set: fn(&mut ExportOptions, bool)| {
            let (command, now) = (command.clone(), now.clone());
            let onchange = Callback::from(move |event: Event| {
                let mut changed = now.clone();
                set(&mut changed, is_checked(&event));
                command.emit(Command::Send(VaultEvent::ExportOptionsChanged(changed)));
            });
            check_option(label, hint, checked, disabled, onchange)
        };
    let selected_label = format!("Only the selected tokens ({})", words::grouped(selected));
    let special = match export.target {
        TargetFormat::EntraJson => split_choice(now, command),
        TargetFormat::EntraCsv => html! {
            <>
                { check("Leave the upn column out", "", now.without_upn, false, |options, on| options.without_upn = on) }
                { check("Spell the header timeinterval", "As older consumers want it", now.old_interval_header, false, |options, on| options.old_interval_header = on) }
                { check("Double single quotes in user names", "As older instructions want it", now.double_quotes, false, |options, on| options.double_quotes = on) }
            </>
        },
        _ => Html::default(),
    };
    html! {
        <fieldset class="options">
            <legend>{ "Options" }</legend>
            { check(&selected_label, "", now.selected_only, selected == 0 && !now.selected_only, |options, on| options.selected_only = on) }
            { check("Tokens with errors too", "Where the format can carry them", now.with_errors, false, |options, on| options.with_errors = on) }
            <div class="options__special">{ special }</div>
        </fieldset>
    }
}

fn is_checked(event: &Event) -> bool {
    event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
}

fn split_choice(now: &ExportOptions, command: &Callback<Command>) -> Html {
    let (command, options) = (command.clone(), now.clone());
    let onchange = move |event: Event| {
        let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else {
            return;
        };
        let changed = ExportOptions { per_body: select.value().parse().ok(), ..options.clone() };
        command.emit(Command::Send(VaultEvent::ExportOptionsChanged(changed)));
    };
    // A size that came from elsewhere is offered too, or the choice would show a wrong one.
    let other = now.per_body.filter(|size| !SIZES.contains(size));
    let sizes = SIZES.into_iter().chain(other).map(|size| size_option(size, now.per_body));
    html! {
        <label class="option-select">
            <span>{ "Split into bodies" }</span>
            <select class="select" {onchange}>
                <option value="" selected={now.per_body.is_none()}>{ "All in one" }</option>
                { for sizes }
            </select>
        </label>
    }
}

fn size_option(size: u32, now: Option<u32>) -> Html {
    html! {
        <option key={size} value={size.to_string()} selected={now == Some(size)}>
            { format!("At most {}", words::tokens(size)) }
        </option>
    }
}

fn counts(export: &ExportView) -> Html {
    let lost = export.losses.len();
    let count = |number: String, label: &'static str, class: Option<&'static str>| {
        html! { <div class={classes!("count", class)}><dt>{ label }</dt><dd>{ number }</dd></div> }
    };
    html! {
        <dl class="counts">
            { count(words::grouped(export.going), "written", None) }
            { count(words::grouped(export.staying_total), "stay behind", (export.staying_total > 0).then_some("count--warning")) }
            { count(lost.to_string(), "lost or assumed", (lost > 0).then_some("count--warning")) }
        </dl>
    }
}

fn staying(staying: &[StayingView], total: u32) -> Html {
    if total == 0 {
        return Html::default();
    }
    let items = staying.iter().enumerate().map(|(place, token)| {
        html! { <li key={place}><span class="report__serial">{ &token.serial }</span><span>{ &token.reason }</span></li> }
    });
    let unlisted = total.saturating_sub(u32::try_from(staying.len()).unwrap_or(u32::MAX));
    html! {
        <details class="report" open={total <= 5}>
            <summary>{ format!("{} {}", words::tokens(total), if total == 1 { "stays behind" } else { "stay behind" }) }</summary>
            <ul>{ for items }</ul>
            <p class="quiet" hidden={unlisted == 0}>{ format!("And {} more.", words::grouped(unlisted)) }</p>
        </details>
    }
}

fn losses(losses: &[LossView]) -> Html {
    if losses.is_empty() {
        return Html::default();
    }
    let items = losses.iter().enumerate().map(|(place, loss)| {
        html! { <li key={place}><span class="report__serial">{ words::tokens(loss.tokens) }</span><span>{ &loss.what }</span></li> }
    });
    html! {
        <details class="report" open=true>
            <summary>{ "What is lost or assumed" }</summary>
            <ul>{ for items }</ul>
        </details>
    }
}

fn parts_title(target: TargetFormat) -> &'static str {
    match target {
        TargetFormat::EntraJson => "Bodies",
        _ => "Files",
    }
}

fn parts(export: &ExportView) -> Html {
    if export.parts.is_empty() {
        html! { <MessageBar severity={Severity::Warning}>{ "Nothing to write with these options." }</MessageBar> }
    } else {
        html! { <PartList parts={export.parts.clone()} /> }
    }
}

fn next_steps(target: TargetFormat, command: &Callback<Command>) -> Html {
    let steps = match target {
        TargetFormat::EntraJson => graph_explorer(command),
        TargetFormat::EntraCsv => upload_page(),
        _ => other_system(),
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

fn other_system() -> Html {
    html! {
        <p>{ "Import each file where its system takes it. Delete it when that is done: it holds the seeds." }</p>
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
