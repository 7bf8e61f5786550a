//! The requests of an upload as they would be sent: all of them, each in full when it is asked for.

use crate::ui::prelude::*;
use seedferry_protocol::{DryRequest, DryRunView, Event as VaultEvent, UploadEvent};

use super::upload::press;
use crate::ui::components::{Button, Icon, Look, pager};
use crate::ui::{Command, Handed};

/// A page of them, and *Save the requests*.
pub(super) fn requests(shown: &DryRunView, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    let save = command.reform(|_: MouseEvent| Command::Hand { what: Handed::Requests, copy: false });
    let to = send.reform(|page| VaultEvent::Upload(UploadEvent::DryRunPageChosen(page)));
    let start = (shown.page * DryRunView::ROWS + 1).to_string();
    html! {
        <section class="upload__requests" aria-label="Requests">
            <header class="upload__line">
                <p class="quiet">{ "As they would be sent, with dots in place of seeds." }</p>
                <Button label="Save the requests" look={Look::Subtle} icon={Icon::Save} onclick={save} />
            </header>
            <ol {start}>{ for shown.requests.iter().map(|request| item(request, send)) }</ol>
            <div class="slot">{ pager("Pages of requests", shown.page, shown.pages, &to) }</div>
        </section>
    }
}

fn item(request: &DryRequest, send: &Callback<VaultEvent>) -> Html {
    let number = request.place + 1;
    let open = request.body.is_some();
    let chosen = UploadEvent::DryRequestChosen((!open).then_some(request.place));
    let body = |text: &String| {
        html! {
            <pre class="guide__text" tabindex="0" role="group" aria-label={format!("Body of request {number}")}>{ text }</pre>
        }
    };
    html! {
        <li key={request.place}>
            <div class="upload__line">
                <p><code>{ &request.line }</code>{ ": " }{ &request.tokens }</p>
                <Button label="Body" name={format!("Show the body of request {number}")} look={Look::Subtle} expanded={open} onclick={press(send, chosen)} />
            </div>
            <div class="slot">{ request.body.as_ref().map(body) }</div>
        </li>
    }
}
