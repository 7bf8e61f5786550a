//! A button that opens the browser's file picker.

use web_sys::{File, HtmlInputElement};

use super::{Button, Icon, Look};
use crate::ui::hooks::files_of;
use crate::ui::prelude::*;

/// What a [`FileButton`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct FileButtonProps {
    /// Its words.
    pub(crate) label: AttrValue,
    /// A drawing before them.
    #[prop_or(Icon::Document)]
    pub(crate) icon: Icon,
    /// Its dress.
    #[prop_or_default]
    pub(crate) look: Look,
    /// Whether several files can be chosen.
    #[prop_or_default]
    pub(crate) multiple: bool,
    /// The button, for focus.
    #[prop_or_default]
    pub(crate) node: NodeRef,
    /// What was chosen; never empty.
    pub(crate) on_files: Callback<Vec<File>>,
}

/// A button with a hidden file input behind it.
#[component]
pub(crate) fn FileButton(props: &FileButtonProps) -> Html {
    let input = use_node_ref();
    let open = use_callback(input.clone(), |_: MouseEvent, input| {
        if let Some(input) = input.cast::<HtmlInputElement>() {
            input.click();
        }
    });
    let onchange = use_callback(props.on_files.clone(), |event: Event, on_files| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else {
            return;
        };
        let files = files_of(input.files());
        // So that the same file can be chosen again.
        input.set_value("");
        if !files.is_empty() {
            on_files.emit(files);
        }
    });
    html! {
        <span class="file-button">
            <Button label={&props.label} icon={props.icon} look={props.look} node={props.node.clone()} onclick={open} />
            <input ref={input} type="file" hidden=true multiple={props.multiple} {onchange} />
        </span>
    }
}
