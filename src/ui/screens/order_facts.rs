//! What a key file says of a key, as a table.

use seedferry_protocol::{KeyFacts, KeyPart};
use yew::prelude::*;

/// Whose it is, and its parts.
pub(super) fn key_facts(facts: &KeyFacts) -> Html {
    let users = if facts.users.is_empty() { "Without a name".to_owned() } else { facts.users.join(", ") };
    let parts = facts.parts.iter().map(part);
    html! {
        <div class="key-facts">
            <p class="key-facts__user">{ users }</p>
            { for parts }
        </div>
    }
}

fn part(part: &KeyPart) -> Html {
    let purpose = if part.encrypts {
        "messages can be encrypted for it"
    } else {
        "for signing; messages are encrypted for another part"
    };
    let ends = part.expires.as_ref().map_or_else(|| "never".to_owned(), Clone::clone);
    let revoked = if part.revoked { ", revoked" } else { "" };
    let row = |name: &'static str, value: String| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    html! {
        <section key={part.fingerprint.clone()} class="key-facts__part">
            <h3>{ format!("{}: {}{revoked}", part.role, part.algorithm) }</h3>
            <dl>
                { row("Key id", format!("{} ({purpose})", part.id)) }
                { row("Fingerprint", part.fingerprint.clone()) }
                { row("Made", part.created.clone()) }
                { row("Ends", ends) }
                { row("Private part", part.protection.clone()) }
            </dl>
        </section>
    }
}
