//! What is shown while files are held over the window.

use yew::prelude::*;

use super::{Icon, icon};

/// What a [`DropOverlay`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct DropOverlayProps {
    /// Whether files are held over the window.
    pub(crate) shown: bool,
    /// What dropping them does.
    pub(crate) label: AttrValue,
}

/// A veil over the page that says what a drop does.
#[component]
pub(crate) fn DropOverlay(props: &DropOverlayProps) -> Html {
    let veil = if props.shown {
        html! { <div class="drop-overlay"><p>{ icon(Icon::Document) }{ &props.label }</p></div> }
    } else {
        Html::default()
    };
    html! { <div class="slot" aria-hidden="true">{ veil }</div> }
}
