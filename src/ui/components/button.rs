//! A button.

use yew::prelude::*;

use super::{Icon, icon};

/// How a button is dressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// With a border.
    #[default]
    Plain,
    /// The one thing to do next.
    Primary,
    /// Without a border, in bars.
    Subtle,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "button--plain",
            Self::Primary => "button--primary",
            Self::Subtle => "button--subtle",
        }
    }
}

/// What a [`Button`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct ButtonProps {
    /// Its words.
    pub(crate) label: AttrValue,
    /// A drawing before them.
    #[prop_or_default]
    pub(crate) icon: Option<Icon>,
    /// Its dress.
    #[prop_or_default]
    pub(crate) look: Look,
    /// Shows the drawing alone; the words stay for screen readers and as a tip.
    #[prop_or_default]
    pub(crate) icon_only: bool,
    /// A longer name for screen readers, when the words need their surroundings to be understood.
    #[prop_or_default]
    pub(crate) name: Option<AttrValue>,
    /// The element's id, for focus.
    #[prop_or_default]
    pub(crate) id: Option<AttrValue>,
    /// A tip.
    #[prop_or_default]
    pub(crate) title: Option<AttrValue>,
    /// Whether it can be pressed.
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Whether what it opens is open, for buttons that open something.
    #[prop_or_default]
    pub(crate) expanded: Option<bool>,
    /// Submits its form.
    #[prop_or_default]
    pub(crate) submit: bool,
    /// The element, for focus.
    #[prop_or_default]
    pub(crate) node: NodeRef,
    /// The press.
    #[prop_or_default]
    pub(crate) onclick: Callback<MouseEvent>,
}

/// A button with words, a drawing, or both.
#[component]
pub(crate) fn Button(props: &ButtonProps) -> Html {
    let drawing = props.icon.map(icon).unwrap_or_default();
    let words = if props.icon_only { "visually-hidden" } else { "button__label" };
    let title = props.title.clone().or_else(|| props.icon_only.then(|| props.label.clone()));
    html! {
        <button
            ref={props.node.clone()}
            id={props.id.clone()}
            type={if props.submit { "submit" } else { "button" }}
            class={classes!("button", props.look.class(), props.icon_only.then_some("button--icon"))}
            disabled={props.disabled}
            aria-label={props.name.clone()}
            aria-expanded={props.expanded.map(|expanded| expanded.to_string())}
            {title}
            onclick={props.onclick.clone()}
        >
            { drawing }
            <span class={words}>{ &props.label }</span>
        </button>
    }
}
