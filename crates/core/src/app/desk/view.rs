//! The help desk as the page shows it.

use seedferry_protocol::{CardTokens, CardView, DeskForm, DeskView, FoundPeople, HeldView, PersonHit, Tone};

use super::{
    Desk, Stage,
    card::{Card, Form, Tokens},
    find::Hit,
};
use crate::{
    app::{Model, account::Account},
    calendar::day_and_minute,
    graph::{
        DeviceStatus,
        people::{FIND, HeldToken, Person},
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
            Stage::Found { hits, notes } => {
                DeskView::Found(FoundPeople { people: hits.iter().map(hit).collect(), notes: notes.clone() })
            }
            Stage::Card(card) => DeskView::Card(self.card_view(card, account)),
        }
    }

    fn card_view(&self, card: &Card, account: &Account) -> CardView {
        CardView {
            name: card.person.name.clone(),
            upn: card.person.upn.clone(),
            remarks: remarks(&card.person),
            found_by: card.by.as_ref().map(|serial| format!("Has token {serial}.")),
            tokens: match &card.tokens {
                Tokens::NeedsPermission if account.is_waiting() => CardTokens::Reading { wait: 0 },
                Tokens::NeedsPermission => {
                    CardTokens::NeedsPermission(account.lacks_methods(self.sign_in.allows_wide()))
                }
                Tokens::Reading => CardTokens::Reading { wait: self.desk_waits() },
                Tokens::Halted { problem, remedy } => {
                    CardTokens::Halted { problem: problem.clone(), remedy: remedy.clone() }
                }
                Tokens::Read(tokens) => CardTokens::Read(
                    tokens.iter().map(|token| self.held(token, card.by.as_deref())).collect(),
                ),
            },
            form: card.form.as_ref().map(|form| form_view(form, &self.desk, self.review.is_some())),
        }
    }

    fn held(&self, token: &HeldToken, by: Option<&str>) -> HeldView {
        let (state, tone) = state(token.status);
        HeldView {
            serial: token.serial.clone(),
            kind: token.kind.clone(),
            state: state.to_owned(),
            tone,
            last_used: last_used(token),
            is_asked_for: by == Some(token.serial.as_str()),
            seed_open: self.has_seed(&token.serial),
            may_activate: token.status != DeviceStatus::Activated,
            blocked: token.device.is_empty().then(|| {
                "It did not come through Graph, so nothing can be done about it here; see the Entra admin center."
                    .to_owned()
            }),
        }
    }
}

fn hit(hit: &Hit) -> PersonHit {
    let about = hit.by.as_ref().map(|serial| format!("has token {serial}")).unwrap_or_default();
    PersonHit { name: hit.person.name.clone(), upn: hit.person.upn.clone(), about }
}

fn remarks(person: &Person) -> Vec<String> {
    let disabled =
        (person.is_enabled == Some(false)).then_some("The account is disabled: nobody can sign in with it.");
    let guest =
        person.seems_guest().then_some("The account is a guest: Entra gives guests no hardware tokens.");
    disabled.into_iter().chain(guest).map(str::to_owned).collect()
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

fn form_view(form: &Form, desk: &Desk, may_compute: bool) -> DeskForm {
    DeskForm {
        action: form.action,
        place: u32::try_from(form.place).unwrap_or(u32::MAX),
        may_compute,
        looking: form.waiting.is_some(),
        problem: form.problem.clone(),
        attempt: desk.attempts,
    }
}
