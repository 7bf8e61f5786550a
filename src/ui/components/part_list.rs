//! The bodies or files of an export.

use seedferry_protocol::PartView;
use yew::prelude::*;

use super::{Button, Icon, Look, icon};
use crate::ui::hooks::use_command;
use crate::ui::{Command, words};

/// What a [`PartList`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct PartListProps {
    /// The parts, in order.
    pub(crate) parts: Vec<PartView>,
}

/// Each part with *Copy* and *Save*, and whether that was done; the next one to hand over stands out.
#[component]
pub(crate) fn PartList(props: &PartListProps) -> Html {
    let command = use_command();
    let next = props.parts.iter().position(|part| !part.copied && !part.saved);
    let look = |place: usize| {
        if Some(place) == next { Look::Primary } else { Look::Plain }
    };
    let numbered = (0_u32..).zip(props.parts.iter().enumerate());
    let items = numbered.map(|(number, (place, part))| item(number, part, look(place), &command));
    html! {
        <>
            <ol class="part-list">{ for items }</ol>
            <div class="slot">{ save_all(props.parts.len(), &command) }</div>
        </>
    }
}

fn item(number: u32, part: &PartView, look: Look, command: &Callback<Command>) -> Html {
    let on = |asked: Command| {
        let command = command.clone();
        Callback::from(move |_: MouseEvent| command.emit(asked.clone()))
    };
    html! {
        <li key={number} class="part">
            <div class="part__words">
                <span class="part__name">{ &part.file_name }</span>
                <span class="part__range">{ range(part) }</span>
                <span class="part__done" role="status">{ done(part) }</span>
            </div>
            <div class="part__actions">
                <Button
                    label="Copy"
                    name={format!("Copy {}", part.file_name)}
                    icon={Icon::Copy}
                    onclick={on(Command::Copy { part: number })}
                />
                <Button
                    label="Save"
                    name={format!("Save {}", part.file_name)}
                    icon={Icon::Save}
                    {look}
                    onclick={on(Command::Save { part: number })}
                />
            </div>
        </li>
    }
}

fn save_all(parts: usize, command: &Callback<Command>) -> Html {
    let count = u32::try_from(parts).unwrap_or(u32::MAX);
    if count < 2 {
        return Html::default();
    }
    let command = command.clone();
    let onclick = Callback::from(move |_: MouseEvent| command.emit(Command::SaveAll { parts: count }));
    html! { <Button label={format!("Save all {}", words::grouped(count))} icon={Icon::Save} {onclick} /> }
}

fn range(part: &PartView) -> String {
    let tokens = words::tokens(part.tokens);
    if part.tokens == 1 {
        format!("{tokens}: {}", part.first)
    } else {
        format!("{tokens}: {} to {}", part.first, part.last)
    }
}

fn done(part: &PartView) -> Html {
    let word = match (part.copied, part.saved) {
        (false, false) => return Html::default(),
        (true, false) => "Copied",
        (false, true) => "Saved",
        (true, true) => "Copied and saved",
    };
    html! { <>{ icon(Icon::Check) }{ word }</> }
}
