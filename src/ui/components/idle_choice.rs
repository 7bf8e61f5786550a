//! After how long without use the page is wiped.

use seedferry_protocol::Event as VaultEvent;
use web_sys::HtmlSelectElement;

use crate::ui::Command;
use crate::ui::hooks::use_command;
use crate::ui::prelude::*;

/// What can be chosen, in minutes; `None` turns it off.
const CHOICES: [(Option<u32>, &str); 4] = [
    (Some(5), "Wipe after 5 min idle"),
    (Some(15), "Wipe after 15 min idle"),
    (Some(60), "Wipe after 1 h idle"),
    (None, "Never wipe when idle"),
];

/// What an [`IdleChoice`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct IdleChoiceProps {
    /// What was chosen.
    pub(crate) minutes: Option<u32>,
}

/// The choice.
#[component]
pub(crate) fn IdleChoice(props: &IdleChoiceProps) -> Html {
    let command = use_command();
    let onchange = use_callback(command, |event: Event, command| {
        let place =
            event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
        if let Some((minutes, _)) = place.and_then(|place: usize| CHOICES.get(place)) {
            command.emit(Command::Send(VaultEvent::IdleChosen { minutes: *minutes }));
        }
    });
    let option = |(place, (minutes, words)): (usize, &(Option<u32>, &'static str))| {
        html! {
            <option key={place} value={place.to_string()} selected={*minutes == props.minutes}>{ *words }</option>
        }
    };
    let chosen =
        CHOICES.iter().position(|(minutes, _)| *minutes == props.minutes).unwrap_or_default().to_string();
    // The attribute `selected` counts until the user has chosen once; from then on only the property does.
    html! {
        <select ~value={chosen} class="select idle-choice" aria-label="When nobody uses this page" {onchange}>
            { for CHOICES.iter().enumerate().map(option) }
        </select>
    }
}
