//! The help desk as the page shows it.

use seedferry_protocol::{
    CardTokens, CardView, DeskAction, DeskForm, DeskView, FoundPeople, HeldView, PersonHit, Tone,
};

use super::{
    Stage,
    card::{Card, Form, Tokens},
    find::{Hit, without_policy},
};
use crate::{
    app::{Model, account::Account},
    calendar::day_and_minute,
    graph::{
        DeviceStatus,
        pairs::Remark,
        people::{FIND, HeldToken, Person},
        ready::READING,
    },
};

impl Model {
    pub(in super::super) fn desk_view(&self) -> DeskView {
        let Some(account) = &self.account else {
            return DeskView::SignedOut;
        };
        match &self.desk.stage {
            Stage::Idle => DeskView::Idle,
            Stage::NeedsPermission if account.is_waiting() => DeskView::Looking { wait: 0 },
            Stage::NeedsPermission => {
                DeskView::NeedsPermission(format!("People cannot be found without the permission {FIND}."))
            }
            Stage::Finding(_) => DeskView::Looking { wait: self.desk_waits() },
            Stage::Halted { problem, remedy } => {
                DeskView::Halted { problem: problem.clone(), remedy: remedy.clone() }
            }
            Stage::Found { hits, notes } => DeskView::Found(FoundPeople {
                people: hits.iter().map(hit).collect(),
                notes: notes.clone(),
                other_reading: self.desk.is_code(),
                permission: !account.is_waiting() && notes.contains(&without_policy()),
            }),
            Stage::Card(card) => DeskView::Card(self.card_view(card, account)),
        }
    }

    fn card_view(&self, card: &Card, account: &Account) -> CardView {
        CardView {
            name: card.person.name.clone(),
            upn: card.person.upn.clone(),
            remarks: remarks(&card.person, card.administrator),
            found_by: card.by.as_ref().map(|serial| format!("Has token {serial}.")),
            other_reading: self.desk.is_code(),
            tokens: match &card.tokens {
                Tokens::NeedsPermission if account.is_waiting() => CardTokens::Reading { wait: 0 },
                Tokens::NeedsPermission => {
                    CardTokens::NeedsPermission(account.lacks_methods(self.sign_in.allows_wide()))
                }
                Tokens::Reading => CardTokens::Reading { wait: self.desk_waits() },
                Tokens::Halted { problem, remedy } => {
                    CardTokens::Halted { problem: problem.clone(), remedy: remedy.clone() }
                }
                Tokens::Read(tokens) => {
                    CardTokens::Read(tokens.iter().map(|token| self.held(token, card)).collect())
                }
            },
            may_give: card.has_room(),
            form: card.form.as_ref().map(|form| self.form_view(form, card)),
        }
    }

    fn form_view(&self, form: &Form, card: &Card) -> DeskForm {
        let serial = card.token(&form.method).map(|token| token.serial.as_str()).unwrap_or_default();
        DeskForm {
            action: form.action,
            method: form.method.clone(),
            explanation: match form.action {
                DeskAction::Replace => how_replaced(serial, self.order_of(card)),
                _ => format!("The person reads out what token {serial} shows."),
            },
            may_compute: self.review.is_some(),
            looking: form.waiting.is_some(),
            problem: form.problem.clone(),
            attempt: self.desk.attempts,
        }
    }

    fn order_of(&self, card: &Card) -> Order {
        match (self.may_read_devices(), card.is_full()) {
            (true, _) => Order::OldFirst,
            (false, false) => Order::NewFirst,
            (false, true) => Order::Unknown,
        }
    }

    fn held(&self, token: &HeldToken, card: &Card) -> HeldView {
        let (state, tone) = state(token.status);
        let is_twin = card.twins(token).next().is_some();
        HeldView {
            method: token.method.clone(),
            name: if is_twin { format!("{}, method {}", token.serial, token.method) } else { token.serial.clone() },
            twin: is_twin.then(|| TWIN.to_owned()),
            serial: token.serial.clone(),
            kind: token.kind.clone(),
            state: state.to_owned(),
            tone,
            last_used: last_used(token),
            is_asked_for: card.by.as_deref() == Some(token.serial.as_str()),
            seed_open: self.has_seed(&token.serial),
            may_activate: token.status != DeviceStatus::Activated,
            blocked: token.device.is_empty().then(|| {
                "It did not come through Graph, so nothing can be done about it here; see the Entra admin center."
                    .to_owned()
            }),
        }
    }
}

/// Said of a device that is two methods.
const TWIN: &str = "The person has this device as two methods of one serial number: it was uploaded as CSV and through \
                    Graph. Replace and Unassign take both.";

/// How a token is replaced, as sentences.
fn how_replaced(serial: &str, order: Order) -> String {
    match order {
        Order::OldFirst => format!(
            "Token {serial} is taken away first, so that whoever found it cannot use it. Then the new one is assigned and \
             activated. If the second step does not work, the person has no token of these two, and the result says so."
        ),
        Order::NewFirst => format!(
            "The new token is assigned and activated first, then token {serial} is taken away: without the permission \
             {READING} nobody can look up here whether the new one is free. If the first step does not work, the person \
             keeps token {serial}, and the result says so."
        ),
        Order::Unknown => format!(
            "This person has no room for one more token, so token {serial} is taken away first. Whether the new one is free \
             is looked up before that, which needs the permission {READING}: you are asked for it."
        ),
    }
}

/// What comes first in a replacement.
#[derive(Clone, Copy)]
enum Order {
    OldFirst,
    NewFirst,
    /// It has to be looked up, and the permission for that is missing.
    Unknown,
}

fn hit(hit: &Hit) -> PersonHit {
    let about = hit.by.as_ref().map(|serial| format!("has token {serial}")).unwrap_or_default();
    PersonHit { id: hit.person.id.clone(), name: hit.person.name.clone(), upn: hit.person.upn.clone(), about }
}

fn remarks(person: &Person, administrator: Option<bool>) -> Vec<String> {
    let disabled =
        (person.is_enabled == Some(false)).then_some("The account is disabled: nobody can sign in with it.");
    let guest =
        person.seems_guest().then_some("The account is a guest: Entra gives guests no hardware tokens.");
    let administrator = (administrator == Some(true)).then(|| Remark::Administrator.words());
    disabled.into_iter().chain(guest).map(str::to_owned).chain(administrator).collect()
}

fn state(status: DeviceStatus) -> (&'static str, Tone) {
    match status {
        DeviceStatus::Activated => ("Activated", Tone::Good),
        DeviceStatus::Assigned => ("Assigned, not activated", Tone::Warning),
        DeviceStatus::FailedActivation => ("Activation failed", Tone::Bad),
        DeviceStatus::Available => ("Available", Tone::Plain),
        DeviceStatus::Other => ("State not told", Tone::Plain),
    }
}

/// Day and minute, as Graph tells them, in UTC.
fn last_used(token: &HeldToken) -> String {
    match token.last_used.as_deref().and_then(day_and_minute) {
        Some((day, minute)) => format!("Last used {day} at {minute} UTC"),
        None => "Never used, as far as Graph tells".to_owned(),
    }
}
