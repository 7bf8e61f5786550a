//! Sorting for narrow tables, whose head has no room.

use web_sys::HtmlSelectElement;

use crate::ui::hooks::use_send;
use crate::ui::prelude::*;
use crate::ui::table::{Ask, Source};

/// What a [`SortChoice`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SortChoiceProps<S: Source> {
    /// The table.
    pub(crate) source: S,
}

/// Column and direction as one choice.
#[component]
pub(crate) fn SortChoice<S: Source>(props: &SortChoiceProps<S>) -> Html {
    let send = use_send();
    let onchange = use_callback(props.source.clone(), move |event: Event, source| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>();
        let order = chosen.and_then(|select| order(&select.value(), source.columns()));
        let event = order.and_then(|(column, descending)| S::event(Ask::Order { column, descending }));
        if let Some(event) = event {
            send.emit(event);
        }
    });
    let (columns, sort) = (props.source.columns(), props.source.sort());
    let options =
        (0..columns.len() * 2).filter_map(|number| Some((number, order(&number.to_string(), columns)?)));
    html! {
        <label class="sort-choice">
            <span>{ "Sort by" }</span>
            <select class="select" {onchange}>
                <option value="" selected={sort.is_none()} disabled=true>{ S::UNSORTED }</option>
                { for options.map(|(number, order)| option::<S>(number, order, sort)) }
            </select>
        </label>
    }
}

fn option<S: Source>(number: usize, order: (S::Column, bool), sort: Option<(S::Column, bool)>) -> Html {
    let direction = if order.1 { "descending" } else { "ascending" };
    html! {
        <option key={number} value={number.to_string()} selected={sort == Some(order)}>
            { format!("{}, {direction}", S::name(order.0)) }
        </option>
    }
}

/// Even numbers ascend, odd ones descend.
fn order<C: Copy>(value: &str, columns: &[C]) -> Option<(C, bool)> {
    let number: usize = value.parse().ok()?;
    let column = *columns.get(number / 2)?;
    Some((column, !number.is_multiple_of(2)))
}

#[cfg(test)]
mod tests {
    use super::order;

    fn check(value: &str, want: Option<(char, bool)>) {
        assert_eq!(order(value, &['a', 'b', 'c']), want);
    }

    #[test]
    fn every_choice_is_an_order() {
        check("0", Some(('a', false)));
        check("1", Some(('a', true)));
        check("5", Some(('c', true)));
        check("6", None);
        check("", None);
    }
}
