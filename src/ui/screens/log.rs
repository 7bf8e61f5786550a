//! The log of every write of this visit, and the same work as a script.

use std::rc::Rc;

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, LogEvent, LogRow, LogView, ScriptKind};

use crate::ui::components::{Button, Icon, ScriptPanel, SealLine, SearchBox, count_pills, pager, tone_class};
use crate::ui::hooks::{use_command, use_focus_when, use_send};
use crate::ui::{Command, Handed};

/// What a [`LogScreen`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct LogScreenProps {
    /// The log.
    pub(crate) log: Rc<LogView>,
}

/// The entries, or the script.
#[component]
pub(crate) fn LogScreen(props: &LogScreenProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let log = &props.log;
    let heading = use_focus_when(log.script.is_some());
    let content = match &log.script {
        _ if log.total == 0 => html! {
            <section class="card"><p>{ "Nothing was written to the tenant in this visit. What you upload, assign, activate, unassign, delete or change is listed here, without seeds and codes, until the page is closed or wiped." }</p></section>
        },
        Some(script) => {
            let on_kind = send.reform(|kind| VaultEvent::Log(LogEvent::ScriptChosen(kind)));
            html! { <ScriptPanel script={script.clone()} about="The requests in sight that took effect in this tenant, as a script to document or repeat them; the others stand there as comments." handed={Handed::Script} back="Back to the log" {on_kind} /> }
        }
        None => entries(log, &send, &command),
    };
    html! {
        <div class="upload">
            <header class="upload__head"><h1 ref={heading} tabindex="-1">{ "Log of this visit" }</h1></header>
            <div class="slot">{ content }</div>
        </div>
    }
}

fn press(send: &Callback<VaultEvent>, event: LogEvent) -> Callback<MouseEvent> {
    send.reform(move |_: MouseEvent| VaultEvent::Log(event.clone()))
}

fn entries(log: &LogView, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    let search = send.reform(|text| VaultEvent::Log(LogEvent::SearchChanged(text)));
    let save = command.reform(|_: MouseEvent| Command::Hand { what: Handed::Log, copy: false });
    let to = send.reform(|page| VaultEvent::Log(LogEvent::PageChosen(page)));
    html! {
        <section class="card upload__plan" aria-label="Writes">
            <div class="actions">
                <Button label="Save as CSV" icon={Icon::Save} onclick={save} />
                <Button label="Show as script" icon={Icon::Document} onclick={press(send, LogEvent::ScriptChosen(Some(ScriptKind::PowerShell)))} />
                <SearchBox placeholder="Search action, token, person" on_search={search} />
            </div>
            <SealLine />
            <div class="upload-list">
                { count_pills("Show writes", &log.filters, log.chosen, send, |filter| VaultEvent::Log(LogEvent::FilterChosen(filter))) }
                <div class="upload-list__table upload-list__table--log" tabindex="0" role="group" aria-label="Writes of this visit, the latest first">
                    <table>
                        <thead>
                            <tr>
                                { for ["Time (UTC)", "Action", "Token", "Person", "Result", "Request id"].into_iter().map(|head| html! { <th key={head} scope="col">{ head }</th> }) }
                            </tr>
                        </thead>
                        <tbody>{ for log.rows.iter().map(row) }</tbody>
                    </table>
                    <p class="quiet upload-list__empty" hidden={!log.rows.is_empty()}>{ "No write here." }</p>
                </div>
                <div class="slot">{ pager("Pages of the log", log.page, log.pages, &to) }</div>
            </div>
        </section>
    }
}

fn row(row: &LogRow) -> Html {
    let write = &row.write;
    html! {
        <tr key={row.number}>
            <th scope="row">{ &row.when }</th>
            <td>{ &write.what }</td>
            <td>{ &write.token }</td>
            <td>{ &write.person }</td>
            <td class={tone_class(write.tone)}>{ &write.result }</td>
            <td>{ &write.request_id }</td>
        </tr>
    }
}
