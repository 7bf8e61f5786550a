//! From page to page of a list.

use crate::ui::prelude::*;

use super::{Button, Look};
use crate::ui::words;

/// The pages, where there is more than one; both counted from 0. `name` says of what, for there may be two lists.
pub(crate) fn pager(name: &'static str, page: u32, pages: u32, to: &Callback<u32>) -> Html {
    if pages < 2 {
        return Html::default();
    }
    let go = |page: u32| to.reform(move |_: MouseEvent| page);
    html! {
        <nav class="actions" aria-label={name}>
            <Button label="Previous page" look={Look::Subtle} disabled={page == 0} onclick={go(page.saturating_sub(1))} />
            <span role="status">{ format!("Page {} of {}", words::grouped(page + 1), words::grouped(pages)) }</span>
            <Button label="Next page" look={Look::Subtle} disabled={page + 1 >= pages} onclick={go(page + 1)} />
        </nav>
    }
}
