//! Sorting for narrow tables, whose head has no room.

use seedferry_protocol::{Event as VaultEvent, SortOrder};
use web_sys::HtmlSelectElement;

use crate::ui::hooks::use_command;
use crate::ui::prelude::*;
use crate::ui::table::COLUMNS;
use crate::ui::{Command, words};

/// What a [`SortChoice`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SortChoiceProps {
    /// The order now.
    pub(crate) sort: Option<SortOrder>,
}

/// Column and direction as one choice.
#[component]
pub(crate) fn SortChoice(props: &SortChoiceProps) -> Html {
    let command = use_command();
    let onchange = use_callback(command, |event: Event, command| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| order(&select.value()));
        if let Some(order) = chosen {
            command.emit(Command::Send(VaultEvent::SortChanged(order)));
        }
    });
    let options = (0..COLUMNS.len() * 2).filter_map(|number| Some((number, order(&number.to_string())?)));
    html! {
        <label class="sort-choice">
            <span>{ "Sort by" }</span>
            <select class="select" {onchange}>
                <option value="" selected={props.sort.is_none()} disabled=true>{ "File order" }</option>
                { for options.map(|(number, order)| option(number, order, props.sort)) }
            </select>
        </label>
    }
}

fn option(number: usize, order: SortOrder, sort: Option<SortOrder>) -> Html {
    let direction = if order.descending { "descending" } else { "ascending" };
    html! {
        <option key={number} value={number.to_string()} selected={sort == Some(order)}>
            { format!("{}, {direction}", words::column(order.column)) }
        </option>
    }
}

/// Even numbers ascend, odd ones descend.
fn order(value: &str) -> Option<SortOrder> {
    let number: usize = value.parse().ok()?;
    let column = *COLUMNS.get(number / 2)?;
    Some(SortOrder { column, descending: !number.is_multiple_of(2) })
}

#[cfg(test)]
mod tests {
    use seedferry_protocol::{Column, SortOrder};

    use super::order;

    fn check(value: &str, want: Option<(Column, bool)>) {
        assert_eq!(order(value), want.map(|(column, descending)| SortOrder { column, descending }));
    }

    #[test]
    fn every_choice_is_an_order() {
        check("0", Some((Column::Serial, false)));
        check("1", Some((Column::Serial, true)));
        check("19", Some((Column::Findings, true)));
        check("20", None);
        check("", None);
    }
}
