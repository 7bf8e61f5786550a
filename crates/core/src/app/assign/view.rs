//! The area as the page shows it.

use seedferry_protocol::{
    AccountFact, AssignPart, AssignView, HeldRow, HeldTokens, HitView, HitsView, InventoryStage, ManyView,
    OneView, PairsView, PersonCard, RefusedView, TokenHit, ToldView, Tone, UnknownFact, WaitingView, grouped,
};

use super::{
    super::{Model, review::count},
    list::List,
    one::{Chosen, Held, Hits},
    rows, seeds,
};
use crate::graph::{
    Device, DeviceStatus, pairs,
    people::{FIND_ALL, Group, HeldToken, MOST_TOKENS_OF_ONE, Person, ROLES, kind},
};

impl Model {
    pub(in super::super) fn assign_view(&self) -> AssignView {
        let part = self.assign.part;
        AssignView {
            part,
            inventory: self.inventory.stage(self.account.as_ref()),
            free: count(self.inventory.free().count()),
            permission: self.lacks_methods(),
            offered: self.assign.offered.as_ref().map(|_| count(self.offered().len())),
            one: if part == AssignPart::One { self.one_view() } else { OneView::default() },
            many: if part == AssignPart::Many { self.many_view() } else { ManyView::default() },
            waiting: if part == AssignPart::Waiting { self.waiting_view() } else { WaitingView::default() },
        }
    }

    fn one_view(&self) -> OneView {
        let one = &self.assign.one;
        OneView {
            search: hits(&one.search, |person| HitView {
                id: person.id.clone(),
                name: seeds::who(person),
                upn: person.upn.clone(),
                remark: short_remark(person).to_owned(),
            }),
            person: one.chosen.as_ref().map(|chosen| self.person_card(chosen)),
        }
    }

    fn person_card(&self, chosen: &Chosen) -> PersonCard {
        let devices = self.inventory.devices();
        let seeds = seeds::at_hand(self.review.as_ref());
        let hit = |device: &Device| TokenHit {
            device: device.id.clone(),
            serial: device.serial.clone(),
            kind: kind(device),
            has_seed: seeds.contains(device.serial.as_str()),
        };
        let offered = self.offered().into_iter();
        let fitting: Vec<&Device> =
            offered.filter(|device| device.serial.starts_with(&chosen.wanted)).collect();
        let chosen_device = chosen.device.as_ref();
        let given = devices.iter().find(|device| Some(&device.id) == chosen_device && pairs::is_free(device));
        PersonCard {
            person: HitView {
                id: chosen.person.id.clone(),
                name: seeds::who(&chosen.person),
                upn: chosen.person.upn.clone(),
                remark: String::new(),
            },
            remarks: remarks(chosen),
            unknown: unknown_of(chosen),
            held: match &chosen.held {
                Held::Reading => HeldTokens::Reading,
                Held::Failed(why) => HeldTokens::Failed(why.clone()),
                Held::Read(held) => HeldTokens::Read(
                    held.iter().map(|held| held_row(held, seeds.contains(held.serial.as_str()))).collect(),
                ),
            },
            tokens: fitting.iter().take(PersonCard::LISTED).map(|device| hit(device)).collect(),
            tokens_total: count(fitting.len()),
            no_token: if fitting.is_empty() { self.no_token().to_owned() } else { String::new() },
            chosen: given.map(|device| hit(device)),
            obstacle: obstacle(chosen),
            why: chosen.why().unwrap_or_default().to_owned(),
            refused: chosen.refused.as_ref().map(|(attempt, why)| RefusedView {
                only: None,
                attempt: *attempt,
                why: why.clone(),
            }),
        }
    }

    /// Why no free token is listed.
    fn no_token(&self) -> &'static str {
        match self.inventory.stage(self.account.as_ref()) {
            InventoryStage::Listed if self.offered().is_empty() => {
                "There is no free token. Upload a seed file, or unassign a token that nobody uses."
            }
            InventoryStage::Listed => "No free token has a serial number that begins so.",
            InventoryStage::Reading { .. } => "The inventory is being read: free tokens are listed then.",
            InventoryStage::SignedOut | InventoryStage::Halted(_) => {
                "The inventory could not be read, so which tokens are free is not known."
            }
        }
    }

    fn many_view(&self) -> ManyView {
        let many = &self.assign.many;
        let group = |group: &Group| HitView {
            id: group.id.clone(),
            name: group.name.clone(),
            upn: String::new(),
            remark: String::new(),
        };
        ManyView {
            groups: hits(&many.groups, group),
            problem: many.problem.clone().unwrap_or_default(),
            attempt: many.attempt,
            list: many.list.as_ref().map(|list| self.pairs_view(list)),
        }
    }

    fn pairs_view(&self, list: &List) -> PairsView {
        let ticked: Vec<_> = list.rows().filter(|(_, _, ticked)| *ticked).map(|(_, pair, _)| pair).collect();
        PairsView {
            name: list.name.clone(),
            order: list
                .order()
                .map(|(serial, user)| {
                    format!("Column {serial} has the serial numbers, column {user} the people.")
                })
                .unwrap_or_default(),
            percent: self.assign.many.lookup.as_ref().map(super::lookup::Lookup::percent),
            problem: list.problem.clone().unwrap_or_default(),
            unknown: unknown(list),
            unpaired: count(list.unpaired()),
            ticked: count(ticked.len()),
            with_seed: count(ticked.iter().filter(|pair| list.has_seed(pair)).count()),
            activates: list.activates,
            rows: rows::of_list(list, self.assign.many.lists),
        }
    }

    fn waiting_view(&self) -> WaitingView {
        let rows = self.waiting();
        WaitingView {
            ticked: count(rows.iter().filter(|row| row.ticked).count()),
            possible: count(rows.iter().filter(|row| row.has_seed).count()),
            rows: rows::of_waiting(rows, self.assign.waiting.page),
        }
    }
}

fn hits<T>(hits: &Hits<T>, view: impl Fn(&T) -> HitView) -> HitsView {
    match hits {
        Hits::Idle => HitsView::Idle,
        Hits::Searching => HitsView::Searching,
        Hits::Failed(why) => HitsView::Failed(why.clone()),
        Hits::Found(found) => HitsView::Found(found.iter().map(view).collect()),
    }
}

fn short_remark(person: &Person) -> &'static str {
    match (person.is_guest, person.is_enabled) {
        (Some(true), _) => "Guest",
        (_, Some(false)) => "Disabled",
        (None, _) if person.seems_guest() => "May be a guest",
        _ => "",
    }
}

/// What is to be known before a token is given.
fn remarks(chosen: &Chosen) -> Vec<ToldView> {
    let person = &chosen.person;
    let told = |holds: bool, tone: Tone, remark: pairs::Remark| {
        holds.then(|| ToldView { tone, text: remark.words() })
    };
    let known = [
        told(person.is_guest == Some(true), Tone::Bad, pairs::Remark::Guest),
        told(person.is_guest.is_none() && person.seems_guest(), Tone::Warning, pairs::Remark::SeemsGuest),
        told(person.is_enabled == Some(false), Tone::Warning, pairs::Remark::Disabled),
        told(chosen.administrator == Some(true), Tone::Warning, pairs::Remark::Administrator),
    ];
    known.into_iter().flatten().collect()
}

/// What the permissions there are do not tell of the person.
fn unknown_of(chosen: &Chosen) -> Vec<UnknownFact> {
    let facts = [
        (AccountFact::State, chosen.person.is_enabled.is_none(), "disabled or a guest"),
        (AccountFact::Roles, chosen.administrator.is_none(), "an administrator"),
    ];
    let unknown = facts.into_iter().filter(|(_, holds, _)| *holds);
    unknown
        .map(|(fact, _, what)| fact_of(fact, format!("It is not known whether this account is {what}.")))
        .collect()
}

fn fact_of(fact: AccountFact, text: String) -> UnknownFact {
    let permission = match fact {
        AccountFact::State => FIND_ALL,
        AccountFact::Roles => ROLES,
    };
    UnknownFact { fact, text, permission: permission.to_owned() }
}

fn obstacle(chosen: &Chosen) -> String {
    match &chosen.held {
        _ if chosen.person.is_guest == Some(true) => pairs::Remark::Guest.words(),
        Held::Read(held) if held.len() >= MOST_TOKENS_OF_ONE => pairs::Remark::HoldsFive.words(),
        _ => String::new(),
    }
}

fn held_row(held: &HeldToken, has_seed: bool) -> HeldRow {
    let is_active = held.status == DeviceStatus::Activated;
    HeldRow {
        device: held.device.clone(),
        serial: held.serial.clone(),
        kind: held.kind.clone(),
        state: match held.status {
            DeviceStatus::Activated => "Activated",
            DeviceStatus::FailedActivation => "Activation failed",
            DeviceStatus::Available | DeviceStatus::Assigned => "Not activated",
            DeviceStatus::Other => "Unknown",
        }
        .to_owned(),
        last_used: held.last_used.as_deref().map(day).unwrap_or_default(),
        can_activate: !is_active && !held.device.is_empty(),
        has_seed,
    }
}

/// The day of a time as Graph writes it.
fn day(time: &str) -> String {
    time.split('T').next().unwrap_or_default().to_owned()
}

/// What the permissions there are do not tell of the people of a list.
fn unknown(list: &List) -> Vec<UnknownFact> {
    let people = || list.known.people.values().flatten();
    let accounts = people().filter(|person| person.is_enabled.is_none()).count();
    let roles = people().filter(|person| !list.known.administrators.contains_key(&person.id)).count();
    let facts =
        [(AccountFact::State, accounts, "disabled or guests"), (AccountFact::Roles, roles, "administrators")];
    let unknown = facts.into_iter().filter(|(_, number, _)| *number > 0);
    let text = |number: usize, what: &str| {
        let people =
            if number == 1 { "1 person".to_owned() } else { format!("{} people", grouped(count(number))) };
        format!("Of {people} it is not known whether they are {what}.")
    };
    unknown.map(|(fact, number, what)| fact_of(fact, text(number, what))).collect()
}
