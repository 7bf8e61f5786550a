//! What runs here, and how to check that nothing leaves.

use seedferry_protocol::{Event as VaultEvent, OrderEvent, OrderPlace};

use super::{Button, Icon, Look};
use crate::shell::offline;
use crate::ui::hooks::{use_modal, use_send};
use crate::ui::prelude::*;
use crate::ui::words;

/// What an [`About`] is given.
#[derive(PartialEq, Properties)]
pub(crate) struct AboutProps {
    /// Minutes until an idle page is wiped.
    pub(crate) idle_minutes: Option<u32>,
    /// It was closed.
    pub(crate) on_close: Callback<()>,
}

/// The dialog about the page.
#[component]
pub(crate) fn About(props: &AboutProps) -> Html {
    let (node, close) = use_modal();
    let onclose = use_callback(props.on_close.clone(), |_: Event, on_close| on_close.emit(()));
    let onclick = use_callback(close.clone(), |_: MouseEvent, close| close.emit(()));
    let send = use_send();
    let order = use_callback((send, close), |_: MouseEvent, (send, close)| {
        send.emit(VaultEvent::Order(OrderEvent::PlaceChosen(Some(OrderPlace::Guide))));
        close.emit(());
    });
    let sums = offline::sums();
    html! {
        <dialog ref={node} class="dialog about" data-screen="about" aria-labelledby="about-title" {onclose}>
            <div class="about__head">
                <h2 id="about-title">{ "About Seedferry" }</h2>
                <Button label="Close" icon={Icon::Close} look={Look::Subtle} icon_only=true {onclick} />
            </div>
            <p>{ "Version " }{ env!("CARGO_PKG_VERSION") }{ ". " }{ kept(sums.is_empty()) }</p>
            <h3>{ "Tokens but no seed file yet?" }</h3>
            <p>{ "The guide walks you through the vendor's order. What is open stays open behind it." }</p>
            <Button label="Order your seed file" icon={Icon::Info} onclick={order} />
            <h3>{ "What runs here" }</h3>
            { if sums.is_empty() { one_file() } else { files(sums) } }
            <h3>{ "Check in five minutes that nothing leaves" }</h3>
            <ol>
                <li>{ "Disconnect from the network, or choose Offline in the network panel of the browser's developer tools (F12). Open a file, check it and save it: all of that works." }</li>
                <li>{ "Connect again, leave the network panel open, and work. After the page's own files nothing is asked for, unless you want it: Check codes… asks this host for the time, signing in and uploading ask Microsoft." }</li>
                <li>{ "Compare the sums as said above." }</li>
            </ol>
            <h3>{ "When nobody uses this page" }</h3>
            <p>{ idle(props.idle_minutes) }{ " The choice stands in the top bar, before Wipe." }</p>
        </dialog>
    }
}

fn kept(one_file: bool) -> &'static str {
    match (one_file, offline::kept()) {
        (true, _) => "It stands in one file and needs no network.",
        (false, true) => "This browser keeps it, so that it opens without network.",
        (false, false) => "This browser does not keep it yet: without network it will not open.",
    }
}

fn files(sums: String) -> Html {
    html! {
        <>
            <p>{ "The browser ran each of these files only after its SHA-256 sum was found to be this:" }</p>
            <pre class="about__sums">{ sums }</pre>
            <p>{ "They should be lines of SHA256SUMS, which lies beside this page and beside the release you trust. A false page could show true sums. What names the files is index.html, so compute its sum outside of the browser and compare it as well:" }</p>
            <pre>{ "curl -s ADDRESS-OF-THIS-PAGE | sha256sum" }</pre>
        </>
    }
}

fn one_file() -> Html {
    html! {
        <>
            <p>{ "This page stands in one file, which cannot vouch for itself. Compute its SHA-256 sum, in PowerShell or in a terminal, and compare it with SHA256SUMS of the release you trust:" }</p>
            <pre>{ "Get-FileHash seedferry.html\nsha256sum seedferry.html" }</pre>
        </>
    }
}

fn idle(minutes: Option<u32>) -> String {
    minutes.map_or_else(
        || "It is not wiped by itself.".to_owned(),
        |minutes| format!("Everything is wiped after {}.", words::counted(minutes, "minute", "minutes")),
    )
}
