//! A form for a secret that is typed for what is written.

use seedferry_protocol::Passphrase;
use web_sys::HtmlInputElement;

use super::{Button, measure, problem_line, strength_line};
use crate::ui::hooks::focus;
use crate::ui::prelude::*;

/// What a [`SecretForm`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct SecretFormProps {
    /// The id of its first field.
    pub(crate) id: AttrValue,
    /// What is to be typed.
    pub(crate) label: AttrValue,
    /// The label of the field for the same again; without it nothing is typed twice.
    #[prop_or_default]
    pub(crate) again: Option<AttrValue>,
    /// What is said when both fields differ.
    #[prop_or_default]
    pub(crate) differ: AttrValue,
    /// What helps to choose one, or how it stands.
    pub(crate) hint: AttrValue,
    /// Why what was typed last was not taken.
    #[prop_or_default]
    pub(crate) problem: Option<AttrValue>,
    /// Counts the answers, so that the same problem is read out again.
    #[prop_or_default]
    pub(crate) attempt: u32,
    /// The words of the button.
    pub(crate) button: AttrValue,
    /// What else can be pressed.
    #[prop_or_default]
    pub(crate) actions: Html,
    /// What was typed.
    pub(crate) on_given: Callback<Passphrase>,
}

/// One or two fields, emptied the moment they are submitted. Their text is never in a view, an attribute or a state.
/// What is typed twice is made up here, so its strength is shown.
#[component]
pub(crate) fn SecretForm(props: &SecretFormProps) -> Html {
    let fields = [use_node_ref(), use_node_ref()];
    let (differs, measured) = (use_state_eq(|| false), use_state_eq(|| None::<u32>));
    let twice = props.again.is_some();
    let on_typed = twice.then(|| measure(measured.setter()));
    let onsubmit = use_callback((twice, fields.clone(), props.on_given.clone()), {
        let (differs, measured) = (differs.setter(), measured.setter());
        move |event: SubmitEvent, (twice, fields, on_given)| {
            event.prevent_default();
            let agreed = submit(*twice, fields, on_given);
            differs.set(!agreed);
            measured.set(None);
        }
    });
    let [first, second] = fields;
    let again = format!("{}-again", props.id);
    html! {
        <form class="ask-field" autocomplete="off" {onsubmit}>
            <label class="ask-field__label" for={&props.id}>{ &props.label }</label>
            { field(&props.id, first, on_typed) }
            if let Some(label) = &props.again {
                <label class="ask-field__label" for={again.clone()}>{ label }</label>
                { field(&again, second, None) }
            }
            <p class="ask-field__hint slot" role="status">{ strength_line(*measured, "Make it longer") }</p>
            <p class="ask-field__problem slot" role="alert">
                { problem_line(if *differs { Some(props.differ.as_str()) } else { props.problem.as_deref() }, props.attempt) }
            </p>
            <p class="ask-field__hint" role="status">{ &props.hint }</p>
            <div class="actions">
                <Button label={&props.button} submit=true />
                { props.actions.clone() }
            </div>
        </form>
    }
}

fn field(id: &str, node: NodeRef, oninput: Option<Callback<InputEvent>>) -> Html {
    html! {
        <input ref={node} id={id.to_owned()} class="text-field" type="password" autocomplete="off" autocapitalize="off" spellcheck="false" {oninput} />
    }
}

/// Takes what was typed, and whether both fields agree.
fn submit(twice: bool, fields: &[NodeRef; 2], on_given: &Callback<Passphrase>) -> bool {
    let [typed, again] = fields.each_ref().map(take);
    let [first, _] = fields;
    if twice && typed != again {
        focus(first);
        return false;
    }
    on_given.emit(Passphrase::new(typed));
    true
}

fn take(node: &NodeRef) -> String {
    let Some(field) = node.cast::<HtmlInputElement>() else {
        return String::new();
    };
    let text = field.value();
    field.set_value("");
    text
}
