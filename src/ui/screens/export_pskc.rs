//! The options of PSKC: how long its key is, how importers want it, and what it is encrypted with.

use seedferry_protocol::{
    Event as VaultEvent, ExportOptions, Passphrase, PskcKeyLength, PskcUsers, SealKind, TargetFormat,
};
use web_sys::{File, HtmlInputElement, HtmlSelectElement};

use crate::ui::Command;
use crate::ui::components::{Button, Confirm, FileButton, Icon, SecretForm, check_option, select_option};
use crate::ui::hooks::{State, use_command, use_seal, use_send};
use crate::ui::prelude::*;

/// What an [`ExportPskc`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct ExportPskcProps {
    /// One of the three kinds of PSKC.
    pub(super) target: TargetFormat,
    /// The options now; what encrypts is not among them.
    pub(super) options: ExportOptions,
    /// Nothing stands in the way: a key or passphrase was given.
    pub(super) ready: bool,
}

/// The options of one kind of PSKC.
#[component]
pub(super) fn ExportPskc(props: &ExportPskcProps) -> Html {
    let command = use_command();
    let now = &props.options.pskc;
    let check = |label: &str, hint: &str, checked: bool, set: fn(&mut ExportOptions, bool)| {
        let onchange = on_change(&props.options, &command, move |options, event| {
            set(options, event.target_dyn_into::<HtmlInputElement>().is_some_and(|field| field.checked()));
        });
        check_option(label, hint, checked, false, onchange)
    };
    let is_passphrase = props.target == TargetFormat::PskcPassphrase;
    html! {
        <>
            { check("Hash functions as sha256", "As privacyIDEA wants them, in place of HMAC-SHA256", now.short_suite, |options, on| options.pskc.short_suite = on) }
            { users(&props.options, &command) }
            if props.target.is_encrypted() {
                { check("Authenticate with SHA-256", "Some importers know only SHA-1", now.sha256_codes, |options, on| options.pskc.sha256_codes = on) }
                if is_passphrase {
                    { check("1,000 rounds only", "In place of 100,000; weaker, for slow importers", now.few_rounds, |options, on| options.pskc.few_rounds = on) }
                }
                { key_length(&props.options, is_passphrase, &command) }
                <ExportSecret key={props.target.id()} target={props.target} ready={props.ready} />
            }
        </>
    }
}

fn users(options: &ExportOptions, command: &Callback<Command>) -> Html {
    let now = options.pskc.users;
    let choices = PskcUsers::ALL.into_iter();
    let choices = choices.map(|(users, name)| (name.to_owned(), name.to_owned(), users == now));
    let onchange = on_change(options, command, |options, event| {
        let field = event.target_dyn_into::<HtmlSelectElement>();
        let chosen = field.map(|field| field.value()).unwrap_or_default();
        let known = PskcUsers::ALL.into_iter().find(|(_, name)| *name == chosen);
        options.pskc.users = known.map(|(users, _)| users).unwrap_or_default();
    });
    select_option("Users", choices, onchange)
}

fn key_length(options: &ExportOptions, is_passphrase: bool, command: &Callback<Command>) -> Html {
    let now = options.pskc.key_length;
    let choices = PskcKeyLength::ALL.into_iter();
    let choices = choices.map(|length| (length.name().to_owned(), length.name().to_owned(), length == now));
    let onchange = on_change(options, command, |options, event| {
        let field = event.target_dyn_into::<HtmlSelectElement>();
        let name = field.map(|field| field.value()).unwrap_or_default();
        let chosen = PskcKeyLength::ALL.into_iter().find(|length| length.name() == name);
        options.pskc.key_length = chosen.unwrap_or_default();
    });
    select_option(
        if is_passphrase { "Encryption" } else { "Encryption by a key made here" },
        choices,
        onchange,
    )
}

fn on_change(
    options: &ExportOptions,
    command: &Callback<Command>,
    change: impl Fn(&mut ExportOptions, &Event) + 'static,
) -> Callback<Event> {
    let (options, command) = (options.clone(), command.clone());
    Callback::from(move |event: Event| {
        let mut changed = options.clone();
        change(&mut changed, &event);
        command.emit(Command::Send(VaultEvent::ExportOptionsChanged(changed)));
    })
}

#[derive(PartialEq, Properties)]
struct ExportSecretProps {
    target: TargetFormat,
    ready: bool,
}

/// The form for a key or a passphrase.
#[component]
fn ExportSecret(props: &ExportSecretProps) -> Html {
    let (send, command, seal) = (use_send(), use_command(), use_seal());
    let is_key = props.target == TargetFormat::PskcKey;
    let on_given = use_callback((is_key, send), |typed: Passphrase, (is_key, send)| {
        send.emit(if *is_key {
            VaultEvent::ExportKeyGiven(typed)
        } else {
            VaultEvent::ExportPassphraseGiven(typed)
        });
    });
    let asked = use_state_eq(|| false);
    let setter = asked.setter();
    let is_plain = seal.kind == SealKind::Plain;
    let make = use_callback((is_plain, command.clone()), move |_: MouseEvent, (is_plain, command)| {
        if *is_plain { setter.set(true) } else { command.emit(Command::MakeExportKey) }
    });
    let on_files = use_callback(command.clone(), |files: Vec<File>, command| {
        files.into_iter().next().into_iter().for_each(|file| command.emit(Command::GiveExportKey(file)));
    });
    let key_actions = html! {
        <>
            <FileButton label="Choose key file…" icon={Icon::Key} {on_files} />
            <Button label="Make a key and save it" icon={Icon::Key} onclick={make} />
        </>
    };
    let words = Words::of(is_key);
    html! {
        <>
            <SecretForm
                id="export-secret"
                label={words.label}
                again={(!is_key).then(|| AttrValue::from("The same passphrase again"))}
                differ="The two passphrases differ. Type both again"
                hint={if props.ready { words.ready } else { words.hint }}
                button={words.button}
                actions={if is_key { key_actions } else { Html::default() }}
                {on_given}
            />
            <div class="slot">{ in_clear(&asked, &command) }</div>
        </>
    }
}

/// What saving the key in clear means, and the press that does it all the same.
fn in_clear(asked: &State<bool>, command: &Callback<Command>) -> Html {
    if !**asked {
        return Html::default();
    }
    let setter = asked.setter();
    let on_close = Callback::from(move |()| setter.set(false));
    let on_yes = command.reform(|()| Command::MakeExportKey);
    html! {
        <Confirm
            title="Save the key in clear?"
            text="The file holds nothing but the key. Whoever has it and the PSKC file can make the codes of all its tokens. Keep the two apart, send them by different ways, and delete the key as soon as it was used. The key is not shown again."
            yes="Save in clear"
            {on_yes}
            {on_close}
        />
    }
}

struct Words {
    label: &'static str,
    hint: &'static str,
    ready: &'static str,
    button: &'static str,
}

impl Words {
    fn of(is_key: bool) -> Self {
        if is_key {
            Self {
                label: "Pre-shared key",
                hint: "32, 48 or 64 hexadecimal digits, or the same in Base64; or choose the file with the key. The importer needs it too.",
                ready: "A key is set. Send it by another way than the file.",
                button: "Use this key",
            }
        } else {
            Self {
                label: "Passphrase",
                hint: "The importer asks for it. Plain letters, digits and signs are safest.",
                ready: "A passphrase is set. Send it by another way than the file.",
                button: "Use this passphrase",
            }
        }
    }
}
