//! Findings one below the other.

use seedferry_protocol::{Event as VaultEvent, FindingView};

use super::{Button, Icon, icon, tone};
use crate::ui::hooks::use_send;
use crate::ui::prelude::*;
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
    let send = use_send();
    let item =
        |(place, finding): (usize, &FindingView)| html! { <li key={place}>{ item(finding, &send) }</li> };
    let items = props.findings.iter().enumerate().map(item);
    html! { <ul class="finding-list">{ for items }</ul> }
}

fn item(finding: &FindingView, send: &Callback<VaultEvent>) -> Html {
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
            <div class="slot">{ accept(finding, send) }</div>
        </div>
    }
}

/// What was assumed of all tokens of a file is accepted with one press.
fn accept(finding: &FindingView, send: &Callback<VaultEvent>) -> Html {
    let Some(source) = finding.type_of_file else {
        return Html::default();
    };
    let onclick = send.reform(move |_: MouseEvent| VaultEvent::TypeOfFileAccepted { source });
    let name = format!("Accept the assumed token type of {}", finding.place);
    html! { <div class="actions"><Button label="Accept" {name} {onclick} /></div> }
}

fn fact(name: &'static str, text: &str) -> Html {
    html! { <div hidden={text.is_empty()}><dt>{ name }</dt><dd>{ text }</dd></div> }
}
