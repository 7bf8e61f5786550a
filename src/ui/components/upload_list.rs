//! The rows of a plan or a result: filters, a table, and pages.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, Tone, UploadEvent, UploadFilter, UploadList, UploadRow};
use web_sys::HtmlInputElement;

use super::pager;
use crate::ui::words;

/// How a list is filtered and leafed through.
#[derive(Clone, Copy)]
pub(crate) struct ListEvents {
    /// Show the rows of this filter.
    pub(crate) filter: fn(u32) -> VaultEvent,
    /// Show this page.
    pub(crate) page: fn(u32) -> VaultEvent,
}

/// The lists of an upload.
const UPLOAD: ListEvents = ListEvents {
    filter: |filter| VaultEvent::Upload(UploadEvent::FilterChosen(filter)),
    page: |page| VaultEvent::Upload(UploadEvent::PageChosen(page)),
};

/// The list of an upload; `name` says of what, for screen readers.
pub(crate) fn upload_list(list: &UploadList, name: &'static str, send: &Callback<VaultEvent>) -> Html {
    row_list(list, name, send, UPLOAD)
}

/// A list; `name` says of what, for screen readers.
pub(crate) fn row_list(
    list: &UploadList,
    name: &'static str,
    send: &Callback<VaultEvent>,
    events: ListEvents,
) -> Html {
    let boxes = list.rows.iter().any(|row| row.ticked.is_some());
    html! {
        <div class="upload-list">
            { count_pills("Show tokens", &list.filters, list.chosen, send, events.filter) }
            <div class="upload-list__table" tabindex="0" role="group" aria-label={name}>
                <table>
                    <thead>
                        <tr>
                            <th hidden={!boxes}><span class="visually-hidden">{ "Upload" }</span></th>
                            <th scope="col">{ "Serial number" }</th>
                            <th scope="col">{ "State" }</th>
                            <th scope="col">{ "Details" }</th>
                        </tr>
                    </thead>
                    <tbody>{ for list.rows.iter().map(|row| table_row(row, boxes, send)) }</tbody>
                </table>
                <p class="quiet upload-list__empty" hidden={!list.rows.is_empty()}>{ "No token here." }</p>
            </div>
            <div class="slot">{ pager("Pages of tokens", list.page, list.pages, &send.reform(events.page)) }</div>
        </div>
    }
}

/// A pill for each filter that shows something, with how many rows that are; `name` says of what.
pub(crate) fn count_pills(
    name: &'static str,
    filters: &[UploadFilter],
    chosen: u32,
    send: &Callback<VaultEvent>,
    event: fn(u32) -> VaultEvent,
) -> Html {
    let shown = (0_u32..).zip(filters).filter(|(place, filter)| *place == 0 || filter.count > 0);
    let pill = |(place, filter): (u32, &UploadFilter)| {
        let onclick = send.reform(move |_: MouseEvent| event(place));
        html! {
            <button key={place} type="button" class="pill" aria-pressed={(chosen == place).to_string()} {onclick}>
                { &filter.label }<span class="pill__count">{ words::grouped(filter.count) }</span>
            </button>
        }
    };
    html! { <div class="pills" role="group" aria-label={name}>{ for shown.map(pill) }</div> }
}

fn table_row(row: &UploadRow, boxes: bool, send: &Callback<VaultEvent>) -> Html {
    html! {
        <tr key={row.place}>
            <td hidden={!boxes} class="slot-cell">{ tick(row, send) }</td>
            <th scope="row">{ &row.serial }</th>
            <td class={tone_class(row.tone)}>{ &row.verdict }</td>
            <td>{ &row.details }</td>
        </tr>
    }
}

fn tick(row: &UploadRow, send: &Callback<VaultEvent>) -> Html {
    let Some((token, checked)) = row.ticked else {
        return Html::default();
    };
    let onchange = send.reform(move |event: Event| {
        let ticked = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        VaultEvent::Upload(UploadEvent::Ticked { token, ticked })
    });
    html! { <input type="checkbox" {checked} aria-label={format!("Upload {}", row.serial)} {onchange} /> }
}

/// The class that colours a verdict.
pub(crate) fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "upload-list__good",
        Tone::Plain => "",
        Tone::Warning => "upload-list__warning",
        Tone::Bad => "upload-list__bad",
    }
}
