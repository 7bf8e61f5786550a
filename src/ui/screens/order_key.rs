//! Making a key pair: the form, the work, the proof that the private part is saved, and the public part for the vendor.

use std::rc::Rc;

use seedferry_protocol::{
    Event as VaultEvent, KeyAlgorithm, KeyView, KeyWish, MadeKeyView, OrderEvent, Passphrase, PublicKeyView,
    Severity,
};
use web_sys::HtmlInputElement;

use super::order::press;
use super::order_examine::key_button;
use super::order_facts::key_facts;
use super::order_password::PasswordMaker;
use crate::ui::components::{
    AskField, Button, Icon, Look, MessageBar, measure, problem_line, radio_option, strength_line,
};
use crate::ui::hooks::{focus, use_command, use_focus_when, use_send};
use crate::ui::prelude::*;
use crate::ui::{Command, OrderCommand, words};

/// What a [`KeyScreen`] is given.
#[derive(PartialEq, Properties)]
pub(super) struct KeyScreenProps {
    /// How far the key pair is.
    pub(super) view: KeyView,
    /// The passphrase that was made and is to be seen.
    pub(super) password: Option<Rc<str>>,
}

/// One stage at a time.
#[component]
pub(super) fn KeyScreen(props: &KeyScreenProps) -> Html {
    let content = match &props.view {
        KeyView::Form { wish, problem, attempt } => html! {
            <Form key="form" wish={wish.clone()} problem={problem.clone()} attempt={*attempt} password={props.password.clone()} />
        },
        KeyView::Making { what, hint } => html! {
            <Making key="making" what={what.clone()} hint={hint.clone()} />
        },
        KeyView::Made(made) => html! { <Made key="made" made={made.clone()} /> },
        KeyView::Proved(public) => html! { <Proved key="proved" public={public.clone()} /> },
    };
    html! { <div class="slot">{ content }</div> }
}

#[derive(PartialEq, Properties)]
struct FormProps {
    wish: KeyWish,
    problem: Option<String>,
    attempt: u32,
    password: Option<Rc<str>>,
}

/// What the fields are.
#[derive(Clone, Default, PartialEq)]
struct Fields {
    name: NodeRef,
    email: NodeRef,
    first: NodeRef,
    second: NodeRef,
}

/// Name, address, kind and passphrase. What is typed as passphrase is in no state.
#[component]
fn Form(props: &FormProps) -> Html {
    let send = use_send();
    let fields = (*use_memo((), |()| Fields::default())).clone();
    let algorithm = use_state_eq(|| props.wish.algorithm);
    let measured = use_state_eq(|| None::<u32>);
    let own_problem = use_state_eq(|| None::<&'static str>);
    let making = use_state_eq(|| false);
    let measure = measure(measured.setter());
    let (problem_setter, measured_setter, chosen) = (own_problem.setter(), measured.setter(), *algorithm);
    let submitted = fields.clone();
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let given = take(&submitted);
        problem_setter.set(given.as_ref().err().copied());
        measured_setter.set(None);
        match given {
            Ok((name, email, passphrase)) => {
                let wish = KeyWish { name, email, algorithm: chosen };
                send.emit(VaultEvent::Order(OrderEvent::KeyMakeAsked { wish, passphrase }));
            }
            Err(_) => focus(&submitted.first),
        }
    });
    let setter = making.setter();
    let toggle = use_callback(*making, move |_: MouseEvent, making| setter.set(!making));
    let problem = own_problem.map(str::to_owned).or_else(|| props.problem.clone());
    let maker = if *making {
        html! { <PasswordMaker view={None} password={props.password.clone()} /> }
    } else {
        Html::default()
    };
    html! {
        <form class="card order__tool" autocomplete="off" {onsubmit}>
            <p class="quiet">{ "A pair of keys: the public one goes to the vendor, the private one opens what the vendor sends. Both are made in this browser." }</p>
            <div class="order__fields">
                { text_field("key-name", "Name", &props.wish.name, &fields.name) }
                { text_field("key-email", "E-mail address that the vendor knows", &props.wish.email, &fields.email) }
            </div>
            <fieldset class="order__group">
                <legend>{ "Kind of key" }</legend>
                { for KeyAlgorithm::ALL.into_iter().map(|kind| kind_option(kind, *algorithm, &algorithm.setter())) }
            </fieldset>
            <div class="order__fields">
                { secret_field("key-passphrase", "Passphrase of the private key", &fields.first, Some(measure)) }
                { secret_field("key-passphrase-again", "The same again", &fields.second, None) }
            </div>
            <p class="slot quiet" role="status">{ strength_line(*measured, "Make it longer, or let one be suggested") }</p>
            <p class="ask-field__problem slot" role="alert">{ problem_line(problem.as_deref(), props.attempt) }</p>
            <div class="actions">
                <Button label="Make the key pair" icon={Icon::Key} look={Look::Primary} submit=true />
                <Button label="Suggest a passphrase" expanded={*making} onclick={toggle} />
            </div>
            <div class="slot">{ maker }</div>
        </form>
    }
}

/// Takes what was typed, and empties the fields of the passphrase.
fn take(fields: &Fields) -> Result<(String, String, Passphrase), &'static str> {
    let value =
        |node: &NodeRef| node.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
    let emptied = |node: &NodeRef| {
        let text = Passphrase::new(value(node));
        node.cast::<HtmlInputElement>().iter().for_each(|field| field.set_value(""));
        text
    };
    let (first, second) = (emptied(&fields.first), emptied(&fields.second));
    if first == second {
        Ok((value(&fields.name), value(&fields.email), first))
    } else {
        Err("The two passphrases differ. Type both again")
    }
}

fn kind_option(kind: KeyAlgorithm, chosen: KeyAlgorithm, setter: &StateSetter<KeyAlgorithm>) -> Html {
    let setter = setter.clone();
    let onchange = Callback::from(move |_: Event| setter.set(kind));
    radio_option("key-kind", kind.name(), kind.hint(), kind == chosen, onchange)
}

/// What is typed stays when the form is drawn again: only a new field starts with `value`.
fn text_field(id: &'static str, label: &'static str, value: &str, node: &NodeRef) -> Html {
    html! {
        <label class="order__field" for={id}>
            <span>{ label }</span>
            <input ref={node.clone()} {id} class="text-field" autocomplete="off" spellcheck="false" ~defaultValue={value.to_owned()} />
        </label>
    }
}

fn secret_field(
    id: &'static str,
    label: &'static str,
    node: &NodeRef,
    oninput: Option<Callback<InputEvent>>,
) -> Html {
    html! {
        <label class="order__field" for={id}>
            <span>{ label }</span>
            <input ref={node.clone()} {id} class="text-field" type="password" autocomplete="new-password" autocapitalize="off" spellcheck="false" {oninput} />
        </label>
    }
}

#[derive(PartialEq, Properties)]
struct MakingProps {
    what: String,
    hint: String,
}

/// Progress, and the way out.
#[component]
fn Making(props: &MakingProps) -> Html {
    let command = use_command();
    let heading = use_focus_when(());
    let cancel = command.reform(|_: MouseEvent| Command::Order(OrderCommand::CancelKey));
    html! {
        <section class="card order__tool" aria-labelledby="making-title">
            <h2 id="making-title" ref={heading} tabindex="-1">{ "Making the key pair" }</h2>
            <progress class="progress" aria-label="Making the key pair" />
            <p role="status">{ &props.what }</p>
            <p class="quiet">{ &props.hint }</p>
            <div class="actions"><Button label="Cancel" icon={Icon::Close} onclick={cancel} /></div>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct MadeProps {
    made: MadeKeyView,
}

/// Save, give back, type the passphrase: in that order.
#[component]
fn Made(props: &MadeProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let heading = use_focus_when(());
    let made = &props.made;
    let save = command.reform(|_: MouseEvent| Command::Order(OrderCommand::SavePrivateKey));
    let look = if made.saved { Look::Plain } else { Look::Primary };
    let discard = press(&send, OrderEvent::KeyLeft);
    html! {
        <section class="card order__tool" aria-labelledby="made-title">
            <h2 id="made-title" ref={heading} tabindex="-1">{ "Save the private key" }</h2>
            <p>{ "Without it nobody can open what the vendor will send. The public key is handed out once you have shown that the private one is safe." }</p>
            <ol class="guide">
                <li class="guide__step">
                    <h3>{ "Save the file" }</h3>
                    <p class="quiet">{ format!("{}, protected by your passphrase. Keep it where you keep such files.", made.file_name) }</p>
                    <div class="actions"><Button label="Save private key" icon={Icon::Save} {look} onclick={save} /></div>
                </li>
                <li class="guide__step">
                    <h3>{ "Give it back" }</h3>
                    <div class="slot">{ proof(made, &send, &command) }</div>
                </li>
            </ol>
            <details class="report"><summary>{ "What was made" }</summary>{ key_facts(&made.facts) }</details>
            <div class="actions"><Button label="Discard this key" icon={Icon::Remove} look={Look::Subtle} onclick={discard} /></div>
        </section>
    }
}

fn proof(made: &MadeKeyView, send: &Callback<VaultEvent>, command: &Callback<Command>) -> Html {
    let Some(name) = &made.returned else {
        return html! {
            <>
                <p class="quiet">{ "Drop the file that you just saved anywhere on this page, or choose it." }</p>
                <p class="ask-field__problem slot" role="alert">{ problem_line(made.problem.as_deref(), made.attempt) }</p>
                { key_button("Choose the saved file…", command) }
            </>
        };
    };
    let answer = |passphrase| VaultEvent::Order(OrderEvent::ProofGiven(passphrase));
    html! {
        <AskField
            label={format!("Passphrase of {name}")}
            hint="The one that you chose for this key, typed or pasted anew"
            problem={made.problem.clone().map(AttrValue::from)}
            attempt={made.attempt}
            trying={made.checking}
            on_answer={send.reform(move |passphrase| answer(Some(passphrase)))}
            on_cancel={send.reform(move |_: MouseEvent| answer(None))}
        />
    }
}

#[derive(PartialEq, Properties)]
struct ProvedProps {
    public: PublicKeyView,
}

/// The public key, and what to compare.
#[component]
fn Proved(props: &ProvedProps) -> Html {
    let (send, command) = (use_send(), use_command());
    let heading = use_focus_when(());
    let public = &props.public;
    let text = public.text.clone();
    let copy = command.reform(move |_: MouseEvent| Command::CopyText(text.clone()));
    let save = command.reform(|_: MouseEvent| Command::Order(OrderCommand::SavePublicKey));
    let another = press(&send, OrderEvent::KeyLeft);
    html! {
        <section class="card order__tool" aria-labelledby="public-title">
            <h2 id="public-title" ref={heading} tabindex="-1">{ "Give the vendor the public key" }</h2>
            <p>{ format!("{} is safe, and its passphrase opens it. You need both when the seed file comes.", public.private_name) }</p>
            <MessageBar severity={Severity::Warning}>
                { format!("Paste the whole block, from the BEGIN line to the END line: {}. A key that was cut off is of no use. Compare the fingerprint if the vendor's page shows one.", size(&public.text)) }
            </MessageBar>
            <div class="actions">
                <Button label="Copy public key" icon={Icon::Copy} look={Look::Primary} onclick={copy} />
                <Button label="Save public key" icon={Icon::Save} onclick={save} />
                <span class="quiet">{ if public.saved { "Saved" } else { "" } }</span>
            </div>
            { key_facts(&public.facts) }
            <pre class="guide__text order__block" tabindex="0" role="group" aria-label="Public key">{ &public.text }</pre>
            <div class="actions"><Button label="Make another key" look={Look::Subtle} onclick={another} /></div>
        </section>
    }
}

fn size(text: &str) -> String {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let lines = words::counted(count(text.lines().count()), "line", "lines");
    format!(
        "{lines}, {} characters without line ends",
        words::grouped(count(text.lines().map(str::len).sum()))
    )
}
