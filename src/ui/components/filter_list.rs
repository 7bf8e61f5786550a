//! The filters of the inventory: a list to choose from, and a pill for each that holds.

use std::rc::Rc;

use seedferry_protocol::{DeviceChoices, DeviceFilter, Event as VaultEvent, InventoryEvent, InventoryView};
use web_sys::HtmlSelectElement;

use super::{Button, Icon, Look, icon};
use crate::ui::hooks::use_send;
use crate::ui::prelude::*;
use crate::ui::words;

/// What filters are given.
#[derive(PartialEq, Properties)]
pub(crate) struct FilterListProps {
    /// The inventory.
    pub(crate) inventory: Rc<InventoryView>,
}

/// All values of all columns, with how many tokens have each.
#[component]
pub(crate) fn FilterChoice(props: &FilterListProps) -> Html {
    let send = use_send();
    let onchange = use_callback(props.inventory.clone(), move |event: Event, inventory| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        let Some(filter) = select.as_ref().and_then(|select| chosen(&inventory.choices, &select.value()))
        else {
            return;
        };
        // The list is for adding; what holds stands in the pills.
        if let Some(select) = &select {
            select.set_value("");
        }
        send.emit(VaultEvent::Inventory(InventoryEvent::FilterAdded(filter)));
    });
    let groups = props.inventory.choices.iter().enumerate().map(|(at, choices)| group(at, choices));
    html! {
        <label class="filter-choice">
            <span>{ "Add filter" }</span>
            <select class="select" {onchange}>
                <option value="" selected=true>{ "Choose…" }</option>
                { for groups }
            </select>
        </label>
    }
}

fn group(at: usize, choices: &DeviceChoices) -> Html {
    let option = |(place, (value, count)): (usize, &(String, u32))| {
        html! {
            <option key={place} value={format!("{at} {place}")}>{ format!("{value} ({})", words::grouped(*count)) }</option>
        }
    };
    html! {
        <optgroup key={at} label={choices.column.name()}>
            { for choices.values.iter().enumerate().map(option) }
        </optgroup>
    }
}

/// The filter of an option: the places of its column and its value.
fn chosen(choices: &[DeviceChoices], value: &str) -> Option<DeviceFilter> {
    let (column, place) = value.split_once(' ')?;
    let choices = choices.get(column.parse::<usize>().ok()?)?;
    let (value, _) = choices.values.get(place.parse::<usize>().ok()?)?;
    Some(DeviceFilter { column: choices.column, value: value.clone() })
}

/// A pill for each filter that holds; pressed, it goes.
#[component]
pub(crate) fn FilterList(props: &FilterListProps) -> Html {
    let send = use_send();
    let filters = &props.inventory.filters;
    let pill = |filter: &DeviceFilter| {
        let words = format!("{}: {}", filter.column.name(), filter.value);
        let removed = filter.clone();
        let onclick = send.reform(move |_: MouseEvent| {
            VaultEvent::Inventory(InventoryEvent::FilterRemoved(removed.clone()))
        });
        html! {
            <button key={words.clone()} type="button" class="pill" aria-label={format!("Remove filter {words}")} {onclick}>
                { &words }{ icon(Icon::Close) }
            </button>
        }
    };
    let clear = send.reform(|_: MouseEvent| VaultEvent::Inventory(InventoryEvent::FiltersCleared));
    html! {
        <div class="pills" role="group" aria-label="Filters" hidden={filters.is_empty()}>
            { for filters.iter().map(pill) }
            <Button label="Remove all filters" look={Look::Subtle} onclick={clear} />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::{DeviceChoices, DeviceColumn};

    use super::chosen;

    fn check(value: &str, want: Option<&str>) {
        let values = vec![("Available".to_owned(), 3), ("Assigned".to_owned(), 1)];
        let choices = [DeviceChoices { column: DeviceColumn::Status, values }];
        assert_eq!(chosen(&choices, value).map(|filter| filter.value).as_deref(), want, "{value}");
    }

    #[test]
    fn an_option_is_a_filter() {
        check("0 1", Some("Assigned"));
        check("0 2", None);
        check("1 0", None);
        check("", None);
    }
}
