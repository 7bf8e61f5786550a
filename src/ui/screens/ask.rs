//! An opening asks for what opens the next layer.

use seedferry_protocol::{
    AskKind, AskView, Event as VaultEvent, OfferedFile, OpeningId, Passphrase, WrongCodes,
};
use web_sys::File;

use super::reading_choices::wrong_codes_choice;
use crate::ui::components::{AskField, Button, FileButton, Icon, Look, icon, layer_path};
use crate::ui::hooks::{use_command, use_focus_when};
use crate::ui::prelude::*;
use crate::ui::{Command, Sample};

/// What [`AskPassphrase`] and [`AskKey`] are given.
#[derive(PartialEq, Properties)]
pub(super) struct AskProps {
    /// The opening that asks.
    pub(super) id: OpeningId,
    /// The question.
    pub(super) ask: AskView,
    /// What is being opened, to know our own samples.
    pub(super) files: Vec<OfferedFile>,
}

/// Asks for a password, passphrase or typed key.
#[component]
pub(super) fn AskPassphrase(props: &AskProps) -> Html {
    let command = use_command();
    let (id, ask) = (props.id, &props.ask);
    let answer = use_callback((id, command.clone()), |passphrase: Passphrase, (id, command)| {
        command.emit(Command::Send(VaultEvent::PassphraseGiven { opening: *id, passphrase }));
    });
    let cancel = use_cancel(id);
    html! {
        <div class="stage">
            { layer_path(&ask.path) }
            <h1>{ &ask.title }</h1>
            <div class="slot">{ sample_secret(props) }</div>
            <AskField
                label={label(ask.kind)}
                hint={ask.hint.clone()}
                problem={ask.problem.clone().map(AttrValue::from)}
                attempt={ask.attempt}
                trying={ask.trying}
                on_answer={answer}
                on_cancel={cancel}
            />
            <div class="slot">{ leave_out(props, &command) }</div>
            <div class="slot">{ shared_key_file(props, &command) }</div>
            <div class="slot">{ wrong_codes(props, &command) }</div>
        </div>
    }
}

/// What cannot be unlocked need not keep the other files shut.
fn leave_out(props: &AskProps, command: &Callback<Command>) -> Html {
    if !props.ask.can_be_left_out {
        return Html::default();
    }
    let (command, opening) = (command.clone(), props.id);
    let onclick = move |_: MouseEvent| command.emit(Command::Send(VaultEvent::FileLeftOut(opening)));
    html! {
        <>
            <p class="stage__hint">{ "Or go on without it: the other files are opened all the same." }</p>
            <Button label="Leave this file out" disabled={props.ask.trying} {onclick} />
        </>
    }
}

/// A pre-shared key may lie in a file.
fn shared_key_file(props: &AskProps, command: &Callback<Command>) -> Html {
    if props.ask.kind != AskKind::SharedKey {
        return Html::default();
    }
    let (command, opening) = (command.clone(), props.id);
    let give = Callback::from(move |files: Vec<File>| {
        if let Some(file) = files.into_iter().next() {
            command.emit(Command::GiveKeyFile { opening, file });
        }
    });
    html! {
        <>
            <p class="stage__hint">{ "Or choose the file with the key, or drop it anywhere on this page." }</p>
            <FileButton label="Choose key file…" icon={Icon::Key} on_files={give} />
        </>
    }
}

fn wrong_codes(props: &AskProps, command: &Callback<Command>) -> Html {
    let Some(chosen) = props.ask.wrong_codes else {
        return Html::default();
    };
    let (command, opening) = (command.clone(), props.id);
    let on_choice = Callback::from(move |wrong_codes: WrongCodes| {
        command.emit(Command::Send(VaultEvent::WrongCodesChosen { opening, wrong_codes }));
    });
    wrong_codes_choice(chosen, on_choice)
}

/// Asks for a private key file; dropping one works as well.
#[component]
pub(super) fn AskKey(props: &AskProps) -> Html {
    let command = use_command();
    let (id, ask) = (props.id, &props.ask);
    let button = use_focus_when(ask.attempt);
    let give = use_callback((id, command.clone()), |files: Vec<File>, (opening, command)| {
        if let Some(file) = files.into_iter().next() {
            command.emit(Command::GiveKeyFile { opening: *opening, file });
        }
    });
    let cancel = use_cancel(id);
    html! {
        <div class="stage">
            { layer_path(&ask.path) }
            <h1>{ &ask.title }</h1>
            <p class="ask-field__problem slot" role="alert">{ problem(ask.problem.as_ref()) }</p>
            <p class="stage__hint slot">{ &ask.hint }</p>
            <p class="stage__hint" role="status">{ if ask.trying { "Trying this key file…" } else { "Choose the file, or drop it anywhere on this page." } }</p>
            <div class="actions">
                <FileButton label="Choose private key file…" icon={Icon::Key} look={Look::Primary} node={button} on_files={give} />
                <Button label="Cancel" onclick={cancel} />
            </div>
            <div class="slot">{ leave_out(props, &command) }</div>
            <div class="slot">{ sample_key(props, &command) }</div>
        </div>
    }
}

#[hook]
fn use_cancel(id: OpeningId) -> Callback<MouseEvent> {
    let command = use_command();
    use_callback((id, command), |_: MouseEvent, (id, command)| {
        command.emit(Command::CancelOpening(*id));
    })
}

fn label(kind: AskKind) -> &'static str {
    match kind {
        AskKind::ZipPassword => "Password of the zip",
        AskKind::MessagePassphrase => "Passphrase of the message",
        AskKind::PrivateKey | AskKind::KeyPassphrase => "Passphrase of the private key",
        AskKind::SharedKey => "Pre-shared key",
        AskKind::ContainerPassphrase => "Passphrase of the file",
    }
}

fn problem(problem: Option<&String>) -> Html {
    match problem {
        Some(text) => html! { <>{ icon(Icon::Error) }<span>{ text }</span></> },
        None => Html::default(),
    }
}

fn sample(props: &AskProps) -> Option<&'static Sample> {
    props.files.iter().find_map(|file| Sample::named(&file.name))
}

fn sample_secret(props: &AskProps) -> Html {
    let secret = sample(props).and_then(|sample| match props.ask.kind {
        AskKind::ZipPassword => sample.password,
        AskKind::KeyPassphrase => sample.key.as_ref().map(|key| key.passphrase),
        AskKind::MessagePassphrase
        | AskKind::PrivateKey
        | AskKind::SharedKey
        | AskKind::ContainerPassphrase => None,
    });
    match secret {
        Some(secret) => html! { <p class="quiet">{ "This is a sample. Type " }<code>{ secret }</code></p> },
        None => Html::default(),
    }
}

fn sample_key(props: &AskProps, command: &Callback<Command>) -> Html {
    let Some((sample, key)) = sample(props).and_then(|sample| Some((sample, sample.key.as_ref()?))) else {
        return Html::default();
    };
    let (command, opening) = (command.clone(), props.id);
    let onclick = move |_: MouseEvent| command.emit(Command::GiveSampleKey { opening, sample });
    html! {
        <p class="quiet sample-key">
            <span>{ "This is a sample. " }</span>
            <Button label={format!("Use {}", key.file_name)} icon={Icon::Key} {onclick} />
        </p>
    }
}
