//! The rows of a plan or a result: filters, a table, and pages.

use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, Tone, UploadEvent, UploadList, UploadRow};
use web_sys::HtmlInputElement;

use super::{Button, Look};
use crate::ui::words;

/// The list; `name` says of what, for screen readers.
pub(crate) fn upload_list(list: &UploadList, name: &'static str, send: &Callback<VaultEvent>) -> Html {
    let boxes = list.rows.iter().any(|row| row.ticked.is_some());
    html! {
        <div class="upload-list">
            <div class="pills" role="group" aria-label="Show tokens">{ for filters(list, send) }</div>
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
            <div class="slot">{ pages(list, send) }</div>
        </div>
    }
}

fn filters(list: &UploadList, send: &Callback<VaultEvent>) -> Vec<Html> {
    let shown = (0_u32..).zip(&list.filters).filter(|(place, filter)| *place == 0 || filter.count > 0);
    let pill = |(place, filter): (u32, &seedferry_protocol::UploadFilter)| {
        let onclick = send.reform(move |_: MouseEvent| VaultEvent::Upload(UploadEvent::FilterChosen(place)));
        html! {
            <button key={place} type="button" class="pill" aria-pressed={(list.chosen == place).to_string()} {onclick}>
                { &filter.label }<span class="pill__count">{ words::grouped(filter.count) }</span>
            </button>
        }
    };
    shown.map(pill).collect()
}

fn table_row(row: &UploadRow, boxes: bool, send: &Callback<VaultEvent>) -> Html {
    html! {
        <tr key={row.place}>
            <td hidden={!boxes} class="slot-cell">{ tick(row, send) }</td>
            <th scope="row">{ &row.serial }</th>
            <td class={tone(row.tone)}>{ &row.verdict }</td>
            <td>{ &row.details }</td>
        </tr>
    }
}

fn tick(row: &UploadRow, send: &Callback<VaultEvent>) -> Html {
    let Some(checked) = row.ticked else {
        return Html::default();
    };
    let place = row.place;
    let onchange = send.reform(move |event: Event| {
        let ticked = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        VaultEvent::Upload(UploadEvent::Ticked { place, ticked })
    });
    html! { <input type="checkbox" {checked} aria-label={format!("Upload {}", row.serial)} {onchange} /> }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "upload-list__good",
        Tone::Plain => "",
        Tone::Warning => "upload-list__warning",
        Tone::Bad => "upload-list__bad",
    }
}

fn pages(list: &UploadList, send: &Callback<VaultEvent>) -> Html {
    if list.pages < 2 {
        return Html::default();
    }
    let to = |page: u32| send.reform(move |_: MouseEvent| VaultEvent::Upload(UploadEvent::PageChosen(page)));
    html! {
        <nav class="actions" aria-label="Pages">
            <Button label="Previous page" look={Look::Subtle} disabled={list.page == 0} onclick={to(list.page.saturating_sub(1))} />
            <span role="status">{ format!("Page {} of {}", words::grouped(list.page + 1), words::grouped(list.pages)) }</span>
            <Button label="Next page" look={Look::Subtle} disabled={list.page + 1 >= list.pages} onclick={to(list.page + 1)} />
        </nav>
    }
}
