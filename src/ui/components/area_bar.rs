//! The way from area to area.

use crate::ui::prelude::*;
use seedferry_protocol::{Area, Event as VaultEvent};

use crate::shell::msal;
use crate::ui::hooks::use_send;

/// What an [`AreaBar`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct AreaBarProps {
    /// Where the user is.
    pub(crate) area: Area,
    /// Whether the tenant is the demo, which needs no sign-in.
    pub(crate) demo: bool,
}

/// The areas; a page without sign-in has but one, and shows none.
#[component]
pub(crate) fn AreaBar(props: &AreaBarProps) -> Html {
    let send = use_send();
    if !props.demo && !msal::is_offered() {
        return Html::default();
    }
    let item = |area: Area| {
        let onclick = send.reform(move |_: MouseEvent| VaultEvent::AreaChosen(area));
        let current = (area == props.area).then_some("page");
        html! {
            <li key={area.name()}>
                <button type="button" class="area-bar__item" aria-current={current} {onclick}>{ area.name() }</button>
            </li>
        }
    };
    html! {
        <nav class="area-bar" aria-label="Areas">
            <ul>{ for Area::ALL.into_iter().map(item) }</ul>
        </nav>
    }
}
