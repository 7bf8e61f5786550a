//! News: a polite live region with the last few notices.

use std::rc::Rc;

use seedferry_protocol::Notice;
use yew::prelude::*;

use super::MessageBar;

/// How many are in sight at once.
const SHOWN: usize = 2;

/// What [`Notices`] are given.
#[derive(PartialEq, Properties)]
pub(crate) struct NoticesProps {
    /// All of them, newest last.
    pub(crate) notices: Rc<Vec<Notice>>,
}

/// The newest notices that were not dismissed. The region is there from the start, or nothing would be read out.
#[component]
pub(crate) fn Notices(props: &NoticesProps) -> Html {
    let dismissed = use_state_eq(Vec::<u32>::new);
    let visible = props
        .notices
        .iter()
        .rev()
        .filter(|notice| !dismissed.contains(&notice.number))
        .take(SHOWN);
    let bars: Vec<Html> = visible.map(|notice| bar(notice, &dismissed)).collect();
    html! {
        <div class="slot notices" role="status" aria-live="polite" aria-relevant="additions">
            { for bars.into_iter().rev() }
        </div>
    }
}

fn bar(notice: &Notice, dismissed: &UseStateHandle<Vec<u32>>) -> Html {
    let number = notice.number;
    let dismissed = dismissed.clone();
    let on_dismiss = Callback::from(move |_: MouseEvent| {
        let mut numbers = (*dismissed).clone();
        numbers.push(number);
        dismissed.set(numbers);
    });
    html! {
        <MessageBar key={number} severity={notice.severity} {on_dismiss}>{ &notice.text }</MessageBar>
    }
}
