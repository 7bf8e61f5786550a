//! The samples to try.

use yew::prelude::*;

use super::Button;
use crate::ui::{Command, SAMPLES, Sample};

/// Every sample with what opens it.
pub(crate) fn sample_list(command: &Callback<Command>) -> Html {
    let items = SAMPLES.iter().map(|sample| item(sample, command));
    html! { <ul class="sample-list">{ for items }</ul> }
}

fn item(sample: &'static Sample, command: &Callback<Command>) -> Html {
    let command = command.clone();
    let onclick = move |_: MouseEvent| command.emit(Command::OfferSample(sample));
    let name = format!("Open sample {}", sample.file_name);
    html! {
        <li key={sample.file_name} class="sample">
            <div class="sample__words">
                <span class="sample__name">{ sample.file_name }</span>
                <span class="sample__what">{ sample.what }</span>
                <span class="sample__secret">{ secrets(sample) }</span>
            </div>
            <Button label="Open" {name} {onclick} />
        </li>
    }
}

fn secrets(sample: &Sample) -> Html {
    let secret = |label: &'static str, text: &'static str| html! { <span class="sample__pair">{ label }<code>{ text }</code></span> };
    html! {
        <>
            { for sample.password.map(|password| secret("Password ", password)) }
            { for sample.key.as_ref().map(|key| secret("Key passphrase ", key.passphrase)) }
        </>
    }
}
