//! How files are saved: as they are, or sealed.

use seedferry_protocol::{
    Event as VaultEvent, Passphrase, RecipientView, SealEvent, SealKind, SealView, Severity,
};
use web_sys::{File, HtmlTextAreaElement};

use super::{Button, FileButton, Icon, Look, MessageBar, SecretForm, radio_option};
use crate::ui::Command;
use crate::ui::hooks::{focus, use_command, use_seal, use_send};
use crate::ui::prelude::*;

/// What a [`SealChoice`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SealChoiceProps {
    /// What the ids of its elements begin with: the page may hold it twice.
    pub(crate) id: &'static str,
}

/// The choice of a seal for all files, and what it needs.
#[component]
pub(crate) fn SealChoice(props: &SealChoiceProps) -> Html {
    let (send, seal, id) = (use_send(), use_seal(), props.id);
    let choice = |kind: SealKind| {
        let choose = send.reform(move |_: Event| VaultEvent::Seal(SealEvent::KindChosen(kind)));
        radio_option(id, kind.name(), kind.hint(), kind == seal.kind, choose)
    };
    let title = format!("{id}-title");
    html! {
        <section class="seal" aria-labelledby={title.clone()}>
            <h3 id={title.clone()}>{ "How files are saved" }</h3>
            <div class="options" role="radiogroup" aria-labelledby={title}>{ for SealKind::ALL.map(choice) }</div>
            <div class="slot">{ needs(id, &seal, &send) }</div>
        </section>
    }
}

fn needs(id: &'static str, seal: &SealView, send: &Callback<VaultEvent>) -> Html {
    match seal.kind {
        SealKind::Plain => Html::default(),
        SealKind::Zip => zip_password(id, seal, send),
        SealKind::Message => html! {
            <div class="seal__ways">
                <Recipients {id} recipients={seal.recipients.clone()} problem={seal.problem.clone()} />
                { message_passphrase(id, seal, send) }
            </div>
        },
    }
}

fn zip_password(id: &str, seal: &SealView, send: &Callback<VaultEvent>) -> Html {
    let on_given = send.reform(|typed: Passphrase| VaultEvent::Seal(SealEvent::PasswordGiven(typed)));
    let hint = if seal.password {
        "A password is set. Send it by another way than the file."
    } else {
        "Whoever opens the zip types it. Plain letters, digits and signs are safest."
    };
    html! {
        <SecretForm key="zip" id={format!("{id}-password")} label="Password of the zip" again="The same password again"
            differ="The two passwords differ. Type both again" problem={refused(seal)} attempt={seal.attempt}
            {hint} button="Use this password" {on_given} />
    }
}

fn message_passphrase(id: &str, seal: &SealView, send: &Callback<VaultEvent>) -> Html {
    let on_given = send.reform(|typed: Passphrase| VaultEvent::Seal(SealEvent::PassphraseGiven(typed)));
    let (label, hint) = match (seal.passphrase, seal.recipients.is_empty()) {
        (true, _) => ("Passphrase", "A passphrase is set. Send it by another way than the file."),
        (false, true) => ("Passphrase", "In place of a key: whoever has it opens the message."),
        (false, false) => {
            ("Passphrase, if you want one", "Beside the keys: whoever has it opens the message, too.")
        }
    };
    html! {
        <SecretForm key="message" id={format!("{id}-passphrase")} {label} again="The same passphrase again"
            differ="The two passphrases differ. Type both again" problem={refused(seal)} attempt={seal.attempt}
            {hint} button="Use this passphrase" {on_given} />
    }
}

fn refused(seal: &SealView) -> Option<AttrValue> {
    seal.refused.clone().map(AttrValue::from)
}

#[derive(PartialEq, Properties)]
struct RecipientsProps {
    id: &'static str,
    recipients: Vec<RecipientView>,
    problem: Option<String>,
}

/// The keys, each with its fingerprint to compare, and the ways to add one.
#[component]
fn Recipients(props: &RecipientsProps) -> Html {
    let (send, command, area) = (use_send(), use_command(), use_node_ref());
    let (title, keys) = (format!("{}-recipients", props.id), format!("{}-keys", props.id));
    let on_files = use_callback(command, |files: Vec<File>, command| {
        for file in files {
            command.emit(Command::GivePublicKeys(file));
        }
    });
    let onsubmit = use_callback((send.clone(), area.clone()), |event: SubmitEvent, (send, area)| {
        event.prevent_default();
        submit(area, send);
    });
    let items = (0_u32..).zip(&props.recipients).map(|(place, key)| recipient(place, key, &send));
    let problem = props.problem.as_ref().map(|problem| {
        html! { <MessageBar severity={Severity::Error}>{ problem }</MessageBar> }
    });
    html! {
        <form class="ask-field" autocomplete="off" {onsubmit}>
            <h4 id={title.clone()}>{ "Recipients" }</h4>
            <p class="quiet">{ "Compare each fingerprint with the one that the recipient tells you, by telephone for instance." }</p>
            <div class="slot">
                if !props.recipients.is_empty() {
                    <ul class="part-list" aria-labelledby={title}>{ for items }</ul>
                }
            </div>
            <div class="slot" role="alert">{ problem.unwrap_or_default() }</div>
            <label class="ask-field__label" for={keys.clone()}>{ "Public key of a recipient" }</label>
            <textarea ref={area} id={keys} class="text-field seal__keys" rows="3" autocomplete="off" spellcheck="false" placeholder="-----BEGIN PGP PUBLIC KEY BLOCK-----" />
            <div class="actions">
                <Button label="Add the pasted key" submit=true />
                <FileButton label="Choose a key file…" icon={Icon::Key} multiple=true {on_files} />
            </div>
        </form>
    }
}

fn recipient(place: u32, key: &RecipientView, send: &Callback<VaultEvent>) -> Html {
    let name = if key.name.is_empty() { "A key without a name" } else { key.name.as_str() };
    let onclick = send.reform(move |_: MouseEvent| VaultEvent::Seal(SealEvent::RecipientRemoved(place)));
    html! {
        <li key={key.fingerprint.clone()} class="part">
            <div class="part__words">
                <span class="part__name">{ name }</span>
                <span class="part__range">{ &key.algorithm }</span>
                <span class="seal__fingerprint">{ &key.fingerprint }</span>
            </div>
            <Button label="Remove" name={format!("Remove {name}")} icon={Icon::Close} look={Look::Subtle} icon_only=true {onclick} />
        </li>
    }
}

fn submit(area: &NodeRef, send: &Callback<VaultEvent>) {
    let Some(field) = area.cast::<HtmlTextAreaElement>() else {
        return;
    };
    let text = field.value();
    field.set_value("");
    if text.trim().is_empty() {
        focus(area);
    } else {
        send.emit(VaultEvent::Seal(SealEvent::KeysPasted(text)));
    }
}
