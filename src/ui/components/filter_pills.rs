//! Which tokens are shown, by their findings.

use std::rc::Rc;

use seedferry_protocol::{Event as VaultEvent, FindingFilter, ReviewView, Severity};
use yew::prelude::*;

use crate::ui::hooks::use_command;
use crate::ui::{Command, words};

/// What [`FilterPills`] are given.
#[derive(PartialEq, Properties)]
pub(crate) struct FilterPillsProps {
    /// The open batch.
    pub(crate) review: Rc<ReviewView>,
}

/// One pill per filter, with how many tokens it shows.
#[component]
pub(crate) fn FilterPills(props: &FilterPillsProps) -> Html {
    let command = use_command();
    let review = &props.review;
    let pill = |label: &'static str, count: u32, filter: FindingFilter| {
        let command = command.clone();
        let onclick = move |_: MouseEvent| command.emit(Command::Send(VaultEvent::FilterChanged(filter)));
        html! {
            <button type="button" class="pill" aria-pressed={(review.filter == filter).to_string()} {onclick}>
                { label }<span class="pill__count">{ words::grouped(count) }</span>
            </button>
        }
    };
    html! {
        <div class="pills" role="group" aria-label="Show tokens">
            { pill("All", review.total, FindingFilter::All) }
            { pill("Errors", review.summary.errors, FindingFilter::With(Severity::Error)) }
            { pill("Warnings", review.summary.warnings, FindingFilter::With(Severity::Warning)) }
            { pill("Clean", review.summary.clean, FindingFilter::Clean) }
        </div>
    }
}
