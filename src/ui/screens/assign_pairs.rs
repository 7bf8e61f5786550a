//! People and tokens in rows that can be ticked, and whose tokens can be exchanged.

use crate::ui::prelude::*;
use seedferry_protocol::{AssignEvent, Event as VaultEvent, PairId, PairList, PairRow, UploadFilter};
use web_sys::HtmlInputElement;

use super::assign::{press, tone};
use crate::ui::components::{Button, Icon, Look};
use crate::ui::hooks::focus_id;
use crate::ui::words;

/// What the rows are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PairKind {
    /// A list, whose tokens can be exchanged.
    Pairs,
    /// Tokens that wait for their activation.
    Waiting,
}

/// Filters, the rows, and pages.
pub(super) fn pair_list(list: &PairList, kind: PairKind, send: &Callback<VaultEvent>) -> Html {
    html! {
        <div class="upload-list">
            <div class="pills" role="group" aria-label="Show rows" hidden={list.filters.len() < 2}>{ for filters(list, send) }</div>
            <div class="upload-list__table" tabindex="0" role="group" aria-label="People and tokens">
                <table>
                    <thead>
                        <tr>
                            <th><span class="visually-hidden">{ "Do it" }</span></th>
                            <th scope="col">{ "Person" }</th>
                            <th scope="col">{ "Token" }</th>
                            <th scope="col">{ "State" }</th>
                            <th scope="col">{ "Details" }</th>
                            <th><span class="visually-hidden">{ "Change" }</span></th>
                        </tr>
                    </thead>
                    <tbody>{ for list.rows.iter().map(|row| table_row(row, kind, send)) }</tbody>
                </table>
                <p class="quiet upload-list__empty" hidden={!list.rows.is_empty()}>{ "No row here." }</p>
            </div>
            <div class="slot">{ pages(list, send) }</div>
        </div>
    }
}

fn filters(list: &PairList, send: &Callback<VaultEvent>) -> Vec<Html> {
    let shown = (0_u32..).zip(&list.filters).filter(|(place, filter)| *place == 0 || filter.count > 0);
    let pill = |(place, filter): (u32, &UploadFilter)| {
        html! {
            <button
                key={place}
                type="button"
                class="pill"
                aria-pressed={(list.chosen == place).to_string()}
                onclick={press(send, AssignEvent::FilterChosen(place))}
            >
                { &filter.label }<span class="pill__count">{ words::grouped(filter.count) }</span>
            </button>
        }
    };
    shown.map(pill).collect()
}

fn table_row(row: &PairRow, kind: PairKind, send: &Callback<VaultEvent>) -> Html {
    let second = if row.upn == row.name { String::new() } else { row.upn.clone() };
    let onkeydown = (kind == PairKind::Pairs).then(|| keys(row, send));
    html! {
        <tr key={row_key(row)} {onkeydown}>
            <td class="slot-cell">{ tick(row, kind, send) }</td>
            <td><span class="assign__person">{ &row.name }</span><span class="quiet assign__upn">{ second }</span></td>
            <th scope="row">{ &row.serial }</th>
            <td class={tone(row.tone)}>{ &row.state }</td>
            <td>{ &row.details }</td>
            <td class="slot-cell">{ changes(row, kind, send) }</td>
        </tr>
    }
}

fn row_key(row: &PairRow) -> String {
    if row.device.is_empty() { row.id.place.to_string() } else { row.device.clone() }
}

fn tick(row: &PairRow, kind: PairKind, send: &Callback<VaultEvent>) -> Html {
    let Some(checked) = row.ticked else {
        return Html::default();
    };
    let (id, device) = (row.id, row.device.clone());
    let onchange = send.reform(move |event: Event| {
        let ticked = event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked());
        VaultEvent::Assign(match kind {
            PairKind::Pairs => AssignEvent::Ticked { row: id, ticked },
            PairKind::Waiting => AssignEvent::WaitingTicked { device: device.clone(), ticked },
        })
    });
    html! { <input type="checkbox" {checked} aria-label={format!("Token {} for {}", row.serial, named(row))} {onchange} /> }
}

fn named(row: &PairRow) -> &str {
    if row.name.is_empty() { &row.upn } else { &row.name }
}

/// Exchange the token with the row before or after, or take the row out.
fn changes(row: &PairRow, kind: PairKind, send: &Callback<VaultEvent>) -> Html {
    if kind == PairKind::Waiting {
        return show_holder(row, send);
    }
    let button = |down: bool, allowed: bool| {
        let (arrow, word) = if down { ("↓", "down") } else { ("↑", "up") };
        let (send, id) = (send.clone(), row.id);
        let onclick = Callback::from(move |_: MouseEvent| move_token(&send, id, down));
        html! {
            <Button
                id={move_id(row.id.place, down)}
                label={arrow}
                look={Look::Subtle}
                name={format!("Move token {} {word}, away from {}", row.serial, named(row))}
                disabled={!allowed}
                {onclick}
            />
        }
    };
    html! {
        <div class="assign__changes">
            { button(false, row.up) }
            { button(true, row.down) }
            <Button
                label={format!("Take {} out of the list", named(row))}
                icon={Icon::Remove}
                icon_only=true
                look={Look::Subtle}
                onclick={press(send, AssignEvent::RowRemoved(row.id))}
            />
        </div>
    }
}

/// Without the seed, the code that the token shows has to be typed: at the help desk.
fn show_holder(row: &PairRow, send: &Callback<VaultEvent>) -> Html {
    if row.ticked.is_some() {
        return Html::default();
    }
    let name = format!("Activate token {} with code", row.serial);
    let onclick = press(send, AssignEvent::HolderShown(row.device.clone()));
    html! { <Button label="Activate with code…" look={Look::Subtle} icon={Icon::Key} {name} {onclick} /> }
}

fn move_id(place: u32, down: bool) -> String {
    format!("move-{}-{place}", if down { "down" } else { "up" })
}

/// Alt+Up and Alt+Down move the token of the row that has the focus.
fn keys(row: &PairRow, send: &Callback<VaultEvent>) -> Callback<KeyboardEvent> {
    let (send, id, up, down) = (send.clone(), row.id, row.up, row.down);
    Callback::from(move |event: KeyboardEvent| {
        let direction = match event.key().as_str() {
            "ArrowUp" if event.alt_key() && up => false,
            "ArrowDown" if event.alt_key() && down => true,
            _ => return,
        };
        event.prevent_default();
        move_token(&send, id, direction);
    })
}

/// The focus goes with the token, so that it can be moved on.
fn move_token(send: &Callback<VaultEvent>, row: PairId, down: bool) {
    send.emit(VaultEvent::Assign(AssignEvent::Moved { row, down }));
    let other = if down { row.place.saturating_add(1) } else { row.place.saturating_sub(1) };
    // At either end the button for that direction cannot have the focus: the other one has it.
    focus_id(&move_id(other, !down));
    focus_id(&move_id(other, down));
}

fn pages(list: &PairList, send: &Callback<VaultEvent>) -> Html {
    if list.pages < 2 {
        return Html::default();
    }
    let to = |page: u32| press(send, AssignEvent::PageChosen(page));
    html! {
        <nav class="actions" aria-label="Pages">
            <Button label="Previous page" look={Look::Subtle} disabled={list.page == 0} onclick={to(list.page.saturating_sub(1))} />
            <span role="status">{ format!("Page {} of {}", words::grouped(list.page + 1), words::grouped(list.pages)) }</span>
            <Button label="Next page" look={Look::Subtle} disabled={list.page + 1 >= list.pages} onclick={to(list.page + 1)} />
        </nav>
    }
}
