//! What has to be in order before anything reaches the tenant.

use crate::ui::Command;
use crate::ui::prelude::*;
use seedferry_protocol::{Event as VaultEvent, ReadyAction, ReadyLine, ReadyState, UploadEvent};

use super::{Button, Icon, Look, consent_actions, icon};

/// *Ready?*: a line for each, with what is missing, who can give it, and the press that helps; nothing without lines. The
/// id names the heading, for there may be two.
pub(crate) fn ready_card(id: &'static str, lines: &[ReadyLine], command: &Callback<Command>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let again = command.reform(|_: MouseEvent| Command::Send(VaultEvent::Upload(UploadEvent::ReadyAsked)));
    html! {
        <section class="card ready-card" aria-labelledby={id}>
            <header class="upload__line">
                <h2 {id}>{ "Ready?" }</h2>
                <Button label="Check again" look={Look::Subtle} icon={Icon::Redo} onclick={again} />
            </header>
            <dl class="ready">{ for lines.iter().map(|line| ready_line(line, command)) }</dl>
        </section>
    }
}

fn ready_line(line: &ReadyLine, command: &Callback<Command>) -> Html {
    let (word, drawing, class) = dress(line.state);
    html! {
        <div key={line.topic.clone()} class={classes!("ready__line", class)}>
            <dt>{ icon(drawing) }<span>{ &line.topic }</span></dt>
            <dd>
                <span class="ready__word">{ word }</span>
                <span>{ &line.what }</span>
                <span class="quiet slot">{ &line.help }</span>
                <span class="slot">{ action(line.action, command) }</span>
                <span class="slot">{ line.link.as_deref().map(|link| consent_actions(link, command)) }</span>
                <span class="slot">{ line.page.as_deref().map(admin_center) }</span>
            </dd>
        </div>
    }
}

/// It holds nothing secret, and Microsoft does not learn from where it was opened.
fn admin_center(page: &str) -> Html {
    html! {
        <a class="link" href={page.to_owned()} target="_blank" rel="noopener noreferrer">
            { "Open in the Entra admin center" }<span class="visually-hidden">{ " (opens in a new tab)" }</span>
        </a>
    }
}

/// Word, drawing and class of a state.
pub(super) fn dress(state: ReadyState) -> (&'static str, Icon, &'static str) {
    match state {
        ReadyState::Checking => ("Checking…", Icon::Search, "ready--open"),
        ReadyState::Good => ("Good", Icon::Check, "ready--good"),
        ReadyState::Missing => ("Missing", Icon::Error, "ready--missing"),
        ReadyState::Unknown => ("Not checked", Icon::Info, "ready--open"),
    }
}

fn action(action: Option<ReadyAction>, command: &Callback<Command>) -> Html {
    let tell = |event| Command::Send(VaultEvent::Upload(event));
    let (label, asked) = match action {
        None => return Html::default(),
        Some(ReadyAction::AskPermission) => ("Ask for the permission", tell(UploadEvent::PermissionAsked)),
        Some(ReadyAction::Continue) => ("Continue", Command::GoOnSigningIn),
        Some(ReadyAction::EnablePolicy) => ("Enable", tell(UploadEvent::PolicyEnableAsked)),
    };
    let onclick = command.reform(move |_: MouseEvent| asked.clone());
    html! { <Button {label} {onclick} /> }
}
