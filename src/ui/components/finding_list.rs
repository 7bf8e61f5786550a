//! Findings one below the other.

use seedferry_protocol::FindingView;
use yew::prelude::*;

use super::{Icon, icon, tone};
use crate::ui::words;

/// What a [`FindingList`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct FindingListProps {
    /// The findings, gravest first.
    pub(crate) findings: Vec<FindingView>,
}

/// Each finding with severity, place, effect and remedy.
#[component]
pub(crate) fn FindingList(props: &FindingListProps) -> Html {
    let items = props
        .findings
        .iter()
        .enumerate()
        .map(|(place, finding)| html! { <li key={place}>{ item(finding) }</li> });
    html! { <ul class="finding-list">{ for items }</ul> }
}

fn item(finding: &FindingView) -> Html {
    html! {
        <div class={classes!("finding", tone(finding.severity))}>
            <p class="finding__what">
                <span class="finding__icon">{ icon(Icon::of(finding.severity)) }</span>
                <span><span class="finding__severity">{ words::severity(finding.severity) }{ ": " }</span>{ &finding.what }</span>
            </p>
            <dl class="finding__facts">
                { fact("Effect", &finding.effect) }
                { fact("What to do", &finding.remedy) }
                { fact("Where", &finding.place) }
            </dl>
        </div>
    }
}

fn fact(name: &'static str, text: &str) -> Html {
    html! { <div hidden={text.is_empty()}><dt>{ name }</dt><dd>{ text }</dd></div> }
}
