//! Reports about the inventory: on the screen, as CSV, and on paper.

use std::rc::Rc;

use seedferry_protocol::{
    Event as VaultEvent, InventoryEvent, ReportEvent, ReportKind, ReportReading, ReportView, Severity,
};
use web_sys::HtmlInputElement;

use super::inventory::problem;
use super::report_paper::{Paper, use_printing};
use crate::ui::components::{Button, Icon, Look, MessageBar, SealLine, problem_line, wider_methods};
use crate::ui::hooks::{use_command, use_focus_when, use_send};
use crate::ui::prelude::*;
use crate::ui::row_cache::BLOCK;
use crate::ui::table::{PlainTable, Wanted};
use crate::ui::{Command, RowCache, words};

/// What a [`Report`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct ReportProps {
    /// The report.
    pub(crate) report: ReportView,
    /// Its rows that are here, cell by cell.
    pub(crate) rows: Rc<RowCache<Vec<String>>>,
}

/// The choice of reports, what the chosen one lists, and its table.
#[component]
pub(crate) fn Report(props: &ReportProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let report = &props.report;
    let heading = use_focus_when(());
    let tell = tell(&send);
    let closed = tell.reform(|_: MouseEvent| ReportEvent::Chosen(None));
    let sender = send.clone();
    let wanted = use_callback((), move |(snapshot, start): Wanted, ()| {
        let rows = ReportEvent::RowsWanted { snapshot, start, count: BLOCK };
        sender.emit(VaultEvent::Inventory(InventoryEvent::Report(rows)));
    });
    let printing = use_printing(report, &props.rows, wanted.clone());
    html! {
        <div class="upload inventory-report">
            <header class="upload__head inventory-report__screen">
                <h1 ref={heading} tabindex="-1">{ "Reports" }</h1>
                <Button label="Back to the inventory" look={Look::Subtle} icon={Icon::Undo} onclick={closed} />
            </header>
            <div class="pills inventory-report__screen" role="group" aria-label="Reports">{ for ReportKind::ALL.into_iter().map(|kind| pill(kind, report.kind, &tell)) }</div>
            <section class="inventory-report__sheet" aria-labelledby="report-title">
                <header class="upload__line">
                    <h2 id="report-title">{ title(report) }</h2>
                    <div class="actions inventory-report__screen">{ actions(report, &tell, &command, &printing.pressed) }</div>
                </header>
                <div class="inventory-report__screen"><SealLine /></div>
                <p>{ &report.about }</p>
                <div class="slot inventory-report__screen">{ days(report, &tell) }</div>
                <div class="slot inventory-report__screen">{ reading(report, &send, &command) }</div>
                <div class="slot inventory-report__screen">{ wider(report, &tell) }</div>
                <p class="quiet" role="status">{ counted(report) }</p>
                <p class="quiet inventory-report__screen" role="status">{ printing.words.clone() }</p>
                <div class="slot inventory-report__screen">{ table(props, wanted) }</div>
                <Paper report={report.clone()} rows={props.rows.clone()} is_wanted={printing.is_wanted} />
                <div class="slot">{ steps(report, &tell) }</div>
            </section>
        </div>
    }
}

fn tell(send: &Callback<VaultEvent>) -> Callback<ReportEvent> {
    send.reform(|event| VaultEvent::Inventory(InventoryEvent::Report(event)))
}

fn pill(kind: ReportKind, chosen: ReportKind, tell: &Callback<ReportEvent>) -> Html {
    let onclick = tell.reform(move |_: MouseEvent| ReportEvent::Chosen(Some(kind)));
    html! {
        <button key={kind.name()} type="button" class="pill" aria-pressed={(kind == chosen).to_string()} {onclick}>{ kind.name() }</button>
    }
}

fn title(report: &ReportView) -> String {
    match report.days {
        Some(days) => format!("Not used for {days} days"),
        None => report.kind.name().to_owned(),
    }
}

fn actions(
    report: &ReportView,
    tell: &Callback<ReportEvent>,
    command: &Callback<Command>,
    print: &Callback<MouseEvent>,
) -> Html {
    let select = tell.reform(|_: MouseEvent| ReportEvent::SelectAsked);
    let save = command.reform(|_: MouseEvent| Command::SaveInventory { report: true });
    let nothing = report.total == 0;
    html! {
        <>
            <Button label="Select these in the inventory" icon={Icon::Check} disabled={report.selectable == 0} onclick={select} />
            <Button label="Save as CSV" icon={Icon::Save} disabled={nothing} onclick={save} />
            <Button label="Print…" icon={Icon::Document} disabled={nothing} onclick={print.clone()} />
        </>
    }
}

fn days(report: &ReportView, tell: &Callback<ReportEvent>) -> Html {
    let Some(chosen) = report.days else {
        return Html::default();
    };
    let onchange = tell.reform(|event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        ReportEvent::DaysGiven(input.map(|input| input.value()).unwrap_or_default())
    });
    html! {
        <div>
            <label class="option-select">
                <span>{ "Days without use" }</span>
                <input class="text-field" type="text" inputmode="numeric" maxlength="5" autocomplete="off" aria-invalid={report.days_refused.is_some().to_string()} aria-describedby="days-problem" ~defaultValue={chosen.to_string()} {onchange} />
            </label>
            <p id="days-problem" class="ask-field__problem slot" role="alert">{ problem_line(report.days_refused.as_deref(), 0) }</p>
        </div>
    }
}

/// What of the holders has to be read, or was.
fn reading(report: &ReportView, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    let read = tell(send).reform(|_: MouseEvent| ReportEvent::ReadAsked);
    match &report.reading {
        ReportReading::Nothing => Html::default(),
        ReportReading::Asked { people, permission } => html! {
            <MessageBar severity={Severity::Note} actions={html! { <Button label="Read them" onclick={read} /> }}>
                { format!("This is read only on request, of the {} that tokens are assigned to. It needs the permission {permission}.", words::counted(*people, "person", "people")) }
            </MessageBar>
        },
        ReportReading::Under { done, people } => html! {
            <div role="status">
                <p>{ format!("Reading… {} of {}", words::grouped(*done), words::counted(*people, "person", "people")) }</p>
                <progress class="progress" aria-label="Reading people" max={people.to_string()} value={done.to_string()} />
            </div>
        },
        ReportReading::Halted(halted) => {
            problem(halted, InventoryEvent::Report(ReportEvent::ReadAsked), send, command)
        }
        ReportReading::Done { unread } => {
            let again = html! { <Button label="Read again" look={Look::Subtle} onclick={read} /> };
            let (severity, text) = match unread {
                0 => (Severity::Note, "Everybody was read.".to_owned()),
                unread => (
                    Severity::Warning,
                    format!(
                        "Of {} nothing could be read: a role may be missing.",
                        words::counted(*unread, "person", "people")
                    ),
                ),
            };
            html! { <MessageBar {severity} actions={again}>{ text }</MessageBar> }
        }
    }
}

/// The wider permission, where the one that the report needs could not be had.
fn wider(report: &ReportView, tell: &Callback<ReportEvent>) -> Html {
    let ask = tell.reform(|_: MouseEvent| ReportEvent::WidePermissionAsked);
    report.permission.as_ref().map(|permission| wider_methods(permission, ask)).unwrap_or_default()
}

/// How many there are; nothing is said before it is known.
fn counted(report: &ReportView) -> String {
    if !is_known(report) {
        return String::new();
    }
    let rows = match (report.kind, report.total) {
        (_, 0) => "None".to_owned(),
        (ReportKind::Full, total) => words::counted(total, "person", "people"),
        (_, total) => words::tokens(total),
    };
    format!("{rows}, as of {}", report.read)
}

fn is_known(report: &ReportView) -> bool {
    matches!(report.reading, ReportReading::Nothing | ReportReading::Done { .. })
}

fn table(props: &ReportProps, wanted: Callback<Wanted>) -> Html {
    let report = &props.report;
    if report.total == 0 {
        return Html::default();
    }
    html! {
        <PlainTable key={report.kind.name()} label="Rows of the report" head={report.head.clone()} snapshot={report.snapshot} total={report.total} rows={props.rows.clone()} {wanted} />
    }
}

fn steps(report: &ReportView, tell: &Callback<ReportEvent>) -> Html {
    if report.steps.is_empty() || report.total == 0 {
        return Html::default();
    }
    let clean_up = tell.reform(|_: MouseEvent| ReportEvent::CleanUpAsked);
    html! {
        <>
            <h3>{ "To clean up" }</h3>
            <ol class="inventory-report__steps">{ for report.steps.iter().map(|step| html! { <li>{ step }</li> }) }</ol>
            <div class="actions inventory-report__screen"><Button label={format!("Unassign and delete {}…", words::counted(report.cleaned, "legacy token", "legacy tokens"))} disabled={report.cleaned == 0} onclick={clean_up} /></div>
        </>
    }
}
