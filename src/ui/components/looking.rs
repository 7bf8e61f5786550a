//! Something is looked up while somebody waits.

use crate::ui::prelude::*;

use crate::ui::hooks::use_countdown;

/// What a [`Looking`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct LookingProps {
    /// What is looked up, as a sentence without its end.
    pub(crate) label: &'static str,
    /// Seconds until it is asked again; 0 while an answer is awaited.
    pub(crate) wait: u32,
}

/// The seconds run down without being read out each time.
#[component]
pub(crate) fn Looking(props: &LookingProps) -> Html {
    let LookingProps { label, wait } = *props;
    let left = use_countdown(wait, wait > 0, wait);
    let rest = (wait > 0).then(|| html! {
        <p>{ "Microsoft Graph could not answer yet. Asking again in " }<span aria-live="off">{ format!("{left} s") }</span>{ "." }</p>
    });
    html! {
        <div role="status">
            <p>{ format!("{label}…") }</p>
            <progress class="progress" aria-label={label} />
            <div class="slot">{ rest }</div>
        </div>
    }
}
