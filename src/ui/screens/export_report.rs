//! What an export writes: counts, what stays behind, what is lost or assumed, and the files.

use seedferry_protocol::{ExportView, LossView, Severity, StayingView, TargetFormat};
use yew::prelude::*;

use crate::ui::Command;
use crate::ui::components::{Button, Icon, Look, MessageBar, PartList};
use crate::ui::words;

/// The report with the files below it; `missing` is what a seal lacks.
pub(super) fn report(export: &ExportView, missing: Option<&str>, command: &Callback<Command>) -> Html {
    html! {
        <>
            <h3>{ "What is written" }</h3>
            { counts(export) }
            <div class="slot">{ staying(&export.staying, export.staying_total) }</div>
            <div class="slot">{ losses(&export.losses) }</div>
            <div class="slot">{ whole_report(export, command) }</div>
            <h3>{ parts_title(export.target) }</h3>
            <div>{ parts(export, missing) }</div>
        </>
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
    html! {
        <details class="report" open={total <= 5}>
            <summary>{ format!("{} {}", words::tokens(total), if total == 1 { "stays behind" } else { "stay behind" }) }</summary>
            <ul>{ for items }</ul>
            <p class="quiet" hidden={words::unlisted(total, staying) == 0}>{ words::and_more(total, staying) }</p>
        </details>
    }
}

fn losses(losses: &[LossView]) -> Html {
    if losses.is_empty() {
        return Html::default();
    }
    let items = losses.iter().enumerate().map(|(place, loss)| {
        html! {
            <li key={place}>
                <span class="report__serial">{ words::tokens(loss.tokens) }</span>
                <details>
                    <summary>{ &loss.what }</summary>
                    <p class="quiet">{ serials(loss) }</p>
                </details>
            </li>
        }
    });
    html! {
        <details class="report" open=true>
            <summary>{ "What is lost or assumed" }</summary>
            <ul>{ for items }</ul>
        </details>
    }
}

/// The lists above name the first tokens alone.
fn whole_report(export: &ExportView, command: &Callback<Command>) -> Html {
    if export.staying_total == 0 && export.losses.is_empty() {
        return Html::default();
    }
    let save = command.reform(|_: MouseEvent| Command::SaveExportReport);
    html! {
        <Button label="Save the whole report" icon={Icon::Save} look={Look::Subtle} title="As a text that names every token and holds no seeds" onclick={save} />
    }
}

fn serials(loss: &LossView) -> String {
    let unlisted = words::unlisted(loss.tokens, &loss.serials);
    let listed = loss.serials.join(", ");
    if unlisted == 0 { listed } else { format!("{listed} and {} more", words::grouped(unlisted)) }
}

fn parts_title(target: TargetFormat) -> &'static str {
    match target {
        TargetFormat::EntraJson => "Bodies",
        _ => "Files",
    }
}

fn parts(export: &ExportView, missing: Option<&str>) -> Html {
    if let Some(missing) = missing.filter(|_| !export.parts.is_empty()) {
        return html! { <MessageBar severity={Severity::Warning}>{ missing }</MessageBar> };
    }
    if export.parts.is_empty() {
        let why = export.obstacles.join(". ");
        html! { <MessageBar severity={Severity::Warning}>{ if why.is_empty() { "Nothing to write with these options.".to_owned() } else { format!("{why}.") } }</MessageBar> }
    } else {
        part_list(export, false)
    }
}

/// The files or bodies.
pub(super) fn part_list(export: &ExportView, guided: bool) -> Html {
    let readable = export.seeds && !export.target.is_encrypted();
    html! { <PartList parts={export.parts.clone()} {guided} {readable} /> }
}
